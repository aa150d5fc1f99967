//! Webhooks, as they came.

use crate::{
    model::{Webhook, WebhookState},
    port::Hint,
};
use infrasell_db::{Db, DbError, Json, Row, Tx, sql, v};
use infrasell_kernel::{Timestamp, id::kind};

const INSERT: &str = sql!(
    "INSERT INTO payments_webhook (id, provider, event_id, kind, about, body, state, note, received_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (provider, event_id) DO NOTHING"
);

/// Stores a webhook; its id when it is the first with its event id.
pub(crate) async fn insert(
    tx: &mut Tx,
    provider: &str,
    hint: &Hint,
    body: &[u8],
    ignored: Option<&str>,
) -> Result<Option<i64>, DbError> {
    let id = tx.next_id::<kind::Event>().await?.get();
    let now = tx.db().now();
    let state = if ignored.is_some() { WebhookState::Ignored } else { WebhookState::Stored };
    let values = v![id, provider, &hint.event_id, &hint.kind, Json(&hint.about), body, state.as_str(), ignored, now];
    Ok((tx.exec(INSERT, &values).await? == 1).then_some(id))
}

const BY_ID: &str = sql!("SELECT id, provider, event_id, about, state, attempts FROM payments_webhook WHERE id = $1");

fn read(row: &Row<'_>) -> Result<Webhook, DbError> {
    Ok(Webhook {
        id: row.next()?,
        provider: row.next()?,
        event_id: row.next()?,
        about: row.next_json()?,
        state: row.next_tag()?,
        attempts: row.next()?,
    })
}

/// One webhook.
pub(crate) async fn get(db: &Db, id: i64) -> Result<Option<Webhook>, DbError> {
    db.opt(BY_ID, &v![id], read).await
}

const UPDATE: &str =
    sql!("UPDATE payments_webhook SET state = $2, note = $3, attempts = $4, updated_at = $5 WHERE id = $1");

/// Notes how far a webhook has come.
pub(crate) async fn update(db: &Db, webhook: &Webhook, note: Option<&str>) -> Result<(), DbError> {
    db.exec(UPDATE, &v![webhook.id, webhook.state.as_str(), note, webhook.attempts, db.now()]).await?;
    Ok(())
}

const SWEEP: &str = sql!("DELETE FROM payments_webhook WHERE received_at < $1 AND state <> 'stored'");

/// Forgets the webhooks that came before `time` and are dealt with.
pub(crate) async fn sweep(db: &Db, time: Timestamp) -> Result<u64, DbError> {
    db.exec(SWEEP, &v![time]).await
}

//! Webhooks themselves.

use super::tag;
use crate::model::{MASKED_QUERY, Stored};
use infrasell_contracts::webhooks::{Webhook, WebhookPause, WebhookTopic};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{Timestamp, WebhookId};

const COLUMNS: &str = "id, url, query, topics, description, status, paused_because, secret, secret_version, old_secret, \
                       old_secret_until, failures, failing_since, last_error, delivered_at, missed, version, \
                       created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Stored, DbError> {
    let (id, url, query) = (row.next()?, row.next::<String>()?, row.next::<Option<Vec<u8>>>()?);
    let (topics, description, status) = (row.next_json()?, row.next()?, row.next_tag()?);
    let because: Option<String> = row.next()?;
    let (secret, secret_version, old_secret) = (row.next()?, row.next()?, row.next()?);
    let shown = Webhook {
        id,
        url: if query.is_some() { format!("{url}{MASKED_QUERY}") } else { url.clone() },
        topics,
        description,
        status,
        paused_because: because.map(|word| pause(&word)).transpose()?,
        secret_version,
        old_secret_until: row.next()?,
        failures: row.next()?,
        failing_since: row.next()?,
        last_error: row.next()?,
        delivered_at: row.next()?,
        missed: row.next()?,
        version: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
    };
    Ok(Stored { shown, url, query, secret, old_secret })
}

fn pause(word: &str) -> Result<WebhookPause, DbError> {
    serde_json::from_value(word.into()).map_err(|_| DbError::other(format!("'{word}' is no reason to pause")))
}

const INSERT: &str = sql!(
    "INSERT INTO webhooks_subscription (id, url, query, topics, description, status, secret, secret_version, failures,
         held_until, missed, version, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, 0, 0, 0, $8, $9, $9)"
);
pub(crate) async fn insert(tx: &mut Tx, new: &Stored) -> Result<(), DbError> {
    let s = &new.shown;
    let (topics, secret) = (Json(&s.topics), new.secret.clone());
    let (query, at) = (new.query.clone(), s.created_at);
    tx.queue(INSERT, &v![s.id, &new.url, query, topics, &s.description, secret, s.secret_version, s.version, at])
}

const COUNT: &str = sql!("SELECT count(*) FROM webhooks_subscription");
pub(crate) async fn count(tx: &mut Tx) -> Result<i64, DbError> {
    tx.one(COUNT, &v![], |row| row.next()).await
}

const FIND: &str = sql!("SELECT ", COLUMNS, " FROM webhooks_subscription WHERE id = $1");
pub(crate) async fn find(db: &Db, id: WebhookId) -> Result<Option<Stored>, DbError> {
    db.opt(FIND, &v![id], read).await
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM webhooks_subscription WHERE id = $1 FOR UPDATE");
pub(crate) async fn lock(tx: &mut Tx, id: WebhookId) -> Result<Option<Stored>, DbError> {
    tx.opt(LOCK, &v![id], read).await
}

const ALL: &str = sql!("SELECT ", COLUMNS, " FROM webhooks_subscription ORDER BY id");
/// Every webhook; a shop has few.
pub(crate) async fn all(db: &Db) -> Result<Vec<Stored>, DbError> {
    db.all(ALL, &v![], read).await
}

const TOPICS: &str = sql!("SELECT id, topics FROM webhooks_subscription ORDER BY id");
/// What each is told of, the paused ones, too.
pub(crate) async fn topics(db: &Db) -> Result<Vec<(WebhookId, Vec<WebhookTopic>)>, DbError> {
    db.all(TOPICS, &v![], |row| Ok((row.next()?, row.next_json()?))).await
}

/// Up to `limit + 1` webhooks behind `after`.
pub(crate) async fn page(db: &Db, after: Option<WebhookId>, limit: i64) -> Result<Vec<Webhook>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM webhooks_subscription WHERE TRUE"));
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?.into_iter().map(|stored| stored.shown).collect())
}

const UPDATE: &str = sql!(
    "UPDATE webhooks_subscription SET url = $2, query = $3, topics = $4, description = $5, status = $6,
         paused_because = $7, failures = $8, failing_since = $9, held_until = $10, last_error = $11, version = $12,
         updated_at = $13
     WHERE id = $1"
);
/// Writes what staff decide. `held_until` is when it is tried next.
pub(crate) fn update(tx: &mut Tx, new: &Stored, held_until: Timestamp) -> Result<(), DbError> {
    let s = &new.shown;
    let because = s.paused_because.map(tag).transpose()?;
    tx.queue(
        UPDATE,
        &v![
            s.id,
            &new.url,
            new.query.clone(),
            Json(&s.topics),
            &s.description,
            tag(s.status)?,
            because,
            s.failures,
            s.failing_since,
            held_until,
            s.last_error.clone(),
            s.version,
            s.updated_at
        ],
    )
}

const ROTATE: &str = sql!(
    "UPDATE webhooks_subscription SET secret = $2, secret_version = $3, old_secret = $4, old_secret_until = $5,
         version = $6, updated_at = $7
     WHERE id = $1"
);
pub(crate) fn rotate(tx: &mut Tx, new: &Stored) -> Result<(), DbError> {
    let s = &new.shown;
    let (secret, old) = (new.secret.clone(), new.old_secret.clone());
    tx.queue(ROTATE, &v![s.id, secret, s.secret_version, old, s.old_secret_until, s.version, s.updated_at])
}

const SEAL: &str = sql!(
    "UPDATE webhooks_subscription SET secret = $2, old_secret = $3, query = $4
     WHERE id = $1 AND secret IS NOT DISTINCT FROM $5 AND old_secret IS NOT DISTINCT FROM $6
         AND query IS NOT DISTINCT FROM $7"
);
/// Puts what is sealed in place of what was, unless that is another by now.
pub(crate) async fn seal(tx: &mut Tx, old: &Stored, new: &Stored) -> Result<bool, DbError> {
    let values = v![
        old.shown.id,
        new.secret.clone(),
        new.old_secret.clone(),
        new.query.clone(),
        old.secret.clone(),
        old.old_secret.clone(),
        old.query.clone()
    ];
    Ok(tx.exec(SEAL, &values).await? == 1)
}

const LOSE: &str = sql!(
    "UPDATE webhooks_subscription SET secret = NULL, old_secret = NULL, old_secret_until = NULL, query = NULL,
         status = 'paused', paused_because = 'secret_lost', version = version + 1
     WHERE id = $1"
);
/// Gives a webhook's secrets up.
pub(crate) fn lose(tx: &mut Tx, id: WebhookId) -> Result<(), DbError> {
    tx.queue(LOSE, &v![id])
}

const DELETE: &str = sql!("DELETE FROM webhooks_subscription WHERE id = $1");
pub(crate) async fn delete(tx: &mut Tx, id: WebhookId) -> Result<(), DbError> {
    tx.exec(DELETE, &v![id]).await?;
    Ok(())
}

const MISS: &str = sql!("UPDATE webhooks_subscription SET missed = missed + $2 WHERE id = $1");
/// Counts messages that were not written down.
pub(crate) fn miss(tx: &mut Tx, id: WebhookId, messages: i64) -> Result<(), DbError> {
    tx.queue(MISS, &v![id, messages])
}

const TOOK: &str = sql!(
    "UPDATE webhooks_subscription SET failures = 0, failing_since = NULL, held_until = 0, last_error = NULL,
         delivered_at = $2
     WHERE id = $1"
);
/// The receiver said yes.
pub(crate) fn took(tx: &mut Tx, id: WebhookId, now: Timestamp) -> Result<(), DbError> {
    tx.queue(TOOK, &v![id, now])
}

const FAILED: &str = sql!(
    "UPDATE webhooks_subscription SET failures = failures + 1, failing_since = coalesce(failing_since, $2),
         held_until = $3, last_error = $4,
         status = CASE WHEN failures + 1 >= $5 THEN 'paused' ELSE status END,
         paused_because = CASE WHEN failures + 1 >= $5 THEN coalesce(paused_because, 'failing') ELSE paused_because END
     WHERE id = $1 RETURNING status = 'paused' AND failures = $5"
);
/// It did not; returns whether that pauses it.
pub(crate) async fn failed(
    tx: &mut Tx,
    id: WebhookId,
    (now, held_until): (Timestamp, Timestamp),
    why: &str,
    most: i64,
) -> Result<bool, DbError> {
    Ok(tx.opt(FAILED, &v![id, now, held_until, why, most], |row| row.next()).await?.unwrap_or(false))
}

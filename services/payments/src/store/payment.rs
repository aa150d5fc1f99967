//! Payments.

use crate::model::Payment;
use infrasell_contracts::payments::ListPayments;
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{Money, PaymentId, Timestamp};
use infrasell_rules::payment::{Latest, PaymentTotals};

const COLUMNS: &str = "id, reference, provider_reference, request_hash, channel_id, method, account, mode, amount_minor, currency, \
    provider_object, state, authorised_minor, capturable_minor, captured_minor, refunded_minor, refund_pending_minor, \
    disputed_minor, decline_reason, next_action, held, latest_status, latest_seen_at, expires_at, undo_reference, \
    revision, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Payment, DbError> {
    Ok(Payment {
        id: row.next()?,
        reference: row.next()?,
        provider_reference: row.next()?,
        request_hash: row.next()?,
        channel: row.next()?,
        method: row.next()?,
        account: row.next()?,
        mode: row.next_parse()?,
        amount: Money::new(row.next()?, row.next()?),
        provider_object: row.next()?,
        state: row.next_parse()?,
        totals: PaymentTotals {
            authorised_minor: row.next()?,
            capturable_minor: row.next()?,
            captured_minor: row.next()?,
            refunded_minor: row.next()?,
            refund_pending_minor: row.next()?,
            disputed_minor: row.next()?,
        },
        decline_reason: row.next()?,
        next_action: row.next_json()?,
        held: row.next_json()?,
        latest: latest(row.next()?, row.next()?)?,
        expires_at: row.next()?,
        undo_reference: row.next()?,
        revision: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
    })
}

fn latest(status: Option<String>, seen_at: Option<Timestamp>) -> Result<Option<Latest>, DbError> {
    let (Some(status), Some(seen_at)) = (status, seen_at) else { return Ok(None) };
    let status = status.parse().map_err(|error| DbError::other(format!("{error}")))?;
    Ok(Some(Latest { status, seen_at }))
}

const INSERT: &str = sql!(
    "INSERT INTO payments_payment (id, reference, provider_reference, request_hash, method, account, mode,
         amount_minor, currency, state, created_at, updated_at, channel_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) ON CONFLICT (reference) DO NOTHING"
);

/// Writes a new payment; says whether its reference was free.
pub(crate) async fn insert(tx: &mut Tx, payment: &Payment) -> Result<bool, DbError> {
    let values = v![
        payment.id,
        &payment.reference,
        &payment.provider_reference,
        &payment.request_hash,
        &payment.method,
        &payment.account,
        payment.mode.as_str(),
        payment.amount.minor,
        payment.amount.currency,
        payment.state.as_str(),
        payment.created_at,
        payment.channel,
    ];
    Ok(tx.exec(INSERT, &values).await? == 1)
}

const UPDATE: &str = sql!(
    "UPDATE payments_payment SET provider_object = $2, state = $3, authorised_minor = $4, capturable_minor = $5,
         captured_minor = $6, refunded_minor = $7, refund_pending_minor = $8, disputed_minor = $9,
         decline_reason = $10, next_action = $11, held = $12, latest_status = $13, latest_seen_at = $14,
         expires_at = $15, undo_reference = $16, updated_at = $17, revision = $18
     WHERE id = $1"
);

/// Writes everything about a payment that can change.
pub(crate) fn update(tx: &mut Tx, payment: &Payment) -> Result<(), DbError> {
    let totals = &payment.totals;
    let values = v![
        payment.id,
        &payment.provider_object,
        payment.state.as_str(),
        totals.authorised_minor,
        totals.capturable_minor,
        totals.captured_minor,
        totals.refunded_minor,
        totals.refund_pending_minor,
        totals.disputed_minor,
        &payment.decline_reason,
        payment.next_action.as_ref().map(Json),
        payment.held.as_ref().map(Json),
        payment.latest.map(|latest| latest.status.as_str()),
        payment.latest.map(|latest| latest.seen_at),
        payment.expires_at,
        &payment.undo_reference,
        payment.updated_at,
        payment.revision,
    ];
    tx.queue(UPDATE, &values)
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE id = $1 FOR UPDATE");

/// The payment, kept from others until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: PaymentId) -> Result<Option<Payment>, DbError> {
    tx.opt(LOCK, &v![id], read).await
}

const BY_ID: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE id = $1");

/// One payment.
pub(crate) async fn get(db: &Db, id: PaymentId) -> Result<Option<Payment>, DbError> {
    db.opt(BY_ID, &v![id], read).await
}

const BY_IDS: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE id IN list($1) ORDER BY id");

/// Many payments, in order of id.
pub(crate) async fn get_many(db: &Db, ids: &[PaymentId]) -> Result<Vec<Payment>, DbError> {
    db.all(BY_IDS, &v![ids], read).await
}

const BY_REFERENCE: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE reference = $1");

/// The payment of a reference.
pub(crate) async fn by_reference(db: &Db, reference: &str) -> Result<Option<Payment>, DbError> {
    db.opt(BY_REFERENCE, &v![reference], read).await
}

/// The payment of a reference, as this transaction sees it.
pub(crate) async fn by_reference_in(tx: &mut Tx, reference: &str) -> Result<Option<Payment>, DbError> {
    tx.opt(BY_REFERENCE, &v![reference], read).await
}

const BY_PROVIDER_REFERENCE: &str =
    sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE provider_reference = $1 AND method = $2");

/// The payment that a provider knows by this reference.
pub(crate) async fn by_provider_reference(db: &Db, method: &str, it: &str) -> Result<Option<Payment>, DbError> {
    db.opt(BY_PROVIDER_REFERENCE, &v![it, method], read).await
}

const BY_OBJECT: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE method = $1 AND provider_object = $2");

/// The payment of a provider's object.
pub(crate) async fn by_object(db: &Db, method: &str, object: &str) -> Result<Option<Payment>, DbError> {
    db.opt(BY_OBJECT, &v![method, object], read).await
}

/// The list's name, for its cursors.
pub(crate) const LIST: &str = "payments:created";

/// Payments, newest first, one more than `limit`.
pub(crate) async fn list(
    db: &Db,
    ask: &ListPayments,
    after: Option<(Timestamp, i64)>,
    limit: i64,
) -> Result<Vec<Payment>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM payments_payment WHERE TRUE"));
    if let Some(state) = ask.state {
        q.push(" AND state = ?", v![state.as_str()]);
    }
    if let Some(channel) = ask.channel {
        q.push(" AND channel_id = ?", v![channel]);
    }
    if let Some(method) = &ask.method {
        q.push(" AND method = ?", v![method]);
    }
    if let Some(currency) = ask.currency {
        q.push(" AND currency = ?", v![currency]);
    }
    if let Some(start) = &ask.reference {
        let length = i64::try_from(start.chars().count()).unwrap_or(i64::MAX);
        q.push(" AND substr(reference, 1, CAST(? AS INTEGER)) = ?", v![length, start]);
    }
    if let Some(since) = ask.created_since {
        q.push(" AND created_at >= ?", v![since]);
    }
    q.page(&["created_at", "id"], Dir::Desc, after.map(|(at, id)| v![at, id]), limit);
    q.all(db, read).await
}

const AFTER: &str = sql!("SELECT ", COLUMNS, " FROM payments_payment WHERE id > $1 ORDER BY id LIMIT $2");

/// Payments in order of id, for an audit.
pub(crate) async fn after(db: &Db, id: i64, limit: i64) -> Result<Vec<Payment>, DbError> {
    db.all(AFTER, &v![id, limit], read).await
}

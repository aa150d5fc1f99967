//! Operations.

use crate::{model::Op, port::OpKey};
use infrasell_contracts::payments::ListOps;
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{PaymentId, ProviderOpId, Timestamp};

const COLUMNS: &str = "id, payment_id, kind, amount_minor, reference, idem_key, request_hash, request, state, attempts, \
    lookups, cause, refusal, needs_operator, first_sent_at, sent_at, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Op, DbError> {
    Ok(Op {
        id: row.next()?,
        payment: row.next()?,
        kind: row.next_parse()?,
        amount_minor: row.next()?,
        reference: row.next()?,
        key: OpKey(row.next()?),
        request_hash: row.next()?,
        request: row.next_json()?,
        state: row.next_parse()?,
        attempts: row.next()?,
        lookups: row.next()?,
        cause: row.next()?,
        refusal: row.next()?,
        needs_operator: row.next()?,
        first_sent_at: row.next()?,
        sent_at: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
    })
}

const INSERT: &str = sql!(
    "INSERT INTO payments_op (id, payment_id, kind, amount_minor, reference, idem_key, request_hash, request, state,
         attempts, lookups, cause, needs_operator, first_sent_at, sent_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $13, $14, $14)"
);

/// Writes a new operation.
pub(crate) fn insert(tx: &mut Tx, op: &Op) -> Result<(), DbError> {
    let values = v![
        op.id,
        op.payment,
        op.kind.as_str(),
        op.amount_minor,
        &op.reference,
        &op.key.0,
        &op.request_hash,
        op.request.as_ref().map(Json),
        op.state.as_str(),
        op.attempts,
        &op.cause,
        op.needs_operator,
        op.sent_at,
        op.created_at,
    ];
    tx.queue(INSERT, &values)
}

const UPDATE: &str = sql!(
    "UPDATE payments_op SET request = $2, state = $3, attempts = $4, lookups = $5, cause = $6, refusal = $7,
         needs_operator = $8, first_sent_at = $9, sent_at = $10, updated_at = $11
     WHERE id = $1"
);

/// Writes everything about an operation that can change.
pub(crate) fn update(tx: &mut Tx, op: &Op) -> Result<(), DbError> {
    let values = v![
        op.id,
        op.request.as_ref().map(Json),
        op.state.as_str(),
        op.attempts,
        op.lookups,
        &op.cause,
        &op.refusal,
        op.needs_operator,
        op.first_sent_at,
        op.sent_at,
        op.updated_at,
    ];
    tx.queue(UPDATE, &values)
}

const OF_PAYMENT: &str = sql!("SELECT ", COLUMNS, " FROM payments_op WHERE payment_id = $1 ORDER BY id");

/// Every operation of a payment, oldest first.
pub(crate) async fn of_payment(tx: &mut Tx, payment: PaymentId) -> Result<Vec<Op>, DbError> {
    tx.all(OF_PAYMENT, &v![payment], read).await
}

const BY_ID: &str = sql!("SELECT ", COLUMNS, " FROM payments_op WHERE id = $1");

/// One operation.
pub(crate) async fn get(db: &Db, id: ProviderOpId) -> Result<Option<Op>, DbError> {
    db.opt(BY_ID, &v![id], read).await
}

/// The list's name, for its cursors.
pub(crate) const LIST: &str = "payments:ops";

/// Operations, newest first, one more than `limit`.
pub(crate) async fn list(
    db: &Db,
    ask: &ListOps,
    after: Option<(Timestamp, i64)>,
    limit: i64,
) -> Result<Vec<Op>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM payments_op WHERE TRUE"));
    if let Some(id) = ask.id {
        q.push(" AND id = ?", v![id]);
    }
    if let Some(channel) = ask.channel {
        q.push(" AND payment_id IN (SELECT id FROM payments_payment WHERE channel_id = ?)", v![channel]);
    }
    if let Some(payment) = ask.payment {
        q.push(" AND payment_id = ?", v![payment]);
    }
    if let Some(state) = ask.state {
        q.push(" AND state = ?", v![state.as_str()]);
    }
    if let Some(waits) = ask.needs_operator {
        q.push(" AND needs_operator = ?", v![waits]);
    }
    q.page(&["created_at", "id"], Dir::Desc, after.map(|(at, id)| v![at, id]), limit);
    q.all(db, read).await
}

const IN_DOUBT: &str = sql!("SELECT ", COLUMNS, " FROM payments_op WHERE state IN ('sent', 'unknown') ORDER BY id");

/// Every operation that nobody knows the end of.
pub(crate) async fn in_doubt(db: &Db) -> Result<Vec<Op>, DbError> {
    db.all(IN_DOUBT, &[], read).await
}

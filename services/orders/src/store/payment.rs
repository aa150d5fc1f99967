//! The statements of what is known about payments. Both the telling and the taking over write the payment's row, so of two
//! at once the later one sees what the earlier one left.

use crate::decide::payment::Known;
use infrasell_db::{Db, DbError, Json, Row, Tx, sql, v};
use infrasell_kernel::{EventId, OrderId, PaymentId, Timestamp};

const KNOWN: &str = "authorised_minor, captured_minor, closed, told";

fn read(row: &Row<'_>) -> Result<Known, DbError> {
    Ok(Known {
        authorised_minor: row.next()?,
        captured_minor: row.next()?,
        closed: row.next()?,
        told: row.next_json()?,
    })
}

/// Which payment an event is about, and which event it is. Of two events the one with the greater revision is newer; where
/// payments did not count, the later one.
pub(crate) struct Source<'a> {
    pub(crate) payment: PaymentId,
    pub(crate) reference: &'a str,
    pub(crate) event: EventId,
    pub(crate) revision: i64,
    pub(crate) at: Timestamp,
}

/// Merges what an event says with what is known; returns the order of the payment, if there is one, and all that is known.
pub(crate) async fn tell(
    tx: &mut Tx,
    source: &Source<'_>,
    says: &Known,
    now: Timestamp,
) -> Result<(Option<OrderId>, Known), DbError> {
    const TELL: &str = sql!(
        "INSERT INTO orders_payment
             (payment_id, order_id, reference, authorised_minor, captured_minor, closed, told, told_at, told_by, updated_at,
              told_revision)
         VALUES ($1, (SELECT min(id) FROM orders_order WHERE payment_id IS NULL AND payment_reference = $2),
             $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (payment_id) DO UPDATE SET
             authorised_minor = CASE WHEN excluded.authorised_minor > orders_payment.authorised_minor
                 THEN excluded.authorised_minor ELSE orders_payment.authorised_minor END,
             captured_minor = CASE WHEN excluded.captured_minor > orders_payment.captured_minor
                 THEN excluded.captured_minor ELSE orders_payment.captured_minor END,
             closed = orders_payment.closed OR excluded.closed,
             told = CASE WHEN orders_payment.told_at IS NULL
                     OR (excluded.told_revision, excluded.told_at, excluded.told_by)
                         > (orders_payment.told_revision, orders_payment.told_at, orders_payment.told_by)
                 THEN excluded.told ELSE orders_payment.told END,
             told_at = CASE WHEN orders_payment.told_at IS NULL
                     OR (excluded.told_revision, excluded.told_at, excluded.told_by)
                         > (orders_payment.told_revision, orders_payment.told_at, orders_payment.told_by)
                 THEN excluded.told_at ELSE orders_payment.told_at END,
             told_by = CASE WHEN orders_payment.told_at IS NULL
                     OR (excluded.told_revision, excluded.told_at, excluded.told_by)
                         > (orders_payment.told_revision, orders_payment.told_at, orders_payment.told_by)
                 THEN excluded.told_by ELSE orders_payment.told_by END,
             told_revision = CASE WHEN orders_payment.told_at IS NULL
                     OR (excluded.told_revision, excluded.told_at, excluded.told_by)
                         > (orders_payment.told_revision, orders_payment.told_at, orders_payment.told_by)
                 THEN excluded.told_revision ELSE orders_payment.told_revision END,
             updated_at = excluded.updated_at
         RETURNING order_id, ",
        KNOWN
    );
    let values = v![
        source.payment,
        source.reference,
        says.authorised_minor,
        says.captured_minor,
        says.closed,
        Json(&says.told),
        source.at,
        source.event,
        now,
        source.revision,
    ];
    tx.one(TELL, &values, |row| Ok((row.next()?, read(row)?))).await
}

/// Takes the payment over for an order; returns what is known of it then. Nothing when another order has it.
pub(crate) async fn take(
    tx: &mut Tx,
    payment: PaymentId,
    order: OrderId,
    reference: Option<&str>,
    says: &Known,
    now: Timestamp,
) -> Result<Option<Known>, DbError> {
    const TAKE: &str = sql!(
        "INSERT INTO orders_payment
             (payment_id, order_id, reference, authorised_minor, captured_minor, closed, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (payment_id) DO UPDATE SET
             order_id = excluded.order_id,
             authorised_minor = CASE WHEN excluded.authorised_minor > orders_payment.authorised_minor
                 THEN excluded.authorised_minor ELSE orders_payment.authorised_minor END,
             captured_minor = CASE WHEN excluded.captured_minor > orders_payment.captured_minor
                 THEN excluded.captured_minor ELSE orders_payment.captured_minor END,
             updated_at = excluded.updated_at
         WHERE orders_payment.order_id IS NULL
         RETURNING ",
        KNOWN
    );
    let values = v![payment, order, reference, says.authorised_minor, says.captured_minor, says.closed, now];
    tx.opt(TAKE, &values, read).await
}

/// Forgets what was told before `before` of payments that have no order; returns how many.
pub(crate) async fn sweep(db: &Db, before: Timestamp) -> Result<u64, DbError> {
    const SWEEP: &str = sql!("DELETE FROM orders_payment WHERE order_id IS NULL AND updated_at < $1");
    db.exec(SWEEP, &v![before]).await
}

/// What is known of each of these payments, and whose it is.
pub(crate) async fn known(
    db: &Db,
    payments: &[PaymentId],
) -> Result<Vec<(PaymentId, Option<OrderId>, Known)>, DbError> {
    const KNOWN_OF: &str =
        sql!("SELECT payment_id, order_id, ", KNOWN, " FROM orders_payment WHERE payment_id IN list($1)");
    db.all(KNOWN_OF, &v![payments], |row| Ok((row.next()?, row.next()?, read(row)?))).await
}

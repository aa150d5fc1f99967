//! Facts: only ever added.

use infrasell_contracts::payments::FactView;
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{PaymentFactId, PaymentId};
use infrasell_rules::payment::Fact;

const COLUMNS: &str = "provider, account, mode, object_id, kind, amount_minor, reference, seen_at";

fn read(row: &Row<'_>) -> Result<Fact, DbError> {
    Ok(Fact {
        provider: row.next()?,
        account: row.next()?,
        mode: row.next_parse()?,
        object_id: row.next()?,
        kind: row.next_parse()?,
        amount_minor: row.next()?,
        reference: row.next()?,
        seen_at: row.next()?,
    })
}

const INSERT: &str = sql!(
    "INSERT INTO payments_fact (id, payment_id, provider, account, mode, object_id, kind, amount_minor, reference,
         actor, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (provider, account, mode, object_id, kind, amount_minor) DO NOTHING"
);

/// Adds facts that are new.
pub(crate) async fn insert(tx: &mut Tx, payment: PaymentId, facts: &[Fact], actor: &str) -> Result<(), DbError> {
    let ids: Vec<PaymentFactId> = tx.next_ids(facts.len()).await?;
    for (id, fact) in ids.into_iter().zip(facts) {
        let values = v![
            id,
            payment,
            &fact.provider,
            &fact.account,
            fact.mode.as_str(),
            &fact.object_id,
            fact.kind.as_str(),
            fact.amount_minor,
            &fact.reference,
            actor,
            fact.seen_at,
        ];
        tx.queue(INSERT, &values)?;
    }
    Ok(())
}

const OF_PAYMENT: &str = sql!("SELECT ", COLUMNS, " FROM payments_fact WHERE payment_id = $1 ORDER BY id");

/// Every fact of a payment, oldest first.
pub(crate) async fn of_payment(tx: &mut Tx, payment: PaymentId) -> Result<Vec<Fact>, DbError> {
    tx.all(OF_PAYMENT, &v![payment], read).await
}

const OF_PAYMENTS: &str =
    sql!("SELECT payment_id, ", COLUMNS, " FROM payments_fact WHERE payment_id IN list($1) ORDER BY payment_id, id");

/// Every fact of many payments, in order of payment.
pub(crate) async fn of_payments(db: &Db, payments: &[PaymentId]) -> Result<Vec<(PaymentId, Fact)>, DbError> {
    db.all(OF_PAYMENTS, &v![payments], |row| Ok((row.next()?, read(row)?))).await
}

/// The list's name, for its cursors.
pub(crate) const LIST: &str = "payments:facts";

/// The facts of a payment behind `after`, oldest first, one more than `limit`.
pub(crate) async fn list(
    db: &Db,
    payment: PaymentId,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<FactView>, DbError> {
    let mut q =
        Q::new("SELECT id, object_id, kind, amount_minor, reference, actor, seen_at FROM payments_fact WHERE TRUE");
    q.push(" AND payment_id = ?", v![payment]);
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    q.all(db, |row| {
        Ok(FactView {
            id: row.next()?,
            object: row.next()?,
            kind: row.next_parse()?,
            amount_minor: row.next()?,
            reference: row.next()?,
            actor: row.next()?,
            seen_at: row.next()?,
        })
    })
    .await
}

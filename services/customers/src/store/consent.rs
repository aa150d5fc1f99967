//! The statements of the ledger of consents. There is none that changes or takes out an entry but with its customer.

use infrasell_contracts::customers::{Consent, ConsentEntry};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::CustomerId;

const COLUMNS: &str = "purpose, medium, granted, at, source, notice_version";

fn read(row: &Row<'_>) -> Result<Consent, DbError> {
    Ok(Consent {
        purpose: row.next()?,
        medium: row.next_tag()?,
        granted: row.next()?,
        at: row.next()?,
        source: row.next()?,
        notice_version: row.next()?,
    })
}

fn entry(row: &Row<'_>) -> Result<ConsentEntry, DbError> {
    Ok(ConsentEntry { seq: row.next()?, actor: row.next()?, consent: read(row)? })
}

/// The newest entry of each purpose and medium of each customer, in their order.
const STANDING: &str = sql!(
    "SELECT customer_id, ",
    COLUMNS,
    " FROM customers_consent AS a WHERE customer_id IN list($1) AND NOT EXISTS (
          SELECT 1 FROM customers_consent AS b WHERE b.customer_id = a.customer_id AND b.purpose = a.purpose
              AND b.medium = a.medium AND b.seq > a.seq)
      ORDER BY customer_id, purpose, medium"
);

pub(crate) async fn standing(db: &Db, customers: &[CustomerId]) -> Result<Vec<(CustomerId, Consent)>, DbError> {
    db.all(STANDING, &v![customers], |row| Ok((row.next()?, read(row)?))).await
}

/// As [`standing`] of one customer, as the last writer leaves it.
pub(crate) async fn standing_in(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Consent>, DbError> {
    let found = tx.all(STANDING, &v![&[customer]], |row| Ok((row.next::<CustomerId>()?, read(row)?))).await?;
    Ok(found.into_iter().map(|(_, consent)| consent).collect())
}

pub(crate) async fn append(tx: &mut Tx, customer: CustomerId, entries: &[ConsentEntry]) -> Result<(), DbError> {
    const APPEND: &str = "INSERT INTO customers_consent
             (customer_id, seq, purpose, medium, granted, at, source, notice_version, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let one = &entry.consent;
        rows.push(v![
            customer,
            entry.seq,
            &one.purpose,
            one.medium.as_str(),
            one.granted,
            one.at,
            &one.source,
            &one.notice_version,
            &entry.actor,
        ]);
    }
    if !rows.is_empty() {
        tx.insert_many(APPEND, &rows).await?;
    }
    Ok(())
}

/// The entries before `before`, newest first, and one more than `limit`.
pub(crate) async fn page(
    db: &Db,
    customer: CustomerId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ConsentEntry>, DbError> {
    let mut q = Q::new(format!("SELECT seq, actor, {COLUMNS} FROM customers_consent WHERE "));
    q.push("customer_id = ?", v![customer]);
    q.page(&["seq"], Dir::Desc, before.map(|seq| v![seq]), limit);
    q.all(db, entry).await
}

/// A whole ledger, oldest first.
pub(crate) async fn all_in(tx: &mut Tx, customer: CustomerId) -> Result<Vec<ConsentEntry>, DbError> {
    const ALL: &str =
        sql!("SELECT seq, actor, ", COLUMNS, " FROM customers_consent WHERE customer_id = $1 ORDER BY seq");
    tx.all(ALL, &v![customer], entry).await
}

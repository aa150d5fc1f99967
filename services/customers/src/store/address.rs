//! The statements of addresses. Every one of them names the customer.

use crate::model::Kept;
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{AddressId, CustomerId};
use infrasell_rpc::Fault;

const COLUMNS: &str = "id, body, created_at, updated_at, version";

fn read(row: &Row<'_>) -> Result<Kept, DbError> {
    Ok(Kept {
        id: row.next()?,
        address: row.next_json()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        version: row.next()?,
    })
}

const FIND: &str = sql!("SELECT ", COLUMNS, " FROM customers_address WHERE customer_id = $1 AND id = $2");

pub(crate) async fn find(db: &Db, customer: CustomerId, id: AddressId) -> Result<Option<Kept>, DbError> {
    db.opt(FIND, &v![customer, id], read).await
}

/// As [`find`], as the last writer leaves it. The customer's row is locked, and with it his addresses.
pub(crate) async fn find_in(tx: &mut Tx, customer: CustomerId, id: AddressId) -> Result<Option<Kept>, DbError> {
    tx.opt(FIND, &v![customer, id], read).await
}

/// The addresses behind `after` in the order they came in, and one more than `limit`.
pub(crate) async fn page(
    db: &Db,
    customer: CustomerId,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Kept>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM customers_address WHERE "));
    q.push("customer_id = ?", v![customer]);
    q.page(&["created_at", "id"], Dir::Asc, after.map(|(at, id)| v![at, id]), limit);
    q.all(db, read).await
}

pub(crate) async fn count(tx: &mut Tx, customer: CustomerId) -> Result<i64, DbError> {
    const COUNT: &str = sql!("SELECT count(*) FROM customers_address WHERE customer_id = $1");
    tx.one(COUNT, &v![customer], |row| row.get(0)).await
}

pub(crate) fn insert(tx: &mut Tx, customer: CustomerId, kept: &Kept) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO customers_address (id, customer_id, body, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    tx.queue(INSERT, &v![kept.id, customer, Json(&kept.address), kept.created_at, kept.updated_at, kept.version])
}

pub(crate) async fn save(tx: &mut Tx, customer: CustomerId, kept: &Kept) -> Result<(), Fault> {
    const SAVE: &str = sql!(
        "UPDATE customers_address SET body = $3, updated_at = $4, version = $5
         WHERE customer_id = $1 AND id = $2 AND version = $5 - 1"
    );
    let values = v![customer, kept.id, Json(&kept.address), kept.updated_at, kept.version];
    match tx.exec(SAVE, &values).await? {
        1 => Ok(()),
        _ => Err(Fault::Stale { what: "address".into() }),
    }
}

/// Forgets an address; says whether it was there.
pub(crate) async fn delete(tx: &mut Tx, customer: CustomerId, id: AddressId) -> Result<bool, DbError> {
    const DELETE: &str = sql!("DELETE FROM customers_address WHERE customer_id = $1 AND id = $2");
    Ok(tx.exec(DELETE, &v![customer, id]).await? == 1)
}

/// Gives one customer's addresses to another.
pub(crate) async fn give(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<(), DbError> {
    const GIVE: &str = sql!("UPDATE customers_address SET customer_id = $2 WHERE customer_id = $1");
    tx.exec(GIVE, &v![from, to]).await?;
    Ok(())
}

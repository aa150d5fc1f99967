//! The statements of groups and of who is in them.

use infrasell_contracts::customers::CustomerGroup;
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{CustomerGroupId, CustomerId};
use infrasell_rpc::Fault;

const COLUMNS: &str = "g.id, g.code, g.name, (SELECT count(*) FROM customers_member AS m WHERE m.group_id = g.id), \
                       g.created_at, g.updated_at, g.version";

fn read(row: &Row<'_>) -> Result<CustomerGroup, DbError> {
    Ok(CustomerGroup {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        members: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        version: row.next()?,
    })
}

pub(crate) async fn find(db: &Db, id: CustomerGroupId) -> Result<Option<CustomerGroup>, DbError> {
    const FIND: &str = sql!("SELECT ", COLUMNS, " FROM customers_group AS g WHERE g.id = $1");
    db.opt(FIND, &v![id], read).await
}

/// The group, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: CustomerGroupId) -> Result<Option<CustomerGroup>, DbError> {
    const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM customers_group AS g WHERE g.id = $1 FOR UPDATE");
    tx.opt(LOCK, &v![id], read).await
}

/// Those of `ids` that there are. They are not deleted until the transaction ends.
pub(crate) async fn known(tx: &mut Tx, ids: &[CustomerGroupId]) -> Result<Vec<CustomerGroupId>, DbError> {
    const KNOWN: &str = sql!("SELECT id FROM customers_group WHERE id IN list($1) ORDER BY id FOR SHARE");
    tx.all(KNOWN, &v![ids], |row| row.get(0)).await
}

/// Groups behind `after`, and one more than `limit`.
pub(crate) async fn page(db: &Db, after: Option<CustomerGroupId>, limit: i64) -> Result<Vec<CustomerGroup>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM customers_group AS g WHERE TRUE"));
    q.page(&["g.id"], Dir::Asc, after.map(|id| v![id]), limit);
    q.all(db, read).await
}

pub(crate) async fn insert(tx: &mut Tx, group: &CustomerGroup) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO customers_group (id, code, name, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $4, 1)"
    );
    tx.exec(INSERT, &v![group.id, &group.code, &group.name, group.created_at]).await?;
    Ok(())
}

pub(crate) async fn save(tx: &mut Tx, group: &CustomerGroup) -> Result<(), Fault> {
    const SAVE: &str =
        sql!("UPDATE customers_group SET name = $2, updated_at = $3, version = $4 WHERE id = $1 AND version = $4 - 1");
    match tx.exec(SAVE, &v![group.id, &group.name, group.updated_at, group.version]).await? {
        1 => Ok(()),
        _ => Err(Fault::Stale { what: "group".into() }),
    }
}

pub(crate) async fn delete(tx: &mut Tx, id: CustomerGroupId) -> Result<(), DbError> {
    const MEMBERS: &str = sql!("DELETE FROM customers_member WHERE group_id = $1");
    const GROUP: &str = sql!("DELETE FROM customers_group WHERE id = $1");
    tx.exec(MEMBERS, &v![id]).await?;
    tx.exec(GROUP, &v![id]).await?;
    Ok(())
}

const OF: &str = sql!(
    "SELECT customer_id, group_id FROM customers_member WHERE customer_id IN list($1) ORDER BY customer_id, group_id"
);

/// Who of `customers` is in which groups.
pub(crate) async fn of(db: &Db, customers: &[CustomerId]) -> Result<Vec<(CustomerId, CustomerGroupId)>, DbError> {
    db.all(OF, &v![customers], |row| Ok((row.next()?, row.next()?))).await
}

/// As [`of`], as the last writer leaves it.
pub(crate) async fn of_in(
    tx: &mut Tx,
    customers: &[CustomerId],
) -> Result<Vec<(CustomerId, CustomerGroupId)>, DbError> {
    tx.all(OF, &v![customers], |row| Ok((row.next()?, row.next()?))).await
}

/// Puts customers into groups; who is in already stays.
pub(crate) async fn join(tx: &mut Tx, members: &[(CustomerId, CustomerGroupId)]) -> Result<(), DbError> {
    const JOIN: &str = "INSERT INTO customers_member (group_id, customer_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    let rows: Vec<_> = members.iter().map(|(customer, group)| v![group, customer]).collect();
    if !rows.is_empty() {
        tx.insert_many(JOIN, &rows).await?;
    }
    Ok(())
}

/// Takes customers out of groups; who is not in changes nothing.
pub(crate) async fn leave(tx: &mut Tx, members: &[(CustomerId, CustomerGroupId)]) -> Result<(), DbError> {
    const LEAVE: &str = sql!("DELETE FROM customers_member WHERE group_id = $1 AND customer_id = $2");
    let rows: Vec<_> = members.iter().map(|(customer, group)| v![group, customer]).collect();
    if !rows.is_empty() {
        tx.exec_many(LEAVE, &rows).await?;
    }
    Ok(())
}

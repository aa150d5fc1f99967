//! Locations.

use super::{Read, Result};
use infrasell_contracts::{common::PostalAddress, inventory::Location};
use infrasell_db::{Db, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{LocationId, Timestamp};

const COLUMNS: &str = "id, code, name, address, active, version";

fn read(row: &Row<'_>) -> Read<Location> {
    Ok(Location {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        address: row.next_json()?,
        active: row.next()?,
        version: row.next()?,
    })
}

/// Up to `limit + 1` locations behind `after`, in id order.
pub async fn page(db: &Db, active: Option<bool>, after: Option<i64>, limit: i64) -> Result<Vec<Location>> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM inventory_location WHERE TRUE"));
    if let Some(active) = active {
        q.push(" AND active = ?", v![active]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

/// One location, kept from changing until the transaction ends.
pub async fn lock(tx: &mut Tx, id: LocationId) -> Result<Option<Location>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM inventory_location WHERE id = $1 FOR UPDATE");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// Those of `ids` that exist.
pub async fn known(tx: &mut Tx, ids: &[LocationId]) -> Result<Vec<LocationId>> {
    const SQL: &str = sql!("SELECT id FROM inventory_location WHERE id IN list($1) ORDER BY id");
    Ok(tx.all(SQL, &v![ids], |row| row.get(0)).await?)
}

/// Every active location, in id order.
pub async fn active(tx: &mut Tx) -> Result<Vec<LocationId>> {
    const SQL: &str = sql!("SELECT id FROM inventory_location WHERE active ORDER BY id");
    Ok(tx.all(SQL, &[], |row| row.get(0)).await?)
}

/// Whether a location has this code.
pub async fn has_code(db: &Db, code: &str) -> Result<bool> {
    const SQL: &str = sql!("SELECT id FROM inventory_location WHERE code = $1");
    Ok(db.opt(SQL, &v![code], |row| row.get::<i64>(0)).await?.is_some())
}

/// Adds a location; says whether its code was free.
pub async fn insert(tx: &mut Tx, new: &Location, now: Timestamp) -> Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_location (id, code, name, address, active, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (code) DO NOTHING"
    );
    let values = v![new.id, &new.code, &new.name, Json(&new.address), new.active, new.version, now];
    Ok(tx.exec(SQL, &values).await? == 1)
}

/// Writes what a patch made of a location.
pub async fn update(tx: &mut Tx, new: &Location, now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "UPDATE inventory_location SET name = $2, address = $3, active = $4, version = $5, updated_at = $6 WHERE id = $1"
    );
    let address: &PostalAddress = &new.address;
    tx.exec(SQL, &v![new.id, &new.name, Json(address), new.active, new.version, now]).await?;
    Ok(())
}

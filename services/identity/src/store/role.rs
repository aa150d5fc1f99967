//! Roles.

use super::permissions;
use crate::{OWNER, roles::Builtin};
use infrasell_contracts::identity::Role;
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{RoleId, StaffId};
use infrasell_rpc::Fault;

const COLUMNS: &str = "id, code, name, permissions, channels, second_factor, builtin, version";

fn read(row: &Row<'_>) -> Result<Role, DbError> {
    Ok(Role {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        permissions: permissions(&row.next_json::<Vec<String>>()?),
        channels: row.next_json()?,
        second_factor: row.next()?,
        builtin: row.next()?,
        version: row.next()?,
    })
}

const BUILTIN: &str = sql!("SELECT ", COLUMNS, " FROM identity_role WHERE builtin");
pub(crate) async fn builtin(db: &Db) -> Result<Vec<Role>, Fault> {
    Ok(db.all(BUILTIN, &[], read).await?)
}

const PUT_BUILTIN: &str = sql!(
    "INSERT INTO identity_role (id, code, name, permissions, builtin) VALUES ($1, $2, $3, $4, TRUE)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, permissions = excluded.permissions
     WHERE identity_role.builtin"
);
/// Makes the role that comes with the shop, or brings it to what this build says. A role of the shop's own that has its
/// code stays as it is.
pub(crate) async fn put_builtin(tx: &mut Tx, id: RoleId, role: &Builtin) -> Result<(), Fault> {
    tx.exec(PUT_BUILTIN, &v![id, role.code, role.name, Json(&role.permissions)]).await?;
    Ok(())
}

const INSERT: &str = sql!("INSERT INTO identity_role (", COLUMNS, ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
pub(crate) async fn insert(tx: &mut Tx, role: &Role) -> Result<(), DbError> {
    let channels = role.channels.as_ref().map(Json);
    let permissions = Json(&role.permissions);
    let r = role;
    let values = v![r.id, &r.code, &r.name, permissions, channels, r.second_factor, r.builtin, r.version];
    tx.exec(INSERT, &values).await.map(drop)
}

const BY_CODES: &str = sql!("SELECT ", COLUMNS, " FROM identity_role WHERE code IN list_text($1)");
/// Those of the roles that there are, by code.
pub(crate) async fn by_codes(tx: &mut Tx, codes: &[String]) -> Result<Vec<Role>, Fault> {
    let mut found = tx.all(BY_CODES, &v![codes], read).await?;
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

const OF_STAFF: &str = sql!(
    "SELECT r.id, r.code, r.name, r.permissions, r.channels, r.second_factor, r.builtin, r.version
     FROM identity_staff_role AS sr JOIN identity_role AS r ON r.id = sr.role_id WHERE sr.staff_id = $1"
);
/// Somebody's roles, by code.
pub(crate) async fn of_staff(tx: &mut Tx, staff: StaffId) -> Result<Vec<Role>, Fault> {
    let mut found = tx.all(OF_STAFF, &v![staff], read).await?;
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

const GET: &str = sql!("SELECT ", COLUMNS, " FROM identity_role WHERE id = $1");
pub(crate) async fn get(db: &Db, id: RoleId) -> Result<Option<Role>, Fault> {
    Ok(db.opt(GET, &v![id], read).await?)
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM identity_role WHERE id = $1 FOR UPDATE");
/// The role, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: RoleId) -> Result<Option<Role>, Fault> {
    Ok(tx.opt(LOCK, &v![id], read).await?)
}

const UPDATE: &str = sql!(
    "UPDATE identity_role SET name = $2, permissions = $3, channels = $4, second_factor = $5, version = $6
     WHERE id = $1 AND version = $6 - 1"
);
/// Puts `role` in the place of the version before it; false when that is gone.
pub(crate) async fn update(tx: &mut Tx, role: &Role) -> Result<bool, Fault> {
    let channels = role.channels.as_ref().map(Json);
    let values = v![role.id, &role.name, Json(&role.permissions), channels, role.second_factor, role.version];
    Ok(tx.exec(UPDATE, &values).await? == 1)
}

const HOLDERS: &str = sql!(
    "SELECT (SELECT count(*) FROM identity_staff_role WHERE role_id = $1)
          + (SELECT count(*) FROM identity_api_key WHERE role_id = $1)"
);
/// How many members of staff and keys have it, revoked ones too: what they were stays to be seen.
pub(crate) async fn holders(tx: &mut Tx, id: RoleId) -> Result<i64, Fault> {
    Ok(tx.one(HOLDERS, &v![id], |row| row.get(0)).await?)
}

const DELETE: &str = sql!("DELETE FROM identity_role WHERE id = $1 AND NOT builtin");
pub(crate) async fn delete(tx: &mut Tx, id: RoleId) -> Result<bool, Fault> {
    Ok(tx.exec(DELETE, &v![id]).await? == 1)
}

/// Up to `limit + 1` roles behind `after`, in id order.
pub(crate) async fn page(db: &Db, after: Option<RoleId>, limit: i64) -> Result<Vec<Role>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM identity_role WHERE TRUE"));
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

const LOCK_OWNER: &str = sql!("SELECT id FROM identity_role WHERE code = $1 FOR UPDATE");
/// Takes the turn to change staff: of two who take an owner away at once, the second one sees what the first one did.
pub(crate) async fn lock_owner(tx: &mut Tx) -> Result<(), Fault> {
    tx.opt(LOCK_OWNER, &v![OWNER], |row| row.get::<RoleId>(0)).await?;
    Ok(())
}

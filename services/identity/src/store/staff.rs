//! Staff.

use super::{permissions, within_all};
use crate::{OWNER, check::fold};
use infrasell_contracts::identity::{Role, Staff};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{ChannelId, Permissions, StaffId, Timestamp};
use infrasell_rpc::Fault;
use std::collections::BTreeMap;

const COLUMNS: &str = "id, email, name, channels, active, second_factor, last_sign_in_at, created_at, version";

/// A row without its roles.
fn read(row: &Row<'_>) -> Result<Staff, DbError> {
    Ok(Staff {
        id: row.next()?,
        email: row.next()?,
        name: row.next()?,
        roles: vec![],
        channels: row.next_json()?,
        active: row.next()?,
        second_factor: row.next()?,
        last_sign_in_at: row.next()?,
        created_at: row.next()?,
        version: row.next()?,
    })
}

const GET: &str = sql!("SELECT ", COLUMNS, " FROM identity_staff WHERE id = $1");
pub(crate) async fn get(db: &Db, id: StaffId) -> Result<Option<Staff>, Fault> {
    let Some(staff) = db.opt(GET, &v![id], read).await? else { return Ok(None) };
    Ok(with_roles(db, vec![staff]).await?.pop())
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM identity_staff WHERE id = $1 FOR UPDATE");
/// The row without its roles, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: StaffId) -> Result<Option<Staff>, Fault> {
    Ok(tx.opt(LOCK, &v![id], read).await?)
}

/// Which members of staff are wanted.
pub(crate) struct Filter {
    pub(crate) active: Option<bool>,
    pub(crate) role: Option<String>,
    pub(crate) search: Option<String>,
}

/// Up to `limit + 1` members of staff behind `after`, in id order.
pub(crate) async fn page(db: &Db, filter: &Filter, after: Option<StaffId>, limit: i64) -> Result<Vec<Staff>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM identity_staff WHERE TRUE"));
    if let Some(active) = filter.active {
        q.push(" AND active = ?", v![active]);
    }
    if let Some(role) = &filter.role {
        let has_role =
            " AND EXISTS (SELECT 1 FROM identity_staff_role AS sr JOIN identity_role AS r ON r.id = sr.role_id
             WHERE sr.staff_id = identity_staff.id AND r.code = ?)";
        q.push(has_role, v![role]);
    }
    if let Some(search) = &filter.search {
        q.push(r" AND search_text LIKE ? ESCAPE '\'", v![containing(search)]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    let found = q.all(db, read).await?;
    with_roles(db, found).await
}

/// The LIKE pattern of texts that contain `text`, folded.
fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

const ROLES: &str = sql!(
    "SELECT sr.staff_id, r.code FROM identity_staff_role AS sr JOIN identity_role AS r ON r.id = sr.role_id
     WHERE sr.staff_id IN list($1)"
);
async fn with_roles(db: &Db, mut staff: Vec<Staff>) -> Result<Vec<Staff>, Fault> {
    let ids: Vec<StaffId> = staff.iter().map(|one| one.id).collect();
    let mut roles: BTreeMap<StaffId, Vec<String>> = BTreeMap::new();
    let pairs = db.all(ROLES, &v![&ids], |row| Ok((row.get::<StaffId>(0)?, row.get::<String>(1)?))).await?;
    for (id, code) in pairs {
        roles.entry(id).or_default().push(code);
    }
    for one in &mut staff {
        one.roles = roles.remove(&one.id).unwrap_or_default();
        one.roles.sort();
    }
    Ok(staff)
}

/// What a sign-in needs to know of an account.
pub(crate) struct Account {
    pub(crate) id: StaffId,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) second_factor: bool,
    pub(crate) password_hash: String,
    pub(crate) active: bool,
}

fn read_account(row: &Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        id: row.next()?,
        email: row.next()?,
        name: row.next()?,
        second_factor: row.next()?,
        password_hash: row.next()?,
        active: row.next()?,
    })
}

const ACCOUNT: &str =
    sql!("SELECT id, email, name, second_factor, password_hash, active FROM identity_staff WHERE email_key = $1");
pub(crate) async fn account(db: &Db, email_key: &str) -> Result<Option<Account>, Fault> {
    Ok(db.opt(ACCOUNT, &v![email_key], read_account).await?)
}

pub(crate) async fn account_by_email(tx: &mut Tx, email_key: &str) -> Result<Option<Account>, Fault> {
    Ok(tx.opt(ACCOUNT, &v![email_key], read_account).await?)
}

const ACCOUNT_BY_ID: &str =
    sql!("SELECT id, email, name, second_factor, password_hash, active FROM identity_staff WHERE id = $1");
pub(crate) async fn account_by_id(db: &Db, id: StaffId) -> Result<Option<Account>, Fault> {
    Ok(db.opt(ACCOUNT_BY_ID, &v![id], read_account).await?)
}

pub(crate) async fn account_in(tx: &mut Tx, id: StaffId) -> Result<Option<Account>, Fault> {
    Ok(tx.opt(ACCOUNT_BY_ID, &v![id], read_account).await?)
}

const SET_PASSWORD: &str = sql!(
    "UPDATE identity_staff SET password_hash = $3, version = version + 1
     WHERE id = $1 AND active AND password_hash = $2"
);
/// Sets a password in the place of `old`; false when meanwhile it was changed or he was switched off.
pub(crate) async fn set_password(tx: &mut Tx, id: StaffId, old: &str, new: &str) -> Result<bool, Fault> {
    Ok(tx.exec(SET_PASSWORD, &v![id, old, new]).await? == 1)
}

const SIGNED_IN: &str = sql!(
    "UPDATE identity_staff SET last_sign_in_at = $3, password_hash = $4
     WHERE id = $1 AND active AND password_hash = $2 RETURNING ",
    COLUMNS
);
/// Notes a sign-in with the password behind `verified`; nothing when meanwhile the account was switched off or has
/// another password.
pub(crate) async fn signed_in(
    tx: &mut Tx,
    account: &Account,
    new_hash: &str,
    now: Timestamp,
) -> Result<Option<Staff>, Fault> {
    Ok(tx.opt(SIGNED_IN, &v![account.id, &account.password_hash, now, new_hash], read).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_staff (",
    COLUMNS,
    ", email_key, search_text, password_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
pub(crate) async fn insert(tx: &mut Tx, staff: &Staff, password_hash: &str) -> Result<(), DbError> {
    let values = v![
        staff.id,
        &staff.email,
        &staff.name,
        channels(staff),
        staff.active,
        staff.second_factor,
        staff.last_sign_in_at,
        staff.created_at,
        staff.version,
        fold(&staff.email),
        search_text(staff),
        password_hash,
    ];
    tx.exec(INSERT, &values).await.map(drop)
}

const UPDATE: &str = sql!(
    "UPDATE identity_staff SET name = $2, search_text = $3, channels = $4, active = $5, version = $6,
         password_hash = coalesce($7, password_hash)
     WHERE id = $1 AND version = $6 - 1"
);
/// Puts `staff` in the place of the version before it; false when that is gone. Without a new hash the password stays.
pub(crate) async fn update(tx: &mut Tx, staff: &Staff, new_hash: Option<&str>) -> Result<bool, Fault> {
    let values = v![staff.id, &staff.name, search_text(staff), channels(staff), staff.active, staff.version, new_hash,];
    Ok(tx.exec(UPDATE, &values).await? == 1)
}

fn channels(staff: &Staff) -> Val<'_> {
    staff.channels.as_ref().map(Json).into()
}

fn search_text(staff: &Staff) -> String {
    format!("{}\n{}", staff.name, staff.email).to_lowercase()
}

const DROP_ROLES: &str = sql!("DELETE FROM identity_staff_role WHERE staff_id = $1");
const GIVE_ROLE: &str = sql!("INSERT INTO identity_staff_role (staff_id, role_id) VALUES ($1, $2)");
/// Gives somebody these roles and no others.
pub(crate) async fn set_roles(tx: &mut Tx, staff: StaffId, roles: &[Role]) -> Result<(), Fault> {
    tx.exec(DROP_ROLES, &v![staff]).await?;
    let mut rows: Vec<_> = roles.iter().map(|role| v![staff, role.id]).collect();
    rows.sort_by_key(|[_, role]| if let Val::Int(id) = role { *id } else { 0 });
    tx.insert_many(GIVE_ROLE, &rows).await?;
    Ok(())
}

const OTHER_OWNERS: &str = sql!(
    "SELECT count(*) FROM identity_staff AS s JOIN identity_staff_role AS sr ON sr.staff_id = s.id
     JOIN identity_role AS r ON r.id = sr.role_id WHERE r.code = $1 AND s.active AND s.id <> $2"
);
/// How many active owners there are beside `staff`.
pub(crate) async fn other_owners(tx: &mut Tx, staff: StaffId) -> Result<i64, Fault> {
    Ok(tx.one(OTHER_OWNERS, &v![OWNER, staff], |row| row.get(0)).await?)
}

const COUNTS: &str = sql!(
    "SELECT (SELECT count(*) FROM identity_staff), count(*), count(*) FILTER (WHERE s.active)
     FROM identity_staff AS s JOIN identity_staff_role AS sr ON sr.staff_id = s.id
     JOIN identity_role AS r ON r.id = sr.role_id WHERE r.code = $1"
);
/// How many members of staff, owners, and active owners there are.
pub(crate) async fn counts(db: &Db) -> Result<(i64, i64, i64), Fault> {
    Ok(db.one(COUNTS, &v![OWNER], |row| Ok((row.next()?, row.next()?, row.next()?))).await?)
}

/// What all these roles allow together.
pub(crate) fn allowed(roles: &[Role]) -> Permissions {
    roles.iter().flat_map(|role| role.permissions.0.iter().copied()).collect()
}

/// The channels that a limit of somebody's own and those of all his roles leave together.
pub(crate) fn let_into(own: Option<&[ChannelId]>, roles: &[Role]) -> Option<Vec<ChannelId>> {
    let own = std::iter::once(own.map(<[ChannelId]>::to_vec));
    within_all(own.chain(roles.iter().map(|role| role.channels.clone())))
}

/// Adds what one stored role allows.
pub(crate) fn add_allowed(to: &mut Permissions, words: &[String]) {
    to.0.extend(permissions(words).0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_folded_and_its_wildcards_are_meant() {
        assert_eq!(containing(r"50%_A\Ü"), r"%50\%\_a\\ü%");
        assert_eq!(containing(""), "%%");
    }
}

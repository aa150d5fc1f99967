//! Staff's second factors and recovery codes.

use infrasell_db::{Db, DbError, Row, Tx, sql, v};
use infrasell_kernel::{StaffId, Timestamp};
use infrasell_rpc::Fault;

/// A second factor, in use or being set up; its secrets sealed.
pub(crate) struct Factor {
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) new_secret: Option<Vec<u8>>,
    pub(crate) last_step: i64,
}

fn read(row: &Row<'_>) -> Result<Factor, DbError> {
    Ok(Factor { secret: row.next()?, new_secret: row.next()?, last_step: row.next()? })
}

const GET: &str = sql!("SELECT secret, new_secret, last_step FROM identity_second_factor WHERE staff_id = $1");
pub(crate) async fn get(tx: &mut Tx, staff: StaffId) -> Result<Option<Factor>, Fault> {
    Ok(tx.opt(GET, &v![staff], read).await?)
}

const BEGIN: &str = sql!(
    "INSERT INTO identity_second_factor (staff_id, new_secret, last_step) VALUES ($1, $2, 0)
     ON CONFLICT (staff_id) DO UPDATE SET new_secret = excluded.new_secret"
);
pub(crate) async fn begin(tx: &mut Tx, staff: StaffId, secret: &[u8]) -> Result<(), Fault> {
    tx.exec(BEGIN, &v![staff, secret]).await?;
    Ok(())
}

const CONFIRM: &str = sql!(
    "UPDATE identity_second_factor SET secret = new_secret, new_secret = NULL, last_step = $2
     WHERE staff_id = $1 AND new_secret IS NOT NULL"
);
/// Puts the one that was being set up into use; false when there is none.
pub(crate) async fn confirm(tx: &mut Tx, staff: StaffId, step: i64) -> Result<bool, Fault> {
    Ok(tx.exec(CONFIRM, &v![staff, step]).await? == 1)
}

const USE_STEP: &str = sql!("UPDATE identity_second_factor SET last_step = $2 WHERE staff_id = $1 AND last_step < $2");
/// Uses the code of a step up; false when it, or a later one, was used before.
pub(crate) async fn use_step(tx: &mut Tx, staff: StaffId, step: i64) -> Result<bool, Fault> {
    Ok(tx.exec(USE_STEP, &v![staff, step]).await? == 1)
}

const REMOVE: &str = sql!("DELETE FROM identity_second_factor WHERE staff_id = $1");
const REMOVE_CODES: &str = sql!("DELETE FROM identity_recovery_code WHERE staff_id = $1");
/// Takes a factor and its recovery codes away.
pub(crate) async fn remove(tx: &mut Tx, staff: StaffId) -> Result<(), Fault> {
    tx.exec(REMOVE, &v![staff]).await?;
    tx.exec(REMOVE_CODES, &v![staff]).await?;
    Ok(())
}

const INSERT_CODE: &str = sql!("INSERT INTO identity_recovery_code (staff_id, code_hash) VALUES ($1, $2)");
/// Gives somebody these recovery codes and no others.
pub(crate) async fn set_codes(tx: &mut Tx, staff: StaffId, hashes: &[[u8; 32]]) -> Result<(), Fault> {
    tx.exec(REMOVE_CODES, &v![staff]).await?;
    let rows: Vec<_> = hashes.iter().map(|hash| v![staff, hash]).collect();
    tx.insert_many(INSERT_CODE, &rows).await?;
    Ok(())
}

const USE_CODE: &str =
    sql!("UPDATE identity_recovery_code SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL");
/// Uses a recovery code up; false when it is unknown or was used before.
pub(crate) async fn use_code(tx: &mut Tx, staff: StaffId, hash: &[u8; 32], now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.exec(USE_CODE, &v![staff, hash, now]).await? == 1)
}

const MARK: &str = sql!("UPDATE identity_staff SET second_factor = $2, version = version + 1 WHERE id = $1");
/// Notes with somebody whether he has one.
pub(crate) async fn mark(tx: &mut Tx, staff: StaffId, on: bool) -> Result<(), Fault> {
    tx.exec(MARK, &v![staff, on]).await?;
    Ok(())
}

const WRONGLY_MARKED: &str = sql!(
    "SELECT st.id FROM identity_staff AS st LEFT JOIN identity_second_factor AS f ON f.staff_id = st.id
     WHERE st.second_factor <> (f.secret IS NOT NULL) ORDER BY st.id LIMIT 100"
);
/// Staff whose mark does not say what is stored.
pub(crate) async fn wrongly_marked(db: &Db) -> Result<Vec<StaffId>, Fault> {
    Ok(db.all(WRONGLY_MARKED, &[], |row| row.get(0)).await?)
}

/// The secrets of somebody's second factor, sealed.
pub(crate) struct Sealed {
    pub(crate) staff: StaffId,
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) new_secret: Option<Vec<u8>>,
}

const ALL_SEALED: &str = sql!(
    "SELECT staff_id, secret, new_secret FROM identity_second_factor WHERE staff_id > $1 ORDER BY staff_id LIMIT 500"
);
/// Those of the next 500 staff.
pub(crate) async fn sealed_after(db: &Db, after: StaffId) -> Result<Vec<Sealed>, Fault> {
    let read = |row: &Row<'_>| Ok(Sealed { staff: row.next()?, secret: row.next()?, new_secret: row.next()? });
    Ok(db.all(ALL_SEALED, &v![after], read).await?)
}

const PUT_SECRET: &str = sql!("UPDATE identity_second_factor SET secret = $3 WHERE staff_id = $1 AND secret = $2");
const PUT_NEW_SECRET: &str =
    sql!("UPDATE identity_second_factor SET new_secret = $3 WHERE staff_id = $1 AND new_secret = $2");
/// Puts a secret down anew wherever it is still as it was read: it may have come into use meanwhile.
pub(crate) async fn put_secret(tx: &mut Tx, staff: StaffId, old: &[u8], new: &[u8]) -> Result<(), Fault> {
    tx.exec(PUT_SECRET, &v![staff, old, new]).await?;
    tx.exec(PUT_NEW_SECRET, &v![staff, old, new]).await?;
    Ok(())
}

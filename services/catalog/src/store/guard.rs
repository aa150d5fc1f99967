//! Locks and their stamps: see `catalog_guard` in the schema.

use super::Source;
use infrasell_db::{DbError, Tx, sql, v};
use infrasell_kernel::Random;

/// What products are held against: rules, definitions, where categories stand.
pub(crate) const ARRANGEMENT: i64 = 1;
/// The category tree.
pub(crate) const TREE: i64 = 2;

const READ: &str = sql!("SELECT stamp FROM catalog_guard WHERE id = $1");
const SHARE: &str = sql!("SELECT stamp FROM catalog_guard WHERE id = $1 FOR SHARE");
const LOCK: &str = sql!("SELECT stamp FROM catalog_guard WHERE id = $1 FOR UPDATE");
const RENEW: &str = sql!("UPDATE catalog_guard SET stamp = $2 WHERE id = $1");

/// The stamp.
pub(crate) async fn read(source: &mut Source<'_>, guard: i64) -> Result<i64, DbError> {
    source.one(READ, &v![guard], |row| row.get(0)).await
}

/// Keeps others from changing what the guard stands for until the transaction ends; its stamp.
pub(crate) async fn share(tx: &mut Tx, guard: i64) -> Result<i64, DbError> {
    tx.one(SHARE, &v![guard], |row| row.get(0)).await
}

/// Has what the guard stands for alone until the transaction ends; its stamp. [`ARRANGEMENT`] comes before [`TREE`].
pub(crate) async fn lock(tx: &mut Tx, guard: i64) -> Result<i64, DbError> {
    tx.one(LOCK, &v![guard], |row| row.get(0)).await
}

/// Says that what the guard stands for is different from now on. The last thing that is done under the lock.
pub(crate) fn renew(tx: &mut Tx, guard: i64, random: &dyn Random) -> Result<(), DbError> {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    tx.queue(RENEW, &v![guard, i64::from_le_bytes(bytes)])
}

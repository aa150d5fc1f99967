//! Locks: see `content_guard` in the schema.

use infrasell_db::{DbError, Tx, sql, v};

/// Who writes redirects.
pub(crate) const REDIRECTS: i64 = 1;
/// Who writes policies.
pub(crate) const POLICIES: i64 = 2;

const LOCK: &str = sql!("SELECT id FROM content_guard WHERE id = $1 FOR UPDATE");

/// Keeps others from writing what the guard stands for until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, guard: i64) -> Result<(), DbError> {
    tx.one(LOCK, &v![guard], |row| row.get::<i64>(0)).await.map(drop)
}

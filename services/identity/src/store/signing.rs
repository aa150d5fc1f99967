//! The keys that access tokens are signed with. Of each state but retired there is at most one.

use infrasell_contracts::identity::{SigningKey, SigningKeyState};
use infrasell_db::{Db, DbError, Row, Tx, sql, v};
use infrasell_kernel::Timestamp;
use infrasell_rpc::Fault;

/// A key with both halves, the private one sealed.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) key: SigningKey,
    pub(crate) sealed_private: Vec<u8>,
    pub(crate) public: Vec<u8>,
}

fn read(row: &Row<'_>) -> Result<Pair, DbError> {
    Ok(Pair {
        key: SigningKey {
            kid: row.next()?,
            state: row.next_tag()?,
            created_at: row.next()?,
            active_at: row.next()?,
            retired_at: row.next()?,
        },
        sealed_private: row.next()?,
        public: row.next()?,
    })
}

const COLUMNS: &str = "kid, state, created_at, active_at, retired_at, private_key, public_key";

/// Where they are.
pub(crate) const TABLE: &str = "identity_signing_key";
const ALL: &str = sql!("SELECT ", COLUMNS, " FROM identity_signing_key ORDER BY created_at DESC, kid");
/// Every key, the newest first.
pub(crate) async fn all(db: &Db) -> Result<Vec<Pair>, Fault> {
    Ok(db.all(ALL, &[], read).await?)
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM identity_signing_key ORDER BY created_at DESC, kid FOR UPDATE");
/// Every key, the newest first; nobody else changes them until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx) -> Result<Vec<Pair>, Fault> {
    // who has waited here sees the rows as they are now, but not those that came meanwhile: those the second look sees
    tx.all(LOCK, &[], |_| Ok(())).await?;
    Ok(tx.all(LOCK, &[], read).await?)
}

const INSERT: &str =
    sql!("INSERT INTO identity_signing_key (", COLUMNS, ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");
/// Adds a key, unless another replica has added one in its place.
pub(crate) async fn insert(tx: &mut Tx, pair: &Pair) -> Result<(), Fault> {
    let key = &pair.key;
    let state = match key.state {
        SigningKeyState::Next => "next",
        SigningKeyState::Active => "active",
        SigningKeyState::Retired => "retired",
    };
    let values =
        v![&key.kid, state, key.created_at, key.active_at, key.retired_at, &pair.sealed_private[..], &pair.public[..]];
    tx.exec(INSERT, &values).await?;
    Ok(())
}

const RETIRE: &str =
    sql!("UPDATE identity_signing_key SET state = 'retired', retired_at = $2 WHERE kid = $1 AND state = 'active'");
pub(crate) async fn retire(tx: &mut Tx, kid: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.exec(RETIRE, &v![kid, now]).await? == 1)
}

const ACTIVATE: &str =
    sql!("UPDATE identity_signing_key SET state = 'active', active_at = $2 WHERE kid = $1 AND state = 'next'");
pub(crate) async fn activate(tx: &mut Tx, kid: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.exec(ACTIVATE, &v![kid, now]).await? == 1)
}

const DELETE: &str = sql!("DELETE FROM identity_signing_key WHERE kid = $1");
pub(crate) async fn delete(tx: &mut Tx, kid: &str) -> Result<(), Fault> {
    tx.exec(DELETE, &v![kid]).await?;
    Ok(())
}

const SWEEP: &str = sql!("DELETE FROM identity_signing_key WHERE state = 'retired' AND retired_at <= $1");
/// Deletes retired keys whose tokens have all ended.
pub(crate) async fn sweep(db: &Db, before: Timestamp) -> Result<u64, Fault> {
    Ok(db.exec(SWEEP, &v![before]).await?)
}

const PUT_PRIVATE: &str = sql!("UPDATE identity_signing_key SET private_key = $3 WHERE kid = $1 AND private_key = $2");
/// Puts the private half down anew, if it is still as it was read.
pub(crate) async fn put_private(tx: &mut Tx, kid: &str, old: &[u8], new: &[u8]) -> Result<(), Fault> {
    tx.exec(PUT_PRIVATE, &v![kid, old, new]).await?;
    Ok(())
}

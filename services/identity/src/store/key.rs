//! API keys.

use super::{permissions, within_all};
use infrasell_contracts::identity::{ApiKey, Role};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{ApiKeyId, ChannelId, Permissions, Timestamp};
use infrasell_rpc::Fault;

const COLUMNS: &str =
    "k.id, k.name, k.prefix, r.code, k.channels, k.created_at, k.expires_at, k.revoked_at, k.last_used_at";
const FROM: &str = " FROM identity_api_key AS k JOIN identity_role AS r ON r.id = k.role_id ";

fn read(row: &Row<'_>) -> Result<ApiKey, DbError> {
    Ok(ApiKey {
        id: row.next()?,
        name: row.next()?,
        prefix: row.next()?,
        role: row.next()?,
        channels: row.next_json()?,
        created_at: row.next()?,
        expires_at: row.next()?,
        revoked_at: row.next()?,
        last_used_at: row.next()?,
    })
}

/// A key and what its role allows now.
pub(crate) struct Found {
    pub(crate) id: ApiKeyId,
    pub(crate) channels: Option<Vec<ChannelId>>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) last_used_at: Option<Timestamp>,
    pub(crate) permissions: Permissions,
}

const FIND: &str = sql!(
    "SELECT k.id, k.channels, r.channels, k.expires_at, k.last_used_at, r.permissions",
    FROM,
    "WHERE k.secret_hash = $1 AND k.revoked_at IS NULL"
);
/// The key with this secret, unless it was revoked.
pub(crate) async fn find(db: &Db, secret_hash: &[u8; 32]) -> Result<Option<Found>, Fault> {
    let read = |row: &Row<'_>| {
        Ok(Found {
            id: row.next()?,
            channels: within_all([row.next_json()?, row.next_json()?]),
            expires_at: row.next()?,
            last_used_at: row.next()?,
            permissions: permissions(&row.next_json::<Vec<String>>()?),
        })
    };
    Ok(db.opt(FIND, &v![secret_hash], read).await?)
}

const USED: &str =
    sql!("UPDATE identity_api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)");
pub(crate) async fn used(db: &Db, key: ApiKeyId, at: Timestamp) -> Result<(), Fault> {
    db.exec(USED, &v![key, at]).await?;
    Ok(())
}

const INSERT: &str = sql!(
    "INSERT INTO identity_api_key (id, secret_hash, prefix, name, role_id, channels, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
pub(crate) async fn insert(tx: &mut Tx, key: &ApiKey, role: &Role, secret_hash: &[u8; 32]) -> Result<(), Fault> {
    let channels = key.channels.as_ref().map(Json);
    let values = v![key.id, secret_hash, &key.prefix, &key.name, role.id, channels, key.created_at, key.expires_at];
    tx.exec(INSERT, &values).await?;
    Ok(())
}

const REVOKE: &str = sql!("UPDATE identity_api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");
const GET: &str = sql!("SELECT ", COLUMNS, FROM, "WHERE k.id = $1");
/// Revokes the key, unless that happened before; nothing when there is none.
pub(crate) async fn revoke(tx: &mut Tx, key: ApiKeyId, now: Timestamp) -> Result<Option<ApiKey>, Fault> {
    tx.exec(REVOKE, &v![key, now]).await?;
    Ok(tx.opt(GET, &v![key], read).await?)
}

/// Up to `limit + 1` keys behind `after`, in id order; `live` are those that work at `now`.
pub(crate) async fn page(
    db: &Db,
    live: Option<bool>,
    now: Timestamp,
    after: Option<ApiKeyId>,
    limit: i64,
) -> Result<Vec<ApiKey>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS}{FROM}WHERE TRUE"));
    match live {
        Some(true) => q.push(" AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)", v![now]),
        Some(false) => q.push(" AND (k.revoked_at IS NOT NULL OR k.expires_at <= ?)", v![now]),
        None => &mut q,
    };
    q.page(&["k.id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

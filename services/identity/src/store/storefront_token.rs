//! Storefront tokens.

use infrasell_contracts::identity::StorefrontToken;
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{StorefrontTokenId, Timestamp};
use infrasell_rpc::Fault;

/// The table that tokens are kept from.
pub(crate) const TABLE: &str = "identity_storefront_token";

const COLUMNS: &str = "id, name, kind, channel_id, prefix, token, created_at, revoked_at";

fn read(row: &Row<'_>) -> Result<StorefrontToken, DbError> {
    Ok(StorefrontToken {
        id: row.next()?,
        name: row.next()?,
        kind: row.next_tag()?,
        channel: row.next()?,
        prefix: row.next()?,
        token: row.next()?,
        created_at: row.next()?,
        revoked_at: row.next()?,
    })
}

const FIND: &str =
    sql!("SELECT ", COLUMNS, " FROM identity_storefront_token WHERE secret_hash = $1 AND revoked_at IS NULL");
/// The token with this secret, unless it was revoked.
pub(crate) async fn find(db: &Db, secret_hash: &[u8; 32]) -> Result<Option<StorefrontToken>, Fault> {
    Ok(db.opt(FIND, &v![secret_hash], read).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_storefront_token (id, secret_hash, kind, name, channel_id, prefix, token, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
pub(crate) async fn insert(tx: &mut Tx, token: &StorefrontToken, secret_hash: &[u8; 32]) -> Result<(), Fault> {
    let kind = serde_json::to_value(token.kind).map_err(Fault::internal)?;
    let kind = kind.as_str().unwrap_or("").to_owned();
    let (name, prefix, text) = (&token.name, &token.prefix, token.token.as_deref());
    tx.exec(INSERT, &v![token.id, secret_hash, kind, name, token.channel, prefix, text, token.created_at]).await?;
    Ok(())
}

const REVOKE: &str = sql!("UPDATE identity_storefront_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");
const GET: &str = sql!("SELECT ", COLUMNS, " FROM identity_storefront_token WHERE id = $1");
/// Revokes the token, unless that happened before; nothing when there is none.
pub(crate) async fn revoke(
    tx: &mut Tx,
    id: StorefrontTokenId,
    now: Timestamp,
) -> Result<Option<StorefrontToken>, Fault> {
    tx.exec(REVOKE, &v![id, now]).await?;
    Ok(tx.opt(GET, &v![id], read).await?)
}

/// Up to `limit + 1` tokens behind `after`, in id order; `live` are those that work.
pub(crate) async fn page(
    db: &Db,
    live: Option<bool>,
    after: Option<StorefrontTokenId>,
    limit: i64,
) -> Result<Vec<StorefrontToken>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM identity_storefront_token WHERE TRUE"));
    match live {
        Some(true) => q.push(" AND revoked_at IS NULL", v![]),
        Some(false) => q.push(" AND revoked_at IS NOT NULL", v![]),
        None => &mut q,
    };
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

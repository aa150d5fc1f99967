//! Customers' sessions and the refresh tokens of those that travel as tokens. One that has ended is deleted.

use infrasell_contracts::identity::{SessionInfo, SessionKind};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{CustomerId, SessionId, Timestamp};
use infrasell_rpc::Fault;

/// A session and whether its owner has verified his address.
pub(crate) struct Found {
    pub(crate) id: SessionId,
    pub(crate) customer: CustomerId,
    pub(crate) last_used_at: Timestamp,
    pub(crate) idle_until: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) email_verified: bool,
}

fn read_found(row: &Row<'_>) -> Result<Found, DbError> {
    Ok(Found {
        id: row.next()?,
        customer: row.next()?,
        last_used_at: row.next()?,
        idle_until: row.next()?,
        expires_at: row.next()?,
        email_verified: row.next::<Option<Timestamp>>()?.is_some(),
    })
}

const FOUND: &str = "SELECT s.id, s.customer_id, s.last_used_at, s.idle_until, s.expires_at, a.email_verified_at
     FROM identity_customer_session AS s JOIN identity_account AS a ON a.customer_id = s.customer_id ";

const BY_SECRET: &str = sql!(FOUND, "WHERE s.secret_hash = $1");
pub(crate) async fn by_secret(db: &Db, secret_hash: &[u8; 32]) -> Result<Option<Found>, Fault> {
    Ok(db.opt(BY_SECRET, &v![secret_hash], read_found).await?)
}

const BY_ID: &str = sql!(FOUND, "WHERE s.id = $1");
pub(crate) async fn by_id(db: &Db, id: SessionId) -> Result<Option<Found>, Fault> {
    Ok(db.opt(BY_ID, &v![id], read_found).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_customer_session
         (id, customer_id, kind, secret_hash, created_at, last_used_at, idle_until, expires_at, address, agent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
pub(crate) async fn insert(
    tx: &mut Tx,
    customer: CustomerId,
    session: &SessionInfo,
    secret_hash: Option<&[u8; 32]>,
) -> Result<(), Fault> {
    let s = session;
    let (address, agent) = (s.address.as_deref(), s.agent.as_deref());
    let values = v![
        s.id,
        customer,
        super::kind_word(s.kind),
        secret_hash,
        s.created_at,
        s.last_used_at,
        s.idle_until,
        s.expires_at,
        address,
        agent
    ];
    tx.exec(INSERT, &values).await?;
    Ok(())
}

const TOUCH: &str =
    sql!("UPDATE identity_customer_session SET last_used_at = $2, idle_until = $3 WHERE id = $1 AND last_used_at < $2");
pub(crate) async fn touch(db: &Db, id: SessionId, now: Timestamp, idle_until: Timestamp) -> Result<(), Fault> {
    db.exec(TOUCH, &v![id, now, idle_until]).await?;
    Ok(())
}
pub(crate) async fn touch_in(tx: &mut Tx, id: SessionId, now: Timestamp, idle_until: Timestamp) -> Result<(), Fault> {
    tx.exec(TOUCH, &v![id, now, idle_until]).await?;
    Ok(())
}

const PRUNE: &str = sql!(
    "DELETE FROM identity_customer_session WHERE customer_id = $1 AND (expires_at <= $2 OR idle_until <= $2 OR id NOT IN (
         SELECT id FROM identity_customer_session WHERE customer_id = $1 ORDER BY last_used_at DESC, id DESC LIMIT $3))"
);
/// Ends somebody's sessions that are past their time, and the longest unused of more than `most`.
pub(crate) async fn prune(tx: &mut Tx, customer: CustomerId, now: Timestamp, most: i64) -> Result<(), Fault> {
    tx.exec(PRUNE, &v![customer, now, most]).await?;
    Ok(())
}

const END: &str = sql!("DELETE FROM identity_customer_session WHERE id = $1 AND customer_id = $2");
/// Ends a session of this customer; false when there is none such.
pub(crate) async fn end(tx: &mut Tx, id: SessionId, customer: CustomerId) -> Result<bool, Fault> {
    Ok(tx.exec(END, &v![id, customer]).await? == 1)
}

const END_BY_SECRET: &str = sql!("DELETE FROM identity_customer_session WHERE secret_hash = $1");
/// Ends the session with this secret, if there is one.
pub(crate) async fn end_by_secret(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<(), Fault> {
    tx.exec(END_BY_SECRET, &v![secret_hash]).await?;
    Ok(())
}

const END_ALL: &str = sql!("DELETE FROM identity_customer_session WHERE customer_id = $1 AND id <> $2");
/// Ends a customer's sessions but `keep`.
pub(crate) async fn end_all(tx: &mut Tx, customer: CustomerId, keep: Option<SessionId>) -> Result<(), Fault> {
    let keep = keep.map_or(0, SessionId::get);
    tx.exec(END_ALL, &v![customer, keep]).await?;
    Ok(())
}

/// Up to `limit + 1` live sessions, the newest first.
pub(crate) async fn page(
    db: &Db,
    customer: CustomerId,
    now: Timestamp,
    after: Option<SessionId>,
    limit: i64,
) -> Result<Vec<SessionInfo>, Fault> {
    let mut q = Q::new(
        "SELECT id, kind, created_at, last_used_at, idle_until, expires_at, address, agent
         FROM identity_customer_session WHERE TRUE",
    );
    q.push(" AND customer_id = ? AND idle_until > ? AND expires_at > ?", v![customer, now, now]);
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    let read = |row: &Row<'_>| {
        Ok(SessionInfo {
            id: row.next()?,
            kind: row.next_tag::<SessionKind>()?,
            created_at: row.next()?,
            last_used_at: row.next()?,
            idle_until: row.next()?,
            expires_at: row.next()?,
            address: row.next()?,
            agent: row.next()?,
            current: false,
        })
    };
    Ok(q.all(db, read).await?)
}

/// A refresh token and the session that it belongs to.
pub(crate) struct Refresh {
    pub(crate) session: SessionId,
    pub(crate) customer: CustomerId,
    pub(crate) used: bool,
    pub(crate) idle_until: Timestamp,
    pub(crate) expires_at: Timestamp,
}

const REFRESH: &str = sql!(
    "SELECT s.id, s.customer_id, t.used_at, s.idle_until, s.expires_at
     FROM identity_refresh_token AS t JOIN identity_customer_session AS s ON s.id = t.session_id
     WHERE t.secret_hash = $1 FOR UPDATE"
);
/// The refresh token with this secret, which nobody else uses until the transaction ends.
pub(crate) async fn lock_refresh(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<Option<Refresh>, Fault> {
    let read = |row: &Row<'_>| {
        Ok(Refresh {
            session: row.next()?,
            customer: row.next()?,
            used: row.next::<Option<Timestamp>>()?.is_some(),
            idle_until: row.next()?,
            expires_at: row.next()?,
        })
    };
    Ok(tx.opt(REFRESH, &v![secret_hash], read).await?)
}

const USE_REFRESH: &str =
    sql!("UPDATE identity_refresh_token SET used_at = $2 WHERE secret_hash = $1 AND used_at IS NULL");
/// Uses a refresh token up; false when that has happened before.
pub(crate) async fn use_refresh(tx: &mut Tx, secret_hash: &[u8; 32], now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.exec(USE_REFRESH, &v![secret_hash, now]).await? == 1)
}

const INSERT_REFRESH: &str =
    sql!("INSERT INTO identity_refresh_token (secret_hash, session_id, created_at) VALUES ($1, $2, $3)");
pub(crate) async fn insert_refresh(
    tx: &mut Tx,
    secret_hash: &[u8; 32],
    session: SessionId,
    now: Timestamp,
) -> Result<(), Fault> {
    tx.exec(INSERT_REFRESH, &v![secret_hash, session, now]).await?;
    Ok(())
}

const SWEEP: &str = sql!(
    "DELETE FROM identity_customer_session WHERE id IN (
         SELECT id FROM identity_customer_session WHERE idle_until <= $1 OR expires_at <= $1 ORDER BY id LIMIT $2)"
);
const SWEEP_REFRESH: &str = sql!(
    "DELETE FROM identity_refresh_token WHERE secret_hash IN (
         SELECT secret_hash FROM identity_refresh_token WHERE used_at <= $1 LIMIT $2)"
);
/// Deletes up to `most` sessions that are over, and up to `most` refresh tokens that were used before `used`.
pub(crate) async fn sweep(db: &Db, now: Timestamp, used: Timestamp, most: i64) -> Result<u64, Fault> {
    let sessions = db.exec(SWEEP, &v![now, most]).await?;
    Ok(sessions + db.exec(SWEEP_REFRESH, &v![used, most]).await?)
}

const BROKEN: &str = sql!(
    "SELECT s.id, count(t.secret_hash) FROM identity_customer_session AS s
     LEFT JOIN identity_refresh_token AS t ON t.session_id = s.id AND t.used_at IS NULL
     GROUP BY s.id, s.kind HAVING count(t.secret_hash) <> CASE WHEN s.kind = 'tokens' THEN 1 ELSE 0 END LIMIT 100"
);
const COUNT: &str = sql!("SELECT count(*) FROM identity_customer_session");
/// How many sessions there are, and those that have not exactly the unused refresh tokens that they should.
pub(crate) async fn broken(db: &Db) -> Result<(i64, Vec<(SessionId, i64)>), Fault> {
    let all = db.one(COUNT, &[], |row| row.get(0)).await?;
    Ok((all, db.all(BROKEN, &[], |row| Ok((row.next()?, row.next()?))).await?))
}

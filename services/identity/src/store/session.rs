//! Staff sessions. One that has ended is deleted.

use super::{kind_word, staff::add_allowed, within_all};
use infrasell_contracts::identity::{Session, SessionInfo, SessionKind};
use infrasell_db::{Db, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{ChannelId, Permissions, SessionId, StaffId, Timestamp};
use infrasell_rpc::Fault;

/// A session and what its owner may do now.
pub(crate) struct Found {
    pub(crate) id: SessionId,
    pub(crate) last_used_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) staff: StaffId,
    pub(crate) channels: Option<Vec<ChannelId>>,
    pub(crate) permissions: Permissions,
    /// One of his roles asks for a second factor, and he has none.
    pub(crate) lacks_second_factor: bool,
}

/// One row a role.
const FIND: &str = sql!(
    "SELECT s.id, coalesce(s.last_used_at, s.created_at), s.expires_at, st.id, st.channels, st.second_factor,
         r.permissions, r.channels, r.second_factor
     FROM identity_session AS s JOIN identity_staff AS st ON st.id = s.staff_id
     LEFT JOIN identity_staff_role AS sr ON sr.staff_id = st.id LEFT JOIN identity_role AS r ON r.id = sr.role_id
     WHERE s.secret_hash = $1 AND st.active"
);

/// What one of his roles says.
struct OfRole {
    has_factor: bool,
    words: Vec<String>,
    channels: Option<Vec<ChannelId>>,
    wants_factor: bool,
}

/// The session with this secret, unless its owner is switched off.
pub(crate) async fn find(db: &Db, secret_hash: &[u8; 32]) -> Result<Option<Found>, Fault> {
    let read = |row: &Row<'_>| {
        let one = Found {
            id: row.next()?,
            last_used_at: row.next()?,
            expires_at: row.next()?,
            staff: row.next()?,
            channels: row.next_json()?,
            permissions: Permissions::default(),
            lacks_second_factor: false,
        };
        let role = OfRole {
            has_factor: row.next()?,
            words: row.next_json::<Option<Vec<String>>>()?.unwrap_or_default(),
            channels: row.next_json()?,
            wants_factor: row.next::<Option<bool>>()?.unwrap_or(false),
        };
        Ok((one, role))
    };
    let mut found: Option<Found> = None;
    for (one, role) in db.all(FIND, &v![secret_hash], read).await? {
        let found = found.get_or_insert(one);
        add_allowed(&mut found.permissions, &role.words);
        found.channels = within_all([found.channels.take(), role.channels]);
        found.lacks_second_factor |= role.wants_factor && !role.has_factor;
    }
    Ok(found)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_session
         (id, secret_hash, staff_id, created_at, expires_at, kind, last_used_at, address, agent)
     VALUES ($1, $2, $3, $4, $5, $6, $4, $7, $8)"
);
pub(crate) async fn insert(
    tx: &mut Tx,
    session: &Session,
    secret_hash: &[u8; 32],
    kind: SessionKind,
    (address, agent): (Option<&str>, Option<&str>),
) -> Result<(), Fault> {
    let s = session;
    let values = v![s.id, secret_hash, s.staff, s.created_at, s.expires_at, kind_word(kind), address, agent];
    tx.exec(INSERT, &values).await?;
    Ok(())
}

const TOUCH: &str =
    sql!("UPDATE identity_session SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)");
pub(crate) async fn touch(db: &Db, id: SessionId, now: Timestamp) -> Result<(), Fault> {
    db.exec(TOUCH, &v![id, now]).await?;
    Ok(())
}

/// Up to `limit + 1` of somebody's sessions that were used after `used`, the newest first. How long each is left idle is
/// not its to say.
pub(crate) async fn page(
    db: &Db,
    staff: StaffId,
    (now, used): (Timestamp, Timestamp),
    after: Option<SessionId>,
    limit: i64,
) -> Result<Vec<SessionInfo>, Fault> {
    let mut q = Q::new(
        "SELECT id, kind, created_at, coalesce(last_used_at, created_at), expires_at, address, agent
         FROM identity_session WHERE TRUE",
    );
    let live = " AND staff_id = ? AND expires_at > ? AND coalesce(last_used_at, created_at) > ?";
    q.push(live, v![staff, now, used]);
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    let read = |row: &Row<'_>| {
        let (id, kind, created_at, last_used_at) = (row.next()?, row.next_tag()?, row.next()?, row.next()?);
        let expires_at = row.next()?;
        let (address, agent) = (row.next()?, row.next()?);
        let idle_until = expires_at;
        Ok(SessionInfo { id, kind, created_at, last_used_at, idle_until, expires_at, address, agent, current: false })
    };
    Ok(q.all(db, read).await?)
}

const END_BY_SECRET: &str = sql!("DELETE FROM identity_session WHERE secret_hash = $1");
/// Ends the session with this secret, if there is one.
pub(crate) async fn end_by_secret(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<(), Fault> {
    tx.exec(END_BY_SECRET, &v![secret_hash]).await?;
    Ok(())
}

const SWEEP: &str = sql!(
    "DELETE FROM identity_session WHERE id IN (
         SELECT id FROM identity_session WHERE expires_at <= $1 ORDER BY id LIMIT $2)"
);
/// Deletes up to `most` sessions that are over.
pub(crate) async fn sweep(db: &Db, now: Timestamp, most: i64) -> Result<u64, Fault> {
    Ok(db.exec(SWEEP, &v![now, most]).await?)
}

const PRUNE: &str = sql!(
    "DELETE FROM identity_session WHERE staff_id = $1 AND (expires_at <= $2 OR id NOT IN (
         SELECT id FROM identity_session WHERE staff_id = $1 ORDER BY created_at DESC, id DESC LIMIT $3))"
);
/// Ends somebody's sessions that are past their time, and the oldest of more than `most`.
pub(crate) async fn prune(tx: &mut Tx, staff: StaffId, now: Timestamp, most: i64) -> Result<(), Fault> {
    tx.exec(PRUNE, &v![staff, now, most]).await?;
    Ok(())
}

const END: &str = sql!("DELETE FROM identity_session WHERE id = $1");
const END_OWN: &str = sql!("DELETE FROM identity_session WHERE id = $1 AND staff_id = $2");
/// Ends a session, of `owner` only when one is named; false when there is none such.
pub(crate) async fn end(tx: &mut Tx, session: SessionId, owner: Option<StaffId>) -> Result<bool, Fault> {
    let ended = match owner {
        None => tx.exec(END, &v![session]).await?,
        Some(owner) => tx.exec(END_OWN, &v![session, owner]).await?,
    };
    Ok(ended == 1)
}

const END_ALL: &str = sql!("DELETE FROM identity_session WHERE staff_id = $1 AND id <> $2");
/// Ends somebody's sessions but `keep`.
pub(crate) async fn end_all(tx: &mut Tx, staff: StaffId, keep: Option<SessionId>) -> Result<(), Fault> {
    let keep = keep.map_or(0, SessionId::get);
    tx.exec(END_ALL, &v![staff, keep]).await?;
    Ok(())
}

//! Staff sessions. One that has ended is deleted.

use super::staff::add_allowed;
use infrasell_contracts::identity::Session;
use infrasell_db::{Db, Tx, sql, v};
use infrasell_kernel::{ChannelId, Permissions, SessionId, StaffId, Timestamp};
use infrasell_rpc::Fault;

/// A session and what its owner may do now.
pub(crate) struct Found {
    pub(crate) id: SessionId,
    pub(crate) expires_at: Timestamp,
    pub(crate) staff: StaffId,
    pub(crate) channels: Option<Vec<ChannelId>>,
    pub(crate) permissions: Permissions,
}

/// One row a role.
const FIND: &str = sql!(
    "SELECT s.id, s.expires_at, st.id, st.channels, r.permissions
     FROM identity_session AS s JOIN identity_staff AS st ON st.id = s.staff_id
     LEFT JOIN identity_staff_role AS sr ON sr.staff_id = st.id LEFT JOIN identity_role AS r ON r.id = sr.role_id
     WHERE s.secret_hash = $1 AND st.active"
);
/// The session with this secret, unless its owner is switched off.
pub(crate) async fn find(db: &Db, secret_hash: &[u8; 32]) -> Result<Option<Found>, Fault> {
    let mut found: Option<Found> = None;
    let rows = db
        .all(FIND, &v![secret_hash], |row| {
            let one = Found {
                id: row.next()?,
                expires_at: row.next()?,
                staff: row.next()?,
                channels: row.next_json()?,
                permissions: Permissions::default(),
            };
            Ok((one, row.next_json::<Option<Vec<String>>>()?))
        })
        .await?;
    for (one, words) in rows {
        add_allowed(&mut found.get_or_insert(one).permissions, &words.unwrap_or_default());
    }
    Ok(found)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_session (id, secret_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
);
pub(crate) async fn insert(tx: &mut Tx, session: &Session, secret_hash: &[u8; 32]) -> Result<(), Fault> {
    let values = v![session.id, secret_hash, session.staff, session.created_at, session.expires_at];
    tx.exec(INSERT, &values).await?;
    Ok(())
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

const END_ALL: &str = sql!("DELETE FROM identity_session WHERE staff_id = $1");
pub(crate) async fn end_all(tx: &mut Tx, staff: StaffId) -> Result<(), Fault> {
    tx.exec(END_ALL, &v![staff]).await?;
    Ok(())
}

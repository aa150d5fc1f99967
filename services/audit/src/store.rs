//! Functions over the tables `audit_*`, each with its statement beside it.

use crate::chain::Row;
use infrasell_contracts::audit::AuditFilter;
use infrasell_db::{Db, DbError, Dir, Q, Tx, sql, v};
use infrasell_kernel::{AuditEntryId, EventId};

const COLUMNS: &str = "id, event_id, at, actor, action, object, request_id, body, hash";

fn read(row: &infrasell_db::Row<'_>) -> Result<Row, DbError> {
    Ok(Row {
        id: row.next()?,
        event_id: row.next()?,
        at_micros: row.next()?,
        actor: row.next()?,
        action: row.next()?,
        object: row.next()?,
        request_id: row.next()?,
        body: row.next()?,
        hash: row.next()?,
    })
}

const LOCK_HEAD: &str = sql!("SELECT last, hash FROM audit_head WHERE id = 1 FOR UPDATE");
/// The end of the chain, which nobody else moves until the transaction ends.
pub(crate) async fn lock_head(tx: &mut Tx) -> Result<(i64, String), DbError> {
    tx.one(LOCK_HEAD, &v![], |row| Ok((row.next()?, row.next()?))).await
}

const HEAD: &str = sql!("SELECT last, hash FROM audit_head WHERE id = 1");
pub(crate) async fn head(db: &Db) -> Result<(i64, String), DbError> {
    db.one(HEAD, &v![], |row| Ok((row.next()?, row.next()?))).await
}

const THERE: &str = sql!("SELECT id FROM audit_entry WHERE event_id = $1");
/// Whether an event has its entry.
pub(crate) async fn is_there(tx: &mut Tx, event: EventId) -> Result<bool, DbError> {
    Ok(tx.opt(THERE, &v![event], |row| row.next::<i64>()).await?.is_some())
}

const INSERT: &str = sql!("INSERT INTO audit_entry (", COLUMNS, ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const MOVE_HEAD: &str = sql!("UPDATE audit_head SET last = $1, hash = $2 WHERE id = 1");
/// Puts an entry at the end.
pub(crate) fn append(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    let r = row;
    let values = v![r.id, r.event_id, r.at_micros, &r.actor, &r.action, &r.object, &r.request_id, &r.body, &r.hash];
    tx.queue(INSERT, &values)?;
    tx.queue(MOVE_HEAD, &v![r.id, &r.hash])
}

const AFTER: &str = sql!("SELECT ", COLUMNS, " FROM audit_entry WHERE id > $1 ORDER BY id LIMIT $2");
/// Up to `most` entries behind `id`, oldest first.
pub(crate) async fn after(db: &Db, id: i64, most: i64) -> Result<Vec<Row>, DbError> {
    db.all(AFTER, &v![id, most], read).await
}

const FIND: &str = sql!("SELECT ", COLUMNS, " FROM audit_entry WHERE id = $1");
pub(crate) async fn find(db: &Db, id: AuditEntryId) -> Result<Option<Row>, DbError> {
    db.opt(FIND, &v![id], read).await
}

/// Up to `limit + 1` entries behind `after`, newest first.
pub(crate) async fn page(db: &Db, filter: &AuditFilter, after: Option<i64>, limit: i64) -> Result<Vec<Row>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM audit_entry WHERE TRUE"));
    if let Some(actor) = &filter.actor {
        q.push(" AND actor = ?", v![actor]);
    }
    match &filter.action {
        // all that begins so: `/` is the character behind `.`
        Some(action) if action.ends_with('.') => {
            let end = format!("{}/", action.trim_end_matches('.'));
            q.push(" AND action >= ? AND action < ?", v![action, end]);
        }
        Some(action) => {
            q.push(" AND action = ?", v![action]);
        }
        None => {}
    }
    if let Some(object) = &filter.object {
        q.push(" AND object = ?", v![object]);
    }
    if let Some(request) = &filter.request_id {
        q.push(" AND request_id = ?", v![request]);
    }
    if let Some(since) = filter.since {
        q.push(" AND at >= ?", v![since]);
    }
    if let Some(until) = filter.until {
        q.push(" AND at < ?", v![until]);
    }
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    q.all(db, read).await
}

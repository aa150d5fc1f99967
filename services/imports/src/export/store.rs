//! The tables of exports, each function with its statement.

use super::{Place, Written, job::place_text};
use infrasell_contracts::imports::{Export, ExportState, ListExports};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{Cursor, ExportId, Page, Timestamp};
use infrasell_rpc::Fault;

const EXPORTS: &str = "exports:id";
const COLUMNS: &str = "id, kind, state, failure, rows_done, bytes_done, created_at, finished_at, place";

/// An export with where it would go on.
pub(crate) struct Run {
    pub(crate) export: Export,
    pub(crate) place: Option<Place>,
}

fn read(row: &Row<'_>) -> Result<Run, DbError> {
    let export = Export {
        id: row.next()?,
        kind: row.next_tag()?,
        state: row.next_tag()?,
        failure: row.next()?,
        rows: row.next()?,
        bytes: row.next()?,
        created_at: row.next()?,
        finished_at: row.next()?,
    };
    let place: Option<String> = row.next()?;
    Ok(Run { export, place: place.and_then(|text| serde_json::from_str(&text).ok()) })
}

/// Writes a new export down.
pub(crate) async fn insert(tx: &mut Tx, export: &Export) -> Result<(), DbError> {
    const SQL: &str = sql!(
        "INSERT INTO imports_export (id, kind, state, rows_done, bytes_done, created_at)
         VALUES ($1, $2, 'queued', 0, 0, $3)"
    );
    tx.exec(SQL, &v![export.id, export.kind.as_str(), export.created_at]).await.map(drop)
}

/// One export.
pub(crate) async fn get(db: &Db, id: ExportId) -> Result<Option<Export>, DbError> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM imports_export WHERE id = $1");
    Ok(db.opt(SQL, &v![id], read).await?.map(|run| run.export))
}

/// Exports, newest first.
pub(crate) async fn list(db: &Db, ask: &ListExports) -> Result<Page<Export>, Fault> {
    let limit = ask.page.limit()?;
    let after: Option<i64> = ask.page.key(EXPORTS)?;
    let kinds: Vec<&str> = ask.kinds.iter().map(|kind| kind.as_str()).collect();
    let mut q = Q::new(sql!("SELECT ", COLUMNS, " FROM imports_export WHERE TRUE"));
    q.push(" AND kind IN list_text(?)", v![kinds.as_slice()]);
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    let runs = q.all(db, read).await?;
    Ok(Page::from_surplus(runs, limit, |run| Cursor::new(EXPORTS, &run.export.id.get())).map(|run| run.export))
}

/// Marks an export as running and says where it goes on; nothing when it has ended.
pub(super) async fn take_up(db: &Db, id: ExportId) -> Result<Option<Run>, DbError> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM imports_export WHERE id = $1 AND state <> 'finished'");
    const RUN: &str =
        sql!("UPDATE imports_export SET state = 'running', failure = NULL, finished_at = NULL WHERE id = $1");
    let Some(run) = db.opt(SQL, &v![id], read).await? else { return Ok(None) };
    db.exec(RUN, &v![id]).await?;
    Ok(Some(run))
}

/// Adds a page, if the run still stands where it began; the last one ends the export.
pub(super) async fn account(
    tx: &mut Tx,
    id: ExportId,
    start: i64,
    page: &Written,
    now: Timestamp,
) -> Result<bool, DbError> {
    const COUNT: &str = sql!(
        "UPDATE imports_export SET rows_done = rows_done + $3, bytes_done = bytes_done + $4, place = $5, state = $6,
             finished_at = $7
         WHERE id = $1 AND bytes_done = $2 AND state = 'running'"
    );
    const ADD: &str = sql!("INSERT INTO imports_export_part (export_id, start_byte, content) VALUES ($1, $2, $3)");
    let bytes = i64::try_from(page.bytes.len()).unwrap_or(i64::MAX);
    let ended = page.next.is_none();
    let state = if ended { ExportState::Finished } else { ExportState::Running };
    let finished_at = ended.then_some(now);
    let place = place_text(page.next.as_ref());
    let values = v![id, start, page.rows, bytes, place, state.as_str(), finished_at];
    if tx.exec(COUNT, &values).await? == 0 {
        return Ok(false);
    }
    if bytes > 0 {
        tx.exec(ADD, &v![id, start, page.bytes.as_slice()]).await?;
    }
    Ok(true)
}

/// Ends an export that cannot be run.
pub(super) async fn fail(db: &Db, id: ExportId, failure: &str) -> Result<(), DbError> {
    const SQL: &str = sql!("UPDATE imports_export SET state = 'failed', failure = $2, finished_at = $3 WHERE id = $1");
    db.exec(SQL, &v![id, failure, db.now()]).await.map(drop)
}

/// The part of a finished file that begins at a byte.
pub(crate) async fn part(db: &Db, id: ExportId, start: i64) -> Result<Option<Vec<u8>>, DbError> {
    const SQL: &str = sql!("SELECT content FROM imports_export_part WHERE export_id = $1 AND start_byte = $2");
    db.opt(SQL, &v![id, start], |row| row.get(0)).await
}

/// Forgets exports that ended before `before`; returns how many.
pub(crate) async fn forget(db: &Db, before: Timestamp) -> Result<u64, DbError> {
    const SQL: &str = sql!("DELETE FROM imports_export WHERE finished_at < $1");
    db.exec(SQL, &v![before]).await
}

/// There is no such export.
pub(crate) fn no_export(id: ExportId) -> Fault {
    Fault::not_found("export", id)
}

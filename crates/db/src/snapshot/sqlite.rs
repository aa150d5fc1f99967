//! SQLite: its own backup API, over one read transaction.
//!
//! The pages are copied as they lie, by steps, so that the disk is left to the shop in between. The read transaction that
//! is held over all steps makes the copy one of a single moment: without it, each write of another process would make
//! the copy begin anew. (`VACUUM INTO` would rebuild every table instead, for several times the work.)

use super::{Snapshot, SnapshotError, quoted};
use crate::{DbError, lite::new_file};
use rusqlite::{Connection, OpenFlags, backup::Backup, backup::StepResult};
use std::{fs::File, path::Path, time::Duration};

/// Pages that are copied in one step: 4 MiB of pages of 4 KiB.
const PAGES_A_STEP: std::ffi::c_int = 1_024;
/// Findings of a check that are shown.
const FINDINGS: &str = "5";
/// How long a lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

fn failed(error: rusqlite::Error) -> SnapshotError {
    SnapshotError::Database(error.into())
}

/// Copies the database file `from` into the new file `to`, proves it sound and counts what it holds.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Snapshot, SnapshotError> {
    // made here, so that nobody else can read it, not even for a moment
    new_file(to).map_err(SnapshotError::file(to))?;
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let source = source.map_err(failed)?;
    source.busy_timeout(PATIENCE).map_err(failed)?;
    let mut copy = Connection::open(to).map_err(failed)?;
    // the file is of no use before it is whole, and is made durable then
    copy.execute_batch("PRAGMA synchronous=OFF").map_err(failed)?;
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_master").map_err(failed)?;
    {
        let backup = Backup::new(&source, &mut copy).map_err(failed)?;
        loop {
            match backup.step(PAGES_A_STEP).map_err(failed)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    source.execute_batch("COMMIT").map_err(failed)?;
    copy.execute_batch("PRAGMA journal_mode=DELETE").map_err(failed)?;
    // put back, it gives its places to other events: whoever follows it from elsewhere must take it for another outbox
    if copy.prepare("SELECT source FROM db_outbox_head").is_ok() {
        copy.execute_batch("UPDATE db_outbox_head SET source = NULL").map_err(failed)?;
    }
    let snapshot = examine(&copy)?;
    copy.close().map_err(|(_, error)| failed(error))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(SnapshotError::file(to))?;
    Ok(snapshot)
}

/// Proves the database file at `path`, which nobody else uses, sound and counts what it holds.
///
/// # Errors
/// [`SnapshotError::Damaged`] with the first findings; else what SQLite says.
pub fn check(path: &Path) -> Result<Snapshot, SnapshotError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
    let snapshot = examine(&conn)?;
    conn.close().map_err(|(_, error)| failed(error))?;
    Ok(snapshot)
}

/// Brings everything that lies beside the database file at `path` into it, so that it is one file that can be moved.
///
/// # Errors
/// [`SnapshotError::InUse`] when another process has it open; else what SQLite says.
pub fn settle(path: &Path) -> Result<(), SnapshotError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
    conn.busy_timeout(Duration::from_millis(500)).map_err(failed)?;
    // it leaves the write-ahead log only when it is alone
    let mode: Result<String, _> = conn.query_row("PRAGMA journal_mode=DELETE", [], |row| row.get(0));
    match mode.map_err(DbError::from) {
        Ok(mode) if mode.eq_ignore_ascii_case("delete") => {}
        Ok(_) | Err(DbError::Unavailable { .. }) => return Err(SnapshotError::InUse(path.display().to_string())),
        Err(error) => return Err(error.into()),
    }
    conn.close().map_err(|(_, error)| failed(error))
}

fn examine(conn: &Connection) -> Result<Snapshot, SnapshotError> {
    let findings: Vec<String> = texts(conn, &format!("PRAGMA quick_check({FINDINGS})"))?;
    if findings.iter().any(|finding| finding != "ok") {
        return Err(SnapshotError::Damaged(findings.join("; ")));
    }
    let mut snapshot = Snapshot::default();
    for table in texts(conn, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")? {
        let sql = format!("SELECT count(*) FROM {}", quoted(&table));
        let rows = conn.query_row(&sql, [], |row| row.get(0)).map_err(failed)?;
        snapshot.rows.insert(table, rows);
    }
    if !snapshot.rows.contains_key("db_migration") {
        return Err(SnapshotError::Damaged("it holds no shop".into()));
    }
    let mut statement =
        conn.prepare("SELECT service, max(version) FROM db_migration GROUP BY service").map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        snapshot.schema.insert(row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
    }
    Ok(snapshot)
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>, SnapshotError> {
    let mut statement = conn.prepare(sql).map_err(failed)?;
    let found = statement.query_map([], |row| row.get(0)).map_err(failed)?;
    found.collect::<Result<_, _>>().map_err(failed)
}

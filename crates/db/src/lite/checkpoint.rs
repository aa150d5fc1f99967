//! Folds the log back into the database file, beside the writer instead of in one of its commits; and gives memory back
//! when nothing has been folded for a while.
//!
//! Always true: the writer is held only for what was written while the rest was folded in, which is little; then the whole
//! log is in the file, and the next write begins it anew. Should the thread fall behind, SQLite's own limit does it.

use super::{
    Conn, Readers,
    helper::{Bell, Helper, Why},
    turn::Turn,
    writer::Writer,
};
use crate::DbError;
use std::{sync::Arc, time::Duration};

/// From so many pages on it is worth holding the writer to begin it anew.
const WORTH_PAGES: i64 = 2_000;
/// With so few left the writer is held only for a moment.
const FEW_PAGES: i64 = 1_000;
/// How often it is tried to come down to so few.
const MOST_FOLDS: usize = 2;

/// So long after the last fold every connection gives back the pages that it keeps: after an import they are most of
/// what a process holds, and the system has them too.
const QUIET: Duration = Duration::from_secs(10);

/// The thread that folds, whenever `due` is rung.
pub(super) fn start(
    mut conn: Conn,
    writer: Arc<Turn<Writer>>,
    readers: Arc<Readers>,
    due: Arc<Bell>,
) -> Result<Helper, DbError> {
    Helper::start("db-checkpoint", due, Some(QUIET), move |why| {
        let done = match why {
            Why::Rung => fold_all(&mut conn, &writer),
            Why::Quiet => shrink_all(&mut conn, &writer, &readers),
        };
        if let Err(error) = done {
            // the disk may be full; the writer says so to whom it concerns, and the log is as good as the file
            tracing::warn!(%error, "the log could not be folded into the database, or memory not be given back");
        }
    })
}

fn shrink_all(conn: &mut Conn, writer: &Arc<Turn<Writer>>, readers: &Readers) -> Result<(), DbError> {
    conn.shrink()?;
    readers.shrink()?;
    writer.take_blocking().shrink()
}

fn fold_all(conn: &mut Conn, writer: &Arc<Turn<Writer>>) -> Result<(), DbError> {
    let mut known = fold(conn)?;
    if known < WORTH_PAGES {
        return Ok(());
    }
    for _ in 0..MOST_FOLDS {
        let before = std::mem::replace(&mut known, fold(conn)?);
        if known - before < FEW_PAGES {
            break;
        }
    }
    let mut writer = writer.take_blocking();
    // whoever waits for the group is told of a failure
    let _ = writer.end_group();
    fold(conn).map(drop)
}

/// Folds in what nobody reads any more; returns how many pages the log had when it began.
fn fold(conn: &mut Conn) -> Result<i64, DbError> {
    let row = |row: &rusqlite::Row<'_>| row.get(1);
    Ok(conn.raw.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], row)?)
}

//! Folds the log back into the database file, beside the writer instead of in one of its commits.
//!
//! Always true: the writer is held only for what was written while the rest was folded in, which is little; then the whole
//! log is in the file, and the next write begins it anew. Should the thread fall behind, SQLite's own limit does it.

use super::{Conn, due::Due, turn::Turn, writer::Writer};
use crate::DbError;
use std::{sync::Arc, thread::JoinHandle};

/// From so many pages on it is worth holding the writer to begin it anew.
const WORTH_PAGES: i64 = 2_000;
/// With so few left the writer is held only for a moment.
const FEW_PAGES: i64 = 1_000;
/// How often it is tried to come down to so few.
const MOST_FOLDS: usize = 2;

/// The thread that folds.
pub(super) struct Checkpointer {
    due: Arc<Due>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(conn: Conn, writer: Arc<Turn<Writer>>, due: Arc<Due>) -> Result<Self, DbError> {
        let due_too = due.clone();
        let thread = std::thread::Builder::new()
            .name("db-checkpoint".into())
            .spawn(move || run(conn, &writer, &due_too))
            .map_err(|error| DbError::other(format!("no thread for checkpoints: {error}")))?;
        due.told_to(thread.thread().clone());
        Ok(Checkpointer { due, thread: Some(thread) })
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.due.stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(mut conn: Conn, writer: &Arc<Turn<Writer>>, due: &Due) {
    while due.wait() {
        if let Err(error) = fold_all(&mut conn, writer) {
            // the disk may be full; the writer says so to whom it concerns, and the log is as good as the file
            tracing::warn!(%error, "the log could not be folded into the database");
        }
    }
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

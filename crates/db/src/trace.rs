//! A look at what the program says to its database: statements that are slow, and every statement with its values for as
//! long as somebody asks.
//!
//! Always true: a slow statement is logged without its values; while nobody asks and nothing counts as slow, a statement
//! pays one load of a flag.

use crate::{Db, DbError, Val};
use infrasell_metrics::catalogue::DB_SLOW;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What was asked of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A transaction began; it took as long as its turn.
    Begin,
    /// A statement whose count was awaited, once for each set of values.
    Exec,
    /// A statement that travels with the next one.
    Queue,
    /// A statement whose rows were read.
    Rows,
    /// A transaction was committed; it took until it was durable.
    Commit,
}

/// One thing that was asked of the database, in the order of its end.
#[derive(Debug, Clone)]
pub struct Traced {
    /// What.
    pub verb: Verb,
    /// The transaction; `None` outside of one.
    pub tx: Option<u64>,
    /// The statement; empty for [`Verb::Begin`] and [`Verb::Commit`].
    pub sql: String,
    /// Its values, a set for each time that it ran.
    pub sets: Vec<Vec<Val<'static>>>,
    /// How many rows it touched, when its caller learned that.
    pub touched: Option<u64>,
    /// How long its caller waited.
    pub took: Duration,
    /// The task that asked.
    pub task: Option<tokio::task::Id>,
}

/// How many rows there were, when that is known.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Count {
    Unknown,
    Touched(u64),
    Read(u64),
}

impl Count {
    pub(crate) fn touched(result: &Result<u64, DbError>) -> Count {
        result.as_ref().map_or(Count::Unknown, |count| Count::Touched(*count))
    }
    pub(crate) fn read(result: &Result<u64, DbError>) -> Count {
        result.as_ref().map_or(Count::Unknown, |rows| Count::Read(*rows))
    }
}

/// The most characters of a slow statement that are logged.
const MOST_TEXT: usize = 1_000;

/// What a [`Db`] keeps of its statements.
pub(crate) struct Trace {
    slow: Option<Duration>,
    on: AtomicBool,
    transactions: AtomicU64,
    seen: Mutex<Vec<Traced>>,
}

impl Trace {
    /// What takes longer than `slow` is logged.
    pub(crate) fn new(slow: Option<Duration>) -> Self {
        Trace { slow, on: AtomicBool::new(false), transactions: AtomicU64::new(0), seen: Mutex::default() }
    }

    /// The time now, when somebody looks.
    pub(crate) fn start(&self) -> Option<Instant> {
        (self.slow.is_some() || self.on.load(Ordering::Relaxed)).then(Instant::now)
    }

    /// A number for a transaction.
    pub(crate) fn transaction(&self) -> u64 {
        self.transactions.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes what began at `started`; nothing when nobody looked then.
    pub(crate) fn note<'v, P: AsRef<[Val<'v>]>>(
        &self,
        started: Option<Instant>,
        verb: Verb,
        tx: Option<u64>,
        sql: &str,
        sets: &[P],
        count: Count,
    ) {
        let Some(started) = started else { return };
        let took = started.elapsed();
        if self.slow.is_some_and(|slow| took >= slow) && !sql.is_empty() {
            tell_slow(sql, sets.len(), took, count);
        }
        if !self.on.load(Ordering::Relaxed) {
            return;
        }
        let touched = if let Count::Touched(touched) = count { Some(touched) } else { None };
        let owned = |set: &P| set.as_ref().iter().map(|value| value.clone().into_owned()).collect();
        let sets = sets.iter().map(owned).collect();
        let traced = Traced { verb, tx, sql: sql.to_owned(), sets, touched, took, task: tokio::task::try_id() };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(traced);
    }
}

/// Logs a statement that took long: its text, in which values are only numbered, never the values.
fn tell_slow(sql: &str, times: usize, took: Duration, count: Count) {
    DB_SLOW.add(1);
    let words: Vec<&str> = sql.split_whitespace().collect();
    let statement: String = words.join(" ").chars().take(MOST_TEXT).collect();
    let took_ms = took.as_secs() * 1_000 + u64::from(took.subsec_millis());
    let rows = match count {
        Count::Unknown => None,
        Count::Touched(rows) | Count::Read(rows) => Some(rows),
    };
    tracing::warn!(target: "infrasell_db::slow", statement, times, took_ms, rows, "a statement was slow");
}

impl Db {
    /// Begins to keep every statement with its values in memory, or stops doing so. For measurements.
    pub fn trace(&self, on: bool) {
        self.tracer().on.store(on, Ordering::Relaxed);
    }

    /// What was kept since the last time; what has been handed out is forgotten.
    #[must_use]
    pub fn traced(&self) -> Vec<Traced> {
        std::mem::take(&mut *self.tracer().seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

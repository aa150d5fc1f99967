//! A look at what the program says to its database: every statement with its values, for as long as somebody asks.
//!
//! Always true: while nobody asks, a statement pays one load of a flag.

use crate::{Db, Val};
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

/// What a [`Db`] keeps of its statements.
#[derive(Default)]
pub(crate) struct Trace {
    on: AtomicBool,
    transactions: AtomicU64,
    seen: Mutex<Vec<Traced>>,
}

impl Trace {
    /// The time now, when somebody looks.
    pub(crate) fn start(&self) -> Option<Instant> {
        self.on.load(Ordering::Relaxed).then(Instant::now)
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
        touched: Option<u64>,
    ) {
        let Some(started) = started else { return };
        let took = started.elapsed();
        let owned = |set: &P| set.as_ref().iter().map(|value| value.clone().into_owned()).collect();
        let sets = sets.iter().map(owned).collect();
        let traced = Traced { verb, tx, sql: sql.to_owned(), sets, touched, took, task: tokio::task::try_id() };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(traced);
    }
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

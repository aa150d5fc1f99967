//! Listeners: who keeps what was read from the database in memory hears here when it is old.
//!
//! Always true: what a transaction of this process emits is told when its commit is durable and seen by reads, and before
//! the commit answers; also when nobody waits for the answer any more. What another replica commits is told here before
//! that one answers (`replicas`); what any other process has committed is told when the runner of this one looks
//! next, within its poll. What was told may be told again. A listener is called where the
//! writer waits: it must be quick, and must not wait for anything.

use crate::{
    Db,
    kept::Touched,
    outbox::{self, News, Placed},
    replicas::{Telling, Told},
};
use infrasell_kernel::EventId;
use std::{
    collections::{HashSet, VecDeque},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    /// An event of one of its topics.
    Event {
        /// The topic.
        topic: &'a str,
        /// The particulars, as JSON text.
        payload: &'a str,
    },
    /// There was more than could be told: anything may have changed.
    Missed,
}

/// Who listens. Told in the writer's own call.
pub type Listener = Arc<dyn Fn(Heard<'_>) + Send + Sync>;

/// Events of this process that are remembered, so that the runner does not tell them again.
const MOST_OWN: usize = 16_384;
/// Events that are read at once, and pages of them, when the runner has missed many.
const PAGE: i64 = 500;
const MOST_PAGES: usize = 20;

/// An event of a transaction that is not committed yet.
pub(crate) struct Emitted {
    pub(crate) id: EventId,
    pub(crate) topic: String,
    pub(crate) payload: String,
}

/// The listeners of one database.
#[derive(Default)]
pub(crate) struct Listeners {
    any: AtomicBool,
    list: RwLock<Vec<(Vec<String>, Listener)>>,
    own: Mutex<(VecDeque<i64>, HashSet<i64>)>,
}

impl Db {
    /// Calls `listener` with every event of `topics` from now on.
    pub fn listen(&self, topics: &[&str], listener: Listener) {
        let topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
        let listeners = self.listeners();
        listeners.list.write().unwrap_or_else(PoisonError::into_inner).push((topics, listener));
        listeners.any.store(true, Ordering::Release);
    }
}

impl Listeners {
    /// Whether somebody listens for `topic`.
    pub(crate) fn want(&self, topic: &str) -> bool {
        self.any.load(Ordering::Acquire) && self.each(|topics, _| topics.iter().any(|one| one == topic))
    }

    /// Whether `look` says so of any listener.
    fn each(&self, mut look: impl FnMut(&[String], &Listener) -> bool) -> bool {
        let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
        list.iter().fold(false, |any, (topics, listener)| look(topics, listener) || any)
    }

    pub(crate) fn tell(&self, topic: &str, payload: &str) {
        self.each(|topics, listener| {
            let wants = topics.iter().any(|one| one == topic);
            if wants {
                listener(Heard::Event { topic, payload });
            }
            wants
        });
    }

    /// Notes what was told, so that it is not told again.
    pub(crate) fn remember(&self, ids: impl Iterator<Item = i64>) {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let (order, set) = &mut *own;
        for id in ids {
            if order.len() == MOST_OWN
                && let Some(oldest) = order.pop_front()
            {
                set.remove(&oldest);
            }
            order.push_back(id);
            set.insert(id);
        }
    }

    /// Tells everybody the same.
    pub(crate) fn tell_all(&self, heard: Heard<'_>) {
        self.each(|_, listener| {
            listener(heard);
            true
        });
    }

    /// Every topic that somebody listens for.
    pub(crate) fn topics(&self) -> Vec<String> {
        let mut topics: Vec<String> = vec![];
        self.each(|more, _| {
            topics.extend_from_slice(more);
            true
        });
        topics
    }

    /// Tells what other processes have committed. What is kept from tables is old before that: whoever fills a cache anew
    /// must not fill it from there.
    pub(crate) fn tell_strange(&self, db: &Db, events: &[Placed]) {
        let is_own = |id: i64| self.own.lock().unwrap_or_else(PoisonError::into_inner).1.contains(&id);
        let is_strange = |placed: &&Placed| self.want(&placed.event.topic) && !is_own(placed.event.id.get());
        let strange: Vec<&Placed> = events.iter().filter(is_strange).collect();
        if !strange.is_empty() {
            db.tables().touch_all();
        }
        for placed in strange {
            self.tell(&placed.event.topic, &placed.event.payload);
        }
    }

    /// Tells what the runner has found behind `known` and this process has not told itself.
    pub(crate) async fn hear(&self, db: &Db, known: i64, news: &News) {
        if !self.any.load(Ordering::Acquire) || news.head <= known {
            return;
        }
        if news.after == known {
            return self.tell_strange(db, &news.events);
        }
        let topics = self.topics();
        let mut position = known;
        for _ in 0..MOST_PAGES {
            match outbox::after(db, position, news.head, &topics, PAGE).await {
                Ok(events) => {
                    self.tell_strange(db, &events);
                    match events.last() {
                        Some(last) if events.len() >= usize::try_from(PAGE).unwrap_or(0) => position = last.seq,
                        _ => return,
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "events could not be read again; everything kept from them is forgotten");
                    break;
                }
            }
        }
        db.tables().touch_all();
        self.tell_all(Heard::Missed);
    }
}

/// A commit under way. Dropped when it has ended, whichever way: first what is kept from the touched tables is old, then
/// the listeners hear; nobody can fill a cache from something kept that is old already.
pub(crate) struct Ending<'a> {
    db: &'a Db,
    touched: Touched,
    events: Vec<Emitted>,
    is_durable: bool,
}

impl<'a> Ending<'a> {
    pub(crate) fn of(db: &'a Db, touched: Touched, events: Vec<Emitted>) -> Self {
        Ending { db, touched, events, is_durable: false }
    }

    /// It is durable and seen by reads: whoever keeps something here has heard when this returns, and those elsewhere when
    /// the answer says so.
    pub(crate) fn done(mut self, wakes: bool) -> Telling {
        self.is_durable = true;
        let (db, tables) = (self.db, !self.touched.is_empty());
        self.tell_here();
        db.tell_others(Told { events: std::mem::take(&mut self.events), tables, look: false, wake: wakes }, true)
    }

    fn tell_here(&mut self) {
        drop(std::mem::take(&mut self.touched));
        let listeners = self.db.listeners();
        for event in &self.events {
            listeners.tell(&event.topic, &event.payload);
        }
        if self.is_durable && !self.events.is_empty() {
            listeners.remember(self.events.iter().map(|event| event.id.get()));
        }
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if self.is_durable {
            return;
        }
        // it may become durable yet: the runners look, and tell again
        let tables = !self.touched.is_empty();
        self.tell_here();
        if !self.events.is_empty() {
            self.db.wake();
        }
        self.db.tell_others(Told { events: vec![], tables, look: !self.events.is_empty(), wake: true }, false);
    }
}

impl Emitted {
    pub(crate) fn new(id: EventId, topic: &str, payload: String) -> Self {
        Emitted { id, topic: topic.to_owned(), payload }
    }
}

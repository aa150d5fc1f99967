//! Replicas: several processes on one PostgreSQL database, each of which keeps in memory what it has read.
//!
//! Owns: the table `db_member`, the channel on which the processes tell each other what has changed, and the answer to
//! the question whether what this process keeps may still be shown ([`Db::may_keep`]).
//!
//! Always true, of processes whose runner has started:
//! - a commit that makes old what somebody keeps is answered when every process that may still show what it kept has
//!   dropped it. One that does not say so in time is revoked, and then waited for until its own clock has told it to stop;
//! - a process shows what it kept only while it has lately seen that it is not revoked, by its own monotonic clock: nobody's
//!   wall clock is asked, and one that is frozen, cut off or dead shows nothing old;
//! - a process joins only after every other knows that it must be told, and begins with nothing;
//! - one process alone sends nothing and waits for nothing.
//!
//! Telling is done after the commit, with no transaction open and no pooled connection held. It is not done inside the
//! transaction: PostgreSQL lets commits that NOTIFY pass one at a time, their fsync included.

mod crew;
mod message;
mod session;

use crate::{Db, DbError, db::Opened, listen::Emitted, sql, v};
use infrasell_metrics::catalogue::DB_REPLICA_WAIT;
use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};

/// How processes on one database wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaOptions {
    /// How long a process shows what it keeps after it has last seen that it may.
    pub lease: Duration,
    /// How long a writer waits for a process to say that it has dropped what is old, before it revokes it.
    pub patience: Duration,
}

impl Default for ReplicaOptions {
    fn default() -> Self {
        ReplicaOptions { lease: Duration::from_millis(1_500), patience: Duration::from_millis(500) }
    }
}

/// Nobody else is known to write: this process has not joined.
const FOREVER: u64 = u64::MAX;

/// What a commit tells the others.
#[derive(Default)]
pub(crate) struct Told {
    /// Events that somebody may keep something of.
    pub(crate) events: Vec<Emitted>,
    /// A table that [`crate::Kept`] watches was written to.
    pub(crate) tables: bool,
    /// What was committed lately may not have been told: each is to look for itself.
    pub(crate) look: bool,
    /// There are events to deliver.
    pub(crate) wake: bool,
}

impl Told {
    fn is_waited_for(&self) -> bool {
        self.tables || self.look || !self.events.is_empty()
    }
}

/// What is to be told, and who waits until it is.
pub(crate) struct Order {
    told: Told,
    done: Option<oneshot::Sender<()>>,
}

/// This process among those of its database.
pub(crate) struct Replicas {
    began: Instant,
    /// Until when what is kept may be shown: nanoseconds since `began`.
    until: AtomicU64,
    /// How many others are to be told.
    others: AtomicUsize,
    /// Whether this process delivers events, and so wants to hear at once of new ones.
    delivers: AtomicBool,
    orders: RwLock<Option<(mpsc::UnboundedSender<Order>, ReplicaOptions)>>,
    /// The server's process that tells us what others say, while there is one.
    line: Mutex<Option<i32>>,
}

impl Default for Replicas {
    fn default() -> Self {
        Replicas {
            began: Instant::now(),
            until: AtomicU64::new(FOREVER),
            others: AtomicUsize::new(0),
            delivers: AtomicBool::new(false),
            orders: RwLock::default(),
            line: Mutex::default(),
        }
    }
}

impl Replicas {
    fn nanos(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.began).as_nanos()).unwrap_or(FOREVER - 1)
    }

    fn may_keep(&self, now: Instant) -> bool {
        let until = self.until.load(Ordering::Acquire);
        until == FOREVER || self.nanos(now) < until
    }

    /// What is kept may be shown until `at`, as seen after everything older was dropped.
    fn keep_until(&self, at: Instant) {
        self.until.store(self.nanos(at), Ordering::Release);
    }

    /// Nothing that is kept may be shown.
    fn suspend(&self) {
        self.until.store(0, Ordering::Release);
    }

    /// Whether nobody else keeps anything that was read before now. The clock is asked first: whoever has joined since has
    /// begun with nothing, and whoever was there by then is counted.
    fn is_alone(&self) -> bool {
        let until = self.until.load(Ordering::Acquire);
        until == FOREVER || (self.nanos(Instant::now()) < until && self.others.load(Ordering::Acquire) == 0)
    }

    pub(crate) fn delivers(&self, yes: bool) {
        self.delivers.store(yes, Ordering::Release);
    }

    /// Whether this process delivers nothing while there are others, who then do.
    pub(crate) fn leaves_delivery_to_others(&self) -> bool {
        !self.delivers.load(Ordering::Acquire) && self.others.load(Ordering::Acquire) > 0
    }

    fn send(&self, told: Told, waits: bool) -> Option<oneshot::Receiver<()>> {
        if self.is_alone() {
            return None;
        }
        let is_waited_for = told.is_waited_for();
        // nobody minds when one more word of new events is lost: they are looked for once a second anyway
        let is_worth_it = is_waited_for || (told.wake && self.may_keep(Instant::now()));
        if !is_worth_it {
            return None;
        }
        let (done, seen) = oneshot::channel();
        let orders = self.orders.read().unwrap_or_else(PoisonError::into_inner);
        let (sender, _) = orders.as_ref()?;
        let done = (waits && is_waited_for).then_some(done);
        let is_awaited = done.is_some();
        sender.send(Order { told, done }).ok()?;
        is_awaited.then_some(seen)
    }
}

/// A commit's wait for the other processes. Dropped, they are told all the same.
pub(crate) struct Telling(Option<oneshot::Receiver<()>>);

impl Telling {
    /// Returns when none of them shows anything that was kept from before.
    pub(crate) async fn seen(self, db: &Db) -> Result<(), DbError> {
        let Some(seen) = self.0 else { return Ok(()) };
        let began = Instant::now();
        let result = db.wait_for_others(seen).await;
        DB_REPLICA_WAIT.took(began.elapsed());
        result
    }
}

const REVOKE_OTHERS: &str = sql!("UPDATE db_member SET revoked = TRUE WHERE NOT revoked");

impl Db {
    /// Whether what was kept in memory may be shown by a request that was received before `now`.
    #[must_use]
    pub fn may_keep(&self, now: Instant) -> bool {
        self.replicas().may_keep(now)
    }

    /// How many other processes are on this database and say so; 0 on SQLite.
    #[must_use]
    pub fn other_replicas(&self) -> usize {
        self.replicas().others.load(Ordering::Acquire)
    }

    /// The process of the server that tells this one what the others say, for whoever wants to cut that line.
    #[must_use]
    pub fn replica_line(&self) -> Option<i32> {
        *self.replicas().line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the other processes what has changed.
    pub(crate) fn tell_others(&self, told: Told, waits: bool) -> Telling {
        Telling(self.replicas().send(told, waits))
    }

    async fn wait_for_others(&self, seen: oneshot::Receiver<()>) -> Result<(), DbError> {
        let options = self.replicas().orders.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(_, o)| *o);
        let Some(options) = options else { return Ok(()) };
        // one that is slow, and one that has died, are both gone by then
        let most = (options.lease + options.patience) * 2;
        match tokio::time::timeout(most, seen).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(_)) => tracing::debug!("the process leaves; the others look for themselves"),
            Err(_) => {
                // nobody can be told: then nobody may show anything that was kept, this process included
                self.exec(REVOKE_OTHERS, &v![]).await?;
                tracing::warn!("the other processes could not be told what has changed; what they keep is revoked");
                tokio::time::sleep(options.lease).await;
            }
        }
        Ok(())
    }

    /// Joins the other processes on this database; `None` on SQLite, and when this process has joined already.
    pub(crate) fn join(&self, options: ReplicaOptions) -> Option<Membership> {
        let Opened::Pg(_) = self.opened() else { return None };
        let replicas = self.replicas();
        let (sender, orders) = mpsc::unbounded_channel();
        let mut place = replicas.orders.write().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            return None;
        }
        *place = Some((sender, options));
        replicas.suspend();
        let stop = watch::Sender::new(false);
        let task = tokio::spawn(session::run(self.clone(), options, orders, stop.subscribe()));
        Some(Membership { db: self.clone(), stop, task: Some(task) })
    }
}

/// A process's place among the others. Dropped without [`Membership::leave`] it ends as a killed process would.
pub(crate) struct Membership {
    db: Db,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Membership {
    /// Leaves: nothing that is kept is shown from here on, and nobody waits for this process.
    pub(crate) async fn leave(mut self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.take() {
            // a panic in it was reported where it happened
            let _ended = task.await;
        }
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
        self.db.replicas().suspend();
        *self.db.replicas().orders.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Says whether what was kept may be shown at a moment.
pub type Standing = Arc<dyn Fn(Instant) -> bool + Send + Sync>;

impl Db {
    /// [`Db::may_keep`], to hand on.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let db = self.clone();
        Arc::new(move |now| db.may_keep(now))
    }
}

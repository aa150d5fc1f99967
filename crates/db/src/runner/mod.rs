//! The runner: delivers events and runs jobs in the background of a process.
//!
//! Always true: of several replicas one delivers a subscription and one runs a job; a process holds what it took only
//! while its lease is renewed, and what a dead one held is taken over within nine seconds (a lease, a third of it, and a
//! poll); one that was away for longer than its lease stops what it runs when it is back; what a process writes about a job or
//! subscription that it no longer holds is refused.

mod deliver;
mod lease;
mod origin;
mod work;

use crate::{Db, DbError, Followed, JobSpec, ReplicaOptions, Subscription, outbox, replicas::Membership};
use deliver::Place;
use infrasell_kernel::Timestamp;
use lease::Lease;
use origin::Origin;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet};

/// How a runner behaves. The defaults are for production.
#[derive(Debug, Clone, Copy)]
pub struct RunnerOptions {
    /// How long what a process holds stays its own after its last sign of life.
    pub lease: Duration,
    /// How often the database is asked for what another process has written down.
    pub poll: Duration,
    /// Most jobs at once in this process.
    pub concurrency: usize,
    /// How this process and others on the same database wait for each other.
    pub replicas: ReplicaOptions,
    /// How long [`RunnerHandle::stop`] lets running jobs finish before it hands them back.
    pub grace: Duration,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        RunnerOptions {
            lease: Duration::from_secs(6),
            poll: Duration::from_secs(1),
            concurrency: 8,
            replicas: ReplicaOptions::default(),
            grace: Duration::from_secs(30),
        }
    }
}

/// What the tasks of one runner share.
struct Shared {
    db: Db,
    /// This runner among all of the database.
    id: i64,
    options: RunnerOptions,
    stopping: Arc<AtomicBool>,
    stop: watch::Sender<bool>,
    /// Where events come from; the own outbox first.
    origins: Vec<Arc<Origin>>,
    /// How far the subscriptions have come that this process serves; the database hears of it later.
    places: Mutex<BTreeMap<String, Place>>,
    /// The jobs that this process runs, from before they are claimed until after their end is written down.
    running: Mutex<BTreeSet<i64>>,
    /// When the last run of each kind that has a pace began.
    begun: Mutex<BTreeMap<String, Instant>>,
    /// Changes when others may have what runs here.
    lost: watch::Sender<u64>,
    /// Held while jobs are claimed, so that a claim whose answer was lost can be told from one under way.
    claiming: tokio::sync::Mutex<()>,
    /// What the dead letters of jobs and subscriptions are called here.
    kinds: Vec<String>,
    subscriptions: Vec<Subscription>,
}

impl Shared {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
    fn running(&self) -> std::sync::MutexGuard<'_, BTreeSet<i64>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn places(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn begun(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Instant>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn own(&self) -> &Origin {
        &self.origins[0]
    }
    /// Stops what runs here: this process was taken for dead, or must be by now.
    fn abandon(&self) {
        tracing::warn!(
            jobs = self.running().len(),
            "the runner was away for longer than its lease; its jobs are left to others"
        );
        self.lost.send_modify(|times| *times += 1);
    }
    /// Returns at once when the runner is to stop, else after `wait`.
    async fn pause(&self, wait: Duration) {
        let mut stop = self.stop.subscribe();
        let _ = tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await;
    }
}

/// Starts runners.
pub struct Runner;

impl Runner {
    /// Starts to deliver events and run jobs, with the usual options.
    ///
    /// # Errors
    /// What the database says.
    pub async fn start(db: &Db, jobs: Vec<JobSpec>, subscriptions: Vec<Subscription>) -> Result<RunnerHandle, DbError> {
        Runner::start_with(db, jobs, subscriptions, RunnerOptions::default()).await
    }

    /// Starts to deliver events and run jobs. What the layer itself must do from time to time is done along.
    ///
    /// # Errors
    /// What the database says, or [`DbError::Other`] when two jobs or subscriptions have one name.
    pub async fn start_with(
        db: &Db,
        jobs: Vec<JobSpec>,
        subscriptions: Vec<Subscription>,
        options: RunnerOptions,
    ) -> Result<RunnerHandle, DbError> {
        Runner::start_following(db, jobs, subscriptions, vec![], options).await
    }

    /// As [`Runner::start_with`], and delivers what happens in other processes, too. They need not be there yet.
    ///
    /// # Errors
    /// As for [`Runner::start_with`].
    pub async fn start_following(
        db: &Db,
        mut jobs: Vec<JobSpec>,
        subscriptions: Vec<Subscription>,
        followed: Vec<Followed>,
        options: RunnerOptions,
    ) -> Result<RunnerHandle, DbError> {
        let names = subscriptions.iter().map(|subscription| subscription.name.clone()).collect();
        jobs.push(work::sweep_spec(db.clone(), names));
        jobs.extend(subscriptions.iter().map(deliver::dead_letter_spec));
        let specs = by_kind(jobs)?;
        let id = db.next_id::<()>().await?.get();
        let head = outbox::place(db).await?;
        deliver::create(db, &subscriptions, head).await?;
        let shared = Arc::new(Shared {
            db: db.clone(),
            id,
            options,
            stopping: Arc::default(),
            stop: watch::Sender::new(false),
            origins: [Origin::own(head)].into_iter().chain(followed.into_iter().map(Origin::far)).collect(),
            places: Mutex::default(),
            running: Mutex::default(),
            begun: Mutex::default(),
            lost: watch::Sender::new(0),
            claiming: tokio::sync::Mutex::default(),
            kinds: specs.keys().cloned().collect(),
            subscriptions: subscriptions.clone(),
        });
        let lease = Lease::take(&shared).await?;
        work::seed_schedules(db, specs.values()).await?;
        let mut tasks = JoinSet::new();
        tasks.spawn(pulse(shared.clone()));
        tasks.spawn(lease::keep(shared.clone()));
        for origin in &shared.origins {
            let parts: Vec<Subscription> = subscriptions.iter().filter_map(|whole| origin.part(whole)).collect();
            if origin.is_far() && !parts.is_empty() {
                tasks.spawn(origin::follow(shared.clone(), origin.clone()));
            }
            for part in parts {
                tasks.spawn(deliver::serve(shared.clone(), part, origin.clone()));
            }
        }
        tasks.spawn(work::serve(shared.clone(), specs));
        let membership = db.join(options.replicas);
        Ok(RunnerHandle { shared, tasks, membership, _lease: lease })
    }
}

fn by_kind(jobs: Vec<JobSpec>) -> Result<BTreeMap<String, JobSpec>, DbError> {
    let mut specs = BTreeMap::new();
    for job in jobs {
        if let Some(twin) = specs.insert(job.kind.clone(), job) {
            return Err(DbError::other(format!("two handlers have the name {}", twin.kind)));
        }
    }
    Ok(specs)
}

/// How long after the first new event the next look comes: what many purchases cause meanwhile is read at once.
const GATHER: Duration = Duration::from_millis(2);

/// Looks for new events, once for all subscriptions.
async fn pulse(shared: Arc<Shared>) {
    let mut woken = shared.db.woken();
    while !shared.is_stopping() {
        woken.borrow_and_update();
        let known = shared.own().pulse.borrow().head;
        match outbox::news(&shared.db, known).await {
            Ok(news) => {
                shared.db.listeners().hear(&shared.db, known, &news).await;
                shared.own().pulse.send_replace(news);
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read");
                shared.pause(shared.options.poll).await;
            }
        }
        next_look(&shared, &mut woken).await;
    }
}

/// Waits until something is new, or for a poll. What other replicas deliver is none of this one's business until then.
async fn next_look(shared: &Shared, woken: &mut watch::Receiver<u64>) {
    let mut stop = shared.stop.subscribe();
    let poll = tokio::time::sleep(shared.options.poll);
    tokio::pin!(poll);
    loop {
        tokio::select! {
            _ = woken.changed() => {}
            () = &mut poll => return,
            _ = stop.wait_for(|stop| *stop) => return,
        }
        if !shared.db.replicas().leaves_delivery_to_others() {
            return shared.pause(GATHER).await;
        }
    }
}

/// A running runner. Dropped without [`RunnerHandle::stop`] it ends as a killed process would: what it held is taken
/// over when its lease has run out.
pub struct RunnerHandle {
    shared: Arc<Shared>,
    tasks: JoinSet<()>,
    membership: Option<Membership>,
    _lease: Lease,
}

impl RunnerHandle {
    /// Stops: takes nothing new, lets running jobs and the events in hand finish within the grace, gives back what it
    /// holds.
    pub async fn stop(mut self) {
        self.shared.stopping.store(true, Ordering::Release);
        self.shared.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        if let Err(error) = lease::release(&self.shared).await {
            tracing::warn!(%error, "the runner's lease could not be given back; it runs out by itself");
        }
        if let Some(membership) = self.membership.take() {
            membership.leave().await;
        }
    }

    /// Waits until every event is delivered and no job is due or running, by the database's clock. What waits for its
    /// next try is not waited for.
    ///
    /// # Errors
    /// After 30 seconds, with what is still to be done; or what the database says.
    pub async fn settle(&self) -> Result<(), DbError> {
        let began = Instant::now();
        let mut wait = Duration::from_millis(1);
        loop {
            self.shared.db.wake();
            self.shared.db.wake_at(Timestamp::MIN);
            let Some(busy) = self.what_is_due().await? else { return Ok(()) };
            if began.elapsed() > Duration::from_secs(30) {
                return Err(DbError::other(format!("still to be done after 30 s: {busy}")));
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_millis(20));
        }
    }

    /// What is to be done, if anything. Jobs are looked at before and after the events, because each can cause the other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn what_is_due(&self) -> Result<Option<String>, DbError> {
        let shared = &self.shared;
        if let Some(job) = work::busy(shared).await? {
            return Ok(Some(job));
        }
        let head = outbox::place(&shared.db).await?;
        for subscription in &shared.subscriptions {
            for origin in &shared.origins {
                if deliver::is_behind(shared, subscription, origin).await? {
                    return Ok(Some(format!("events for {}", subscription.name)));
                }
            }
        }
        if outbox::place(&shared.db).await? != head {
            return Ok(Some("new events".into()));
        }
        work::busy(shared).await
    }
}

//! A look inside for the edge: how full the queues are, and what metrics only the database knows.
//!
//! Always true: the edge never waits for the database to decide about a request: it takes the last look, and a stale one
//! sets the next one off; metrics wait for a fresh one.

use crate::{backup, split::Far};
use async_trait::async_trait;
use infrasell_contracts::process::{About, GetAbout};
use infrasell_db::{Db, JobCount, Lag, Subscription};
use infrasell_gateway::{Inside, Queues};
use infrasell_kernel::Timestamp;
use infrasell_metrics::{
    Text,
    catalogue::{BACKUP_AGE, BUILD, DB_POOL, JOB_OLDEST, JOBS, OUTBOX_AGE, OUTBOX_LAG, WEBHOOK_MESSAGES, WEBHOOKS},
};
use infrasell_notifications::NotificationService;
use infrasell_rpc::{Cx, Fault};
use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How old a look may be before requests set the next one off.
const STALE: Duration = Duration::from_secs(1);
/// The queue of mails that wait to be sent.
pub const MAILS: &str = "notifications.mails";
/// Lag is counted at least so far.
const LEAST_COUNTED: i64 = 10_000;

/// Looks at the queues of one database.
#[derive(Clone)]
pub struct Inspector(Arc<Inner>);

struct Inner {
    db: Db,
    far: Vec<Far>,
    subscriptions: Vec<Subscription>,
    most: i64,
    /// Where mails are sent in this process.
    mails: Option<Arc<NotificationService>>,
    /// Whether webhooks are told in this process.
    tells: bool,
    data: PathBuf,
    last: RwLock<Last>,
    is_looking: AtomicBool,
}

struct Last {
    queues: Arc<Queues>,
    at: Option<Instant>,
}

impl Inner {
    async fn count(&self) -> Result<(Vec<JobCount>, Vec<Lag>, Option<i64>), Fault> {
        let jobs = self.db.count_jobs().await?;
        let lags = self.db.count_lag(&self.subscriptions, self.most).await?;
        let mails = match &self.mails {
            Some(mails) => Some(mails.count_waiting(self.most).await?),
            None => None,
        };
        Ok((jobs, lags, mails))
    }
}

impl Inspector {
    /// Over the database and the folder of a process, and what other processes say of theirs; lag and mails are counted up
    /// to twice `ceiling`.
    #[must_use]
    pub fn new(
        db: Db,
        subscriptions: Vec<Subscription>,
        (mails, tells): (Option<Arc<NotificationService>>, bool),
        data: PathBuf,
        ceiling: i64,
        far: Vec<Far>,
    ) -> Self {
        let most = ceiling.saturating_mul(2).max(LEAST_COUNTED);
        let last = RwLock::new(Last { queues: Arc::default(), at: None });
        let is_looking = AtomicBool::new(false);
        Inspector(Arc::new(Inner { db, far, subscriptions, most, mails, tells, data, last, is_looking }))
    }

    /// How full the queues of this process are now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count(&self) -> Result<Queues, Fault> {
        let (jobs, lags, mails) = self.0.count().await?;
        Ok(summed(&jobs, mails, &lags))
    }

    async fn look(&self) -> Result<(Vec<JobCount>, Vec<Lag>), Fault> {
        let inner = &self.0;
        let (jobs, lags, mails) = inner.count().await?;
        let mut queues = summed(&jobs, mails, &lags);
        let cx = Cx::system("edge", "queues");
        for far in &inner.far {
            // one that is away is not asked for more, and what it does goes through it anyway
            let about = far.process.about(&cx, GetAbout {});
            if let Ok(Ok(about)) = tokio::time::timeout(STALE, about).await {
                join(&mut queues, about);
            }
        }
        let queues = Arc::new(queues);
        *inner.last.write().unwrap_or_else(PoisonError::into_inner) = Last { queues, at: Some(Instant::now()) };
        Ok((jobs, lags))
    }

    fn look_soon(&self) {
        if self.0.is_looking.swap(true, Ordering::AcqRel) {
            return;
        }
        let inspector = self.clone();
        tokio::spawn(async move {
            if let Err(error) = inspector.look().await {
                tracing::warn!(%error, "the queues could not be counted");
            }
            inspector.0.is_looking.store(false, Ordering::Release);
        });
    }
}

/// Adds what another process says of its queues.
fn join(queues: &mut Queues, about: About) {
    for (kind, jobs) in about.jobs {
        match queues.jobs.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += jobs,
            None => queues.jobs.push((kind, jobs)),
        }
    }
    let slowest = queues.outbox.take().into_iter().chain(about.behind);
    queues.outbox = slowest.max_by_key(|(_, events)| *events);
}

/// What waits, by the name of its queue. Mails are a queue of their own: one job sends them all.
fn summed(jobs: &[JobCount], mails: Option<i64>, lags: &[Lag]) -> Queues {
    let mut by_kind: Vec<(String, i64)> = mails.map(|mails| (MAILS.into(), mails)).into_iter().collect();
    for count in jobs.iter().filter(|count| count.state != "dead") {
        match by_kind.iter_mut().find(|(kind, _)| *kind == count.kind) {
            Some((_, sum)) => *sum += count.jobs,
            None => by_kind.push((count.kind.clone(), count.jobs)),
        }
    }
    let slowest = lags.iter().max_by_key(|lag| lag.events).map(|lag| (lag.subscription.clone(), lag.events));
    Queues { jobs: by_kind, outbox: slowest }
}

#[async_trait]
impl Inside for Inspector {
    fn queues(&self) -> Arc<Queues> {
        let (queues, is_stale) = {
            let last = self.0.last.read().unwrap_or_else(PoisonError::into_inner);
            (last.queues.clone(), last.at.is_none_or(|at| at.elapsed() > STALE))
        };
        if is_stale {
            self.look_soon();
        }
        queues
    }

    async fn samples(&self, text: &mut Text) {
        let db = &self.0.db;
        text.sample(&BUILD, &[env!("CARGO_PKG_VERSION"), &db.engine().to_string()], 1);
        if let Some(pool) = db.pool_use() {
            text.sample(&DB_POOL, &["in_use"], pool.in_use);
            text.sample(&DB_POOL, &["idle"], pool.idle);
        }
        if let Some(last) = backup::status(&self.0.data).succeeded {
            text.sample(&BACKUP_AGE, &[], db.now().since(last.at).as_secs());
        }
        if self.0.tells {
            match infrasell_webhooks::condition(db, self.0.most).await {
                Ok(condition) => tell_webhooks(text, &condition),
                Err(error) => tracing::warn!(%error, "the messages to webhooks could not be counted"),
            }
        }
        match self.look().await {
            Ok((jobs, lags)) => tell(text, db.now(), &jobs, &lags),
            // the rest is told all the same: that the database is away shows in what fails
            Err(error) => tracing::warn!(%error, "the queues could not be counted"),
        }
    }
}

fn tell_webhooks(text: &mut Text, condition: &infrasell_webhooks::Condition) {
    text.sample(&WEBHOOK_MESSAGES, &["waiting"], condition.waiting);
    text.sample(&WEBHOOK_MESSAGES, &["dead"], condition.dead);
    text.sample(&WEBHOOKS, &["active"], condition.active);
    text.sample(&WEBHOOKS, &["failing"], condition.failing.len());
    text.sample(&WEBHOOKS, &["paused"], condition.paused.len());
}

fn tell(text: &mut Text, now: Timestamp, jobs: &[JobCount], lags: &[Lag]) {
    let age = |time: Option<Timestamp>| time.map_or(0, |time| now.since(time).as_secs());
    for count in jobs {
        text.sample(&JOBS, &[&count.kind, &count.state], count.jobs);
        if count.state == "waiting" {
            text.sample(&JOB_OLDEST, &[&count.kind], age(count.oldest_due));
        }
    }
    for lag in lags {
        text.sample(&OUTBOX_LAG, &[&lag.subscription], lag.events);
        text.sample(&OUTBOX_AGE, &[&lag.subscription], age(lag.oldest));
    }
}

//! A look inside for the edge: how full the queues are, and what metrics only the database knows.
//!
//! Always true: the edge never waits for the database to decide about a request: it takes the last look, and a stale one
//! sets the next one off; metrics wait for a fresh one.

use crate::split::Far;
use async_trait::async_trait;
use infrasell_contracts::process::{About, GetAbout};
use infrasell_db::{Db, DbError, JobCount, Lag, Subscription};
use infrasell_gateway::{Inside, Queues};
use infrasell_kernel::Timestamp;
use infrasell_metrics::{
    Text,
    catalogue::{BUILD, DB_POOL, JOB_OLDEST, JOBS, OUTBOX_AGE, OUTBOX_LAG},
};
use infrasell_rpc::Cx;
use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How old a look may be before requests set the next one off.
const STALE: Duration = Duration::from_secs(1);
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
    last: RwLock<Last>,
    is_looking: AtomicBool,
}

struct Last {
    queues: Arc<Queues>,
    at: Option<Instant>,
}

impl Inspector {
    /// Over a database, and what other processes say of theirs; lag is counted up to twice `ceiling`.
    #[must_use]
    pub fn new(db: Db, subscriptions: Vec<Subscription>, ceiling: i64, far: Vec<Far>) -> Self {
        let most = ceiling.saturating_mul(2).max(LEAST_COUNTED);
        let last = RwLock::new(Last { queues: Arc::default(), at: None });
        Inspector(Arc::new(Inner { db, far, subscriptions, most, last, is_looking: AtomicBool::new(false) }))
    }

    /// How full the queues of this process are now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count(&self) -> Result<Queues, DbError> {
        let jobs = self.0.db.count_jobs().await?;
        let lags = self.0.db.count_lag(&self.0.subscriptions, self.0.most).await?;
        Ok(summed(&jobs, &lags))
    }

    async fn look(&self) -> Result<(Vec<JobCount>, Vec<Lag>), DbError> {
        let inner = &self.0;
        let jobs = inner.db.count_jobs().await?;
        let lags = inner.db.count_lag(&inner.subscriptions, inner.most).await?;
        let mut queues = summed(&jobs, &lags);
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

fn summed(jobs: &[JobCount], lags: &[Lag]) -> Queues {
    let mut by_kind: Vec<(String, i64)> = vec![];
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
        match self.look().await {
            Ok((jobs, lags)) => tell(text, db.now(), &jobs, &lags),
            // the rest is told all the same: that the database is away shows in what fails
            Err(error) => tracing::warn!(%error, "the queues could not be counted"),
        }
    }
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

//! How full the queues are: jobs by kind and state, and how far each subscription has come. Metrics, limits and the doctor
//! look through these same statements.
//!
//! Always true: a look at events never counts further than it is told to, so that a queue that overflows does not make
//! looking at it slow.

use crate::{Db, DbError, Subscription, db::Opened, sql, v};
use infrasell_kernel::Timestamp;

/// Jobs of one kind in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobCount {
    /// Their kind.
    pub kind: String,
    /// `waiting`, `running` or `dead`.
    pub state: String,
    /// How many.
    pub jobs: i64,
    /// How many of them wait although their time has come.
    pub due: i64,
    /// When the oldest of those that are due was due.
    pub oldest_due: Option<Timestamp>,
}

/// How far a subscription is behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lag {
    /// Its name.
    pub subscription: String,
    /// Events that it has not taken in, counted up to the most that was asked for.
    pub events: i64,
    /// When the oldest of them happened.
    pub oldest: Option<Timestamp>,
}

/// How far a subscription has come, whatever it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub subscription: String,
    /// Its place in the order of delivery.
    pub position: i64,
    /// Events that lie behind it. Up to 1,000 of topics that it does not take are passed over before that is written down,
    /// so a figure below says nothing.
    pub behind: i64,
    /// Failed tries of its next event.
    pub attempts: i64,
    /// Why the last one failed.
    pub last_error: Option<String>,
}

/// What waits to be done, and what was given up: for whoever watches over the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs by kind and state.
    pub jobs: Vec<JobCount>,
    /// Events that have no place in the order of delivery yet.
    pub unplaced: i64,
    /// How far each subscription has come.
    pub subscriptions: Vec<Place>,
}

impl Backlog {
    /// Jobs in one state.
    #[must_use]
    pub fn in_state(&self, state: &str) -> i64 {
        self.jobs.iter().filter(|count| count.state == state).map(|count| count.jobs).sum()
    }

    /// Jobs whose time has come and that nobody has begun.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.jobs.iter().map(|count| count.due).sum()
    }

    /// When the oldest of them was due.
    #[must_use]
    pub fn due_since(&self) -> Option<Timestamp> {
        self.jobs.iter().filter_map(|count| count.oldest_due).min()
    }
}

/// Connections to PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// On loan.
    pub in_use: usize,
    /// Open and free.
    pub idle: usize,
}

const JOBS: &str = sql!(
    "SELECT kind, state, count(*), count(CASE WHEN state = 'waiting' AND run_at <= $1 THEN 1 END),
         min(CASE WHEN state = 'waiting' AND run_at <= $1 THEN run_at END)
     FROM db_job GROUP BY kind, state ORDER BY kind, state"
);
const PLACES: &str = sql!(
    "SELECT s.name, s.position, h.last - s.position, s.attempts, s.last_error
     FROM db_subscription s CROSS JOIN db_outbox_head h WHERE s.name NOT LIKE '%@%' ORDER BY s.name"
);
const UNPLACED: &str = sql!("SELECT count(*) FROM db_outbox WHERE seq IS NULL");
/// In two parts, each by its index: with `OR` between them PostgreSQL may well read every event that is kept.
const BEHIND: &str = sql!(
    "SELECT count(*), min(created_at) FROM (
         SELECT created_at FROM (
             SELECT created_at FROM db_outbox WHERE seq > $1 AND topic IN list_text($2) ORDER BY seq LIMIT $3
         ) AS placed
         UNION ALL SELECT created_at FROM db_outbox WHERE seq IS NULL AND topic IN list_text($2)
         LIMIT $3
     ) AS behind"
);

impl Db {
    /// Jobs by kind and state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_jobs(&self) -> Result<Vec<JobCount>, DbError> {
        self.all(JOBS, &v![self.now()], |row| {
            let (kind, state, jobs) = (row.next()?, row.next()?, row.next()?);
            Ok(JobCount { kind, state, jobs, due: row.next()?, oldest_due: row.next()? })
        })
        .await
    }

    async fn places(&self) -> Result<Vec<Place>, DbError> {
        self.all(PLACES, &[], |row| {
            let (subscription, position, behind) = (row.next()?, row.next()?, row.next()?);
            Ok(Place { subscription, position, behind, attempts: row.next()?, last_error: row.next()? })
        })
        .await
    }

    /// What waits, and what was given up.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn backlog(&self) -> Result<Backlog, DbError> {
        let jobs = self.count_jobs().await?;
        let unplaced = self.one(UNPLACED, &[], |row| row.get(0)).await?;
        Ok(Backlog { jobs, unplaced, subscriptions: self.places().await? })
    }

    /// How far each of these subscriptions is behind, counted up to `most` events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_lag(&self, subscriptions: &[Subscription], most: i64) -> Result<Vec<Lag>, DbError> {
        let places = self.places().await?;
        let mut lags = Vec::with_capacity(subscriptions.len());
        for subscription in subscriptions {
            let place = places.iter().find(|place| place.subscription == subscription.name).map(|place| place.position);
            // one that the database does not know yet has had nothing, unless it hears only of what is to come
            let Some(position) = place.or((!subscription.from_now).then_some(0)) else { continue };
            let values = v![position, &subscription.topics, most];
            let (events, oldest) = self.one(BEHIND, &values, |row| Ok((row.next()?, row.next()?))).await?;
            lags.push(Lag { subscription: subscription.name.clone(), events, oldest });
        }
        Ok(lags)
    }

    /// How the connections to PostgreSQL are used; `None` on SQLite.
    #[must_use]
    pub fn pool_use(&self) -> Option<PoolUse> {
        let Opened::Pg(pool) = self.opened() else { return None };
        let (in_use, idle) = pool.used_and_idle();
        Some(PoolUse { in_use, idle })
    }
}

//! How full the queues are: jobs by kind and state, and how far each subscription is behind.
//!
//! Always true: a look never counts further than it is told to, so that a queue that overflows does not make looking at
//! it slow.

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

/// Connections to PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// On loan.
    pub in_use: usize,
    /// Open and free.
    pub idle: usize,
}

const JOBS: &str = sql!(
    "SELECT kind, state, count(*), min(CASE WHEN state = 'waiting' AND run_at <= $1 THEN run_at END)
     FROM db_job GROUP BY kind, state ORDER BY kind, state"
);
const POSITIONS: &str = sql!("SELECT name, position FROM db_subscription");
const BEHIND: &str = sql!(
    "SELECT count(*), min(created_at) FROM (
         SELECT created_at FROM db_outbox WHERE (seq > $1 OR seq IS NULL) AND topic IN list_text($2)
         ORDER BY seq LIMIT $3
     ) AS behind"
);

impl Db {
    /// Jobs by kind and state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_jobs(&self) -> Result<Vec<JobCount>, DbError> {
        self.all(JOBS, &v![self.now()], |row| {
            Ok(JobCount { kind: row.next()?, state: row.next()?, jobs: row.next()?, oldest_due: row.next()? })
        })
        .await
    }

    /// How far each of these subscriptions is behind, counted up to `most` events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_lag(&self, subscriptions: &[Subscription], most: i64) -> Result<Vec<Lag>, DbError> {
        let positions: Vec<(String, i64)> = self.all(POSITIONS, &[], |row| Ok((row.next()?, row.next()?))).await?;
        let mut lags = Vec::with_capacity(subscriptions.len());
        for subscription in subscriptions {
            let place = positions.iter().find(|(name, _)| *name == subscription.name).map(|(_, position)| *position);
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

//! What waits: jobs and events, for whoever watches over the shop.

use crate::{Db, DbError, Row, sql, v};
use infrasell_kernel::Timestamp;

/// What waits to be done, and what was given up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs whose time has come and that nobody has begun.
    pub due: i64,
    /// When the oldest of them was due.
    pub due_since: Option<Timestamp>,
    /// Jobs that are being run.
    pub running: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Events that have no place in the order of delivery yet.
    pub unplaced: i64,
    /// How far each subscription to this database's own events has come.
    pub subscriptions: Vec<SubscriptionLag>,
}

/// How far a subscription has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionLag {
    /// Its name.
    pub name: String,
    /// Events that lie behind its place. Up to 1,000 of topics that it does not take are passed over before that is
    /// written down, so a figure below says nothing.
    pub behind: i64,
    /// Failed tries of its next event.
    pub attempts: i64,
    /// Why the last one failed.
    pub last_error: Option<String>,
}

impl Db {
    /// What waits, and what was given up.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn backlog(&self) -> Result<Backlog, DbError> {
        const DUE: &str = sql!("SELECT count(*), min(run_at) FROM db_job WHERE state = 'waiting' AND run_at <= $1");
        const STATES: &str = sql!("SELECT state, count(*) FROM db_job WHERE state <> 'waiting' GROUP BY state");
        const UNPLACED: &str = sql!("SELECT count(*) FROM db_outbox WHERE seq IS NULL");
        const LAGS: &str = sql!(
            "SELECT s.name, h.last - s.position, s.attempts, s.last_error
             FROM db_subscription s CROSS JOIN db_outbox_head h WHERE s.name NOT LIKE '%@%' ORDER BY s.name"
        );
        let (due, due_since) = self.one(DUE, &v![self.now()], |row| Ok((row.next()?, row.next()?))).await?;
        let mut backlog = Backlog { due, due_since, ..Backlog::default() };
        let states = self.all(STATES, &[], |row| Ok((row.next::<String>()?, row.next::<i64>()?))).await?;
        for (state, count) in states {
            match state.as_str() {
                "dead" => backlog.dead = count,
                _ => backlog.running = count,
            }
        }
        backlog.unplaced = self.one(UNPLACED, &[], |row| row.get(0)).await?;
        let lag = |row: &Row<'_>| {
            Ok(SubscriptionLag {
                name: row.next()?,
                behind: row.next()?,
                attempts: row.next()?,
                last_error: row.next()?,
            })
        };
        backlog.subscriptions = self.all(LAGS, &[], lag).await?;
        Ok(backlog)
    }
}

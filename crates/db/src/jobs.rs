//! Jobs: work that is written down before it is done, and done until it succeeds or is given up.
//!
//! Always true: a job is there if and only if its cause was committed; it is run by one process at a time; one whose
//! process died is run again; one that was given up stays as a dead letter with its last error until it is retried or
//! removed. A key is held by one live job of its kind: asking again moves that one up, or makes it run once more.

use crate::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use async_trait::async_trait;
use infrasell_kernel::{Cursor, JobId, Page, PageRequest, Timestamp};
use infrasell_rpc::{
    Cx, Fault,
    trace::{self, TraceCx},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A job that is being run.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work it is.
    pub kind: String,
    /// Its key among the live jobs of its kind.
    pub key: Option<String>,
    /// The particulars, as JSON text.
    pub payload: String,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// When it was written down.
    pub created_at: Timestamp,
    pub(crate) stopping: Arc<AtomicBool>,
    /// The trace that it follows from.
    pub(crate) trace: Option<TraceCx>,
}

impl Job {
    /// The particulars.
    ///
    /// # Errors
    /// [`Fault::Internal`] when they are not a `T`.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_str(&self.payload)
            .map_err(|error| Fault::internal(format!("{} {} does not decode: {error}", self.kind, self.id)))
    }

    /// Whether the process is about to stop: long work comes to a good point and returns [`JobOutcome::Again`].
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}

/// How a run ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome {
    /// It is done, and gone.
    Done,
    /// It wants to be run again at this time; that is no failure.
    Again(Timestamp),
}

/// What is done for one kind of job.
#[async_trait]
pub trait JobHandler: Send + Sync + 'static {
    /// Runs the job. It may be run again after a crash, so what it does must be idempotent.
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault>;
}

/// How often and when failed work is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobPolicy {
    /// Tries in all, before it is a dead letter.
    pub attempts: u32,
    /// The wait after the first failure; it doubles with each further one.
    pub first_delay: Duration,
    /// The longest wait.
    pub most_delay: Duration,
    /// How long one run may take.
    pub time_limit: Duration,
}

impl Default for JobPolicy {
    fn default() -> Self {
        JobPolicy {
            attempts: 12,
            first_delay: Duration::from_secs(1),
            most_delay: Duration::from_secs(600),
            time_limit: Duration::from_secs(600),
        }
    }
}

impl JobPolicy {
    /// The wait after `failures` failures: doubled each time up to the longest, then up to a quarter longer or shorter as
    /// `chance` (any value) says, so that what failed together does not come back together.
    #[must_use]
    pub fn delay(&self, failures: u32, chance: u16) -> Duration {
        let doubled = self.first_delay.saturating_mul(1_u32 << failures.saturating_sub(1).min(20));
        let plain = doubled.min(self.most_delay);
        let quarter = plain / 4;
        plain - quarter + (quarter * 2).saturating_mul(u32::from(chance)) / u32::from(u16::MAX)
    }
}

/// A kind of job and who does it.
#[derive(Clone)]
pub struct JobSpec {
    pub(crate) kind: String,
    pub(crate) handler: Arc<dyn JobHandler>,
    pub(crate) policy: JobPolicy,
    pub(crate) every: Option<Duration>,
    pub(crate) pace: Duration,
}

impl JobSpec {
    /// A kind of job, such as `checkout.resume`.
    #[must_use]
    pub fn new(kind: &str, handler: Arc<dyn JobHandler>) -> Self {
        JobSpec { kind: kind.to_owned(), handler, policy: JobPolicy::default(), every: None, pace: Duration::ZERO }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// How often and when a failed one is tried again.
    #[must_use]
    pub fn policy(mut self, policy: JobPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// A run begins no sooner than `pace` after the last one of this kind began here: the first after a rest at once, and
    /// of what is asked for in quick succession many at a time are done by one run. For kinds of few jobs: one that waits
    /// for its pace has been claimed.
    #[must_use]
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// Makes it a schedule: one job of this kind always exists, across all replicas, and is run every `interval`. It is
    /// never given up: after its last try it waits for the next round.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }
}

/// The state of a job that is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its time has not come, or nobody has taken it yet.
    Waiting,
    /// Somebody runs it.
    Running,
    /// It was given up.
    Dead,
}

/// A job as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobInfo {
    /// Its id.
    pub id: JobId,
    /// What kind of work it is; `event:<subscription>` is an event that a subscription could not handle.
    pub kind: String,
    /// Its key among the live jobs of its kind.
    pub key: Option<String>,
    /// The particulars, as JSON text.
    pub payload: String,
    /// Its state.
    pub state: JobState,
    /// When it is due, or was.
    pub run_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
    /// When it was written down.
    pub created_at: Timestamp,
    /// What went wrong in the last try.
    pub last_error: Option<String>,
}

/// Which jobs are listed.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only in this state.
    pub state: Option<JobState>,
}

const INSERT: &str = sql!(
    "INSERT INTO db_job (id, kind, key, payload, state, run_at, attempts, created_at, trace)
     VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6, $7)"
);
const INSERT_KEYED: &str = sql!(
    "INSERT INTO db_job (id, kind, key, payload, state, run_at, attempts, created_at, trace)
     VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6, $7)
     ON CONFLICT (kind, key) WHERE key IS NOT NULL AND state <> 'dead' DO UPDATE SET
         payload = excluded.payload,
         run_at = CASE WHEN db_job.state = 'waiting' AND excluded.run_at < db_job.run_at
             THEN excluded.run_at ELSE db_job.run_at END,
         again_at = CASE WHEN db_job.state = 'running' AND (db_job.again_at IS NULL OR excluded.run_at < db_job.again_at)
             THEN excluded.run_at ELSE db_job.again_at END
     RETURNING id"
);
/// The conditions of the index on keys are repeated, so that SQLite uses it.
const CANCEL: &str = sql!(
    "DELETE FROM db_job
     WHERE kind = $1 AND key = $2 AND key IS NOT NULL AND state <> 'dead' AND state = 'waiting'"
);
const CANCEL_AGAIN: &str = sql!(
    "UPDATE db_job SET again_at = NULL
     WHERE kind = $1 AND key = $2 AND key IS NOT NULL AND state <> 'dead' AND again_at IS NOT NULL"
);
const REVIVE: &str =
    sql!("UPDATE db_job SET state = 'waiting', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'dead'");
const REMOVE: &str = sql!("DELETE FROM db_job WHERE id = $1 AND state = 'dead'");
const LIST: &str =
    "SELECT id, kind, key, payload, state, run_at, attempts, created_at, last_error FROM db_job WHERE TRUE";

/// Written out: an index of some rows alone is used only where the statement itself says that these are asked for.
fn in_state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => " AND state = 'waiting'",
        JobState::Running => " AND state = 'running'",
        JobState::Dead => " AND state = 'dead'",
    }
}

/// The name of the list of jobs in its cursors, whose key is a job's number.
pub const JOBS_LIST: &str = "jobs:id";

impl Tx {
    /// Writes a job down: it is run if and only if this transaction commits, at `run_at` or soon after. With a `key`
    /// that a live job of the kind holds, that one gets the new payload and the earlier time, or runs once more when it
    /// is running now; its id is returned.
    ///
    /// # Errors
    /// What the database says, or why the payload is not JSON.
    pub async fn enqueue(
        &mut self,
        kind: &str,
        key: Option<&str>,
        payload: &(impl Serialize + Sync),
        run_at: Timestamp,
    ) -> Result<JobId, DbError> {
        let id: JobId = self.next_id().await?;
        let values = v![id, kind, key, Json(payload), run_at, self.db().now(), trace::traceparent()];
        self.wake_at_after_commit(run_at);
        if key.is_none() {
            self.queue(INSERT, &values)?;
            return Ok(id);
        }
        self.one(INSERT_KEYED, &values, |row| row.get(0)).await
    }

    /// Takes back the job of this kind and key, when it still waits: it is gone if this transaction commits. One that is
    /// running already is not stopped, but is not run once more either.
    ///
    /// # Errors
    /// What the database says.
    pub fn cancel(&mut self, kind: &str, key: &str) -> Result<(), DbError> {
        self.queue(CANCEL, &v![kind, key])?;
        self.queue(CANCEL_AGAIN, &v![kind, key])
    }
}

impl Db {
    /// [`Tx::enqueue`] in a transaction of its own.
    ///
    /// # Errors
    /// As for [`Tx::enqueue`].
    pub async fn enqueue(
        &self,
        kind: &str,
        key: Option<&str>,
        payload: &(impl Serialize + Sync),
        run_at: Timestamp,
    ) -> Result<JobId, DbError> {
        let mut tx = self.begin().await?;
        let id = tx.enqueue(kind, key, payload, run_at).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Jobs that wait, run or are dead letters, newest first.
    ///
    /// # Errors
    /// A field error for a bad page; else what the database says.
    pub async fn list_jobs(&self, filter: &JobFilter, page: &PageRequest) -> Result<Page<JobInfo>, Fault> {
        let limit = page.limit()?;
        let after: Option<i64> = page.key(JOBS_LIST)?;
        let mut q = Q::new(LIST);
        if let Some(kind) = &filter.kind {
            q.push(" AND kind = ?", v![kind]);
        }
        if let Some(state) = filter.state {
            q.push(in_state(state), v![]);
        }
        q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
        let items = q.all(self, read_info).await?;
        Ok(Page::from_surplus(items, limit, |job| Cursor::new(JOBS_LIST, &job.id.get())))
    }

    /// [`Tx::retry_job`] in a transaction of its own.
    ///
    /// # Errors
    /// As for [`Tx::retry_job`].
    pub async fn retry_job(&self, id: JobId) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        tx.retry_job(id).await?;
        Ok(tx.commit().await?)
    }

    /// [`Tx::remove_job`] in a transaction of its own.
    ///
    /// # Errors
    /// As for [`Tx::remove_job`].
    pub async fn remove_job(&self, id: JobId) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        tx.remove_job(id).await?;
        Ok(tx.commit().await?)
    }
}

impl Tx {
    /// Runs a dead letter again, at once and with all its tries.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such dead letter, [`Fault::Conflict`] when a live job holds its key.
    pub async fn retry_job(&mut self, id: JobId) -> Result<(), Fault> {
        let now = self.db().now();
        match self.exec(REVIVE, &v![id, now]).await {
            Ok(0) => Err(Fault::not_found("dead job", id)),
            Ok(_) => {
                self.wake_at_after_commit(now);
                Ok(())
            }
            Err(DbError::Conflict { .. }) => Err(Fault::conflict("a live job has the same key")),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets a dead letter.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such dead letter.
    pub async fn remove_job(&mut self, id: JobId) -> Result<(), Fault> {
        if self.exec(REMOVE, &v![id]).await? == 0 {
            return Err(Fault::not_found("dead job", id));
        }
        Ok(())
    }
}

fn read_info(row: &Row<'_>) -> Result<JobInfo, DbError> {
    Ok(JobInfo {
        id: row.next()?,
        kind: row.next()?,
        key: row.next()?,
        payload: row.next()?,
        state: row.next_tag()?,
        run_at: row.next()?,
        attempts: row.next()?,
        created_at: row.next()?,
        last_error: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_are_spread() {
        let policy = JobPolicy {
            first_delay: Duration::from_secs(4),
            most_delay: Duration::from_secs(100),
            ..JobPolicy::default()
        };
        let middle = |failures| policy.delay(failures, u16::MAX / 2 + 1).as_secs();
        assert_eq!([middle(1), middle(2), middle(3), middle(6), middle(1_000)], [4, 8, 16, 100, 100]);
        assert_eq!(policy.delay(1, 0), Duration::from_secs(3));
        assert_eq!(policy.delay(1, u16::MAX), Duration::from_secs(5));
    }
}

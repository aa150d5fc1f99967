//! Work: claims due jobs, runs them side by side, writes down how each ended.

use super::{
    Shared,
    deliver::{chance, describe},
};
use crate::{Db, DbError, Job, JobHandler, JobOutcome, JobSpec, outbox, sql, v};
use async_trait::async_trait;
use futures_util::FutureExt;
use infrasell_kernel::{JobId, Timestamp};
use infrasell_metrics::catalogue::{JOB_RUNS, JOB_SECONDS};
use infrasell_rpc::{
    Cx, Fault,
    trace::{Here, SpanKind, TraceCx, span, within},
};
use std::{
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet};

const DUE: &str =
    sql!("SELECT run_at FROM db_job WHERE state = 'waiting' AND kind IN list_text($1) ORDER BY run_at, id LIMIT 1");
const CLAIM: &str = sql!(
    "WITH due AS (
         SELECT id FROM db_job WHERE state = 'waiting' AND run_at <= $2 AND kind IN list_text($3)
         ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED
     )
     UPDATE db_job SET state = 'running', runner = $1, attempts = attempts + 1, started_at = $2
     WHERE id IN (SELECT id FROM due)
     RETURNING id, kind, key, payload, attempts, created_at, trace"
);
/// Gone, unless it was asked for again while it ran.
const FINISH: &str = sql!("DELETE FROM db_job WHERE id = $1 AND runner = $2 AND attempts = $3 AND again_at IS NULL");
const GO_AGAIN: &str = sql!(
    "UPDATE db_job SET state = 'waiting', runner = NULL, attempts = 0, again_at = NULL, last_error = $5,
         run_at = CASE WHEN again_at IS NOT NULL AND again_at < $4 THEN again_at ELSE $4 END
     WHERE id = $1 AND runner = $2 AND attempts = $3"
);
const FAIL: &str = sql!(
    "UPDATE db_job SET state = $4, runner = NULL, run_at = $5, last_error = $6, again_at = NULL
     WHERE id = $1 AND runner = $2 AND attempts = $3"
);
const SEED: &str = sql!(
    "INSERT INTO db_job (id, kind, key, payload, state, run_at, attempts, created_at)
     VALUES ($1, $2, 'schedule', 'null', 'waiting', $3, 0, $3)
     ON CONFLICT (kind, key) WHERE key IS NOT NULL AND state <> 'dead' DO UPDATE SET
         run_at = CASE WHEN db_job.run_at > $4 THEN $4 ELSE db_job.run_at END"
);
const BUSY: &str = sql!(
    "SELECT kind, id FROM db_job
     WHERE kind IN list_text($1) AND (state = 'running' OR (state = 'waiting' AND run_at <= $2)) LIMIT 1"
);

/// Runs jobs until the runner stops; then waits for the running ones.
pub(super) async fn serve(shared: Arc<Shared>, specs: BTreeMap<String, JobSpec>) {
    let mut due = shared.db.due();
    let mut tasks = JoinSet::new();
    while !shared.is_stopping() {
        shared.db.forget_due();
        let wait = match fill(&shared, &specs, &mut tasks).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "jobs wait");
                shared.options.poll
            }
        };
        tokio::select! {
            () = until_due(&shared.db, &mut due) => {}
            Some(_) = tasks.join_next() => {}
            // another process may have written a job down
            () = shared.pause(wait.min(shared.options.poll)) => {}
        }
    }
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(shared.options.grace, all).await.is_err() {
        tracing::warn!(jobs = tasks.len(), "jobs did not finish in time and are handed back");
        tasks.shutdown().await;
    }
}

/// Waits until a job is due that this process has written down since the last look.
async fn until_due(db: &Db, due: &mut watch::Receiver<Timestamp>) {
    loop {
        let first = *due.borrow_and_update();
        let wait = first.since(db.now());
        if wait.is_zero() {
            return;
        }
        let _ = tokio::time::timeout(wait, due.changed()).await;
    }
}

/// Claims as many due jobs as there is room for; returns when to look again.
async fn fill(
    shared: &Arc<Shared>,
    specs: &BTreeMap<String, JobSpec>,
    tasks: &mut JoinSet<()>,
) -> Result<Duration, DbError> {
    const LONG: Duration = Duration::from_secs(60);
    loop {
        let room = shared.options.concurrency.saturating_sub(tasks.len());
        if room == 0 {
            return Ok(LONG); // the end of one is what is waited for
        }
        let due: Option<Timestamp> = shared.db.opt(DUE, &v![&shared.kinds], |row| row.get(0)).await?;
        let now = shared.db.now();
        match due {
            None => return Ok(LONG),
            Some(time) if time > now => return Ok(time.since(now).min(LONG)),
            Some(_) => {}
        }
        let jobs = claim(shared, room).await?;
        if jobs.is_empty() {
            return Ok(shared.options.poll); // another process was quicker
        }
        for job in jobs {
            let spec = specs.get(&job.kind).expect("only the kinds in specs are claimed").clone();
            let shared = shared.clone();
            tasks.spawn(async move { perform(&shared, &spec, job).await });
        }
    }
}

async fn claim(shared: &Shared, room: usize) -> Result<Vec<Job>, DbError> {
    let _claim_under_way = shared.claiming.lock().await;
    let most = i64::try_from(room).unwrap_or(1);
    let mut tx = shared.db.begin().await?;
    let mut jobs = tx
        .all(CLAIM, &v![shared.id, shared.db.now(), &shared.kinds, most], |row| {
            Ok(Job {
                id: row.next()?,
                kind: row.next()?,
                key: row.next()?,
                payload: row.next()?,
                attempt: row.next()?,
                created_at: row.next()?,
                stopping: shared.stopping.clone(),
                trace: row.next::<Option<String>>()?.as_deref().and_then(TraceCx::parse),
            })
        })
        .await?;
    tx.commit().await?;
    jobs.sort_by_key(|job| job.id);
    shared.running().extend(jobs.iter().map(|job| job.id.get()));
    Ok(jobs)
}

/// Waits until the next run of this kind may begin.
async fn keep_pace(shared: &Shared, spec: &JobSpec) {
    if spec.pace.is_zero() {
        return;
    }
    let last = shared.begun().get(&spec.kind).copied();
    if let Some(last) = last {
        shared.pause(spec.pace.saturating_sub(last.elapsed())).await;
    }
    shared.begun().insert(spec.kind.clone(), Instant::now());
}

/// Runs one job and writes down how it ended; tries that until the database takes it.
async fn perform(shared: &Shared, spec: &JobSpec, job: Job) {
    let mut lost = shared.lost.subscribe();
    let at_its_time = async {
        keep_pace(shared, spec).await;
        (Instant::now(), run(spec, &job).await)
    };
    let (began, outcome) = tokio::select! {
        ended = at_its_time => ended,
        _ = lost.changed() => {
            shared.running().remove(&job.id.get());
            return;
        }
    };
    JOB_SECONDS.with(&[&job.kind]).took(began.elapsed());
    JOB_RUNS.with(&[&job.kind, said(spec, &job, &outcome)]).add(1);
    if let Err(fault) = &outcome {
        tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, why = describe(fault), "a job failed");
    }
    while let Err(error) = end(shared, spec, &job, &outcome).await {
        tracing::warn!(job = %job.id, kind = job.kind, %error, "a job's end could not be written down");
        tokio::time::sleep(shared.options.poll).await;
    }
    shared.running().remove(&job.id.get());
}

async fn run(spec: &JobSpec, job: &Job) -> Result<JobOutcome, Fault> {
    if job.attempt > spec.policy.attempts {
        return Err(Fault::internal("its process died each time it was run"));
    }
    let cx = Cx::system(job.kind.clone(), job.id.to_string());
    let here = Here { request_id: cx.request_id.as_str().into(), trace: job.trace };
    let ran = AssertUnwindSafe(spec.handler.run(&cx, job)).catch_unwind();
    let ran = tokio::time::timeout(spec.policy.time_limit, ran);
    let ran = span(format!("job {}", job.kind), SpanKind::Consumer, ran, |result| {
        (vec![("attempt", job.attempt.to_string())], !matches!(result, Ok(Ok(Ok(_)))))
    });
    match within(here, ran).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Fault::internal("the handler panicked")),
        Err(_) => Err(Fault::TimedOut),
    }
}

/// How a run is counted.
fn said(spec: &JobSpec, job: &Job, outcome: &Result<JobOutcome, Fault>) -> &'static str {
    match outcome {
        Ok(JobOutcome::Done) => "done",
        Ok(JobOutcome::Again(_)) => "again",
        Err(_) if spec.every.is_none() && job.attempt >= spec.policy.attempts => "dead",
        Err(_) => "failed",
    }
}

async fn end(shared: &Shared, spec: &JobSpec, job: &Job, outcome: &Result<JobOutcome, Fault>) -> Result<(), DbError> {
    let now = shared.db.now();
    let who = |more: Vec<crate::Val<'static>>| {
        let mut values = v![job.id, shared.id, job.attempt].to_vec();
        values.extend(more);
        values
    };
    let last_try = job.attempt >= spec.policy.attempts;
    match (outcome, spec.every) {
        (Ok(JobOutcome::Done), None) => {
            let mut tx = shared.db.begin().await?;
            if tx.exec(FINISH, &who(vec![])).await? == 0 {
                // asked for again while it ran; or taken over by another process, and then this touches nothing
                tx.exec(GO_AGAIN, &who(v![Timestamp::MAX, None::<String>].to_vec())).await?;
            }
            tx.commit().await?;
        }
        (Ok(outcome), every) => {
            let at = match outcome {
                JobOutcome::Again(at) => *at,
                JobOutcome::Done => now.plus(every.unwrap_or_default()),
            };
            shared.db.exec(GO_AGAIN, &who(v![at, None::<String>].to_vec())).await?;
        }
        (Err(fault), Some(every)) if last_try => {
            shared.db.exec(GO_AGAIN, &who(v![now.plus(every), describe(fault)].to_vec())).await?;
        }
        (Err(fault), _) => {
            let state = if last_try { "dead" } else { "waiting" };
            let at = now.plus(spec.policy.delay(job.attempt, chance(&shared.db)));
            shared.db.exec(FAIL, &who(v![state, at, describe(fault)].to_vec())).await?;
        }
    }
    Ok(())
}

/// Makes sure that each schedule's one job exists; one that was made with a longer interval is brought forward.
pub(super) async fn seed_schedules(db: &Db, specs: impl Iterator<Item = &JobSpec>) -> Result<(), DbError> {
    for spec in specs {
        let Some(every) = spec.every else { continue };
        let id: JobId = db.next_id().await?;
        let now = db.now();
        db.exec(SEED, &v![id, &spec.kind, now, now.plus(every)]).await?;
    }
    Ok(())
}

/// A job that is due or runs, if there is one.
pub(super) async fn busy(shared: &Shared) -> Result<Option<String>, DbError> {
    let due = v![&shared.kinds, shared.db.now()];
    shared.db.opt(BUSY, &due, |row| Ok(format!("{} {}", row.get::<String>(0)?, row.get::<JobId>(1)?))).await
}

/// Forgets old answers and events.
struct Sweep {
    db: Db,
    subscriptions: Vec<String>,
}

pub(super) fn sweep_spec(db: Db, subscriptions: Vec<String>) -> JobSpec {
    JobSpec::new("db.sweep", Arc::new(Sweep { db, subscriptions })).every(Duration::from_secs(3600))
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        let answers = self.db.sweep_once().await?;
        let events = outbox::sweep(&self.db, &self.subscriptions).await?;
        tracing::debug!(answers, events, "swept");
        Ok(JobOutcome::Done)
    }
}

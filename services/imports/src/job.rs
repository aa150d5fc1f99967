//! The run of an import that was uploaded: a persisted job.
//!
//! Always true: what a batch did is counted in one transaction with where the next begins, so a run that is cut off goes
//! on there and counts no row twice; of the batch that was under way when it was cut off, what had been written counts
//! as unchanged.

use crate::{
    apply::Work,
    feed::Feed,
    service::ImportService,
    shopify::FileError,
    store::{self, Run},
};
use async_trait::async_trait;
use infrasell_contracts::imports::ImportState;
use infrasell_db::{Db, Job, JobHandler, JobOutcome, JobPolicy, JobSpec};
use infrasell_kernel::ImportId;
use infrasell_rpc::{Cx, Fault};
use std::{
    io::{self, Read},
    sync::Arc,
    time::Duration,
};

/// The kind of job that runs an import.
pub(crate) const RUN: &str = "imports.run";
const SWEEP: &str = "imports.sweep";
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// How long an upload may stand still before it is forgotten.
const FORGET_UPLOADS_AFTER: Duration = Duration::from_secs(24 * 3600);
/// A service that stays away this many times fails the import.
const ATTEMPTS: u32 = 12;
/// A run is cut off after this and goes on where it was.
const TIME_LIMIT: Duration = Duration::from_secs(6 * 3600);

struct RunImport(Arc<ImportService>);
struct Sweep(Arc<ImportService>);

impl ImportService {
    /// What the runner does for imports and exports.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        let policy = JobPolicy { attempts: ATTEMPTS, time_limit: TIME_LIMIT, ..JobPolicy::default() };
        let mut jobs = vec![
            JobSpec::new(RUN, Arc::new(RunImport(self.clone()))).policy(policy),
            JobSpec::new(SWEEP, Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY),
        ];
        jobs.extend(self.export_jobs());
        jobs
    }

    /// Runs an import until it ends or `stops`; whether it has ended.
    async fn run(&self, cx: &Cx, id: ImportId, stops: impl Fn() -> bool) -> Result<bool, Fault> {
        let Some(run) = self.take_up(id).await? else { return Ok(true) };
        let currency = self.target.currency(cx).await?;
        let feed = match Feed::open(Stored::source(&self.db, id), run.import.kind, currency, run.steps_done).await {
            Ok(feed) => feed,
            Err(FileError::Io(error)) => return Err(Fault::internal(error)),
            Err(error) => return self.end(id, Some(&error.to_string())).await.map(|()| true),
        };
        self.run_batches(cx, &run, feed, stops).await
    }

    async fn run_batches(&self, cx: &Cx, run: &Run, mut feed: Feed, stops: impl Fn() -> bool) -> Result<bool, Fault> {
        let Run { import, mut steps_done } = run.clone();
        let (id, reference) = (import.id, import.id.to_string());
        let mut work = Work::begin(&self.target, cx, feed.columns.clone(), import.dry_run, reference).await?;
        while let Some(mut batch) = feed.next().await.map_err(Fault::internal)? {
            let applied = work.apply(cx, &mut batch).await?;
            let mut tx = self.db.begin().await?;
            if !store::account(&mut tx, id, steps_done, &batch, &applied, self.db.now()).await? {
                return Err(Fault::conflict(format!("{id} is run by somebody else as well")));
            }
            tx.commit().await?;
            steps_done = batch.steps;
            if stops() {
                return Ok(false);
            }
        }
        self.end(id, None).await?;
        Ok(true)
    }

    /// Marks an import as running, unless it has ended.
    async fn take_up(&self, id: ImportId) -> Result<Option<Run>, Fault> {
        let mut tx = self.db.begin().await?;
        let Some(run) = store::lock(&mut tx, id).await? else { return Ok(None) };
        match run.import.state {
            ImportState::Finished | ImportState::Uploading => return Ok(None),
            ImportState::Failed if store::part_in(&mut tx, id, 0).await?.is_none() => return Ok(None),
            ImportState::Queued | ImportState::Running | ImportState::Failed => {}
        }
        store::set_state(&mut tx, id, ImportState::Running, self.db.now()).await?;
        tx.commit().await?;
        Ok(Some(run))
    }

    /// Ends an import and takes its file away.
    async fn end(&self, id: ImportId, failure: Option<&str>) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        store::end(&mut tx, id, failure, self.db.now()).await?;
        store::drop_parts(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that the last try failed; the file stays, so that the dead letter can be tried again.
    async fn give_up(&self, id: ImportId, fault: &Fault) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        store::end(&mut tx, id, Some(&fault.to_string()), self.db.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[async_trait]
impl JobHandler for RunImport {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let id: ImportId = job.decode()?;
        match self.0.run(cx, id, || job.is_stopping()).await {
            Ok(true) => Ok(JobOutcome::Done),
            Ok(false) => Ok(JobOutcome::Again(self.0.db.now())),
            Err(fault) => {
                if job.attempt >= ATTEMPTS {
                    self.0.give_up(id, &fault).await?;
                }
                Err(fault)
            }
        }
    }
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        store::sweep(&self.0.db, self.0.db.now().minus(FORGET_UPLOADS_AFTER)).await?;
        Ok(JobOutcome::Done)
    }
}

/// The file of an import, read part by part out of the database, on a thread that may wait.
struct Stored {
    db: Db,
    id: ImportId,
    runtime: tokio::runtime::Handle,
    /// Where the next part begins.
    next: i64,
    part: io::Cursor<Vec<u8>>,
}

impl Stored {
    fn source(db: &Db, id: ImportId) -> impl Fn() -> io::Result<Box<dyn Read>> + Send + 'static {
        let (db, runtime) = (db.clone(), tokio::runtime::Handle::current());
        move || {
            let (db, runtime) = (db.clone(), runtime.clone());
            Ok(Box::new(Stored { db, id, runtime, next: 0, part: io::Cursor::default() }))
        }
    }
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        let part = self.runtime.block_on(store::part(&self.db, self.id, self.next)).map_err(io::Error::other)?;
        let Some(part) = part.filter(|part| !part.is_empty()) else { return Ok(0) };
        self.next += i64::try_from(part.len()).map_err(io::Error::other)?;
        self.part = io::Cursor::new(part);
        self.part.read(buffer)
    }
}

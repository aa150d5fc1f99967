//! The run of an export that was asked for: a persisted job.
//!
//! Always true: a page is stored in one transaction with where the next begins, so a run that is cut off goes on there.

use super::{Exporter, Place, Written, store};
use crate::service::ImportService;
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobPolicy, JobSpec};
use infrasell_kernel::ExportId;
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// The kind of job that runs an export.
pub(crate) const EXPORT: &str = "imports.export";
const SWEEP: &str = "imports.forget_exports";
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);
/// How long a finished file can be fetched.
const KEEP: Duration = Duration::from_secs(24 * 3_600);
const ATTEMPTS: u32 = 8;
const TIME_LIMIT: Duration = Duration::from_secs(6 * 3_600);

struct RunExport(Arc<ImportService>);
struct Forget(Arc<ImportService>);

impl ImportService {
    /// What the runner does for exports.
    pub(crate) fn export_jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        let policy = JobPolicy { attempts: ATTEMPTS, time_limit: TIME_LIMIT, ..JobPolicy::default() };
        vec![
            JobSpec::new(EXPORT, Arc::new(RunExport(self.clone()))).policy(policy),
            JobSpec::new(SWEEP, Arc::new(Forget(self.clone()))).every(SWEEP_EVERY),
        ]
    }

    /// Runs an export until it ends or `stops`; whether it has ended.
    async fn run_export(&self, cx: &Cx, id: ExportId, stops: impl Fn() -> bool) -> Result<bool, Fault> {
        let Some(mut run) = store::take_up(&self.db, id).await? else { return Ok(true) };
        let exporter = Exporter::begin(&self.target, cx, run.export.kind).await?;
        loop {
            let page = exporter.page(cx, run.place.take(), self.db.now()).await?;
            let next = page.next.clone();
            self.keep(id, &mut run.export.bytes, page).await?;
            match next {
                None => return Ok(true),
                Some(next) if stops() => {
                    run.place = Some(next);
                    return Ok(false);
                }
                Some(next) => run.place = Some(next),
            }
        }
    }

    async fn keep(&self, id: ExportId, bytes: &mut i64, page: Written) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        let now = self.db.now();
        if !store::account(&mut tx, id, *bytes, &page, now).await? {
            return Err(Fault::conflict(format!("{id} is run by somebody else as well")));
        }
        tx.commit().await?;
        *bytes += i64::try_from(page.bytes.len()).map_err(Fault::internal)?;
        Ok(())
    }
}

#[async_trait]
impl JobHandler for RunExport {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let id: ExportId = job.decode()?;
        match self.0.run_export(cx, id, || job.is_stopping()).await {
            Ok(true) => Ok(JobOutcome::Done),
            Ok(false) => Ok(JobOutcome::Again(self.0.db.now())),
            Err(fault) => {
                if job.attempt >= ATTEMPTS {
                    store::fail(&self.0.db, id, &fault.to_string()).await?;
                }
                Err(fault)
            }
        }
    }
}

#[async_trait]
impl JobHandler for Forget {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        store::forget(&self.0.db, self.0.db.now().minus(KEEP)).await?;
        Ok(JobOutcome::Done)
    }
}

/// A place as it is stored.
pub(super) fn place_text(place: Option<&Place>) -> Option<String> {
    place.and_then(|place| serde_json::to_string(place).ok())
}

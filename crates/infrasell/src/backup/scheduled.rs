//! Backups by the clock: a job of the runner, so that of several processes one takes it.

use super::{Source, Taken, status, take};
use crate::config::Backup;
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobPolicy, JobSpec};
use infrasell_rpc::{Cx, Fault};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// The kind of job that takes a backup.
const BACKUP: &str = "system.backup";
/// A backup that takes longer is given up.
const TIME_LIMIT: Duration = Duration::from_secs(12 * 3600);
/// Tries, a few minutes apart; the next one comes by the clock again.
const POLICY: JobPolicy = JobPolicy {
    attempts: 3,
    first_delay: Duration::from_secs(120),
    most_delay: Duration::from_secs(600),
    time_limit: TIME_LIMIT,
};

/// Takes a backup and notes what became of it.
///
/// # Errors
/// As for [`take`].
pub(crate) async fn take_noted(source: &Source, to: &Path, keep: Option<usize>) -> Result<Taken, super::BackupError> {
    let (at, begun) = (source.db.now(), Instant::now());
    let taken = take(source, to, keep).await;
    status::note(&source.data, at, begun.elapsed(), taken.as_ref());
    taken
}

struct ByTheClock {
    source: Source,
    folder: PathBuf,
    keep: usize,
}

#[async_trait]
impl JobHandler for ByTheClock {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        let made = std::fs::create_dir_all(&self.folder);
        made.map_err(|cause| Fault::internal(format!("{}: {cause}", self.folder.display())))?;
        let taken = take_noted(&self.source, &self.folder, Some(self.keep)).await.map_err(Fault::internal)?;
        tracing::info!(file = %taken.path.display(), bytes = taken.bytes, "backed up");
        Ok(JobOutcome::Done)
    }
}

/// The job, if the configuration asks for one.
#[must_use]
pub fn job(settings: &Backup, source: Source) -> Option<JobSpec> {
    if settings.every_hours == 0 {
        return None;
    }
    let folder = settings.folder(&source.data);
    let handler = ByTheClock { source, folder, keep: settings.keep };
    let every = Duration::from_secs(settings.every_hours.saturating_mul(3600));
    Some(JobSpec::new(BACKUP, Arc::new(handler)).policy(POLICY).every(every))
}

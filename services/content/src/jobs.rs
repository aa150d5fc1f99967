//! What content does by itself: announce what is shown from now on, and take away files that belong to no picture.

use crate::{media, service::ContentService};
use async_trait::async_trait;
use infrasell_contracts::content::{CONTENT_CHANGED, ContentChanged};
use infrasell_db::{Db, Job, JobHandler, JobOutcome, JobSpec};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// The kind of job that announces something whose time has come.
pub(crate) const PUBLISH: &str = "content.publish";

struct Publish(Db);

#[async_trait]
impl JobHandler for Publish {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let changed: ContentChanged = job.decode()?;
        let mut tx = self.0.begin().await?;
        tx.emit(CONTENT_CHANGED, &changed).await?;
        tx.commit().await?;
        Ok(JobOutcome::Done)
    }
}

impl ContentService {
    /// What the runner does for content.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new(PUBLISH, Arc::new(Publish(self.db.clone()))), media::sweeping(&self.db, &self.media)]
    }
}

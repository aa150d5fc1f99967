//! What inventory does by itself: ends holds whose time is up, and finds low stock that two sales at once hid.

use crate::{
    announce::Changes,
    service::{InventoryService, expire},
    store::policies,
};
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_rpc::{Cx, Fault, ServiceError};
use std::{sync::Arc, time::Duration};

/// How often holds whose time is up are ended.
const EXPIRE_EVERY: Duration = Duration::from_secs(10);
/// How often low-stock flags are compared with the levels.
const LOW_STOCK_EVERY: Duration = Duration::from_secs(60);

impl InventoryService {
    /// The schedules of this service.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![
            JobSpec::new("inventory.expire", Arc::new(Expire(self.clone()))).every(EXPIRE_EVERY),
            JobSpec::new("inventory.low_stock", Arc::new(FindLow(self.clone()))).every(LOW_STOCK_EVERY),
        ]
    }

    /// Ends every hold whose time is up; answers how many those were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expire_due(&self) -> Result<usize, Fault> {
        expire(self).await.map_err(|error| error.fault().cloned().unwrap_or_else(|| Fault::internal(error)))
    }

    /// Puts low-stock flags right; answers how many were wrong.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find_low_stock(&self) -> Result<usize, Fault> {
        let wrong = policies::misflagged(&self.deps.db).await?;
        for part in wrong.chunks(1_000) {
            let mut tx = self.deps.db.begin().await?;
            let mut changes = Changes::default();
            for variant in part {
                changes.recheck(*variant);
            }
            changes.announce(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(wrong.len())
    }
}

struct Expire(Arc<InventoryService>);

#[async_trait]
impl JobHandler for Expire {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.expire_due().await?;
        Ok(JobOutcome::Done)
    }
}

struct FindLow(Arc<InventoryService>);

#[async_trait]
impl JobHandler for FindLow {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.find_low_stock().await?;
        Ok(JobOutcome::Done)
    }
}

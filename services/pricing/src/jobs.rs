//! What pricing does by itself: tells of prices that began or ended because their time had come.

use crate::{
    service::{PricingService, prices_changed},
    store::prices,
};
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_kernel::VariantId;
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// How often it is looked for such prices.
const LOOK_EVERY: Duration = Duration::from_secs(5);

impl PricingService {
    /// The schedules of this service.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new("pricing.turn", Arc::new(Turn(self.clone()))).every(LOOK_EVERY)]
    }

    /// Tells of every price that began or ended by itself since the last time; answers how many variants those were.
    /// Writes nothing when there are none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell_turned(&self) -> Result<usize, Fault> {
        let db = &self.deps.db;
        let now = self.now();
        let from = prices::told_until(db).await?;
        let turned = prices::turned(db, from, now).await?;
        if turned.is_empty() {
            return Ok(0);
        }
        let mut tx = db.begin().await?;
        if prices::lock_told_until(&mut tx).await? != from {
            // another replica was faster
            return Ok(0);
        }
        let mut count = 0;
        for (channel, variants) in turned {
            let variants: Vec<VariantId> = variants.into_iter().collect();
            prices_changed(&mut tx, channel, &variants).await?;
            count += variants.len();
        }
        prices::set_told_until(&mut tx, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}

struct Turn(Arc<PricingService>);

#[async_trait]
impl JobHandler for Turn {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.tell_turned().await?;
        Ok(JobOutcome::Done)
    }
}

//! What pricing does by itself: tells of prices that began or ended because their time had come.

use crate::{
    service::{PricingService, prices_changed},
    store::prices,
};
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec, Tx};
use infrasell_kernel::{Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// How often it is looked for such prices.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The job that looks at the very moment when a price begins or ends.
const TURN_AT: &str = "pricing.turn_at";
/// The most moments of one write that get a job of their own; the look every few seconds finds the rest.
const MAX_MOMENTS: usize = 100;
/// How often it is tried again when somebody else tells at the same time.
const MAX_TRIES: usize = 5;

/// Sees to it that what begins or ends at these moments is told then.
pub(crate) async fn tell_at(tx: &mut Tx, moments: BTreeSet<Timestamp>, now: Timestamp) -> Result<(), Fault> {
    let to_come = moments.into_iter().filter(|moment| *moment > now).take(MAX_MOMENTS);
    for moment in to_come.collect::<Vec<_>>() {
        tx.enqueue(TURN_AT, Some(&moment.micros().to_string()), &(), moment).await?;
    }
    Ok(())
}

impl PricingService {
    /// The schedules of this service.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        let turn = Arc::new(Turn(self.clone()));
        vec![JobSpec::new("pricing.turn", turn.clone()).every(LOOK_EVERY), JobSpec::new(TURN_AT, turn)]
    }

    /// Tells of every price that began or ended by itself since the last time; answers how many variants those were.
    /// Writes nothing when there are none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell_turned(&self) -> Result<usize, Fault> {
        for _ in 0..MAX_TRIES {
            if let Some(count) = self.try_tell_turned().await? {
                return Ok(count);
            }
        }
        Ok(0)
    }

    /// Nothing when somebody else told in the meantime, perhaps of an earlier moment.
    async fn try_tell_turned(&self) -> Result<Option<usize>, Fault> {
        let db = &self.deps.db;
        let now = self.now();
        let from = prices::told_until(db).await?;
        let turned = prices::turned(db, from, now).await?;
        if turned.is_empty() {
            return Ok(Some(0));
        }
        let mut tx = db.begin().await?;
        if prices::lock_told_until(&mut tx).await? != from {
            return Ok(None);
        }
        let mut count = 0;
        for (channel, variants) in turned {
            let variants: Vec<VariantId> = variants.into_iter().collect();
            prices_changed(&mut tx, channel, &variants).await?;
            count += variants.len();
        }
        prices::set_told_until(&mut tx, now).await?;
        tx.commit().await?;
        Ok(Some(count))
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

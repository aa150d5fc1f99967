//! What orders do by themselves.

use crate::{OrderService, store};
use async_trait::async_trait;
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// How long what was told of a payment without an order is kept. Long after a checkout has ended; and an order that came
/// later still would bring its payment's sums along.
const KEEP_EARLY: Duration = Duration::from_secs(30 * 24 * 3600);
/// How often it is looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3600);

struct Sweep(Arc<OrderService>);

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.sweep().await.map(|_| JobOutcome::Done)
    }
}

impl OrderService {
    /// What the runner does for orders.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new("orders.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY)]
    }

    /// Forgets what was told long ago of payments that never got an order; returns of how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        Ok(store::payment::sweep(&self.db, self.env.now().minus(KEEP_EARLY)).await?)
    }
}

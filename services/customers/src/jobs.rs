//! What customers do by themselves.

use crate::{CustomerService, store};
use async_trait::async_trait;
use infrasell_contracts::customers::{Customers, DeleteCustomer};
use infrasell_contracts::identity::GetAccounts;
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// How long somebody is kept who registered, never showed that the address is his, and is known for nothing else.
pub const FORGET_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);
/// How many are forgotten at once.
pub const FORGET_AT_ONCE: i64 = 500;
/// How often they are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3600);

/// How often orders are read again that do not say where they were placed.
const CHANNELS_EVERY: Duration = Duration::from_secs(600);
/// How many are read at once.
const CHANNELS_AT_ONCE: i64 = 1_000;

struct Sweep(Arc<CustomerService>);
struct FindChannels(Arc<CustomerService>);

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, cx: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.sweep(cx).await.map(|_| JobOutcome::Done)
    }
}

#[async_trait]
impl JobHandler for FindChannels {
    async fn run(&self, cx: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.find_channels(cx).await.map(|_| JobOutcome::Done)
    }
}

impl CustomerService {
    /// What the runner does for customers.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![
            JobSpec::new("customers.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY),
            JobSpec::new("customers.channels", Arc::new(FindChannels(self.clone()))).every(CHANNELS_EVERY),
        ]
    }

    /// Reads orders again that were taken in before it was noted where they were placed; returns how many. One that
    /// cannot be read is tried again next time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find_channels(&self, cx: &Cx) -> Result<usize, Fault> {
        let mut read = 0;
        for order in store::ledger::without_channel(&self.db, CHANNELS_AT_ONCE).await? {
            match self.order_changed(cx, order).await {
                Ok(()) => read += 1,
                Err(error) => tracing::debug!(%order, %error, "it is not known where an order was placed"),
            }
        }
        Ok(read)
    }

    /// Forgets who registered long ago and never showed that the address is his; returns how many.
    ///
    /// # Errors
    /// What identity or the database says.
    pub async fn sweep(&self, cx: &Cx) -> Result<u64, Fault> {
        let before = self.env.now().minus(FORGET_AFTER);
        let ids = store::customer::forgotten(&self.db, before, FORGET_AT_ONCE).await?;
        let accounts = self.verified(cx, ids.clone()).await?;
        let mut forgotten = 0;
        for id in ids.into_iter().filter(|id| !accounts.contains(id)) {
            match self.delete(&cx.unkeyed(), DeleteCustomer { id, if_version: None }).await {
                Ok(()) => forgotten += 1,
                // somebody bought or was deleted meanwhile
                Err(error) => tracing::debug!(customer = %id, %error, "a registration is not forgotten"),
            }
        }
        Ok(forgotten)
    }

    /// Who of these has shown meanwhile that the address is his, though that is not known here yet.
    async fn verified(
        &self,
        cx: &Cx,
        customers: Vec<infrasell_kernel::CustomerId>,
    ) -> Result<Vec<infrasell_kernel::CustomerId>, Fault> {
        if customers.is_empty() {
            return Ok(vec![]);
        }
        let found = self.identity().accounts(&cx.unkeyed(), GetAccounts { customers }).await;
        let found = found.map_err(|error| Fault::relay(&error))?;
        let verified = found.items.into_iter().filter(|account| account.email_verified_at.is_some());
        Ok(verified.map(|account| account.customer).collect())
    }
}

//! The lease: who runs a saga, and until when nobody else may.

use super::{Run, Written};
use crate::{service::CheckoutService, store};
use infrasell_kernel::{CheckoutId, Timestamp};
use infrasell_rpc::Fault;
use std::{pin::pin, time::Duration};

/// How long a runner has a saga after its last sign of life.
pub(crate) const LEASE: Duration = Duration::from_secs(6);
/// A step is begun only when the lease lasts at least this long.
const MARGIN: Duration = Duration::from_secs(2);

impl CheckoutService {
    /// A lease from now.
    pub(crate) fn lease_end(&self) -> Timestamp {
        self.env.now().plus(LEASE)
    }

    /// Makes sure that the lease lasts for another step. Costs a write only when steps are slow.
    pub(super) async fn keep_lease(&self, run: &mut Run) -> Result<Written, Fault> {
        if self.env.now().plus(MARGIN) < run.row.leased_until {
            return Ok(Written::Yes);
        }
        let renewed = self.renew(run.row.id, run.row.version).await?;
        run.note_lease(renewed);
        Ok(if renewed.is_some() { Written::Yes } else { Written::No })
    }

    /// Does a step of a saga whose row is at `version`, and renews the lease meanwhile. Answers the step's result and the
    /// lease, if it was renewed; nothing when the lease was lost: then the step is dropped, and whoever has the saga now
    /// repeats it under the same key.
    pub(super) async fn holding<T>(
        &self,
        id: CheckoutId,
        version: i64,
        step: impl Future<Output = T> + Send,
    ) -> Option<(T, Option<Renewed>)> {
        let mut step = pin!(step);
        let mut renewed: Option<Renewed> = None;
        loop {
            tokio::select! {
                biased;
                result = &mut step => return Some((result, renewed)),
                () = tokio::time::sleep(LEASE / 3) => {}
            }
            let version = renewed.as_ref().map_or(version, |renewed| renewed.version);
            match self.renew(id, version).await {
                Ok(Some(again)) => renewed = Some(again),
                Ok(None) => return None,
                // the step goes on; if the lease runs out meanwhile, the next write finds out
                Err(fault) => tracing::warn!(%id, %fault, "the lease of a saga could not be renewed"),
            }
        }
    }

    async fn renew(&self, id: CheckoutId, version: i64) -> Result<Option<Renewed>, Fault> {
        let until = self.lease_end();
        Ok(store::renew(&self.db, id, version, until).await?.then_some(Renewed { version: version + 1, until }))
    }
}

/// A lease that was renewed: each time is a write and raises the version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Renewed {
    version: i64,
    until: Timestamp,
}

impl Run {
    pub(super) fn note_lease(&mut self, renewed: Option<Renewed>) {
        if let Some(renewed) = renewed {
            (self.row.version, self.row.leased_until) = (renewed.version, renewed.until);
        }
    }
}

//! Work beside the calls: mails that were asked for by address, the rotation of signing keys, sealing with a new master
//! key, what is over.

use crate::{
    IdentityService,
    service::{Asked, CUSTOMER_SESSION_IDLE, MAIL_JOB},
    store::{customer_session, mail, session},
};
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_rpc::{Cx, Fault, async_trait};
use std::{sync::Arc, time::Duration};

const ROTATE_EVERY: Duration = Duration::from_secs(3600);
/// How soon a master key that somebody put before the others seals everything.
const SEAL_EVERY: Duration = Duration::from_secs(3600);
const SWEEP_EVERY: Duration = Duration::from_secs(15 * 60);
/// How many rows of a sort one sweep deletes.
const SWEPT_AT_ONCE: i64 = 1_000;
/// How long it is kept which mails were asked for.
const MAILS_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

struct Mail(Arc<IdentityService>);
struct Rotate(Arc<IdentityService>);
struct Sweep(Arc<IdentityService>);
struct SealAnew(Arc<IdentityService>);

#[async_trait]
impl JobHandler for Mail {
    async fn run(&self, _cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.0.fulfil_wish(job.decode::<Asked>()?).await.map_err(|error| Fault::relay(&error))?;
        Ok(JobOutcome::Done)
    }
}

#[async_trait]
impl JobHandler for Rotate {
    async fn run(&self, _cx: &Cx, _job: &Job) -> Result<JobOutcome, Fault> {
        self.0.rotate_if_due().await.map_err(|error| Fault::relay(&error))?;
        Ok(JobOutcome::Done)
    }
}

#[async_trait]
impl JobHandler for SealAnew {
    async fn run(&self, _cx: &Cx, _job: &Job) -> Result<JobOutcome, Fault> {
        self.0.seal_anew().await?;
        Ok(JobOutcome::Done)
    }
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _cx: &Cx, _job: &Job) -> Result<JobOutcome, Fault> {
        self.0.sweep().await?;
        Ok(JobOutcome::Done)
    }
}

impl IdentityService {
    /// What the runner does for identity.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![
            JobSpec::new(MAIL_JOB, Arc::new(Mail(self.clone()))),
            JobSpec::new("identity.rotate", Arc::new(Rotate(self.clone()))).every(ROTATE_EVERY),
            JobSpec::new("identity.seal", Arc::new(SealAnew(self.clone()))).every(SEAL_EVERY),
            JobSpec::new("identity.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY),
        ]
    }

    /// Deletes some of what is over; returns how many rows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let now = self.env().now();
        let mut swept = session::sweep(self.db(), now, SWEPT_AT_ONCE).await?;
        // a used token is kept for as long as its successor may lie unused, to tell when it comes a second time
        let used = now.minus(CUSTOMER_SESSION_IDLE);
        swept += customer_session::sweep(self.db(), now, used, SWEPT_AT_ONCE).await?;
        swept += mail::sweep(self.db(), now.minus(MAILS_KEPT), SWEPT_AT_ONCE).await?;
        Ok(swept)
    }
}

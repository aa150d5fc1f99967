//! The system contract over this process's database: readiness, jobs, reconciliation.

use crate::reconcile;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    system::{GetReadiness, Job, JobState, ListJobs, Readiness, RemoveJob, RetryJob, System},
};
use infrasell_db::{Db, JobFilter, JobInfo, JobState as StoredState, sql, v};
use infrasell_gateway::Services;
use infrasell_kernel::Page;
use infrasell_rpc::{Cx, Fault};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// The system of one process.
pub struct LocalSystem {
    db: Db,
    services: OnceLock<Services>,
    stopping: Arc<AtomicBool>,
}

impl LocalSystem {
    /// Over a database; `stopping` is set once the process drains.
    #[must_use]
    pub fn new(db: Db, stopping: Arc<AtomicBool>) -> Self {
        LocalSystem { db, services: OnceLock::new(), stopping }
    }

    /// Names the services whose books are compared. Called once, when they are all there.
    pub fn set_services(&self, services: Services) {
        if self.services.set(services).is_err() {
            tracing::warn!("the system's services were set twice");
        }
    }
}

fn listed(info: JobInfo) -> Job {
    Job {
        id: info.id,
        kind: info.kind,
        key: info.key,
        state: match info.state {
            StoredState::Waiting => JobState::Waiting,
            StoredState::Running => JobState::Running,
            StoredState::Dead => JobState::Dead,
        },
        attempts: i64::from(info.attempts),
        last_error: info.last_error,
        run_at: info.run_at,
        created_at: info.created_at,
    }
}

#[async_trait]
impl System for LocalSystem {
    async fn readiness(&self, _: &Cx, _: GetReadiness) -> Result<Readiness, Fault> {
        let mut reasons = vec![];
        if self.stopping.load(Ordering::Acquire) {
            reasons.push("the process is stopping".to_owned());
        }
        if let Err(error) = self.db.one(sql!("SELECT 1 FROM db_migration LIMIT 1"), &v![], |_| Ok(())).await {
            reasons.push(error.to_string());
        }
        Ok(Readiness { ready: reasons.is_empty(), reasons })
    }

    async fn jobs(&self, _: &Cx, req: ListJobs) -> Result<Page<Job>, Fault> {
        let state = req.state.map(|state| match state {
            JobState::Waiting => StoredState::Waiting,
            JobState::Running => StoredState::Running,
            JobState::Dead => StoredState::Dead,
        });
        Ok(self.db.list_jobs(&JobFilter { kind: req.kind, state }, &req.page).await?.map(listed))
    }

    async fn retry_job(&self, cx: &Cx, req: RetryJob) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        tx.retry_job(req.id).await?;
        tx.record(cx, "system.retry_job", req.id, &req).await?;
        Ok(tx.commit().await?)
    }

    async fn remove_job(&self, cx: &Cx, req: RemoveJob) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        tx.remove_job(req.id).await?;
        tx.record(cx, "system.remove_job", req.id, &req).await?;
        Ok(tx.commit().await?)
    }

    async fn reconcile(&self, cx: &Cx, _: Audit) -> Result<AuditReport, Fault> {
        let services = self.services.get().ok_or_else(|| Fault::internal("the services are not there yet"))?;
        reconcile::run(cx, services).await
    }
}

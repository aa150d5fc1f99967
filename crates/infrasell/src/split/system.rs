//! The system contract over all processes: the edge shows everybody's jobs.

use super::Far;
use crate::system::LocalSystem;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    system::{self, GetReadiness, Job, ListJobs, Readiness, RemoveJob, RetryJob, System},
};
use infrasell_db::JOBS_LIST;
use infrasell_kernel::{Cursor, Page};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// The system of this process, and the jobs of the others beside it when there are any.
#[must_use]
pub fn system(own: Arc<LocalSystem>, far: &[Far]) -> Arc<dyn System> {
    if far.is_empty() {
        return own;
    }
    let others = far.iter().map(|far| Arc::new(system::wire::Remote(far.peer.clone())) as Arc<dyn System>);
    Arc::new(Together { others: others.collect(), own })
}

struct Together {
    own: Arc<LocalSystem>,
    others: Vec<Arc<dyn System>>,
}

/// Asks this process, and then each of the others until one of them has what is asked about.
macro_rules! find {
    ($self:ident, $cx:ident, $method:ident, $req:ident) => {{
        let mut said = $self.own.$method($cx, $req.clone()).await;
        for other in &$self.others {
            match said {
                Err(Fault::NotFound { .. }) => said = other.$method($cx, $req.clone()).await,
                decided => return decided,
            }
        }
        said
    }};
}

#[async_trait]
impl System for Together {
    async fn readiness(&self, cx: &Cx, req: GetReadiness) -> Result<Readiness, Fault> {
        self.own.readiness(cx, req).await
    }

    async fn jobs(&self, cx: &Cx, req: ListJobs) -> Result<Page<Job>, Fault> {
        let limit = usize::try_from(req.page.limit()?).unwrap_or(0);
        let mut pages = vec![self.own.jobs(cx, req.clone()).await?];
        for other in &self.others {
            pages.push(other.jobs(cx, req.clone()).await?);
        }
        // the numbers of all processes are of one row: a place in it is a place in each process's list
        let mut has_more = pages.iter().any(|page| page.next.is_some());
        let mut items: Vec<Job> = pages.into_iter().flat_map(|page| page.items).collect();
        items.sort_by_key(|job| std::cmp::Reverse(job.id));
        has_more |= items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|job| Cursor::new(JOBS_LIST, &job.id.get()));
        Ok(Page { items, next })
    }

    async fn retry_job(&self, cx: &Cx, req: RetryJob) -> Result<(), Fault> {
        find!(self, cx, retry_job, req)
    }

    async fn remove_job(&self, cx: &Cx, req: RemoveJob) -> Result<(), Fault> {
        find!(self, cx, remove_job, req)
    }

    async fn reconcile(&self, cx: &Cx, req: Audit) -> Result<AuditReport, Fault> {
        self.own.reconcile(cx, req).await
    }
}

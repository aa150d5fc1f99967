//! Jobs and the books as a whole.

use crate::{
    Gateway,
    answer::{Answer, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Query},
    paths::JobAt,
};
use axum::extract::State;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    system::{Job, JobState, ListJobs, RemoveJob, RetryJob},
};
use infrasell_kernel::{Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "System";
    A::new()
        .at("/admin/v1/jobs", |on| on.get(jobs, doc(TAG, "Jobs, newest first; dead ones wait for staff")))
        .at("/admin/v1/jobs/{id}", |on| on.delete(remove_job, doc(TAG, "Forget a dead job")))
        .at("/admin/v1/jobs/{id}/retry", |on| {
            on.post(retry_job, doc(TAG, "Try a dead job again, at once and with all its tries"))
        })
        .at("/admin/v1/reconciliation", |on| {
            on.post(reconcile, doc(TAG, "Check every service's books, and compare them with each other"))
        })
}

/// What a list of jobs is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Only those in this state.
    state: Option<JobState>,
    /// Only of this kind.
    kind: Option<String>,
}

async fn jobs(
    who: Allowed<may::SystemRead>,
    State(g): State<Gateway>,
    Query(f): Query<Filter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Job>>> {
    Ok(Shown::new(g.system.jobs(&who.cx, ListJobs { state: f.state, kind: f.kind, page }).await?))
}

async fn retry_job(who: Allowed<may::SystemWrite>, State(g): State<Gateway>, At(at): At<JobAt>) -> Answer<Done> {
    g.system.retry_job(&who.cx, RetryJob { id: at.id }).await?;
    Ok(Done)
}

async fn remove_job(who: Allowed<may::SystemWrite>, State(g): State<Gateway>, At(at): At<JobAt>) -> Answer<Done> {
    g.system.remove_job(&who.cx, RemoveJob { id: at.id }).await?;
    Ok(Done)
}

async fn reconcile(who: Allowed<may::SystemRead>, State(g): State<Gateway>) -> Answer<Shown<AuditReport>> {
    Ok(Shown::new(g.system.reconcile(&who.cx.unkeyed(), Audit {}).await?))
}

//! What checkouts do by themselves: resume sagas, end what was left alone, and check their own books.

use crate::{saga::RESUME, service::CheckoutService, store};
use async_trait::async_trait;
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_db::{Db, Job, JobFilter, JobHandler, JobOutcome, JobSpec, JobState};
use infrasell_kernel::{CheckoutId, PageRequest};
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// The most checkouts that one statement of a sweep ends or forgets.
pub const SWEPT_AT_ONCE: i64 = 200;
/// How often checkouts whose time is up are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// How long a checkout that is over without an order is kept for a look.
const KEEP: Duration = Duration::from_secs(30 * 24 * 3600);
/// Sagas that an audit reads at once.
const AUDITED_AT_ONCE: i64 = 500;
/// The most differences that an audit names for one check.
const MOST_DIFFERENCES: i64 = 100;

struct Sweep(Arc<CheckoutService>);

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        while !job.is_stopping() && self.0.sweep(cx).await? > 0 {}
        Ok(JobOutcome::Done)
    }
}

impl CheckoutService {
    /// What the runner does for checkouts.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        let sweep = JobSpec::new("checkout.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY);
        vec![self.resume_job(), sweep]
    }

    /// Ends up to [`SWEPT_AT_ONCE`] open checkouts whose time is up and forgets as many that have long been over without
    /// an order; returns how many. One that is being completed is left alone.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self, cx: &Cx) -> Result<u64, Fault> {
        let now = self.env.now();
        let expired = store::expire(&self.db, now, SWEPT_AT_ONCE).await?;
        for (cart, id, attempts) in &expired {
            self.free_cart(cx, *cart, *id, *attempts).await;
        }
        let forgotten = store::forget(&self.db, now.minus(KEEP), SWEPT_AT_ONCE).await?;
        Ok(forgotten + expired.len() as u64)
    }
}

/// Every saga has a job that looks after it, and no checkout contradicts itself.
pub(crate) async fn audit(db: &Db) -> Result<AuditReport, Fault> {
    let examined = store::count(db).await?;
    let contradictions = store::contradictions(db, MOST_DIFFERENCES).await?;
    let states = AuditCheck {
        name: "a checkout has a saga exactly while it is completed or undone, and an order exactly when completed"
            .into(),
        examined,
        differences: contradictions,
    };
    Ok(AuditReport { checks: vec![sagas_and_jobs(db).await?, states] })
}

async fn sagas_and_jobs(db: &Db) -> Result<AuditCheck, Fault> {
    let mut live = vec![];
    let mut after = CheckoutId::from_i64(0);
    loop {
        let page = store::live(db, after, AUDITED_AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = *last;
        live.extend(page);
    }
    let jobs = live_jobs(db).await?;
    let mut differences = vec![];
    for id in &live {
        if jobs.contains(&id.to_string()) {
            continue;
        }
        // it may have ended between the two looks
        if store::by_id(db, *id).await?.is_some_and(|row| row.is_live()) {
            differences.push(format!("{id}: a saga is under way, and no job looks after it"));
        }
    }
    let examined = i64::try_from(live.len()).unwrap_or(i64::MAX);
    Ok(AuditCheck { name: "every saga has a live job".into(), examined, differences })
}

/// The keys of the jobs that resume sagas and have not been given up.
async fn live_jobs(db: &Db) -> Result<BTreeSet<String>, Fault> {
    let mut keys = BTreeSet::new();
    let filter = JobFilter { kind: Some(RESUME.into()), state: None };
    let mut page = PageRequest { limit: Some(250), after: None };
    loop {
        let found = db.list_jobs(&filter, &page).await?;
        for job in found.items {
            if job.state != JobState::Dead {
                keys.extend(job.key);
            }
        }
        let Some(next) = found.next else { return Ok(keys) };
        page.after = Some(next);
    }
}

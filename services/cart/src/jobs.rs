//! What carts do by themselves: forget those whose time is up, and check their own books.

use crate::{service::CartService, store};
use async_trait::async_trait;
use infrasell_contracts::{
    cart::{CartState, MAX_LINES, MAX_UNITS},
    common::{AuditCheck, AuditReport},
};
use infrasell_db::{Db, Job, JobHandler, JobOutcome, JobSpec};
use infrasell_kernel::CartId;
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// The most carts that one statement of a sweep forgets.
pub const EXPIRED_A_SWEEP: i64 = 500;
/// How often carts whose time is up are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// Carts that an audit reads at once.
const AUDITED_AT_ONCE: i64 = 200;

struct Sweep(Arc<CartService>);

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        while !job.is_stopping() && self.0.sweep().await? > 0 {}
        Ok(JobOutcome::Done)
    }
}

impl CartService {
    /// What the runner does for carts.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new("cart.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY)]
    }

    /// Forgets up to [`EXPIRED_A_SWEEP`] carts whose time is up and that no checkout holds; returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        store::sweep(&self.db, self.env.now(), EXPIRED_A_SWEEP).await
    }
}

/// Every cart: its sums are those of its lines, no limit is passed, and it is locked if and only if somebody holds it.
pub(crate) async fn audit(db: &Db) -> Result<AuditReport, Fault> {
    let mut sums = AuditCheck::new("cart sums = lines");
    let mut limits = AuditCheck::new("cart lines are distinct and within the limits");
    let mut addresses = AuditCheck::new("cart addresses are distinct and at most one is selected");
    let mut owners = AuditCheck::new("a cart has an owner unless it is active");
    let mut after = CartId::from_i64(0);
    loop {
        let page = store::page_with_sums(db, after, AUDITED_AT_ONCE).await?;
        let Some((last, _)) = page.last() else { break };
        after = last.id;
        for (row, stored) in page {
            let lines = store::Sums::of(&row.lines);
            sums.expect(lines == stored, || format!("{}: the lines say {lines:?}, stored is {stored:?}", row.id));
            let distinct: BTreeSet<_> = row.lines.iter().map(|line| (line.variant, &line.attributes)).collect();
            let most = crate::lines::units(&row.lines).into_values().max().unwrap_or(0);
            let within = distinct.len() == row.lines.len() && row.lines.len() <= MAX_LINES && most <= MAX_UNITS;
            limits.expect(within, || {
                format!("{}: {} lines, {} of them distinct, most units {most}", row.id, row.lines.len(), distinct.len())
            });
            let numbers: BTreeSet<_> = row.details.addresses.iter().map(|one| one.number).collect();
            let selected = row.details.addresses.iter().filter(|one| one.selected).count();
            let sound = numbers.len() == row.details.addresses.len() && selected <= 1;
            addresses.expect(sound, || format!("{}: {} numbers, {selected} selected", row.id, numbers.len()));
            let owned = row.owner.is_some() != (row.state == CartState::Active);
            owners.expect(owned, || format!("{}: {:?} with owner {:?}", row.id, row.state, row.owner));
        }
    }
    Ok(AuditReport { checks: vec![sums, limits, addresses, owners] })
}

//! Running the saga: one move after the other, as [`infrasell_rules::checkout`] says what follows.
//!
//! Always true: whoever runs it holds a lease, and every write is guarded by the version that he last saw, so that of
//! two runners only one can write; no step is begun when the lease is about to end; a decision to undo is written down
//! before anything is undone, so that whoever resumes goes on undoing.
//!
//! When a runner died or was paused, the next one takes over once the lease has run out. What the first one has done
//! meanwhile is not done twice, because each call to another service carries the attempt's own key; what it still does
//! afterwards finds those keys used, its reservation released or due, or its payment marked to be undone.

mod back;
mod forward;
mod judge;
mod lease;
mod watch;

pub(crate) use back::undo_reference;
pub(crate) use forward::{last_chance, link};
pub(crate) use judge::is_waiting;
pub(crate) use lease::LEASE;

use crate::{
    model::{Agreed, Failure, Held, Progress, Row, shown},
    service::CheckoutService,
    store,
};
use infrasell_contracts::{
    checkout::OrderLink,
    payments::{GetPayment, Payment},
};
use infrasell_kernel::{CheckoutId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::checkout::{
    CheckoutEvent, CheckoutState, SagaMove, SagaOutcome, SagaStep, decide, saga_next, saga_undo,
};
use std::time::Duration;
use watch::watched;

/// The kind of the job that resumes a saga; its key is the checkout.
pub const RESUME: &str = "checkout.resume";
/// How long after it was left alone a saga is looked after, at first and at the most.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often a saga that waits for its buyer is looked after, in case no event tells that he has acted.
const BUYER_WAIT: Duration = Duration::from_secs(120);

/// A saga in the hands of a runner.
pub(crate) struct Run {
    /// The saga's own context: it outlives the request that began it.
    pub(crate) cx: Cx,
    pub(crate) row: Row,
    pub(crate) agreed: Agreed,
    pub(crate) progress: Progress,
    /// The payment as it was last seen.
    pub(crate) payment: Option<Payment>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// There is an order, or everything is undone.
    Over(Row),
    /// It waits: for the buyer, the provider, or a service that is away.
    Waits(Row, Timestamp),
    /// Another runner has it.
    Lost,
}

impl Run {
    /// Takes the saga of a row into hands; nothing when there is none.
    pub(crate) fn new(cx: &Cx, mut row: Row) -> Option<Run> {
        let cx = Cx::system("checkout", cx.request_id.clone());
        let (agreed, progress) = (row.agreed.take()?, row.progress.take()?);
        Some(Run { cx, row, agreed, progress, payment: None })
    }

    /// The context of a call to another service, under this attempt's own key.
    pub(crate) fn step(&self, step: &str) -> Cx {
        self.cx.step("checkout", format!("{}:{step}", self.row.reference()))
    }

    /// Keeps what a step has found out. The first failure is the one that counts.
    pub(crate) fn note(&mut self, found: Found) {
        if let Some(reservation) = found.reservation {
            self.progress.reservation = Some(reservation);
        }
        if let Some(payment) = found.payment {
            self.progress.payment = Some(shown(&payment));
            self.payment = Some(payment);
        }
        if let Some(order) = found.order {
            self.progress.order = Some(order);
        }
        if let Some(failure) = found.failure {
            self.progress.failure.get_or_insert(failure);
        }
    }

    /// The row with all that was found out.
    fn whole(&self) -> Row {
        Row { agreed: Some(self.agreed.clone()), progress: Some(self.progress.clone()), ..self.row.clone() }
    }
}

/// What a step has found out.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) reservation: Option<Held>,
    pub(crate) payment: Option<Payment>,
    pub(crate) order: Option<OrderLink>,
    pub(crate) failure: Option<Failure>,
}

/// How a step, or its undoing, went.
#[derive(Debug)]
pub(crate) struct Went<O> {
    pub(crate) outcome: O,
    pub(crate) found: Found,
}

impl<O> Went<O> {
    /// It went so, and there is nothing else to know.
    pub(crate) fn so(outcome: O) -> Self {
        Went { outcome, found: Found::default() }
    }
}

impl Went<SagaOutcome> {
    /// It has no effect, for this reason.
    pub(crate) fn refused(failure: Failure) -> Self {
        Went { outcome: SagaOutcome::Refused, found: Found { failure: Some(failure), ..Found::default() } }
    }

    /// It is not waited for any longer, or went as it should not; it may have its effect.
    pub(crate) fn given_up(failure: Failure) -> Self {
        Went { outcome: SagaOutcome::GivenUp, found: Found { failure: Some(failure), ..Found::default() } }
    }
}

/// What a write to the checkout's own row came to.
pub(crate) enum Written {
    Yes,
    /// Another runner has written since.
    No,
}

impl CheckoutService {
    /// Runs a saga from `next` until it is over or must wait.
    pub(crate) async fn drive(&self, mut run: Run, mut next: SagaMove) -> Result<Ending, Fault> {
        loop {
            match next {
                SagaMove::Next(step) => {
                    run.row.step = Some(step);
                    if let Written::No = self.keep_lease(&mut run).await? {
                        return self.lose(run).await;
                    }
                    let work = watched("forward", step, self.forward(&run, step));
                    let Some((went, lease)) = self.holding(run.row.id, run.row.version, work).await else {
                        return self.lose(run).await;
                    };
                    run.note_lease(lease);
                    run.note(went.found);
                    next = saga_next(step, went.outcome);
                    if went.outcome == SagaOutcome::Done {
                        run.progress.retries = 0;
                    }
                    tracing::debug!(attempt = run.row.reference(), %step, outcome = %went.outcome, "saga");
                }
                SagaMove::Compensate(step) => {
                    run.row.step = Some(step);
                    if let Written::No = self.decide_to_undo(&mut run).await? {
                        return self.lose(run).await;
                    }
                    let work = watched("back", step, self.back(&run, step));
                    let Some((went, lease)) = self.holding(run.row.id, run.row.version, work).await else {
                        return self.lose(run).await;
                    };
                    run.note_lease(lease);
                    run.note(went.found);
                    next = saga_undo(step, went.outcome);
                    tracing::debug!(attempt = run.row.reference(), %step, outcome = %went.outcome, "saga undoes");
                    if next == SagaMove::Compensate(step) {
                        return self.park(run, step).await;
                    }
                }
                SagaMove::Retry(step) => {
                    run.progress.retries += 1;
                    return self.park(run, step).await;
                }
                SagaMove::WaitForProvider(step) => return self.park(run, step).await,
                SagaMove::NeedsBuyer(step) => return self.park_for_buyer(run, step).await,
                SagaMove::Done => return self.finish(run).await,
                SagaMove::Failed => return self.finish_undone(run).await,
            }
        }
    }

    /// Writes the decision to undo down, before anything is undone.
    async fn decide_to_undo(&self, run: &mut Run) -> Result<Written, Fault> {
        if run.row.undoing {
            return self.keep_lease(run).await;
        }
        run.row.undoing = true;
        let (attempt, failure) = (run.row.reference(), &run.progress.failure);
        if matches!(failure, Some(Failure::Unplaceable { .. })) {
            tracing::warn!(attempt, ?failure, "an order cannot be placed and is undone");
        } else {
            tracing::info!(attempt, ?failure, "a purchase is undone");
        }
        self.write(run, None).await
    }

    /// Writes what is known, and enqueues or takes back the job that resumes it: at `wake`, or never.
    pub(crate) async fn write(&self, run: &mut Run, wake: Option<Timestamp>) -> Result<Written, Fault> {
        let before = run.row.version;
        run.row.version += 1;
        run.row.updated_at = self.env.now();
        let row = run.whole();
        let mut tx = self.db.begin().await?;
        if !store::save(&mut tx, &row, before).await? {
            return Ok(Written::No);
        }
        if let Some(at) = wake {
            tx.enqueue(RESUME, Some(&row.id.to_string()), &row.id, at).await?;
        }
        tx.commit().await?;
        Ok(Written::Yes)
    }

    /// Leaves it alone until it is due again.
    async fn park(&self, mut run: Run, step: SagaStep) -> Result<Ending, Fault> {
        run.row.step = Some(step);
        self.leave(run).await
    }

    /// What was heard of a payment while its saga was run was left to the runner, and may have come after his last look.
    async fn look_once_more(&self, id: CheckoutId, seen: &Payment) -> Result<(), Fault> {
        let cx = Cx::system("checkout", id.to_string());
        // whoever cannot be asked now is asked when the saga is due
        let Ok(now) = self.payments.payment(&cx, GetPayment { id: seen.id }).await else { return Ok(()) };
        if now.state != seen.state {
            self.db.enqueue(RESUME, Some(&id.to_string()), &id, self.env.now()).await?;
        }
        Ok(())
    }

    async fn park_for_buyer(&self, mut run: Run, step: SagaStep) -> Result<Ending, Fault> {
        run.row.step = Some(step);
        run.row.state = decided(run.row.state, CheckoutEvent::BuyerAsked)?;
        self.leave(run).await
    }

    async fn leave(&self, mut run: Run) -> Result<Ending, Fault> {
        run.row.runner = None;
        let wake = self.next_look(&run.row, &run.progress);
        if let Written::No = self.write(&mut run, Some(wake)).await? {
            return self.lose(run).await;
        }
        if let Some(payment) = &run.payment {
            self.look_once_more(run.row.id, payment).await?;
        }
        Ok(Ending::Waits(run.whole(), wake))
    }

    /// When a saga that waits is looked after again: soon at first, then less and less often; in any case when its time
    /// is over.
    pub(crate) fn next_look(&self, row: &Row, progress: &Progress) -> Timestamp {
        let now = self.env.now();
        let wait = match (row.state, progress.retries) {
            (CheckoutState::NeedsBuyer, _) => BUYER_WAIT,
            (_, 0) => (now.since(progress.started_at) / 2).clamp(FIRST_WAIT, LONGEST_WAIT),
            (_, retries) => FIRST_WAIT.saturating_mul(1 << (retries - 1).min(5)).min(LONGEST_WAIT),
        };
        let end = last_chance(progress);
        if end > now { now.plus(wait).min(end) } else { now.plus(wait) }
    }

    /// Another runner has the saga. When that one has undone the attempt, or is about to, what this one may have done
    /// meanwhile is undone too: a call that was under way may have arrived after the other had looked for its effect.
    async fn lose(&self, run: Run) -> Result<Ending, Fault> {
        let attempt = run.row.attempt;
        let Some(row) = store::by_id(&self.db, run.row.id).await? else { return Ok(Ending::Lost) };
        let is_undone = row.attempt > attempt || row.undoing || row.failure_of(attempt).is_some();
        tracing::warn!(attempt = run.row.reference(), is_undone, "a saga was taken over by another runner");
        if is_undone {
            self.take_back(&run).await;
        }
        Ok(Ending::Lost)
    }

    /// There is an order.
    async fn finish(&self, mut run: Run) -> Result<Ending, Fault> {
        run.row.state = decided(run.row.state, CheckoutEvent::Placed)?;
        run.progress.instrument = None;
        self.end(run.whole()).await
    }

    /// Everything is undone. An order that was made and cancelled again uses the checkout up: there is one order a
    /// checkout, so the buyer starts a new one.
    async fn finish_undone(&self, mut run: Run) -> Result<Ending, Fault> {
        let failure = run.progress.failure.take().unwrap_or(Failure::CalledOff);
        run.row.state = decided(run.row.state, CheckoutEvent::Undone { ready: failure.leaves_ready() })?;
        if run.progress.order.is_some() && run.row.is_open() {
            run.row.state = decided(run.row.state, CheckoutEvent::Cancel)?;
        }
        run.row.remember(failure);
        let row = Row { agreed: None, progress: None, ..run.row };
        self.end(row).await
    }

    /// The last write of a saga; the job that watched over it goes with it.
    async fn end(&self, mut row: Row) -> Result<Ending, Fault> {
        let before = row.version;
        row.version += 1;
        row.updated_at = self.env.now();
        (row.step, row.undoing, row.runner) = (None, false, None);
        let mut tx = self.db.begin().await?;
        let saved = if row.agreed.is_some() {
            store::save(&mut tx, &row, before).await?
        } else {
            store::save_agreed(&mut tx, &row, before).await?
        };
        if !saved {
            return Ok(Ending::Lost);
        }
        tx.cancel(RESUME, &row.id.to_string())?;
        tx.commit().await?;
        Ok(Ending::Over(row))
    }
}

/// What the rules make of a checkout. The saga asks only for what they allow, so a refusal is our fault.
pub(crate) fn decided(state: CheckoutState, event: CheckoutEvent) -> Result<CheckoutState, Fault> {
    decide(state, event).map_err(Fault::internal)
}

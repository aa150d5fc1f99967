//! Taking a saga up again: when its job is due, when its payment has changed, when the buyer comes back.
//!
//! Always true: a saga that still waits costs no write to look at; one that somebody runs is left to him; money that
//! comes in for an attempt that is over goes back.

use crate::{
    model::{Failure, Held, Row, parse_reference, reference},
    saga::{Ending, LEASE, RESUME, Run, Written, decided, is_waiting, link, undo_reference},
    service::CheckoutService,
    store,
};
use async_trait::async_trait;
use infrasell_contracts::payments::{
    FindPayment, GetPayment, PAYMENT_CHANGED, Payment, PaymentChanged, SyncPayment, Undo,
};
use infrasell_db::{Event, EventHandler, Job, JobHandler, JobOutcome, JobPolicy, JobSpec, Subscription};
use infrasell_kernel::{CheckoutId, PaymentId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{
    checkout::{CheckoutEvent, CheckoutState, SagaMove, SagaStep},
    order::OrderState,
    payment::PaymentTotals,
    stock::ReservationState,
};
use std::{sync::Arc, time::Duration};

/// How long a saga that is run for the first time has before it is looked after: somewhat longer than its lease.
pub(crate) const FIRST_RESUME: Duration = LEASE.saturating_add(Duration::from_secs(1));
/// The least time between two looks of a job.
const LEAST_WAIT: Duration = Duration::from_secs(1);

/// What was found.
pub(crate) enum Taken {
    /// It is over.
    Over,
    /// Somebody runs it, until then at the least.
    Busy(Timestamp),
    /// It waits as before; to be looked at again then.
    Waits(Box<Row>, Timestamp),
    /// It is ours, and goes on with this.
    Ours(Box<Run>, SagaMove),
}

impl CheckoutService {
    /// Takes a saga up, if it is there to be taken.
    pub(crate) async fn take(&self, cx: &Cx, id: CheckoutId) -> Result<Taken, Fault> {
        let Some(row) = store::by_id(&self.db, id).await?.filter(Row::is_live) else { return Ok(Taken::Over) };
        let now = self.env.now();
        if row.is_leased(now) {
            return Ok(Taken::Busy(row.leased_until));
        }
        // whoever leaves a saga in good order leaves no name
        let crashed = row.runner.is_some();
        let mut run =
            Run::new(cx, row.clone()).ok_or_else(|| Fault::internal(format!("{id} has a step and no saga")))?;
        if let Err(fault) = self.see_payment(&mut run, crashed).await {
            tracing::warn!(%id, %fault, "the payment of a saga cannot be looked at");
            let next = self.next_look(&run.row, &run.progress);
            return Ok(Taken::Waits(Box::new(row), next));
        }
        if !crashed && self.still_waits(&run) {
            let next = self.next_look(&run.row, &run.progress);
            return Ok(Taken::Waits(Box::new(row), next));
        }
        run.row.runner = Some(self.runner);
        run.row.leased_until = self.lease_end();
        if run.row.state == CheckoutState::NeedsBuyer {
            run.row.state = decided(run.row.state, CheckoutEvent::BuyerActed)?;
        }
        if let Written::No = self.write(&mut run, None).await? {
            return Ok(Taken::Busy(now.plus(LEASE)));
        }
        let next = match run.row.step {
            Some(step) if run.row.undoing => SagaMove::Compensate(step),
            Some(_) if crashed => self.recover(&mut run).await?,
            Some(step) => SagaMove::Next(step),
            None => return Ok(Taken::Over),
        };
        Ok(Taken::Ours(Box::new(run), next))
    }

    /// Whether nothing has changed for a payment that is to be authorised, and there is still time.
    fn still_waits(&self, run: &Run) -> bool {
        let forward = run.row.step == Some(SagaStep::Authorise) && !run.row.undoing;
        let (Some(payment), Some(method)) = (&run.payment, &run.agreed.method) else { return false };
        forward && is_waiting(payment, method) && !self.is_too_late(run)
    }

    /// Finds out how the payment of a saga stands, if it has come so far as to have one.
    async fn see_payment(&self, run: &mut Run, crashed: bool) -> Result<(), Fault> {
        if run.agreed.method.is_none() {
            return Ok(());
        }
        let known = run.progress.payment.as_ref().map(|payment| payment.id);
        let asked = run.row.step >= Some(SagaStep::Authorise) || crashed;
        run.payment = match known {
            Some(id) => Some(self.sync_payment(&run.cx, id).await?),
            None if asked => {
                let find = FindPayment { reference: run.row.reference() };
                self.payments.find(&run.cx, find).await.map_err(|error| Fault::relay(&error))?
            }
            None => None,
        };
        Ok(())
    }

    /// Has payments ask the provider; what payments knows by itself will do when that cannot be asked.
    async fn sync_payment(&self, cx: &Cx, id: PaymentId) -> Result<Payment, Fault> {
        match self.payments.sync(cx, SyncPayment { id }).await {
            Ok(payment) => return Ok(payment),
            Err(error) => tracing::debug!(%id, %error, "the provider cannot be asked"),
        }
        self.payments.payment(cx, GetPayment { id }).await.map_err(|error| Fault::relay(&error))
    }

    /// Where a saga goes on whose runner has died: what it did is found by its names, for it may have died before it
    /// wrote anything down.
    async fn recover(&self, run: &mut Run) -> Result<SagaMove, Fault> {
        let (order, reservation) = tokio::try_join!(self.order_of_checkout(run), self.reservation_of(run))?;
        let is_usable = |state| matches!(state, ReservationState::Held | ReservationState::Committed);
        // before there is a payment the step is done again, for the cart may not be locked yet
        if let Some(found) = reservation.filter(|found| is_usable(found.state))
            && (order.is_some() || run.payment.is_some())
        {
            run.progress.reservation = Some(Held { id: found.id, allocations: found.allocations });
        }
        tracing::info!(
            attempt = run.row.reference(),
            order = ?order.as_ref().map(|order| order.id),
            payment = ?run.payment.as_ref().map(|payment| payment.state),
            "a saga whose runner died is taken over"
        );
        let Some(order) = order else {
            let from = if run.payment.is_some() { SagaStep::Authorise } else { SagaStep::Reserve };
            return Ok(SagaMove::Next(from));
        };
        run.progress.order = Some(link(&order));
        if order.state == OrderState::Cancelled {
            run.progress.failure.get_or_insert(Failure::Unplaceable { reason: "the order was cancelled".into() });
            return Ok(SagaMove::Compensate(SagaStep::CreateOrder));
        }
        Ok(SagaMove::Next(SagaStep::CommitStock))
    }

    /// Takes a saga up and runs it until it rests. Answers when to look again, if ever.
    ///
    /// # Errors
    /// What the database or a service says that must be asked before the saga can go on.
    pub async fn resume(&self, cx: &Cx, id: CheckoutId) -> Result<Option<Timestamp>, Fault> {
        match self.take(cx, id).await? {
            Taken::Over => Ok(None),
            Taken::Busy(until) => Ok(Some(until)),
            Taken::Waits(_, next) => Ok(Some(next)),
            Taken::Ours(run, next) => {
                let _under_way = self.running.enter(id);
                match self.drive(*run, next).await? {
                    Ending::Over(_) => Ok(None),
                    Ending::Waits(_, next) => Ok(Some(next)),
                    Ending::Lost => Ok(Some(self.lease_end())),
                }
            }
        }
    }

    /// A payment has changed: wakes the saga that waits for it, or gives back what came in too late.
    ///
    /// # Errors
    /// What the database or payments says; the event is then delivered again.
    pub async fn payment_changed(&self, cx: &Cx, event: &PaymentChanged) -> Result<(), Fault> {
        let Some((id, attempt)) = parse_reference(&event.reference) else { return Ok(()) };
        let Some(seen) = store::glance(&self.db, id).await? else { return Ok(()) };
        let now = self.env.now();
        if seen.is_live && seen.attempt == attempt {
            let known = seen.progress.as_ref().and_then(|progress| progress.payment.as_ref());
            let is_news = known.is_none_or(|known| known.state != event.state) || seen.undoing;
            // whoever runs the saga sees it for himself
            if is_news && seen.leased_until.is_none_or(|until| until <= now) {
                self.db.enqueue(RESUME, Some(&id.to_string()), &id, now).await?;
            }
            return Ok(());
        }
        let became_order = seen.state == CheckoutState::Completed && seen.attempt == attempt;
        if became_order || !has_money(&event.totals) {
            return Ok(());
        }
        let attempt = reference(id, attempt);
        tracing::warn!(attempt, payment = %event.payment, "money came in for an attempt that is over, and goes back");
        let undo = Undo { id: event.payment, reference: undo_reference(&attempt) };
        // a key of this event's own: the wish may have been written down before the money came
        let cx = cx.step("checkout", format!("{attempt}:undo:{}", cx.request_id));
        self.payments.undo(&cx, undo).await.map_err(|error| Fault::relay(&error))?;
        Ok(())
    }

    /// The job that resumes sagas. It is never given up: a saga ends in an order or with everything undone.
    pub(crate) fn resume_job(self: &Arc<Self>) -> JobSpec {
        let policy = JobPolicy {
            attempts: u32::MAX,
            first_delay: LEAST_WAIT,
            most_delay: Duration::from_secs(60),
            time_limit: Duration::from_secs(120),
        };
        JobSpec::new(RESUME, Arc::new(Resume(self.clone()))).policy(policy)
    }

    /// What checkouts hear of.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        vec![Subscription::new("checkout.payments", &[PAYMENT_CHANGED], Arc::new(PaymentNews(self.clone())))]
    }
}

/// Whether anything is held or was kept and is not on its way back.
fn has_money(totals: &PaymentTotals) -> bool {
    totals.capturable_minor > 0 || totals.captured_minor > totals.refunded_minor + totals.refund_pending_minor
}

struct Resume(Arc<CheckoutService>);

#[async_trait]
impl JobHandler for Resume {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let next = self.0.resume(cx, job.decode()?).await?;
        let least = self.0.env.now().plus(LEAST_WAIT);
        Ok(next.map_or(JobOutcome::Done, |next| JobOutcome::Again(next.max(least))))
    }
}

struct PaymentNews(Arc<CheckoutService>);

#[async_trait]
impl EventHandler for PaymentNews {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.payment_changed(cx, &event.decode()?).await
    }
}

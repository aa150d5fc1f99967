//! The steps of placing an order. Each can be done again: its call carries the attempt's own key, and what is known
//! already is not asked for once more.

use super::{
    Found, Run, Went,
    judge::{
        authorised, captured, decline, is_captured_later, is_unknown, may_fulfil, not_authorised, not_locked, short,
    },
};
use crate::{
    look::NOTHING_TO_PAY,
    model::{Failure, Held, Progress},
    service::CheckoutService,
};
use infrasell_contracts::{
    cart::{CartError, LockCart, UnlockCart},
    checkout::OrderLink,
    inventory::{CommitReservation, InventoryError, Reserve, ReserveLine},
    orders::{CreateOrder, NewLineItem, Order},
    payments::{Authorise, Capture, FindPayment, Payment, PaymentError, PaymentMethod},
};
use infrasell_kernel::{Money, Timestamp};
use infrasell_rpc::Fault;
use infrasell_rules::{
    checkout::{SagaOutcome, SagaStep},
    order::OrderState,
    payment::PaymentState,
    stock::ReservationState,
};
use std::time::Duration;

/// What is left of the time that stock is held when an order is still begun.
const TIME_TO_PLACE: Duration = Duration::from_secs(20);
/// How long a provider that does not even take the request is tried, before the buyer gets his checkout back.
const PROVIDER_PATIENCE: Duration = Duration::from_secs(30);

impl CheckoutService {
    /// Does a step.
    pub(super) async fn forward(&self, run: &Run, step: SagaStep) -> Went<SagaOutcome> {
        match step {
            // the quote was made and compared before the attempt was written down
            SagaStep::Quote => Went::so(SagaOutcome::Done),
            SagaStep::Reserve => self.reserve(run).await,
            SagaStep::Authorise => self.authorise(run).await,
            SagaStep::CreateOrder => self.create_order(run).await,
            SagaStep::CommitStock => self.commit_stock(run).await,
            SagaStep::Capture => self.capture(run).await,
            SagaStep::Announce => self.announce(run).await,
        }
    }

    /// Whether there is no time left to place an order on the stock that is held.
    pub(crate) fn is_too_late(&self, run: &Run) -> bool {
        self.env.now() >= last_chance(&run.progress)
    }

    /// Keeps the cart as it is and holds the stock, both at the same time.
    async fn reserve(&self, run: &Run) -> Went<SagaOutcome> {
        if run.progress.reservation.is_some() {
            return Went::so(SagaOutcome::Done);
        }
        if self.is_too_late(run) {
            return Went::given_up(Failure::TimedOut);
        }
        let keys: Vec<String> = run.agreed.lines.iter().map(|line| line.id.to_string()).collect();
        let lock = LockCart { token: run.row.cart, revision: run.agreed.cart_revision, owner: run.row.id.to_string() };
        let mut lines = vec![];
        for (line, key) in run.agreed.lines.iter().zip(&keys) {
            lines.push(ReserveLine {
                key: key.clone(),
                variant: line.variant,
                quantity: line.quantity,
                sku: line.sku.clone(),
            });
        }
        let reserve = Reserve {
            owner: run.row.reference(),
            channel: run.row.channel,
            lines,
            expires_at: run.progress.hold_until,
        };
        let (lock_cx, reserve_cx) = (run.step("lock"), run.step("reserve"));
        let (locked, reserved) =
            tokio::join!(self.carts.lock(&lock_cx, lock), self.inventory.reserve(&reserve_cx, reserve));
        // one of the two may have its effect when the other is refused, so that both are undone
        if let Err(error) = &locked
            && let Some(failure) = not_locked(error)
        {
            return Went::given_up(failure);
        }
        let held = match reserved {
            Ok(found) if found.state == ReservationState::Held => Held { id: found.id, allocations: found.allocations },
            Ok(_) => return Went::given_up(Failure::TimedOut),
            Err(InventoryError::OutOfStock { shortages }) => return Went::given_up(short(&shortages, &keys)),
            Err(error) if is_unknown(&error) => return Went::so(SagaOutcome::Unknown),
            Err(error) => return Went::given_up(Failure::Unplaceable { reason: error.to_string() }),
        };
        let outcome = if locked.is_ok() { SagaOutcome::Done } else { SagaOutcome::Unknown };
        let reservation = (outcome == SagaOutcome::Done).then_some(held);
        Went { outcome, found: Found { reservation, ..Found::default() } }
    }

    /// Has the money held, or finds out what became of that.
    async fn authorise(&self, run: &Run) -> Went<SagaOutcome> {
        let Some(method) = &run.agreed.method else { return Went::so(SagaOutcome::Done) };
        if let Some(payment) = &run.payment {
            return self.judge_authorised(run, payment.clone(), method);
        }
        if self.is_too_late(run) {
            return Went::given_up(Failure::TimedOut);
        }
        let request = Authorise {
            reference: run.row.reference(),
            amount: Money::new(run.agreed.quote.totals.total_minor, run.row.currency),
            method: method.code.clone(),
            instrument: run.progress.instrument.clone(),
            return_url: run.progress.return_url.clone(),
            description: run.progress.description.clone(),
            channel: Some(run.row.channel),
        };
        match self.payments.authorise(&run.step("authorise"), request).await {
            Ok(payment) => self.judge_authorised(run, payment, method),
            Err(error) if is_unknown(&error) => self.find_authorised(run, method).await,
            // an earlier call without an answer may have arrived, so this is no proof that there is no payment
            Err(error) => Went::given_up(not_authorised(&error)),
        }
    }

    fn judge_authorised(&self, run: &Run, payment: Payment, method: &PaymentMethod) -> Went<SagaOutcome> {
        let outcome = authorised(&payment, method);
        let late = run.progress.order.is_none() && self.is_too_late(run);
        let (outcome, failure) = match outcome {
            SagaOutcome::Refused => (outcome, Some(decline(&payment))),
            _ if late => (SagaOutcome::GivenUp, Some(Failure::TimedOut)),
            SagaOutcome::GivenUp => {
                let reason = "the payment was paid back in part before the order was placed";
                (outcome, Some(Failure::Unplaceable { reason: reason.into() }))
            }
            SagaOutcome::Done | SagaOutcome::NeedsBuyer | SagaOutcome::Unknown => (outcome, None),
        };
        Went { outcome, found: Found { payment: Some(payment), failure, ..Found::default() } }
    }

    /// There was no answer: perhaps the payment is there. If it is not, the provider is tried for a while.
    async fn find_authorised(&self, run: &Run, method: &PaymentMethod) -> Went<SagaOutcome> {
        let find = FindPayment { reference: run.row.reference() };
        match self.payments.find(&run.cx, find).await {
            Ok(Some(payment)) => self.judge_authorised(run, payment, method),
            Ok(None) if self.env.now() >= run.progress.started_at.plus(PROVIDER_PATIENCE) => {
                Went::given_up(Failure::PaymentUnavailable)
            }
            Ok(None) | Err(_) if self.is_too_late(run) => Went::given_up(Failure::TimedOut),
            Ok(None) | Err(_) => Went::so(SagaOutcome::Unknown),
        }
    }

    async fn create_order(&self, run: &Run) -> Went<SagaOutcome> {
        if run.progress.order.is_some() {
            return Went::so(SagaOutcome::Done);
        }
        match self.orders.create(&run.step("create_order"), order_of(run)).await {
            Ok(order) if order.state == OrderState::Cancelled => Went {
                outcome: SagaOutcome::GivenUp,
                found: Found {
                    order: Some(link(&order)),
                    failure: Some(Failure::Unplaceable { reason: "the order was cancelled".into() }),
                    ..Found::default()
                },
            },
            Ok(order) => {
                Went { outcome: SagaOutcome::Done, found: Found { order: Some(link(&order)), ..Found::default() } }
            }
            Err(error) if is_unknown(&error) => Went::so(SagaOutcome::Unknown),
            // nor is this one that there is no order
            Err(error) => Went::given_up(Failure::Unplaceable { reason: error.to_string() }),
        }
    }

    async fn commit_stock(&self, run: &Run) -> Went<SagaOutcome> {
        let (Some(held), Some(order)) = (&run.progress.reservation, &run.progress.order) else {
            return Went::given_up(Failure::Unplaceable { reason: "the stock that was held is not known".into() });
        };
        let commit = CommitReservation { id: held.id, reference: order.id.to_string() };
        match self.inventory.commit(&run.step("commit_stock"), commit).await {
            Ok(_) => Went::so(SagaOutcome::Done),
            Err(InventoryError::ReservationEnded { .. }) => {
                let reason = "the stock was given back before the order was placed";
                Went::refused(Failure::Unplaceable { reason: reason.into() })
            }
            Err(error) if is_unknown(&error) => Went::so(SagaOutcome::Unknown),
            Err(error) => Went::given_up(Failure::Unplaceable { reason: error.to_string() }),
        }
    }

    /// Takes the money that is held. Once it was asked for, only a definite no is a no.
    async fn capture(&self, run: &Run) -> Went<SagaOutcome> {
        let (Some(method), Some(payment)) = (&run.agreed.method, &run.payment) else {
            return Went::so(SagaOutcome::Done);
        };
        if !is_captured_later(payment, method) {
            return Went::so(SagaOutcome::Done);
        }
        let known = captured(payment);
        if known != SagaOutcome::Unknown {
            return judged_captured(known, payment.clone());
        }
        let reference = format!("{}:capture", run.row.reference());
        let capture = Capture { id: payment.id, reference, amount_minor: None };
        match self.payments.capture(&run.step("capture"), capture).await {
            Ok(payment) => judged_captured(captured(&payment), payment),
            // it is not as it was last seen: the next look tells
            Err(PaymentError::WrongState { state })
                if !matches!(state, PaymentState::Failed | PaymentState::Voided) =>
            {
                Went::so(SagaOutcome::Unknown)
            }
            Err(error) if is_unknown(&error) => Went::so(SagaOutcome::Unknown),
            Err(error) => Went::refused(Failure::Declined { reason: error.to_string() }),
        }
    }

    /// The cart has become an order. Orders has told the world with the order itself.
    async fn announce(&self, run: &Run) -> Went<SagaOutcome> {
        let unlock = UnlockCart { token: run.row.cart, owner: run.row.id.to_string(), completed: true };
        match self.carts.unlock(&run.step("announce"), unlock).await {
            Ok(()) | Err(CartError::Fault(Fault::NotFound { .. })) => Went::so(SagaOutcome::Done),
            Err(_) => Went::so(SagaOutcome::Unknown),
        }
    }
}

/// When an order is begun at the latest.
pub(crate) fn last_chance(progress: &Progress) -> Timestamp {
    progress.hold_until.minus(TIME_TO_PLACE)
}

fn judged_captured(outcome: SagaOutcome, payment: Payment) -> Went<SagaOutcome> {
    let failure = (outcome == SagaOutcome::Refused).then(|| decline(&payment));
    Went { outcome, found: Found { payment: Some(payment), failure, ..Found::default() } }
}

/// The order as a checkout shows it.
pub(crate) fn link(order: &Order) -> OrderLink {
    OrderLink { id: order.id, number: order.number.clone(), token: order.token }
}

/// The order that was agreed to.
fn order_of(run: &Run) -> CreateOrder {
    let (agreed, details, payment) = (&run.agreed, &run.row.details, run.payment.as_ref());
    let mut line_items = vec![];
    for line in &agreed.lines {
        line_items.push(NewLineItem {
            key: line.id.to_string(),
            variant: line.variant,
            product: line.product,
            product_title: line.product_title.clone(),
            variant_title: line.variant_title.clone(),
            sku: line.sku.clone(),
            hsn_code: line.hsn_code.clone(),
            country_of_origin: line.country_of_origin,
            image_url: line.image.as_ref().map(|image| image.url.clone()),
            attributes: line.attributes.clone(),
            requires_shipping: line.requires_shipping,
            quantity: line.quantity,
            mrp_minor: line.mrp.map(|mrp| mrp.minor),
        });
    }
    let is_sent = agreed.lines.iter().any(|line| line.requires_shipping);
    CreateOrder {
        checkout: run.row.id,
        token: run.progress.order_token,
        channel: run.row.channel,
        locale: run.row.locale.clone(),
        customer: run.row.customer,
        email: details.email.clone().unwrap_or_default(),
        phone: details.phone.clone(),
        shipping_address: details.shipping_address.clone().filter(|_| is_sent),
        billing_address: details.billed().cloned(),
        line_items,
        quote: agreed.quote.clone(),
        reservation: run.progress.reservation.as_ref().map(|held| held.id),
        allocations: run.progress.reservation.as_ref().map(|held| held.allocations.clone()).unwrap_or_default(),
        payment: payment.map(|payment| payment.id),
        payment_reference: payment.map(|payment| payment.reference.clone()),
        payment_method: agreed.method.as_ref().map_or(NOTHING_TO_PAY.into(), |method| method.code.clone()),
        may_fulfil: may_fulfil(payment, agreed.method.as_ref()),
        authorised_minor: payment.map_or(0, |payment| payment.totals.capturable_minor),
        captured_minor: payment.map_or(0, |payment| payment.totals.captured_minor),
        note: agreed.note.clone(),
        attributes: agreed.attributes.clone(),
    }
}

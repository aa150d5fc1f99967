//! What an order makes of what is known about its payment.

use super::{Effects, Event, fulfil, refund, state};
use crate::model::{Head, Stored};
use infrasell_contracts::{
    orders::{OrderCancelled, OrderError, OrderRefunded},
    payments::{PaymentChanged, RefundProgress, RefundState},
};
use infrasell_kernel::{RefundId, Timestamp};
use infrasell_rules::{
    order::{OrderCommand, OrderState},
    payment::PaymentState,
};
use serde::{Deserialize, Serialize};

/// What is known about a payment, merged from everything that was told.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Known {
    /// Ever held, minor units.
    pub(crate) authorised_minor: i64,
    /// Ever captured, minor units.
    pub(crate) captured_minor: i64,
    /// Whether what is held and not captured is given back.
    pub(crate) closed: bool,
    /// What only the newest event knows.
    pub(crate) told: Option<Told>,
}

/// The part of an event that does not only grow: a refund that succeeded may fail later, a failed one be tried again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) state: PaymentState,
    pub(crate) refunded_minor: i64,
    pub(crate) refunds: Vec<RefundProgress>,
}

impl Known {
    /// What one event says.
    pub(crate) fn of(event: &PaymentChanged) -> Self {
        let totals = event.totals;
        Known {
            authorised_minor: totals.authorised_minor.max(0),
            captured_minor: totals.captured_minor.max(0),
            // of a hold that is open, all that is not captured can be
            closed: totals.capturable_minor < totals.authorised_minor.saturating_sub(totals.captured_minor),
            told: Some(Told {
                state: event.state,
                refunded_minor: totals.refunded_minor.max(0),
                refunds: event.refunds.clone(),
            }),
        }
    }

    /// Held and neither captured nor given back, minor units.
    pub(crate) fn held_minor(&self) -> i64 {
        if self.closed { 0 } else { self.authorised_minor.saturating_sub(self.captured_minor).max(0) }
    }
}

/// Puts what is known into a head: the sums, where the payment stands, and the word for it.
pub(crate) fn fill_in(head: &mut Head, known: &Known) {
    head.held_minor = known.held_minor();
    head.captured_minor = known.captured_minor;
    if let Some(told) = &known.told {
        head.refunded_minor = told.refunded_minor;
        let trouble = matches!(told.state, PaymentState::Held | PaymentState::Voided | PaymentState::Failed);
        head.payment_trouble = Some(told.state).filter(|_| trouble);
    }
    state::follow_payment(head);
}

/// Brings an order up to what is known about its payment. The same knowledge a second time changes nothing.
pub(crate) fn take_in(order: &mut Stored, known: &Known, now: Timestamp) -> Result<Effects, OrderError> {
    let before = order.head.clone();
    let mut effects = Effects::default();
    fill_in(&mut order.head, known);
    // those that fail make room for those that are tried again
    let told = || known.told.iter().flat_map(|told| &told.refunds);
    for progress in told().filter(|one| one.state == RefundState::Failed) {
        follow_refund(order, progress, &mut effects);
    }
    for progress in told().filter(|one| one.state != RefundState::Failed) {
        follow_refund(order, progress, &mut effects);
    }
    note_money(order, &before, &mut effects);
    if order.head.state == OrderState::AwaitingPayment {
        settle(order, now, &mut effects)?;
    }
    let head = &order.head;
    let more = head.captured_minor > before.captured_minor || head.held_minor > before.held_minor;
    if before.state == OrderState::Cancelled && more {
        effects.note("late_payment", "money came in after the order was cancelled; it goes back");
        let undo = OrderCancelled { order: head.id, restock: vec![], payment: head.payment };
        effects.events.push(Event::Cancelled(undo));
    }
    state::follow_units_if_open(order)?;
    state::follow_payment(&mut order.head);
    Ok(effects)
}

/// Lets an order that waits for its money go on, or calls it off when the money will not come.
fn settle(order: &mut Stored, now: Timestamp, effects: &mut Effects) -> Result<(), OrderError> {
    if state::payment_is_gone(&order.head) {
        return fulfil::cancel(order, OrderCommand::PaymentFailed, "the payment has failed", true, now, effects);
    }
    if state::is_settled(&order.head) {
        state::command(order, OrderCommand::PaymentSettled)?;
        effects.note("confirmed", "confirmed: the money is there or held");
    }
    Ok(())
}

fn follow_refund(order: &mut Stored, progress: &RefundProgress, effects: &mut Effects) {
    // other references are refunds that orders did not ask for, such as the undoing of a cancelled order's payment
    let Ok(id) = progress.reference.parse::<RefundId>() else { return };
    let Some(place) = order.head.refunds.iter().position(|refund| refund.id == id) else { return };
    let (state, amount_minor) = (order.head.refunds[place].state, order.head.refunds[place].amount_minor);
    // A failed refund that is tried again after its money was promised otherwise stays failed here. Payments pays back
    // only one of the two, and says which.
    let too_late = state == RefundState::Failed && amount_minor > refund::available_minor(&order.head);
    if state == progress.state || (progress.state == RefundState::Pending && too_late) {
        return;
    }
    let amount = order.money(amount_minor);
    order.head.refunds[place].state = progress.state;
    match progress.state {
        RefundState::Pending => effects.note("refund_retried", format!("{id}: the refund of {amount} is tried again")),
        RefundState::Succeeded => {
            effects.note("refund_succeeded", format!("{id}: {amount} was paid back"));
            effects.events.push(Event::Refunded(OrderRefunded { order: order.head.id, refund: id }));
        }
        RefundState::Failed => effects.note("refund_failed", format!("{id}: the refund of {amount} has failed")),
    }
}

fn note_money(order: &Stored, before: &Head, effects: &mut Effects) {
    let head = &order.head;
    if head.held_minor > before.held_minor {
        effects.note("authorised", format!("{} is held", order.money(head.held_minor)));
    }
    if head.captured_minor > before.captured_minor {
        effects.note("captured", format!("{} was captured", order.money(head.captured_minor - before.captured_minor)));
    }
    let fresh = head.captured_minor.saturating_sub(before.captured_minor);
    let released = before.held_minor.saturating_sub(head.held_minor).saturating_sub(fresh);
    if released > 0 && head.payment_trouble != Some(PaymentState::Voided) {
        effects.note("released", format!("{} is no longer held", order.money(released)));
    }
    if head.refunded_minor != before.refunded_minor {
        effects.note("refunded", format!("{} is paid back in all", order.money(head.refunded_minor)));
    }
    if head.payment_trouble == before.payment_trouble {
        return;
    }
    match head.payment_trouble {
        Some(PaymentState::Held) => effects.note("payment_held", "the payment is held for staff to look at"),
        Some(PaymentState::Voided) => effects.note("payment_voided", "the hold on the money was released"),
        Some(_) => effects.note("payment_failed", "the payment has failed"),
        None => effects.note("payment_cleared", "the payment is in order again"),
    }
}

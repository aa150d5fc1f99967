//! Which command the units ask of the order's state machine. The machine decides.

use super::units::{Progress, progress};
use crate::model::{Head, Stored};
use infrasell_contracts::orders::OrderError;
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::{OrderCommand, OrderState, PaymentSums, decide, payment_status},
    payment::PaymentState,
};

/// What the machine makes of a command.
pub(crate) fn command(order: &mut Stored, command: OrderCommand) -> Result<(), OrderError> {
    let state = order.head.state;
    order.head.state = decide(state, command).map_err(|_| OrderError::WrongState { state })?;
    Ok(())
}

/// Where an order stands whose units stand so, once it is confirmed.
pub(crate) fn by_units(progress: Progress) -> OrderState {
    if progress.open == 0 {
        OrderState::Fulfilled
    } else if progress.sent > 0 {
        OrderState::PartiallyFulfilled
    } else {
        OrderState::Confirmed
    }
}

/// Brings the state to what the units say.
pub(crate) fn follow_units(order: &mut Stored) -> Result<(), OrderError> {
    let (from, to) = (order.head.state, by_units(progress(order)));
    if from == to {
        return Ok(());
    }
    let asked = match to {
        OrderState::Fulfilled => OrderCommand::Fulfil { all: true },
        OrderState::PartiallyFulfilled if from == OrderState::Fulfilled => OrderCommand::Unfulfil { all: false },
        OrderState::PartiallyFulfilled => OrderCommand::Fulfil { all: false },
        _ => OrderCommand::Unfulfil { all: true },
    };
    command(order, asked)
}

/// The same where the units do not speak for the state: an order that waits for its money, or has ended, stays as it is.
pub(crate) fn follow_units_if_open(order: &mut Stored) -> Result<(), OrderError> {
    match order.head.state {
        OrderState::Confirmed | OrderState::PartiallyFulfilled | OrderState::Fulfilled => follow_units(order),
        OrderState::AwaitingPayment | OrderState::Completed | OrderState::Cancelled => Ok(()),
    }
}

/// What the payment of an order has come to. A cancelled order costs nothing.
pub(crate) fn sums(head: &Head) -> PaymentSums {
    PaymentSums {
        total_minor: if head.state == OrderState::Cancelled { 0 } else { head.total_minor },
        authorised_minor: head.held_minor,
        captured_minor: head.captured_minor,
        refunded_minor: head.refunded_minor,
        voided: head.payment_trouble == Some(PaymentState::Voided),
        failed: head.payment_trouble == Some(PaymentState::Failed),
    }
}

/// Derives the word for the payment anew.
pub(crate) fn follow_payment(head: &mut Head) {
    head.payment_status = payment_status(&sums(head));
}

/// Whether the payment has ended without money for an order that costs some.
pub(crate) fn payment_is_gone(head: &Head) -> bool {
    let ended = matches!(head.payment_trouble, Some(PaymentState::Voided | PaymentState::Failed));
    ended && head.captured_minor == 0 && head.held_minor == 0 && head.total_minor > 0
}

fn payment_is_held_back(head: &Head) -> bool {
    head.payment_trouble == Some(PaymentState::Held)
}

/// Whether an order that waits for its money need not wait any longer.
pub(crate) fn is_settled(head: &Head) -> bool {
    let there = head.captured_minor.saturating_add(head.held_minor);
    let enough = head.may_fulfil || there >= head.total_minor;
    enough && !payment_is_gone(head) && !payment_is_held_back(head)
}

/// Refuses goods to leave that the payment does not cover any more.
pub(crate) fn check_goods_may_leave(head: &Head) -> Result<(), Fault> {
    if payment_is_held_back(head) {
        return Err(Fault::conflict("the payment is held for staff to look at; goods stay here until then"));
    }
    if payment_is_gone(head) {
        return Err(Fault::conflict("the payment has failed or was released; there is no money for these goods"));
    }
    Ok(())
}

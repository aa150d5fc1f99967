//! What other services' answers mean for the saga. Pure.

use crate::model::Failure;
use infrasell_contracts::{
    cart::CartError,
    inventory::Shortage,
    payments::{Payment, PaymentError, PaymentMethod},
};
use infrasell_kernel::ErrorKind;
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::{
    checkout::{Message, SagaOutcome, Severity},
    payment::PaymentState,
};

/// Whether nobody knows if a call had its effect: there was no answer, or the other side had an accident.
pub(super) fn is_unknown(error: &impl ServiceError) -> bool {
    let accident = matches!(error.kind(), ErrorKind::Internal | ErrorKind::Unavailable | ErrorKind::TooMany);
    accident || matches!(error.fault(), Some(Fault::IdempotencyKeyInUse))
}

/// What a payment that was to be authorised has come to.
pub(super) fn authorised(payment: &Payment, method: &PaymentMethod) -> SagaOutcome {
    use PaymentState as S;
    if payment.held.is_some() {
        // a person must look; until then nothing is fulfilled and nothing is given back
        return SagaOutcome::Unknown;
    }
    match payment.state {
        S::Authorised | S::PartiallyCaptured | S::Captured => SagaOutcome::Done,
        S::Created | S::Pending | S::NeedsAction if method.capabilities.pays_later => SagaOutcome::Done,
        S::NeedsAction => SagaOutcome::NeedsBuyer,
        S::Created | S::Pending | S::Held => SagaOutcome::Unknown,
        S::Failed | S::Voided | S::Refunded => SagaOutcome::Refused,
        S::PartiallyRefunded => SagaOutcome::GivenUp,
    }
}

/// What a payment that was to be captured has come to.
pub(super) fn captured(payment: &Payment) -> SagaOutcome {
    use PaymentState as S;
    match payment.state {
        // what was paid back already was taken before
        S::Captured | S::PartiallyRefunded | S::Refunded => SagaOutcome::Done,
        S::Failed | S::Voided => SagaOutcome::Refused,
        S::Created | S::Pending | S::NeedsAction | S::Authorised | S::PartiallyCaptured | S::Held => {
            SagaOutcome::Unknown
        }
    }
}

/// Whether nothing is held and nothing was kept. Money that is known to be on its way back counts as given back:
/// payments sees it through.
pub(super) fn is_undone(payment: &Payment) -> bool {
    let totals = &payment.totals;
    match payment.state {
        PaymentState::Failed | PaymentState::Voided | PaymentState::Refunded => true,
        PaymentState::Captured | PaymentState::PartiallyCaptured | PaymentState::PartiallyRefunded => {
            totals.capturable_minor == 0 && totals.captured_minor <= totals.refunded_minor + totals.refund_pending_minor
        }
        PaymentState::Created
        | PaymentState::Pending
        | PaymentState::NeedsAction
        | PaymentState::Authorised
        | PaymentState::Held => false,
    }
}

/// Whether a payment that is to be authorised still waits for the buyer or the provider.
pub(crate) fn is_waiting(payment: &Payment, method: &PaymentMethod) -> bool {
    matches!(authorised(payment, method), SagaOutcome::NeedsBuyer | SagaOutcome::Unknown)
}

/// Whether money is taken in a step of its own.
pub(super) fn is_captured_later(payment: &Payment, method: &PaymentMethod) -> bool {
    method.capabilities.authorise && payment.state != PaymentState::Captured
}

/// Whether goods may leave once the order is there.
pub(super) fn may_fulfil(payment: Option<&Payment>, method: Option<&PaymentMethod>) -> bool {
    let Some(method) = method else { return true };
    let is_there = |payment: &Payment| {
        let secured = matches!(payment.state, PaymentState::Authorised | PaymentState::Captured);
        secured && payment.held.is_none()
    };
    method.capabilities.paid_at_door || payment.is_some_and(is_there)
}

/// Why a payment was refused, for the buyer.
pub(super) fn decline(payment: &Payment) -> Failure {
    let reason = payment.decline_reason.clone().unwrap_or_else(|| format!("the payment is {}", payment.state));
    Failure::Declined { reason }
}

/// Why a payment was not even made.
pub(super) fn not_authorised(error: &PaymentError) -> Failure {
    match error {
        PaymentError::Fault(Fault::Invalid { errors }) => Failure::Invalid { errors: errors.clone() },
        PaymentError::MethodNotOffered { .. }
        | PaymentError::NotSupported { .. }
        | PaymentError::AmountTooLarge { .. } => {
            let text = "the chosen payment method is not offered for this order";
            Failure::NotReady { messages: vec![mendable("payment_method_unavailable", "payment_method", text.into())] }
        }
        PaymentError::WrongState { .. } | PaymentError::BadSignature | PaymentError::Fault(_) => {
            Failure::Unplaceable { reason: error.to_string() }
        }
    }
}

/// Why a cart could not be kept as it is; nothing when nobody knows.
pub(super) fn not_locked(error: &CartError) -> Option<Failure> {
    let over =
        |text: &str| Some(Failure::NotReady { messages: vec![mendable("cart_unavailable", "lines", text.into())] });
    match error {
        CartError::Fault(Fault::Stale { .. }) => Some(Failure::CartChanged),
        CartError::CartLocked => over("the cart is being bought by another checkout"),
        CartError::CartCompleted => over("the cart has become an order"),
        CartError::Fault(Fault::NotFound { .. }) => over("the cart is gone"),
        error if is_unknown(error) => None,
        error => Some(Failure::Unplaceable { reason: error.to_string() }),
    }
}

/// What is short, in the places of the lines.
pub(super) fn short(shortages: &[Shortage], keys: &[String]) -> Failure {
    let mut messages = vec![];
    for shortage in shortages {
        let index = keys.iter().position(|key| *key == shortage.key).unwrap_or(0);
        let path = format!("lines.{index}.quantity");
        messages.push(if shortage.available <= 0 {
            mendable("out_of_stock", &path, "this item is sold out".into())
        } else {
            let text = format!("only {} of this item can be had", shortage.available);
            mendable("insufficient_stock", &path, text)
        });
    }
    Failure::OutOfStock { messages }
}

fn mendable(code: &str, path: &str, text: String) -> Message {
    Message { code: code.into(), path: path.into(), severity: Severity::ClientCanMend, text }
}

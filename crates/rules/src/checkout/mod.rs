//! The life of a checkout, what stands between it and an order, and the saga that places the order.
//!
//! Always true: while a checkout is completing nobody edits, cancels or expires it, for money may be moving; every
//! path of the saga ends in an order, at the buyer, or with everything undone.

mod readiness;
mod saga;

pub use readiness::{GroupReadiness, LineReadiness, Message, ReadinessFacts, Severity};
pub use saga::{Compensation, SagaMove, SagaOutcome, SagaStep, UndoOutcome};

use crate::{machine::Refused, words::words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Where a checkout stands.
    CheckoutState {
        /// Something is missing that the client can mend.
        Incomplete = "incomplete",
        /// It can be completed.
        Ready = "ready",
        /// The buyer must act: agree to a new price, pass a challenge.
        NeedsBuyer = "needs_buyer",
        /// The order is being placed.
        Completing = "completing",
        /// There is an order.
        Completed = "completed",
        /// Called off.
        Cancelled = "cancelled",
        /// Left alone for too long.
        Expired = "expired",
    }
}

/// What happens to a checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckoutEvent {
    /// Its lines, address, method or payment were changed.
    Edited {
        /// Whether nothing is missing now.
        ready: bool,
    },
    /// The client asks for the order.
    Complete,
    /// The saga, or a rule, asks the buyer to act.
    BuyerAsked,
    /// The buyer has acted, or the provider reports that it has: the saga goes on.
    BuyerActed,
    /// The saga has placed the order.
    Placed,
    /// The saga has undone everything.
    Undone {
        /// Whether it could be tried again as it is.
        ready: bool,
    },
    /// The buyer or the shop calls it off.
    Cancel,
    /// Its time has run out.
    Expire,
}

/// A checkout's state does not allow what happened.
pub type CheckoutRefused = Refused<CheckoutState, CheckoutEvent>;

//! The life of a checkout, what stands between it and an order, and the saga that places the order.
//!
//! Always true: while a checkout is completing nobody edits, cancels or expires it, for money may be moving; every
//! path of the saga ends in an order, at the buyer, or with everything undone.

mod readiness;
mod saga;

pub use readiness::{GroupReadiness, LineReadiness, Message, ReadinessFacts, Severity, readiness};
pub use saga::{Compensation, SagaMove, SagaOutcome, SagaStep, UndoOutcome, saga_next, saga_undo};

use crate::{
    machine::{Machine, Refused},
    words::words,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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

impl fmt::Display for CheckoutEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CheckoutEvent::Edited { ready: true } => "edited_ready",
            CheckoutEvent::Edited { ready: false } => "edited_incomplete",
            CheckoutEvent::Complete => "complete",
            CheckoutEvent::BuyerAsked => "buyer_asked",
            CheckoutEvent::BuyerActed => "buyer_acted",
            CheckoutEvent::Placed => "placed",
            CheckoutEvent::Undone { ready: true } => "undone_ready",
            CheckoutEvent::Undone { ready: false } => "undone_incomplete",
            CheckoutEvent::Cancel => "cancel",
            CheckoutEvent::Expire => "expire",
        })
    }
}

/// What an event makes of a checkout; the same state when there is nothing to do.
///
/// A checkout that needs the buyer may hold stock and money in a saga that waits. Have the saga undone before such a
/// checkout is edited; cancel or expire it first and have the saga undone after, so that nobody completes it meanwhile.
///
/// # Errors
/// When the state does not allow the event.
pub fn decide(state: CheckoutState, event: CheckoutEvent) -> Result<CheckoutState, CheckoutRefused> {
    use CheckoutEvent::{BuyerActed, BuyerAsked, Cancel, Complete, Edited, Expire, Placed, Undone};
    use CheckoutState::{Cancelled, Completed, Completing, Expired, Incomplete, NeedsBuyer, Ready};
    let refuse = |why| Err(Refused { state, command: event, why });
    match (state, event) {
        (Incomplete | Ready | NeedsBuyer, Edited { ready: true }) => Ok(Ready),
        (Incomplete | Ready | NeedsBuyer, Edited { ready: false }) => Ok(Incomplete),
        (Incomplete | Ready | NeedsBuyer, BuyerAsked) => Ok(NeedsBuyer),
        (Incomplete | Ready | NeedsBuyer, Cancel) => Ok(Cancelled),
        (Incomplete | Ready | NeedsBuyer, Expire) => Ok(Expired),
        (Incomplete, Complete) => refuse("something is missing"),
        (Ready | NeedsBuyer, Complete) => Ok(Completing),
        (NeedsBuyer, BuyerActed) => Ok(Completing),
        (NeedsBuyer | Completing, Undone { ready: true }) => Ok(Ready),
        (NeedsBuyer | Completing, Undone { ready: false }) => Ok(Incomplete),
        (Incomplete | Ready, BuyerActed | Undone { .. }) => refuse("it is not being completed"),
        (Incomplete | Ready | NeedsBuyer, Placed) => refuse("it is not being completed"),

        (Completing, Placed) => Ok(Completed),
        (Completing, BuyerAsked) => Ok(NeedsBuyer),
        (Completing, Complete | BuyerActed) => Ok(Completing),
        (Completing, Edited { .. } | Cancel | Expire) => refuse("it is being completed, and money may be moving"),

        // The outcome may be reported again by a saga that resumes.
        (Completed, Placed | Complete) => Ok(Completed),
        (Completed, Edited { .. } | BuyerAsked | BuyerActed | Undone { .. } | Cancel | Expire) => {
            refuse("it is completed")
        }
        (Cancelled, Cancel | Expire | Undone { .. }) => Ok(Cancelled),
        (Cancelled, Edited { .. } | Complete | BuyerAsked | BuyerActed | Placed) => refuse("it is cancelled"),
        (Expired, Cancel | Expire | Undone { .. }) => Ok(Expired),
        (Expired, Edited { .. } | Complete | BuyerAsked | BuyerActed | Placed) => refuse("it has expired"),
    }
}

/// The machine of [`CheckoutState`].
#[derive(Debug)]
pub enum CheckoutMachine {}

impl Machine for CheckoutMachine {
    type State = CheckoutState;
    type Command = CheckoutEvent;
    const NAME: &'static str = "checkout";
    const START: &'static [CheckoutState] = &[CheckoutState::Incomplete];
    const FINAL: &'static [CheckoutState] =
        &[CheckoutState::Completed, CheckoutState::Cancelled, CheckoutState::Expired];
    const STATES: &'static [CheckoutState] = CheckoutState::ALL;
    const COMMANDS: &'static [CheckoutEvent] = &[
        CheckoutEvent::Edited { ready: true },
        CheckoutEvent::Edited { ready: false },
        CheckoutEvent::Complete,
        CheckoutEvent::BuyerAsked,
        CheckoutEvent::BuyerActed,
        CheckoutEvent::Placed,
        CheckoutEvent::Undone { ready: true },
        CheckoutEvent::Undone { ready: false },
        CheckoutEvent::Cancel,
        CheckoutEvent::Expire,
    ];
    fn decide(state: CheckoutState, event: CheckoutEvent) -> Result<CheckoutState, CheckoutRefused> {
        decide(state, event)
    }
}

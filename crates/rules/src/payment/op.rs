//! An operation sent to a provider: written down, sent, and one of done, failed, unknown.
//!
//! Always true: unknown becomes failed only when a fetch has confirmed that nothing happened.

use crate::{
    machine::{Machine, Refused},
    words::words,
};
use std::time::Duration;

words! {
    /// What a provider is asked to do.
    OpKind {
        /// Make the payment object.
        Create = "create",
        /// Hold the money.
        Authorise = "authorise",
        /// Take the money, in part or in full.
        Capture = "capture",
        /// Release the hold.
        Void = "void",
        /// Pay back, in part or in full.
        Refund = "refund",
    }
}

words! {
    /// Where an operation stands.
    OpState {
        /// Written down; nothing has left.
        New = "new",
        /// The call is under way.
        Sent = "sent",
        /// The call ended without an answer that can be trusted.
        Unknown = "unknown",
        /// It happened.
        Done = "done",
        /// It did not happen.
        Failed = "failed",
    }
}

words! {
    /// What happens to an operation.
    OpEvent {
        /// The call leaves now, under the operation's own key.
        Send = "send",
        /// The provider answers that it is done.
        Succeeded = "succeeded",
        /// The provider answers that it is not done and will not be.
        Refused = "refused",
        /// Timeout, reset, truncated or unreadable answer, server error, or our own restart.
        NoAnswer = "no_answer",
        /// A fetch shows that it happened.
        FoundDone = "found_done",
        /// A fetch shows that it did not happen and will not.
        FoundAbsent = "found_absent",
        /// It is not wanted any more and was never sent.
        Abandon = "abandon",
    }
}

/// An operation's state does not allow what happened.
pub type OpRefused = Refused<OpState, OpEvent>;

/// What an event makes of an operation; the same state when there is nothing to do.
///
/// # Errors
/// When the state does not allow the event.
pub fn decide_op(state: OpState, event: OpEvent) -> Result<OpState, OpRefused> {
    use OpEvent::{Abandon, FoundAbsent, FoundDone, NoAnswer, Send, Succeeded};
    use OpState::{Done, Failed, New, Sent, Unknown};
    let refuse = |why| Err(Refused { state, command: event, why });
    match (state, event) {
        (New, Send) => Ok(Sent),
        (New, Abandon) => Ok(Failed),
        (New, Succeeded | OpEvent::Refused | NoAnswer | FoundDone | FoundAbsent) => refuse("it was never sent"),

        (Sent, Succeeded | FoundDone) => Ok(Done),
        (Sent, OpEvent::Refused) => Ok(Failed),
        (Sent, NoAnswer) => Ok(Unknown),
        (Sent, Send | FoundAbsent) => refuse("its call is still under way"),

        (Unknown, Succeeded | FoundDone) => Ok(Done),
        (Unknown, FoundAbsent) => Ok(Failed),
        // A repeated call leaves the first one in doubt: when the key has outlived its life, or the provider keeps a
        // refusal under it, the answer is about the second call only. A fetch alone settles it.
        (Unknown, Send | OpEvent::Refused | NoAnswer) => Ok(Unknown),
        (Sent | Unknown, Abandon) => refuse("it may have happened"),

        (Done, Succeeded | FoundDone) => Ok(Done),
        (Done, Send | OpEvent::Refused | NoAnswer | FoundAbsent | Abandon) => refuse("it has happened"),

        // Money that moved after all is never denied.
        (Failed, FoundDone) => Ok(Done),
        (Failed, OpEvent::Refused | FoundAbsent | Abandon) => Ok(Failed),
        (Failed, Send | Succeeded | NoAnswer) => refuse("it has failed; a new attempt is a new operation"),
    }
}

/// How long to wait before the poll of this number, counted from zero, of a payment that is not final.
///
/// One minute, 5 minutes, 30 minutes, 2 hours, then daily for the [`DAILY_POLLS`] days that the longest holds last;
/// after that a person must look.
#[must_use]
pub fn poll_delay(attempt: u32) -> Option<Duration> {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    let seconds = match attempt {
        0 => MINUTE,
        1 => 5 * MINUTE,
        2 => 30 * MINUTE,
        3 => 2 * HOUR,
        daily if daily < 4 + DAILY_POLLS => 24 * HOUR,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

/// How many days a payment that is not final is asked for.
pub const DAILY_POLLS: u32 = 30;

/// The machine of [`OpState`].
#[derive(Debug)]
pub enum OpMachine {}

impl Machine for OpMachine {
    type State = OpState;
    type Command = OpEvent;
    const NAME: &'static str = "provider operation";
    const START: &'static [OpState] = &[OpState::New];
    const FINAL: &'static [OpState] = &[OpState::Done, OpState::Failed];
    const STATES: &'static [OpState] = OpState::ALL;
    const COMMANDS: &'static [OpEvent] = OpEvent::ALL;
    fn decide(state: OpState, event: OpEvent) -> Result<OpState, OpRefused> {
        decide_op(state, event)
    }
}

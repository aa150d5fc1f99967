//! An operation sent to a provider: written down, sent, and one of done, failed, unknown.
//!
//! Always true: unknown becomes failed only when a fetch has confirmed that nothing happened.

use crate::{machine::Refused, words::words};

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

//! The pure side of payments: what a provider reports becomes facts, and facts become amounts and a state.
//!
//! Always true: facts are a set, so any order and any repetition of the same reports gives the same ledger; a late
//! failure never lowers what was captured; a report that disagrees with the intent yields no facts but a hold.

mod ledger;
mod op;
mod snapshot;

pub use ledger::{apply, payment_state};
pub use op::{DAILY_POLLS, OpEvent, OpKind, OpMachine, OpRefused, OpState, decide_op, poll_delay};
pub use snapshot::{CaptureSnapshot, PartStatus, PaymentMode, RefundSnapshot, Snapshot, SnapshotStatus};

use crate::words::words;
use infrasell_kernel::{Currency, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What we asked the provider for, written down before the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Intent {
    /// Minor units of our currency.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// The merchant's account at the provider.
    pub account: String,
    /// Whether real money moves.
    pub mode: PaymentMode,
}

words! {
    /// What a provider's object says about money.
    FactKind {
        /// This much is, or was, held for us.
        Authorised = "authorised",
        /// A capture is under way.
        CapturePending = "capture_pending",
        /// A capture object: this much is ours.
        Captured = "captured",
        /// A payment object: this much is ours in total, of which the provider did not list every capture.
        CapturedTotal = "captured_total",
        /// A capture did not happen.
        CaptureFailed = "capture_failed",
        /// What is left of the hold was released.
        Released = "released",
        /// A refund is under way.
        RefundPending = "refund_pending",
        /// A refund object: this much was paid back.
        Refunded = "refunded",
        /// A payment object: this much was paid back in total, of which the provider did not list every refund.
        RefundedTotal = "refunded_total",
        /// A refund did not happen, or came back.
        RefundFailed = "refund_failed",
        /// The buyer's bank disputes this much.
        Disputed = "disputed",
        /// The hold was released before anything was captured.
        Voided = "voided",
        /// The payment failed for good.
        Failed = "failed",
        /// The hold, or the time to pay, ran out.
        Expired = "expired",
    }
}

/// One thing that a provider has reported about one of its objects; never changed, never removed.
///
/// `(provider, account, mode, object_id, kind, amount_minor)` is its key: a total that has grown is a new fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// The provider, such as `simulator`.
    pub provider: String,
    /// The merchant's account at the provider.
    pub account: String,
    /// Whether real money moves.
    pub mode: PaymentMode,
    /// The provider's object: the payment, a capture, a refund.
    pub object_id: String,
    /// What it says.
    pub kind: FactKind,
    /// Minor units; zero where no amount belongs to it.
    pub amount_minor: i64,
    /// Our reference that the object carries, if any.
    #[serde(default)]
    pub reference: Option<String>,
    /// When we first saw it.
    pub seen_at: Timestamp,
}

words! {
    /// What a report disagrees with its intent about.
    HoldReason {
        /// The merchant's account.
        Account = "account",
        /// Test or live.
        Mode = "mode",
        /// The currency.
        Currency = "currency",
        /// The amount.
        Amount = "amount",
    }
}

/// A report that disagrees with its intent: nothing is fulfilled until a person has looked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, JsonSchema)]
#[error("the provider reports {reason} {found}, not {expected}")]
pub struct Hold {
    /// About what.
    pub reason: HoldReason,
    /// What the intent says.
    pub expected: String,
    /// What the provider says.
    pub found: String,
}

/// Everything known about one payment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentLedger {
    /// What the provider has reported.
    pub facts: Vec<Fact>,
    /// The first disagreement, until a person has resolved it.
    pub held: Option<Hold>,
    /// Where the provider stood when it was last asked; says who must act while no money has moved.
    pub latest: Option<Latest>,
}

/// Where the provider stood when it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Latest {
    /// The status.
    pub status: SnapshotStatus,
    /// When we asked.
    pub seen_at: Timestamp,
}

/// What the facts of a payment come to, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentTotals {
    /// Ever held for us.
    pub authorised_minor: i64,
    /// Still to be captured.
    pub capturable_minor: i64,
    /// Captured.
    pub captured_minor: i64,
    /// Paid back.
    pub refunded_minor: i64,
    /// On its way back.
    pub refund_pending_minor: i64,
    /// Disputed.
    pub disputed_minor: i64,
}

words! {
    /// Where a payment stands; derived from its facts, never stored as the truth.
    PaymentState {
        /// Nothing was reported yet.
        Created = "created",
        /// The provider is at work.
        Pending = "pending",
        /// The provider waits for the buyer.
        NeedsAction = "needs_action",
        /// The money is held for us.
        Authorised = "authorised",
        /// Some of the money is ours.
        PartiallyCaptured = "partially_captured",
        /// All of the money is ours.
        Captured = "captured",
        /// Some of it was paid back.
        PartiallyRefunded = "partially_refunded",
        /// All of it was paid back.
        Refunded = "refunded",
        /// The hold is gone, and nothing was captured.
        Voided = "voided",
        /// It failed for good.
        Failed = "failed",
        /// What the provider reports cannot be right; a person must look.
        Held = "held",
    }
}

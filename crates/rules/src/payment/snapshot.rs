//! What a provider says about a payment, in words that all providers share.

use crate::words::words;
use infrasell_kernel::{Currency, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Whether real money moves.
    PaymentMode {
        /// Play money.
        Test = "test",
        /// Real money.
        Live = "live",
    }
}

words! {
    /// Where a payment stands at the provider.
    SnapshotStatus {
        /// The provider is at work.
        Pending = "pending",
        /// The provider waits for the buyer.
        NeedsAction = "needs_action",
        /// The money is held for us.
        Authorised = "authorised",
        /// Captured, and nothing more will be.
        Captured = "captured",
        /// Captured in part, and more may be.
        PartiallyCaptured = "partially_captured",
        /// The hold was released.
        Voided = "voided",
        /// It failed for good; an attempt that the buyer may repeat is `needs_action`.
        Failed = "failed",
        /// The hold, or the time to pay, ran out.
        Expired = "expired",
    }
}

words! {
    /// Where one capture or refund stands at the provider.
    PartStatus {
        /// Under way.
        Pending = "pending",
        /// It happened.
        Succeeded = "succeeded",
        /// It did not happen, or came back.
        Failed = "failed",
    }
}

/// One capture, as the provider lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaptureSnapshot {
    /// The provider's object.
    pub object_id: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Where it stands.
    pub status: PartStatus,
    /// Our reference, if we made it.
    #[serde(default)]
    pub reference: Option<String>,
}

/// One refund, as the provider lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundSnapshot {
    /// The provider's object.
    pub object_id: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Where it stands.
    pub status: PartStatus,
    /// Our reference, if we made it.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A payment as the provider shows it at one moment; amounts in minor units of our currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    /// The provider, such as `simulator`.
    pub provider: String,
    /// The merchant's account at the provider.
    pub account: String,
    /// Whether real money moves.
    pub mode: PaymentMode,
    /// The provider's payment object.
    pub object_id: String,
    /// The currency.
    pub currency: Currency,
    /// Held for us when it was authorised; zero where there is no hold.
    pub authorised_minor: i64,
    /// Still to be captured.
    pub capturable_minor: i64,
    /// Captured so far.
    pub captured_minor: i64,
    /// Paid back so far.
    pub refunded_minor: i64,
    /// Disputed by the buyer's bank.
    pub disputed_minor: i64,
    /// Where it stands.
    pub status: SnapshotStatus,
    /// Every capture that the provider lists; may be empty where it lists none.
    #[serde(default)]
    pub captures: Vec<CaptureSnapshot>,
    /// Every refund that the provider lists; may be empty where it lists none.
    #[serde(default)]
    pub refunds: Vec<RefundSnapshot>,
    /// When the hold, or the time to pay, runs out.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// When we asked.
    pub seen_at: Timestamp,
}

//! What the simulator says, and how it is read as a snapshot. What does not read exactly is not believed.

use super::units::Units;
use crate::port::{About, Booking, BookingKind, Seen};
use infrasell_contracts::payments::NextAction;
use infrasell_kernel::{Currency, Timestamp};
use infrasell_rules::payment::{CaptureSnapshot, PartStatus, PaymentMode, RefundSnapshot, Snapshot, SnapshotStatus};
use serde::Deserialize;

/// A payment.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WirePayment {
    pub(super) id: String,
    account: String,
    mode: PaymentMode,
    reference: String,
    currency: Currency,
    status: WireStatus,
    authorized: i64,
    capturable: i64,
    captured: i64,
    refunded: i64,
    disputed: i64,
    decline_code: Option<String>,
    next_action: Option<WireAction>,
    captures: Vec<WirePart>,
    refunds: Vec<WirePart>,
    expires: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WireStatus {
    RequiresAction,
    Pending,
    Authorized,
    PartiallyCaptured,
    CapturePending,
    Captured,
    Declined,
    Voided,
    Expired,
}

#[derive(Debug, Clone, Deserialize)]
struct WireAction {
    url: String,
}

#[derive(Debug, Clone, Deserialize)]
struct WirePart {
    id: String,
    amount: i64,
    status: PartStatus,
    reference: Option<String>,
}

/// A refund.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WireRefund {
    pub(super) id: String,
    pub(super) payment: String,
}

/// A list.
#[derive(Debug, Deserialize)]
pub(super) struct WireList<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// An entry of the bank.
#[derive(Debug, Deserialize)]
pub(super) struct WireEntry {
    pub(super) id: String,
    kind: String,
    payment: String,
    currency: Currency,
    amount: i64,
}

/// The account.
#[derive(Debug, Deserialize)]
pub(super) struct WireAccount {
    pub(super) id: String,
    pub(super) mode: PaymentMode,
}

/// An error.
#[derive(Debug, Deserialize)]
pub(super) struct WireProblem {
    pub(super) error: WireError,
}

/// The inside of an error.
#[derive(Debug, Deserialize)]
pub(super) struct WireError {
    pub(super) code: String,
    #[serde(default)]
    pub(super) decline_code: Option<String>,
    #[serde(default)]
    pub(super) payment: Option<WirePayment>,
}

/// A webhook's body; of the object only what it is called.
#[derive(Debug, Deserialize)]
pub(super) struct WireEvent {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) account: String,
    pub(super) mode: PaymentMode,
    data: WireData,
}

#[derive(Debug, Deserialize)]
struct WireData {
    object: WireObject,
}

#[derive(Debug, Deserialize)]
struct WireObject {
    id: String,
}

impl WireEvent {
    /// What the event is about.
    pub(super) fn about(&self) -> About {
        let id = self.data.object.id.clone();
        if self.kind.starts_with("refund.") { About::Refund(id) } else { About::Payment(id) }
    }
}

impl WirePayment {
    /// The payment in our words; `None` when an amount cannot be said exactly in our minor units.
    pub(super) fn seen(self, provider: &str, now: Timestamp) -> Option<Seen> {
        let units = Units::of(self.currency)?;
        let minor = |amount| units.minor_of(amount);
        let mut captures = vec![];
        for part in self.captures {
            let amount_minor = minor(part.amount)?;
            captures.push(CaptureSnapshot {
                object_id: part.id,
                amount_minor,
                status: part.status,
                reference: part.reference,
            });
        }
        let mut refunds = vec![];
        for part in self.refunds {
            let amount_minor = minor(part.amount)?;
            refunds.push(RefundSnapshot {
                object_id: part.id,
                amount_minor,
                status: part.status,
                reference: part.reference,
            });
        }
        let snapshot = Snapshot {
            provider: provider.into(),
            account: self.account,
            mode: self.mode,
            object_id: self.id,
            currency: self.currency,
            authorised_minor: minor(self.authorized)?,
            capturable_minor: minor(self.capturable)?,
            captured_minor: minor(self.captured)?,
            refunded_minor: minor(self.refunded)?,
            disputed_minor: minor(self.disputed)?,
            status: status(self.status, self.captured),
            captures,
            refunds,
            expires_at: self.expires.map(|s| Timestamp::from_micros(s.saturating_mul(1_000_000))),
            seen_at: now,
        };
        let next = self.next_action.map(|action| NextAction::Redirect { url: action.url });
        let reference = Some(self.reference);
        Some(Seen { snapshot, reference, next, decline_code: self.decline_code, approved: false })
    }
}

const fn status(status: WireStatus, captured: i64) -> SnapshotStatus {
    match status {
        WireStatus::RequiresAction => SnapshotStatus::NeedsAction,
        WireStatus::Pending => SnapshotStatus::Pending,
        WireStatus::Authorized => SnapshotStatus::Authorised,
        WireStatus::PartiallyCaptured => SnapshotStatus::PartiallyCaptured,
        WireStatus::CapturePending if captured > 0 => SnapshotStatus::PartiallyCaptured,
        WireStatus::CapturePending => SnapshotStatus::Authorised,
        WireStatus::Captured => SnapshotStatus::Captured,
        WireStatus::Declined => SnapshotStatus::Failed,
        WireStatus::Voided => SnapshotStatus::Voided,
        WireStatus::Expired => SnapshotStatus::Expired,
    }
}

impl WireEntry {
    /// The entry in our words; `None` when its amount cannot be said exactly.
    pub(super) fn booking(self) -> Option<Booking> {
        let kind = match self.kind.as_str() {
            "capture" => BookingKind::Captured,
            "refund" => BookingKind::Refunded,
            "refund_reversal" => BookingKind::RefundReversed,
            _ => BookingKind::Other,
        };
        let units = Units::of(self.currency)?;
        // A fee may be a fraction of our smallest unit; it is counted by nobody here.
        let amount_minor = units.minor_of(self.amount).or((kind == BookingKind::Other).then_some(0))?;
        Some(Booking { object: self.payment, currency: self.currency, kind, amount_minor })
    }
}

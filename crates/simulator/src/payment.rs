//! A payment as the provider keeps it: the hold, its captures, refunds and disputes.
//!
//! Always true: every amount that is shown is derived from the parts, so the parts are the only thing to change.

use serde_json::{Value, json};

/// When a payment that nobody confirms is given up, in seconds.
pub(crate) const ACTION_LIFE_S: i64 = 3_600;
/// How long a hold lasts, in seconds: five days.
pub(crate) const HOLD_LIFE_S: i64 = 5 * 86_400;

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The payer must do something first.
    RequiresAction,
    /// The bank has not said yet.
    Pending,
    /// The money is held, or captured in part.
    Open,
    /// Captured as far as it will be.
    Closed,
    /// The bank said no.
    Declined,
    /// Given up by the merchant.
    Voided,
    /// Given up by time.
    Expired,
}

/// Who asked for a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A call of the API.
    Api,
    /// A person in the provider's own dashboard.
    Dashboard,
}

impl Actor {
    const fn word(self) -> &'static str {
        match self {
            Actor::Api => "api",
            Actor::Dashboard => "dashboard",
        }
    }
}

/// How a capture or a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartStatus {
    Pending,
    Succeeded,
    Failed,
}

impl PartStatus {
    const fn word(self) -> &'static str {
        match self {
            PartStatus::Pending => "pending",
            PartStatus::Succeeded => "succeeded",
            PartStatus::Failed => "failed",
        }
    }
}

/// A capture or a refund.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) status: PartStatus,
    pub(crate) reference: Option<String>,
    pub(crate) actor: Actor,
    pub(crate) created: i64,
}

impl Part {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "amount": self.amount, "status": self.status.word(), "reference": self.reference,
            "actor": self.actor.word(), "created": self.created,
        })
    }
}

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DisputeStatus {
    Open,
    Won,
    Lost,
}

/// A dispute.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) status: DisputeStatus,
    pub(crate) created: i64,
}

/// A payment.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) client_secret: String,
    pub(crate) reference: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) automatic: bool,
    pub(crate) instrument: String,
    pub(crate) return_url: Option<String>,
    pub(crate) phase: Phase,
    pub(crate) authorized: i64,
    pub(crate) decline_code: Option<String>,
    pub(crate) captures: Vec<Part>,
    pub(crate) refunds: Vec<Part>,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) created: i64,
    /// When the hold, or the wait for the payer, ends; seconds since 1970.
    pub(crate) expires: Option<i64>,
}

fn total(parts: &[Part], statuses: &[PartStatus]) -> i64 {
    parts.iter().filter(|part| statuses.contains(&part.status)).map(|part| part.amount).sum()
}

impl Payment {
    /// What was captured for certain.
    pub(crate) fn captured(&self) -> i64 {
        total(&self.captures, &[PartStatus::Succeeded])
    }

    /// What is on its way to being captured.
    pub(crate) fn capture_pending(&self) -> i64 {
        total(&self.captures, &[PartStatus::Pending])
    }

    /// What went back to the payer.
    pub(crate) fn refunded(&self) -> i64 {
        total(&self.refunds, &[PartStatus::Succeeded])
    }

    /// What the payer disputes, or has disputed and won.
    pub(crate) fn disputed(&self) -> i64 {
        self.disputes.iter().filter(|dispute| dispute.status != DisputeStatus::Won).map(|dispute| dispute.amount).sum()
    }

    /// What can still be captured.
    pub(crate) fn capturable(&self) -> i64 {
        match self.phase {
            Phase::Open => (self.authorized - self.captured() - self.capture_pending()).max(0),
            _ => 0,
        }
    }

    /// What can still be refunded.
    pub(crate) fn refundable(&self) -> i64 {
        self.captured() - total(&self.refunds, &[PartStatus::Succeeded, PartStatus::Pending]) - self.disputed()
    }

    /// The status in one word.
    pub(crate) fn status(&self) -> &'static str {
        match self.phase {
            Phase::RequiresAction => "requires_action",
            Phase::Pending => "pending",
            Phase::Declined => "declined",
            Phase::Voided => "voided",
            Phase::Expired => "expired",
            _ if self.capture_pending() > 0 => "capture_pending",
            Phase::Closed => "captured",
            Phase::Open if self.captured() > 0 => "partially_captured",
            Phase::Open => "authorized",
        }
    }

    /// The payment as the API shows it. The client secret is not part of it.
    pub(crate) fn json(&self, account: &str, mode: &str, base_url: &str) -> Value {
        let action = json!({ "type": "redirect", "url": format!("{base_url}/pay/{}", self.id) });
        let disputes: Vec<Value> = self
            .disputes
            .iter()
            .map(|dispute| {
                let status = match dispute.status {
                    DisputeStatus::Open => "open",
                    DisputeStatus::Won => "won",
                    DisputeStatus::Lost => "lost",
                };
                json!({ "id": dispute.id, "amount": dispute.amount, "status": status, "created": dispute.created })
            })
            .collect();
        json!({
            "object": "payment",
            "id": self.id,
            "account": account,
            "mode": mode,
            "reference": self.reference,
            "amount": self.amount,
            "currency": self.currency,
            "instrument": self.instrument,
            "capture": if self.automatic { "automatic" } else { "manual" },
            "status": self.status(),
            "authorized": self.authorized,
            "capturable": self.capturable(),
            "captured": self.captured(),
            "capture_pending": self.capture_pending(),
            "refunded": self.refunded(),
            "disputed": self.disputed(),
            "decline_code": self.decline_code,
            "next_action": if self.phase == Phase::RequiresAction { action } else { Value::Null },
            "captures": self.captures.iter().map(Part::json).collect::<Vec<_>>(),
            "refunds": self.refunds.iter().map(Part::json).collect::<Vec<_>>(),
            "disputes": disputes,
            "created": self.created,
            "expires": self.expires,
        })
    }

    /// A refund as the API shows it.
    pub(crate) fn refund_json(&self, refund: &Part, account: &str, mode: &str) -> Value {
        json!({
            "object": "refund",
            "id": refund.id,
            "payment": self.id,
            "account": account,
            "mode": mode,
            "reference": refund.reference,
            "amount": refund.amount,
            "currency": self.currency,
            "status": refund.status.word(),
            "actor": refund.actor.word(),
            "created": refund.created,
        })
    }
}

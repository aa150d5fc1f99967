//! The rows of payments, as the store reads them.

use crate::port::{About, NewPayment, OpKey, Target};
use infrasell_contracts::payments::{NextAction, Payment as PaymentView, ProviderOp};
use infrasell_kernel::{ChannelId, Money, PaymentId, ProviderOpId, Timestamp};
use infrasell_rules::payment::{Hold, Intent, Latest, OpKind, OpState, PaymentMode, PaymentState, PaymentTotals};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A payment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) reference: String,
    pub(crate) provider_reference: String,
    pub(crate) request_hash: String,
    pub(crate) channel: Option<ChannelId>,
    pub(crate) method: String,
    pub(crate) account: String,
    pub(crate) mode: PaymentMode,
    pub(crate) amount: Money,
    pub(crate) provider_object: Option<String>,
    pub(crate) state: PaymentState,
    pub(crate) totals: PaymentTotals,
    pub(crate) decline_reason: Option<String>,
    pub(crate) next_action: Option<NextAction>,
    pub(crate) held: Option<Hold>,
    pub(crate) latest: Option<Latest>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) undo_reference: Option<String>,
    pub(crate) revision: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Payment {
    /// What was agreed.
    pub(crate) fn intent(&self) -> Intent {
        Intent {
            amount_minor: self.amount.minor,
            currency: self.amount.currency,
            account: self.account.clone(),
            mode: self.mode,
        }
    }

    /// The payment at its provider, once there is one.
    pub(crate) fn target(&self) -> Option<Target> {
        self.provider_object.clone().map(|object| Target { object, amount: self.amount })
    }

    /// As the contract shows it.
    pub(crate) fn view(self) -> PaymentView {
        PaymentView {
            id: self.id,
            reference: self.reference,
            channel: self.channel,
            method: self.method,
            amount: self.amount,
            state: self.state,
            totals: self.totals,
            decline_reason: self.decline_reason,
            next_action: self.next_action,
            held: self.held,
            provider_object: self.provider_object,
            expires_at: self.expires_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// What an operation needs beside its amount and reference to be sent again, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) instrument: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) description: String,
}

impl Request {
    /// The new payment that is asked for.
    pub(crate) fn new_payment(self, payment: &Payment) -> NewPayment {
        NewPayment {
            reference: payment.provider_reference.clone(),
            amount: payment.amount,
            instrument: self.instrument,
            return_url: self.return_url,
            description: self.description,
        }
    }
}

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Op {
    pub(crate) id: ProviderOpId,
    pub(crate) payment: PaymentId,
    pub(crate) kind: OpKind,
    pub(crate) amount_minor: i64,
    pub(crate) reference: String,
    pub(crate) key: OpKey,
    pub(crate) request_hash: String,
    pub(crate) request: Option<Request>,
    pub(crate) state: OpState,
    pub(crate) attempts: i64,
    pub(crate) lookups: i64,
    pub(crate) cause: Option<String>,
    pub(crate) refusal: Option<String>,
    pub(crate) needs_operator: bool,
    pub(crate) first_sent_at: Option<Timestamp>,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Op {
    /// As the contract shows it.
    pub(crate) fn view(self) -> ProviderOp {
        ProviderOp {
            id: self.id,
            payment: self.payment,
            kind: self.kind,
            amount_minor: self.amount_minor,
            reference: self.reference,
            state: self.state,
            attempts: self.attempts,
            cause: self.cause.or(self.refusal),
            needs_operator: self.needs_operator,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// SHA-256 over the JSON of what is asked for, in hex.
pub(crate) fn hash(request: &impl Serialize) -> String {
    let json = serde_json::to_vec(request).unwrap_or_default();
    hex::encode(Sha256::digest(json))
}

/// How far a webhook has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WebhookState {
    /// It is stored, and its object is still to be fetched.
    Stored,
    /// Its object was fetched and applied.
    Applied,
    /// It was of no use, for the reason in the note.
    Ignored,
}

impl WebhookState {
    /// The word in the database.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            WebhookState::Stored => "stored",
            WebhookState::Applied => "applied",
            WebhookState::Ignored => "ignored",
        }
    }
}

/// A webhook.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Webhook {
    pub(crate) id: i64,
    pub(crate) provider: String,
    pub(crate) event_id: String,
    pub(crate) about: About,
    pub(crate) state: WebhookState,
    pub(crate) attempts: i64,
}

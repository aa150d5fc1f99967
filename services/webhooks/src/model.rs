//! Webhooks and messages as they are stored.

use infrasell_contracts::webhooks::{Webhook, WebhookDelivery, WebhookDeliveryState, WebhookOutcome, WebhookTopic};
use infrasell_kernel::{EventId, Timestamp, WebhookDeliveryId, WebhookId};
use std::time::Duration;

/// What stands for the query of an address.
pub(crate) const MASKED_QUERY: &str = "?***";

/// A webhook.
#[derive(Clone)]
pub(crate) struct Stored {
    /// As it is shown.
    pub(crate) shown: Webhook,
    /// Its address without a query.
    pub(crate) url: String,
    /// The query, sealed.
    pub(crate) query: Option<Vec<u8>>,
    /// The secret, sealed; none when it was lost.
    pub(crate) secret: Option<Vec<u8>>,
    /// The secret before, sealed.
    pub(crate) old_secret: Option<Vec<u8>>,
}

/// The rows that secrets are sealed for.
pub(crate) fn secret_row(id: WebhookId) -> String {
    format!("webhooks_subscription {} secret", id.get())
}
pub(crate) fn query_row(id: WebhookId) -> String {
    format!("webhooks_subscription {} query", id.get())
}

/// Something that a webhook is to be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct News {
    /// What it is about: `prod_7`.
    pub(crate) entity: String,
    /// What of.
    pub(crate) topic: WebhookTopic,
}

/// When and by which event something happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause {
    /// The event.
    pub(crate) event: EventId,
    /// When.
    pub(crate) at: Timestamp,
}

/// A message that is to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    /// As it is shown.
    pub(crate) shown: WebhookDelivery,
    /// Tries since it was written down or retried.
    pub(crate) tries: i64,
}

/// How a try ended.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    /// How.
    pub(crate) outcome: WebhookOutcome,
    /// The status of the answer.
    pub(crate) status: Option<i64>,
    /// Why it failed; empty when it did not.
    pub(crate) detail: String,
    /// How long the receiver asks to be left alone.
    pub(crate) asked: Option<Duration>,
    /// What the message tells of is there no more.
    pub(crate) is_gone: bool,
}

/// What a try leaves behind in its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Which message.
    pub(crate) id: WebhookDeliveryId,
    /// Which try.
    pub(crate) attempt: i64,
    /// Where it stands now.
    pub(crate) state: WebhookDeliveryState,
    /// When it is tried next.
    pub(crate) next_at: Timestamp,
    /// Whether the try counts against the receiver.
    pub(crate) counts: bool,
}

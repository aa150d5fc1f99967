//! The contract of **webhooks**: who outside is told what happens in the shop, and what became of each message.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{Page, PageRequest, Permission, Timestamp, WebhookDeliveryId, WebhookId};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most webhooks of a shop.
pub const MOST_WEBHOOKS: i64 = 50;

macro_rules! topics {
    ($($(#[$doc:meta])* $Name:ident = $word:literal, $needs:ident;)*) => {
        /// What a webhook is told of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum WebhookTopic { $($(#[$doc])* #[serde(rename = $word)] $Name,)* }
        impl WebhookTopic {
            /// Every topic there is.
            pub const ALL: &'static [WebhookTopic] = &[$(WebhookTopic::$Name),*];
            /// The word on the wire and in headers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(WebhookTopic::$Name => $word),* }
            }
            /// What whoever asks for it must be allowed to see, because it is sent.
            #[must_use]
            pub const fn needs(self) -> Permission {
                match self { $(WebhookTopic::$Name => Permission::$needs),* }
            }
        }
    };
}

topics! {
    /// A product was made.
    ProductsCreate = "products/create", CatalogRead;
    /// A product, its price or its stock is another now.
    ProductsUpdate = "products/update", CatalogRead;
    /// A product was taken away.
    ProductsDelete = "products/delete", CatalogRead;
    /// A collection was made.
    CollectionsCreate = "collections/create", CatalogRead;
    /// A collection is another now, or holds other products.
    CollectionsUpdate = "collections/update", CatalogRead;
    /// A collection was taken away.
    CollectionsDelete = "collections/delete", CatalogRead;
    /// An order was placed.
    OrdersCreate = "orders/create", OrdersRead;
    /// An order was fulfilled, refunded, cancelled or claimed.
    OrdersUpdated = "orders/updated", OrdersRead;
    /// An order was cancelled.
    OrdersCancelled = "orders/cancelled", OrdersRead;
    /// Goods of an order have left.
    OrdersFulfilled = "orders/fulfilled", OrdersRead;
}

/// Whether a webhook is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// It is.
    Active,
    /// Not now: what happens waits for it, up to a limit.
    Paused,
}

/// Why a webhook is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookPause {
    /// Staff paused it.
    Staff,
    /// It failed too often without a success between.
    Failing,
    /// No master key opens its secret any more: give it another one.
    SecretLost,
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where it is told; what stands behind the question mark is masked.
    pub url: String,
    /// What it is told of.
    pub topics: Vec<WebhookTopic>,
    /// A note for people.
    pub description: String,
    /// Whether it is told anything.
    pub status: WebhookStatus,
    /// Why it is paused.
    pub paused_because: Option<WebhookPause>,
    /// Which secret signs, from 1; raised by each rotation.
    pub secret_version: i64,
    /// Until when the secret before signs, too.
    pub old_secret_until: Option<Timestamp>,
    /// Tries that failed since the last that did not.
    pub failures: i64,
    /// Since when it only fails.
    pub failing_since: Option<Timestamp>,
    /// Why the last try failed; absent when it did not.
    pub last_error: Option<String>,
    /// When it was last told something.
    pub delivered_at: Option<Timestamp>,
    /// Messages that were not written down because too many waited.
    pub missed: i64,
    /// Raised by each change that staff make.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When staff last changed it.
    pub updated_at: Timestamp,
}

/// A new webhook.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookInput {
    /// Where it is told: `https://…`; a query is kept as given, and sealed.
    #[schemars(length(min = 1, max = 2048))]
    pub url: String,
    /// What it is told of.
    #[schemars(length(min = 1, max = 10))]
    pub topics: Vec<WebhookTopic>,
    /// A note for people.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub description: String,
}

/// What changes of a webhook.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookPatch {
    /// Where it is told.
    #[schemars(length(min = 1, max = 2048))]
    pub url: Option<String>,
    /// What it is told of.
    #[schemars(length(min = 1, max = 10))]
    pub topics: Option<Vec<WebhookTopic>>,
    /// A note for people.
    #[schemars(length(max = 500))]
    pub description: Option<String>,
    /// `active` begins anew after a pause: its failures are forgotten, and what waits is told.
    pub status: Option<WebhookStatus>,
}

impl fmt::Debug for WebhookInput {
    /// Without the address, which may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookInput").field("topics", &self.topics).finish_non_exhaustive()
    }
}
impl fmt::Debug for WebhookPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookPatch")
            .field("topics", &self.topics)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A webhook with its secret, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookWithSecret {
    /// The webhook.
    pub webhook: Webhook,
    /// The key of the signatures: HMAC-SHA256 over the body, under these characters.
    pub secret: String,
}

impl fmt::Debug for WebhookWithSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookWithSecret").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookDeliveryState {
    /// Waits for its time, for the message before it about the same thing, or for its next try.
    Waiting,
    /// Was taken.
    Delivered,
    /// Has failed too often; waits for staff.
    Dead,
    /// Was about a thing that is there no more; that it is gone is a message of its own.
    Dropped,
}

/// How one try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookOutcome {
    /// Is under way.
    Sending,
    /// The receiver took it.
    Delivered,
    /// The receiver did not take it, or was not reached.
    Failed,
    /// Its address may not be called.
    Refused,
    /// Was not sent: what it is about could not be read, or is gone.
    Unsent,
    /// The process ended while it was under way: it may have been taken.
    Unknown,
}

/// A message to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookDelivery {
    /// Its id, the same at every try: by it a receiver tells a repeat.
    pub id: WebhookDeliveryId,
    /// To which webhook.
    pub webhook: WebhookId,
    /// What of.
    pub topic: WebhookTopic,
    /// What it is about: `prod_7`.
    pub entity: String,
    /// Where it stands.
    pub state: WebhookDeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The status of the last answer.
    pub last_status: Option<i64>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it is tried next, while it waits.
    pub next_attempt_at: Option<Timestamp>,
    /// When what it tells of happened.
    pub triggered_at: Timestamp,
    /// When it was taken.
    pub delivered_at: Option<Timestamp>,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookAttempt {
    /// Which try, from 1.
    pub number: i64,
    /// How it ended.
    pub outcome: WebhookOutcome,
    /// The status of the answer.
    pub status: Option<i64>,
    /// Why it failed.
    pub detail: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A message with every try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookDeliveryDetail {
    /// The message.
    #[serde(flatten)]
    pub delivery: WebhookDelivery,
    /// Every try, oldest first; the last 100.
    pub tries: Vec<WebhookAttempt>,
}

/// Asks for webhooks in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListWebhooks {
    /// What part.
    pub page: PageRequest,
}
/// Asks for one webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetWebhook {
    /// Which.
    pub id: WebhookId,
}
/// Makes a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateWebhook {
    /// The webhook.
    pub webhook: WebhookInput,
}
/// Changes a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateWebhook {
    /// Which.
    pub id: WebhookId,
    /// What.
    pub patch: WebhookPatch,
    /// Only if it has this version.
    pub if_version: Option<i64>,
}
/// Takes a webhook away, with what waits for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteWebhook {
    /// Which.
    pub id: WebhookId,
    /// Only if it has this version.
    pub if_version: Option<i64>,
}
/// Gives a webhook another secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RotateWebhookSecret {
    /// Which.
    pub id: WebhookId,
    /// How long the old one signs, too, hours; 0 ends it at once.
    pub overlap_hours: u32,
}
/// What a list of messages is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WebhookDeliveryFilter {
    /// Only to this webhook.
    pub webhook: Option<WebhookId>,
    /// Only those in this state.
    pub state: Option<WebhookDeliveryState>,
    /// Only of this topic.
    pub topic: Option<WebhookTopic>,
    /// Only about this: `prod_7`.
    #[schemars(length(max = 64))]
    pub entity: Option<String>,
}
/// Asks for messages, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListWebhookDeliveries {
    /// Which.
    pub filter: WebhookDeliveryFilter,
    /// What part.
    pub page: PageRequest,
}
/// Asks for one message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetWebhookDelivery {
    /// Which.
    pub id: WebhookDeliveryId,
}
/// Sends a message again that waits or was given up, at once and with all its tries.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryWebhookDelivery {
    /// Which.
    pub id: WebhookDeliveryId,
}

service_error! {
    /// What webhooks can answer.
    pub enum WebhookError {
        /// A message that was taken is not sent again.
        #[error("the message was delivered already")]
        AlreadyDelivered => Conflict,
        /// The thing that it tells of is gone.
        #[error("the message was dropped: what it tells of is there no more")]
        Dropped => Conflict,
        /// A webhook whose secret was lost needs another one first.
        #[error("the secret of the webhook was lost: rotate it first")]
        SecretLost => Conflict,
    }
}

service! {
    /// Webhooks and their messages.
    pub trait Webhooks in webhooks, error WebhookError {
        /// Webhooks.
        read fn webhooks(ListWebhooks) -> Page<Webhook>;
        /// One webhook.
        read fn webhook(GetWebhook) -> Webhook;
        /// Makes a webhook; its secret is shown once.
        write fn create_webhook(CreateWebhook) -> WebhookWithSecret;
        /// Changes a webhook.
        write fn update_webhook(UpdateWebhook) -> Webhook;
        /// Takes a webhook away.
        write fn delete_webhook(DeleteWebhook) -> ();
        /// Gives a webhook another secret, shown once; the old one signs, too, for a while.
        write fn rotate_secret(RotateWebhookSecret) -> WebhookWithSecret;
        /// Messages.
        read fn deliveries(ListWebhookDeliveries) -> Page<WebhookDelivery>;
        /// One message with every try.
        read fn delivery(GetWebhookDelivery) -> WebhookDeliveryDetail;
        /// Sends a message again.
        write fn retry(RetryWebhookDelivery) -> WebhookDelivery;
        /// Checks webhooks' own books.
        read fn audit(Audit) -> AuditReport;
    }
}

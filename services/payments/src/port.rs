//! The port to a payment provider: what the service asks, and the three ways in which an answer can end.
//!
//! Always true of an engine: it never touches the database; what it cannot tell for certain is [`Outcome::Unknown`],
//! never a failure; the same [`OpKey`] with the same request moves money once, for as long as [`Provider::key_life`];
//! no amount in a webhook is handed on.

use async_trait::async_trait;
use infrasell_contracts::payments::{Capabilities, NextAction};
use infrasell_kernel::{Currency, Money, Timestamp};
use infrasell_rules::payment::{PaymentMode, Snapshot};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, time::Duration};

/// The key of one operation: the same for every attempt at it, and outliving the process.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OpKey(pub String);

impl fmt::Display for OpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a provider showed when it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The payment as it stands there.
    pub snapshot: Snapshot,
    /// Our reference, as the provider kept it.
    pub reference: Option<String>,
    /// What the buyer must do next.
    pub next: Option<NextAction>,
    /// Why it was declined, in the provider's words for programs.
    pub decline_code: Option<String>,
    /// Whether the buyer has approved, and the provider waits for [`Provider::authorise`].
    pub approved: bool,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done(Box<Seen>),
    /// It is not done and will not be.
    Declined {
        /// Why, in a word for programs.
        reason: String,
        /// How the payment stands, where the provider said so.
        seen: Option<Box<Seen>>,
    },
    /// It goes on when the buyer has acted, as `seen.next` says.
    NeedsAction(Box<Seen>),
    /// Nobody knows.
    Unknown {
        /// Why, without secrets.
        cause: String,
    },
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// This is how it stands.
    Found(T),
    /// The provider does not have it, or does not show it yet.
    Absent,
    /// There was no answer that can be trusted.
    Unknown {
        /// Why, without secrets.
        cause: String,
    },
}

/// What a new payment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Our reference, unique.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// The provider's token for what the buyer pays with.
    pub instrument: Option<String>,
    /// Where the buyer is sent back to.
    pub return_url: Option<String>,
    /// What the buyer reads on his statement.
    pub description: String,
}

/// A part of a payment that is to move: a capture or a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The payment.
    pub target: Target,
    /// Our reference for the part.
    pub reference: String,
    /// How much of it, minor units.
    pub amount_minor: i64,
}

/// A payment at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The provider's payment object.
    pub object: String,
    /// How much the payment is for.
    pub amount: Money,
}

/// One refund as it stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundSeen {
    /// The provider's object.
    pub object: String,
    /// The payment object that it belongs to.
    pub payment_object: String,
}

/// The object that a webhook points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A payment object.
    Payment(String),
    /// A refund object.
    Refund(String),
}

/// What a webhook is about. It says where to look, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The provider's id of the event, by which a repetition is known.
    pub event_id: String,
    /// The provider's word for the event.
    pub kind: String,
    /// What to fetch.
    pub about: About,
    /// The account that it is said to be of.
    pub account: String,
    /// Whether real money is said to move.
    pub mode: PaymentMode,
}

/// The message is not from the provider, or too old to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the webhook is refused: {0}")]
pub struct BadWebhook(pub &'static str);

/// One movement of money in the provider's books, minor units of our currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// The provider's payment object.
    pub object: String,
    /// The currency.
    pub currency: Currency,
    /// What it did.
    pub kind: BookingKind,
    /// How much, positive.
    pub amount_minor: i64,
}

/// What a movement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookingKind {
    /// The buyer paid.
    Captured,
    /// The buyer was paid back.
    Refunded,
    /// A refund came back.
    RefundReversed,
    /// Fees, disputes: nothing that captures or refunds are counted by.
    Other,
}

/// A page of the provider's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The movements, oldest first.
    pub bookings: Vec<Booking>,
    /// Where the next page begins; the end of the books when absent.
    pub next: Option<String>,
    /// The last movement that was read, to go on from another day.
    pub last: Option<String>,
}

/// How a method is shown to buyers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the buyer reads.
    pub name: String,
    /// What else he reads.
    pub instructions: String,
    /// Whether the client must bring an instrument.
    pub needs_instrument: bool,
}

/// An engine: one provider, one account.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// The code of the method, and of the provider in every fact.
    fn code(&self) -> &str;

    /// How it is shown to buyers.
    fn offer(&self) -> Offer;

    /// What it can do in a currency; nothing when it does not know it.
    fn capabilities(&self, currency: Currency) -> Option<Capabilities>;

    /// The merchant's account and whether real money moves there.
    fn account(&self) -> (&str, PaymentMode);

    /// How long a key is remembered.
    fn key_life(&self) -> Duration;

    /// How long a call may take: whoever made it knows by then that it is answered, refused or in doubt.
    fn call_limit(&self) -> Duration;

    /// Whether calls are worth making now; not while its circuit is open.
    fn is_reachable(&self, now: Timestamp) -> bool;

    /// Makes sure that the secret belongs to the account and mode that it is configured for.
    ///
    /// # Errors
    /// Why it must not be used. A provider that is away is no reason.
    async fn check(&self) -> Result<(), String>;

    /// Makes the payment object; where one call is all it takes, holds the money too.
    async fn create(&self, key: &OpKey, ask: &NewPayment) -> Outcome;

    /// Holds the money of an object that the buyer has approved. Asked only after a [`Seen`] with `approved`.
    async fn authorise(&self, key: &OpKey, target: &Target) -> Outcome;

    /// Takes held money.
    async fn capture(&self, key: &OpKey, part: &Part) -> Outcome;

    /// Gives the hold, or what is left of it, back.
    async fn void(&self, key: &OpKey, target: &Target) -> Outcome;

    /// Pays money back.
    async fn refund(&self, key: &OpKey, part: &Part) -> Outcome;

    /// How a payment stands.
    async fn fetch(&self, object: &str) -> Answer<Seen>;

    /// The payments with our reference, oldest first.
    async fn find_by_reference(&self, reference: &str) -> Answer<Vec<Seen>>;

    /// Which payment a refund belongs to.
    async fn fetch_refund(&self, refund: &str) -> Answer<RefundSeen>;

    /// Reads a webhook: proof, age, and what it points at.
    ///
    /// # Errors
    /// When it is not the provider's, or too old.
    fn parse_webhook(
        &self,
        headers: &BTreeMap<String, String>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Vec<Hint>, BadWebhook>;

    /// The provider's books from a place on; `None` where it keeps none.
    async fn books(&self, after: Option<&str>) -> Option<Answer<Books>>;
}

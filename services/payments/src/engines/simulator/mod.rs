//! The simulator as a provider, over HTTP: what a real provider's engine looks like.
//!
//! Always true: every call ends within its time; nothing is sent twice but under the same key; what cannot be read
//! exactly is unknown; no secret is in an error, a log line or a debug form.

mod client;
mod proof;
mod units;
mod wire;

use crate::{
    engines::breaker::Breaker,
    port::{
        Answer, BadWebhook, Books, Hint, NewPayment, Offer, OpKey, Outcome, Part, Provider, RefundSeen, Seen, Target,
    },
};
use async_trait::async_trait;
use client::{Client, Reply};
use infrasell_contracts::payments::Capabilities;
use infrasell_kernel::{Clock, Currency, Money, Timestamp};
use infrasell_rules::payment::{PaymentMode, SnapshotStatus};
use serde_json::json;
use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};
use units::Units;
use wire::{WireAccount, WireEntry, WireEvent, WireList, WirePayment, WireRefund};

/// The code of the method, and of the provider in every fact.
const CODE: &str = "simulator";
/// How long the provider remembers a key.
const KEY_LIFE: Duration = Duration::from_secs(24 * 3_600);
/// How many entries of the books are read at once.
const BOOKS_PAGE: usize = 1_000;

/// A secret; its debug form is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Where the simulator is, and who we are there.
#[derive(Debug, Clone)]
pub struct SimulatorConfig {
    /// Such as `http://127.0.0.1:4700`.
    pub base_url: String,
    /// The API secrets, the one to use first; a second one while they are exchanged.
    pub secrets: Vec<Secret>,
    /// The webhook secrets, any of which may sign.
    pub webhook_secrets: Vec<Secret>,
    /// The account that the secrets belong to.
    pub account: String,
    /// Whether it is a live account.
    pub mode: PaymentMode,
    /// How long a call may take.
    pub timeout: Duration,
    /// What the buyer reads.
    pub name: String,
}

/// Why the engine cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// There must be one or two of each secret.
    #[error("the simulator needs one or two API secrets and one or two webhook secrets")]
    Secrets,
    /// A live secret in a test shop, or the other way round.
    #[error("the secret is of the other mode than {0}")]
    WrongMode(PaymentMode),
    /// The HTTP client could not be built.
    #[error("cannot make an HTTP client")]
    Client(#[from] reqwest::Error),
}

/// The engine.
pub struct Simulator {
    config: SimulatorConfig,
    client: Client,
    breaker: Breaker,
    clock: Arc<dyn Clock>,
}

impl Simulator {
    /// An engine with this configuration.
    ///
    /// # Errors
    /// When the secrets are not one or two of each, or are of the other mode.
    pub fn new(config: SimulatorConfig, clock: Arc<dyn Clock>) -> Result<Self, SimulatorError> {
        let fits = |list: &[Secret]| (1..=2).contains(&list.len());
        if !fits(&config.secrets) || !fits(&config.webhook_secrets) {
            return Err(SimulatorError::Secrets);
        }
        let live = config.mode == PaymentMode::Live;
        if config.secrets.iter().any(|secret| secret.0.starts_with("sk_live_") != live) {
            return Err(SimulatorError::WrongMode(config.mode));
        }
        let client = Client::new(&config)?;
        Ok(Simulator { config, client, breaker: Breaker::default(), clock })
    }

    async fn post(&self, path: &str, key: &OpKey, body: &serde_json::Value) -> Reply {
        let reply = self.client.post(path, key, body).await;
        self.breaker.record(reply.is_answer(), self.clock.now());
        reply
    }

    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Reply {
        let reply = self.client.get(path, query).await;
        self.breaker.record(reply.is_answer(), self.clock.now());
        reply
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What a reply to a write means that was asked at `asked`.
    fn outcome(asked: Timestamp, reply: Reply) -> Outcome {
        match reply {
            Reply::Unknown { cause } => Outcome::Unknown { cause },
            Reply::Refused { problem, .. } => {
                let reason = problem.error.decline_code.unwrap_or(problem.error.code);
                Outcome::Declined { reason, seen: problem.error.payment.and_then(|payment| seen(payment, asked)) }
            }
            Reply::Good { body } => match serde_json::from_slice::<WirePayment>(&body) {
                Ok(payment) => outcome_of_payment(payment, asked),
                Err(_) => unreadable(),
            },
        }
    }

    /// The amount in the provider's units, or why it cannot be charged.
    fn units(amount: Money) -> Result<i64, Outcome> {
        let not_representable = || Outcome::Declined { reason: "amount_not_representable".into(), seen: None };
        let units = Units::of(amount.currency)
            .ok_or_else(|| Outcome::Declined { reason: "currency_not_supported".into(), seen: None })?;
        units.units_of(amount.minor).ok_or_else(not_representable)
    }
}

/// A payment as it stood at the latest when it was asked for: what is read late does not count as later.
fn seen(payment: WirePayment, asked: Timestamp) -> Option<Box<Seen>> {
    payment.seen(CODE, asked).map(Box::new)
}

fn outcome_of_payment(payment: WirePayment, asked: Timestamp) -> Outcome {
    match seen(payment, asked) {
        None => unreadable(),
        Some(seen) if seen.snapshot.status == SnapshotStatus::NeedsAction => Outcome::NeedsAction(seen),
        Some(seen) if seen.snapshot.status == SnapshotStatus::Failed => {
            let reason = seen.decline_code.clone().unwrap_or_else(|| "declined".into());
            Outcome::Declined { reason, seen: Some(seen) }
        }
        Some(seen) => Outcome::Done(seen),
    }
}

fn unreadable() -> Outcome {
    Outcome::Unknown { cause: "the answer cannot be read".into() }
}

/// What a reply to a question means.
fn answer<T, U>(reply: Reply, read: impl FnOnce(T) -> Option<U>) -> Answer<U>
where
    T: serde::de::DeserializeOwned,
{
    match reply {
        Reply::Good { body } => match serde_json::from_slice(&body).ok().and_then(read) {
            Some(found) => Answer::Found(found),
            None => Answer::Unknown { cause: "the answer cannot be read".into() },
        },
        Reply::Refused { status: 404, .. } => Answer::Absent,
        Reply::Refused { status, problem } => {
            Answer::Unknown { cause: format!("refused with {status} {}", problem.error.code) }
        }
        Reply::Unknown { cause } => Answer::Unknown { cause },
    }
}

#[async_trait]
impl Provider for Simulator {
    fn code(&self) -> &str {
        CODE
    }

    fn offer(&self) -> Offer {
        Offer { name: self.config.name.clone(), instructions: String::new(), needs_instrument: true }
    }

    fn capabilities(&self, currency: Currency) -> Option<Capabilities> {
        let units = Units::of(currency)?;
        Some(Capabilities {
            authorise: true,
            partial_capture: true,
            multiple_captures: true,
            void: true,
            refund: true,
            partial_refund: true,
            recorded_by_staff: false,
            pays_later: false,
            paid_at_door: false,
            min_minor: units.min_minor(),
            max_minor: units.max_minor(),
        })
    }

    fn account(&self) -> (&str, PaymentMode) {
        (&self.config.account, self.config.mode)
    }

    fn key_life(&self) -> Duration {
        KEY_LIFE
    }

    fn call_limit(&self) -> Duration {
        self.config.timeout
    }

    fn is_reachable(&self, now: Timestamp) -> bool {
        self.breaker.admits(now)
    }

    async fn check(&self) -> Result<(), String> {
        let (account, mode) = self.account();
        match answer(self.get("/v1/account", &[]).await, |seen: WireAccount| Some(seen)) {
            Answer::Found(seen) if seen.id == account && seen.mode == mode => Ok(()),
            Answer::Found(seen) => {
                Err(format!("the secret is of account {} in mode {}, not of {account} in {mode}", seen.id, seen.mode))
            }
            Answer::Absent => Err("the address is not a simulator's".into()),
            Answer::Unknown { cause } => {
                tracing::warn!(
                    provider = CODE,
                    cause,
                    "the provider could not be asked which account the secret is of"
                );
                Ok(())
            }
        }
    }

    async fn create(&self, key: &OpKey, ask: &NewPayment) -> Outcome {
        let amount = match Self::units(ask.amount) {
            Ok(amount) => amount,
            Err(refused) => return refused,
        };
        let mut body = json!({
            "amount": amount,
            "currency": ask.amount.currency,
            "reference": ask.reference,
            "capture": "manual",
            "instrument": ask.instrument.as_deref().unwrap_or_default(),
        });
        if let Some(return_url) = &ask.return_url {
            body["return_url"] = return_url.as_str().into();
        }
        let asked = self.now();
        Self::outcome(asked, self.post("/v1/payments", key, &body).await)
    }

    /// The buyer's approval holds the money at once, so there is nothing left to ask but how it went.
    async fn authorise(&self, _: &OpKey, target: &Target) -> Outcome {
        let asked = self.now();
        Self::outcome(asked, self.get(&format!("/v1/payments/{}", target.object), &[]).await)
    }

    async fn capture(&self, key: &OpKey, part: &Part) -> Outcome {
        let amount = match Self::units(Money::new(part.amount_minor, part.target.amount.currency)) {
            Ok(amount) => amount,
            Err(refused) => return refused,
        };
        let body = json!({ "amount": amount, "reference": part.reference });
        let asked = self.now();
        Self::outcome(asked, self.post(&format!("/v1/payments/{}/capture", part.target.object), key, &body).await)
    }

    async fn void(&self, key: &OpKey, target: &Target) -> Outcome {
        let asked = self.now();
        Self::outcome(asked, self.post(&format!("/v1/payments/{}/void", target.object), key, &json!({})).await)
    }

    async fn refund(&self, key: &OpKey, part: &Part) -> Outcome {
        let amount = match Self::units(Money::new(part.amount_minor, part.target.amount.currency)) {
            Ok(amount) => amount,
            Err(refused) => return refused,
        };
        let body = json!({ "amount": amount, "reference": part.reference });
        let asked = self.now();
        match self.post(&format!("/v1/payments/{}/refunds", part.target.object), key, &body).await {
            // The answer is the refund alone; how the payment stands now is asked, so that all facts come from one place.
            Reply::Good { body } if serde_json::from_slice::<WireRefund>(&body).is_ok() => {
                match self.fetch(&part.target.object).await {
                    Answer::Found(seen) => Outcome::Done(Box::new(seen)),
                    Answer::Absent => Outcome::Unknown { cause: "the payment is not shown".into() },
                    Answer::Unknown { cause } => Outcome::Unknown { cause },
                }
            }
            Reply::Good { .. } => unreadable(),
            other => Self::outcome(asked, other),
        }
    }

    async fn fetch(&self, object: &str) -> Answer<Seen> {
        let asked = self.now();
        let reply = self.get(&format!("/v1/payments/{object}"), &[]).await;
        answer(reply, |payment: WirePayment| payment.seen(CODE, asked))
    }

    async fn find_by_reference(&self, reference: &str) -> Answer<Vec<Seen>> {
        let asked = self.now();
        let reply = self.get("/v1/payments", &[("reference", reference)]).await;
        answer(reply, |list: WireList<WirePayment>| {
            list.data.into_iter().map(|payment| payment.seen(CODE, asked)).collect()
        })
    }

    async fn fetch_refund(&self, refund: &str) -> Answer<RefundSeen> {
        let reply = self.get(&format!("/v1/refunds/{refund}"), &[]).await;
        answer(reply, |seen: WireRefund| Some(RefundSeen { object: seen.id, payment_object: seen.payment }))
    }

    fn parse_webhook(
        &self,
        headers: &BTreeMap<String, String>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Vec<Hint>, BadWebhook> {
        proof::check(headers, body, &self.config.webhook_secrets, now)?;
        let event: WireEvent =
            serde_json::from_slice(body).map_err(|_| BadWebhook("the body is signed and cannot be read"))?;
        let about = event.about();
        Ok(vec![Hint { event_id: event.id, kind: event.kind, about, account: event.account, mode: event.mode }])
    }

    async fn books(&self, after: Option<&str>) -> Option<Answer<Books>> {
        let limit = BOOKS_PAGE.to_string();
        let mut query = vec![("limit", limit.as_str())];
        query.extend(after.map(|after| ("after", after)));
        let reply = self.get("/v1/transactions", &query).await;
        Some(answer(reply, |list: WireList<WireEntry>| {
            let last = list.data.last().map(|entry| entry.id.clone());
            let next = last.clone().filter(|_| list.has_more);
            let bookings = list.data.into_iter().map(WireEntry::booking).collect::<Option<_>>()?;
            Some(Books { bookings, next, last })
        }))
    }
}

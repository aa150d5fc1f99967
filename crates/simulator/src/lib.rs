//! A payment provider to test against: its own books, clock and faults. Owns nothing of the shop; a shop knows it
//! only over HTTP.
//!
//! Always true: whatever goes wrong on the way, the bank ledger behind `GET /_sim/ledger` says what really happened;
//! the same seed, clock and requests give the same answers to the letter.
//!
//! # The neutral API
//! `Authorization: Bearer SECRET` (two secrets may be valid at once) and `Sim-Version: 2026-04-01` on every call;
//! `Content-Type: application/json`, exactly, on every POST. Amounts are whole numbers of the provider's own minor
//! units: the króna is sent in hundredths (multiples of 100), and the dinars end in 0. What is unknown, doubled,
//! ill-typed or missing is refused by name.
//!
//! | call | parameters | answer |
//! |---|---|---|
//! | `GET /v1/account` | | `{id, mode}`, mode being `test` or `live` |
//! | `POST /v1/payments` | `amount, currency, reference, capture: automatic\|manual, instrument, return_url?` | 201, the payment and its `client_secret`; 402 when declined |
//! | `GET /v1/payments/{id}` | | the payment |
//! | `GET /v1/payments` | `reference` | `{data: [payment…]}`, oldest first |
//! | `POST /v1/payments/{id}/confirm` | `outcome: pass\|fail` | the payment; also with its `client_secret` as bearer |
//! | `POST /v1/payments/{id}/capture` | `amount, final?, reference?` | the payment; `final` releases the rest |
//! | `POST /v1/payments/{id}/void` | `{}` | the payment |
//! | `POST /v1/payments/{id}/refunds` | `amount, reference` | 201, the refund |
//! | `GET /v1/refunds/{id}` | | the refund |
//! | `GET /v1/transactions` | `after?, limit?` | `{data, has_more}`: the bank's entries, oldest first |
//!
//! A payment is `requires_action`, `pending`, `authorized`, `partially_captured`, `capture_pending`, `captured`,
//! `declined`, `voided` or `expired`; a hold lasts five days, a wait for the payer one hour. Errors are
//! `{error: {code, message, param?, payment?}}`: 400 parameters, 401, 402 the bank said no, 404, 405, 409 the state
//! does not allow it, 415, 422 the key was used for something else, 429, 5xx.
//!
//! `Idempotency-Key` on a POST stores the answer for 24 hours, a refusal of the bank or of the state too; another
//! request under the key is 422, one while the first is being worked on is 409.
//!
//! Instruments: `tok_approve`, `tok_challenge`, `tok_pending`, `tok_pending_approve` and `tok_pending_decline` (after
//! ten minutes), `tok_decline`, `tok_decline_insufficient_funds`, `tok_decline_authentication_required`,
//! `tok_decline_expired_card`.
//!
//! # Webhooks
//! `{id, type, account, mode, created, version, data: {object}}`, signed in `Sim-Signature: t=SECONDS,v1=HEX` with
//! HMAC-SHA256 over `SECONDS.BODY`. Anything but a 2xx is tried again for three days with growing gaps.
//!
//! # Control
//! `POST /_sim/reset {seed?}`, `/_sim/clock {advance_s}` (answers when everything due by then is done and delivered),
//! `/_sim/plan {match: {method?, path_glob?, nth?, param?, event?}, act, times?}` or a list of them,
//! `/_sim/payer {payment, act, …}`, `/_sim/dashboard {payment, act, …}`, `/_sim/webhook_endpoints {url}`,
//! `/_sim/secrets {api?, webhook?}`; `GET /_sim/journal`, `/_sim/ledger`, `/_sim/pending_webhooks`. No secret is asked
//! for there: a simulator listens where only its user can reach it.
//!
//! The acts of a plan are a bare name, or a name with fields:
//! - transport: `drop_before_apply`, `drop_after_apply`, `{hang_after_apply: {ms}}`, `{rst: {applied?}}`,
//!   `{truncate_body: {bytes}}`, `{slow: {ms}}`, `{bad_json: {applied?}}`, `{html_502: {applied?}}`, `redirect`,
//!   `close_keepalive`;
//! - status: `{500_stored: {applied?}}`, `{500_unstored: {applied?}}`, `503`, `{429: {retry_after_s?}}`, `409_in_use`,
//!   `401_once`, `{404_stale: {ms?}}`;
//! - money: `{amount_delta: {delta}}`, `{other_currency: {currency}}`, `partial_success` (half), `fee_only` (refused,
//!   and a fee taken), `{capture_pending: {after_s?}}`, `{refund_fails_later: {after_s}}`, `{dispute_open: {amount?}}`,
//!   `{dispute_lost: {amount?}}`, `hold_expired`, `already_captured_by_dashboard`, `{refunded_by_dashboard: {amount?}}`;
//! - webhook: `drop`, `{dup: {copies?}}`, `dup_new_id`, `{reorder: {seed}}` (held until the clock is moved),
//!   `{delay: {s}}`, `before_response`, `{concurrent: {copies}}`, `wrong_secret`, `body_byte_flip_after_sign`,
//!   `missing_header`, `old_t`, `future_t`, `only_v0`, `uppercase_hex`, `two_v1_first_bad`, `other_account`,
//!   `other_mode`, `unknown_object`, `huge_body`, `{disable_after_failures: {failures}}`. They act on the webhooks
//!   that the matching request sets off or, with `event`, on the next webhook of that type.

mod api;
mod bank;
mod control;
mod http;
mod journal;
mod money;
mod page;
mod payment;
mod perform;
mod plan;
mod rng;
mod server;
mod strict;
mod units;
mod webhook;
mod wire;
mod world;

pub use bank::{Entry, EntryKind};
pub use control::{DashboardAct, PayerAct};
pub use plan::{Act, Match, Plan};
pub use webhook::signature;
pub use world::Truth;

use infrasell_kernel::{Clock, SystemClock, Timestamp};
use serde_json::Value;
use server::Server;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};
use world::{Start, World};

/// The version that every call names.
pub const VERSION: &str = "2026-04-01";

/// What a simulator starts with.
#[derive(Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What its ids come from.
    pub seed: u64,
    /// The account's id.
    pub account: String,
    /// The API secrets, one or two; `sk_live_…` makes the account a live one.
    pub secrets: Vec<String>,
    /// The webhook secrets, one or two.
    pub webhook_secrets: Vec<String>,
    /// The clock below the virtual one, which runs ahead of it as far as it was told to.
    pub clock: Arc<dyn Clock>,
}

impl Default for Config {
    /// A test account on a free local port, with a clock that stands still until it is moved.
    fn default() -> Self {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            seed: 1,
            account: "acct_sim".into(),
            secrets: vec!["sk_test_simulator".into()],
            webhook_secrets: vec!["whsec_simulator".into()],
            clock: Arc::new(StillClock(Timestamp::from_micros(1_775_001_600_000_000))),
        }
    }
}

impl Config {
    /// The same, on the machine's clock.
    #[must_use]
    pub fn on_system_clock(self) -> Self {
        Config { clock: Arc::new(SystemClock), ..self }
    }
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct StillClock(pub Timestamp);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or may not be listened on.
    #[error("cannot listen")]
    Listen(#[from] std::io::Error),
    /// The HTTP client could not be built.
    #[error("cannot make an HTTP client")]
    Client(#[from] reqwest::Error),
    /// There must be one or two of each secret.
    #[error("a simulator has one or two API secrets and one or two webhook secrets")]
    Secrets,
}

/// A call of the control API that could not be done.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the simulator refused: {0}")]
pub struct Refused(String);

/// A running simulator; it stops when this is dropped.
pub struct Simulator {
    /// Where it is, such as `http://127.0.0.1:4001`.
    pub base_url: String,
    /// The first API secret.
    pub secret: String,
    /// The first webhook secret.
    pub webhook_secret: String,
    server: Arc<Server>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Starts one.
    ///
    /// # Errors
    /// When the port is taken or the secrets are not one or two each.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let (Some(secret), Some(webhook_secret)) = (config.secrets.first(), config.webhook_secrets.first()) else {
            return Err(StartError::Secrets);
        };
        if config.secrets.len() > 2 || config.webhook_secrets.len() > 2 {
            return Err(StartError::Secrets);
        }
        let (secret, webhook_secret) = (secret.clone(), webhook_secret.clone());
        let listener = TcpListener::bind(config.listen).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let world = World::new(Start {
            clock: config.clock,
            seed: config.seed,
            account: config.account,
            base_url: base_url.clone(),
            secrets: config.secrets,
            webhook_secrets: config.webhook_secrets,
        });
        let server = Arc::new(Server::new(world)?);
        let tasks =
            vec![tokio::spawn(wire::serve(listener, Arc::clone(&server))), tokio::spawn(Arc::clone(&server).pump())];
        Ok(Simulator { base_url, secret, webhook_secret, server, tasks })
    }

    /// Adds an entry to the plan.
    pub fn plan(&self, plan: Plan) {
        self.server.world().plans.add(plan);
    }

    /// Forgets what is left of the plan.
    pub fn clear_plans(&self) {
        self.server.world().plans = plan::Plans::default();
    }

    /// How many calls of the API are being worked on.
    #[must_use]
    pub fn pending_calls(&self) -> usize {
        self.server.pending_calls()
    }

    /// Sends webhooks to a URL from now on.
    pub fn webhook_endpoint(&self, url: &str) {
        self.server.world().webhooks.add_endpoint(url);
    }

    /// Moves the clock, and returns when everything due by then is done and delivered.
    pub async fn advance(&self, by: Duration) {
        self.server.advance(by).await;
    }

    /// The virtual time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.server.world().now()
    }

    /// The payer acts.
    ///
    /// # Errors
    /// When there is no such payment, or it does not allow that now.
    pub fn payer(&self, payment: &str, act: &PayerAct) -> Result<(), Refused> {
        self.act(payment, |world| world.payer(payment, act))
    }

    /// Somebody acts in the provider's dashboard.
    ///
    /// # Errors
    /// When there is no such payment, or it does not allow that now.
    pub fn dashboard(&self, payment: &str, act: &DashboardAct) -> Result<(), Refused> {
        self.act(payment, |world| world.dashboard(payment, act))
    }

    fn act(&self, payment: &str, act: impl FnOnce(&mut World) -> Result<(), http::Reply>) -> Result<(), Refused> {
        let mut world = self.server.world();
        if !world.payments.contains_key(payment) {
            return Err(Refused(format!("there is no payment {payment}")));
        }
        act(&mut world).map_err(|reply| Refused(reply.body_value()["error"]["message"].to_string()))
    }

    /// Replaces the API secrets, one or two of which are valid at once.
    pub fn set_secrets(&self, secrets: Vec<String>) {
        self.server.world().secrets = secrets;
    }

    /// Replaces the webhook secrets, each of which signs.
    pub fn set_webhook_secrets(&self, secrets: Vec<String>) {
        self.server.world().webhooks.secrets = secrets;
    }

    /// A payment as the API shows it.
    #[must_use]
    pub fn object(&self, payment: &str) -> Option<Value> {
        let world = self.server.world();
        world.payments.contains_key(payment).then(|| world.payment_json(payment))
    }

    /// The bank's truth about every payment.
    #[must_use]
    pub fn truths(&self) -> Vec<Truth> {
        self.server.world().truths()
    }

    /// Every movement of money at the bank, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.server.world().bank.entries().to_vec()
    }

    /// Every request, answer and webhook attempt, oldest first.
    #[must_use]
    pub fn journal(&self) -> Vec<Value> {
        self.server.world().journal.entries()
    }

    /// The endpoints and what is on its way to them.
    #[must_use]
    pub fn pending_webhooks(&self) -> Value {
        self.server.world().webhooks.json()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

//! Who outside is told what happens in the shop, and what became of each message. Owns the tables `webhooks_*`.
//!
//! Always true:
//! - What happened and its message are never apart: an event stays in the outbox until its messages are written down, and a
//!   message waits until its receiver said yes, it was given up and is shown as dead, or what it tells of is gone.
//! - A message arrives at least once, under one id at every try; messages about one thing reach a receiver one after the
//!   other, in the order in which things happened; all others go side by side.
//! - A try is written down before it is made. One job sends, in one process; what a killed one had under way is tried again.
//! - A receiver that is slow or away holds up nobody but himself: he gets few calls at a time, and one while he only fails.
//! - What is sent is the thing as it is when it is sent: a message that waited tells what is so now.
//! - Secrets, and what stands behind the question mark of an address, are sealed, and shown once or never.

mod attempt;
mod check;
mod events;
mod model;
mod payload;
mod sealing;
mod send;
mod service;
mod sign;
mod store;

pub use service::WebhookService;

use infrasell_contracts::{catalog::Catalog, orders::Orders, webhooks::WebhookPause};
use infrasell_db::{Db, Migration};
use infrasell_kernel::{Env, WebhookId};
use infrasell_outward::Outward;
use infrasell_seal::KeySource;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "webhooks", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") }];

/// How webhooks are told.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the shop calls itself in `X-Shopify-Shop-Domain`: the host of its address.
    pub domain: String,
    /// Tries in all, before a message is dead.
    pub attempts: u32,
    /// How long one try may take, from the look-up of the name to the last byte.
    pub time_limit: Duration,
    /// Failures without a success between, after which a webhook is paused.
    pub pause_after: u32,
    /// Messages that may wait for one webhook; above it they are counted and not written down.
    pub waiting: u32,
    /// How long messages that wait no more are kept for staff to see.
    pub keep: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            domain: "127.0.0.1".into(),
            attempts: 12,
            time_limit: Duration::from_secs(10),
            pause_after: 60,
            waiting: 20_000,
            keep: Duration::from_secs(30 * 24 * 3600),
        }
    }
}

/// What webhooks stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time, and randomness for secrets.
    pub env: Env,
    /// What seals secrets.
    pub keys: Arc<dyn KeySource>,
    /// What calls.
    pub outward: Outward,
    /// How.
    pub options: Options,
    /// What products and collections are made of.
    pub catalog: Arc<dyn Catalog>,
    /// What orders are made of.
    pub orders: Arc<dyn Orders>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<WebhookService> {
    Arc::new(WebhookService::new(deps))
}

/// How webhooks are, for whoever looks after the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// Webhooks that are told and do not fail.
    pub active: usize,
    /// Those that are told and have failed since they last did not, and how often.
    pub failing: Vec<(WebhookId, i64)>,
    /// Those that were paused by themselves, and why.
    pub paused: Vec<(WebhookId, WebhookPause)>,
    /// Messages that were not written down because too many waited, and to which webhook.
    pub missed: Vec<(WebhookId, i64)>,
    /// Messages that wait.
    pub waiting: i64,
    /// Messages that were given up.
    pub dead: i64,
}

/// How webhooks are; messages that wait are counted up to `most`.
///
/// # Errors
/// What the database says.
pub async fn condition(db: &Db, most: i64) -> Result<Condition, infrasell_rpc::Fault> {
    service::condition(db, most).await
}

/// The names of the master keys that secrets in this database are sealed with, and how many each. Opens nothing.
///
/// # Errors
/// What the database says.
pub async fn sealed_with(db: &Db) -> Result<BTreeMap<Option<String>, usize>, infrasell_rpc::Fault> {
    sealing::sealed_with(db).await
}

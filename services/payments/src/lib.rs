//! Payments. Owns: what was asked of a provider (intents and operations), what it said (an append-only ledger of facts),
//! and its messages.
//!
//! Always true:
//! - an operation is written down, under a key that outlives the process, before it leaves; its end is done, declined or
//!   unknown, and unknown never becomes failed before a look at the provider has shown it;
//! - states and sums are derived from facts; facts are only added, in any order and as often as they like to come;
//! - calls, webhooks, redirects, the poller and the reconciliation all end in the same [`apply`], and a webhook is no
//!   more than a hint where to look;
//! - amount, currency, account and mode of every report are held against the intent; what disagrees is held for staff;
//! - what is under way counts as gone, so that refunds never exceed what was captured;
//! - no transaction is open while a provider is called.
//!
//! [`apply`]: infrasell_rules::payment::apply

mod decide;
pub mod engines;
mod model;
pub mod port;
mod service;
mod store;

pub use service::PaymentsService;

use infrasell_db::{Db, Migration};
use infrasell_kernel::{ChannelId, Env};
use port::Provider;
use service::Core;
use std::{collections::BTreeMap, sync::Arc};

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "payments", version: 1, name: "init", sql: include_str!("migrations/0001_init.sql") },
    Migration { service: "payments", version: 2, name: "channel", sql: include_str!("migrations/0002_channel.sql") },
];

/// What the service needs.
pub struct Deps {
    /// The database.
    pub db: Db,
    /// Clock and randomness.
    pub env: Env,
    /// The ways to pay, in the order in which buyers are shown them; their codes differ.
    pub engines: Vec<Arc<dyn Provider>>,
    /// The channels that a method is offered in, by its code; one that is not here is offered in all.
    pub only_in: BTreeMap<String, Vec<ChannelId>>,
}

/// Opens the service.
#[must_use]
pub fn open(deps: Deps) -> Arc<PaymentsService> {
    Arc::new(PaymentsService::new(Core { db: deps.db, env: deps.env, engines: deps.engines, only_in: deps.only_in }))
}

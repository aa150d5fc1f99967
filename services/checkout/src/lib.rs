//! Checkouts and the purchase saga. Owns the tables `checkout_*`: what a buyer has said, what he agreed to, and how far
//! the placing of his order has come.
//!
//! Always true: an open checkout is computed anew at every read; a cart has at most one open checkout, and a checkout
//! becomes at most one order; the buyer is charged only for the quote whose hash he sent; nothing of an open checkout is
//! edited, called off or expired while money may be moving; every saga ends in an order or with everything undone, and
//! as long as it has not ended a persisted job looks after it.
//!
//! # The commits of a purchase
//!
//! Two of checkout's own: one that freezes the attempt (state `completing`, lines, quote, method, the job that resumes
//! it), and one that ends it (state `completed`, the order; the job is taken back). Nothing is written in between,
//! because each call carries the attempt's own key `chk_12:1:<step>`, under which the other services keep their answers.
//! Those have one each: the cart's lock and the reservation (at the same time, so that they share a group commit), the
//! payment (two when a provider is called: intent and outcome), the order, the sale of the stock, the capture (two,
//! only for methods that hold money first), and the cart's end. An attempt that waits for buyer or provider, or that is
//! undone, writes that down once more.
//!
//! # Two runners
//!
//! A saga is run by whoever has its lease (see the module `saga`). The lease is renewed while a step is slow, and taken
//! over when it has run out. It keeps two live runners apart; the keys and the version of the row keep the books right
//! when a runner was paused and goes on after its lease.

mod change;
mod check;
mod complete;
mod jobs;
mod look;
mod model;
mod prefill;
mod running;
mod saga;
mod service;
mod store;
mod view;
mod wake;

pub use complete::HOLD;
pub use jobs::SWEPT_AT_ONCE;
pub use saga::RESUME;
pub use service::{CheckoutService, LIFETIME};

use futures_util::future::BoxFuture;
use infrasell_contracts::{cart::Carts, inventory::Inventory, orders::Orders, payments::Payments, settings::Settings};
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::{sync::Arc, time::Duration};

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "checkout", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration {
        service: "checkout",
        version: 2,
        name: "customer",
        sql: include_str!("../migrations/0002_customer.sql"),
    },
    Migration { service: "checkout", version: 3, name: "bought", sql: include_str!("../migrations/0003_bought.sql") },
];

/// How work is run that outlives the request that began it.
pub type Spawn = Arc<dyn Fn(BoxFuture<'static, ()>) + Send + Sync>;

/// What checkouts stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time and randomness.
    pub env: Env,
    /// How long a checkout is kept after its last change: [`LIFETIME`], or what the shop says.
    pub lifetime: Duration,
    /// How long stock is held for a purchase that waits: [`HOLD`], or what the shop says.
    pub hold: Duration,
    /// The shop's name and where it sends.
    pub settings: Arc<dyn Settings>,
    /// What is bought.
    pub carts: Arc<dyn Carts>,
    /// Where it comes from.
    pub inventory: Arc<dyn Inventory>,
    /// How it is paid.
    pub payments: Arc<dyn Payments>,
    /// What it becomes.
    pub orders: Arc<dyn Orders>,
}

/// Opens the service. Its tables must be there. Sagas run as tasks of the runtime.
#[must_use]
pub fn open(deps: Deps) -> Arc<CheckoutService> {
    let spawn: Spawn = Arc::new(|work| drop(tokio::spawn(infrasell_rpc::trace::carried(work))));
    open_with(deps, spawn)
}

/// As [`open`], with another way to run sagas.
#[must_use]
pub fn open_with(deps: Deps, spawn: Spawn) -> Arc<CheckoutService> {
    CheckoutService::new(deps, spawn)
}

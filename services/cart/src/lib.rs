//! Carts, of guests and of customers. Owns the tables `cart_*`: who wants how many of what, with a note and attributes, what he says of
//! himself and of how he wants it, and what the buyer was last shown.
//!
//! Always true: no amount is stored as the truth, every read asks pricing for the quote of now; a write is one statement
//! guarded by the revision, and concurrent writes without `if_revision` all take effect; a line that can no longer be
//! bought stays and is reported, only new units are refused, or cut and told where the caller asked for that (`edit`,
//! which also takes out what is no longer sold); a locked or completed cart does not change; a customer has at
//! most one open cart a channel, and to another customer it is not there.
//!
//! A write costs three reads of other services (variants and availability together, then the quote) and one commit.

mod address;
mod check;
mod claim;
mod details;
mod edit;
mod jobs;
mod lines;
mod service;
mod shelf;
mod store;
mod write;

pub use jobs::EXPIRED_A_SWEEP;
pub use service::{CartService, LIFETIME};

use infrasell_contracts::{catalog::Catalog, inventory::Inventory, pricing::Pricing, settings::Settings};
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::{sync::Arc, time::Duration};

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "cart", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration { service: "cart", version: 2, name: "customer", sql: include_str!("../migrations/0002_customer.sql") },
    Migration { service: "cart", version: 3, name: "details", sql: include_str!("../migrations/0003_details.sql") },
];

/// What carts stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time and randomness.
    pub env: Env,
    /// How long a cart is kept after its last change: [`LIFETIME`], or what the shop says.
    pub lifetime: Duration,
    /// Channels and their languages.
    pub settings: Arc<dyn Settings>,
    /// What the variants are, and whether they are on sale.
    pub catalog: Arc<dyn Catalog>,
    /// What they cost.
    pub pricing: Arc<dyn Pricing>,
    /// How many can be had.
    pub inventory: Arc<dyn Inventory>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<CartService> {
    Arc::new(CartService::new(deps))
}

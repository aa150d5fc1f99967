//! **Inventory** owns where stock is: locations, levels, the movements that made them, policies, reservations and
//! transfers.
//!
//! Always true:
//! - The sum of a level's movements is its units on hand; both are written in one transaction.
//! - The units that a level says are reserved are those of the held reservations.
//! - A unit is held or sold once. Holding is one conditional update a level, in (variant, location) order; nothing goes
//!   below zero unless the variant is sold on backorder. Nor is stock that is held taken away by a count, an adjustment
//!   or a transfer: what was promised to a buyer is there when he pays.
//! - A reservation ends once. One whose time is up is still held until the schedule `inventory.expire` gives it back, so
//!   a payment that is late by a moment still gets its goods.
//! - Transactions lock in one order, so they never wait for each other in a circle.

mod announce;
mod events;
mod jobs;
mod plan;
mod service;
mod store;

pub use service::InventoryService;

use infrasell_contracts::settings::Settings;
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The tables of this service.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "inventory", version: 1, name: "init", sql: include_str!("migrations/0001_init.sql") }];

/// The code of the location that every shop begins with.
pub const MAIN_LOCATION: &str = "main";

/// What inventory needs.
pub struct Deps {
    /// Its database.
    pub db: Db,
    /// The time.
    pub env: Env,
    /// Where a channel's stock is.
    pub settings: Arc<dyn Settings>,
}

/// Opens the service.
#[must_use]
pub fn open(deps: Deps) -> Arc<InventoryService> {
    Arc::new(InventoryService::new(deps))
}

//! **Pricing** owns everything that makes an amount: price lists and prices, tax classes and rates, shipping methods,
//! and the quote that is made of them.
//!
//! Always true:
//! - Every price that was ever set is kept; which one is in force is decided by its dates alone.
//! - No price lies above its maximum retail price.
//! - Rates of one tax for one class in one place never overlap in time; a state's rate stands in for the country's.
//! - A quote is made by `rules` from what is stored here; the same facts give the same quote and the same hash.
//! - `pricing.prices_changed` is told when prices are set, and when one begins or ends by itself, within seconds.

mod jobs;
mod quoting;
mod rates;
mod service;
mod store;
mod timeline;

pub use service::PricingService;

use infrasell_contracts::settings::Settings;
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The tables of this service.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "pricing", version: 1, name: "init", sql: include_str!("migrations/0001_init.sql") }];

/// The code of the tax class that everything has unless it has another.
pub const STANDARD_CLASS: &str = "standard";

/// What pricing needs.
pub struct Deps {
    /// Its database.
    pub db: Db,
    /// The time.
    pub env: Env,
    /// The channels and the shop's own place.
    pub settings: Arc<dyn Settings>,
}

/// Opens the service.
#[must_use]
pub fn open(deps: Deps) -> Arc<PricingService> {
    Arc::new(PricingService::new(deps))
}

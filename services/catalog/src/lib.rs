//! **Catalog** owns what is sold and how it is arranged: products, variants, categories, collections, metafields and
//! where they are published.
//!
//! Always true:
//! - A product has 1 to 2,000 variants, each a different choice of its options' values; a variant keeps its id for as long
//!   as its product has it.
//! - A handle leads to one product (collection, category), a SKU to one variant of the shop. A former handle leads to its
//!   product until another product takes it as its own.
//! - The version of a product or collection is raised by each change, and by nothing else; who writes over a version that
//!   he has not read is refused.
//! - A rule-based collection holds exactly the products that its rules name: the writer of a product puts it in and takes
//!   it out in the same transaction; when the rules themselves change, a pass over all products follows that resumes
//!   after a crash.
//! - Categories are a tree of at most 10 levels.
//! - Prices and stock are never shown from here; the listing columns are for sorting and filtering only.

#[doc(hidden)]
pub mod fuzz;
mod pure;
mod service;
mod store;
mod trouble;

pub use service::CatalogService;

use infrasell_contracts::{inventory::Inventory, pricing::Pricing, settings::Settings};
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The tables of this service.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "catalog", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration { service: "catalog", version: 2, name: "finding", sql: include_str!("../migrations/0002_finding.sql") },
];

/// What catalog needs.
pub struct Deps {
    /// Its database.
    pub db: Db,
    /// The time, and randomness for stamps.
    pub env: Env,
    /// Which channels there are.
    pub settings: Arc<dyn Settings>,
    /// Which tax classes there are; prices to sort by.
    pub pricing: Arc<dyn Pricing>,
    /// Stock to filter by.
    pub inventory: Arc<dyn Inventory>,
}

/// Opens the service.
#[must_use]
pub fn open(deps: Deps) -> Arc<CatalogService> {
    Arc::new(CatalogService::new(deps))
}

//! Files that come in and files that go out: Shopify's product CSV, stock, customers and orders as CSV, streamed. Owns the tables
//! `imports_*`: import runs, the files they read and the rows they refused; export runs and the files they wrote.
//!
//! Always true: each data row of a file is accounted for once, as created, updated, unchanged or rejected with line,
//! column and reason; the same file again changes nothing; a run that was cut off ends right when it is run again; an
//! import takes nothing away that the file does not speak of; a dry run writes nothing; what an export wrote of products,
//! stock and customers, an import reads back unchanged.

mod apply;
mod direct;
mod export;
mod feed;
mod guard;
mod job;
mod service;
pub mod shopify;
mod store;
mod table;

pub use direct::{FileReport, MAX_NOTES, Progress, ReportNote};
pub use export::ExportFailure;
pub use service::ImportService;

use infrasell_contracts::{
    catalog::Catalog, customers::Customers, inventory::Inventory, orders::Orders, pricing::Pricing, settings::Settings,
};
use infrasell_db::{Db, Migration};
use std::sync::Arc;

/// The schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "imports", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration {
        service: "imports",
        version: 2,
        name: "kinds and exports",
        sql: include_str!("../migrations/0002_kinds_and_exports.sql"),
    },
];

/// What imports stand on.
pub struct Deps {
    /// Where its tables are.
    pub db: Db,
    /// The channel that is imported to, its currency, and the shop's country.
    pub settings: Arc<dyn Settings>,
    /// Takes the products.
    pub catalog: Arc<dyn Catalog>,
    /// Takes the prices and the tax rates.
    pub pricing: Arc<dyn Pricing>,
    /// Takes the stock.
    pub inventory: Arc<dyn Inventory>,
    /// Read by exports.
    pub orders: Arc<dyn Orders>,
    /// Takes the customers.
    pub customers: Arc<dyn Customers>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<ImportService> {
    Arc::new(ImportService::new(deps))
}

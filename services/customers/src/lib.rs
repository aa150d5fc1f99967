//! Customers, with or without an account. Owns the tables `customers_*`: who buys, his addresses, groups, tags, what he
//! agreed to, and what he bought in sum. What lets him in belongs to identity.
//!
//! Always true:
//! - An e-mail address, whatever its case, is of one customer. Who buys as a guest gets a row without an account; who
//!   registers takes the row of his address over.
//! - What a stranger says when he registers under somebody's address (name, language, consents) changes nothing before
//!   the address is shown to be his, and the answer does not tell whether the address is known.
//! - The ledger of consents is append-only and without gaps; where a customer stands is what its newest entry says.
//! - What a customer bought in sum is derived from the ledger of orders in the same transaction that changes it; what an
//!   order costs is read from orders, never counted along, so the same event again changes nothing.
//! - A customer with orders is not deleted.
//! - Every read and write of an address names the customer whose it is.

mod audit;
mod check;
mod decide;
mod events;
mod jobs;
mod model;
mod phone;
mod service;
mod store;

pub use jobs::{FORGET_AFTER, FORGET_AT_ONCE};
pub use service::CustomerService;

use infrasell_contracts::{identity::Identity, orders::Orders, settings::Settings};
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "customers", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration {
        service: "customers",
        version: 2,
        name: "channel",
        sql: include_str!("../migrations/0002_channel.sql"),
    },
];

/// What customers stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time.
    pub env: Env,
    /// Accounts.
    pub identity: Arc<dyn Identity>,
    /// What they bought.
    pub orders: Arc<dyn Orders>,
    /// The shop's country and language.
    pub settings: Arc<dyn Settings>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<CustomerService> {
    Arc::new(CustomerService::new(deps))
}

//! The shop's profile, channels, tax registrations and number formats. Owns the tables `settings_*`.
//!
//! Always true: there is one shop; the channel `web` exists and is active; a channel's code and currency never change;
//! two registrations of one tax number never hold at the same time; a GSTIN that is stored has the right check character.

mod audit;
mod change;
mod check;
mod defaults;
mod gstin;
mod service;
mod store;

pub use defaults::WEB;
pub use service::SettingsService;

use infrasell_db::{Db, Migration};
use std::sync::Arc;

/// The schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "settings", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") }];

/// What settings stands on.
pub struct Deps {
    /// Where its tables are.
    pub db: Db,
}

/// Opens the service. Its defaults are [`SettingsService::bootstrap`]'s.
#[must_use]
pub fn open(deps: Deps) -> Arc<SettingsService> {
    Arc::new(SettingsService::new(deps))
}

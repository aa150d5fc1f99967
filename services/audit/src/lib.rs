//! Who changed what. Owns the tables `audit_*`.
//!
//! Always true:
//! - Every write by a member of staff or a key has one entry, in the order of the outbox. The record leaves with the
//!   transaction that writes (`infrasell_db`), so there is none without the other; it is here a moment later.
//! - An entry is never changed and never removed; the database refuses it.
//! - Entries are numbered without a gap, and each bears a hash over itself and the one before. Whoever gets round the
//!   database and removes, changes or reorders entries shows in [`AuditService::verify`](infrasell_contracts::audit::AuditLog::verify),
//!   which names the first one. Whoever rewrites the whole rest of the trail, hashes and all, shows against an end that was
//!   noted elsewhere.
//! - Secrets and personal fields never get here: they are masked where the record is made.

mod chain;
mod events;
mod service;
mod store;

pub use service::AuditService;

use infrasell_db::{Db, Migration};
use std::sync::Arc;

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "audit", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") }];

/// What audit stands on.
pub struct Deps {
    /// Its tables.
    pub db: Db,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<AuditService> {
    Arc::new(AuditService { db: deps.db })
}

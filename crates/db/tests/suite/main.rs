//! The conformance suite: the same tests on SQLite and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod values;

use infrasell_db::Migration;

/// Tables made up for these tests.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "shelf", version: 1, name: "shelf", sql: include_str!("shelf.sql") }];

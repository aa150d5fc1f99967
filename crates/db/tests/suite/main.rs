//! The conformance suite: the same tests on SQLite and PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod bus;
mod copying;
mod gone;
mod ids_and_once;
mod jobs;
mod kept;
mod listen;
mod outbox;
mod pages;
mod queues;
mod replicas;
mod roles;
mod schema;
mod trace;
mod transactions;
mod values;

use infrasell_db::{Db, Migration, RunnerOptions, Val, sql, v};
use std::time::Duration;

/// Tables made up for these tests.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "shelf", version: 1, name: "shelf", sql: include_str!("shelf.sql") }];

/// One whole item.
pub const INSERT: &str = sql!(
    "INSERT INTO shelf_item (id, sku, title, units, active, attributes, picture, created_at, shelf_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// The values for one plain row.
pub fn item(id: i64, units: i64) -> [Val<'static>; 9] {
    v![id, format!("S{id}"), None::<String>, units, true, "{}", None::<Vec<u8>>, id, None::<i64>]
}

/// How many items there are.
pub async fn count(db: &Db) -> i64 {
    db.one("SELECT count(*) FROM shelf_item", &[], |r| r.get(0)).await.unwrap()
}

/// A runner that does not dawdle.
pub fn brisk() -> RunnerOptions {
    RunnerOptions {
        lease: Duration::from_millis(300),
        poll: Duration::from_millis(50),
        concurrency: 4,
        replicas: infrasell_db::ReplicaOptions::default(),
        grace: Duration::from_secs(5),
    }
}

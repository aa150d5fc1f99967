//! Webhooks, on every engine at hand, with receivers that do as they are told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod failing;
mod secrets;
mod telling;
mod world;

use infrasell_db::testing;

#[tokio::test]
async fn every_statement_prepares() {
    testing::assert_all_prepare(&[infrasell_webhooks::MIGRATIONS]).await;
}

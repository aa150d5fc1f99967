//! Notifications, on every engine at hand, with a mail server that does as it is told and with a real one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod mailpit;
mod sending;
mod smtp;
mod templates;
mod world;

use infrasell_db::testing;

#[tokio::test]
async fn every_statement_prepares() {
    testing::assert_all_prepare(&[infrasell_notifications::MIGRATIONS]).await;
}

//! Inventory on every engine at hand.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod books;
mod events;
mod locations;
mod model;
mod race;
mod reserve;
mod stock;
mod support;
mod transfers;

#[tokio::test]
async fn every_statement_prepares() {
    infrasell_db::testing::assert_all_prepare(&[infrasell_inventory::MIGRATIONS]).await;
}

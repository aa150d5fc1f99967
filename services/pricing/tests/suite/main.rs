//! Pricing on every engine at hand.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod books;
mod history;
mod lists;
mod prices;
mod quotes;
mod shipping;
mod support;
mod taxes;
mod turns;

#[tokio::test]
async fn every_statement_prepares() {
    infrasell_db::testing::assert_all_prepare(&[infrasell_pricing::MIGRATIONS]).await;
}

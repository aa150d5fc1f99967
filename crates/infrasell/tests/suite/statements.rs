//! Every statement of every service prepares on both engines.

use infrasell::wire::MIGRATIONS;
use infrasell_db::testing;

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_prepares_on_every_engine() {
    for db in testing::engines(MIGRATIONS).await {
        let failures = testing::prepare_all(&db).await.unwrap();
        assert!(failures.is_empty(), "{failures:#?}");
    }
    assert!(infrasell_db::STATEMENTS.len() > 100, "only {} statements are collected", infrasell_db::STATEMENTS.len());
}

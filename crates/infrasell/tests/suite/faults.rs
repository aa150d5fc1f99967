//! What the shop stands on fails and comes back: clear answers meanwhile, no restart afterwards.

use infrasell_testkit::{Kind, Shop};
use serde_json::json;

/// PostgreSQL ends every connection of the shop, as a restart of the server does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_whose_connections_are_cut_is_found_again() {
    let Some(shop) = Shop::open(Kind::PostgresHere).await else { return };
    let tea = shop.sells("tea", 24_900, 50).await;
    for _ in 0..3 {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        // the statement may be cut by itself: what counts is that the others are
        let _cut = shop.app.db.all(cut, &[], |_| Ok(())).await;
        let mut bought = false;
        for _ in 0..20 {
            let answer = shop.store.cart(&[(&tea.variant, 1)]).await;
            assert!([201, 503].contains(&answer.status), "{}: {}", answer.status, answer.body);
            if answer.status == 201 {
                bought = true;
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(bought, "the shop did not find its database again");
    }
    shop.store.buy(&tea.variant, 1).await.ok();
    shop.close().await;
}

/// SQLite may not grow any more, as on a full disk; then there is space again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_space_is_used_again() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let tea = shop.sells("tea", 24_900, 50).await;
    let pages: i64 = shop.app.db.one("PRAGMA page_count", &[], |r| r.get(0)).await.unwrap();
    shop.app.db.exec(&format!("PRAGMA max_page_count = {pages}"), &[]).await.ok();
    let mut refused = None;
    for n in 0..400 {
        let product = json!({ "title": format!("Filler {n}"), "description_html": "x".repeat(20_000) });
        let answer = shop.admin.post("/admin/v1/products", product).await;
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the disk is full in the end");
    assert_eq!(refused.code(503), "unavailable");
    assert_eq!(shop.store.get("/store/v1/products/tea").await.status, 200, "browsing goes on");
    shop.app.db.exec("PRAGMA max_page_count = 1073741823", &[]).await.ok();
    shop.store.buy(&tea.variant, 1).await.ok();
    shop.close().await;
}

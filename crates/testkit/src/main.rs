//! `testshop`: a shop in a process of its own, with something of everything in it for strangers to try, or with our sample
//! catalogue for programs that know their way.
//!
//! Always true: it prints where it is and its owner's key as one line of JSON, serves until its standard input ends, and
//! then proves the books: what a stranger did must not have broken them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "it fails by panicking, as tests do")]

use infrasell_testkit::{Kind, Shop};
use serde_json::{Value, json};
use std::io::Read;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    infrasell::logging::start(&infrasell::config::Log::default());
    let kind = match std::env::args().nth(1).as_deref() {
        Some("sqlite-here") => Kind::SqliteHere,
        Some("sqlite-apart") => Kind::SqliteApart,
        Some("postgres-here") => Kind::PostgresHere,
        Some("postgres-apart") => Kind::PostgresApart,
        Some("postgres-replicas") => Kind::PostgresReplicas,
        _ => panic!("usage: testshop sqlite-here|sqlite-apart|postgres-here|postgres-apart|postgres-replicas [sample]"),
    };
    // a stranger asks much, from one address and with one session
    let open = |config: &mut infrasell::config::Config| {
        let limits = &mut config.limits;
        (limits.session_per_minute, limits.key_per_minute, limits.address_per_minute) = (0, 0, 0);
        (limits.cost_per_minute, limits.key_cost_per_minute, limits.carts_per_address) = (0, 0, 0);
        (limits.queue_imports, limits.queue_jobs, limits.queue_outbox) = (0, 0, 0);
    };
    let shop = Shop::open_with(kind, open).await.expect("its database is there: INFRASELL_TEST_POSTGRES names it");
    match std::env::args().nth(2).as_deref() {
        None => furnish(&shop).await,
        Some("sample") => shop.sells_the_sample().await,
        Some(other) => panic!("there are no goods called {other}"),
    }
    let me = shop.admin.get("/admin/v1/me").await.ok();
    let (_, customer) = shop.customer("stranger@example.in").await;
    let told =
        json!({ "base": shop.admin.base, "key": shop.admin.key, "key_id": me["actor"], "customer": customer.key });
    println!("{told}");
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut vec![]).unwrap()).await.unwrap();
    shop.close().await;
}

/// Something of everything, so that ids of every kind lead somewhere.
async fn furnish(shop: &Shop) {
    let admin = &shop.admin;
    for (handle, price) in [("tea", 24_900), ("cup", 9_900), ("pot", 129_900)] {
        shop.sells(handle, price, 1_000_000).await;
    }
    let tea = shop.sells("rare-tea", 99_900, 1_000_000).await;
    let category = admin.post("/admin/v1/categories", json!({ "name": "Kitchen" })).await.ok();
    admin.post("/admin/v1/categories", json!({ "name": "Cups", "parent": category["id"] })).await.ok();
    let rules = json!([{ "field": "title", "relation": "contains", "value": "tea" }]);
    let membership = json!({ "kind": "rules", "all": true, "rules": rules });
    admin.post("/admin/v1/collections", json!({ "title": "Teas", "membership": membership })).await.ok();
    admin
        .post("/admin/v1/roles", json!({ "code": "packer", "name": "Packer", "permissions": ["orders:read"] }))
        .await
        .ok();
    let main = admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let other = admin.post("/admin/v1/locations", json!({ "code": "second", "name": "Second" })).await.ok();
    let lines = json!([{ "variant": tea.variant, "quantity": 3 }]);
    admin.post("/admin/v1/transfers", json!({ "from": main, "to": other["id"], "lines": lines })).await.ok();
    for _ in 0..2 {
        shop.store.buy(&tea.variant, 2).await.ok();
    }
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await;
    let done: Value = shop.store.complete(&checkout, None).await.ok();
    assert_eq!(done["state"], "completed", "{done}");
    let file = "Handle,Title,Variant SKU,Variant Price\nspoon,Spoon,SPOON,49.00\nfork,Fork,FORK,x\n";
    let upload =
        admin.request(reqwest::Method::POST, "/admin/v1/imports").header("content-type", "text/csv").body(file);
    infrasell_testkit::Client::send(upload).await.ok();
    shop.settle().await;
}

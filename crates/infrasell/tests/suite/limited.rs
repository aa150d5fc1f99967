//! Ceilings and overload against a whole shop. The limits that need no shop are tested in the gateway's own suite.

use infrasell_contracts::imports::{BeginImport, ImportKind};
use infrasell_db::v;
use infrasell_testkit::{Answer, Client, Kind, Shop};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

async fn limited(kind: Kind, set: impl FnOnce(&mut infrasell::config::LimitConfig)) -> Option<Shop> {
    Shop::open_with(kind, |config| set(&mut config.limits)).await
}

/// Asks again until the look at the queues is fresh: how a product is refused.
async fn refused(shop: &Shop) -> Value {
    for n in 0..200 {
        let answer = shop.admin.post("/admin/v1/products", json!({ "title": format!("Thing {n}") })).await;
        if answer.status == 503 {
            assert_eq!(answer.code(503), "queue_full");
            return answer.body["details"].clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it was never refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queue_jobs() {
    for kind in [Kind::SqliteHere, Kind::PostgresHere] {
        let Some(shop) = limited(kind, |limits| limits.queue_jobs = 5).await else { continue };
        let tea = shop.sells("tea", 24_900, 9).await;
        let late = shop.app.db.now().plus(Duration::from_secs(3_600));
        for _ in 0..5 {
            shop.app.db.enqueue("imports.run", None, &1, late).await.unwrap();
        }
        let details = refused(&shop).await;
        assert_eq!((&details["limit"], &details["queue"]), (&json!("limits.queue_jobs"), &json!("imports.run")));
        assert!(details["waiting"].as_i64().unwrap() >= 5, "{details}");
        shop.store.buy(&tea.variant, 1).await.ok();
        shop.admin.get("/admin/v1/products").await.ok();
        shop.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queue_jobs_of_purchases_refuse_new_checkouts_and_let_those_be_placed_that_are_there() {
    let shop = limited(Kind::SqliteHere, |limits| limits.queue_jobs = 5).await.unwrap();
    let tea = shop.sells("tea", 24_900, 9).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    let late = shop.app.db.now().plus(Duration::from_secs(3_600));
    for _ in 0..5 {
        shop.app.db.enqueue("checkout.other", None, &1, late).await.unwrap();
    }
    refused(&shop).await;
    assert_eq!(shop.store.cart(&[(&tea.variant, 1)]).await.code(503), "queue_full");
    shop.store.complete(&checkout, Some("tok_approve")).await.ok();
    shop.close().await;
}

/// Every queue that the limits, their reference or the metrics name is one that the shop has.
#[tokio::test]
async fn every_queue_that_is_named_is_a_real_one() {
    let shop = limited(Kind::SqliteHere, |_| ()).await.unwrap();
    let kinds: Vec<String> = shop.app.jobs().iter().map(|job| job.kind().to_owned()).collect();
    let (_, text) = infrasell::config::TEXTS.iter().find(|(name, _)| *name == "queue_jobs").unwrap();
    let named: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    assert_eq!(named.len(), 3, "{text}");
    for name in named.into_iter().filter(|name| *name != infrasell::inspect::MAILS) {
        assert!(kinds.iter().any(|kind| kind == name), "{name} is none of {kinds:?}");
    }
    for begin in infrasell_gateway::OF_BUYERS {
        assert!(kinds.iter().any(|kind| kind.starts_with(begin)), "nothing begins with {begin}: {kinds:?}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_that_wait_fill_a_queue_too() {
    for kind in [Kind::SqliteHere, Kind::PostgresHere] {
        let Some(shop) = limited(kind, |limits| limits.queue_jobs = 5).await else { continue };
        let mail = "INSERT INTO notifications_mail (id, source, kind, about, recipient, recipient_key, locale, state,
            message_id, attempts, tries, next_at, subject, body_text, body_html, created_at)
            VALUES ($1, $2, 'shipped', '{}', 'a@b.in', 'a@b.in', 'en-IN', 'waiting', $2, 0, 0, $3, '', '', '', $3)";
        let late = shop.app.db.now().plus(Duration::from_secs(3_600));
        for n in 1..=5 {
            shop.app.db.exec(mail, &v![n, &format!("test {n}"), late]).await.unwrap();
        }
        let details = refused(&shop).await;
        assert_eq!((&details["queue"], &details["waiting"]), (&json!("notifications.mails"), &json!(5)));
        shop.app.db.exec("DELETE FROM notifications_mail", &[]).await.unwrap();
        shop.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queue_outbox() {
    for kind in [Kind::SqliteHere, Kind::PostgresHere] {
        let Some(shop) = limited(kind, |limits| limits.queue_outbox = 200).await else { continue };
        let tea = shop.sells("tea", 24_900, 9).await;
        shop.settle().await;
        let mut tx = shop.app.db.begin().await.unwrap();
        for _ in 0..300 {
            // the catalogue's subscription cannot read these, tries each for long, and so falls behind
            tx.emit(infrasell_contracts::pricing::PRICES_CHANGED, &"nonsense").await.unwrap();
        }
        tx.commit().await.unwrap();
        let details = refused(&shop).await;
        assert_eq!(details["limit"], "limits.queue_outbox");
        // whoever else cannot read them is as far behind
        let queue = details["queue"].as_str().unwrap();
        assert!(["catalog.listing", "webhooks.changes"].contains(&queue), "{details}");
        shop.store.buy(&tea.variant, 1).await.ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queue_imports() {
    let shop = limited(Kind::SqliteHere, |limits| limits.queue_imports = 1).await.unwrap();
    let cx = infrasell_rpc::Cx::system("test", "test");
    let begin = BeginImport { kind: ImportKind::Products, file_name: "a.csv".into(), dry_run: false };
    shop.app.services.imports.begin(&cx, begin).await.unwrap();
    let upload = shop.admin.request(reqwest::Method::POST, "/admin/v1/imports");
    let answer = Client::send(upload.header("content-type", "text/csv").body("Handle,Title\ntea,Tea\n")).await;
    assert_eq!(answer.code(503), "queue_full");
    assert_eq!(answer.body["details"]["limit"], "limits.queue_imports");
    shop.close().await;
}

/// Asks again and again while the shop is too busy: on a machine with other tests it is so before the flood.
async fn patiently<F: Future<Output = Answer>>(ask: impl Fn() -> F) -> Value {
    loop {
        let answer = ask().await;
        if answer.status != 503 {
            return answer.ok();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Puts a hundred of something on sale; its variant.
async fn patiently_sells(admin: &Client, handle: &str) -> String {
    let first = async |path: &str| patiently(|| admin.get(path)).await["items"][0]["id"].clone();
    let (channel, location) = (first("/admin/v1/channels").await, first("/admin/v1/locations").await);
    let product = json!({ "title": handle, "handle": handle, "status": "active", "variants": [{ "sku": handle }] });
    let product = patiently(|| admin.post("/admin/v1/products", product.clone())).await;
    let variant = product["variants"][0]["id"].as_str().unwrap().to_owned();
    let price = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 24_900 }] });
    patiently(|| admin.post("/admin/v1/prices", price.clone())).await;
    let levels = json!([{ "variant": variant, "location": location, "on_hand": 100 }]);
    let levels = json!({ "levels": levels, "reason": "test" });
    patiently(|| admin.post("/admin/v1/stock", levels.clone())).await;
    variant
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_listing_floods_in_every_purchase_succeeds() {
    let shop = limited(Kind::SqliteHere, |limits| {
        limits.in_flight = 12;
        limits.queue_delay_ms = 1;
        limits.key_per_minute = 0;
        limits.key_cost_per_minute = 0;
    })
    .await
    .unwrap();
    let tea = patiently_sells(&shop.admin, "tea").await;
    for n in 0..30 {
        patiently_sells(&shop.admin, &format!("thing-{n}")).await;
    }
    let (stop, listed, refused) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let flood: Vec<_> = (0..40)
        .map(|n| {
            let (stop, listed, refused) = (stop.clone(), listed.clone(), refused.clone());
            // a connection each
            let client = if n % 2 == 0 { shop.store.clone() } else { shop.admin.clone() };
            let path =
                if n % 2 == 0 { "/store/v1/products?limit=100" } else { "/admin/v1/products?limit=250&search=thing" };
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let answer = client.get(path).await;
                    match answer.status {
                        200 => listed.fetch_add(1, Ordering::Relaxed),
                        503 => {
                            assert_eq!(answer.code(503), "overloaded");
                            refused.fetch_add(1, Ordering::Relaxed)
                        }
                        other => panic!("{other}: {}", answer.body),
                    };
                }
            })
        })
        .collect();
    for _ in 0..3 {
        let bought = futures_util::future::join_all((0..3).map(|_| shop.store.buy(&tea, 1))).await;
        for answer in bought {
            assert_eq!(answer.ok()["state"], "completed");
        }
    }
    stop.store(true, Ordering::Relaxed);
    for client in flood {
        client.await.unwrap();
    }
    let (listed, refused) = (listed.load(Ordering::Relaxed), refused.load(Ordering::Relaxed));
    assert!(refused > 0, "{listed} lists, and none was refused");
    shop.close().await;
}

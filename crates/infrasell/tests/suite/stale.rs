//! Answers that are kept are never old: what was acknowledged is what the very next read shows, through any connection,
//! while others read, too.

use infrasell_testkit::{Client, Kind, Shop, Sold, Spawn, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    io::Read,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Products of the shop, and rounds of changes.
const PRODUCTS: usize = 6;
const ROUNDS: usize = 14;

/// Everybody who looks: a connection each.
struct Lookers {
    clients: Vec<Client>,
    checks: AtomicU64,
}

impl Lookers {
    fn of(shop: &Shop) -> Lookers {
        // three connections, to every process of the shop
        let clients = shop.each().into_iter().cycle().take(3).map(|one| Client::new(one.base, None)).collect();
        Lookers { clients, checks: AtomicU64::new(0) }
    }

    /// Whether every connection sees at once what was acknowledged.
    async fn all(&self, path: &str, what: &str, see: impl Fn(u16, &Value) -> bool) {
        for client in &self.clients {
            let answer = client.get(path).await;
            assert!(see(answer.status, &answer.body), "{what}: {path} is old: {} {}", answer.status, answer.body);
            self.checks.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn listed<'a>(page: &'a Value, product: &str) -> Option<&'a Value> {
    page["items"].as_array()?.iter().find(|item| item["id"] == product)
}

/// Reads everything again and again until it is told to stop.
fn readers(shop: &Shop, goods: &[Sold], stop: &Arc<AtomicBool>) -> Vec<tokio::task::JoinHandle<u64>> {
    let mut paths: Vec<String> = goods.iter().map(|sold| format!("/store/v1/products/{}", sold.product)).collect();
    for path in ["products?limit=50", "products?sort=price", "products?in_stock=true", "products?collection=best"] {
        paths.push(format!("/store/v1/{path}"));
    }
    paths.extend(["shop", "collections", "collections/best", "categories"].map(|path| format!("/store/v1/{path}")));
    let reader = |n: usize| {
        let each = shop.each();
        let client = Client::new(each[n % each.len()].base.clone(), None);
        let (paths, stop) = (paths.clone(), stop.clone());
        tokio::spawn(async move {
            let mut reads = 0;
            while !stop.load(Ordering::Relaxed) {
                for path in paths.iter().cycle().skip(n).take(paths.len()) {
                    let answer = client.get(path).await;
                    assert!([200, 404].contains(&answer.status), "{path}: {}", answer.body);
                    reads += 1;
                }
            }
            reads
        })
    };
    (0..3).map(reader).collect()
}

async fn prices(shop: &Shop, lookers: &Lookers, channel: &str, sold: &Sold, round: usize) {
    let minor = 10_000 + i64::try_from(round).unwrap();
    let price = json!({ "variant": sold.variant, "price_minor": minor });
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": [price] })).await.ok();
    lookers
        .all(&format!("/store/v1/products/{}", sold.product), "price", |_, product| {
            product["variants"][0]["price"]["minor"] == minor
        })
        .await;
    for path in ["/store/v1/products?limit=50", "/store/v1/products?sort=price"] {
        lookers
            .all(path, "price", |_, page| listed(page, &sold.product).unwrap()["price_from"]["minor"] == minor)
            .await;
    }
}

async fn stock(shop: &Shop, lookers: &Lookers, location: &str, sold: &Sold, round: usize) {
    let on_hand = if round.is_multiple_of(2) { 0 } else { 3 };
    let level = json!({ "variant": sold.variant, "location": location, "on_hand": on_hand });
    shop.admin.post("/admin/v1/stock", json!({ "levels": [level], "reason": "count" })).await.ok();
    let path = format!("/store/v1/products/{}", sold.product);
    lookers.all(&path, "stock", |_, product| product["in_stock"] == (on_hand > 0)).await;
    let list = "/store/v1/products?limit=50";
    lookers.all(list, "stock", |_, page| listed(page, &sold.product).unwrap()["in_stock"] == (on_hand > 0)).await;
    if on_hand > 0 {
        // the last ones are bought
        shop.store.buy(&sold.variant, 3).await.ok();
        lookers.all(&path, "a purchase", |_, product| product["in_stock"] == false).await;
    }
}

async fn words(shop: &Shop, lookers: &Lookers, sold: &Sold, handle: &str, round: usize) {
    let title = format!("Title {round}");
    let admin_path = format!("/admin/v1/products/{}", sold.product);
    shop.admin.patch(&admin_path, json!({ "title": title })).await.ok();
    for name in [&sold.product, handle] {
        lookers.all(&format!("/store/v1/products/{name}"), "title", |_, product| product["title"] == *title).await;
    }
    shop.admin.patch(&admin_path, json!({ "status": "draft" })).await.ok();
    lookers.all(&format!("/store/v1/products/{handle}"), "publication", |status, _| status == 404).await;
    lookers.all("/store/v1/products?limit=50", "publication", |_, page| listed(page, &sold.product).is_none()).await;
    shop.admin.patch(&admin_path, json!({ "status": "active" })).await.ok();
    lookers.all(&format!("/store/v1/products/{handle}"), "publication", |status, _| status == 200).await;
    lookers.all("/store/v1/products?limit=50", "publication", |_, page| listed(page, &sold.product).is_some()).await;
}

async fn arrangement(shop: &Shop, lookers: &Lookers, collection: &str, category: &str, goods: &[Sold], round: usize) {
    let held: Vec<&str> = goods.iter().take(1 + round % goods.len()).map(|sold| sold.product.as_str()).collect();
    let path = format!("/admin/v1/collections/{collection}");
    shop.admin.patch(&path, json!({ "title": format!("Best {round}"), "products": held })).await.ok();
    lookers
        .all("/store/v1/products?collection=best", "membership", |_, page| {
            page["items"].as_array().unwrap().iter().filter(|item| held.contains(&item["id"].as_str().unwrap())).count()
                == page["items"].as_array().unwrap().len()
        })
        .await;
    let count = held.len();
    lookers.all("/store/v1/collections/best", "count", |_, shown| shown["product_count"] == count).await;
    let title = format!("Best {round}");
    lookers.all("/store/v1/collections", "collection", |_, page| page["items"][0]["title"] == *title).await;
    let name = format!("Tea {round}");
    shop.admin.patch(&format!("/admin/v1/categories/{category}"), json!({ "name": name })).await.ok();
    lookers.all("/store/v1/categories", "category", |_, page| page["items"][0]["name"] == *name).await;
    let name = format!("Shop {round}");
    shop.admin.patch("/admin/v1/shop", json!({ "name": name })).await.ok();
    lookers.all("/store/v1/shop", "shop", |_, seen| seen["name"] == *name).await;
    let name = format!("Web {round}");
    let channel = shop.channel().await;
    shop.admin.patch(&format!("/admin/v1/channels/{channel}"), json!({ "name": name })).await.ok();
    lookers.all("/store/v1/shop", "channel", |_, seen| seen["channels"][0]["name"] == *name).await;
}

on_every_kind!(what_was_acknowledged_is_what_the_next_read_shows, |shop| async move {
    let mut goods = vec![];
    for n in 0..PRODUCTS {
        goods.push(shop.sells(&format!("thing-{n}"), 5_000, 3).await);
    }
    let collection = json!({ "title": "Best", "handle": "best", "membership": { "kind": "manual" }, "products": [] });
    let collection = shop.admin.post("/admin/v1/collections", collection).await.ok()["id"].as_str().unwrap().to_owned();
    let category = shop.admin.post("/admin/v1/categories", json!({ "name": "Tea" })).await.ok();
    let category = category["id"].as_str().unwrap().to_owned();
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let channel = shop.channel().await;
    let stop = Arc::new(AtomicBool::new(false));
    let reading = readers(&shop, &goods, &stop);
    let lookers = Lookers::of(&shop);
    for round in 0..ROUNDS {
        // each writes what the others do not, at the same time
        tokio::join!(
            prices(&shop, &lookers, &channel, &goods[0], round),
            stock(&shop, &lookers, &location, &goods[1], round),
            words(&shop, &lookers, &goods[2], "thing-2", round),
            arrangement(&shop, &lookers, &collection, &category, &goods[3..], round),
        );
    }
    stop.store(true, Ordering::Relaxed);
    let mut reads = 0;
    for reader in reading {
        reads += reader.await.unwrap();
    }
    let checks = lookers.checks.load(Ordering::Relaxed);
    assert!(checks > 700 && reads > 100, "{checks} checks beside {reads} reads");
    assert!(shop.app.gateway().kept().0 > 0, "something was kept");
    shop
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_begins_when_its_time_has_come() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let sold = shop.sells("tea", 5_000, 3).await;
    let path = format!("/store/v1/products/{}", sold.product);
    let begins = shop.app.env.now().plus(Duration::from_millis(1_500));
    let price = json!({ "variant": sold.variant, "price_minor": 4_000, "starts_at": begins.to_string() });
    let channel = shop.channel().await;
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": [price] })).await.ok();
    let seen = || async { shop.store.get(&path).await.ok()["price_from"]["minor"].as_i64().unwrap() };
    let mut before = 0;
    while shop.app.env.now() < begins.plus(Duration::from_millis(700)) {
        let asked_at = shop.app.env.now();
        match seen().await {
            4_000 => break,
            5_000 => before += u64::from(asked_at < begins),
            other => panic!("{other}"),
        }
    }
    assert!(before > 0 && seen().await == 4_000, "{before} reads before it began");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_writes_is_seen_within_its_poll() {
    let databases = [None, infrasell_db::testing::postgres(infrasell::wire::MIGRATIONS).await];
    for (n, database) in databases.iter().enumerate() {
        if n == 1 && database.is_none() {
            continue;
        }
        let mut shop = Spawn::new(env!("CARGO_BIN_EXE_infrasell"));
        shop.database = database.as_ref().map(|made| made.db.url().to_string());
        let process = shop.serve().await;
        let store = Client::new(process.base.clone(), None);
        assert_eq!(store.get("/store/v1/products").await.ok()["items"].as_array().unwrap().len(), 0);
        let file = shop.data().join("one.csv");
        for (price, title) in [("249.00", "Tea"), ("199.00", "Better tea")] {
            let text = format!("Handle,Title,Variant SKU,Variant Price,Published\ntea,{title},T1,{price},TRUE\n");
            std::fs::write(&file, text).unwrap();
            let (ok, out, err) = shop.run(&["import", file.to_str().unwrap()]).await;
            assert!(ok, "{out}\n{err}");
            let begun = Instant::now();
            let minor = if title == "Tea" { 24_900 } else { 19_900 };
            loop {
                let page = store.get("/store/v1/products").await.ok();
                let seen = &page["items"][0];
                if seen["title"] == title && seen["price_from"]["minor"] == minor {
                    break;
                }
                assert!(begun.elapsed() < Duration::from_secs(10), "still old: {page}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        assert!(process.stop().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_held_whatever_is_asked_for() {
    let shop = Shop::open_with(Kind::SqliteHere, |config| config.cache.bytes = 150_000).await.unwrap();
    for n in 0..5 {
        shop.sells(&format!("thing-{n}"), 5_000, 3).await;
    }
    for n in 0..300 {
        shop.store.get(&format!("/store/v1/products?limit=5&colour={n}")).await.ok();
        assert!(shop.app.gateway().kept().1 <= 150_000);
    }
    assert!(shop.app.gateway().kept().0 > 5);
    let long = format!("/store/v1/products?colour={}", "x".repeat(2_000));
    let kept = shop.app.gateway().kept().0;
    shop.store.get(&long).await.ok();
    assert_eq!(shop.app.gateway().kept().0, kept, "a key that is too long is not kept");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_ask_one_makes_the_answer_and_failures_are_not_kept() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    for n in 0..20 {
        shop.sells(&format!("thing-{n}"), 5_000, 3).await;
    }
    shop.settle().await;
    let before = shop.app.gateway().made();
    let all = (0..40).map(|_| shop.store.get("/store/v1/products?limit=20"));
    for answer in futures_util::future::join_all(all).await {
        assert_eq!(answer.ok()["items"].as_array().unwrap().len(), 20);
    }
    assert_eq!(shop.app.gateway().made() - before, 1);
    for _ in 0..3 {
        shop.store.get("/store/v1/products/nothing").await.code(404);
    }
    assert_eq!(shop.app.gateway().made() - before, 4);
    shop.close().await;
}

/// Status, headers by name and body, without what is of one answer alone.
async fn whole(shop: &Shop, path: &str, headers: &[(&str, &str)]) -> (u16, Vec<(String, String)>, Vec<u8>) {
    whole_of(shop, Method::GET, path, headers).await
}

async fn whole_of(
    shop: &Shop,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let mut request = shop.store.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let own = ["x-request-id", "date"];
    assert!(own.iter().all(|name| answer.headers().contains_key(*name)));
    let shown = answer.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut shown: Vec<(String, String)> =
        shown.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    shown.sort();
    (answer.status().as_u16(), shown, answer.bytes().await.unwrap().to_vec())
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_round_the_router_sends_what_the_router_sends() {
    for origins in [vec!["*".to_owned()], vec!["https://shop.example".to_owned()]] {
        let shop = Shop::open_with(Kind::SqliteHere, |config| config.server.cors_origins = origins).await.unwrap();
        for n in 0..10 {
            shop.sells(&format!("thing-{n}"), 5_000, 3).await;
        }
        shop.settle().await;
        let tea = "/store/v1/products/thing-1";
        for path in ["/store/v1/products?limit=10", tea, "/store/v1/shop", "/store/v1/categories"] {
            let (_, plain_headers, plain) = whole(&shop, path, &[]).await;
            assert_eq!(header(&plain_headers, "cache-control"), Some("public, max-age=0, must-revalidate"));
            assert!(header(&plain_headers, "vary").unwrap().contains("accept-encoding"));
            for coding in ["identity", "gzip", "br"] {
                let accept = ("accept-encoding", coding);
                let first = whole(&shop, path, &[accept]).await;
                let fast = whole(&shop, path, &[accept]).await;
                // whoever sends this goes through the router
                let slow = whole(&shop, path, &[accept, ("idempotency-key", "any")]).await;
                assert_eq!((&first, &fast), (&slow, &slow), "{path} {coding}");
                assert_eq!(decoded(&fast.1, &fast.2), plain, "{path} {coding}");
                let etag = header(&fast.1, "etag").unwrap().to_owned();
                let known = [accept, ("if-none-match", etag.as_str())];
                let first = whole(&shop, path, &known).await;
                let fast = whole(&shop, path, &known).await;
                let slow = whole(&shop, path, &[known[0], known[1], ("idempotency-key", "any")]).await;
                assert_eq!((&first, &fast), (&slow, &slow), "{path} {coding}");
                assert_eq!((fast.0, fast.2.len(), header(&fast.1, "etag")), (304, 0, Some(etag.as_str())));
            }
            let (status, headers, body) = whole_of(&shop, Method::HEAD, path, &[]).await;
            assert_eq!((status, body.len()), (200, 0));
            assert_eq!(headers, plain_headers, "{path}");
        }
        let with_origin = whole(&shop, tea, &[("origin", "https://shop.example")]).await;
        assert!(header(&with_origin.1, "access-control-allow-origin").is_some());
        // another product's answer has another tag
        let other = whole(&shop, "/store/v1/products/thing-2", &[]).await;
        assert_ne!(header(&other.1, "etag"), header(&with_origin.1, "etag"));
        shop.close().await;
    }
}

fn decoded(headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut plain = vec![];
    match header(headers, "content-encoding") {
        None => plain.extend_from_slice(body),
        Some("gzip") => drop(flate2::read::GzDecoder::new(body).read_to_end(&mut plain).unwrap()),
        Some("br") => drop(brotli::Decompressor::new(body, 4_096).read_to_end(&mut plain).unwrap()),
        Some(other) => panic!("{other}"),
    }
    plain
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_no_memory_nothing_is_kept() {
    let shop = Shop::open_with(Kind::SqliteHere, |config| config.cache.bytes = 0).await.unwrap();
    shop.sells("tea", 5_000, 3).await;
    for _ in 0..3 {
        let (status, headers, _) = whole(&shop, "/store/v1/products", &[]).await;
        assert_eq!(
            (status, header(&headers, "cache-control"), header(&headers, "etag")),
            (200, Some("no-store"), None)
        );
    }
    assert_eq!(shop.app.gateway().kept(), (0, 0));
    shop.close().await;
}

//! Webhooks, from what staff and buyers do to a receiver outside: on every kind of shop, and killed in the middle.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use infrasell_testkit::{Client, Kind, Shop, Spawn, on_every_kind};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

/// A message as it came.
#[derive(Debug, Clone)]
struct Got {
    topic: String,
    id: String,
    signature: String,
    body: Bytes,
}

impl Got {
    fn entity(&self) -> String {
        serde_json::from_slice::<Value>(&self.body).unwrap()["id"].as_str().unwrap().to_owned()
    }
}

#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<Got>>>,
    slow: Duration,
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let got = Got {
        topic: text("x-shopify-topic"),
        id: text("x-shopify-webhook-id"),
        signature: text("x-shopify-hmac-sha256"),
        body,
    };
    tokio::time::sleep(receiver.slow).await;
    receiver.got.lock().unwrap().push(got);
}

impl Receiver {
    /// A receiver that thinks for so long, and its address.
    async fn start(slow: Duration) -> (Receiver, String) {
        let receiver = Receiver { slow, ..Receiver::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/revalidate?secret=s3cret", listener.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (receiver, url)
    }

    fn all(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    fn topics_of(&self, entity: &str) -> Vec<String> {
        self.all().into_iter().filter(|got| got.entity() == entity).map(|got| got.topic).collect()
    }
}

const TOPICS: [&str; 10] = [
    "products/create",
    "products/update",
    "products/delete",
    "collections/create",
    "collections/update",
    "collections/delete",
    "orders/create",
    "orders/updated",
    "orders/cancelled",
    "orders/fulfilled",
];

async fn webhook(admin: &Client, url: &str) -> Value {
    admin.post("/admin/v1/webhooks", json!({ "url": url, "topics": TOPICS })).await.ok()
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

on_every_kind!(what_happens_is_told_once_signed_and_in_order, |shop| async move {
    let (receiver, url) = Receiver::start(Duration::ZERO).await;
    let made = webhook(&shop.admin, &url).await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert!(!made["webhook"].to_string().contains("s3cret"), "{made}");
    let tea = shop.sells("tea", 24_900, 1).await;
    shop.settle().await;
    let product = shop.admin.get("/admin/v1/products?limit=1").await.ok()["items"][0].clone();
    let product = id(&product);
    let told = receiver.topics_of(&product);
    assert_eq!(told[0], "products/create", "{told:?}");
    let before = told.len();
    let channel = shop.channel().await;
    let dearer =
        json!({ "list": { "channel": channel }, "prices": [{ "variant": tea.variant, "price_minor": 25_900 }] });
    shop.admin.post("/admin/v1/prices", dearer).await.ok();
    shop.settle().await;
    assert_eq!(receiver.topics_of(&product)[before..], ["products/update"], "another price is told as a change");

    let collection = json!({ "title": "Teas", "membership": { "kind": "manual", "products": [product] } });
    let collection = id(&shop.admin.post("/admin/v1/collections", collection).await.ok());
    shop.settle().await;
    let path = format!("/admin/v1/collections/{collection}");
    shop.admin.patch(&path, json!({ "title": "All teas" })).await.ok();
    shop.settle().await;
    shop.admin.delete(&path).await.ok();
    shop.settle().await;
    assert_eq!(receiver.topics_of(&collection), ["collections/create", "collections/update", "collections/delete"]);

    let before = receiver.topics_of(&product).len();
    let order = id(&shop.store.buy(&tea.variant, 1).await.ok()["order"]);
    shop.settle().await;
    assert_eq!(receiver.topics_of(&order)[0], "orders/create");
    assert!(receiver.topics_of(&product).len() > before, "it is sold out");
    shop.admin.post(&format!("/admin/v1/orders/{order}/fulfilments"), json!({})).await.ok();
    shop.settle().await;
    let told: BTreeSet<String> = receiver.topics_of(&order).into_iter().collect();
    assert!(told.contains("orders/fulfilled") && told.contains("orders/updated"), "{told:?}");

    let all = receiver.all();
    let ids: BTreeSet<&String> = all.iter().map(|got| &got.id).collect();
    assert_eq!(ids.len(), all.len(), "each is told once, however many processes there are");
    for got in &all {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&got.body);
        assert_eq!(got.signature, STANDARD.encode(mac.finalize().into_bytes()), "{}", got.topic);
    }
    let seen = shop.admin.get("/admin/v1/webhook-deliveries?state=delivered&limit=250").await.ok();
    assert_eq!(seen["items"].as_array().unwrap().len(), all.len());
    let one = shop.admin.get(&format!("/admin/v1/webhook-deliveries/{}", all[0].id)).await.ok();
    assert_eq!((&one["tries"][0]["outcome"], &one["tries"][0]["status"]), (&json!("delivered"), &json!(200)));
    shop
});

/// Without a word of the configuration nothing of the shop's own network is called.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_calls_nothing_of_its_own_network() {
    let change = |config: &mut infrasell::config::Config| config.outward.allow_networks.clear();
    let shop = Shop::open_with(Kind::SqliteHere, change).await.unwrap();
    let (receiver, local) = Receiver::start(Duration::ZERO).await;
    for url in [local.as_str(), "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "http://a.example/"]
    {
        let refused = shop.admin.post("/admin/v1/webhooks", json!({ "url": url, "topics": ["products/update"] })).await;
        assert_eq!((refused.code(422), refused.body["errors"][0]["path"].as_str()), ("invalid", Some("url")), "{url}");
    }
    // a name that leads to one is found out when it is called
    let named = json!({ "url": "https://localhost/hooks", "topics": ["products/create"] });
    let id = id(&shop.admin.post("/admin/v1/webhooks", named).await.ok()["webhook"]);
    shop.sells("tea", 24_900, 1).await;
    shop.settle().await;
    let told = shop.admin.get(&format!("/admin/v1/webhooks/{id}")).await.ok();
    assert!(told["last_error"].as_str().unwrap().contains("not an address of the public internet"), "{told}");
    assert!(receiver.all().is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_on_sqlite() {
    killed_in_the_middle(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_on_postgres() {
    let Some(database) = infrasell_db::testing::postgres(&[]).await else { return };
    killed_in_the_middle(Some(database.db.url().to_string())).await;
}

/// Every change is told at least once, and about one product in order, though the process is killed while it tells.
async fn killed_in_the_middle(database: Option<String>) {
    let mut spawn = Spawn::new(BINARY);
    spawn.database = database;
    let set = [("OUTWARD_ALLOW_NETWORKS", "127.0.0.0/8"), ("WEBHOOKS_TIMEOUT_MS", "1000")];
    spawn.variables = set.iter().map(|(name, value)| (format!("INFRASELL_{name}"), (*value).to_owned())).collect();
    let (ok, key, told) = spawn.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    let (receiver, url) = Receiver::start(Duration::from_millis(60)).await;
    let mut process = spawn.serve().await;
    let admin = Client::new(process.base.clone(), Some(key));
    webhook(&admin, &url).await;
    let mut products = vec![];
    for n in 0..8 {
        let product = json!({ "title": format!("Tea {n}"), "variants": [{ "sku": format!("T{n}") }] });
        products.push(id(&admin.post("/admin/v1/products", product).await.ok()));
    }
    for round in 0..3_u64 {
        for product in &products {
            let title = json!({ "title": format!("Tea of round {round}") });
            admin.patch(&format!("/admin/v1/products/{product}"), title).await.ok();
        }
        let before = receiver.all().len();
        until("something is told", || receiver.all().len() > before).await;
        tokio::time::sleep(Duration::from_millis(round * 31 % 60)).await;
        process.kill().await;
        process = spawn.serve().await;
    }
    let last = json!("Tea of round 2");
    let told = |product: &String| {
        let all = receiver.all().into_iter().filter(|got| got.entity() == *product).collect::<Vec<_>>();
        all.last().is_some_and(|got| serde_json::from_slice::<Value>(&got.body).unwrap()["title"] == last)
    };
    until("everything is told", || products.iter().all(told)).await;
    let mut by_product: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for got in receiver.all() {
        let number = got.id.trim_start_matches("whd_").parse().unwrap();
        by_product.entry(got.entity()).or_default().push(number);
    }
    for (product, ids) in by_product {
        assert!(ids.is_sorted(), "{product}: {ids:?}");
    }
    for _ in 0..200 {
        let waits = admin.get("/admin/v1/webhook-deliveries?state=waiting").await.ok();
        if waits["items"].as_array().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    process.stop().await;
    let (ok, out, _) = spawn.run(&["reconcile"]).await;
    assert!(ok, "{out}");
}

async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within a minute: {what}");
}

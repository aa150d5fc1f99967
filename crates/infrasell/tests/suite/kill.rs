//! Killed at random moments under load: what was acknowledged is there, and the books agree.

use infrasell_simulator::Simulator;
use infrasell_testkit::{Client, Spawn};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");
/// How often the process is killed on each engine. The soak test does it ten times as often.
const KILLS: u64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    kill_and_check(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    let Some(database) = infrasell_db::testing::postgres(&[]).await else { return };
    kill_and_check(Some(database.db.url().to_string())).await;
}

async fn kill_and_check(database: Option<String>) {
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let mut spawn = Spawn::new(BINARY);
    spawn.database = database;
    spawn.variables = variables(&simulator);
    let (ok, key, told) = spawn.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    simulator.webhook_endpoint(&format!("http://127.0.0.1:{}/hooks/v1/payments/simulator", spawn.port));

    let mut process = spawn.serve().await;
    let admin = Client::new(process.base.clone(), Some(key));
    let variant = stock(&admin).await;
    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let buyers: Vec<_> =
        (0..6).map(|_| tokio::spawn(buy_on_and_on(admin.guest(), variant.clone(), acknowledged.clone()))).collect();
    for round in 0..KILLS {
        bought_again(&acknowledged).await;
        // a different moment each time, spread over what a purchase takes
        tokio::time::sleep(Duration::from_millis(round * 37 % 200)).await;
        process.kill().await;
        process = spawn.serve().await;
    }
    bought_again(&acknowledged).await;
    for buyer in buyers {
        buyer.abort();
        if let Err(error) = buyer.await
            && error.is_panic()
        {
            std::panic::resume_unwind(error.into_panic());
        }
    }
    check(&admin, &acknowledged).await;
    delivered(&admin).await;
    process.stop().await;
    let (ok, out, _) = spawn.run(&["reconcile"]).await;
    assert!(ok, "{out}");
}

/// Waits until one more purchase is acknowledged than were when it was called.
pub(crate) async fn bought_again(acknowledged: &Mutex<BTreeSet<String>>) {
    let before = acknowledged.lock().unwrap().len();
    for _ in 0..600 {
        if acknowledged.lock().unwrap().len() > before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody could buy anything within 30 seconds");
}

/// What every process of one shop is told whose folders are not one: its provider, and the master key.
pub(crate) fn shared_variables(simulator: &Simulator) -> Vec<(String, String)> {
    let key = ("INFRASELL_IDENTITY_KEY".to_owned(), "0123456789abcdef".repeat(4));
    variables(simulator).into_iter().chain([key]).collect()
}

pub(crate) fn variables(simulator: &Simulator) -> Vec<(String, String)> {
    let set = [
        ("ENABLED", "true"),
        ("BASE_URL", simulator.base_url.as_str()),
        ("SECRET", simulator.secret.as_str()),
        ("WEBHOOK_SECRET", simulator.webhook_secret.as_str()),
    ];
    set.iter().map(|(k, v)| (format!("INFRASELL_PAYMENTS_SIMULATOR_{k}"), (*v).to_owned())).collect()
}

pub(crate) async fn stock(admin: &Client) -> String {
    let product = json!({ "title": "Tea", "status": "active", "variants": [{ "sku": "TEA" }] });
    let product = admin.post("/admin/v1/products", product).await.ok();
    let variant = product["variants"][0]["id"].as_str().unwrap().to_owned();
    let channel = admin.get("/admin/v1/channels").await.ok()["items"][0]["id"].clone();
    let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 24_900 }] });
    admin.post("/admin/v1/prices", prices).await.ok();
    let location = admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let levels = json!([{ "variant": variant, "location": location, "on_hand": 1_000_000 }]);
    admin.post("/admin/v1/stock", json!({ "levels": levels })).await.ok();
    variant
}

/// Buys until it is stopped; a cut connection is followed by a fresh try of the same completion, as a good client does.
pub(crate) async fn buy_on_and_on(store: Client, variant: String, acknowledged: Arc<Mutex<BTreeSet<String>>>) {
    loop {
        if let Some(checkout) = prepare(&store, &variant).await {
            for _ in 0..50 {
                if let Some(answer) = store.try_complete(&checkout, Some("tok_approve")).await {
                    if let Some(order) = answer.body["order"]["id"].as_str() {
                        acknowledged.lock().unwrap().insert(order.to_owned());
                        break;
                    }
                    assert!(answer.status != 500, "{}", answer.body);
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A checkout that is ready; `None` when the shop was killed meanwhile.
async fn prepare(store: &Client, variant: &str) -> Option<Value> {
    let body = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
    let cart = Client::try_send(store.request(reqwest::Method::POST, "/store/v1/carts").json(&body)).await?;
    let details = json!({ "email": "b@example.in", "shipping_address": infrasell_testkit::address(), "payment_method": "simulator" });
    let body = json!({ "cart": cart.body["token"], "details": details });
    let checkout = Client::try_send(store.request(reqwest::Method::POST, "/store/v1/checkouts").json(&body)).await?;
    let group = &checkout.body["shipping_groups"][0];
    let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
    let path = format!("/store/v1/checkouts/{}", checkout.body["token"].as_str()?);
    let ready = Client::try_send(store.request(reqwest::Method::PATCH, &path).json(&choice)).await?;
    (ready.status == 200).then_some(ready.body)
}

/// Waits until no checkout is on its way, then looks for every order that was acknowledged.
pub(crate) async fn check(admin: &Client, acknowledged: &Mutex<BTreeSet<String>>) {
    for _ in 0..300 {
        let open = admin.get("/admin/v1/checkouts?state=completing&limit=1").await.ok();
        if open["items"].as_array().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > 5, "only {} purchases were acknowledged: the load is too light", acknowledged.len());
    for order in acknowledged {
        let answer = admin.get(&format!("/admin/v1/orders/{order}")).await;
        assert_eq!(answer.status, 200, "the acknowledged order {order} is gone");
    }
}

/// Waits until the shop's own books agree: the events that waited are delivered when the lease of the process that held
/// their subscriptions has run out.
pub(crate) async fn delivered(admin: &Client) {
    let mut differences = own_differences(admin).await;
    for _ in 0..200 {
        if differences.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        differences = own_differences(admin).await;
    }
    panic!("the books do not agree: {differences:#?}");
}

/// What reconciliation finds but for purchases that only the provider knows.
async fn own_differences(admin: &Client) -> Vec<String> {
    let report = admin.post("/admin/v1/reconciliation", json!({})).await.ok();
    let own = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| !check["name"].as_str().unwrap().contains("the books of simulator"));
    own.flat_map(|check| check["differences"].as_array().unwrap()).map(ToString::to_string).collect()
}

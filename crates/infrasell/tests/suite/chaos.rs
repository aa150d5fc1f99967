//! A bad network between the processes of a shop: mild faults are hidden, hard ones lose, double and oversell nothing.

use infrasell_testkit::{Client, Faults, Kind, Shop, chaos::Plan};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// What there is to buy, and how many want it.
const STOCK: i64 = 40;
const BUYERS: u64 = 6;
/// How long the network is at its worst.
const HARD: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hard_faults_on_sqlite() {
    hard_faults(Kind::SqliteApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hard_faults_on_postgres() {
    hard_faults(Kind::PostgresApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mild_faults_are_hidden_on_sqlite() {
    mild_faults(Kind::SqliteApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mild_faults_are_hidden_on_postgres() {
    mild_faults(Kind::PostgresApart).await;
}

/// A buyer asks for each step once, and it is done once.
async fn mild_faults(kind: Kind) {
    let Some(shop) = Shop::open_under(kind, Faults::by(Plan::calm()), |_| ()).await else { return };
    let tea = shop.sells("tea", 24_900, STOCK).await;
    shop.faults.set(&Plan::mild(11));
    for round in 0..STOCK {
        let done = shop.store.buy(&tea.variant, 1).await;
        assert!(done.status == 200, "round {round}: {} {}", done.status, done.body);
        assert_eq!(done.body["state"], "completed", "{}", done.body);
    }
    let faults = shop.faults.count();
    shop.faults.set(&Plan::calm());
    shop.settle().await;
    assert!(faults > 20, "{faults} faults");
    assert_eq!(shop.available(&tea.variant).await, 0, "each was sold once");
    assert_eq!(shop.orders().await.len(), usize::try_from(STOCK).unwrap());
    shop.close().await;
}

/// More buyers than goods, each of whom tries and tries again while the network is at its worst.
async fn hard_faults(kind: Kind) {
    let Some(shop) = Shop::open_under(kind, Faults::by(Plan::calm()), |_| ()).await else { return };
    let tea = shop.sells("tea", 24_900, STOCK).await;
    shop.faults.set(&Plan { lasts: Some(HARD), ..Plan::hard(5) });
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let over = Arc::new(AtomicBool::new(false));
    let buyers: Vec<_> = (0..BUYERS)
        .map(|_| tokio::spawn(buy_on(shop.store.clone(), tea.variant.clone(), told.clone(), over.clone())))
        .collect();
    tokio::time::sleep(HARD).await;
    let faults = shop.faults.count();
    over.store(true, Ordering::SeqCst);
    for buyer in buyers {
        buyer.await.unwrap();
    }
    assert!(faults > 50, "{faults} faults");
    at_rest(&shop).await;
    let orders = shop.orders().await;
    let live: Vec<&Value> = orders.iter().filter(|order| order["state"] != "cancelled").collect();
    for order in told.lock().unwrap().iter() {
        assert!(live.iter().any(|live| live["id"] == order.as_str()), "{order} was acknowledged");
    }
    assert!(!live.is_empty(), "somebody bought something");
    let left = shop.available(&tea.variant).await;
    assert_eq!(i64::try_from(live.len()).unwrap() + left, STOCK, "sold once, and all of it is known");
    let kept: Vec<_> = shop.simulator.truths().into_iter().filter(|truth| truth.captured > truth.refunded).collect();
    assert_eq!(kept.len(), live.len(), "charged for what was ordered and nothing else");
    shop.close().await;
}

/// Waits until no saga is under way and nothing is held.
async fn at_rest(shop: &Shop) {
    let until = Instant::now() + Duration::from_secs(90);
    loop {
        shop.settle().await;
        let mut open = vec![];
        for state in ["completing", "needs_buyer"] {
            let page = shop.admin.get(&format!("/admin/v1/checkouts?state={state}&limit=50")).await.ok();
            open.extend(page["items"].as_array().unwrap().clone());
        }
        let held = shop.admin.get("/admin/v1/stock/reservations?state=held&limit=50").await.ok();
        open.extend(held["items"].as_array().unwrap().clone());
        if open.is_empty() {
            return;
        }
        assert!(Instant::now() < until, "these do not come to an end: {open:#?}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn post(store: &Client, path: &str, body: &Value) -> Option<Value> {
    let answer = Client::try_send(store.request(reqwest::Method::POST, path).json(body)).await?;
    assert!(answer.status != 500, "{path}: {}", answer.body);
    (answer.status < 300).then_some(answer.body)
}

async fn ready(store: &Client, variant: &str) -> Option<Value> {
    let cart = post(store, "/store/v1/carts", &json!({ "lines": [{ "variant": variant, "quantity": 1 }] })).await?;
    let address = infrasell_testkit::address();
    let details = json!({ "email": "b@example.in", "shipping_address": address, "payment_method": "simulator" });
    let made = post(store, "/store/v1/checkouts", &json!({ "cart": cart["token"], "details": details })).await?;
    let group = &made["shipping_groups"][0];
    let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
    let path = format!("/store/v1/checkouts/{}", made["token"].as_str()?);
    let ready = Client::try_send(store.request(reqwest::Method::PATCH, &path).json(&choice)).await?;
    (ready.status == 200).then_some(ready.body)
}

/// Buys until it is over, and asks again and again under the same key how each purchase went.
async fn buy_on(store: Client, variant: String, told: Arc<Mutex<Vec<String>>>, over: Arc<AtomicBool>) {
    while !over.load(Ordering::SeqCst) {
        let Some(checkout) = ready(&store, &variant).await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let token = checkout["token"].as_str().unwrap();
        let body = json!({ "quote_hash": checkout["quote_hash"], "instrument": "tok_approve" });
        for _ in 0..20 {
            let path = format!("/store/v1/checkouts/{token}/complete");
            let request = store.request(reqwest::Method::POST, &path).header("idempotency-key", token).json(&body);
            let Some(answer) = Client::try_send(request).await else { continue };
            assert!(answer.status != 500, "{}", answer.body);
            if let Some(order) = answer.body["order"]["id"].as_str() {
                told.lock().unwrap().push(order.to_owned());
                break;
            }
            if answer.status < 500 && answer.body["state"] != "completing" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

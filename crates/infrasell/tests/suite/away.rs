//! What is lost while a service is away, and that everything else goes on: `docs/concepts/failure.md` says so in a table, and
//! each service in turn is taken away to hold it.

use infrasell::wire::GRAPH;
use infrasell_testkit::{Answer, Client, Kind, Shop};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

const DOCUMENT: &str = include_str!("../../../../docs/concepts/failure.md");
/// The columns of the table.
const JOURNEYS: [&str; 9] =
    ["browse", "cart", "checkout", "place an order", "sign in", "account", "see orders", "ship", "edit products"];

/// What the journeys need, made while everything is there.
struct Prepared {
    product: String,
    variant: String,
    cart: String,
    checkout: Value,
    order: String,
    customer: Client,
    round: usize,
}

async fn prepare(shop: &Shop, customer: &Client, round: usize) -> Prepared {
    let sold = shop.sells(&format!("tea-{round}"), 24_900, 50).await;
    let done = shop.store.buy(&sold.variant, 1).await.ok();
    let cart = shop.store.cart(&[(&sold.variant, 1)]).await.ok()["token"].as_str().unwrap().to_owned();
    let other = shop.store.cart(&[(&sold.variant, 1)]).await.ok()["token"].as_str().unwrap().to_owned();
    let checkout = shop.store.ready_checkout(&other, "simulator").await;
    let order = done["order"]["id"].as_str().unwrap().to_owned();
    // every process has asked settings by now: what they said last is what stands in
    shop.store.get("/store/v1/products?limit=1").await.ok();
    shop.settle().await;
    Prepared { product: sold.product, variant: sold.variant, cart, checkout, order, customer: customer.clone(), round }
}

async fn walk(shop: &Shop, at: &Prepared, journey: &str) -> Answer {
    let (store, admin) = (&shop.store, &shop.admin);
    match journey {
        "browse" => store.get(&format!("/store/v1/products?limit={}", at.round + 20)).await,
        "cart" => store.cart(&[(&at.variant, 2)]).await,
        "checkout" => {
            let details = json!({ "email": "b@example.in", "shipping_address": infrasell_testkit::address() });
            store.post("/store/v1/checkouts", json!({ "cart": at.cart, "details": details })).await
        }
        "place an order" => store.complete(&at.checkout, Some("tok_approve")).await,
        "sign in" => {
            let account = json!({ "email": "who@example.in", "password": PASSWORD, "kind": "tokens" });
            store.post("/store/v1/session", account).await
        }
        "account" => at.customer.get("/store/v1/customers/me").await,
        "see orders" => admin.get("/admin/v1/orders?limit=5").await,
        "ship" => admin.post(&format!("/admin/v1/orders/{}/fulfilments", at.order), json!({})).await,
        "edit products" => {
            let title = json!({ "title": format!("Tea {}", at.round) });
            admin.patch(&format!("/admin/v1/products/{}", at.product), title).await
        }
        other => panic!("{other} is no journey"),
    }
}

const PASSWORD: &str = "a pass phrase of a test customer 1";

/// `goes on`, `503`, or `later` for an order that is taken and brought to its end when the service is back.
fn outcome(journey: &str, answer: &Answer) -> String {
    match answer.status {
        200..=202 if journey == "place an order" && answer.body["state"] != "completed" => "later".into(),
        200..300 => "goes on".into(),
        503 => "503".into(),
        _ => format!("{}: {}", answer.status, answer.body),
    }
}

/// The table of the document: by service, the cell of each journey.
fn written() -> BTreeMap<String, Vec<String>> {
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| `"));
    let row = |line: &str| {
        let (service, cells) = line.split_once("` |").unwrap();
        (service.to_owned(), cells.split('|').map(|cell| cell.trim().to_owned()).collect())
    };
    rows.map(row).collect()
}

/// Lets `service` come back and waits until everything goes on: circuits close by themselves within a second.
async fn back(shop: &Shop, customer: &Client) {
    shop.away.back();
    let began = Instant::now();
    loop {
        let all = [
            shop.store.get("/store/v1/products?limit=3").await,
            customer.get("/store/v1/customers/me").await,
            shop.admin.get("/admin/v1/orders?limit=1").await,
            shop.admin.get("/admin/v1/payments?limit=1").await,
            shop.admin.get("/admin/v1/audit?limit=1").await,
            shop.admin.get("/admin/v1/notifications?limit=1").await,
            shop.admin.get("/admin/v1/imports?limit=1").await,
            shop.admin.get("/admin/v1/webhooks?limit=1").await,
        ];
        let buys = shop.admin.get("/admin/v1/products?limit=1").await.body["items"][0]["variants"][0]["id"].clone();
        let cart = shop.store.cart(&[(buys.as_str().unwrap_or_default(), 1)]).await;
        // the circuits between the others, too: checkout asks the most of them
        let cart = cart.body["token"].as_str().unwrap_or_default().to_owned();
        let details = json!({ "email": "b@example.in", "shipping_address": infrasell_testkit::address() });
        let checkout = shop.store.post("/store/v1/checkouts", json!({ "cart": cart, "details": details })).await;
        if all.iter().all(|answer| answer.status != 503) && checkout.status == 201 {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it does not come back: {all:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn hold(kind: Kind) {
    let change = |config: &mut infrasell::config::Config| {
        // kept answers would hide who is asked; fifteen processes share what one database server has
        (config.cache.bytes, config.database.pool_size) = (0, 4);
    };
    let Some(shop) = Shop::open_each(kind, change).await else { return };
    let (_, customer) = shop.customer("who@example.in").await;
    let (mut found, mut wrong) = (String::new(), vec![]);
    for (round, &(service, _, _)) in GRAPH.iter().enumerate() {
        let prepared = prepare(&shop, &customer, round).await;
        shop.away.take(service);
        let mut cells = vec![];
        for journey in JOURNEYS {
            let answer = walk(&shop, &prepared, journey).await;
            cells.push(outcome(journey, &answer));
        }
        found.push_str(&format!("| `{service}` | {} |\n", cells.join(" | ")));
        let said = written().get(service).map(|said| said[..JOURNEYS.len().min(said.len())].to_vec());
        if said.as_ref() != Some(&cells) {
            wrong.push(format!("{service}: {said:?} is written"));
        }
        back(&shop, &customer).await;
        shop.settle().await;
    }
    assert!(wrong.is_empty(), "docs/concepts/failure.md is not what is so: {wrong:#?}\n{found}");
    // what was begun while somebody was away has come to its end: the books are proved
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_of_what_is_lost_holds_on_sqlite() {
    hold(Kind::SqliteApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_of_what_is_lost_holds_on_postgres() {
    hold(Kind::PostgresApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_away_is_503_with_retry_after_and_says_what() {
    let shop = Shop::open_each(Kind::SqliteApart, |config| config.cache.bytes = 0).await.unwrap();
    shop.away.take("catalog");
    for _ in 0..3 {
        let answer = shop.store.request(reqwest::Method::GET, "/store/v1/products").send().await.unwrap();
        assert_eq!(answer.status(), 503);
        let seconds: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds));
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(
            (problem["code"].as_str(), problem["title"].as_str()),
            (Some("unavailable"), Some("catalog cannot be reached"))
        );
    }
    shop.away.back();
    let began = Instant::now();
    while shop.store.get("/store/v1/products").await.status != 200 {
        assert!(began.elapsed() < Duration::from_secs(20), "the circuit closes by itself");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    shop.close().await;
}

/// What services say to each other is not said where the public asks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_between_services_through_the_public_listener_is_not_there() {
    for kind in [Kind::SqliteHere, Kind::SqliteApart] {
        let shop = Shop::open(kind).await.unwrap();
        let cx = serde_json::to_string(&infrasell_rpc::Cx::system("checkout", "r")).unwrap();
        for path in
            ["/settings.shop", "/inventory.reserve", "/identity.create_api_key", "/orders.create", "//settings.shop"]
        {
            for client in [&shop.store, &shop.admin] {
                let request = client.request(reqwest::Method::POST, path).header("infrasell-cx", &cx).json(&json!({}));
                let answer = Client::send(request).await;
                assert_eq!(answer.status, 404, "{path}: {}", answer.body);
            }
        }
        shop.close().await;
    }
}

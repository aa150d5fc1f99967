//! Random documents made from the schema, valid and malformed, do no harm: no 5xx, no panic, no answer that takes long.
//! `cargo xtask soak` runs the long form: as many as `INFRASELL_FUZZ_DOCUMENTS` says, from `INFRASELL_FUZZ_SEED`.

use infrasell_fuzz::graphql::{Documents, Made, body};
use infrasell_storefront::Schema;
use infrasell_testkit::{Client, Kind, Shop};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const ENDPOINT: &str = "/api/2026-04/graphql.json";
/// Documents of each kind when nothing is said.
const DOCUMENTS: u64 = 80;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Sends a body and holds the answer to what is promised of any; gives it.
async fn sent(shop: &Shop, body: Vec<u8>, longest: Duration) -> Value {
    let shown = String::from_utf8_lossy(&body).chars().take(50_000).collect::<String>();
    let begun = Instant::now();
    let request = shop.store.request(Method::POST, ENDPOINT).header("content-type", "application/json").body(body);
    let answer = Client::try_send(request).await.unwrap_or_else(|| panic!("no answer to {shown}"));
    let took = begun.elapsed();
    assert!(answer.status < 500, "{}: {} to {shown}", answer.status, answer.body);
    assert!(took < longest, "{took:?} for {shown}");
    let internal = |error: &Value| error["extensions"]["code"] == "INTERNAL_SERVER_ERROR";
    assert!(!answer.body["errors"].as_array().into_iter().flatten().any(internal), "{} to {shown}", answer.body);
    assert!(answer.body.is_object(), "{} to {shown}", answer.body);
    answer.body
}

/// Ids that lead somewhere.
async fn ids(shop: &Shop) -> Vec<String> {
    let query = "{ products(first: 3) { nodes { id variants(first: 2) { nodes { id } } } } collections(first: 3) { nodes { id } } }";
    let data = shop.store.post(ENDPOINT, json!({ "query": query })).await.ok();
    fn collect(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.values().for_each(|value| collect(value, into)),
            Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
            Value::String(text) if text.starts_with("gid://") => into.push(text.clone()),
            _ => {}
        }
    }
    let mut found = vec![];
    collect(&data, &mut found);
    let made = "mutation { cartCreate { cart { id } } }";
    collect(&shop.store.post(ENDPOINT, json!({ "query": made })).await.ok(), &mut found);
    assert!(found.len() > 5, "{data}");
    found
}

async fn no_document_does_harm(kind: Kind) {
    let open = |config: &mut infrasell::config::Config| {
        let limits = &mut config.limits;
        (limits.session_per_minute, limits.key_per_minute, limits.address_per_minute) = (0, 0, 0);
        (limits.cost_per_minute, limits.key_cost_per_minute, limits.carts_per_address) = (0, 0, 0);
    };
    let Some(shop) = Shop::open_with(kind, open).await else { return };
    shop.sells_the_sample().await;
    let soak = number("INFRASELL_FUZZ_DOCUMENTS");
    // tests that run beside take time, too: only the long form, which runs alone, holds the answers to the clock
    let longest = Duration::from_secs(if soak.is_some() { 2 } else { 30 });
    let seed = number("INFRASELL_FUZZ_SEED").unwrap_or(20_261);
    let schema = Schema::get().unwrap();
    let mut documents = Documents::new(&schema.valid, seed, ids(&shop).await);
    let mut with_data = 0;
    for _ in 0..soak.unwrap_or(DOCUMENTS) {
        let Made { document, variables } = documents.valid();
        let answer = sent(&shop, body(&document, &variables).into_bytes(), longest).await;
        let codes = answer["errors"].as_array().into_iter().flatten().map(|error| &error["extensions"]["code"]);
        let refused = codes.filter(|code| **code == "GRAPHQL_VALIDATION_FAILED" || **code == "GRAPHQL_PARSE_FAILED");
        assert_eq!(refused.count(), 0, "a valid document is refused: {document}: {answer}");
        with_data += u64::from(!answer["data"].is_null());
    }
    assert!(with_data * 2 > soak.unwrap_or(DOCUMENTS), "{with_data} documents only came to data");
    let mut refused = 0;
    for _ in 0..soak.unwrap_or(DOCUMENTS) {
        let answer = sent(&shop, documents.malformed(), longest).await;
        refused += u64::from(!answer["errors"].is_null());
    }
    assert!(refused * 2 > soak.unwrap_or(DOCUMENTS), "{refused} documents only were refused");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_document_does_harm_on_sqlite() {
    no_document_does_harm(Kind::SqliteHere).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_document_does_harm_on_postgres_with_services_apart() {
    no_document_does_harm(Kind::PostgresApart).await;
}

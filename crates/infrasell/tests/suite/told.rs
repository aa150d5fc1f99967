//! Traces that are told to a collector: a real OTLP/HTTP receiver hears what a purchase did, as one trace.

use crate::observed::on_sale;
use axum::{Router, body::Bytes, extract::State, routing::post};
use infrasell_testkit::{Client, Spawn};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

type Heard = Arc<Mutex<Vec<Bytes>>>;

/// A span as it came over the wire.
#[derive(Debug, Clone)]
struct Span {
    trace: String,
    id: String,
    parent: String,
    name: String,
}

/// The fields of a protobuf message that have a length: number and content.
fn fields(mut bytes: &[u8]) -> Vec<(u64, &[u8])> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (first, rest) = bytes.split_first().expect("a number has an end");
            *bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            shift += 7;
            if first & 0x80 == 0 {
                return value;
            }
        }
    }
    let mut found = vec![];
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                varint(&mut bytes);
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes)).unwrap(),
            5 => 4,
            other => panic!("wire type {other}"),
        };
        let (content, rest) = bytes.split_at(length);
        bytes = rest;
        if key & 7 == 2 {
            found.push((key >> 3, content));
        }
    }
    found
}

fn under<'a>(bytes: &'a [u8], path: &[u64]) -> Vec<&'a [u8]> {
    let Some((first, rest)) = path.split_first() else { return vec![bytes] };
    let inner = fields(bytes).into_iter().filter(|(number, _)| number == first);
    inner.flat_map(|(_, content)| under(content, rest)).collect()
}

fn spans(body: &[u8]) -> Vec<Span> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let one = |span: &[u8]| {
        let fields: BTreeMap<u64, &[u8]> = fields(span).into_iter().collect();
        let get = |number| hex(fields.get(&number).copied().unwrap_or_default());
        Span { trace: get(1), id: get(2), parent: get(4), name: String::from_utf8(fields[&5].to_vec()).unwrap() }
    };
    under(body, &[1, 2, 2]).into_iter().map(one).collect()
}

async fn receiver() -> (String, Heard) {
    let heard = Heard::default();
    let hear = async |State(heard): State<Heard>, body: Bytes| heard.lock().unwrap().push(body);
    let router = Router::new().route("/v1/traces", post(hear)).with_state(heard.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, heard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_is_told_as_one_trace() {
    let (collector, heard) = receiver().await;
    let mut shop = Spawn::new(env!("CARGO_BIN_EXE_infrasell"));
    shop.variables = vec![
        ("INFRASELL_TELEMETRY_OTLP_ENDPOINT".into(), collector),
        ("INFRASELL_TELEMETRY_SERVICE_NAME".into(), "a-shop-under-test".into()),
    ];
    let (ok, key, told) = shop.run(&["key", "create", "till", "--role", "owner"]).await;
    assert!(ok, "{told}");
    let process = shop.serve().await;
    let admin = Client::new(process.base.clone(), Some(key));
    let store = admin.guest();
    let variant = on_sale(&admin).await;
    let cart = store.cart(&[(&variant, 1)]).await.ok();
    let checkout = store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await;
    let path = format!("/store/v1/checkouts/{}/complete", checkout["token"].as_str().unwrap());
    let complete = store.request(reqwest::Method::POST, &path).header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    Client::send(complete.json(&serde_json::json!({ "quote_hash": checkout["quote_hash"] }))).await.ok();
    assert!(process.stop().await, "what is left is told before it stops");
    let heard = heard.lock().unwrap().clone();
    assert!(heard.iter().any(|body| body.windows(17).any(|bytes| bytes == b"a-shop-under-test")));
    let all: Vec<Span> = heard.iter().flat_map(|body| spans(body)).collect();
    let ours: Vec<&Span> = all.iter().filter(|span| span.trace == TRACE).collect();
    let named = |name: &str| *ours.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("{name}: {ours:#?}"));
    let root = named("POST /store/v1/checkouts/{token}/complete");
    assert_eq!(root.parent, PARENT);
    for step in ["reserve", "authorise", "create_order", "commit_stock", "announce"] {
        let span = named(&format!("saga forward {step}"));
        assert!(ours.iter().any(|other| other.id == span.parent), "{span:?} has no parent that was told");
    }
    assert!(all.iter().any(|span| span.trace != TRACE && span.name == "POST /store/v1/carts"));
    assert!(all.iter().all(|span| !span.name.contains(cart["token"].as_str().unwrap())));
}

#[tokio::test]
async fn a_collector_that_is_away_hinders_nobody() {
    let mut shop = Spawn::new(env!("CARGO_BIN_EXE_infrasell"));
    shop.variables = vec![("INFRASELL_TELEMETRY_OTLP_ENDPOINT".into(), "http://127.0.0.1:9".into())];
    let process = shop.serve().await;
    Client::new(process.base.clone(), None).get("/store/v1/products").await.ok();
    assert!(process.stop().await);
}

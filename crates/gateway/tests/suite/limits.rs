//! Each limit over HTTP. Requests come from 127.0.0.1, which is named as a trusted proxy, so that a test can say from
//! where a client calls.

use crate::stage::{Stage, stage, stage_that_hangs};
use infrasell_gateway::{Limits, Rate};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

fn behind_a_proxy() -> Limits {
    Limits { trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..Limits::default() }
}

struct Answer {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: Value,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The limit that refused it.
    fn limit(&self) -> &str {
        self.body["details"]["limit"].as_str().unwrap_or("")
    }
}

async fn send(stage: &Stage, method: Method, path: &str, from: &str, secret: &str, body: Option<Value>) -> Answer {
    let mut request = stage.http.request(method, format!("{}{path}", stage.base));
    if !from.is_empty() {
        request = request.header("x-forwarded-for", from);
    }
    if !secret.is_empty() {
        request = request.bearer_auth(secret);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Answer { status, headers, body: answer.json().await.unwrap_or_default() }
}

async fn get(stage: &Stage, path: &str, from: &str, secret: &str) -> Answer {
    send(stage, Method::GET, path, from, secret, None).await
}

const A: &str = "203.0.113.1";
const B: &str = "203.0.113.2";

#[tokio::test]
async fn address_per_minute() {
    let limits = Limits { address: Rate { per_minute: 60, burst: 3 }, ..behind_a_proxy() };
    let stage = stage(limits).await;
    for left in ["2", "1", "0"] {
        let answer = get(&stage, "/livez", A, "").await;
        assert_eq!((answer.status, answer.header("ratelimit-remaining")), (204, left));
        assert_eq!(answer.header("ratelimit-limit"), "3");
        assert_eq!(answer.header("ratelimit-policy"), "60;w=60;burst=3;name=\"address_per_minute\"");
    }
    let refused = get(&stage, "/livez", A, "").await;
    assert_eq!((refused.status, refused.limit()), (429, "limits.address_per_minute"));
    assert_eq!((refused.header("retry-after"), refused.header("ratelimit-remaining")), ("1", "0"));
    assert_eq!(refused.header("ratelimit-reset"), "3");
    assert_eq!(refused.body["code"], "too_many_requests");
    assert!(!refused.header("access-control-allow-origin").is_empty() || refused.header("vary").contains("origin"));
    assert_eq!(get(&stage, "/livez", B, "").await.status, 204, "another address");
    assert_eq!(get(&stage, "/livez", &format!("{A}, 198.51.100.3"), "").await.status, 204, "what a client wrote");
    for _ in 0..10 {
        assert_eq!(get(&stage, "/livez", "", "").await.status, 204, "this machine itself");
    }
}

#[tokio::test]
async fn a_header_of_somebody_who_is_no_trusted_proxy_counts_for_nothing() {
    let stage = stage(Limits { address: Rate { per_minute: 60, burst: 1 }, ..Limits::default() }).await;
    for _ in 0..5 {
        let answer = get(&stage, "/livez", A, "").await;
        assert_eq!((answer.status, answer.header("ratelimit-limit")), (204, ""));
    }
}

#[tokio::test]
async fn key_per_minute() {
    let stage = stage(Limits { key: Rate { per_minute: 60, burst: 2 }, ..Limits::default() }).await;
    for left in ["1", "0"] {
        let answer = get(&stage, "/admin/v1/roles", "", "only:staff:read").await;
        assert_eq!((answer.status, answer.header("ratelimit-remaining")), (200, left));
    }
    let refused = get(&stage, "/admin/v1/roles", "", "only:staff:read").await;
    assert_eq!((refused.status, refused.limit()), (429, "limits.key_per_minute"));
    assert_eq!(get(&stage, "/admin/v1/roles", "", "staff:7").await.status, 200, "another caller");
}

#[tokio::test]
async fn session_per_minute() {
    let stage = stage(Limits { session: Rate { per_minute: 30, burst: 1 }, ..Limits::default() }).await;
    assert_eq!(get(&stage, "/admin/v1/roles", "", "staff:7").await.status, 200);
    let refused = get(&stage, "/admin/v1/roles", "", "staff:7").await;
    assert_eq!(
        (refused.status, refused.limit(), refused.header("retry-after")),
        (429, "limits.session_per_minute", "2")
    );
    assert_eq!(get(&stage, "/admin/v1/roles", "", "staff:8").await.status, 200, "another member of staff");
    assert_eq!(get(&stage, "/admin/v1/roles", "", "only:staff:read").await.status, 200, "a key");
}

#[tokio::test]
async fn cost_per_minute() {
    let stage = stage(Limits { cost: 100, ..behind_a_proxy() }).await;
    assert_eq!(get(&stage, "/admin/v1/roles?limit=60", "", "staff:7").await.status, 200);
    let refused = get(&stage, "/admin/v1/roles?limit=60", "", "staff:7").await;
    assert_eq!((refused.status, refused.limit()), (429, "limits.cost_per_minute"));
    assert_eq!(get(&stage, "/admin/v1/roles?limit=40", "", "staff:7").await.status, 200, "what is left");
    assert_eq!(get(&stage, "/store/v1/products?limit=99", A, "").await.status, 503, "the services are away");
    assert_eq!(get(&stage, "/store/v1/products", A, "").await.limit(), "limits.cost_per_minute", "50 when not said");
    assert_eq!(get(&stage, "/store/v1/products", B, "").await.status, 503, "another guest");
}

#[tokio::test]
async fn key_cost_per_minute() {
    let stage = stage(Limits { key_cost: 100, cost: 1, ..Limits::default() }).await;
    let products = |n: usize| json!({ "products": vec![json!({ "title": "x" }); n] });
    let bulk = |n| send(&stage, Method::POST, "/admin/v1/products/bulk", "", "only:catalog:write", Some(products(n)));
    assert_ne!(bulk(60).await.status, 429);
    let refused = bulk(60).await;
    assert_eq!((refused.status, refused.limit()), (429, "limits.key_cost_per_minute"));
    assert_ne!(bulk(10).await.status, 429, "what is left");
}

#[tokio::test]
async fn carts_per_address() {
    let stage = stage(Limits { carts_per_address: 2, ..behind_a_proxy() }).await;
    let cart = |from| send(&stage, Method::POST, "/store/v1/carts", from, "", Some(json!({})));
    assert_eq!([cart(A).await.status, cart(A).await.status], [503, 503], "the services are away");
    let refused = cart(A).await;
    assert_eq!((refused.status, refused.limit()), (429, "limits.carts_per_address"));
    assert_eq!(get(&stage, &format!("/store/v1/carts/{}", "0".repeat(32)), A, "").await.status, 503, "he may look");
    assert_eq!(cart(B).await.status, 503, "another address");
}

#[tokio::test]
async fn in_flight() {
    let limits = Limits { in_flight: 4, request: Duration::from_secs(3), ..Limits::default() };
    let stage = stage_that_hangs(limits).await;
    let ask = |method: Method, path: &'static str| {
        let request = stage
            .http
            .request(method.clone(), format!("{}{path}", stage.base))
            .bearer_auth("only:staff:read,catalog:read");
        let request = if method == Method::GET { request } else { request.json(&json!({})) };
        tokio::spawn(async move { request.send().await.unwrap() })
    };
    let refused = |asked: tokio::task::JoinHandle<reqwest::Response>| async {
        let answer = tokio::time::timeout(Duration::from_millis(1_500), asked).await.expect("refused at once").unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (503, "2"));
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(
            (&problem["code"], &problem["details"]["limit"]),
            (&json!("overloaded"), &json!("limits.in_flight"))
        );
    };
    let hangs = |asked: tokio::task::JoinHandle<reqwest::Response>| async {
        if let Ok(answer) = tokio::time::timeout(Duration::from_millis(150), asked).await {
            panic!("it was not let in: {}", answer.unwrap().text().await.unwrap());
        }
    };
    for _ in 0..3 {
        hangs(ask(Method::GET, "/store/v1/products")).await;
    }
    refused(ask(Method::GET, "/admin/v1/products")).await;
    refused(ask(Method::GET, "/store/v1/products")).await;
    hangs(ask(Method::POST, "/store/v1/carts")).await;
    refused(ask(Method::GET, "/store/v1/carts/00000000000000000000000000000000")).await;
    let message = "/hooks/v1/payments/simulator";
    for _ in 0..4 {
        hangs(ask(Method::POST, message)).await;
    }
    refused(ask(Method::POST, message)).await;
}

#[tokio::test]
async fn queue_delay_ms() {
    let stage = stage(Limits { queue_delay: Duration::from_millis(10), ..Limits::default() }).await;
    let busy = tokio::spawn(async {
        loop {
            // work that holds the one thread of this runtime
            std::thread::sleep(Duration::from_millis(50));
            tokio::task::yield_now().await;
        }
    });
    let mut refused = get(&stage, "/admin/v1/roles", "", "only:staff:read").await;
    for _ in 0..20 {
        if refused.status == 503 {
            break;
        }
        refused = get(&stage, "/admin/v1/roles", "", "only:staff:read").await;
    }
    assert_eq!((refused.status, refused.limit()), (503, "limits.queue_delay_ms"));
    let cart = send(&stage, Method::POST, "/store/v1/carts", "", "", Some(json!({}))).await;
    assert_eq!(cart.body["code"], "unavailable", "it was let in, and found the services away");
    busy.abort();
}

#[tokio::test]
async fn limits_that_are_off_refuse_nobody() {
    let off = Rate { per_minute: 0, burst: 0 };
    let limits = Limits {
        address: off,
        key: off,
        session: off,
        cost: 0,
        key_cost: 0,
        in_flight: 0,
        carts_per_address: 0,
        queue_delay: Duration::ZERO,
        queue_jobs: 0,
        queue_outbox: 0,
        queue_imports: 0,
        ..behind_a_proxy()
    };
    let stage = stage(limits).await;
    for _ in 0..20 {
        let answer = get(&stage, "/admin/v1/roles?limit=250", A, "only:staff:read").await;
        assert_eq!((answer.status, answer.header("ratelimit-limit")), (200, ""));
    }
}

//! What every request passes: ids, headers, limits, keys, health, pages.

use crate::stage::{stage, stage_that_hangs};
use infrasell_gateway::Limits;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_peer_that_is_away_is_503_with_retry_after() {
    let stage = stage(Limits::default()).await;
    let answer = stage.http.get(format!("{}/store/v1/products", stage.base)).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert!(answer.headers().contains_key("retry-after"));
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "unavailable");
    assert_eq!(problem["request_id"], id.as_str());
}

#[tokio::test]
async fn nothing_there_and_wrong_method_are_problems_too() {
    let stage = stage(Limits::default()).await;
    for (method, path, status, code) in [
        ("GET", "/nowhere", 404, "not_found"),
        ("PUT", "/store/v1/carts", 405, "method_not_allowed"),
        ("GET", "/admin/v1/orders/prod_7", 404, "not_found"),
        ("GET", "/store/v1/carts/short", 404, "not_found"),
    ] {
        let request = stage.http.request(method.parse().unwrap(), format!("{}{path}", stage.base));
        let answer = request.bearer_auth("only:orders:read").send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], code, "{method} {path}");
    }
}

#[tokio::test]
async fn an_internal_cause_is_never_shown() {
    let stage = stage(Limits::default()).await;
    for path in ["/admin/v1/staff", "/admin/v1/staff/staff_1"] {
        let answer =
            stage.http.get(format!("{}{path}", stage.base)).bearer_auth("only:staff:read").send().await.unwrap();
        assert_eq!(answer.status(), 500, "{path}");
        let text = answer.text().await.unwrap();
        assert!(!text.contains("hunter2") && !text.contains("panic"), "{text}");
        assert!(text.contains("\"code\":\"internal\""), "{text}");
    }
}

#[tokio::test]
async fn security_headers_and_cors() {
    let stage = stage(Limits { cors_origins: vec!["https://shop.example".into()], ..Limits::default() }).await;
    let answer =
        stage.http.get(format!("{}/livez", stage.base)).header("origin", "https://shop.example").send().await.unwrap();
    let headers = answer.headers();
    for name in
        ["x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy", "cache-control"]
    {
        assert!(headers.contains_key(name), "{name}");
    }
    assert_eq!(headers["access-control-allow-origin"], "https://shop.example");
    let preflight = stage
        .http
        .request(reqwest::Method::OPTIONS, format!("{}/store/v1/carts", stage.base))
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .send()
        .await
        .unwrap();
    assert!(!preflight.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn that_there_is_no_icon_is_no_fault() {
    let stage = stage(Limits::default()).await;
    let answer = stage.http.get(format!("{}/favicon.ico", stage.base)).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.headers()["cache-control"], "public, max-age=86400");
}

#[tokio::test]
async fn a_request_id_that_is_fit_is_kept_and_another_is_replaced() {
    let stage = stage(Limits::default()).await;
    for (sent, kept) in [("my-request-0001", true), ("x", false), ("a b c d e f g h", false)] {
        let answer = stage.http.get(format!("{}/livez", stage.base)).header("x-request-id", sent).send().await.unwrap();
        assert_eq!(answer.headers()["x-request-id"] == sent, kept, "{sent}");
    }
}

#[tokio::test]
async fn a_request_ends_in_time() {
    let stage = stage_that_hangs(Limits { request: Duration::from_millis(200), ..Limits::default() }).await;
    let answer = stage.http.post(format!("{}/store/v1/carts", stage.base)).json(&json!({})).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "timed_out");
}

#[tokio::test]
async fn a_key_in_use_is_409_and_free_again_afterwards() {
    let stage = stage_that_hangs(Limits { request: Duration::from_millis(600), ..Limits::default() }).await;
    let call = || {
        let request = stage.http.post(format!("{}/store/v1/carts", stage.base)).json(&json!({}));
        let request = request.header("idempotency-key", "the-same-key");
        async move {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap()["code"].as_str().unwrap().to_owned())
        }
    };
    let first = tokio::spawn(call());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(call().await, (409, "idempotency_key_in_use".to_owned()));
    assert_eq!(first.await.unwrap().0, 503);
    assert_eq!(call().await.0, 503, "the key is free again");
}

#[tokio::test]
async fn long_answers_are_compressed_and_short_ones_are_not() {
    let stage = stage(Limits::default()).await;
    let get = |path: &str| {
        stage
            .http
            .get(format!("{}{path}", stage.base))
            .bearer_auth("only:staff:read")
            .header("accept-encoding", "gzip")
            .send()
    };
    assert_eq!(get("/admin/v1/roles").await.unwrap().headers()["content-encoding"], "gzip");
    assert!(!get("/livez").await.unwrap().headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn health_and_pages() {
    let stage = stage(Limits::default()).await;
    let get = |path: &str| stage.http.get(format!("{}{path}", stage.base)).send();
    assert_eq!(get("/livez").await.unwrap().status(), 204);
    assert_eq!(get("/readyz").await.unwrap().status(), 503, "the services are away");
    let home = get("/").await.unwrap().text().await.unwrap();
    assert!(home.contains("/docs") && home.contains("/openapi.json"));
    let docs = get("/docs").await.unwrap().text().await.unwrap();
    assert!(
        docs.contains("<b>POST</b> /store/v1/checkouts/{token}/complete")
            && docs.contains("quote_hash")
            && docs.contains("orders:write")
    );
    assert!(!docs.contains("<script"));
    let document: Value = get("/openapi.json").await.unwrap().json().await.unwrap();
    assert_eq!(document["paths"], stage.document["paths"]);
}

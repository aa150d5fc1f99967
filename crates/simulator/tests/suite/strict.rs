//! Strictness: whatever a real provider would refuse is refused, by name, and leaves nothing behind.

use crate::shop::{Shop, code, new_payment, seen};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

async fn assert_refused(call: RequestBuilder, status: u16, want: &str) {
    let seen = seen(call).await.unwrap();
    assert_eq!(code(&seen), (status, want), "{seen:?}");
}

#[tokio::test]
async fn paths_and_methods_are_known_or_refused() {
    let shop = Shop::open().await;
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/payments/",
        "/v1/payment",
        "/V1/payments",
        "/v2/payments",
        "/v1/payments/a/b",
        "/v1/refunds",
    ] {
        assert_refused(shop.call("GET", path), 404, "unknown_path").await;
    }
    for (method, path) in [
        ("PUT", "/v1/payments"),
        ("DELETE", "/v1/payments/sp_1"),
        ("POST", "/v1/payments/sp_1"),
        ("GET", "/v1/payments/sp_1/capture"),
        ("POST", "/v1/account"),
        ("PATCH", "/v1/refunds/sr_1"),
    ] {
        assert_refused(shop.call(method, path), 405, "method_not_allowed").await;
    }
    assert_eq!(shop.control("explode", json!({})).await.0, 404);
}

#[tokio::test]
async fn secrets_and_versions_are_demanded() {
    let shop = Shop::open().await;
    let url = format!("{}/v1/account", shop.sim.base_url);
    let bare = || shop.http.get(&url);
    assert_refused(bare().header("sim-version", "2026-04-01"), 401, "unauthenticated").await;
    assert_refused(bare().header("sim-version", "2026-04-01").bearer_auth("sk_test_wrong"), 401, "unauthenticated")
        .await;
    assert_refused(
        bare().header("sim-version", "2026-04-01").basic_auth(&shop.sim.secret, None::<&str>),
        401,
        "unauthenticated",
    )
    .await;
    assert_refused(bare().bearer_auth(&shop.sim.secret), 400, "missing_version").await;
    assert_refused(bare().bearer_auth(&shop.sim.secret).header("sim-version", "2020-01-01"), 400, "unknown_version")
        .await;
}

#[tokio::test]
async fn bodies_are_json_objects_of_the_right_content_type() {
    let shop = Shop::open().await;
    let good = new_payment("S", "automatic", "tok_approve").to_string();
    for kind in
        ["text/plain", "Application/JSON", "application/json; charset=utf-8", "application/x-www-form-urlencoded"]
    {
        let call = shop.call("POST", "/v1/payments").header("content-type", kind).body(good.clone());
        assert_refused(call, 415, "unsupported_media_type").await;
    }
    for (body, want) in
        [("", "body_not_json"), ("{", "body_not_json"), ("[]", "body_not_an_object"), ("7", "body_not_an_object")]
    {
        let call = shop.call("POST", "/v1/payments").header("content-type", "application/json").body(body);
        assert_refused(call, 400, want).await;
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let call = shop.call("POST", "/v1/payments").header("content-type", "application/json").body(deep);
    assert_refused(call, 400, "body_not_json").await;
    let call = shop.call("POST", "/v1/payments").header("content-type", "application/json").body(vec![b' '; 2 << 20]);
    assert_refused(call, 413, "body_too_large").await;
    assert_refused(shop.call("GET", "/v1/account").body("{}"), 400, "unexpected_body").await;
    let call = shop.call("POST", "/v1/payments?amount=1").json(&json!({}));
    assert_refused(call, 400, "unknown_parameter").await;
    assert!(shop.truths("S").is_empty());
}

#[tokio::test]
async fn parameters_are_known_and_of_their_type() {
    let shop = Shop::open().await;
    for (name, value, want) in [
        ("amount", json!(100.0), "not_an_integer"),
        ("amount", json!(100.5), "not_an_integer"),
        ("amount", json!("100"), "not_an_integer"),
        ("amount", json!(1e30), "not_an_integer"),
        ("amount", json!(u64::MAX), "not_an_integer"),
        ("amount", Value::Null, "not_an_integer"),
        ("currency", json!(5), "not_a_text"),
        ("currency", json!(""), "bad_length"),
        ("reference", json!("x".repeat(129)), "bad_length"),
        ("capture", json!("later"), "unknown_value"),
        ("instrument", json!("tok_unknown"), "no_such_instrument"),
        ("instrument", json!("4242424242424242"), "raw_card_number"),
        ("return_url", json!("back"), "not_a_url"),
        ("amuont", json!(1), "unknown_parameter"),
    ] {
        let mut body = new_payment("P", "automatic", "tok_approve");
        body[name] = value;
        assert_eq!(code(&shop.post("/v1/payments", body.clone()).await), (400, want), "{body}");
    }
    for name in ["amount", "currency", "reference", "capture", "instrument"] {
        let mut body = new_payment("P", "automatic", "tok_approve");
        body.as_object_mut().unwrap().remove(name);
        let seen = shop.post("/v1/payments", body).await;
        assert_eq!((code(&seen), &seen.1["error"]["param"]), ((400, "missing_parameter"), &json!(name)));
    }
    assert!(shop.truths("P").is_empty());
}

#[tokio::test]
async fn other_calls_are_as_strict() {
    let shop = Shop::open().await;
    let id = shop.pay("O", "manual", "tok_approve").await;
    for (tail, body, want) in [
        ("capture", json!({}), "missing_parameter"),
        ("capture", json!({ "amount": 0 }), "amount_out_of_range"),
        ("capture", json!({ "amount": 5, "final": "yes" }), "not_a_boolean"),
        ("void", json!({ "why": "x" }), "unknown_parameter"),
        ("refunds", json!({ "amount": 5 }), "missing_parameter"),
        ("confirm", json!({ "outcome": "maybe" }), "unknown_value"),
    ] {
        let seen = shop.post(&format!("/v1/payments/{id}/{tail}"), body).await;
        assert_eq!(code(&seen), (400, want), "{tail}");
    }
    for (path, want) in [
        ("/v1/payments", "missing_parameter"),
        ("/v1/payments?reference=a&reference=b", "doubled_parameter"),
        ("/v1/payments?reference=a&limit=2", "unknown_parameter"),
        ("/v1/transactions?limit=0", "out_of_range"),
        ("/v1/transactions?limit=1001", "out_of_range"),
        ("/v1/transactions?limit=many", "out_of_range"),
    ] {
        assert_eq!(code(&shop.get(path).await), (400, want), "{path}");
    }
    let keyed = shop.call("GET", "/v1/account").header("idempotency-key", "k");
    assert_refused(keyed, 400, "unexpected_idempotency_key").await;
    for (path, body) in [
        ("plan", json!({ "act": "explode" })),
        ("plan", json!({ "act": "drop", "when": "now" })),
        ("clock", json!({})),
        ("clock", json!({ "advance_s": -1 })),
        ("clock", json!({ "advance_s": u64::MAX })),
        ("payer", json!({ "payment": id, "act": "dance" })),
        ("webhook_endpoints", json!({ "url": "nowhere" })),
        ("webhook_endpoints", json!({ "uri": "http://a.test" })),
    ] {
        assert_eq!(shop.control(path, body.clone()).await.0, 400, "{path} {body}");
    }
}

#[tokio::test]
async fn the_journal_has_everything_but_secrets() {
    let shop = Shop::open().await;
    let (_, created) = shop.post("/v1/payments", new_payment("J", "automatic", "tok_challenge")).await;
    shop.post("/v1/payments", new_payment("J", "automatic", "4242424242424242")).await;
    shop.get("/v1/payments?reference=4111111111111111").await;
    let entries = shop.sim.journal();
    assert_eq!(entries.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((&entries[0]["path"], &entries[0]["status"]), (&json!("/v1/payments"), &json!(201)));
    let text = json!(entries).to_string();
    for secret in [created["client_secret"].as_str().unwrap(), &shop.sim.secret, "4242424242424242", "4111111111111111"]
    {
        assert!(!text.contains(secret), "the journal contains {secret}");
    }
}

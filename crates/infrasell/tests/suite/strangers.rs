//! What a stranger found who had read nothing but the document (`cargo xtask strangers`), each with the request that
//! found it. Every answer is held to the document: its status, its headers, its media type.

use infrasell_testkit::{Shop, on_every_kind};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&infrasell_gateway::document()).expect("the document is JSON"));

/// Headers of the protocol or for browsers, the same on every answer.
const COMMON: &[&str] = &[
    "content-type",
    "content-length",
    "date",
    "vary",
    "cache-control",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "content-security-policy",
    "connection",
    "transfer-encoding",
    "content-encoding",
    "access-control-allow-credentials",
];

/// Sends a request and holds its answer to what the document says of `path`; gives the status and the body.
async fn ask(shop: &Shop, method: Method, path: &str, filled: &str, body: Option<&str>) -> (u16, Value) {
    let request = shop.admin.request(method.clone(), filled);
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_owned()),
        None => request,
    };
    held(request, &method, path).await
}

async fn held(request: RequestBuilder, method: &Method, path: &str) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let (status, name) = (answer.status().as_u16(), format!("{method} {path}"));
    let operation = &DOCUMENT["paths"][path][method.as_str().to_lowercase()];
    let response = resolved(&operation["responses"][status.to_string()]);
    assert!(response.is_object(), "{name} answers {status}, which is not in the document");
    let documented: Vec<String> =
        response["headers"].as_object().into_iter().flatten().map(|(name, _)| name.to_lowercase()).collect();
    for header in answer.headers().keys().map(reqwest::header::HeaderName::as_str) {
        assert!(COMMON.contains(&header) || documented.iter().any(|d| d == header), "{name}: header {header}");
    }
    for (header, definition) in response["headers"].as_object().into_iter().flatten() {
        let wanted = resolved(definition)["required"] == true;
        assert!(!wanted || answer.headers().contains_key(header), "{name}: {header} is missing with {status}");
    }
    let kind = answer.headers().get("content-type").map(|v| v.to_str().unwrap().to_owned());
    assert_eq!(kind.as_ref(), response["content"].as_object().and_then(|c| c.keys().next()), "{name}");
    (status, answer.json().await.unwrap_or(Value::Null))
}

fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(place) => DOCUMENT.pointer(place.trim_start_matches('#')).expect("a reference leads somewhere"),
        None => value,
    }
}

on_every_kind!(a_list_in_place_of_an_object_is_refused, |shop| async move {
    // a struct of defaults was made of `[null, null]`, field by field in the order of the source
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let (at, in_path) = (format!("/admin/v1/locations/{location}"), "/admin/v1/locations/{id}");
    for (method, path, filled) in [
        (Method::POST, "/store/v1/carts", "/store/v1/carts"),
        (Method::PATCH, "/admin/v1/shop", "/admin/v1/shop"),
        (Method::PATCH, in_path, &*at),
        (Method::POST, "/admin/v1/categories", "/admin/v1/categories"),
    ] {
        for body in ["[null, null]", "[]"] {
            let (status, problem) = ask(&shop, method.clone(), path, filled, Some(body)).await;
            assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{method} {path}: {problem}");
        }
    }
    let nested = json!({ "title": "Tea", "seo": ["a title", "a description"] }).to_string();
    let (status, problem) = ask(&shop, Method::POST, "/admin/v1/products", "/admin/v1/products", Some(&nested)).await;
    assert_eq!((status, problem["errors"][0]["path"].as_str()), (422, Some("seo")), "{problem}");
    shop
});

on_every_kind!(a_permission_said_twice_is_said_once, |shop| async move {
    let role = r#"{"code": "0", "name": "0", "permissions": ["staff:read", "staff:read"]}"#;
    let (status, made) = ask(&shop, Method::POST, "/admin/v1/roles", "/admin/v1/roles", Some(role)).await;
    assert_eq!((status, &made["permissions"]), (201, &json!(["staff:read"])), "{made}");
    let schema = &DOCUMENT["components"]["schemas"]["RoleInput"]["properties"]["permissions"];
    assert!(schema["uniqueItems"].is_null(), "the document asks for what the shop does not: {schema}");
    shop
});

on_every_kind!(a_body_that_names_what_is_not_there_gets_a_status_that_is_documented, |shop| async move {
    let channel = json!({ "channel": "chan_1042", "currency": "INR", "priority": 0, "code": "0", "name": "0" });
    let method = json!({ "channel": "chan_1042", "countries": ["IN"], "code": "0", "name": "0", "price_minor": 0 });
    let prices = json!({ "list": { "channel": "chan_1042" }, "prices": [{ "variant": "var_1042", "price_minor": 0 }] });
    for (path, body) in [
        ("/store/v1/checkouts", json!({ "cart": "0".repeat(32) })),
        ("/admin/v1/price-lists", channel),
        ("/admin/v1/shipping-methods", method),
        ("/admin/v1/prices", prices),
    ] {
        let (status, problem) = ask(&shop, Method::POST, path, path, Some(&body.to_string())).await;
        assert_eq!(status, 404, "{path}: {problem}");
        assert!(!problem["title"].as_str().unwrap().contains("Token("), "{problem}");
    }
    shop
});

on_every_kind!(an_idempotency_key_is_visible_ascii, |shop| async move {
    for (key, good) in [("a\tb", false), ("a b", true), ("~", true)] {
        let request = shop.store.request(Method::POST, "/store/v1/carts").json(&json!({}));
        let (status, problem) = held(request.header("idempotency-key", key), &Method::POST, "/store/v1/carts").await;
        assert_eq!(status == 201, good, "{key:?}: {status} {problem}");
    }
    shop
});

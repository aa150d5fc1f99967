//! The storefront's GraphQL over HTTP, on every kind of shop.

mod buying;
mod cart_limits;
mod carts;
mod engine;
mod finding;
mod products;
mod refused;
mod stubs;
mod tokens;

use infrasell_testkit::{Client, Shop};
use reqwest::Method;
use serde_json::{Value, json};

/// Where clients ask.
pub const PATH: &str = "/api/2026-04/graphql.json";

/// What came back, whatever it is.
pub async fn ask(client: &Client, query: &str, variables: Value) -> infrasell_testkit::Answer {
    let mut answer = client.post(PATH, json!({ "query": query, "variables": variables })).await;
    at_one_origin(&mut answer.body);
    answer
}

/// Each replica is asked at an address of its own here and names it; behind a balancer they have one.
fn at_one_origin(body: &mut Value) {
    const HERE: &str = "http://127.0.0.1:";
    match body {
        Value::String(text) if text.starts_with(HERE) => {
            let path = text[HERE.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
            *text = format!("http://shop.example{path}");
        }
        Value::Array(items) => items.iter_mut().for_each(at_one_origin),
        Value::Object(fields) => fields.values_mut().for_each(at_one_origin),
        _ => {}
    }
}

/// The data of an answer without errors.
#[track_caller]
pub fn data(answer: infrasell_testkit::Answer) -> Value {
    let mut body = answer.ok();
    assert!(body.get("errors").is_none(), "{body}");
    body["data"].take()
}

/// Data, asked for by a guest.
pub async fn read(shop: &Shop, query: &str, variables: Value) -> Value {
    data(ask(&shop.store, query, variables).await)
}

/// The code of the first error.
#[track_caller]
pub fn code(answer: &infrasell_testkit::Answer) -> String {
    answer.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

/// Asks with headers of its own.
pub async fn with_headers(client: &Client, headers: &[(&str, &str)], query: &str) -> infrasell_testkit::Answer {
    let mut request = client.request(Method::POST, PATH).json(&json!({ "query": query }));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Client::send(request).await
}

/// A product with two options, two of its three variants in stock; its id and those of its variants.
pub async fn shirt(shop: &Shop, handle: &str) -> (String, Vec<String>) {
    let variant = |size: &str, colour: &str| json!({ "sku": format!("{handle}-{size}-{colour}"), "option_values": [size, colour], "weight_grams": 180 });
    let product = json!({
        "title": format!("Shirt {handle}"), "handle": handle, "status": "active", "vendor": "Loom", "product_type": "Shirt",
        "description_html": "<p>Handloom <b>cotton</b> &amp; silk.</p>", "tags": ["cotton", "new"],
        "options": [{ "name": "Size", "values": ["S", "M"] }, { "name": "Colour", "values": ["Red", "Blue"] }],
        "variants": [variant("S", "Red"), variant("M", "Red"), variant("M", "Blue")],
        "media": [{ "url": "/media/shirt.png", "alt": "A shirt" }, { "url": "https://cdn.example/back.png" }],
        "seo": { "title": "Shirts", "description": "" },
        "metafields": [
            { "namespace": "custom", "key": "care", "type": "single_line_text", "value": "cold wash" },
            { "namespace": "secret", "key": "cost", "type": "integer", "value": "7" },
        ],
    });
    let made = shop.admin.post("/admin/v1/products", product).await.ok();
    let ids: Vec<String> =
        made["variants"].as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap().to_owned()).collect();
    let channel = shop.channel().await;
    let price = |id: &String, minor: i64, was: Option<i64>| json!({ "variant": id, "price_minor": minor, "compare_at_minor": was });
    let prices =
        json!([price(&ids[0], 99_900, Some(129_900)), price(&ids[1], 99_950, None), price(&ids[2], 109_900, None)]);
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": prices })).await.ok();
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let level = |id: &String, units: i64| json!({ "variant": id, "location": location, "on_hand": units });
    let levels = json!([level(&ids[0], 0), level(&ids[1], 5), level(&ids[2], 2)]);
    shop.admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
    (made["id"].as_str().unwrap().to_owned(), ids)
}

/// `prod_12` as these clients know it.
pub fn gid(kind: &str, id: &str) -> String {
    format!("gid://shopify/{kind}/{}", id.split_once('_').unwrap().1)
}

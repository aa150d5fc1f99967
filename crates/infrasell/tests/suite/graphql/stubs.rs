//! Answers in which what comes again is left out, on request.

use infrasell_testkit::{Client, Shop, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};

async fn ask(shop: &Shop, id: &str, header: Option<(&str, &str)>) -> Value {
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Product { title } } }";
    let request = shop.store.request(Method::POST, "/api/2026-04/graphql.json");
    let request = request.json(&json!({ "query": query, "variables": { "ids": [id, id, null_id()] } }));
    let request = match header {
        Some((name, value)) => request.header(name, value),
        None => request,
    };
    Client::send(request).await.ok()
}

/// Of a product that is not there.
fn null_id() -> &'static str {
    "gid://shopify/Product/9007199254740991"
}

on_every_kind!(what_comes_again_is_left_out_on_request_alone, |shop| async move {
    let sold = shop.sells("tea", 10_000, 5).await;
    let id = format!("gid://shopify/Product/{}", sold.product.trim_start_matches("prod_"));
    let whole = json!({ "__typename": "Product", "id": id, "title": "tea" });
    let stub = json!({ "__typename": "Product", "id": id });
    let accepts = ("accept", "application/graphql-response+json; dedup=1, application/json");
    // twice, as the second answer is one that was kept
    for _ in 0..2 {
        let plain = ask(&shop, &id, None).await;
        assert_eq!(plain["data"]["nodes"], json!([whole, whole, null]), "{plain}");
        assert!(plain["extensions"]["deduplicated"].is_null(), "{plain}");
        for header in [("infrasell-deduplicate", "1"), accepts] {
            let sent = ask(&shop, &id, Some(header)).await;
            assert_eq!(sent["data"]["nodes"], json!([whole, stub, null]), "{sent}");
            assert_eq!(sent["extensions"]["deduplicated"], true, "{sent}");
            assert_eq!(sent["extensions"]["cost"], plain["extensions"]["cost"], "{sent}");
        }
    }
    shop.admin.patch(&format!("/admin/v1/products/{}", sold.product), json!({ "title": "Better tea" })).await.ok();
    let sent = ask(&shop, &id, Some(accepts)).await;
    assert_eq!(sent["data"]["nodes"][0]["title"], "Better tea", "a kept answer with stubs is dropped like any other");
    shop
});

//! How the engine answers: fragments, conditions, hashes, GET, caching and what it costs.

use super::{PATH, ask, code, data, read, shirt};
use infrasell_testkit::{Client, Shop, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

on_every_kind!(what_is_selected_is_what_is_written, |shop: Shop| async move {
    shirt(&shop, "one").await;
    let query = "query A($yes: Boolean!, $no: Boolean = false, $handle: String = \"one\") {
        b: shop { name } a: shop { ...N id @skip(if: $yes) ... on Shop @include(if: $no) { description } }
        product(handle: $handle) { ... { title } title variants(first: 1) { nodes { id } } variants(first: 1) { nodes { title } }
            ... on HasMetafields { metafield(key: \"care\") { key } } ... @include(if: $yes) { handle } ... @defer { vendor } } __typename
    } fragment N on Shop { name } query B { shop { id } }";
    let body = json!({ "query": query, "operationName": "A", "variables": { "yes": true } });
    let found = data(shop.store.post(PATH, body).await);
    assert_eq!(found["a"].as_object().unwrap().keys().collect::<Vec<_>>(), ["name"]);
    assert_eq!(found["product"]["variants"]["nodes"][0].as_object().unwrap().len(), 2);
    assert_eq!(found["__typename"], "QueryRoot");
    assert_eq!(found["product"]["vendor"], "Loom");
    let body =
        json!({ "query": query, "operationName": "A", "variables": { "yes": false, "no": true, "handle": "x" } });
    let found = data(shop.store.post(PATH, body).await);
    assert_eq!(found["a"].as_object().unwrap().keys().collect::<Vec<_>>(), ["description", "id", "name"]);
    assert_eq!(found["product"], Value::Null);
    let body = json!({ "query": query, "operationName": "B", "variables": null });
    assert_eq!(
        data(shop.store.post("/api/unstable/graphql", body).await),
        json!({ "shop": { "id": "gid://shopify/Shop/1" } })
    );
    shop
});

// What Hydrogen asks on every page, and its banner when a visitor has chosen; both are in no version of the public schema.
on_every_kind!(that_nobody_is_tracked_is_no_error, |shop: Shop| async move {
    let page = "query ensureCookies { consentManagement { cookies(visitorConsent:{}) { cookieDomain } } }";
    let found = data(shop.store.post("/api/unstable/graphql.json", json!({ "query": page })).await);
    assert_eq!(found, json!({ "consentManagement": { "cookies": { "cookieDomain": null } } }));
    let banner = "query { consentManagement { cookies(visitorConsent: { marketing: true, saleOfData: false }, landingPage: \"/\") {
        trackingConsentCookie cookieDomain landingPageCookie origReferrerCookie } customerAccountUrl } }";
    let found = data(shop.store.post("/api/unstable/graphql.json", json!({ "query": banner })).await);
    assert_eq!(found["consentManagement"]["cookies"]["trackingConsentCookie"], Value::Null);
    shop
});

/// The endpoint with these parameters in its address.
fn asked(parameters: &[(&str, impl AsRef<str>)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{PATH}?{query}")
}

on_every_kind!(a_query_can_be_sent_by_get_and_by_its_hash, |shop: Shop| async move {
    let query = "query($a: Boolean = true) { shop { name id @include(if: $a) } }";
    let hash: String = Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
    let by_hash = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } }, "variables": { "a": false } });
    for client in shop.each() {
        let unknown = client.post(PATH, by_hash.clone()).await;
        assert_eq!(code(&unknown), "PERSISTED_QUERY_NOT_FOUND");
        let mut both = by_hash.clone();
        both["query"] = query.into();
        data(client.post(PATH, both).await);
        assert_eq!(data(client.post(PATH, by_hash.clone()).await)["shop"].as_object().unwrap().len(), 1);
        let mut wrong = by_hash.clone();
        wrong["query"] = "{ shop { id } }".into();
        assert_eq!(code(&client.post(PATH, wrong).await), "PERSISTED_QUERY_HASH_MISMATCH");
        let request = client.request(Method::GET, &asked(&[("query", query), ("variables", "{\"a\":true}")]));
        assert_eq!(data(Client::send(request).await)["shop"].as_object().unwrap().len(), 2);
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } }).to_string();
        let request = client.request(Method::GET, &asked(&[("extensions", extensions)]));
        assert_eq!(data(Client::send(request).await)["shop"].as_object().unwrap().len(), 2);
    }
    shop
});

on_every_kind!(the_schema_can_be_asked_for, |shop: Shop| async move {
    let query = "query($n: String!) { __schema { queryType { name } directives { name } types { name kind } } __type(name: $n) { fields { name type { kind ofType { name } } } } shop { name } }";
    let found = read(&shop, query, json!({ "n": "MoneyV2" })).await;
    assert_eq!(found["__schema"]["queryType"]["name"], "QueryRoot");
    assert!(found["__schema"]["directives"].as_array().unwrap().iter().any(|d| d["name"] == "inContext"));
    assert_eq!(found["__type"]["fields"][0]["name"], "amount");
    assert!(found["shop"]["name"].is_string());
    shop
});

on_every_kind!(an_answer_is_kept_until_what_it_shows_changes, |shop: Shop| async move {
    let (product, variants) = shirt(&shop, "kept").await;
    shop.settle().await;
    let query =
        "{ product(handle: \"kept\") { title variants(first: 3) { nodes { price { amount } availableForSale } } } }";
    let made = || -> usize { shop.app.gateway().made() };
    let see = async || read(&shop, query, json!({})).await["product"].take();
    let before = see().await;
    let count = made();
    for _ in 0..5 {
        assert_eq!(see().await, before);
    }
    if shop.each().len() == 1 {
        assert_eq!(made(), count, "the same query again is answered from what is kept");
    }
    let patch = json!({ "title": "Another" });
    for client in shop.each() {
        data(ask(&client, query, json!({})).await);
    }
    shop.admin.patch(&format!("/admin/v1/products/{product}"), patch).await.ok();
    for client in shop.each() {
        assert_eq!(data(ask(&client, query, json!({})).await)["product"]["title"], "Another");
    }
    let channel = shop.channel().await;
    let price = json!([{ "variant": variants[1], "price_minor": 12_300 }]);
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": price })).await.ok();
    for client in shop.each() {
        let shown = data(ask(&client, query, json!({})).await);
        assert_eq!(shown["product"]["variants"]["nodes"][1]["price"]["amount"], "123.0");
    }
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    // how many there are is read each time: nobody tells of every one that is sold
    let exact = "{ product(handle: \"kept\") { totalInventory variants(first: 3) { nodes { quantityAvailable } } } }";
    for on_hand in [44, 43, 0] {
        let levels = json!([{ "variant": variants[1], "location": location, "on_hand": on_hand }]);
        shop.admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
        for client in shop.each() {
            let shown = data(ask(&client, query, json!({})).await);
            assert_eq!(shown["product"]["variants"]["nodes"][1]["availableForSale"], on_hand > 0);
            let shown = data(ask(&client, exact, json!({})).await);
            assert_eq!(shown["product"]["totalInventory"], on_hand + 2);
            assert_eq!(shown["product"]["variants"]["nodes"][1]["quantityAvailable"], on_hand);
        }
    }
    shop
});

on_every_kind!(which_metafields_are_shown_changes_at_once, |shop: Shop| async move {
    shirt(&shop, "meta").await;
    let query = "{ product(handle: \"meta\") { metafield(namespace: \"secret\", key: \"cost\") { value } } }";
    let see = async || {
        let mut seen = vec![];
        for client in shop.each() {
            seen.push(data(ask(&client, query, json!({})).await)["product"]["metafield"]["value"].clone());
        }
        seen
    };
    assert!(see().await.iter().all(|value| value == "7"));
    let definition =
        json!({ "namespace": "secret", "key": "cost", "name": "Cost", "type": "integer", "storefront_visible": false });
    let made = shop.admin.post("/admin/v1/metafield-definitions", definition).await.ok();
    assert!(see().await.iter().all(Value::is_null), "it is hidden at once");
    let path = format!("/admin/v1/metafield-definitions/{}", made["id"].as_str().unwrap());
    shop.admin.delete(&path).await.ok();
    assert!(see().await.iter().all(|value| value == "7"));
    shop
});

on_every_kind!(the_cost_is_told, |shop: Shop| async move {
    shirt(&shop, "cost").await;
    let answer =
        ask(&shop.store, "{ product(handle: \"cost\") { id variants(first: 100) { nodes { id } } } }", json!({})).await;
    let cost = &answer.body["extensions"]["cost"];
    assert_eq!(cost["requestedQueryCost"], 103, "{}", answer.body);
    assert_eq!(cost["actualQueryCost"], 6, "root, product, connection, three variants: {}", answer.body);
    shop
});

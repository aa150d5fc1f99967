//! What is wrong is refused with a code, never with a 5xx.

use super::{PATH, ask, code, shirt};
use infrasell_testkit::{Client, Kind, Shop, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};

on_every_kind!(what_is_no_request_is_400_and_what_is_wrong_in_one_has_a_code, |shop: Shop| async move {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"query\": 5}",
        "{\"query\": \"\"}",
        "{\"query\":\"{shop{name}}\",\"variables\":[]}",
        "\u{0}",
    ] {
        let request = shop.store.request(Method::POST, PATH).header("content-type", "application/json").body(body);
        let answer = Client::send(request).await;
        assert_eq!((answer.status, code(&answer).as_str()), (400, "BAD_REQUEST"), "{body}");
    }
    let request =
        shop.store.request(Method::POST, PATH).header("content-type", "application/json").body(vec![0xff, 0xfe]);
    assert_eq!(Client::send(request).await.status, 400);
    let request = shop.store.request(Method::POST, PATH).body("x".repeat(300_000));
    assert_eq!(Client::send(request).await.code(413), "body_too_large");
    assert_eq!(shop.store.get(PATH).await.status, 400);
    assert_eq!(shop.store.get(&format!("{PATH}?query={{shop{{name}}}}&variables=x")).await.status, 400);
    for (query, refusal) in [
        ("{ shop { name ", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...F } fragment F on QueryRoot { ...F }", "FRAGMENT_CYCLE"),
        ("query($id: ID!) { node(id: $id) { id } }", "INVALID_VARIABLE"),
        ("{ product { title } }", "BAD_USER_INPUT"),
        ("query A { shop { id } } query B { shop { id } }", "OPERATION_NAME_REQUIRED"),
    ] {
        let answer = ask(&shop.store, query, json!({})).await;
        assert_eq!((answer.status, code(&answer).as_str()), (200, refusal), "{query}: {}", answer.body);
    }
    shop
});

on_every_kind!(variables_are_held_to_their_types, |shop: Shop| async move {
    shirt(&shop, "v").await;
    let query = "query($handle: String, $first: Int, $options: [SelectedOptionInput!], $ids: [ID!], $key: ProductSortKeys) {
        product(handle: $handle) { variants(first: $first) { nodes { id } } variantBySelectedOptions(selectedOptions: $options) { id } }
        nodes(ids: $ids) { id } products(first: 1, sortKey: $key) { nodes { id } } }"
        .replace("$options: [SelectedOptionInput!]", "$options: [SelectedOptionInput!]!")
        .replace("$ids: [ID!]", "$ids: [ID!]!");
    let good =
        json!({ "handle": "v", "first": 1, "options": { "name": "Size", "value": "S" }, "ids": 7, "key": "TITLE" });
    let found = ask(&shop.store, &query, good.clone()).await;
    assert_eq!(found.body["data"]["nodes"], json!([null]), "one value stands for a list of one: {}", found.body);
    for (name, value, path) in [
        ("first", json!("1"), "$first"),
        ("first", json!(1.5), "$first"),
        ("first", json!(3_000_000_000_i64), "$first"),
        ("handle", json!(5), "$handle"),
        ("handle", json!({}), "$handle"),
        ("options", Value::Null, "$options"),
        ("options", json!([{ "name": "Size" }]), "$options.0.value"),
        ("options", json!([{ "name": "Size", "value": null }]), "$options.0.value"),
        ("options", json!([{ "name": "Size", "value": "S", "more": 1 }]), "$options.0"),
        ("ids", json!([["x"]]), "$ids.0"),
        ("key", json!("NOTHING"), "$key"),
        ("key", json!(1), "$key"),
    ] {
        let mut variables = good.clone();
        variables[name] = value.clone();
        let answer = ask(&shop.store, &query, variables).await;
        assert_eq!(code(&answer), "INVALID_VARIABLE", "{name} = {value}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["extensions"]["variable"], path, "{value}");
    }
    shop
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_refuse_by_name() {
    let change = |config: &mut infrasell::config::Config| {
        config.storefront.max_cost = 200;
        config.storefront.max_depth = 6;
        config.storefront.max_aliases = 3;
        config.storefront.max_tokens = 100;
        config.storefront.max_fields = 30;
        config.storefront.introspection = false;
        config.storefront.body_bytes = 2_000;
    };
    let Some(shop) = Shop::open_with(Kind::SqliteHere, change).await else { return };
    let deep =
        "{ product(id: 1) { variants(first: 1) { nodes { product { variants(first: 1) { nodes { id } } } } } } }";
    let wide = format!("{{ {} }}", "shop{name}".repeat(16));
    for (query, wanted, limit) in [
        ("{ products(first: 100) { nodes { id seo { title } } } }", "MAX_COST_EXCEEDED", "max_cost"),
        (deep, "MAX_DEPTH_EXCEEDED", "max_depth"),
        ("{ a: shop { id } b: shop { id } c: shop { id } d: shop { id } }", "MAX_ALIASES_EXCEEDED", "max_aliases"),
        (&format!("{{ {} }}", "__typename ".repeat(101)), "MAX_TOKENS_EXCEEDED", "max_tokens"),
        (&wide, "MAX_FIELDS_EXCEEDED", "max_fields"),
    ] {
        let answer = ask(&shop.store, query, json!({})).await;
        assert_eq!(code(&answer), wanted, "{query}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["extensions"]["limit"], format!("storefront.{limit}"));
    }
    assert_eq!(code(&ask(&shop.store, "{ __schema { types { name } } }", json!({})).await), "INTROSPECTION_DISABLED");
    assert_eq!(
        ask(&shop.store, &format!("# {}\n{{ shop {{ name }} }}", "x".repeat(2_000)), json!({})).await.status,
        413
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_known_queries_are_answered_when_there_is_a_list() {
    let query = "{ shop { name } }";
    let hash: String = <sha2::Sha256 as sha2::Digest>::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
    let file = std::env::temp_dir().join(format!("infrasell-queries-{hash}-{}.json", std::process::id()));
    std::fs::write(&file, json!({ hash.clone(): query }).to_string()).unwrap();
    let path = file.display().to_string();
    let Some(shop) = Shop::open_with(Kind::SqliteHere, move |config| config.storefront.persisted_queries = path).await
    else {
        return;
    };
    assert!(ask(&shop.store, query, json!({})).await.body["data"]["shop"]["name"].is_string());
    let by_hash = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    assert!(shop.store.post(PATH, by_hash).await.body["data"]["shop"]["name"].is_string());
    assert_eq!(code(&ask(&shop.store, "{ shop { id } }", json!({})).await), "PERSISTED_QUERY_NOT_ALLOWED");
    shop.close().await;
    std::fs::remove_file(file).unwrap();
}

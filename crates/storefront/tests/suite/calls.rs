//! How many calls a query makes: each kind of thing once, however many there are.

use crate::shelf::Shelf;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PAGE: &str = "query($n: Int!) { products(first: $n) { nodes {
    title featuredImage { url } priceRange { minVariantPrice { amount } } availableForSale metafield(key: \"k\") { value }
    variants(first: 10) { nodes { availableForSale price { amount } product { title variants(first: 2) { nodes { price { amount } } } } } }
} } shop { name } }";

fn calls(list: &[(&str, usize)]) -> BTreeMap<String, usize> {
    list.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect()
}

#[tokio::test]
async fn the_number_of_calls_does_not_grow_with_what_is_shown() {
    let shelf = Shelf::open(&[]).await;
    let once = calls(&[
        ("catalog.metafield_definitions", 1),
        ("catalog.find_product_lists", 1),
        ("inventory.availability", 1),
        ("pricing.prices", 1),
        ("settings.shop", 1),
    ]);
    for n in [1, 7, 40] {
        let (answer, made) = shelf.ask(PAGE, json!({ "n": n })).await;
        assert!(answer["errors"].is_null(), "{answer}");
        assert_eq!(answer["data"]["products"]["nodes"].as_array().unwrap().len(), n);
        assert_eq!(made, once, "{n} products");
    }
}

#[tokio::test]
async fn lists_within_a_list_are_fetched_together() {
    let shelf = Shelf::open(&[]).await;
    let query = "query($n: Int!) { collections(first: $n) { nodes { title products(first: 3) { nodes { title } } } } }";
    for n in [1, 40] {
        let (answer, made) = shelf.ask(query, json!({ "n": n })).await;
        let nodes = answer["data"]["collections"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert!(nodes.len() == n && nodes.iter().all(|node| node["products"]["nodes"].as_array().unwrap().len() == 3));
        assert_eq!(
            made,
            calls(&[("catalog.find_collections", 1), ("catalog.find_product_lists", 1)]),
            "{n} collections"
        );
    }
}

#[tokio::test]
async fn the_same_thing_asked_for_in_many_places_is_fetched_once() {
    let shelf = Shelf::open(&[]).await;
    let aliases: String =
        (0..30).map(|n| format!("a{n}: product(id: \"gid://shopify/Product/{}\") {{ title }} ", n % 5 + 1)).collect();
    let query =
        format!("{{ {aliases} nodes(ids: [\"gid://shopify/Product/1\", \"gid://shopify/Product/7\"]) {{ id }} }}");
    let (answer, made) = shelf.ask(&query, json!({})).await;
    assert_eq!(answer["data"]["a7"]["title"], answer["data"]["a2"]["title"]);
    assert_eq!(made, calls(&[("catalog.products_by_id", 1)]));
    let (_, made) = shelf.ask("{ shop { name } __typename }", json!({})).await;
    assert_eq!(made, calls(&[("settings.shop", 1)]));
    let (_, made) = shelf.ask("{ __typename product(id: \"forged\") { id } }", json!({})).await;
    assert_eq!(made, calls(&[]));
}

#[tokio::test]
async fn what_is_away_is_missing_and_takes_nothing_else_with_it() {
    let shelf = Shelf::open(&["settings.shop", "pricing.prices"]).await;
    let query =
        "{ product(handle: \"p-1\") { title metafield(key: \"k\") { key } } none: product(handle: \"x\") { id } }";
    let (answer, _) = shelf.ask(query, json!({})).await;
    assert!(answer["errors"].is_null(), "{answer}");
    assert_eq!(answer["data"]["none"], Value::Null);
    // a price must not be null, so that the product is, which may be
    let query = "{ a: product(handle: \"p-1\") { title } b: product(handle: \"p-1\") { title priceRange { minVariantPrice { amount } } } }";
    let (answer, _) = shelf.ask(query, json!({})).await;
    assert!(answer["data"]["a"]["title"].is_string() && answer["data"]["b"].is_null(), "{answer}");
    assert_eq!(answer["errors"][0]["path"], json!(["b", "priceRange", "minVariantPrice", "amount"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE");
    // the shop must not be null: everything is
    let (answer, _) = shelf.ask("{ shop { name } product(handle: \"p-1\") { title } }", json!({})).await;
    assert_eq!((&answer["data"], &answer["errors"][0]["path"]), (&Value::Null, &json!(["shop"])));
    let (answer, _) =
        shelf.ask("{ nodes(ids: [\"gid://shopify/Shop/1\", \"gid://shopify/Product/2\"]) { id } }", json!({})).await;
    assert_eq!(answer["data"]["nodes"], json!([null, { "id": "gid://shopify/Product/2" }]));
    assert_eq!(answer["errors"][0]["path"], json!(["nodes", 0]));
}

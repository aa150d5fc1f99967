//! Finding products: collections, filters, words, suggestions, recommendations.

use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

async fn thing(shop: &Shop, handle: &str, [title, vendor]: [&str; 2], tags: &[&str], price: i64) -> String {
    let sold = shop.sells(handle, price, 5).await;
    let patch = json!({ "title": title, "vendor": vendor, "product_type": "Thing", "tags": tags });
    shop.admin.patch(&format!("/admin/v1/products/{}", sold.product), patch).await.ok();
    sold.product
}

/// `data` of a query that has no errors.
async fn ask(shop: &Shop, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    let answer = shop.store.post("/api/2026-04/graphql.json", body).await.ok();
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].clone()
}

async fn refused(shop: &Shop, query: &str) -> String {
    let answer = shop.store.post("/api/2026-04/graphql.json", json!({ "query": query })).await.ok();
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

fn titles(list: &Value) -> Vec<&str> {
    list["nodes"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect()
}

async fn stock(shop: &Shop) -> Vec<String> {
    let mut ids = vec![];
    ids.push(thing(shop, "mug-blue", ["Blue Mug", "Loom"], &["kitchen", "new"], 50_000).await);
    ids.push(thing(shop, "mug-red", ["Red Mug", "Loom"], &["kitchen"], 40_000).await);
    ids.push(thing(shop, "plate", ["Plate", "Kiln"], &["kitchen"], 90_000).await);
    let picked = [&ids[2], &ids[0], &ids[1]];
    let input = json!({ "title": "Kitchen", "membership": { "kind": "manual" }, "products": picked });
    shop.admin.post("/admin/v1/collections", input).await.ok();
    shop.settle().await;
    ids
}

on_every_kind!(collections_are_listed_filtered_and_walked, |shop| async move {
    stock(&shop).await;
    let query = "query($filters: [ProductFilter!], $first: Int, $after: String, $last: Int, $before: String) {
        collection(handle: \"kitchen\") { id title products(filters: $filters, first: $first, after: $after, last: $last, before: $before) {
            nodes { title } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            filters { id label type values { id label count input } } } } }";
    let all = ask(&shop, query, json!({ "first": 10 })).await;
    let list = &all["collection"]["products"];
    assert_eq!(titles(list), ["Plate", "Blue Mug", "Red Mug"], "its own order");
    let vendor = list["filters"].as_array().unwrap().iter().find(|one| one["id"] == "filter.p.vendor").unwrap();
    assert_eq!((&vendor["values"][0]["label"], &vendor["values"][0]["count"]), (&json!("Loom"), &json!(2)));
    // what is offered is sent back as it is
    let input: Value = serde_json::from_str(vendor["values"][0]["input"].as_str().unwrap()).unwrap();
    let picked = ask(&shop, query, json!({ "first": 10, "filters": [input] })).await;
    assert_eq!(titles(&picked["collection"]["products"]), ["Blue Mug", "Red Mug"]);
    let price = list["filters"].as_array().unwrap().iter().find(|one| one["type"] == "PRICE_RANGE").unwrap();
    assert_eq!(price["values"][0]["input"], "{\"price\":{\"min\":400.00,\"max\":900.00}}");
    let dear = ask(&shop, query, json!({ "first": 10, "filters": [{ "price": { "min": 450.5 } }] })).await;
    assert_eq!(titles(&dear["collection"]["products"]), ["Plate", "Blue Mug"]);
    // either way, page by page
    let first = ask(&shop, query, json!({ "first": 2 })).await["collection"]["products"].clone();
    assert_eq!((titles(&first), &first["pageInfo"]["hasNextPage"]), (vec!["Plate", "Blue Mug"], &json!(true)));
    let end = &first["pageInfo"]["endCursor"];
    let next = ask(&shop, query, json!({ "first": 2, "after": end })).await["collection"]["products"].clone();
    assert_eq!((titles(&next), &next["pageInfo"]["hasNextPage"]), (vec!["Red Mug"], &json!(false)));
    let start = &next["pageInfo"]["startCursor"];
    let back = ask(&shop, query, json!({ "last": 1, "before": start })).await["collection"]["products"].clone();
    assert_eq!((titles(&back), &back["pageInfo"]["hasPreviousPage"]), (vec!["Blue Mug"], &json!(true)));
    let many = ask(&shop, "{ collections(first: 5, sortKey: TITLE) { totalCount nodes { title handle products(first: 1) { nodes { title } } } } }", json!({})).await;
    assert_eq!(many["collections"]["totalCount"], "1");
    assert_eq!(many["collections"]["nodes"][0]["products"]["nodes"][0]["title"], "Plate");
    for (query, code) in [
        ("{ products(first: 1, after: \"nonsense\") { nodes { id } } }", "INVALID_CURSOR"),
        ("{ products(first: 251) { nodes { id } } }", "BAD_USER_INPUT"),
        ("{ products(first: 1, before: \"x\") { nodes { id } } }", "BAD_USER_INPUT"),
    ] {
        assert_eq!(refused(&shop, query).await, code, "{query}");
    }
    shop
});

on_every_kind!(products_are_found_by_words_and_language, |shop| async move {
    let ids = stock(&shop).await;
    let written = ask(&shop, "{ products(first: 5, sortKey: PRICE, reverse: true, query: \"tag:kitchen -vendor:kiln\") { nodes { title } } }", json!({})).await;
    assert_eq!(titles(&written["products"]), ["Blue Mug", "Red Mug"]);
    let best = ask(
        &shop,
        "query($words: String, $fields: String) {
            words: products(first: 2, sortKey: RELEVANCE, query: $words) { nodes { title } pageInfo { hasNextPage } }
            worst: products(first: 1, sortKey: RELEVANCE, reverse: true, query: $words) { nodes { title } }
            fields: products(first: 5, sortKey: RELEVANCE, query: $fields) { nodes { title } } }",
        json!({ "words": "loom plate", "fields": "vendor:loom" }),
    )
    .await;
    assert_eq!(titles(&best["words"]), ["Plate", "Blue Mug"], "a title fits better than a maker");
    assert_eq!((titles(&best["worst"]), &best["words"]["pageInfo"]["hasNextPage"]), (vec!["Red Mug"], &json!(true)));
    assert_eq!(titles(&best["fields"]), ["Blue Mug", "Red Mug"], "what is written about fields holds or not");
    let found = ask(&shop, "{ search(query: \"mu\", prefix: LAST, first: 5, types: [PRODUCT]) { totalCount nodes { __typename ... on Product { title } } productFilters { id } } }", json!({})).await;
    assert_eq!((titles(&found["search"]), &found["search"]["totalCount"]), (vec!["Blue Mug", "Red Mug"], &json!(2)));
    assert_eq!(found["search"]["nodes"][0]["__typename"], "Product");
    assert!(!found["search"]["productFilters"].as_array().unwrap().is_empty());
    let typed = ask(
        &shop,
        "{ predictiveSearch(query: \"kit\") { collections { title } products { title } queries { text styledText } } }",
        json!({}),
    )
    .await;
    assert_eq!(typed["predictiveSearch"]["collections"][0]["title"], "Kitchen");
    assert_eq!(typed["predictiveSearch"]["products"].as_array().unwrap().len(), 3, "by their tag");
    let gid = format!("gid://shopify/Product/{}", ids[0].trim_start_matches("prod_"));
    let near = ask(
        &shop,
        "query($id: ID!) { productRecommendations(productId: $id) { title }
        product(id: $id) { encodedVariantExistence adjacentVariants { id } collections(first: 5) { nodes { title } } }
        productTags(first: 1) { nodes pageInfo { hasNextPage } } productTypes(first: 5) { edges { node } } }",
        json!({ "id": gid }),
    )
    .await;
    assert_eq!(near["productRecommendations"].as_array().unwrap().len(), 2);
    assert_eq!(titles(&near["product"]["collections"]), ["Kitchen"]);
    assert_eq!(near["productTags"], json!({ "nodes": ["kitchen"], "pageInfo": { "hasNextPage": true } }));
    assert_eq!(near["productTypes"]["edges"][0]["node"], "Thing");
    shop
});

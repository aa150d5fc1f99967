//! Products, variants, options, prices, pictures, metafields, as a storefront sees them.

use super::{ask, code, gid, read, shirt};
use infrasell_testkit::{Kind, Shop, on_every_kind};
use serde_json::{Value, json};

const PRODUCT: &str = "
query Product($handle: String!, $selected: [SelectedOptionInput!] = []) @inContext(country: IN, language: EN) {
  product(handle: $handle) { __typename ...Shown }
}
fragment Shown on Product {
  id title handle vendor productType tags description descriptionHtml availableForSale totalInventory isGiftCard
  seo { title description }
  priceRange { minVariantPrice { ...Price } maxVariantPrice { ...Price } }
  compareAtPriceRange { minVariantPrice { ...Price } maxVariantPrice { ...Price } }
  featuredImage { url altText width thumb: url(transform: { maxWidth: 200, crop: CENTER, preferredContentType: WEBP }) }
  images(first: 10) { edges { node { url thumb: url(transform: { maxWidth: 50 }) } } pageInfo { hasNextPage } }
  media(first: 1) { nodes { __typename alt mediaContentType ... on MediaImage { id image { url } } } }
  options { id name values optionValues { id name swatch { color } firstSelectableVariant { title } } }
  chosen: selectedOrFirstAvailableVariant(selectedOptions: $selected) { title }
  variants(first: 2) {
    nodes { id title sku availableForSale quantityAvailable price { ...Price } compareAtPrice { ...Price }
      selectedOptions { name value } image { url } product { title } weight weightUnit }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  care: metafield(namespace: \"custom\", key: \"care\") { value type }
  metafields(identifiers: [{ namespace: \"secret\", key: \"cost\" }, { key: \"care\" }, { key: \"none\" }]) { namespace key value }
}
fragment Price on MoneyV2 { amount currencyCode }";

on_every_kind!(a_product_is_shown_as_clients_expect, |shop: Shop| async move {
    let (product, variants) = shirt(&shop, "loom").await;
    let definition =
        json!({ "namespace": "secret", "key": "cost", "name": "Cost", "type": "integer", "storefront_visible": false });
    shop.admin.post("/admin/v1/metafield-definitions", definition).await.ok();
    let shown = read(&shop, PRODUCT, json!({ "handle": "loom" })).await["product"].take();
    let base = "http://shop.example";
    let is = |pointer: &str, value: Value| assert_eq!(shown.pointer(pointer), Some(&value), "{pointer} of {shown}");
    is("/__typename", json!("Product"));
    is("/id", json!(gid("Product", &product)));
    is("/description", json!("Handloom cotton & silk."));
    is("/tags", json!(["cotton", "new"]));
    is("/availableForSale", json!(true));
    is("/totalInventory", json!(7));
    is("/seo", json!({ "title": "Shirts", "description": null }));
    is("/priceRange/minVariantPrice", json!({ "amount": "999.0", "currencyCode": "INR" }));
    is("/priceRange/maxVariantPrice/amount", json!("1099.0"));
    is("/compareAtPriceRange/minVariantPrice/amount", json!("1299.0"));
    if shop.kind != Kind::PostgresReplicas {
        is("/featuredImage/url", json!(format!("{base}/media/shirt.png")));
        is("/featuredImage/thumb", json!(format!("{base}/media/shirt.png?width=200&crop=center&format=webp")));
    }
    is("/images/edges/1/node/thumb", json!("https://cdn.example/back.png"));
    is("/images/pageInfo/hasNextPage", json!(false));
    is("/media/nodes/0/__typename", json!("MediaImage"));
    is("/options/1/optionValues/1/name", json!("Blue"));
    is("/options/1/optionValues/1/firstSelectableVariant/title", json!("M / Blue"));
    is("/chosen/title", json!("M / Red"));
    is("/variants/nodes/0/id", json!(gid("ProductVariant", &variants[0])));
    is("/variants/nodes/0/availableForSale", json!(false));
    is("/variants/nodes/0/compareAtPrice/amount", json!("1299.0"));
    is("/variants/nodes/1/price/amount", json!("999.5"));
    is(
        "/variants/nodes/1/selectedOptions",
        json!([{ "name": "Size", "value": "M" }, { "name": "Colour", "value": "Red" }]),
    );
    is("/variants/nodes/1/product/title", json!("Shirt loom"));
    is("/variants/pageInfo/hasNextPage", json!(true));
    is("/care", json!({ "value": "cold wash", "type": "single_line_text_field" }));
    is("/metafields", json!([null, { "namespace": "custom", "key": "care", "value": "cold wash" }, null]));
    let blue = json!({ "handle": "loom", "selected": [{ "name": "Colour", "value": "Blue" }, { "name": "Size", "value": "M" }] });
    assert_eq!(read(&shop, PRODUCT, blue).await["product"]["chosen"]["title"], "M / Blue");
    shop
});

on_every_kind!(variants_are_paged_both_ways_and_a_foreign_cursor_is_refused, |shop: Shop| async move {
    shirt(&shop, "paged").await;
    let query = "query($first: Int, $last: Int, $after: String, $before: String, $reverse: Boolean) { product(handle: \"paged\") {
        variants(first: $first, last: $last, after: $after, before: $before, reverse: $reverse) {
            edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let page = async |variables: Value| read(&shop, query, variables).await["product"]["variants"].take();
    let titles = |page: &Value| -> Vec<String> {
        page["edges"].as_array().unwrap().iter().map(|e| e["node"]["title"].as_str().unwrap().to_owned()).collect()
    };
    let first = page(json!({ "first": 2 })).await;
    assert_eq!(titles(&first), ["S / Red", "M / Red"]);
    let rest = page(json!({ "first": 250, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!((titles(&rest), &rest["pageInfo"]["hasPreviousPage"]), (vec!["M / Blue".into()], &json!(true)));
    let last = page(json!({ "last": 1, "before": first["edges"][1]["cursor"] })).await;
    assert_eq!(titles(&last), ["S / Red"]);
    assert_eq!(titles(&page(json!({ "first": 1, "reverse": true })).await), ["M / Blue"]);
    for (variables, refusal) in [
        (json!({ "first": 1, "after": "nonsense" }), "INVALID_CURSOR"),
        (json!({ "first": 251 }), "BAD_USER_INPUT"),
        (json!({ "first": -1 }), "BAD_USER_INPUT"),
        (json!({ "first": 1, "last": 1 }), "BAD_USER_INPUT"),
        (json!({}), "BAD_USER_INPUT"),
    ] {
        let answer = ask(&shop.store, query, variables.clone()).await;
        assert_eq!((answer.status, code(&answer).as_str()), (200, refusal), "{variables}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["path"], json!(["product", "variants"]));
        // the connection must not be null, so the product is, which may be
        assert_eq!(answer.body["data"], json!({ "product": null }));
    }
    shop
});

on_every_kind!(things_are_found_by_id_and_forged_ids_are_nothing, |shop: Shop| async move {
    let (product, variants) = shirt(&shop, "byid").await;
    let hidden = json!({ "title": "Hidden", "handle": "hidden", "status": "draft", "variants": [{ "sku": "h" }] });
    let hidden = shop.admin.post("/admin/v1/products", hidden).await.ok()["id"].as_str().unwrap().to_owned();
    let ids = json!([
        gid("Product", &product),
        gid("ProductVariant", &variants[2]),
        gid("Product", &hidden),
        gid("ProductVariant", &product),
        "nonsense",
        "",
        "gid://shopify/Product/99999999999999999999",
        "gid://shopify/Nothing/1",
        "gid://shopify/Shop/1",
        format!("{}-1", gid("ProductOption", &product)),
        format!("{}-2-2", gid("ProductOptionValue", &product)),
        format!("{}-9", gid("ProductOption", &product)),
    ]);
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Product { title } ... on ProductVariant { title
        product { title } } ... on Shop { name } ... on ProductOption { name } ... on ProductOptionValue { value: name } } }";
    let nodes = read(&shop, query, json!({ "ids": ids })).await["nodes"].take();
    assert_eq!(nodes[0]["title"], "Shirt byid");
    assert_eq!((&nodes[1]["title"], &nodes[1]["product"]["title"]), (&json!("M / Blue"), &json!("Shirt byid")));
    assert_eq!(nodes[8]["__typename"], "Shop");
    assert_eq!((&nodes[9]["name"], &nodes[10]["value"]), (&json!("Size"), &json!("Blue")));
    for nothing in [2, 3, 4, 5, 6, 7, 11] {
        assert_eq!(nodes[nothing], Value::Null, "{nothing}: {}", ids[nothing]);
    }
    let one = "query($id: ID) { product(id: $id) { title } none: product(handle: \"nowhere\") { title } }";
    let found = read(&shop, one, json!({ "id": gid("Product", &product) })).await;
    assert_eq!(found, json!({ "product": { "title": "Shirt byid" }, "none": null }));
    shop
});

on_every_kind!(a_product_with_nothing_to_choose_has_one_option, |shop: Shop| async move {
    let sold = shop.sells("plain", 10_000, 3).await;
    let query = "query($o: [SelectedOptionInput!]!, $id: ID!) {
        product(handle: \"plain\") { options { id name values optionValues { id name firstSelectableVariant { id } } }
            encodedVariantExistence encodedVariantAvailability adjacentVariants(selectedOptions: $o) { id }
            variantBySelectedOptions(selectedOptions: $o) { title selectedOptions { name value } } }
        node(id: $id) { ... on ProductOptionValue { name } } }";
    let option = gid("ProductOption", &sold.product);
    let value = format!("{}-1-1", gid("ProductOptionValue", &sold.product));
    let chosen = json!([{ "name": "Title", "value": "Default Title" }]);
    let found = read(&shop, query, json!({ "o": chosen, "id": value })).await;
    let variant = json!({ "id": gid("ProductVariant", &sold.variant) });
    let values = json!([{ "id": value, "name": "Default Title", "firstSelectableVariant": variant }]);
    let product = &found["product"];
    assert_eq!(
        product["options"],
        json!([{ "id": format!("{option}-1"), "name": "Title", "values": ["Default Title"], "optionValues": values }])
    );
    assert_eq!(
        (&product["encodedVariantExistence"], &product["encodedVariantAvailability"]),
        (&json!("v1_0"), &json!("v1_0"))
    );
    assert_eq!(product["variantBySelectedOptions"], json!({ "title": "Default Title", "selectedOptions": chosen }));
    assert_eq!((&product["adjacentVariants"], &found["node"]["name"]), (&json!([]), &json!("Default Title")));
    shop
});

on_every_kind!(the_list_of_products_is_read_to_its_end, |shop: Shop| async move {
    let mut made = vec![];
    for n in 0..7 {
        let product = shop.sells(&format!("item-{n}"), 10_000 - n * 100, 3).await.product;
        made.push((product.split_once('_').unwrap().1.parse::<i64>().unwrap(), format!("item-{n}")));
    }
    // replicas have ids of their own
    made.sort();
    let by_id: Vec<String> = made.into_iter().map(|(_, handle)| handle).collect();
    let by_id_back: Vec<String> = by_id.iter().rev().cloned().collect();
    shop.settle().await;
    let query = "query($after: String, $first: Int!, $reverse: Boolean, $key: ProductSortKeys) {
        products(first: $first, after: $after, reverse: $reverse, sortKey: $key) {
            edges { cursor node { handle } } nodes { handle } pageInfo { hasNextPage endCursor } } }";
    let walk = async |first: i64, key: &str, reverse: bool, by_edge: bool| {
        let (mut handles, mut after) = (vec![], Value::Null);
        loop {
            let variables = json!({ "first": first, "after": after, "reverse": reverse, "key": key });
            let page = read(&shop, query, variables).await["products"].take();
            let edges = page["edges"].as_array().unwrap();
            let taken = if by_edge { 1.min(edges.len()) } else { edges.len() };
            handles.extend(edges[..taken].iter().map(|edge| edge["node"]["handle"].as_str().unwrap().to_owned()));
            let is_last = taken == edges.len() && page["pageInfo"]["hasNextPage"] == false;
            if is_last {
                return handles;
            }
            after = edges[taken - 1]["cursor"].clone();
            assert!(handles.len() <= 7, "{handles:?}");
        }
    };
    let all: Vec<String> = (0..7).map(|n| format!("item-{n}")).collect();
    let back: Vec<String> = all.iter().rev().cloned().collect();
    for first in [1, 3, 7, 250] {
        assert_eq!(walk(first, "ID", false, false).await, by_id, "{first}");
        assert_eq!(walk(first, "ID", true, false).await, by_id_back, "{first}");
        assert_eq!(walk(first, "PRICE", false, false).await, back, "{first}");
        assert_eq!(walk(first, "TITLE", false, true).await, all, "every edge is a place: {first}");
    }
    let wrong = ask(&shop.store, query, json!({ "first": 2, "after": "5.nonsense" })).await;
    assert_eq!(code(&wrong), "INVALID_CURSOR");
    shop
});

on_every_kind!(the_shop_and_where_the_buyer_is, |shop: Shop| async move {
    let query = "query @inContext(country: DE, language: HI) {
        shop { id name moneyFormat primaryDomain { host url sslEnabled } paymentSettings { currencyCode enabledPresentmentCurrencies }
            brand { logo { image { url } } } shipsToCountries }
        localization { country { isoCode name unitSystem currency { isoCode symbol } } language { isoCode endonymName }
            availableCountries { isoCode } availableLanguages { isoCode name } market { handle } } }";
    let found = read(&shop, query, json!({})).await;
    assert_eq!(found["shop"]["paymentSettings"]["currencyCode"], "INR");
    assert_eq!((&found["shop"]["moneyFormat"], &found["shop"]["brand"]), (&json!("₹{{amount}}"), &Value::Null));
    assert!(found["shop"]["primaryDomain"]["url"].as_str().unwrap().starts_with("http://shop.example"));
    let here = &found["localization"];
    assert_eq!((&here["country"]["isoCode"], &here["country"]["name"]), (&json!("DE"), &json!("Germany")));
    assert_eq!((&here["language"]["isoCode"], &here["language"]["endonymName"]), (&json!("HI"), &json!("हिन्दी")));
    assert_eq!(here["country"]["currency"], json!({ "isoCode": "INR", "symbol": "₹" }));
    assert!(here["availableCountries"].as_array().unwrap().iter().any(|country| country["isoCode"] == "IN"));
    assert_eq!(here["market"]["handle"], "web");
    shop
});

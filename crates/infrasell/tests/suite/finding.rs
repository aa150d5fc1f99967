//! Finding products: by words, by what is written and picked, with what else could be picked.

use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

/// A product in two sizes, in stock unless it is to be sold out.
async fn thing(shop: &Shop, handle: &str, [title, vendor, kind]: [&str; 3], tags: &[&str], price: i64) -> Value {
    let sold = shop.sells(handle, price, 5).await;
    let patch = json!({ "title": title, "vendor": vendor, "product_type": kind, "tags": tags });
    shop.admin.patch(&format!("/admin/v1/products/{}", sold.product), patch).await.ok()
}

async fn stock(shop: &Shop) {
    thing(shop, "mug-blue", ["Blue Stoneware Mug", "Loom", "Mug"], &["kitchen", "new"], 50_000).await;
    thing(shop, "mug-red", ["Red Mug", "Loom", "Mug"], &["kitchen"], 40_000).await;
    thing(shop, "plate", ["Stoneware Plate", "Kiln", "Plate"], &["kitchen"], 90_000).await;
    thing(shop, "shirt", ["Linen Shirt", "Loom", "Shirt"], &["new"], 190_000).await;
    shop.settle().await;
}

fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

/// Value and count of each value of a facet.
fn counts(page: &Value, by: &str) -> Vec<(String, i64)> {
    let facets = page["facets"].as_array().unwrap();
    let facet = facets.iter().find(|facet| facet["kind"]["by"] == by);
    let values = facet.map(|facet| facet["values"].as_array().unwrap().clone()).unwrap_or_default();
    values.iter().map(|v| (v["label"].as_str().unwrap().to_owned(), v["count"].as_i64().unwrap())).collect()
}

on_every_kind!(words_find_what_is_on_sale, |shop| async move {
    stock(&shop).await;
    let found = shop.store.get("/store/v1/search?q=stoneware").await.ok();
    assert_eq!(titles(&found), ["Blue Stoneware Mug", "Stoneware Plate"]);
    assert_eq!((&found["total"], &found["arm"]["name"]), (&json!(2), &json!("all_words")));
    assert_eq!(found["items"][0]["price_from"]["minor"], 50_000);
    let first = shop.store.get("/store/v1/search?q=mug&limit=1&facets=true").await.ok();
    assert_eq!(titles(&first), ["Blue Stoneware Mug"]);
    assert_eq!(counts(&first, "vendor"), [("Loom".to_owned(), 2)]);
    let next = first["next"].as_str().unwrap();
    let second = shop.store.get(&format!("/store/v1/search?q=mug&limit=1&after={next}")).await.ok();
    assert_eq!((titles(&second), &second["next"]), (vec!["Red Mug"], &Value::Null));
    let by_price = shop.store.get("/store/v1/search?q=mug&sort=price").await.ok();
    assert_eq!(titles(&by_price), ["Red Mug", "Blue Stoneware Mug"]);
    let suggested = shop.store.get("/store/v1/search/suggest?q=sto").await.ok();
    assert_eq!(suggested["queries"][0]["text"], "stoneware");
    assert_eq!(suggested["products"].as_array().unwrap().len(), 2);
    let filters = r#"[{"by":"vendor","value":"Kiln"}]"#;
    let picked = shop.store.get(&format!("/store/v1/search?q=stoneware&filters={filters}")).await.ok();
    assert_eq!(titles(&picked), ["Stoneware Plate"]);
    let refused = shop.store.get("/store/v1/search?q=x&filters=[{}]").await;
    assert_eq!((refused.status, &refused.body["errors"][0]["path"]), (422, &json!("filters")), "{refused:?}");

    // what is taken off is not shown, from the moment on
    let mug = shop.admin.get("/admin/v1/products?search=red").await.ok()["items"][0]["id"].clone();
    let path = format!("/admin/v1/products/{}", mug.as_str().unwrap());
    shop.admin.patch(&path, json!({ "status": "archived" })).await.ok();
    let found = shop.store.get("/store/v1/search?q=mug").await.ok();
    assert_eq!(titles(&found), ["Blue Stoneware Mug"]);
    shop
});

on_every_kind!(lists_are_narrowed_counted_and_walked, |shop| async move {
    stock(&shop).await;
    let get = async |query: &str| shop.store.get(&format!("/store/v1/products?{query}")).await.ok();
    let all = get("facets=true&sort=vendor").await;
    assert_eq!(titles(&all)[0], "Stoneware Plate");
    assert_eq!(counts(&all, "vendor"), [("Loom".to_owned(), 3), ("Kiln".to_owned(), 1)]);
    assert_eq!(counts(&all, "tag"), [("kitchen".to_owned(), 3), ("new".to_owned(), 2)]);
    assert_eq!(counts(&all, "availability"), [("in_stock".to_owned(), 4)]);
    let price = all["facets"].as_array().unwrap().iter().find(|facet| facet["kind"]["by"] == "price").unwrap();
    let bounds = json!({ "by": "price", "min_minor": 40_000, "max_minor": 190_000 });
    assert_eq!(price["values"][0]["test"], bounds);
    // alternatives of a kind stay to be seen
    let picked = get(r#"facets=true&filters=[{"by":"vendor","value":"Kiln"}]"#).await;
    assert_eq!(titles(&picked), ["Stoneware Plate"]);
    assert_eq!(counts(&picked, "vendor"), [("Loom".to_owned(), 3), ("Kiln".to_owned(), 1)]);
    assert_eq!(counts(&picked, "product_type"), [("Plate".to_owned(), 1)]);
    let written = get("query=tag:kitchen -vendor:loom OR variants.price:>1500&sort=title").await;
    assert_eq!(titles(&written), ["Linen Shirt", "Stoneware Plate"]);
    let ignored = get("query=colour:red").await;
    assert_eq!((titles(&ignored).len(), &ignored["ignored"]), (4, &json!(["colour"])));
    // a kept answer is dropped when what is counted changes
    let plate = shop.admin.get("/admin/v1/products?search=plate").await.ok()["items"][0]["id"].clone();
    let path = format!("/admin/v1/products/{}", plate.as_str().unwrap());
    shop.admin.patch(&path, json!({ "vendor": "Loom" })).await.ok();
    assert_eq!(counts(&get("facets=true&sort=vendor").await, "vendor"), [("Loom".to_owned(), 4)]);
    shop
});

/// While search is away, searching is 503, and everything else goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_searching_needs_search() {
    let shop = Shop::open_each(infrasell_testkit::Kind::SqliteApart, |_| {}).await.unwrap();
    shop.sells("tea", 24_900, 5).await;
    shop.settle().await;
    shop.away.take("search");
    for path in ["/store/v1/search?q=tea", "/store/v1/search/suggest?q=te"] {
        let answer = shop.store.get(path).await;
        assert_eq!((answer.status, &answer.body["code"]), (503, &json!("unavailable")), "{path}");
    }
    let listed = shop.store.get("/store/v1/products?query=tea&facets=true").await.ok();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    shop.away.back();
    let began = std::time::Instant::now();
    while shop.store.get("/store/v1/search?q=tea").await.status != 200 {
        assert!(began.elapsed() < std::time::Duration::from_secs(20), "it does not come back");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    shop.close().await;
}

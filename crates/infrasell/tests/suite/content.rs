//! What the shop says beside its products, over HTTP: made by staff, seen by buyers, by both interfaces, never old.

use infrasell_testkit::{Client, Shop, on_every_kind};
use serde_json::{Value, json};

/// What a query answers; its errors fail the test.
async fn graphql(store: &Client, query: &str) -> Value {
    let answer = store.post("/api/2026-01/graphql.json", json!({ "query": query })).await;
    assert!(answer.body["errors"].is_null(), "{query}: {}", answer.body);
    answer.ok()["data"].clone()
}

/// The id of what was made.
async fn make(shop: &Shop, path: &str, body: Value) -> String {
    let made = shop.admin.post(&format!("/admin/v1/{path}"), body).await;
    assert_eq!(made.status, 201, "{path}: {}", made.body);
    made.body["id"].as_str().unwrap().to_owned()
}

fn lines(items: &Value) -> Vec<String> {
    let line = |item: &Value| format!("{} {}", item["title"].as_str().unwrap(), item["url"].as_str().unwrap());
    items.as_array().unwrap().iter().map(line).collect()
}

/// Whether it is that path on some origin, which is the one that was asked.
fn is_absolute(url: &Value, path: &str) -> bool {
    url.as_str().is_some_and(|url| url.starts_with("http://127.0.0.1:") && url.ends_with(path))
}

on_every_kind!(what_staff_write_is_what_buyers_read_and_is_never_old, |shop| async move {
    let sold = shop.sells("mug", 24_900, 5).await;
    let page = make(&shop, "pages", json!({ "title": "About us", "body_html": "<p onclick=x>Hello</p>" })).await;
    let blog = make(&shop, "blogs", json!({ "title": "News" })).await;
    let article = json!({ "blog": blog, "title": "Opening", "author": { "name": "Asha Rao" }, "tags": ["party"] });
    let article = make(&shop, "articles", article).await;
    let items = json!([
        { "title": "Mug", "target": { "type": "product", "id": sold.product } },
        { "title": "About", "target": { "type": "page", "id": page } },
        { "title": "Opening", "target": { "type": "article", "id": article } },
    ]);
    make(&shop, "menus", json!({ "title": "Top", "items": items })).await;
    let terms = json!({ "body_html": "<p>Terms</p>" });
    shop.admin.patch("/admin/v1/policies/terms_of_service", terms).await.ok();

    // asked twice: the second answer is a kept one
    for _ in 0..2 {
        let seen = shop.store.get("/store/v1/pages/about-us").await.ok();
        assert_eq!(seen["body_html"], "<p>Hello</p>");
        let menu = shop.store.get("/store/v1/menus/top").await.ok();
        let expected = ["Mug /products/mug", "About /pages/about-us", "Opening /blogs/news/opening"];
        assert_eq!(lines(&menu["items"]), expected);
        let articles = shop.store.get("/store/v1/blogs/news/articles?tag=Party").await.ok();
        assert_eq!(articles["items"][0]["author"]["name"], "Asha Rao");
        assert_eq!(shop.store.get("/store/v1/policies/terms-of-service").await.ok()["title"], "Terms of service");
        assert_eq!(shop.store.get("/store/v1/menus/main-menu").await.ok()["items"].as_array().unwrap().len(), 2);
    }
    assert_eq!(shop.store.get("/store/v1/policies/refund-policy").await.status, 404);
    assert_eq!(shop.store.get("/store/v1/menus/none").await.status, 404);

    // every change is seen at once
    let path = format!("/admin/v1/pages/{page}");
    shop.admin.patch(&path, json!({ "handle": "who-we-are", "title": "Who we are" })).await.ok();
    assert_eq!(shop.store.get("/store/v1/pages/about-us").await.status, 404);
    let menu = shop.store.get("/store/v1/menus/top").await.ok();
    assert_eq!(lines(&menu["items"])[1], "About /pages/who-we-are");
    let redirect = shop.store.get("/store/v1/redirects?path=/pages/about-us").await.ok();
    assert_eq!(redirect["target"], "/pages/who-we-are");
    shop.admin.patch(&format!("/admin/v1/products/{}", sold.product), json!({ "handle": "big-mug" })).await.ok();
    let menu = shop.store.get("/store/v1/menus/top").await.ok();
    assert_eq!(lines(&menu["items"])[0], "Mug /products/big-mug");
    let redirect = shop.store.get("/store/v1/redirects?path=/products/mug").await.ok();
    assert_eq!(redirect["target"], "/products/big-mug");
    shop.admin.patch(&path, json!({ "published_at": null })).await.ok();
    assert_eq!(shop.store.get("/store/v1/pages/who-we-are").await.status, 404);
    assert_eq!(lines(&shop.store.get("/store/v1/menus/top").await.ok()["items"]).len(), 2);
    shop
});

on_every_kind!(the_storefronts_graphql_shows_the_same, |shop| async move {
    let sold = shop.sells("mug", 24_900, 5).await;
    let page = make(&shop, "pages", json!({ "title": "About us", "body_html": "<p>Hello</p><p>you</p>" })).await;
    let blog = make(&shop, "blogs", json!({ "title": "News" })).await;
    for (title, at) in [("One", "2024-01-01"), ("Two", "2024-03-01"), ("Three", "2024-02-01")] {
        let article = json!({ "blog": blog, "title": title, "author": { "name": "Asha Rao" },
                "published_at": format!("{at}T00:00:00Z") });
        make(&shop, "articles", article).await;
    }
    let items = json!([ { "title": "Mug", "target": { "type": "product", "id": sold.product }, "items": [
            { "title": "About", "target": { "type": "page", "id": page } } ] } ]);
    make(&shop, "menus", json!({ "title": "Top", "items": items })).await;
    let fields = json!([ { "key": "name", "type": "single_line_text" },
            { "key": "goods", "type": "product_reference", "list": true } ]);
    let definition = json!({ "type": "look", "name": "Look", "display_field": "name", "fields": fields });
    make(&shop, "metaobject-definitions", definition).await;
    let values = json!({ "name": "Morning", "goods": format!("[\"{}\", \"prod_999999\"]", sold.product) });
    make(&shop, "metaobjects", json!({ "type": "look", "fields": values })).await;
    make(&shop, "redirects", json!({ "path": "/old", "target": "/pages/about-us" })).await;
    shop.admin.patch("/admin/v1/policies/refund", json!({ "body_html": "<p>30 days</p>" })).await.ok();

    let data = graphql(
        &shop.store,
        r#"{
                page(handle: "about-us") { id handle title body bodySummary seo { title } }
                none: page(handle: "none") { id }
                forged: page(id: "gid://shopify/Product/1") { id }
                menu(handle: "top") { itemsCount items { title type url resourceId
                    resource { __typename ... on Product { handle } } items { title type url } } }
                noMenu: menu(handle: "next-js-frontend-header-menu") { id }
                blog(handle: "news") { title authors { name firstName lastName }
                    articleByHandle(handle: "two") { title blog { handle } }
                    articles(first: 2, sortKey: PUBLISHED_AT, reverse: true) {
                        nodes { title } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }
                metaobject(handle: { type: "look", handle: "morning" }) { type handle
                    name: field(key: "name") { value type }
                    goods: field(key: "goods") { type references(first: 5) { nodes { ... on Product { handle } } } } }
                shop { refundPolicy { title body url } privacyPolicy { id } }
                urlRedirects(first: 1, query: "path:/old") { edges { node { path target } } }
                sitemap(type: PAGE) { pagesCount { count } resources(page: 1) { hasNextPage items { handle } } }
                products: sitemap(type: PRODUCT) { resources(page: 1) { items { handle } } }
                behind: sitemap(type: PRODUCT) { resources(page: 2) { items { handle } } }
            }"#,
    )
    .await;
    let page = &data["page"];
    assert_eq!((&page["title"], &page["bodySummary"]), (&json!("About us"), &json!("Hello you")));
    assert!(page["id"].as_str().unwrap().starts_with("gid://shopify/Page/"));
    assert_eq!([&data["none"], &data["forged"], &data["noMenu"]], [&Value::Null; 3]);
    let mug = &data["menu"]["items"][0];
    assert_eq!((&mug["type"], &mug["resource"]["handle"]), (&json!("PRODUCT"), &json!("mug")));
    assert!(is_absolute(&mug["url"], "/products/mug"), "{mug}");
    assert_eq!(mug["items"][0]["type"], "PAGE");
    let blog = &data["blog"];
    assert_eq!(blog["authors"], json!([{ "name": "Asha Rao", "firstName": "Asha", "lastName": "Rao" }]));
    assert_eq!(blog["articleByHandle"], json!({ "title": "Two", "blog": { "handle": "news" } }));
    assert_eq!(blog["articles"]["nodes"], json!([{ "title": "Two" }, { "title": "Three" }]));
    assert_eq!(blog["articles"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(data["metaobject"]["name"], json!({ "value": "Morning", "type": "single_line_text_field" }));
    let goods = json!({ "type": "list.product_reference", "references": { "nodes": [{ "handle": "mug" }] } });
    assert_eq!(data["metaobject"]["goods"], goods);
    assert!(is_absolute(&data["shop"]["refundPolicy"]["url"], "/policies/refund-policy"));
    assert_eq!(data["shop"]["privacyPolicy"], Value::Null);
    assert_eq!(data["urlRedirects"]["edges"][0]["node"], json!({ "path": "/old", "target": "/pages/about-us" }));
    assert_eq!(data["sitemap"]["pagesCount"]["count"], 1);
    assert_eq!(data["sitemap"]["resources"]["items"], json!([{ "handle": "about-us" }]));
    assert_eq!(data["products"]["resources"]["items"], json!([{ "handle": "mug" }]));
    assert_eq!(data["behind"]["resources"], Value::Null);

    // a list is walked in both directions
    let cursor = blog["articles"]["pageInfo"]["endCursor"].as_str().unwrap();
    let rest = format!(
        r#"{{ next: articles(first: 5, sortKey: PUBLISHED_AT, reverse: true, after: "{cursor}") {{ nodes {{ title }} }}
                before: articles(last: 5, sortKey: PUBLISHED_AT, reverse: true, before: "{cursor}") {{ nodes {{ title }} }} }}"#
    );
    let rest = graphql(&shop.store, &rest).await;
    assert_eq!(rest["next"]["nodes"], json!([{ "title": "One" }]));
    assert_eq!(rest["before"]["nodes"], json!([{ "title": "Two" }]));

    // and is never old
    shop.admin.patch("/admin/v1/policies/refund", json!({ "body_html": null })).await.ok();
    assert_eq!(graphql(&shop.store, "{ shop { refundPolicy { id } } }").await["shop"]["refundPolicy"], Value::Null);
    shop
});

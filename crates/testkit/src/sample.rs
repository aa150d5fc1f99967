//! Our sample catalogue, as a shop's owner would bring it in.

use crate::{client::Client, shop::Shop};
use reqwest::Method;
use serde_json::json;

const PRODUCTS: &str = include_str!("../../../examples/shop/products.csv");

impl Shop {
    /// Imports the sample catalogue (64 products in 152 variants, stock at two locations) and sorts it into collections
    /// that storefronts ask for, with a page, a blog and a policy.
    ///
    /// # Panics
    /// When the import does not end well.
    pub async fn sells_the_sample(&self) {
        let admin = &self.admin;
        let upload = admin.request(Method::POST, "/admin/v1/imports?file_name=products.csv");
        let made = Client::send(upload.header("content-type", "text/csv").body(PRODUCTS)).await.ok();
        self.settle().await;
        let import = admin.get(&format!("/admin/v1/imports/{}", made["id"].as_str().unwrap())).await.ok();
        assert_eq!(import["state"], "finished", "{import}");
        for (handle, title, tag) in [
            ("everyday", "Everyday", "everyday"),
            ("unisex", "Unisex", "unisex"),
            ("hidden-homepage-featured-items", "Featured", "cotton"),
            ("hidden-homepage-carousel", "Carousel", "cotton"),
        ] {
            let rules = json!([{ "field": "tag", "relation": "equals", "value": tag }]);
            let membership = json!({ "kind": "rules", "all": true, "rules": rules });
            let collection = json!({ "handle": handle, "title": title, "membership": membership });
            admin.post("/admin/v1/collections", collection).await.ok();
        }
        let about = json!({ "handle": "about", "title": "About us", "body_html": "<p>We sell samples.</p>" });
        admin.post("/admin/v1/pages", about).await.ok();
        let blog = admin.post("/admin/v1/blogs", json!({ "handle": "news", "title": "News" })).await.ok();
        let article = json!({ "blog": blog["id"], "handle": "hello", "title": "Hello", "body_html": "<p>We are open.</p>",
            "author": { "name": "The shop" } });
        admin.post("/admin/v1/articles", article).await.ok();
        admin
            .patch("/admin/v1/policies/privacy", json!({ "body_html": "<p>We keep what an order needs.</p>" }))
            .await
            .ok();
        self.settle().await;
    }
}

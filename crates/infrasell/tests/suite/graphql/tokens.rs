//! Tokens: which channel a storefront is for.

use super::{code, data, with_headers};
use infrasell_testkit::{Kind, Shop, on_every_kind};
use serde_json::{Value, json};

const QUERY: &str = "{ localization { market { handle } country { currency { isoCode } } } }";

async fn token(shop: &Shop, channel: &Value, kind: &str) -> (String, String) {
    let body = json!({ "name": kind, "kind": kind, "channel": channel });
    let made = shop.admin.post("/admin/v1/storefront-tokens", body).await.ok();
    (made["storefront_token"]["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned())
}

on_every_kind!(a_token_leads_to_its_channel, |shop: Shop| async move {
    let channel = json!({ "code": "us", "name": "US", "currency": "USD", "locales": ["en-US"], "countries": ["US"], "prices_include_tax": false });
    let us = shop.admin.post("/admin/v1/channels", channel).await.ok()["id"].clone();
    let (public_id, public) = token(&shop, &us, "public").await;
    let (private_id, private) = token(&shop, &us, "private").await;
    let listed = shop.admin.get("/admin/v1/storefront-tokens").await.ok();
    assert_eq!((&listed["items"][0]["token"], &listed["items"][1]["token"]), (&json!(public), &Value::Null));
    let market = async |headers: &[(&str, &str)]| {
        data(with_headers(&shop.store, headers, QUERY).await)["localization"]["market"]["handle"].clone()
    };
    assert_eq!(market(&[]).await, "web");
    for (name, value, handle) in [
        ("X-Infrasell-Storefront-Token", &public, "us"),
        ("X-Shopify-Storefront-Access-Token", &public, "us"),
        ("Infrasell-Storefront-Private-Token", &private, "us"),
        ("Shopify-Storefront-Private-Token", &private, "us"),
        // a private one in a page counts for nothing
        ("X-Shopify-Storefront-Access-Token", &private, "web"),
        ("X-Shopify-Storefront-Access-Token", &"3b580e70970c4528da70c98e097c2fa0".to_owned(), "web"),
        ("X-Shopify-Storefront-Access-Token", &format!("ift_{}", "A".repeat(28)), "web"),
    ] {
        assert_eq!(market(&[(name, value)]).await, handle, "{name}");
    }
    for wrong in [public.clone(), "shpat_x".into(), format!("ifp_{}", "A".repeat(43)), "ifp_".into()] {
        let answer = with_headers(&shop.store, &[("Shopify-Storefront-Private-Token", &wrong)], QUERY).await;
        assert_eq!(answer.code(401), "storefront_token_refused");
    }
    for id in [public_id, private_id] {
        shop.admin.delete(&format!("/admin/v1/storefront-tokens/{id}")).await.ok();
    }
    assert_eq!(market(&[("X-Infrasell-Storefront-Token", &public)]).await, "web", "a revoked one counts for nothing");
    let answer = with_headers(&shop.store, &[("Infrasell-Storefront-Private-Token", &private)], QUERY).await;
    assert_eq!(answer.code(401), "storefront_token_refused");
    let nowhere = json!({ "name": "x", "kind": "public", "channel": "chan_999999" });
    assert_eq!(shop.admin.post("/admin/v1/storefront-tokens", nowhere).await.status, 404);
    shop
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_can_require_one() {
    let Some(shop) = Shop::open_with(Kind::SqliteHere, |config| config.storefront.require_token = true).await else {
        return;
    };
    assert_eq!(with_headers(&shop.store, &[], QUERY).await.code(401), "storefront_token_refused");
    let wrong = [("X-Shopify-Storefront-Access-Token", "3b580e70970c4528da70c98e097c2fa0")];
    assert_eq!(with_headers(&shop.store, &wrong, QUERY).await.code(401), "storefront_token_refused");
    let (_, public) = token(&shop, &json!(shop.channel().await), "public").await;
    data(with_headers(&shop.store, &[("X-Infrasell-Storefront-Token", &public)], QUERY).await);
    shop.close().await;
}

/// The code of a refusal is stable, also where the query itself is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_comes_before_the_query() {
    let Some(shop) = Shop::open(Kind::SqliteHere).await else { return };
    let answer = with_headers(&shop.store, &[("Shopify-Storefront-Private-Token", "x")], "{ nonsense }").await;
    assert_eq!(answer.status, 401);
    assert_eq!(code(&with_headers(&shop.store, &[], "{ nonsense }").await), "GRAPHQL_VALIDATION_FAILED");
    shop.close().await;
}

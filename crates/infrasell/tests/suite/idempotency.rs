//! Twice asked is once done.

use infrasell_testkit::{Client, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};

async fn keyed(client: &Client, key: &str, path: &str, body: &Value) -> infrasell_testkit::Answer {
    Client::send(client.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

on_every_kind!(eight_completions_at_once_are_one_order_and_all_get_it, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    let mut tasks = vec![];
    for _ in 0..8 {
        let (store, checkout) = (shop.store.clone(), checkout.clone());
        tasks.push(tokio::spawn(async move { store.complete(&checkout, Some("tok_approve")).await.ok() }));
    }
    let mut orders = std::collections::BTreeSet::new();
    for task in tasks {
        let done = task.await.unwrap();
        assert_eq!(done["state"], "completed", "{done}");
        orders.insert(done["order"]["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(orders.len(), 1);
    assert_eq!(shop.orders().await.len(), 1);
    shop.settle().await;
    let captured: Vec<i64> = shop.simulator.truths().iter().map(|t| t.captured).collect();
    assert_eq!(captured, [checkout["quote"]["totals"]["total_minor"].as_i64().unwrap()]);
    shop
});

on_every_kind!(the_same_key_gives_the_stored_answer_and_another_body_is_refused, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let body = json!({ "lines": [{ "variant": tea.variant, "quantity": 1 }] });
    let first = keyed(&shop.store, "a-buyers-key-0001", "/store/v1/carts", &body).await;
    let again = keyed(&shop.store, "a-buyers-key-0001", "/store/v1/carts", &body).await;
    assert_eq!((first.status, &first.body["token"]), (again.status, &again.body["token"]));
    let other = json!({ "lines": [{ "variant": tea.variant, "quantity": 2 }] });
    let refused = keyed(&shop.store, "a-buyers-key-0001", "/store/v1/carts", &other).await;
    assert_eq!(refused.code(422), "idempotency_key_reused");

    let product = json!({ "title": "Kettle" });
    let first = keyed(&shop.admin, "k", "/admin/v1/products", &product).await.ok();
    let again = keyed(&shop.admin, "k", "/admin/v1/products", &product).await.ok();
    assert_eq!(first["id"], again["id"]);
    shop
});

on_every_kind!(a_completion_repeated_under_its_key_gives_the_same_order, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    let path = format!("/store/v1/checkouts/{}/complete", checkout["token"].as_str().unwrap());
    let body = json!({ "quote_hash": checkout["quote_hash"], "instrument": "tok_approve" });
    let first = keyed(&shop.store, "completing-0001", &path, &body).await.ok();
    let again = keyed(&shop.store, "completing-0001", &path, &body).await.ok();
    assert_eq!(first["order"], again["order"]);
    let other = json!({ "quote_hash": "0".repeat(64), "instrument": "tok_approve" });
    let refused = keyed(&shop.store, "completing-0001", &path, &other).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(shop.orders().await.len(), 1);
    shop
});

on_every_kind!(a_refund_repeated_under_its_key_pays_back_once, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let done = shop.store.buy(&tea.variant, 2).await.ok();
    shop.settle().await;
    let path = format!("/admin/v1/orders/{}/refunds", done["order"]["id"].as_str().unwrap());
    let body = json!({ "amount_minor": 1_000, "reason": "late" });
    for _ in 0..3 {
        keyed(&shop.admin, "refund-1", &path, &body).await.ok();
    }
    shop.settle().await;
    let refunded: i64 = shop.simulator.truths().iter().map(|t| t.refunded).sum();
    assert_eq!(refunded, 1_000);
    shop
});

on_every_kind!(two_buyers_with_one_key_never_see_each_other, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let carts = [shop.store.cart(&[(&tea.variant, 1)]).await.ok(), shop.store.cart(&[(&tea.variant, 1)]).await.ok()];
    let body = json!({ "lines": [{ "variant": tea.variant, "quantity": 1 }] });
    for cart in &carts {
        let token = cart["token"].as_str().unwrap();
        let answer = keyed(&shop.store, "1", &format!("/store/v1/carts/{token}/lines"), &body).await.ok();
        assert_eq!(answer["token"], token);
        assert_eq!(answer["lines"][0]["quantity"], 2);
    }
    shop
});

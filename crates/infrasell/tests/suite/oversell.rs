//! The last item is sold once.

use infrasell_testkit::{Client, on_every_kind};
use serde_json::Value;

/// What the buyers got: orders, and refusals by code.
fn sort(answers: &[infrasell_testkit::Answer]) -> (usize, usize) {
    let won = answers.iter().filter(|a| a.status == 200 && a.body["state"] == "completed").count();
    let refused = answers
        .iter()
        .filter(|a| {
            a.status == 409
                && matches!(a.body["code"].as_str(), Some("out_of_stock" | "not_ready" | "insufficient_stock"))
        })
        .count();
    (won, refused)
}

async fn at_once(store: &Client, checkouts: Vec<Value>) -> Vec<infrasell_testkit::Answer> {
    let mut tasks = vec![];
    for checkout in checkouts {
        let store = store.clone();
        tasks.push(tokio::spawn(async move { store.complete(&checkout, None).await }));
    }
    let mut answers = vec![];
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

async fn checkouts(store: &Client, buyers: usize, lines: &[(&str, i64)]) -> Vec<Value> {
    let mut ready = vec![];
    for n in 0..buyers {
        let mut lines = lines.to_vec();
        if n % 2 == 1 {
            lines.reverse();
        }
        let cart = store.cart(&lines).await.ok();
        ready.push(store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await);
    }
    ready
}

on_every_kind!(ten_units_and_sixty_buyers_at_once, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let ready = checkouts(&shop.store, 60, &[(&tea.variant, 1)]).await;
    let answers = at_once(&shop.store, ready).await;
    assert_eq!(sort(&answers), (10, 50), "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
    assert_eq!(shop.available(&tea.variant).await, 0);
    assert_eq!(shop.orders().await.len(), 10);
    shop
});

on_every_kind!(two_lines_of_one_sku_count_together, |shop| async move {
    let tea = shop.sells("tea", 24_900, 5).await;
    let red = serde_json::json!({ "variant": tea.variant, "quantity": 3, "attributes": { "ribbon": "red" } });
    let blue = serde_json::json!({ "variant": tea.variant, "quantity": 2, "attributes": { "ribbon": "blue" } });
    let cart = shop.store.post("/store/v1/carts", serde_json::json!({ "lines": [red, blue] })).await.ok();
    assert_eq!(cart["lines"].as_array().unwrap().len(), 2);
    let rival = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let mut ready = vec![];
    for cart in [cart, rival] {
        ready.push(shop.store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await);
    }
    let answers = at_once(&shop.store, ready).await;
    assert_eq!(sort(&answers), (1, 1), "{answers:?}");
    shop
});

on_every_kind!(carts_in_opposite_order_never_lock_each_other_out, |shop| async move {
    let tea = shop.sells("tea", 24_900, 1_000).await;
    let cup = shop.sells("cup", 39_900, 1_000).await;
    let ready = checkouts(&shop.store, 24, &[(&tea.variant, 2), (&cup.variant, 1)]).await;
    let answers = at_once(&shop.store, ready).await;
    assert_eq!(sort(&answers), (24, 0));
    assert_eq!((shop.available(&tea.variant).await, shop.available(&cup.variant).await), (1_000 - 48, 1_000 - 24));
    shop
});

//! The main job: browse, buy, pay, ship, cancel, pay back.

use infrasell_testkit::on_every_kind;
use serde_json::{Value, json};

on_every_kind!(a_purchase_by_card_is_captured_and_shipped, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cup = shop.sells("cup", 39_900, 5).await;

    shop.settle().await;
    let seen = shop.store.get("/store/v1/products?sort=price&direction=desc").await.ok();
    assert_eq!(seen["items"].as_array().unwrap().len(), 2);
    let one = shop.store.get("/store/v1/products/tea").await.ok();
    assert_eq!(one["price_from"], json!({ "minor": 24_900, "currency": "INR" }));
    assert_eq!(one["in_stock"], true);

    let cart = shop.store.cart(&[(&tea.variant, 2), (&cup.variant, 1)]).await.ok();
    assert_eq!(cart["totals"]["subtotal_minor"], 2 * 24_900 + 39_900);
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    assert_eq!((checkout["state"].as_str(), &checkout["messages"]), (Some("ready"), &json!([])), "{checkout}");
    let done = shop.store.complete(&checkout, Some("tok_approve")).await.ok();
    assert_eq!(done["state"], "completed", "{done}");
    shop.settle().await;

    let order = shop.store.get(&format!("/store/v1/orders/{}", done["order"]["token"].as_str().unwrap())).await.ok();
    assert_eq!((order["state"].as_str(), order["payment_status"].as_str()), (Some("confirmed"), Some("captured")));
    assert_eq!(order["quote"], checkout["quote"]);
    assert_eq!(order["captured_minor"], order["quote"]["totals"]["total_minor"]);
    assert_eq!((shop.available(&tea.variant).await, shop.available(&cup.variant).await), (8, 4));

    let path = format!("/admin/v1/orders/{}", order["id"].as_str().unwrap());
    let first = json!({ "lines": [{ "line_item": order["line_items"][0]["id"], "quantity": 1 }], "tracking": { "carrier": "Post", "number": "IN1" } });
    let order = shop.admin.post(&format!("{path}/fulfilments"), first).await.ok();
    assert_eq!(order["state"], "partially_fulfilled");
    let order = shop.admin.post(&format!("{path}/fulfilments"), json!({})).await.ok();
    assert_eq!(order["state"], "fulfilled");
    let fulfilment = order["fulfilments"][0]["id"].as_str().unwrap();
    let order =
        shop.admin.patch(&format!("{path}/fulfilments/{fulfilment}"), json!({ "state": "delivered" })).await.ok();
    assert_eq!(order["fulfilments"][0]["state"], "delivered");
    let timeline = shop.admin.get(&format!("{path}/timeline")).await.ok();
    let kinds: Vec<&str> = timeline["items"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"placed") && kinds.len() >= 4, "{kinds:?}");
    shop
});

on_every_kind!(an_order_by_bank_transfer_waits_for_its_money, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "manual").await;
    let done = shop.store.complete(&checkout, None).await.ok();
    let id = done["order"]["id"].as_str().unwrap().to_owned();
    let order = shop.admin.get(&format!("/admin/v1/orders/{id}")).await.ok();
    assert_eq!(order["state"], "awaiting_payment");
    let refused = shop.admin.post(&format!("/admin/v1/orders/{id}/fulfilments"), json!({})).await;
    assert_eq!(refused.code(409), "wrong_state");

    let payment = order["payment"].as_str().unwrap();
    let receipt = json!({ "amount_minor": order["quote"]["totals"]["total_minor"], "receipt": "UTR-1" });
    shop.admin.post(&format!("/admin/v1/payments/{payment}/received"), receipt).await.ok();
    shop.settle().await;
    let order = shop.admin.get(&format!("/admin/v1/orders/{id}")).await.ok();
    assert_eq!((order["state"].as_str(), order["payment_status"].as_str()), (Some("confirmed"), Some("captured")));
    shop
});

on_every_kind!(a_cancelled_order_gives_back_goods_and_money, |shop| async move {
    let tea = shop.sells("tea", 24_900, 3).await;
    let done = shop.store.buy(&tea.variant, 3).await.ok();
    shop.settle().await;
    assert_eq!(shop.available(&tea.variant).await, 0);
    let id = done["order"]["id"].as_str().unwrap();
    let cancelled =
        shop.admin.post(&format!("/admin/v1/orders/{id}/cancel"), json!({ "reason": "changed his mind" })).await.ok();
    assert_eq!(cancelled["state"], "cancelled");
    shop.settle().await;
    assert_eq!(shop.available(&tea.variant).await, 3);
    let order = shop.admin.get(&format!("/admin/v1/orders/{id}")).await.ok();
    assert_eq!(order["payment_status"], "refunded", "{order}");
    assert_eq!(order["refunded_minor"], order["captured_minor"]);
    let truth = shop.simulator.truths();
    assert!(truth.iter().all(|t| t.captured == t.refunded), "{truth:?}");
    shop
});

on_every_kind!(refunds_in_parts_end_at_exactly_nothing, |shop| async move {
    let tea = shop.sells("tea", 33_333, 3).await;
    let done = shop.store.buy(&tea.variant, 3).await.ok();
    shop.settle().await;
    let path = format!("/admin/v1/orders/{}", done["order"]["id"].as_str().unwrap());
    for _ in 0..3 {
        let order = shop.admin.get(&path).await.ok();
        let line = &order["line_items"][0]["id"];
        let refund = json!({ "lines": [{ "line_item": line, "quantity": 1, "restock": true }], "reason": "damaged" });
        shop.admin.post(&format!("{path}/refunds"), refund).await.ok();
        shop.settle().await;
    }
    let order = shop.admin.get(&path).await.ok();
    let goods: i64 = order["refunds"].as_array().unwrap().iter().map(|r| r["amount_minor"].as_i64().unwrap()).sum();
    assert_eq!(goods, order["line_items"][0]["amounts"]["total_minor"].as_i64().unwrap());
    assert!(order["refunds"].as_array().unwrap().iter().all(|r| r["state"] == "succeeded"), "{order}");
    let line = &order["line_items"][0]["id"];
    let more = json!({ "lines": [{ "line_item": line, "quantity": 1 }], "reason": "again" });
    assert_eq!(shop.admin.post(&format!("{path}/refunds"), more).await.code(409), "too_many_units");
    let more = json!({ "amount_minor": 10_000_000, "reason": "too much" });
    assert_eq!(shop.admin.post(&format!("{path}/refunds"), more).await.code(409), "refund_too_large");
    assert_eq!(shop.available(&tea.variant).await, 3);
    shop
});

on_every_kind!(a_price_that_changed_is_shown_and_nothing_is_charged, |shop| async move {
    let tea = shop.sells("tea", 24_900, 3).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    let channel = shop.channel().await;
    let dearer =
        json!({ "list": { "channel": channel }, "prices": [{ "variant": tea.variant, "price_minor": 29_900 }] });
    shop.admin.post("/admin/v1/prices", dearer).await.ok();
    let refused = shop.store.complete(&checkout, Some("tok_approve")).await;
    assert_eq!(refused.code(409), "quote_changed");
    let now = shop.store.get(&format!("/store/v1/carts/{}", cart["token"].as_str().unwrap())).await.ok();
    assert_eq!(now["changes"][0]["kind"], "price_changed", "{now}");
    assert!(shop.simulator.truths().is_empty(), "nobody was asked for money");
    let fresh = shop.store.get(&format!("/store/v1/checkouts/{}", checkout["token"].as_str().unwrap())).await.ok();
    assert_eq!(fresh["quote_hash"], refused.body["details"]["quote_hash"]);
    shop.store.complete(&fresh, Some("tok_approve")).await.ok();
    shop
});

on_every_kind!(every_list_is_read_to_its_end_by_cursor, |shop| async move {
    for n in 0..7 {
        shop.sells(&format!("thing-{n}"), 1_000 + n, 5).await;
    }
    shop.settle().await;
    for path in [
        "/store/v1/products?sort=price",
        "/store/v1/products?sort=title&direction=desc",
        "/admin/v1/products?sort=created_at",
        "/admin/v1/stock?x=1",
    ] {
        let (mut seen, mut after) = (vec![], String::new());
        loop {
            let page: Value = shop.admin.get(&format!("{path}&limit=2{after}")).await.ok();
            let items = page["items"].as_array().unwrap().clone();
            assert!(items.len() <= 2);
            seen.extend(items.iter().map(|i| i["id"].as_str().or(i["variant"].as_str()).unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let unique: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (7, 7), "{path}");
    }
    shop
});

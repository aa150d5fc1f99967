//! Money and the provider, through the whole shop.

use infrasell_simulator::{PayerAct, Plan};
use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

async fn ready(shop: &Shop, stock: i64) -> Value {
    let tea = shop.sells("tea", 24_900, stock).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await
}

/// What the provider took and did not give back.
fn kept(shop: &Shop) -> i64 {
    shop.simulator.truths().iter().map(|t| t.captured - t.refunded).sum()
}

fn plan(act: &str) -> Plan {
    let plan = json!({ "match": { "method": "POST", "path_glob": "/v1/payments" }, "act": act, "times": 1 });
    serde_json::from_value(plan).unwrap()
}

on_every_kind!(a_declined_payment_charges_nothing_and_can_be_tried_again, |shop| async move {
    let checkout = ready(&shop, 5).await;
    let declined = shop.store.complete(&checkout, Some("tok_decline_insufficient_funds")).await;
    assert_eq!(declined.code(402), "payment_declined");
    assert_eq!(kept(&shop), 0);
    let again = shop.store.get(&format!("/store/v1/checkouts/{}", checkout["token"].as_str().unwrap())).await.ok();
    assert_eq!(again["state"], "ready", "{again}");
    let done = shop.store.complete(&again, Some("tok_approve")).await.ok();
    assert_eq!(done["state"], "completed");
    assert_eq!(shop.orders().await.len(), 1);
    shop
});

on_every_kind!(an_answer_that_is_lost_after_the_money_moved_is_found_again, |shop| async move {
    for act in ["drop_after_apply", "bad_json"] {
        shop.simulator.plan(plan(act));
        let checkout = ready_of(&shop, act).await;
        let done = shop.store.complete(&checkout, Some("tok_approve")).await.ok();
        assert!(["completed", "completing"].contains(&done["state"].as_str().unwrap()), "{act}: {done}");
        let path = format!("/store/v1/checkouts/{}", checkout["token"].as_str().unwrap());
        let mut state = Value::Null;
        for _ in 0..100 {
            shop.settle().await;
            state = shop.store.get(&path).await.ok()["state"].clone();
            if state == "completed" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        assert_eq!(state, "completed", "{act}");
    }
    assert_eq!(shop.simulator.truths().iter().filter(|t| t.captured > 0).count(), 2);
    shop
});

async fn ready_of(shop: &Shop, handle: &str) -> Value {
    let sold = shop.sells(&handle.replace('_', "-"), 24_900, 5).await;
    let cart = shop.store.cart(&[(&sold.variant, 1)]).await.ok();
    shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await
}

on_every_kind!(a_buyer_who_must_act_comes_back_and_gets_his_order, |shop| async move {
    let checkout = ready(&shop, 5).await;
    let asked = shop.store.complete(&checkout, Some("tok_challenge")).await.ok();
    assert_eq!(asked["state"], "needs_buyer", "{asked}");
    assert_eq!(asked["payment"]["next_action"]["kind"], "redirect");
    let object = shop.simulator.truths()[0].id.clone();
    shop.simulator.payer(&object, &PayerAct::ChallengePass).unwrap();
    let done = shop.store.complete(&asked, None).await.ok();
    assert_eq!(done["state"], "completed", "{done}");
    shop.settle().await;
    assert_eq!(kept(&shop), checkout["quote"]["totals"]["total_minor"].as_i64().unwrap());
    shop
});

on_every_kind!(nothing_to_pay_calls_nobody, |shop| async move {
    let gift = shop.sells("gift", 0, 5).await;
    let cart = shop.store.cart(&[(&gift.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "none").await;
    assert_eq!(checkout["quote"]["totals"]["total_minor"], 0, "the first shipping method is free: {checkout}");
    let done = shop.store.complete(&checkout, None).await.ok();
    assert_eq!(done["state"], "completed", "{done}");
    assert!(shop.simulator.truths().is_empty());
    shop
});

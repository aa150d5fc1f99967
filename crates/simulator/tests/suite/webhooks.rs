//! Webhooks: signed, retried, and forged in every way that a shop must see through.

use crate::shop::{Arrived, Receiver, Shop, new_payment};
use infrasell_simulator::{Act, Plan, signature};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};

async fn open() -> (Shop, Receiver) {
    let (shop, receiver) = (Shop::open().await, Receiver::start().await);
    shop.sim.webhook_endpoint(&receiver.url);
    (shop, receiver)
}

/// Whether the signature is one that a shop should accept.
fn verifies(shop: &Shop, webhook: &Arrived) -> bool {
    let mut t = None;
    let mut good = false;
    for part in webhook.signature().split(',') {
        match part.split_once('=') {
            Some(("t", seconds)) => t = seconds.parse::<i64>().ok(),
            Some(("v1", hex)) => {
                good |= t.is_some_and(|t| signature(&shop.sim.webhook_secret, t, &webhook.body) == hex);
            }
            _ => {}
        }
    }
    let now_s = shop.sim.now().micros() / 1_000_000;
    good && t.is_some_and(|t| (now_s - t).abs() <= 300)
}

#[tokio::test]
async fn every_step_is_told_and_signed() {
    let (shop, receiver) = open().await;
    let id = shop.pay("H1", "manual", "tok_approve").await;
    shop.post(&format!("/v1/payments/{id}/capture"), json!({ "amount": 10_000 })).await;
    shop.post(&format!("/v1/payments/{id}/refunds"), json!({ "amount": 10, "reference": "r" })).await;
    shop.advance(0).await;
    assert_eq!(receiver.kinds(), ["payment.authorized", "payment.captured", "refund.succeeded"]);
    let arrived = receiver.arrived();
    assert!(arrived.iter().all(|webhook| verifies(&shop, webhook)));
    assert_eq!(arrived[1].event()["data"]["object"]["captured"], 10_000);
    assert_eq!(arrived[2].event()["data"]["object"]["payment"], id);
    assert_eq!(arrived[0].headers["sim-event-id"], arrived[0].id());
    assert_eq!(arrived.iter().map(Arrived::id).collect::<BTreeSet<_>>().len(), 3);
}

#[tokio::test]
async fn they_arrive_without_anybody_moving_the_clock() {
    let (shop, receiver) = open().await;
    shop.pay("H2", "manual", "tok_approve").await;
    for _ in 0..100 {
        if !receiver.arrived().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(receiver.kinds(), ["payment.authorized"]);
}

#[tokio::test]
async fn a_failed_delivery_is_tried_for_three_days() {
    let (shop, receiver) = open().await;
    receiver.answer(500);
    shop.pay("H3", "manual", "tok_approve").await;
    shop.advance(0).await;
    assert_eq!(receiver.arrived().len(), 1);
    assert_eq!(shop.sim.pending_webhooks()["pending"].as_array().unwrap().len(), 1);
    shop.advance(60).await;
    assert_eq!(receiver.arrived().len(), 2);
    shop.advance(3 * 86_400 - 61).await;
    assert_eq!(receiver.arrived().len(), 12);
    shop.advance(1).await;
    assert_eq!(receiver.arrived().len(), 13);
    assert_eq!(shop.sim.pending_webhooks()["pending"], json!([]));
    let ids: BTreeSet<String> = receiver.arrived().iter().map(Arrived::id).collect();
    assert_eq!(ids.len(), 1, "it is one event all along");
}

#[tokio::test]
async fn a_retry_that_succeeds_is_the_last() {
    let (shop, receiver) = open().await;
    receiver.answer(503);
    shop.pay("H4", "manual", "tok_approve").await;
    shop.advance(60).await;
    receiver.answer(204);
    shop.advance(240).await;
    assert!(receiver.arrived().last().is_some_and(|webhook| verifies(&shop, webhook)), "signed anew each time");
    shop.advance(86_400).await;
    assert_eq!(receiver.arrived().len(), 3);
}

#[tokio::test]
async fn an_endpoint_is_disabled_after_failures() {
    let (shop, receiver) = open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::DisableAfterFailures { failures: 2 }));
    receiver.answer(500);
    shop.pay("H5", "manual", "tok_approve").await;
    shop.advance(86_400).await;
    assert_eq!(receiver.arrived().len(), 2);
    let state = shop.sim.pending_webhooks();
    assert_eq!((&state["endpoints"][0]["enabled"], &state["pending"]), (&json!(false), &json!([])));
    shop.pay("H5", "manual", "tok_approve").await;
    shop.advance(0).await;
    assert_eq!(receiver.arrived().len(), 2, "what happens meanwhile is not told");
    receiver.answer(200);
    assert_eq!(shop.control("webhook_endpoints", json!({ "url": receiver.url })).await.0, 200);
    shop.pay("H5", "manual", "tok_approve").await;
    shop.advance(0).await;
    assert_eq!(receiver.arrived().len(), 3);
}

#[tokio::test]
async fn forged_webhooks_do_not_verify() {
    for (act, good) in [
        (Act::WrongSecret, false),
        (Act::BodyByteFlipAfterSign, false),
        (Act::MissingHeader, false),
        (Act::OldT, false),
        (Act::FutureT, false),
        (Act::OnlyV0, false),
        (Act::UppercaseHex, false),
        (Act::TwoV1FirstBad, true),
        (Act::OtherAccount, true),
        (Act::OtherMode, true),
        (Act::UnknownObject, true),
    ] {
        let (shop, receiver) = open().await;
        shop.plan(Plan::on("POST", "/v1/payments", act.clone()));
        shop.pay("H6", "manual", "tok_approve").await;
        shop.advance(0).await;
        let arrived = receiver.arrived();
        assert_eq!((arrived.len(), verifies(&shop, &arrived[0])), (1, good), "{act:?}");
    }
}

#[tokio::test]
async fn forged_contents_are_signed_and_wrong() {
    let (shop, receiver) = open().await;
    for act in [Act::OtherAccount, Act::OtherMode, Act::UnknownObject, Act::HugeBody] {
        shop.plan(Plan::on("POST", "/v1/payments", act));
        shop.pay("H7", "manual", "tok_approve").await;
        shop.advance(0).await;
    }
    let events: Vec<_> = receiver.arrived().iter().map(Arrived::event).collect();
    assert_ne!(events[0]["account"], "acct_sim");
    assert_eq!(events[1]["mode"], "live");
    let unknown = events[2]["data"]["object"]["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/v1/payments/{unknown}")).await.0, 404);
    assert!(receiver.arrived()[3].body.len() > 5 << 20);
}

#[tokio::test]
async fn deliveries_are_lost_doubled_delayed_and_reordered() {
    let (shop, receiver) = open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::Drop));
    shop.pay("H8", "manual", "tok_approve").await;
    shop.advance(86_400).await;
    assert_eq!(receiver.arrived().len(), 0);

    shop.plan(Plan::on_event("payment.authorized", Act::Dup { copies: 2 }));
    shop.plan(Plan::on_event("payment.authorized", Act::DupNewId));
    shop.pay("H8", "manual", "tok_approve").await;
    shop.advance(0).await;
    let arrived = receiver.arrived();
    let ids: BTreeSet<String> = arrived.iter().map(Arrived::id).collect();
    assert_eq!((arrived.len(), ids.len()), (4, 2));
    assert!(arrived.iter().all(|webhook| verifies(&shop, webhook)));

    shop.plan(Plan::on("POST", "/v1/payments", Act::Delay { s: 100 }));
    shop.pay("H8", "manual", "tok_approve").await;
    shop.advance(99).await;
    assert_eq!(receiver.arrived().len(), 4);
    shop.advance(1).await;
    assert_eq!(receiver.arrived().len(), 5);
}

#[tokio::test]
async fn a_seed_decides_the_order() {
    let mut orders = BTreeSet::new();
    for seed in 0..6 {
        let (shop, receiver) = open().await;
        shop.plan(Plan::on_event("*", Act::Reorder { seed }).times(9));
        shop.pay("H9", "automatic", "tok_approve").await;
        let id = shop.truths("H9")[0].id.clone();
        shop.post(&format!("/v1/payments/{id}/refunds"), json!({ "amount": 10, "reference": "r" })).await;
        assert_eq!(receiver.arrived().len(), 0, "held until the clock is moved");
        shop.advance(0).await;
        let kinds = receiver.kinds();
        assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), 3);
        orders.insert(kinds);
    }
    assert!(orders.len() > 1, "{orders:?}");
}

#[tokio::test]
async fn a_webhook_may_overtake_the_response() {
    let (shop, receiver) = open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::BeforeResponse));
    shop.pay("H10", "automatic", "tok_approve").await;
    assert_eq!(receiver.kinds(), ["payment.authorized", "payment.captured"], "both were there when the answer came");
    shop.plan(Plan::on("POST", "/v1/payments", Act::BeforeResponse));
    shop.plan(Plan::on("POST", "/v1/payments", Act::DropAfterApply));
    let lost = shop.try_post("/v1/payments", None, &new_payment("H10", "automatic", "tok_approve")).await;
    assert!(lost.is_err());
    assert_eq!(receiver.arrived().len(), 4, "told by webhook although the answer was lost");
}

#[tokio::test]
async fn copies_may_come_at_once() {
    let (shop, receiver) = open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::Concurrent { copies: 8 }));
    shop.pay("H11", "manual", "tok_approve").await;
    shop.advance(0).await;
    let ids: BTreeSet<String> = receiver.arrived().iter().map(Arrived::id).collect();
    assert_eq!((receiver.arrived().len(), ids.len()), (8, 1));
}

#[tokio::test]
async fn two_webhook_secrets_both_sign_while_they_are_exchanged() {
    let (shop, receiver) = open().await;
    shop.sim.set_webhook_secrets(vec!["whsec_new".into(), shop.sim.webhook_secret.clone()]);
    shop.pay("H12", "manual", "tok_approve").await;
    shop.advance(0).await;
    let arrived = receiver.arrived();
    assert_eq!(arrived[0].signature().matches("v1=").count(), 2);
    assert!(verifies(&shop, &arrived[0]));
}

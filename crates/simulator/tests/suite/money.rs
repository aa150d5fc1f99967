//! What the provider and the people around it can do to the money itself.

use crate::shop::{Shop, code, new_payment};
use infrasell_simulator::{Act, DashboardAct, Plan};
use serde_json::json;

#[tokio::test]
async fn the_amount_or_the_currency_may_be_another() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::AmountDelta { delta: -1 }));
    shop.pay("M1", "automatic", "tok_approve").await;
    assert_eq!(shop.truths("M1")[0].captured, 9_999);
    shop.plan(Plan::on("POST", "/v1/payments", Act::OtherCurrency { currency: "USD".into() }));
    shop.pay("M2", "automatic", "tok_approve").await;
    assert_eq!(shop.truths("M2")[0].currency, "USD");
    shop.plan(Plan::on("POST", "/v1/payments", Act::PartialSuccess));
    let id = shop.pay("M3", "manual", "tok_approve").await;
    assert_eq!(shop.payment(&id).await["authorized"], 5_000);
}

#[tokio::test]
async fn a_fee_may_be_all_that_moves() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::FeeOnly));
    let seen = shop.post("/v1/payments", new_payment("M4", "automatic", "tok_approve")).await;
    assert_eq!(code(&seen), (402, "declined"));
    let id = shop.pay("M5", "automatic", "tok_approve").await;
    shop.plan(Plan::on("POST", "/v1/payments/*/refunds", Act::FeeOnly));
    let refund = shop.post(&format!("/v1/payments/{id}/refunds"), json!({ "amount": 100, "reference": "r" })).await;
    assert_eq!(code(&refund), (402, "fee_only"));
    let (a, b) = (&shop.truths("M4")[0], &shop.truths("M5")[0]);
    assert_eq!((a.captured, a.fee, b.refunded, b.fee), (0, 200, 0, 202));
}

#[tokio::test]
async fn a_capture_may_take_its_time() {
    let shop = Shop::open().await;
    let id = shop.pay("M6", "manual", "tok_approve").await;
    shop.plan(Plan::on("POST", "/v1/payments/*/capture", Act::CapturePending { after_s: 90 }));
    let capture = format!("/v1/payments/{id}/capture");
    let (status, payment) = shop.post(&capture, json!({ "amount": 10_000 })).await;
    assert_eq!((status, &payment["status"], &payment["captured"]), (200, &json!("capture_pending"), &json!(0)));
    assert_eq!(shop.post(&format!("/v1/payments/{id}/void"), json!({})).await.0, 409);
    shop.advance(90).await;
    assert_eq!(shop.payment(&id).await["captured"], 10_000);
    assert_eq!(shop.truths("M6")[0].captures, 1);
}

#[tokio::test]
async fn a_refund_may_fail_days_later() {
    let shop = Shop::open().await;
    let id = shop.pay("M7", "automatic", "tok_approve").await;
    shop.plan(Plan::on("POST", "/v1/payments/*/refunds", Act::RefundFailsLater { after_s: 2 * 86_400 }));
    let (_, refund) =
        shop.post(&format!("/v1/payments/{id}/refunds"), json!({ "amount": 4_000, "reference": "r" })).await;
    assert_eq!((&refund["status"], shop.truths("M7")[0].refunded), (&json!("succeeded"), 4_000));
    shop.advance(2 * 86_400).await;
    let refund = shop.get(&format!("/v1/refunds/{}", refund["id"].as_str().unwrap())).await.1;
    assert_eq!((&refund["status"], shop.truths("M7")[0].refunded), (&json!("failed"), 0));
    assert_eq!(shop.payment(&id).await["refunded"], 0);
}

#[tokio::test]
async fn a_dispute_holds_money_back_and_may_take_it() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::DisputeOpen { amount: Some(6_000) }));
    let id = shop.pay("M8", "automatic", "tok_approve").await;
    let refunds = format!("/v1/payments/{id}/refunds");
    let seen = shop.post(&refunds, json!({ "amount": 5_000, "reference": "r" })).await;
    assert_eq!(code(&seen), (409, "payment_disputed"));
    assert_eq!(shop.post(&refunds, json!({ "amount": 4_000, "reference": "r" })).await.0, 201);
    shop.sim.dashboard(&id, &DashboardAct::DisputeWon).unwrap();
    assert_eq!((shop.truths("M8")[0].disputed, &shop.payment(&id).await["disputes"][0]["status"]), (0, &json!("won")));

    shop.plan(Plan::on("POST", "/v1/payments", Act::DisputeLost { amount: None }));
    let lost = shop.pay("M9", "automatic", "tok_approve").await;
    assert_eq!((shop.truths("M9")[0].disputed, &shop.payment(&lost).await["disputed"]), (10_000, &json!(10_000)));
}

#[tokio::test]
async fn a_hold_may_be_gone_when_it_is_wanted() {
    let shop = Shop::open().await;
    let id = shop.pay("M10", "manual", "tok_approve").await;
    shop.plan(Plan::on("POST", "/v1/payments/*/capture", Act::HoldExpired));
    let seen = shop.post(&format!("/v1/payments/{id}/capture"), json!({ "amount": 10_000 })).await;
    assert_eq!(code(&seen), (409, "hold_expired"));
    assert_eq!(seen.1["error"]["payment"]["status"], "expired");
}

#[tokio::test]
async fn somebody_in_the_dashboard_may_have_been_first() {
    let shop = Shop::open().await;
    let id = shop.pay("M11", "manual", "tok_approve").await;
    shop.plan(Plan::on("POST", "/v1/payments/*/capture", Act::AlreadyCapturedByDashboard));
    let seen = shop.post(&format!("/v1/payments/{id}/capture"), json!({ "amount": 10_000 })).await;
    assert_eq!(code(&seen), (409, "already_captured"));
    assert_eq!(seen.1["error"]["payment"]["captures"][0]["actor"], "dashboard");
    shop.plan(Plan::on("POST", "/v1/payments/*/refunds", Act::RefundedByDashboard { amount: None }));
    let seen = shop.post(&format!("/v1/payments/{id}/refunds"), json!({ "amount": 1, "reference": "r" })).await;
    assert_eq!(code(&seen), (409, "amount_too_large"));
    let truth = &shop.truths("M11")[0];
    assert_eq!((truth.captured, truth.captures, truth.refunded, truth.refunds), (10_000, 1, 10_000, 1));
    assert!(shop.sim.dashboard(&id, &DashboardAct::Void).is_err());
    assert_eq!(shop.control("dashboard", json!({ "payment": id, "act": "capture" })).await.0, 409);
    assert_eq!(shop.control("dashboard", json!({ "payment": "sp_0", "act": "void" })).await.0, 404);
}

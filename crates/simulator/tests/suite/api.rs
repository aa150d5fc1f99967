//! The life of a payment when nothing goes wrong.

use crate::shop::{Shop, code, new_payment, seen};
use infrasell_simulator::PayerAct;
use serde_json::json;

#[tokio::test]
async fn a_hold_is_captured_in_parts_and_the_last_releases_the_rest() {
    let shop = Shop::open().await;
    let id = shop.pay("A1", "manual", "tok_approve").await;
    let held = shop.payment(&id).await;
    assert_eq!((&held["status"], &held["capturable"]), (&json!("authorized"), &json!(10_000)));

    let path = format!("/v1/payments/{id}/capture");
    let (status, part) = shop.post(&path, json!({ "amount": 4_000, "reference": "c1" })).await;
    assert_eq!((status, &part["status"], &part["capturable"]), (200, &json!("partially_captured"), &json!(6_000)));
    let (_, last) = shop.post(&path, json!({ "amount": 1_000, "final": true })).await;
    assert_eq!(
        (&last["status"], &last["captured"], &last["capturable"]),
        (&json!("captured"), &json!(5_000), &json!(0))
    );
    assert_eq!(last["captures"][0]["reference"], "c1");
    assert_eq!(code(&shop.post(&path, json!({ "amount": 1 })).await), (409, "already_captured"));

    let truth = &shop.truths("A1")[0];
    assert_eq!((truth.captured, truth.fee, truth.captures), (5_000, 100, 2));
}

#[tokio::test]
async fn an_automatic_payment_is_captured_at_once_and_refunded_in_parts() {
    let shop = Shop::open().await;
    let id = shop.pay("A2", "automatic", "tok_approve").await;
    let path = format!("/v1/payments/{id}/refunds");
    let (status, refund) = shop.post(&path, json!({ "amount": 2_500, "reference": "r1" })).await;
    assert_eq!((status, &refund["status"], &refund["payment"]), (201, &json!("succeeded"), &json!(id)));
    let refund_path = format!("/v1/refunds/{}", refund["id"].as_str().unwrap());
    assert_eq!(shop.get(&refund_path).await, (200, refund));
    assert_eq!(code(&shop.post(&path, json!({ "amount": 7_501, "reference": "r2" })).await), (409, "amount_too_large"));
    assert_eq!(shop.post(&path, json!({ "amount": 7_500, "reference": "r2" })).await.0, 201);
    let payment = shop.payment(&id).await;
    assert_eq!((&payment["refunded"], &payment["refunds"][1]["reference"]), (&json!(10_000), &json!("r2")));
    assert_eq!(shop.truths("A2")[0].refunded, 10_000);
    assert_eq!(code(&shop.get("/v1/refunds/sr_none").await), (404, "not_found"));
}

#[tokio::test]
async fn a_hold_is_voided_once() {
    let shop = Shop::open().await;
    let id = shop.pay("A3", "manual", "tok_approve").await;
    let path = format!("/v1/payments/{id}/void");
    assert_eq!(shop.post(&path, json!({})).await.1["status"], "voided");
    assert_eq!(code(&shop.post(&path, json!({})).await), (409, "already_voided"));
    let capture = shop.post(&format!("/v1/payments/{id}/capture"), json!({ "amount": 1 })).await;
    assert_eq!(code(&capture), (409, "payment_unexpected_state"));
    assert_eq!(shop.truths("A3")[0].captured, 0);
}

#[tokio::test]
async fn a_hold_ends_after_five_days() {
    let shop = Shop::open().await;
    let id = shop.pay("A4", "manual", "tok_approve").await;
    shop.advance(5 * 86_400 - 1).await;
    assert_eq!(shop.payment(&id).await["status"], "authorized");
    shop.advance(1).await;
    assert_eq!(shop.payment(&id).await["status"], "expired");
    let capture = shop.post(&format!("/v1/payments/{id}/capture"), json!({ "amount": 10_000 })).await;
    assert_eq!(code(&capture), (409, "hold_expired"));
}

#[tokio::test]
async fn a_decline_says_why_and_leaves_a_payment_behind() {
    let shop = Shop::open().await;
    let body = new_payment("A5", "automatic", "tok_decline_insufficient_funds");
    let declined = shop.post("/v1/payments", body).await;
    assert_eq!(code(&declined), (402, "declined"));
    assert_eq!(declined.1["error"]["decline_code"], "insufficient_funds");
    let (_, found) = shop.get("/v1/payments?reference=A5").await;
    assert_eq!((&found["data"][0]["status"], found["data"].as_array().unwrap().len()), (&json!("declined"), 1));
    assert_eq!(shop.truths("A5")[0].captured, 0);
}

#[tokio::test]
async fn a_challenge_is_passed_with_the_client_secret_alone() {
    let shop = Shop::open().await;
    let (_, created) = shop.post("/v1/payments", new_payment("A6", "automatic", "tok_challenge")).await;
    let (id, secret) = (created["id"].as_str().unwrap(), created["client_secret"].as_str().unwrap());
    assert_eq!(created["status"], "requires_action");
    assert_eq!(created["next_action"]["url"], format!("{}/pay/{id}", shop.sim.base_url));
    assert!(shop.payment(id).await.get("client_secret").is_none());

    let url = format!("{}/v1/payments/{id}/confirm", shop.sim.base_url);
    let confirm = |bearer: &str| {
        let call = shop.http.post(&url).bearer_auth(bearer).header("sim-version", infrasell_simulator::VERSION);
        seen(call.json(&json!({ "outcome": "pass" })))
    };
    assert_eq!(confirm("sp_guess_secret_0").await.unwrap().0, 401);
    assert_eq!(confirm(secret).await.unwrap().1["status"], "captured");
    assert_eq!(code(&confirm(secret).await.unwrap()), (409, "payment_unexpected_state"));
    let fetch = shop.http.get(format!("{}/v1/payments/{id}", shop.sim.base_url)).bearer_auth(secret);
    assert_eq!(seen(fetch.header("sim-version", infrasell_simulator::VERSION)).await.unwrap().0, 401);
}

#[tokio::test]
async fn a_challenge_that_nobody_takes_up_ends_after_an_hour() {
    let shop = Shop::open().await;
    let id = shop.pay("A7", "automatic", "tok_challenge").await;
    shop.sim.payer(&id, &PayerAct::Abandon).unwrap();
    shop.advance(3_600).await;
    assert_eq!(shop.payment(&id).await["status"], "expired");
    assert!(shop.sim.payer(&id, &PayerAct::ChallengePass).is_err());
}

#[tokio::test]
async fn a_person_approves_on_the_payers_page_and_is_sent_back() {
    let shop = Shop::open().await;
    let mut body = new_payment("A8", "automatic", "tok_challenge");
    body["return_url"] = "http://shop.test/back?cart=1".into();
    let (_, created) = shop.post("/v1/payments", body).await;
    let url = created["next_action"]["url"].as_str().unwrap();
    let page = shop.http.get(url).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("10000 INR"));
    let post = shop.http.post(url).body("outcome=pass").send().await.unwrap();
    assert_eq!(post.status(), 303);
    let id = created["id"].as_str().unwrap();
    assert_eq!(post.headers()["location"], format!("http://shop.test/back?cart=1&payment={id}"));
    assert_eq!(shop.payment(id).await["status"], "captured");
}

#[tokio::test]
async fn pending_money_arrives_or_does_not() {
    let shop = Shop::open().await;
    let (yes, no) = (
        shop.pay("A9", "automatic", "tok_pending_approve").await,
        shop.pay("A9", "automatic", "tok_pending_decline").await,
    );
    assert_eq!(shop.payment(&yes).await["status"], "pending");
    shop.advance(600).await;
    assert_eq!(shop.payment(&yes).await["status"], "captured");
    assert_eq!(shop.payment(&no).await["status"], "declined");
    shop.sim.payer(&no, &PayerAct::RetryInApp).unwrap();
    assert_eq!(shop.payment(&no).await["captured"], 10_000);
}

#[tokio::test]
async fn the_payer_can_pay_late_or_wrong() {
    let shop = Shop::open().await;
    let late = shop.pay("A10", "automatic", "tok_pending").await;
    shop.sim.payer(&late, &PayerAct::Decline { code: "timed_out".into() }).unwrap();
    shop.sim.payer(&late, &PayerAct::LateSuccess { after_s: 7_200 }).unwrap();
    assert_eq!(shop.payment(&late).await["status"], "declined");
    shop.advance(7_200).await;
    assert_eq!(shop.payment(&late).await["status"], "captured");

    let wrong = shop.pay("A11", "automatic", "tok_pending").await;
    shop.sim.payer(&wrong, &PayerAct::PayWrongAmount { amount: 9_999 }).unwrap();
    assert_eq!(shop.payment(&wrong).await["captured"], 9_999);
}

#[tokio::test]
async fn transactions_are_read_page_by_page() {
    let shop = Shop::open().await;
    for n in 0..3 {
        shop.pay(&format!("T{n}"), "automatic", "tok_approve").await;
    }
    let (_, first) = shop.get("/v1/transactions?limit=4").await;
    assert_eq!((first["data"].as_array().unwrap().len(), &first["has_more"]), (4, &json!(true)));
    let after = first["data"][3]["id"].as_str().unwrap();
    let (_, rest) = shop.get(&format!("/v1/transactions?after={after}")).await;
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["has_more"]), (2, &json!(false)));
    let net: i64 =
        [&first, &rest].iter().flat_map(|p| p["data"].as_array().unwrap()).map(|t| t["net"].as_i64().unwrap()).sum();
    assert_eq!(net, 3 * (10_000 - 200));
    assert_eq!(code(&shop.get("/v1/transactions?after=st_9").await), (400, "no_such_transaction"));
}

#[tokio::test]
async fn amounts_are_in_the_providers_own_units() {
    let shop = Shop::open().await;
    for (amount, currency, want) in [
        (500, "JPY", "none"),
        (1_230, "KWD", "none"),
        (1_235, "KWD", "amount_not_representable"),
        (50_000, "ISK", "none"),
        (50_050, "ISK", "amount_not_representable"),
        (99, "INR", "amount_too_small"),
        (0, "INR", "amount_too_small"),
        (-5, "INR", "amount_too_small"),
        (i64::MAX, "INR", "amount_too_large"),
        (500, "XXX", "currency_not_supported"),
        (500, "inr", "currency_not_supported"),
    ] {
        let mut body = new_payment("U", "automatic", "tok_approve");
        body["amount"] = amount.into();
        body["currency"] = currency.into();
        assert_eq!(code(&shop.post("/v1/payments", body).await).1, want, "{amount} {currency}");
    }
}

#[tokio::test]
async fn two_secrets_are_valid_while_they_are_exchanged() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("/v1/account").await, (200, json!({ "object": "account", "id": "acct_sim", "mode": "test" })));
    shop.sim.set_secrets(vec!["sk_test_new".into(), shop.sim.secret.clone()]);
    assert_eq!(shop.get("/v1/account").await.0, 200);
    let with_new = || {
        let call = shop.http.get(format!("{}/v1/account", shop.sim.base_url)).bearer_auth("sk_test_new");
        seen(call.header("sim-version", infrasell_simulator::VERSION))
    };
    assert_eq!(with_new().await.unwrap().0, 200);
    assert_eq!(shop.control("secrets", json!({ "api": ["sk_test_new"] })).await.0, 200);
    assert_eq!(shop.get("/v1/account").await.0, 401);
    assert_eq!(with_new().await.unwrap().0, 200);
    assert_eq!(shop.control("secrets", json!({ "api": ["a", "b", "c"] })).await.0, 400);
}

#[tokio::test]
async fn a_reset_forgets_everything_but_who_may_call() {
    let shop = Shop::open().await;
    let id = shop.pay("Z", "automatic", "tok_approve").await;
    assert_eq!(shop.control("reset", json!({ "seed": 1 })).await.0, 200);
    assert_eq!(shop.get(&format!("/v1/payments/{id}")).await.0, 404);
    assert!(shop.sim.entries().is_empty());
    assert_eq!(shop.pay("Z", "automatic", "tok_approve").await, id, "the same seed gives the same ids");
}

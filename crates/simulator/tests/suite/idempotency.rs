//! One key, one effect, one answer.

use crate::shop::{Shop, code, new_payment, seen};
use infrasell_simulator::{Act, Plan};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_key_gives_the_first_answer_again_for_a_day() {
    let shop = Shop::open().await;
    let body = new_payment("K1", "automatic", "tok_approve");
    let first = shop.try_post("/v1/payments", Some("k"), &body).await.unwrap();
    shop.advance(86_399).await;
    let again = shop.call("POST", "/v1/payments").header("idempotency-key", "k").json(&body).send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(again.json::<serde_json::Value>().await.unwrap(), first.1);
    assert_eq!(shop.truths("K1").len(), 1);
    shop.advance(1).await;
    assert_eq!(shop.try_post("/v1/payments", Some("k"), &body).await.unwrap().0, 201);
    assert_eq!(shop.truths("K1").len(), 2, "the key has forgotten, and the money moves again");
}

#[tokio::test]
async fn a_key_is_for_one_request() {
    let shop = Shop::open().await;
    let mut body = new_payment("K2", "automatic", "tok_approve");
    shop.try_post("/v1/payments", Some("k"), &body).await.unwrap();
    body["amount"] = 10_001.into();
    let other = shop.try_post("/v1/payments", Some("k"), &body).await.unwrap();
    assert_eq!(code(&other), (422, "idempotency_key_reused"));
    let id = &shop.truths("K2")[0].id;
    let elsewhere = shop.try_post(&format!("/v1/payments/{id}/void"), Some("k"), &json!({})).await.unwrap();
    assert_eq!(code(&elsewhere), (422, "idempotency_key_reused"));
    let long = "x".repeat(256);
    let call = shop.call("POST", "/v1/payments").header("idempotency-key", &long).json(&body);
    assert_eq!(code(&seen(call).await.unwrap()), (400, "bad_idempotency_key"));
}

#[tokio::test]
async fn refusals_of_bank_and_state_are_kept_but_bad_parameters_are_not() {
    let shop = Shop::open().await;
    let declined = new_payment("K3", "automatic", "tok_decline");
    for _ in 0..2 {
        let seen = shop.try_post("/v1/payments", Some("d"), &declined).await.unwrap();
        assert_eq!(code(&seen), (402, "declined"));
    }
    assert_eq!(shop.truths("K3").len(), 1);

    let id = shop.pay("K4", "manual", "tok_challenge").await;
    let capture = format!("/v1/payments/{id}/capture");
    let body = json!({ "amount": 10_000 });
    assert_eq!(shop.try_post(&capture, Some("c"), &body).await.unwrap().0, 409);
    shop.sim.payer(&id, &infrasell_simulator::PayerAct::ChallengePass).unwrap();
    assert_eq!(shop.try_post(&capture, Some("c"), &body).await.unwrap().0, 409, "the refusal is stored");
    assert_eq!(shop.try_post(&capture, Some("c2"), &body).await.unwrap().0, 200);

    let mut bad = new_payment("K5", "automatic", "tok_nothing");
    assert_eq!(shop.try_post("/v1/payments", Some("b"), &bad).await.unwrap().0, 400);
    bad["instrument"] = "tok_approve".into();
    assert_eq!(shop.try_post("/v1/payments", Some("b"), &bad).await.unwrap().0, 201);
}

#[tokio::test]
async fn a_key_is_in_use_while_its_request_is_worked_on() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::Slow { ms: 300 }));
    let body = new_payment("K6", "automatic", "tok_approve");
    let (slow, second) = tokio::join!(shop.try_post("/v1/payments", Some("k"), &body), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        shop.try_post("/v1/payments", Some("k"), &body).await
    });
    assert_eq!(code(&second.unwrap()), (409, "idempotency_key_in_use"));
    assert_eq!(slow.unwrap().0, 201);
    assert_eq!(shop.truths("K6").len(), 1);
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_undo_what_it_asked_for() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::Slow { ms: 200 }));
    let call = shop.call("POST", "/v1/payments").json(&new_payment("K7", "automatic", "tok_approve"));
    assert!(call.timeout(Duration::from_millis(50)).send().await.is_err());
    for _ in 0..100 {
        if !shop.truths("K7").is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(shop.truths("K7")[0].captured, 10_000);
}

//! What the wire can do to an exchange: each act breaks it in its own way, and the books say whether it was applied.

use crate::shop::{Seen, Shop, new_payment};
use infrasell_simulator::{Act, Plan};
use serde_json::json;
use std::time::Duration;

/// Pays under a plan; gives what the client saw and how much was captured.
async fn pay_under(act: Act) -> (Result<Seen, reqwest::Error>, i64) {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", act));
    let body = new_payment("W", "automatic", "tok_approve");
    let seen = shop.try_post("/v1/payments", Some("k"), &body).await;
    let captured = shop.truths("W").iter().map(|truth| truth.captured).sum();
    // Whatever happened, the same key makes it good: once applied, it is not applied again.
    let again = shop.try_post("/v1/payments", Some("k"), &body).await.unwrap();
    assert_eq!((again.0, shop.truths("W").len()), (201, 1));
    (seen, captured)
}

#[tokio::test]
async fn connections_that_end_without_an_answer() {
    for (act, captured) in [
        (Act::DropBeforeApply, 0),
        (Act::DropAfterApply, 10_000),
        (Act::Rst { applied: false }, 0),
        (Act::Rst { applied: true }, 10_000),
        (Act::TruncateBody { bytes: 0 }, 10_000),
        (Act::TruncateBody { bytes: 20 }, 10_000),
    ] {
        let (seen, moved) = pay_under(act.clone()).await;
        assert!(seen.is_err(), "{act:?} gave {seen:?}");
        assert_eq!(moved, captured, "{act:?}");
    }
}

#[tokio::test]
async fn a_reset_is_a_reset_and_a_drop_is_not() {
    let reset = pay_under(Act::Rst { applied: true }).await.0.unwrap_err();
    assert!(format!("{reset:?}").contains("ConnectionReset"), "{reset:?}");
    let dropped = pay_under(Act::DropAfterApply).await.0.unwrap_err();
    assert!(!format!("{dropped:?}").contains("ConnectionReset"), "{dropped:?}");
}

#[tokio::test]
async fn a_hang_outlasts_the_client() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("POST", "/v1/payments", Act::HangAfterApply { ms: 60_000 }));
    let call = shop.call("POST", "/v1/payments").json(&new_payment("W", "automatic", "tok_approve"));
    let error = call.timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(shop.truths("W")[0].captured, 10_000);
}

#[tokio::test]
async fn slow_is_slow_and_right() {
    let started = std::time::Instant::now();
    let (seen, moved) = pay_under(Act::Slow { ms: 150 }).await;
    assert_eq!((seen.unwrap().0, moved), (201, 10_000));
    assert!(started.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn answers_that_are_not_answers() {
    for (act, status, captured) in [
        (Act::BadJson { applied: true }, 201, 10_000),
        (Act::BadJson { applied: false }, 200, 0),
        (Act::Html502 { applied: true }, 502, 10_000),
        (Act::Html502 { applied: false }, 502, 0),
        (Act::Redirect, 302, 0),
    ] {
        let (seen, moved) = pay_under(act.clone()).await;
        let (seen_status, body) = seen.unwrap();
        assert!(body.is_string(), "{act:?} gave JSON: {body}");
        assert_eq!((seen_status, moved), (status, captured), "{act:?}");
    }
}

#[tokio::test]
async fn a_connection_may_be_closed_although_it_was_kept() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let shop = Shop::open().await;
    shop.plan(Plan::on("GET", "/v1/account", Act::CloseKeepalive));
    let mut stream = tokio::net::TcpStream::connect(shop.sim.base_url.trim_start_matches("http://")).await.unwrap();
    let request = format!(
        "GET /v1/account HTTP/1.1\r\nhost: sim\r\nauthorization: Bearer {}\r\nsim-version: 2026-04-01\r\n\r\n",
        shop.sim.secret
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_string(&mut answer)).await;
    ended.expect("the connection is closed").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && !answer.to_lowercase().contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn plans_wait_for_their_request() {
    let shop = Shop::open().await;
    let plan = json!({
        "match": { "method": "POST", "path_glob": "/v1/payments", "nth": 2, "param": { "reference": "W" } },
        "act": "drop_after_apply",
    });
    assert_eq!(shop.control("plan", json!([plan])).await.0, 200);
    for (reference, broken) in [("W", false), ("V", false), ("W", true), ("W", false)] {
        let body = new_payment(reference, "automatic", "tok_approve");
        assert_eq!(shop.try_post("/v1/payments", None, &body).await.is_err(), broken);
    }
}

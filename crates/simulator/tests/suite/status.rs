//! Statuses that say nothing certain, or ask for patience.

use crate::shop::{Shop, code, new_payment};
use infrasell_simulator::{Act, Plan};

#[tokio::test]
async fn a_stored_500_stays_and_an_unstored_one_does_not() {
    for (act, again, captured) in [
        (Act::Stored500 { applied: false }, 500, 0),
        (Act::Stored500 { applied: true }, 500, 10_000),
        (Act::Unstored500 { applied: false }, 201, 10_000),
        // Applied and forgotten: who asks again without looking first pays twice.
        (Act::Unstored500 { applied: true }, 201, 20_000),
    ] {
        let shop = Shop::open().await;
        shop.plan(Plan::on("POST", "/v1/payments", act.clone()));
        let body = new_payment("S", "automatic", "tok_approve");
        assert_eq!(shop.try_post("/v1/payments", Some("k"), &body).await.unwrap().0, 500);
        assert_eq!(shop.try_post("/v1/payments", Some("k"), &body).await.unwrap().0, again, "{act:?}");
        assert_eq!(shop.truths("S").iter().map(|truth| truth.captured).sum::<i64>(), captured, "{act:?}");
    }
}

#[tokio::test]
async fn refusals_at_the_door_leave_nothing_behind() {
    for (act, want) in [
        (Act::Unavailable503, (503, "unavailable")),
        (Act::TooMany429 { retry_after_s: 7 }, (429, "too_many_requests")),
        (Act::InUse409, (409, "idempotency_key_in_use")),
        (Act::Once401, (401, "token_expired")),
    ] {
        let shop = Shop::open().await;
        shop.plan(Plan::on("POST", "/v1/payments", act));
        let body = new_payment("S", "automatic", "tok_approve");
        assert_eq!(code(&shop.try_post("/v1/payments", Some("k"), &body).await.unwrap()), want);
        assert!(shop.truths("S").is_empty());
        assert_eq!(shop.try_post("/v1/payments", Some("k"), &body).await.unwrap().0, 201);
    }
}

#[tokio::test]
async fn a_429_says_when_to_come_back() {
    let shop = Shop::open().await;
    shop.plan(Plan::on("GET", "/v1/account", Act::TooMany429 { retry_after_s: 7 }));
    let response = shop.call("GET", "/v1/account").send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"7".parse().unwrap()));
}

#[tokio::test]
async fn reads_may_lag_behind_writes() {
    let shop = Shop::open().await;
    let id = shop.pay("L", "automatic", "tok_approve").await;
    let stale = Act::Stale404 { ms: Some(5_000) };
    shop.plan(Plan::on("GET", "/v1/payments/*", stale.clone()).times(3));
    shop.plan(Plan::on("GET", "/v1/payments", stale).times(3));
    let path = format!("/v1/payments/{id}");
    assert_eq!(code(&shop.get(&path).await), (404, "not_found"));
    assert_eq!(shop.get("/v1/payments?reference=L").await.1["data"].as_array().unwrap().len(), 0);
    shop.advance(5).await;
    assert_eq!(shop.get(&path).await.0, 200);
    assert_eq!(shop.get("/v1/payments?reference=L").await.1["data"].as_array().unwrap().len(), 1);
}

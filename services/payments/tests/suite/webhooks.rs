//! Webhooks: verified, stored, and never believed.

use crate::world::{World, cx, worlds};
use infrasell_contracts::payments::{PaymentError, Payments, ReceiveWebhook};
use infrasell_rules::payment::PaymentState;
use infrasell_simulator::{Act, PayerAct, Plan, signature};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

#[tokio::test]
async fn before_our_commit() {
    for world in worlds().await {
        world.listen();
        world.plan("POST", "/v1/payments", Act::BeforeResponse);
        let payment = world.held("a").await;
        world.plan("POST", "/v1/payments/*/capture", Act::BeforeResponse);
        world.capture(&payment, "c", None).await.unwrap();
        world.settle().await;
        assert_eq!(world.webhooks().await, BTreeMap::from([("applied".into(), 2)]));
        world.oracle().await;
    }
}

#[tokio::test]
async fn before_an_answer_that_never_comes() {
    for world in worlds().await {
        world.listen();
        world.plan("POST", "/v1/payments", Act::BeforeResponse);
        world.plan("POST", "/v1/payments", Act::DropAfterApply);
        let payment = world.authorise("a", "tok_approve").await;
        world.settle().await;
        assert_eq!(world.state(&payment).await, PaymentState::Authorised, "the webhook alone was enough");
        world.oracle().await;
    }
}

#[tokio::test]
async fn instead_of_the_redirect() {
    for world in worlds().await {
        world.listen();
        let payment = world.authorise("a", "tok_challenge").await;
        world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::ChallengePass).unwrap();
        world.settle().await;
        assert_eq!(world.state(&payment).await, PaymentState::Authorised);
        assert!(world.facts(&payment).await.iter().any(|fact| fact.actor == "webhook"));
        world.oracle().await;
    }
}

#[tokio::test]
async fn never() {
    for world in worlds().await {
        let payment = world.authorise("a", "tok_challenge").await;
        world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::ChallengePass).unwrap();
        world.advance(60).await;
        assert_eq!(world.state(&payment).await, PaymentState::Authorised);
        assert!(world.facts(&payment).await.iter().any(|fact| fact.actor == "poller"));
        world.oracle().await;
    }
}

#[tokio::test]
async fn many_copies_with_redirect_and_poller_at_once() {
    for world in worlds().await {
        world.listen();
        let payment = world.authorise("a", "tok_challenge").await;
        world.sim.plan(Plan::on_event("payment.authorized", Act::Concurrent { copies: 8 }));
        world.sim.plan(Plan::on_event("payment.authorized", Act::Dup { copies: 3 }));
        world.sim.plan(Plan::on_event("payment.authorized", Act::DupNewId));
        world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::ChallengePass).unwrap();
        let syncs = async {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..6 {
                let (service, id) = (world.service.clone(), payment.id);
                tasks.spawn(async move {
                    service.sync(&cx(), infrasell_contracts::payments::SyncPayment { id }).await.unwrap()
                });
            }
            tasks.join_all().await
        };
        tokio::join!(syncs, world.advance(60));
        let facts = world.facts(&payment).await;
        let unique: BTreeSet<_> = facts.iter().map(|fact| (&fact.object, fact.kind, fact.amount_minor)).collect();
        assert_eq!((facts.len(), unique.len()), (1, 1), "{facts:?}");
        let announced = "SELECT count(*) FROM db_outbox WHERE payload LIKE '%authorised\"%'";
        let announced: i64 = world.db.one(announced, &[], |row| row.get(0)).await.unwrap();
        assert_eq!(announced, 1, "told once");
        world.oracle().await;
    }
}

#[tokio::test]
async fn in_any_order() {
    for seed in 0..4 {
        for world in worlds().await {
            world.listen();
            world.sim.plan(Plan::on_event("*", Act::Reorder { seed }).times(99));
            let payment = world.paid("a").await;
            world.refund(&payment, "r", 1_000).await.unwrap();
            world.settle().await;
            let now = world.payment(payment.id).await;
            assert_eq!((now.state, now.totals.captured_minor), (PaymentState::PartiallyRefunded, 10_000));
            assert_eq!(world.facts(&payment).await.len(), 3);
            world.oracle().await;
        }
    }
}

#[tokio::test]
async fn a_late_failure_never_lowers_and_a_late_success_raises() {
    for world in worlds().await {
        world.listen();
        let payment = world.authorise("a", "tok_pending").await;
        let object = payment.provider_object.clone().unwrap();
        world.sim.plan(Plan::on_event("payment.declined", Act::Delay { s: 300 }));
        world.sim.payer(&object, &PayerAct::Decline { code: "timed_out".into() }).unwrap();
        world.sim.payer(&object, &PayerAct::RetryInApp).unwrap();
        world.advance(60).await;
        assert_eq!(world.state(&payment).await, PaymentState::Authorised);
        world.capture(&payment, "c", None).await.unwrap();
        world.advance(600).await;
        assert_eq!(world.state(&payment).await, PaymentState::Captured, "the late 'declined' changed nothing");

        let other = world.authorise("b", "tok_pending_decline").await;
        world.advance(700).await;
        assert_eq!(world.state(&other).await, PaymentState::Failed);
        world.sim.payer(other.provider_object.as_ref().unwrap(), &PayerAct::RetryInApp).unwrap();
        world.settle().await;
        assert_eq!(world.state(&other).await, PaymentState::Authorised, "failed, then paid in the app");
        world.oracle().await;
    }
}

async fn nothing_changed(world: &World, act: &Act, stored: Option<&str>) {
    let payment = world.authorise(&format!("{act:?}"), "tok_challenge").await;
    world.settle().await;
    let before = world.webhooks().await;
    let calls = world.calls("GET", payment.provider_object.as_ref().unwrap());
    world.sim.plan(Plan::on_event("payment.authorized", act.clone()));
    world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::ChallengePass).unwrap();
    world.settle().await;
    assert_eq!(world.state(&payment).await, PaymentState::NeedsAction, "{act:?}");
    assert_eq!(world.calls("GET", payment.provider_object.as_ref().unwrap()), calls, "{act:?}: nothing is asked");
    let mut after = before.clone();
    if let Some(state) = stored {
        *after.entry(state.into()).or_default() += 1;
    }
    assert_eq!(world.webhooks().await, after, "{act:?}");
}

#[tokio::test]
async fn forged_in_every_way() {
    for world in worlds().await {
        world.listen();
        for act in [
            Act::WrongSecret,
            Act::BodyByteFlipAfterSign,
            Act::MissingHeader,
            Act::OldT,
            Act::FutureT,
            Act::OnlyV0,
            Act::UppercaseHex,
            Act::HugeBody,
        ] {
            nothing_changed(&world, &act, None).await;
        }
        nothing_changed(&world, &Act::OtherAccount, Some("ignored")).await;
        nothing_changed(&world, &Act::OtherMode, Some("ignored")).await;
        world.advance(120).await;
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_good_signature_beside_a_bad_one_is_good() {
    for world in worlds().await {
        world.listen();
        world.sim.plan(Plan::on_event("payment.authorized", Act::TwoV1FirstBad));
        world.held("a").await;
        world.settle().await;
        assert_eq!(world.webhooks().await, BTreeMap::from([("applied".into(), 1)]));
    }
}

#[tokio::test]
async fn about_something_that_nobody_knows() {
    for world in worlds().await {
        world.listen();
        world.sim.plan(Plan::on_event("payment.authorized", Act::UnknownObject));
        world.held("a").await;
        world.settle().await;
        assert_eq!(world.webhooks().await, BTreeMap::from([("stored".into(), 1)]), "kept, and tried again");
        world.advance(2 * 86_400).await;
        assert_eq!(world.webhooks().await, BTreeMap::from([("ignored".into(), 1)]));
        world.oracle().await;
    }
}

#[tokio::test]
async fn that_cannot_be_read_although_it_is_signed() {
    for world in worlds().await {
        for body in [&b"not json"[..], b"{}", b"[]", b"\xff\xfe", b"{\"id\": 1}"] {
            let t = infrasell_kernel::Clock::now(&*world.db.clock).micros() / 1_000_000;
            let header = format!("t={t},v1={}", signature(&world.sim.webhook_secret, t, body));
            let headers = BTreeMap::from([("sim-signature".into(), header)]);
            let message = ReceiveWebhook { provider: "simulator".into(), headers, body: body.to_vec() };
            let refused = world.service.receive_webhook(&cx(), message).await.unwrap_err();
            assert_eq!(refused, PaymentError::BadSignature);
        }
        let message = ReceiveWebhook { provider: "nobody".into(), headers: BTreeMap::new(), body: vec![] };
        assert!(world.service.receive_webhook(&cx(), message).await.is_err());
        let message = ReceiveWebhook { provider: "manual".into(), headers: BTreeMap::new(), body: vec![] };
        assert_eq!(world.service.receive_webhook(&cx(), message).await, Err(PaymentError::BadSignature));
    }
}

#[tokio::test]
async fn that_lie_about_the_amount_are_not_believed() {
    for world in worlds().await {
        let payment = world.held("a").await;
        let t = infrasell_kernel::Clock::now(&*world.db.clock).micros() / 1_000_000;
        let object =
            json!({ "id": payment.provider_object, "captured": 10_000, "refunded": 10_000, "status": "captured" });
        let event = json!({ "id": "se_lie", "type": "payment.captured", "account": "acct_sim", "mode": "test",
            "data": { "object": object } });
        let body = event.to_string().into_bytes();
        let header = format!("t={t},v1={}", signature(&world.sim.webhook_secret, t, &body));
        let headers = BTreeMap::from([("sim-signature".into(), header)]);
        let message = ReceiveWebhook { provider: "simulator".into(), headers, body };
        world.service.receive_webhook(&cx(), message).await.unwrap();
        world.settle().await;
        assert_eq!(world.webhooks().await, BTreeMap::from([("applied".into(), 1)]));
        assert_eq!(world.state(&payment).await, PaymentState::Authorised);
        world.oracle().await;
    }
}

#[tokio::test]
async fn an_endpoint_that_was_disabled_is_made_good_by_the_books() {
    for mut world in worlds().await {
        world.listen();
        world.sim.plan(Plan::on_event("*", Act::DisableAfterFailures { failures: 1 }));
        world.stop().await;
        let payment = world.paid("a").await;
        world.sim.advance(Duration::ZERO).await;
        assert_eq!(world.sim.pending_webhooks()["endpoints"][0]["enabled"], false);
        let object = payment.provider_object.clone().unwrap();
        world.start().await;
        world.advance(60).await;
        world.sim.dashboard(&object, &infrasell_simulator::DashboardAct::Refund { amount: Some(400) }).unwrap();
        world.settle().await;
        assert_eq!(world.payment(payment.id).await.totals.refunded_minor, 0, "nobody has told us");
        assert_eq!(world.differences().await.len(), 1, "the audit sees it");
        world.advance(86_400).await;
        assert_eq!(world.payment(payment.id).await.totals.refunded_minor, 400);
        assert!(world.facts(&payment).await.iter().any(|fact| fact.actor == "recon"));
        world.oracle().await;
    }
}

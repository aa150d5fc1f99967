//! A provider that is down: bounded calls, an open circuit, other methods on offer, and no transaction held meanwhile.

use crate::world::{World, ask, cx, impatient_worlds, inr, worlds};
use infrasell_contracts::payments::{Authorise, ListMethods, Payment, PaymentError, Payments};
use infrasell_kernel::ChannelId;
use infrasell_rpc::Fault;
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::{Act, Plan};
use std::time::Duration;

#[tokio::test]
async fn the_circuit_opens_and_other_methods_are_offered() {
    for world in worlds().await {
        let captured_later = world.held("held").await;
        let refunded_later = world.paid("paid").await;
        world.sim.plan(Plan::on("POST", "/v1/payments", Act::Html502 { applied: false }).times(5));
        for n in 0..5 {
            assert_eq!(world.authorise(&format!("a{n}"), "tok_approve").await.state, PaymentState::Created);
        }
        let calls = world.calls("POST", "/v1/payments");
        let refused = world.try_authorise("b", "tok_approve").await.unwrap_err();
        assert_eq!(refused, PaymentError::Fault(Fault::Unavailable { what: "simulator".into() }));
        assert_eq!(
            world.authorise("a0", "tok_approve").await.state,
            PaymentState::Created,
            "who asks again is answered"
        );
        let ask = ListMethods { channel: ChannelId::from_i64(1), amount: inr(10_000) };
        let offered: Vec<_> =
            world.service.methods(&cx(), ask.clone()).await.unwrap().into_iter().map(|method| method.code).collect();
        assert_eq!(offered, ["manual", "cod"]);
        // What moves money is written down, and sent when the provider is back.
        world.capture(&captured_later, "c", None).await.unwrap();
        world.refund(&refunded_later, "r", 10_000).await.unwrap();
        assert_eq!(world.op(&captured_later, OpKind::Capture).await.state, OpState::New);
        assert_eq!((world.calls("POST", "/v1/payments"), world.calls("POST", "/refunds")), (calls, 0));

        world.advance(120).await;
        assert_eq!(world.service.methods(&cx(), ask).await.unwrap().len(), 3);
        assert_eq!(world.state(&captured_later).await, PaymentState::Captured);
        assert_eq!(world.state(&refunded_later).await, PaymentState::Refunded);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_429_is_waited_out_when_it_is_short() {
    for world in worlds().await {
        world.sim.plan(Plan::on("POST", "/v1/payments", Act::TooMany429 { retry_after_s: 0 }).times(2));
        assert_eq!(world.authorise("a", "tok_approve").await.state, PaymentState::Authorised);
        assert_eq!(world.calls("POST", "/v1/payments"), 3);
        world.sim.plan(Plan::on("POST", "/v1/payments", Act::TooMany429 { retry_after_s: 0 }).times(50));
        assert_eq!(world.authorise("b", "tok_approve").await.state, PaymentState::Created);
        assert_eq!(world.calls("POST", "/v1/payments"), 6, "a storm is not answered with a storm");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_holds_nobody_up() {
    for world in worlds().await {
        let mut hanging = hang(&world).await;
        let cash = Authorise { method: "cod".into(), instrument: None, ..ask("cash", "") };
        world.service.authorise(&cx(), cash).await.unwrap();
        assert_eq!(world.sim.pending_calls(), 20, "all calls hang, and the database is free");
        assert!(hanging.try_join_next().is_none());
    }
}

#[tokio::test]
async fn every_call_ends_in_its_time() {
    for world in impatient_worlds().await {
        let ended = hang(&world).await.join_all().await;
        assert_eq!(world.sim.pending_calls(), 20, "the provider is not done yet");
        assert!(ended.into_iter().all(|payment| payment.is_ok_and(|payment| payment.state == PaymentState::Created)));
    }
}

/// Twenty payments whose calls are not answered for a minute.
async fn hang(world: &World) -> tokio::task::JoinSet<Result<Payment, PaymentError>> {
    world.sim.plan(Plan::on("POST", "/v1/payments", Act::Slow { ms: 60_000 }).times(20));
    let mut hanging = tokio::task::JoinSet::new();
    for n in 0..20 {
        let service = world.service.clone();
        hanging.spawn(async move { service.authorise(&cx(), ask(&format!("a{n}"), "tok_approve")).await });
    }
    while world.sim.pending_calls() < 20 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    hanging
}

#[tokio::test]
async fn a_provider_that_is_gone_is_asked_ever_less_and_then_a_person_is() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.plan("POST", "/v1/payments/*/capture", Act::DropAfterApply);
        world.capture(&payment, "c", None).await.unwrap();
        world.sim.plan(Plan::on("GET", "/v1/payments/*", Act::Unavailable503).times(100_000));
        world.advance(4 * 86_400).await;
        let op = world.op(&payment, OpKind::Capture).await;
        assert_eq!((op.state, op.needs_operator), (OpState::Unknown, true), "{op:?}");
        let asked = world.calls("GET", payment.provider_object.as_ref().unwrap());
        assert!((10..60).contains(&asked), "{asked} questions");
        assert!(world.differences().await.iter().any(|one| one.contains("waits for staff")));
        world.sim.clear_plans();
        assert_eq!(world.retry(op.id).await.state, OpState::Done);
        assert_eq!(world.truth(&payment).captures, 1);
        world.oracle().await;
    }
}

#[tokio::test]
async fn sync_says_when_the_provider_cannot_be_asked() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.sim.plan(Plan::on("GET", "/v1/payments/*", Act::Html502 { applied: true }));
        let error = world.sync(&payment).await.unwrap_err();
        assert_eq!(error, PaymentError::Fault(Fault::Unavailable { what: "simulator".into() }));
        assert_eq!(world.sync(&payment).await.unwrap().state, PaymentState::Authorised);
    }
}

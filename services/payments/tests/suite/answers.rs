//! Lost answers: whatever becomes of the answer to a create, a capture or a refund, the money moves once, and the payment
//! ends right, at once, after a crash, and after the provider has forgotten the key.

use crate::world::{World, ask, cx, impatient_worlds, worlds};
use infrasell_contracts::payments::{Payment, Payments};
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::Act;

/// What can happen to an answer, and whether the call had its effect.
const ENDINGS: &[(Act, bool)] = &[
    (Act::DropAfterApply, true),
    (Act::Rst { applied: true }, true),
    (Act::TruncateBody { bytes: 30 }, true),
    (Act::BadJson { applied: true }, true),
    (Act::Html502 { applied: true }, true),
    (Act::Stored500 { applied: true }, true),
    (Act::Unstored500 { applied: true }, true),
    (Act::DropBeforeApply, false),
    (Act::Rst { applied: false }, false),
    (Act::Html502 { applied: false }, false),
    (Act::BadJson { applied: false }, false),
    (Act::Redirect, false),
    (Act::Unstored500 { applied: false }, false),
    (Act::Unavailable503, false),
    (Act::InUse409, false),
    (Act::TooMany429 { retry_after_s: 60 }, false),
    (Act::Once401, false),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Call {
    Create,
    Capture,
    Void,
    Refund,
}

const CALLS: [Call; 4] = [Call::Create, Call::Capture, Call::Void, Call::Refund];

impl Call {
    const fn path(self) -> &'static str {
        match self {
            Call::Create => "/v1/payments",
            Call::Capture => "/v1/payments/*/capture",
            Call::Void => "/v1/payments/*/void",
            Call::Refund => "/v1/payments/*/refunds",
        }
    }

    const fn kind(self) -> OpKind {
        match self {
            Call::Create => OpKind::Create,
            Call::Capture => OpKind::Capture,
            Call::Void => OpKind::Void,
            Call::Refund => OpKind::Refund,
        }
    }

    const fn end(self) -> PaymentState {
        match self {
            Call::Create => PaymentState::Authorised,
            Call::Capture => PaymentState::Captured,
            Call::Void => PaymentState::Voided,
            Call::Refund => PaymentState::PartiallyRefunded,
        }
    }
}

/// Makes the call once, with everything before it going well.
async fn make(world: &World, call: Call, reference: &str, act: &Act) -> Payment {
    let plan = || world.plan("POST", call.path(), act.clone());
    match call {
        Call::Create => {
            plan();
            world.authorise(reference, "tok_approve").await
        }
        Call::Capture => {
            let payment = world.held(reference).await;
            plan();
            world.capture(&payment, "c", None).await.unwrap()
        }
        Call::Void => {
            let payment = world.held(reference).await;
            plan();
            world.void(&payment).await.unwrap()
        }
        Call::Refund => {
            let payment = world.paid(reference).await;
            plan();
            world.refund(&payment, "r", 2_500).await.unwrap()
        }
    }
}

async fn assert_right(world: &World, call: Call, payment: &Payment, act: &Act) {
    let now = world.payment(payment.id).await;
    assert_eq!(now.state, call.end(), "{call:?} {act:?} {:?}", world.ops(payment).await);
    assert_eq!(world.op(payment, call.kind()).await.state, OpState::Done, "{call:?} {act:?}");
    let truth = world.truth(payment);
    let (captures, refunds) = match call {
        Call::Create | Call::Void => (0, 0),
        Call::Capture => (1, 0),
        Call::Refund => (1, 1),
    };
    assert_eq!((truth.captures, truth.refunds), (captures, refunds), "{call:?} {act:?}");
}

#[tokio::test]
async fn the_resolver_finds_out() {
    for world in worlds().await {
        for (n, (act, _)) in ENDINGS.iter().enumerate() {
            let mut made = vec![];
            for call in CALLS {
                let payment = make(&world, call, &format!("{call:?}{n}"), act).await;
                assert_eq!(world.op(&payment, call.kind()).await.state, OpState::Unknown, "{call:?} {act:?}");
                made.push((call, payment));
            }
            world.advance(30).await;
            for (call, payment) in made {
                assert_right(&world, call, &payment, act).await;
            }
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn it_finds_out_after_the_provider_has_forgotten_the_key() {
    for mut world in worlds().await {
        for (n, (act, applied)) in ENDINGS.iter().enumerate() {
            world.stop().await;
            let mut made = vec![];
            for call in CALLS {
                made.push((call, make(&world, call, &format!("{call:?}{n}"), act).await));
            }
            world.db.clock.advance(std::time::Duration::from_secs(25 * 3_600));
            world.start().await;
            world.settle().await;
            world.advance(60).await;
            for (call, payment) in made {
                if *applied {
                    assert_right(&world, call, &payment, act).await;
                } else {
                    let op = world.op(&payment, call.kind()).await;
                    assert_eq!(op.state, OpState::Failed, "{call:?} {act:?}: it never was, and is not sent again");
                    assert_eq!(op.attempts, 1, "{call:?} {act:?}");
                }
            }
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn reads_that_lag_behind_do_not_mislead_it() {
    for world in worlds().await {
        for call in CALLS {
            world.sim.plan(infrasell_simulator::Plan::on("GET", "/v1/payments", Act::Stale404 { ms: None }).times(2));
            world.sim.plan(infrasell_simulator::Plan::on("GET", "/v1/payments/*", Act::Stale404 { ms: None }).times(2));
            let payment = make(&world, call, &format!("{call:?}"), &Act::DropAfterApply).await;
            world.advance(300).await;
            assert_right(&world, call, &payment, &Act::DropAfterApply).await;
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_found_out_about() {
    for world in impatient_worlds().await {
        for call in CALLS {
            let act = Act::HangAfterApply { ms: 5_000 };
            let payment = make(&world, call, &format!("{call:?}"), &act).await;
            assert_eq!(world.op(&payment, call.kind()).await.cause.as_deref(), Some("no answer in time"));
            world.until_known().await;
            assert_right(&world, call, &payment, &act).await;
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_call_that_arrives_late_is_not_made_twice() {
    for world in impatient_worlds().await {
        // The client gives up first; the provider begins later.
        let act = Act::Slow { ms: 2_500 };
        world.plan("POST", "/v1/payments", act.clone());
        let payment = world.authorise("late", "tok_approve").await;
        assert_eq!(payment.state, PaymentState::Created);
        // The first look comes while the call is still on its way there: nothing is found, and the key is in use.
        world.advance(6).await;
        while world.sim.pending_calls() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        world.until_known().await;
        assert_right(&world, Call::Create, &payment, &act).await;
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_call_under_way_is_left_alone() {
    for world in worlds().await {
        world.plan("POST", "/v1/payments", Act::Slow { ms: 250 });
        let service = world.service.clone();
        let call = tokio::spawn(async move { service.authorise(&cx(), ask("a", "tok_approve")).await.unwrap() });
        while world.sim.pending_calls() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let payment = world.authorise("a", "tok_approve").await;
        assert_eq!(payment.state, PaymentState::Created, "the one who comes second is told that nobody knows yet");
        let op = world.retry(world.op(&payment, OpKind::Create).await.id).await;
        assert_eq!((op.state, op.attempts), (OpState::Sent, 1));
        assert_eq!(call.await.unwrap().state, PaymentState::Authorised);
        assert_eq!((world.calls("POST", "/v1/payments"), world.calls("GET", "/v1/payments")), (1, 0));
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refusal_without_an_answer_is_a_refusal() {
    for world in worlds().await {
        world.plan("POST", "/v1/payments", Act::DropAfterApply);
        let payment = world.authorise("a", "tok_decline_insufficient_funds").await;
        assert_eq!(payment.state, PaymentState::Created);
        world.advance(30).await;
        let payment = world.payment(payment.id).await;
        assert_eq!(
            (payment.state, payment.decline_reason.as_deref()),
            (PaymentState::Failed, Some("insufficient_funds"))
        );
        assert_eq!(world.truths(&payment).len(), 1);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_stored_500_is_waited_out_and_then_known_to_be_nothing() {
    for world in worlds().await {
        let payment = make(&world, Call::Capture, "a", &Act::Stored500 { applied: false }).await;
        world.advance(12 * 3_600).await;
        assert_eq!(world.op(&payment, OpKind::Capture).await.state, OpState::Unknown, "the key may still be at work");
        world.advance(30 * 3_600).await;
        assert_eq!(world.op(&payment, OpKind::Capture).await.state, OpState::Failed);
        let done = world.retry(world.op(&payment, OpKind::Capture).await.id).await;
        assert_eq!((done.state, world.state(&payment).await), (OpState::Done, PaymentState::Captured));
        world.oracle().await;
    }
}

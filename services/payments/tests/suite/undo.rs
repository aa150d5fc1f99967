//! Undoing: a payment whose order cannot be goes back, whatever its state, and whatever comes in later.

use crate::world::{World, worlds};
use infrasell_contracts::payments::Payment;
use infrasell_rules::payment::{OpState, PaymentState};
use infrasell_simulator::{Act, PayerAct, Plan};

async fn ends(world: &World, payment: &Payment, state: PaymentState) {
    assert_eq!(world.state(payment).await, state, "{:?}", world.ops(payment).await);
    world.oracle().await;
}

#[tokio::test]
async fn whatever_its_state() {
    for world in worlds().await {
        let held = world.held("held").await;
        assert_eq!(world.undo(&held).await.state, PaymentState::Voided);
        let paid = world.paid("paid").await;
        assert_eq!(world.undo(&paid).await.state, PaymentState::Refunded);
        let part = world.held("part").await;
        world.capture(&part, "c", Some(4_000)).await.unwrap();
        let part = world.undo(&part).await;
        assert_eq!((part.state, part.totals.refunded_minor), (PaymentState::Refunded, 4_000));
        let waits = world.authorise("waits", "tok_challenge").await;
        assert_eq!(world.undo(&waits).await.state, PaymentState::Voided);
        let pending = world.authorise("pending", "tok_pending").await;
        assert_eq!(world.undo(&pending).await.state, PaymentState::Voided);
        let declined = world.authorise("declined", "tok_decline").await;
        assert_eq!(world.undo(&declined).await.state, PaymentState::Failed);
        for payment in [&held, &paid, &part] {
            let ops = world.ops(payment).await.len();
            world.undo(payment).await;
            assert_eq!(world.ops(payment).await.len(), ops, "twice is once");
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn while_nobody_knows_whether_there_is_anything_to_undo() {
    for (act, state) in [
        (Act::DropAfterApply, PaymentState::Voided),
        (Act::DropBeforeApply, PaymentState::Voided),
        (Act::Stored500 { applied: false }, PaymentState::Failed),
    ] {
        for world in worlds().await {
            world.plan("POST", "/v1/payments", act.clone());
            let payment = world.authorise("a", "tok_approve").await;
            assert_eq!(world.undo(&payment).await.state, PaymentState::Created, "nothing can be said yet");
            world.advance(2 * 86_400).await;
            ends(&world, &payment, state).await;
        }
    }
}

#[tokio::test]
async fn money_that_comes_in_after_it_goes_back() {
    for world in worlds().await {
        world.listen();
        let payment = world.authorise("a", "tok_pending").await;
        let object = payment.provider_object.clone().unwrap();
        world.sim.payer(&object, &PayerAct::Decline { code: "timed_out".into() }).unwrap();
        world.settle().await;
        assert_eq!(world.undo(&payment).await.state, PaymentState::Failed);
        world.sim.payer(&object, &PayerAct::LateSuccess { after_s: 600 }).unwrap();
        world.advance(700).await;
        ends(&world, &payment, PaymentState::Voided).await;
        assert_eq!(world.truth(&payment).status, "voided");
    }
}

#[tokio::test]
async fn although_the_answers_are_lost() {
    for path in ["/v1/payments/*/void", "/v1/payments/*/refunds"] {
        for act in [Act::DropAfterApply, Act::DropBeforeApply, Act::Html502 { applied: true }] {
            for world in worlds().await {
                let payment = if path.ends_with("void") { world.held("a").await } else { world.paid("a").await };
                world.plan("POST", path, act.clone());
                world.undo(&payment).await;
                assert!(world.capture(&payment, "more", Some(1)).await.is_err(), "it is not wanted any more");
                world.advance(30).await;
                let state = if path.ends_with("void") { PaymentState::Voided } else { PaymentState::Refunded };
                ends(&world, &payment, state).await;
            }
        }
    }
}

#[tokio::test]
async fn while_a_capture_is_in_doubt() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.plan("POST", "/v1/payments/*/capture", Act::DropAfterApply);
        world.capture(&payment, "c", None).await.unwrap();
        assert_eq!(world.undo(&payment).await.state, PaymentState::Authorised);
        world.advance(60).await;
        ends(&world, &payment, PaymentState::Refunded).await;
    }
}

#[tokio::test]
async fn again_and_again_when_the_bank_refuses_but_not_for_ever() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        world.sim.plan(Plan::on("POST", "/v1/payments/*/refunds", Act::FeeOnly).times(3));
        world.undo(&payment).await;
        world.advance(1_800).await;
        ends(&world, &payment, PaymentState::Refunded).await;
        let states: Vec<_> = world.ops(&payment).await.iter().skip(2).map(|op| op.state).collect();
        assert_eq!(states, [OpState::Failed, OpState::Failed, OpState::Failed, OpState::Done]);

        let hopeless = world.paid("b").await;
        world.sim.plan(Plan::on("POST", "/v1/payments/*/refunds", Act::FeeOnly).times(100_000));
        world.undo(&hopeless).await;
        world.advance(5 * 86_400).await;
        let tries = world.ops(&hopeless).await.len();
        assert!((5..20).contains(&tries), "{tries} tries");
        world.advance(5 * 86_400).await;
        assert_eq!(world.ops(&hopeless).await.len(), tries);
    }
}

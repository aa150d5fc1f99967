//! What people do in the provider's own dashboard appears in our ledger.

use crate::world::worlds;
use infrasell_rules::payment::{FactKind, OpKind, OpState, PaymentState};
use infrasell_simulator::{Act, DashboardAct};

#[tokio::test]
async fn a_capture_a_refund_and_a_void() {
    for world in worlds().await {
        world.listen();
        let paid = world.held("paid").await;
        let object = paid.provider_object.clone().unwrap();
        world.sim.dashboard(&object, &DashboardAct::Capture { amount: None }).unwrap();
        world.sim.dashboard(&object, &DashboardAct::Refund { amount: Some(1_500) }).unwrap();
        let voided = world.held("voided").await;
        world.sim.dashboard(voided.provider_object.as_ref().unwrap(), &DashboardAct::Void).unwrap();
        world.settle().await;
        let now = world.payment(paid.id).await;
        assert_eq!((now.state, now.totals.refunded_minor), (PaymentState::PartiallyRefunded, 1_500));
        assert_eq!(world.state(&voided).await, PaymentState::Voided);
        let foreign =
            |kind| move |fact: &infrasell_contracts::payments::FactView| fact.kind == kind && fact.reference.is_none();
        let facts = world.facts(&paid).await;
        assert!(
            facts.iter().any(foreign(FactKind::Captured)) && facts.iter().any(foreign(FactKind::Refunded)),
            "{facts:?}"
        );
        assert_eq!(world.ops(&paid).await.len(), 1, "no operation of ours stands for it");
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_capture_that_was_made_there_first() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.plan("POST", "/v1/payments/*/capture", Act::AlreadyCapturedByDashboard);
        let refused = world.capture(&payment, "c", None).await.unwrap_err();
        assert!(refused.to_string().contains("already_captured"), "{refused}");
        assert_eq!(world.op(&payment, OpKind::Capture).await.state, OpState::Failed);
        let now = world.payment(payment.id).await;
        assert_eq!((now.state, now.totals.captured_minor), (PaymentState::Captured, 10_000));
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_void_after_a_capture_there_leaves_the_money_to_be_refunded() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world
            .sim
            .dashboard(payment.provider_object.as_ref().unwrap(), &DashboardAct::Capture { amount: None })
            .unwrap();
        assert_eq!(world.undo(&payment).await.state, PaymentState::Refunded);
        let kinds: Vec<_> = world.ops(&payment).await.iter().map(|op| (op.kind, op.state)).collect();
        let all = [(OpKind::Create, OpState::Done), (OpKind::Void, OpState::Failed), (OpKind::Refund, OpState::Done)];
        // when the webhook of the capture is taken in first, nobody tries to void
        let told_before = [all[0], all[2]];
        assert!(kinds == all || kinds == told_before, "{kinds:?}");
        world.oracle().await;
    }
}

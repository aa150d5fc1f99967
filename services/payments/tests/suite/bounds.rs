//! Never more than there is: two people at once, one person twice, expired holds, disputes.

use crate::world::{cx, worlds};
use infrasell_contracts::payments::{Capture, PaymentError, Payments, Refund};
use infrasell_rpc::Fault;
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::{Act, DashboardAct, Plan};

#[tokio::test]
async fn two_refunds_at_once_do_not_exceed_what_was_captured() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..6 {
            let (service, id) = (world.service.clone(), payment.id);
            let ask = Refund { id, reference: format!("r{n}"), amount_minor: 4_000 };
            tasks.spawn(async move { service.refund(&cx(), ask).await });
        }
        let results = tasks.join_all().await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
        let refused = results.iter().filter_map(|result| result.as_ref().err());
        for error in refused {
            assert!(matches!(error, PaymentError::AmountTooLarge { asked_minor: 4_000, .. }), "{error:?}");
        }
        assert_eq!(world.payment(payment.id).await.totals.refunded_minor, 8_000);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_double_click_is_one_click() {
    for world in worlds().await {
        let payment = world.held("a").await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (service, id) = (world.service.clone(), payment.id);
            tasks.spawn(async move {
                let ask = Capture { id, reference: "ship-1".into(), amount_minor: Some(6_000) };
                service.capture(&cx(), ask).await
            });
        }
        assert!(tasks.join_all().await.iter().all(Result::is_ok));
        assert_eq!((world.calls("POST", "/capture"), world.truth(&payment).captured), (1, 6_000));
        let other = world.capture(&payment, "ship-1", Some(1)).await.unwrap_err();
        assert_eq!(other, PaymentError::Fault(Fault::IdempotencyKeyReused));
        let other = world.refund(&payment, "ship-1", 6_000).await.unwrap_err();
        assert_eq!(other, PaymentError::Fault(Fault::IdempotencyKeyReused));
        world.oracle().await;
    }
}

#[tokio::test]
async fn two_captures_at_once_do_not_exceed_the_hold() {
    for world in worlds().await {
        let payment = world.held("a").await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (service, id) = (world.service.clone(), payment.id);
            let ask = Capture { id, reference: format!("ship-{n}"), amount_minor: Some(6_000) };
            tasks.spawn(async move { service.capture(&cx(), ask).await });
        }
        assert_eq!(tasks.join_all().await.iter().filter(|result| result.is_ok()).count(), 1);
        world.oracle().await;
    }
}

#[tokio::test]
async fn an_operator_and_the_dashboard_refund_at_once() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        world.plan("POST", "/v1/payments/*/refunds", Act::RefundedByDashboard { amount: Some(8_000) });
        let refused = world.refund(&payment, "r", 5_000).await.unwrap_err();
        assert!(refused.to_string().contains("amount_too_large"), "{refused}");
        let now = world.payment(payment.id).await;
        assert_eq!((now.state, now.totals.refunded_minor), (PaymentState::PartiallyRefunded, 8_000));
        let too_much = world.refund(&payment, "r2", 2_001).await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 2_001, available_minor: 2_000 });
        world.refund(&payment, "r3", 2_000).await.unwrap();
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refund_that_comes_back_is_owed_again() {
    for world in worlds().await {
        world.listen();
        let payment = world.paid("a").await;
        world.plan("POST", "/v1/payments/*/refunds", Act::RefundFailsLater { after_s: 2 * 86_400 });
        let refunded = world.refund(&payment, "r", 10_000).await.unwrap();
        assert_eq!(refunded.state, PaymentState::Refunded);
        world.advance(2 * 86_400 + 60).await;
        let now = world.payment(payment.id).await;
        assert_eq!((now.state, now.totals.refunded_minor), (PaymentState::Captured, 0));
        world.oracle().await;
        world.refund(&payment, "r2", 10_000).await.unwrap();
        assert_eq!(world.state(&payment).await, PaymentState::Refunded);
        world.oracle().await;
    }
}

#[tokio::test]
async fn disputed_money_is_not_refunded_as_well() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        let object = payment.provider_object.clone().unwrap();
        world.sim.dashboard(&object, &DashboardAct::DisputeOpen { amount: Some(7_000) }).unwrap();
        // We have not heard of it, and the provider refuses; then we have.
        let refused = world.refund(&payment, "r", 5_000).await.unwrap_err();
        assert!(refused.to_string().contains("payment_disputed"), "{refused}");
        let now = world.payment(payment.id).await;
        assert_eq!(now.totals.disputed_minor, 7_000);
        let too_much = world.refund(&payment, "r2", 3_001).await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 3_001, available_minor: 3_000 });
        world.refund(&payment, "r3", 3_000).await.unwrap();
        world.oracle().await;
    }
}

#[tokio::test]
async fn an_expired_hold_cannot_be_captured() {
    for world in worlds().await {
        let asleep = world.held("asleep").await;
        world.plan("POST", "/v1/payments/*/capture", Act::HoldExpired);
        let refused = world.capture(&asleep, "c", None).await.unwrap_err();
        assert!(refused.to_string().contains("hold_expired"), "{refused}");
        assert_eq!(world.state(&asleep).await, PaymentState::Voided);

        let awake = world.held("awake").await;
        world.advance(5 * 86_400 + 30).await;
        assert_eq!(world.state(&awake).await, PaymentState::Voided, "known before anybody ships");
        let refused = world.capture(&awake, "c", None).await.unwrap_err();
        assert_eq!(refused, PaymentError::WrongState { state: PaymentState::Voided });
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refusal_is_repaired_and_tried_again_under_a_new_key() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.sim.plan(Plan::on("POST", "/v1/payments/*/capture", Act::FeeOnly));
        let refused = world.capture(&payment, "c", None).await.unwrap_err();
        assert!(refused.to_string().contains("fee_only"), "{refused}");
        let failed = world.op(&payment, OpKind::Capture).await;
        assert_eq!(failed.state, OpState::Failed);
        let again = world.capture(&payment, "c", None).await.unwrap_err();
        assert_eq!(again, refused, "the same name gets the same answer");

        let gets = world.calls("GET", payment.provider_object.as_ref().unwrap());
        let done = world.retry(failed.id).await;
        assert_eq!((done.state, done.reference.as_str()), (OpState::Done, "c~2"));
        assert_eq!(world.calls("GET", payment.provider_object.as_ref().unwrap()), gets + 1, "a look comes first");
        assert_eq!(world.state(&payment).await, PaymentState::Captured);
        assert_eq!(world.retry(failed.id).await.id, done.id, "and once is enough");
        world.oracle().await;
    }
}

#[tokio::test]
async fn what_a_state_does_not_allow_is_refused_without_a_call() {
    for world in worlds().await {
        let held = world.held("held").await;
        let state = PaymentState::Authorised;
        assert_eq!(world.refund(&held, "r", 1).await.unwrap_err(), PaymentError::WrongState { state });
        let too_much = world.capture(&held, "c", Some(10_001)).await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 10_001, available_minor: 10_000 });
        for amount in [0, -1] {
            assert!(world.capture(&held, "c", Some(amount)).await.is_err());
            assert!(world.refund(&held, "r", amount).await.is_err());
        }
        let paid = world.paid("paid").await;
        let state = PaymentState::Captured;
        assert_eq!(world.void(&paid).await.unwrap_err(), PaymentError::WrongState { state });
        assert_eq!(world.capture(&paid, "c2", None).await.unwrap_err(), PaymentError::WrongState { state });
        let voided = world.void(&held).await.unwrap();
        assert_eq!(world.void(&held).await.unwrap(), voided, "gone is gone");
        assert_eq!((world.calls("POST", "/capture"), world.calls("POST", "/void")), (1, 1));
        let nobody = infrasell_kernel::PaymentId::from_i64(99_999);
        let ask = Refund { id: nobody, reference: "r".into(), amount_minor: 1 };
        let error = world.service.refund(&cx(), ask).await.unwrap_err();
        assert_eq!(error, PaymentError::Fault(Fault::not_found("payment", nobody)));
        world.oracle().await;
    }
}

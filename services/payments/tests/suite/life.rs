//! The life of a payment when the provider behaves.

use crate::world::{ask, cx, worlds};
use infrasell_contracts::payments::{Authorise, NextAction, PaymentError, Payments};
use infrasell_db::testing::assert_all_prepare;
use infrasell_payments::MIGRATIONS;
use infrasell_rpc::Fault;
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::PayerAct;

#[tokio::test]
async fn every_statement_prepares() {
    assert_all_prepare(&[MIGRATIONS]).await;
}

#[tokio::test]
async fn hold_capture_refund() {
    for world in worlds().await {
        let payment = world.held("a").await;
        assert_eq!((payment.totals.authorised_minor, payment.totals.capturable_minor), (10_000, 10_000));
        assert!(payment.expires_at.is_some() && payment.provider_object.is_some());
        let payment = world.capture(&payment, "c", None).await.unwrap();
        assert_eq!((payment.state, payment.totals.captured_minor), (PaymentState::Captured, 10_000));
        let payment = world.refund(&payment, "r1", 3_000).await.unwrap();
        assert_eq!((payment.state, payment.totals.refunded_minor), (PaymentState::PartiallyRefunded, 3_000));
        let payment = world.refund(&payment, "r2", 7_000).await.unwrap();
        assert_eq!(payment.state, PaymentState::Refunded);
        let kinds: Vec<_> = world.ops(&payment).await.iter().map(|op| (op.kind, op.state)).collect();
        let done = OpState::Done;
        let refunds = [(OpKind::Refund, done), (OpKind::Refund, done)];
        assert_eq!(kinds, [&[(OpKind::Create, done), (OpKind::Capture, done)][..], &refunds].concat());
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_shipment_at_a_time_and_the_rest_given_back() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.capture(&payment, "ship-1", Some(4_000)).await.unwrap();
        let part = world.capture(&payment, "ship-2", Some(2_000)).await.unwrap();
        assert_eq!((part.state, part.totals.capturable_minor), (PaymentState::PartiallyCaptured, 4_000));
        let rest = world.void(&payment).await.unwrap();
        assert_eq!((rest.totals.captured_minor, rest.totals.capturable_minor), (6_000, 0));
        let more = world.capture(&payment, "ship-3", Some(1)).await.unwrap_err();
        assert_eq!(more, PaymentError::AmountTooLarge { asked_minor: 1, available_minor: 0 });
        world.oracle().await;
    }
}

#[tokio::test]
async fn the_same_reference_is_the_same_payment() {
    for world in worlds().await {
        let payment = world.held("a").await;
        assert_eq!(world.authorise("a", "tok_approve").await.id, payment.id);
        let keyed = cx().step("checkout", "chk_1:1:authorise");
        for _ in 0..2 {
            assert_eq!(world.service.authorise(&keyed, ask("a", "tok_approve")).await.unwrap().id, payment.id);
        }
        assert_eq!(world.calls("POST", "/v1/payments"), 1);
        let other = world.try_authorise("a", "tok_challenge").await.unwrap_err();
        assert_eq!(other, PaymentError::Fault(Fault::IdempotencyKeyReused));
        world.oracle().await;
    }
}

#[tokio::test]
async fn eight_at_once_are_one() {
    for world in worlds().await {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let service = world.service.clone();
            tasks.spawn(async move { service.authorise(&cx(), ask("a", "tok_approve")).await.unwrap().id });
        }
        let ids = tasks.join_all().await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(world.calls("POST", "/v1/payments"), 1);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_decline_is_final_and_says_why() {
    for world in worlds().await {
        let payment = world.authorise("a", "tok_decline_insufficient_funds").await;
        assert_eq!(
            (payment.state, payment.decline_reason.as_deref()),
            (PaymentState::Failed, Some("insufficient_funds"))
        );
        let off_session = world.authorise("b", "tok_decline_authentication_required").await;
        assert_eq!(off_session.decline_reason.as_deref(), Some("authentication_required"));
        let unknown_token = world.authorise("c", "tok_nobody_knows").await;
        assert_eq!(
            (unknown_token.state, unknown_token.decline_reason.as_deref()),
            (PaymentState::Failed, Some("no_such_instrument"))
        );
        world.advance(86_400).await;
        assert_eq!(world.state(&payment).await, PaymentState::Failed);
        world.oracle().await;
    }
}

#[tokio::test]
async fn the_buyer_passes_a_challenge() {
    for world in worlds().await {
        let payment = world.authorise("a", "tok_challenge").await;
        assert_eq!(payment.state, PaymentState::NeedsAction);
        assert!(matches!(&payment.next_action, Some(NextAction::Redirect { url }) if url.contains("/pay/")));
        world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::ChallengePass).unwrap();
        let back = world.sync(&payment).await.unwrap();
        assert_eq!((back.state, back.next_action), (PaymentState::Authorised, None));
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_challenge_is_failed_or_left_alone() {
    for world in worlds().await {
        let failed = world.authorise("a", "tok_challenge").await;
        world.sim.payer(failed.provider_object.as_ref().unwrap(), &PayerAct::ChallengeFail).unwrap();
        let left = world.authorise("b", "tok_challenge").await;
        world.advance(7_200).await;
        assert_eq!(world.payment(failed.id).await.decline_reason.as_deref(), Some("authentication_failed"));
        assert_eq!(world.state(&left).await, PaymentState::Failed);
        world.oracle().await;
    }
}

#[tokio::test]
async fn what_is_asked_is_checked_before_anything_is_written() {
    for world in worlds().await {
        let bad = |change: fn(&mut Authorise)| {
            let mut req = ask("a", "tok_approve");
            change(&mut req);
            req
        };
        for (req, path) in [
            (bad(|r| r.reference = String::new()), "reference"),
            (bad(|r| r.reference = "x".repeat(97)), "reference"),
            (bad(|r| r.reference = "a\0b".into()), "reference"),
            (bad(|r| r.amount.minor = -1), "amount"),
            (bad(|r| r.instrument = Some("4242 4242 4242 4242".into())), "instrument"),
            (bad(|r| r.return_url = Some("javascript:alert(1)".into())), "return_url"),
            (bad(|r| r.description = "x".repeat(201)), "description"),
            (bad(|r| r.instrument = None), "instrument"),
        ] {
            match world.service.authorise(&cx(), req).await.unwrap_err() {
                PaymentError::Fault(Fault::Invalid { errors }) => assert_eq!(errors[0].path, path),
                other => panic!("{path}: {other:?}"),
            }
        }
        let unknown = world.service.authorise(&cx(), bad(|r| r.method = "barter".into())).await.unwrap_err();
        assert_eq!(unknown, PaymentError::MethodNotOffered { method: "barter".into() });
        assert_eq!(world.calls("POST", "/v1/payments"), 0);
        world.assert_nothing_leaked();
    }
}

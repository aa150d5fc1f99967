//! Money that is on its way is not paid.

use crate::world::worlds;
use infrasell_contracts::payments::PaymentError;
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::Act;

#[tokio::test]
async fn a_payment_that_the_bank_thinks_about() {
    for world in worlds().await {
        let (yes, no) =
            (world.authorise("yes", "tok_pending_approve").await, world.authorise("no", "tok_pending_decline").await);
        for payment in [&yes, &no] {
            assert_eq!((payment.state, payment.totals.authorised_minor), (PaymentState::Pending, 0));
            let refused = world.capture(payment, "c", None).await.unwrap_err();
            assert_eq!(refused, PaymentError::WrongState { state: PaymentState::Pending });
        }
        world.advance(2_400).await;
        assert_eq!(world.state(&yes).await, PaymentState::Authorised);
        assert_eq!(world.payment(no.id).await.decline_reason.as_deref(), Some("declined_by_bank"));
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_capture_that_takes_its_time() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.plan("POST", "/v1/payments/*/capture", Act::CapturePending { after_s: 3_600 });
        let pending = world.capture(&payment, "c", Some(6_000)).await.unwrap();
        assert_eq!((pending.state, pending.totals.captured_minor), (PaymentState::Authorised, 0));
        assert_eq!(world.op(&payment, OpKind::Capture).await.state, OpState::Unknown);
        let too_much = world.capture(&payment, "c2", Some(4_001)).await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 4_001, available_minor: 4_000 });
        assert!(world.void(&payment).await.is_err(), "not while a capture is under way");
        world.advance(4 * 3_600).await;
        assert_eq!(world.op(&payment, OpKind::Capture).await.state, OpState::Done);
        assert_eq!(world.payment(payment.id).await.totals.captured_minor, 6_000);
        assert_eq!(world.calls("POST", "/capture"), 1);
        world.oracle().await;
    }
}

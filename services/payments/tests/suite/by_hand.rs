//! Money that people handle.

use crate::world::{World, ask, cx, worlds};
use infrasell_contracts::payments::{
    Authorise, NextAction, PAYMENT_CHANGED, Payment, PaymentChanged, PaymentError, Payments, RecordReceived,
};
use infrasell_db::v;
use infrasell_rpc::{Caller, Cx, Fault};
use infrasell_rules::payment::{OpKind, OpState, PaymentState};

async fn promise(world: &World, reference: &str, method: &str) -> Payment {
    let ask = Authorise { method: method.into(), instrument: None, return_url: None, ..ask(reference, "") };
    world.service.authorise(&cx(), ask).await.unwrap()
}

async fn receive(world: &World, payment: &Payment, amount_minor: i64, receipt: &str) -> Result<Payment, PaymentError> {
    let permissions = infrasell_kernel::Permissions::all();
    let caller = Caller::Staff { id: infrasell_kernel::StaffId::from_i64(7), permissions, channels: None };
    let cx = Cx { caller, ..cx() };
    let ask = RecordReceived { id: payment.id, amount_minor, receipt: receipt.into() };
    world.service.record_received(&cx, ask).await
}

#[tokio::test]
async fn a_bank_transfer_comes_in_in_instalments() {
    for world in worlds().await {
        let payment = promise(&world, "a", "manual").await;
        assert_eq!(payment.state, PaymentState::Pending);
        let told = NextAction::Instructions { text: "Pay to account 1234".into() };
        assert_eq!(payment.next_action, Some(told));
        let jobs = "SELECT count(*) FROM db_job WHERE kind IN ('payments.resolve', 'payments.poll')";
        let jobs: i64 = world.db.one(jobs, &[], |row| row.get(0)).await.unwrap();
        assert_eq!(
            (jobs, world.op(&payment, OpKind::Create).await.state),
            (0, OpState::Done),
            "nothing is left to ask"
        );
        let part = receive(&world, &payment, 4_000, "UTR1").await.unwrap();
        assert_eq!((part.state, part.totals.captured_minor), (PaymentState::PartiallyCaptured, 4_000));
        assert_eq!(receive(&world, &payment, 4_000, "UTR1").await.unwrap(), part, "a receipt counts once");
        let other = receive(&world, &payment, 4_001, "UTR1").await.unwrap_err();
        assert!(matches!(other, PaymentError::Fault(Fault::Conflict { .. })), "{other:?}");
        let too_much = receive(&world, &payment, 6_001, "UTR2").await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 6_001, available_minor: 6_000 });
        let whole = receive(&world, &payment, 6_000, "UTR2").await.unwrap();
        assert_eq!((whole.state, whole.next_action), (PaymentState::Captured, None));
        assert!(receive(&world, &payment, 1, "UTR3").await.is_err());
        let facts = world.facts(&payment).await;
        assert_eq!(facts.iter().filter(|fact| fact.actor == "staff_7").count(), 2, "{facts:?}");
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_promise_is_told_to_others_when_it_comes_to_something() {
    for world in worlds().await {
        let told = async || {
            let told = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
            let all: Vec<PaymentChanged> =
                world.db.all(told, &v![PAYMENT_CHANGED], |row| row.next_json()).await.unwrap();
            all.into_iter().map(|event| (event.reference, event.state, event.revision)).collect::<Vec<_>>()
        };
        let (kept, broken) = (promise(&world, "kept", "cod").await, promise(&world, "broken", "cod").await);
        assert_eq!((kept.state, told().await), (PaymentState::Pending, vec![]));
        world.void(&broken).await.unwrap();
        receive(&world, &kept, 10_000, "1").await.unwrap();
        let both = [("broken", PaymentState::Voided), ("kept", PaymentState::Captured)];
        assert_eq!(told().await, both.map(|(reference, state)| (reference.to_owned(), state, 1)));
    }
}

#[tokio::test]
async fn the_same_receipt_number_serves_two_payments() {
    for world in worlds().await {
        let (a, b) = (promise(&world, "a", "cod").await, promise(&world, "b", "cod").await);
        for payment in [&a, &b] {
            assert_eq!(receive(&world, payment, 10_000, "1").await.unwrap().state, PaymentState::Captured);
        }
        world.oracle().await;
    }
}

#[tokio::test]
async fn it_is_given_up_before_it_came() {
    for world in worlds().await {
        let payment = promise(&world, "a", "cod").await;
        assert_eq!(world.void(&payment).await.unwrap().state, PaymentState::Voided);
        let late = receive(&world, &payment, 10_000, "1").await.unwrap_err();
        assert_eq!(late, PaymentError::WrongState { state: PaymentState::Voided });
        let other = promise(&world, "b", "manual").await;
        assert_eq!(world.undo(&other).await.state, PaymentState::Voided);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refund_waits_until_somebody_says_that_he_has_paid_it() {
    for world in worlds().await {
        let payment = promise(&world, "a", "manual").await;
        receive(&world, &payment, 10_000, "UTR1").await.unwrap();
        let asked = world.refund(&payment, "r", 3_000).await.unwrap();
        assert_eq!((asked.state, asked.totals.refunded_minor), (PaymentState::Captured, 0));
        let op = world.op(&payment, OpKind::Refund).await;
        assert_eq!((op.state, op.needs_operator), (OpState::New, true));
        let too_much = world.refund(&payment, "r2", 7_001).await.unwrap_err();
        assert_eq!(too_much, PaymentError::AmountTooLarge { asked_minor: 7_001, available_minor: 7_000 });
        world.advance(86_400).await;
        assert_eq!(world.payment(payment.id).await.totals.refunded_minor, 0);
        assert_eq!(world.retry(op.id).await.state, OpState::Done);
        assert_eq!(world.payment(payment.id).await.totals.refunded_minor, 3_000);

        assert_eq!(
            world.undo(&payment).await.state,
            PaymentState::PartiallyRefunded,
            "the rest waits for somebody too"
        );
        let rest = world.ops(&payment).await.pop().unwrap();
        assert_eq!((rest.amount_minor, rest.needs_operator), (7_000, true));
        world.retry(rest.id).await;
        assert_eq!(world.state(&payment).await, PaymentState::Refunded);
        world.oracle().await;
    }
}

#[tokio::test]
async fn what_people_handle_no_provider_captures_and_the_other_way_round() {
    for world in worlds().await {
        let by_hand = promise(&world, "a", "cod").await;
        let refused = world.capture(&by_hand, "c", None).await.unwrap_err();
        assert_eq!(refused, PaymentError::NotSupported { method: "cod".into(), action: "capture".into() });
        let card = world.held("b").await;
        let refused = receive(&world, &card, 10_000, "1").await.unwrap_err();
        let action = "record money by hand".into();
        assert_eq!(refused, PaymentError::NotSupported { method: "simulator".into(), action });
        assert_eq!(world.sync(&by_hand).await.unwrap(), by_hand);
        assert!(receive(&world, &by_hand, 1, "").await.is_err());
        world.oracle().await;
    }
}

//! Amounts: nothing, too little, other currencies, and a provider that says another amount than was agreed.

use crate::world::{World, ask, cx, inr, worlds};
use infrasell_contracts::payments::{Authorise, ListMethods, Payment, PaymentError, Payments};
use infrasell_kernel::{ChannelId, Money};
use infrasell_rpc::Fault;
use infrasell_rules::payment::{HoldReason, OpKind, OpState, PaymentState};
use infrasell_simulator::{Act, PayerAct};

fn money(minor: i64, currency: &str) -> Money {
    Money::new(minor, currency.parse().unwrap())
}

async fn methods(world: &World, amount: Money) -> Vec<String> {
    let ask = ListMethods { channel: ChannelId::from_i64(1), amount };
    world.service.methods(&cx(), ask).await.unwrap().into_iter().map(|method| method.code).collect()
}

async fn pay(world: &World, reference: &str, amount: Money, method: &str) -> Result<Payment, PaymentError> {
    world.service.authorise(&cx(), Authorise { amount, method: method.into(), ..ask(reference, "tok_approve") }).await
}

#[tokio::test]
async fn nothing_to_pay_calls_nobody() {
    for world in worlds().await {
        assert_eq!(methods(&world, inr(0)).await, ["none"]);
        let payment = pay(&world, "free", inr(0), "none").await.unwrap();
        assert_eq!((payment.state, payment.totals.captured_minor), (PaymentState::Captured, 0));
        assert_eq!(world.sync(&payment).await.unwrap(), payment);
        for (amount, method) in [(inr(0), "simulator"), (inr(5), "none")] {
            let refused = pay(&world, "x", amount, method).await.unwrap_err();
            assert_eq!(refused, PaymentError::MethodNotOffered { method: method.into() });
        }
        assert!(world.capture(&payment, "c", None).await.is_err());
        assert!(world.refund(&payment, "r", 1).await.is_err());
        assert_eq!(world.undo(&payment).await.state, PaymentState::Voided);
        assert_eq!((world.calls("POST", ""), world.calls("GET", "payments")), (0, 0));
        world.oracle().await;
    }
}

#[tokio::test]
async fn below_the_providers_least_nobody_is_called() {
    for world in worlds().await {
        assert_eq!(methods(&world, inr(99)).await, ["manual", "cod"]);
        assert_eq!(methods(&world, inr(100)).await, ["simulator", "manual", "cod"]);
        let refused = pay(&world, "a", inr(99), "simulator").await.unwrap_err();
        assert_eq!(refused, PaymentError::MethodNotOffered { method: "simulator".into() });
        assert_eq!(methods(&world, money(5_000, "XAU")).await, ["manual", "cod"]);
        assert_eq!(world.calls("POST", "/v1/payments"), 0);
    }
}

#[tokio::test]
async fn every_currency_is_sent_in_the_providers_own_units() {
    for world in worlds().await {
        for (amount, units) in [
            (money(500, "JPY"), 500),
            (money(12_340, "KWD"), 12_340),
            (money(500, "ISK"), 50_000),
            (money(1_999, "USD"), 1_999),
        ] {
            let payment = pay(&world, amount.currency.code(), amount, "simulator").await.unwrap();
            assert_eq!((payment.state, payment.totals.authorised_minor), (PaymentState::Authorised, amount.minor));
            let object = world.sim.object(payment.provider_object.as_ref().unwrap()).unwrap();
            assert_eq!(object["amount"], units, "{amount}");
            let payment = world.capture(&payment, "c", None).await.unwrap();
            assert_eq!((payment.state, payment.totals.captured_minor), (PaymentState::Captured, amount.minor));
            world.refund(&payment, "r", amount.minor).await.unwrap();
        }
        let refused = pay(&world, "odd", money(12_345, "KWD"), "simulator").await.unwrap();
        assert_eq!(refused.decline_reason.as_deref(), Some("amount_not_representable"));
        assert_eq!(refused.state, PaymentState::Failed);
        // The bank's truth is in its own units; the audit has turned them into ours.
        assert_eq!(world.differences().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn another_amount_or_currency_is_held() {
    for world in worlds().await {
        for (n, (act, reason)) in [
            (Act::AmountDelta { delta: 1 }, HoldReason::Amount),
            (Act::AmountDelta { delta: -1 }, HoldReason::Amount),
            (Act::PartialSuccess, HoldReason::Amount),
            (Act::OtherCurrency { currency: "USD".into() }, HoldReason::Currency),
        ]
        .into_iter()
        .enumerate()
        {
            world.plan("POST", "/v1/payments", act.clone());
            let payment = world.authorise(&format!("a{n}"), "tok_approve").await;
            assert_eq!((payment.state, payment.held.as_ref().unwrap().reason), (PaymentState::Held, reason), "{act:?}");
            let refused = world.capture(&payment, "c", None).await.unwrap_err();
            assert_eq!(refused, PaymentError::WrongState { state: PaymentState::Held });
            assert!(world.void(&payment).await.is_err(), "a person must look first");
            assert_eq!(world.truth(&payment).captured, 0);
        }
        world.advance(3_600).await;
        let differences = world.differences().await;
        assert_eq!(differences.len(), 4, "{differences:?}");
        assert!(differences.iter().all(|difference| difference.contains("is held")), "{differences:?}");
        world.assert_nothing_leaked();
    }
}

#[tokio::test]
async fn the_buyer_pays_another_amount() {
    for world in worlds().await {
        for (n, amount) in [9_999, 10_001].into_iter().enumerate() {
            let payment = world.authorise(&format!("a{n}"), "tok_pending").await;
            world.sim.payer(payment.provider_object.as_ref().unwrap(), &PayerAct::PayWrongAmount { amount }).unwrap();
            assert_eq!(world.sync(&payment).await.unwrap().state, PaymentState::Held);
        }
    }
}

#[tokio::test]
async fn a_capture_of_less_is_not_the_whole_and_of_more_is_held() {
    for world in worlds().await {
        let less = world.held("less").await;
        world.plan("POST", "/v1/payments/*/capture", Act::PartialSuccess);
        let less = world.capture(&less, "c", None).await.unwrap();
        assert_eq!((less.state, less.totals.captured_minor), (PaymentState::PartiallyCaptured, 5_000));
        world.oracle().await;

        let more = world.held("more").await;
        world.plan("POST", "/v1/payments/*/capture", Act::AmountDelta { delta: 1 });
        let more = world.capture(&more, "c", None).await.unwrap();
        assert_eq!(more.state, PaymentState::Held);
        let op = world.op(&more, OpKind::Capture).await;
        assert_eq!((op.state, op.needs_operator), (OpState::Unknown, true));
        assert!(world.differences().await.iter().any(|one| one.contains("captured 0 here and 10001 there")));
        assert_eq!(world.undo(&more).await.state, PaymentState::Held);
        world.advance(600).await;
        assert_eq!((world.calls("POST", "/void"), world.calls("POST", "/refunds")), (0, 0), "a person must look first");
    }
}

#[tokio::test]
async fn an_amount_that_changed_since_is_another_request() {
    for world in worlds().await {
        world.held("a").await;
        let changed = pay(&world, "a", inr(9_000), "simulator").await.unwrap_err();
        assert_eq!(changed, PaymentError::Fault(Fault::IdempotencyKeyReused));
        world.oracle().await;
    }
}

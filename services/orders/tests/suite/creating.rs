//! Placing orders.

use crate::shop::*;
use infrasell_contracts::{
    orders::*,
    payments::{PaymentChanged, RefundState},
};
use infrasell_kernel::{Currency, LocationId, Money, Token};
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::{OrderState, PaymentStatus},
    payment::{PaymentState, PaymentTotals},
};

#[tokio::test]
async fn an_order_is_what_was_agreed_word_for_word() {
    for world in worlds().await {
        let purchase = world.purchase(&[(3, 33_333), (1, 10_000)]);
        let order = world.create(&staff(), purchase.clone()).await.unwrap();
        let total = purchase.quote.totals.total_minor;
        assert_eq!((order.number.as_str(), order.version, order.state), ("K-0001", 1, OrderState::Confirmed));
        assert_eq!(total, 3 * 33_333 + 10_000 + 5_000);
        assert_eq!((order.payment_status, order.authorised_minor), (PaymentStatus::Authorised, total));
        assert_eq!((order.captured_minor, order.refunded_minor, order.balance_minor), (0, 0, total));
        assert_eq!((&order.quote, &order.email), (&purchase.quote, &purchase.email));
        assert_eq!((order.token, order.checkout, order.payment), (purchase.token, purchase.checkout, purchase.payment));
        assert_eq!((&order.note, &order.attributes), (&purchase.note, &purchase.attributes));
        assert_eq!(order.shipping_address, purchase.shipping_address);
        assert_eq!(order.billing_address, purchase.billing_address);
        let line = &order.line_items[0];
        assert_eq!((line.sku.as_str(), line.quantity, line.mrp_minor), ("SKU-0", units(3), Some(66_666)));
        assert_eq!(line.amounts, purchase.quote.lines[0]);
        let places: Vec<_> = line.allocations.iter().map(|one| (one.location, one.quantity)).collect();
        assert_eq!(places, [(LocationId::from_i64(1), 2), (LocationId::from_i64(2), 1)]);
        assert_eq!((line.fulfilled, line.refunded, line.restocked), (0, 0, 0));
        assert_eq!(world.get(order.id).await, order);
        let placed: Vec<OrderPlaced> = world.emitted(ORDER_PLACED).await;
        assert_eq!(placed, [OrderPlaced { order: order.id, number: "K-0001".into() }]);
        let page = world.timeline(&staff(), GetTimeline { order: order.id, page: Default::default() }).await.unwrap();
        let [entry] = &page.items[..] else { panic!("{page:?}") };
        let words = format!("K-0001: {} by simulator", Money::new(total, Currency::INR));
        assert_eq!((entry.kind.as_str(), &entry.text, entry.actor.as_str()), ("placed", &words, "staff_7"));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn an_order_begins_where_its_money_stands() {
    use OrderState::{AwaitingPayment, Confirmed};
    use PaymentStatus::{Authorised, Captured, PartiallyCaptured, Pending};
    let whole = 15_000;
    let cases = [
        // held, captured, may be fulfilled at once
        (0, 0, false, AwaitingPayment, Pending),
        (0, 0, true, Confirmed, Pending),
        (whole, 0, false, Confirmed, Authorised),
        (0, whole, false, Confirmed, Captured),
        (whole - 1, 0, false, AwaitingPayment, Authorised),
        (0, 1, false, AwaitingPayment, PartiallyCaptured),
        (whole - 1, 1, false, Confirmed, PartiallyCaptured),
    ];
    for world in worlds().await {
        for (held, captured, may_fulfil, state, status) in cases {
            let mut purchase = world.purchase(&[(1, 10_000)]);
            assert_eq!(purchase.quote.totals.total_minor, whole);
            (purchase.authorised_minor, purchase.captured_minor) = (held, captured);
            purchase.may_fulfil = may_fulfil;
            let order = world.create(&staff(), purchase).await.unwrap();
            assert_eq!((order.state, order.payment_status), (state, status), "{held} {captured} {may_fulfil}");
            assert_eq!((order.authorised_minor, order.captured_minor), (held, captured));
        }
        let mut free = world.purchase(&[(2, 0)]);
        free.quote = agreed(&[(2, 0)], 0);
        (free.payment, free.payment_reference, free.authorised_minor, free.may_fulfil) = (None, None, 0, false);
        let order = world.create(&staff(), free).await.unwrap();
        assert_eq!((order.state, order.payment_status), (Confirmed, PaymentStatus::NotRequired));
        assert_eq!((order.payment, order.balance_minor), (None, 0));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_checkout_gets_one_order_under_any_key_and_none() {
    for world in worlds().await {
        let purchase = world.purchase(&[(2, 1_000)]);
        let first = world.create(&keyed("a"), purchase.clone()).await.unwrap();
        let mut other = purchase.clone();
        other.note = "another note".into();
        other.token = Token::random(&infrasell_kernel::OsRandom);
        for (cx, again) in [
            (keyed("a"), &purchase),
            (keyed("b"), &purchase),
            (staff(), &purchase),
            (staff(), &other),
            (keyed("b"), &purchase),
        ] {
            assert_eq!(world.create(&cx, again.clone()).await.unwrap(), first);
        }
        let reused = world.create(&keyed("a"), other.clone()).await;
        assert_eq!(reused, Err(Fault::IdempotencyKeyReused.into()));
        // without a payment the same holds
        let mut unpaid = world.purchase(&[(1, 1)]);
        (unpaid.payment, unpaid.payment_reference) = (None, None);
        let second = world.create(&staff(), unpaid.clone()).await.unwrap();
        assert_eq!(world.create(&staff(), unpaid).await.unwrap(), second);
        let third = world.place(&[(1, 1)]).await;
        assert_eq!([&*second.number, &*third.number], ["K-0002", "K-0003"]);
        assert_eq!(world.emitted::<OrderPlaced>(ORDER_PLACED).await.len(), 3);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn two_orders_share_neither_payment_nor_token() {
    for world in worlds().await {
        let first = world.place(&[(1, 1_000)]).await;
        let mut same_payment = world.purchase(&[(1, 1_000)]);
        same_payment.payment = first.payment;
        assert_eq!(bad_fields(world.create(&staff(), same_payment).await), ["payment taken"]);
        let mut same_token = world.purchase(&[(1, 1_000)]);
        same_token.token = first.token;
        assert_eq!(bad_fields(world.create(&staff(), same_token).await), ["token taken"]);
        assert_eq!(world.place(&[(1, 1_000)]).await.number, "K-0002");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn what_was_told_before_the_order_is_not_lost() {
    for world in worlds().await {
        let purchase = world.purchase(&[(1, 10_000)]);
        let early = |state, totals| PaymentChanged {
            revision: 0,
            payment: purchase.payment.unwrap(),
            reference: purchase.payment_reference.clone().unwrap(),
            state,
            totals,
            refunds: vec![],
        };
        world.tell(&early(PaymentState::Authorised, totals(15_000, 0, 0))).await;
        world.tell(&early(PaymentState::PartiallyCaptured, totals(15_000, 9_000, 0))).await;
        // the caller knows only of the hold
        let order = world.create(&staff(), purchase.clone()).await.unwrap();
        assert_eq!((order.authorised_minor, order.captured_minor), (6_000, 9_000));
        assert_eq!((order.state, order.payment_status), (OrderState::Confirmed, PaymentStatus::PartiallyCaptured));

        // a caller who says that goods may leave does not know that the money is gone
        let late = world.purchase(&[(1, 10_000)]);
        let voided = PaymentChanged {
            revision: 0,
            payment: late.payment.unwrap(),
            reference: String::new(),
            state: PaymentState::Voided,
            totals: PaymentTotals { authorised_minor: 15_000, ..PaymentTotals::default() },
            refunds: vec![],
        };
        world.tell(&voided).await;
        let refused = world.create(&keyed("late"), late.clone()).await;
        assert!(matches!(refused, Err(OrderError::Fault(Fault::Conflict { .. }))), "{refused:?}");
        // the payment goes through after all, under another attempt of the provider's
        let captured = PaymentChanged { state: PaymentState::Captured, totals: totals(15_000, 15_000, 0), ..voided };
        world.tell(&captured).await;
        let order = world.create(&keyed("late"), late).await.unwrap();
        assert_eq!((order.number.as_str(), order.captured_minor), ("K-0002", 15_000));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_payment_without_an_order_is_forgotten_after_a_while_and_one_with_an_order_is_not() {
    for world in worlds().await {
        let order = world.place(&[(1, 1_000)]).await;
        let abandoned = PaymentChanged {
            revision: 0,
            payment: infrasell_kernel::PaymentId::from_i64(5),
            reference: "chk_5:1".into(),
            state: PaymentState::Failed,
            totals: PaymentTotals::default(),
            refunds: vec![infrasell_contracts::payments::RefundProgress {
                reference: "not a refund of ours".into(),
                amount_minor: 1,
                state: RefundState::Failed,
            }],
        };
        world.tell(&abandoned).await;
        assert_eq!(world.sweep().await.unwrap(), 0);
        world.db.clock.advance(std::time::Duration::from_secs(31 * 24 * 3600));
        assert_eq!(world.sweep().await.unwrap(), 1);
        world.tell(&told(&order, PaymentState::Captured, totals(6_000, 6_000, 0))).await;
        assert_eq!(world.get(order.id).await.payment_status, PaymentStatus::Captured);
        world.assert_clean().await;
    }
}

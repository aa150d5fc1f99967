//! What payments tells, in any order and any number of times.

use crate::shop::*;
use infrasell_contracts::{
    orders::*,
    payments::{PAYMENT_CHANGED, PaymentChanged, RefundState},
};
use infrasell_db::Runner;
use infrasell_kernel::PaymentId;
use infrasell_rules::{
    order::{OrderState, PaymentStatus},
    payment::{PaymentState, PaymentTotals},
};
use std::time::Duration;

async fn waiting(world: &World) -> Order {
    let mut purchase = world.purchase(&[(1, 10_000)]);
    (purchase.may_fulfil, purchase.authorised_minor) = (false, 0);
    let order = world.create(&staff(), purchase).await.unwrap();
    assert_eq!(order.state, OrderState::AwaitingPayment);
    order
}

#[tokio::test]
async fn an_order_is_confirmed_once_the_money_is_there_or_held() {
    let cases = [
        (PaymentState::Authorised, totals(15_000, 0, 0), OrderState::Confirmed, PaymentStatus::Authorised),
        (PaymentState::Captured, totals(15_000, 15_000, 0), OrderState::Confirmed, PaymentStatus::Captured),
        (
            PaymentState::PartiallyCaptured,
            totals(15_000, 1, 0),
            OrderState::Confirmed,
            PaymentStatus::PartiallyCaptured,
        ),
        (
            PaymentState::PartiallyCaptured,
            totals(0, 1, 0),
            OrderState::AwaitingPayment,
            PaymentStatus::PartiallyCaptured,
        ),
        (PaymentState::Pending, totals(0, 0, 0), OrderState::AwaitingPayment, PaymentStatus::Pending),
        (PaymentState::NeedsAction, totals(0, 0, 0), OrderState::AwaitingPayment, PaymentStatus::Pending),
        (PaymentState::Held, totals(15_000, 0, 0), OrderState::AwaitingPayment, PaymentStatus::Authorised),
        (PaymentState::Failed, totals(0, 0, 0), OrderState::Cancelled, PaymentStatus::Failed),
    ];
    for world in worlds().await {
        for (state, totals, order_state, status) in cases {
            let order = waiting(&world).await;
            world.tell(&told(&order, state, totals)).await;
            let now = world.get(order.id).await;
            assert_eq!((now.state, now.payment_status), (order_state, status), "{state} {totals:?}");
            world.tell(&told(&order, state, totals)).await;
            assert_eq!(world.get(order.id).await, now, "the same again changes nothing");
        }
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn an_old_event_lowers_nothing() {
    for world in worlds().await {
        let order = waiting(&world).await;
        let early = world.db.now();
        world.db.clock.advance(Duration::from_secs(60));
        world.tell(&told(&order, PaymentState::PartiallyRefunded, totals(15_000, 15_000, 4_000))).await;
        let now = world.get(order.id).await;
        let old = [
            (PaymentState::Authorised, totals(15_000, 0, 0)),
            (PaymentState::Failed, PaymentTotals::default()),
            (PaymentState::Held, totals(15_000, 9_000, 0)),
        ];
        for (state, totals) in old {
            world.tell_at(&told(&order, state, totals), early).await.unwrap();
            assert_eq!(world.get(order.id).await, now);
        }
        // but what can only grow is taken from an old one, too
        let more = told(&order, PaymentState::Captured, totals(16_000, 16_000, 0));
        world.tell_at(&more, early).await.unwrap();
        let grown = world.get(order.id).await;
        assert_eq!((grown.captured_minor, grown.refunded_minor), (16_000, 4_000));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_released_rest_is_not_held_any_more() {
    for world in worlds().await {
        let order = world.place(&[(1, 10_000)]).await;
        let early = world.db.now();
        let released = PaymentTotals { capturable_minor: 0, ..totals(15_000, 9_000, 0) };
        world.tell(&told(&order, PaymentState::PartiallyCaptured, released)).await;
        let now = world.get(order.id).await;
        assert_eq!((now.authorised_minor, now.captured_minor, now.balance_minor), (0, 9_000, 6_000));
        world.tell_at(&told(&order, PaymentState::Authorised, totals(15_000, 0, 0)), early).await.unwrap();
        assert_eq!(world.get(order.id).await, now);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_payment_is_also_found_by_its_reference() {
    for world in worlds().await {
        let mut purchase = world.purchase(&[(1, 10_000)]);
        let payment = purchase.payment.take();
        (purchase.may_fulfil, purchase.authorised_minor) = (false, 0);
        let reference = purchase.payment_reference.clone().unwrap();
        let order = world.create(&staff(), purchase).await.unwrap();
        assert_eq!((order.payment, order.state), (None, OrderState::AwaitingPayment));
        let event = PaymentChanged {
            revision: 0,
            payment: payment.unwrap(),
            reference,
            state: PaymentState::Captured,
            totals: totals(15_000, 15_000, 0),
            refunds: vec![],
        };
        world.tell(&event).await;
        let paid = world.get(order.id).await;
        assert_eq!((paid.payment, paid.state), (payment, OrderState::Confirmed));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn events_reach_orders_through_the_outbox_and_strangers_hold_nobody_up() {
    for world in worlds().await {
        let order = waiting(&world).await;
        let stranger = PaymentChanged {
            revision: 0,
            payment: PaymentId::from_i64(1),
            reference: "chk_1:1".into(),
            state: PaymentState::Failed,
            totals: PaymentTotals::default(),
            refunds: vec![],
        };
        let paid = told(&order, PaymentState::Captured, totals(15_000, 15_000, 0));
        let runner = Runner::start(&world.db, world.orders.jobs(), world.orders.subscriptions()).await.unwrap();
        let mut tx = world.db.begin().await.unwrap();
        tx.emit(PAYMENT_CHANGED, &stranger).await.unwrap();
        tx.emit(PAYMENT_CHANGED, &paid).await.unwrap();
        tx.commit().await.unwrap();
        runner.settle().await.unwrap();
        let confirmed = world.get(order.id).await;
        assert_eq!((confirmed.state, confirmed.payment_status), (OrderState::Confirmed, PaymentStatus::Captured));
        let page = world.timeline(&staff(), GetTimeline { order: order.id, page: Default::default() }).await.unwrap();
        let actors: Vec<_> = page.items.iter().map(|entry| (entry.kind.as_str(), entry.actor.as_str())).collect();
        assert_eq!(actors, [("placed", "staff_7"), ("captured", "payments"), ("confirmed", "payments")]);
        runner.stop().await;
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn refunds_follow_what_payments_says_of_them() {
    for world in worlds().await {
        let order = world.paid(&[(3, 1_000)]).await;
        for _ in 0..3 {
            world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
        }
        let order = world.get(order.id).await;
        let states = [RefundState::Succeeded, RefundState::Failed, RefundState::Pending];
        let mut event = told(&order, PaymentState::PartiallyRefunded, totals(8_000, 8_000, 1_000));
        event.refunds = (0..3).map(|at| progress(&order, at, states[at])).collect();
        world.tell(&event).await;
        let now = world.get(order.id).await;
        assert_eq!(now.refunds.iter().map(|refund| refund.state).collect::<Vec<_>>(), states);
        assert_eq!((now.line_items[0].refunded, now.refunded_minor), (2, 1_000));
        assert_eq!(now.balance_minor, -1_000, "one is under way");
        world.assert_clean().await;
    }
}

/// Two replicas of payments whose clocks disagree: what was told later is told with the earlier time.
#[tokio::test]
async fn of_two_changes_the_one_with_the_greater_revision_counts_whatever_the_clocks_say() {
    for world in worlds().await {
        let order = world.place(&[(1, 10_000)]).await;
        let told = |revision, refunded| PaymentChanged {
            revision,
            ..told(&order, PaymentState::PartiallyRefunded, totals(15_000, 15_000, refunded))
        };
        let now = world.db.now();
        let ahead = now.plus(Duration::from_secs(60));
        world.tell_at(&told(7, 1_000), ahead).await.unwrap();
        world.tell_at(&told(8, 2_000), now).await.unwrap();
        assert_eq!(world.get(order.id).await.refunded_minor, 2_000, "the newer one, by a slow clock");
        world.tell_at(&told(6, 500), ahead.plus(Duration::from_secs(60))).await.unwrap();
        assert_eq!(world.get(order.id).await.refunded_minor, 2_000, "an older one that comes late");
        world.tell_at(&told(8, 2_000), now).await.unwrap();
        assert_eq!(world.get(order.id).await.refunded_minor, 2_000);
        world.assert_clean().await;
    }
}

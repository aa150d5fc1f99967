//! Several at once: one order a checkout, and never more money or units than there are.

use crate::shop::*;
use infrasell_contracts::{orders::*, payments::RefundState};
use infrasell_rules::{
    order::{OrderState, PaymentStatus},
    payment::PaymentState,
};
use std::{future::Future, sync::Arc};
use tokio::task::JoinSet;

/// Runs `make(0)` … `make(count - 1)` at once.
async fn at_once<T: Send + 'static, F>(count: usize, make: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for n in 0..count {
        tasks.spawn(make(n));
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_at_once_for_one_checkout_get_one_order() {
    for world in worlds().await {
        let world = Arc::new(world);
        for (key, with_payment) in [(None, true), (None, false), (Some("own"), true), (Some("one"), true)] {
            let mut purchase = world.purchase(&[(1, 1_000)]);
            if !with_payment {
                (purchase.payment, purchase.payment_reference) = (None, None);
            }
            let orders = at_once(8, |n| {
                let (orders, purchase) = (world.orders.clone(), purchase.clone());
                async move {
                    let cx = match key {
                        None => staff(),
                        Some("own") => keyed(&format!("own {n}")),
                        Some(one) => keyed(one),
                    };
                    orders.create(&cx, purchase).await.unwrap()
                }
            })
            .await;
            assert!(orders.iter().all(|order| *order == orders[0]), "{key:?}: {orders:?}");
        }
        assert_eq!(world.emitted::<OrderPlaced>(ORDER_PLACED).await.len(), 4);
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_at_once_never_pay_more_than_was_captured() {
    for world in worlds().await {
        // by goodwill: 8 × 4,000 of 15,000
        let order = world.paid(&[(1, 10_000)]).await;
        let results = at_once(8, |_| {
            let (orders, order) = (world.orders.clone(), order.clone());
            async move { orders.create_refund(&staff(), refund_of(&order, &[], 0, 4_000)).await }
        })
        .await;
        let (done, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (3, 5));
        for error in refused {
            assert_eq!(error, Err(OrderError::RefundTooLarge { asked_minor: 4_000, left_minor: 3_000 }));
        }
        // by units: 4 × 2 of 3
        let order = world.paid(&[(3, 10_000)]).await;
        let results = at_once(4, |_| {
            let (orders, order) = (world.orders.clone(), order.clone());
            async move { orders.create_refund(&staff(), refund_of(&order, &[(0, 2)], 0, 0)).await }
        })
        .await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(world.emitted::<RefundRequested>(REFUND_REQUESTED).await.len(), 4);
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fulfilments_at_once_never_send_more_than_was_sold() {
    for world in worlds().await {
        let order = world.place(&[(5, 1_000), (4, 1_000)]).await;
        let results = at_once(6, |n| {
            let (orders, order) = (world.orders.clone(), order.clone());
            // two lines, named in either order
            let lines = if n % 2 == 0 { [(0, 2), (1, 1)] } else { [(1, 1), (0, 2)] };
            async move { orders.create_fulfilment(&staff(), shipment(&order, &lines, true)).await }
        })
        .await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
        for error in results.into_iter().filter_map(Result::err) {
            let line_item = order.line_items[0].id;
            assert_eq!(error, OrderError::TooManyUnits { line_item, asked: 2, left: 1 });
        }
        let order = world.get(order.id).await;
        assert_eq!((order.line_items[0].fulfilled, order.line_items[1].fulfilled), (4, 2));
        assert_eq!(order.state, OrderState::PartiallyFulfilled);
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_and_cancelling_at_once_does_one_of_them() {
    for world in worlds().await {
        for _ in 0..10 {
            let order = world.paid(&[(1, 1_000)]).await;
            let (orders, id) = (world.orders.clone(), order.id);
            let cancel = CancelOrder { id, reason: "changed mind".into(), restock: true, if_version: None };
            let cancelling = tokio::spawn(async move { orders.cancel(&staff(), cancel).await });
            let (orders, request) = (world.orders.clone(), shipment(&order, &[], true));
            let sending = tokio::spawn(async move { orders.create_fulfilment(&staff(), request).await });
            let (cancelled, sent) = (cancelling.await.unwrap(), sending.await.unwrap());
            assert!(cancelled.is_ok() != sent.is_ok(), "{cancelled:?} {sent:?}");
        }
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_while_the_order_is_placed_is_seen() {
    for world in worlds().await {
        let world = Arc::new(world);
        for _ in 0..25 {
            let purchase = world.purchase(&[(1, 10_000)]);
            let told = infrasell_contracts::payments::PaymentChanged {
                revision: 0,
                payment: purchase.payment.unwrap(),
                reference: purchase.payment_reference.clone().unwrap(),
                state: PaymentState::Captured,
                totals: totals(15_000, 15_000, 0),
                refunds: vec![],
            };
            let telling = tokio::spawn({
                let world = world.clone();
                async move { world.tell(&told).await }
            });
            let order = world.create(&staff(), purchase).await.unwrap();
            telling.await.unwrap();
            let order = world.get(order.id).await;
            assert_eq!((order.payment_status, order.captured_minor), (PaymentStatus::Captured, 15_000));
        }
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_refunds_once_however_often_it_is_used() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let answers = at_once(6, |_| {
            let (orders, order) = (world.orders.clone(), order.clone());
            async move { orders.create_refund(&keyed("once"), refund_of(&order, &[(0, 1)], 0, 0)).await.unwrap() }
        })
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(world.get(order.id).await.refunds.len(), 1);
        assert_eq!(answers[0].refunds[0].state, RefundState::Pending);
        world.assert_clean().await;
    }
}

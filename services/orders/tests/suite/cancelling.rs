//! Calling orders off.

use crate::shop::*;
use infrasell_contracts::{orders::*, payments::RefundState};
use infrasell_kernel::OrderId;
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::{FulfilmentState, OrderState, PaymentStatus},
    payment::{PaymentState, PaymentTotals},
};

fn cancellation(order: &Order, restock: bool) -> CancelOrder {
    CancelOrder { id: order.id, reason: "changed mind".into(), restock, if_version: None }
}

fn sum(told: &OrderCancelled) -> i64 {
    told.restock.iter().map(|one| one.quantity).sum()
}

#[tokio::test]
async fn goods_go_back_to_stock_and_money_back_to_the_buyer() {
    for world in worlds().await {
        let order = world.paid(&[(3, 1_000), (2, 500)]).await;
        let cancelled = world.cancel(&staff(), cancellation(&order, true)).await.unwrap();
        assert_eq!(
            (cancelled.state, cancelled.cancel_reason.as_deref()),
            (OrderState::Cancelled, Some("changed mind"))
        );
        assert_eq!((cancelled.balance_minor, cancelled.version), (-9_000, 2));
        assert!(cancelled.cancelled_at.is_some());
        assert_eq!((cancelled.line_items[0].restocked, cancelled.line_items[1].restocked), (3, 2));
        let told: Vec<OrderCancelled> = world.emitted(ORDER_CANCELLED).await;
        assert_eq!((told[0].order, told[0].payment, sum(&told[0])), (order.id, order.payment, 5));
        let error = OrderError::WrongState { state: OrderState::Cancelled };
        assert_eq!(world.cancel(&staff(), cancellation(&order, true)).await, Err(error.clone()));
        assert_eq!(world.refund(&order, &[(0, 1)], 0, 0).await, Err(error.clone()));
        assert_eq!(world.ship(&order, &[]).await, Err(error.clone()));
        assert_eq!(world.complete(&staff(), CompleteOrder { id: order.id }).await, Err(error));
        // payments undoes it under a name of its own
        let paid_back = crate::shop::told(&order, PaymentState::Refunded, totals(9_000, 9_000, 9_000));
        world.tell(&paid_back).await;
        let after = world.get(order.id).await;
        assert_eq!((after.balance_minor, after.payment_status), (0, PaymentStatus::Refunded));
        assert_eq!(world.kinds(order.id).await, ["placed", "cancelled", "refunded"]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn only_what_has_not_gone_back_before_goes_back() {
    for world in worlds().await {
        let order = world.paid(&[(4, 1_000)]).await;
        world.refund(&order, &[(0, 3)], 0, 0).await.unwrap();
        world.cancel(&staff(), cancellation(&order, true)).await.unwrap();
        let told: Vec<OrderCancelled> = world.emitted(ORDER_CANCELLED).await;
        // places 1 and 2 had two units each, of which two and one went back with the refund
        let back: Vec<_> = told[0].restock.iter().map(|one| (one.location.get(), one.quantity)).collect();
        assert_eq!(back, [(2, 1)]);

        let kept = world.paid(&[(4, 1_000)]).await;
        let kept = world.cancel(&staff(), cancellation(&kept, false)).await.unwrap();
        assert_eq!(kept.line_items[0].restocked, 0);
        let told: Vec<OrderCancelled> = world.emitted(ORDER_CANCELLED).await;
        assert_eq!(sum(&told[1]), 0);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn what_was_sent_is_not_called_off_but_what_is_packed_is() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        world.ship(&order, &[(0, 1)]).await.unwrap();
        let error = OrderError::WrongState { state: OrderState::PartiallyFulfilled };
        assert_eq!(world.cancel(&staff(), cancellation(&order, true)).await, Err(error));
        world.ship(&order, &[]).await.unwrap();
        let error = OrderError::WrongState { state: OrderState::Fulfilled };
        assert_eq!(world.cancel(&staff(), cancellation(&order, true)).await, Err(error));

        let order = world.paid(&[(2, 1_000)]).await;
        world.create_fulfilment(&staff(), shipment(&order, &[(0, 1)], false)).await.unwrap();
        let order = world.cancel(&staff(), cancellation(&order, true)).await.unwrap();
        assert_eq!(order.fulfilments[0].state, FulfilmentState::Cancelled);
        let fulfilment = order.fulfilments[0].id;
        let state = Some(FulfilmentState::Shipped);
        let ship = UpdateFulfilment { order: order.id, fulfilment, state, tracking: None };
        let error = OrderError::WrongFulfilmentState { state: FulfilmentState::Cancelled };
        assert_eq!(world.update_fulfilment(&staff(), ship).await, Err(error));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_payment_that_fails_calls_off_what_waits_for_it_and_nothing_else() {
    for world in worlds().await {
        let mut purchase = world.purchase(&[(2, 1_000)]);
        (purchase.may_fulfil, purchase.authorised_minor) = (false, 0);
        let waiting = world.create(&staff(), purchase).await.unwrap();
        let confirmed = world.place(&[(2, 1_000)]).await;
        for order in [&waiting, &confirmed] {
            let closed = PaymentTotals { authorised_minor: order.authorised_minor, ..PaymentTotals::default() };
            let state = if order.authorised_minor > 0 { PaymentState::Voided } else { PaymentState::Failed };
            let event = told(order, state, closed);
            world.tell(&event).await;
            world.tell(&event).await;
        }
        let off = world.get(waiting.id).await;
        assert_eq!((off.state, off.cancel_reason.as_deref()), (OrderState::Cancelled, Some("the payment has failed")));
        let on = world.get(confirmed.id).await;
        assert_eq!((on.state, on.payment_status), (OrderState::Confirmed, PaymentStatus::Voided));
        let events: Vec<OrderCancelled> = world.emitted(ORDER_CANCELLED).await;
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].order, sum(&events[0])), (waiting.id, 2));

        // the buyer pays after all
        world.tell(&told(&waiting, PaymentState::Captured, totals(0, 7_000, 0))).await;
        let late = world.get(waiting.id).await;
        assert_eq!((late.state, late.balance_minor), (OrderState::Cancelled, -7_000));
        let events: Vec<OrderCancelled> = world.emitted(ORDER_CANCELLED).await;
        assert_eq!(events.len(), 2);
        assert_eq!((events[1].payment, sum(&events[1])), (waiting.payment, 0));
        assert_eq!(world.kinds(waiting.id).await.last().unwrap(), "late_payment");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_caller_who_minds_is_told_that_the_order_has_changed() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let refunded = world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
        assert_eq!(refunded.refunds[0].state, RefundState::Pending);
        let stale = CancelOrder { if_version: Some(1), ..cancellation(&order, true) };
        assert_eq!(world.cancel(&staff(), stale).await, Err(Fault::Stale { what: "order".into() }.into()));
        let fresh = CancelOrder { if_version: Some(2), ..cancellation(&order, true) };
        let cancelled = world.cancel(&keyed("c"), fresh.clone()).await.unwrap();
        assert_eq!(world.cancel(&keyed("c"), fresh).await.unwrap(), cancelled, "the same key gets the same answer");
        let nowhere = CancelOrder { id: OrderId::from_i64(404_404), ..cancellation(&order, true) };
        assert_eq!(world.cancel(&staff(), nowhere).await, Err(Fault::not_found("order", "ord_404404").into()));
        let silent = CancelOrder { reason: "\n".into(), ..cancellation(&order, true) };
        assert_eq!(bad_fields(world.cancel(&staff(), silent).await), ["reason required"]);
        world.assert_clean().await;
    }
}

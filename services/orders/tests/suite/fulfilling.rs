//! Sending goods.

use crate::shop::*;
use infrasell_contracts::orders::*;
use infrasell_kernel::{FulfilmentId, LocationId, OrderId};
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::{FulfilmentState, OrderState},
    payment::{PaymentState, PaymentTotals},
};

async fn update(world: &World, order: &Order, at: usize, state: FulfilmentState) -> Refunded {
    let fulfilment = order.fulfilments[at].id;
    let req = UpdateFulfilment { order: order.id, fulfilment, state: Some(state), tracking: None };
    world.update_fulfilment(&staff(), req).await
}

#[tokio::test]
async fn goods_go_in_parts_until_nothing_is_left() {
    for world in worlds().await {
        let order = world.paid(&[(3, 1_000), (2, 1_000)]).await;
        let request = CreateFulfilment {
            location: Some(LocationId::from_i64(2)),
            tracking: Tracking {
                carrier: "India Post".into(),
                number: "EE1".into(),
                url: "https://post.example/EE1".into(),
            },
            ..shipment(&order, &[(0, 2)], true)
        };
        let order = world.create_fulfilment(&staff(), request.clone()).await.unwrap();
        assert_eq!((order.state, order.version), (OrderState::PartiallyFulfilled, 2));
        let parcel = &order.fulfilments[0];
        assert_eq!((parcel.state, parcel.location), (FulfilmentState::Shipped, request.location));
        assert_eq!((&parcel.tracking, parcel.shipped_at), (&request.tracking, Some(parcel.created_at)));
        let order = world.ship(&order, &[]).await.unwrap();
        assert_eq!(order.state, OrderState::Fulfilled);
        let sent: Vec<i64> = order.line_items.iter().map(|line| line.fulfilled).collect();
        assert_eq!(sent, [3, 2]);
        assert_eq!(world.ship(&order, &[]).await, Err(OrderError::WrongState { state: OrderState::Fulfilled }));
        let order = update(&world, &order, 1, FulfilmentState::Delivered).await.unwrap();
        assert!(order.fulfilments[1].delivered_at.is_some());
        let order = world.complete(&staff(), CompleteOrder { id: order.id }).await.unwrap();
        assert_eq!(order.state, OrderState::Completed);
        // what was under way still arrives
        let order = update(&world, &order, 0, FulfilmentState::Delivered).await.unwrap();
        assert_eq!(order.state, OrderState::Completed);
        let told: Vec<OrderFulfilled> = world.emitted(ORDER_FULFILLED).await;
        let parcels: Vec<FulfilmentId> = told.iter().map(|one| one.fulfilment).collect();
        assert_eq!(parcels, order.fulfilments.iter().map(|one| one.id).collect::<Vec<_>>());
        let kinds = world.kinds(order.id).await;
        assert_eq!(kinds, ["placed", "shipped", "shipped", "delivered", "completed", "delivered"]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn what_is_being_packed_is_taken_but_not_sent() {
    for world in worlds().await {
        let order = world.paid(&[(3, 1_000)]).await;
        let packing = world.create_fulfilment(&staff(), shipment(&order, &[(0, 2)], false)).await.unwrap();
        assert_eq!((packing.state, packing.line_items[0].fulfilled), (OrderState::Confirmed, 0));
        let line_item = order.line_items[0].id;
        let error = OrderError::TooManyUnits { line_item, asked: 2, left: 1 };
        assert_eq!(world.ship(&order, &[(0, 2)]).await, Err(error));
        let sent = world.ship(&order, &[]).await.unwrap();
        assert_eq!((sent.state, sent.line_items[0].fulfilled), (OrderState::PartiallyFulfilled, 1));
        let all_packed = world.ship(&order, &[]).await;
        assert!(matches!(all_packed, Err(OrderError::Fault(Fault::Conflict { .. }))), "{all_packed:?}");
        assert_eq!(world.emitted::<OrderFulfilled>(ORDER_FULFILLED).await.len(), 1);
        let done = update(&world, &packing, 0, FulfilmentState::Shipped).await.unwrap();
        assert_eq!((done.state, done.line_items[0].fulfilled), (OrderState::Fulfilled, 3));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_parcel_that_comes_back_is_to_be_sent_again() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let order = world.ship(&order, &[(0, 1)]).await.unwrap();
        let order = world.ship(&order, &[(0, 1)]).await.unwrap();
        let order = update(&world, &order, 0, FulfilmentState::Cancelled).await.unwrap();
        assert_eq!((order.state, order.line_items[0].fulfilled), (OrderState::PartiallyFulfilled, 1));
        let order = update(&world, &order, 1, FulfilmentState::Cancelled).await.unwrap();
        assert_eq!((order.state, order.line_items[0].fulfilled), (OrderState::Confirmed, 0));
        for state in [FulfilmentState::Shipped, FulfilmentState::Delivered, FulfilmentState::Cancelled] {
            let error = OrderError::WrongFulfilmentState { state: FulfilmentState::Cancelled };
            assert_eq!(update(&world, &order, 0, state).await, Err(error));
        }
        let order = world.ship(&order, &[]).await.unwrap();
        let order = update(&world, &order, 2, FulfilmentState::Delivered).await.unwrap();
        for state in [FulfilmentState::Pending, FulfilmentState::Shipped, FulfilmentState::Cancelled] {
            let error = OrderError::WrongFulfilmentState { state: FulfilmentState::Delivered };
            assert_eq!(update(&world, &order, 2, state).await, Err(error));
        }
        let again = update(&world, &order, 2, FulfilmentState::Delivered).await.unwrap();
        assert_eq!(again, order, "what changes nothing is no change");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_completed_order_is_not_opened_again() {
    for world in worlds().await {
        let order = world.paid(&[(1, 1_000)]).await;
        let error = OrderError::WrongState { state: OrderState::Confirmed };
        assert_eq!(world.complete(&staff(), CompleteOrder { id: order.id }).await, Err(error));
        let order = world.ship(&order, &[]).await.unwrap();
        let order = world.complete(&staff(), CompleteOrder { id: order.id }).await.unwrap();
        let error = OrderError::WrongState { state: OrderState::Completed };
        assert_eq!(update(&world, &order, 0, FulfilmentState::Cancelled).await, Err(error.clone()));
        assert_eq!(world.complete(&staff(), CompleteOrder { id: order.id }).await, Err(error.clone()));
        assert_eq!(world.ship(&order, &[(0, 1)]).await, Err(error));
        assert_eq!(world.get(order.id).await, order);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn tracking_can_be_corrected() {
    for world in worlds().await {
        let order = world.paid(&[(1, 1_000)]).await;
        let order = world.ship(&order, &[]).await.unwrap();
        let tracking = Tracking { carrier: "Bluedart".into(), number: "77".into(), url: String::new() };
        let fulfilment = order.fulfilments[0].id;
        let req = UpdateFulfilment { order: order.id, fulfilment, state: None, tracking: Some(tracking.clone()) };
        let changed = world.update_fulfilment(&staff(), req.clone()).await.unwrap();
        assert_eq!((&changed.fulfilments[0].tracking, changed.version), (&tracking, order.version + 1));
        assert_eq!(world.update_fulfilment(&staff(), req).await.unwrap(), changed);
        assert_eq!(world.kinds(order.id).await.last().unwrap(), "tracking_changed");
    }
}

#[tokio::test]
async fn goods_stay_while_there_is_no_money_for_them() {
    for world in worlds().await {
        let mut purchase = world.purchase(&[(1, 10_000)]);
        (purchase.may_fulfil, purchase.authorised_minor) = (false, 0);
        let waiting = world.create(&staff(), purchase).await.unwrap();
        let error = OrderError::WrongState { state: OrderState::AwaitingPayment };
        assert_eq!(world.ship(&waiting, &[]).await, Err(error));

        let order = world.place(&[(2, 10_000)]).await;
        let order = world.create_fulfilment(&staff(), shipment(&order, &[(0, 1)], false)).await.unwrap();
        let refused = |result: Refunded| matches!(result, Err(OrderError::Fault(Fault::Conflict { .. })));
        world.tell(&told(&order, PaymentState::Held, totals(25_000, 0, 0))).await;
        assert!(refused(world.ship(&order, &[]).await));
        assert!(refused(update(&world, &order, 0, FulfilmentState::Shipped).await));
        world.tell(&told(&order, PaymentState::Authorised, totals(25_000, 0, 0))).await;
        let order = update(&world, &order, 0, FulfilmentState::Shipped).await.unwrap();
        // the hold runs out before it was captured
        let gone = PaymentTotals { authorised_minor: 25_000, ..PaymentTotals::default() };
        world.tell(&told(&order, PaymentState::Voided, gone)).await;
        assert_eq!(world.get(order.id).await.state, OrderState::PartiallyFulfilled);
        assert!(refused(world.ship(&order, &[]).await));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_sent() {
    for world in worlds().await {
        let order = world.paid(&[(1, 1_000)]).await;
        let other = world.paid(&[(1, 1_000)]).await;
        let mixed = shipment(&other, &[(0, 1)], true);
        let wrong = CreateFulfilment { order: order.id, ..mixed };
        assert_eq!(bad_fields(world.create_fulfilment(&staff(), wrong).await), ["lines.0.line_item unknown"]);
        let twice = shipment(&order, &[(0, 1), (0, 1)], true);
        assert_eq!(bad_fields(world.create_fulfilment(&staff(), twice).await), ["lines.1.line_item duplicate"]);
        let line_item = order.line_items[0].id;
        let error = OrderError::TooManyUnits { line_item, asked: 2, left: 1 };
        assert_eq!(world.ship(&order, &[(0, 2)]).await, Err(error));
        let nowhere = CreateFulfilment { order: OrderId::from_i64(404_404), ..shipment(&order, &[], true) };
        let missing = Err(Fault::not_found("order", "ord_404404").into());
        assert_eq!(world.create_fulfilment(&staff(), nowhere).await, missing);
        let fulfilment = FulfilmentId::from_i64(9);
        let req = UpdateFulfilment { order: order.id, fulfilment, state: None, tracking: None };
        let missing = Err(Fault::not_found("fulfilment", "ful_9").into());
        assert_eq!(world.update_fulfilment(&staff(), req).await, missing);
        assert_eq!(world.get(order.id).await, order);
    }
}

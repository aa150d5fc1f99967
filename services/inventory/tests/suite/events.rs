//! What is told, and what is heard.

use crate::support::{Stock, cx, everywhere, line, variant};
use infrasell_contracts::{
    inventory::{
        AVAILABILITY_CHANGED, Allocation, AvailabilityChanged, CommitReservation, Inventory, LOW_STOCK, LowStock,
        ReleaseReservation,
    },
    orders::{ORDER_CANCELLED, OrderCancelled, REFUND_REQUESTED, RefundRequested},
};
use infrasell_db::Runner;
use infrasell_kernel::{OrderId, RefundId};
use infrasell_rules::stock::BackorderPolicy;

async fn crossings(stock: &Stock) -> Vec<i64> {
    let events = stock.events::<AvailabilityChanged>(AVAILABILITY_CHANGED).await;
    events.iter().flat_map(|event| &event.variants).map(|variant| variant.get()).collect()
}

#[tokio::test]
async fn availability_is_told_when_it_crosses_zero_and_not_at_every_sale() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 3).await;
        assert_eq!(crossings(&stock).await, [1], "came into stock");
        let held = stock.reserve(vec![line("a", 1, 2)]).await.unwrap();
        stock.service.commit(&cx(), CommitReservation { id: held.id, reference: "ord_1".into() }).await.unwrap();
        assert_eq!(crossings(&stock).await, [1], "one is left");
        let last = stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        assert_eq!(crossings(&stock).await, [1, 1], "went out of stock");
        stock.service.release(&cx(), ReleaseReservation { id: last.id }).await.unwrap();
        assert_eq!(crossings(&stock).await, [1, 1, 1], "came back");
        stock.policy(1, true, BackorderPolicy::Continue, None).await;
        assert_eq!(crossings(&stock).await, [1, 1, 1, 1], "is sold by another rule");
        stock.reserve(vec![line("a", 1, 9)]).await.unwrap();
        assert_eq!(crossings(&stock).await, [1, 1, 1, 1], "a backorder leaves it in stock");
    }
}

#[tokio::test]
async fn low_stock_is_told_once_a_crossing() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 10).await;
        stock.set(1, east, 2).await;
        stock.policy(1, true, BackorderPolicy::Deny, Some(5)).await;
        let told = async || stock.events::<LowStock>(LOW_STOCK).await;
        stock.reserve(vec![line("a", 1, 6)]).await.unwrap();
        assert!(told().await.is_empty(), "6 are left");
        let held = stock.reserve(vec![line("a", 1, 2)]).await.unwrap();
        let first = LowStock { variant: variant(1), available: 4, threshold: 5 };
        assert_eq!(told().await, std::slice::from_ref(&first));
        stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        assert_eq!(told().await.len(), 1, "still low");
        stock.service.release(&cx(), ReleaseReservation { id: held.id }).await.unwrap();
        assert_eq!(told().await.len(), 1, "exactly at the threshold is low still");
        stock.adjust(1, east, 1).await.unwrap();
        stock.adjust(1, east, -1).await.unwrap();
        assert_eq!(told().await, [first, LowStock { variant: variant(1), available: 5, threshold: 5 }]);
        assert_eq!(stock.service.find_low_stock().await.unwrap(), 0);
        // a threshold that is raised over what is there is no fall
        stock.policy(2, true, BackorderPolicy::Deny, Some(5)).await;
        assert_eq!(told().await.len(), 2);
        stock.policy(1, true, BackorderPolicy::Deny, None).await;
        stock.adjust(1, east, -1).await.unwrap();
        assert_eq!(told().await.len(), 2);
    }
}

#[tokio::test]
async fn a_flag_that_is_wrong_is_found() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 10).await;
        stock.policy(1, true, BackorderPolicy::Deny, Some(5)).await;
        stock.db.exec("UPDATE inventory_level SET on_hand = 4", &[]).await.unwrap();
        assert_eq!(stock.service.find_low_stock().await.unwrap(), 1);
        assert_eq!(stock.service.find_low_stock().await.unwrap(), 0);
        assert_eq!(stock.events::<LowStock>(LOW_STOCK).await.len(), 1);
    }
}

#[tokio::test]
async fn goods_of_cancelled_and_refunded_orders_come_back_once() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 1).await;
        let order = OrderId::from_i64(5);
        let goods = |quantity| Allocation { key: "line_1".into(), variant: variant(1), location: stock.main, quantity };
        let cancelled = OrderCancelled { order, restock: vec![goods(2), goods(1)], payment: None };
        let refund = |n, restock| RefundRequested {
            order,
            refund: RefundId::from_i64(n),
            payment: None,
            amount_minor: 0,
            restock,
        };
        let mut tx = stock.db.begin().await.unwrap();
        for _ in 0..2 {
            tx.emit(ORDER_CANCELLED, &cancelled).await.unwrap();
            tx.emit(REFUND_REQUESTED, &refund(1, vec![goods(1)])).await.unwrap();
            tx.emit(REFUND_REQUESTED, &refund(2, vec![goods(1)])).await.unwrap();
            tx.emit(REFUND_REQUESTED, &refund(3, vec![])).await.unwrap();
        }
        tx.commit().await.unwrap();
        let runner = Runner::start(&stock.db, vec![], stock.service.subscriptions()).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        assert_eq!(stock.level(1, stock.main).await, (1 + 3 + 1 + 1, 0));
        let req =
            infrasell_contracts::inventory::ListMovements { reference: Some("ord_5".into()), ..Default::default() };
        let movements = stock.service.movements(&cx(), req).await.unwrap().items;
        assert_eq!(movements.len(), 3);
        assert!(movements.iter().any(|m| m.reason == "refund ref_2" && m.delta == 1));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn the_schedules_run() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 1).await;
        stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        stock.db.clock.advance(std::time::Duration::from_secs(1_000));
        let runner = Runner::start(&stock.db, stock.service.jobs(), vec![]).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        assert_eq!(stock.level(1, stock.main).await, (1, 0));
    }
}

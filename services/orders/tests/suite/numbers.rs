//! Order numbers: consecutive, without a gap, whatever fails.

use crate::shop::*;
use infrasell_contracts::orders::{ListOrders, Order, OrderSort};
use infrasell_kernel::PageRequest;
use std::{collections::BTreeSet, sync::Arc};

async fn all(world: &World) -> Vec<Order> {
    let page = PageRequest { limit: Some(250), after: None };
    let list = ListOrders { sort: OrderSort::PlacedAt, page, ..ListOrders::default() };
    infrasell_contracts::orders::Orders::orders(&*world.orders, &staff(), list).await.unwrap().items
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_at_once_of_which_some_fail_leave_no_gap() {
    for world in worlds().await {
        let world = Arc::new(world);
        let shared = world.purchase(&[(1, 1)]).token;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..100 {
            let world = world.clone();
            tasks.spawn(async move {
                let mut purchase = world.purchase(&[(1, 1_000)]);
                if n % 4 == 0 {
                    // one of these gets the token, the others fail after they have drawn a number
                    purchase.token = shared;
                }
                let cx = keyed(&format!("create {n}"));
                infrasell_contracts::orders::Orders::create(&*world.orders, &cx, purchase).await.ok()
            });
        }
        let made = tasks.join_all().await.into_iter().flatten().count();
        assert_eq!(made, 76);
        let numbers: BTreeSet<String> = all(&world).await.into_iter().map(|order| order.number).collect();
        let expected: BTreeSet<String> = (1..=76).map(|n| format!("K-{n:04}")).collect();
        assert_eq!(numbers, expected);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn the_format_may_change_and_come_to_an_older_text() {
    for world in worlds().await {
        let mut numbers = vec![];
        world.profile.set("A1", 1);
        for _ in 0..3 {
            numbers.push(world.place(&[(1, 1)]).await.number);
        }
        world.profile.set("A", 1);
        for _ in 3..13 {
            numbers.push(world.place(&[(1, 1)]).await.number);
        }
        let expected = ["A11", "A12", "A13", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11-2", "A12-2", "A13-2"];
        assert_eq!(numbers, expected);
        world.assert_clean().await;
    }
}

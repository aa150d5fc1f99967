//! Many at once.

use crate::support::{Stock, cx, everywhere, line};
use infrasell_contracts::inventory::{
    CommitReservation, Inventory, InventoryError, ListReservations, ReleaseReservation, Reservation,
};
use infrasell_kernel::ReservationId;
use infrasell_rules::stock::{BackorderPolicy, ReservationState};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::timeout};

/// Long enough for a slow machine, short enough to notice a circle of waiting transactions.
const PATIENCE: Duration = Duration::from_secs(60);

async fn all<T: 'static>(tasks: JoinSet<T>) -> Vec<T> {
    timeout(PATIENCE, tasks.join_all()).await.expect("nobody waits for ever")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_buyers_of_ten_units_get_ten() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        stock.set(1, stock.main, 10).await;
        let mut buyers = JoinSet::new();
        for _ in 0..60 {
            let stock = stock.clone();
            buyers.spawn(async move { stock.reserve(vec![line("a", 1, 1)]).await });
        }
        let results = all(buyers).await;
        let won = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(won, 10, "on {}", stock.db.engine());
        for error in results.into_iter().filter_map(Result::err) {
            let InventoryError::OutOfStock { shortages } = error else { panic!("{error:?}") };
            assert_eq!(shortages[0].wanted, 1);
        }
        assert_eq!(stock.level(1, stock.main).await, (10, 10));
        stock.assert_books().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_race_over_several_locations_and_lines_sells_every_unit_once() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        let east = stock.location("east").await;
        stock.set(1, stock.main, 7).await;
        stock.set(1, east, 5).await;
        let mut buyers = JoinSet::new();
        for buyer in 0..30 {
            let stock = stock.clone();
            let lines = vec![line("a", 1, 1 + buyer % 2), line("b", 1, 1)];
            buyers.spawn(async move { stock.reserve(lines).await });
        }
        let results = all(buyers).await;
        let units = |r: &Reservation| r.allocations.iter().map(|a| a.quantity).sum::<i64>();
        let held: i64 = results.iter().filter_map(|result| result.as_ref().ok()).map(units).sum();
        let (main, east) = (stock.level(1, stock.main).await, stock.level(1, east).await);
        assert_eq!(main.1 + east.1, held);
        assert!((11..=12).contains(&held), "{held} held: what is left is less than the smallest cart");
        stock.assert_books().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn carts_in_opposite_order_never_wait_in_a_circle() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        for n in 1..=4 {
            stock.set(n, stock.main, 10_000).await;
        }
        let mut buyers = JoinSet::new();
        for turn in 0..100 {
            for backwards in [false, true] {
                let stock = stock.clone();
                let mut lines: Vec<_> = (1..=4).map(|n| line(&format!("l{n}"), n, 1)).collect();
                if backwards {
                    lines.reverse();
                }
                buyers.spawn(async move {
                    let held = stock.reserve(lines).await.unwrap();
                    finish(&stock, held.id, turn % 2 == 0).await;
                });
            }
        }
        all(buyers).await;
        for n in 1..=4 {
            assert_eq!(stock.level(n, stock.main).await, (9_900, 0));
        }
        stock.assert_books().await;
    }
}

async fn finish(stock: &Stock, id: ReservationId, sell: bool) {
    if sell {
        stock.service.commit(&stock.keyed(), CommitReservation { id, reference: "ord_1".into() }).await.unwrap();
    } else {
        stock.service.release(&stock.keyed(), ReleaseReservation { id }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_expiry_commit_and_release_one_wins() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        stock.set(1, stock.main, 100).await;
        let mut ids = vec![];
        for _ in 0..40 {
            ids.push(stock.reserve(vec![line("a", 1, 1)]).await.unwrap().id);
        }
        stock.db.clock.advance(Duration::from_secs(3_600));
        let mut rivals = JoinSet::new();
        for (n, id) in ids.into_iter().enumerate() {
            let (seller, releaser) = (stock.clone(), stock.clone());
            rivals.spawn(async move {
                let sold = seller.service.commit(&cx(), CommitReservation { id, reference: "ord_1".into() }).await;
                assert!(sold.is_ok() || sold == Err(InventoryError::ReservationEnded { id }), "{sold:?}");
            });
            if n % 3 == 0 {
                rivals.spawn(async move {
                    releaser.service.release(&cx(), ReleaseReservation { id }).await.unwrap();
                });
            }
            if n % 10 == 0 {
                let stock = stock.clone();
                rivals.spawn(async move {
                    let _: usize = stock.service.expire_due().await.unwrap();
                });
            }
        }
        all(rivals).await;
        let sold = ListReservations { state: Some(ReservationState::Committed), ..ListReservations::default() };
        let sold = stock.service.reservations(&cx(), sold).await.unwrap().items.len();
        assert_eq!(stock.level(1, stock.main).await, (100 - i64::try_from(sold).unwrap(), 0));
        stock.assert_books().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_used_by_eight_at_once_holds_once() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        stock.set(1, stock.main, 10).await;
        let key = stock.keyed();
        let req = stock.reserve_request("chk_1", vec![line("a", 1, 1)]);
        let mut callers = JoinSet::new();
        for _ in 0..8 {
            let (stock, key, req) = (stock.clone(), key.clone(), req.clone());
            callers.spawn(async move { stock.service.reserve(&key, req).await.unwrap().id });
        }
        let ids = all(callers).await;
        assert!(ids.iter().all(|id| *id == ids[0]));
        assert_eq!(stock.level(1, stock.main).await, (10, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_of_every_kind_meet_without_a_circle() {
    for stock in everywhere().await {
        let stock = Arc::new(stock);
        let east = stock.location("east").await;
        for n in 1..=3 {
            stock.set(n, stock.main, 1_000).await;
            stock.policy(n, true, BackorderPolicy::Continue, Some(990)).await;
        }
        let mut writers = JoinSet::new();
        for turn in 0..40_i64 {
            let own = stock.clone();
            // new variants too, so that rows are made while others are locked
            let (n, new) = (1 + turn % 3, 10 + turn % 4);
            writers.spawn(async move {
                let lines = vec![line("a", n, 5), line("b", 1 + (n + 1) % 3, 2)];
                let held = own.reserve(lines).await.unwrap();
                own.adjust(new, east, 1).await.unwrap();
                finish(&own, held.id, turn % 3 != 0).await;
            });
            let own = stock.clone();
            writers.spawn(async move {
                let location = if turn % 2 == 0 { own.main } else { east };
                own.adjust(n, location, 1).await.unwrap();
                own.set(new, east, turn).await;
                own.service.find_low_stock().await.unwrap();
            });
        }
        all(writers).await;
        stock.service.find_low_stock().await.unwrap();
        stock.assert_books().await;
    }
}

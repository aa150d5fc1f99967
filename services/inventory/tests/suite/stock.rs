//! Counting, adjusting, taking back, reading.

use crate::support::{WEB, cx, everywhere, line, variant};
use infrasell_contracts::inventory::{
    AdjustStock, AdjustmentInput, GetAvailability, GetPolicies, Inventory, InventoryError, LevelInput, ListLevels,
    ListMovements, MAX_BULK, Restock, RestockLine, SetStock, StockPolicy,
};
use infrasell_kernel::{LocationId, PageRequest, Quantity};
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::stock::{BackorderPolicy, MovementKind};

#[tokio::test]
async fn a_count_enters_the_difference_and_an_equal_count_enters_nothing() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        stock.set(1, stock.main, 3).await;
        stock.set(1, stock.main, 3).await;
        let movements = stock.service.movements(&cx(), ListMovements::default()).await.unwrap().items;
        let deltas: Vec<_> = movements.iter().map(|m| (m.kind, m.delta)).collect();
        assert_eq!(deltas, [(MovementKind::Count, -2), (MovementKind::Count, 5)]);
        assert_eq!(movements[0].actor, "test");
        let zero = LevelInput { variant: variant(2), location: stock.main, on_hand: 0 };
        let req = SetStock { levels: vec![zero], ..SetStock::default() };
        assert!(stock.service.set_stock(&cx(), req).await.unwrap().changed.is_empty());
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn a_bulk_count_is_all_or_nothing_and_says_what_changed() {
    for stock in everywhere().await {
        let levels: Vec<LevelInput> =
            (1..=1_000).map(|n| LevelInput { variant: variant(n), location: stock.main, on_hand: n % 7 }).collect();
        let req = SetStock { levels: levels.clone(), ..SetStock::default() };
        let changed = stock.service.set_stock(&cx(), req.clone()).await.unwrap().changed;
        assert_eq!(changed.len(), levels.iter().filter(|level| level.on_hand > 0).count());
        assert!(stock.service.set_stock(&cx(), req).await.unwrap().changed.is_empty());
        let mut bad = levels;
        bad[0].on_hand = 99;
        bad[999].location = LocationId::from_i64(424_242);
        let error = stock.service.set_stock(&cx(), SetStock { levels: bad, ..SetStock::default() }).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("levels.999.location", "not_found"));
        assert_eq!(stock.level(1, stock.main).await, (1, 0));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn bad_counts_name_every_field() {
    for stock in everywhere().await {
        let level = |on_hand| LevelInput { variant: variant(1), location: stock.main, on_hand };
        let policy = |threshold| StockPolicy {
            variant: variant(1),
            tracked: true,
            backorder: BackorderPolicy::Deny,
            low_stock_threshold: Some(threshold),
        };
        let req = SetStock {
            levels: vec![level(-1), level(1_000_000_001)],
            policies: vec![policy(-1), policy(1)],
            reason: "x".repeat(501),
            reference: Some("a\0b".into()),
        };
        let error = stock.service.set_stock(&cx(), req).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        let want = ["reason", "reference", "levels.0.on_hand", "levels.1", "levels.1.on_hand"];
        assert_eq!(paths[..5], want);
        assert_eq!(paths[5..], ["policies.0.low_stock_threshold", "policies.1"]);
        let levels = (0..=1_000).map(|n| LevelInput { variant: variant(n + 1), ..level(1) }).collect();
        let error = stock.service.set_stock(&cx(), SetStock { levels, ..SetStock::default() }).await.unwrap_err();
        assert_eq!(error.to_string(), format!("levels has 1001 entries, more than {MAX_BULK}"));
        let adjustments = vec![AdjustmentInput { variant: variant(1), location: stock.main, delta: 0 }];
        let req = AdjustStock { adjustments, reason: String::new() };
        let error = stock.service.adjust_stock(&cx(), req).await.unwrap_err();
        assert_eq!(error.to_string(), "adjustments.0.delta is 0, not between 1 and 1000000000 either way");
        assert!(stock.levels(1).await.is_empty());
    }
}

#[tokio::test]
async fn nothing_takes_away_what_is_held() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 10).await;
        stock.reserve(vec![line("a", 1, 8)]).await.unwrap();
        let negative = |would_be| InventoryError::NegativeStock { variant: variant(1), location: stock.main, would_be };
        assert_eq!(stock.adjust(1, stock.main, -3).await, Err(negative(-1)));
        let levels = vec![LevelInput { variant: variant(1), location: stock.main, on_hand: 5 }];
        let req = SetStock { levels, ..SetStock::default() };
        assert_eq!(stock.service.set_stock(&cx(), req.clone()).await, Err(negative(-3)));
        stock.adjust(1, stock.main, -2).await.unwrap();
        assert_eq!(stock.level(1, stock.main).await, (8, 8));
        stock.policy(1, true, BackorderPolicy::Continue, None).await;
        stock.service.set_stock(&cx(), req).await.unwrap();
        stock.policy(1, true, BackorderPolicy::Deny, None).await;
        // worse is refused, better is not
        assert_eq!(stock.adjust(1, stock.main, -1).await, Err(negative(-4)));
        stock.adjust(1, stock.main, 1).await.unwrap();
        assert_eq!(stock.level(1, stock.main).await, (6, 8));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn a_backorder_policy_that_comes_with_the_count_allows_it() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 10).await;
        stock.reserve(vec![line("a", 1, 8)]).await.unwrap();
        let backorder = BackorderPolicy::Continue;
        let req = SetStock {
            levels: vec![LevelInput { variant: variant(1), location: stock.main, on_hand: 2 }],
            policies: vec![StockPolicy { variant: variant(1), tracked: true, backorder, low_stock_threshold: None }],
            ..SetStock::default()
        };
        assert_eq!(stock.service.set_stock(&cx(), req).await.unwrap().changed, [variant(1)]);
        assert_eq!(stock.level(1, stock.main).await, (2, 8));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn goods_come_back_once_a_key() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 1).await;
        let back = |n: i64| RestockLine { variant: variant(n), location: stock.main, quantity: Quantity::ONE };
        let req = Restock { reference: "ord_5".into(), lines: vec![back(1), back(1), back(2)] };
        let key = stock.keyed();
        for _ in 0..2 {
            let changed = stock.service.restock(&key, req.clone()).await.unwrap().changed;
            assert_eq!(changed, [variant(1), variant(2)]);
        }
        assert_eq!(stock.level(1, stock.main).await, (3, 0));
        assert_eq!(stock.level(2, stock.main).await, (1, 0));
        let nowhere = RestockLine { location: LocationId::from_i64(9), ..back(1) };
        let req = Restock { reference: "ord_5".into(), lines: vec![nowhere] };
        assert!(stock.service.restock(&cx(), req).await.is_err());
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn policies_are_answered_in_the_order_asked_for() {
    for stock in everywhere().await {
        stock.policy(2, true, BackorderPolicy::Continue, Some(4)).await;
        let variants = vec![variant(3), variant(2)];
        let policies = stock.service.policies(&cx(), GetPolicies { variants: variants.clone() }).await.unwrap();
        let seen: Vec<_> = policies.iter().map(|p| (p.variant.get(), p.backorder, p.low_stock_threshold)).collect();
        assert_eq!(seen, [(3, BackorderPolicy::Deny, None), (2, BackorderPolicy::Continue, Some(4))]);
        let twice = GetAvailability { variants: vec![variant(2), variant(3), variant(2)], channel: WEB };
        let found = stock.service.availability(&cx(), twice).await.unwrap();
        assert_eq!(
            found.iter().map(|a| (a.variant.get(), a.in_stock)).collect::<Vec<_>>(),
            [(2, true), (3, false), (2, true)]
        );
        let too_many = (0..1_001).map(variant).collect();
        assert!(stock.service.policies(&cx(), GetPolicies { variants: too_many }).await.is_err());
    }
}

#[tokio::test]
async fn levels_are_read_page_by_page_and_by_what_is_low() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        for n in 1..=5 {
            stock.set(n, stock.main, n).await;
            stock.set(n, east, 1).await;
        }
        let mut seen = vec![];
        let mut page = PageRequest { limit: Some(3), after: None };
        loop {
            let req = ListLevels { page: page.clone(), ..ListLevels::default() };
            let part = stock.service.levels(&cx(), req).await.unwrap();
            seen.extend(part.items.iter().map(|level| (level.variant.get(), level.location)));
            page.after = part.next;
            if page.after.is_none() {
                break;
            }
        }
        let want: Vec<_> = (1..=5).flat_map(|n| [(n, stock.main), (n, east)]).collect();
        assert_eq!(seen, want);
        stock.policy(2, true, BackorderPolicy::Deny, Some(3)).await;
        stock.policy(4, true, BackorderPolicy::Deny, Some(3)).await;
        let low = ListLevels { low: Some(true), location: Some(stock.main), ..ListLevels::default() };
        let items = stock.service.levels(&cx(), low).await.unwrap().items;
        assert_eq!(items.iter().map(|level| level.variant.get()).collect::<Vec<_>>(), [2]);
        let high = ListLevels { low: Some(false), location: Some(stock.main), ..ListLevels::default() };
        assert_eq!(stock.service.levels(&cx(), high).await.unwrap().items.len(), 4);
        let cursor = Some(infrasell_kernel::Cursor::new("locations:id", &1));
        let page = PageRequest { limit: None, after: cursor };
        let error = stock.service.levels(&cx(), ListLevels { page, ..ListLevels::default() }).await.unwrap_err();
        assert_eq!(error.to_string(), "after is not a cursor of this list in this order");
    }
}

#[tokio::test]
async fn movements_are_narrowed_and_read_newest_first() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 5).await;
        stock.db.clock.advance(std::time::Duration::from_secs(1));
        stock.adjust(1, stock.main, 2).await.unwrap();
        stock.db.clock.advance(std::time::Duration::from_secs(1));
        stock.set(2, east, 3).await;
        let deltas = async |req: ListMovements| -> Vec<i64> {
            stock.service.movements(&cx(), req).await.unwrap().items.iter().map(|m| m.delta).collect()
        };
        let all = ListMovements::default;
        assert_eq!(deltas(all()).await, [3, 2, 5]);
        assert_eq!(deltas(ListMovements { variant: Some(variant(1)), ..all() }).await, [2, 5]);
        assert_eq!(deltas(ListMovements { location: Some(east), ..all() }).await, [3]);
        assert_eq!(deltas(ListMovements { kind: Some(MovementKind::Adjust), ..all() }).await, [2]);
        assert!(deltas(ListMovements { reference: Some("ord_1".into()), ..all() }).await.is_empty());
        let page = PageRequest { limit: Some(2), after: None };
        let first = stock.service.movements(&cx(), ListMovements { page, ..all() }).await.unwrap();
        let page = PageRequest { limit: Some(2), after: first.next };
        assert_eq!(deltas(ListMovements { page, ..all() }).await, [5]);
    }
}

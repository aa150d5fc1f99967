//! Holding, selling, giving back.

use crate::support::{Stock, WEB, cx, everywhere, line, variant};
use infrasell_contracts::inventory::{
    CommitReservation, Inventory, InventoryError, ListMovements, ListReservations, ReleaseOwner, ReleaseReservation,
    Reserve,
};
use infrasell_kernel::ReservationId;
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::stock::{BackorderPolicy, MovementKind, ReservationState};
use std::time::Duration;

fn commit(id: ReservationId) -> CommitReservation {
    CommitReservation { id, reference: "ord_1".into() }
}

#[tokio::test]
async fn a_unit_is_held_then_sold() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        let held = stock.reserve(vec![line("a", 1, 2)]).await.unwrap();
        assert_eq!(held.state, ReservationState::Held);
        assert_eq!(stock.level(1, stock.main).await, (5, 2));
        assert_eq!(stock.availability(1).await.available, 3);
        let sold = stock.service.commit(&cx(), commit(held.id)).await.unwrap();
        assert_eq!(sold.state, ReservationState::Committed);
        assert_eq!(stock.level(1, stock.main).await, (3, 0));
        let req = ListMovements { reference: Some("ord_1".into()), ..ListMovements::default() };
        let movements = stock.service.movements(&cx(), req).await.unwrap().items;
        assert_eq!(movements.len(), 1);
        assert_eq!((movements[0].kind, movements[0].delta), (MovementKind::Commit, -2));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn all_lines_are_held_or_none() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        stock.set(2, stock.main, 1).await;
        let error = stock.reserve(vec![line("a", 1, 2), line("b", 2, 3), line("c", 3, 1)]).await.unwrap_err();
        let InventoryError::OutOfStock { shortages } = &error else { panic!("{error}") };
        let seen: Vec<_> = shortages.iter().map(|s| (s.key.as_str(), s.wanted, s.available)).collect();
        assert_eq!(seen, [("b", 3, 1), ("c", 1, 0)]);
        assert_eq!(error.to_string(), "not enough stock of SKU-2: wanted 3, have 1; SKU-3: wanted 1, have 0");
        assert_eq!(stock.level(1, stock.main).await, (5, 0));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn two_lines_of_one_sku_do_not_count_its_stock_twice() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 10).await;
        let error = stock.reserve(vec![line("a", 1, 6), line("b", 1, 6)]).await.unwrap_err();
        let InventoryError::OutOfStock { shortages } = error else { panic!("{error}") };
        assert_eq!((shortages[0].key.as_str(), shortages[0].available), ("b", 4));
        let held = stock.reserve(vec![line("a", 1, 6), line("b", 1, 4)]).await.unwrap();
        assert_eq!(held.allocations.len(), 2);
        assert_eq!(stock.level(1, stock.main).await, (10, 10));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn one_location_that_has_it_all_is_preferred_to_a_split() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        let west = stock.location("west").await;
        stock.set(1, stock.main, 2).await;
        stock.set(1, east, 3).await;
        stock.set(1, west, 4).await;
        let whole = stock.reserve(vec![line("a", 1, 4)]).await.unwrap();
        assert_eq!(whole.allocations.iter().map(|a| a.location).collect::<Vec<_>>(), [west]);
        let split = stock.reserve(vec![line("a", 1, 5)]).await.unwrap();
        let parts: Vec<_> = split.allocations.iter().map(|a| (a.location, a.quantity)).collect();
        assert_eq!(parts, [(stock.main, 2), (east, 3)]);
        assert_eq!(stock.availability(1).await.available, 0);
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn a_channel_sells_from_its_own_locations_in_its_order() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 9).await;
        stock.set(1, east, 2).await;
        stock.settings.stock_locations(&[east]);
        assert_eq!(stock.availability(1).await.available, 2);
        let error = stock.reserve(vec![line("a", 1, 3)]).await.unwrap_err();
        let InventoryError::OutOfStock { shortages } = error else { panic!("{error}") };
        assert_eq!(shortages[0].available, 2);
        stock.settings.stock_locations(&[east, stock.main]);
        let held = stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        assert_eq!(held.allocations[0].location, east);
    }
}

#[tokio::test]
async fn a_backorder_goes_below_zero_also_where_nothing_ever_was() {
    for stock in everywhere().await {
        stock.policy(1, true, BackorderPolicy::Continue, None).await;
        assert!(stock.availability(1).await.in_stock);
        assert_eq!(stock.availability(1).await.sellable(), None);
        let held = stock.reserve(vec![line("a", 1, 3)]).await.unwrap();
        assert_eq!(stock.level(1, stock.main).await, (0, 3));
        stock.service.commit(&cx(), commit(held.id)).await.unwrap();
        assert_eq!(stock.level(1, stock.main).await, (-3, 0));
        stock.policy(1, true, BackorderPolicy::Deny, None).await;
        assert!(!stock.availability(1).await.in_stock);
        assert!(stock.reserve(vec![line("a", 1, 1)]).await.is_err());
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn what_is_not_counted_is_sold_without_a_hold() {
    for stock in everywhere().await {
        stock.policy(1, false, BackorderPolicy::Deny, None).await;
        let held = stock.reserve(vec![line("a", 1, 1_000_000)]).await.unwrap();
        assert!(held.allocations.is_empty());
        stock.service.commit(&cx(), commit(held.id)).await.unwrap();
        assert!(stock.levels(1).await.is_empty());
        assert!(stock.availability(1).await.in_stock);
    }
}

#[tokio::test]
async fn every_step_done_again_changes_nothing() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        let (reserve, sell, give_back) = (stock.keyed(), stock.keyed(), stock.keyed());
        let req = stock.reserve_request("chk_7", vec![line("a", 1, 2)]);
        let held = stock.service.reserve(&reserve, req.clone()).await.unwrap();
        assert_eq!(stock.service.reserve(&reserve, req.clone()).await.unwrap(), held);
        assert_eq!(stock.level(1, stock.main).await, (5, 2));
        let other = Reserve { owner: "chk_8".into(), ..req };
        let error = stock.service.reserve(&reserve, other).await.unwrap_err();
        assert_eq!(error.fault(), Some(&Fault::IdempotencyKeyReused));

        // with the key of the first time, with another one, and with none
        for cx in [&sell, &sell, &give_back, &cx()] {
            let sold = stock.service.commit(cx, commit(held.id)).await.unwrap();
            assert_eq!(sold.state, ReservationState::Committed);
        }
        assert_eq!(stock.level(1, stock.main).await, (3, 0));
        let kept = stock.service.release(&cx(), ReleaseReservation { id: held.id }).await.unwrap();
        assert_eq!(kept.state, ReservationState::Committed);

        let held = stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        for _ in 0..2 {
            let released = stock.service.release(&give_back, ReleaseReservation { id: held.id }).await.unwrap();
            assert_eq!(released.state, ReservationState::Released);
        }
        let error = stock.service.commit(&cx(), commit(held.id)).await.unwrap_err();
        assert_eq!(error, InventoryError::ReservationEnded { id: held.id });
        assert_eq!(stock.level(1, stock.main).await, (3, 0));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn an_owners_holds_are_given_back_together() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        stock.set(2, stock.main, 5).await;
        for owner in ["chk_1", "chk_1", "chk_2"] {
            let req = stock.reserve_request(owner, vec![line("a", 1, 1), line("b", 2, 1)]);
            stock.service.reserve(&stock.keyed(), req).await.unwrap();
        }
        for _ in 0..2 {
            stock.service.release_owner(&stock.keyed(), ReleaseOwner { owner: "chk_1".into() }).await.unwrap();
            assert_eq!(stock.level(1, stock.main).await, (5, 1));
            assert_eq!(stock.level(2, stock.main).await, (5, 1));
        }
        stock.service.release_owner(&cx(), ReleaseOwner { owner: "chk_9".into() }).await.unwrap();
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn a_hold_ends_by_itself_and_one_that_is_late_is_still_good() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        let late = stock.reserve(vec![line("a", 1, 2)]).await.unwrap();
        let forgotten = stock.reserve(vec![line("a", 1, 3)]).await.unwrap();
        assert_eq!(stock.service.expire_due().await.unwrap(), 0);
        stock.db.clock.advance(Duration::from_secs(900));
        let sold = stock.service.commit(&cx(), commit(late.id)).await.unwrap();
        assert_eq!(sold.state, ReservationState::Committed, "its units were still held");
        assert_eq!(stock.service.expire_due().await.unwrap(), 1);
        assert_eq!(stock.service.expire_due().await.unwrap(), 0);
        let error = stock.service.commit(&cx(), commit(forgotten.id)).await.unwrap_err();
        assert_eq!(error, InventoryError::ReservationEnded { id: forgotten.id });
        assert_eq!(stock.level(1, stock.main).await, (3, 0));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn hundreds_of_holds_expire_in_one_go() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 1_000).await;
        for _ in 0..230 {
            stock.reserve(vec![line("a", 1, 1)]).await.unwrap();
        }
        stock.db.clock.advance(Duration::from_secs(3_600));
        assert_eq!(stock.service.expire_due().await.unwrap(), 230);
        assert_eq!(stock.level(1, stock.main).await, (1_000, 0));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn bad_requests_name_every_field() {
    for stock in everywhere().await {
        let mut req = stock.reserve_request("", vec![line("a", 1, 1), line("a", 2, 1)]);
        req.expires_at = stock.db.now();
        let error = stock.service.reserve(&cx(), req).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["owner", "expires_at", "lines.1.key"]);
        let req = Reserve { channel: 99.into_channel(), ..stock.reserve_request("o", vec![line("a", 1, 1)]) };
        let error = stock.service.reserve(&cx(), req).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no channel chan_99");
        let error = stock.service.reserve(&cx(), stock.reserve_request("o", vec![])).await.unwrap_err();
        assert_eq!(error.to_string(), "lines has 0 entries, not between 1 and 500");
        let missing = ReservationId::from_i64(9_999);
        let error = stock.service.commit(&cx(), commit(missing)).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no reservation resv_9999");
    }
}

trait IntoChannel {
    fn into_channel(self) -> infrasell_kernel::ChannelId;
}
impl IntoChannel for i64 {
    fn into_channel(self) -> infrasell_kernel::ChannelId {
        assert_ne!(self, WEB.get());
        infrasell_kernel::ChannelId::from_i64(self)
    }
}

#[tokio::test]
async fn reservations_are_found_by_state_owner_and_variant() {
    for stock in everywhere().await {
        for n in [1, 12, 2] {
            stock.set(n, stock.main, 9).await;
        }
        let first = stock.reserve(vec![line("a", 1, 1), line("b", 2, 1)]).await.unwrap();
        let req = stock.reserve_request("chk_2", vec![line("a", 12, 1)]);
        let second = stock.service.reserve(&stock.keyed(), req).await.unwrap();
        stock.service.commit(&cx(), commit(second.id)).await.unwrap();
        let find = async |req: ListReservations| -> Vec<ReservationId> {
            stock.service.reservations(&cx(), req).await.unwrap().items.iter().map(|r| r.id).collect()
        };
        let all = ListReservations::default;
        assert_eq!(find(all()).await, [first.id, second.id]);
        assert_eq!(find(ListReservations { variant: Some(variant(2)), ..all() }).await, [first.id]);
        assert_eq!(find(ListReservations { variant: Some(variant(12)), ..all() }).await, [second.id]);
        assert_eq!(find(ListReservations { owner: Some("chk_2".into()), ..all() }).await, [second.id]);
        assert_eq!(find(ListReservations { state: Some(ReservationState::Held), ..all() }).await, [first.id]);
        let page = infrasell_kernel::PageRequest { limit: Some(1), after: None };
        let page = stock.service.reservations(&cx(), ListReservations { page, ..all() }).await.unwrap();
        let page = infrasell_kernel::PageRequest { limit: Some(1), after: page.next };
        assert_eq!(find(ListReservations { page, ..all() }).await, [second.id]);
    }
}

#[tokio::test]
async fn a_location_that_does_not_sell_keeps_its_stock_to_itself() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        deactivate(&stock, true).await;
        assert_eq!(stock.availability(1).await.available, 0);
        assert!(stock.reserve(vec![line("a", 1, 1)]).await.is_err());
        deactivate(&stock, false).await;
        assert!(stock.reserve(vec![line("a", 1, 1)]).await.is_ok());
    }
}

async fn deactivate(stock: &Stock, off: bool) {
    let patch = infrasell_contracts::inventory::LocationPatch { active: Some(!off), ..Default::default() };
    let req = infrasell_contracts::inventory::UpdateLocation { id: stock.main, patch, if_version: None };
    stock.service.update_location(&cx(), req).await.unwrap();
}

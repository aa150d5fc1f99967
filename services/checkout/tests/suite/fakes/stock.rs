//! Stock at one place. A hold whose time is up is given back when anybody looks.

use super::{Shop, State, fake};
use infrasell_contracts::{common::*, inventory::*};
use infrasell_kernel::{Clock, LocationId, Page, ReservationId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::stock::ReservationState;

fn expire(state: &mut State, now: Timestamp) {
    for one in &mut state.reservations {
        if one.state == ReservationState::Held && one.expires_at <= now {
            one.state = ReservationState::Expired;
        }
    }
}

fn reserve(state: &mut State, req: &Reserve) -> Result<Reservation, InventoryError> {
    let mut shortages = vec![];
    let mut allocations: Vec<Allocation> = vec![];
    for line in &req.lines {
        let taken: i64 = allocations.iter().filter(|one| one.variant == line.variant).map(|one| one.quantity).sum();
        let available = state.available(line.variant.get()) - taken;
        if available < line.quantity.get() {
            shortages.push(Shortage {
                key: line.key.clone(),
                variant: line.variant,
                sku: line.sku.clone(),
                wanted: line.quantity.get(),
                available: available.max(0),
            });
            continue;
        }
        allocations.push(Allocation {
            key: line.key.clone(),
            variant: line.variant,
            location: LocationId::from_i64(1),
            quantity: line.quantity.get(),
        });
    }
    if !shortages.is_empty() {
        return Err(InventoryError::OutOfStock { shortages });
    }
    let reservation = Reservation {
        id: ReservationId::from_i64(state.next_id()),
        owner: req.owner.clone(),
        state: ReservationState::Held,
        allocations,
        expires_at: req.expires_at,
    };
    state.reservations.push(reservation.clone());
    Ok(reservation)
}

fn commit(state: &mut State, id: ReservationId) -> Result<Reservation, InventoryError> {
    let one = state.reservations.iter_mut().find(|one| one.id == id).unwrap();
    match one.state {
        ReservationState::Committed => return Ok(one.clone()),
        ReservationState::Held => one.state = ReservationState::Committed,
        _ => return Err(InventoryError::ReservationEnded { id }),
    }
    let sold = one.clone();
    for part in &sold.allocations {
        *state.on_hand.get_mut(&part.variant.get()).unwrap() -= part.quantity;
    }
    Ok(sold)
}

fake! {
    Inventory for Shop, InventoryError;
    absent {
        locations(ListLocations) -> Page<Location>;
        create_location(CreateLocation) -> Location;
        update_location(UpdateLocation) -> Location;
        levels(ListLevels) -> Page<Level>;
        policies(GetPolicies) -> Vec<StockPolicy>;
        set_stock(SetStock) -> StockChanged;
        adjust_stock(AdjustStock) -> StockChanged;
        movements(ListMovements) -> Page<Movement>;
        availability(GetAvailability) -> Vec<Availability>;
        release(ReleaseReservation) -> Reservation;
        create_transfer(CreateTransfer) -> Transfer;
        close_transfer(CloseTransfer) -> Transfer;
        transfers(ListTransfers) -> Page<Transfer>;
        audit(Audit) -> AuditReport;
    }
    async fn reserve(&self, cx: &Cx, req: Reserve) -> Result<Reservation, InventoryError> {
        let now = self.clock.now();
        assert!(req.expires_at > now, "a hold lies in the future");
        self.call("reserve", cx, &req, |state| {
            expire(state, now);
            reserve(state, &req)
        })
        .await
    }
    async fn commit(&self, cx: &Cx, req: CommitReservation) -> Result<Reservation, InventoryError> {
        let now = self.clock.now();
        self.call("commit", cx, &req, |state| {
            expire(state, now);
            commit(state, req.id)
        })
        .await
    }
    async fn release_owner(&self, cx: &Cx, req: ReleaseOwner) -> Result<(), InventoryError> {
        self.call("release", cx, &req, |state| {
            for one in &mut state.reservations {
                if one.owner == req.owner && one.state == ReservationState::Held {
                    one.state = ReservationState::Released;
                }
            }
            Ok(())
        })
        .await
    }
    async fn reservations(&self, cx: &Cx, req: ListReservations) -> Result<Page<Reservation>, InventoryError> {
        let now = self.clock.now();
        self.call("reservations", cx, &req, |state| {
            expire(state, now);
            let found = state.reservations.iter().filter(|one| Some(&one.owner) == req.owner.as_ref());
            Ok(Page { items: found.cloned().collect(), next: None })
        })
        .await
    }
    async fn restock(&self, cx: &Cx, req: Restock) -> Result<StockChanged, InventoryError> {
        self.call("restock", cx, &req, |state| {
            for line in &req.lines {
                *state.on_hand.get_mut(&line.variant.get()).unwrap() += line.quantity.get();
            }
            Ok(StockChanged { changed: vec![] })
        })
        .await
    }
}

//! Locations, levels, movements, reservations, transfers.

use crate::{
    Gateway,
    answer::{Answer, Created, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{LocationAt, TransferAt},
};
use axum::extract::State;
use infrasell_contracts::inventory::{
    AdjustStock, CloseTransfer, CreateLocation, CreateTransfer, Level, ListLevels, ListLocations, ListMovements,
    ListReservations, ListTransfers, Location, LocationInput, LocationPatch, Movement, Reservation, SetStock,
    StockChanged, Transfer, TransferState, UpdateLocation,
};
use infrasell_kernel::{LocationId, Page, PageRequest, VariantId};
use infrasell_rules::stock::{MovementKind, ReservationState};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Inventory";
    A::new()
        .at("/admin/v1/locations", |on| {
            on.get(locations, doc(TAG, "Locations")).post(create_location, doc(TAG, "Make a location"))
        })
        .at("/admin/v1/locations/{id}", |on| on.patch(update_location, doc(TAG, "Change a location")))
        .at("/admin/v1/stock", |on| {
            on.get(levels, doc(TAG, "Stock levels"))
                .post(set_stock, doc(TAG, "Put levels and policies to what was counted, all or nothing"))
        })
        .at("/admin/v1/stock/adjustments", |on| {
            on.post(adjust_stock, doc(TAG, "Add to or take from levels, all or nothing"))
        })
        .at("/admin/v1/stock/movements", |on| on.get(movements, doc(TAG, "What moved stock, newest first")))
        .at("/admin/v1/stock/reservations", |on| on.get(reservations, doc(TAG, "Stock held for checkouts")))
        .at("/admin/v1/transfers", |on| {
            on.get(transfers, doc(TAG, "Transfers, newest first"))
                .post(create_transfer, doc(TAG, "Send stock to another location"))
        })
        .at("/admin/v1/transfers/{id}/receive", |on| on.post(receive, doc(TAG, "Stock has arrived")))
        .at("/admin/v1/transfers/{id}/cancel", |on| on.post(cancel, doc(TAG, "Stock goes back to where it left")))
}

/// What a list of locations is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct LocationFilter {
    /// Only those that are active, or are not.
    active: Option<bool>,
}

async fn locations(
    who: Allowed<may::InventoryRead>,
    State(g): State<Gateway>,
    Query(f): Query<LocationFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Location>>> {
    Ok(Shown::new(g.inventory.locations(&who.cx, ListLocations { active: f.active, page }).await?))
}

async fn create_location(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    Body(location): Body<LocationInput>,
) -> Answer<Created<Location>> {
    Ok(Created::versioned(g.inventory.create_location(&who.cx, CreateLocation { location }).await?))
}

async fn update_location(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    At(at): At<LocationAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<LocationPatch>,
) -> Answer<Shown<Location>> {
    Ok(Shown::versioned(g.inventory.update_location(&who.cx, UpdateLocation { id: at.id, patch, if_version }).await?))
}

/// What a list of levels is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct LevelFilter {
    /// Only of this variant.
    variant: Option<VariantId>,
    /// Only at this location.
    location: Option<LocationId>,
    /// Only of variants at or below their low-stock threshold.
    low: Option<bool>,
}

async fn levels(
    who: Allowed<may::InventoryRead>,
    State(g): State<Gateway>,
    Query(f): Query<LevelFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Level>>> {
    let list = ListLevels { variants: f.variant.map(|v| vec![v]), location: f.location, low: f.low, page };
    Ok(Shown::new(g.inventory.levels(&who.cx, list).await?))
}

async fn set_stock(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    Body(stock): Body<SetStock>,
) -> Answer<Shown<StockChanged>> {
    Ok(Shown::new(g.inventory.set_stock(&who.cx, stock).await?))
}

async fn adjust_stock(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    Body(stock): Body<AdjustStock>,
) -> Answer<Shown<StockChanged>> {
    Ok(Shown::new(g.inventory.adjust_stock(&who.cx, stock).await?))
}

/// What a list of movements is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct MovementFilter {
    /// Only of this variant.
    variant: Option<VariantId>,
    /// Only at this location.
    location: Option<LocationId>,
    /// Only of this kind.
    kind: Option<MovementKind>,
    /// Only those that belong to this.
    reference: Option<String>,
}

async fn movements(
    who: Allowed<may::InventoryRead>,
    State(g): State<Gateway>,
    Query(f): Query<MovementFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Movement>>> {
    let list = ListMovements { variant: f.variant, location: f.location, kind: f.kind, reference: f.reference, page };
    Ok(Shown::new(g.inventory.movements(&who.cx, list).await?))
}

/// What a list of reservations is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct ReservationFilter {
    /// Only those in this state.
    state: Option<ReservationState>,
    /// Only those for this checkout.
    owner: Option<String>,
    /// Only those that hold this variant.
    variant: Option<VariantId>,
}

async fn reservations(
    who: Allowed<may::InventoryRead>,
    State(g): State<Gateway>,
    Query(f): Query<ReservationFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Reservation>>> {
    let list = ListReservations { state: f.state, owner: f.owner, variant: f.variant, page };
    Ok(Shown::new(g.inventory.reservations(&who.cx, list).await?))
}

/// What a list of transfers is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct TransferFilter {
    /// Only those in this state.
    state: Option<TransferState>,
}

async fn transfers(
    who: Allowed<may::InventoryRead>,
    State(g): State<Gateway>,
    Query(f): Query<TransferFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Transfer>>> {
    Ok(Shown::new(g.inventory.transfers(&who.cx, ListTransfers { state: f.state, page }).await?))
}

async fn create_transfer(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    Body(transfer): Body<CreateTransfer>,
) -> Answer<Created<Transfer>> {
    Ok(Created::new(g.inventory.create_transfer(&who.cx, transfer).await?))
}

async fn receive(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    At(at): At<TransferAt>,
) -> Answer<Shown<Transfer>> {
    Ok(Shown::new(g.inventory.close_transfer(&who.cx, CloseTransfer { id: at.id, received: true }).await?))
}

async fn cancel(
    who: Allowed<may::InventoryWrite>,
    State(g): State<Gateway>,
    At(at): At<TransferAt>,
) -> Answer<Shown<Transfer>> {
    Ok(Shown::new(g.inventory.close_transfer(&who.cx, CloseTransfer { id: at.id, received: false }).await?))
}

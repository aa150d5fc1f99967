//! The contract, split by noun. The only place that begins a transaction.

mod audit;
mod locations;
mod reading;
mod reservations;
mod stock;
mod transfers;
mod write;

use crate::Deps;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    inventory::{
        AdjustStock, Availability, CloseTransfer, CommitReservation, CreateLocation, CreateTransfer, GetAvailability,
        GetPolicies, Inventory, InventoryError, Level, ListLevels, ListLocations, ListMovements, ListReservations,
        ListTransfers, Location, Movement, ReleaseOwner, ReleaseReservation, Reservation, Reserve, Restock, SetStock,
        StockChanged, StockPolicy, Transfer, UpdateLocation,
    },
};
use infrasell_kernel::Page;
use infrasell_rpc::Cx;

pub(crate) use {reservations::expire, stock::take_back, write::fault_of};

type Result<T> = std::result::Result<T, InventoryError>;

/// Inventory over a database.
pub struct InventoryService {
    pub(crate) deps: Deps,
}

impl InventoryService {
    pub(crate) fn new(deps: Deps) -> Self {
        InventoryService { deps }
    }

    /// Makes the location that every shop begins with. Safe to call again, and from several replicas at once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bootstrap(&self, cx: &Cx) -> Result<()> {
        locations::bootstrap(self, cx).await
    }
}

#[async_trait]
impl Inventory for InventoryService {
    async fn locations(&self, _: &Cx, req: ListLocations) -> Result<Page<Location>> {
        locations::list(self, &req).await
    }
    async fn create_location(&self, cx: &Cx, req: CreateLocation) -> Result<Location> {
        locations::create(self, cx, req).await
    }
    async fn update_location(&self, cx: &Cx, req: UpdateLocation) -> Result<Location> {
        locations::update(self, cx, req).await
    }
    async fn levels(&self, _: &Cx, req: ListLevels) -> Result<Page<Level>> {
        reading::levels(self, &req).await
    }
    async fn policies(&self, _: &Cx, req: GetPolicies) -> Result<Vec<StockPolicy>> {
        reading::policies(self, &req).await
    }
    async fn set_stock(&self, cx: &Cx, req: SetStock) -> Result<StockChanged> {
        stock::set(self, cx, req).await
    }
    async fn adjust_stock(&self, cx: &Cx, req: AdjustStock) -> Result<StockChanged> {
        stock::adjust(self, cx, req).await
    }
    async fn availability(&self, cx: &Cx, req: GetAvailability) -> Result<Vec<Availability>> {
        reading::availability(self, cx, &req).await
    }
    async fn movements(&self, _: &Cx, req: ListMovements) -> Result<Page<Movement>> {
        reading::movements(self, &req).await
    }
    async fn reserve(&self, cx: &Cx, req: Reserve) -> Result<Reservation> {
        reservations::reserve(self, cx, req).await
    }
    async fn commit(&self, cx: &Cx, req: CommitReservation) -> Result<Reservation> {
        reservations::commit(self, cx, req).await
    }
    async fn release(&self, cx: &Cx, req: ReleaseReservation) -> Result<Reservation> {
        reservations::release(self, cx, req).await
    }
    async fn release_owner(&self, cx: &Cx, req: ReleaseOwner) -> Result<()> {
        reservations::release_owner(self, cx, req).await
    }
    async fn reservations(&self, _: &Cx, req: ListReservations) -> Result<Page<Reservation>> {
        reading::reservations(self, &req).await
    }
    async fn restock(&self, cx: &Cx, req: Restock) -> Result<StockChanged> {
        stock::restock(self, cx, req).await
    }
    async fn create_transfer(&self, cx: &Cx, req: CreateTransfer) -> Result<Transfer> {
        transfers::create(self, cx, req).await
    }
    async fn close_transfer(&self, cx: &Cx, req: CloseTransfer) -> Result<Transfer> {
        transfers::close(self, cx, req).await
    }
    async fn transfers(&self, _: &Cx, req: ListTransfers) -> Result<Page<Transfer>> {
        transfers::list(self, &req).await
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport> {
        audit::audit(self).await
    }
}

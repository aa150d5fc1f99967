//! Levels, policies, availability, movements and reservations, as they are read.

use super::{InventoryService, Result};
use crate::store::{levels, movements, policies, reservations};
use infrasell_contracts::inventory::{
    Availability, GetAvailability, GetPolicies, Level, ListLevels, ListMovements, ListReservations, MAX_BULK, Movement,
    Reservation, StockPolicy,
};
use infrasell_kernel::{Cursor, Fields, Page, VariantId};
use infrasell_rpc::Cx;

const LEVELS: &str = "levels:variant,location";
const MOVEMENTS: &str = "movements:at desc";
const RESERVATIONS: &str = "reservations:id";

fn check_variants(variants: &[VariantId]) -> Result<()> {
    let mut fields = Fields::new();
    super::write::check_count(&mut fields, "variants", variants.len(), MAX_BULK);
    Ok(fields.done()?)
}

/// Levels in (variant, location) order.
pub async fn levels(service: &InventoryService, req: &ListLevels) -> Result<Page<Level>> {
    check_variants(req.variants.as_deref().unwrap_or(&[]))?;
    let limit = req.page.limit()?;
    let after = req.page.key(LEVELS)?;
    let filter = levels::LevelFilter { variants: req.variants.as_deref(), location: req.location, low: req.low };
    let items = levels::page(&service.deps.db, &filter, after, limit).await?;
    let key = |level: &Level| (level.variant.get(), level.location.get());
    Ok(Page::from_surplus(items, limit, |level| Cursor::new(LEVELS, &key(level))))
}

/// The policies of many variants, in the order asked for.
pub async fn policies(service: &InventoryService, req: &GetPolicies) -> Result<Vec<StockPolicy>> {
    check_variants(&req.variants)?;
    let stored = policies::of(&service.deps.db, &req.variants).await?;
    let default = policies::Policy::default();
    let of = |variant: &VariantId| stored.get(variant).unwrap_or(&default).to_contract(*variant);
    Ok(req.variants.iter().map(of).collect())
}

/// What can be sold of many variants in a channel, in the order asked for.
pub async fn availability(service: &InventoryService, cx: &Cx, req: &GetAvailability) -> Result<Vec<Availability>> {
    check_variants(&req.variants)?;
    let channel = service.channel(cx, req.channel).await?;
    let found = policies::availability(&service.deps.db, &req.variants, &channel.stock_locations).await?;
    Ok(req.variants.iter().filter_map(|variant| found.get(variant)).cloned().collect())
}

/// Movements, newest first.
pub async fn movements(service: &InventoryService, req: &ListMovements) -> Result<Page<Movement>> {
    let limit = req.page.limit()?;
    let after = req.page.key(MOVEMENTS)?;
    let items = movements::page(&service.deps.db, req, after, limit).await?;
    let key = |movement: &Movement| (movement.at.micros(), movement.id.get());
    Ok(Page::from_surplus(items, limit, |movement| Cursor::new(MOVEMENTS, &key(movement))))
}

/// Reservations in id order.
pub async fn reservations(service: &InventoryService, req: &ListReservations) -> Result<Page<Reservation>> {
    let limit = req.page.limit()?;
    let after = req.page.key(RESERVATIONS)?;
    let items = reservations::page(&service.deps.db, req, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |one| Cursor::new(RESERVATIONS, &one.id.get())))
}

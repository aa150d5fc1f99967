//! Locations.

use super::{InventoryService, Result, write::finish};
use crate::{MAIN_LOCATION, announce, store};
use infrasell_contracts::{
    common::PostalAddress,
    inventory::{
        CreateLocation, InventoryError, ListLocations, Location, LocationInput, LocationPatch, UpdateLocation,
    },
};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, Fields, Page};
use infrasell_rpc::{Cx, Fault};

/// The longest code, in characters.
const MAX_CODE: usize = 32;
/// The longest name, in characters.
const MAX_NAME: usize = 100;
const LIST: &str = "locations:id";

/// Makes the location `main` when there is none.
pub async fn bootstrap(service: &InventoryService, cx: &Cx) -> Result<()> {
    if store::locations::has_code(&service.deps.db, MAIN_LOCATION).await? {
        return Ok(());
    }
    let location = LocationInput { code: MAIN_LOCATION.into(), name: "Main".into(), address: PostalAddress::default() };
    match create(service, &cx.unkeyed(), CreateLocation { location }).await {
        // another replica was faster
        Ok(_) | Err(InventoryError::LocationCodeTaken { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Locations in id order.
pub async fn list(service: &InventoryService, req: &ListLocations) -> Result<Page<Location>> {
    let limit = req.page.limit()?;
    let after = req.page.key(LIST)?;
    let items = store::locations::page(&service.deps.db, req.active, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |location| Cursor::new(LIST, &location.id.get())))
}

/// Makes a location.
pub async fn create(service: &InventoryService, cx: &Cx, req: CreateLocation) -> Result<Location> {
    let LocationInput { code, name, address } = &req.location;
    let mut fields = Fields::new();
    let well_formed = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let length_ok = (1..=MAX_CODE).contains(&code.len());
    let message = format!("code must be 1 to {MAX_CODE} of a–z, 0–9 and -");
    fields.check(well_formed && length_ok, "code", "invalid_code", message);
    fields.text("name", name, MAX_NAME);
    check_address(address, &mut fields);
    fields.done()?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.create_location", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let location = Location {
        id: tx.next_id().await.map_err(Fault::from)?,
        code: code.clone(),
        name: name.trim().to_owned(),
        address: address.clone(),
        active: true,
        version: 1,
    };
    if !store::locations::insert(&mut tx, &location, service.now()).await? {
        return Err(InventoryError::LocationCodeTaken { location_code: location.code });
    }
    finish(tx, location).await
}

/// Changes a location. One that sells no longer, or again, moves the availability of all that it has.
pub async fn update(service: &InventoryService, cx: &Cx, req: UpdateLocation) -> Result<Location> {
    let mut fields = Fields::new();
    if let Some(name) = &req.patch.name {
        fields.text("name", name, MAX_NAME);
    }
    if let Some(address) = &req.patch.address {
        check_address(address, &mut fields);
    }
    fields.done()?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.update_location", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let found = store::locations::lock(&mut tx, req.id).await?;
    let old = found.ok_or_else(|| Fault::not_found("location", req.id))?;
    if req.if_version.is_some_and(|version| version != old.version) {
        return Err(Fault::Stale { what: "location".into() }.into());
    }
    tx.was(&old);
    let mut new = patched(&old, &req.patch);
    if new != old {
        new.version += 1;
        store::locations::update(&mut tx, &new, service.now()).await?;
    }
    if new.active != old.active {
        let variants = store::levels::sellable_at(&mut tx, new.id).await?;
        announce::availability(&mut tx, variants).await?;
    }
    finish(tx, new).await
}

fn patched(old: &Location, patch: &LocationPatch) -> Location {
    let mut new = old.clone();
    if let Some(name) = &patch.name {
        name.trim().clone_into(&mut new.name);
    }
    if let Some(address) = &patch.address {
        new.address = address.clone();
    }
    if let Some(active) = patch.active {
        new.active = active;
    }
    new
}

fn check_address(address: &PostalAddress, fields: &mut Fields) {
    address.check_lengths("address", fields);
}

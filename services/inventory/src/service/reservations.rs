//! Holding, selling and giving back.

use super::{
    InventoryService, Result,
    write::{MAX_REFERENCE, finish},
};
use crate::{
    announce::{self, Changes},
    plan::{self, Facts, Plan},
    store::{
        levels, locations,
        movements::{self, Cause},
        policies::{self, Watched},
        reservations,
    },
};
use infrasell_contracts::inventory::{
    CommitReservation, InventoryError, ReleaseOwner, ReleaseReservation, Reservation, Reserve,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Fields, LocationId, ReservationId, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::stock::{MovementKind, ReservationCommand, ReservationState, decide};
use std::collections::{BTreeMap, BTreeSet};

/// The most lines that stock is held for at once.
pub const MAX_LINES: usize = 500;
/// How many reservations whose time is up are ended in one transaction.
const EXPIRE_AT_ONCE: i64 = 100;

/// Holds stock, all lines or none.
pub async fn reserve(service: &InventoryService, cx: &Cx, req: Reserve) -> Result<Reservation> {
    check_reserve(&req, service.now())?;
    let channel = service.channel(cx, req.channel).await?;
    // The first try takes what it read for granted, and its updates find out if another buyer was faster. The second
    // locks before it reads, so it cannot be beaten.
    for lock_first in [false, true] {
        let mut tx = match service.deps.db.begin_once(cx, "inventory.reserve", &req).await? {
            Once::Answered(answer) => return Ok(answer),
            Once::Fresh(tx) => tx,
        };
        let held = try_reserve(&mut tx, &req, &channel.stock_locations, lock_first, service.now()).await?;
        if let Some(reservation) = held {
            return finish(tx, reservation).await;
        }
    }
    Err(Fault::internal("levels changed although they were locked").into())
}

fn check_reserve(req: &Reserve, now: Timestamp) -> Result<()> {
    let mut fields = Fields::new();
    fields.text("owner", &req.owner, MAX_REFERENCE);
    let count = req.lines.len();
    let message = format!("lines has {count} entries, not between 1 and {MAX_LINES}");
    fields.check((1..=MAX_LINES).contains(&count), "lines", "out_of_range", message);
    let message = "expires_at must lie in the future";
    fields.check(req.expires_at > now, "expires_at", "out_of_range", message);
    let mut seen = BTreeSet::new();
    for (n, line) in req.lines.iter().enumerate() {
        let path = format!("lines.{n}.key");
        fields.max_len(&path, &line.key, MAX_REFERENCE);
        let message = format!("{path} stands in another line as well");
        fields.check(seen.insert(line.key.as_str()), &path, "duplicate", message);
    }
    Ok(fields.done()?)
}

/// One try; nothing when another buyer was faster.
async fn try_reserve(
    tx: &mut Tx,
    req: &Reserve,
    preferred: &[LocationId],
    lock_first: bool,
    now: Timestamp,
) -> Result<Option<Reservation>> {
    let variants = plan::variants(&req.lines);
    let mut facts = policies::facts(tx, &variants).await?;
    let homeless = plan::homeless(&facts, preferred);
    if !homeless.is_empty() {
        find_homes(tx, &homeless, preferred, now).await?;
        facts = policies::facts(tx, &variants).await?;
    }
    if lock_first {
        levels::lock_variants(tx, &variants).await?;
        facts = policies::facts(tx, &variants).await?;
    }
    let plan = match plan::plan(&req.lines, &facts, preferred) {
        Ok(plan) => plan,
        Err(shortages) => return Err(InventoryError::OutOfStock { shortages }),
    };
    let Some(sold_out) = hold_all(tx, &plan, &facts, now).await? else { return Ok(None) };
    let reservation = Reservation {
        id: tx.next_id().await.map_err(Fault::from)?,
        owner: req.owner.clone(),
        state: ReservationState::Held,
        allocations: plan.allocations,
        expires_at: req.expires_at,
    };
    reservations::insert(tx, &reservation, req.channel, now)?;
    announce::availability(tx, sold_out.into_iter().collect()).await?;
    for watched in watched(&facts, &plan.holds) {
        announce::flag(tx, watched, true).await?;
    }
    Ok(Some(reservation))
}

/// Makes an empty level for each variant that is sold on backorder and has none, at the first location that sells.
async fn find_homes(tx: &mut Tx, homeless: &[VariantId], preferred: &[LocationId], now: Timestamp) -> Result<()> {
    let active = locations::active(tx).await?;
    let home = match preferred {
        [] => active.first(),
        _ => preferred.iter().find(|location| active.contains(location)),
    };
    let Some(home) = home else { return Ok(()) };
    let keys: Vec<_> = homeless.iter().map(|variant| (*variant, *home)).collect();
    Ok(levels::insert_empty(tx, &keys, now).await?)
}

/// Holds every part of the plan, and tells which variants went out of stock somewhere; nothing when a level had changed.
async fn hold_all(tx: &mut Tx, plan: &Plan, facts: &Facts, now: Timestamp) -> Result<Option<BTreeSet<VariantId>>> {
    let mut sold_out = BTreeSet::new();
    for hold in &plan.holds {
        let held = levels::hold(tx, hold.key, hold.units, hold.backorder, now).await?;
        let Some(available) = held else { return Ok(None) };
        let always_sold = facts.get(&hold.key.0).is_some_and(|known| known.policy.always_sold());
        if available <= 0 && available + hold.units > 0 && !always_sold {
            sold_out.insert(hold.key.0);
        }
    }
    Ok(Some(sold_out))
}

/// The variants with a threshold, as they stand after the plan.
fn watched(facts: &Facts, holds: &[plan::Hold]) -> Vec<Watched> {
    let mut taken: BTreeMap<VariantId, i64> = BTreeMap::new();
    for hold in holds {
        *taken.entry(hold.key.0).or_default() += hold.units;
    }
    let mut watched = vec![];
    for (variant, units) in taken {
        let Some(known) = facts.get(&variant) else { continue };
        let Some(threshold) = known.policy.threshold else { continue };
        let before: i64 = known.stock.iter().map(|stock| stock.figures.available()).sum();
        watched.push(Watched { variant, threshold, low: known.policy.low, available: before - units });
    }
    watched
}

/// Turns a hold into a sale.
pub async fn commit(service: &InventoryService, cx: &Cx, req: CommitReservation) -> Result<Reservation> {
    let mut fields = Fields::new();
    fields.text("reference", &req.reference, MAX_REFERENCE);
    fields.done()?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.commit", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let now = service.now();
    let state = ReservationState::Committed;
    let ended = reservations::end(&mut tx, req.id, state, Some(&req.reference), now).await?;
    let Some(reservation) = ended else {
        let found = found(&mut tx, req.id).await?;
        return match decide(found.state, ReservationCommand::Commit) {
            Ok(_) => Ok(found),
            Err(_) => Err(InventoryError::ReservationEnded { id: req.id }),
        };
    };
    let parts = plan::by_level(&reservation.allocations);
    levels::sell(&mut tx, &parts, now).await?;
    let sold: Vec<_> = parts.iter().map(|(key, units)| (*key, -units)).collect();
    let actor = cx.caller.actor();
    let reference = Some(req.reference.as_str());
    let cause = Cause { kind: MovementKind::Commit, reason: "sold", reference, actor: &actor, at: now };
    movements::insert(&mut tx, &sold, &cause).await?;
    finish(tx, reservation).await
}

async fn found(tx: &mut Tx, id: ReservationId) -> Result<Reservation> {
    let found = reservations::find(tx, id).await?;
    found.ok_or_else(|| Fault::not_found("reservation", id).into())
}

/// Gives held stock back. One that has ended already, however, stays as it is.
pub async fn release(service: &InventoryService, cx: &Cx, req: ReleaseReservation) -> Result<Reservation> {
    let mut tx = match service.deps.db.begin_once(cx, "inventory.release", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let now = service.now();
    let mut ended = end_all(&mut tx, &[req.id], ReservationState::Released, now).await?;
    let Some(released) = ended.pop() else { return found(&mut tx, req.id).await };
    finish(tx, released).await
}

/// Gives back whatever is held for an owner.
pub async fn release_owner(service: &InventoryService, cx: &Cx, req: ReleaseOwner) -> Result<()> {
    let mut tx = match service.deps.db.begin_once(cx, "inventory.release_owner", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let ids = reservations::held_for(&mut tx, &req.owner).await?;
    end_all(&mut tx, &ids, ReservationState::Released, service.now()).await?;
    finish(tx, ()).await
}

/// Ends every hold whose time is up; answers how many those were.
pub async fn expire(service: &InventoryService) -> Result<usize> {
    let mut count = 0;
    loop {
        let mut tx = service.deps.db.begin().await.map_err(Fault::from)?;
        let now = service.now();
        let ids = reservations::due(&mut tx, now, EXPIRE_AT_ONCE).await?;
        if ids.is_empty() {
            return Ok(count);
        }
        count += end_all(&mut tx, &ids, ReservationState::Expired, now).await?.len();
        tx.commit().await.map_err(Fault::from)?;
    }
}

/// Takes those of the reservations that are held into `state`, and gives back what they held. `ids` are in order.
async fn end_all(
    tx: &mut Tx,
    ids: &[ReservationId],
    state: ReservationState,
    now: Timestamp,
) -> Result<Vec<Reservation>> {
    let mut ended = vec![];
    for id in ids {
        ended.extend(reservations::end(tx, *id, state, None, now).await?);
    }
    let mut changes = Changes::default();
    for (key, units) in plan::by_level(ended.iter().flat_map(|one| &one.allocations)) {
        let after = levels::give_back(tx, key, units, now).await?;
        changes.level(key, after - units, after);
    }
    changes.announce(tx).await?;
    Ok(ended)
}

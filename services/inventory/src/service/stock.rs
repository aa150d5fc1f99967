//! Counting, adjusting and taking goods back.

use super::{
    InventoryService, Result,
    write::{self, Floor, MAX_ON_HAND, MAX_REASON, MAX_REFERENCE, finish},
};
use crate::{
    announce::Changes,
    store::{
        Key, levels,
        movements::Cause,
        policies::{self, Policy},
    },
};
use infrasell_contracts::inventory::{AdjustStock, LevelInput, MAX_BULK, Restock, SetStock, StockChanged, StockPolicy};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Fields, LocationId, VariantId};
use infrasell_rpc::Cx;
use infrasell_rules::stock::{BackorderPolicy, MovementKind};
use std::collections::{BTreeMap, BTreeSet};

/// The largest low-stock threshold, in units.
const MAX_THRESHOLD: i64 = 1_000_000;

/// Puts levels and policies to what was counted.
pub async fn set(service: &InventoryService, cx: &Cx, req: SetStock) -> Result<StockChanged> {
    check_set(&req)?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.set_stock", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let named = paths("levels", req.levels.iter().map(|level| level.location));
    write::check_locations(&mut tx, &named).await?;
    let actor = cx.caller.actor();
    let cause = Cause {
        kind: MovementKind::Count,
        reason: &req.reason,
        reference: req.reference.as_deref(),
        actor: &actor,
        at: service.now(),
    };
    let mut changes = Changes::default();
    let changed = set_locked(&mut tx, &req, &cause, &mut changes).await?;
    changes.announce(&mut tx).await?;
    let answer = StockChanged { changed: changed.into_iter().collect() };
    finish(tx, answer).await
}

async fn set_locked(
    tx: &mut Tx,
    req: &SetStock,
    cause: &Cause<'_>,
    changes: &mut Changes,
) -> Result<BTreeSet<VariantId>> {
    let mut targets: Vec<(Key, i64)> = vec![];
    for LevelInput { variant, location, on_hand } in &req.levels {
        targets.push(((*variant, *location), *on_hand));
    }
    targets.sort_unstable();
    let keys: Vec<Key> = targets.iter().map(|(key, _)| *key).collect();
    let locked = levels::lock(tx, &keys, cause.at).await?;
    let policies = changed_policies(tx, &req.policies, changes).await?;
    let mut changed = write::put(tx, &locked, &targets, &Floor::Policy(&policies), cause, changes).await?;
    if !policies.is_empty() {
        changed.extend(policies.keys().copied());
        let rows: Vec<(VariantId, Policy)> = policies.into_iter().collect();
        policies::put(tx, &rows).await?;
        let unwatched: Vec<VariantId> =
            rows.iter().filter(|(_, policy)| policy.threshold.is_none() && policy.low).map(|(id, _)| *id).collect();
        if !unwatched.is_empty() {
            policies::unflag_unwatched(tx, &unwatched).await?;
        }
    }
    Ok(changed)
}

/// The policies that are not already as asked for, as they will be.
async fn changed_policies(
    tx: &mut Tx,
    wanted: &[StockPolicy],
    changes: &mut Changes,
) -> Result<BTreeMap<VariantId, Policy>> {
    let mut changed = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(changed);
    }
    let mut variants: Vec<VariantId> = wanted.iter().map(|policy| policy.variant).collect();
    variants.sort_unstable();
    let mut stored = policies::lock(tx, &variants).await?;
    for policy in wanted {
        let old = stored.remove(&policy.variant).unwrap_or_default();
        if old.to_contract(policy.variant) == *policy {
            continue;
        }
        if (old.tracked, old.backorder) != (policy.tracked, policy.backorder) {
            changes.rule(policy.variant);
        }
        if old.threshold != policy.low_stock_threshold {
            changes.threshold(policy.variant);
        }
        let new = Policy {
            tracked: policy.tracked,
            backorder: policy.backorder,
            threshold: policy.low_stock_threshold,
            low: old.low,
            ever_backorder: old.ever_backorder || policy.backorder == BackorderPolicy::Continue,
        };
        changed.insert(policy.variant, new);
    }
    Ok(changed)
}

fn check_set(req: &SetStock) -> Result<()> {
    let mut fields = Fields::new();
    write::check_count(&mut fields, "levels", req.levels.len(), MAX_BULK);
    write::check_count(&mut fields, "policies", req.policies.len(), MAX_BULK);
    fields.max_len("reason", &req.reason, MAX_REASON);
    fields.max_len("reference", req.reference.as_deref().unwrap_or(""), MAX_REFERENCE);
    let mut seen = BTreeSet::new();
    for (n, LevelInput { variant, location, on_hand }) in req.levels.iter().enumerate() {
        write::check_distinct(&mut fields, &mut seen, (*variant, *location), &format!("levels.{n}"));
        if !(0..=MAX_ON_HAND).contains(on_hand) {
            let message = format!("levels.{n}.on_hand is {on_hand}, not between 0 and {MAX_ON_HAND}");
            fields.add(format!("levels.{n}.on_hand"), "out_of_range", message);
        }
    }
    let mut seen = BTreeSet::new();
    for (n, policy) in req.policies.iter().enumerate() {
        if !seen.insert(policy.variant) {
            let message = format!("policies.{n} names {} a second time", policy.variant);
            fields.add(format!("policies.{n}"), "duplicate", message);
        }
        let threshold = policy.low_stock_threshold.unwrap_or(0);
        if !(0..=MAX_THRESHOLD).contains(&threshold) {
            let path = format!("policies.{n}.low_stock_threshold");
            let message = format!("{path} is {threshold}, not between 0 and {MAX_THRESHOLD}");
            fields.add(path, "out_of_range", message);
        }
    }
    Ok(fields.done()?)
}

/// Where each location stands in the request: `levels.3.location`.
pub fn paths(list: &str, locations: impl Iterator<Item = LocationId>) -> Vec<(String, LocationId)> {
    locations.enumerate().map(|(n, id)| (format!("{list}.{n}.location"), id)).collect()
}

/// Adds to or takes from levels.
pub async fn adjust(service: &InventoryService, cx: &Cx, req: AdjustStock) -> Result<StockChanged> {
    check_adjust(&req)?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.adjust_stock", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let named = paths("adjustments", req.adjustments.iter().map(|one| one.location));
    write::check_locations(&mut tx, &named).await?;
    let deltas: BTreeMap<Key, i64> =
        req.adjustments.iter().map(|one| ((one.variant, one.location), one.delta)).collect();
    let actor = cx.caller.actor();
    let kind = MovementKind::Adjust;
    let cause = Cause { kind, reason: &req.reason, reference: None, actor: &actor, at: service.now() };
    let mut changes = Changes::default();
    let unchanged = BTreeMap::new();
    let changed = write::add(&mut tx, &deltas, &Floor::Policy(&unchanged), &cause, &mut changes).await?;
    changes.announce(&mut tx).await?;
    let answer = StockChanged { changed: changed.into_iter().collect() };
    finish(tx, answer).await
}

fn check_adjust(req: &AdjustStock) -> Result<()> {
    let mut fields = Fields::new();
    write::check_count(&mut fields, "adjustments", req.adjustments.len(), MAX_BULK);
    fields.max_len("reason", &req.reason, MAX_REASON);
    let mut seen = BTreeSet::new();
    for (n, one) in req.adjustments.iter().enumerate() {
        write::check_distinct(&mut fields, &mut seen, (one.variant, one.location), &format!("adjustments.{n}"));
        if one.delta == 0 || !(-MAX_ON_HAND..=MAX_ON_HAND).contains(&one.delta) {
            let path = format!("adjustments.{n}.delta");
            let message = format!("{path} is {}, not between 1 and {MAX_ON_HAND} either way", one.delta);
            fields.add(path, "out_of_range", message);
        }
    }
    Ok(fields.done()?)
}

/// Takes goods back that an order had.
pub async fn restock(service: &InventoryService, cx: &Cx, req: Restock) -> Result<StockChanged> {
    let mut fields = Fields::new();
    write::check_count(&mut fields, "lines", req.lines.len(), MAX_BULK);
    fields.text("reference", &req.reference, MAX_REFERENCE);
    fields.done()?;
    take_back(service, cx, &req, "goods came back").await
}

/// [`restock`] with a reason of its own and as many lines as there are.
pub async fn take_back(service: &InventoryService, cx: &Cx, req: &Restock, reason: &str) -> Result<StockChanged> {
    let mut tx = match service.deps.db.begin_once(cx, "inventory.restock", req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let named = paths("lines", req.lines.iter().map(|line| line.location));
    write::check_locations(&mut tx, &named).await?;
    let mut deltas: BTreeMap<Key, i64> = BTreeMap::new();
    for line in &req.lines {
        *deltas.entry((line.variant, line.location)).or_default() += line.quantity.get();
    }
    let actor = cx.caller.actor();
    let reference = Some(req.reference.as_str());
    let cause = Cause { kind: MovementKind::Restock, reason, reference, actor: &actor, at: service.now() };
    let mut changes = Changes::default();
    let changed = write::add(&mut tx, &deltas, &Floor::Held, &cause, &mut changes).await?;
    changes.announce(&mut tx).await?;
    let answer = StockChanged { changed: changed.into_iter().collect() };
    finish(tx, answer).await
}

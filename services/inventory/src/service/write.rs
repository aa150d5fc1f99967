//! The one way in which units on hand change, other than by selling what is held: levels and movements together.

use super::{InventoryService, Result};
use crate::{
    announce::Changes,
    store::{
        Key, levels,
        levels::Figures,
        locations,
        movements::{self, Cause},
        policies::{self, Policy},
    },
};
use infrasell_contracts::settings::{ChannelRef, GetChannel};
use infrasell_contracts::{inventory::InventoryError, settings::Channel};
use infrasell_db::{OnceTx, Tx};
use infrasell_kernel::{ChannelId, Fields, LocationId, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault, ServiceError};
use infrasell_rules::stock::BackorderPolicy;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The most units at one level.
pub const MAX_ON_HAND: i64 = 1_000_000_000;
/// The longest reason or note, in characters.
pub const MAX_REASON: usize = 500;
/// The longest reference or owner, in characters.
pub const MAX_REFERENCE: usize = 200;

impl InventoryService {
    pub(crate) fn now(&self) -> Timestamp {
        self.deps.env.now()
    }

    /// The channel, from settings.
    pub(super) async fn channel(&self, cx: &Cx, id: ChannelId) -> Result<Channel> {
        let request = GetChannel { channel: ChannelRef::Id(id) };
        Ok(self.deps.settings.channel(&cx.unkeyed(), request).await.map_err(fault_of)?)
    }
}

/// The common part of another service's error.
pub fn fault_of(error: impl ServiceError) -> Fault {
    error.fault().cloned().unwrap_or_else(|| Fault::internal(error))
}

/// Notes a repeated level.
pub fn check_distinct(fields: &mut Fields, seen: &mut BTreeSet<Key>, key: Key, path: &str) {
    let message = format!("{path} names {} at {} a second time", key.0, key.1);
    fields.check(seen.insert(key), path, "duplicate", message);
}

/// Refuses when there are more than `most` of something.
pub fn check_count(fields: &mut Fields, path: &str, count: usize, most: usize) {
    fields.check(count <= most, path, "too_many", format!("{path} has {count} entries, more than {most}"));
}

/// Notes every location that does not exist; `named` says where each stands in the request.
pub async fn check_locations(tx: &mut Tx, named: &[(String, LocationId)]) -> Result<()> {
    let distinct: BTreeSet<LocationId> = named.iter().map(|(_, id)| *id).collect();
    let distinct: Vec<LocationId> = distinct.into_iter().collect();
    let known: BTreeSet<LocationId> = locations::known(tx, &distinct).await?.into_iter().collect();
    let mut fields = Fields::new();
    for (path, id) in named {
        fields.check(known.contains(id), path, "not_found", format!("there is no location {id}"));
    }
    Ok(fields.done()?)
}

/// How far units on hand may be taken away.
pub enum Floor<'a> {
    /// Down to what is held, and further under a backorder policy; the map holds policies that are about to change.
    Policy(&'a BTreeMap<VariantId, Policy>),
    /// Down to what is held: what leaves a shelf was on it.
    Held,
}

/// Puts locked levels to new figures on hand and enters the differences in the ledger; answers the variants that changed.
pub async fn put(
    tx: &mut Tx,
    levels: &BTreeMap<Key, Figures>,
    targets: &[(Key, i64)],
    floor: &Floor<'_>,
    cause: &Cause<'_>,
    changes: &mut Changes,
) -> Result<BTreeSet<VariantId>> {
    check_floor(tx, levels, targets, floor).await?;
    let mut on_hand = vec![];
    let mut deltas = vec![];
    for (key, target) in targets {
        let before = levels.get(key).copied().unwrap_or_default();
        if *target == before.on_hand {
            continue;
        }
        let after = Figures { on_hand: *target, ..before };
        changes.level(*key, before.available(), after.available());
        on_hand.push((*key, *target));
        deltas.push((*key, target - before.on_hand));
    }
    if deltas.is_empty() {
        return Ok(BTreeSet::new());
    }
    levels::put_on_hand(tx, &on_hand, cause.at).await?;
    movements::insert(tx, &deltas, cause).await?;
    Ok(deltas.iter().map(|((variant, _), _)| *variant).collect())
}

/// Refuses to take away what is held, so that a buyer who was promised a unit gets it.
async fn check_floor(
    tx: &mut Tx,
    levels: &BTreeMap<Key, Figures>,
    targets: &[(Key, i64)],
    floor: &Floor<'_>,
) -> Result<()> {
    let mut below = vec![];
    for (key, target) in targets {
        let before = levels.get(key).copied().unwrap_or_default();
        let would_be = Figures { on_hand: *target, ..before }.available();
        if would_be < 0 && would_be < before.available() {
            below.push((*key, would_be));
        }
    }
    if below.is_empty() {
        return Ok(());
    }
    let mut stored = BTreeMap::new();
    if let Floor::Policy(changing) = floor {
        let keys: Vec<Key> = below.iter().map(|(key, _)| *key).collect();
        stored = policies::lock(tx, &levels::variants_of(&keys)).await?;
        stored.extend(changing.iter().map(|(variant, policy)| (*variant, policy.clone())));
    }
    for ((variant, location), would_be) in below {
        let backorder = stored.get(&variant).is_some_and(|policy| policy.backorder == BackorderPolicy::Continue);
        if !backorder {
            return Err(InventoryError::NegativeStock { variant, location, would_be });
        }
    }
    Ok(())
}

/// Locks levels, adds `deltas` to them and enters them in the ledger.
pub async fn add(
    tx: &mut Tx,
    deltas: &BTreeMap<Key, i64>,
    floor: &Floor<'_>,
    cause: &Cause<'_>,
    changes: &mut Changes,
) -> Result<BTreeSet<VariantId>> {
    let keys: Vec<Key> = deltas.keys().copied().collect();
    let levels = levels::lock(tx, &keys, cause.at).await?;
    let mut targets = vec![];
    for (key, delta) in deltas {
        let target = levels[key].on_hand.saturating_add(*delta);
        if *delta > 0 && target > MAX_ON_HAND {
            let message = format!("{} at {} would hold {target} units, more than {MAX_ON_HAND}", key.0, key.1);
            return Err(Fault::field("", "out_of_range", message).into());
        }
        targets.push((*key, target));
    }
    put(tx, &levels, &targets, floor, cause, changes).await
}

/// Stores the answer under the request's key and commits; answers when that is durable.
pub async fn finish<T: Serialize + Sync>(tx: OnceTx, answer: T) -> Result<T> {
    tx.commit_with(&answer).await.map_err(Fault::from)?;
    Ok(answer)
}

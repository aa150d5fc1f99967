//! What other services and staff are told about stock.
//!
//! `inventory.availability_changed` is emitted only when a level crosses the line between something to sell and
//! nothing to sell, or a policy moves it: listings sort and filter by whether a thing is in stock, and a sale that
//! leaves some on the shelf changes nothing for them. Exact figures are always read, never listened for.
//!
//! `inventory.low_stock` is emitted once when the units available over all locations fall to the threshold, and not again
//! until they have been above it. On PostgreSQL two sales at two locations that cross it together may each see the
//! other's units still there; the schedule `inventory.low_stock` finds such a variant within a minute.

use crate::store::{
    Key,
    policies::{self, Watched},
};
use infrasell_contracts::inventory::{AVAILABILITY_CHANGED, AvailabilityChanged, LOW_STOCK, LowStock};
use infrasell_db::Tx;
use infrasell_kernel::VariantId;
use infrasell_rpc::Fault;
use std::collections::BTreeSet;

/// The most variants in one event.
const MAX_IN_EVENT: usize = 10_000;

/// How what is available at the levels of a transaction has changed.
#[derive(Debug, Default)]
pub struct Changes {
    touched: BTreeSet<VariantId>,
    crossed: BTreeSet<VariantId>,
    rewatched: BTreeSet<VariantId>,
}

impl Changes {
    /// Notes a level that had `before` units available and has `after`.
    pub fn level(&mut self, key: Key, before: i64, after: i64) {
        if before != after {
            self.touched.insert(key.0);
        }
        if (before > 0) != (after > 0) {
            self.crossed.insert(key.0);
        }
    }

    /// Notes a variant that is now counted or sold by another rule.
    pub fn rule(&mut self, variant: VariantId) {
        self.crossed.insert(variant);
    }

    /// Notes a variant whose threshold is another. Who sets it knows where it stands, so staff are not told.
    pub fn threshold(&mut self, variant: VariantId) {
        self.rewatched.insert(variant);
    }

    /// Notes a variant whose flag may be wrong.
    pub fn recheck(&mut self, variant: VariantId) {
        self.touched.insert(variant);
    }

    /// Emits what is to be told about them all.
    pub async fn announce(&self, tx: &mut Tx) -> Result<(), Fault> {
        availability(tx, self.crossed.iter().copied().collect()).await?;
        let watched: Vec<VariantId> = self.touched.union(&self.rewatched).copied().collect();
        if watched.is_empty() {
            return Ok(());
        }
        for one in policies::watched(tx, &watched).await? {
            let tell = !self.rewatched.contains(&one.variant);
            flag(tx, one, tell).await?;
        }
        Ok(())
    }
}

/// Tells that these variants may have come into stock or gone out of it.
pub async fn availability(tx: &mut Tx, variants: Vec<VariantId>) -> Result<(), Fault> {
    for part in variants.chunks(MAX_IN_EVENT) {
        tx.emit(AVAILABILITY_CHANGED, &AvailabilityChanged { variants: part.to_vec() }).await?;
    }
    Ok(())
}

/// Puts a variant's flag right, and tells staff if it has fallen to its threshold.
pub async fn flag(tx: &mut Tx, watched: Watched, tell: bool) -> Result<(), Fault> {
    let Watched { variant, threshold, available, .. } = watched;
    let low = available <= threshold;
    if low == watched.low || !policies::set_low(tx, variant, low).await? {
        return Ok(());
    }
    if low && tell {
        tx.emit(LOW_STOCK, &LowStock { variant, available, threshold }).await?;
    }
    Ok(())
}

//! Inventory's part.

use super::{Item, Session, Target, Written, all_of, bisect::each};
use crate::shopify::{Column, Variant};
use infrasell_contracts::inventory::{
    GetPolicies, LevelInput, ListLevels, MAX_BULK, SetStock, StockChanged, StockPolicy,
};
use infrasell_kernel::{LocationId, VariantId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::stock::BackorderPolicy;
use std::collections::{HashMap, HashSet};

/// Variants whose levels are asked for in one call.
const MOST_READ: usize = 250;

/// What inventory is asked to hold of one variant.
#[derive(Clone)]
struct Stock {
    variant: VariantId,
    levels: Vec<LevelInput>,
    policy: Option<StockPolicy>,
    /// Whether units are given for a location that a dry run would have made.
    unplaced: bool,
}

impl Session {
    /// Sets the stock and the policies of the items' variants, where they differ.
    pub(super) async fn write_stock(&self, cx: &Cx, items: &[Item]) -> Result<Written, Fault> {
        let there = items.iter().filter(|item| item.is_old());
        let there: Vec<VariantId> = there.flat_map(Item::pairs).map(|(id, _)| id).collect();
        let old = self.old_policies(cx, &there).await?;
        let mut stock = vec![];
        for item in items {
            for (id, variant) in item.pairs() {
                let policy = self.policy(id, variant, item.is_old(), old.get(&id));
                let unplaced =
                    self.locations.iter().zip(&variant.stock).any(|(place, units)| place.is_none() && units.is_some());
                let one = Stock { variant: id, levels: self.levels(id, variant), policy, unplaced };
                if one.unplaced || !one.levels.is_empty() || one.policy.is_some() {
                    stock.push(one);
                }
            }
        }
        if self.dry_run {
            return self.compare_stock(cx, &stock, &old).await;
        }
        let most = MAX_BULK / self.locations.len().max(1);
        let inventory = &self.target.inventory;
        let taken = each(&stock, most, "", |part| inventory.set_stock(cx, self.set_stock(part))).await?;
        let changed = |(_, answer): (Vec<usize>, StockChanged)| answer.changed;
        Ok(Written {
            changed: taken.answers.into_iter().flat_map(changed).collect(),
            refused: taken.refused.into_iter().map(|(at, refusal)| (stock[at].variant, refusal)).collect(),
        })
    }

    fn set_stock(&self, part: Vec<Stock>) -> SetStock {
        let mut set =
            SetStock { reason: "import".into(), reference: Some(self.reference.clone()), ..SetStock::default() };
        for one in part {
            set.levels.extend(one.levels);
            set.policies.extend(one.policy);
        }
        set
    }

    fn levels(&self, variant: VariantId, given: &Variant) -> Vec<LevelInput> {
        let places = self.locations.iter().zip(&given.stock);
        let level = |(location, units): (&Option<LocationId>, &Option<i64>)| {
            Some(LevelInput { variant, location: (*location)?, on_hand: (*units)? })
        };
        places.filter_map(level).collect()
    }

    /// The policy, if the file says anything of it or the variant is new.
    fn policy(
        &self,
        variant: VariantId,
        given: &Variant,
        is_old: bool,
        old: Option<&StockPolicy>,
    ) -> Option<StockPolicy> {
        let says_tracked = self.columns.has(Column::Tracker) || !self.locations.is_empty();
        let says_backorder = self.columns.has(Column::Policy);
        if is_old && !says_tracked && !says_backorder {
            return None;
        }
        let kept = old.filter(|_| is_old);
        let backorder = if given.continues { BackorderPolicy::Continue } else { BackorderPolicy::Deny };
        Some(StockPolicy {
            variant,
            tracked: kept.filter(|_| !says_tracked).map_or(given.tracked, |old| old.tracked),
            backorder: kept.filter(|_| !says_backorder).map_or(backorder, |old| old.backorder),
            low_stock_threshold: old.and_then(|old| old.low_stock_threshold),
        })
    }

    async fn old_policies(&self, cx: &Cx, variants: &[VariantId]) -> Result<HashMap<VariantId, StockPolicy>, Fault> {
        let mut old = HashMap::new();
        for variants in variants.chunks(MAX_BULK) {
            let ask = GetPolicies { variants: variants.to_vec() };
            let read = self.target.inventory.policies(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            old.extend(read.into_iter().map(|policy| (policy.variant, policy)));
        }
        Ok(old)
    }

    /// What writing would change. Inventory has no dry run of its own.
    async fn compare_stock(
        &self,
        cx: &Cx,
        stock: &[Stock],
        policies: &HashMap<VariantId, StockPolicy>,
    ) -> Result<Written, Fault> {
        let variants: Vec<VariantId> = stock.iter().map(|one| one.variant).collect();
        let levels = levels_of(&self.target, cx, &variants).await?;
        let mut changed = HashSet::new();
        for one in stock {
            // a level that was never written stands at zero
            let on_hand = |input: &LevelInput| levels.get(&(input.variant, input.location)).copied().unwrap_or(0);
            let level = |input: &LevelInput| on_hand(input) == input.on_hand;
            let policy = one.policy.as_ref().is_none_or(|policy| policies.get(&one.variant) == Some(policy));
            if one.unplaced || !policy || !one.levels.iter().all(level) {
                changed.insert(one.variant);
            }
        }
        Ok(Written { changed: changed.into_iter().collect(), refused: vec![] })
    }
}

/// The levels of variants that were ever written.
pub(crate) async fn levels_of(
    target: &Target,
    cx: &Cx,
    variants: &[VariantId],
) -> Result<HashMap<(VariantId, LocationId), i64>, Fault> {
    let mut levels = HashMap::new();
    for variants in variants.chunks(MOST_READ) {
        let read = all_of(|page| {
            let ask = ListLevels { variants: Some(variants.to_vec()), page, ..ListLevels::default() };
            async { target.inventory.levels(cx, ask).await.map_err(|error| Fault::relay(&error)) }
        })
        .await?;
        levels.extend(read.into_iter().map(|level| ((level.variant, level.location), level.on_hand)));
    }
    Ok(levels)
}

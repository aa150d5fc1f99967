//! From where the lines of a reservation are served. Pure: facts in, holds or shortages out.
//!
//! Always true: the allocations of a line sum to its quantity, the holds of a level sum to its allocations, and holds
//! are in (variant, location) order.

use crate::store::{
    Key,
    policies::{Stock, VariantFacts},
};
use infrasell_contracts::inventory::{Allocation, ReserveLine, Shortage};
use infrasell_kernel::{LocationId, VariantId};
use infrasell_rules::stock::{self, LevelFacts};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of every variant in the lines.
pub type Facts = BTreeMap<VariantId, VariantFacts>;

/// Units to hold at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Which level.
    pub key: Key,
    /// How many units.
    pub units: i64,
    /// Whether the level may go below zero for it.
    pub backorder: bool,
}

/// What to hold, and for which line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is held where for which line, in the order of the lines.
    pub allocations: Vec<Allocation>,
    /// The same, summed by level, in key order.
    pub holds: Vec<Hold>,
}

/// The distinct variants of the lines, in order.
pub fn variants(lines: &[ReserveLine]) -> Vec<VariantId> {
    lines.iter().map(|line| line.variant).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The levels that may serve a channel, best first. `preferred` are the channel's locations, or empty for all.
pub fn candidates(known: &VariantFacts, preferred: &[LocationId]) -> Vec<Stock> {
    let active = known.stock.iter().copied().filter(|stock| stock.active);
    if preferred.is_empty() {
        return active.collect();
    }
    let by_location: BTreeMap<LocationId, Stock> = active.map(|stock| (stock.location, stock)).collect();
    preferred.iter().filter_map(|location| by_location.get(location).copied()).collect()
}

/// Variants that are sold beyond what is there, but have no level that could go below zero.
pub fn homeless(facts: &Facts, preferred: &[LocationId]) -> Vec<VariantId> {
    let mut homeless = vec![];
    for (variant, known) in facts {
        let policy = &known.policy;
        if policy.tracked && policy.always_sold() && candidates(known, preferred).is_empty() {
            homeless.push(*variant);
        }
    }
    homeless
}

/// Serves all lines, or says which ones fall short and what could be had: earlier lines are served first.
pub fn plan(lines: &[ReserveLine], facts: &Facts, preferred: &[LocationId]) -> Result<Plan, Vec<Shortage>> {
    let mut plan = Plan::default();
    let mut sources: BTreeMap<VariantId, Vec<(LocationId, i64)>> = BTreeMap::new();
    let mut short: BTreeMap<VariantId, i64> = BTreeMap::new();
    for (variant, wanted) in totals(lines) {
        let Some(known) = facts.get(&variant).filter(|known| known.policy.tracked) else { continue };
        let policy = known.policy.backorder;
        let mut levels = vec![];
        for Stock { location, figures, .. } in candidates(known, preferred) {
            levels.push(LevelFacts { location, on_hand: figures.on_hand, reserved: figures.reserved, policy });
        }
        match stock::plan(&levels, wanted) {
            Ok(parts) => {
                let mut holds: Vec<Hold> = vec![];
                for (location, units) in &parts {
                    let backorder = known.policy.always_sold();
                    holds.push(Hold { key: (variant, *location), units: *units, backorder });
                }
                holds.sort_by_key(|hold| hold.key);
                plan.holds.extend(holds);
                sources.insert(variant, parts);
            }
            Err(lack) => {
                short.insert(variant, lack.available);
            }
        }
    }
    if !short.is_empty() {
        return Err(shortages(lines, short));
    }
    for line in lines {
        if let Some(parts) = sources.get_mut(&line.variant) {
            serve(line, parts, &mut plan.allocations);
        }
    }
    Ok(plan)
}

/// Units wanted of each variant.
fn totals(lines: &[ReserveLine]) -> BTreeMap<VariantId, i64> {
    let mut totals = BTreeMap::new();
    for line in lines {
        let total: &mut i64 = totals.entry(line.variant).or_default();
        *total = total.saturating_add(line.quantity.get());
    }
    totals
}

/// Takes the line's units from the front of `parts`.
fn serve(line: &ReserveLine, parts: &mut Vec<(LocationId, i64)>, allocations: &mut Vec<Allocation>) {
    let mut left = line.quantity.get();
    for (location, units) in parts.iter_mut() {
        let quantity = left.min(*units);
        if quantity > 0 {
            allocations.push(Allocation {
                key: line.key.clone(),
                variant: line.variant,
                location: *location,
                quantity,
            });
            *units -= quantity;
            left -= quantity;
        }
    }
    parts.retain(|(_, units)| *units > 0);
}

fn shortages(lines: &[ReserveLine], mut left: BTreeMap<VariantId, i64>) -> Vec<Shortage> {
    let mut shortages = vec![];
    for line in lines {
        let Some(left) = left.get_mut(&line.variant) else { continue };
        let wanted = line.quantity.get();
        let available = wanted.min(*left);
        *left -= available;
        if available < wanted {
            shortages.push(Shortage {
                key: line.key.clone(),
                variant: line.variant,
                sku: line.sku.clone(),
                wanted,
                available,
            });
        }
    }
    shortages
}

/// What a reservation holds, summed by level, in key order.
pub fn by_level<'a>(allocations: impl IntoIterator<Item = &'a Allocation>) -> Vec<(Key, i64)> {
    let mut sums: BTreeMap<Key, i64> = BTreeMap::new();
    for allocation in allocations {
        let sum = sums.entry((allocation.variant, allocation.location)).or_default();
        *sum = sum.saturating_add(allocation.quantity);
    }
    sums.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{levels::Figures, policies::Policy};
    use infrasell_kernel::Quantity;
    use infrasell_rules::stock::BackorderPolicy;

    fn line(key: &str, variant: i64, quantity: i64) -> ReserveLine {
        let quantity = Quantity::new(quantity).unwrap();
        ReserveLine { key: key.into(), variant: VariantId::from_i64(variant), quantity, sku: format!("S{variant}") }
    }
    fn known(backorder: BackorderPolicy, levels: &[(i64, i64)]) -> VariantFacts {
        let stock = levels
            .iter()
            .map(|(location, on_hand)| Stock {
                location: LocationId::from_i64(*location),
                active: true,
                figures: Figures { on_hand: *on_hand, reserved: 0 },
            })
            .collect();
        VariantFacts { policy: Policy { backorder, ..Policy::default() }, stock }
    }
    fn parts(plan: &Plan) -> Vec<(&str, i64, i64)> {
        plan.allocations.iter().map(|a| (a.key.as_str(), a.location.get(), a.quantity)).collect()
    }

    #[test]
    fn two_lines_of_one_variant_share_its_levels() {
        let facts = Facts::from([(VariantId::from_i64(1), known(BackorderPolicy::Deny, &[(1, 4), (2, 5)]))]);
        let plan = plan(&[line("a", 1, 3), line("b", 1, 5)], &facts, &[]).unwrap();
        assert_eq!(parts(&plan), [("a", 1, 3), ("b", 1, 1), ("b", 2, 4)]);
        assert_eq!(plan.holds.iter().map(|h| h.units).collect::<Vec<_>>(), [4, 4]);
    }

    #[test]
    fn every_short_line_is_named_with_what_is_left_for_it() {
        let facts = Facts::from([
            (VariantId::from_i64(1), known(BackorderPolicy::Deny, &[(1, 4)])),
            (VariantId::from_i64(2), known(BackorderPolicy::Deny, &[])),
        ]);
        let lines = [line("a", 1, 3), line("b", 1, 2), line("c", 2, 1), line("d", 1, 1)];
        let short = plan(&lines, &facts, &[]).unwrap_err();
        let seen: Vec<_> = short.iter().map(|s| (s.key.as_str(), s.wanted, s.available)).collect();
        assert_eq!(seen, [("b", 2, 1), ("c", 1, 0), ("d", 1, 0)]);
    }

    #[test]
    fn the_channels_order_decides_and_others_are_not_touched() {
        let facts = Facts::from([(VariantId::from_i64(1), known(BackorderPolicy::Deny, &[(1, 9), (2, 9), (3, 9)]))]);
        let preferred = [LocationId::from_i64(3), LocationId::from_i64(2)];
        let planned = plan(&[line("a", 1, 12)], &facts, &preferred).unwrap();
        assert_eq!(parts(&planned), [("a", 3, 9), ("a", 2, 3)]);
        assert_eq!(planned.holds.iter().map(|h| h.key.1.get()).collect::<Vec<_>>(), [2, 3], "in key order");
        let short = plan(&[line("a", 1, 19)], &facts, &preferred).unwrap_err();
        assert_eq!(short[0].available, 18);
    }

    #[test]
    fn what_is_not_counted_is_not_held() {
        let mut free = known(BackorderPolicy::Deny, &[]);
        free.policy.tracked = false;
        let facts = Facts::from([(VariantId::from_i64(1), free)]);
        assert_eq!(plan(&[line("a", 1, 1_000)], &facts, &[]), Ok(Plan::default()));
        assert!(homeless(&facts, &[]).is_empty());
        let facts = Facts::from([(VariantId::from_i64(1), known(BackorderPolicy::Continue, &[]))]);
        assert_eq!(homeless(&facts, &[]), [VariantId::from_i64(1)]);
    }
}

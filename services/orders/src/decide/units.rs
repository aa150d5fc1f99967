//! How many units of each line were sold, are being packed, were sent, paid back and restocked.

use crate::model::{Run, Stored, has_left};
use infrasell_contracts::inventory::Allocation;
use infrasell_kernel::LineItemId;
use infrasell_rules::order::FulfilmentState;
use std::collections::{BTreeMap, HashMap};

/// The units of one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Units {
    pub(crate) sold: i64,
    /// In fulfilments that have not left.
    pub(crate) packed: i64,
    /// In fulfilments that have.
    pub(crate) sent: i64,
    /// Paid back, or on the way to it.
    pub(crate) refunded: i64,
    pub(crate) restocked: i64,
}

impl Units {
    /// What a new fulfilment may take.
    pub(crate) fn left(&self) -> i64 {
        (self.sold - self.packed - self.sent - self.refunded.max(self.restocked)).max(0)
    }

    /// What is still to be sent.
    pub(crate) fn open(&self) -> i64 {
        self.packed + self.left()
    }
}

/// Sums over the lines of an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) sent: i64,
    pub(crate) open: i64,
}

/// The units of each line, in the order of the lines.
pub(crate) fn of(order: &Stored) -> Vec<Units> {
    let head = &order.head;
    let mut units: Vec<Units> =
        order.sold.lines.iter().map(|line| Units { sold: line.item.quantity.get(), ..Units::default() }).collect();
    let place: HashMap<LineItemId, usize> =
        order.sold.lines.iter().enumerate().map(|(place, line)| (line.id, place)).collect();
    for fulfilment in head.fulfilments.iter().filter(|one| one.state != FulfilmentState::Cancelled) {
        for line in &fulfilment.lines {
            let Some(units) = place.get(&line.line_item).and_then(|at| units.get_mut(*at)) else { continue };
            let count = if has_left(fulfilment.state) { &mut units.sent } else { &mut units.packed };
            *count += line.quantity.get();
        }
    }
    let mut taken: HashMap<LineItemId, Vec<Run>> = HashMap::new();
    for refund in &head.refunds {
        for line in &refund.lines {
            let Some(units) = place.get(&line.line_item).and_then(|at| units.get_mut(*at)) else { continue };
            units.restocked += line.restock.iter().map(|one| one.quantity).sum::<i64>();
            if refund.is_live() {
                taken.entry(line.line_item).or_default().extend(&line.runs);
            }
        }
    }
    for (line, units) in order.sold.lines.iter().zip(&mut units) {
        units.refunded = taken.get(&line.id).map_or(0, |runs| covered(runs, units.sold));
        if head.restocked {
            units.restocked = line.allocations.iter().map(|one| one.quantity).sum();
        }
    }
    units
}

/// The sums over all lines.
pub(crate) fn progress(order: &Stored) -> Progress {
    let mut progress = Progress::default();
    for units in of(order) {
        progress.sent += units.sent;
        progress.open += units.open();
    }
    progress
}

/// The units that live refunds of a line have taken.
pub(crate) fn taken(order: &Stored, line: LineItemId) -> Vec<Run> {
    let live = order.head.refunds.iter().filter(|refund| refund.is_live());
    live.flat_map(|refund| &refund.lines).filter(|one| one.line_item == line).flat_map(|one| one.runs.clone()).collect()
}

/// The first `wanted` of `sold` units that are not in `taken`; fewer when there are fewer.
pub(crate) fn free_runs(taken: &[Run], sold: i64, wanted: i64) -> Vec<Run> {
    let mut taken = taken.to_vec();
    taken.push(Run { from: sold, units: 0 });
    taken.sort_unstable();
    let (mut free, mut at, mut wanted) = (vec![], 0, wanted);
    for run in taken {
        let units = (run.from - at).min(wanted);
        if units > 0 {
            free.push(Run { from: at, units });
            wanted -= units;
        }
        at = at.max(run.from + run.units);
    }
    free
}

/// How many of `sold` units are in `runs`, each counted once.
fn covered(runs: &[Run], sold: i64) -> i64 {
    sold - free_runs(runs, sold, sold).iter().map(|run| run.units).sum::<i64>()
}

/// What of a line's stock has not gone back, by location.
pub(crate) fn restockable(order: &Stored, line: LineItemId) -> Vec<Allocation> {
    if order.head.restocked {
        return vec![];
    }
    let Some(sold) = order.sold.lines.iter().find(|one| one.id == line) else { return vec![] };
    let mut back: BTreeMap<_, i64> = BTreeMap::new();
    let lines = order.head.refunds.iter().flat_map(|refund| &refund.lines).filter(|one| one.line_item == line);
    for one in lines.flat_map(|line| &line.restock) {
        *back.entry(one.location).or_default() += one.quantity;
    }
    let mut rest = vec![];
    for allocation in &sold.allocations {
        let back = back.entry(allocation.location).or_default();
        let gone = (*back).min(allocation.quantity);
        *back -= gone;
        if allocation.quantity > gone {
            rest.push(Allocation { quantity: allocation.quantity - gone, ..allocation.clone() });
        }
    }
    rest
}

/// The first `units` units of `allocations`; fewer when there are fewer.
pub(crate) fn first(allocations: Vec<Allocation>, units: i64) -> Vec<Allocation> {
    let (mut first, mut wanted) = (vec![], units);
    for allocation in allocations {
        let quantity = allocation.quantity.min(wanted);
        if quantity > 0 {
            first.push(Allocation { quantity, ..allocation });
            wanted -= quantity;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(pairs: &[(i64, i64)]) -> Vec<Run> {
        pairs.iter().map(|(from, units)| Run { from: *from, units: *units }).collect()
    }

    #[test]
    fn free_units_are_found_between_taken_ones() {
        assert_eq!(free_runs(&[], 3, 2), runs(&[(0, 2)]));
        assert_eq!(free_runs(&runs(&[(1, 1)]), 4, 3), runs(&[(0, 1), (2, 2)]));
        assert_eq!(free_runs(&runs(&[(2, 1), (0, 1)]), 4, 9), runs(&[(1, 1), (3, 1)]));
        assert_eq!(free_runs(&runs(&[(0, 3), (1, 1)]), 4, 4), runs(&[(3, 1)]), "runs may overlap");
        assert_eq!(free_runs(&runs(&[(0, 4)]), 4, 1), runs(&[]));
        assert_eq!(covered(&runs(&[(0, 2), (1, 2)]), 5), 3);
    }
}

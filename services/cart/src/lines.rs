//! The lines of a cart as pure data: adding, changing, merging, and the limits.
//!
//! Always true after each of these: no two lines have the same variant and attributes, and no limit is passed.

use crate::shelf::Shelf;
use infrasell_contracts::cart::{
    Attributes, CartError, CartLineInput, CartLineUpdate, CartNotice, MAX_LINES, MAX_UNITS,
};
use infrasell_kernel::{CartLineId, Fields, ProductId, Quantity, VariantId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes that the lines of a cart may take, so that attributes of many lines cannot grow without end.
pub(crate) const MAX_LINES_BYTES: usize = 1 << 20;

/// A line as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: CartLineId,
    pub(crate) variant: VariantId,
    pub(crate) quantity: Quantity,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: Attributes,
    pub(crate) seen: Seen,
}

/// What the buyer was shown when he last changed the cart; the names stand in when the variant is gone for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) price_minor: Option<i64>,
    pub(crate) product: ProductId,
    pub(crate) product_title: String,
    pub(crate) variant_title: String,
    pub(crate) sku: String,
    pub(crate) handle: String,
}

/// Puts lines in; equal ones become one, the earlier keeps its id. Answers the variants of which units were added.
/// `ids` has an id for each input.
pub(crate) fn add(
    lines: &mut Vec<Line>,
    inputs: &[CartLineInput],
    ids: &[CartLineId],
    shelf: &Shelf,
) -> Result<Vec<VariantId>, CartError> {
    let mut raised = vec![];
    for (input, id) in inputs.iter().zip(ids) {
        let variant = input.variant;
        let view = shelf.on_sale(variant).ok_or(CartError::NotForSale { variant })?;
        raised.push(variant);
        let same = lines.iter_mut().find(|line| line.variant == variant && line.attributes == input.attributes);
        match same {
            Some(line) => line.quantity = sum(line.quantity, input.quantity),
            None => lines.push(Line {
                id: *id,
                variant,
                quantity: input.quantity,
                attributes: input.attributes.clone(),
                seen: Seen::of(view, None),
            }),
        }
    }
    let at = |variant| inputs.iter().position(|input| input.variant == variant);
    check_limits(lines, at)?;
    Ok(raised)
}

/// Changes lines or takes them out. Answers the variants of which units were added.
pub(crate) fn update(
    lines: &mut Vec<Line>,
    updates: &[CartLineUpdate],
    shelf: &Shelf,
) -> Result<Vec<VariantId>, CartError> {
    let mut fields = Fields::new();
    let mut raised = vec![];
    let mut named = vec![];
    let mut gone = vec![];
    for (i, update) in updates.iter().enumerate() {
        let Some(line) = lines.iter_mut().find(|line| line.id == update.id) else {
            fields.add(format!("lines.{i}.id"), "unknown", format!("there is no line {} in this cart", update.id));
            continue;
        };
        if let Some(variant) = update.variant.filter(|variant| *variant != line.variant) {
            let view = shelf.on_sale(variant).ok_or(CartError::NotForSale { variant })?;
            (line.variant, line.seen) = (variant, Seen::of(view, None));
            raised.push(variant);
        }
        named.push((line.variant, i));
        if let Some(attributes) = &update.attributes {
            line.attributes.clone_from(attributes);
        }
        match update.quantity.map(Quantity::new) {
            None => {}
            Some(Ok(quantity)) => {
                if quantity > line.quantity {
                    raised.push(line.variant);
                }
                line.quantity = quantity;
            }
            // below one is zero, for the range was checked
            Some(Err(_)) => gone.push(line.id),
        }
    }
    fields.done()?;
    lines.retain(|line| !gone.contains(&line.id));
    let at = |variant| named.iter().find(|(one, _)| *one == variant).map(|(_, i)| *i);
    check_limits(lines, at)?;
    if updates.iter().any(|update| update.attributes.is_some() || update.variant.is_some()) {
        merge(lines);
    }
    Ok(raised)
}

/// Takes lines out.
pub(crate) fn remove(lines: &mut Vec<Line>, ids: &[CartLineId]) -> Result<(), CartError> {
    let mut fields = Fields::new();
    for (i, id) in ids.iter().enumerate() {
        let known = lines.iter().any(|line| line.id == *id);
        fields.check(known, &format!("lines.{i}.id"), "unknown", format!("there is no line {id} in this cart"));
    }
    fields.done()?;
    lines.retain(|line| !ids.contains(&line.id));
    Ok(())
}

/// Cuts the units that were added to what can be had; what was there before stays. `raised` are the variants of which
/// units were added.
pub(crate) fn cut(lines: &mut Vec<Line>, before: &[Line], raised: &[VariantId], shelf: &Shelf) -> Vec<CartNotice> {
    let mut notices = vec![];
    let held = units(before);
    let wanted = units(lines);
    let raised: BTreeSet<VariantId> = raised.iter().copied().collect();
    for variant in raised {
        let Some(available) = shelf.sellable(variant) else { continue };
        let most = available.max(held.get(&variant).copied().unwrap_or(0));
        let excess = wanted.get(&variant).copied().unwrap_or(0) - most;
        // what a line had before is spared, unless it became one with another line
        let spare = |line: &Line| before.iter().find(|one| (one.id, one.variant) == (line.id, variant));
        let left =
            cut_one(lines, variant, excess, &mut notices, |line| spare(line).map_or(0, |one| one.quantity.get()));
        cut_one(lines, variant, left, &mut notices, |_| 0);
        if most <= 0 {
            notices
                .retain(|notice| !matches!(notice, CartNotice::NotEnoughStock { variant: of, .. } if *of == variant));
            notices.push(CartNotice::OutOfStock { variant });
        }
    }
    notices
}

/// Takes `excess` units of a variant off, the newest first; a line keeps what `spared` says. Answers what is left to take.
fn cut_one(
    lines: &mut Vec<Line>,
    variant: VariantId,
    mut excess: i64,
    notices: &mut Vec<CartNotice>,
    spared: impl Fn(&Line) -> i64,
) -> i64 {
    let mut emptied = vec![];
    for line in lines.iter_mut().rev().filter(|line| line.variant == variant) {
        let off = excess.min(line.quantity.get() - spared(line));
        if off <= 0 {
            continue;
        }
        excess -= off;
        let rest = Quantity::new(line.quantity.get() - off);
        let id = rest.is_ok().then_some(line.id);
        notices.push(CartNotice::NotEnoughStock { line: id, variant, missing: off });
        match rest {
            Ok(rest) => line.quantity = rest,
            Err(_) => emptied.push(line.id),
        }
    }
    lines.retain(|line| !emptied.contains(&line.id));
    excess
}

/// Makes one line of equal ones; the first keeps its id.
fn merge(lines: &mut Vec<Line>) {
    let mut merged: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        match merged.iter_mut().find(|one| one.variant == line.variant && one.attributes == line.attributes) {
            Some(one) => one.quantity = sum(one.quantity, line.quantity),
            None => merged.push(line),
        }
    }
    *lines = merged;
}

/// Takes the lines of another cart in, as far as the limits let it; equal ones become one, the earlier keeps its id.
/// Answers what was left out.
pub(crate) fn take_in(lines: &mut Vec<Line>, others: Vec<Line>) -> Vec<(VariantId, i64)> {
    let mut left_out = vec![];
    let mut held = units(lines);
    let mut bytes: usize = lines.iter().map(attribute_bytes).sum();
    for other in others {
        let (variant, wanted) = (other.variant, other.quantity.get());
        let there = held.entry(variant).or_insert(0);
        let mut fits = wanted.min(MAX_UNITS - *there).max(0);
        let longer = bytes + attribute_bytes(&other);
        let room = lines.len() < MAX_LINES && longer <= MAX_LINES_BYTES;
        let same = lines.iter_mut().find(|line| line.variant == variant && line.attributes == other.attributes);
        match (same, Quantity::new(fits)) {
            (Some(line), Ok(more)) => line.quantity = sum(line.quantity, more),
            (None, Ok(quantity)) if room => {
                bytes = longer;
                lines.push(Line { quantity, ..other });
            }
            _ => fits = 0,
        }
        *there += fits;
        if fits < wanted {
            left_out.push((variant, wanted - fits));
        }
    }
    left_out
}

/// The sum, which stays at the largest quantity there is; more than a cart may hold either way.
fn sum(a: Quantity, b: Quantity) -> Quantity {
    let most = (a.get() + b.get()).min(Quantity::MAX);
    Quantity::new(most).expect("a sum of quantities is at least one and was cut at the largest")
}

/// How many units of each variant there are over all lines.
pub(crate) fn units(lines: &[Line]) -> BTreeMap<VariantId, i64> {
    let mut units = BTreeMap::new();
    for line in lines {
        *units.entry(line.variant).or_insert(0) += line.quantity.get();
    }
    units
}

fn check_limits(lines: &[Line], index_of: impl Fn(VariantId) -> Option<usize>) -> Result<(), CartError> {
    let mut fields = Fields::new();
    fields.check(lines.len() <= MAX_LINES, "lines", "too_many", format!("a cart has at most {MAX_LINES} lines"));
    for (variant, units) in units(lines) {
        // what the request did not touch was within the limit before
        if let Some(i) = index_of(variant).filter(|_| units > MAX_UNITS) {
            let message = format!("a cart holds at most {MAX_UNITS} of {variant}, not {units}");
            fields.add(format!("lines.{i}.quantity"), "too_many", message);
        }
    }
    let bytes: usize = lines.iter().map(attribute_bytes).sum();
    let message = format!("the attributes of all lines take {bytes} bytes, more than {MAX_LINES_BYTES}");
    fields.check(bytes <= MAX_LINES_BYTES, "lines", "too_large", message);
    Ok(fields.done()?)
}

fn attribute_bytes(line: &Line) -> usize {
    line.attributes.iter().map(|(key, value)| key.len() + value.len()).sum()
}

//! The calculation itself.

use super::{
    AdjustmentFacts, Entry, EntryKind, LineFacts, Quote, QuoteError, QuoteFacts, QuoteLine, QuoteShipping,
    ShippingFacts, Target, Totals,
};
use crate::{
    allocate::allocate,
    tax::{TaxHead, Taxable, Taxed, tax_lines},
};
use infrasell_kernel::{MoneyError, Ppm};
use std::collections::{BTreeMap, BTreeSet};

/// Prices a cart: lines → adjustments → shipping → tax → totals.
///
/// # Errors
/// [`QuoteError`] when the facts contradict themselves or an amount does not fit 64 bits.
pub fn quote(facts: &QuoteFacts) -> Result<Quote, QuoteError> {
    let mut bearers = bearers(facts)?;
    let mut entries: Vec<Entry> = bearers.iter().take(facts.lines.len()).map(goods_entry).collect();
    adjust(&facts.adjustments, &mut bearers, &mut entries)?;
    let taxed = taxes(facts, &bearers)?;

    let mut amounts = bearers.iter().zip(taxed);
    let mut lines = Vec::with_capacity(facts.lines.len());
    let mut tax_entries = vec![];
    for (line, (bearer, taxed)) in facts.lines.iter().zip(amounts.by_ref()) {
        tax_entries.extend(taxes_as_entries(&bearer.target, &taxed, facts.prices_include_tax));
        lines.push(priced_line(line, bearer, taxed)?);
    }
    let mut shipping = Vec::with_capacity(facts.shipping.len());
    for (group, (bearer, taxed)) in facts.shipping.iter().zip(amounts) {
        entries.push(shipping_entry(group));
        tax_entries.extend(taxes_as_entries(&bearer.target, &taxed, facts.prices_include_tax));
        shipping.push(priced_shipping(group, bearer, taxed)?);
    }
    entries.append(&mut tax_entries);
    let totals = totals(&entries)?;
    Ok(Quote {
        currency: facts.currency,
        prices_include_tax: facts.prices_include_tax,
        lines,
        shipping,
        entries,
        totals,
    })
}

/// What can bear an adjustment and tax: a line or the shipping of a group.
struct Bearer {
    target: Target,
    key: String,
    /// How it shares a surcharge with others that are all free.
    units: i64,
    listed_minor: i64,
    running_minor: i64,
}

/// Every line, then every shipping group, with its listed amount.
fn bearers(facts: &QuoteFacts) -> Result<Vec<Bearer>, QuoteError> {
    let mut bearers = Vec::with_capacity(facts.lines.len() + facts.shipping.len());
    let mut keys = BTreeSet::new();
    for line in &facts.lines {
        check_line(line)?;
        if !keys.insert(line.key.as_str()) {
            return Err(QuoteError::Twice(line.key.clone()));
        }
        let listed = line.unit_price_minor.checked_mul(line.quantity).ok_or(MoneyError::Overflow)?;
        let target = Target::Line(line.key.clone());
        let units = line.quantity;
        bearers.push(Bearer { target, key: line.key.clone(), units, listed_minor: listed, running_minor: listed });
    }
    let mut groups = BTreeSet::new();
    for group in &facts.shipping {
        not_negative(&group.group, "price_minor", group.price_minor)?;
        check_rates(&group.group, &group.taxes)?;
        if !groups.insert(group.group.as_str()) {
            return Err(QuoteError::Twice(group.group.clone()));
        }
        if let Some(target) = group.lines.iter().find(|line| !keys.contains(line.as_str())) {
            return Err(QuoteError::UnknownTarget { from: group.group.clone(), target: target.clone() });
        }
        let listed = group.price_minor;
        let target = Target::Shipping(group.group.clone());
        bearers.push(Bearer {
            target,
            key: group.group.clone(),
            units: 1,
            listed_minor: listed,
            running_minor: listed,
        });
    }
    Ok(bearers)
}

fn check_line(line: &LineFacts) -> Result<(), QuoteError> {
    if line.quantity < 1 {
        return Err(QuoteError::OutOfRange { key: line.key.clone(), field: "quantity", value: line.quantity });
    }
    not_negative(&line.key, "unit_price_minor", line.unit_price_minor)?;
    not_negative(&line.key, "compare_at_minor", line.compare_at_minor.unwrap_or(0))?;
    not_negative(&line.key, "weight_grams", line.weight_grams)?;
    check_rates(&line.key, &line.taxes)
}

fn check_rates(key: &str, taxes: &[TaxHead]) -> Result<(), QuoteError> {
    for head in taxes {
        not_negative(key, "tax rate", head.rate.0)?;
    }
    Ok(())
}

fn not_negative(key: &str, field: &'static str, value: i64) -> Result<(), QuoteError> {
    if value < 0 { Err(QuoteError::OutOfRange { key: key.into(), field, value }) } else { Ok(()) }
}

/// Shares each adjustment out over what it touches, by running amounts, one signed entry a bearer.
fn adjust(adjustments: &[AdjustmentFacts], bearers: &mut [Bearer], entries: &mut Vec<Entry>) -> Result<(), QuoteError> {
    let index: BTreeMap<Target, usize> =
        bearers.iter().enumerate().map(|(place, bearer)| (bearer.target.clone(), place)).collect();
    for adjustment in adjustments {
        let touched = touched(adjustment, &index)?;
        let shares = shares(adjustment, &touched, bearers)?;
        for (place, amount_minor) in touched.into_iter().zip(shares) {
            if amount_minor == 0 {
                continue;
            }
            let bearer = &mut bearers[place];
            bearer.running_minor = bearer.running_minor.checked_add(amount_minor).ok_or(MoneyError::Overflow)?;
            entries.push(Entry {
                kind: EntryKind::Adjustment,
                target: bearer.target.clone(),
                source: adjustment.source.clone(),
                label: adjustment.label.clone(),
                amount_minor,
                included: false,
            });
        }
    }
    Ok(())
}

/// The places of what an adjustment touches, in their stable sequence: the order in which it names them plays no part.
fn touched(adjustment: &AdjustmentFacts, index: &BTreeMap<Target, usize>) -> Result<BTreeSet<usize>, QuoteError> {
    let mut places = BTreeSet::new();
    for target in &adjustment.targets {
        let Some(place) = index.get(target) else {
            let target = match target {
                Target::Line(key) | Target::Shipping(key) => key.clone(),
                Target::Document => "document".into(),
            };
            return Err(QuoteError::UnknownTarget { from: adjustment.source.clone(), target });
        };
        places.insert(*place);
    }
    if places.is_empty() { Err(QuoteError::NoTarget(adjustment.source.clone())) } else { Ok(places) }
}

fn shares(adjustment: &AdjustmentFacts, touched: &BTreeSet<usize>, bearers: &[Bearer]) -> Result<Vec<i64>, QuoteError> {
    let mut weights: Vec<i64> = touched.iter().map(|place| bearers[*place].running_minor).collect();
    let mut available_minor = 0i64;
    for weight in &weights {
        available_minor = available_minor.checked_add(*weight).ok_or(MoneyError::Overflow)?;
    }
    if i128::from(adjustment.amount_minor) + i128::from(available_minor) < 0 {
        let adjustment_source = adjustment.source.clone();
        let amount_minor = adjustment.amount_minor;
        return Err(QuoteError::BelowZero { adjustment: adjustment_source, amount_minor, available_minor });
    }
    if available_minor == 0 {
        // A surcharge on free goods still has to stand somewhere.
        weights = touched.iter().map(|place| bearers[*place].units).collect();
    }
    Ok(allocate(adjustment.amount_minor, &weights)?)
}

fn taxes(facts: &QuoteFacts, bearers: &[Bearer]) -> Result<Vec<Taxed>, MoneyError> {
    let heads = facts.lines.iter().map(|line| &line.taxes).chain(facts.shipping.iter().map(|group| &group.taxes));
    let taxable: Vec<Taxable<'_>> =
        bearers.iter().zip(heads).map(|(b, taxes)| Taxable { amount_minor: b.running_minor, taxes }).collect();
    tax_lines(&taxable, facts.prices_include_tax, facts.rounding)
}

fn goods_entry(line: &Bearer) -> Entry {
    Entry {
        kind: EntryKind::Goods,
        target: line.target.clone(),
        source: line.key.clone(),
        label: line.key.clone(),
        amount_minor: line.listed_minor,
        included: false,
    }
}

fn shipping_entry(group: &ShippingFacts) -> Entry {
    Entry {
        kind: EntryKind::Shipping,
        target: Target::Shipping(group.group.clone()),
        source: group.method.clone(),
        label: group.label.clone(),
        amount_minor: group.price_minor,
        included: false,
    }
}

fn taxes_as_entries(target: &Target, taxed: &Taxed, included: bool) -> Vec<Entry> {
    let mut entries = vec![];
    for tax in taxed.taxes.iter().filter(|tax| tax.amount_minor != 0) {
        entries.push(Entry {
            kind: EntryKind::Tax,
            target: target.clone(),
            source: format!("{}/{}", tax.jurisdiction, tax.code),
            label: format!("{} {}", tax.code, in_per_cent(tax.rate)),
            amount_minor: tax.amount_minor,
            included,
        });
    }
    entries
}

/// `18%`, `8.875%`.
fn in_per_cent(rate: Ppm) -> String {
    let decimals = format!("{}.{:04}", rate.0 / 10_000, rate.0 % 10_000);
    format!("{}%", decimals.trim_end_matches('0').trim_end_matches('.'))
}

fn priced_line(line: &LineFacts, bearer: &Bearer, taxed: Taxed) -> Result<QuoteLine, MoneyError> {
    let discount_minor = bearer.running_minor.checked_sub(bearer.listed_minor).ok_or(MoneyError::Overflow)?;
    Ok(QuoteLine {
        key: line.key.clone(),
        quantity: line.quantity,
        unit_price_minor: line.unit_price_minor,
        compare_at_minor: line.compare_at_minor,
        subtotal_minor: bearer.listed_minor,
        discount_minor,
        net_minor: taxed.net_minor,
        tax_minor: taxed.tax_minor,
        total_minor: taxed.gross_minor,
        taxes: taxed.taxes,
    })
}

fn priced_shipping(group: &ShippingFacts, bearer: &Bearer, taxed: Taxed) -> Result<QuoteShipping, MoneyError> {
    let discount_minor = bearer.running_minor.checked_sub(bearer.listed_minor).ok_or(MoneyError::Overflow)?;
    Ok(QuoteShipping {
        group: group.group.clone(),
        method: group.method.clone(),
        label: group.label.clone(),
        lines: group.lines.clone(),
        price_minor: group.price_minor,
        discount_minor,
        net_minor: taxed.net_minor,
        tax_minor: taxed.tax_minor,
        total_minor: taxed.gross_minor,
        taxes: taxed.taxes,
    })
}

fn totals(entries: &[Entry]) -> Result<Totals, MoneyError> {
    let sum = |wanted: &dyn Fn(&Entry) -> bool| {
        let total: i128 =
            entries.iter().filter(|entry| wanted(entry)).map(|entry| i128::from(entry.amount_minor)).sum();
        i64::try_from(total).map_err(|_| MoneyError::Overflow)
    };
    let of = |kind| sum(&|entry| entry.kind == kind);
    Ok(Totals {
        subtotal_minor: of(EntryKind::Goods)?,
        discount_minor: of(EntryKind::Adjustment)?,
        shipping_minor: of(EntryKind::Shipping)?,
        fee_minor: of(EntryKind::Fee)?,
        tax_minor: of(EntryKind::Tax)?,
        rounding_minor: of(EntryKind::Rounding)?,
        total_minor: sum(&|entry| !entry.included)?,
    })
}

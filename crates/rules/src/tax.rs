//! Tax on lines: several heads a line, inside or on top of the price, rounded where the law of the place says.
//!
//! Always true: each head is rounded by itself; with prices that include tax the gross is sacred and the net is the
//! rest; what is rounded above the line is allocated back to the lines, so that the lines sum to the document.

use crate::{
    allocate::allocate_wide,
    round::{RoundMode, divide},
    words::words,
};
use infrasell_kernel::{MoneyError, Ppm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// Why a line bears tax, or does not.
    TaxKind {
        /// Taxed at the rate of its head.
        Standard = "standard",
        /// Taxable at zero per cent.
        Zero = "zero",
        /// Exempt by law.
        Exempt = "exempt",
        /// Outside the scope of the tax, or nil rated.
        Nil = "nil",
        /// The buyer accounts for the tax; the seller charges none.
        ReverseCharge = "reverse_charge",
    }
}

words! {
    /// Over what a tax amount is rounded once.
    TaxUnit {
        /// Each head of each line.
        Line = "line",
        /// All lines with the same head at the same rate.
        RateGroup = "rate_group",
        /// All lines with the same head, whatever its rate.
        Document = "document",
    }
}

/// Where and how tax is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRounding {
    /// Over what the amount is rounded once.
    pub unit: TaxUnit,
    /// Which way a fraction of a minor unit goes.
    pub mode: RoundMode,
}

impl Default for TaxRounding {
    fn default() -> Self {
        TaxRounding { unit: TaxUnit::Line, mode: RoundMode::HalfUp }
    }
}

/// One tax that a line is subject to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxHead {
    /// The tax: `GST`, `CGST`, `VAT`.
    pub code: String,
    /// Who levies it: `IN`, `IN-KA`, `DE`.
    pub jurisdiction: String,
    /// The rate in parts per million; charged only when `kind` is standard.
    pub rate: Ppm,
    /// Why the line bears this tax, or does not.
    pub kind: TaxKind,
}

impl TaxHead {
    /// The rate that the seller charges: zero unless the head is a standard one.
    #[must_use]
    pub const fn charged(&self) -> Ppm {
        match self.kind {
            TaxKind::Standard => self.rate,
            TaxKind::Zero | TaxKind::Exempt | TaxKind::Nil | TaxKind::ReverseCharge => Ppm(0),
        }
    }
}

/// One tax of a line, in money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxAmount {
    /// The tax: `GST`, `CGST`, `VAT`.
    pub code: String,
    /// Who levies it: `IN`, `IN-KA`, `DE`.
    pub jurisdiction: String,
    /// The rate in parts per million.
    pub rate: Ppm,
    /// Why the line bears this tax, or does not.
    pub kind: TaxKind,
    /// The taxable value in minor units, without any tax.
    pub base_minor: i64,
    /// The tax in minor units.
    pub amount_minor: i64,
}

/// An amount split by one rate; `net + tax = gross`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Split {
    /// Without tax, minor units.
    pub net_minor: i64,
    /// The tax, minor units.
    pub tax_minor: i64,
    /// With tax, minor units.
    pub gross_minor: i64,
}

/// An amount split into what the seller keeps and what the state gets; `net + tax = gross`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Taxed {
    /// Without tax, minor units.
    pub net_minor: i64,
    /// The sum of the taxes, minor units.
    pub tax_minor: i64,
    /// With tax, minor units.
    pub gross_minor: i64,
    /// Each head, in the order given.
    pub taxes: Vec<TaxAmount>,
}

/// An amount to be taxed, after every adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taxable<'a> {
    /// Minor units: net when prices are without tax, gross when they include it.
    pub amount_minor: i64,
    /// The taxes on it.
    pub taxes: &'a [TaxHead],
}

/// The tax inside `gross` at `rate`; the net is the rest.
///
/// # Errors
/// [`MoneyError::Overflow`] for a negative rate or beyond 64 bits.
pub fn tax_inclusive(gross: i64, rate: Ppm, mode: RoundMode) -> Result<Split, MoneyError> {
    let tax_minor = Share::of(gross, rate, inside(rate)?)?.rounded(mode)?;
    let net_minor = gross.checked_sub(tax_minor).ok_or(MoneyError::Overflow)?;
    Ok(Split { net_minor, tax_minor, gross_minor: gross })
}

/// The tax on top of `net` at `rate`.
///
/// # Errors
/// [`MoneyError::Overflow`] for a negative rate or beyond 64 bits.
pub fn tax_exclusive(net: i64, rate: Ppm, mode: RoundMode) -> Result<Split, MoneyError> {
    let tax_minor = Share::of(net, rate, WHOLE)?.rounded(mode)?;
    let gross_minor = net.checked_add(tax_minor).ok_or(MoneyError::Overflow)?;
    Ok(Split { net_minor: net, tax_minor, gross_minor })
}

/// The taxes of every line, rounded once over each unit of `rounding` and allocated back to the lines.
///
/// # Errors
/// [`MoneyError::Overflow`] for a negative rate, a negative amount where tax is rounded above the line, or beyond
/// 64 bits.
pub fn tax_lines(lines: &[Taxable<'_>], inclusive: bool, rounding: TaxRounding) -> Result<Vec<Taxed>, MoneyError> {
    let mut charges = vec![];
    for line in lines {
        let denominator = if inclusive { inside_all(line.taxes)? } else { WHOLE };
        for head in line.taxes {
            let share = Share::of(line.amount_minor, head.charged(), denominator)?;
            charges.push(Charge { head, denominator, share });
        }
    }
    let mut amounts = vec![0; charges.len()];
    for group in groups(&charges, rounding.unit) {
        let parts: Vec<Share> = group.iter().map(|index| charges[*index].share).collect();
        let total = sum(&parts, rounding.mode)?;
        if let [only] = group.as_slice() {
            amounts[*only] = total;
            continue;
        }
        for (index, amount) in group.iter().zip(allocate_wide(total, &weights(&parts)?)?) {
            amounts[*index] = amount;
        }
    }
    let mut amounts = amounts.into_iter();
    let mut taxed = Vec::with_capacity(lines.len());
    for line in lines {
        let own: Vec<i64> = amounts.by_ref().take(line.taxes.len()).collect();
        taxed.push(if inclusive { take_out(line, &own)? } else { put_on_top(line, &own)? });
    }
    Ok(taxed)
}

/// One million: the whole, in parts per million.
const WHOLE: i128 = 1_000_000;

/// The gross of a net million.
fn inside(rate: Ppm) -> Result<i128, MoneyError> {
    if rate.0 < 0 { Err(MoneyError::Overflow) } else { Ok(WHOLE + i128::from(rate.0)) }
}

fn inside_all(heads: &[TaxHead]) -> Result<i128, MoneyError> {
    let mut gross = WHOLE;
    for head in heads {
        gross += inside(head.charged())? - WHOLE;
    }
    Ok(gross)
}

/// An exact tax in minor units: a fraction in lowest terms of its rate.
#[derive(Debug, Clone, Copy)]
struct Share {
    numerator: i128,
    denominator: i128,
}

impl Share {
    /// `amount × rate / denominator`.
    fn of(amount: i64, rate: Ppm, denominator: i128) -> Result<Share, MoneyError> {
        if rate.0 < 0 {
            return Err(MoneyError::Overflow);
        }
        let common = gcd(i128::from(rate.0), denominator);
        let numerator = i128::from(amount) * (i128::from(rate.0) / common);
        Ok(Share { numerator, denominator: denominator / common })
    }

    fn rounded(self, mode: RoundMode) -> Result<i64, MoneyError> {
        divide(self.numerator, self.denominator, mode)
    }
}

/// One head of one line.
struct Charge<'a> {
    head: &'a TaxHead,
    /// What the line's amount is a million of, or of a million and its taxes.
    denominator: i128,
    share: Share,
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Which taxes are rounded together, as indices, in the order of their first appearance.
fn groups(charges: &[Charge<'_>], unit: TaxUnit) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = vec![];
    let mut known = BTreeMap::new();
    for (index, Charge { head, denominator, .. }) in charges.iter().enumerate() {
        let place = (head.code.as_str(), head.jurisdiction.as_str());
        let key = match unit {
            TaxUnit::Line => (place, 0, 0, index),
            TaxUnit::RateGroup => (place, head.charged().0, *denominator, 0),
            TaxUnit::Document => (place, 0, 0, 0),
        };
        let group = *known.entry(key).or_insert_with(|| {
            groups.push(vec![]);
            groups.len() - 1
        });
        groups[group].push(index);
    }
    groups
}

/// The exact sum, rounded once.
fn sum(parts: &[Share], mode: RoundMode) -> Result<i64, MoneyError> {
    let mut total = Share { numerator: 0, denominator: 1 };
    for part in parts {
        let scale = part.denominator / gcd(part.denominator, total.denominator);
        let denominator = total.denominator.checked_mul(scale);
        let denominator = denominator.ok_or(MoneyError::Overflow)?;
        let ours = total.numerator.checked_mul(scale).ok_or(MoneyError::Overflow)?;
        let theirs = part.numerator.checked_mul(denominator / part.denominator).ok_or(MoneyError::Overflow)?;
        total = Share { numerator: ours.checked_add(theirs).ok_or(MoneyError::Overflow)?, denominator };
    }
    total.rounded(mode)
}

/// The exact taxes as weights; over several rates they are compared to a millionth of a minor unit.
fn weights(parts: &[Share]) -> Result<Vec<i128>, MoneyError> {
    let alike = parts.windows(2).all(|pair| pair[0].denominator == pair[1].denominator);
    let mut weights = Vec::with_capacity(parts.len());
    for part in parts {
        weights.push(if alike {
            part.numerator
        } else {
            part.numerator.checked_mul(WHOLE).ok_or(MoneyError::Overflow)? / part.denominator
        });
    }
    Ok(weights)
}

/// Taxes inside a gross amount. They never eat more than the amount, however small it is.
fn take_out(line: &Taxable<'_>, amounts: &[i64]) -> Result<Taxed, MoneyError> {
    let mut net_minor = line.amount_minor;
    let mut kept = Vec::with_capacity(amounts.len());
    for amount in amounts {
        let amount = if net_minor >= 0 { (*amount).min(net_minor) } else { (*amount).max(net_minor) };
        net_minor = net_minor.checked_sub(amount).ok_or(MoneyError::Overflow)?;
        kept.push(amount);
    }
    Ok(taxed(line.taxes, &kept, net_minor, line.amount_minor - net_minor, line.amount_minor))
}

fn put_on_top(line: &Taxable<'_>, amounts: &[i64]) -> Result<Taxed, MoneyError> {
    let mut tax_minor = 0i64;
    for amount in amounts {
        tax_minor = tax_minor.checked_add(*amount).ok_or(MoneyError::Overflow)?;
    }
    let gross_minor = line.amount_minor.checked_add(tax_minor).ok_or(MoneyError::Overflow)?;
    Ok(taxed(line.taxes, amounts, line.amount_minor, tax_minor, gross_minor))
}

fn taxed(heads: &[TaxHead], amounts: &[i64], net_minor: i64, tax_minor: i64, gross_minor: i64) -> Taxed {
    let mut taxes = Vec::with_capacity(heads.len());
    for (head, amount_minor) in heads.iter().zip(amounts) {
        taxes.push(TaxAmount {
            code: head.code.clone(),
            jurisdiction: head.jurisdiction.clone(),
            rate: head.rate,
            kind: head.kind,
            base_minor: net_minor,
            amount_minor: *amount_minor,
        });
    }
    Taxed { net_minor, tax_minor, gross_minor, taxes }
}

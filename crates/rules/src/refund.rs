//! Refunds: a returned unit takes its own share of price, discount and tax with it.
//!
//! Always true: any path of partial refunds ends on the exact whole, head by head, and no plan is larger than what
//! was captured and not yet refunded.

use crate::tax::TaxAmount;
use infrasell_kernel::{MoneyError, round_div};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of an order, as far as a refund needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RefundLineFacts {
    /// The line.
    pub key: String,
    /// Units sold.
    pub quantity: i64,
    /// Units refunded before.
    pub refunded_units: i64,
    /// What the line cost with tax and after discounts, minor units.
    pub total_minor: i64,
    /// The taxes inside `total_minor`, as sold.
    pub taxes: Vec<TaxAmount>,
}

/// The shipping of a group, as far as a refund needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RefundShippingFacts {
    /// The shipping group.
    pub group: String,
    /// What shipping cost with tax, minor units.
    pub total_minor: i64,
    /// Refunded of it before, with tax, minor units.
    pub refunded_minor: i64,
    /// The taxes inside `total_minor`, as sold.
    pub taxes: Vec<TaxAmount>,
}

/// An order, as far as a refund needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RefundFacts {
    /// Every line.
    pub lines: Vec<RefundLineFacts>,
    /// Every shipping group.
    pub shipping: Vec<RefundShippingFacts>,
    /// Captured so far, minor units.
    pub captured_minor: i64,
    /// Refunded or being refunded, minor units.
    pub refunded_minor: i64,
}

/// Units of a line to refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundUnits {
    /// The line.
    pub key: String,
    /// How many units, at least one.
    pub units: i64,
}

/// A part of a shipping charge to refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundShipping {
    /// The shipping group.
    pub group: String,
    /// How much of it, with tax, minor units.
    pub amount_minor: i64,
}

/// What somebody wants refunded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundRequest {
    /// Units by line; a line appears once.
    #[serde(default)]
    pub lines: Vec<RefundUnits>,
    /// Shipping by group; a group appears once.
    #[serde(default)]
    pub shipping: Vec<RefundShipping>,
    /// An amount that belongs to no line, such as goodwill, minor units.
    #[serde(default)]
    pub other_minor: i64,
}

/// The share of one tax in a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundTax {
    /// The tax: `GST`, `CGST`, `VAT`.
    pub code: String,
    /// Who levies it.
    pub jurisdiction: String,
    /// Minor units.
    pub amount_minor: i64,
}

/// What one line, or the shipping of one group, gives back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundShare {
    /// The line or the shipping group.
    pub key: String,
    /// Units of the line; zero for shipping.
    pub units: i64,
    /// Without tax, minor units.
    pub net_minor: i64,
    /// The taxes, minor units.
    pub tax_minor: i64,
    /// Paid back, minor units; `net + tax`.
    pub total_minor: i64,
    /// Each tax, in the order of the sale.
    pub taxes: Vec<RefundTax>,
}

/// A refund that may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundPlan {
    /// By line.
    pub lines: Vec<RefundShare>,
    /// By shipping group.
    pub shipping: Vec<RefundShare>,
    /// What belongs to no line, minor units.
    pub other_minor: i64,
    /// Everything together, minor units.
    pub total_minor: i64,
}

/// Why a refund may not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// The order has no such line or shipping group.
    #[error("the order has no line or shipping group '{0}'")]
    Unknown(String),
    /// A line or group was named twice.
    #[error("'{0}' is named twice")]
    Twice(String),
    /// More units or money than are left of a line or group, or fewer than one.
    #[error("'{key}' has {left} left to refund, not {wanted}")]
    NotLeft {
        /// The line or group.
        key: String,
        /// Units of a line, minor units of shipping.
        left: i64,
        /// What was wanted.
        wanted: i64,
    },
    /// Nothing, or less than nothing, is to be paid back.
    #[error("a refund must pay something back")]
    Nothing,
    /// More than was captured and not yet refunded.
    #[error("a refund of {planned_minor} is more than the {refundable_minor} that can be refunded")]
    AboveCaptured {
        /// What the plan sums to, minor units.
        planned_minor: i64,
        /// Captured less refunded, minor units.
        refundable_minor: i64,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What `units` of `quantity` units give back of `amount`, when `before` units were given back already: the cumulative
/// share after, less the cumulative share before, each rounded half away from zero.
///
/// # Errors
/// [`MoneyError::Overflow`] when more units would be given back than there are, or any number is negative.
pub fn refund_units(amount: i64, quantity: i64, before: i64, units: i64) -> Result<i64, MoneyError> {
    if quantity <= 0 || before < 0 || units < 0 || units > quantity - before {
        return Err(MoneyError::Overflow);
    }
    let share = |count: i64| round_div(i128::from(amount) * i128::from(count), i128::from(quantity));
    share(before + units)?.checked_sub(share(before)?).ok_or(MoneyError::Overflow)
}

/// What is still to be paid: the total after a change, less what was captured and not refunded. Negative is owed to
/// the buyer. Always derived, never stored.
///
/// # Errors
/// [`MoneyError::Overflow`] beyond 64 bits.
pub fn payment_difference(total_after: i64, captured: i64, refunded: i64) -> Result<i64, MoneyError> {
    let paid = captured.checked_sub(refunded).ok_or(MoneyError::Overflow)?;
    total_after.checked_sub(paid).ok_or(MoneyError::Overflow)
}

/// What a refund pays back, line by line and head by head.
///
/// # Errors
/// [`RefundError`] when a line is unknown or named twice, more is wanted than is left, or the sum is nothing or more
/// than was captured and not yet refunded.
pub fn refund_plan(facts: &RefundFacts, request: &RefundRequest) -> Result<RefundPlan, RefundError> {
    let plan = refund_shares(facts, request)?;
    let refundable_minor = facts.captured_minor.checked_sub(facts.refunded_minor).ok_or(MoneyError::Overflow)?;
    if plan.total_minor <= 0 {
        return Err(RefundError::Nothing);
    }
    if plan.total_minor > refundable_minor {
        return Err(RefundError::AboveCaptured { planned_minor: plan.total_minor, refundable_minor });
    }
    Ok(plan)
}

/// What is given back, whatever it comes to: also nothing, as for goods that cost nothing and still come back.
///
/// # Errors
/// [`RefundError`] when a line is unknown or named twice, or more is wanted of it than is left.
pub fn refund_shares(facts: &RefundFacts, request: &RefundRequest) -> Result<RefundPlan, RefundError> {
    let mut plan = RefundPlan { lines: vec![], shipping: vec![], other_minor: request.other_minor, total_minor: 0 };
    let refundable_minor = facts.captured_minor.checked_sub(facts.refunded_minor).ok_or(MoneyError::Overflow)?;
    if request.other_minor < 0 {
        return Err(RefundError::NotLeft { key: "other".into(), left: refundable_minor, wanted: request.other_minor });
    }
    let mut total_minor = request.other_minor;
    for wanted in &request.lines {
        let line = facts.lines.iter().find(|line| line.key == wanted.key);
        let line = line.ok_or_else(|| RefundError::Unknown(wanted.key.clone()))?;
        let whole = Whole { key: &line.key, parts: line.quantity, done: line.refunded_units, taxes: &line.taxes };
        let mut share = whole.share(line.total_minor, wanted.units)?;
        share.units = wanted.units;
        total_minor = total_minor.checked_add(share.total_minor).ok_or(MoneyError::Overflow)?;
        push_once(&mut plan.lines, share)?;
    }
    for wanted in &request.shipping {
        let group = facts.shipping.iter().find(|one| one.group == wanted.group);
        let group = group.ok_or_else(|| RefundError::Unknown(wanted.group.clone()))?;
        // Shipping has no units; each minor unit of it is one.
        let done = group.refunded_minor;
        let whole = Whole { key: &group.group, parts: group.total_minor, done, taxes: &group.taxes };
        let share = whole.share(group.total_minor, wanted.amount_minor)?;
        total_minor = total_minor.checked_add(share.total_minor).ok_or(MoneyError::Overflow)?;
        push_once(&mut plan.shipping, share)?;
    }
    plan.total_minor = total_minor;
    Ok(plan)
}

fn push_once(shares: &mut Vec<RefundShare>, share: RefundShare) -> Result<(), RefundError> {
    if shares.iter().any(|known| known.key == share.key) {
        return Err(RefundError::Twice(share.key));
    }
    shares.push(share);
    Ok(())
}

/// A thing that is given back in parts.
struct Whole<'a> {
    key: &'a str,
    parts: i64,
    done: i64,
    taxes: &'a [TaxAmount],
}

impl Whole<'_> {
    fn share(&self, total: i64, wanted: i64) -> Result<RefundShare, RefundError> {
        let left = self.parts.saturating_sub(self.done);
        if wanted < 1 || wanted > left {
            return Err(RefundError::NotLeft { key: self.key.into(), left, wanted });
        }
        let total_minor = refund_units(total, self.parts, self.done, wanted)?;
        let mut taxes = Vec::with_capacity(self.taxes.len());
        let mut tax_minor = 0i64;
        for tax in self.taxes {
            let amount_minor = refund_units(tax.amount_minor, self.parts, self.done, wanted)?;
            tax_minor = tax_minor.checked_add(amount_minor).ok_or(MoneyError::Overflow)?;
            taxes.push(RefundTax { code: tax.code.clone(), jurisdiction: tax.jurisdiction.clone(), amount_minor });
        }
        let net_minor = total_minor.checked_sub(tax_minor).ok_or(MoneyError::Overflow)?;
        Ok(RefundShare { key: self.key.into(), units: 0, net_minor, tax_minor, total_minor, taxes })
    }
}

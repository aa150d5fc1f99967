//! Refunds: a returned unit takes its own share of price, discount and tax with it.
//!
//! Always true: any path of partial refunds ends on the exact whole, head by head, and no plan is larger than what
//! was captured and not yet refunded.

use crate::tax::TaxAmount;
use infrasell_kernel::MoneyError;
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

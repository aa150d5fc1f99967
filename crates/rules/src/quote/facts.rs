//! What a quote is made from.

use crate::tax::{TaxHead, TaxRounding};
use infrasell_kernel::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an entry stands at, or an adjustment touches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "key", rename_all = "snake_case")]
pub enum Target {
    /// The line of this key.
    Line(String),
    /// The shipping group of this key.
    Shipping(String),
    /// The document as a whole.
    Document,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineFacts {
    /// Names the line within the quote, such as `cline_7`.
    pub key: String,
    /// Units, at least one.
    pub quantity: i64,
    /// Price a unit in minor units, with tax when prices include it.
    pub unit_price_minor: i64,
    /// The price beside which the unit price is shown as reduced, minor units.
    #[serde(default)]
    pub compare_at_minor: Option<i64>,
    /// The taxes that the line is subject to.
    pub taxes: Vec<TaxHead>,
    /// Whether the goods travel.
    pub requires_shipping: bool,
    /// Grams a unit.
    pub weight_grams: i64,
}

/// A promotion or a surcharge, already decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdjustmentFacts {
    /// Where it comes from, such as a promotion.
    pub source: String,
    /// What a person reads.
    pub label: String,
    /// Minor units; negative is a discount.
    pub amount_minor: i64,
    /// The lines and shipping groups that bear it, by their running amounts.
    pub targets: Vec<Target>,
}

/// The chosen shipping option of one group of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingFacts {
    /// Names the group within the quote.
    pub group: String,
    /// The chosen method.
    pub method: String,
    /// What a person reads.
    pub label: String,
    /// Minor units, with tax when prices include it.
    pub price_minor: i64,
    /// The lines that travel in this group.
    pub lines: Vec<String>,
    /// The taxes that shipping is subject to.
    pub taxes: Vec<TaxHead>,
}

/// Everything that makes an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteFacts {
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether listed prices include tax.
    pub prices_include_tax: bool,
    /// Where and how tax is rounded.
    pub rounding: TaxRounding,
    /// The lines, in their stable sequence.
    pub lines: Vec<LineFacts>,
    /// Adjustments, applied one after the other on running amounts.
    pub adjustments: Vec<AdjustmentFacts>,
    /// The chosen option of each shipping group.
    pub shipping: Vec<ShippingFacts>,
}

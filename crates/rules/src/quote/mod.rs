//! The quote: lines → adjustments → shipping → tax → totals.
//!
//! Always true: the totals are a ledger of signed entries, and the total is the sum of those that are not included in
//! another; each adjustment is allocated over what it touches and never lowers it below zero; tax comes last.

mod calculate;
mod check;
mod facts;
mod shipping;

pub use calculate::quote;
pub use facts::{AdjustmentFacts, LineFacts, QuoteFacts, ShippingFacts, Target};
pub use shipping::{DEFAULT_GROUP, MethodFacts, ShippingGroup, ShippingOption, offered_methods, shipping_groups};

use crate::{tax::TaxAmount, words::words};
use infrasell_kernel::{Currency, MoneyError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// What an entry of the ledger is for.
    EntryKind {
        /// Unit price times quantity.
        Goods = "goods",
        /// A share of a promotion or a surcharge.
        Adjustment = "adjustment",
        /// The price of a shipping method.
        Shipping = "shipping",
        /// A fee, such as cash on delivery.
        Fee = "fee",
        /// A tax.
        Tax = "tax",
        /// The rounding of the document to a payable amount.
        Rounding = "rounding",
    }
}

/// One signed amount of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// What it is for.
    pub kind: EntryKind,
    /// What it stands at.
    pub target: Target,
    /// Where it comes from: the line, the promotion, the shipping method, the tax code.
    pub source: String,
    /// What a person reads.
    pub label: String,
    /// Minor units; negative is a discount.
    pub amount_minor: i64,
    /// Whether the amount is already inside other entries, as tax is in prices that include it.
    pub included: bool,
}

/// A line, priced; `net + tax = total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    /// The line.
    pub key: String,
    /// Units.
    pub quantity: i64,
    /// Price a unit in minor units, as listed.
    pub unit_price_minor: i64,
    /// The price beside which the unit price is shown as reduced, minor units.
    pub compare_at_minor: Option<i64>,
    /// Unit price times quantity, minor units.
    pub subtotal_minor: i64,
    /// The sum of the adjustments, minor units; negative is a discount.
    pub discount_minor: i64,
    /// The taxable value, without tax, minor units.
    pub net_minor: i64,
    /// The sum of the taxes, minor units.
    pub tax_minor: i64,
    /// What the line costs in the end, minor units.
    pub total_minor: i64,
    /// Each tax.
    pub taxes: Vec<TaxAmount>,
}

/// The shipping of a group, priced; `net + tax = total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteShipping {
    /// The shipping group.
    pub group: String,
    /// The chosen method.
    pub method: String,
    /// What a person reads.
    pub label: String,
    /// The lines that travel in this group.
    pub lines: Vec<String>,
    /// The price of the method, minor units, as listed.
    pub price_minor: i64,
    /// The sum of the adjustments, minor units; negative is a discount.
    pub discount_minor: i64,
    /// The taxable value, without tax, minor units.
    pub net_minor: i64,
    /// The sum of the taxes, minor units.
    pub tax_minor: i64,
    /// What shipping costs in the end, minor units.
    pub total_minor: i64,
    /// Each tax.
    pub taxes: Vec<TaxAmount>,
}

/// The sums of a quote, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Goods as listed.
    pub subtotal_minor: i64,
    /// Adjustments of goods and shipping; negative is a discount.
    pub discount_minor: i64,
    /// Shipping as listed.
    pub shipping_minor: i64,
    /// Fees.
    pub fee_minor: i64,
    /// All taxes, whether on top of the prices or inside them.
    pub tax_minor: i64,
    /// The rounding of the document.
    pub rounding_minor: i64,
    /// What the buyer pays.
    pub total_minor: i64,
}

/// Everything that the buyer agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether listed prices include tax.
    pub prices_include_tax: bool,
    /// The lines, in the order given.
    pub lines: Vec<QuoteLine>,
    /// The shipping of each group.
    pub shipping: Vec<QuoteShipping>,
    /// The ledger.
    pub entries: Vec<Entry>,
    /// The sums.
    pub totals: Totals,
}

/// Why there is no quote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// Two lines, or two shipping groups, have the same key.
    #[error("'{0}' appears twice")]
    Twice(String),
    /// An adjustment or a shipping group names what is not in the quote.
    #[error("'{from}' names '{target}', which is not in the quote")]
    UnknownTarget {
        /// The adjustment or the shipping group.
        from: String,
        /// What it names.
        target: String,
    },
    /// An adjustment that touches nothing.
    #[error("the adjustment '{0}' touches nothing")]
    NoTarget(String),
    /// An adjustment takes more than its targets are worth.
    #[error("the adjustment '{adjustment}' takes {amount_minor} from {available_minor}")]
    BelowZero {
        /// Where the adjustment comes from.
        adjustment: String,
        /// What it takes, minor units.
        amount_minor: i64,
        /// What its targets are worth, minor units.
        available_minor: i64,
    },
    /// A quantity below one, or a negative price, weight or rate.
    #[error("{field} of '{key}' must not be {value}")]
    OutOfRange {
        /// The line or shipping group.
        key: String,
        /// Which number.
        field: &'static str,
        /// What it is.
        value: i64,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// A sum of a quote that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Imbalance {
    /// Which sum: `totals.tax_minor`, `lines.cline_7.total_minor`.
    pub path: String,
    /// What the parts sum to, minor units.
    pub expected: i64,
    /// What is written, minor units.
    pub found: i64,
}

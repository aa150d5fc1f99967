//! Tax on lines: several heads a line, inside or on top of the price, rounded where the law of the place says.
//!
//! Always true: each head is rounded by itself; with prices that include tax the gross is sacred and the net is the
//! rest; what is rounded above the line is allocated back to the lines, so that the lines sum to the document.

use crate::{round::RoundMode, words::words};
use infrasell_kernel::Ppm;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

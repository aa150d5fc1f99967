//! What a set of lines costs.

use super::{ShippingChoice, ShippingGroupView, VariantPrice};
use infrasell_kernel::{ChannelId, CountryCode, Quantity, VariantId};
use infrasell_rules::quote::Quote;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where goods go, as far as price and tax care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Destination {
    /// The country.
    pub country: CountryCode,
    /// The state; empty when unknown.
    pub region: String,
    /// The PIN or postal code; empty when unknown.
    pub postal_code: String,
}

/// A line to price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLineRequest {
    /// The caller's name for the line; unique in the request.
    pub key: String,
    /// What.
    pub variant: VariantId,
    /// How many.
    pub quantity: Quantity,
    /// The tax class, by code; absent means the default class.
    pub tax_class: Option<String>,
    /// Whether tax is charged at all.
    pub taxable: bool,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// Grams a unit.
    pub weight_grams: i64,
}

/// Asks what a set of lines costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteRequest {
    /// Where it is sold.
    pub channel: ChannelId,
    /// Where it goes; absent means the shop's own place, for an estimate.
    pub destination: Option<Destination>,
    /// The lines; at most 500.
    pub lines: Vec<QuoteLineRequest>,
    /// The methods chosen; one that is not offered (any more) is left out and named in `unavailable_choices`.
    pub shipping: Vec<ShippingChoice>,
}

/// What a set of lines costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quoted {
    /// Lines, adjustments, shipping, tax, totals, over the lines that have a price.
    pub quote: Quote,
    /// The quote's fingerprint: what the buyer agrees to.
    pub quote_hash: String,
    /// The price of each line, in the order of the lines that have one.
    pub prices: Vec<VariantPrice>,
    /// The keys of lines without a price in this channel.
    pub unpriced: Vec<String>,
    /// Groups of lines that are sent, with their options.
    pub shipping_groups: Vec<ShippingGroupView>,
    /// Groups whose choice is not offered.
    pub unavailable_choices: Vec<String>,
}

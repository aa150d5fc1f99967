//! Shipping methods.

use infrasell_kernel::{ChannelId, CountryCode, PageRequest, Patch, ShippingMethodId};
use infrasell_rules::quote::ShippingOption;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to send goods, at a flat price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingMethod {
    /// Its id.
    pub id: ShippingMethodId,
    /// Its code: `standard`.
    pub code: String,
    /// What the buyer reads.
    pub name: String,
    /// What else he reads: `3–5 days`.
    pub description: String,
    /// Where it is offered.
    pub channel: ChannelId,
    /// What a group of lines costs, minor units of the channel's currency, with tax when its prices include it.
    pub price_minor: i64,
    /// Free from this subtotal on, minor units.
    pub free_over_minor: Option<i64>,
    /// Offered from this subtotal on, minor units.
    pub min_subtotal_minor: Option<i64>,
    /// Offered up to this subtotal, minor units.
    pub max_subtotal_minor: Option<i64>,
    /// Offered from this weight on, grams.
    pub min_weight_grams: Option<i64>,
    /// Offered up to this weight, grams.
    pub max_weight_grams: Option<i64>,
    /// Where it goes; empty means everywhere.
    pub countries: Vec<CountryCode>,
    /// The tax class of the carriage, by code; absent means the default class.
    pub tax_class: Option<String>,
    /// Whether it is offered.
    pub active: bool,
    /// Raised by each change; the ETag.
    pub version: i64,
}

/// A new shipping method.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethodInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique in the channel.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// What the buyer reads.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// What else he reads.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub description: String,
    /// Where it is offered.
    pub channel: ChannelId,
    /// Minor units, 0 to 10^12.
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    pub price_minor: i64,
    /// Free from this subtotal on, minor units.
    #[serde(default)]
    pub free_over_minor: Option<i64>,
    /// Offered from this subtotal on, minor units.
    #[serde(default)]
    pub min_subtotal_minor: Option<i64>,
    /// Offered up to this subtotal, minor units.
    #[serde(default)]
    pub max_subtotal_minor: Option<i64>,
    /// Offered from this weight on, grams.
    #[serde(default)]
    pub min_weight_grams: Option<i64>,
    /// Offered up to this weight, grams.
    #[serde(default)]
    pub max_weight_grams: Option<i64>,
    /// Where it goes; empty means everywhere.
    #[serde(default)]
    pub countries: Vec<CountryCode>,
    /// The tax class of the carriage, by code.
    #[serde(default)]
    pub tax_class: Option<String>,
}

/// A change to a shipping method; absent fields stay, null takes away.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShippingMethodPatch {
    /// What the buyer reads.
    pub name: Option<String>,
    /// What else he reads; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Minor units.
    pub price_minor: Option<i64>,
    /// Free from this subtotal on, minor units.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub free_over_minor: Patch<i64>,
    /// Offered from this subtotal on, minor units.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub min_subtotal_minor: Patch<i64>,
    /// Offered up to this subtotal, minor units.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub max_subtotal_minor: Patch<i64>,
    /// Offered from this weight on, grams.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub min_weight_grams: Patch<i64>,
    /// Offered up to this weight, grams.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub max_weight_grams: Patch<i64>,
    /// Where it goes; null means everywhere.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub countries: Patch<Vec<CountryCode>>,
    /// The tax class of the carriage; null means the default class.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub tax_class: Patch<String>,
    /// Whether it is offered.
    pub active: Option<bool>,
}

/// The method chosen for a group of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingChoice {
    /// The group's key.
    pub group: String,
    /// The method.
    pub method: ShippingMethodId,
}

/// A group of lines and how it can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingGroupView {
    /// Its key.
    pub key: String,
    /// The lines' keys.
    pub lines: Vec<String>,
    /// How it can be sent.
    pub options: Vec<ShippingOption>,
    /// What was chosen of them.
    pub chosen: Option<ShippingMethodId>,
}

/// Asks for shipping methods in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListShippingMethods {
    /// Only those of this channel.
    pub channel: Option<ChannelId>,
    /// Only those that are offered, or are not.
    pub active: Option<bool>,
    /// What part.
    pub page: PageRequest,
}

/// Makes a shipping method.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateShippingMethod {
    /// The method.
    pub method: ShippingMethodInput,
}

/// Changes a shipping method.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateShippingMethod {
    /// Which.
    pub id: ShippingMethodId,
    /// What to change.
    pub patch: ShippingMethodPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

//! Tax classes and rates.

use infrasell_kernel::{CountryCode, PageRequest, Ppm, TaxClassId, TaxRateId, Timestamp};
use infrasell_rules::tax::TaxKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Goods that are taxed alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxClass {
    /// Its id.
    pub id: TaxClassId,
    /// Its code: `gst-18`; `standard` always exists and is the default.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A new tax class.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxClassInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
}

/// The rate of one tax for one class in one place for a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRate {
    /// Its id.
    pub id: TaxRateId,
    /// The class, by code.
    pub class: String,
    /// Where.
    pub country: CountryCode,
    /// In which state; empty for the whole country. A state's rate replaces the country's of the same tax.
    pub region: String,
    /// The tax: `GST`, `VAT`.
    pub tax: String,
    /// Its rate in parts per million.
    pub rate_ppm: Ppm,
    /// Taxed, zero-rated, exempt, nil.
    pub kind: TaxKind,
    /// From when it holds.
    pub starts_at: Timestamp,
    /// Until when, exclusive; absent means open.
    pub ends_at: Option<Timestamp>,
}

/// A new tax rate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRateInput {
    /// The class, by code.
    #[schemars(length(min = 1, max = 32))]
    pub class: String,
    /// Where.
    pub country: CountryCode,
    /// In which state; empty for the whole country.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub region: String,
    /// The tax: `GST`, `VAT`.
    #[schemars(length(min = 1, max = 16))]
    pub tax: String,
    /// Its rate in parts per million, 0 to 1,000,000.
    pub rate_ppm: Ppm,
    /// Taxed when absent.
    #[serde(default)]
    pub kind: Option<TaxKind>,
    /// From when it holds; always when absent. An earlier rate of the same class, place and tax ends then.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// Until when, exclusive.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
}

/// Asks for tax classes in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTaxClasses {
    /// What part.
    pub page: PageRequest,
}

/// Finds a tax class by code or makes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateTaxClass {
    /// The class.
    pub class: TaxClassInput,
}

/// Asks for tax rates in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTaxRates {
    /// Only those of this class.
    pub class: Option<String>,
    /// Only those in this country.
    pub country: Option<CountryCode>,
    /// Only those that hold at this time.
    pub valid_at: Option<Timestamp>,
    /// What part.
    pub page: PageRequest,
}

/// Adds a tax rate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateTaxRate {
    /// The rate.
    pub rate: TaxRateInput,
}

/// Ends a tax rate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndTaxRate {
    /// Which.
    pub id: TaxRateId,
    /// From when it no longer holds.
    pub ends_at: Timestamp,
}

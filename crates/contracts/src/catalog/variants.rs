//! Variants.

use super::Media;
use infrasell_kernel::{ChannelId, CountryCode, ProductId, VariantId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a variant says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantInput {
    /// Which variant this is, in an update; matched by option values when absent.
    #[serde(default)]
    pub id: Option<VariantId>,
    /// Stock-keeping unit; unique in the shop when not empty.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub sku: String,
    /// EAN, UPC, ISBN or any other.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub barcode: String,
    /// One value an option, in the options' order.
    #[serde(default)]
    pub option_values: Vec<String>,
    /// Grams, 0 to 1,000,000,000.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub weight_grams: i64,
    /// 2, 4, 6 or 8 digits (Harmonised System of Nomenclature).
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub hsn_code: String,
    /// Where it was made.
    #[serde(default)]
    pub country_of_origin: Option<CountryCode>,
    /// Whether it is sent; no for digital goods. Yes when absent.
    #[serde(default = "yes")]
    pub requires_shipping: bool,
    /// Whether tax is charged. Yes when absent.
    #[serde(default = "yes")]
    pub taxable: bool,
    /// Its own picture: the address of one of the product's.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    pub image_url: Option<String>,
}

fn yes() -> bool {
    true
}

impl Default for VariantInput {
    fn default() -> Self {
        VariantInput {
            id: None,
            sku: String::new(),
            barcode: String::new(),
            option_values: vec![],
            weight_grams: 0,
            hsn_code: String::new(),
            country_of_origin: None,
            requires_shipping: true,
            taxable: true,
            image_url: None,
        }
    }
}

/// A sellable variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// `M / Blue`; empty when the product has no options.
    pub title: String,
    /// Stock-keeping unit; may be empty.
    pub sku: String,
    /// EAN, UPC, ISBN or any other; may be empty.
    pub barcode: String,
    /// One value an option, in the options' order.
    pub option_values: Vec<String>,
    /// Grams.
    pub weight_grams: i64,
    /// HSN; may be empty.
    pub hsn_code: String,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// Whether tax is charged.
    pub taxable: bool,
    /// Its own picture.
    pub image_url: Option<String>,
}

/// A variant with what a cart, a quote and an order need to know of its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariantView {
    /// The variant.
    pub variant: Variant,
    /// Its product.
    pub product: ProductId,
    /// The product's handle.
    pub handle: String,
    /// The product's title.
    pub product_title: String,
    /// The product's vendor.
    pub vendor: String,
    /// The product's tax class, by code.
    pub tax_class: Option<String>,
    /// Its own picture or the product's main one.
    pub image: Option<Media>,
    /// Whether it can be bought in the channel asked for: active and published there.
    pub on_sale: bool,
}

/// Asks for many variants, in the order asked for; those that are not there are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetVariants {
    /// Which; at most 1,000.
    pub ids: Vec<VariantId>,
    /// The channel that `on_sale` speaks of.
    pub channel: Option<ChannelId>,
}

/// Asks which variants have these SKUs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindSkus {
    /// Which; at most 1,000.
    pub skus: Vec<String>,
}

//! The contract of **pricing**: everything that makes an amount. Price lists, tax classes and rates, shipping methods,
//! and the quote.

mod quoting;
mod shipping;
mod taxes;

pub use quoting::*;
pub use shipping::*;
pub use taxes::*;

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{
    ChannelId, Currency, Money, Page, PageRequest, Patch, PriceId, PriceListId, Timestamp, VariantId,
};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most prices in one bulk call.
pub const MAX_BULK: usize = 10_000;

/// The largest price, minor units: 10^12.
pub const MAX_PRICE_MINOR: i64 = 1_000_000_000_000;

/// A set of prices for one channel and currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceList {
    /// Its id.
    pub id: PriceListId,
    /// Its code: `web-inr`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it holds.
    pub channel: ChannelId,
    /// In what.
    pub currency: Currency,
    /// Of the lists of a channel and currency the one of highest priority that has a price wins.
    pub priority: i64,
    /// Whether it counts.
    pub active: bool,
    /// From when it counts; absent means always.
    pub starts_at: Option<Timestamp>,
    /// Until when, exclusive; absent means open.
    pub ends_at: Option<Timestamp>,
}

/// A new price list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceListInput {
    /// 1 to 64 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 64))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Where it holds.
    pub channel: ChannelId,
    /// In what; the channel's currency when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Higher wins; the list that every channel begins with has 0.
    #[serde(default)]
    pub priority: i64,
    /// From when it counts.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// Until when, exclusive.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
}

/// A change to a price list; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PriceListPatch {
    /// Its name.
    pub name: Option<String>,
    /// Higher wins.
    pub priority: Option<i64>,
    /// Whether it counts.
    pub active: Option<bool>,
    /// From when it counts; null means always.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub starts_at: Patch<Timestamp>,
    /// Until when; null means open.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub ends_at: Patch<Timestamp>,
}

/// A price of one variant in one list, for a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// Its id.
    pub id: PriceId,
    /// The list.
    pub list: PriceListId,
    /// What.
    pub variant: VariantId,
    /// Minor units a unit.
    pub price_minor: i64,
    /// What it is shown beside as reduced from, minor units.
    pub compare_at_minor: Option<i64>,
    /// Maximum retail price with all taxes, minor units (India: Legal Metrology). Never sold above it.
    pub mrp_minor: Option<i64>,
    /// From when it holds.
    pub starts_at: Timestamp,
    /// Until when, exclusive; absent means until another takes over.
    pub ends_at: Option<Timestamp>,
    /// When it was set.
    pub created_at: Timestamp,
}

/// A price to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceInput {
    /// What.
    pub variant: VariantId,
    /// Minor units a unit, 0 to 10^12; not above the MRP.
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    pub price_minor: i64,
    /// What it is shown beside as reduced from, minor units.
    #[serde(default)]
    pub compare_at_minor: Option<i64>,
    /// Maximum retail price with all taxes, minor units.
    #[serde(default)]
    pub mrp_minor: Option<i64>,
    /// From when it holds; now when absent or when that has passed. It takes over from the price before.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// Until when, exclusive; the price before comes back then.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
}

/// The price of a variant in a channel at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariantPrice {
    /// What.
    pub variant: VariantId,
    /// What a unit costs, with tax when the channel's prices include it.
    pub price: Money,
    /// What it is shown beside as reduced from.
    pub compare_at: Option<Money>,
    /// Maximum retail price.
    pub mrp: Option<Money>,
    /// The list it comes from.
    pub list: PriceListId,
}

/// Asks for price lists in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListPriceLists {
    /// Only those of this channel.
    pub channel: Option<ChannelId>,
    /// What part.
    pub page: PageRequest,
}

/// Makes a price list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreatePriceList {
    /// The list.
    pub list: PriceListInput,
}

/// Changes a price list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdatePriceList {
    /// Which.
    pub id: PriceListId,
    /// What to change.
    pub patch: PriceListPatch,
}

/// How the list of a bulk write is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceListRef {
    /// By id.
    List(PriceListId),
    /// The list that every channel begins with.
    Channel(ChannelId),
}

/// Sets prices, all or nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetPrices {
    /// In which list.
    pub list: PriceListRef,
    /// At most 10,000. A price equal to the one in force changes nothing.
    pub prices: Vec<PriceInput>,
    /// Check only.
    pub dry_run: bool,
}

/// What a bulk write of prices did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PricesSet {
    /// The variants for which a price was set that says something new, now or on a date to come.
    pub changed: Vec<VariantId>,
}

/// Asks for the prices of many variants; those without one are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetPrices {
    /// Which; at most 10,000.
    pub variants: Vec<VariantId>,
    /// Where.
    pub channel: ChannelId,
    /// When; now when absent.
    pub at: Option<Timestamp>,
}

/// Asks for every price a variant had or will have, newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetPriceHistory {
    /// Which.
    pub variant: VariantId,
    /// Only in this channel.
    pub channel: Option<ChannelId>,
    /// What part.
    pub page: PageRequest,
}

/// Asks for the lowest price of the 30 days before the present one began (98/6/EC article 6a).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetLowestPrior {
    /// Which; at most 250.
    pub variants: Vec<VariantId>,
    /// Where.
    pub channel: ChannelId,
}

/// The lowest prior price of a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LowestPrior {
    /// Which.
    pub variant: VariantId,
    /// The lowest price; absent when it had none before.
    pub price: Option<Money>,
}

/// The outbox topic of [`PricesChanged`].
pub const PRICES_CHANGED: &str = "pricing.prices_changed";

/// The price of these variants may be another in this channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricesChanged {
    /// Where.
    pub channel: ChannelId,
    /// Which.
    pub variants: Vec<VariantId>,
}

service_error! {
    /// What pricing can answer.
    pub enum PricingError {
        /// Another price list, tax class or shipping method has this code.
        #[error("the code '{taken}' is taken")]
        CodeTaken {
            /// The code.
            taken: String,
        } => Conflict,
        /// The lines cannot be summed.
        #[error("{reason}")]
        CannotQuote {
            /// Why.
            reason: String,
        } => Invalid,
    }
}

service! {
    /// Everything that makes an amount.
    pub trait Pricing in pricing, error PricingError {
        /// Price lists.
        read fn price_lists(ListPriceLists) -> Page<PriceList>;
        /// Makes a price list.
        write fn create_price_list(CreatePriceList) -> PriceList;
        /// Changes a price list.
        write fn update_price_list(UpdatePriceList) -> PriceList;
        /// Sets prices. Bad fields are named `prices.N.…`.
        write fn set_prices(SetPrices) -> PricesSet;
        /// The prices of many variants.
        read fn prices(GetPrices) -> Vec<VariantPrice>;
        /// Every price a variant had or will have.
        read fn price_history(GetPriceHistory) -> Page<Price>;
        /// The lowest prior price of many variants.
        read fn lowest_prior(GetLowestPrior) -> Vec<LowestPrior>;
        /// Tax classes.
        read fn tax_classes(ListTaxClasses) -> Page<TaxClass>;
        /// Makes a tax class.
        write fn create_tax_class(CreateTaxClass) -> TaxClass;
        /// Tax rates.
        read fn tax_rates(ListTaxRates) -> Page<TaxRate>;
        /// Adds a tax rate.
        write fn create_tax_rate(CreateTaxRate) -> TaxRate;
        /// Ends a tax rate.
        write fn end_tax_rate(EndTaxRate) -> TaxRate;
        /// Shipping methods.
        read fn shipping_methods(ListShippingMethods) -> Page<ShippingMethod>;
        /// Makes a shipping method.
        write fn create_shipping_method(CreateShippingMethod) -> ShippingMethod;
        /// Changes a shipping method.
        write fn update_shipping_method(UpdateShippingMethod) -> ShippingMethod;
        /// What a set of lines costs.
        read fn quote(QuoteRequest) -> Quoted;
        /// Checks pricing's own books: no price above its MRP, none that can never hold, no two rates of one tax at once.
        /// Prices may overlap: of those that hold at a time the one that began last is in force.
        read fn audit(Audit) -> AuditReport;
    }
}

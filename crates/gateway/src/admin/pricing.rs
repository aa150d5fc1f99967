//! Price lists and prices, tax classes and rates, shipping methods.

use crate::{
    Gateway,
    answer::{Answer, Created, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{PriceListAt, ShippingMethodAt, TaxRateAt, VariantAt},
};
use axum::extract::State;
use infrasell_contracts::pricing::{
    CreatePriceList, CreateShippingMethod, CreateTaxClass, CreateTaxRate, EndTaxRate, GetLowestPrior, GetPriceHistory,
    ListPriceLists, ListShippingMethods, ListTaxClasses, ListTaxRates, LowestPrior, Price, PriceInput, PriceList,
    PriceListInput, PriceListPatch, PriceListRef, PricesSet, SetPrices, ShippingMethod, ShippingMethodInput,
    ShippingMethodPatch, TaxClass, TaxClassInput, TaxRate, TaxRateInput, UpdatePriceList, UpdateShippingMethod,
};
use infrasell_kernel::{ChannelId, CountryCode, Page, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Pricing";
    A::new()
        .at("/admin/v1/price-lists", |on| {
            on.get(price_lists, doc(TAG, "Price lists")).post(create_price_list, doc(TAG, "Make a price list"))
        })
        .at("/admin/v1/price-lists/{id}", |on| on.patch(update_price_list, doc(TAG, "Change a price list")))
        .at("/admin/v1/prices", |on| {
            on.post(set_prices, doc(TAG, "Set up to 10,000 prices in one list, all or nothing"))
        })
        .at("/admin/v1/variants/{id}/prices", |on| on.get(history, doc(TAG, "Every price a variant had or will have")))
        .at("/admin/v1/variants/{id}/lowest-prior-price", |on| {
            on.get(lowest_prior, doc(TAG, "The lowest price of the 30 days before the present one began"))
        })
        .at("/admin/v1/tax-classes", |on| {
            on.get(tax_classes, doc(TAG, "Tax classes")).post(create_tax_class, doc(TAG, "Make a tax class"))
        })
        .at("/admin/v1/tax-rates", |on| {
            on.get(tax_rates, doc(TAG, "Tax rates")).post(create_tax_rate, doc(TAG, "Add a tax rate"))
        })
        .at("/admin/v1/tax-rates/{id}", |on| on.patch(end_tax_rate, doc(TAG, "End a tax rate")))
        .at("/admin/v1/shipping-methods", |on| {
            on.get(shipping_methods, doc(TAG, "Shipping methods"))
                .post(create_shipping_method, doc(TAG, "Make a shipping method"))
        })
        .at("/admin/v1/shipping-methods/{id}", |on| {
            on.patch(update_shipping_method, doc(TAG, "Change a shipping method"))
        })
}

/// A channel.
#[derive(Deserialize, JsonSchema)]
struct OfChannel {
    /// Only those of this channel.
    channel: Option<ChannelId>,
}
/// A channel that must be named.
#[derive(Deserialize, JsonSchema)]
struct InChannel {
    /// Where.
    channel: ChannelId,
}

async fn price_lists(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    Query(of): Query<OfChannel>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<PriceList>>> {
    Ok(Shown::new(g.pricing.price_lists(&who.cx, ListPriceLists { channel: of.channel, page }).await?))
}

async fn create_price_list(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    Body(list): Body<PriceListInput>,
) -> Answer<Created<PriceList>> {
    Ok(Created::new(g.pricing.create_price_list(&who.cx, CreatePriceList { list }).await?))
}

async fn update_price_list(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    At(at): At<PriceListAt>,
    Body(patch): Body<PriceListPatch>,
) -> Answer<Shown<PriceList>> {
    Ok(Shown::new(g.pricing.update_price_list(&who.cx, UpdatePriceList { id: at.id, patch }).await?))
}

/// Prices to set.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPrices {
    /// In which list: `{"channel": "chan_…"}` is the one that a channel begins with.
    list: PriceListRef,
    /// At most 10,000.
    prices: Vec<PriceInput>,
    /// Check only.
    #[serde(default)]
    dry_run: bool,
}

async fn set_prices(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    Body(new): Body<NewPrices>,
) -> Answer<Shown<PricesSet>> {
    let set = SetPrices { list: new.list, prices: new.prices, dry_run: new.dry_run };
    Ok(Shown::new(g.pricing.set_prices(&who.cx, set).await?))
}

async fn history(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    At(at): At<VariantAt>,
    Query(of): Query<OfChannel>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Price>>> {
    let get = GetPriceHistory { variant: at.id, channel: of.channel, page };
    Ok(Shown::new(g.pricing.price_history(&who.cx, get).await?))
}

async fn lowest_prior(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    At(at): At<VariantAt>,
    Query(within): Query<InChannel>,
) -> Answer<Shown<Vec<LowestPrior>>> {
    let get = GetLowestPrior { variants: vec![at.id], channel: within.channel };
    Ok(Shown::new(g.pricing.lowest_prior(&who.cx, get).await?))
}

async fn tax_classes(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<TaxClass>>> {
    Ok(Shown::new(g.pricing.tax_classes(&who.cx, ListTaxClasses { page }).await?))
}

async fn create_tax_class(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    Body(class): Body<TaxClassInput>,
) -> Answer<Created<TaxClass>> {
    Ok(Created::new(g.pricing.create_tax_class(&who.cx, CreateTaxClass { class }).await?))
}

/// What a list of tax rates is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct RateFilter {
    /// Only those of this class.
    class: Option<String>,
    /// Only those in this country.
    country: Option<CountryCode>,
    /// Only those that hold at this time.
    valid_at: Option<Timestamp>,
}

async fn tax_rates(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    Query(f): Query<RateFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<TaxRate>>> {
    let list = ListTaxRates { class: f.class, country: f.country, valid_at: f.valid_at, page };
    Ok(Shown::new(g.pricing.tax_rates(&who.cx, list).await?))
}

async fn create_tax_rate(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    Body(rate): Body<TaxRateInput>,
) -> Answer<Created<TaxRate>> {
    Ok(Created::new(g.pricing.create_tax_rate(&who.cx, CreateTaxRate { rate }).await?))
}

/// When something ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ending {
    /// From when it no longer holds.
    ends_at: Timestamp,
}

async fn end_tax_rate(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    At(at): At<TaxRateAt>,
    Body(ending): Body<Ending>,
) -> Answer<Shown<TaxRate>> {
    Ok(Shown::new(g.pricing.end_tax_rate(&who.cx, EndTaxRate { id: at.id, ends_at: ending.ends_at }).await?))
}

/// What a list of shipping methods is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct MethodFilter {
    /// Only those of this channel.
    channel: Option<ChannelId>,
    /// Only those that are offered, or are not.
    active: Option<bool>,
}

async fn shipping_methods(
    who: Allowed<may::PricingRead>,
    State(g): State<Gateway>,
    Query(f): Query<MethodFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ShippingMethod>>> {
    let list = ListShippingMethods { channel: f.channel, active: f.active, page };
    Ok(Shown::new(g.pricing.shipping_methods(&who.cx, list).await?))
}

async fn create_shipping_method(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    Body(method): Body<ShippingMethodInput>,
) -> Answer<Created<ShippingMethod>> {
    Ok(Created::versioned(g.pricing.create_shipping_method(&who.cx, CreateShippingMethod { method }).await?))
}

async fn update_shipping_method(
    who: Allowed<may::PricingWrite>,
    State(g): State<Gateway>,
    At(at): At<ShippingMethodAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<ShippingMethodPatch>,
) -> Answer<Shown<ShippingMethod>> {
    let update = UpdateShippingMethod { id: at.id, patch, if_version };
    Ok(Shown::versioned(g.pricing.update_shipping_method(&who.cx, update).await?))
}

//! The contract, split by noun. The only place that begins a transaction.

mod audit;
mod lists;
mod prices;
mod quote;
mod shipping;
mod taxes;
mod write;

pub(crate) use write::prices_changed;

use crate::{Deps, rates::PlacedRate, store, timeline::Span};
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    pricing::{
        CreatePriceList, CreateShippingMethod, CreateTaxClass, CreateTaxRate, EndTaxRate, GetLowestPrior,
        GetPriceHistory, GetPrices, ListPriceLists, ListShippingMethods, ListTaxClasses, ListTaxRates, LowestPrior,
        Price, PriceList, PricesSet, Pricing, PricingError, QuoteRequest, Quoted, SetPrices, ShippingMethod, TaxClass,
        TaxRate, UpdatePriceList, UpdateShippingMethod, VariantPrice,
    },
};
use infrasell_db::Kept;
use infrasell_kernel::{ChannelId, CountryCode, Page};
use infrasell_rpc::Cx;
use std::{collections::BTreeMap, sync::Arc};

type Result<T> = std::result::Result<T, PricingError>;

/// Rates of every class at a place, each with the time that it holds.
type Placed = BTreeMap<String, Vec<(Span, PlacedRate)>>;

/// Pricing over a database. Every quote needs the ways to send and the tax rates, which seldom change: they are kept.
pub struct PricingService {
    pub(crate) deps: Deps,
    methods: Kept<ChannelId, Vec<ShippingMethod>>,
    rates: Kept<(CountryCode, String), Placed>,
}

impl PricingService {
    pub(crate) fn new(deps: Deps) -> Self {
        let methods = Kept::over(&deps.db, &[store::shipping::TABLE]);
        let rates = Kept::over(&deps.db, &store::taxes::TABLES);
        PricingService { deps, methods, rates }
    }

    /// The methods that a channel offers, in id order.
    async fn methods(&self, channel: ChannelId) -> Result<Arc<Vec<ShippingMethod>>> {
        Ok(self.methods.get(&channel, store::shipping::offered(&self.deps.db, channel)).await?)
    }

    /// The rates of every class at a place.
    async fn rates(&self, country: CountryCode, region: String) -> Result<Arc<Placed>> {
        let place = (country, region);
        Ok(self.rates.get(&place, store::taxes::at_place(&self.deps.db, country, &place.1)).await?)
    }

    /// Makes the tax classes that every shop begins with, their rates, and a way to send goods. Safe to call again, and
    /// from several replicas at once; what is there stays as it is. Settings must have been bootstrapped.
    ///
    /// # Errors
    /// What the database or settings say.
    pub async fn bootstrap(&self, cx: &Cx) -> Result<()> {
        taxes::bootstrap(self).await?;
        shipping::bootstrap(self, cx).await
    }
}

#[async_trait]
impl Pricing for PricingService {
    async fn price_lists(&self, _: &Cx, req: ListPriceLists) -> Result<Page<PriceList>> {
        lists::list(self, &req).await
    }
    async fn create_price_list(&self, cx: &Cx, req: CreatePriceList) -> Result<PriceList> {
        lists::create(self, cx, req).await
    }
    async fn update_price_list(&self, cx: &Cx, req: UpdatePriceList) -> Result<PriceList> {
        lists::update(self, cx, req).await
    }
    async fn set_prices(&self, cx: &Cx, req: SetPrices) -> Result<PricesSet> {
        prices::set(self, cx, req).await
    }
    async fn prices(&self, _: &Cx, req: GetPrices) -> Result<Vec<VariantPrice>> {
        prices::in_force(self, &req).await
    }
    async fn price_history(&self, _: &Cx, req: GetPriceHistory) -> Result<Page<Price>> {
        prices::history(self, &req).await
    }
    async fn lowest_prior(&self, _: &Cx, req: GetLowestPrior) -> Result<Vec<LowestPrior>> {
        prices::lowest_prior(self, &req).await
    }
    async fn tax_classes(&self, _: &Cx, req: ListTaxClasses) -> Result<Page<TaxClass>> {
        taxes::classes(self, &req).await
    }
    async fn create_tax_class(&self, cx: &Cx, req: CreateTaxClass) -> Result<TaxClass> {
        taxes::create_class(self, cx, req).await
    }
    async fn tax_rates(&self, _: &Cx, req: ListTaxRates) -> Result<Page<TaxRate>> {
        taxes::rates(self, &req).await
    }
    async fn create_tax_rate(&self, cx: &Cx, req: CreateTaxRate) -> Result<TaxRate> {
        taxes::create_rate(self, cx, req).await
    }
    async fn end_tax_rate(&self, cx: &Cx, req: EndTaxRate) -> Result<TaxRate> {
        taxes::end_rate(self, cx, req).await
    }
    async fn shipping_methods(&self, _: &Cx, req: ListShippingMethods) -> Result<Page<ShippingMethod>> {
        shipping::list(self, &req).await
    }
    async fn create_shipping_method(&self, cx: &Cx, req: CreateShippingMethod) -> Result<ShippingMethod> {
        shipping::create(self, cx, req).await
    }
    async fn update_shipping_method(&self, cx: &Cx, req: UpdateShippingMethod) -> Result<ShippingMethod> {
        shipping::update(self, cx, req).await
    }
    async fn quote(&self, cx: &Cx, req: QuoteRequest) -> Result<Quoted> {
        quote::quote(self, cx, &req).await
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport> {
        audit::audit(self).await
    }
}

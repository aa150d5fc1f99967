//! The services that catalog asks, as far as it asks them.

use infrasell_contracts::{
    common::{Audit, AuditReport},
    inventory::*,
    pricing::*,
    settings::*,
};
use infrasell_kernel::{ChannelId, Currency, Id, Money, Page, TaxClassId, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault, async_trait};
use infrasell_rules::{stock::BackorderPolicy, tax::TaxRounding};
use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// Prices and stock that a test sets, channels 1 and 2, the tax classes `standard` and `gst-18`.
#[derive(Default)]
pub struct World {
    /// Minor units by channel and variant.
    pub prices: Mutex<HashMap<(ChannelId, VariantId), i64>>,
    /// What can be sold, by channel and variant.
    pub stock: Mutex<HashMap<(ChannelId, VariantId), bool>>,
    /// Whether nobody answers.
    pub away: AtomicBool,
    /// How often anything was asked.
    pub asked: AtomicUsize,
}

impl World {
    /// Sets what a variant costs in a channel; nothing takes its price away.
    pub fn price(&self, channel: ChannelId, variant: VariantId, minor: Option<i64>) {
        let mut prices = self.prices.lock().unwrap();
        match minor {
            Some(minor) => prices.insert((channel, variant), minor),
            None => prices.remove(&(channel, variant)),
        };
    }

    /// Sets whether a variant can be sold in a channel.
    pub fn stock(&self, channel: ChannelId, variant: VariantId, in_stock: bool) {
        self.stock.lock().unwrap().insert((channel, variant), in_stock);
    }

    fn ask(&self) -> Result<(), Fault> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.away.load(Ordering::SeqCst) { Err(Fault::Unavailable { what: "pricing".into() }) } else { Ok(()) }
    }
}

fn channel(id: i64) -> Channel {
    Channel {
        id: Id::from_i64(id),
        code: format!("c{id}"),
        name: format!("Channel {id}"),
        currency: Currency::INR,
        locales: vec![],
        countries: vec![],
        prices_include_tax: true,
        tax_rounding: TaxRounding::default(),
        stock_locations: vec![],
        active: true,
        version: 1,
        created_at: Timestamp::MIN,
        updated_at: Timestamp::MIN,
    }
}

/// A contract of which a test needs a method or two; the others say that nobody expected them.
macro_rules! fake {
    ($Trait:ident, $Error:ty; $($name:ident($Req:ty) -> $Res:ty;)* ; $($own:item)*) => {
        #[async_trait]
        impl $Trait for World {
            $( async fn $name(&self, _cx: &Cx, _req: $Req) -> Result<$Res, $Error> {
                Err(Fault::internal(concat!(stringify!($name), " is not part of this test")).into())
            } )*
            $($own)*
        }
    };
}

fake! { Settings, SettingsError;
    shop(GetShop) -> Shop;
    update_shop(UpdateShop) -> Shop;
    channel(GetChannel) -> Channel;
    create_channel(CreateChannel) -> Channel;
    update_channel(UpdateChannel) -> Channel;
    tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
    create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
    end_tax_registration(EndTaxRegistration) -> TaxRegistration;
    audit(Audit) -> AuditReport;
    ;
    async fn channels(&self, _cx: &Cx, _req: ListChannels) -> Result<Page<Channel>, SettingsError> {
        self.ask()?;
        Ok(Page { items: vec![channel(1), channel(2)], next: None })
    }
}

fake! { Pricing, PricingError;
    price_lists(ListPriceLists) -> Page<PriceList>;
    create_price_list(CreatePriceList) -> PriceList;
    update_price_list(UpdatePriceList) -> PriceList;
    set_prices(SetPrices) -> PricesSet;
    price_history(GetPriceHistory) -> Page<Price>;
    lowest_prior(GetLowestPrior) -> Vec<LowestPrior>;
    create_tax_class(CreateTaxClass) -> TaxClass;
    tax_rates(ListTaxRates) -> Page<TaxRate>;
    create_tax_rate(CreateTaxRate) -> TaxRate;
    end_tax_rate(EndTaxRate) -> TaxRate;
    shipping_methods(ListShippingMethods) -> Page<ShippingMethod>;
    create_shipping_method(CreateShippingMethod) -> ShippingMethod;
    update_shipping_method(UpdateShippingMethod) -> ShippingMethod;
    quote(QuoteRequest) -> Quoted;
    audit(Audit) -> AuditReport;
    ;
    async fn prices(&self, _cx: &Cx, req: GetPrices) -> Result<Vec<VariantPrice>, PricingError> {
        self.ask()?;
        assert!(req.variants.len() <= 10_000, "pricing answers no more at once");
        let prices = self.prices.lock().unwrap();
        let price = |variant: &VariantId| {
            let minor = prices.get(&(req.channel, *variant))?;
            let price = Money::new(*minor, Currency::INR);
            Some(VariantPrice { variant: *variant, price, compare_at: None, mrp: None, list: Id::from_i64(1) })
        };
        Ok(req.variants.iter().filter_map(price).collect())
    }
    async fn tax_classes(&self, _cx: &Cx, _req: ListTaxClasses) -> Result<Page<TaxClass>, PricingError> {
        self.ask()?;
        let class = |(id, code): (i64, &str)| TaxClass { id: TaxClassId::from_i64(id), code: code.into(), name: code.into() };
        Ok(Page { items: [(1, "standard"), (2, "gst-18")].map(class).into(), next: None })
    }
}

fake! { Inventory, InventoryError;
    locations(ListLocations) -> Page<Location>;
    create_location(CreateLocation) -> Location;
    update_location(UpdateLocation) -> Location;
    levels(ListLevels) -> Page<Level>;
    policies(GetPolicies) -> Vec<StockPolicy>;
    set_stock(SetStock) -> StockChanged;
    adjust_stock(AdjustStock) -> StockChanged;
    movements(ListMovements) -> Page<Movement>;
    reserve(Reserve) -> Reservation;
    commit(CommitReservation) -> Reservation;
    release(ReleaseReservation) -> Reservation;
    release_owner(ReleaseOwner) -> ();
    reservations(ListReservations) -> Page<Reservation>;
    restock(Restock) -> StockChanged;
    create_transfer(CreateTransfer) -> Transfer;
    close_transfer(CloseTransfer) -> Transfer;
    transfers(ListTransfers) -> Page<Transfer>;
    audit(Audit) -> AuditReport;
    ;
    async fn availability(&self, _cx: &Cx, req: GetAvailability) -> Result<Vec<Availability>, InventoryError> {
        self.ask()?;
        assert!(req.variants.len() <= 1_000, "inventory answers no more at once");
        let stock = self.stock.lock().unwrap();
        let one = |variant: &VariantId| {
            let in_stock = stock.get(&(req.channel, *variant)).copied().unwrap_or(false);
            let available = i64::from(in_stock);
            Availability { variant: *variant, tracked: true, available, backorder: BackorderPolicy::Deny, in_stock }
        };
        Ok(req.variants.iter().map(one).collect())
    }
}

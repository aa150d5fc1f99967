//! Pricing on a database of its own, and a stand-in for settings.

use infrasell_contracts::{
    common::{Audit, AuditReport, PostalAddress},
    pricing::{
        Destination, GetPrices, PRICES_CHANGED, PriceInput, PriceListRef, PricesChanged, PricesSet, Pricing,
        PricingError, QuoteLineRequest, QuoteRequest, Quoted, SetPrices, VariantPrice,
    },
    settings::{
        Channel, ChannelRef, CreateChannel, CreateTaxRegistration, EndTaxRegistration, GetChannel, GetShop,
        GrievanceContact, ListChannels, ListTaxRegistrations, NumberFormat, Settings, SettingsError, Shop,
        TaxRegistration, UpdateChannel, UpdateShop,
    },
};
use infrasell_db::testing::{self, TestDb};
use infrasell_kernel::{ChannelId, CountryCode, Currency, Page, Quantity, TaxRegistrationId, Timestamp, VariantId};
use infrasell_pricing::{Deps, MIGRATIONS, PricingService};
use infrasell_rpc::{Cx, Fault, async_trait};
use infrasell_rules::tax::TaxRounding;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// The channel that tests sell in: rupees, tax inside.
pub const WEB: ChannelId = ChannelId::from_i64(1);
/// Another: rupees, tax on top.
pub const TRADE: ChannelId = ChannelId::from_i64(2);

/// Settings that know two channels and a shop in Maharashtra.
pub struct FakeSettings {
    /// How tax is rounded in both channels.
    pub rounding: Mutex<TaxRounding>,
}

fn not_faked<T>() -> Result<T, SettingsError> {
    Err(Fault::internal("not faked").into())
}

fn epoch() -> Timestamp {
    Timestamp::from_micros(0)
}

#[async_trait]
impl Settings for FakeSettings {
    async fn channel(&self, _: &Cx, req: GetChannel) -> Result<Channel, SettingsError> {
        let id = match req.channel {
            ChannelRef::Id(id) => id,
            ChannelRef::Code(code) if code == "web" => WEB,
            ChannelRef::Code(_) => return not_faked(),
        };
        let code = match id.get() {
            1 => "web",
            2 => "trade",
            _ => return Err(Fault::not_found("channel", id).into()),
        };
        Ok(Channel {
            id,
            code: code.into(),
            name: code.into(),
            currency: Currency::INR,
            locales: vec![],
            countries: vec![],
            prices_include_tax: id == WEB,
            tax_rounding: *self.rounding.lock().unwrap(),
            stock_locations: vec![],
            active: true,
            version: 1,
            created_at: epoch(),
            updated_at: epoch(),
        })
    }
    async fn shop(&self, _: &Cx, _: GetShop) -> Result<Shop, SettingsError> {
        Ok(Shop {
            name: String::new(),
            legal_name: String::new(),
            legal_address: PostalAddress::default(),
            registration_number: String::new(),
            email: String::new(),
            phone: String::new(),
            grievance: GrievanceContact::default(),
            country: CountryCode::IN,
            region: "MH".into(),
            time_zone: "Asia/Kolkata".into(),
            currency: Currency::INR,
            order_number: NumberFormat { prefix: String::new(), min_digits: 4 },
            version: 1,
            updated_at: epoch(),
        })
    }
    async fn update_shop(&self, _: &Cx, _: UpdateShop) -> Result<Shop, SettingsError> {
        not_faked()
    }
    async fn channels(&self, _: &Cx, _: ListChannels) -> Result<Page<Channel>, SettingsError> {
        not_faked()
    }
    async fn create_channel(&self, _: &Cx, _: CreateChannel) -> Result<Channel, SettingsError> {
        not_faked()
    }
    async fn update_channel(&self, _: &Cx, _: UpdateChannel) -> Result<Channel, SettingsError> {
        not_faked()
    }
    async fn tax_registrations(&self, _: &Cx, _: ListTaxRegistrations) -> Result<Page<TaxRegistration>, SettingsError> {
        not_faked()
    }
    async fn create_tax_registration(
        &self,
        _: &Cx,
        _: CreateTaxRegistration,
    ) -> Result<TaxRegistration, SettingsError> {
        not_faked()
    }
    async fn end_tax_registration(&self, _: &Cx, req: EndTaxRegistration) -> Result<TaxRegistration, SettingsError> {
        let id: TaxRegistrationId = req.id;
        Err(Fault::not_found("tax registration", id).into())
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, SettingsError> {
        not_faked()
    }
}

/// Pricing on a database of its own, bootstrapped.
pub struct Prices {
    pub db: TestDb,
    pub service: Arc<PricingService>,
    pub settings: Arc<FakeSettings>,
}

/// One for each engine at hand.
pub async fn everywhere() -> Vec<Prices> {
    let mut all = vec![];
    for db in testing::engines(&[MIGRATIONS]).await {
        let settings = Arc::new(FakeSettings { rounding: Mutex::new(TaxRounding::default()) });
        let deps = Deps { db: db.db.clone(), env: db.env().clone(), settings: settings.clone() };
        let service = infrasell_pricing::open(deps);
        service.bootstrap(&cx()).await.unwrap();
        // what a new shop sends goods by has a test of its own; the others make what they need
        db.exec("DELETE FROM pricing_shipping_method", &[]).await.unwrap();
        all.push(Prices { db, service, settings });
    }
    all
}

pub fn cx() -> Cx {
    Cx::system("test", "req-test")
}
pub fn variant(n: i64) -> VariantId {
    VariantId::from_i64(n)
}
/// A price from now on.
pub fn price(n: i64, price_minor: i64) -> PriceInput {
    PriceInput {
        variant: variant(n),
        price_minor,
        compare_at_minor: None,
        mrp_minor: None,
        starts_at: None,
        ends_at: None,
    }
}
/// One unit of a line with the standard tax that is sent.
pub fn line(key: &str, n: i64, quantity: i64) -> QuoteLineRequest {
    QuoteLineRequest {
        key: key.into(),
        variant: variant(n),
        quantity: Quantity::new(quantity).unwrap(),
        tax_class: None,
        taxable: true,
        requires_shipping: true,
        weight_grams: 250,
    }
}
pub fn days(n: u64) -> Duration {
    Duration::from_secs(n * 24 * 3_600)
}

impl Prices {
    pub fn now(&self) -> Timestamp {
        self.db.now()
    }

    /// The time so many days from now.
    pub fn in_days(&self, n: u64) -> Timestamp {
        self.now().plus(days(n))
    }

    pub async fn set(&self, prices: Vec<PriceInput>) -> Result<PricesSet, PricingError> {
        let req = SetPrices { list: PriceListRef::Channel(WEB), prices, dry_run: false };
        self.service.set_prices(&cx(), req).await
    }

    pub async fn prices(&self, variants: &[i64]) -> Vec<VariantPrice> {
        let variants = variants.iter().copied().map(variant).collect();
        self.service.prices(&cx(), GetPrices { variants, channel: WEB, at: None }).await.unwrap()
    }

    /// What one variant costs now.
    pub async fn price(&self, n: i64) -> Option<i64> {
        self.prices(&[n]).await.first().map(|price| price.price.minor)
    }

    /// What one variant costs so many days from now.
    pub async fn price_in(&self, n: i64, days: u64) -> Option<i64> {
        let req = GetPrices { variants: vec![variant(n)], channel: WEB, at: Some(self.in_days(days)) };
        self.service.prices(&cx(), req).await.unwrap().first().map(|price| price.price.minor)
    }

    pub async fn events(&self) -> Vec<PricesChanged> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        self.db.all(sql, &infrasell_db::v![PRICES_CHANGED], |row| row.json(0)).await.unwrap()
    }

    pub fn request(&self, channel: ChannelId, lines: Vec<QuoteLineRequest>) -> QuoteRequest {
        let destination = Destination { country: CountryCode::IN, region: "KA".into(), postal_code: String::new() };
        QuoteRequest { channel, destination: Some(destination), lines, shipping: vec![] }
    }

    /// A quote that sums.
    pub async fn quote(&self, req: &QuoteRequest) -> Quoted {
        let quoted = self.service.quote(&cx(), req.clone()).await.unwrap();
        assert_eq!(quoted.quote.check(), []);
        quoted
    }

    /// The books hold.
    pub async fn assert_books(&self) {
        assert_eq!(self.differences().await, Vec::<String>::new());
    }

    pub async fn differences(&self) -> Vec<String> {
        let report = self.service.audit(&cx(), Audit::default()).await.unwrap();
        assert_eq!(report.checks.len(), 4);
        report.checks.into_iter().flat_map(|check| check.differences).collect()
    }
}

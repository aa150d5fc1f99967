//! A shop's stock on a database of its own, and a stand-in for settings.

use infrasell_contracts::{
    common::{Audit, AuditReport, PostalAddress},
    inventory::{
        AdjustStock, AdjustmentInput, Availability, CreateLocation, GetAvailability, Inventory, InventoryError, Level,
        LevelInput, ListLevels, ListLocations, LocationInput, Reservation, Reserve, ReserveLine, SetStock, StockPolicy,
    },
    settings::{
        Channel, ChannelRef, CreateChannel, CreateTaxRegistration, EndTaxRegistration, GetChannel, GetShop,
        ListChannels, ListTaxRegistrations, Settings, SettingsError, Shop, TaxRegistration, UpdateChannel, UpdateShop,
    },
};
use infrasell_db::testing::{self, TestDb};
use infrasell_inventory::{Deps, InventoryService, MAIN_LOCATION, MIGRATIONS};
use infrasell_kernel::{ChannelId, Currency, LocationId, Page, PageRequest, Quantity, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault, async_trait};
use infrasell_rules::stock::BackorderPolicy;
use serde::de::DeserializeOwned;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// The channel that tests sell in.
pub const WEB: ChannelId = ChannelId::from_i64(1);

/// Settings that know channels by id and nothing else.
#[derive(Default)]
pub struct FakeSettings(Mutex<Vec<LocationId>>);

impl FakeSettings {
    /// Sets where the channel's stock is.
    pub fn stock_locations(&self, locations: &[LocationId]) {
        *self.0.lock().unwrap() = locations.to_vec();
    }
}

fn not_faked<T>() -> Result<T, SettingsError> {
    Err(Fault::internal("not faked").into())
}

#[async_trait]
impl Settings for FakeSettings {
    async fn channel(&self, _: &Cx, req: GetChannel) -> Result<Channel, SettingsError> {
        let ChannelRef::Id(id) = req.channel else { return not_faked() };
        if id != WEB {
            return Err(Fault::not_found("channel", id).into());
        }
        Ok(Channel {
            id,
            code: "web".into(),
            name: "Web".into(),
            currency: Currency::INR,
            locales: vec![],
            countries: vec![],
            prices_include_tax: true,
            tax_rounding: infrasell_rules::tax::TaxRounding::default(),
            stock_locations: self.0.lock().unwrap().clone(),
            active: true,
            version: 1,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        })
    }
    async fn shop(&self, _: &Cx, _: GetShop) -> Result<Shop, SettingsError> {
        not_faked()
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
    async fn end_tax_registration(&self, _: &Cx, _: EndTaxRegistration) -> Result<TaxRegistration, SettingsError> {
        not_faked()
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, SettingsError> {
        not_faked()
    }
}

/// Inventory on a database of its own, with the location `main`.
pub struct Stock {
    pub db: TestDb,
    pub service: Arc<InventoryService>,
    pub settings: Arc<FakeSettings>,
    pub main: LocationId,
    keys: AtomicI64,
}

/// One for each engine at hand.
pub async fn everywhere() -> Vec<Stock> {
    let mut all = vec![];
    for db in testing::engines(&[MIGRATIONS]).await {
        all.push(Stock::on(db).await);
    }
    all
}

pub fn cx() -> Cx {
    Cx::system("test", "req-test")
}
pub fn variant(n: i64) -> VariantId {
    VariantId::from_i64(n)
}
pub fn line(key: &str, n: i64, quantity: i64) -> ReserveLine {
    let quantity = Quantity::new(quantity).unwrap();
    ReserveLine { key: key.into(), variant: variant(n), quantity, sku: format!("SKU-{n}") }
}

impl Stock {
    pub async fn on(db: TestDb) -> Stock {
        let settings = Arc::new(FakeSettings::default());
        let deps = Deps { db: db.db.clone(), env: db.env().clone(), settings: settings.clone() };
        let service = infrasell_inventory::open(deps);
        service.bootstrap(&cx()).await.unwrap();
        let locations = service.locations(&cx(), ListLocations::default()).await.unwrap().items;
        assert_eq!(locations.len(), 1);
        assert_eq!(locations[0].code, MAIN_LOCATION);
        Stock { db, service, settings, main: locations[0].id, keys: AtomicI64::new(1) }
    }

    /// A context with a key that nobody used.
    pub fn keyed(&self) -> Cx {
        cx().step("checkout", format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed)))
    }

    pub async fn location(&self, code: &str) -> LocationId {
        let location = LocationInput { code: code.into(), name: code.into(), address: PostalAddress::default() };
        self.service.create_location(&cx(), CreateLocation { location }).await.unwrap().id
    }

    pub async fn set(&self, n: i64, location: LocationId, on_hand: i64) {
        let levels = vec![LevelInput { variant: variant(n), location, on_hand }];
        let req = SetStock { levels, reason: "count".into(), ..SetStock::default() };
        self.service.set_stock(&cx(), req).await.unwrap();
    }

    pub async fn policy(&self, n: i64, tracked: bool, backorder: BackorderPolicy, low_stock_threshold: Option<i64>) {
        let policies = vec![StockPolicy { variant: variant(n), tracked, backorder, low_stock_threshold }];
        self.service.set_stock(&cx(), SetStock { policies, ..SetStock::default() }).await.unwrap();
    }

    pub async fn adjust(&self, n: i64, location: LocationId, delta: i64) -> Result<(), InventoryError> {
        let adjustments = vec![AdjustmentInput { variant: variant(n), location, delta }];
        self.service.adjust_stock(&cx(), AdjustStock { adjustments, reason: String::new() }).await.map(drop)
    }

    pub fn reserve_request(&self, owner: &str, lines: Vec<ReserveLine>) -> Reserve {
        let expires_at = self.db.now().plus(Duration::from_secs(900));
        Reserve { owner: owner.into(), channel: WEB, lines, expires_at }
    }

    pub async fn reserve(&self, lines: Vec<ReserveLine>) -> Result<Reservation, InventoryError> {
        self.service.reserve(&self.keyed(), self.reserve_request("chk_1", lines)).await
    }

    pub async fn level(&self, n: i64, location: LocationId) -> (i64, i64) {
        let levels = self.levels(n).await;
        let found = levels.iter().find(|level| level.location == location);
        found.map_or((0, 0), |level| (level.on_hand, level.reserved))
    }

    pub async fn levels(&self, n: i64) -> Vec<Level> {
        let page = PageRequest { limit: Some(250), after: None };
        let req = ListLevels { variants: Some(vec![variant(n)]), page, ..ListLevels::default() };
        self.service.levels(&cx(), req).await.unwrap().items
    }

    pub async fn availability(&self, n: i64) -> Availability {
        let req = GetAvailability { variants: vec![variant(n)], channel: WEB };
        self.service.availability(&cx(), req).await.unwrap().remove(0)
    }

    /// The events of a topic so far, oldest first.
    pub async fn events<T: DeserializeOwned + Send>(&self, topic: &str) -> Vec<T> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        self.db.all(sql, &infrasell_db::v![topic], |row| row.json(0)).await.unwrap()
    }

    /// The books hold.
    pub async fn assert_books(&self) {
        let report = self.service.audit(&cx(), Audit::default()).await.unwrap();
        assert_eq!(report.checks.len(), 4);
        for check in report.checks {
            assert_eq!(check.differences, Vec::<String>::new(), "{}", check.name);
        }
    }
}

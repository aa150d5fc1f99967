//! A shop in memory: the services that an import writes to, small enough to be seen through, and able to fail.

use async_trait::async_trait;
use infrasell_contracts::{catalog::*, common::*, inventory::*, pricing::*, settings::*};
use infrasell_kernel::{
    CategoryId, ChannelId, CountryCode, Currency, Id, Locale, LocationId, Money, Page, PriceListId, ProductId,
    Timestamp, VariantId,
};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{stock::BackorderPolicy, tax::TaxRounding};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard},
};

/// Implements a contract with a few real methods; the others answer that they are not here.
macro_rules! fake {
    ($Trait:ident for $Fake:ty, $Error:ty; absent { $($method:ident($Req:ty) -> $Res:ty;)* } $($real:tt)*) => {
        #[async_trait]
        impl $Trait for $Fake {
            $(async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, $Error> {
                Err(Fault::internal(concat!(stringify!($method), " is not faked")).into())
            })*
            $($real)*
        }
    };
}

/// What the shop holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    pub products: BTreeMap<String, Product>,
    pub prices: BTreeMap<VariantId, (i64, Option<i64>, Option<i64>)>,
    pub levels: BTreeMap<(VariantId, LocationId), i64>,
    pub policies: BTreeMap<VariantId, (bool, bool, Option<i64>)>,
    pub locations: Vec<(String, String)>,
    pub categories: BTreeMap<Vec<String>, CategoryId>,
    pub classes: BTreeSet<String>,
    pub rates: BTreeMap<String, i64>,
    next_id: i64,
}

/// The shop, and how it misbehaves.
pub struct Shop {
    state: Mutex<State>,
    /// How many writes are still answered before everything is away.
    writes_left: Mutex<Option<usize>>,
    /// Prices at or above this are refused.
    pub dearest_minor: Mutex<i64>,
    pub writes: Mutex<Vec<&'static str>>,
}

const WEB: i64 = 1;

fn id<K>(state: &mut State) -> Id<K> {
    state.next_id += 1;
    Id::from_i64(state.next_id)
}

impl Shop {
    pub fn new() -> Shop {
        Shop {
            state: Mutex::new(State { next_id: 100, ..State::default() }),
            writes_left: Mutex::new(None),
            dearest_minor: Mutex::new(i64::MAX),
            writes: Mutex::default(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What the shop holds, without the ids that depend on the order in which things were made.
    pub fn snapshot(&self) -> State {
        State { next_id: 0, ..self.state().clone() }
    }

    /// Everything by name: equal for two shops that hold the same, whatever ids they gave.
    pub fn by_name(&self) -> Vec<String> {
        let state = self.state();
        let path_of = |id: CategoryId| state.categories.iter().find(|(_, other)| **other == id).map(|(path, _)| path);
        let mut names = vec![format!("{:?} {:?} {:?}", state.locations, state.categories.keys(), state.rates)];
        for product in state.products.values() {
            names.push(format!(
                "{} {} {:?} {:?} {:?} {:?}",
                product.handle,
                product.title,
                product.category.map(path_of),
                product.tax_class,
                product.media,
                product.options
            ));
            for variant in &product.variants {
                let levels: Vec<_> = state.levels.range((variant.id, LocationId::from_i64(0))..).collect();
                let levels: Vec<_> = levels.iter().take_while(|((v, _), _)| *v == variant.id).map(|(_, n)| n).collect();
                let (price, policy) = (state.prices.get(&variant.id), state.policies.get(&variant.id));
                names.push(format!("{:?} {} {price:?} {levels:?} {policy:?}", variant.option_values, variant.sku));
            }
        }
        names
    }

    /// After this many more writes, every call is answered as if the services were away.
    pub fn break_after(&self, writes: Option<usize>) {
        *self.writes_left.lock().expect("no test panics with it") = writes;
    }

    pub fn product(&self, handle: &str) -> Product {
        self.state().products.get(handle).expect("there is such a product").clone()
    }

    pub fn edit(&self, handle: &str, edit: impl FnOnce(&mut Product)) {
        edit(self.state().products.get_mut(handle).expect("there is such a product"));
    }

    fn write(&self, what: &'static str) -> Result<MutexGuard<'_, State>, Fault> {
        let mut left = self.writes_left.lock().expect("no test panics with it");
        if *left == Some(0) {
            return Err(Fault::Unavailable { what: what.into() });
        }
        *left = left.map(|n| n - 1);
        self.writes.lock().expect("no test panics with it").push(what);
        Ok(self.state())
    }
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}

fn web() -> Channel {
    Channel {
        id: ChannelId::from_i64(WEB),
        code: "web".into(),
        name: "Web".into(),
        currency: Currency::INR,
        locales: vec!["en-IN".parse::<Locale>().expect("a locale")],
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

fake! {
    Settings for Shop, SettingsError;
    absent {
        update_shop(UpdateShop) -> infrasell_contracts::settings::Shop;
        create_channel(CreateChannel) -> Channel;
        update_channel(UpdateChannel) -> Channel;
        tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
        create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
        end_tax_registration(EndTaxRegistration) -> TaxRegistration;
        audit(Audit) -> AuditReport;
    }
    async fn shop(&self, _: &Cx, _: GetShop) -> Result<infrasell_contracts::settings::Shop, SettingsError> {
        Ok(infrasell_contracts::settings::Shop {
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
            order_number: NumberFormat { prefix: String::new(), min_digits: 1 },
            version: 1,
            updated_at: Timestamp::MIN,
        })
    }
    async fn channel(&self, _: &Cx, _: GetChannel) -> Result<Channel, SettingsError> {
        Ok(web())
    }
    async fn channels(&self, _: &Cx, _: ListChannels) -> Result<Page<Channel>, SettingsError> {
        Ok(page(vec![web()]))
    }
}

fn made(state: &mut State, input: &ProductInput) -> Product {
    let handle = input.handle.clone().expect("an import names the handle");
    let old = state.products.get(&handle).cloned();
    let mut variants = vec![];
    for new in &input.variants {
        let before = old.iter().flat_map(|old| &old.variants);
        let same = before
            .clone()
            .find(|v| Some(v.id) == new.id)
            .or_else(|| before.clone().find(|v| v.option_values == new.option_values));
        variants.push(Variant {
            id: same.map_or_else(|| id(state), |same| same.id),
            title: new.option_values.join(" / "),
            sku: new.sku.clone(),
            barcode: new.barcode.clone(),
            option_values: new.option_values.clone(),
            weight_grams: new.weight_grams,
            hsn_code: new.hsn_code.clone(),
            country_of_origin: new.country_of_origin,
            requires_shipping: new.requires_shipping,
            taxable: new.taxable,
            image_url: new.image_url.clone(),
        });
    }
    Product {
        id: old.as_ref().map_or_else(|| id(state), |old| old.id),
        handle,
        title: input.title.clone(),
        description_html: input.description_html.clone(),
        status: input.status,
        vendor: input.vendor.clone(),
        product_type: input.product_type.clone(),
        tags: input.tags.clone(),
        category: input.category,
        tax_class: input.tax_class.clone(),
        options: input.options.clone(),
        variants,
        media: input.media.clone(),
        seo: input.seo.clone(),
        metafields: input.metafields.clone(),
        channels: input.channels.clone(),
        version: old.map_or(1, |old| old.version),
        created_at: Timestamp::MIN,
        updated_at: Timestamp::MIN,
    }
}

/// All or nothing, on a copy.
fn upsert(state: &mut State, req: &UpsertProducts) -> Result<Vec<Upserted>, CatalogError> {
    let mut copy = state.clone();
    let mut upserted = vec![];
    for (n, input) in req.products.iter().enumerate() {
        if input.tax_class.as_ref().is_some_and(|code| !copy.classes.contains(code)) {
            return Err(Fault::field(format!("products.{n}.tax_class"), "unknown", "there is no such tax class").into());
        }
        if input.title.contains("forbidden") {
            return Err(Fault::field(format!("products.{n}.title"), "forbidden", "this title is forbidden").into());
        }
        let new = made(&mut copy, input);
        let old = copy.products.insert(new.handle.clone(), new.clone());
        let outcome = match &old {
            None => Outcome::Created,
            Some(old) if *old == new => Outcome::Unchanged,
            Some(_) => Outcome::Updated,
        };
        if outcome == Outcome::Updated
            && let Some(product) = copy.products.get_mut(&new.handle)
        {
            product.version += 1;
        }
        let variants = new.variants.iter().map(|v| v.id).collect();
        upserted.push(Upserted { id: new.id, handle: new.handle, outcome, variants });
    }
    let mut skus = BTreeSet::new();
    for variant in copy.products.values().flat_map(|p| &p.variants).filter(|v| !v.sku.is_empty()) {
        if !skus.insert(variant.sku.clone()) {
            return Err(CatalogError::SkuTaken { sku: variant.sku.clone() });
        }
    }
    if !req.dry_run {
        *state = copy;
    }
    Ok(upserted)
}

fake! {
    Catalog for Shop, CatalogError;
    absent {
        find_products(FindProducts) -> FoundProducts;
        find_product_lists(FindProductLists) -> Vec<ListFound>;
        picture_uses(FindPictureUses) -> Vec<PictureUse>;
        sitemap(GetCatalogSitemap) -> infrasell_contracts::content::SitemapPage;
        recommend(RecommendProducts) -> Vec<Product>;
        product_words(ListProductWords) -> Vec<String>;
        collections_by_id(GetCollections) -> Vec<Collection>;
        collections_of(FindCollectionsOf) -> Vec<CollectionsOf>;
        find_collections(FindCollections) -> FoundCollections;
        product(GetProduct) -> Product;
        variants(GetVariants) -> Vec<VariantView>;
        variants_by_sku(FindSkus) -> Vec<VariantView>;
        create_product(CreateProduct) -> Product;
        update_product(UpdateProduct) -> Product;
        delete_product(DeleteProduct) -> ();
        create_category(CreateCategory) -> Category;
        update_category(UpdateCategory) -> Category;
        delete_category(DeleteCategory) -> ();
        collection(GetCollection) -> Collection;
        collections(ListCollections) -> Page<Collection>;
        create_collection(CreateCollection) -> Collection;
        update_collection(UpdateCollection) -> Collection;
        delete_collection(DeleteCollection) -> ();
        metafield_definitions(ListMetafieldDefinitions) -> Page<MetafieldDefinition>;
        create_metafield_definition(CreateMetafieldDefinition) -> MetafieldDefinition;
        delete_metafield_definition(DeleteMetafieldDefinition) -> ();
        audit(Audit) -> AuditReport;
    }
    async fn products(&self, _: &Cx, _: ListProducts) -> Result<Page<Product>, CatalogError> {
        Ok(page(self.state().products.values().take(1).cloned().collect()))
    }
    async fn products_by_id(&self, _: &Cx, req: GetProducts) -> Result<Vec<Product>, CatalogError> {
        let is_asked = |p: &&Product| req.ids.contains(&p.id);
        Ok(self.state().products.values().filter(is_asked).cloned().collect())
    }
    async fn upsert_products(&self, _: &Cx, req: UpsertProducts) -> Result<Vec<Upserted>, CatalogError> {
        let mut state = if req.dry_run { self.state() } else { self.write("catalog")? };
        upsert(&mut state, &req)
    }
    async fn categories(&self, _: &Cx, _: ListCategories) -> Result<Page<Category>, CatalogError> {
        Ok(page(self.state().categories.iter().map(|(path, id)| category(path, *id)).collect()))
    }
    async fn ensure_categories(&self, _: &Cx, req: EnsureCategories) -> Result<Vec<Category>, CatalogError> {
        let mut state = self.write("categories")?;
        let mut found = vec![];
        for path in req.paths {
            let known = state.categories.get(&path).copied();
            let id: CategoryId = known.unwrap_or_else(|| id(&mut state));
            state.categories.insert(path.clone(), id);
            found.push(category(&path, id));
        }
        Ok(found)
    }
}

fn category(path: &[String], id: CategoryId) -> Category {
    Category { id, parent: None, handle: path.join("-"), name: path.join(" "), path: path.to_vec(), position: 0 }
}

fake! {
    Pricing for Shop, PricingError;
    absent {
        price_lists(ListPriceLists) -> Page<PriceList>;
        create_price_list(CreatePriceList) -> PriceList;
        update_price_list(UpdatePriceList) -> PriceList;
        price_history(GetPriceHistory) -> Page<Price>;
        lowest_prior(GetLowestPrior) -> Vec<LowestPrior>;
        end_tax_rate(EndTaxRate) -> TaxRate;
        shipping_methods(ListShippingMethods) -> Page<ShippingMethod>;
        create_shipping_method(CreateShippingMethod) -> ShippingMethod;
        update_shipping_method(UpdateShippingMethod) -> ShippingMethod;
        quote(QuoteRequest) -> Quoted;
        audit(Audit) -> AuditReport;
    }
    async fn set_prices(&self, _: &Cx, req: SetPrices) -> Result<PricesSet, PricingError> {
        assert_eq!(req.list, PriceListRef::Channel(ChannelId::from_i64(WEB)));
        let mut state = if req.dry_run { self.state() } else { self.write("prices")? };
        let dearest = *self.dearest_minor.lock().expect("no test panics with it");
        if let Some(n) = req.prices.iter().position(|price| price.price_minor >= dearest) {
            return Err(Fault::field(format!("prices.{n}.price_minor"), "out_of_range", "the price is too high").into());
        }
        let mut changed = vec![];
        for price in req.prices {
            let new = (price.price_minor, price.compare_at_minor, price.mrp_minor);
            if state.prices.get(&price.variant) != Some(&new) {
                changed.push(price.variant);
            }
            if !req.dry_run {
                state.prices.insert(price.variant, new);
            }
        }
        Ok(PricesSet { changed })
    }
    async fn prices(&self, _: &Cx, req: GetPrices) -> Result<Vec<VariantPrice>, PricingError> {
        let money = |minor: i64| Money::new(minor, Currency::INR);
        let state = self.state();
        let price = |id: &VariantId| {
            let (price, compare_at, mrp) = *state.prices.get(id)?;
            let list = PriceListId::from_i64(1);
            Some(VariantPrice { variant: *id, price: money(price), compare_at: compare_at.map(money), mrp: mrp.map(money), list })
        };
        Ok(req.variants.iter().filter_map(price).collect())
    }
    async fn create_tax_class(&self, _: &Cx, req: CreateTaxClass) -> Result<TaxClass, PricingError> {
        let mut state = self.write("tax class")?;
        state.classes.insert(req.class.code.clone());
        Ok(TaxClass { id: id(&mut state), code: req.class.code, name: req.class.name })
    }
    async fn tax_classes(&self, _: &Cx, _: ListTaxClasses) -> Result<Page<TaxClass>, PricingError> {
        let class = |code: &String| TaxClass { id: Id::from_i64(1), code: code.clone(), name: code.clone() };
        Ok(page(self.state().classes.iter().map(class).collect()))
    }
    async fn tax_rates(&self, _: &Cx, req: ListTaxRates) -> Result<Page<TaxRate>, PricingError> {
        let state = self.state();
        let class = req.class.unwrap_or_default();
        Ok(page(state.rates.get(&class).map(|ppm| rate(&class, *ppm)).into_iter().collect()))
    }
    async fn create_tax_rate(&self, _: &Cx, req: CreateTaxRate) -> Result<TaxRate, PricingError> {
        let ppm = req.rate.rate_ppm.0;
        self.write("tax rate")?.rates.insert(req.rate.class.clone(), ppm);
        Ok(rate(&req.rate.class, ppm))
    }
}

fn rate(class: &str, ppm: i64) -> TaxRate {
    TaxRate {
        id: Id::from_i64(1),
        class: class.into(),
        country: CountryCode::IN,
        region: String::new(),
        tax: "GST".into(),
        rate_ppm: infrasell_kernel::Ppm(ppm),
        kind: infrasell_rules::tax::TaxKind::Standard,
        starts_at: Timestamp::MIN,
        ends_at: None,
    }
}

fake! {
    Inventory for Shop, InventoryError;
    absent {
        update_location(UpdateLocation) -> Location;
        adjust_stock(AdjustStock) -> StockChanged;
        availability(GetAvailability) -> Vec<Availability>;
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
    }
    async fn locations(&self, _: &Cx, _: ListLocations) -> Result<Page<Location>, InventoryError> {
        let state = self.state();
        Ok(page((1..).zip(&state.locations).map(|(n, (code, name))| location(n, code, name)).collect()))
    }
    async fn create_location(&self, _: &Cx, req: CreateLocation) -> Result<Location, InventoryError> {
        let mut state = self.write("location")?;
        let LocationInput { code, name, .. } = req.location;
        if state.locations.iter().any(|(other, _)| *other == code) {
            return Err(InventoryError::LocationCodeTaken { location_code: code });
        }
        state.locations.push((code.clone(), name.clone()));
        Ok(location(i64::try_from(state.locations.len()).expect("few locations"), &code, &name))
    }
    async fn levels(&self, _: &Cx, req: ListLevels) -> Result<Page<Level>, InventoryError> {
        let asked = req.variants.unwrap_or_default();
        let state = self.state();
        let of_asked = state.levels.iter().filter(|((variant, _), _)| asked.contains(variant));
        Ok(page(of_asked.map(|((variant, location), on_hand)| Level {
            variant: *variant,
            location: *location,
            on_hand: *on_hand,
            reserved: 0,
            available: *on_hand,
            updated_at: Timestamp::MIN,
        }).collect()))
    }
    async fn policies(&self, _: &Cx, req: GetPolicies) -> Result<Vec<StockPolicy>, InventoryError> {
        let state = self.state();
        Ok(req.variants.into_iter().map(|variant| {
            let (tracked, continues, low) = state.policies.get(&variant).copied().unwrap_or((true, false, None));
            let backorder = if continues { BackorderPolicy::Continue } else { BackorderPolicy::Deny };
            StockPolicy { variant, tracked, backorder, low_stock_threshold: low }
        }).collect())
    }
    async fn set_stock(&self, _: &Cx, req: SetStock) -> Result<StockChanged, InventoryError> {
        assert!(req.levels.len() <= 1_000 && req.policies.len() <= 1_000, "the limits of one call");
        let mut state = self.write("stock")?;
        let mut changed = BTreeSet::new();
        for level in req.levels {
            if state.levels.insert((level.variant, level.location), level.on_hand) != Some(level.on_hand) {
                changed.insert(level.variant);
            }
        }
        for policy in req.policies {
            let new = (policy.tracked, policy.backorder == BackorderPolicy::Continue, policy.low_stock_threshold);
            if state.policies.insert(policy.variant, new) != Some(new) {
                changed.insert(policy.variant);
            }
        }
        Ok(StockChanged { changed: changed.into_iter().collect() })
    }
}

fn location(n: i64, code: &str, name: &str) -> Location {
    let (code, name) = (code.into(), name.into());
    Location { id: LocationId::from_i64(n), code, name, address: PostalAddress::default(), active: true, version: 1 }
}

/// The id of a product, for comparing before and after.
pub fn ids(product: &Product) -> (ProductId, Vec<VariantId>) {
    (product.id, product.variants.iter().map(|v| v.id).collect())
}

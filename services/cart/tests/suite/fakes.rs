//! The services that carts ask, small enough to be seen through.

use async_trait::async_trait;
use infrasell_contracts::{catalog::*, common::*, inventory::*, pricing::*, settings::*};
use infrasell_kernel::{ChannelId, Currency, Money, Page, PriceListId, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{
    quote::{LineFacts, QuoteFacts, quote},
    stock::BackorderPolicy,
    tax::TaxRounding,
};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
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

/// What a variant is and costs, and how many there are.
#[derive(Debug, Clone)]
pub struct Article {
    pub on_sale: bool,
    pub price_minor: Option<i64>,
    pub stock: Option<i64>,
}

/// The shop around the carts: articles by number, and how often each service was asked.
#[derive(Default)]
pub struct Shop {
    pub articles: Mutex<BTreeMap<i64, Article>>,
    pub asked: Asked,
    /// Where the last quote went.
    pub destination: Mutex<Option<Destination>>,
}

#[derive(Default)]
pub struct Asked {
    pub variants: AtomicUsize,
    pub quotes: AtomicUsize,
    pub stock: AtomicUsize,
}

impl Shop {
    pub fn put(&self, number: i64, price_minor: i64, stock: i64) {
        let article = Article { on_sale: true, price_minor: Some(price_minor), stock: Some(stock) };
        self.articles.lock().unwrap().insert(number, article);
    }
    pub fn change(&self, number: i64, change: impl FnOnce(&mut Article)) {
        change(self.articles.lock().unwrap().get_mut(&number).unwrap());
    }
    pub fn remove(&self, number: i64) {
        self.articles.lock().unwrap().remove(&number);
    }
    fn get(&self, variant: VariantId) -> Option<Article> {
        self.articles.lock().unwrap().get(&variant.get()).cloned()
    }
    /// How often variants, quotes and stock were asked for, and starts again.
    pub fn take_asked(&self) -> (usize, usize, usize) {
        let take = |count: &AtomicUsize| count.swap(0, Ordering::SeqCst);
        (take(&self.asked.variants), take(&self.asked.quotes), take(&self.asked.stock))
    }
}

fn view(id: VariantId, article: &Article) -> VariantView {
    let variant = Variant {
        id,
        title: format!("Size {}", id.get()),
        sku: format!("SKU-{}", id.get()),
        barcode: String::new(),
        option_values: vec![],
        weight_grams: 100,
        hsn_code: "6109".into(),
        country_of_origin: None,
        requires_shipping: true,
        taxable: true,
        image_url: None,
    };
    VariantView {
        variant,
        product: infrasell_kernel::ProductId::from_i64(id.get() + 1_000),
        handle: format!("article-{}", id.get()),
        product_title: format!("Article {}", id.get()),
        vendor: String::new(),
        tax_class: None,
        image: None,
        on_sale: article.on_sale,
    }
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
        products_by_id(GetProducts) -> Vec<Product>;
        products(ListProducts) -> Page<Product>;
        variants_by_sku(FindSkus) -> Vec<VariantView>;
        create_product(CreateProduct) -> Product;
        update_product(UpdateProduct) -> Product;
        delete_product(DeleteProduct) -> ();
        upsert_products(UpsertProducts) -> Vec<Upserted>;
        categories(ListCategories) -> Page<Category>;
        create_category(CreateCategory) -> Category;
        update_category(UpdateCategory) -> Category;
        delete_category(DeleteCategory) -> ();
        ensure_categories(EnsureCategories) -> Vec<Category>;
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
    async fn variants(&self, _: &Cx, req: GetVariants) -> Result<Vec<VariantView>, CatalogError> {
        self.asked.variants.fetch_add(1, Ordering::SeqCst);
        assert!(req.channel.is_some() && req.ids.is_sorted() && req.ids.len() <= 1_000);
        tokio::task::yield_now().await;
        Ok(req.ids.iter().filter_map(|id| self.get(*id).map(|article| view(*id, &article))).collect())
    }
}

fake! {
    Inventory for Shop, InventoryError;
    absent {
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
    }
    async fn availability(&self, _: &Cx, req: GetAvailability) -> Result<Vec<Availability>, InventoryError> {
        self.asked.stock.fetch_add(1, Ordering::SeqCst);
        let mut found = vec![];
        for variant in req.variants {
            let stock = self.get(variant).map_or(Some(0), |article| article.stock);
            found.push(Availability {
                variant,
                tracked: stock.is_some(),
                available: stock.unwrap_or(0),
                backorder: BackorderPolicy::Deny,
                in_stock: stock != Some(0),
            });
        }
        Ok(found)
    }
}

fake! {
    Pricing for Shop, PricingError;
    absent {
        price_lists(ListPriceLists) -> Page<PriceList>;
        create_price_list(CreatePriceList) -> PriceList;
        update_price_list(UpdatePriceList) -> PriceList;
        set_prices(SetPrices) -> PricesSet;
        prices(GetPrices) -> Vec<VariantPrice>;
        price_history(GetPriceHistory) -> Page<Price>;
        lowest_prior(GetLowestPrior) -> Vec<LowestPrior>;
        tax_classes(ListTaxClasses) -> Page<TaxClass>;
        create_tax_class(CreateTaxClass) -> TaxClass;
        tax_rates(ListTaxRates) -> Page<TaxRate>;
        create_tax_rate(CreateTaxRate) -> TaxRate;
        end_tax_rate(EndTaxRate) -> TaxRate;
        shipping_methods(ListShippingMethods) -> Page<ShippingMethod>;
        create_shipping_method(CreateShippingMethod) -> ShippingMethod;
        update_shipping_method(UpdateShippingMethod) -> ShippingMethod;
        audit(Audit) -> AuditReport;
    }
    async fn quote(&self, _: &Cx, req: QuoteRequest) -> Result<Quoted, PricingError> {
        *self.destination.lock().unwrap() = req.destination.clone();
        let chosen = req.shipping.iter().find(|one| one.group == "default" && one.method.get() == 1).map(|one| one.method);
        self.asked.quotes.fetch_add(1, Ordering::SeqCst);
        assert!(!req.lines.is_empty() && req.lines.len() <= 500);
        let (mut lines, mut prices, mut unpriced) = (vec![], vec![], vec![]);
        for line in req.lines {
            let Some(minor) = self.get(line.variant).and_then(|article| article.price_minor) else {
                unpriced.push(line.key);
                continue;
            };
            let price = Money::new(minor, Currency::INR);
            prices.push(VariantPrice {
                variant: line.variant,
                price,
                compare_at: None,
                mrp: Some(price),
                list: PriceListId::from_i64(1),
            });
            lines.push(LineFacts {
                key: line.key,
                quantity: line.quantity.get(),
                unit_price_minor: minor,
                compare_at_minor: None,
                taxes: vec![],
                requires_shipping: line.requires_shipping,
                weight_grams: line.weight_grams,
            });
        }
        let facts = QuoteFacts {
            currency: Currency::INR,
            prices_include_tax: true,
            rounding: TaxRounding::default(),
            lines,
            adjustments: vec![],
            shipping: vec![],
        };
        let quote = quote(&facts).map_err(|error| PricingError::CannotQuote { reason: error.to_string() })?;
        let quote_hash = quote.fingerprint();
        let group = ShippingGroupView { key: "default".into(), lines: vec![], options: vec![], chosen };
        Ok(Quoted { quote, quote_hash, prices, unpriced, shipping_groups: vec![group], unavailable_choices: vec![] })
    }
}

fake! {
    Settings for Shop, SettingsError;
    absent {
        shop(GetShop) -> infrasell_contracts::settings::Shop;
        update_shop(UpdateShop) -> infrasell_contracts::settings::Shop;
        channels(ListChannels) -> Page<Channel>;
        create_channel(CreateChannel) -> Channel;
        update_channel(UpdateChannel) -> Channel;
        tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
        create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
        end_tax_registration(EndTaxRegistration) -> TaxRegistration;
        audit(Audit) -> AuditReport;
    }
    async fn channel(&self, _: &Cx, req: GetChannel) -> Result<Channel, SettingsError> {
        let code = match req.channel {
            ChannelRef::Code(code) if code == "web" || code == "closed" => code,
            ChannelRef::Id(id) if id.get() == 1 => "web".into(),
            other => return Err(Fault::not_found("channel", format!("{other:?}")).into()),
        };
        Ok(Channel {
            id: ChannelId::from_i64(1),
            active: code == "web",
            code,
            name: "Web".into(),
            currency: Currency::INR,
            locales: vec!["en-IN".parse().unwrap(), "hi".parse().unwrap()],
            countries: vec![],
            prices_include_tax: true,
            tax_rounding: TaxRounding::default(),
            stock_locations: vec![],
            version: 1,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        })
    }
}

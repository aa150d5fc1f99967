//! The shop and what is on sale.

use super::{
    channel,
    find::{self, named_collection},
    view::{self, StoreProduct},
};
use crate::{
    Gateway,
    answer::{Answer, Shown},
    api::{Api, Methods},
    cached::{Tag, Tags},
    caller::Guest,
    doc,
    input::{At, Query},
    paths::{CollectionNameAt, ProductNameAt},
};
use axum::extract::State;
use infrasell_contracts::{
    catalog::{Category, Collection, Facet, GetProduct, ListCategories, ListCollections, ProductRef, ProductSort},
    common::{Direction, PostalAddress},
    settings::{Channel, GetShop, GrievanceContact, ListChannels},
};
use infrasell_kernel::{CategoryId, CountryCode, Currency, Cursor, Page, PageRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes. Their answers are the same for everybody, and are kept.
pub fn routes<A: Api>(gateway: &Gateway) -> A {
    A::new()
        .at("/store/v1/shop", |on| on.get(shop, doc("Shop", "Who sells here, and whom to turn to")))
        .at("/store/v1/products", |on| on.get(products, doc("Browse", "Products on sale")))
        .at("/store/v1/products/{product}", |on| on.get(product, doc("Browse", "One product, by id or handle")))
        .at("/store/v1/collections", |on| on.get(collections, doc("Browse", "Collections")))
        .at("/store/v1/collections/{collection}", |on| {
            on.get(collection, doc("Browse", "One collection, by id or handle"))
        })
        .at("/store/v1/categories", |on| on.get(categories, doc("Browse", "The category tree")))
        .kept(gateway)
}

/// What the law asks a shop to show, and where it sells.
#[derive(Serialize, JsonSchema)]
struct StoreShop {
    /// The name over the door.
    name: String,
    /// The seller's legal name.
    legal_name: String,
    /// The seller's registered address.
    legal_address: PostalAddress,
    /// The seller's registration.
    registration_number: String,
    /// Where to write.
    email: String,
    /// Where to call.
    phone: String,
    /// Whom to complain to.
    grievance: GrievanceContact,
    /// Where it sells.
    channels: Vec<StoreChannel>,
}
/// A channel, as far as buyers care.
#[derive(Serialize, JsonSchema)]
struct StoreChannel {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// What it sells in.
    currency: Currency,
    /// Its languages.
    locales: Vec<String>,
    /// Where it sends goods; empty means everywhere.
    countries: Vec<CountryCode>,
    /// Whether its prices include tax.
    prices_include_tax: bool,
}

impl From<Channel> for StoreChannel {
    fn from(channel: Channel) -> Self {
        StoreChannel {
            code: channel.code,
            name: channel.name,
            currency: channel.currency,
            locales: channel.locales.iter().map(ToString::to_string).collect(),
            countries: channel.countries,
            prices_include_tax: channel.prices_include_tax,
        }
    }
}

async fn shop(guest: Guest, State(g): State<Gateway>) -> Answer<Shown<StoreShop>> {
    let shop = g.settings.shop(&guest.cx, GetShop {}).await?;
    let all = ListChannels { active: Some(true), page: PageRequest { limit: Some(250), after: None } };
    let channels = g.settings.channels(&guest.cx, all).await?.items.into_iter().map(StoreChannel::from).collect();
    let shown = Shown::new(StoreShop {
        name: shop.name,
        legal_name: shop.legal_name,
        legal_address: shop.legal_address,
        registration_number: shop.registration_number,
        email: shop.email,
        phone: shop.phone,
        grievance: shop.grievance,
        channels,
    });
    Ok(shown.tagged(Tags::new([Tag::Shop])))
}

/// The channel of a call.
#[derive(Deserialize, JsonSchema)]
struct In {
    /// The channel, by code; `web` when absent.
    channel: Option<String>,
}

/// What a list of products on sale is narrowed to.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct StoreFilter {
    /// The channel, by code; `web` when absent.
    pub(super) channel: Option<String>,
    /// Only those that contain every word of this in title, vendor, handle, SKU or barcode.
    pub(super) search: Option<String>,
    /// Only those in this collection, by id or handle.
    pub(super) collection: Option<String>,
    /// Only those in this category or below it.
    pub(super) category: Option<CategoryId>,
    /// Only those by this maker.
    pub(super) vendor: Option<String>,
    /// Only those of this type.
    pub(super) product_type: Option<String>,
    /// Only those with this tag.
    pub(super) tag: Option<String>,
    /// Only those that cost at least this, minor units.
    pub(super) min_price_minor: Option<i64>,
    /// Only those that cost at most this, minor units.
    pub(super) max_price_minor: Option<i64>,
    /// Only those that can be bought now, or cannot.
    pub(super) in_stock: Option<bool>,
    /// Only those, in the search language: `tag:summer (vendor:"Loom" OR title:lin*) -variants.price:>2000`. Fields:
    /// title, handle, vendor, product_type, tag, tag_not, sku, barcode, id, category_id, available_for_sale, created_at,
    /// updated_at, variants.price; a word without a field is looked for in the text. Other fields narrow nothing.
    #[schemars(length(max = 2000))]
    pub(super) query: Option<String>,
    /// What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives.
    pub(super) filters: Option<String>,
    /// Whether to say what else could be picked, with counts.
    #[serde(default)]
    pub(super) facets: bool,
    /// In what order.
    #[serde(default)]
    pub(super) sort: ProductSort,
    /// Which way.
    #[serde(default)]
    pub(super) direction: Direction,
}

impl StoreFilter {
    /// What a list is made of beside the products in it.
    fn tags(&self) -> Tags {
        let by_price = self.sort == ProductSort::Price || self.min_price_minor.or(self.max_price_minor).is_some();
        // what is written or picked may be about anything
        let any = self.facets || self.query.is_some() || self.filters.is_some();
        let tags = [
            (true, Tag::AnyProduct),
            (any || by_price, Tag::ByPrice),
            (any || self.in_stock.is_some(), Tag::ByStock),
            (self.collection.is_some(), Tag::Collections),
            (any || self.category.is_some(), Tag::Categories),
            (any, Tag::Metafields),
        ];
        Tags::new(tags.into_iter().filter(|(shown, _)| *shown).map(|(_, tag)| tag))
    }
}

/// A page of products on sale.
#[derive(Serialize, JsonSchema)]
struct StoreProducts {
    /// They, in the order asked for.
    items: Vec<StoreProduct>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Cursor>,
    /// What else could be picked, when that was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facets: Vec<Facet>,
    /// The fields of `query` that narrowed nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<String>,
}

async fn products(
    guest: Guest,
    State(g): State<Gateway>,
    Query(filter): Query<StoreFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<StoreProducts>> {
    let channel = channel(&g, &guest.cx, filter.channel.clone()).await?;
    let mut tags = filter.tags();
    let request = find::request(&g, &guest, &channel, filter, page).await?;
    let found = g.catalog.find_products(&guest.cx, request).await?;
    let next = found.items.last().filter(|_| found.has_next).map(|one| one.cursor.clone());
    let products = found.items.into_iter().map(|one| one.product).collect();
    let items = view::products(&g, &guest.cx, &channel, products).await?;
    items.iter().for_each(|product| product.tag(&mut tags));
    Ok(Shown::new(StoreProducts { items, next, facets: found.facets, ignored: found.ignored }).tagged(tags))
}

async fn product(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<ProductNameAt>,
    Query(within): Query<In>,
) -> Answer<Shown<StoreProduct>> {
    let channel = channel(&g, &guest.cx, within.channel).await?;
    let product = at.product.parse().map_or_else(|_| ProductRef::Handle(at.product.clone()), ProductRef::Id);
    let found = g.catalog.product(&guest.cx, GetProduct { product, on_sale_in: Some(channel.id) }).await?;
    let mut shown = view::products(&g, &guest.cx, &channel, vec![found]).await?;
    let shown = shown.pop().ok_or_else(|| infrasell_rpc::Fault::not_found("product", at.product.clone()))?;
    // under a name that is not its own it is found until another product takes that name
    let is_own_name = at.product == shown.handle || at.product == shown.id.to_string();
    let mut tags = Tags::new((!is_own_name).then_some(Tag::AnyProduct));
    shown.tag(&mut tags);
    Ok(Shown::new(shown).tagged(tags))
}

async fn collections(
    guest: Guest,
    State(g): State<Gateway>,
    Query(within): Query<In>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Collection>>> {
    let channel = channel(&g, &guest.cx, within.channel).await?;
    let list = ListCollections { published_in: Some(channel.id), search: None, page };
    Ok(Shown::new(g.catalog.collections(&guest.cx, list).await?).tagged(held()))
}

async fn collection(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<CollectionNameAt>,
    Query(within): Query<In>,
) -> Answer<Shown<Collection>> {
    let channel = channel(&g, &guest.cx, within.channel).await?;
    let found = g.catalog.collection(&guest.cx, named_collection(at.collection, &channel)).await?;
    Ok(Shown::new(found).tagged(held()))
}

/// A collection shows how many products are in it, and rules put them in and take them out.
fn held() -> Tags {
    Tags::new([Tag::Collections, Tag::AnyProduct])
}

/// What a list of categories is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Under {
    /// Only those right under this one.
    parent: Option<CategoryId>,
}

async fn categories(
    guest: Guest,
    State(g): State<Gateway>,
    Query(under): Query<Under>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Category>>> {
    let list = ListCategories { parent: under.parent, page };
    Ok(Shown::new(g.catalog.categories(&guest.cx, list).await?).tagged(Tags::new([Tag::Categories])))
}

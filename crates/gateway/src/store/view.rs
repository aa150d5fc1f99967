//! What a buyer sees of a product: the catalogue's words, pricing's price, inventory's yes or no, put together from one
//! call to each, however many products there are.

use crate::{
    Gateway,
    answer::Failure,
    cached::{Tag, Tags},
};
use infrasell_contracts::{
    catalog::{Media, Metafield, Product, ProductOption, Seo, Variant},
    inventory::{Availability, GetAvailability},
    pricing::{GetPrices, VariantPrice},
    settings::Channel,
};
use infrasell_kernel::{CategoryId, CountryCode, Money, ProductId, Timestamp, VariantId};
use infrasell_rpc::Cx;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// A product on sale.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoreProduct {
    /// Its id.
    pub id: ProductId,
    /// Its name in addresses.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// HTML.
    pub description_html: String,
    /// Who makes it.
    pub vendor: String,
    /// What kind of thing it is.
    pub product_type: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// What tells its variants apart.
    pub options: Vec<ProductOption>,
    /// Pictures, the first is the main one.
    pub media: Vec<Media>,
    /// What search engines show.
    pub seo: Seo,
    /// Typed values.
    pub metafields: Vec<Metafield>,
    /// What its cheapest variant costs; absent when none has a price.
    pub price_from: Option<Money>,
    /// What its dearest variant costs.
    pub price_to: Option<Money>,
    /// Whether any variant can be bought now.
    pub in_stock: bool,
    /// Its variants.
    pub variants: Vec<StoreVariant>,
    /// When it last changed.
    pub updated_at: Timestamp,
}
/// A variant on sale.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoreVariant {
    /// Its id.
    pub id: VariantId,
    /// `M / Blue`.
    pub title: String,
    /// Its SKU.
    pub sku: String,
    /// EAN, UPC, ISBN or any other.
    pub barcode: String,
    /// One value an option.
    pub option_values: Vec<String>,
    /// What a unit costs; absent when it cannot be bought here.
    pub price: Option<Money>,
    /// What that is shown beside as reduced from.
    pub compare_at: Option<Money>,
    /// Maximum retail price, with all taxes.
    pub mrp: Option<Money>,
    /// Whether one unit can be bought now.
    pub in_stock: bool,
    /// Grams.
    pub weight_grams: i64,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// Its own picture.
    pub image_url: Option<String>,
}

impl StoreProduct {
    /// Notes everything that this shows.
    pub fn tag(&self, tags: &mut Tags) {
        tags.0.push(Tag::Product(self.id));
        tags.0.extend(self.variants.iter().map(|variant| Tag::Variant(variant.id)));
    }
}

/// Puts products together with their prices and stock in `channel`.
pub async fn products(
    gateway: &Gateway,
    cx: &Cx,
    channel: &Channel,
    products: Vec<Product>,
) -> Result<Vec<StoreProduct>, Failure> {
    let ids: Vec<VariantId> = products.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
    let mut facts = Facts::default();
    for part in ids.chunks(1_000) {
        let prices = GetPrices { variants: part.to_vec(), channel: channel.id, at: None };
        let stock = GetAvailability { variants: part.to_vec(), channel: channel.id };
        let (prices, stock) =
            tokio::join!(gateway.pricing.prices(cx, prices), gateway.inventory.availability(cx, stock));
        facts.prices.extend(prices?.into_iter().map(|p| (p.variant, p)));
        facts.stock.extend(stock?.into_iter().map(|s| (s.variant, s)));
    }
    Ok(products.into_iter().map(|product| facts.product(product)).collect())
}

#[derive(Default)]
struct Facts {
    prices: HashMap<VariantId, VariantPrice>,
    stock: HashMap<VariantId, Availability>,
}

impl Facts {
    fn product(&self, product: Product) -> StoreProduct {
        let variants: Vec<StoreVariant> = product.variants.into_iter().map(|v| self.variant(v)).collect();
        let prices = || variants.iter().filter_map(|v| v.price);
        StoreProduct {
            id: product.id,
            handle: product.handle,
            title: product.title,
            description_html: product.description_html,
            vendor: product.vendor,
            product_type: product.product_type,
            tags: product.tags,
            category: product.category,
            options: product.options,
            media: product.media,
            seo: product.seo,
            metafields: product.metafields,
            price_from: prices().min_by_key(|p| p.minor),
            price_to: prices().max_by_key(|p| p.minor),
            in_stock: variants.iter().any(|v| v.in_stock && v.price.is_some()),
            variants,
            updated_at: product.updated_at,
        }
    }

    fn variant(&self, variant: Variant) -> StoreVariant {
        let price = self.prices.get(&variant.id);
        StoreVariant {
            id: variant.id,
            title: variant.title,
            sku: variant.sku,
            barcode: variant.barcode,
            option_values: variant.option_values,
            price: price.map(|p| p.price),
            compare_at: price.and_then(|p| p.compare_at),
            mrp: price.and_then(|p| p.mrp),
            in_stock: self.stock.get(&variant.id).is_some_and(|s| s.in_stock),
            weight_grams: variant.weight_grams,
            country_of_origin: variant.country_of_origin,
            image_url: variant.image_url,
        }
    }
}

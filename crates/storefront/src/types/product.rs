//! Products, their options, and how they are found.

use super::{
    RootWriter, collection, connection,
    image::{ImageOf, MediumOf},
    metafield::{self, Owner},
    money::Counted,
    variant::{self, Choice, VariantOf},
};
use crate::{fields, ids, never, object::Table, plan::Field, text::plain, writer::Writer};
use infrasell_contracts::catalog::{Product, ProductOption};
use infrasell_kernel::{Money, ProductId, VariantId};
use serde_json::Value;
use std::sync::Arc;

/// A product on sale.
#[derive(Clone, Copy)]
pub struct ProductOf<'a>(pub &'a Product);

/// What its variants cost.
#[derive(Clone, Copy)]
pub struct PriceRange {
    /// The lowest.
    pub min: Money,
    /// The highest.
    pub max: Money,
}

/// One of its options.
#[derive(Clone, Copy)]
pub struct OptionOf<'a> {
    /// The product.
    pub product: &'a Product,
    /// Which of its options, from 0.
    pub at: usize,
    /// The option.
    pub option: &'a ProductOption,
}

/// One of an option's values.
#[derive(Clone, Copy)]
pub struct OptionValueOf<'a> {
    /// The option.
    pub option: OptionOf<'a>,
    /// Which of its values, from 0.
    pub at: usize,
    /// The value.
    pub value: &'a str,
}

never! { "ProductOptionValueSwatch" as Swatch { "color", "image" } }

fields! { "Product" for ProductOf<'_>, |product, f, w| {
    "adjacentVariants" => { let at = variant::adjacent(f, w, product.0); w.objects(f, at) },
    "availableForSale" => { let any = product.0.variants.iter().fold(false, |any, v| any | variant::is_for_sale(w, v.id)); w.flag(any) },
    "collections" => collection::of_product(f, w, product.0.id),
    "compareAtPriceRange" => { let range = product.range(w, |w, id| variant::compare_at(w, id)); w.object(f, &range) },
    "createdAt" => w.time(product.0.created_at),
    "description" => {
        let most = w.arg_int(f, "truncateAt").and_then(|most| usize::try_from(most).ok());
        let text = plain(&product.0.description_html, most);
        w.text(&text);
    },
    "descriptionHtml" => w.text(&product.0.description_html),
    "encodedVariantAvailability" => { let trie = variant::encoded(w, product.0, true); w.text_unless_empty(&trie) },
    "encodedVariantExistence" => { let trie = variant::encoded(w, product.0, false); w.text_unless_empty(&trie) },
    "featuredImage" => w.object_or_null(f, product.0.media.first().map(ImageOf::new).as_ref()),
    "handle" => w.text(&product.0.handle),
    "id" => w.gid("Product", product.0.id.get()),
    "images" => {
        let mut pictures: Vec<ImageOf<'_>> = product.0.media.iter().map(ImageOf::new).collect();
        reverse(f, w, &mut pictures);
        connection::whole(f, w, pictures, |picture, _| ids::number_of(picture.url).to_string());
    },
    "isGiftCard" => w.flag(false),
    "media" => {
        let mut media: Vec<MediumOf<'_>> = product.0.media.iter().map(|one| MediumOf(ImageOf::new(one))).collect();
        reverse(f, w, &mut media);
        connection::whole(f, w, media, |medium, _| ids::number_of(medium.0.url).to_string());
    },
    "metafield" => metafield::one(f, w, Owner::Product(product.0)),
    "metafields" => metafield::many(f, w, Owner::Product(product.0)),
    "onlineStoreUrl" => w.null(),
    "options" => {
        let most = w.arg_int(f, "first").map_or(usize::MAX, |first| usize::try_from(first).unwrap_or(0));
        let product = product.0;
        let options = variant::options(product).iter().enumerate().take(most);
        w.objects(f, options.map(|(at, option)| OptionOf { product, at, option }));
    },
    "priceRange" => { let range = product.range(w, |w, id| Some(variant::price(w, id))); w.object(f, &range) },
    "productType" => w.text(&product.0.product_type),
    "publishedAt" => w.time(product.0.created_at),
    "requiresSellingPlan" => w.flag(false),
    "selectedOrFirstAvailableVariant" => {
        let found = match Choice::read(f, w).filter(|choice| !choice.is_empty()) {
            Some(choice) => choice.find(product.0).or_else(|| variant::first_for_sale(w, product.0)),
            None => variant::first_for_sale(w, product.0),
        };
        w.object_or_null(f, found.as_ref());
    },
    "seo" => w.object(f, &product.0.seo),
    "tags" => w.texts(&product.0.tags),
    "title" => w.text(&product.0.title),
    "totalInventory" => { w.fleeting(); let sum = product.total_inventory(w); w.int_or_null(sum) },
    "trackingParameters" => w.null(),
    "updatedAt" => w.time(product.0.updated_at),
    "variantBySelectedOptions" => {
        let found = Choice::read(f, w).and_then(|choice| choice.find(product.0));
        w.object_or_null(f, found.as_ref());
    },
    "variants" => {
        let mut variants: Vec<VariantOf<'_>> = VariantOf::all(product.0).collect();
        match w.arg_text(f, "sortKey") {
            Some("ID") => variants.sort_by_key(|v| v.variant.id),
            Some("SKU") => variants.sort_by_key(|v| &v.variant.sku),
            Some("TITLE") => variants.sort_by_key(|v| &v.variant.title),
            _ => {}
        }
        reverse(f, w, &mut variants);
        connection::whole(f, w, variants, |v, _| v.variant.id.get().to_string());
    },
    "variantsCount" => w.object(f, &Counted(i64::try_from(product.0.variants.len()).unwrap_or(i64::MAX))),
    "vendor" => w.text(&product.0.vendor),
}}

fn reverse<'w, T>(f: &'w Field, w: &Writer<'w>, items: &mut [T]) {
    if w.arg_flag(f, "reverse") {
        items.reverse();
    }
}

impl ProductOf<'_> {
    /// From the lowest to the highest of what `of` says; 0 where it says nothing.
    fn range<'w>(&self, w: &mut Writer<'w>, of: impl Fn(&mut Writer<'w>, VariantId) -> Option<Money>) -> PriceRange {
        let zero = Money::new(0, w.ask.channel.currency);
        let mut range: Option<PriceRange> = None;
        for one in &self.0.variants {
            let Some(price) = of(w, one.id).filter(|price| price.minor > 0) else { continue };
            let (mut min, mut max) = range.map_or((price, price), |known| (known.min, known.max));
            if price.minor < min.minor {
                min = price;
            }
            if price.minor > max.minor {
                max = price;
            }
            range = Some(PriceRange { min, max });
        }
        range.unwrap_or(PriceRange { min: zero, max: zero })
    }

    fn total_inventory(&self, w: &mut Writer<'_>) -> Option<i64> {
        let mut sum = 0_i64;
        let mut is_counted = false;
        for one in &self.0.variants {
            let stock = variant::stock(w, one.id);
            if let Some(stock) = stock.filter(|stock| stock.tracked) {
                is_counted = true;
                sum = sum.saturating_add(stock.available.max(0));
            }
        }
        is_counted.then_some(sum)
    }
}

fields! { "ProductPriceRange" for PriceRange, |range, f, w| {
    "maxVariantPrice" => w.money(f, range.max),
    "minVariantPrice" => w.money(f, range.min),
}}

fields! { "ProductOption" for OptionOf<'_>, |option, f, w| {
    "id" => w.text(&ids::gid("ProductOption", format_args!("{}-{}", option.product.id.get(), option.at + 1))),
    "name" => w.text(&option.option.name),
    "optionValues" => w.objects(f, option.values()),
    "values" => w.texts(&option.option.values),
}}

impl<'a> OptionOf<'a> {
    fn new(product: &'a Product, at: usize) -> Option<Self> {
        variant::options(product).get(at).map(|option| OptionOf { product, at, option })
    }

    fn values(&self) -> impl Iterator<Item = OptionValueOf<'a>> {
        let option = *self;
        option.option.values.iter().enumerate().map(move |(at, value)| OptionValueOf { option, at, value })
    }
}

fields! { "ProductOptionValue" for OptionValueOf<'_>, |value, f, w| {
    "firstSelectableVariant" => {
        let (product, at) = (value.option.product, value.option.at);
        let found = VariantOf::all(product).find(|v| v.values().get(at).is_some_and(|one| one == value.value));
        w.object_or_null(f, found.as_ref());
    },
    "id" => {
        let (product, option) = (value.option.product.id.get(), value.option.at + 1);
        w.text(&ids::gid("ProductOptionValue", format_args!("{product}-{option}-{}", value.at + 1)));
    },
    "name" => w.text(value.value),
    "swatch" => w.object_or_null(f, None::<&Swatch>),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<ProductOf<'static>>(),
    Table::of::<PriceRange>(),
    Table::of::<OptionOf<'static>>(),
    Table::of::<OptionValueOf<'static>>(),
    Table::of::<Swatch>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("product", |f, w| match (w.arg_text(f, "id"), w.arg_text(f, "handle")) {
        (Some(id), _) => by_id(f, w, id),
        (None, Some(handle)) => by_handle(f, w, handle),
        (None, None) => w.fail("BAD_USER_INPUT", "product needs an id or a handle"),
    }),
    ("productByHandle", |f, w| by_handle(f, w, w.arg_text(f, "handle").unwrap_or(""))),
];

/// The product with this id, if it is on sale here.
pub fn find<'w>(w: &mut Writer<'w>, id: ProductId) -> Option<&'w Product> {
    w.get(&w.facts.products, &id).map(Arc::as_ref)
}

/// Writes the product with this id, or null.
pub fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let found = ids::number("Product", id).and_then(|id| find(w, ProductId::from_i64(id)));
    w.object_or_null(f, found.map(ProductOf).as_ref());
}

/// Writes the product with this handle, or null.
pub fn by_handle<'w>(f: &'w Field, w: &mut Writer<'w>, handle: &str) {
    let found = w.get(&w.facts.handles, &handle.to_owned());
    w.object_or_null(f, found.map(|found| ProductOf(found)).as_ref());
}

/// Writes the variant with this id, or null.
pub fn variant_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let id = ids::number("ProductVariant", id).map(VariantId::from_i64);
    let found = id.and_then(|id| variant::find(w, id));
    w.object_or_null(f, found.as_ref());
}

/// Writes an option: `12-1` is the first of product 12.
pub fn option_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, name: &str) {
    let mut parts = name.split('-').map(str::parse::<i64>);
    let (Some(Ok(id)), Some(Ok(at)), None) = (parts.next(), parts.next(), parts.next()) else { return w.null() };
    let found =
        place(at).and_then(|at| find(w, ProductId::from_i64(id)).and_then(|product| OptionOf::new(product, at)));
    w.object_or_null(f, found.as_ref());
}

/// Writes an option's value: `12-1-3` is the third value of the first option of product 12.
pub fn option_value_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, name: &str) {
    let numbers: Vec<i64> = name.split('-').filter_map(|part| part.parse().ok()).collect();
    let [id, option, value] = numbers[..] else { return w.null() };
    let (Some(option), Some(value)) = (place(option), place(value)) else { return w.null() };
    let option = find(w, ProductId::from_i64(id)).and_then(|product| OptionOf::new(product, option));
    w.object_or_null(f, option.and_then(|option| option.values().nth(value)).as_ref());
}

/// From 1 to from 0.
fn place(number: i64) -> Option<usize> {
    usize::try_from(number).ok().and_then(|number| number.checked_sub(1))
}

/// The texts of a list argument.
pub fn texts<'w>(f: &'w Field, w: &Writer<'w>, name: &str) -> Vec<&'w str> {
    let list = w.args(f).get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

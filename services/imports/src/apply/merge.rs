//! A product of the file laid over the one that is there: pure.
//!
//! Always true: what the file has no column for stays as it is (and so do metafields, which no column is for); a variant
//! that the file does not name stays too, as long as the product's options are the same. An import takes nothing away.

use crate::shopify::{Column, Columns, Product, Variant};
use infrasell_contracts::catalog::{self, MAX_MEDIA, Media, ProductInput, ProductOption, Seo, VariantInput};
use infrasell_kernel::{CategoryId, ChannelId, Ppm};
use std::collections::{HashMap, HashSet};

/// The channels of the shop.
#[derive(Debug, Clone)]
pub(crate) struct Channels {
    /// Where the file's products are sold.
    pub(crate) web: ChannelId,
    /// All of them.
    pub(crate) all: Vec<ChannelId>,
}

/// The code of the tax class of goods that bear this rate: `gst-18`, `gst-0-25`.
pub(crate) fn tax_class(rate: Ppm) -> String {
    let (percent, rest) = (rate.0 / 10_000, rate.0 % 10_000);
    if rest == 0 {
        return format!("gst-{percent}");
    }
    format!("gst-{percent}-{}", format!("{rest:04}").trim_end_matches('0'))
}

/// The rate of a tax class that an import made, as a file has it: `gst-0-25` is `0.25`. Of other classes nothing.
pub(crate) fn rate_of(class: &str) -> Option<String> {
    let figures = class.strip_prefix("gst-")?.replacen('-', ".", 1);
    let rate = crate::shopify::cells::percent(&figures).ok()?;
    (tax_class(rate) == class).then_some(figures)
}

/// What a product refers to, as catalog knows it; absent where a dry run would have made it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refs {
    pub(crate) category: Option<CategoryId>,
    pub(crate) tax_class: Option<String>,
}

/// What catalog is asked to hold of `product`.
pub(crate) fn input(
    product: &Product,
    old: Option<&catalog::Product>,
    columns: &Columns,
    refs: Refs,
    channels: &Channels,
) -> ProductInput {
    let keeps = |column: Column| old.filter(|_| !columns.has(column));
    let text =
        |column: Column, new: &str, old: fn(&catalog::Product) -> &str| keeps(column).map_or(new, old).to_owned();
    let mut variants = variants(product, old, columns);
    let mut media = keeps(Column::Image).map_or_else(|| product.images.clone(), |old| old.media.clone());
    keep_pictures(&mut variants, &mut media, old);
    ProductInput {
        title: product.title.clone(),
        handle: Some(product.handle.clone()),
        description_html: text(Column::Description, &product.description_html, |old| &old.description_html),
        status: keeps(Column::Status).map_or(product.status, |old| old.status),
        vendor: text(Column::Vendor, &product.vendor, |old| &old.vendor),
        product_type: text(Column::Type, &product.product_type, |old| &old.product_type),
        tags: keeps(Column::Tags).map_or_else(|| product.tags.clone(), |old| old.tags.clone()),
        category: keeps(Column::Category).map_or(refs.category, |old| old.category),
        tax_class: keeps(Column::GstRate)
            .filter(|_| !columns.has(Column::TaxClass))
            .map_or(refs.tax_class, |old| old.tax_class.clone()),
        options: options(product, old),
        variants,
        media,
        seo: Seo {
            title: text(Column::SeoTitle, &product.seo_title, |old| &old.seo.title),
            description: text(Column::SeoDescription, &product.seo_description, |old| &old.seo.description),
        },
        metafields: old.map_or_else(Vec::new, |old| old.metafields.clone()),
        channels: published_in(product, old, columns, channels),
    }
}

/// A variant's own picture is one of its product's: one that a variant keeps stays among them, as long as there is room.
fn keep_pictures(variants: &mut [VariantInput], media: &mut Vec<Media>, old: Option<&catalog::Product>) {
    let mut known: HashSet<String> = media.iter().map(|picture| picture.url.clone()).collect();
    for variant in variants {
        let Some(url) = variant.image_url.as_ref().filter(|url| !known.contains(*url)) else { continue };
        let kept = old.and_then(|old| old.media.iter().find(|picture| picture.url == *url));
        match kept.filter(|_| media.len() < MAX_MEDIA) {
            Some(picture) => {
                known.insert(url.clone());
                media.push(picture.clone());
            }
            None => variant.image_url = None,
        }
    }
}

/// Where the product is published: the file speaks of the web only.
fn published_in(
    product: &Product,
    old: Option<&catalog::Product>,
    columns: &Columns,
    channels: &Channels,
) -> Option<Vec<ChannelId>> {
    let before = old.and_then(|old| old.channels.clone());
    if !columns.has(Column::Published) {
        return before;
    }
    match (before, product.published) {
        (None, true) => None,
        (None, false) => Some(channels.all.iter().copied().filter(|id| *id != channels.web).collect()),
        (Some(mut some), true) => {
            if !some.contains(&channels.web) {
                some.push(channels.web);
            }
            Some(some)
        }
        (Some(some), false) => Some(some.into_iter().filter(|id| *id != channels.web).collect()),
    }
}

/// Whether the options are the same by name, so that variants can stand beside those of the file.
fn same_options(product: &Product, old: &catalog::Product) -> bool {
    let names = old.options.iter().map(|option| &option.name);
    product.options.len() == old.options.len() && product.options.iter().zip(names).all(|(new, old)| new == old)
}

/// The old variants that the file does not name and that can stay.
fn left_alone<'a>(product: &Product, old: &'a catalog::Product) -> Vec<&'a catalog::Variant> {
    if !same_options(product, old) || product.options.is_empty() {
        return vec![];
    }
    let values: HashSet<&[String]> = product.variants.iter().map(|variant| variant.option_values.as_slice()).collect();
    let skus: HashSet<&str> = product.variants.iter().map(|v| v.sku.as_str()).filter(|sku| !sku.is_empty()).collect();
    let stays =
        |old: &&catalog::Variant| !values.contains(old.option_values.as_slice()) && !skus.contains(old.sku.as_str());
    old.variants.iter().filter(stays).collect()
}

fn options(product: &Product, old: Option<&catalog::Product>) -> Vec<ProductOption> {
    let mut options: Vec<ProductOption> =
        product.options.iter().map(|name| ProductOption { name: name.clone(), values: vec![] }).collect();
    let old_values = old.map_or_else(Vec::new, |old| left_alone(product, old));
    let old_values = old_values.into_iter().map(|variant| &variant.option_values);
    let mut seen: HashSet<(usize, &str)> = HashSet::new();
    for values in product.variants.iter().map(|variant| &variant.option_values).chain(old_values) {
        for (place, value) in values.iter().enumerate() {
            if seen.insert((place, value)) {
                options[place].values.push(value.clone());
            }
        }
    }
    if let Some(old) = old.filter(|old| same_options(product, old)) {
        for (place, option) in options.iter_mut().enumerate() {
            keep_order(option, old, place);
        }
    }
    options
}

/// The values of an option that was there keep their order when none is new, and those that no variant has stay.
fn keep_order(option: &mut ProductOption, old: &catalog::Product, place: usize) {
    let before = &old.options[place].values;
    let had: HashSet<&str> = old.variants.iter().map(|variant| variant.option_values[place].as_str()).collect();
    let unused = |value: &&String| !had.contains(value.as_str());
    if option.values.iter().all(|value| before.contains(value)) {
        let stays = |value: &&String| option.values.contains(*value) || unused(value);
        option.values = before.iter().filter(stays).cloned().collect();
        return;
    }
    let kept: Vec<String> =
        before.iter().filter(unused).filter(|value| !option.values.contains(*value)).cloned().collect();
    option.values.extend(kept);
}

fn variants(product: &Product, old: Option<&catalog::Product>, columns: &Columns) -> Vec<VariantInput> {
    let Some(old) = old else { return product.variants.iter().map(|new| variant(new, None, columns)).collect() };
    let by_values: HashMap<&[String], &catalog::Variant> =
        old.variants.iter().map(|variant| (variant.option_values.as_slice(), variant)).collect();
    let by_sku: HashMap<&str, &catalog::Variant> =
        old.variants.iter().filter(|v| !v.sku.is_empty()).map(|variant| (variant.sku.as_str(), variant)).collect();
    let mut used = HashSet::new();
    // first those that are the same by their options, so that a SKU that moved does not take their place
    let mut matches: Vec<Option<&catalog::Variant>> = vec![];
    for new in &product.variants {
        let same = by_values.get(new.option_values.as_slice()).copied();
        used.extend(same.map(|variant| variant.id));
        matches.push(same);
    }
    let mut inputs = vec![];
    for (new, same) in product.variants.iter().zip(matches) {
        let renamed = || by_sku.get(new.sku.as_str()).copied().filter(|variant| used.insert(variant.id));
        inputs.push(variant(new, same.or_else(renamed), columns));
    }
    inputs.extend(left_alone(product, old).into_iter().filter(|variant| !used.contains(&variant.id)).map(unchanged));
    inputs
}

fn variant(new: &Variant, old: Option<&catalog::Variant>, columns: &Columns) -> VariantInput {
    let keeps = |column: Column| old.filter(|_| !columns.has(column));
    let keeps_weight = keeps(Column::Grams).filter(|_| !columns.has(Column::Weight));
    VariantInput {
        id: old.map(|old| old.id),
        sku: keeps(Column::Sku).map_or(&new.sku, |old| &old.sku).clone(),
        barcode: keeps(Column::Barcode).map_or(&new.barcode, |old| &old.barcode).clone(),
        option_values: new.option_values.clone(),
        weight_grams: keeps_weight.map_or(new.weight_grams, |old| old.weight_grams),
        hsn_code: keeps(Column::Hsn).map_or(&new.hsn_code, |old| &old.hsn_code).clone(),
        country_of_origin: keeps(Column::Origin).map_or(new.country_of_origin, |old| old.country_of_origin),
        requires_shipping: keeps(Column::RequiresShipping).map_or(new.requires_shipping, |old| old.requires_shipping),
        taxable: keeps(Column::Taxable).map_or(new.taxable, |old| old.taxable),
        image_url: keeps(Column::VariantImage).map_or(&new.image_url, |old| &old.image_url).clone(),
    }
}

fn unchanged(old: &catalog::Variant) -> VariantInput {
    VariantInput {
        id: Some(old.id),
        sku: old.sku.clone(),
        barcode: old.barcode.clone(),
        option_values: old.option_values.clone(),
        weight_grams: old.weight_grams,
        hsn_code: old.hsn_code.clone(),
        country_of_origin: old.country_of_origin,
        requires_shipping: old.requires_shipping,
        taxable: old.taxable,
        image_url: old.image_url.clone(),
    }
}

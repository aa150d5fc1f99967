//! What a product says of itself, in canonical form: equal content is equal bytes, and has an equal hash.

use super::text;
use infrasell_contracts::catalog::{
    Media, Metafield, Product, ProductInput, ProductOption, ProductPatch, ProductStatus, Seo, Variant, VariantInput,
};
use infrasell_kernel::{CategoryId, ChannelId, CountryCode, Patch};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// SHA-256 of the canonical form.
pub(crate) type Hash = [u8; 32];

/// Everything of a product that its owner decides, but its handle and the ids.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Content {
    pub title: String,
    pub description_html: String,
    pub status: ProductStatus,
    pub vendor: String,
    pub product_type: String,
    pub tags: Vec<String>,
    pub category: Option<CategoryId>,
    pub tax_class: Option<String>,
    pub options: Vec<ProductOption>,
    pub variants: Vec<VariantContent>,
    pub media: Vec<Media>,
    pub seo: Seo,
    pub metafields: Vec<Metafield>,
    pub channels: Option<Vec<ChannelId>>,
}

/// Everything of a variant that its owner decides, but its id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct VariantContent {
    pub sku: String,
    pub barcode: String,
    pub option_values: Vec<String>,
    pub weight_grams: i64,
    pub hsn_code: String,
    pub country_of_origin: Option<CountryCode>,
    pub requires_shipping: bool,
    pub taxable: bool,
    pub image_url: Option<String>,
}

/// The parts of a product that are always read whole with it, as they are stored.
#[derive(Debug, Serialize)]
pub(crate) struct BodyRef<'a> {
    description_html: &'a str,
    options: &'a [ProductOption],
    media: &'a [Media],
    seo: &'a Seo,
    metafields: &'a [Metafield],
}

impl Content {
    /// The fingerprint by which an unchanged product is known without reading it.
    pub(crate) fn hash(&self) -> Hash {
        let json = serde_json::to_vec(self).expect("a product is text, numbers and truth values, which JSON holds");
        Sha256::digest(json).into()
    }

    pub(crate) fn body(&self) -> BodyRef<'_> {
        BodyRef {
            description_html: &self.description_html,
            options: &self.options,
            media: &self.media,
            seo: &self.seo,
            metafields: &self.metafields,
        }
    }

    /// The variant's own picture.
    pub(crate) fn image_of(&self, variant: &VariantContent) -> Option<&Media> {
        let url = variant.image_url.as_deref()?;
        self.media.iter().find(|media| media.url == url)
    }

    /// What a search looks through: folded title, handle, vendor, SKUs and barcodes.
    pub(crate) fn search_text(&self, handle: &str) -> String {
        let mut out = String::with_capacity(self.title.len() + handle.len() + self.vendor.len() + 32);
        let mut add = |part: &str| {
            if !part.is_empty() {
                out.push_str(&text::fold(part));
                out.push('\n');
            }
        };
        for part in [&self.title, handle, &self.vendor] {
            add(part);
        }
        for variant in &self.variants {
            add(&variant.sku);
            add(&variant.barcode);
        }
        out
    }
}

impl VariantContent {
    /// Whether this is what is stored.
    pub(crate) fn is(&self, stored: &Variant) -> bool {
        *self == VariantContent::of(stored)
    }

    fn of(variant: &Variant) -> Self {
        VariantContent {
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone(),
            option_values: variant.option_values.clone(),
            weight_grams: variant.weight_grams,
            hsn_code: variant.hsn_code.clone(),
            country_of_origin: variant.country_of_origin,
            requires_shipping: variant.requires_shipping,
            taxable: variant.taxable,
            image_url: variant.image_url.clone(),
        }
    }
}

impl From<&Product> for Content {
    fn from(product: &Product) -> Self {
        Content {
            title: product.title.clone(),
            description_html: product.description_html.clone(),
            status: product.status,
            vendor: product.vendor.clone(),
            product_type: product.product_type.clone(),
            tags: product.tags.clone(),
            category: product.category,
            tax_class: product.tax_class.clone(),
            options: product.options.clone(),
            variants: product.variants.iter().map(VariantContent::of).collect(),
            media: product.media.clone(),
            seo: product.seo.clone(),
            metafields: product.metafields.clone(),
            channels: product.channels.clone(),
        }
    }
}

/// `M / Blue`.
pub(crate) fn variant_title(option_values: &[String]) -> String {
    option_values.join(" / ")
}

/// The product as it would be put in, with the patch applied.
pub(crate) fn patched(product: &Product, patch: ProductPatch) -> ProductInput {
    let keeps_variants = patch.variants.is_none();
    let media = or_empty(patch.media, || product.media.clone());
    let mut variants = patch.variants.unwrap_or_else(|| product.variants.iter().map(as_input).collect());
    if keeps_variants {
        // a picture that goes takes nobody's variant with it
        for variant in &mut variants {
            variant.image_url = variant.image_url.take().filter(|url| media.iter().any(|one| one.url == *url));
        }
    }
    ProductInput {
        title: patch.title.unwrap_or_else(|| product.title.clone()),
        handle: Some(patch.handle.unwrap_or_else(|| product.handle.clone())),
        description_html: or_empty(patch.description_html, || product.description_html.clone()),
        status: patch.status.unwrap_or(product.status),
        vendor: or_empty(patch.vendor, || product.vendor.clone()),
        product_type: or_empty(patch.product_type, || product.product_type.clone()),
        tags: or_empty(patch.tags, || product.tags.clone()),
        category: patch.category.apply(product.category),
        tax_class: patch.tax_class.apply(product.tax_class.clone()),
        options: patch.options.unwrap_or_else(|| product.options.clone()),
        variants,
        media,
        seo: or_empty(patch.seo, || product.seo.clone()),
        metafields: or_empty(patch.metafields, || product.metafields.clone()),
        channels: patch.channels.apply(product.channels.clone()),
    }
}

pub(crate) fn or_empty<T: Default>(patch: Patch<T>, old: impl FnOnce() -> T) -> T {
    match patch {
        Patch::Keep => old(),
        Patch::Clear => T::default(),
        Patch::Set(new) => new,
    }
}

fn as_input(variant: &Variant) -> VariantInput {
    let content = VariantContent::of(variant);
    VariantInput {
        id: Some(variant.id),
        sku: content.sku,
        barcode: content.barcode,
        option_values: content.option_values,
        weight_grams: content.weight_grams,
        hsn_code: content.hsn_code,
        country_of_origin: content.country_of_origin,
        requires_shipping: content.requires_shipping,
        taxable: content.taxable,
        image_url: content.image_url,
    }
}

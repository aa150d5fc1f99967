//! Products.

use super::{Metafield, Variant, VariantInput};
use crate::common::Direction;
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, PageRequest, Patch, ProductId, Timestamp, VariantId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a product can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// Being prepared; nobody sees it.
    #[default]
    Draft,
    /// On sale where it is published.
    Active,
    /// Taken off; kept for the record.
    Archived,
}

/// A choice that tells a product's variants apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductOption {
    /// `Size`.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// `S`, `M`, `L`, in the order shown.
    pub values: Vec<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// `https://…`, `http://…` or a path on this server that begins with `/`.
    #[schemars(length(min = 1, max = 2048))]
    pub url: String,
    /// What it shows, for who cannot see it.
    #[serde(default)]
    #[schemars(length(max = 512))]
    pub alt: String,
}

/// What search engines show.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Seo {
    /// The title.
    #[schemars(length(max = 255))]
    pub title: String,
    /// The description.
    #[schemars(length(max = 1000))]
    pub description: String,
}

/// What a product says of itself, in a form that can be put in and read back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductInput {
    /// 1 to 255 characters.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// Unique; a–z, 0–9 and `-` (letters of any script are kept). Made from the title when absent.
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// HTML, at most 512 KiB. Kept as it is; a storefront must treat it as markup.
    pub description_html: String,
    /// Draft when absent.
    pub status: ProductStatus,
    /// Who makes it.
    #[schemars(length(max = 255))]
    pub vendor: String,
    /// What kind of thing it is: `T-shirt`.
    #[schemars(length(max = 255))]
    pub product_type: String,
    /// At most 250, each at most 255 characters.
    pub tags: Vec<String>,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// The tax class, by code; the default class when absent.
    #[schemars(length(max = 32))]
    pub tax_class: Option<String>,
    /// At most 3; none means one variant.
    pub options: Vec<ProductOption>,
    /// At most 2,000; a product without options has one, which need not be named.
    pub variants: Vec<VariantInput>,
    /// Pictures, the first is the main one.
    pub media: Vec<Media>,
    /// What search engines show.
    pub seo: Seo,
    /// At most 250.
    pub metafields: Vec<Metafield>,
    /// Where it is published; absent means every channel, now and later.
    pub channels: Option<Vec<ChannelId>>,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its name in addresses.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// HTML.
    pub description_html: String,
    /// Whether it can be seen.
    pub status: ProductStatus,
    /// Who makes it.
    pub vendor: String,
    /// What kind of thing it is.
    pub product_type: String,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// The tax class, by code; absent means the default class.
    pub tax_class: Option<String>,
    /// What tells its variants apart.
    pub options: Vec<ProductOption>,
    /// Its variants, in the order shown.
    pub variants: Vec<Variant>,
    /// Pictures, the first is the main one.
    pub media: Vec<Media>,
    /// What search engines show.
    pub seo: Seo,
    /// Typed values.
    pub metafields: Vec<Metafield>,
    /// Where it is published; absent means every channel.
    pub channels: Option<Vec<ChannelId>>,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change to a product; absent fields stay, null takes away.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductPatch {
    /// 1 to 255 characters.
    pub title: Option<String>,
    /// A new name in addresses; the old one leads here from then on.
    pub handle: Option<String>,
    /// HTML; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description_html: Patch<String>,
    /// Whether it can be seen.
    pub status: Option<ProductStatus>,
    /// Who makes it; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub vendor: Patch<String>,
    /// What kind of thing it is; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub product_type: Patch<String>,
    /// All its tags; null means none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub tags: Patch<Vec<String>>,
    /// The category it stands in.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub category: Patch<CategoryId>,
    /// The tax class, by code.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub tax_class: Patch<String>,
    /// All its options, together with `variants`.
    pub options: Option<Vec<ProductOption>>,
    /// All its variants: those named stay or change, others are removed.
    pub variants: Option<Vec<VariantInput>>,
    /// All its pictures; null means none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub media: Patch<Vec<Media>>,
    /// What search engines show; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub seo: Patch<Seo>,
    /// All its typed values; null means none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub metafields: Patch<Vec<Metafield>>,
    /// Where it is published; null means every channel.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub channels: Patch<Vec<ChannelId>>,
}

/// How a product is named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductRef {
    /// By id.
    Id(ProductId),
    /// By handle, today's or a former one.
    Handle(String),
}

/// Asks for one product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetProduct {
    /// Which.
    pub product: ProductRef,
    /// Only if it is on sale in this channel; absent means in any state.
    pub on_sale_in: Option<ChannelId>,
}

/// Asks for many products, in the order asked for; those that are not there are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetProducts {
    /// Which; at most 250.
    pub ids: Vec<ProductId>,
    /// Only those on sale in this channel.
    pub on_sale_in: Option<ChannelId>,
}

/// The order of a list of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductSort {
    /// By id.
    #[default]
    Id,
    /// By title, case folded.
    Title,
    /// By time of creation.
    CreatedAt,
    /// By time of last change.
    UpdatedAt,
    /// By lowest price in the channel asked for; needs a channel.
    Price,
    /// By the collection's own order; needs a collection.
    Manual,
    /// By maker, ASCII letters folded.
    Vendor,
    /// By type, ASCII letters folded.
    ProductType,
    /// What sells best first. For now a rule: a collection's own order, else by id.
    BestSelling,
    /// What a search found to fit best first; of anything else, as `best_selling`.
    Relevance,
}

/// What a list of products is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductFilter {
    /// Only those on sale in this channel.
    pub on_sale_in: Option<ChannelId>,
    /// Only those in this state.
    pub status: Option<ProductStatus>,
    /// Only those by this maker.
    pub vendor: Option<String>,
    /// Only those of this type.
    pub product_type: Option<String>,
    /// Only those with this tag.
    pub tag: Option<String>,
    /// Only those in this category or below it.
    pub category: Option<CategoryId>,
    /// Only those in this collection.
    pub collection: Option<CollectionId>,
    /// Only those whose title, handle, vendor or a SKU or barcode contains every word of this.
    pub search: Option<String>,
    /// Only those with a variant of exactly this SKU.
    pub sku: Option<String>,
    /// Only those whose lowest price in the channel is at least this, minor units.
    pub min_price_minor: Option<i64>,
    /// Only those whose lowest price in the channel is at most this, minor units.
    pub max_price_minor: Option<i64>,
    /// Only those of which one unit can be sold in the channel, or cannot.
    pub in_stock: Option<bool>,
    /// Only those changed at or after this time.
    pub updated_since: Option<Timestamp>,
}

/// Asks for products.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListProducts {
    /// Which.
    pub filter: ProductFilter,
    /// In what order.
    pub sort: ProductSort,
    /// Which way.
    pub direction: Direction,
    /// What part.
    pub page: PageRequest,
}

/// Makes a product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateProduct {
    /// The product.
    pub product: ProductInput,
}

/// Changes a product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateProduct {
    /// Which.
    pub id: ProductId,
    /// What to change.
    pub patch: ProductPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

/// Takes a product away for good. What was sold keeps its snapshot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteProduct {
    /// Which.
    pub id: ProductId,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

/// Makes or changes many products, all or nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpsertProducts {
    /// At most 1,000; each is found by its handle, which must be given.
    pub products: Vec<ProductInput>,
    /// Check only.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of one product of a bulk write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was not there before.
    Created,
    /// It was there and is different now.
    Updated,
    /// It was there and was the same.
    Unchanged,
}

/// What became of one product of a bulk write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Upserted {
    /// Which; the id that it would get, in a dry run of a new one.
    pub id: ProductId,
    /// Its handle.
    pub handle: String,
    /// What was done.
    pub outcome: Outcome,
    /// Its variants' ids, in the order of the input.
    pub variants: Vec<VariantId>,
}

/// Asks which products and collections show a picture that is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindPictureUses {
    /// The picture's key.
    pub key: String,
}

/// Who shows a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureUse {
    /// What it is: `product` or `collection`.
    pub what: String,
    /// Its handle.
    pub handle: String,
}

/// The most uses of a picture that are named.
pub const MAX_PICTURE_USES: i64 = 10;

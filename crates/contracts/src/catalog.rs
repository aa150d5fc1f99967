//! The contract of **catalog**: products, variants, categories, collections, metafields, publication.

use crate::common::{Audit, AuditReport, Direction};
use infrasell_kernel::{
    CategoryId, ChannelId, CollectionId, CountryCode, MetafieldDefinitionId, Page, PageRequest, Patch, ProductId,
    Timestamp, VariantId,
};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most products in one bulk call.
pub const MAX_BULK: usize = 1_000;
/// The most variants of one product.
pub const MAX_VARIANTS: usize = 2_000;
/// The most options of one product.
pub const MAX_OPTIONS: usize = 3;
/// The most pictures of one product.
pub const MAX_MEDIA: usize = 250;
/// The most tags of one product.
pub const MAX_TAGS: usize = 250;

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

/// The type of a metafield's value, which is kept as text in this type's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetafieldType {
    /// Any text of one line.
    SingleLineText,
    /// Any text.
    MultiLineText,
    /// A whole number, 64 bits.
    Integer,
    /// A decimal number, `12.50`.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// `2026-04-01`.
    Date,
    /// An RFC 3339 time.
    DateTime,
    /// An absolute http or https address.
    Url,
    /// Any JSON.
    Json,
}

/// A typed value beside the fields that every product has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metafield {
    /// Whose it is: `care`; 1 to 64 of a–z, 0–9, `_` and `-`.
    #[schemars(length(min = 1, max = 64))]
    pub namespace: String,
    /// Its name: `washing`; same form.
    #[schemars(length(min = 1, max = 64))]
    pub key: String,
    /// What the value is. With a definition of this namespace and key, the definition's type.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// The value, as text.
    #[schemars(length(max = 65536))]
    pub value: String,
}

/// Holds every metafield of one namespace and key to one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetafieldDefinition {
    /// Its id.
    pub id: MetafieldDefinitionId,
    /// The namespace.
    pub namespace: String,
    /// The key.
    pub key: String,
    /// The name people see.
    pub name: String,
    /// The type that values must have.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// Whether the storefront shows it.
    pub storefront_visible: bool,
}
/// A new metafield definition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetafieldDefinitionInput {
    /// The namespace.
    #[schemars(length(min = 1, max = 64))]
    pub namespace: String,
    /// The key.
    #[schemars(length(min = 1, max = 64))]
    pub key: String,
    /// The name people see.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The type that values must have.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// Whether the storefront shows it; yes when absent.
    #[serde(default)]
    pub storefront_visible: Option<bool>,
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

/// What a variant says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantInput {
    /// Which variant this is, in an update; matched by option values when absent.
    #[serde(default)]
    pub id: Option<VariantId>,
    /// Stock-keeping unit; unique in the shop when not empty.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub sku: String,
    /// EAN, UPC, ISBN or any other.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub barcode: String,
    /// One value an option, in the options' order.
    #[serde(default)]
    pub option_values: Vec<String>,
    /// Grams, 0 to 1,000,000,000.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub weight_grams: i64,
    /// 2, 4, 6 or 8 digits (Harmonised System of Nomenclature).
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub hsn_code: String,
    /// Where it was made.
    #[serde(default)]
    pub country_of_origin: Option<CountryCode>,
    /// Whether it is sent; no for digital goods. Yes when absent.
    #[serde(default = "yes")]
    pub requires_shipping: bool,
    /// Whether tax is charged. Yes when absent.
    #[serde(default = "yes")]
    pub taxable: bool,
    /// Its own picture: the address of one of the product's.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    pub image_url: Option<String>,
}

fn yes() -> bool {
    true
}

impl Default for VariantInput {
    fn default() -> Self {
        VariantInput {
            id: None,
            sku: String::new(),
            barcode: String::new(),
            option_values: vec![],
            weight_grams: 0,
            hsn_code: String::new(),
            country_of_origin: None,
            requires_shipping: true,
            taxable: true,
            image_url: None,
        }
    }
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

/// A sellable variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// `M / Blue`; empty when the product has no options.
    pub title: String,
    /// Stock-keeping unit; may be empty.
    pub sku: String,
    /// EAN, UPC, ISBN or any other; may be empty.
    pub barcode: String,
    /// One value an option, in the options' order.
    pub option_values: Vec<String>,
    /// Grams.
    pub weight_grams: i64,
    /// HSN; may be empty.
    pub hsn_code: String,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// Whether tax is charged.
    pub taxable: bool,
    /// Its own picture.
    pub image_url: Option<String>,
}

/// A variant with what a cart, a quote and an order need to know of its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariantView {
    /// The variant.
    pub variant: Variant,
    /// Its product.
    pub product: ProductId,
    /// The product's handle.
    pub handle: String,
    /// The product's title.
    pub product_title: String,
    /// The product's vendor.
    pub vendor: String,
    /// The product's tax class, by code.
    pub tax_class: Option<String>,
    /// Its own picture or the product's main one.
    pub image: Option<Media>,
    /// Whether it can be bought in the channel asked for: active and published there.
    pub on_sale: bool,
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
/// Asks for many variants, in the order asked for; those that are not there are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetVariants {
    /// Which; at most 1,000.
    pub ids: Vec<VariantId>,
    /// The channel that `on_sale` speaks of.
    pub channel: Option<ChannelId>,
}
/// Asks which variants have these SKUs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindSkus {
    /// Which; at most 1,000.
    pub skus: Vec<String>,
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

/// A node of the category tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// What it stands under.
    pub parent: Option<CategoryId>,
    /// Its name in addresses; unique.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// Names from the root to here.
    pub path: Vec<String>,
    /// Its place among its siblings.
    pub position: i64,
}
/// A new category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryInput {
    /// What it stands under.
    #[serde(default)]
    pub parent: Option<CategoryId>,
    /// Made from the path when absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its name.
    #[schemars(length(min = 1, max = 255))]
    pub name: String,
    /// Its place among its siblings.
    #[serde(default)]
    pub position: i64,
}
/// A change to a category; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CategoryPatch {
    /// What it stands under; null makes it a root. Never below itself.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub parent: Patch<CategoryId>,
    /// Its name.
    pub name: Option<String>,
    /// Its place among its siblings.
    pub position: Option<i64>,
}
/// Asks for categories in tree order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCategories {
    /// Only those right under this one.
    pub parent: Option<CategoryId>,
    /// What part.
    pub page: PageRequest,
}
/// Makes a category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateCategory {
    /// The category.
    pub category: CategoryInput,
}
/// Changes a category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCategory {
    /// Which.
    pub id: CategoryId,
    /// What to change.
    pub patch: CategoryPatch,
}
/// Takes an empty category away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteCategory {
    /// Which.
    pub id: CategoryId,
}
/// Finds or makes the categories on many paths.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnsureCategories {
    /// Each a list of names from the root; at most 1,000.
    pub paths: Vec<Vec<String>>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleField {
    /// The product's title.
    Title,
    /// Its type.
    ProductType,
    /// Its vendor.
    Vendor,
    /// Any of its tags.
    Tag,
    /// Its category, by id, or one above it.
    Category,
    /// Any variant's weight, grams.
    WeightGrams,
}
/// How a rule compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleRelation {
    /// The same, case folded.
    Equals,
    /// Not the same.
    NotEquals,
    /// Contains it, case folded.
    Contains,
    /// Begins with it, case folded.
    StartsWith,
    /// Ends with it, case folded.
    EndsWith,
    /// More, for numbers.
    GreaterThan,
    /// Less, for numbers.
    LessThan,
}
/// One condition of a rule-based collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectionRule {
    /// What it looks at.
    pub field: RuleField,
    /// How it compares.
    pub relation: RuleRelation,
    /// With what.
    #[schemars(length(min = 1, max = 255))]
    pub value: String,
}
/// What is in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Membership {
    /// What was put in by hand, in that order.
    Manual,
    /// What the rules say.
    Rules {
        /// Whether all must hold, or any.
        all: bool,
        /// 1 to 60.
        rules: Vec<CollectionRule>,
    },
}
/// A collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// Its name in addresses.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// HTML.
    pub description_html: String,
    /// Its picture.
    pub image: Option<Media>,
    /// What is in it.
    pub membership: Membership,
    /// How many products are in it.
    pub product_count: i64,
    /// What search engines show.
    pub seo: Seo,
    /// Where it is published; absent means every channel.
    pub channels: Option<Vec<ChannelId>>,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}
/// A new collection.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectionInput {
    /// Made from the title when absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its name.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// HTML.
    #[serde(default)]
    pub description_html: String,
    /// Its picture.
    #[serde(default)]
    pub image: Option<Media>,
    /// What is in it.
    pub membership: Membership,
    /// For a manual one: what is in it, in order; at most 10,000.
    #[serde(default)]
    pub products: Vec<ProductId>,
    /// What search engines show.
    #[serde(default)]
    pub seo: Seo,
    /// Where it is published; absent means every channel.
    #[serde(default)]
    pub channels: Option<Vec<ChannelId>>,
}
/// A change to a collection; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CollectionPatch {
    /// A new name in addresses; the old one leads here from then on.
    pub handle: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// HTML; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description_html: Patch<String>,
    /// Its picture.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub image: Patch<Media>,
    /// New rules, for a rule-based one.
    pub membership: Option<Membership>,
    /// For a manual one: all that is in it, in order.
    pub products: Option<Vec<ProductId>>,
    /// What search engines show.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub seo: Patch<Seo>,
    /// Where it is published; null means every channel.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub channels: Patch<Vec<ChannelId>>,
}
/// How a collection is named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionRef {
    /// By id.
    Id(CollectionId),
    /// By handle, today's or a former one.
    Handle(String),
}
/// Asks for one collection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCollection {
    /// Which.
    pub collection: CollectionRef,
    /// Only if it is published in this channel.
    pub published_in: Option<ChannelId>,
}
/// Asks for collections.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCollections {
    /// Only those published in this channel.
    pub published_in: Option<ChannelId>,
    /// Only those whose title contains this.
    pub search: Option<String>,
    /// What part, in id order.
    pub page: PageRequest,
}
/// Makes a collection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateCollection {
    /// The collection.
    pub collection: CollectionInput,
}
/// Changes a collection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCollection {
    /// Which.
    pub id: CollectionId,
    /// What to change.
    pub patch: CollectionPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Takes a collection away; its products stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteCollection {
    /// Which.
    pub id: CollectionId,
}
/// Asks for metafield definitions in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListMetafieldDefinitions {
    /// What part.
    pub page: PageRequest,
}
/// Defines a metafield. Refused when a value of another type exists.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateMetafieldDefinition {
    /// The definition.
    pub definition: MetafieldDefinitionInput,
}
/// Takes a definition away; values stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteMetafieldDefinition {
    /// Which.
    pub id: MetafieldDefinitionId,
}

/// The outbox topic of [`ProductsChanged`].
pub const PRODUCTS_CHANGED: &str = "catalog.products_changed";
/// These products were made, changed or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductsChanged {
    /// Which.
    pub products: Vec<ProductId>,
}

service_error! {
    /// What catalog can answer.
    pub enum CatalogError {
        /// Another product or collection has this handle.
        #[error("the handle '{handle}' is taken")]
        HandleTaken {
            /// The handle.
            handle: String,
        } => Conflict,
        /// Another variant has this SKU.
        #[error("the SKU '{sku}' belongs to another variant")]
        SkuTaken {
            /// The SKU.
            sku: String,
        } => Conflict,
        /// The category has children or products.
        #[error("the category {id} is not empty")]
        CategoryNotEmpty {
            /// Which.
            id: CategoryId,
        } => Conflict,
        /// A definition of this namespace and key exists, or values of another type do.
        #[error("the metafield {namespace}.{key} is already in use with another definition or type")]
        MetafieldInUse {
            /// The namespace.
            namespace: String,
            /// The key.
            key: String,
        } => Conflict,
    }
}

service! {
    /// Products and how they are arranged.
    pub trait Catalog in catalog, error CatalogError {
        /// One product.
        read fn product(GetProduct) -> Product;
        /// Many products.
        read fn products_by_id(GetProducts) -> Vec<Product>;
        /// Products.
        read fn products(ListProducts) -> Page<Product>;
        /// Many variants.
        read fn variants(GetVariants) -> Vec<VariantView>;
        /// The variants that have these SKUs.
        read fn variants_by_sku(FindSkus) -> Vec<VariantView>;
        /// Makes a product.
        write fn create_product(CreateProduct) -> Product;
        /// Changes a product.
        write fn update_product(UpdateProduct) -> Product;
        /// Takes a product away.
        write fn delete_product(DeleteProduct) -> ();
        /// Makes or changes many products, all or nothing. Bad fields are named `products.N.…`.
        write fn upsert_products(UpsertProducts) -> Vec<Upserted>;
        /// Categories.
        read fn categories(ListCategories) -> Page<Category>;
        /// Makes a category.
        write fn create_category(CreateCategory) -> Category;
        /// Changes a category.
        write fn update_category(UpdateCategory) -> Category;
        /// Takes an empty category away.
        write fn delete_category(DeleteCategory) -> ();
        /// Finds or makes the categories on many paths; the last of each, in the order asked for.
        write fn ensure_categories(EnsureCategories) -> Vec<Category>;
        /// One collection.
        read fn collection(GetCollection) -> Collection;
        /// Collections.
        read fn collections(ListCollections) -> Page<Collection>;
        /// Makes a collection.
        write fn create_collection(CreateCollection) -> Collection;
        /// Changes a collection.
        write fn update_collection(UpdateCollection) -> Collection;
        /// Takes a collection away.
        write fn delete_collection(DeleteCollection) -> ();
        /// Metafield definitions.
        read fn metafield_definitions(ListMetafieldDefinitions) -> Page<MetafieldDefinition>;
        /// Defines a metafield.
        write fn create_metafield_definition(CreateMetafieldDefinition) -> MetafieldDefinition;
        /// Takes a definition away.
        write fn delete_metafield_definition(DeleteMetafieldDefinition) -> ();
        /// Checks catalog's own books: every variant has a product, option values are unique, collections hold what their rules say.
        read fn audit(Audit) -> AuditReport;
    }
}

//! Finding products as a storefront does: narrowed by what a buyer picks or writes, in either direction, with what else
//! could be picked and how many products that would show.

use super::{Collection, Product, ProductFilter, ProductSort};
use crate::common::{Direction, Span};
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, Currency, Cursor, FieldError, ProductId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most products that a search may hand over to be narrowed and ordered.
pub const MAX_RANKED: usize = 10_000;

/// The most tests that a list is narrowed by.
pub const MAX_TESTS: usize = 100;

/// The most values of one facet, those of the most products first.
pub const MAX_FACET_VALUES: usize = 250;

/// Something that a buyer may pick. Tests of the same kind (for options and metafields: of the same name) are
/// alternatives; those of different kinds must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum ProductTest {
    /// One unit of some variant can be bought now, or of none.
    Available {
        /// Which of the two.
        available: bool,
    },
    /// The lowest price in the channel is within these bounds, minor units.
    Price {
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_minor: Option<i64>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_minor: Option<i64>,
    },
    /// It is of exactly this type.
    ProductType {
        /// The type.
        #[schemars(length(max = 255))]
        value: String,
    },
    /// It is by exactly this maker.
    Vendor {
        /// The maker.
        #[schemars(length(max = 255))]
        value: String,
    },
    /// It has exactly this tag.
    Tag {
        /// The tag.
        #[schemars(length(max = 255))]
        value: String,
    },
    /// It stands in this category or below it.
    Category {
        /// Which.
        category: CategoryId,
    },
    /// Some variant of it has this value of this option.
    Option {
        /// `Size`.
        #[schemars(length(max = 100))]
        name: String,
        /// `M`.
        #[schemars(length(max = 255))]
        value: String,
    },
    /// It has this value in a metafield.
    Metafield {
        /// Whose the metafield is.
        #[schemars(length(max = 64))]
        namespace: String,
        /// Its name.
        #[schemars(length(max = 64))]
        key: String,
        /// The value, in its type's canonical form.
        #[schemars(length(max = 255))]
        value: String,
    },
}

/// A product that a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Which.
    pub product: ProductId,
    /// How well it fits: more is better; equal ones stand by id.
    pub score: i64,
}

/// Among which products.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// All of the shop.
    #[default]
    Shop,
    /// Those in a collection.
    Collection(CollectionId),
    /// Those that a search found; at most [`MAX_RANKED`], each once.
    Ranked(Vec<Ranked>),
}

/// What becomes of products that cannot be bought now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// They stand where they stand.
    #[default]
    Show,
    /// They are left out.
    Hide,
    /// They stand behind all others, when the order is that of a search.
    Last,
}

/// Asks for products that are on sale in a channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindProducts {
    /// Where they are on sale.
    pub channel: ChannelId,
    /// What the channel sells in: prices in `query` are in it.
    pub currency: Currency,
    /// Among which.
    pub within: Within,
    /// What they are narrowed to beside that; its channel and, where `within` is a collection, its collection are those
    /// above.
    pub filter: ProductFilter,
    /// What a person or a storefront wrote, in the language of `infrasell_rules::syntax`.
    pub query: Option<String>,
    /// What was picked; at most [`MAX_TESTS`].
    pub tests: Vec<ProductTest>,
    /// What becomes of those that cannot be bought.
    pub unavailable: Unavailable,
    /// In what order.
    pub sort: ProductSort,
    /// Which way.
    pub direction: Direction,
    /// What part.
    pub span: Span,
    /// Whether to say how many there are in all.
    pub count: bool,
    /// Whether to say what else could be picked.
    pub facets: bool,
}

/// A product where it stands in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProduct {
    /// What.
    pub product: Product,
    /// Its place.
    pub cursor: Cursor,
}

/// What one value of a facet would show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetValue {
    /// What a person reads: the value itself; for a category, its name.
    pub label: String,
    /// The test to send for it.
    pub test: ProductTest,
    /// How many products it would show, given everything that is picked of other kinds.
    pub count: i64,
}

/// What a facet is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum FacetKind {
    /// Whether it can be bought.
    Availability,
    /// The lowest price. Its one value spans from the lowest to the highest of all.
    Price,
    /// The type.
    ProductType,
    /// The maker.
    Vendor,
    /// The tags.
    Tag,
    /// The categories, each with what is below it.
    Category,
    /// An option of the variants.
    Option {
        /// Its name.
        name: String,
    },
    /// A metafield that the storefront shows.
    Metafield {
        /// Whose it is.
        namespace: String,
        /// Its name.
        key: String,
        /// The name people see.
        label: String,
    },
}

/// What could be picked of one kind. A value that is picked is there as well, and so are its alternatives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facet {
    /// Of what kind.
    pub kind: FacetKind,
    /// Those of the most products first; at most [`MAX_FACET_VALUES`].
    pub values: Vec<FacetValue>,
}

/// Products that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProducts {
    /// They, in the order of the list, whichever way it was walked.
    pub items: Vec<FoundProduct>,
    /// Whether there are more before them, as far as was looked.
    pub has_previous: bool,
    /// Whether there are more behind them, as far as was looked.
    pub has_next: bool,
    /// How many there are in all, when that was asked.
    pub total: Option<i64>,
    /// What else could be picked, when that was asked.
    pub facets: Vec<Facet>,
    /// The fields in `query` that say nothing here and were passed over, each once.
    pub ignored: Vec<String>,
}

/// The most lists in one call.
pub const MAX_LISTS: usize = 250;

/// Asks for several lists at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindProductLists {
    /// At most [`MAX_LISTS`].
    pub lists: Vec<FindProducts>,
}

/// One of several lists: what is wrong with one keeps nothing from the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListFound {
    /// It was found.
    Found(FoundProducts),
    /// It could not be asked for like this.
    Refused {
        /// Why.
        errors: Vec<FieldError>,
    },
}

/// What of a product should be near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// What one could buy instead.
    #[default]
    Related,
    /// What one could buy with it.
    Complementary,
}

/// Asks for products to show beside one. What answers is a rule: the same collections, then type, maker and a near price.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecommendProducts {
    /// Beside which.
    pub product: ProductId,
    /// Where they are on sale.
    pub channel: ChannelId,
    /// What for.
    pub intent: Intent,
    /// So many at the most, 1 to 250.
    pub limit: u32,
}

/// Which words of products there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductWord {
    /// Their tags.
    Tag,
    /// Their types.
    ProductType,
    /// Their makers.
    Vendor,
}

/// Asks which words the products on sale in a channel have, in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListProductWords {
    /// Where they are on sale.
    pub channel: ChannelId,
    /// Which words.
    pub word: ProductWord,
    /// So many at the most, 1 to 250.
    pub limit: u32,
    /// Behind this one.
    pub after: Option<String>,
}

/// Asks which collections products are in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindCollectionsOf {
    /// Which products; at most 250.
    pub products: Vec<ProductId>,
    /// Where the collections are published.
    pub channel: ChannelId,
    /// So many of each product at the most, 1 to 250.
    pub limit: u32,
}

/// The collections of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionsOf {
    /// The product.
    pub product: ProductId,
    /// Its collections, by id.
    pub collections: Vec<CollectionId>,
}

/// Asks for many collections, in the order asked for; those that are not there are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCollections {
    /// Which; at most 250.
    pub ids: Vec<CollectionId>,
    /// Only those published in this channel.
    pub published_in: Option<ChannelId>,
}

/// The order of a list of collections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CollectionSort {
    /// By id.
    #[default]
    Id,
    /// By title, ASCII letters folded.
    Title,
    /// By time of last change.
    UpdatedAt,
}

/// Asks for collections that are published in a channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindCollections {
    /// Where they are published.
    pub channel: ChannelId,
    /// Only these, in the language of `infrasell_rules::syntax`: `title`, `handle`, `id`, `updated_at`, and words of the title.
    pub query: Option<String>,
    /// In what order.
    pub sort: CollectionSort,
    /// Which way.
    pub direction: Direction,
    /// What part.
    pub span: Span,
    /// Whether to say how many there are in all.
    pub count: bool,
}

/// A collection where it stands in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCollection {
    /// What.
    pub collection: Collection,
    /// Its place.
    pub cursor: Cursor,
}

/// Collections that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCollections {
    /// They, in the order of the list, whichever way it was walked.
    pub items: Vec<FoundCollection>,
    /// Whether there are more before them, as far as was looked.
    pub has_previous: bool,
    /// Whether there are more behind them, as far as was looked.
    pub has_next: bool,
    /// How many there are in all, when that was asked.
    pub total: Option<i64>,
    /// The fields in `query` that say nothing here and were passed over, each once.
    pub ignored: Vec<String>,
}

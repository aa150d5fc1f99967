//! Collections, manual and by rules.

use super::{Media, Seo};
use infrasell_kernel::{ChannelId, CollectionId, PageRequest, Patch, ProductId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

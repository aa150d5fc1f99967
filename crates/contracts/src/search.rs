//! The contract of **search**: what a buyer's words find, and what they might become while he types.
//!
//! What is found is shown only if the catalogue says that it is on sale where it is asked for, now. Every answer says in
//! which words it was looked for in the end and by which way of ranking, with how likely that way was to be taken, so that
//! an engine that learns can stand behind the same contract.

use crate::{
    catalog::{Collection, Facet, Product, ProductTest, Unavailable},
    common::{Audit, AuditReport, Direction, Span},
    content::{Article, ContentPage},
};
use infrasell_kernel::{ChannelId, Currency, Cursor, Locale, Ppm};
use infrasell_rpc::{Fault, service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most characters of what is looked for.
pub const MAX_QUERY: usize = 255;

/// The most of each kind that is suggested.
pub const MAX_SUGGESTED: u32 = 10;

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A product.
    Product,
    /// A collection.
    Collection,
    /// A page.
    Page,
    /// An article of a blog.
    Article,
    /// Words to look for.
    Query,
}

/// The order of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    /// What fits best first.
    #[default]
    Relevance,
    /// By lowest price in the channel.
    Price,
}

/// Asks for products that fit some words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SearchProducts {
    /// What a buyer wrote; at most [`MAX_QUERY`] characters.
    pub query: String,
    /// Whether the last word may only be the beginning of one.
    pub is_prefix: bool,
    /// Where products are on sale.
    pub channel: ChannelId,
    /// What the channel sells in.
    pub currency: Currency,
    /// What the buyer reads.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Who looks, as a stable text that says nothing about him; an engine that learns treats him alike from one page to the
    /// next.
    #[serde(default)]
    pub visitor: Option<String>,
    /// What was picked.
    pub tests: Vec<ProductTest>,
    /// What becomes of products that cannot be bought now.
    pub unavailable: Unavailable,
    /// In what order.
    pub sort: SearchSort,
    /// Which way.
    pub direction: Direction,
    /// What part.
    pub span: Span,
    /// Whether to say what else could be picked.
    pub facets: bool,
}

/// How an answer came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Arm {
    /// The way of ranking: `all_words`, or `any_word` when no product has all of them.
    pub name: String,
    /// How likely this way was to be taken.
    pub propensity: Ppm,
}

/// A product where it stands among those found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// What.
    pub product: Product,
    /// Its place.
    pub cursor: Cursor,
}

/// Products that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// They.
    pub items: Vec<SearchHit>,
    /// Whether there are more before them, as far as was looked.
    pub has_previous: bool,
    /// Whether there are more behind them, as far as was looked.
    pub has_next: bool,
    /// How many there are in all; of a query that fits more than 10,000, those that fit best.
    pub total: i64,
    /// What else could be picked, when that was asked.
    pub facets: Vec<Facet>,
    /// The words that were looked for, when they are not the buyer's.
    pub corrected_query: Option<String>,
    /// How it came about.
    pub arm: Arm,
}

/// Asks for pages and articles that fit some words, what fits best first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SearchContent {
    /// What a buyer wrote; at most [`MAX_QUERY`] characters.
    pub query: String,
    /// Whether the last word may only be the beginning of one.
    pub is_prefix: bool,
    /// Where he looks.
    pub channel: ChannelId,
    /// What he reads.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Whether pages are wanted.
    pub pages: bool,
    /// Whether articles are.
    pub articles: bool,
    /// Which way.
    pub direction: Direction,
    /// What part.
    pub span: Span,
}

/// A page or an article that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentFound {
    /// A page.
    Page(Box<ContentPage>),
    /// An article.
    Article(Box<Article>),
}

/// A page or an article where it stands among those found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentHit {
    /// What.
    pub found: ContentFound,
    /// Its place.
    pub cursor: Cursor,
}

/// Pages and articles that were found: of each at most the 250 that fit best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentAnswer {
    /// They.
    pub items: Vec<ContentHit>,
    /// Whether there are more before them, as far as was looked.
    pub has_previous: bool,
    /// Whether there are more behind them, as far as was looked.
    pub has_next: bool,
    /// How many there are in all.
    pub total: i64,
    /// The words that were looked for, when they are not the buyer's.
    pub corrected_query: Option<String>,
    /// How it came about.
    pub arm: Arm,
}

/// Asks what somebody who is still typing might look for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Suggest {
    /// What he wrote so far; at most [`MAX_QUERY`] characters.
    pub query: String,
    /// Where products are on sale.
    pub channel: ChannelId,
    /// What the channel sells in.
    pub currency: Currency,
    /// What he reads.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Who looks, as in [`SearchProducts`].
    #[serde(default)]
    pub visitor: Option<String>,
    /// What is wanted; each once.
    pub kinds: Vec<SearchKind>,
    /// What becomes of products that cannot be bought now.
    pub unavailable: Unavailable,
    /// So many of each kind, 1 to [`MAX_SUGGESTED`].
    pub limit: u32,
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedQuery {
    /// The words.
    pub text: String,
    /// As HTML, with what was not typed in `<mark>`.
    pub styled: String,
}

/// What somebody might look for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// Products on sale.
    pub products: Vec<Product>,
    /// Collections that are published.
    pub collections: Vec<Collection>,
    /// Words.
    pub queries: Vec<SuggestedQuery>,
    /// Pages that are published.
    #[serde(default)]
    pub pages: Vec<ContentPage>,
    /// Articles that are published.
    #[serde(default)]
    pub articles: Vec<Article>,
}

service! {
    /// What words find.
    pub trait Search in search, error Fault {
        /// Products that fit some words.
        read fn products(SearchProducts) -> SearchAnswer;
        /// Pages and articles that fit some words.
        read fn content(SearchContent) -> ContentAnswer;
        /// What somebody who is still typing might look for.
        read fn suggest(Suggest) -> Suggestions;
        /// Checks search's own books: every document is found by its words.
        read fn audit(Audit) -> AuditReport;
    }
}

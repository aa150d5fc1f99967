//! Blogs and their articles.

use super::common::Translations;
use crate::catalog::{Media, Seo};
use infrasell_kernel::{ArticleId, BlogId, Patch, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most tags of an article.
pub const MAX_ARTICLE_TAGS: usize = 250;

/// A blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blog {
    /// Its id.
    pub id: BlogId,
    /// Its name in addresses: `/blogs/{handle}`.
    pub handle: String,
    /// Its title.
    pub title: String,
    /// What search engines show.
    pub seo: Seo,
    /// Its texts in other languages.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub translations: Translations,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new blog.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlogInput {
    /// Made from the title when absent.
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its title.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// What search engines show.
    pub seo: Seo,
    /// Its texts in other languages.
    pub translations: Translations,
}

/// A change to a blog; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlogPatch {
    /// A new name in addresses; the old one leads here from then on.
    pub handle: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What search engines show; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub seo: Patch<Seo>,
    /// All its texts in other languages; null takes them away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub translations: Patch<Translations>,
}

/// Who wrote an article, as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Author {
    /// The whole name; empty when nobody is named.
    #[schemars(length(max = 200))]
    pub name: String,
    /// A few words about the author.
    #[schemars(length(max = 1000))]
    pub bio: String,
}

/// An article of a blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// The blog it is in.
    pub blog: BlogId,
    /// The blog's name in addresses.
    pub blog_handle: String,
    /// Its name in addresses: `/blogs/{blog_handle}/{handle}`.
    pub handle: String,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Author,
    /// Its tags, sorted, each once.
    pub tags: Vec<String>,
    /// A few words of it, HTML.
    pub excerpt_html: String,
    /// HTML, cleaned of what could do harm.
    pub body_html: String,
    /// Its picture.
    pub image: Option<Media>,
    /// What search engines show.
    pub seo: Seo,
    /// From when it is shown; absent means never.
    pub published_at: Option<Timestamp>,
    /// Its texts in other languages.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub translations: Translations,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new article.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleInput {
    /// The blog it is in. It stays there.
    pub blog: BlogId,
    /// Made from the title when absent; unique in its blog.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its title.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// Who wrote it.
    #[serde(default)]
    pub author: Author,
    /// Its tags, up to 250.
    #[serde(default)]
    pub tags: Vec<String>,
    /// A few words of it, HTML.
    #[serde(default)]
    pub excerpt_html: String,
    /// HTML; what could do harm is taken out.
    #[serde(default)]
    pub body_html: String,
    /// Its picture.
    #[serde(default)]
    pub image: Option<Media>,
    /// What search engines show.
    #[serde(default)]
    pub seo: Seo,
    /// From when it is shown; now when absent, never when null.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub published_at: Patch<Timestamp>,
    /// Its texts in other languages.
    #[serde(default)]
    pub translations: Translations,
}

/// A change to an article; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArticlePatch {
    /// A new name in addresses; the old one leads here from then on.
    pub handle: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it; null means nobody is named.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub author: Patch<Author>,
    /// Its tags.
    pub tags: Option<Vec<String>>,
    /// A few words of it, HTML; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub excerpt_html: Patch<String>,
    /// HTML; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub body_html: Patch<String>,
    /// Its picture; null takes it away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub image: Patch<Media>,
    /// What search engines show; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub seo: Patch<Seo>,
    /// From when it is shown; null means never.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub published_at: Patch<Timestamp>,
    /// All its texts in other languages; null takes them away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub translations: Patch<Translations>,
}

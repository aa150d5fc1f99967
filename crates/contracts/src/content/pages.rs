//! Pages: about, contact, imprint.

use super::common::Translations;
use crate::catalog::Seo;
use infrasell_kernel::{ContentPageId, Patch, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of the shop's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContentPage {
    /// Its id.
    pub id: ContentPageId,
    /// Its name in addresses: `/pages/{handle}`.
    pub handle: String,
    /// Its title.
    pub title: String,
    /// HTML, cleaned of what could do harm.
    pub body_html: String,
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

/// A new page.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContentPageInput {
    /// Made from the title when absent.
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its title.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// HTML; what could do harm is taken out.
    pub body_html: String,
    /// What search engines show.
    pub seo: Seo,
    /// From when it is shown; now when absent, never when null.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub published_at: Patch<Timestamp>,
    /// Its texts in other languages.
    pub translations: Translations,
}

/// A change to a page; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContentPagePatch {
    /// A new name in addresses; the old one leads here from then on.
    pub handle: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// HTML; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub body_html: Patch<String>,
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

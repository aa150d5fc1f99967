//! What every kind of content shares: how it is named, listed, made, changed, and shown to whom.

use crate::{catalog::Seo, common::Direction};
use infrasell_kernel::{ChannelId, Locale, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most names in one [`Named`].
pub const MAX_NAMED: usize = 250;

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// A page.
    Page,
    /// A blog.
    Blog,
    /// An article of a blog.
    Article,
    /// A menu.
    Menu,
    /// A redirect.
    Redirect,
    /// What metaobjects of one type are made of.
    MetaobjectDefinition,
    /// A metaobject.
    Metaobject,
    /// A policy.
    Policy,
    /// A picture or another file.
    Media,
}

impl ContentKind {
    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ContentKind::Page => "page",
            ContentKind::Blog => "blog",
            ContentKind::Article => "article",
            ContentKind::Menu => "menu",
            ContentKind::Redirect => "redirect",
            ContentKind::MetaobjectDefinition => "metaobject_definition",
            ContentKind::Metaobject => "metaobject",
            ContentKind::Policy => "policy",
            ContentKind::Media => "media",
        }
    }
}

/// The outbox topic of [`ContentChanged`].
pub const CONTENT_CHANGED: &str = "content.content_changed";

/// These were made, changed, taken away, or are shown from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentChanged {
    /// What they are.
    pub kind: ContentKind,
    /// Which, by their bare numbers.
    pub ids: Vec<i64>,
}

/// Who looks. Staff see everything as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Only what buyers see now: published, its time come; menus without what is not there for them.
    pub published: bool,
    /// In this language, where there is a translation; else as it was written.
    pub locale: Option<Locale>,
    /// Where the products and collections that a menu leads to must be on sale; anywhere when absent.
    #[serde(default)]
    pub channel: Option<ChannelId>,
}

impl View {
    /// As buyers in a channel see it.
    #[must_use]
    pub fn shop(channel: ChannelId, locale: Option<Locale>) -> Self {
        View { published: true, locale, channel: Some(channel) }
    }
}

/// How one thing is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name<I> {
    /// By id.
    Id(I),
    /// By handle; a redirect by its path.
    Handle {
        /// For an article its blog's handle, for a metaobject its type; else nothing.
        within: Option<String>,
        /// The handle.
        handle: String,
    },
}

impl<I> Name<I> {
    /// By handle alone.
    pub fn handle(handle: impl Into<String>) -> Self {
        Name::Handle { within: None, handle: handle.into() }
    }

    /// By handle inside a blog or a type.
    pub fn within(within: impl Into<String>, handle: impl Into<String>) -> Self {
        Name::Handle { within: Some(within.into()), handle: handle.into() }
    }
}

/// Asks for things by name, up to [`MAX_NAMED`]. They are answered in this order, with nothing for what is not there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Named<I> {
    /// Which.
    pub names: Vec<Name<I>>,
    /// Who looks.
    pub view: View,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContentSort {
    /// By id: in the order they were made.
    #[default]
    Id,
    /// By title.
    Title,
    /// By the last change.
    UpdatedAt,
    /// By the time from which it is shown; what is hidden comes last.
    PublishedAt,
}

/// Asks for a list of one kind.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListContent {
    /// Only what contains every word of this in title or handle.
    pub search: Option<String>,
    /// Only what is in this blog, or of this type, by handle.
    pub within: Option<String>,
    /// Only what has this tag.
    pub tag: Option<String>,
    /// By what.
    pub sort: ContentSort,
    /// In what direction.
    pub direction: Direction,
    /// Who looks.
    pub view: View,
    /// What part.
    pub page: PageRequest,
    /// Behind the thing with this bare number, where it stands today, instead of behind a cursor.
    pub beyond: Option<i64>,
}

/// Makes a thing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Create<T> {
    /// What.
    pub input: T,
}

/// Changes a thing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change<I, P> {
    /// Which.
    pub id: I,
    /// What to change.
    pub patch: P,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

/// Takes a thing away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remove<I> {
    /// Which.
    pub id: I,
}

/// The texts of something in another language; what is absent stays as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Translation {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 255))]
    pub title: Option<String>,
    /// The body, HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_html: Option<String>,
    /// An article's excerpt, HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt_html: Option<String>,
    /// What search engines show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
}

/// Translations by language.
pub type Translations = BTreeMap<Locale, Translation>;

/// Asks for a page of what a sitemap lists, 250 a page in the order of ids.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GetSitemap {
    /// Of what: pages, blogs, articles or metaobjects.
    pub kind: ContentKind,
    /// Which page, from 1.
    pub page: i64,
}

/// An entry of a sitemap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitemapEntry {
    /// Its handle.
    pub handle: String,
    /// For an article its blog's handle, for a metaobject its type; else nothing.
    pub within: Option<String>,
    /// Its title.
    pub title: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A page of a sitemap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitemapPage {
    /// What is on it.
    pub entries: Vec<SitemapEntry>,
    /// How many entries there are on all pages.
    pub total: i64,
}

/// Entries on one page of a sitemap.
pub const SITEMAP_PAGE: i64 = 250;

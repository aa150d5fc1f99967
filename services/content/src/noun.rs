//! What every kind of content says of itself, so that one set of statements keeps them all.
//!
//! Always true: the columns beside a document are computed from it, here and nowhere else.

use infrasell_contracts::{
    catalog::Seo,
    content::{
        Article, Blog, ContentError, ContentKind, ContentPage, Menu, MenuItem, Metaobject, MetaobjectDefinition,
        Policy, Redirect, Translation, Translations,
    },
};
use infrasell_kernel::{Id, Locale, Timestamp, handle::handle};
use serde::{Serialize, de::DeserializeOwned};

/// The time from which something hidden is shown.
pub(crate) const NEVER: i64 = i64::MAX;
/// That of what is always shown.
const ALWAYS: i64 = 0;

/// What the columns beside a document hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub id: i64,
    pub scope: i64,
    pub handle: &'a str,
    pub title: &'a str,
    pub tags: &'a [String],
    pub shown_from: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A kind of content.
pub(crate) trait Noun: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Which.
    const KIND: ContentKind;
    /// Its name in messages.
    const WHAT: &'static str;
    /// What it is in, if it is in something.
    const PARENT: Option<ContentKind> = None;

    /// What its columns hold.
    fn entry(&self) -> Entry<'_>;
    /// Takes its id and handle, when it is made.
    fn named(&mut self, id: i64, handle: String);
    /// Takes its version and the time of its last change.
    fn stamped(&mut self, version: i64, at: Timestamp);
    /// Takes the handle of what it is in, as that is today.
    fn placed(&mut self, _within: Option<String>) {}
    /// Becomes what a buyer who reads `locale` sees.
    fn shown(&mut self, _locale: Option<&Locale>) {}
    /// Whether it can be taken away.
    fn may_go(&self) -> Result<(), ContentError> {
        Ok(())
    }
    /// A handle in the form in which they are kept.
    fn handle(text: &str) -> String {
        handle(text)
    }
}

fn shown_from(published_at: Option<Timestamp>) -> i64 {
    published_at.map_or(NEVER, Timestamp::micros)
}

macro_rules! base {
    () => {
        fn named(&mut self, id: i64, handle: String) {
            self.id = Id::from_i64(id);
            self.handle = handle;
        }
        base!(stamped);
    };
    (stamped) => {
        fn stamped(&mut self, version: i64, at: Timestamp) {
            self.version = version;
            self.updated_at = at;
        }
    };
}

/// The translation for a reader of `locale`: his own, else that of his language alone.
fn translation(all: Translations, locale: Option<&Locale>) -> Option<Translation> {
    let mut all = all;
    let key = pick(all.keys(), locale?)?.clone();
    all.remove(&key)
}

/// Which of `there` a reader of `locale` reads: his own, else his language without a region, else his language at all.
fn pick<'a>(there: impl Iterator<Item = &'a Locale> + Clone, locale: &Locale) -> Option<&'a Locale> {
    let wanted = locale.to_string();
    let language = |one: &Locale| one.to_string().split('-').next().unwrap_or_default().to_owned();
    let own = language(locale);
    let mut ways = there.clone().filter(|one| **one == *locale);
    ways.next()
        .or_else(|| there.clone().find(|one| one.to_string() == own && wanted != own))
        .or_else(|| there.clone().find(|one| language(one) == own))
}

fn put<T>(place: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *place = new;
    }
}

fn put_seo(place: &mut Seo, new: Option<Seo>) {
    put(place, new);
}

impl Noun for ContentPage {
    const KIND: ContentKind = ContentKind::Page;
    const WHAT: &'static str = "page";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.handle,
            title: &self.title,
            tags: &[],
            shown_from: shown_from(self.published_at),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    base!();
    fn shown(&mut self, locale: Option<&Locale>) {
        let Some(other) = translation(std::mem::take(&mut self.translations), locale) else { return };
        put(&mut self.title, other.title);
        put(&mut self.body_html, other.body_html);
        put_seo(&mut self.seo, other.seo);
    }
}

impl Noun for Blog {
    const KIND: ContentKind = ContentKind::Blog;
    const WHAT: &'static str = "blog";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.handle,
            title: &self.title,
            tags: &[],
            shown_from: ALWAYS,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    base!();
    fn shown(&mut self, locale: Option<&Locale>) {
        let Some(other) = translation(std::mem::take(&mut self.translations), locale) else { return };
        put(&mut self.title, other.title);
        put_seo(&mut self.seo, other.seo);
    }
}

impl Noun for Article {
    const KIND: ContentKind = ContentKind::Article;
    const WHAT: &'static str = "article";
    const PARENT: Option<ContentKind> = Some(ContentKind::Blog);
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: self.blog.get(),
            handle: &self.handle,
            title: &self.title,
            tags: &self.tags,
            shown_from: shown_from(self.published_at),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    base!();
    fn placed(&mut self, within: Option<String>) {
        put(&mut self.blog_handle, within);
    }
    fn shown(&mut self, locale: Option<&Locale>) {
        let Some(other) = translation(std::mem::take(&mut self.translations), locale) else { return };
        put(&mut self.title, other.title);
        put(&mut self.body_html, other.body_html);
        put(&mut self.excerpt_html, other.excerpt_html);
        put_seo(&mut self.seo, other.seo);
    }
}

impl Noun for Menu {
    const KIND: ContentKind = ContentKind::Menu;
    const WHAT: &'static str = "menu";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.handle,
            title: &self.title,
            tags: &[],
            shown_from: ALWAYS,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    base!();
    fn may_go(&self) -> Result<(), ContentError> {
        if self.is_default {
            return Err(ContentError::DefaultMenuFixed { handle: self.handle.clone() });
        }
        Ok(())
    }
    fn shown(&mut self, locale: Option<&Locale>) {
        self.items.iter_mut().for_each(|item| show_item(item, locale));
    }
}

fn show_item(item: &mut MenuItem, locale: Option<&Locale>) {
    let mut titles = std::mem::take(&mut item.titles);
    let key = locale.and_then(|locale| pick(titles.keys(), locale)).cloned();
    put(&mut item.title, key.and_then(|key| titles.remove(&key)));
    item.items.iter_mut().for_each(|under| show_item(under, locale));
}

impl Noun for Redirect {
    const KIND: ContentKind = ContentKind::Redirect;
    const WHAT: &'static str = "redirect";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.path,
            title: &self.target,
            tags: &[],
            shown_from: ALWAYS,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    fn named(&mut self, id: i64, handle: String) {
        self.id = Id::from_i64(id);
        self.path = handle;
    }
    base!(stamped);
    fn handle(text: &str) -> String {
        crate::paths::canonical(text)
    }
}

impl Noun for MetaobjectDefinition {
    const KIND: ContentKind = ContentKind::MetaobjectDefinition;
    const WHAT: &'static str = "metaobject definition";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.kind,
            title: &self.name,
            tags: &[],
            shown_from: if self.storefront_visible { ALWAYS } else { NEVER },
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    fn named(&mut self, id: i64, handle: String) {
        self.id = Id::from_i64(id);
        self.kind = handle;
    }
    base!(stamped);
    fn handle(text: &str) -> String {
        text.to_owned()
    }
}

impl Noun for Metaobject {
    const KIND: ContentKind = ContentKind::Metaobject;
    const WHAT: &'static str = "metaobject";
    const PARENT: Option<ContentKind> = Some(ContentKind::MetaobjectDefinition);
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: self.definition.get(),
            handle: &self.handle,
            title: &self.title,
            tags: &[],
            shown_from: shown_from(self.published_at),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    base!();
}

/// A policy as it is kept, once it was written.
impl Noun for Policy {
    const KIND: ContentKind = ContentKind::Policy;
    const WHAT: &'static str = "policy";
    fn entry(&self) -> Entry<'_> {
        let updated_at = self.updated_at.unwrap_or(Timestamp::from_micros(0));
        Entry {
            id: self.policy.number(),
            scope: 0,
            handle: &self.handle,
            title: &self.title,
            tags: &[],
            shown_from: if self.body_html.trim().is_empty() { NEVER } else { ALWAYS },
            version: self.version,
            created_at: Timestamp::from_micros(0),
            updated_at,
        }
    }
    // its kind is its name
    fn named(&mut self, _id: i64, _handle: String) {}
    fn stamped(&mut self, version: i64, at: Timestamp) {
        self.version = version;
        self.updated_at = Some(at);
    }
    fn shown(&mut self, locale: Option<&Locale>) {
        let Some(other) = translation(std::mem::take(&mut self.translations), locale) else { return };
        put(&mut self.title, other.title);
        put(&mut self.body_html, other.body_html);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_his_own_language_or_the_nearest() {
        let locale = |text: &str| text.parse::<Locale>().unwrap();
        let there = ["de", "de-AT", "hi-IN", "pt-BR"].map(locale);
        let picked = |wanted: &str| pick(there.iter(), &locale(wanted)).map(ToString::to_string);
        assert_eq!(picked("de-AT").as_deref(), Some("de-AT"));
        assert_eq!(picked("de-DE").as_deref(), Some("de"));
        assert_eq!(picked("hi").as_deref(), Some("hi-IN"));
        assert_eq!(picked("pt-PT").as_deref(), Some("pt-BR"));
        assert_eq!(picked("en-IN"), None);
    }
}

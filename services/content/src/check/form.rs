//! Single fields.

use crate::html;
use infrasell_contracts::{
    catalog::{Media, Seo},
    content::{Translation, Translations},
};
use infrasell_kernel::{Fields, Patch, Timestamp};

/// The most characters of a title, a handle, a tag.
pub(crate) const MAX_WORD: usize = 255;
/// The most bytes of HTML.
pub(crate) const MAX_HTML_BYTES: usize = 512 * 1024;
/// The most characters of the title and of the description for search engines.
pub(crate) const MAX_SEO: (usize, usize) = (255, 1_000);
/// The most characters of an address.
pub(crate) const MAX_URL: usize = 2_048;
/// The most characters of a picture's alternative text.
pub(crate) const MAX_ALT: usize = 512;
/// The most languages of a text.
pub(crate) const MAX_LOCALES: usize = 50;

/// The text without white space at its ends, not blank and not too long.
pub(crate) fn required(fields: &mut Fields, path: &str, text: &str, max: usize) -> String {
    fields.text(path, text, max);
    text.trim().to_owned()
}

/// The text without white space at its ends, not too long.
pub(crate) fn trimmed(fields: &mut Fields, path: &str, text: &str, max: usize) -> String {
    fields.max_len(path, text, max);
    text.trim().to_owned()
}

/// The HTML, cleaned; its length counts as it was sent.
pub(crate) fn html(fields: &mut Fields, path: &str, html: &str) -> String {
    if html.len() > MAX_HTML_BYTES {
        fields.add(path, "too_long", format!("{path} is longer than {MAX_HTML_BYTES} bytes"));
        return String::new();
    }
    fields.check(!html.contains('\0'), path, "invalid_character", format!("{path} contains a zero character"));
    let (depth, attributes) = html::measure(html);
    let (most_deep, most_attributes) = (html::MAX_DEPTH, html::MAX_ATTRIBUTES);
    if depth > most_deep || attributes > most_attributes {
        let message = format!(
            "{path} has elements {depth} deep and tags of {attributes} attributes, more than {most_deep} or {most_attributes}"
        );
        fields.add(path, "too_deep", message);
        return String::new();
    }
    html::clean(html)
}

/// The handle in its own form, or nothing when it was not given.
pub(crate) fn handle(fields: &mut Fields, path: &str, handle: Option<&str>) -> Option<String> {
    let slug = infrasell_kernel::handle::handle(handle?);
    fields.check(!slug.is_empty(), path, "invalid", format!("{path} must contain a letter or a digit"));
    fields.max_len(path, &slug, MAX_WORD);
    Some(slug)
}

pub(crate) fn seo(fields: &mut Fields, path: &str, seo: Seo) -> Seo {
    Seo {
        title: trimmed(fields, &format!("{path}.title"), &seo.title, MAX_SEO.0),
        description: trimmed(fields, &format!("{path}.description"), &seo.description, MAX_SEO.1),
    }
}

/// The texts in other languages, checked as the own ones are.
pub(crate) fn translations(fields: &mut Fields, all: Translations) -> Translations {
    let count = all.len();
    let message = format!("translations has {count} languages, more than {MAX_LOCALES}");
    fields.check(count <= MAX_LOCALES, "translations", "too_many", message);
    let checked = |(locale, other): (infrasell_kernel::Locale, Translation)| {
        let at = |field: &str| format!("translations.{locale}.{field}");
        let other = Translation {
            title: other.title.map(|title| required(fields, &at("title"), &title, MAX_WORD)),
            body_html: other.body_html.map(|body| html(fields, &at("body_html"), &body)),
            excerpt_html: other.excerpt_html.map(|excerpt| html(fields, &at("excerpt_html"), &excerpt)),
            seo: other.seo.map(|one| seo(fields, &at("seo"), one)),
        };
        (locale, other)
    };
    all.into_iter().map(checked).collect()
}

/// The picture with its address trimmed.
pub(crate) fn media(fields: &mut Fields, path: &str, media: Media) -> Media {
    let url = required(fields, &format!("{path}.url"), &media.url, MAX_URL);
    let message = format!("{path}.url must begin with https://, http:// or a single / and hold no white space");
    fields.check(url.is_empty() || is_address(&url), &format!("{path}.url"), "invalid_url", message);
    fields.max_len(&format!("{path}.alt"), &media.alt, MAX_ALT);
    Media { url, ..media }
}

/// Whether it is a path on this shop's own pages or an absolute address of the web.
pub(crate) fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host_or_path = match rest {
        Some(host) => !host.is_empty() && !host.starts_with('/'),
        None => is_own_path(url),
    };
    host_or_path && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Whether it begins as a path on this server does: two slashes would lead to another one.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\")
}

/// From when something new is shown: now unless another time, or never, was named.
pub(crate) fn published(given: Patch<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    match given {
        Patch::Keep => Some(now),
        given => given.apply(None),
    }
}

pub(crate) fn put<T>(place: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *place = new;
    }
}

pub(crate) fn put_or_empty<T: Default>(place: &mut T, new: Patch<T>) {
    match new {
        Patch::Keep => {}
        Patch::Clear => *place = T::default(),
        Patch::Set(new) => *place = new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_where_it_says() {
        for good in ["https://a.example/x.jpg?w=1", "http://a", "/media/a.svg", "/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["//a.example/x", "/\\a.example", "javascript:alert(1)", "ftp://a", "https://", "a.jpg", "/a b", ""]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}

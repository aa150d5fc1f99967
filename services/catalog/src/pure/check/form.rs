//! Checks of single fields. Paths are formatted only when something is wrong: a bulk call checks 50,000 fields.

use crate::pure::{
    limits::{MAX_ALT, MAX_CHANNELS, MAX_HANDLE, MAX_HTML_BYTES, MAX_SEARCH, MAX_URL},
    text,
};
use infrasell_contracts::catalog::Media;
use infrasell_kernel::{ChannelId, FieldError, Fields};
use std::{collections::HashSet, fmt::Arguments};

/// Notes a text that is too long or holds a zero character, which PostgreSQL cannot keep.
pub(super) fn max_len(fields: &mut Fields, path: Arguments<'_>, text: &str, max: usize) {
    if text.len() > max && text.chars().count() > max {
        fields.add(path.to_string(), "too_long", format!("{path} is longer than {max} characters"));
    }
    no_zero(fields, path, text);
}

pub(super) fn no_zero(fields: &mut Fields, path: Arguments<'_>, text: &str) {
    if text.contains('\0') {
        fields.add(path.to_string(), "invalid_character", format!("{path} contains a zero character"));
    }
}

/// The text without white space at its ends, checked for its length.
pub(super) fn trimmed(fields: &mut Fields, path: Arguments<'_>, mut text: String, max: usize) -> String {
    let end = text.trim_end().len();
    text.truncate(end);
    let start = text.len() - text.trim_start().len();
    if start > 0 {
        text.drain(..start);
    }
    max_len(fields, path, &text, max);
    text
}

/// As [`trimmed`], and not blank.
pub(super) fn required(fields: &mut Fields, path: Arguments<'_>, text: String, max: usize) -> String {
    let text = trimmed(fields, path, text, max);
    if text.is_empty() {
        fields.add(path.to_string(), "required", format!("{path} must not be blank"));
    }
    text
}

/// Notes a list with more than `max` entries; whether its entries are worth looking at.
pub(super) fn max_items(fields: &mut Fields, path: Arguments<'_>, count: usize, max: usize) -> bool {
    if count > max {
        fields.add(path.to_string(), "too_many", format!("{path} has {count} entries, more than {max}"));
    }
    count <= max
}

/// Notes HTML that is too long.
pub(super) fn html(fields: &mut Fields, path: Arguments<'_>, html: &str) {
    if html.len() > MAX_HTML_BYTES {
        fields.add(path.to_string(), "too_long", format!("{path} is longer than {MAX_HTML_BYTES} bytes"));
    }
    no_zero(fields, path, html);
}

/// The handle in its own form, or nothing when it was not given.
pub(crate) fn handle(fields: &mut Fields, path: Arguments<'_>, handle: Option<String>) -> Option<String> {
    let given = handle?;
    let slug = infrasell_kernel::handle::handle(&given);
    if slug.is_empty() {
        fields.add(path.to_string(), "invalid", format!("{path} must contain a letter or a digit"));
    }
    max_len(fields, path, &slug, MAX_HANDLE);
    Some(slug)
}

/// The channels sorted, each once; unknown ones are noted.
pub(super) fn channels(
    fields: &mut Fields,
    path: Arguments<'_>,
    channels: Option<Vec<ChannelId>>,
    known: &HashSet<ChannelId>,
) -> Option<Vec<ChannelId>> {
    let mut channels = channels?;
    if max_items(fields, path, channels.len(), MAX_CHANNELS) {
        for (i, channel) in channels.iter().enumerate() {
            if !known.contains(channel) {
                fields.add(format!("{path}.{i}"), "unknown", format!("there is no channel {channel}"));
            }
        }
    }
    channels.sort_unstable();
    channels.dedup();
    Some(channels)
}

/// The picture with its address trimmed.
pub(super) fn media(fields: &mut Fields, path: Arguments<'_>, media: Media) -> Media {
    let url = required(fields, format_args!("{path}.url"), media.url, MAX_URL);
    if !url.is_empty() && !is_address(&url) {
        let message = format!("{path}.url must begin with https://, http:// or a single / and hold no white space");
        fields.add(format!("{path}.url"), "invalid_url", message);
    }
    max_len(fields, format_args!("{path}.alt"), &media.alt, MAX_ALT);
    Media { url, alt: media.alt }
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host_or_path = match rest {
        Some(host) => !host.is_empty() && !host.starts_with('/'),
        // two slashes would lead to another server
        None => url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\"),
    };
    host_or_path && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// How many things are asked for at once.
///
/// # Errors
/// A field error at `path` when there are more than `max`.
pub(crate) fn asked(path: &str, count: usize, max: usize) -> Result<(), FieldError> {
    if count <= max {
        return Ok(());
    }
    Err(FieldError::new(path, "too_many", format!("{path} has {count} entries, more than {max}")))
}

/// The folded words of a search.
///
/// # Errors
/// A field error at `search` when it is too long.
pub(crate) fn search(search: &str) -> Result<Vec<String>, FieldError> {
    if search.chars().count() > MAX_SEARCH {
        return Err(FieldError::new("search", "too_long", format!("search is longer than {MAX_SEARCH} characters")));
    }
    // a zero character is in no stored text, and PostgreSQL would not take it
    Ok(text::words(&search.replace('\0', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_where_it_says() {
        for good in ["https://a.example/x.jpg?w=1", "http://a", "/media/a.svg", "/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "//a.example/x",
            "/\\a.example",
            "javascript:alert(1)",
            "ftp://a",
            "https://",
            "https:///x",
            "a.jpg",
            "/a b",
            "/a\nb",
            "data:image/png;base64,AA",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn text_is_trimmed_in_place() {
        let mut fields = Fields::new();
        assert_eq!(trimmed(&mut fields, format_args!("a"), "  ñ x \u{a0}".into(), 3), "ñ x");
        assert!(fields.is_empty());
        required(&mut fields, format_args!("a"), "\u{2003}".into(), 3);
        assert!(!fields.is_empty());
    }
}

//! Text as it is compared: folded for search, cut for sorting. Handles are made by the kernel.
//!
//! Always true: folding a second time changes nothing.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The most bytes of a sort key. With its JSON escapes a cursor that holds one stays within 512 bytes.
const MAX_SORT_KEY_BYTES: usize = 160;

/// The text without regard to case and width: `Ｓtraße` and `STRASSE` are one.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    // by way of upper case, so that ß meets SS and the final sigma its brothers; from lower case, as ẞ has no other
    let lower = text.nfkc().flat_map(char::to_lowercase);
    Cow::Owned(lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect())
}

/// What a text is sorted by, compared as bytes. Long texts are cut; the id decides between equal ones.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key: String = fold(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    truncate(&mut key, MAX_SORT_KEY_BYTES);
    key
}

/// The folded words of a search, each once.
#[must_use]
pub fn words(search: &str) -> Vec<String> {
    let folded = fold(search);
    let mut words: Vec<String> = Vec::new();
    for word in folded.split_whitespace() {
        if !words.iter().any(|have| have == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// A `LIKE … ESCAPE '\'` pattern for texts that contain `part`.
#[must_use]
pub fn containing(part: &str) -> String {
    format!("%{}", beginning(part))
}

/// A `LIKE … ESCAPE '\'` pattern for texts that begin with `part`.
#[must_use]
pub fn beginning(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 1);
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The most characters of a [`short_key`], as in the migration that filled the first ones.
const MAX_SHORT_KEY: usize = 40;

/// What a vendor, a type, a collection's title is sorted by, compared as bytes: its beginning, ASCII letters folded.
#[must_use]
pub fn short_key(text: &str) -> String {
    text.chars().take(MAX_SHORT_KEY).map(|c| c.to_ascii_lowercase()).collect()
}

/// Cuts a text to at most `max` bytes, between characters.
pub fn truncate(text: &mut String, max: usize) {
    if text.len() > max {
        let end = (0..=max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_width_do_not_count() {
        assert_eq!(fold("Ｓtraße"), fold("STRASSE"));
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("ﬁt"), "fit");
        assert_ne!(fold("résumé"), fold("resume"));
    }

    #[test]
    fn a_pattern_takes_wildcards_literally() {
        assert_eq!(containing(r"50%_\"), r"%50\%\_\\%");
    }

    #[test]
    fn a_capital_sharp_s_is_folded_to_the_end() {
        assert_eq!(fold("STRAẞE"), "strasse");
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in any::<String>()) {
            let folded = fold(&text).into_owned();
            prop_assert_eq!(fold(&folded).into_owned(), folded);
            prop_assert!(sort_key(&text).len() <= MAX_SORT_KEY_BYTES);
        }
    }
}

//! Text as catalog compares it: folded for search, cut for sorting, slugged for addresses.
//!
//! Always true: folding and slugging a second time changes nothing.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most bytes of a sort key. With its JSON escapes a cursor that holds one stays within 512 bytes.
const MAX_SORT_KEY_BYTES: usize = 160;

/// The text without regard to case and width: `Ｓtraße` and `STRASSE` are one.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
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
pub(crate) fn sort_key(text: &str) -> String {
    let mut key: String = fold(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    truncate(&mut key, MAX_SORT_KEY_BYTES);
    key
}

/// The folded words of a search, each once.
pub(crate) fn words(search: &str) -> Vec<String> {
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
pub(crate) fn containing(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A name in addresses: letters and digits of any script in lower case, everything else one `-` a run. Empty when
/// nothing is left.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push_slug(&mut slug, c.to_ascii_lowercase()));
    } else {
        text.nfkc().flat_map(char::to_lowercase).nfkc().for_each(|c| push_slug(&mut slug, c));
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn push_slug(slug: &mut String, c: char) {
    let ends_open = slug.is_empty() || slug.ends_with('-');
    // joiners only shape the letters beside them; marks (vowel signs, the virama) belong to the letter before them
    let joiner = matches!(c, '\u{200c}' | '\u{200d}');
    if c.is_alphanumeric() && !(ends_open && is_combining_mark(c)) || is_combining_mark(c) && !ends_open {
        slug.push(c);
    } else if !ends_open && !joiner {
        slug.push('-');
    }
}

/// Cuts a text to at most `max` bytes, between characters.
pub(crate) fn truncate(text: &mut String, max: usize) {
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
    fn handles_keep_letters_of_any_script() {
        assert_eq!(slug("  Men's T-Shirt — 100 % Cotton! "), "men-s-t-shirt-100-cotton");
        assert_eq!(slug("हिन्दी पुस्तक"), "हिन्दी-पुस्तक");
        assert_eq!(slug("Crème Brûlée"), "crème-brûlée");
        assert_eq!(slug("../../etc/passwd?x=<y>"), "etc-passwd-x-y");
        assert_eq!(slug("🙂 — !"), "");
        assert_eq!(slug("ＡＢＣ①"), "abc1");
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
        fn folding_and_slugging_are_idempotent(text in any::<String>()) {
            let folded = fold(&text).into_owned();
            prop_assert_eq!(fold(&folded).into_owned(), folded);
            let slugged = slug(&text);
            prop_assert_eq!(slug(&slugged), slugged.clone());
            prop_assert!(!slugged.starts_with('-') && !slugged.ends_with('-') && !slugged.contains("--"));
            prop_assert!(sort_key(&text).len() <= MAX_SORT_KEY_BYTES);
        }
    }
}

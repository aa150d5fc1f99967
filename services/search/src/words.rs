//! Texts as words: how they are cut, folded and made alike, in what is found and in what is looked for.
//!
//! Always true: cutting what was cut changes nothing; a word has letters, digits and the marks that belong to them (so
//! that Devanagari, Tamil or Thai words stay whole), no white space and no zero character.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most characters of a word; longer ones are cut.
pub(crate) const MAX_WORD: usize = 48;

/// The words of a text in order.
pub(crate) fn cut(text: &str) -> Vec<String> {
    let folded = fold(text);
    let is_inside = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let words = folded.split(|c| !is_inside(c)).filter(|word| word.chars().any(char::is_alphanumeric));
    words.map(|word| alike(&word.chars().take(MAX_WORD).collect::<String>())).collect()
}

/// Without regard to case, width, and the accents of Latin, Greek and Cyrillic letters: `Ｃafé` is `cafe`. Marks of other
/// scripts are part of their letters and stay.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // apostrophes inside words and joiners say nothing about what is meant
    let plain = text.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{2019}' | '\u{200c}' | '\u{200d}'));
    let lower = plain.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // upper case may bring a mark along
    lower.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).nfc().collect()
}

/// An English plural is its singular: `mugs` is `mug`.
fn alike(word: &str) -> String {
    let is_plain = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
    match word.strip_suffix('s') {
        Some(one) if is_plain && !one.ends_with(['s', 'u', 'i']) => match one.strip_suffix("ie") {
            Some(root) if root.len() > 2 => format!("{root}y"),
            _ => one.to_owned(),
        },
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_what_people_mean_by_them() {
        for (text, want) in [
            ("Linen Shirt, men's", &["linen", "shirt", "men", "s"][..]),
            ("CAFÉ ﬁlter Ｍug", &["cafe", "filter", "mug"]),
            ("Straße ΟΔΟΣ", &["strasse", "οδοσ"]),
            ("mugs dresses berries glass bus", &["mug", "dresse", "berry", "glass", "bus"]),
            ("सूती साड़ी हिन्दी", &["सूती", "साड़ी", "हिन्दी"]),
            ("பருத்தி", &["பருத்தி"]),
            ("SKU-42/b", &["sku", "42", "b"]),
            ("  ---  ", &[]),
            ("500ml", &["500ml"]),
        ] {
            let want: Vec<String> = want.iter().map(|word| fold(word)).collect();
            assert_eq!(cut(text), want, "{text}");
        }
        assert_eq!(cut(&"x".repeat(500))[0].len(), MAX_WORD);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_word_is_one_word(text in any::<String>()) {
            for word in cut(&text) {
                prop_assert!(!word.contains('\0') && !word.contains(char::is_whitespace));
                prop_assert_eq!(cut(&word).len(), 1, "{}", word);
            }
        }
    }
}

//! Handles: names in addresses, made of whatever people write.
//!
//! Always true: making a handle of a handle changes nothing; it neither begins nor ends with `-`, nor has two in a row.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The handle of a text: letters and digits of any script in lower case, everything else one `-` a run. Empty when nothing
/// is left.
#[must_use]
pub fn handle(text: &str) -> String {
    let mut handle = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push(&mut handle, c.to_ascii_lowercase()));
    } else {
        text.nfkc().flat_map(char::to_lowercase).nfkc().for_each(|c| push(&mut handle, c));
    }
    handle.truncate(handle.trim_end_matches('-').len());
    handle
}

fn push(handle: &mut String, c: char) {
    let ends_open = handle.is_empty() || handle.ends_with('-');
    // joiners only shape the letters beside them; marks (vowel signs, the virama) belong to the letter before them
    let joiner = matches!(c, '\u{200c}' | '\u{200d}');
    if c.is_alphanumeric() && !(ends_open && is_combining_mark(c)) || is_combining_mark(c) && !ends_open {
        handle.push(c);
    } else if !ends_open && !joiner {
        handle.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn handles_keep_letters_of_any_script() {
        assert_eq!(handle("  Men's T-Shirt — 100 % Cotton! "), "men-s-t-shirt-100-cotton");
        assert_eq!(handle("Crème Brûlée"), "crème-brûlée");
        assert_eq!(handle("../../etc/passwd?x=<y>"), "etc-passwd-x-y");
        assert_eq!(handle("🙂 — !"), "");
        assert_eq!(handle("ＡＢＣ①"), "abc1");
    }

    #[test]
    fn the_marks_of_indic_scripts_stay_with_their_letters() {
        for (text, made) in [
            ("हिन्दी पुस्तक", "हिन्दी-पुस्तक"),
            ("தமிழ் நூல்", "தமிழ்-நூல்"),
            ("বাংলা বই", "বাংলা-বই"),
            ("മലയാളം പുസ്തകം", "മലയാളം-പുസ്തകം"),
            ("ಕನ್ನಡ ಪುಸ್ತಕ", "ಕನ್ನಡ-ಪುಸ್ತಕ"),
        ] {
            assert_eq!(handle(text), made);
        }
        // a joiner inside a word shapes it and is not kept; a mark without its letter is dropped
        assert_eq!(handle("क्\u{200d}ष"), "क्ष");
        assert_eq!(handle("\u{93f}क"), "क");
    }

    proptest! {
        #[test]
        fn a_handle_of_a_handle_is_itself(text in any::<String>()) {
            let made = handle(&text);
            prop_assert_eq!(handle(&made), made.clone());
            prop_assert!(!made.starts_with('-') && !made.ends_with('-') && !made.contains("--"));
        }
    }
}

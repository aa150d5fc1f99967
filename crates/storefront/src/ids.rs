//! Ids as these clients know them: `gid://shopify/Product/123`.
//!
//! Always true: an id is opaque on the way in; one of another kind, a forged one or any other text is no id and never
//! more than that.

use base64::{Engine, engine::general_purpose::STANDARD};

const PREFIX: &str = "gid://shopify/";
/// The longest text that is looked at, bytes.
const LONGEST: usize = 512;

/// The kind and the rest of an id. What stands behind `?` is not looked at; the older clients' Base64 form is read, too.
#[must_use]
pub fn parts(id: &str) -> Option<(String, String)> {
    if id.len() > LONGEST {
        return None;
    }
    let Some(rest) = id.strip_prefix(PREFIX) else {
        let decoded = String::from_utf8(STANDARD.decode(id).ok()?).ok()?;
        return decoded.strip_prefix(PREFIX).and_then(split);
    };
    split(rest)
}

fn split(rest: &str) -> Option<(String, String)> {
    let (kind, name) = rest.split_once('/')?;
    let name = name.split('?').next().unwrap_or("");
    (!kind.is_empty() && !name.is_empty()).then(|| (kind.to_owned(), name.to_owned()))
}

/// The number of an id of this kind.
#[must_use]
pub fn number(kind: &str, id: &str) -> Option<i64> {
    let (found, name) = parts(id)?;
    let number: i64 = name.parse().ok()?;
    (found == kind && (1..=infrasell_kernel::id::MAX_ID).contains(&number)).then_some(number)
}

/// The name behind an id of this kind: a cart's token.
#[must_use]
pub fn name(kind: &str, id: &str) -> Option<String> {
    parts(id).filter(|(found, _)| found == kind).map(|(_, name)| name)
}

/// An id of this kind.
#[must_use]
pub fn gid(kind: &str, name: impl std::fmt::Display) -> String {
    format!("{PREFIX}{kind}/{name}")
}

/// A number that stands for a text that has none of its own, such as the address of a picture: the same text has the
/// same number, always (FNV-1a, 53 bits).
#[must_use]
pub fn number_of(text: &str) -> i64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    i64::try_from(hash >> 11).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_of_its_kind_only() {
        assert_eq!(number("Product", "gid://shopify/Product/12"), Some(12));
        assert_eq!(number("Product", "Z2lkOi8vc2hvcGlmeS9Qcm9kdWN0LzEy"), Some(12));
        assert_eq!(name("Cart", "gid://shopify/Cart/abc?key=1"), Some("abc".into()));
        for forged in [
            "gid://shopify/Product/",
            "gid://shopify/ProductVariant/12",
            "gid://shopify/Product/-1",
            "12",
            "",
            "gid://shopify/Product/9007199254740993",
            "gid://other/Product/12",
            "gid://shopify//12",
            "%%%",
        ] {
            assert_eq!(number("Product", forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_id_or_none(text in any::<String>(), id in 1..=infrasell_kernel::id::MAX_ID) {
            let _any = parts(&text);
            prop_assert_eq!(number("Product", &gid("Product", id)), Some(id));
        }
    }
}

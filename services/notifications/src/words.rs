//! The words that the shared parts of mails are made of, in each language that Infrasell brings.

/// The words of a language: what a part calls them, and what a reader reads.
pub(crate) fn words(language: &str) -> &'static [(&'static str, &'static str)] {
    match language {
        "hi" => HINDI,
        _ => ENGLISH,
    }
}

/// One word of a language.
pub(crate) fn word(language: &str, name: &str) -> &'static str {
    words(language).iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

const ENGLISH: &[(&str, &str)] = &[
    ("questions", "Questions? Write to us:"),
    ("total", "Total"),
    ("subtotal", "Subtotal"),
    ("discount", "Discount"),
    ("shipping", "Shipping"),
    ("fee", "Fee"),
    ("tax", "Tax"),
    ("rounding", "Rounding"),
    ("tax_included", "Includes tax of"),
    ("payment", "Payment"),
    ("ships_to", "Ships to"),
    ("method_cod", "Cash on delivery"),
    ("method_manual", "Bank transfer"),
    ("method_none", "Nothing to pay"),
];

const HINDI: &[(&str, &str)] = &[
    ("questions", "कोई सवाल? हमें लिखें:"),
    ("total", "कुल"),
    ("subtotal", "उप-योग"),
    ("discount", "छूट"),
    ("shipping", "डिलीवरी"),
    ("fee", "शुल्क"),
    ("tax", "कर"),
    ("rounding", "पूर्णांकन"),
    ("tax_included", "इसमें शामिल कर"),
    ("payment", "भुगतान"),
    ("ships_to", "डिलीवरी का पता"),
    ("method_cod", "कैश ऑन डिलीवरी"),
    ("method_manual", "बैंक ट्रांसफ़र"),
    ("method_none", "कुछ देय नहीं"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        let names = |list: &[(&'static str, &'static str)]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(ENGLISH), names(HINDI));
        assert!(HINDI.iter().chain(ENGLISH).all(|(_, text)| !text.is_empty()));
        assert_eq!(word("hi", "total"), "कुल");
    }
}

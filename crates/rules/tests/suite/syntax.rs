//! The language in which lists are narrowed.

use infrasell_rules::syntax::{Compare, Expr, MAX_CHARS, MAX_DEPTH, MAX_TERMS, Term, TooLarge, read};
use proptest::prelude::*;

fn printed(text: &str) -> String {
    read(text).unwrap().map(|expr| expr.to_string()).unwrap_or_default()
}

#[test]
fn every_form_is_read() {
    for (text, want) in [
        ("", ""),
        ("  \t\n ", ""),
        ("red shirt", "red shirt"),
        ("red AND shirt", "red shirt"),
        ("a b OR c d", "a b OR c d"),
        ("a (b OR c) d", "a (b OR c) d"),
        ("((a))", "a"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("-a NOT b", "NOT a NOT b"),
        ("-(a b)", "NOT (a b)"),
        ("tag:summer", "tag:summer"),
        ("Tag:'New in'", "tag:\"New in\""),
        ("vendor:\"Loom \\\"&\\\" Co\"", "vendor:\"Loom \\\"&\\\" Co\""),
        ("title:lin*", "title:lin*"),
        ("tag:*", "tag:*"),
        ("variants.price:>=100 variants.price:<200", "variants.price:>=100 variants.price:<200"),
        ("created_at:>2026-01-01T00:00:00Z", "created_at:>2026-01-01T00\\:00\\:00Z"),
        ("created_at:<='2026-01-01'", "created_at:<=\"2026-01-01\""),
        ("id:-5", "id:\\-5"),
        ("men's", "men\\'s"),
        ("cotton-blend", "cotton-blend"),
        ("\\AND AND \\-x", "\\AND \\-x"),
        ("साड़ी", "साड़ी"),
    ] {
        assert_eq!(printed(text), want, "{text}");
    }
}

#[test]
fn a_term_says_all_that_was_written() {
    let term = Term {
        field: Some("variants.price".into()),
        compare: Compare::AtMost,
        value: "99.50".into(),
        is_prefix: false,
        is_phrase: false,
    };
    assert_eq!(read("variants.price:<=99.50"), Ok(Some(Expr::Term(term))));
}

#[test]
fn what_is_not_finished_is_read_as_far_as_it_goes() {
    for (text, want) in [
        ("(a OR", "a"),
        ("a) OR b", "a OR b"),
        ("OR AND a NOT", "a"),
        ("tag:", ""),
        ("a tag: b", "a b"),
        ("\"red shi", "\"red shi\""),
        ("- a", "a"),
        ("()", ""),
        ("-()", ""),
        ("*", ""),
        ("a\\", "a\\\\"),
        (":x", "\\:x"),
    ] {
        assert_eq!(printed(text), want, "{text}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    assert_eq!(read(&"a".repeat(MAX_CHARS + 1)), Err(TooLarge::Long));
    assert!(read(&"a".repeat(MAX_CHARS)).is_ok());
    assert_eq!(read(&"a ".repeat(MAX_TERMS + 1)), Err(TooLarge::Wide));
    assert!(read(&"a ".repeat(MAX_TERMS)).is_ok());
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(read(&nested(MAX_DEPTH + 1)), Err(TooLarge::Deep));
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(read(&format!("{}a", "-".repeat(MAX_CHARS - 1))), Err(TooLarge::Deep));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_is_read_as_the_same(text in r#"([a-c :()"'\\*<>=-]|AND|OR|NOT|tag:|\PC){0,60}"#) {
        if let Ok(Some(expr)) = read(&text) {
            let printed = expr.to_string();
            prop_assert_eq!(read(&printed), Ok(Some(expr)), "{} → {}", text, printed);
        }
    }

    #[test]
    fn nothing_stops_the_reader(text in any::<String>()) {
        let _ = read(&text);
    }
}

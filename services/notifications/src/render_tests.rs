//! Templates, tried: those that Infrasell brings, and those that must not work.

use crate::{
    builtin::{self, LANGUAGES, Source},
    facts, fuzz,
    render::render,
    sample::{self, Fill},
};
use infrasell_contracts::{common::PostalAddress, notifications::NotificationKind, settings::Shop};
use infrasell_kernel::{Locale, Timestamp};

fn shop() -> Shop {
    let legal_address = PostalAddress { line1: "1 Hill Road".into(), city: "Pune".into(), ..PostalAddress::default() };
    Shop { legal_address, ..fuzz::shop(now()) }
}

fn now() -> Timestamp {
    "2026-11-26T10:00:00Z".parse().unwrap()
}

fn sample(kind: NotificationKind, language: &str, fill: Fill) -> facts::Facts {
    let locale: Locale = language.parse().unwrap();
    let name = if fill == Fill::Full { "<b>Asha</b>" } else { "" };
    let mut facts = facts::base(&shop(), "https://shop.example.in", &locale, name, "asha@example.in");
    sample::fill(&mut facts, kind, &locale, now(), fill);
    facts
}

#[test]
fn every_template_that_comes_along_works_with_much_and_with_little() {
    for kind in NotificationKind::ALL {
        for language in LANGUAGES {
            for fill in [Fill::Full, Fill::Sparse] {
                let name = format!("{kind:?} {language} {fill:?}");
                let mail = render(builtin::source(*kind, language), &sample(*kind, language, fill))
                    .unwrap_or_else(|error| panic!("{name}: {}", error.message));
                assert!(!mail.html.contains("<b>Asha") && !mail.html.contains("<Co>"), "{name} is escaped");
                assert!(mail.text.contains("Chai and Company LLP"), "{name}: {}", mail.text);
                assert!(!mail.text.contains("&lt;") && !mail.text.contains("\n\n\n"), "{name}: {}", mail.text);
                assert!(mail.html.contains("width=device-width") && !mail.html.contains("<img"), "{name}");
                for part in [&mail.subject, &mail.text, &mail.html] {
                    assert!(!part.contains("{{") && !part.contains("{%") && !part.contains(">none"), "{name}: {part}");
                }
                if *language == "hi" {
                    assert!(mail.text.chars().any(|c| ('\u{900}'..'\u{97f}').contains(&c)), "{name}");
                }
            }
        }
    }
}

#[test]
fn an_order_is_told_with_its_lines_and_sums() {
    let kind = NotificationKind::OrderConfirmed;
    let mail = render(builtin::source(kind, "en"), &sample(kind, "en-IN", Fill::Full)).unwrap();
    assert_eq!(mail.subject, "Your order IN-1042 at Chai & <Co>");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("₹1,23,456.00") && part.contains("26 November 2026") && part.contains("IFSC"), "{part}");
    }
    assert!(mail.text.contains("2 × Assam tea & cup: ₹857.00"), "{}", mail.text);
    assert!(mail.html.contains("Silk saree &lt;sample&gt;"), "{}", mail.html);
    assert!(mail.html.contains("href=\"https:&#x2f;&#x2f;shop.example.in&#x2f;orders&#x2f;sample\""), "{}", mail.html);
}

fn refused(subject: &str, text: &str, html: &str) -> (String, String) {
    let facts = sample(NotificationKind::OrderConfirmed, "en", Fill::Full);
    let error = render(Source { subject, text, html }, &facts).unwrap_err();
    (error.path, error.message)
}

#[test]
fn what_does_not_work_is_named_by_part_and_line() {
    for (html, words) in [
        ("<p>\n{{ order.nubmer }}", "line 2"),
        ("{% for x in %}", "syntax error"),
        ("{% if order %}", "syntax error"),
        ("{{ nothing }}", "undefined"),
        ("{% include \"secrets.txt\" %}", "secrets.txt"),
        ("{% include \"/etc/passwd\" %}", "not found"),
        ("{{ order.total | shout }}", "unknown filter"),
        ("{{ order.lines.clear() }}", "method"),
        (" \n ", "empty"),
    ] {
        let (path, message) = refused("s", "t", html);
        assert!(path == "html" && message.to_lowercase().contains(words), "{html}: {message}");
        assert!(!message.contains('\n'), "{message}");
    }
    assert_eq!(refused("{{ x }}", "t", "h").0, "subject");
    assert_eq!(refused("s", "{{ x }}", "h").0, "text");
    assert_eq!(refused("{{ \"\" }}", "t", "h").0, "subject");
}

#[test]
fn a_template_cannot_go_on_for_ever() {
    let nested = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}";
    let selfish = "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}";
    let huge = "{% for a in range(1000) %}{{ \"x\" * 100000 }}{% endfor %}";
    let deep = "{% if true %}".repeat(5_000);
    let grown =
        "{% set ns = namespace(s=\"x\") %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}";
    for template in [nested, selfish, huge, &deep, grown] {
        let (path, message) = refused("s", "t", template);
        assert_eq!(path, "html", "{message}");
    }
}

#[test]
fn a_template_does_not_calculate_for_lists_that_double_have_no_end() {
    let doubled = format!("{{% set a = ['a'] %}}\n{}{{{{ a|list|length }}}}", "{% set a = a + a %}".repeat(60));
    for (template, line) in [
        (doubled.as_str(), 2),
        ("{{ [1] * 1000000 }}", 1),
        ("{% set a = {'x': {}} + {} %}", 1),
        ("{{ {'x': {}}}}{{ 'it\\'s' + 's' }}", 1),
        ("\n\n{%+ if 1 * 1 +%}x{% endif %}", 3),
    ] {
        let (path, message) = refused("s", "t", template);
        assert_eq!(
            (path.as_str(), message.contains(&format!("(line {line})"))),
            ("html", true),
            "{template}: {message}"
        );
    }
    for fine in ["a + b * c", "{{ 'a + b' ~ \"*\" }}", "{%+ if true +%}x{% endif %}", "{{ {'a': {'b': 1}}.a.b }}"] {
        let facts = sample(NotificationKind::OrderConfirmed, "en", Fill::Full);
        let done = render(Source { subject: "s", text: "t", html: fine }, &facts);
        assert!(done.is_ok(), "{fine}: {done:?}");
    }
}

//! Templates of mails that a shop writes itself: parsed, and written with sample data.

use crate::Target;
use infrasell_contracts::notifications::TemplateInput;
use infrasell_kernel::{Locale, Timestamp};
use infrasell_notifications::fuzz::mail;

/// Subject, text and HTML, apart by lines of `===`. Whatever they are, a mail comes out that is bounded and well formed, or a
/// refusal that names one of the three; the same template always does the same; what is put into HTML is escaped.
pub const TARGET: Target = Target {
    name: "template",
    seeds: &[
        b"Order {{ order.number }}\n===\nHello {{ recipient.name }}\n{% include \"order.txt\" %}\n===\n{% extends \"layout.html\" %}{% block body %}<p>{{ recipient.name }}</p>{% endblock %}",
        b"{{ shop.name|upper }}\n===\n{% for line in order.lines %}{{ loop.index }}. {{ line.title }} {{ line.total }}\n{% endfor %}\n===\n{% from \"button.html\" import button %}{{ button(order.url, \"See\") }}{{ order.note|default(\"-\") }}",
        b"x\n===\n{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(90) }}\n===\ny",
        b"x\n===\n{% set a = \"aaaaaaaa\" %}{% for i in range(99) %}{% set a = a ~ a %}{% endfor %}{{ a|length }}\n===\n{{ \"a\" * 100000000 }}",
        b"x\n===\n{% set ns = namespace(a=\"ab\") %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}z\n===\n{% set b %}{{ ns }}{{ ns }}{% endset %}{{ b|replace(\"a\", b) }}",
        b"x\n===\n{{ [1, [2, {\"a\": order}]]|join(\"%\") }}{{ 9223372036854775807 + 1 }}{{ 1 // 0 }}\n===\n{{ \"%999999999d\"|format(1) }}{{ range(100000)|list|sort|batch(3, \"-\") }}",
    ],
    run,
};

/// Longer than any mail may come out, bytes.
const MOST_BYTES: usize = 512 * 1024;

fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, "\n===\n").map(str::to_owned);
    let mut next = || parts.next().unwrap_or_else(|| "x".into());
    let template = TemplateInput { subject: next(), text: next(), html: next() };
    let now = Timestamp::from_micros(1_790_000_000_000_000);
    let locale: Locale = "en-IN".parse().expect("a language");
    let written = mail(&template, &locale, now);
    assert_eq!(written, mail(&template, &locale, now), "the same template came out otherwise");
    match written {
        Ok(mail) => {
            assert!(!mail.subject.is_empty() && !mail.subject.chars().any(char::is_control), "{}", mail.subject);
            assert!(mail.text.len() <= MOST_BYTES && mail.html.len() <= MOST_BYTES, "a mail without end");
            assert!(mail.subject.chars().count() <= 250);
        }
        Err(errors) => {
            assert!(!errors.is_empty(), "refused for nothing");
            for error in errors {
                assert!(["subject", "text", "html"].contains(&error.path.as_str()), "{}", error.path);
                assert!(!error.message.chars().any(char::is_control) && error.message.chars().count() <= 600);
            }
        }
    }
}

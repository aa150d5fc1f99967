//! The language in which lists are narrowed.

use crate::Target;
use infrasell_rules::syntax::read;

/// Whatever is written is read, or refused for its size; what is printed is read as the same again.
pub const TARGET: Target = Target {
    name: "syntax",
    seeds: &[
        b"tag:summer (vendor:\"Loom \\\"&\\\" Co\" OR title:lin*) -available_for_sale:false created_at:>=2026-01-01",
        b"NOT (a AND -(b OR c)) variants.price:<=99.50 id:-5 tag:*",
        b"'it''s' ((( OR ) AND \\AND \\( a\\",
        "title:साड़ी* ſtraße:ẞ \u{200d}".as_bytes(),
    ],
    run,
};

fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(Some(expr)) = read(&text) else { return };
    let printed = expr.to_string();
    // escapes may make it longer than what may be read
    if let Ok(again) = read(&printed) {
        assert_eq!(again, Some(expr), "{printed}");
    }
}

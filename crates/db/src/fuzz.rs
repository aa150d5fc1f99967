//! What rewrites SQL text, for hostile bytes alone.

use crate::{Engine, text};

/// Any text is rewritten for each engine, and one without a word of ours stays as it is.
///
/// # Panics
/// When it does not.
pub fn text(bytes: &[u8]) {
    let sql = String::from_utf8_lossy(bytes);
    let ours = ["$", "list", "collate", "for ", "primary key", "blob", "--"];
    let plain = !ours.iter().any(|word| sql.to_lowercase().contains(word));
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for rewritten in [text::rewrite(&sql, engine), text::rewrite_schema(&sql, engine)] {
            assert!(!plain || rewritten == sql, "{sql} became {rewritten}");
        }
    }
    if let Some((head, group, tail)) = text::insert_parts(&sql) {
        assert_eq!(format!("{head}{group}{tail}"), sql, "something was lost");
        let parameters = |text: &str| text.matches('$').count();
        assert_eq!(parameters(&text::repeat_group(group, 2, 3)), parameters(group) * 3, "{sql}");
    }
}

//! Text in a cell of a CSV, so that a spreadsheet takes it for text and what is read back is what was written.
//!
//! A spreadsheet computes what begins with `=`, `+`, `-`, `@` or a blank of some kind, and a reader drops the blanks at a
//! cell's ends. Such a text is written with an apostrophe before it, as spreadsheets mark text, and the apostrophe is
//! taken away again on reading.
//!
//! Always true: reading undoes writing, for any text; nothing that is written begins like a formula; a text with an
//! apostrophe of its own and nothing to be guarded against is written and read as it is.

/// What spreadsheets take for the beginning of a formula; the wide forms are computed by some too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text as a cell holds it.
pub(crate) fn write(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that a cell holds, without the blanks around it unless it was guarded.
pub(crate) fn read(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if needs_guard(text) => text,
        _ => cell.trim(),
    }
}

/// An apostrophe more or less does not change the answer, which is why reading undoes writing.
fn needs_guard(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(FORMULA) || text.trim().len() != text.len()
}

/// Writes a list in one cell: parts that hold the separator or a backslash get a backslash before each.
pub(crate) fn join(parts: &[String], separator: char, between: &str) -> String {
    let mut cell = String::new();
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            cell.push_str(between);
        }
        for c in part.chars() {
            if c == separator || c == '\\' {
                cell.push('\\');
            }
            cell.push(c);
        }
    }
    cell
}

/// Reads a list in one cell: a backslash before the separator or another backslash makes it part of the text. Blanks
/// around parts, and empty parts, are dropped.
pub(crate) fn split(cell: &str, separator: char) -> Vec<String> {
    let (mut parts, mut part) = (vec![], String::new());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|next| *next == separator || *next == '\\') {
            part.extend(chars.next());
        } else if c == separator {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_like_a_formula_is_marked_as_text() {
        assert_eq!(write("=1+1"), "'=1+1");
        assert_eq!(write("+91 98200 00000"), "'+91 98200 00000");
        assert_eq!(write("'=1"), "''=1");
        assert_eq!(write("\t=1"), "'\t=1");
        assert_eq!(write("Men's tea"), "Men's tea");
        assert_eq!((write("'tis"), read("'tis")), ("'tis".into(), "'tis"));
        assert_eq!(read("  tea "), "tea");
    }

    #[test]
    fn lists_hold_their_separator() {
        let parts = ["a, b".to_owned(), "c\\".into(), "d\\,e".into()];
        assert_eq!(split(&join(&parts, ',', ", "), ','), parts);
        assert_eq!(split("a,b\\c,, d ", ','), ["a", "b\\c", "d"]);
    }

    proptest! {
        #[test]
        fn reading_undoes_writing(text in "('|=|\\+|@| |\t|\r|\n|a|-|ñ|\u{a0}){0,8}|.{0,20}") {
            let cell = write(&text);
            prop_assert_eq!(read(&cell), text.as_str());
            prop_assert!(!cell.starts_with(FORMULA) && !cell.starts_with(char::is_whitespace));
        }

        #[test]
        fn splitting_undoes_joining(parts in prop::collection::vec("[a,>\\\\]{1,5}", 0..5)) {
            prop_assert_eq!(split(&join(&parts, ',', ", "), ','), parts.clone());
            prop_assert_eq!(split(&join(&parts, '>', " > "), '>'), parts);
        }
    }
}

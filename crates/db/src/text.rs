//! SQL text: the few words in it that differ between the engines.
//!
//! One text is written with `$1` parameters. What is rewritten, outside of quotes and comments:
//!
//! | written | SQLite | PostgreSQL |
//! |---|---|---|
//! | `$1` | `?1` (SQLite numbers `$2` by first appearance) | `$1` |
//! | `id IN list($1)` | `id IN (SELECT value FROM json_each(?1))` | `id = ANY($1::bigint[])` |
//! | `id NOT IN list($1)` | `id NOT IN (SELECT …)` | `id <> ALL($1::bigint[])` |
//! | `FROM list($1) AS ids` | `FROM (SELECT value FROM json_each(?1)) AS ids` | `FROM (SELECT unnest((SELECT $1::bigint[])) AS value) AS ids` |
//! | `list_text($1)` | the same | the same with `text[]` |
//! | `COLLATE "C"` | nothing: its own order is by bytes | the same |
//! | `FOR SHARE`, `FOR UPDATE`, `FOR UPDATE SKIP LOCKED` | nothing: there is one writer | the same |
//!
//! A list that is read `FROM` leads: every row of it finds its own by a key. PostgreSQL is not shown how many it are, for
//! then its guess for this call is always cheaper than the one for all calls, and it plans anew each time, which took
//! three times as long as the reading. A list that is only looked into (`IN`) it sees, since how many rows fit there
//! hangs on the values.
//!
//! In migrations also:
//!
//! | written | SQLite | PostgreSQL |
//! |---|---|---|
//! | `BIGINT PRIMARY KEY` | `INTEGER PRIMARY KEY`, which is the row's own number and needs no second index | the same |
//! | `BLOB` | the same | `BYTEA` |
//! | `TEXT COLLATE "C"`, for text that is sorted or compared | `TEXT` | the same |
//! | `--sqlite: text`, `--postgres: text` to the line's end | `text` | `text`: the named exception, each for its own engine |

use crate::Engine;

/// The text as `engine` takes it. Called once a statement and connection; the result is kept beside the prepared one.
pub(crate) fn rewrite(sql: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(sql.len() + 32);
    let mut rest = sql;
    let mut word_before = false;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\'' | '"' => copy_until(&mut out, rest, c),
            '-' if rest.starts_with("--") => copy_until(&mut out, rest, '\n'),
            '$' => parameter(&mut out, rest, engine),
            'l' if !word_before && rest.starts_with("list") => list(&mut out, rest, engine),
            'C' | 'F' | 'f' if !word_before && engine == Engine::Sqlite => not_sqlite(&mut out, rest),
            _ => 0,
        };
        if taken > 0 {
            rest = &rest[taken..];
            word_before = false;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            word_before = is_word(c);
        }
    }
    out
}

/// The order of text by its bytes, whatever the PostgreSQL database was made with.
const COLLATE_BYTES: &str = "COLLATE \"C\"";

/// A migration's text as `engine` takes it.
pub(crate) fn rewrite_schema(sql: &str, engine: Engine) -> String {
    let (marker, from, to) = match engine {
        Engine::Sqlite => ("--sqlite:", "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY"),
        Engine::Postgres => ("--postgres:", "BLOB", "BYTEA"),
    };
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    let mut word_before = false;
    while let Some(c) = rest.chars().next() {
        let taken = if !word_before && rest.starts_with(marker) {
            marker.len()
        } else if c == '\'' || c == '"' {
            copy_until(&mut out, rest, c)
        } else if rest.starts_with("--") {
            copy_until(&mut out, rest, '\n')
        } else if engine == Engine::Sqlite && !word_before && rest.starts_with(COLLATE_BYTES) {
            COLLATE_BYTES.len()
        } else if !word_before && rest.starts_with(from) && !rest[from.len()..].starts_with(is_word) {
            out.push_str(to);
            from.len()
        } else {
            0
        };
        if taken > 0 {
            rest = &rest[taken..];
            word_before = false;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            word_before = is_word(c);
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Copies from a quote or comment's start to its end; returns how many bytes that was.
fn copy_until(out: &mut String, rest: &str, end: char) -> usize {
    let length = rest[1..].find(end).map_or(rest.len(), |at| at + 2);
    out.push_str(&rest[..length]);
    length
}

fn digits(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

fn parameter(out: &mut String, rest: &str, engine: Engine) -> usize {
    let number = digits(&rest[1..]);
    if number == 0 {
        return 0;
    }
    out.push(if engine == Engine::Sqlite { '?' } else { '$' });
    out.push_str(&rest[1..=number]);
    number + 1
}

fn list(out: &mut String, rest: &str, engine: Engine) -> usize {
    let (inner, ty) = match (rest.strip_prefix("list($"), rest.strip_prefix("list_text($")) {
        (Some(inner), _) => (inner, "bigint[]"),
        (_, Some(inner)) => (inner, "text[]"),
        _ => return 0,
    };
    let length = digits(inner);
    if length == 0 || !inner[length..].starts_with(')') {
        return 0;
    }
    let n = &inner[..length];
    if engine == Engine::Sqlite {
        out.push_str(&format!("(SELECT value FROM json_each(?{n}))"));
    } else if cut_words(out, &["NOT", "IN"]) {
        out.push_str(&format!("<> ALL(${n}::{ty})"));
    } else if cut_words(out, &["IN"]) {
        out.push_str(&format!("= ANY(${n}::{ty})"));
    } else {
        out.push_str(&format!("(SELECT unnest((SELECT ${n}::{ty})) AS value)"));
    }
    rest.len() - inner.len() + length + 1
}

/// Removes `words` from the end of `out` when they are what it ends with.
fn cut_words(out: &mut String, words: &[&str]) -> bool {
    let mut head = out.trim_end();
    for (back, word) in words.iter().rev().enumerate() {
        let start = head.len().saturating_sub(word.len());
        let Some(tail) = head.get(start..) else { return false };
        let before = &head[..start];
        let whole = before.ends_with(|c: char| c.is_whitespace() || c == ')' || c == '"');
        if !tail.eq_ignore_ascii_case(word) || !whole {
            return false;
        }
        head = if back + 1 < words.len() { before.trim_end() } else { before };
    }
    let keep = head.len();
    out.truncate(keep);
    true
}

/// Leaves out what SQLite neither knows nor needs; returns how many bytes that was.
fn not_sqlite(out: &mut String, rest: &str) -> usize {
    let phrases = [COLLATE_BYTES, "FOR UPDATE SKIP LOCKED", "FOR UPDATE", "FOR SHARE SKIP LOCKED", "FOR SHARE"];
    let starts = |phrase: &&&str| rest.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    let Some(phrase) = phrases.iter().find(starts) else { return 0 };
    out.push(' ');
    phrase.len()
}

/// Cuts a single-row `INSERT … VALUES (…) tail` into head, group and tail, when the group can be repeated: the tail has
/// no parameters, and does not update, which PostgreSQL refuses to do twice to a row in one statement.
pub(crate) fn insert_parts(sql: &str) -> Option<(&str, &str, &str)> {
    let upper = sql.to_ascii_uppercase();
    let open = upper.find("VALUES")? + "VALUES".len();
    let open = open + sql[open..].find('(')?;
    let mut depth = 0_u32;
    let mut quoted = false;
    for (at, c) in sql[open..].char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let close = open + at + 1;
            let repeats = !sql[close..].contains('$') && !upper[close..].contains("UPDATE");
            return repeats.then(|| (&sql[..open], &sql[open..close], &sql[close..]));
        }
    }
    None
}

/// `count` copies of the group `($1, $2)`, numbered on by `width` each.
pub(crate) fn repeat_group(group: &str, width: usize, count: usize) -> String {
    let mut out = String::with_capacity((group.len() + 4) * count);
    for row in 0..count {
        if row > 0 {
            out.push(',');
        }
        let mut rest = group;
        while let Some(at) = rest.find('$') {
            let length = digits(&rest[at + 1..]);
            let number: usize = rest[at + 1..at + 1 + length].parse().unwrap_or(0);
            out.push_str(&rest[..=at]);
            out.push_str(&(number + row * width).to_string());
            rest = &rest[at + 1 + length..];
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_rewritten() {
        let lite = |sql: &str| rewrite(sql, Engine::Sqlite);
        let pg = |sql: &str| rewrite(sql, Engine::Postgres);
        assert_eq!(lite("a = $2 AND b = $10"), "a = ?2 AND b = ?10");
        assert_eq!(lite("a = '$1' -- $1\n AND \"$1\" = $1"), "a = '$1' -- $1\n AND \"$1\" = ?1");
        assert_eq!(lite("a='it''s $1' AND b=$1"), "a='it''s $1' AND b=?1");
        assert_eq!(lite("id IN list($1)"), "id IN (SELECT value FROM json_each(?1))");
        assert_eq!(pg("id IN list($1)"), "id = ANY($1::bigint[])");
        assert_eq!(pg("id NOT  in list($12)"), "id <> ALL($12::bigint[])");
        assert_eq!(pg("sku IN list_text($2) AND x"), "sku = ANY($2::text[]) AND x");
        assert_eq!(pg("FROM list($1) AS ids"), "FROM (SELECT unnest((SELECT $1::bigint[])) AS value) AS ids");
        assert_eq!(pg("wishlist($1), min in_list"), "wishlist($1), min in_list");
        assert_eq!(lite("SELECT 1 FOR UPDATE SKIP LOCKED LIMIT 1"), "SELECT 1   LIMIT 1");
        assert_eq!(lite("SELECT 1 for update"), "SELECT 1  ");
        assert_eq!(lite("ORDER BY a COLLATE \"C\" DESC"), "ORDER BY a   DESC");
        assert_eq!(pg("SELECT 1 FOR UPDATE"), "SELECT 1 FOR UPDATE");
        assert_eq!(lite("SELECT 1 FOR SHARE"), "SELECT 1  ");
        assert_eq!(pg("SELECT 1 FOR SHARE"), "SELECT 1 FOR SHARE");
        assert_eq!(lite("naïve $1 'ünï"), "naïve ?1 'ünï");
    }

    #[test]
    fn a_migration_is_rewritten_for_each_engine() {
        let sql = "CREATE TABLE t (id BIGINT PRIMARY KEY, k TEXT COLLATE \"C\", b BLOB) --sqlite: STRICT\n; -- a BLOB 'here\n SELECT 'BLOB', MY_BLOB";
        assert_eq!(
            rewrite_schema(sql, Engine::Sqlite),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT , b BLOB)  STRICT\n; -- a BLOB 'here\n SELECT 'BLOB', MY_BLOB"
        );
        assert_eq!(
            rewrite_schema(sql, Engine::Postgres),
            "CREATE TABLE t (id BIGINT PRIMARY KEY, k TEXT COLLATE \"C\", b BYTEA) --sqlite: STRICT\n; -- a BLOB 'here\n SELECT 'BLOB', MY_BLOB"
        );
    }

    #[test]
    fn an_insert_is_cut_and_repeated() {
        let sql = "INSERT INTO t (a, b) VALUES ($1, lower($2), ')') ON CONFLICT DO NOTHING";
        let (head, group, tail) = insert_parts(sql).unwrap();
        assert_eq!(
            (head, group, tail),
            ("INSERT INTO t (a, b) VALUES ", "($1, lower($2), ')')", " ON CONFLICT DO NOTHING")
        );
        assert_eq!(repeat_group(group, 2, 2), "($1, lower($2), ')'),($3, lower($4), ')')");
        assert_eq!(insert_parts("INSERT INTO t VALUES ($1) ON CONFLICT DO NOTHING RETURNING $1"), None);
        assert_eq!(insert_parts("INSERT INTO t VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = 1"), None);
        assert_eq!(insert_parts("SELECT 1"), None);
    }
}

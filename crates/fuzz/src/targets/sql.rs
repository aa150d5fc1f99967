//! The rewriting of SQL text for each engine.

use crate::Target;

/// Text is rewritten without a crash, and what stands in quotes stays as it is.
pub const TARGET: Target = Target {
    name: "sql",
    seeds: &[
        b"SELECT id, sku FROM shelf_item WHERE id IN list($1) AND sku NOT IN list_text($2) ORDER BY id FOR UPDATE SKIP LOCKED",
        b"INSERT INTO t (a, b) VALUES ($1, lower($2), ')') ON CONFLICT DO NOTHING",
        b"SELECT 'it''s $1' -- $2\n, \"list($1)\" COLLATE \"C\" FROM list($3) AS ids",
        b"CREATE TABLE t (id BIGINT PRIMARY KEY, k TEXT COLLATE \"C\", b BLOB) --sqlite: STRICT\n;",
    ],
    run: infrasell_db::fuzz::text,
};

//! Conditions as SQL. The product is `p`, its listing in the channel asked for `l`, a collection `c`.
//!
//! Always true: a test is true or false, never unknown, so that `NOT` means what it says; letters are folded with
//! `COLLATE "C"`, so that both engines fold the same ones.

use crate::pure::{
    narrow::{Column, Condition, Match, Test},
    text,
};
use infrasell_db::{Q, v};
use infrasell_rules::syntax::Compare;

/// Of what the conditions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Products,
    Collections,
}

/// Appends ` AND …`.
pub(crate) fn and<'a>(q: &mut Q<'a>, of: Of, condition: &'a Condition) {
    q.push(" AND ", []);
    push(q, of, condition);
}

/// Appends the condition.
pub(crate) fn push<'a>(q: &mut Q<'a>, of: Of, condition: &'a Condition) {
    match condition {
        Condition::All(parts) => joined(q, of, parts, " AND ", "TRUE"),
        Condition::Any(parts) => joined(q, of, parts, " OR ", "FALSE"),
        Condition::Not(inner) => {
            q.push("NOT (", []);
            push(q, of, inner);
            q.push(")", []);
        }
        Condition::Is(test) => single(q, of, test),
    }
}

fn joined<'a>(q: &mut Q<'a>, of: Of, parts: &'a [Condition], between: &str, none: &str) {
    if parts.is_empty() {
        q.push(none, []);
        return;
    }
    q.push("(", []);
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            q.push(between, []);
        }
        push(q, of, part);
    }
    q.push(")", []);
}

fn single<'a>(q: &mut Q<'a>, of: Of, test: &'a Test) {
    match test {
        Test::Word(word) if of == Of::Products => {
            let pattern = || text::containing(word);
            let sql = "(p.search_text LIKE ? ESCAPE '\\' OR LOWER(p.product_type COLLATE \"C\") LIKE ? ESCAPE '\\'
                OR LOWER(p.tags COLLATE \"C\") LIKE ? ESCAPE '\\')";
            q.push(sql, v![pattern(), pattern(), pattern()]);
        }
        Test::Word(word) => drop(q.push("c.search_text LIKE ? ESCAPE '\\'", v![text::containing(word)])),
        Test::Contains(column, part) => {
            q.push(
                &format!("LOWER({} COLLATE \"C\") LIKE ? ESCAPE '\\'", name(of, *column)),
                v![text::containing(part)],
            );
        }
        Test::Same(column, value, Match::Whole) => {
            q.push(&format!("LOWER({} COLLATE \"C\") = ?", name(of, *column)), v![value]);
        }
        Test::Same(column, value, Match::Prefix) => {
            let sql = format!("LOWER({} COLLATE \"C\") LIKE ? ESCAPE '\\'", name(of, *column));
            q.push(&sql, v![text::beginning(value)]);
        }
        Test::Exactly(column, value) => drop(q.push(&format!("{} = ?", name(of, *column)), v![value])),
        Test::Tag(value, matching) => {
            // in the product's own list, which is JSON: each tag stands between quotes, and no tag has a bare one
            let json = serde_json::to_string(value).unwrap_or_default();
            let part = if *matching == Match::Whole { &json[..] } else { json.strip_suffix('"').unwrap_or(&json) };
            q.push("LOWER(p.tags COLLATE \"C\") LIKE ? ESCAPE '\\'", v![text::containing(part)]);
        }
        Test::Number(column, compare, value) => {
            q.push(&format!("COALESCE({} {} ?, FALSE)", name(of, *column), sign(*compare)), v![*value]);
        }
        Test::InStock(wanted) => drop(q.push("COALESCE(l.in_stock, FALSE) = ?", v![*wanted])),
        Test::Variant(column, value, matching) => {
            let (how, value) = match matching {
                Match::Whole => ("= ?", value.clone()),
                Match::Prefix => ("LIKE ? ESCAPE '\\'", text::beginning(value)),
            };
            let column = name(of, *column);
            let sql = format!(
                "EXISTS (SELECT 1 FROM catalog_variant v WHERE v.product_id = p.id AND {column} {how} AND {column} <> '')"
            );
            q.push(&sql, v![value]);
        }
        Test::Category(category) => drop(q.push(BELOW, v![*category])),
        Test::Fact(kind, name, value) => {
            let sql = "EXISTS (SELECT 1 FROM catalog_product_fact f
                WHERE f.product_id = p.id AND f.kind = ? AND f.name = ? AND f.value = ?)";
            q.push(sql, v![*kind as i64, name, value]);
        }
    }
}

/// In a category or below it.
pub(crate) const BELOW: &str = "COALESCE(p.category_id IN (
    WITH RECURSIVE below (id) AS (
        SELECT id FROM catalog_category WHERE id = ?
        UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
    ) SELECT id FROM below), FALSE)";

fn name(of: Of, column: Column) -> &'static str {
    match (of, column) {
        (Of::Products, Column::Id) => "p.id",
        (Of::Products, Column::Title) => "p.title",
        (Of::Products, Column::Handle) => "p.handle",
        (Of::Products, Column::UpdatedAt) => "p.updated_at",
        (Of::Collections, Column::Id) => "c.id",
        (Of::Collections, Column::Title) => "c.title",
        (Of::Collections, Column::Handle) => "c.handle",
        (Of::Collections, Column::UpdatedAt) => "c.updated_at",
        (_, Column::Vendor) => "p.vendor",
        (_, Column::ProductType) => "p.product_type",
        (_, Column::CreatedAt) => "p.created_at",
        (_, Column::MinPrice) => "l.min_price_minor",
        (_, Column::MaxPrice) => "l.max_price_minor",
        (_, Column::Sku) => "v.sku",
        (_, Column::Barcode) => "v.barcode",
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Is => "=",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::More => ">",
        Compare::AtLeast => ">=",
    }
}

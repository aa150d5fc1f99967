//! What else could be picked of a list of products, and how many each would show: one statement, whatever is asked.

use super::{
    narrow::{self, Of},
    page::{self, Listed, Part},
};
use crate::pure::narrow::{Condition, Fact, Kind};
use infrasell_db::{Db, DbError, Q};

/// One row of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub what: What,
    /// Of an option or a metafield: its name.
    pub name: String,
    /// A text that is counted.
    pub value: String,
    /// A number that is counted: a category, 0 and 1 for availability; the lowest price.
    pub number: Option<i64>,
    /// How many products; the highest price.
    pub count: i64,
}

/// What a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Option,
    Tag,
    Metafield,
    Availability,
    Price,
    ProductType,
    Vendor,
    Category,
}

const WHATS: [What; 8] = [
    What::Option,
    What::Tag,
    What::Metafield,
    What::Availability,
    What::Price,
    What::ProductType,
    What::Vendor,
    What::Category,
];

/// Counts within `listed`, which holds all but what is picked. Each kind is counted under what is picked of the others, so
/// that alternatives to what is picked can be seen.
pub(crate) async fn count(db: &Db, listed: &Listed, picked: &[(Kind, Condition)]) -> Result<Vec<Counted>, DbError> {
    let mut q = Q::new(
        "WITH hit AS (SELECT p.id AS id, p.vendor AS vendor, p.product_type AS product_type,
            p.category_id AS category_id, COALESCE(l.in_stock, FALSE) AS in_stock, l.min_price_minor AS price",
    );
    for (i, (_, condition)) in picked.iter().enumerate() {
        q.push(", ", []);
        narrow::push(&mut q, Of::Products, condition);
        q.push(&format!(" AS picked{i}"), []);
    }
    page::sources(&mut q, listed, Part::Counted);
    page::filters(&mut q, listed);
    q.push(")", []);
    let branches = [
        (3, "''", "''", "CASE WHEN in_stock THEN 1 ELSE 0 END", "count(*)", Kind::Availability, "in_stock"),
        (4, "''", "''", "min(price)", "max(price)", Kind::Price, ""),
        (5, "''", "product_type", "0", "count(*)", Kind::ProductType, "product_type"),
        (6, "''", "vendor", "0", "count(*)", Kind::Vendor, "vendor"),
        (7, "''", "''", "category_id", "count(*)", Kind::Category, "category_id"),
    ];
    q.push(
        " SELECT f.kind, f.name, f.value, 0, count(*) FROM hit JOIN catalog_product_fact f ON f.product_id = hit.id",
        [],
    );
    facts_under(&mut q, picked);
    q.push(" GROUP BY f.kind, f.name, f.value", []);
    for (what, name, value, number, count, own, group) in branches {
        q.push(&format!(" UNION ALL SELECT {what}, {name}, {value}, {number}, {count} FROM hit WHERE TRUE"), []);
        for (i, _) in picked.iter().enumerate().filter(|(_, (kind, _))| *kind != own) {
            q.push(&format!(" AND picked{i}"), []);
        }
        q.push(if own == Kind::Price { " AND price IS NOT NULL HAVING count(*) > 0" } else { " GROUP BY " }, []);
        q.push(group, []);
    }
    q.all(db, |row| {
        let what: i64 = row.next()?;
        let what = usize::try_from(what).ok().and_then(|at| WHATS.get(at).copied());
        let what = what.ok_or_else(|| DbError::other("a fact of an unknown kind"))?;
        Ok(Counted { what, name: row.next()?, value: row.next()?, number: row.next()?, count: row.next()? })
    })
    .await
}

/// Facts under everything that is picked, but alternatives of the same name.
fn facts_under<'a>(q: &mut Q<'a>, picked: &'a [(Kind, Condition)]) {
    q.push(" WHERE TRUE", []);
    for (i, (kind, _)) in picked.iter().enumerate() {
        match kind {
            Kind::Fact(fact, name) => {
                let kind = *fact as i64;
                let sql = format!(" AND (picked{i} OR (f.kind = {kind} AND f.name = ?))");
                q.push(&sql, [infrasell_db::Val::from(name.as_str())]);
            }
            _ => drop(q.push(&format!(" AND picked{i}"), [])),
        }
    }
}

/// The number of a kind of fact is its place among [`WHATS`].
const _: () = assert!(Fact::Option as usize == 0 && Fact::Tag as usize == 1 && Fact::Metafield as usize == 2);

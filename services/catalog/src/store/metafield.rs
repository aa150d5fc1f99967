//! Metafield definitions, and which products use which metafields.

use super::Source;
use infrasell_contracts::catalog::{Metafield, MetafieldDefinition, MetafieldType};
use infrasell_db::{Db, DbError, Row, Tx, Val, sql, v};
use infrasell_kernel::{MetafieldDefinitionId, ProductId};
use std::collections::{BTreeMap, HashMap};

/// That a product has a metafield of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Use<'a> {
    namespace: &'a str,
    key: &'a str,
    kind: &'static str,
}

impl<'a> Use<'a> {
    pub(crate) fn of(field: &'a Metafield) -> Self {
        Use { namespace: &field.namespace, key: &field.key, kind: word(field.kind) }
    }
}

/// The type's name, as it is on the wire.
pub(crate) fn word(kind: MetafieldType) -> &'static str {
    match kind {
        MetafieldType::SingleLineText => "single_line_text",
        MetafieldType::MultiLineText => "multi_line_text",
        MetafieldType::Integer => "integer",
        MetafieldType::Decimal => "decimal",
        MetafieldType::Boolean => "boolean",
        MetafieldType::Date => "date",
        MetafieldType::DateTime => "date_time",
        MetafieldType::Url => "url",
        MetafieldType::Json => "json",
    }
}

const DELETE_USE: &str =
    sql!("DELETE FROM catalog_product_metafield WHERE namespace = $1 AND key = $2 AND product_id = $3 AND type = $4");
const INSERT_USE: &str =
    sql!("INSERT INTO catalog_product_metafield (namespace, key, product_id, type) VALUES ($1, $2, $3, $4)");

pub(crate) async fn change_uses(
    tx: &mut Tx,
    gone: &[(Use<'_>, ProductId)],
    fresh: &[(Use<'_>, ProductId)],
) -> Result<(), DbError> {
    let values = |(one, product): &(Use<'_>, ProductId)| -> [Val<'static>; 4] {
        v![one.namespace.to_owned(), one.key.to_owned(), *product, one.kind]
    };
    let gone: Vec<_> = gone.iter().map(values).collect();
    let fresh: Vec<_> = fresh.iter().map(values).collect();
    tx.exec_many(DELETE_USE, &gone).await?;
    tx.insert_many(INSERT_USE, &fresh).await?;
    Ok(())
}

const USED_OTHERWISE: &str =
    sql!("SELECT product_id FROM catalog_product_metafield WHERE namespace = $1 AND key = $2 AND type <> $3 LIMIT 1");

/// A product whose metafield of this name has another type.
pub(crate) async fn used_otherwise(
    tx: &mut Tx,
    namespace: &str,
    key: &str,
    kind: MetafieldType,
) -> Result<Option<ProductId>, DbError> {
    tx.opt(USED_OTHERWISE, &v![namespace, key, word(kind)], |row| row.get(0)).await
}

const COLUMNS: &str = "id, namespace, key, name, type, storefront_visible";
const ALL: &str = sql!("SELECT ", COLUMNS, " FROM catalog_metafield_definition");
const PAGE: &str = sql!("SELECT ", COLUMNS, " FROM catalog_metafield_definition WHERE id > $1 ORDER BY id LIMIT $2");
const INSERT: &str = sql!(
    "INSERT INTO catalog_metafield_definition (id, namespace, key, name, type, storefront_visible)
     VALUES ($1, $2, $3, $4, $5, $6)"
);
const DELETE: &str = sql!("DELETE FROM catalog_metafield_definition WHERE id = $1");

fn read(row: &Row<'_>) -> Result<MetafieldDefinition, DbError> {
    Ok(MetafieldDefinition {
        id: row.next()?,
        namespace: row.next()?,
        key: row.next()?,
        name: row.next()?,
        kind: row.next_tag()?,
        storefront_visible: row.next()?,
    })
}

/// The type of each defined metafield.
pub(crate) async fn types(source: &mut Source<'_>) -> Result<HashMap<(String, String), MetafieldType>, DbError> {
    let all = source.all(ALL, &[], read).await?;
    Ok(all.into_iter().map(|one| ((one.namespace, one.key), one.kind)).collect())
}

const SHOWN: &str = sql!("SELECT namespace, key, name FROM catalog_metafield_definition WHERE storefront_visible");

/// The metafields that the storefront shows, by `namespace.key`: namespace, key and the name people see.
pub(crate) async fn shown(db: &Db) -> Result<BTreeMap<String, (String, String, String)>, DbError> {
    let all: Vec<(String, String, String)> =
        db.all(SHOWN, &[], |row| Ok((row.next()?, row.next()?, row.next()?))).await?;
    Ok(all.into_iter().map(|one| (format!("{}.{}", one.0, one.1), one)).collect())
}

pub(crate) async fn page(db: &Db, after: i64, limit: i64) -> Result<Vec<MetafieldDefinition>, DbError> {
    db.all(PAGE, &v![after, limit + 1], read).await
}

pub(crate) async fn insert(tx: &mut Tx, one: &MetafieldDefinition) -> Result<(), DbError> {
    let values = v![one.id, &one.namespace, &one.key, &one.name, word(one.kind), one.storefront_visible];
    tx.exec(INSERT, &values).await.map(drop)
}

/// Whether it was there.
pub(crate) async fn delete(tx: &mut Tx, id: MetafieldDefinitionId) -> Result<bool, DbError> {
    Ok(tx.exec(DELETE, &v![id]).await? == 1)
}

const MISTYPED: &str = sql!(
    "SELECT m.product_id, m.namespace, m.key, m.type, d.type FROM catalog_product_metafield m
     JOIN catalog_metafield_definition d ON d.namespace = m.namespace AND d.key = m.key WHERE d.type <> m.type
     ORDER BY m.product_id, m.namespace, m.key"
);
const USES: &str = sql!("SELECT count(*) FROM catalog_product_metafield");

/// How many uses there are, and each whose type is not the defined one, in words.
pub(crate) async fn mistyped(db: &Db) -> Result<(i64, Vec<String>), DbError> {
    let count = db.one(USES, &[], |row| row.get(0)).await?;
    let wrong = db
        .all(MISTYPED, &[], |row| {
            let (product, namespace, key): (ProductId, String, String) = (row.next()?, row.next()?, row.next()?);
            let (is, should): (String, String) = (row.next()?, row.next()?);
            Ok(format!("{product} has {namespace}.{key} of type {is}, defined as {should}"))
        })
        .await?;
    Ok((count, wrong))
}

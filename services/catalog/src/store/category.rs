//! Categories.

use super::Source;
use crate::pure::{text, tree::Node};
use infrasell_db::{DbError, Row, Tx, sql, v};
use infrasell_kernel::CategoryId;
use std::collections::HashMap;

/// The most bytes of a name's key; an index cannot hold more than 2,704.
const MAX_KEY_BYTES: usize = 512;

const COLUMNS: &str = "id, parent_id, handle, name, position";
const ALL: &str = sql!("SELECT ", COLUMNS, " FROM catalog_category");
const INSERT: &str = sql!(
    "INSERT INTO catalog_category (id, parent_id, handle, name, name_key, position) VALUES ($1, $2, $3, $4, $5, $6)"
);
const UPDATE: &str =
    sql!("UPDATE catalog_category SET parent_id = $2, name = $3, name_key = $4, position = $5 WHERE id = $1");
const DELETE: &str = sql!("DELETE FROM catalog_category WHERE id = $1");

fn read(row: &Row<'_>) -> Result<Node, DbError> {
    Ok(Node { id: row.next()?, parent: row.next()?, handle: row.next()?, name: row.next()?, position: row.next()? })
}

/// By what a name is found: folded, and cut.
pub(crate) fn name_key(name: &str) -> String {
    let mut key = text::fold(name.trim()).into_owned();
    text::truncate(&mut key, MAX_KEY_BYTES);
    key
}

pub(crate) async fn all(source: &mut Source<'_>) -> Result<Vec<Node>, DbError> {
    source.all(ALL, &[], read).await
}

pub(crate) async fn insert_many(tx: &mut Tx, nodes: &[Node]) -> Result<(), DbError> {
    let rows: Vec<_> = nodes
        .iter()
        .map(|node| v![node.id, node.parent, &node.handle, &node.name, name_key(&node.name), node.position])
        .collect();
    // one by one: a child refers to a parent of the same call
    tx.exec_many(INSERT, &rows).await.map(drop)
}

pub(crate) async fn update(tx: &mut Tx, node: &Node) -> Result<(), DbError> {
    let values = v![node.id, node.parent, &node.name, name_key(&node.name), node.position];
    tx.exec(UPDATE, &values).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx, id: CategoryId) -> Result<(), DbError> {
    tx.exec(DELETE, &v![id]).await.map(drop)
}

const HAS_PRODUCTS: &str = sql!("SELECT 1 FROM catalog_product WHERE category_id = $1 LIMIT 1");
const HAS_CHILDREN: &str = sql!("SELECT 1 FROM catalog_category WHERE parent_id = $1 LIMIT 1");

pub(crate) async fn is_empty(tx: &mut Tx, id: CategoryId) -> Result<bool, DbError> {
    let products = tx.opt(HAS_PRODUCTS, &v![id], |row| row.get::<i64>(0)).await?;
    let children = tx.opt(HAS_CHILDREN, &v![id], |row| row.get::<i64>(0)).await?;
    Ok(products.is_none() && children.is_none())
}

/// From each of the named ones up to its root, the depth counted from below.
const UPWARDS: &str = sql!(
    "WITH RECURSIVE up (start, id, parent_id, steps) AS (
         SELECT id, id, parent_id, 0 FROM catalog_category WHERE id IN list($1)
         UNION ALL
         SELECT up.start, c.id, c.parent_id, up.steps + 1 FROM up JOIN catalog_category c ON c.id = up.parent_id
         WHERE up.steps < 100
     )
     SELECT start, id FROM up ORDER BY start, steps DESC"
);

/// The ids from the root down to each of `ids` that is there.
pub(crate) async fn paths(
    source: &mut Source<'_>,
    ids: &[CategoryId],
) -> Result<HashMap<CategoryId, Vec<CategoryId>>, DbError> {
    let mut paths: HashMap<CategoryId, Vec<CategoryId>> = HashMap::new();
    if ids.is_empty() {
        return Ok(paths);
    }
    let rows: Vec<(CategoryId, CategoryId)> =
        source.all(UPWARDS, &v![ids], |row| Ok((row.get(0)?, row.get(1)?))).await?;
    for (start, id) in rows {
        paths.entry(start).or_default().push(id);
    }
    Ok(paths)
}

const HANDLES: &str = sql!("SELECT handle FROM catalog_category WHERE handle IN list_text($1)");

/// Those of `handles` that are taken.
pub(crate) async fn taken(tx: &mut Tx, handles: &[String]) -> Result<Vec<String>, DbError> {
    tx.all(HANDLES, &v![handles], |row| row.get(0)).await
}

const ROOTS_NAMED: &str = sql!(
    "SELECT ",
    COLUMNS,
    " FROM catalog_category WHERE parent_id IS NULL AND name_key IN list_text($1) ORDER BY id"
);
const CHILDREN_NAMED: &str = sql!(
    "SELECT ",
    COLUMNS,
    " FROM catalog_category
     WHERE parent_id IN list($1) AND name_key IN list_text($2) ORDER BY id"
);

/// The categories right under one of `parents` that have one of these name keys.
pub(crate) async fn children_named(
    source: &mut Source<'_>,
    parents: &[CategoryId],
    keys: &[String],
) -> Result<Vec<Node>, DbError> {
    source.all(CHILDREN_NAMED, &v![parents, keys], read).await
}

/// The roots that have one of these name keys.
pub(crate) async fn roots_named(source: &mut Source<'_>, keys: &[String]) -> Result<Vec<Node>, DbError> {
    source.all(ROOTS_NAMED, &v![keys], read).await
}

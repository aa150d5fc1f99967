//! What is in which collection, and what rules look at.

use infrasell_db::{Db, DbError, Tx, sql, v};
use infrasell_kernel::{CategoryId, CollectionId, ProductId};

const OF_PRODUCTS: &str = sql!(
    "SELECT m.collection_id, m.product_id FROM catalog_collection_product m
     JOIN catalog_collection c ON c.id = m.collection_id WHERE m.product_id IN list($1) AND c.by_rules"
);
const INSERT: &str = sql!(
    "INSERT INTO catalog_collection_product (collection_id, product_id, position) VALUES ($1, $2, 0)
     ON CONFLICT DO NOTHING"
);
const DELETE: &str = sql!("DELETE FROM catalog_collection_product WHERE collection_id = $1 AND product_id = $2");

/// In which rule-based collections these products are.
pub(crate) async fn of_products(
    tx: &mut Tx,
    products: &[ProductId],
) -> Result<Vec<(CollectionId, ProductId)>, DbError> {
    tx.all(OF_PRODUCTS, &v![products], |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// Puts into and takes out of rule-based collections.
pub(crate) async fn change(
    tx: &mut Tx,
    mut gone: Vec<(CollectionId, ProductId)>,
    mut fresh: Vec<(CollectionId, ProductId)>,
) -> Result<(), DbError> {
    gone.sort_unstable();
    fresh.sort_unstable();
    let gone: Vec<_> = gone.iter().map(|(collection, product)| v![collection, product]).collect();
    let fresh: Vec<_> = fresh.iter().map(|(collection, product)| v![collection, product]).collect();
    tx.exec_many(DELETE, &gone).await?;
    tx.insert_many(INSERT, &fresh).await?;
    Ok(())
}

const MANUAL: &str =
    sql!("SELECT product_id FROM catalog_collection_product WHERE collection_id = $1 ORDER BY position");
const MANUAL_INSERT: &str = sql!(
    "INSERT INTO catalog_collection_product (collection_id, product_id, position) VALUES ($1, $2, $3)
     ON CONFLICT (collection_id, product_id) DO UPDATE SET position = excluded.position"
);
const MANUAL_DELETE: &str =
    sql!("DELETE FROM catalog_collection_product WHERE collection_id = $1 AND product_id IN list($2)");

/// What is in a manual collection, in its order.
pub(crate) async fn manual(tx: &mut Tx, collection: CollectionId) -> Result<Vec<ProductId>, DbError> {
    tx.all(MANUAL, &v![collection], |row| row.get(0)).await
}

/// Makes a manual collection hold `products`, in this order, instead of `old`.
pub(crate) async fn set_manual(
    tx: &mut Tx,
    collection: CollectionId,
    old: &[ProductId],
    products: &[ProductId],
) -> Result<(), DbError> {
    let kept: std::collections::HashSet<ProductId> = products.iter().copied().collect();
    let mut gone: Vec<ProductId> = old.iter().copied().filter(|id| !kept.contains(id)).collect();
    gone.sort_unstable();
    if !gone.is_empty() {
        tx.exec(MANUAL_DELETE, &v![collection, gone]).await?;
    }
    let mut placed: Vec<(ProductId, i64)> = products.iter().copied().zip(1..).collect();
    placed.sort_unstable();
    let rows: Vec<_> = placed.iter().map(|(product, position)| v![collection, product, *position]).collect();
    tx.insert_many(MANUAL_INSERT, &rows).await.map(drop)
}

/// What rules look at of a stored product, but its category's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looked {
    pub id: ProductId,
    pub version: i64,
    pub title: String,
    pub product_type: String,
    pub vendor: String,
    pub category: Option<CategoryId>,
    pub tags: Vec<String>,
    pub weights: Vec<i64>,
}

const LOOK: &str = sql!(
    "SELECT id, version, title, product_type, vendor, category_id, tags FROM catalog_product
     WHERE id > $1 ORDER BY id LIMIT $2"
);
const WEIGHTS: &str =
    sql!("SELECT product_id, weight_grams FROM catalog_variant WHERE product_id > $1 AND product_id <= $2");

/// Up to `most` products behind `after` in id order; with their variants' weights when `weigh`.
pub(crate) async fn look(db: &Db, after: i64, most: i64, weigh: bool) -> Result<Vec<Looked>, DbError> {
    let mut found = db
        .all(LOOK, &v![after, most], |row| {
            Ok(Looked {
                id: row.next()?,
                version: row.next()?,
                title: row.next()?,
                product_type: row.next()?,
                vendor: row.next()?,
                category: row.next()?,
                tags: row.next_json()?,
                weights: vec![],
            })
        })
        .await?;
    if let Some(last) = found.last().map(|product| product.id).filter(|_| weigh) {
        let rows: Vec<(ProductId, i64)> =
            db.all(WEIGHTS, &v![after, last], |row| Ok((row.get(0)?, row.get(1)?))).await?;
        for (product, grams) in rows {
            if let Ok(at) = found.binary_search_by_key(&product, |one| one.id) {
                found[at].weights.push(grams);
            }
        }
    }
    Ok(found)
}

const BETWEEN: &str = sql!(
    "SELECT product_id FROM catalog_collection_product
     WHERE collection_id = $1 AND product_id > $2 AND product_id <= $3 ORDER BY product_id"
);

/// What of the products behind `after` up to `last` is in the collection, in id order.
pub(crate) async fn between(
    db: &Db,
    collection: CollectionId,
    after: i64,
    last: ProductId,
) -> Result<Vec<ProductId>, DbError> {
    db.all(BETWEEN, &v![collection, after, last], |row| row.get(0)).await
}

const LOCKED_VERSIONS: &str =
    sql!("SELECT id, version FROM catalog_product WHERE id IN list($1) ORDER BY id FOR UPDATE");

/// The versions of those of `products` that are there; nobody else changes them until the transaction ends.
pub(crate) async fn locked_versions(tx: &mut Tx, products: &[ProductId]) -> Result<Vec<(ProductId, i64)>, DbError> {
    tx.all(LOCKED_VERSIONS, &v![products], |row| Ok((row.get(0)?, row.get(1)?))).await
}

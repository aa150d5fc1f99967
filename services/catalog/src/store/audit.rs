//! Questions about the whole of catalog's books.

use infrasell_db::{Db, DbError, sql, v};
use infrasell_kernel::ProductId;
use std::collections::BTreeMap;

/// Something that is always true, as a count of what it speaks of and a search for what breaks it.
pub(crate) struct Book {
    pub name: &'static str,
    examined: &'static str,
    /// One text column: the record and both figures.
    broken: &'static str,
}

const PRODUCTS: &str = sql!("SELECT count(*) FROM catalog_product");
const VARIANTS: &str = sql!("SELECT count(*) FROM catalog_variant");

/// What SQL can see by itself.
pub(crate) const BOOKS: &[Book] = &[
    Book {
        name: "every variant has a product",
        examined: VARIANTS,
        broken: sql!(
            "SELECT 'var_' || v.id || ' is of prod_' || v.product_id || ', which is not there' FROM catalog_variant v
             WHERE NOT EXISTS (SELECT 1 FROM catalog_product p WHERE p.id = v.product_id) ORDER BY v.id"
        ),
    },
    Book {
        name: "every product has 1 to 2,000 variants, placed from 0 on",
        examined: PRODUCTS,
        broken: sql!(
            "SELECT 'prod_' || p.id || ' has ' || count(v.id) || ' variants, the last at ' || COALESCE(max(v.position), -1)
             FROM catalog_product p LEFT JOIN catalog_variant v ON v.product_id = p.id GROUP BY p.id
             HAVING count(v.id) NOT BETWEEN 1 AND 2000 OR count(DISTINCT v.position) <> count(v.id)
                 OR min(v.position) <> 0 OR max(v.position) <> count(v.id) - 1
             ORDER BY p.id"
        ),
    },
    Book {
        name: "option values are unique within a product",
        examined: VARIANTS,
        broken: sql!(
            "SELECT 'prod_' || product_id || ' has ' || count(*) || ' variants ' || option_values FROM catalog_variant
             GROUP BY product_id, option_values HAVING count(*) > 1 ORDER BY product_id"
        ),
    },
    Book {
        name: "a SKU is one variant's",
        examined: VARIANTS,
        broken: sql!(
            "SELECT 'the SKU ' || sku || ' is of ' || count(*) || ' variants' FROM catalog_variant
             WHERE sku <> '' GROUP BY sku HAVING count(*) > 1 ORDER BY sku"
        ),
    },
    Book {
        name: "no former handle is some product's own",
        examined: sql!("SELECT count(*) FROM catalog_product_redirect"),
        broken: sql!(
            "SELECT r.handle || ' is of prod_' || p.id || ' and led to prod_' || r.product_id
             FROM catalog_product_redirect r JOIN catalog_product p ON p.handle = r.handle ORDER BY p.id"
        ),
    },
    Book {
        name: "metafields are of products that are there",
        examined: sql!("SELECT count(*) FROM catalog_product_metafield"),
        broken: sql!(
            "SELECT 'prod_' || m.product_id || ' has ' || m.namespace || '.' || m.key || ' and is not there'
             FROM catalog_product_metafield m
             WHERE NOT EXISTS (SELECT 1 FROM catalog_product p WHERE p.id = m.product_id) ORDER BY m.product_id"
        ),
    },
];

/// How many records the book speaks of, and each that breaks it.
pub(crate) async fn check(db: &Db, book: &Book) -> Result<(i64, Vec<String>), DbError> {
    let examined = db.one(book.examined, &[], |row| row.get(0)).await?;
    Ok((examined, db.all(book.broken, &[], |row| row.get(0)).await?))
}

const TAGS_BETWEEN: &str =
    sql!("SELECT product_id, tag FROM catalog_product_tag WHERE product_id > $1 AND product_id <= $2");

/// The tags by which the products behind `after` up to `last` are found, sorted.
pub(crate) async fn tags_between(
    db: &Db,
    after: i64,
    last: ProductId,
) -> Result<BTreeMap<ProductId, Vec<String>>, DbError> {
    let rows: Vec<(ProductId, String)> =
        db.all(TAGS_BETWEEN, &v![after, last], |row| Ok((row.get(0)?, row.get(1)?))).await?;
    let mut tags: BTreeMap<ProductId, Vec<String>> = BTreeMap::new();
    for (product, tag) in rows {
        tags.entry(product).or_default().push(tag);
    }
    for list in tags.values_mut() {
        // by bytes, as Rust sorts, whatever the engine's collation
        list.sort_unstable();
    }
    Ok(tags)
}

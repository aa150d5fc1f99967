//! The columns by which products are sorted and filtered in a channel.

use infrasell_db::{Db, DbError, Tx, Val, sql, v};
use infrasell_kernel::{ChannelId, ProductId, VariantId};

const OF_VARIANTS: &str = sql!(
    "SELECT v.product_id, v.id FROM catalog_variant v
     WHERE v.product_id IN (SELECT product_id FROM catalog_variant WHERE id IN list($1)) ORDER BY v.product_id, v.id"
);
const OF_PRODUCTS: &str =
    sql!("SELECT product_id, id FROM catalog_variant WHERE product_id IN list($1) ORDER BY product_id, id");

/// A product's variant.
pub(crate) type Pair = (ProductId, VariantId);

/// Every variant of every product that one of `variants` is of.
pub(crate) async fn siblings(db: &Db, variants: &[VariantId]) -> Result<Vec<Pair>, DbError> {
    db.all(OF_VARIANTS, &v![variants], |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// Every variant of `products`.
pub(crate) async fn variants(db: &Db, products: &[ProductId]) -> Result<Vec<Pair>, DbError> {
    db.all(OF_PRODUCTS, &v![products], |row| Ok((row.get(0)?, row.get(1)?))).await
}

const CHANNELS: &str =
    sql!("SELECT DISTINCT channel_id FROM catalog_listing WHERE product_id IN list($1) ORDER BY channel_id");

/// The channels in which any of `products` has a row.
pub(crate) async fn channels(db: &Db, products: &[ProductId]) -> Result<Vec<ChannelId>, DbError> {
    db.all(CHANNELS, &v![products], |row| row.get(0)).await
}

/// The lowest and highest price of a product, minor units; none when no variant has a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PriceRange {
    pub product: ProductId,
    pub range: Option<(i64, i64)>,
}

// a product that went in the meantime gets no row
const SET_PRICES: &str = sql!(
    "INSERT INTO catalog_listing (channel_id, product_id, min_price_minor, max_price_minor, in_stock)
     SELECT $1, id, $3, $4, FALSE FROM catalog_product WHERE id = $2
     ON CONFLICT (channel_id, product_id) DO UPDATE SET
         min_price_minor = excluded.min_price_minor, max_price_minor = excluded.max_price_minor
     WHERE catalog_listing.min_price_minor IS DISTINCT FROM excluded.min_price_minor
        OR catalog_listing.max_price_minor IS DISTINCT FROM excluded.max_price_minor"
);
const SET_STOCK: &str = sql!(
    "INSERT INTO catalog_listing (channel_id, product_id, in_stock)
     SELECT $1, id, $3 FROM catalog_product WHERE id = $2
     ON CONFLICT (channel_id, product_id) DO UPDATE SET in_stock = excluded.in_stock
     WHERE catalog_listing.in_stock <> excluded.in_stock"
);

/// Writes those that are others than before; how many those are.
pub(crate) async fn set_prices(tx: &mut Tx, channel: ChannelId, ranges: &[PriceRange]) -> Result<u64, DbError> {
    let rows: Vec<_> = ranges
        .iter()
        .map(|one| v![channel, one.product, one.range.map(|range| range.0), one.range.map(|range| range.1)])
        .collect();
    tx.exec_many(SET_PRICES, &rows).await
}

/// As [`set_prices`], for whether one unit can be sold.
pub(crate) async fn set_stock(tx: &mut Tx, channel: ChannelId, stock: &[(ProductId, bool)]) -> Result<u64, DbError> {
    let rows: Vec<[Val<'_>; 3]> = stock.iter().map(|(product, in_stock)| v![channel, product, *in_stock]).collect();
    tx.exec_many(SET_STOCK, &rows).await
}

const IDS: &str = sql!("SELECT id FROM catalog_product WHERE id > $1 ORDER BY id LIMIT $2");
const IDS_BETWEEN: &str = sql!("SELECT id FROM catalog_product WHERE id >= $1 AND id <= $2 ORDER BY id");

/// Up to `most` products behind `after`, in id order.
pub(crate) async fn ids(db: &Db, after: i64, most: i64) -> Result<Vec<ProductId>, DbError> {
    db.all(IDS, &v![after, most], |row| row.get(0)).await
}

/// The products from `first` to `last`.
pub(crate) async fn ids_between(db: &Db, first: ProductId, last: ProductId) -> Result<Vec<ProductId>, DbError> {
    db.all(IDS_BETWEEN, &v![first, last], |row| row.get(0)).await
}

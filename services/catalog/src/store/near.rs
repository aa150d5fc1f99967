//! Products that are near one: in its collections, of its type, by its maker.

use super::channels;
use infrasell_db::{Db, DbError, sql, v};
use infrasell_kernel::{ChannelId, ProductId};

/// A product that is near, as far as the rule looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    pub id: ProductId,
    pub product_type: String,
    pub vendor: String,
    pub price_minor: Option<i64>,
    /// How many collections it shares.
    pub shared: i64,
}

// of each kind of nearness the next and the last 200 by id, so that a shop with 50,000 products of one type costs no more
const NEAR: &str = sql!(
    "SELECT p.id, p.product_type, p.vendor, l.min_price_minor,
         (SELECT count(*) FROM catalog_collection_product m JOIN catalog_collection_product o
             ON o.collection_id = m.collection_id AND o.product_id = $1 WHERE m.product_id = p.id)
     FROM catalog_product p JOIN catalog_listing l ON l.product_id = p.id AND l.channel_id = $2
     WHERE l.in_stock AND p.status = 'active' AND (p.channels IS NULL OR p.channels LIKE $3) AND p.id <> $1 AND p.id IN (
         SELECT id FROM (SELECT id FROM catalog_product WHERE product_type = $4 AND product_type <> '' AND id > $1
             ORDER BY id LIMIT 200) a
         UNION SELECT id FROM (SELECT id FROM catalog_product WHERE product_type = $4 AND product_type <> '' AND id < $1
             ORDER BY id DESC LIMIT 200) b
         UNION SELECT id FROM (SELECT id FROM catalog_product WHERE vendor = $5 AND vendor <> '' AND id > $1
             ORDER BY id LIMIT 200) c
         UNION SELECT id FROM (SELECT id FROM catalog_product WHERE vendor = $5 AND vendor <> '' AND id < $1
             ORDER BY id DESC LIMIT 200) d
         UNION SELECT id FROM (SELECT m.product_id AS id FROM catalog_collection_product m WHERE m.collection_id IN
             (SELECT collection_id FROM catalog_collection_product WHERE product_id = $1) AND m.product_id > $1
             ORDER BY m.product_id LIMIT 200) e
         UNION SELECT id FROM (SELECT m.product_id AS id FROM catalog_collection_product m WHERE m.collection_id IN
             (SELECT collection_id FROM catalog_collection_product WHERE product_id = $1) AND m.product_id < $1
             ORDER BY m.product_id DESC LIMIT 200) f
     ) ORDER BY p.id"
);

/// What is near a product of this type and maker and can be bought in the channel.
pub(crate) async fn find(
    db: &Db,
    product: ProductId,
    channel: ChannelId,
    [product_type, vendor]: [&str; 2],
) -> Result<Vec<Near>, DbError> {
    db.all(NEAR, &v![product, channel, channels::pattern(channel), product_type, vendor], |row| {
        Ok(Near {
            id: row.next()?,
            product_type: row.next()?,
            vendor: row.next()?,
            price_minor: row.next()?,
            shared: row.next()?,
        })
    })
    .await
}

const PRICE: &str = sql!("SELECT min_price_minor FROM catalog_listing WHERE channel_id = $1 AND product_id = $2");

/// The lowest price of a product in the channel, minor units.
pub(crate) async fn price(db: &Db, product: ProductId, channel: ChannelId) -> Result<Option<i64>, DbError> {
    Ok(db.opt(PRICE, &v![channel, product], |row| row.get(0)).await?.flatten())
}

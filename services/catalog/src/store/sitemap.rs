//! What a sitemap lists. Its pages are asked for by number, so what stands before one is counted, over an index alone.

use super::channels;
use infrasell_contracts::{
    catalog::Listable,
    content::{SITEMAP_PAGE, SitemapEntry, SitemapPage},
};
use infrasell_db::{Db, DbError, sql, v};
use infrasell_kernel::ChannelId;

const PRODUCTS: &str =
    "FROM catalog_product p WHERE p.status = 'active' AND (p.channels IS NULL OR p.channels LIKE $1)";
const COLLECTIONS: &str = "FROM catalog_collection p WHERE (p.channels IS NULL OR p.channels LIKE $1)";
const NUMBERED: &str = "SELECT n.handle, n.title, n.updated_at FROM (
    SELECT p.handle AS handle, p.title AS title, p.updated_at AS updated_at, ROW_NUMBER() OVER (ORDER BY p.id) AS place ";
const PART: &str = ") AS n WHERE n.place > $2 AND n.place <= $3 ORDER BY n.place";

const PRODUCT_PAGE: &str = sql!(NUMBERED, PRODUCTS, PART);
const PRODUCT_COUNT: &str = sql!("SELECT count(*) ", PRODUCTS);
const COLLECTION_PAGE: &str = sql!(NUMBERED, COLLECTIONS, PART);
const COLLECTION_COUNT: &str = sql!("SELECT count(*) ", COLLECTIONS);

/// The entries on page `number`, from 1, and how many there are on all.
pub(crate) async fn page(db: &Db, of: Listable, channel: ChannelId, number: i64) -> Result<SitemapPage, DbError> {
    let (page, count) = match of {
        Listable::Products => (PRODUCT_PAGE, PRODUCT_COUNT),
        Listable::Collections => (COLLECTION_PAGE, COLLECTION_COUNT),
    };
    let (pattern, before) = (channels::pattern(channel), (number - 1).saturating_mul(SITEMAP_PAGE));
    let entries = db
        .all(page, &v![&pattern, before, before.saturating_add(SITEMAP_PAGE)], |row| {
            Ok(SitemapEntry { handle: row.next()?, within: None, title: row.next()?, updated_at: row.next()? })
        })
        .await?;
    let total = db.one(count, &v![&pattern], |row| row.get(0)).await?;
    Ok(SitemapPage { entries, total })
}

//! The words that products on sale have: tags, types, makers.

use super::channels;
use infrasell_contracts::catalog::ProductWord;
use infrasell_db::{Db, DbError, Q, v};
use infrasell_kernel::ChannelId;

/// Up to `limit` words behind `after`, sorted as bytes, each once.
pub(crate) async fn list(
    db: &Db,
    word: ProductWord,
    channel: ChannelId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<String>, DbError> {
    let (column, source) = match word {
        ProductWord::Tag => ("t.tag", "catalog_product_tag t JOIN catalog_product p ON p.id = t.product_id"),
        ProductWord::ProductType => ("p.product_type", "catalog_product p"),
        ProductWord::Vendor => ("p.vendor", "catalog_product p"),
    };
    let mut q = Q::new(format!("SELECT DISTINCT {column} COLLATE \"C\" AS word FROM {source}"));
    let sql = format!(" WHERE p.status = 'active' AND (p.channels IS NULL OR p.channels LIKE ?) AND {column} <> ''");
    q.push(&sql, v![channels::pattern(channel)]);
    if let Some(after) = after {
        q.push(&format!(" AND {column} COLLATE \"C\" > ?"), v![after]);
    }
    q.push(" ORDER BY word LIMIT ?", v![limit]);
    q.all(db, |row| row.get(0)).await
}

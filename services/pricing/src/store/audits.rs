//! What the books are checked with.

use super::Result;
use infrasell_db::{Db, sql};
use infrasell_kernel::{PriceId, TaxRateId, VariantId};

/// How many prices there are.
pub async fn count_prices(db: &Db) -> Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM pricing_price");
    Ok(db.one(SQL, &[], |row| row.get(0)).await?)
}

/// How many tax rates there are.
pub async fn count_rates(db: &Db) -> Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM pricing_tax_rate");
    Ok(db.one(SQL, &[], |row| row.get(0)).await?)
}

/// Prices above their maximum retail price: price, variant, minor units of both.
pub async fn above_mrp(db: &Db) -> Result<Vec<(PriceId, VariantId, i64, i64)>> {
    const SQL: &str = sql!(
        "SELECT id, variant_id, price_minor, mrp_minor FROM pricing_price WHERE price_minor > mrp_minor ORDER BY id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).await?)
}

/// Prices that can never hold: they end before they begin, or their list is not there.
pub async fn never_in_force(db: &Db) -> Result<Vec<(PriceId, VariantId, i64, Option<i64>)>> {
    const SQL: &str = sql!(
        "SELECT p.id, p.variant_id, p.starts_at, p.ends_at FROM pricing_price p
         LEFT JOIN pricing_list l ON l.id = p.list_id
         WHERE l.id IS NULL OR p.ends_at <= p.starts_at ORDER BY p.id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).await?)
}

/// Pairs of rates of one class, place and tax that hold at the same time.
pub async fn overlapping_rates(db: &Db) -> Result<Vec<(TaxRateId, TaxRateId)>> {
    const SQL: &str = sql!(
        "SELECT a.id, b.id FROM pricing_tax_rate a JOIN pricing_tax_rate b
             ON b.class_id = a.class_id AND b.country = a.country AND b.region = a.region AND b.tax = a.tax
             AND b.id <> a.id
         WHERE a.starts_at <= b.starts_at AND (a.ends_at IS NULL OR a.ends_at > b.starts_at) ORDER BY a.id, b.id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?))).await?)
}

/// Channels that have prices and no list to begin with: channel, lists.
pub async fn without_base(db: &Db) -> Result<Vec<(infrasell_kernel::ChannelId, i64)>> {
    const SQL: &str = sql!(
        "SELECT channel_id, COUNT(*) FROM pricing_list GROUP BY channel_id
         HAVING SUM(CASE WHEN base THEN 1 ELSE 0 END) <> 1 ORDER BY channel_id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?))).await?)
}

//! SKUs: each names one variant of the shop.

use infrasell_db::{Db, DbError, sql, v};
use infrasell_kernel::{ProductId, VariantId};
use std::collections::HashMap;

const HOLDERS: &str = sql!("SELECT sku, id, product_id FROM catalog_variant WHERE sku IN list_text($1) AND sku <> ''");
/// Frees SKUs that their variants are about to give up, so that others of the same call can take them.
pub(crate) const RELEASE: &str = sql!("UPDATE catalog_variant SET sku = '' WHERE id IN list($1)");

/// Which variant has which of `skus`, and whose it is.
pub(crate) async fn holders(db: &Db, skus: &[String]) -> Result<HashMap<String, (VariantId, ProductId)>, DbError> {
    if skus.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = db.all(HOLDERS, &v![skus], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).await?;
    Ok(rows.into_iter().collect())
}

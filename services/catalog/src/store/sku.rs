//! SKUs: each names one variant of the shop.

use super::Source;
use infrasell_db::{DbError, sql, v};
use infrasell_kernel::ProductId;

const HOLDERS: &str = sql!(
    "SELECT v.sku, v.product_id, p.handle FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
     WHERE v.sku IN list_text($1) AND v.sku <> ''"
);
/// Frees SKUs that their variants are about to give up, so that others of the same call can take them.
pub(crate) const RELEASE: &str = sql!("UPDATE catalog_variant SET sku = '' WHERE id IN list($1)");

/// A product one of whose variants has a SKU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    pub sku: String,
    pub product: ProductId,
    pub handle: String,
}

/// Who has which of `skus`.
pub(crate) async fn holders(source: &mut Source<'_>, skus: &[String]) -> Result<Vec<Holder>, DbError> {
    if skus.is_empty() {
        return Ok(vec![]);
    }
    source
        .all(HOLDERS, &v![skus], |row| Ok(Holder { sku: row.next()?, product: row.next()?, handle: row.next()? }))
        .await
}

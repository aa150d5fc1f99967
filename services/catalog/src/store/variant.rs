//! Variants: part of their product's read, and by themselves for carts.

use super::channels;
use crate::pure::content::{VariantContent, variant_title};
use infrasell_contracts::catalog::{Media, ProductStatus, Variant, VariantView};
use infrasell_db::{Db, DbError, Json, Row, Val, sql, v};
use infrasell_kernel::{ChannelId, ProductId, VariantId};

/// A variant's columns, as [`read`] reads them.
pub(crate) const COLUMNS: &str = "v.id, v.sku, v.barcode, v.option_values, v.weight_grams, v.hsn_code,
    v.country_of_origin, v.requires_shipping, v.taxable, v.image";

pub(crate) fn read(row: &Row<'_>) -> Result<Variant, DbError> {
    Ok(read_with_image(row)?.0)
}

fn read_with_image(row: &Row<'_>) -> Result<(Variant, Option<Media>), DbError> {
    let mut variant = Variant {
        id: row.next()?,
        title: String::new(),
        sku: row.next()?,
        barcode: row.next()?,
        option_values: row.next_json()?,
        weight_grams: row.next()?,
        hsn_code: row.next()?,
        country_of_origin: row.next()?,
        requires_shipping: row.next()?,
        taxable: row.next()?,
        image_url: None,
    };
    let image: Option<Media> = row.next_json()?;
    variant.title = variant_title(&variant.option_values);
    variant.image_url = image.as_ref().map(|image| image.url.clone());
    Ok((variant, image))
}

const VIEW: &str = "SELECT v.id, v.sku, v.barcode, v.option_values, v.weight_grams, v.hsn_code, v.country_of_origin,
    v.requires_shipping, v.taxable, v.image, p.id, p.handle, p.title, p.vendor, p.tax_class, p.image, p.status, p.channels";
const VIEWS_BY_ID: &str = sql!(
    VIEW,
    " FROM list($1) AS ids JOIN catalog_variant v ON v.id = ids.value JOIN catalog_product p ON p.id = v.product_id"
);
const VIEWS_BY_SKU: &str = sql!(
    VIEW,
    " FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
      WHERE v.sku IN list_text($1) AND v.sku <> ''"
);

fn view(row: &Row<'_>, channel: Option<ChannelId>) -> Result<VariantView, DbError> {
    let (variant, own_image) = read_with_image(row)?;
    let mut view = VariantView {
        variant,
        product: row.next()?,
        handle: row.next()?,
        product_title: row.next()?,
        vendor: row.next()?,
        tax_class: row.next()?,
        image: row.next_json()?,
        on_sale: row.next_tag::<ProductStatus>()? == ProductStatus::Active,
    };
    view.image = own_image.or(view.image);
    let published: Option<String> = row.next()?;
    view.on_sale &= channel.is_none_or(|channel| channels::include(published.as_deref(), channel));
    Ok(view)
}

/// Those of `ids` that are there, in any order.
pub(crate) async fn views(db: &Db, ids: &[VariantId], channel: Option<ChannelId>) -> Result<Vec<VariantView>, DbError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    db.all(VIEWS_BY_ID, &v![ids], |row| view(row, channel)).await
}

/// The variants that have these SKUs, in any order.
pub(crate) async fn views_by_sku(db: &Db, skus: &[String]) -> Result<Vec<VariantView>, DbError> {
    if skus.is_empty() {
        return Ok(vec![]);
    }
    db.all(VIEWS_BY_SKU, &v![skus], |row| view(row, None)).await
}

/// The statement's values are those of [`values`].
pub(crate) const INSERT: &str = sql!(
    "INSERT INTO catalog_variant (id, product_id, position, sku, barcode, option_values, weight_grams, hsn_code,
         country_of_origin, requires_shipping, taxable, image)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
/// As [`INSERT`].
pub(crate) const UPDATE: &str = sql!(
    "UPDATE catalog_variant SET position = $3, sku = $4, barcode = $5, option_values = $6, weight_grams = $7,
         hsn_code = $8, country_of_origin = $9, requires_shipping = $10, taxable = $11, image = $12
     WHERE id = $1 AND product_id = $2"
);
pub(crate) const DELETE: &str = sql!("DELETE FROM catalog_variant WHERE id IN list($1)");

pub(crate) fn values<'a>(
    id: VariantId,
    product: ProductId,
    position: i64,
    content: &'a VariantContent,
    image: Option<&'a Media>,
) -> [Val<'a>; 12] {
    v![
        id,
        product,
        position,
        &content.sku,
        &content.barcode,
        Json(&content.option_values),
        content.weight_grams,
        &content.hsn_code,
        content.country_of_origin,
        content.requires_shipping,
        content.taxable,
        image.map(Json),
    ]
}

//! Products with their variants, read in one statement and so of one moment.

use super::{Source, channels, page, variant};
use crate::pure::content::{BodyRef, Content, Hash};
use infrasell_contracts::catalog::{
    MAX_PICTURE_USES, Media, Metafield, PictureUse, Product, ProductOption, Seo, Variant,
};
use infrasell_db::{Db, DbError, Json, Row, Tx, Val, sql, v};
use infrasell_kernel::{ProductId, Timestamp, VariantId};
use serde::Deserialize;

/// The product's columns, which are read from the row of its first variant only.
const COLUMNS: &str = "p.handle, p.title, p.status, p.vendor, p.product_type, p.category_id, p.tax_class,
    p.channels, p.version, p.created_at, p.updated_at,
    CASE WHEN v.position = 0 THEN p.tags END, CASE WHEN v.position = 0 THEN p.body END";
const FROM: &str = " FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id";

// in no order, see `assemble`: a database that sorts these rows copies whole descriptions
const PIECES: &str = sql!("SELECT p.id, v.position, ", variant::COLUMNS, ", ", COLUMNS, FROM);
const BY_ID: &str = sql!(PIECES, " WHERE p.id = $1");
const BY_IDS: &str = sql!(PIECES, " WHERE p.id IN list($1)");
const BY_HANDLE: &str = sql!(
    PIECES,
    " WHERE p.id = COALESCE((SELECT id FROM catalog_product WHERE handle = $1),
                            (SELECT product_id FROM catalog_product_redirect WHERE handle = $1))"
);

/// A row of a product read: its variant, and the product when it is the first one.
struct Piece {
    /// Its product, and which one of it it is.
    place: (ProductId, i64),
    product: Option<Product>,
    variant: Variant,
}

#[derive(Deserialize)]
struct Body {
    description_html: String,
    options: Vec<ProductOption>,
    media: Vec<Media>,
    seo: Seo,
    metafields: Vec<Metafield>,
}

fn piece(row: &Row<'_>) -> Result<Piece, DbError> {
    let place @ (id, position) = (row.next()?, row.next()?);
    let variant = variant::read(row)?;
    let product = if position == 0 { Some(read(id, row)?) } else { None };
    Ok(Piece { place, product, variant })
}

fn read(id: ProductId, row: &Row<'_>) -> Result<Product, DbError> {
    let mut product = Product {
        id,
        handle: row.next()?,
        title: row.next()?,
        description_html: String::new(),
        status: row.next_tag()?,
        vendor: row.next()?,
        product_type: row.next()?,
        category: row.next()?,
        tax_class: row.next()?,
        channels: channels::from_column(row.next()?),
        version: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        tags: row.next_json()?,
        options: vec![],
        variants: vec![],
        media: vec![],
        seo: Seo::default(),
        metafields: vec![],
    };
    let body: Body = row.next_json()?;
    product.description_html = body.description_html;
    product.options = body.options;
    product.media = body.media;
    product.seo = body.seo;
    product.metafields = body.metafields;
    Ok(product)
}

fn assemble(mut pieces: Vec<Piece>) -> Vec<Product> {
    pieces.sort_by_key(|piece| piece.place);
    let mut products: Vec<Product> = Vec::new();
    for piece in pieces {
        products.extend(piece.product);
        if let Some(product) = products.last_mut() {
            product.variants.push(piece.variant);
        }
    }
    products
}

pub(crate) async fn by_id(source: &mut Source<'_>, id: ProductId) -> Result<Option<Product>, DbError> {
    Ok(assemble(source.all(BY_ID, &v![id], piece).await?).pop())
}

/// By today's handle or, when no product has it, by a former one.
pub(crate) async fn by_handle(source: &mut Source<'_>, handle: &str) -> Result<Option<Product>, DbError> {
    Ok(assemble(source.all(BY_HANDLE, &v![handle], piece).await?).pop())
}

/// Those of `ids` that are there, in id order.
pub(crate) async fn by_ids(source: &mut Source<'_>, ids: &[ProductId]) -> Result<Vec<Product>, DbError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    Ok(assemble(source.all(BY_IDS, &v![ids], piece).await?))
}

const FINGERPRINTS: &str = sql!(
    "SELECT v.position, v.id, p.id, p.handle, p.content_hash",
    FROM,
    " WHERE p.handle IN list_text($1) ORDER BY p.id, v.position"
);

/// By what an unchanged product is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub id: ProductId,
    pub handle: String,
    pub hash: Hash,
    pub variants: Vec<VariantId>,
}

/// The fingerprints of the products that have these handles today.
pub(crate) async fn fingerprints(source: &mut Source<'_>, handles: &[String]) -> Result<Vec<Fingerprint>, DbError> {
    let rows = source
        .all(FINGERPRINTS, &v![handles], |row| {
            let (position, variant): (i64, VariantId) = (row.next()?, row.next()?);
            if position > 0 {
                return Ok((variant, None));
            }
            let (id, handle, hash) = (row.next()?, row.next()?, row.next()?);
            Ok((variant, Some(Fingerprint { id, handle, hash, variants: vec![] })))
        })
        .await?;
    let mut found: Vec<Fingerprint> = Vec::new();
    for (variant, first) in rows {
        found.extend(first);
        if let Some(fingerprint) = found.last_mut() {
            fingerprint.variants.push(variant);
        }
    }
    Ok(found)
}

const TAKEN: &str = sql!(
    "SELECT handle FROM catalog_product WHERE handle IN list_text($1)
     UNION SELECT handle FROM catalog_product_redirect WHERE handle IN list_text($1)"
);

/// Those of `handles` that are, or were, some product's.
pub(crate) async fn taken(source: &mut Source<'_>, handles: &[String]) -> Result<Vec<String>, DbError> {
    source.all(TAKEN, &v![handles], |row| row.get(0)).await
}

const SHOWING: &str = sql!(
    "SELECT what, handle FROM (
         SELECT 'product' AS what, handle, id FROM catalog_product WHERE body LIKE $1
         UNION ALL
         SELECT 'collection' AS what, handle, id FROM catalog_collection WHERE image LIKE $1 OR description_html LIKE $1
     ) AS showing ORDER BY what DESC, id LIMIT $2"
);

/// Products and collections in which this address stands; it has no sign that means something in a pattern.
pub(crate) async fn showing(db: &Db, address: &str) -> Result<Vec<PictureUse>, DbError> {
    let pattern = format!("%{address}%");
    db.all(SHOWING, &v![&pattern, MAX_PICTURE_USES], |row| Ok(PictureUse { what: row.next()?, handle: row.next()? }))
        .await
}

const OWNER: &str = sql!("SELECT id FROM catalog_product WHERE handle = $1");

/// Whose handle this is today.
pub(crate) async fn owner(source: &mut Source<'_>, handle: &str) -> Result<Option<ProductId>, DbError> {
    source.opt(OWNER, &v![handle], |row| row.get(0)).await
}

const THERE: &str = sql!("SELECT id FROM catalog_product WHERE id IN list($1)");

/// Those of `ids` that are there.
pub(crate) async fn there(source: &mut Source<'_>, ids: &[ProductId]) -> Result<Vec<ProductId>, DbError> {
    source.all(THERE, &v![ids], |row| row.get(0)).await
}

const LOCK: &str = sql!("SELECT id FROM catalog_product WHERE id IN list($1) ORDER BY id FOR UPDATE");
const LOCK_HANDLES: &str = sql!("SELECT id FROM catalog_product WHERE handle IN list_text($1) ORDER BY id FOR UPDATE");

/// Keeps others from changing these products until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, ids: &[ProductId]) -> Result<(), DbError> {
    tx.all(LOCK, &v![ids], |row| row.get::<i64>(0)).await.map(drop)
}

/// Keeps others from changing the products that have these handles until the transaction ends.
pub(crate) async fn lock_handles(tx: &mut Tx, handles: &[String]) -> Result<(), DbError> {
    tx.all(LOCK_HANDLES, &v![handles], |row| row.get::<i64>(0)).await.map(drop)
}

/// The statement's values are those of [`values`].
pub(crate) const INSERT: &str = sql!(
    "INSERT INTO catalog_product (id, version, handle, title, title_key, status, vendor, product_type, category_id,
         tax_class, channels, image, created_at, updated_at, content_hash, tags, search_text, body,
         vendor_key, type_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
);
/// As [`INSERT`]; touches nothing when the version is not the one before.
pub(crate) const UPDATE: &str = sql!(
    "UPDATE catalog_product SET version = $2, handle = $3, title = $4, title_key = $5, status = $6, vendor = $7,
         product_type = $8, category_id = $9, tax_class = $10, channels = $11, image = $12, created_at = $13,
         updated_at = $14, content_hash = $15, tags = $16, search_text = $17, body = $18,
         vendor_key = $19, type_key = $20
     WHERE id = $1 AND version = $2 - 1"
);

/// What a product's row holds.
pub(crate) struct ProductRow<'a> {
    pub id: ProductId,
    pub version: i64,
    pub handle: &'a str,
    pub content: &'a Content,
    pub hash: &'a Hash,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub(crate) fn values<'a>(row: &ProductRow<'a>) -> [Val<'a>; 20] {
    let content = row.content;
    v![
        row.id,
        row.version,
        row.handle,
        &content.title,
        crate::pure::text::sort_key(&content.title).into_bytes(),
        page::word(content.status),
        &content.vendor,
        &content.product_type,
        content.category,
        &content.tax_class,
        channels::to_column(content.channels.as_deref()),
        content.media.first().map(Json),
        row.created_at,
        row.updated_at,
        row.hash,
        Json(&content.tags),
        content.search_text(row.handle),
        Json::<BodyRef<'_>>(content.body()),
        crate::pure::text::short_key(&content.vendor),
        crate::pure::text::short_key(&content.product_type),
    ]
}

const DELETE: &str = sql!("DELETE FROM catalog_product WHERE id = $1 AND version = $2");
const DELETE_TAG: &str = sql!("DELETE FROM catalog_product_tag WHERE tag = $1 AND product_id = $2");
const DELETE_METAFIELD: &str =
    sql!("DELETE FROM catalog_product_metafield WHERE namespace = $1 AND key = $2 AND product_id = $3");

/// Takes the product away if it still has the version that was read.
pub(crate) async fn delete(tx: &mut Tx, product: &Product) -> Result<bool, DbError> {
    if tx.exec(DELETE, &v![product.id, product.version]).await? == 0 {
        return Ok(false);
    }
    let tags: Vec<_> = product.tags.iter().map(|tag| v![tag, product.id]).collect();
    tx.exec_many(DELETE_TAG, &tags).await?;
    let metafields: Vec<_> = product.metafields.iter().map(|f| v![&f.namespace, &f.key, product.id]).collect();
    tx.exec_many(DELETE_METAFIELD, &metafields).await?;
    Ok(true)
}

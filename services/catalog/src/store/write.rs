//! Writes products, many at once: each table in one go, rows in an order in which no two calls wait for each other in
//! a circle.

use super::{
    fact, metafield,
    product::{self, ProductRow},
    sku, variant,
};
use crate::pure::{
    content::{Content, Hash},
    plan,
};
use infrasell_contracts::catalog::{Product, Variant};
use infrasell_db::{DbError, Tx, Val, sql, v};
use infrasell_kernel::{ProductId, Timestamp, VariantId};
use std::collections::{HashMap, HashSet};

/// A product to write.
#[derive(Debug)]
pub(crate) struct Writing {
    pub id: ProductId,
    /// The version that it gets.
    pub version: i64,
    pub handle: String,
    pub content: Content,
    pub hash: Hash,
    /// One for each of the content's variants.
    pub variants: Vec<VariantId>,
    /// What is stored now; nothing when it is new.
    pub old: Option<Box<Product>>,
}

const INSERT_TAG: &str =
    sql!("INSERT INTO catalog_product_tag (tag, product_id) VALUES ($1, $2) ON CONFLICT DO NOTHING");
const DELETE_TAG: &str = sql!("DELETE FROM catalog_product_tag WHERE tag = $1 AND product_id = $2");
const REDIRECT: &str = sql!(
    "INSERT INTO catalog_product_redirect (handle, product_id) VALUES ($1, $2)
     ON CONFLICT (handle) DO UPDATE SET product_id = excluded.product_id"
);
const TAKE_BACK: &str = sql!("DELETE FROM catalog_product_redirect WHERE handle IN list_text($1)");

/// Writes all of them. `false` means that one has changed since it was read; the transaction is then of no more use.
pub(crate) async fn products(tx: &mut Tx, writings: &[Writing], now: Timestamp) -> Result<bool, DbError> {
    let old = |writing: &&Writing| writing.old.is_some();
    let mut changed: Vec<&Writing> = writings.iter().filter(old).collect();
    changed.sort_unstable_by_key(|writing| writing.id);
    let rows: Vec<_> = changed.iter().map(|writing| product_values(writing, now)).collect();
    if tx.exec_many(product::UPDATE, &rows).await? != rows.len() as u64 {
        return Ok(false);
    }
    let mut fresh: Vec<&Writing> = writings.iter().filter(|writing| !old(writing)).collect();
    fresh.sort_unstable_by(|a, b| a.handle.cmp(&b.handle));
    let rows: Vec<_> = fresh.iter().map(|writing| product_values(writing, now)).collect();
    tx.insert_many(product::INSERT, &rows).await?;
    variants(tx, writings).await?;
    tags(tx, writings).await?;
    metafields(tx, writings).await?;
    fact::write(tx, writings).await?;
    redirects(tx, writings).await?;
    Ok(true)
}

fn product_values(writing: &Writing, now: Timestamp) -> [Val<'_>; 20] {
    product::values(&ProductRow {
        id: writing.id,
        version: writing.version,
        handle: &writing.handle,
        content: &writing.content,
        hash: &writing.hash,
        created_at: writing.old.as_ref().map_or(now, |old| old.created_at),
        updated_at: now,
    })
}

type VariantRow<'a> = [Val<'a>; 12];

async fn variants(tx: &mut Tx, writings: &[Writing]) -> Result<(), DbError> {
    let (mut released, mut gone): (Vec<VariantId>, Vec<VariantId>) = (vec![], vec![]);
    let mut changed: Vec<VariantRow<'_>> = vec![];
    let mut fresh: Vec<(&str, VariantRow<'_>)> = vec![];
    for writing in writings {
        let stored: &[Variant] = writing.old.as_ref().map_or(&[], |old| &old.variants);
        let before: HashMap<VariantId, (usize, &Variant)> =
            stored.iter().enumerate().map(|(i, variant)| (variant.id, (i, variant))).collect();
        for (i, (content, id)) in writing.content.variants.iter().zip(&writing.variants).enumerate() {
            let image = writing.content.image_of(content);
            let position = i64::try_from(i).unwrap_or(i64::MAX);
            let values = variant::values(*id, writing.id, position, content, image);
            match before.get(id) {
                None => fresh.push((&content.sku, values)),
                Some((was_at, was)) => {
                    if !was.sku.is_empty() && was.sku != content.sku {
                        released.push(*id);
                    }
                    if *was_at != i || image_changed(writing) || !content.is(was) {
                        changed.push(values);
                    }
                }
            }
        }
        let kept: Vec<Option<VariantId>> = writing.variants.iter().copied().map(Some).collect();
        gone.extend(plan::gone(stored, &kept));
    }
    released.sort_unstable();
    gone.sort_unstable();
    if !released.is_empty() {
        tx.exec(sku::RELEASE, &v![&released]).await?;
    }
    if !gone.is_empty() {
        tx.exec(variant::DELETE, &v![&gone]).await?;
    }
    tx.exec_many(variant::UPDATE, &changed).await?;
    fresh.sort_by_key(|(sku, _)| *sku);
    let fresh: Vec<_> = fresh.into_iter().map(|(_, values)| values).collect();
    tx.insert_many(variant::INSERT, &fresh).await?;
    Ok(())
}

/// A variant's row holds its picture whole, so it changes with the picture's text.
fn image_changed(writing: &Writing) -> bool {
    writing.old.as_ref().is_some_and(|old| old.media != writing.content.media)
}

async fn tags(tx: &mut Tx, writings: &[Writing]) -> Result<(), DbError> {
    let mut gone: Vec<(&str, ProductId)> = vec![];
    let mut fresh: Vec<(&str, ProductId)> = vec![];
    for writing in writings {
        let stored: &[String] = writing.old.as_ref().map_or(&[], |old| &old.tags);
        let before: HashSet<&str> = stored.iter().map(String::as_str).collect();
        let after: HashSet<&str> = writing.content.tags.iter().map(String::as_str).collect();
        gone.extend(before.difference(&after).map(|tag| (*tag, writing.id)));
        fresh.extend(after.difference(&before).map(|tag| (*tag, writing.id)));
    }
    gone.sort_unstable();
    fresh.sort_unstable();
    let gone: Vec<_> = gone.into_iter().map(|(tag, id)| v![tag, id]).collect();
    let fresh: Vec<_> = fresh.into_iter().map(|(tag, id)| v![tag, id]).collect();
    tx.exec_many(DELETE_TAG, &gone).await?;
    tx.insert_many(INSERT_TAG, &fresh).await?;
    Ok(())
}

async fn metafields(tx: &mut Tx, writings: &[Writing]) -> Result<(), DbError> {
    let (mut gone, mut fresh) = (vec![], vec![]);
    for writing in writings {
        let stored = writing.old.as_ref().map_or(&[][..], |old| &old.metafields);
        let before: HashSet<metafield::Use<'_>> = stored.iter().map(metafield::Use::of).collect();
        let after: HashSet<metafield::Use<'_>> = writing.content.metafields.iter().map(metafield::Use::of).collect();
        gone.extend(before.difference(&after).map(|one| (*one, writing.id)));
        fresh.extend(after.difference(&before).map(|one| (*one, writing.id)));
    }
    gone.sort_unstable();
    fresh.sort_unstable();
    metafield::change_uses(tx, &gone, &fresh).await
}

/// Former handles lead to their products, until another product takes one as its own.
async fn redirects(tx: &mut Tx, writings: &[Writing]) -> Result<(), DbError> {
    let renamed = writings.iter().filter_map(|writing| {
        let old = writing.old.as_ref()?;
        (old.handle != writing.handle).then_some((old.handle.as_str(), writing))
    });
    let mut former: Vec<(&str, ProductId)> = renamed.map(|(handle, writing)| (handle, writing.id)).collect();
    former.sort_unstable();
    let rows: Vec<_> = former.iter().map(|(handle, id)| v![*handle, *id]).collect();
    tx.exec_many(REDIRECT, &rows).await?;
    let is_taken = |writing: &&Writing| writing.old.as_ref().is_none_or(|old| old.handle != writing.handle);
    let mut taken: Vec<String> = writings.iter().filter(is_taken).map(|writing| writing.handle.clone()).collect();
    if taken.is_empty() {
        return Ok(());
    }
    taken.sort_unstable();
    // after the insert, so that it sees what a product that just gave the handle up has left behind
    tx.exec(TAKE_BACK, &v![taken]).await?;
    Ok(())
}

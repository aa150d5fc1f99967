//! Records a planned write: proves what it was planned on, writes products and memberships, announces.

use super::{CatalogService, known::Arrangement};
use crate::{
    pure::{
        check::{Known, product::Checked},
        content::{Content, Hash, variant_title},
        matching::Facts,
        plan,
    },
    store::{
        Source, guard, member,
        sku::{Holder, holders},
        write::{self, Writing},
    },
    trouble::Trouble,
};
use infrasell_contracts::catalog::{CatalogError, PRODUCTS_CHANGED, Product, ProductsChanged, Variant};
use infrasell_db::Tx;
use infrasell_kernel::{CollectionId, Fields, ProductId, Timestamp, VariantId};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A product that is to be written, before its new ids are taken.
#[derive(Debug)]
pub(crate) struct Draft {
    pub handle: String,
    pub content: Content,
    pub hash: Hash,
    /// The stored variant that each of the content's is; `None` is new.
    pub variants: Vec<Option<VariantId>>,
    /// What is stored now; nothing when the product is new.
    pub old: Option<Box<Product>>,
}

impl Draft {
    pub(crate) fn new(handle: String, content: Content, hash: Hash) -> Self {
        let variants = vec![None; content.variants.len()];
        Draft { handle, content, hash, variants, old: None }
    }

    /// The stored product as it would become, or nothing when that is what it is. Variants of other products are noted
    /// under the prefix `at`.
    pub(crate) fn over(
        old: Product,
        handle: String,
        checked: Checked,
        hash: Hash,
        at: &str,
        fields: &mut Fields,
    ) -> Option<Self> {
        let variants = match plan::match_variants(&old.variants, &checked.content.variants, &checked.ids) {
            Ok(variants) => variants,
            Err(strangers) => {
                for i in strangers {
                    fields.add(format!("{at}variants.{i}.id"), "unknown", format!("{} has no such variant", old.id));
                }
                return None;
            }
        };
        let same_variants = old.variants.iter().map(|variant| Some(variant.id)).eq(variants.iter().copied());
        let same = same_variants && old.handle == handle && Content::from(&old) == checked.content;
        (!same).then(|| Draft { handle, content: checked.content, hash, variants, old: Some(Box::new(old)) })
    }

    fn into_writing(self, id: ProductId, fresh: &mut impl Iterator<Item = VariantId>) -> Writing {
        let variants = self.variants.into_iter().filter_map(|id| id.or_else(|| fresh.next())).collect();
        let version = self.old.as_ref().map_or(1, |old| old.version + 1);
        Writing { id, version, handle: self.handle, content: self.content, hash: self.hash, variants, old: self.old }
    }
}

/// A planned write and what it was planned on.
#[derive(Debug)]
pub(crate) struct Plan {
    pub drafts: Vec<Draft>,
    pub known: Known,
    pub arrangement: Arc<Arrangement>,
}

impl CatalogService {
    /// Writes the plan; nothing when what it was planned on no longer holds, and the transaction is of no more use then.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        plan: Plan,
        now: Timestamp,
    ) -> Result<Option<Vec<Writing>>, Trouble> {
        if guard::share(tx, guard::ARRANGEMENT).await? != plan.arrangement.stamp {
            return Ok(None);
        }
        let writings = with_ids(tx, plan.drafts).await?;
        let written = write::products(tx, &writings, now).await.map_err(Trouble::from);
        match written {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(trouble) if trouble.is_race() => return Ok(None),
            Err(trouble) => return Err(trouble),
        }
        memberships(tx, &writings, &plan.known, &plan.arrangement).await?;
        let products = writings.iter().map(|writing| writing.id).collect();
        let created = writings.iter().filter(|writing| writing.old.is_none()).map(|writing| writing.id).collect();
        tx.emit(PRODUCTS_CHANGED, &ProductsChanged { products, created, deleted: vec![] }).await?;
        Ok(Some(writings))
    }
}

/// A SKU of a draft that another product has.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The draft's place among the drafts.
    pub draft: usize,
    /// The variant's place in the draft.
    pub variant: usize,
    pub holder: Holder,
}

/// The SKUs of `drafts` that products outside of `within` have.
pub(crate) async fn taken_skus(
    source: &mut Source<'_>,
    drafts: &[Draft],
    within: &HashSet<ProductId>,
) -> Result<Vec<Taken>, Trouble> {
    let mut wanted: HashMap<&str, (usize, usize)> = HashMap::new();
    for (d, draft) in drafts.iter().enumerate() {
        let own: HashMap<VariantId, &str> =
            draft.old.iter().flat_map(|old| &old.variants).map(|v| (v.id, v.sku.as_str())).collect();
        for (i, (variant, id)) in draft.content.variants.iter().zip(&draft.variants).enumerate() {
            let has_it = id.is_some_and(|id| own.get(&id) == Some(&variant.sku.as_str()));
            if !variant.sku.is_empty() && !has_it {
                wanted.insert(&variant.sku, (d, i));
            }
        }
    }
    let skus: Vec<String> = wanted.keys().map(|sku| (*sku).to_owned()).collect();
    let mut taken = Vec::new();
    for holder in holders(source, &skus).await? {
        if let Some((draft, variant)) = wanted.get(holder.sku.as_str()).filter(|_| !within.contains(&holder.product)) {
            taken.push(Taken { draft: *draft, variant: *variant, holder });
        }
    }
    taken.sort_unstable_by_key(|one| (one.draft, one.variant));
    Ok(taken)
}

/// As [`taken_skus`] for one product; the first is the answer.
pub(crate) async fn no_taken_sku(source: &mut Source<'_>, draft: &Draft) -> Result<(), Trouble> {
    let own = draft.old.iter().map(|old| old.id).collect();
    match taken_skus(source, std::slice::from_ref(draft), &own).await?.into_iter().next() {
        None => Ok(()),
        Some(taken) => Err(CatalogError::SkuTaken { sku: taken.holder.sku }.into()),
    }
}

async fn with_ids(tx: &mut Tx, drafts: Vec<Draft>) -> Result<Vec<Writing>, Trouble> {
    let new_products = drafts.iter().filter(|draft| draft.old.is_none()).count();
    let new_variants = drafts.iter().flat_map(|draft| &draft.variants).filter(|id| id.is_none()).count();
    let mut products = tx.next_ids(new_products).await?.into_iter();
    let mut variants = tx.next_ids(new_variants).await?.into_iter();
    let mut writings = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let old = draft.old.as_ref().map(|old| old.id);
        let id = old.or_else(|| products.next()).expect("an id was taken for each new product");
        writings.push(draft.into_writing(id, &mut variants));
    }
    Ok(writings)
}

/// Puts the products into the rule-based collections that want them, and takes them out of the others.
async fn memberships(
    tx: &mut Tx,
    writings: &[Writing],
    known: &Known,
    arrangement: &Arrangement,
) -> Result<(), Trouble> {
    if arrangement.collections.is_empty() {
        return Ok(());
    }
    let mut wanted: HashSet<(CollectionId, ProductId)> = HashSet::new();
    for writing in writings {
        let facts = facts(&writing.content, known);
        let holding = arrangement.collections.iter().filter(|(_, rules)| rules.hold(&facts));
        wanted.extend(holding.map(|(collection, _)| (*collection, writing.id)));
    }
    let existing: Vec<ProductId> = writings.iter().filter(|w| w.old.is_some()).map(|w| w.id).collect();
    // read under the products' row locks: a pass over a collection may have moved them since the plan
    let held = if existing.is_empty() { vec![] } else { member::of_products(tx, &existing).await? };
    let held: HashSet<(CollectionId, ProductId)> = held.into_iter().collect();
    let gone = held.difference(&wanted).copied().collect();
    let fresh = wanted.difference(&held).copied().collect();
    Ok(member::change(tx, gone, fresh).await?)
}

fn facts(content: &Content, known: &Known) -> Facts {
    let path = content.category.and_then(|id| known.category_paths.get(&id)).map_or(&[][..], Vec::as_slice);
    let weights = content.variants.iter().map(|variant| variant.weight_grams);
    Facts::new([&content.title, &content.product_type, &content.vendor], &content.tags, path, weights)
}

/// The product as it is after the write.
pub(crate) fn as_written(writing: Writing, now: Timestamp) -> Product {
    let content = writing.content;
    let variant = |(content, id): (crate::pure::content::VariantContent, VariantId)| Variant {
        id,
        title: variant_title(&content.option_values),
        sku: content.sku,
        barcode: content.barcode,
        option_values: content.option_values,
        weight_grams: content.weight_grams,
        hsn_code: content.hsn_code,
        country_of_origin: content.country_of_origin,
        requires_shipping: content.requires_shipping,
        taxable: content.taxable,
        image_url: content.image_url,
    };
    Product {
        id: writing.id,
        handle: writing.handle,
        title: content.title,
        description_html: content.description_html,
        status: content.status,
        vendor: content.vendor,
        product_type: content.product_type,
        tags: content.tags,
        category: content.category,
        tax_class: content.tax_class,
        options: content.options,
        variants: content.variants.into_iter().zip(writing.variants).map(variant).collect(),
        media: content.media,
        seo: content.seo,
        metafields: content.metafields,
        channels: content.channels,
        version: writing.version,
        created_at: writing.old.map_or(now, |old| old.created_at),
        updated_at: now,
    }
}

//! Products, their prices and their stock.

use super::each;
use crate::{
    context::Ask,
    facts::Fact,
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    catalog::{
        GetProduct, GetProducts, GetVariants, ListProducts, MAX_BULK, Product, ProductFilter, ProductRef, ProductSort,
    },
    common::Direction,
    inventory::{Availability, GetAvailability},
    pricing::{GetPrices, VariantPrice},
};
use infrasell_kernel::{Cursor, ErrorKind, MAX_LIMIT, PageRequest, ProductId, VariantId};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;

type Found<K, V> = Result<Vec<(K, V)>, Fault>;

/// Products by id, as far as they are on sale here.
pub struct ById;

impl Fact for ById {
    type Key = ProductId;
    type Value = Arc<Product>;
    fn fetch(ask: &Ask, keys: Vec<ProductId>) -> BoxFuture<'_, Found<ProductId, Arc<Product>>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_LIMIT as usize).map(<[ProductId]>::to_vec).collect();
            let found = each(parts, async |ids| {
                let asked = GetProducts { ids, on_sale_in: Some(ask.channel.id) };
                ask.services.catalog.products_by_id(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|product| (product.id, Arc::new(product))).collect())
        })
    }
    fn note(key: &ProductId, _: Option<&Arc<Product>>, shown: &mut Shown) {
        shown.add(Tag::Product(*key));
    }
}

/// Products by handle, also a former one.
pub struct ByHandle;

impl Fact for ByHandle {
    type Key = String;
    type Value = Arc<Product>;
    fn fetch(ask: &Ask, keys: Vec<String>) -> BoxFuture<'_, Found<String, Arc<Product>>> {
        Box::pin(async move {
            let found = each(keys, async |handle| {
                let product = ProductRef::Handle(handle.clone());
                let asked = GetProduct { product, on_sale_in: Some(ask.channel.id) };
                match ask.services.catalog.product(&ask.cx, asked).await {
                    Ok(product) => Ok(Some((handle, Arc::new(product)))),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(key: &String, value: Option<&Arc<Product>>, shown: &mut Shown) {
        match value {
            Some(product) if product.handle == *key => shown.add(Tag::Product(product.id)),
            // under a name that is not its own it is found until another product takes that name
            Some(product) => {
                shown.add(Tag::Product(product.id));
                shown.add(Tag::AnyProduct);
            }
            None => shown.add(Tag::AnyProduct),
        }
    }
}

/// Which product a variant belongs to.
pub struct Owner;

impl Fact for Owner {
    type Key = VariantId;
    type Value = ProductId;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, ProductId>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |ids| {
                let asked = GetVariants { ids, channel: Some(ask.channel.id) };
                ask.services.catalog.variants(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|view| (view.variant.id, view.product)).collect())
        })
    }
    fn note(_: &VariantId, value: Option<&ProductId>, shown: &mut Shown) {
        shown.add(value.map_or(Tag::AnyProduct, |product| Tag::Product(*product)));
    }
}

/// Prices by variant.
pub struct Prices;

impl Fact for Prices {
    type Key = VariantId;
    type Value = VariantPrice;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, VariantPrice>> {
        Box::pin(async move {
            let parts = keys.chunks(infrasell_contracts::pricing::MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |variants| {
                let asked = GetPrices { variants, channel: ask.channel.id, at: None };
                ask.services.pricing.prices(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|price| (price.variant, price)).collect())
        })
    }
    fn note(key: &VariantId, _: Option<&VariantPrice>, shown: &mut Shown) {
        shown.add(Tag::Variant(*key));
    }
}

/// Stock by variant.
pub struct Stock;

impl Fact for Stock {
    type Key = VariantId;
    type Value = Availability;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, Availability>> {
        Box::pin(async move {
            let parts = keys.chunks(infrasell_contracts::inventory::MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |variants| {
                let asked = GetAvailability { variants, channel: ask.channel.id };
                ask.services.inventory.availability(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|stock| (stock.variant, stock)).collect())
        })
    }
    fn note(key: &VariantId, _: Option<&Availability>, shown: &mut Shown) {
        shown.add(Tag::Variant(*key));
    }
}

/// The order of a list of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By id.
    Id,
    /// By title.
    Title,
    /// By lowest price here.
    Price,
    /// By when they were made.
    CreatedAt,
    /// By when they changed.
    UpdatedAt,
}

/// Asks for a part of the list of all products.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProductsKey {
    /// In what order.
    pub sort: Sort,
    /// Whether it is turned around.
    pub reverse: bool,
    /// Only those with these words.
    pub search: Option<String>,
    /// Behind this cursor.
    pub after: Option<String>,
    /// So many.
    pub first: usize,
}

/// A part of the list of all products.
pub struct ProductList {
    /// Its products, each with its cursor.
    pub items: Vec<(Arc<Product>, String)>,
    /// Whether there are more.
    pub has_next: bool,
}

/// Parts of the list of all products; `None` where the cursor was none of that list.
pub struct Lists;

impl Fact for Lists {
    type Key = ProductsKey;
    type Value = Option<ProductList>;
    fn fetch(ask: &Ask, keys: Vec<ProductsKey>) -> BoxFuture<'_, Found<ProductsKey, Option<ProductList>>> {
        Box::pin(each(keys, async |key| Ok((key.clone(), part(ask, &key).await?))))
    }
    fn note(key: &ProductsKey, value: Option<&Option<ProductList>>, shown: &mut Shown) {
        shown.add(Tag::AnyProduct);
        if key.sort == Sort::Price {
            shown.add(Tag::ByPrice);
        }
        for (product, _) in value.into_iter().flatten().flat_map(|list| &list.items) {
            shown.add(Tag::Product(product.id));
        }
    }
}

/// A place in a list: the cursor that its page began behind, and how many of that page come before it.
fn place(after: &str) -> Option<(Option<Cursor>, usize)> {
    let (skipped, cursor) = after.split_once('.')?;
    let skipped = skipped.parse().ok().filter(|skipped| *skipped <= MAX_LIMIT as usize)?;
    let cursor = (!cursor.is_empty()).then(|| serde_json::from_value(cursor.into()).ok());
    match cursor {
        Some(None) => None,
        other => Some((other.flatten(), skipped)),
    }
}

fn name(begin: Option<&Cursor>, at: usize) -> String {
    let begin = begin.and_then(|cursor| serde_json::to_value(cursor).ok());
    format!("{at}.{}", begin.as_ref().and_then(|cursor| cursor.as_str()).unwrap_or(""))
}

async fn part(ask: &Ask, key: &ProductsKey) -> Result<Option<ProductList>, Fault> {
    let Some((mut begin, mut skip)) = key.after.as_deref().map_or(Some((None, 0)), place) else { return Ok(None) };
    let mut list = ProductList { items: vec![], has_next: true };
    while list.items.len() < key.first && list.has_next {
        let wanted = (skip + key.first - list.items.len()).min(MAX_LIMIT as usize);
        let page = PageRequest { limit: u32::try_from(wanted).ok(), after: begin.clone() };
        let Some(found) = page_of(ask, key, page).await? else { return Ok(None) };
        let len = found.items.len();
        list.has_next = found.next.is_some();
        for (at, product) in found.items.into_iter().enumerate().skip(skip) {
            let is_last = at + 1 == len;
            let cursor = match (&found.next, is_last) {
                (Some(next), true) => name(Some(next), 0),
                _ => name(begin.as_ref(), at + 1),
            };
            list.items.push((Arc::new(product), cursor));
        }
        (begin, skip) = (found.next, skip.saturating_sub(len));
    }
    Ok(Some(list))
}

/// One page; `None` when the cursor is none of this list.
async fn page_of(
    ask: &Ask,
    key: &ProductsKey,
    page: PageRequest,
) -> Result<Option<infrasell_kernel::Page<Product>>, Fault> {
    let sort = match key.sort {
        Sort::Id => ProductSort::Id,
        Sort::Title => ProductSort::Title,
        Sort::Price => ProductSort::Price,
        Sort::CreatedAt => ProductSort::CreatedAt,
        Sort::UpdatedAt => ProductSort::UpdatedAt,
    };
    let direction = if key.reverse { Direction::Desc } else { Direction::Asc };
    let filter =
        ProductFilter { on_sale_in: Some(ask.channel.id), search: key.search.clone(), ..ProductFilter::default() };
    let list = ListProducts { filter, sort, direction, page };
    match ask.services.catalog.products(&ask.cx, list).await {
        Ok(page) => Ok(Some(page)),
        Err(error) => match error.fault() {
            Some(Fault::Invalid { errors }) if errors.iter().any(|one| one.code == "invalid_cursor") => Ok(None),
            _ => Err(Fault::relay(&error)),
        },
    }
}

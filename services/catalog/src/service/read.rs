//! Reads of products and variants.

use super::not_found;
use crate::{
    pure::{
        check,
        limits::{MAX_PRODUCTS_ASKED, MAX_VARIANTS_ASKED, MAX_WORD},
    },
    store::{
        page::{self, Listed, Order, Place},
        product, sitemap, variant,
    },
    trouble::Trouble,
};
use infrasell_contracts::{
    catalog::{
        FindPictureUses, FindSkus, GetCatalogSitemap, GetProduct, GetProducts, GetVariants, ListProducts, PictureUse,
        Product, ProductFilter, ProductRef, ProductSort, ProductStatus, VariantView,
    },
    common::Direction,
    content::SitemapPage,
};
use infrasell_db::{Db, Dir};
use infrasell_kernel::{ChannelId, Cursor, FieldError, Fields, Page, ProductId, VariantId};
use infrasell_rules::picture;
use std::{collections::HashMap, hash::Hash};

pub(crate) async fn product(db: &Db, req: GetProduct) -> Result<Product, Trouble> {
    let (found, asked) = match req.product {
        ProductRef::Id(id) => (product::by_id(&mut db.into(), id).await?, id.to_string()),
        ProductRef::Handle(handle) => {
            (product::by_handle(&mut db.into(), &infrasell_kernel::handle::handle(&handle)).await?, handle)
        }
    };
    let shown = found.filter(|product| req.on_sale_in.is_none_or(|channel| is_on_sale(product, channel)));
    Ok(shown.ok_or_else(|| not_found("product", asked))?)
}

fn is_on_sale(product: &Product, channel: ChannelId) -> bool {
    product.status == ProductStatus::Active
        && product.channels.as_ref().is_none_or(|channels| channels.contains(&channel))
}

pub(crate) async fn products_by_id(db: &Db, req: GetProducts) -> Result<Vec<Product>, Trouble> {
    check::asked("ids", req.ids.len(), MAX_PRODUCTS_ASKED)?;
    let found = product::by_ids(&mut db.into(), &req.ids).await?;
    let shown = |product: &Product| req.on_sale_in.is_none_or(|channel| is_on_sale(product, channel));
    Ok(in_order(&req.ids, found.into_iter().filter(shown), |product| product.id))
}

/// The things found, in the order asked for. Whatever is found was asked for, and is found once.
pub(crate) fn in_order<I: Eq + Hash, T>(ids: &[I], found: impl Iterator<Item = T>, id_of: impl Fn(&T) -> I) -> Vec<T> {
    let mut places = HashMap::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        places.entry(id).or_insert(place);
    }
    let mut found: Vec<T> = found.collect();
    found.sort_by_cached_key(|item| places.get(&id_of(item)).copied());
    found
}

/// A page of what a sitemap lists.
pub(crate) async fn sitemap(db: &Db, req: &GetCatalogSitemap) -> Result<SitemapPage, Trouble> {
    if req.page < 1 {
        return Err(FieldError::new("page", "out_of_range", "page must be 1 or more").into());
    }
    Ok(sitemap::page(db, req.of, req.channel, req.page).await?)
}

/// Who shows a picture: by its address, wherever that stands in what is kept of them.
pub(crate) async fn picture_uses(db: &Db, req: &FindPictureUses) -> Result<Vec<PictureUse>, Trouble> {
    if !picture::is_key(&req.key) {
        return Err(FieldError::new("key", "invalid", "key must be the key of a picture").into());
    }
    let address = picture::path(&req.key, "");
    Ok(product::showing(db, &address).await?)
}

pub(crate) async fn products(db: &Db, req: ListProducts) -> Result<Page<Product>, Trouble> {
    let limit = req.page.limit()?;
    let listed = listed(req.filter, req.sort, req.direction)?;
    let list = name_of(&listed, req.sort);
    let after: Option<Place> = req.page.key(&list)?;
    if after.as_ref().is_some_and(|place| !place.fits(listed.order)) {
        return Err(FieldError::new("after", "invalid_cursor", "after is not a cursor of this list").into());
    }
    let places = page::places(db, &listed, after.as_ref(), limit, false).await?;
    let page = Page::from_surplus(places, limit, |last| Cursor::new(&list, last));
    let ids: Vec<ProductId> = page.items.iter().map(Place::id).collect();
    let found = product::by_ids(&mut db.into(), &ids).await?;
    // one that was deleted between the two reads is left out
    Ok(Page { items: in_order(&ids, found.into_iter(), |product| product.id), next: page.next })
}

/// The request, with its search cut into words and its order given what it needs.
pub(crate) fn listed(filter: ProductFilter, sort: ProductSort, direction: Direction) -> Result<Listed, Trouble> {
    let mut fields = Fields::new();
    for (path, value) in
        [("vendor", &filter.vendor), ("product_type", &filter.product_type), ("tag", &filter.tag), ("sku", &filter.sku)]
    {
        fields.max_len(path, value.as_deref().unwrap_or(""), MAX_WORD);
    }
    let words = fields.take(check::search(filter.search.as_deref().unwrap_or(""))).unwrap_or_default();
    let mut needs_channel = |needs: bool, path: &str| {
        let message = format!("{path} needs a channel");
        fields.check(!needs || filter.on_sale_in.is_some(), path, "channel_required", message);
    };
    needs_channel(filter.min_price_minor.is_some(), "min_price_minor");
    needs_channel(filter.max_price_minor.is_some(), "max_price_minor");
    needs_channel(filter.in_stock.is_some(), "in_stock");
    needs_channel(sort == ProductSort::Price, "sort");
    let order = match (sort, filter.on_sale_in, filter.collection) {
        (ProductSort::Title, ..) => Order::Title,
        (ProductSort::CreatedAt, ..) => Order::CreatedAt,
        (ProductSort::UpdatedAt, ..) => Order::UpdatedAt,
        (ProductSort::Vendor, ..) => Order::Vendor,
        (ProductSort::ProductType, ..) => Order::ProductType,
        (ProductSort::Price, Some(channel), _) => Order::Price(channel),
        (ProductSort::Manual | ProductSort::BestSelling | ProductSort::Relevance, _, Some(collection)) => {
            Order::Manual(collection)
        }
        (ProductSort::Manual, _, None) => {
            fields.add("sort", "collection_required", "a collection's own order needs a collection");
            Order::Id
        }
        (ProductSort::Id | ProductSort::Price | ProductSort::BestSelling | ProductSort::Relevance, ..) => Order::Id,
    };
    fields.done()?;
    let dir = if direction == Direction::Asc { Dir::Asc } else { Dir::Desc };
    Ok(Listed { filter, words, conditions: vec![], among: None, order, dir })
}

/// The name that a cursor of this list carries.
pub(crate) fn name_of(listed: &Listed, sort: ProductSort) -> String {
    let way = if listed.dir == Dir::Asc { "asc" } else { "desc" };
    match listed.order {
        Order::Price(channel) => format!("products:price:{channel}:{way}"),
        Order::Manual(collection) => format!("products:{sort:?}:{collection}:{way}").to_lowercase(),
        _ => format!("products:{sort:?}:{way}").to_lowercase(),
    }
}

pub(crate) async fn variants(db: &Db, req: GetVariants) -> Result<Vec<VariantView>, Trouble> {
    check::asked("ids", req.ids.len(), MAX_VARIANTS_ASKED)?;
    let found = variant::views(db, &req.ids, req.channel).await?;
    Ok(in_order::<VariantId, _>(&req.ids, found.into_iter(), |view| view.variant.id))
}

pub(crate) async fn variants_by_sku(db: &Db, req: FindSkus) -> Result<Vec<VariantView>, Trouble> {
    check::asked("skus", req.skus.len(), MAX_VARIANTS_ASKED)?;
    // PostgreSQL takes no zero character, and no SKU has one
    let skus: Vec<String> = req.skus.into_iter().filter(|sku| !sku.contains('\0')).collect();
    let found = variant::views_by_sku(db, &skus).await?;
    Ok(in_order(&skus, found.into_iter(), |view| view.variant.sku.clone()))
}

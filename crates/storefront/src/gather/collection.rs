//! Collections.

use super::{
    each,
    list::{Part, Refused, refused, text_of},
};
use crate::{
    context::Ask,
    facts::Fact,
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    catalog::{
        Collection, CollectionRef, CollectionSort, FindCollections, FindCollectionsOf, GetCollection, GetCollections,
    },
    common::Direction,
};
use infrasell_kernel::{CollectionId, ErrorKind, MAX_LIMIT, ProductId};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;

type Found<K, V> = Result<Vec<(K, V)>, Fault>;

/// Collections by id, as far as they are published here.
pub struct ById;

impl Fact for ById {
    type Key = CollectionId;
    type Value = Arc<Collection>;
    fn fetch(ask: &Ask, keys: Vec<CollectionId>) -> BoxFuture<'_, Found<CollectionId, Arc<Collection>>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_LIMIT as usize).map(<[CollectionId]>::to_vec).collect();
            let found = each(parts, async |ids| {
                let asked = GetCollections { ids, published_in: Some(ask.channel.id) };
                ask.services.catalog.collections_by_id(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|one| (one.id, Arc::new(one))).collect())
        })
    }
    fn note(_: &CollectionId, _: Option<&Arc<Collection>>, shown: &mut Shown) {
        shown.add(Tag::Collections);
    }
}

/// Collections by handle, also a former one.
pub struct ByHandle;

impl Fact for ByHandle {
    type Key = String;
    type Value = Arc<Collection>;
    fn fetch(ask: &Ask, keys: Vec<String>) -> BoxFuture<'_, Found<String, Arc<Collection>>> {
        Box::pin(async move {
            let found = each(keys, async |handle| {
                let collection = CollectionRef::Handle(handle.clone());
                let asked = GetCollection { collection, published_in: Some(ask.channel.id) };
                match ask.services.catalog.collection(&ask.cx, asked).await {
                    Ok(one) => Ok(Some((handle, Arc::new(one)))),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &String, _: Option<&Arc<Collection>>, shown: &mut Shown) {
        shown.add(Tag::Collections);
    }
}

/// The collections that products are in.
pub struct OfProducts;

impl Fact for OfProducts {
    type Key = ProductId;
    type Value = Vec<CollectionId>;
    fn fetch(ask: &Ask, keys: Vec<ProductId>) -> BoxFuture<'_, Found<ProductId, Vec<CollectionId>>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_LIMIT as usize).map(<[ProductId]>::to_vec).collect();
            let found = each(parts, async |products| {
                let asked = FindCollectionsOf { products, channel: ask.channel.id, limit: MAX_LIMIT };
                ask.services.catalog.collections_of(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|one| (one.product, one.collections)).collect())
        })
    }
    fn note(_: &ProductId, _: Option<&Vec<CollectionId>>, shown: &mut Shown) {
        shown.add(Tag::Collections);
        shown.add(Tag::AnyProduct);
    }
}

/// Asks for a part of the list of collections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CollectionsKey {
    /// In what order.
    pub sort: Order,
    /// Whether it is turned around.
    pub reverse: bool,
    /// What was written.
    pub query: Option<String>,
    /// What part.
    pub part: Part,
    /// Whether to count them all.
    pub count: bool,
}

/// The order of a list of collections, as a key can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Order {
    Id,
    Title,
    UpdatedAt,
}

/// A part of the list of collections.
#[derive(Debug)]
pub struct CollectionList {
    /// Its collections, each with its cursor.
    pub items: Vec<(Arc<Collection>, String)>,
    /// Whether there are more before them.
    pub has_previous: bool,
    /// Whether there are more behind them.
    pub has_next: bool,
    /// How many there are in all, when that was asked.
    pub total: i64,
}

/// Parts of the list of collections.
pub struct Lists;

impl Fact for Lists {
    type Key = CollectionsKey;
    type Value = Result<CollectionList, Refused>;
    fn fetch(ask: &Ask, keys: Vec<CollectionsKey>) -> BoxFuture<'_, Found<CollectionsKey, Self::Value>> {
        Box::pin(each(keys, async |key| {
            let found = list(ask, &key).await?;
            Ok((key, found))
        }))
    }
    fn note(_: &CollectionsKey, _: Option<&Self::Value>, shown: &mut Shown) {
        shown.add(Tag::Collections);
    }
}

async fn list(ask: &Ask, key: &CollectionsKey) -> Result<Result<CollectionList, Refused>, Fault> {
    let Some(span) = key.part.span() else { return Ok(Err(("INVALID_CURSOR", "this is no cursor".into()))) };
    let asked = FindCollections {
        channel: ask.channel.id,
        query: key.query.clone(),
        sort: match key.sort {
            Order::Id => CollectionSort::Id,
            Order::Title => CollectionSort::Title,
            Order::UpdatedAt => CollectionSort::UpdatedAt,
        },
        direction: if key.reverse { Direction::Desc } else { Direction::Asc },
        span,
        count: key.count,
    };
    match ask.services.catalog.find_collections(&ask.cx, asked).await {
        Ok(found) => Ok(Ok(CollectionList {
            items: found.items.into_iter().map(|one| (Arc::new(one.collection), text_of(&one.cursor))).collect(),
            has_previous: found.has_previous,
            has_next: found.has_next,
            total: found.total.unwrap_or(0),
        })),
        Err(error) => refused(Fault::relay(&error)),
    }
}

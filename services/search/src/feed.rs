//! What search hears of the catalogue.

use crate::{
    SearchService,
    document::{Document, Kind, of_article, of_collection, of_page, of_product},
    store,
};
use async_trait::async_trait;
use infrasell_contracts::{
    catalog::{
        COLLECTIONS_CHANGED, Collection, CollectionsChanged, GetCollections, GetProducts, PRODUCTS_CHANGED, Product,
        ProductsChanged,
    },
    content::{Article, CONTENT_CHANGED, ContentChanged, ContentKind, ContentPage, Name, Named, View},
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_kernel::{CollectionId, Id, ProductId};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// Documents in one transaction: a few milliseconds of the only writer that SQLite has.
const PART: usize = 100;

struct Listen(Arc<SearchService>);

#[async_trait]
impl EventHandler for Listen {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        match event.topic.as_str() {
            PRODUCTS_CHANGED => self.0.products_changed(cx, event.decode::<ProductsChanged>()?.products).await,
            CONTENT_CHANGED => self.0.content_changed(cx, event.decode()?).await,
            _ => self.0.collections_changed(cx, event.decode::<CollectionsChanged>()?.collections).await,
        }
    }
}

/// Things as they are stored, by their numbers.
fn named<K>(ids: &[i64]) -> Named<Id<K>> {
    Named { names: ids.iter().map(|id| Name::Id(Id::from_i64(*id))).collect(), view: View::default() }
}

impl SearchService {
    /// The subscriptions of this service.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let topics = [PRODUCTS_CHANGED, COLLECTIONS_CHANGED, CONTENT_CHANGED];
        vec![Subscription::new("search.index", &topics, Arc::new(Listen(self.clone())))]
    }

    async fn products_changed(&self, cx: &Cx, products: Vec<ProductId>) -> Result<(), Fault> {
        for part in products.chunks(PART) {
            let req = GetProducts { ids: part.to_vec(), on_sale_in: None };
            let found = self.catalog.products_by_id(&cx.unkeyed(), req).await.map_err(|e| Fault::relay(&e))?;
            let ids: Vec<i64> = part.iter().map(|id| id.get()).collect();
            self.write_products(&ids, &found).await?;
        }
        Ok(())
    }

    async fn collections_changed(&self, cx: &Cx, collections: Vec<CollectionId>) -> Result<(), Fault> {
        for part in collections.chunks(PART) {
            let req = GetCollections { ids: part.to_vec(), published_in: None };
            let found = self.catalog.collections_by_id(&cx.unkeyed(), req).await.map_err(|e| Fault::relay(&e))?;
            let ids: Vec<i64> = part.iter().map(|id| id.get()).collect();
            self.write_collections(&ids, &found).await?;
        }
        Ok(())
    }

    async fn content_changed(&self, cx: &Cx, changed: ContentChanged) -> Result<(), Fault> {
        let cx = cx.unkeyed();
        for part in changed.ids.chunks(PART) {
            match changed.kind {
                ContentKind::Page => {
                    let found = self.content.pages_named(&cx, named(part)).await.map_err(|e| Fault::relay(&e))?;
                    self.write_pages(part, &found.into_iter().flatten().collect::<Vec<_>>()).await?;
                }
                ContentKind::Article => {
                    let found = self.content.articles_named(&cx, named(part)).await.map_err(|e| Fault::relay(&e))?;
                    self.write_articles(part, &found.into_iter().flatten().collect::<Vec<_>>()).await?;
                }
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// Writes what was found of `asked`, and takes the rest away.
    pub(crate) async fn write_pages(&self, asked: &[i64], found: &[ContentPage]) -> Result<(), Fault> {
        self.write(Kind::Page, asked, found.iter().map(of_page).collect()).await
    }

    /// Writes what was found of `asked`, and takes the rest away.
    pub(crate) async fn write_articles(&self, asked: &[i64], found: &[Article]) -> Result<(), Fault> {
        self.write(Kind::Article, asked, found.iter().map(of_article).collect()).await
    }

    /// Writes what was found of `asked`, and takes the rest away.
    pub(crate) async fn write_products(&self, asked: &[i64], found: &[Product]) -> Result<(), Fault> {
        self.write(Kind::Product, asked, found.iter().filter_map(of_product).collect()).await
    }

    /// Writes what was found of `asked`, and takes the rest away.
    pub(crate) async fn write_collections(&self, asked: &[i64], found: &[Collection]) -> Result<(), Fault> {
        self.write(Kind::Collection, asked, found.iter().map(of_collection).collect()).await
    }

    async fn write(&self, kind: Kind, asked: &[i64], documents: Vec<Document>) -> Result<(), Fault> {
        let gone: Vec<i64> =
            asked.iter().copied().filter(|id| !documents.iter().any(|document| document.id == *id)).collect();
        let mut tx = self.db.begin().await?;
        store::lock(&mut tx).await?;
        store::write(&mut tx, kind, &documents, &gone).await?;
        Ok(tx.commit().await?)
    }
}

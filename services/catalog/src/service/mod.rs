//! The contract, and the only place that begins a transaction.
//!
//! A write is planned from reads outside of any transaction, so that the one writer of SQLite is held only to write.
//! What was read is proved inside: the stamp of the arrangement under its shared lock, each product by its version, each
//! handle and SKU by a unique index. When the proof fails the plan is made anew.

mod audit;
mod categories;
mod collections;
mod ensure;
mod find;
mod known;
mod listing;
mod metafields;
mod read;
mod recommend;
mod record;
mod settle;
mod upsert;
mod write;

use crate::{Deps, pure::tree::Tree};
use infrasell_contracts::{
    catalog::{
        Catalog, CatalogError, Category, Collection, CollectionsOf, CreateCategory, CreateCollection,
        CreateMetafieldDefinition, CreateProduct, DeleteCategory, DeleteCollection, DeleteMetafieldDefinition,
        DeleteProduct, EnsureCategories, FindCollections, FindCollectionsOf, FindPictureUses, FindProductLists,
        FindProducts, FindSkus, FoundCollections, FoundProducts, GetCatalogSitemap, GetCollection, GetCollections,
        GetProduct, GetProducts, GetVariants, ListCategories, ListCollections, ListFound, ListMetafieldDefinitions,
        ListProductWords, ListProducts, MetafieldDefinition, PictureUse, Product, RecommendProducts, UpdateCategory,
        UpdateCollection, UpdateProduct, UpsertProducts, Upserted, VariantView,
    },
    common::{Audit, AuditReport},
    content::SitemapPage,
    inventory::Inventory,
    pricing::Pricing,
    settings::Settings,
};
use infrasell_db::Db;
use infrasell_kernel::{Env, Page};
use infrasell_rpc::{Cx, Fault, async_trait};
use known::Arrangement;
use std::sync::{Arc, Mutex};

/// How often a write is planned anew before it is given up.
const MAX_ATTEMPTS: usize = 10;
/// The most characters of what was asked for in an answer that says it is not there.
const MAX_SHOWN: usize = 64;

/// Catalog over its own tables.
pub struct CatalogService {
    db: Db,
    env: Env,
    settings: Arc<dyn Settings>,
    pricing: Arc<dyn Pricing>,
    inventory: Arc<dyn Inventory>,
    /// What products are held against, as it was under a stamp.
    arrangement: Mutex<Option<Arc<Arrangement>>>,
    /// The category tree, as it was under a stamp.
    tree: Mutex<Option<(i64, Arc<Tree>)>>,
}

impl CatalogService {
    pub(crate) fn new(deps: Deps) -> Self {
        CatalogService {
            db: deps.db,
            env: deps.env,
            settings: deps.settings,
            pricing: deps.pricing,
            inventory: deps.inventory,
            arrangement: Mutex::default(),
            tree: Mutex::default(),
        }
    }
}

/// There is no such thing; what was asked for is shown only as far as it is readable.
fn not_found(what: &str, asked: impl ToString) -> Fault {
    Fault::not_found(what, asked.to_string().chars().take(MAX_SHOWN).collect::<String>())
}

#[async_trait]
impl Catalog for CatalogService {
    async fn product(&self, _cx: &Cx, req: GetProduct) -> Result<Product, CatalogError> {
        Ok(read::product(&self.db, req).await?)
    }
    async fn products_by_id(&self, _cx: &Cx, req: GetProducts) -> Result<Vec<Product>, CatalogError> {
        Ok(read::products_by_id(&self.db, req).await?)
    }
    async fn products(&self, _cx: &Cx, req: ListProducts) -> Result<Page<Product>, CatalogError> {
        Ok(read::products(&self.db, req).await?)
    }
    async fn find_products(&self, _cx: &Cx, req: FindProducts) -> Result<FoundProducts, CatalogError> {
        Ok(self.find(req).await?)
    }
    async fn find_product_lists(&self, _cx: &Cx, req: FindProductLists) -> Result<Vec<ListFound>, CatalogError> {
        Ok(self.find_lists(req).await?)
    }
    async fn recommend(&self, _cx: &Cx, req: RecommendProducts) -> Result<Vec<Product>, CatalogError> {
        Ok(recommend::recommend(&self.db, req).await?)
    }
    async fn product_words(&self, _cx: &Cx, req: ListProductWords) -> Result<Vec<String>, CatalogError> {
        Ok(find::product_words(&self.db, req).await?)
    }
    async fn collections_by_id(&self, _cx: &Cx, req: GetCollections) -> Result<Vec<Collection>, CatalogError> {
        Ok(find::collections_by_id(&self.db, req).await?)
    }
    async fn collections_of(&self, _cx: &Cx, req: FindCollectionsOf) -> Result<Vec<CollectionsOf>, CatalogError> {
        Ok(find::collections_of(&self.db, req).await?)
    }
    async fn find_collections(&self, _cx: &Cx, req: FindCollections) -> Result<FoundCollections, CatalogError> {
        Ok(self.find_published(req).await?)
    }
    async fn variants(&self, _cx: &Cx, req: GetVariants) -> Result<Vec<VariantView>, CatalogError> {
        Ok(read::variants(&self.db, req).await?)
    }
    async fn variants_by_sku(&self, _cx: &Cx, req: FindSkus) -> Result<Vec<VariantView>, CatalogError> {
        Ok(read::variants_by_sku(&self.db, req).await?)
    }
    async fn picture_uses(&self, _cx: &Cx, req: FindPictureUses) -> Result<Vec<PictureUse>, CatalogError> {
        Ok(read::picture_uses(&self.db, &req).await?)
    }
    async fn sitemap(&self, _cx: &Cx, req: GetCatalogSitemap) -> Result<SitemapPage, CatalogError> {
        Ok(read::sitemap(&self.db, &req).await?)
    }
    async fn create_product(&self, cx: &Cx, req: CreateProduct) -> Result<Product, CatalogError> {
        Ok(self.create(cx, &req).await?)
    }
    async fn update_product(&self, cx: &Cx, req: UpdateProduct) -> Result<Product, CatalogError> {
        Ok(self.update(cx, &req).await?)
    }
    async fn delete_product(&self, cx: &Cx, req: DeleteProduct) -> Result<(), CatalogError> {
        Ok(self.delete(cx, &req).await?)
    }
    async fn upsert_products(&self, cx: &Cx, req: UpsertProducts) -> Result<Vec<Upserted>, CatalogError> {
        Ok(self.upsert(cx, req).await?)
    }
    async fn categories(&self, _cx: &Cx, req: ListCategories) -> Result<Page<Category>, CatalogError> {
        Ok(self.list_categories(req).await?)
    }
    async fn create_category(&self, cx: &Cx, req: CreateCategory) -> Result<Category, CatalogError> {
        Ok(self.make_category(cx, &req).await?)
    }
    async fn update_category(&self, cx: &Cx, req: UpdateCategory) -> Result<Category, CatalogError> {
        Ok(self.change_category(cx, &req).await?)
    }
    async fn delete_category(&self, cx: &Cx, req: DeleteCategory) -> Result<(), CatalogError> {
        Ok(self.remove_category(cx, &req).await?)
    }
    async fn ensure_categories(&self, cx: &Cx, req: EnsureCategories) -> Result<Vec<Category>, CatalogError> {
        Ok(self.ensure(cx, req).await?)
    }
    async fn collection(&self, _cx: &Cx, req: GetCollection) -> Result<Collection, CatalogError> {
        Ok(collections::get(&self.db, req).await?)
    }
    async fn collections(&self, _cx: &Cx, req: ListCollections) -> Result<Page<Collection>, CatalogError> {
        Ok(collections::list(&self.db, req).await?)
    }
    async fn create_collection(&self, cx: &Cx, req: CreateCollection) -> Result<Collection, CatalogError> {
        Ok(self.make_collection(cx, &req).await?)
    }
    async fn update_collection(&self, cx: &Cx, req: UpdateCollection) -> Result<Collection, CatalogError> {
        Ok(self.change_collection(cx, &req).await?)
    }
    async fn delete_collection(&self, cx: &Cx, req: DeleteCollection) -> Result<(), CatalogError> {
        Ok(self.remove_collection(cx, &req).await?)
    }
    async fn metafield_definitions(
        &self,
        _cx: &Cx,
        req: ListMetafieldDefinitions,
    ) -> Result<Page<MetafieldDefinition>, CatalogError> {
        Ok(metafields::list(&self.db, req).await?)
    }
    async fn create_metafield_definition(
        &self,
        cx: &Cx,
        req: CreateMetafieldDefinition,
    ) -> Result<MetafieldDefinition, CatalogError> {
        Ok(self.define_metafield(cx, &req).await?)
    }
    async fn delete_metafield_definition(&self, cx: &Cx, req: DeleteMetafieldDefinition) -> Result<(), CatalogError> {
        Ok(self.undefine_metafield(cx, &req).await?)
    }
    async fn audit(&self, _cx: &Cx, _req: Audit) -> Result<AuditReport, CatalogError> {
        Ok(audit::run(&self.db).await?)
    }
}

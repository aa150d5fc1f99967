//! A catalogue of two products and a collection, which may be away.

use async_trait::async_trait;
use infrasell_contracts::{
    catalog::*,
    common::{Audit, AuditReport},
};
use infrasell_kernel::{CollectionId, Page, ProductId, Timestamp};
use infrasell_rpc::{Cx, Fault, Peer};
use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

/// Product 7 is called `mug`, unless it is hidden; product 8 is nowhere on sale; collection 3 is `kitchen`.
pub struct Goods {
    others: wire::Remote,
    /// What product 7 is called; nothing while it is hidden.
    pub mug: Mutex<Option<String>>,
    /// Whether it does not answer.
    pub away: AtomicBool,
    /// How often it was asked.
    pub asked: AtomicUsize,
    /// The picture that product 7 shows, by its key.
    pub shown: Mutex<Option<String>>,
}

impl Goods {
    pub fn new() -> Self {
        Goods {
            others: wire::Remote(Peer::nowhere()),
            mug: Mutex::new(Some("mug".into())),
            away: AtomicBool::new(false),
            asked: AtomicUsize::new(0),
            shown: Mutex::new(None),
        }
    }

    fn ask(&self) -> Result<(), Fault> {
        self.asked.fetch_add(1, Relaxed);
        if self.away.load(Relaxed) { Err(Fault::Unavailable { what: "catalog".into() }) } else { Ok(()) }
    }
}

fn product(id: i64, handle: &str) -> Product {
    let product = serde_json::json!({
        "id": ProductId::from_i64(id), "handle": handle, "title": handle, "description_html": "", "status": "active",
        "vendor": "", "product_type": "", "tags": [], "category": null, "tax_class": null, "options": [],
        "variants": [], "media": [], "seo": {}, "metafields": [], "channels": null, "version": 1,
        "created_at": Timestamp::from_micros(0), "updated_at": Timestamp::from_micros(0)
    });
    serde_json::from_value(product).unwrap()
}

fn collection(id: CollectionId) -> Collection {
    let collection = serde_json::json!({
        "id": id, "handle": "kitchen", "title": "Kitchen", "description_html": "", "image": null,
        "membership": { "kind": "manual" }, "product_count": 0, "seo": {}, "channels": null, "version": 1,
        "updated_at": Timestamp::from_micros(0)
    });
    serde_json::from_value(collection).unwrap()
}

macro_rules! catalog {
    ({ $($own:tt)* } $($method:ident($Req:ty) -> $Res:ty;)*) => {
        #[async_trait]
        impl Catalog for Goods {
            $($own)*
            $( async fn $method(&self, cx: &Cx, req: $Req) -> Result<$Res, CatalogError> {
                self.others.$method(cx, req).await
            } )*
        }
    };
}

catalog! {
    {
        async fn products_by_id(&self, _: &Cx, req: GetProducts) -> Result<Vec<Product>, CatalogError> {
            self.ask()?;
            let mug = self.mug.lock().unwrap().clone();
            let there = |id: &ProductId| match id.get() {
                7 => mug.as_ref().map(|handle| product(7, handle)),
                8 => req.on_sale_in.is_none().then(|| product(8, "secret")),
                _ => None,
            };
            Ok(req.ids.iter().filter_map(there).collect())
        }
        async fn picture_uses(&self, _: &Cx, req: FindPictureUses) -> Result<Vec<PictureUse>, CatalogError> {
            self.ask()?;
            let is_shown = *self.shown.lock().unwrap() == Some(req.key);
            Ok(is_shown.then(|| PictureUse { what: "product".into(), handle: "mug".into() }).into_iter().collect())
        }
        async fn collections_by_id(&self, _: &Cx, req: GetCollections) -> Result<Vec<Collection>, CatalogError> {
            self.ask()?;
            Ok(req.ids.into_iter().filter(|id| id.get() == 3).map(collection).collect())
        }
    }
    product(GetProduct) -> Product;
    find_products(FindProducts) -> FoundProducts;
    find_product_lists(FindProductLists) -> Vec<ListFound>;
    recommend(RecommendProducts) -> Vec<Product>;
    product_words(ListProductWords) -> Vec<String>;
    collection(GetCollection) -> Collection;
    collections_of(FindCollectionsOf) -> Vec<CollectionsOf>;
    find_collections(FindCollections) -> FoundCollections;
    sitemap(GetCatalogSitemap) -> infrasell_contracts::content::SitemapPage;
    products(ListProducts) -> Page<Product>;
    variants(GetVariants) -> Vec<VariantView>;
    variants_by_sku(FindSkus) -> Vec<VariantView>;
    create_product(CreateProduct) -> Product;
    update_product(UpdateProduct) -> Product;
    delete_product(DeleteProduct) -> ();
    upsert_products(UpsertProducts) -> Vec<Upserted>;
    categories(ListCategories) -> Page<Category>;
    create_category(CreateCategory) -> Category;
    update_category(UpdateCategory) -> Category;
    delete_category(DeleteCategory) -> ();
    ensure_categories(EnsureCategories) -> Vec<Category>;
    collections(ListCollections) -> Page<Collection>;
    create_collection(CreateCollection) -> Collection;
    update_collection(UpdateCollection) -> Collection;
    delete_collection(DeleteCollection) -> ();
    metafield_definitions(ListMetafieldDefinitions) -> Page<MetafieldDefinition>;
    create_metafield_definition(CreateMetafieldDefinition) -> MetafieldDefinition;
    delete_metafield_definition(DeleteMetafieldDefinition) -> ();
    audit(Audit) -> AuditReport;
}

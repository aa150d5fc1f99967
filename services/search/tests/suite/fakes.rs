//! A catalogue that is small enough to be seen through.

use async_trait::async_trait;
use infrasell_contracts::{catalog::*, common::*, content::*};
use infrasell_kernel::{
    ArticleId, BlogId, CategoryId, ChannelId, CollectionId, ContentPageId, Cursor, MediaId, MenuId,
    MetaobjectDefinitionId, MetaobjectId, Page, ProductId, RedirectId, Timestamp, VariantId,
};
use infrasell_rpc::{Cx, Fault};
use std::{
    cmp::Reverse,
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

macro_rules! fake {
    ($Trait:ident for $Fake:ty, $Error:ty; absent { $($method:ident($Req:ty) -> $Res:ty;)* } $($real:tt)*) => {
        #[async_trait]
        impl $Trait for $Fake {
            $(async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, $Error> {
                Err(Fault::internal(concat!(stringify!($method), " is not faked")).into())
            })*
            $($real)*
        }
    };
}

/// What there is.
#[derive(Default)]
pub struct Goods {
    pub products: Mutex<BTreeMap<i64, Product>>,
    pub collections: Mutex<BTreeMap<i64, Collection>>,
    pub pages: Mutex<BTreeMap<i64, ContentPage>>,
    pub articles: Mutex<BTreeMap<i64, Article>>,
    /// Whether nobody answers.
    pub is_away: AtomicBool,
    /// How often products were found.
    pub asked: AtomicUsize,
}

impl Goods {
    pub fn put(&self, product: Product) {
        self.products.lock().unwrap().insert(product.id.get(), product);
    }

    pub fn page(&self, id: i64, title: &str, published: bool) {
        let page = serde_json::json!({
            "id": ContentPageId::from_i64(id), "handle": format!("h{id}"), "title": title, "body_html": "", "seo": {},
            "published_at": published.then_some(Timestamp::from_micros(0)), "version": 1,
            "created_at": Timestamp::from_micros(0), "updated_at": Timestamp::from_micros(0)
        });
        self.pages.lock().unwrap().insert(id, serde_json::from_value(page).unwrap());
    }

    pub fn article(&self, id: i64, title: &str, published: bool) {
        let article = serde_json::json!({
            "id": ArticleId::from_i64(id), "blog": BlogId::from_i64(1), "blog_handle": "news",
            "handle": format!("h{id}"), "title": title, "author": { "name": "A", "bio": "" }, "tags": [],
            "excerpt_html": "", "body_html": "", "image": null, "seo": {},
            "published_at": published.then_some(Timestamp::from_micros(0)), "version": 1,
            "created_at": Timestamp::from_micros(0), "updated_at": Timestamp::from_micros(0)
        });
        self.articles.lock().unwrap().insert(id, serde_json::from_value(article).unwrap());
    }

    fn answer(&self) -> Result<(), CatalogError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(Fault::Unavailable { what: "catalog".into() }.into());
        }
        Ok(())
    }
}

/// An active product, published everywhere.
pub fn product(id: i64, title: &str) -> Product {
    Product {
        id: ProductId::from_i64(id),
        handle: format!("h{id}"),
        title: title.into(),
        description_html: String::new(),
        status: ProductStatus::Active,
        vendor: String::new(),
        product_type: String::new(),
        tags: vec![],
        category: None::<CategoryId>,
        tax_class: None,
        options: vec![],
        variants: vec![Variant {
            id: VariantId::from_i64(id * 10),
            title: String::new(),
            sku: format!("SKU-{id}"),
            barcode: String::new(),
            option_values: vec![],
            weight_grams: 0,
            hsn_code: String::new(),
            country_of_origin: None,
            requires_shipping: true,
            taxable: true,
            image_url: None,
        }],
        media: vec![],
        seo: Seo::default(),
        metafields: vec![],
        channels: None::<Vec<ChannelId>>,
        version: 1,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
    }
}

pub fn collection(id: i64, title: &str) -> Collection {
    Collection {
        id: CollectionId::from_i64(id),
        handle: format!("c{id}"),
        title: title.into(),
        description_html: String::new(),
        image: None,
        membership: Membership::Manual,
        product_count: 0,
        seo: Seo::default(),
        channels: None,
        version: 1,
        updated_at: Timestamp::from_micros(0),
    }
}

fn published(channels: Option<&Vec<ChannelId>>, channel: ChannelId) -> bool {
    channels.is_none_or(|list| list.contains(&channel))
}

fake! {
    Catalog for Goods, CatalogError;
    absent {
        product(GetProduct) -> Product;
        picture_uses(FindPictureUses) -> Vec<PictureUse>;
        sitemap(GetCatalogSitemap) -> SitemapPage;
        recommend(RecommendProducts) -> Vec<Product>;
        find_product_lists(FindProductLists) -> Vec<ListFound>;
        product_words(ListProductWords) -> Vec<String>;
        collections_of(FindCollectionsOf) -> Vec<CollectionsOf>;
        find_collections(FindCollections) -> FoundCollections;
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
        collection(GetCollection) -> Collection;
        create_collection(CreateCollection) -> Collection;
        update_collection(UpdateCollection) -> Collection;
        delete_collection(DeleteCollection) -> ();
        metafield_definitions(ListMetafieldDefinitions) -> Page<MetafieldDefinition>;
        create_metafield_definition(CreateMetafieldDefinition) -> MetafieldDefinition;
        delete_metafield_definition(DeleteMetafieldDefinition) -> ();
        audit(Audit) -> AuditReport;
    }

    async fn products_by_id(&self, _: &Cx, req: GetProducts) -> Result<Vec<Product>, CatalogError> {
        self.answer()?;
        let products = self.products.lock().unwrap();
        Ok(req.ids.iter().filter_map(|id| products.get(&id.get()).cloned()).collect())
    }
    async fn products(&self, _: &Cx, req: ListProducts) -> Result<Page<Product>, CatalogError> {
        self.answer()?;
        let after: i64 = req.page.key("all")?.unwrap_or(0);
        let limit = req.page.limit()?;
        let products = self.products.lock().unwrap();
        let most = usize::try_from(limit).unwrap() + 1;
        let items = products.range(after + 1..).take(most).map(|(_, one)| one.clone()).collect();
        Ok(Page::from_surplus(items, limit, |last| Cursor::new("all", &last.id.get())))
    }
    async fn collections(&self, _: &Cx, _: ListCollections) -> Result<Page<Collection>, CatalogError> {
        self.answer()?;
        Ok(Page { items: self.collections.lock().unwrap().values().cloned().collect(), next: None })
    }
    async fn collections_by_id(&self, _: &Cx, req: GetCollections) -> Result<Vec<Collection>, CatalogError> {
        self.answer()?;
        let collections = self.collections.lock().unwrap();
        let found = req.ids.iter().filter_map(|id| collections.get(&id.get()).cloned());
        let shown = |one: &Collection| req.published_in.is_none_or(|channel| published(one.channels.as_ref(), channel));
        Ok(found.filter(shown).collect())
    }
    async fn find_products(&self, _: &Cx, req: FindProducts) -> Result<FoundProducts, CatalogError> {
        self.answer()?;
        self.asked.fetch_add(1, Ordering::SeqCst);
        let Within::Ranked(mut ranked) = req.within else { panic!("search ranks") };
        ranked.sort_by_key(|one| (Reverse(one.score), one.product));
        let products = self.products.lock().unwrap();
        let found = ranked.iter().filter_map(|one| products.get(&one.product.get()));
        let shown = found.filter(|one| one.status == ProductStatus::Active && published(one.channels.as_ref(), req.channel));
        let all: Vec<&Product> = shown.collect();
        let most = usize::try_from(req.span.limit).unwrap();
        let place = |one: &&Product| FoundProduct { product: (*one).clone(), cursor: Cursor::new("found", &one.id.get()) };
        Ok(FoundProducts {
            items: all.iter().take(most).map(place).collect(),
            has_previous: false,
            has_next: all.len() > most,
            total: Some(i64::try_from(all.len()).unwrap()),
            facets: vec![],
            ignored: vec![],
        })
    }
}

/// Those asked for by id, as they are shown to who looks.
fn named<T: Clone, I: Copy>(
    all: &BTreeMap<i64, T>,
    req: &Named<I>,
    number: impl Fn(I) -> i64,
    is_published: impl Fn(&T) -> bool,
) -> Vec<Option<T>> {
    let one = |name: &Name<I>| match name {
        Name::Id(id) => all.get(&number(*id)).filter(|one| !req.view.published || is_published(one)).cloned(),
        Name::Handle { .. } => None,
    };
    req.names.iter().map(one).collect()
}

fake! {
    Content for Goods, ContentError;
    absent {
        create_page(Create<ContentPageInput>) -> ContentPage;
        update_page(Change<ContentPageId, ContentPagePatch>) -> ContentPage;
        delete_page(Remove<ContentPageId>) -> ();
        blogs_named(Named<BlogId>) -> Vec<Option<Blog>>;
        blogs(ListContent) -> Page<Blog>;
        create_blog(Create<BlogInput>) -> Blog;
        update_blog(Change<BlogId, BlogPatch>) -> Blog;
        delete_blog(Remove<BlogId>) -> ();
        create_article(Create<ArticleInput>) -> Article;
        update_article(Change<ArticleId, ArticlePatch>) -> Article;
        delete_article(Remove<ArticleId>) -> ();
        menus_named(Named<MenuId>) -> Vec<Option<Menu>>;
        menus(ListContent) -> Page<Menu>;
        create_menu(Create<MenuInput>) -> Menu;
        update_menu(Change<MenuId, MenuPatch>) -> Menu;
        delete_menu(Remove<MenuId>) -> ();
        redirects_named(Named<RedirectId>) -> Vec<Option<Redirect>>;
        redirects(ListContent) -> Page<Redirect>;
        create_redirect(Create<RedirectInput>) -> Redirect;
        update_redirect(Change<RedirectId, RedirectPatch>) -> Redirect;
        delete_redirect(Remove<RedirectId>) -> ();
        metaobject_definitions_named(Named<MetaobjectDefinitionId>) -> Vec<Option<MetaobjectDefinition>>;
        metaobject_definitions(ListContent) -> Page<MetaobjectDefinition>;
        create_metaobject_definition(Create<MetaobjectDefinitionInput>) -> MetaobjectDefinition;
        update_metaobject_definition(Change<MetaobjectDefinitionId, MetaobjectDefinitionPatch>) -> MetaobjectDefinition;
        delete_metaobject_definition(Remove<MetaobjectDefinitionId>) -> ();
        metaobjects_named(Named<MetaobjectId>) -> Vec<Option<Metaobject>>;
        metaobjects(ListContent) -> Page<Metaobject>;
        create_metaobject(Create<MetaobjectInput>) -> Metaobject;
        update_metaobject(Change<MetaobjectId, MetaobjectPatch>) -> Metaobject;
        delete_metaobject(Remove<MetaobjectId>) -> ();
        media_named(Named<MediaId>) -> Vec<Option<MediaFile>>;
        media(ListContent) -> Page<MediaFile>;
        upload_media(UploadMedia) -> MediaFile;
        update_media(Change<MediaId, MediaPatch>) -> MediaFile;
        delete_media(Remove<MediaId>) -> ();
        media_bytes(GetMediaBytes) -> FileBytes;
        policies(ListPolicies) -> Vec<Policy>;
        set_policy(SetPolicy) -> Policy;
        sitemap(GetSitemap) -> SitemapPage;
        audit(Audit) -> AuditReport;
    }

    async fn pages_named(&self, _: &Cx, req: Named<ContentPageId>) -> Result<Vec<Option<ContentPage>>, ContentError> {
        Ok(named(&self.pages.lock().unwrap(), &req, ContentPageId::get, |page| page.published_at.is_some()))
    }
    async fn articles_named(&self, _: &Cx, req: Named<ArticleId>) -> Result<Vec<Option<Article>>, ContentError> {
        Ok(named(&self.articles.lock().unwrap(), &req, ArticleId::get, |one| one.published_at.is_some()))
    }
    async fn pages(&self, _: &Cx, _: ListContent) -> Result<Page<ContentPage>, ContentError> {
        Ok(Page { items: self.pages.lock().unwrap().values().cloned().collect(), next: None })
    }
    async fn articles(&self, _: &Cx, _: ListContent) -> Result<Page<Article>, ContentError> {
        Ok(Page { items: self.articles.lock().unwrap().values().cloned().collect(), next: None })
    }
}

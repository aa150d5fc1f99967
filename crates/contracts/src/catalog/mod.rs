//! The contract of **catalog**: products, variants, categories, collections, metafields, publication.

mod categories;
mod collections;
mod finding;
mod metafields;
mod products;
mod sitemap;
mod variants;

pub use categories::*;
pub use collections::*;
pub use finding::*;
pub use metafields::*;
pub use products::*;
pub use sitemap::*;
pub use variants::*;

use crate::{
    common::{Audit, AuditReport},
    content::SitemapPage,
};
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, Page, ProductId};
use infrasell_rpc::{service, service_error};
use serde::{Deserialize, Serialize};

/// The most products in one bulk call.
pub const MAX_BULK: usize = 1_000;

/// The most variants of one product.
pub const MAX_VARIANTS: usize = 2_000;

/// The most options of one product.
pub const MAX_OPTIONS: usize = 3;

/// The most pictures of one product.
pub const MAX_MEDIA: usize = 250;

/// The most tags of one product.
pub const MAX_TAGS: usize = 250;

/// The outbox topic of [`ProductsChanged`].
pub const PRODUCTS_CHANGED: &str = "catalog.products_changed";

/// These products were made, changed or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductsChanged {
    /// Which.
    pub products: Vec<ProductId>,
    /// Those of them that were made.
    #[serde(default)]
    pub created: Vec<ProductId>,
    /// Those of them that were taken away.
    #[serde(default)]
    pub deleted: Vec<ProductId>,
}

/// The outbox topic of [`CollectionsChanged`].
pub const COLLECTIONS_CHANGED: &str = "catalog.collections_changed";

/// These collections were made, changed or taken away, or hold other products for another reason than that those changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionsChanged {
    /// Which.
    pub collections: Vec<CollectionId>,
    /// Those of them that were made.
    #[serde(default)]
    pub created: Vec<CollectionId>,
    /// Those of them that were taken away.
    #[serde(default)]
    pub deleted: Vec<CollectionId>,
}

/// The outbox topic of [`CategoriesChanged`].
pub const CATEGORIES_CHANGED: &str = "catalog.categories_changed";

/// Categories were made, changed, moved or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoriesChanged {}

/// The outbox topic of [`MetafieldsChanged`].
pub const METAFIELDS_CHANGED: &str = "catalog.metafields_changed";

/// Metafields were defined, or are no longer: storefronts may see others than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetafieldsChanged {}

/// The outbox topic of [`ListingChanged`].
pub const LISTING_CHANGED: &str = "catalog.listing_changed";

/// Products may stand elsewhere in lists that are sorted or filtered by price or stock. This comes after the change of a
/// price or of stock itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingChanged {
    /// Where.
    pub channel: ChannelId,
}

service_error! {
    /// What catalog can answer.
    pub enum CatalogError {
        /// Another product or collection has this handle.
        #[error("the handle '{handle}' is taken")]
        HandleTaken {
            /// The handle.
            handle: String,
        } => Conflict,
        /// Another variant has this SKU.
        #[error("the SKU '{sku}' belongs to another variant")]
        SkuTaken {
            /// The SKU.
            sku: String,
        } => Conflict,
        /// The category has children or products.
        #[error("the category {id} is not empty")]
        CategoryNotEmpty {
            /// Which.
            id: CategoryId,
        } => Conflict,
        /// A definition of this namespace and key exists, or values of another type do.
        #[error("the metafield {namespace}.{key} is already in use with another definition or type")]
        MetafieldInUse {
            /// The namespace.
            namespace: String,
            /// The key.
            key: String,
        } => Conflict,
    }
}

service! {
    /// Products and how they are arranged.
    pub trait Catalog in catalog, error CatalogError {
        /// One product.
        read fn product(GetProduct) -> Product;
        /// Many products.
        read fn products_by_id(GetProducts) -> Vec<Product>;
        /// Products.
        read fn products(ListProducts) -> Page<Product>;
        /// Products on sale, narrowed and counted as a storefront does.
        read fn find_products(FindProducts) -> FoundProducts;
        /// Several such lists, in the order asked for.
        read fn find_product_lists(FindProductLists) -> Vec<ListFound>;
        /// Products to show beside one: never itself, only what can be bought now; the same every time.
        read fn recommend(RecommendProducts) -> Vec<Product>;
        /// The words that products on sale have, sorted, each once.
        read fn product_words(ListProductWords) -> Vec<String>;
        /// Many variants.
        read fn variants(GetVariants) -> Vec<VariantView>;
        /// The variants that have these SKUs.
        read fn variants_by_sku(FindSkus) -> Vec<VariantView>;
        /// A page of what a sitemap lists.
        read fn sitemap(GetCatalogSitemap) -> SitemapPage;
        /// Some of the products and collections that show a picture, among their own or in their texts.
        read fn picture_uses(FindPictureUses) -> Vec<PictureUse>;
        /// Makes a product.
        write fn create_product(CreateProduct) -> Product;
        /// Changes a product.
        write fn update_product(UpdateProduct) -> Product;
        /// Takes a product away.
        write fn delete_product(DeleteProduct) -> ();
        /// Makes or changes many products, all or nothing. Bad fields are named `products.N.…`.
        write fn upsert_products(UpsertProducts) -> Vec<Upserted>;
        /// Categories.
        read fn categories(ListCategories) -> Page<Category>;
        /// Makes a category.
        write fn create_category(CreateCategory) -> Category;
        /// Changes a category.
        write fn update_category(UpdateCategory) -> Category;
        /// Takes an empty category away.
        write fn delete_category(DeleteCategory) -> ();
        /// Finds or makes the categories on many paths; the last of each, in the order asked for.
        write fn ensure_categories(EnsureCategories) -> Vec<Category>;
        /// One collection.
        read fn collection(GetCollection) -> Collection;
        /// Many collections.
        read fn collections_by_id(GetCollections) -> Vec<Collection>;
        /// The collections that each of many products is in.
        read fn collections_of(FindCollectionsOf) -> Vec<CollectionsOf>;
        /// Collections that are published, in either direction.
        read fn find_collections(FindCollections) -> FoundCollections;
        /// Collections.
        read fn collections(ListCollections) -> Page<Collection>;
        /// Makes a collection.
        write fn create_collection(CreateCollection) -> Collection;
        /// Changes a collection.
        write fn update_collection(UpdateCollection) -> Collection;
        /// Takes a collection away.
        write fn delete_collection(DeleteCollection) -> ();
        /// Metafield definitions.
        read fn metafield_definitions(ListMetafieldDefinitions) -> Page<MetafieldDefinition>;
        /// Defines a metafield.
        write fn create_metafield_definition(CreateMetafieldDefinition) -> MetafieldDefinition;
        /// Takes a definition away.
        write fn delete_metafield_definition(DeleteMetafieldDefinition) -> ();
        /// Checks catalog's own books: every variant has a product, option values are unique, collections hold what their rules say.
        read fn audit(Audit) -> AuditReport;
    }
}

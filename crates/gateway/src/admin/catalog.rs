//! Products, categories, metafield definitions.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{CategoryAt, MetafieldDefinitionAt, ProductAt},
};
use axum::extract::State;
use infrasell_contracts::{
    catalog::{
        Category, CategoryInput, CategoryPatch, CreateCategory, CreateMetafieldDefinition, CreateProduct,
        DeleteCategory, DeleteMetafieldDefinition, DeleteProduct, GetProduct, ListCategories, ListMetafieldDefinitions,
        ListProducts, MetafieldDefinition, MetafieldDefinitionInput, Product, ProductFilter, ProductInput,
        ProductPatch, ProductRef, ProductSort, UpdateCategory, UpdateProduct, UpsertProducts, Upserted,
    },
    common::Direction,
};
use infrasell_kernel::{CategoryId, Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Catalogue";
    A::new()
        .at("/admin/v1/products", |on| {
            on.get(products, doc(TAG, "Products")).post(create_product, doc(TAG, "Make a product"))
        })
        .at("/admin/v1/products/bulk", |on| {
            on.post(upsert_products, doc(TAG, "Make or change up to 1,000 products by handle, all or nothing"))
        })
        .at("/admin/v1/products/{id}", |on| {
            on.get(product, doc(TAG, "One product"))
                .patch(update_product, doc(TAG, "Change a product"))
                .delete(delete_product, doc(TAG, "Take a product away for good"))
        })
        .at("/admin/v1/categories", |on| {
            on.get(categories, doc(TAG, "The category tree")).post(create_category, doc(TAG, "Make a category"))
        })
        .at("/admin/v1/categories/{id}", |on| {
            on.patch(update_category, doc(TAG, "Change a category"))
                .delete(delete_category, doc(TAG, "Take an empty category away"))
        })
        .at("/admin/v1/metafield-definitions", |on| {
            on.get(definitions, doc(TAG, "Metafield definitions"))
                .post(create_definition, doc(TAG, "Define a metafield"))
        })
        .at("/admin/v1/metafield-definitions/{id}", |on| {
            on.delete(delete_definition, doc(TAG, "Take a definition away; values stay"))
        })
}

/// The order of a list.
#[derive(Deserialize, JsonSchema)]
struct Order {
    /// By what.
    #[serde(default)]
    sort: ProductSort,
    /// Which way.
    #[serde(default)]
    direction: Direction,
}

async fn products(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(filter): Query<ProductFilter>,
    Query(order): Query<Order>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Product>>> {
    let list = ListProducts { filter, sort: order.sort, direction: order.direction, page };
    Ok(Shown::new(g.catalog.products(&who.cx, list).await?))
}

async fn product(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<ProductAt>,
) -> Answer<Shown<Product>> {
    let get = GetProduct { product: ProductRef::Id(at.id), on_sale_in: None };
    Ok(Shown::versioned(g.catalog.product(&who.cx, get).await?))
}

async fn create_product(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Body(product): Body<ProductInput>,
) -> Answer<Created<Product>> {
    Ok(Created::versioned(g.catalog.create_product(&who.cx, CreateProduct { product }).await?))
}

async fn upsert_products(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Body(products): Body<UpsertProducts>,
) -> Answer<Shown<Vec<Upserted>>> {
    Ok(Shown::new(g.catalog.upsert_products(&who.cx, products).await?))
}

async fn update_product(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<ProductAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<ProductPatch>,
) -> Answer<Shown<Product>> {
    Ok(Shown::versioned(g.catalog.update_product(&who.cx, UpdateProduct { id: at.id, patch, if_version }).await?))
}

async fn delete_product(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<ProductAt>,
    IfMatch(if_version): IfMatch,
) -> Answer<Done> {
    g.catalog.delete_product(&who.cx, DeleteProduct { id: at.id, if_version }).await?;
    Ok(Done)
}

/// What a list of categories is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Under {
    /// Only those right under this one.
    parent: Option<CategoryId>,
}

async fn categories(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(under): Query<Under>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Category>>> {
    Ok(Shown::new(g.catalog.categories(&who.cx, ListCategories { parent: under.parent, page }).await?))
}

async fn create_category(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Body(category): Body<CategoryInput>,
) -> Answer<Created<Category>> {
    Ok(Created::new(g.catalog.create_category(&who.cx, CreateCategory { category }).await?))
}

async fn update_category(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<CategoryAt>,
    Body(patch): Body<CategoryPatch>,
) -> Answer<Shown<Category>> {
    Ok(Shown::new(g.catalog.update_category(&who.cx, UpdateCategory { id: at.id, patch }).await?))
}

async fn delete_category(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<CategoryAt>,
) -> Answer<Done> {
    g.catalog.delete_category(&who.cx, DeleteCategory { id: at.id }).await?;
    Ok(Done)
}

async fn definitions(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<MetafieldDefinition>>> {
    Ok(Shown::new(g.catalog.metafield_definitions(&who.cx, ListMetafieldDefinitions { page }).await?))
}

async fn create_definition(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Body(definition): Body<MetafieldDefinitionInput>,
) -> Answer<Created<MetafieldDefinition>> {
    let create = CreateMetafieldDefinition { definition };
    Ok(Created::new(g.catalog.create_metafield_definition(&who.cx, create).await?))
}

async fn delete_definition(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<MetafieldDefinitionAt>,
) -> Answer<Done> {
    g.catalog.delete_metafield_definition(&who.cx, DeleteMetafieldDefinition { id: at.id }).await?;
    Ok(Done)
}

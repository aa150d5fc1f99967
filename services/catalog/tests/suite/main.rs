//! Catalog, through its contract, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod categories;
mod collections;
mod concurrency;
mod fakes;
mod finding;
mod hostile;
mod listing;
mod lists;
mod metafields;
mod products;
mod recommending;
mod upsert;
mod variants;

use fakes::World;
use infrasell_catalog::{CatalogService, Deps, MIGRATIONS};
use infrasell_contracts::{
    catalog::{
        Catalog, CatalogError, CreateProduct, GetProduct, Outcome, Product, ProductInput, ProductOption, ProductPatch,
        ProductRef, ProductStatus, UpdateProduct, UpsertProducts, Upserted, VariantInput,
    },
    common::Audit,
};
use infrasell_db::testing::{TestDb, assert_all_prepare, engines};
use infrasell_kernel::{ChannelId, ProductId};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// A catalogue on a database of its own.
struct Shop {
    db: TestDb,
    catalog: Arc<CatalogService>,
    world: Arc<World>,
}

/// An empty catalogue on each engine.
async fn shops() -> Vec<Shop> {
    engines(&[MIGRATIONS]).await.into_iter().map(Shop::new).collect()
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..cx() }
}

/// The channels that the shop has.
const WEB: ChannelId = ChannelId::from_i64(1);
const APP: ChannelId = ChannelId::from_i64(2);

fn variant(sku: &str, values: &[&str]) -> VariantInput {
    VariantInput {
        id: None,
        sku: sku.into(),
        barcode: String::new(),
        option_values: values.iter().map(ToString::to_string).collect(),
        weight_grams: 0,
        hsn_code: String::new(),
        country_of_origin: None,
        requires_shipping: true,
        taxable: true,
        image_url: None,
    }
}

fn option(name: &str, values: &[&str]) -> ProductOption {
    ProductOption { name: name.into(), values: values.iter().map(ToString::to_string).collect() }
}

/// An active product with one variant that has no SKU.
fn plain(title: &str) -> ProductInput {
    ProductInput {
        title: title.into(),
        status: ProductStatus::Active,
        variants: vec![variant("", &[])],
        ..ProductInput::default()
    }
}

/// A product in two sizes, with SKUs made from its handle.
fn sized(handle: &str) -> ProductInput {
    ProductInput {
        handle: Some(handle.into()),
        options: vec![option("Size", &["S", "M"])],
        variants: vec![variant(&format!("{handle}-s"), &["S"]), variant(&format!("{handle}-m"), &["M"])],
        ..plain(handle)
    }
}

/// The bad fields of an answer as `path code`, in order.
fn bad_fields<T: std::fmt::Debug>(answer: Result<T, CatalogError>) -> Vec<String> {
    match answer {
        Err(CatalogError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect()
        }
        other => panic!("not refused for its fields: {other:?}"),
    }
}

fn is_stale<T>(answer: &Result<T, CatalogError>) -> bool {
    matches!(answer, Err(CatalogError::Fault(Fault::Stale { .. })))
}

fn is_missing<T>(answer: &Result<T, CatalogError>) -> bool {
    matches!(answer, Err(CatalogError::Fault(Fault::NotFound { .. })))
}

impl Shop {
    fn new(db: TestDb) -> Self {
        let world = Arc::new(World::default());
        let catalog = open(&db, &world);
        Shop { db, catalog, world }
    }

    async fn create(&self, product: ProductInput) -> Result<Product, CatalogError> {
        self.catalog.create_product(&cx(), CreateProduct { product }).await
    }

    async fn by_handle(&self, handle: &str) -> Result<Product, CatalogError> {
        let product = ProductRef::Handle(handle.into());
        self.catalog.product(&cx(), GetProduct { product, on_sale_in: None }).await
    }

    async fn by_id(&self, id: ProductId) -> Result<Product, CatalogError> {
        self.catalog.product(&cx(), GetProduct { product: ProductRef::Id(id), on_sale_in: None }).await
    }

    async fn patch(&self, id: ProductId, patch: ProductPatch) -> Result<Product, CatalogError> {
        self.catalog.update_product(&cx(), UpdateProduct { id, patch, if_version: None }).await
    }

    async fn upsert(&self, products: Vec<ProductInput>) -> Result<Vec<Upserted>, CatalogError> {
        self.catalog.upsert_products(&cx(), UpsertProducts { products, dry_run: false }).await
    }

    /// Every check of the audit found nothing.
    async fn assert_clean(&self) {
        let report = self.catalog.audit(&cx(), Audit {}).await.unwrap();
        assert!(report.checks.len() >= 8, "{report:?}");
        for check in report.checks {
            assert!(check.differences.is_empty(), "on {}: {}: {:#?}", self.db.engine(), check.name, check.differences);
        }
    }
}

/// The service on a database, as one process of several has it.
fn open(db: &infrasell_db::Db, world: &Arc<World>) -> Arc<CatalogService> {
    infrasell_catalog::open(Deps {
        db: db.clone(),
        env: db.env().clone(),
        settings: world.clone(),
        pricing: world.clone(),
        inventory: world.clone(),
    })
}

fn outcomes(upserted: &[Upserted]) -> Vec<Outcome> {
    upserted.iter().map(|one| one.outcome).collect()
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}

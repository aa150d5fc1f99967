//! Several writers at once: one wins, the others are told why, nothing is half-written.

use super::*;
use crate::{
    categories::under,
    collections::{any_of, rule},
};
use infrasell_contracts::catalog::{
    CategoryInput, CollectionPatch, CreateCategory, CreateMetafieldDefinition, DeleteCategory, DeleteProduct,
    EnsureCategories, Metafield, MetafieldDefinitionInput, MetafieldType, RuleField, RuleRelation, UpdateCollection,
};
use infrasell_db::v;
use infrasell_kernel::Patch;
use std::future::Future;
use tokio::task::JoinSet;

/// Runs `count` calls at the same time, each by a process of its own.
async fn at_once<T, F>(shop: &Shop, count: usize, call: impl Fn(usize, Arc<CatalogService>) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for n in 0..count {
        tasks.spawn(call(n, open(&shop.db, &shop.world)));
    }
    tasks.join_all().await
}

async fn rows(shop: &Shop, table: &str) -> i64 {
    shop.db.one(&format!("SELECT count(*) FROM {table}"), &v![], |row| row.get(0)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_handle_for_many() {
    for shop in shops().await {
        for round in 0..5 {
            let handle = format!("mug-{round}");
            let made = at_once(&shop, 8, |n, catalog| {
                let mut product = sized(&format!("{handle}-{n}"));
                product.handle = Some(handle.clone());
                product.tags = vec!["a".into()];
                async move { catalog.create_product(&cx(), CreateProduct { product }).await }
            })
            .await;
            assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 1, "{made:?}");
            for lost in made.into_iter().filter_map(Result::err) {
                assert_eq!(lost, CatalogError::HandleTaken { handle: handle.clone() });
            }
        }
        assert_eq!((rows(&shop, "catalog_product").await, rows(&shop, "catalog_variant").await), (5, 10));
        assert_eq!(rows(&shop, "catalog_product_tag").await, 5);
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_sku_for_many() {
    for shop in shops().await {
        for round in 0..5 {
            let sku = format!("sku-{round}");
            let made = at_once(&shop, 8, |n, catalog| {
                let mut product = sized(&format!("p{round}-{n}"));
                product.variants[1].sku = sku.clone();
                async move { catalog.create_product(&cx(), CreateProduct { product }).await }
            })
            .await;
            assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 1, "{made:?}");
            for lost in made.into_iter().filter_map(Result::err) {
                assert_eq!(lost, CatalogError::SkuTaken { sku: sku.clone() });
            }
        }
        assert_eq!((rows(&shop, "catalog_product").await, rows(&shop, "catalog_variant").await), (5, 10));
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn made_handles_do_not_meet() {
    for shop in shops().await {
        let made = at_once(&shop, 8, |_, catalog| async move {
            catalog.create_product(&cx(), CreateProduct { product: plain("Blue Mug") }).await.unwrap().handle
        })
        .await;
        assert_eq!(made.iter().collect::<std::collections::HashSet<_>>().len(), 8, "{made:?}");
        let handles = at_once(&shop, 8, |_, catalog| async move {
            let category = CategoryInput { parent: None, handle: None, name: "Blue".into(), position: 0 };
            catalog.create_category(&cx(), CreateCategory { category }).await.unwrap().handle
        })
        .await;
        assert_eq!(handles.iter().collect::<std::collections::HashSet<_>>().len(), 8, "{handles:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_patches_of_one_version() {
    for shop in shops().await {
        let id = shop.create(plain("Mug")).await.unwrap().id;
        for version in 1..=10 {
            let answers = at_once(&shop, 2, |n, catalog| async move {
                let patch = ProductPatch { title: Some(format!("{version} {n}")), ..ProductPatch::default() };
                catalog.update_product(&cx(), UpdateProduct { id, patch, if_version: Some(version) }).await
            })
            .await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
            assert_eq!(answers.iter().filter(|answer| is_stale(answer)).count(), 1, "{answers:?}");
        }
        let collection = shop.manual("C", &[]).await.unwrap().id;
        let answers = at_once(&shop, 4, |n, catalog| async move {
            let patch = CollectionPatch { title: Some(n.to_string()), ..CollectionPatch::default() };
            catalog.update_collection(&cx(), UpdateCollection { id: collection, patch, if_version: Some(1) }).await
        })
        .await;
        assert_eq!(answers.iter().filter(|answer| is_stale(answer)).count(), 3, "{answers:?}");
    }
}

/// Without If-Match every change counts: none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn patches_of_different_fields_all_stay() {
    for shop in shops().await {
        let id = shop.create(plain("Mug")).await.unwrap().id;
        at_once(&shop, 3, |n, catalog| async move {
            let patch = match n {
                0 => ProductPatch { vendor: Patch::Set("Loom".into()), ..ProductPatch::default() },
                1 => ProductPatch { tags: Patch::Set(vec!["a".into()]), ..ProductPatch::default() },
                _ => ProductPatch { product_type: Patch::Set("Cup".into()), ..ProductPatch::default() },
            };
            catalog.update_product(&cx(), UpdateProduct { id, patch, if_version: None }).await.unwrap();
        })
        .await;
        let mug = shop.by_id(id).await.unwrap();
        assert_eq!((mug.vendor.as_str(), mug.product_type.as_str(), mug.tags.len()), ("Loom", "Cup", 1));
        assert_eq!(mug.version, 4);
    }
}

/// The same file imported by several at once, each in another order.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_products_from_all_sides() {
    for shop in shops().await {
        let answers = at_once(&shop, 4, |n, catalog| async move {
            let mut products: Vec<ProductInput> = (0..50).map(|p| sized(&format!("p{p}"))).collect();
            products.rotate_left(n * 13);
            if n % 2 == 0 {
                products.reverse();
            }
            catalog.upsert_products(&cx(), UpsertProducts { products, dry_run: false }).await.unwrap()
        })
        .await;
        let all: Vec<Outcome> = answers.iter().flat_map(|answer| outcomes(answer)).collect();
        assert_eq!(all.iter().filter(|outcome| **outcome == Outcome::Created).count(), 50);
        assert_eq!(all.iter().filter(|outcome| **outcome == Outcome::Unchanged).count(), 150);
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn paths_are_made_once_by_many() {
    for shop in shops().await {
        let answers = at_once(&shop, 6, |n, catalog| async move {
            let mut paths: Vec<Vec<String>> =
                (0..20).map(|p| vec![format!("Root {}", p % 3), format!("Child {p}"), "Leaf".into()]).collect();
            paths.rotate_left(n * 3);
            let mut made = catalog.ensure_categories(&cx(), EnsureCategories { paths }).await.unwrap();
            made.sort_by_key(|category| category.id);
            made
        })
        .await;
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(rows(&shop, "catalog_category").await, 3 + 20 + 20);
        shop.assert_clean().await;
    }
}

/// Rules, categories and products change at the same time, by several processes; in the end all agree.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn membership_survives_changes_from_all_sides() {
    for shop in shops().await {
        let root = shop.category("Root", None).await.unwrap().id;
        let other = shop.category("Other", None).await.unwrap().id;
        let leaf = shop.category("Leaf", Some(root)).await.unwrap().id;
        let equals = |tag: &str| any_of(vec![rule(RuleField::Tag, RuleRelation::Equals, tag)]);
        let by_tag = shop.ruled("By tag", equals("0")).await.unwrap().id;
        let in_root = any_of(vec![rule(RuleField::Category, RuleRelation::Equals, &root.to_string())]);
        let by_root = shop.ruled("By root", in_root).await.unwrap().id;
        at_once(&shop, 6, |n, catalog| async move {
            let shop = Caller { catalog, n };
            for round in 0..12 {
                match n {
                    0 => shop.rules(by_tag, equals(&(round % 3).to_string())).await,
                    1 => shop.moves(leaf, if round % 2 == 0 { other } else { root }).await,
                    _ => shop.products(round, leaf).await,
                }
            }
        })
        .await;
        assert!(!shop.held(by_tag).await.is_empty());
        shop.moves_back(leaf, root).await;
        assert!(!shop.held(by_root).await.is_empty());
        shop.assert_clean().await;
    }
}

struct Caller {
    catalog: Arc<CatalogService>,
    n: usize,
}

impl Caller {
    async fn rules(&self, id: infrasell_kernel::CollectionId, membership: infrasell_contracts::catalog::Membership) {
        let patch = CollectionPatch { membership: Some(membership), ..CollectionPatch::default() };
        self.catalog.update_collection(&cx(), UpdateCollection { id, patch, if_version: None }).await.unwrap();
    }

    async fn moves(&self, id: infrasell_kernel::CategoryId, to: infrasell_kernel::CategoryId) {
        let req = infrasell_contracts::catalog::UpdateCategory { id, patch: under(Some(to)) };
        self.catalog.update_category(&cx(), req).await.unwrap();
    }

    async fn products(&self, round: usize, category: infrasell_kernel::CategoryId) {
        let mut products = vec![];
        for p in 0..10 {
            let mut product = sized(&format!("p{p}"));
            product.tags = vec![((round + p + self.n) % 3).to_string()];
            product.category = (p % 2 == 0).then_some(category);
            product.vendor = format!("{}-{round}", self.n);
            products.push(product);
        }
        self.catalog.upsert_products(&cx(), UpsertProducts { products, dry_run: false }).await.unwrap();
    }
}

impl Shop {
    async fn moves_back(&self, id: infrasell_kernel::CategoryId, to: infrasell_kernel::CategoryId) {
        Caller { catalog: self.catalog.clone(), n: 0 }.moves(id, to).await;
    }
}

/// A definition and a value of another type: whichever came first, they do not stand side by side.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_definition_races_values_of_another_type() {
    for shop in shops().await {
        for round in 0..8 {
            let key = format!("k{round}");
            let answers = at_once(&shop, 4, |n, catalog| {
                let key = key.clone();
                async move {
                    if n == 0 {
                        let definition = MetafieldDefinitionInput {
                            namespace: "n".into(),
                            key,
                            name: "N".into(),
                            kind: MetafieldType::Integer,
                            storefront_visible: None,
                        };
                        let req = CreateMetafieldDefinition { definition };
                        return catalog.create_metafield_definition(&cx(), req).await.is_ok();
                    }
                    let kind = MetafieldType::SingleLineText;
                    let field = Metafield { namespace: "n".into(), key, kind, value: "x".into() };
                    let product = ProductInput { metafields: vec![field], ..plain("x") };
                    catalog.create_product(&cx(), CreateProduct { product }).await.is_ok()
                }
            })
            .await;
            let defined = rows(&shop, &format!("catalog_metafield_definition WHERE key = '{key}'")).await;
            let used = rows(&shop, &format!("catalog_product_metafield WHERE key = '{key}'")).await;
            assert!(defined == 0 || used == 0, "{defined} definitions, {used} uses");
            assert_eq!(answers.iter().filter(|ok| **ok).count(), usize::try_from(defined + used).unwrap());
        }
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_category_goes_or_gets_a_product_but_not_both() {
    for shop in shops().await {
        for round in 0..8 {
            let category = shop.category(&round.to_string(), None).await.unwrap().id;
            let answers = at_once(&shop, 2, |n, catalog| async move {
                if n == 0 {
                    return catalog.delete_category(&cx(), DeleteCategory { id: category }).await.is_ok();
                }
                let product = ProductInput { category: Some(category), ..plain("x") };
                let answer = catalog.create_product(&cx(), CreateProduct { product }).await;
                if answer.is_err() {
                    assert_eq!(bad_fields(answer), ["category unknown"]);
                    return false;
                }
                true
            })
            .await;
            assert_eq!(answers.iter().filter(|ok| **ok).count(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_removal_races_changes() {
    for shop in shops().await {
        for round in 0..8 {
            let id = shop.create(sized(&format!("p{round}"))).await.unwrap().id;
            at_once(&shop, 3, |n, catalog| async move {
                if n == 0 {
                    return catalog.delete_product(&cx(), DeleteProduct { id, if_version: None }).await.unwrap();
                }
                let patch = ProductPatch { tags: Patch::Set(vec![n.to_string()]), ..ProductPatch::default() };
                let answer = catalog.update_product(&cx(), UpdateProduct { id, patch, if_version: None }).await;
                assert!(answer.is_ok() || is_missing(&answer), "{answer:?}");
            })
            .await;
        }
        for table in ["catalog_product", "catalog_variant", "catalog_product_tag"] {
            assert_eq!(rows(&shop, table).await, 0, "{table}");
        }
    }
}

/// One key from several callers at once makes one product, and all of them get it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_at_the_same_time() {
    for shop in shops().await {
        let answers = at_once(&shop, 6, |_, catalog| async move {
            let product = sized("tee");
            catalog.create_product(&keyed("k"), CreateProduct { product }).await.unwrap()
        })
        .await;
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(rows(&shop, "catalog_product").await, 1);
    }
}

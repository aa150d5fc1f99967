//! How long bulk writes and reads take on SQLite, at full durability: run it with `--release`. Prints
//! microseconds, each the best of several runs; asserts no time.
#![expect(clippy::unwrap_used, reason = "a measurement ends by panicking")]

#[path = "../tests/suite/fakes.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod fakes;

use infrasell_catalog::{Deps, MIGRATIONS};
use infrasell_contracts::catalog::{
    Catalog, CollectionInput, CollectionRule, CreateCollection, GetVariants, ListProducts, Media, Membership, Outcome,
    ProductFilter, ProductInput, ProductOption, ProductSort, ProductStatus, RuleField, RuleRelation, Seo,
    UpsertProducts, VariantInput,
};
use infrasell_db::{Db, DbOptions, DbUrl};
use infrasell_kernel::{Env, PageRequest, VariantId};
use infrasell_rpc::Cx;
use std::{sync::Arc, time::Instant};

fn product(round: usize, n: usize) -> ProductInput {
    let handle = format!("product-{round}-{n}");
    let variant = |size: &str| VariantInput {
        id: None,
        sku: format!("SKU-{round}-{n}-{size}"),
        barcode: format!("89{round:05}{n:06}"),
        option_values: vec![size.into()],
        weight_grams: 250,
        hsn_code: "610910".into(),
        country_of_origin: None,
        requires_shipping: true,
        taxable: true,
        image_url: None,
    };
    ProductInput {
        title: format!("Linen shirt number {n} of {round}"),
        handle: Some(handle.clone()),
        description_html: "<p>A shirt of washed linen, cut wide, with buttons of coconut.</p>".repeat(6),
        status: ProductStatus::Active,
        vendor: format!("Vendor {}", n % 40),
        product_type: "Shirt".into(),
        tags: vec!["linen".into(), "summer".into(), format!("shade-{}", n % 12)],
        options: vec![ProductOption { name: "Size".into(), values: vec!["S".into(), "M".into()] }],
        variants: vec![variant("S"), variant("M")],
        media: vec![Media { url: format!("https://cdn.example/{handle}.jpg"), alt: "A shirt".into() }],
        seo: Seo { title: handle, description: "A linen shirt".into() },
        ..ProductInput::default()
    }
}

#[tokio::main]
async fn main() {
    let folder = std::env::temp_dir().join(format!("infrasell_bulk_speed_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = DbUrl::Sqlite(folder.join("shop.db"));
    let db = Db::open(&url, Env::system(), DbOptions::default()).await.unwrap();
    db.migrate(&[MIGRATIONS]).await.unwrap();
    let world = Arc::new(fakes::World::default());
    let deps =
        Deps { db: db.clone(), env: Env::system(), settings: world.clone(), pricing: world.clone(), inventory: world };
    let catalog = infrasell_catalog::open(deps);
    let cx = Cx::system("bench", "req_1");
    let (mut created, mut unchanged, mut updated) = (vec![], vec![], vec![]);
    let mut variants: Vec<VariantId> = vec![];
    for round in 0..10 {
        if round == 7 {
            for tag in ["linen", "summer", "shade-3"] {
                let collection = by_tag(tag);
                catalog.create_collection(&cx, CreateCollection { collection }).await.unwrap();
            }
        }
        let products: Vec<ProductInput> = (0..1_000).map(|n| product(round, n)).collect();
        let mut changed = products.clone();
        for (want, list, products) in [
            (Outcome::Created, &mut created, products.clone()),
            (Outcome::Unchanged, &mut unchanged, products),
            (Outcome::Updated, &mut updated, {
                changed.iter_mut().for_each(|product| product.vendor.push('!'));
                changed
            }),
        ] {
            let req = UpsertProducts { products, dry_run: false };
            let began = Instant::now();
            let answer = catalog.upsert_products(&cx, req).await.unwrap();
            list.push(began.elapsed().as_micros());
            assert!(answer.iter().all(|one| one.outcome == want));
            variants.extend(answer.iter().flat_map(|one| one.variants.iter().take(1)).take(50));
        }
    }
    for (what, times) in [("1,000 created", &created), ("1,000 unchanged", &unchanged), ("1,000 updated", &updated)] {
        println!("{what:<24} {:>8} without collections, {:>8} with three", best(&times[..7]), best(&times[7..]));
    }
    for count in [1, 2, 50] {
        let ids: Vec<VariantId> = variants.iter().rev().take(count).copied().collect();
        let mut times = vec![];
        for _ in 0..200 {
            let began = Instant::now();
            let req = GetVariants { ids: ids.clone(), channel: None };
            assert_eq!(catalog.variants(&cx, req).await.unwrap().len(), count);
            times.push(began.elapsed().as_micros());
        }
        println!("{:<24} {:>8}", format!("{count} variants"), best(&times));
    }
    for (sort, search) in [(ProductSort::Id, None), (ProductSort::Title, None), (ProductSort::Id, Some("number 999 9"))]
    {
        let mut times = vec![];
        for _ in 0..50 {
            let filter = ProductFilter { search: search.map(String::from), ..ProductFilter::default() };
            let page = PageRequest { limit: Some(50), after: None };
            let began = Instant::now();
            let req = ListProducts { filter, sort, page, ..ListProducts::default() };
            assert!(!catalog.products(&cx, req).await.unwrap().items.is_empty());
            times.push(began.elapsed().as_micros());
        }
        println!("{:<24} {:>8}", format!("page by {sort:?} {}", search.unwrap_or("")), best(&times));
    }
    drop(catalog);
    drop(db);
    std::fs::remove_dir_all(&folder).unwrap();
}

fn by_tag(tag: &str) -> CollectionInput {
    let rule = CollectionRule { field: RuleField::Tag, relation: RuleRelation::Equals, value: tag.into() };
    CollectionInput {
        handle: None,
        title: tag.into(),
        description_html: String::new(),
        image: None,
        membership: Membership::Rules { all: true, rules: vec![rule] },
        products: vec![],
        seo: Seo::default(),
        channels: None,
    }
}

fn best(times: &[u128]) -> u128 {
    times.iter().copied().min().unwrap_or_default()
}

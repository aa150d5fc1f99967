//! Many products at once.

use super::*;
use infrasell_contracts::catalog::{ListProducts, MAX_BULK, Media, Metafield, MetafieldType, PRODUCTS_CHANGED};
use infrasell_db::v;
use infrasell_kernel::VariantId;
use proptest::{prelude::*, test_runner::TestRunner};

async fn dry(shop: &Shop, products: Vec<ProductInput>) -> Result<Vec<Upserted>, CatalogError> {
    shop.catalog.upsert_products(&cx(), UpsertProducts { products, dry_run: true }).await
}

async fn count(shop: &Shop) -> usize {
    let mut page = shop.catalog.products(&cx(), ListProducts::default()).await.unwrap();
    let mut count = page.items.len();
    while let Some(after) = page.next {
        let page_of = infrasell_kernel::PageRequest { limit: None, after: Some(after) };
        page = shop.catalog.products(&cx(), ListProducts { page: page_of, ..ListProducts::default() }).await.unwrap();
        count += page.items.len();
    }
    count
}

async fn events(shop: &Shop) -> i64 {
    let sql = "SELECT count(*) FROM db_outbox WHERE topic = $1";
    shop.db.one(sql, &v![PRODUCTS_CHANGED], |row| row.get(0)).await.unwrap()
}

#[tokio::test]
async fn created_updated_and_unchanged_are_told_apart() {
    for shop in shops().await {
        let first = shop.upsert(vec![sized("a"), sized("b"), sized("c")]).await.unwrap();
        assert_eq!(outcomes(&first), [Outcome::Created; 3]);
        assert_eq!(events(&shop).await, 1, "one event a call");
        let b = shop.by_handle("b").await.unwrap();
        assert_eq!(first[1].id, b.id);
        assert_eq!(first[1].variants, b.variants.iter().map(|v| v.id).collect::<Vec<_>>());
        let again = shop.upsert(vec![sized("c"), sized("a"), sized("b")]).await.unwrap();
        assert_eq!(outcomes(&again), [Outcome::Unchanged; 3]);
        assert_eq!((again[0].id, &again[2].variants), (first[2].id, &first[1].variants));
        assert_eq!(events(&shop).await, 1, "nothing happened");
        assert_eq!(shop.by_handle("b").await.unwrap(), b);
        let mut changed = sized("b");
        changed.variants.reverse();
        let done = shop.upsert(vec![sized("a"), changed, sized("d")]).await.unwrap();
        assert_eq!(outcomes(&done), [Outcome::Unchanged, Outcome::Updated, Outcome::Created]);
        assert_eq!(done[1].variants, [b.variants[1].id, b.variants[0].id], "in the order of the input");
        assert_eq!(shop.by_handle("b").await.unwrap().version, 2);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn ids_that_say_another_order_are_a_change() {
    for shop in shops().await {
        let made = shop.upsert(vec![sized("a")]).await.unwrap().remove(0);
        let mut same = sized("a");
        same.variants[0].id = Some(made.variants[0]);
        assert_eq!(outcomes(&shop.upsert(vec![same.clone()]).await.unwrap()), [Outcome::Unchanged]);
        // what was M is now S, and the other way round
        same.variants[0].id = Some(made.variants[1]);
        same.variants[1].id = Some(made.variants[0]);
        let done = shop.upsert(vec![same.clone()]).await.unwrap();
        assert_eq!(outcomes(&done), [Outcome::Updated]);
        assert_eq!(done[0].variants, [made.variants[1], made.variants[0]]);
        let read = shop.by_handle("a").await.unwrap();
        assert_eq!(read.variants.iter().map(|v| v.id).collect::<Vec<_>>(), done[0].variants);
        same.variants[0].id = Some(VariantId::from_i64(424_242));
        let mut new = sized("b");
        new.variants[1].id = Some(made.variants[0]);
        let named = bad_fields(shop.upsert(vec![new, same]).await);
        assert_eq!(named, ["products.0.variants.1.id unknown", "products.1.variants.0.id unknown"]);
    }
}

#[tokio::test]
async fn all_or_nothing_with_every_bad_field() {
    for shop in shops().await {
        shop.upsert(vec![sized("old")]).await.unwrap();
        let mut nameless = sized("x");
        nameless.handle = None;
        let untitled = ProductInput { title: String::new(), ..sized("y") };
        let twice = sized("Z!");
        let mut twin = sized("z");
        twin.variants[0].sku = "Z!-s".into();
        let named = bad_fields(shop.upsert(vec![sized("good"), nameless, untitled, twice, twin]).await);
        assert_eq!(
            named,
            [
                "products.1.handle required",
                "products.4.handle duplicate",
                "products.2.title required",
                "products.4.variants.0.sku duplicate",
            ]
        );
        let mut thief = sized("thief");
        thief.variants[1].sku = "old-s".into();
        assert_eq!(bad_fields(shop.upsert(vec![sized("good"), thief]).await), ["products.1.variants.1.sku taken"]);
        assert_eq!(count(&shop).await, 1);
        let many = (0..=MAX_BULK).map(|n| sized(&format!("p{n}"))).collect();
        assert_eq!(bad_fields(shop.upsert(many).await), ["products too_many"]);
        assert_eq!(shop.upsert(vec![]).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_dry_run_tells_and_does_nothing() {
    for shop in shops().await {
        let made = shop.upsert(vec![sized("a"), sized("b")]).await.unwrap();
        let changed = ProductInput { title: "B".into(), ..sized("b") };
        let foreseen = dry(&shop, vec![sized("a"), changed, sized("c")]).await.unwrap();
        assert_eq!(outcomes(&foreseen), [Outcome::Unchanged, Outcome::Updated, Outcome::Created]);
        assert_eq!((foreseen[0].id, foreseen[1].id), (made[0].id, made[1].id));
        assert_eq!(foreseen[1].variants, made[1].variants);
        assert_eq!(foreseen[2].variants.len(), 2);
        assert_eq!(shop.by_handle("b").await.unwrap().title, "b");
        assert!(is_missing(&shop.by_handle("c").await));
        assert!(is_missing(&shop.by_id(foreseen[2].id).await));
        let mut thief = sized("thief");
        thief.variants[0].sku = "a-s".into();
        assert_eq!(bad_fields(dry(&shop, vec![thief]).await), ["products.0.variants.0.sku taken"]);
    }
}

#[tokio::test]
async fn a_key_repeats_the_answer_of_a_bulk_write() {
    for shop in shops().await {
        let req = UpsertProducts { products: vec![sized("a"), sized("b")], dry_run: false };
        let first = shop.catalog.upsert_products(&keyed("k"), req.clone()).await.unwrap();
        let second = shop.catalog.upsert_products(&keyed("k"), req).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(outcomes(&second), [Outcome::Created; 2], "the answer of the first time, not a new one");
    }
}

#[tokio::test]
async fn a_thousand_products_in_one_call() {
    for shop in shops().await {
        let products: Vec<ProductInput> = (0..MAX_BULK).map(|n| sized(&format!("p{n}"))).collect();
        let made = shop.upsert(products.clone()).await.unwrap();
        assert!(made.iter().all(|one| one.outcome == Outcome::Created && one.variants.len() == 2));
        assert_eq!(count(&shop).await, MAX_BULK);
        let again = shop.upsert(products).await.unwrap();
        assert!(again.iter().all(|one| one.outcome == Outcome::Unchanged));
        assert!(made.iter().zip(&again).all(|(a, b)| (a.id, &a.variants) == (b.id, &b.variants)));
        shop.assert_clean().await;
    }
}

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[ -~]{1,12}", "\\PC{1,8}"].prop_map(|text| text.replace(['/', '\\'], "_"))
}

fn any_product(handle: &'static str) -> impl Strategy<Value = ProductInput> {
    let sizes = prop::collection::btree_set("[A-Z]{1,3}", 0..4);
    let texts = (any_word(), any_word(), any_word(), prop::collection::vec(any_word(), 0..4));
    let rest = (any::<bool>(), prop::option::of(Just(vec![APP, WEB])), 0..5_000_i64, any_word());
    (sizes, texts, rest).prop_map(move |(sizes, (title, vendor, kind, tags), (active, channels, grams, value))| {
        let mut input = plain(&format!("{title}x"));
        input.handle = Some(handle.into());
        input.vendor = vendor;
        input.product_type = kind;
        input.tags = tags.into_iter().map(|tag| format!("t{tag}")).collect();
        input.channels = channels;
        input.media = vec![Media { url: "/a.svg".into(), alt: value.clone() }];
        input.status = if active { ProductStatus::Active } else { ProductStatus::Archived };
        input.metafields = vec![Metafield {
            namespace: "n".into(),
            key: "k".into(),
            kind: MetafieldType::Json,
            value: serde_json::to_string_pretty(&[value]).unwrap(),
        }];
        if !sizes.is_empty() {
            let names: Vec<&str> = sizes.iter().map(String::as_str).collect();
            input.options = vec![option("Size", &names)];
            input.variants = names.iter().map(|name| variant(&format!("{handle}-{name}"), &[name])).collect();
        }
        for variant in &mut input.variants {
            variant.weight_grams = grams;
        }
        input
    })
}

/// Whatever was there before: the second time nothing changes, and what is read put in again changes nothing either.
#[test]
fn twice_is_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shops = runtime.block_on(shops());
    let strategy = (any_product("a"), any_product("b"));
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&strategy, |(a, b)| {
        for shop in &shops {
            runtime.block_on(async {
                let first = shop.upsert(vec![a.clone(), b.clone()]).await.unwrap();
                let second = shop.upsert(vec![a.clone(), b.clone()]).await.unwrap();
                assert_eq!(outcomes(&second), [Outcome::Unchanged; 2]);
                for (one, two) in first.iter().zip(&second) {
                    assert_eq!((one.id, &one.variants), (two.id, &two.variants));
                }
            });
        }
        Ok(())
    });
    outcome.unwrap();
    for shop in &shops {
        runtime.block_on(shop.assert_clean());
    }
    let _entered = runtime.enter();
    drop(shops);
}

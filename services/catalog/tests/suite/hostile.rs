//! Hostile text and numbers: kept as they are or refused by name, never half-written, never our fault.

use super::*;
use infrasell_contracts::catalog::{
    CollectionInput, CollectionRef, CreateCollection, EnsureCategories, GetCollection, GetVariants, ListCategories,
    ListCollections, ListMetafieldDefinitions, ListProducts, Membership, ProductFilter, ProductSort, Seo,
};
use infrasell_kernel::{Cursor, PageRequest, VariantId};

const TEXTS: [&str; 16] = [
    "'; DROP TABLE catalog_product; --",
    "\" OR 1=1",
    "100% _under\\score",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://x\")",
    "\u{202e}txt.exe",
    "e\u{301}\u{301}\u{301}\u{301}",
    "𝕊𝕙𝕚𝕣𝕥 👩‍👩‍👧‍👦",
    "ﷺﷺﷺ",
    "İstanbul ıi",
    "ẞß ſs",
    "हिन्दी \u{200d}शब्द",
    "a\tb\nc\r\nd",
    "$1 ?1 {0} %s",
    "null",
    "\u{feff}bom",
];

/// Everything that is text, in one product.
fn product_of(text: &str) -> ProductInput {
    ProductInput {
        title: text.into(),
        handle: Some(format!("h {text}")),
        description_html: text.into(),
        vendor: text.into(),
        product_type: text.into(),
        tags: vec![text.into()],
        seo: Seo { title: text.into(), description: text.into() },
        options: vec![option(text, &[text])],
        variants: vec![VariantInput { barcode: text.into(), ..variant(text, &[text]) }],
        ..plain("x")
    }
}

async fn list(shop: &Shop, filter: ProductFilter) -> Result<Vec<ProductId>, CatalogError> {
    let req = ListProducts { filter, ..ListProducts::default() };
    Ok(shop.catalog.products(&cx(), req).await?.items.into_iter().map(|product| product.id).collect())
}

#[tokio::test]
async fn any_text_is_kept_and_found() {
    for shop in shops().await {
        for text in TEXTS {
            let text = text.trim();
            let made = shop.create(product_of(text)).await.unwrap_or_else(|error| panic!("{text:?}: {error:?}"));
            let read = shop.by_id(made.id).await.unwrap();
            assert_eq!(read, made);
            let kept = [&read.title, &read.vendor, &read.description_html, &read.tags[0], &read.variants[0].sku];
            assert!(kept.iter().all(|kept| *kept == text), "{text:?}: {kept:?}");
            assert_eq!(shop.by_handle(&format!("h {text}")).await.unwrap().id, made.id);
            let of = |text: &str| Some(text.to_owned());
            for filter in [
                ProductFilter { vendor: of(text), ..ProductFilter::default() },
                ProductFilter { product_type: of(text), ..ProductFilter::default() },
                ProductFilter { tag: of(text), ..ProductFilter::default() },
                ProductFilter { sku: of(text), ..ProductFilter::default() },
            ] {
                assert_eq!(list(&shop, filter).await.unwrap(), [made.id], "{text:?}");
            }
            let search = ProductFilter { search: of(&text.to_uppercase()), ..ProductFilter::default() };
            assert!(list(&shop, search).await.unwrap().contains(&made.id), "{text:?}");
            let again = ProductInput { handle: Some(made.handle.clone()), ..product_of(text) };
            assert_eq!(outcomes(&shop.upsert(vec![again]).await.unwrap()), [Outcome::Unchanged], "{text:?}");
        }
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn texts_as_long_as_they_may_be() {
    for shop in shops().await {
        // the widest characters, and those that grow when they are folded
        for wide in ["𝕏", "ﷺ", "İ", "ß", "\\", "%"] {
            let text = wide.repeat(255);
            let mut product = product_of("x");
            product.title = text.clone();
            product.handle = None;
            product.vendor = text.clone();
            product.product_type = text.clone();
            product.tags = vec![text.clone()];
            product.variants[0].sku = text.clone();
            product.variants[0].barcode = wide.repeat(64);
            let made = shop.create(product).await.unwrap_or_else(|error| panic!("{wide}: {error:?}"));
            let filter = ProductFilter { sku: Some(text.clone()), ..ProductFilter::default() };
            assert_eq!(list(&shop, filter).await.unwrap(), [made.id], "{wide}");
            let paths = vec![vec![text.clone(), text]];
            let category = shop.catalog.ensure_categories(&cx(), EnsureCategories { paths }).await.unwrap().remove(0);
            assert_eq!(category.path.len(), 2);
        }
        // the handle is measured in the form that it is kept in
        let long = ProductInput { handle: Some("ﷺ".repeat(64)), ..plain("x") };
        assert_eq!(bad_fields(shop.create(long).await), ["handle too_long"]);
        let html = ProductInput { description_html: "x".repeat(512 * 1024), ..plain("x") };
        shop.create(html).await.unwrap();
        let html = ProductInput { description_html: "x".repeat(512 * 1024 + 1), ..plain("x") };
        assert_eq!(bad_fields(shop.create(html).await), ["description_html too_long"]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn a_zero_character_is_refused_everywhere() {
    for shop in shops().await {
        let named = bad_fields(shop.create(product_of("a\0b")).await);
        for path in ["title", "description_html", "vendor", "product_type", "tags.0", "seo.title", "seo.description"] {
            assert!(named.contains(&format!("{path} invalid_character")), "{path}: {named:?}");
        }
        for path in ["options.0.name", "options.0.values.0", "variants.0.sku", "variants.0.barcode"] {
            assert!(named.contains(&format!("{path} invalid_character")), "{path}: {named:?}");
        }
        let collection = CollectionInput {
            handle: None,
            title: "a\0".into(),
            description_html: "\0".into(),
            image: None,
            membership: Membership::Manual,
            products: vec![],
            seo: Seo::default(),
            channels: None,
        };
        let answer = shop.catalog.create_collection(&cx(), CreateCollection { collection }).await;
        assert_eq!(bad_fields(answer), ["description_html invalid_character", "title invalid_character"]);
        let paths = vec![vec!["\0".into()]];
        let answer = shop.catalog.ensure_categories(&cx(), EnsureCategories { paths }).await;
        assert_eq!(bad_fields(answer), ["paths.0.0 invalid_character"]);
        for filter in [
            ProductFilter { vendor: Some("\0".into()), ..ProductFilter::default() },
            ProductFilter { tag: Some("\0".into()), ..ProductFilter::default() },
            ProductFilter { sku: Some("\0".into()), ..ProductFilter::default() },
        ] {
            assert_eq!(bad_fields(list(&shop, filter).await).len(), 1);
        }
        let search = ProductFilter { search: Some("a\0b".into()), ..ProductFilter::default() };
        assert!(list(&shop, search).await.unwrap().is_empty());
        assert!(is_missing(&shop.by_handle("a\0b").await));
        let collection = CollectionRef::Handle("\0".into());
        assert!(is_missing(&shop.catalog.collection(&cx(), GetCollection { collection, published_in: None }).await));
        let search = ListCollections { search: Some("\0".into()), ..ListCollections::default() };
        assert!(shop.catalog.collections(&cx(), search).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn numbers_at_their_ends() {
    for shop in shops().await {
        let heavy = |grams| {
            let variant = VariantInput { weight_grams: grams, ..variant("", &[]) };
            shop.create(ProductInput { variants: vec![variant], ..plain("x") })
        };
        heavy(1_000_000_000).await.unwrap();
        for grams in [1_000_000_001, -1, i64::MAX, i64::MIN] {
            assert_eq!(bad_fields(heavy(grams).await), ["variants.0.weight_grams out_of_range"]);
        }
        let prices = ProductFilter {
            on_sale_in: Some(WEB),
            min_price_minor: Some(i64::MIN),
            max_price_minor: Some(i64::MAX),
            ..ProductFilter::default()
        };
        assert!(list(&shop, prices).await.unwrap().is_empty(), "what has no price matches no price filter");
        let ids = vec![VariantId::from_i64(i64::MAX), VariantId::from_i64(i64::MIN), VariantId::from_i64(0)];
        assert!(shop.catalog.variants(&cx(), GetVariants { ids, channel: Some(WEB) }).await.unwrap().is_empty());
        assert!(is_missing(&shop.by_id(ProductId::from_i64(-1)).await));
    }
}

/// As many words as a search can hold, all of which count.
#[tokio::test]
async fn a_search_of_many_words() {
    for shop in shops().await {
        let words: Vec<String> = (b'a'..=b'z').map(|letter| char::from(letter).to_string()).collect();
        let made = shop.create(plain(&words.join(" "))).await.unwrap();
        let search = |text: String| ProductFilter { search: Some(text), ..ProductFilter::default() };
        assert_eq!(list(&shop, search(words.join("  "))).await.unwrap(), [made.id]);
        assert!(list(&shop, search(format!("{} é", words.join(" ")))).await.unwrap().is_empty());
    }
}

/// A cursor of another list is refused by every list.
#[tokio::test]
async fn cursors_of_other_lists() {
    for shop in shops().await {
        for n in 0..3 {
            shop.category(&n.to_string(), None).await.unwrap();
        }
        let foreign: Cursor = serde_json::from_value("bm90IGEgY3Vyc29y".into()).unwrap();
        let garbage: Cursor = serde_json::from_value("\u{1f600}%%".into()).unwrap();
        let orders = Cursor::new("orders:placed", &(5, 7));
        let tree = ListCategories { parent: None, page: PageRequest { limit: Some(1), after: None } };
        let of_tree = shop.catalog.categories(&cx(), tree).await.unwrap().next.unwrap();
        for after in [foreign, garbage, orders, of_tree.clone()] {
            let page = PageRequest { limit: None, after: Some(after) };
            let products = ListProducts { page: page.clone(), sort: ProductSort::Title, ..ListProducts::default() };
            assert_eq!(bad_fields(shop.catalog.products(&cx(), products).await), ["after invalid_cursor"]);
            let collections = ListCollections { page: page.clone(), ..ListCollections::default() };
            assert_eq!(bad_fields(shop.catalog.collections(&cx(), collections).await), ["after invalid_cursor"]);
            let definitions = ListMetafieldDefinitions { page: page.clone() };
            assert_eq!(
                bad_fields(shop.catalog.metafield_definitions(&cx(), definitions).await),
                ["after invalid_cursor"]
            );
            if page.after.as_ref() != Some(&of_tree) {
                let categories = ListCategories { parent: None, page };
                assert_eq!(bad_fields(shop.catalog.categories(&cx(), categories).await), ["after invalid_cursor"]);
            }
        }
    }
}

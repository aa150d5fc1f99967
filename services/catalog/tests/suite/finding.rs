//! Finding products as storefronts do: what is written, what is picked, what is counted, in either direction.

use super::*;
use crate::lists::{Stocked, stock};
use infrasell_contracts::{
    catalog::{
        CreateMetafieldDefinition, Facet, FacetKind, FindCollections, FindProductLists, FindProducts, FoundProducts,
        ListFound, ListProductWords, MAX_LISTS, Metafield, MetafieldDefinitionInput, MetafieldType, ProductSort,
        ProductTest, ProductWord, Ranked, Unavailable, Within,
    },
    common::{Direction, Span},
};
use infrasell_kernel::Cursor;
use proptest::{prelude::*, sample::select, test_runner::TestRunner};

fn ask(within: Within) -> FindProducts {
    FindProducts {
        channel: WEB,
        currency: "INR".parse().unwrap(),
        within,
        filter: infrasell_contracts::catalog::ProductFilter::default(),
        query: None,
        tests: vec![],
        unavailable: Unavailable::Show,
        sort: ProductSort::Id,
        direction: Direction::Asc,
        span: Span { limit: 250, ..Span::default() },
        count: true,
        facets: false,
    }
}

impl Stocked {
    async fn find(&self, req: FindProducts) -> FoundProducts {
        self.shop.catalog.find_products(&cx(), req).await.unwrap()
    }

    fn on_sale(&self) -> Vec<&Product> {
        let shown = |product: &&Product| {
            product.status == ProductStatus::Active
                && product.channels.as_ref().is_none_or(|channels| channels.contains(&WEB))
        };
        self.products.iter().filter(shown).collect()
    }

    fn has(&self, product: &Product, test: &ProductTest) -> bool {
        let (price, in_stock) = self.listing[&product.id];
        match test {
            ProductTest::Available { available } => in_stock == *available,
            ProductTest::Price { min_minor, max_minor } => {
                min_minor.is_none_or(|min| price.is_some_and(|price| price >= min))
                    && max_minor.is_none_or(|max| price.is_some_and(|price| price <= max))
            }
            ProductTest::ProductType { value } => product.product_type == *value,
            ProductTest::Vendor { value } => product.vendor == *value,
            ProductTest::Tag { value } => product.tags.contains(value),
            ProductTest::Category { category } => {
                product.category.is_some_and(|own| self.paths[&own].contains(category))
            }
            ProductTest::Option { name, value } => {
                let at = product.options.iter().position(|option| option.name == *name);
                at.is_some_and(|at| product.variants.iter().any(|variant| variant.option_values[at] == *value))
            }
            ProductTest::Metafield { namespace, key, value } => product
                .metafields
                .iter()
                .any(|field| field.namespace == *namespace && field.key == *key && field.value == *value),
        }
    }

    /// Whether a product is under everything that is picked, but of one kind.
    fn is_under(&self, product: &Product, picked: &[ProductTest], but: Option<&str>) -> bool {
        let mut kinds: Vec<String> = picked.iter().map(kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds.iter().filter(|name| but != Some(&name[..])).all(|name| {
            let mut alternatives = picked.iter().filter(|test| kind(test) == *name);
            alternatives.any(|test| self.has(product, test))
        })
    }

    fn any_tests(&self) -> impl Strategy<Value = Vec<ProductTest>> + use<> {
        let categories: Vec<_> = self.paths.keys().copied().collect();
        let test = prop_oneof![
            any::<bool>().prop_map(|available| ProductTest::Available { available }),
            (prop::option::of(-100..700_i64), prop::option::of(-100..700_i64))
                .prop_map(|(min_minor, max_minor)| ProductTest::Price { min_minor, max_minor }),
            select(&["Mug", "Tee", "x"][..]).prop_map(|value| ProductTest::ProductType { value: value.into() }),
            select(&["Loom", "loom", "O'Brien & Söhne"][..])
                .prop_map(|value| ProductTest::Vendor { value: value.into() }),
            select(&["new", "New", "50% off_\\"][..]).prop_map(|value| ProductTest::Tag { value: value.into() }),
            select(categories).prop_map(|category| ProductTest::Category { category }),
            select(&["S", "M", "XL"][..])
                .prop_map(|value| ProductTest::Option { name: "Size".into(), value: value.into() }),
        ];
        prop::collection::vec(test, 0..4)
    }
}

fn kind(test: &ProductTest) -> String {
    match test {
        ProductTest::Available { .. } => "available".into(),
        ProductTest::Price { .. } => "price".into(),
        ProductTest::ProductType { .. } => "type".into(),
        ProductTest::Vendor { .. } => "vendor".into(),
        ProductTest::Tag { .. } => "tag".into(),
        ProductTest::Category { .. } => "category".into(),
        ProductTest::Option { name, .. } => format!("option {name}"),
        ProductTest::Metafield { namespace, key, .. } => format!("metafield {namespace}.{key}"),
    }
}

fn ids(found: &FoundProducts) -> Vec<ProductId> {
    found.items.iter().map(|one| one.product.id).collect()
}

/// Whatever is picked: the list is what it should be, and each count is what a count by hand says.
#[test]
fn what_is_picked_narrows_and_what_is_counted_is_there() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut all = vec![];
    for shop in runtime.block_on(shops()) {
        all.push(runtime.block_on(stock(shop)));
    }
    for stocked in &all {
        let within = select(vec![Within::Shop, Within::Collection(stocked.manual.0)]);
        let config = ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&(stocked.any_tests(), within), |(tests, within)| {
            let is_in = |product: &Product| within == Within::Shop || stocked.manual.1.contains(&product.id);
            let base: Vec<&Product> = stocked.on_sale().into_iter().filter(|product| is_in(product)).collect();
            let req = FindProducts { tests: tests.clone(), facets: true, ..ask(within.clone()) };
            let found = runtime.block_on(stocked.find(req));
            let want: Vec<ProductId> =
                base.iter().filter(|one| stocked.is_under(one, &tests, None)).map(|one| one.id).collect();
            prop_assert_eq!(ids(&found), want.clone());
            prop_assert_eq!(found.total, Some(i64::try_from(want.len()).unwrap()));
            for facet in &found.facets {
                for value in &facet.values {
                    let own = kind(&value.test);
                    let under = base.iter().filter(|one| stocked.is_under(one, &tests, Some(&own)));
                    if let ProductTest::Price { min_minor, max_minor } = value.test {
                        let mut prices: Vec<i64> = under.filter_map(|one| stocked.listing[&one.id].0).collect();
                        prices.sort_unstable();
                        prop_assert_eq!((min_minor, max_minor), (prices.first().copied(), prices.last().copied()));
                        continue;
                    }
                    let count = under.filter(|one| stocked.has(one, &value.test)).count();
                    prop_assert_eq!(value.count, i64::try_from(count).unwrap(), "{:?} under {:?}", value, tests);
                    prop_assert!(value.count > 0);
                }
                let sorted = facet.values.windows(2).all(|two| two[0].count >= two[1].count);
                prop_assert!(sorted, "{:?}", facet);
            }
            // every value that some product has under the rest is offered
            for product in &base {
                let offers = |by: FacetKind| found.facets.iter().any(|facet| facet.kind == by);
                if stocked.is_under(product, &tests, Some("vendor")) {
                    prop_assert!(offers(FacetKind::Vendor));
                }
                if stocked.is_under(product, &tests, Some("option Size")) {
                    let size = FacetKind::Option { name: "Size".into() };
                    prop_assert!(offers(size));
                }
            }
            Ok(())
        });
        outcome.unwrap();
    }
    let _entered = runtime.enter();
    drop(all);
}

/// Backwards is forwards from the other end, page by page.
#[tokio::test]
async fn a_list_can_be_walked_either_way() {
    for shop in shops().await {
        let stocked = stock(shop).await;
        let scores: Vec<Ranked> = stocked
            .products
            .iter()
            .enumerate()
            .map(|(n, product)| Ranked { product: product.id, score: i64::try_from(n).unwrap() % 5 })
            .collect();
        let ways = [
            (Within::Shop, ProductSort::Price),
            (Within::Shop, ProductSort::Title),
            (Within::Shop, ProductSort::Vendor),
            (Within::Collection(stocked.manual.0), ProductSort::Manual),
            (Within::Ranked(scores.clone()), ProductSort::Relevance),
            (Within::Ranked(scores), ProductSort::Price),
        ];
        for (within, sort) in ways {
            for direction in [Direction::Asc, Direction::Desc] {
                let base = FindProducts { sort, direction, unavailable: Unavailable::Last, ..ask(within.clone()) };
                let all = ids(&stocked.find(base.clone()).await);
                assert!(all.len() > 3, "{within:?}");
                for backwards in [false, true] {
                    let mut seen: Vec<Vec<ProductId>> = vec![];
                    let mut from: Option<Cursor> = None;
                    loop {
                        let span = Span { limit: 4, from: from.take(), backwards };
                        let is_first = span.from.is_none();
                        let page = stocked.find(FindProducts { span, ..base.clone() }).await;
                        seen.push(ids(&page));
                        let (more, less) = if backwards {
                            (page.has_previous, page.has_next)
                        } else {
                            (page.has_next, page.has_previous)
                        };
                        assert_eq!(less, !is_first);
                        let end = if backwards { page.items.first() } else { page.items.last() };
                        if !more {
                            break;
                        }
                        from = end.map(|one| one.cursor.clone());
                    }
                    if backwards {
                        seen.reverse();
                    }
                    assert_eq!(
                        seen.concat(),
                        all,
                        "{sort:?} {direction:?} backwards {backwards} {}",
                        stocked.shop.db.engine()
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_written_narrows() {
    for shop in shops().await {
        let stocked = stock(shop).await;
        let on_sale = stocked.on_sale();
        let price = |product: &Product| stocked.listing[&product.id].0;
        type Holds<'a> = Box<dyn Fn(&Product) -> bool + 'a>;
        let cases: Vec<(&str, Holds<'_>)> = vec![
            ("vendor:LOOM", Box::new(|p| p.vendor.eq_ignore_ascii_case("loom"))),
            ("vendor:O\\'Br*", Box::new(|p| p.vendor.starts_with("O'Br"))),
            ("tag:NEW", Box::new(|p| p.tags.iter().any(|tag| tag.eq_ignore_ascii_case("new")))),
            ("tag:'50% off_\\\\'", Box::new(|p| p.tags.iter().any(|tag| tag == "50% off_\\"))),
            ("tag:off", Box::new(|_| false)),
            ("tag_not:new", Box::new(|p| !p.tags.iter().any(|tag| tag.eq_ignore_ascii_case("new")))),
            ("product_type:mug OR product_type:tee", Box::new(|p| !p.product_type.is_empty())),
            ("-product_type:mug", Box::new(|p| p.product_type != "Mug")),
            ("title:apple", Box::new(|p| p.title.to_lowercase().contains("apple"))),
            (
                "mug zebra",
                Box::new(|p| p.title.to_lowercase().contains("zebra") && p.title.to_lowercase().contains("mug")),
            ),
            ("available_for_sale:true", Box::new(|p| stocked.listing[&p.id].1)),
            ("NOT available_for_sale:true", Box::new(|p| !stocked.listing[&p.id].1)),
            ("variants.price:>=3", Box::new(|p| price(p).is_some_and(|minor| minor + 50 >= 300))),
            ("variants.price:<3", Box::new(|p| price(p).is_some_and(|minor| minor < 300))),
            ("sku:SKU-1", Box::new(|p| p.variants[0].sku == "SKU-1")),
            ("sku:SKU-1*", Box::new(|p| p.variants[0].sku.starts_with("SKU-1"))),
            ("handle:p1*", Box::new(|p| p.handle.starts_with("p1"))),
            ("created_at:>2001-01-01", Box::new(|_| true)),
            ("created_at:<2001-01-01", Box::new(|_| false)),
            (
                "(vendor:loom tag:new) OR handle:p2",
                Box::new(|p| {
                    (p.vendor.eq_ignore_ascii_case("loom") && p.tags.iter().any(|tag| tag.eq_ignore_ascii_case("new")))
                        || p.handle == "p2"
                }),
            ),
        ];
        for (query, holds) in cases {
            let found = stocked.find(FindProducts { query: Some(query.into()), ..ask(Within::Shop) }).await;
            let want: Vec<ProductId> = on_sale.iter().filter(|p| holds(p)).map(|p| p.id).collect();
            assert_eq!(ids(&found), want, "{query} on {}", stocked.shop.db.engine());
            assert_eq!(found.ignored, [""; 0]);
        }
        let some = on_sale[3].id;
        let found = stocked.find(FindProducts { query: Some(format!("id:{}", some.get())), ..ask(Within::Shop) }).await;
        assert_eq!(ids(&found), [some]);
        let found = stocked.find(FindProducts { query: Some("colour:red".into()), ..ask(Within::Shop) }).await;
        assert_eq!((found.items.len(), found.ignored), (on_sale.len(), vec!["colour".to_owned()]));
    }
}

#[tokio::test]
async fn several_lists_are_what_each_would_be_and_a_bad_one_is_refused_alone() {
    for shop in shops().await {
        let shop = stock(shop).await;
        let sorted = |sort| FindProducts { sort, ..ask(Within::Shop) };
        let written = FindProducts { query: Some("a ".repeat(1_001)), ..ask(Within::Shop) };
        let lists = vec![sorted(ProductSort::Title), written, sorted(ProductSort::Price)];
        let found = shop.shop.catalog.find_product_lists(&cx(), FindProductLists { lists }).await.unwrap();
        let [ListFound::Found(by_title), ListFound::Refused { errors }, ListFound::Found(by_price)] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(errors[0].path, "query");
        assert_eq!(*by_title, shop.find(sorted(ProductSort::Title)).await);
        assert_eq!(*by_price, shop.find(sorted(ProductSort::Price)).await);
        assert_ne!(by_title, by_price);
        let lists = vec![ask(Within::Shop); MAX_LISTS + 1];
        let refused = shop.shop.catalog.find_product_lists(&cx(), FindProductLists { lists }).await;
        assert_eq!(bad_fields(refused), ["lists too_many"]);
    }
}

#[tokio::test]
async fn what_is_too_much_is_refused_by_name() {
    for shop in shops().await {
        let bad = |req: FindProducts| {
            let catalog = shop.catalog.clone();
            async move { bad_fields(catalog.find_products(&cx(), req).await) }
        };
        let long = FindProducts { query: Some("a ".repeat(1_001)), ..ask(Within::Shop) };
        assert_eq!(bad(long).await, ["query too_large"]);
        let test = ProductTest::Vendor { value: "\0".into() };
        assert_eq!(
            bad(FindProducts { tests: vec![test], ..ask(Within::Shop) }).await,
            ["filters.0.value invalid_character"]
        );
        let span = Span { limit: 251, ..Span::default() };
        assert_eq!(bad(FindProducts { span, ..ask(Within::Shop) }).await, ["limit out_of_range"]);
        let span = Span { from: Some(Cursor::new("products:title:asc", &1)), ..Span::default() };
        assert_eq!(bad(FindProducts { span, ..ask(Within::Shop) }).await, ["after invalid_cursor"]);
        let ranked = (0..10_001).map(|n| Ranked { product: ProductId::from_i64(n), score: 0 }).collect();
        assert_eq!(bad(ask(Within::Ranked(ranked))).await, ["within too_many"]);
    }
}

fn metafield(key: &str, value: &str) -> Metafield {
    Metafield { namespace: "care".into(), key: key.into(), kind: MetafieldType::SingleLineText, value: value.into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_follow_their_products() {
    for shop in shops().await {
        for (key, storefront_visible) in [("washing", true), ("secret", false)] {
            let definition = MetafieldDefinitionInput {
                namespace: "care".into(),
                key: key.into(),
                name: key.to_uppercase(),
                kind: MetafieldType::SingleLineText,
                storefront_visible: Some(storefront_visible),
            };
            shop.catalog.create_metafield_definition(&cx(), CreateMetafieldDefinition { definition }).await.unwrap();
        }
        let mut input = sized("tee");
        input.metafields = vec![metafield("washing", "cold"), metafield("secret", "x")];
        let tee = shop.create(input).await.unwrap();
        let facets = |shop: &Shop| {
            let catalog = shop.catalog.clone();
            async move {
                let req = FindProducts { facets: true, ..ask(Within::Shop) };
                catalog.find_products(&cx(), req).await.unwrap().facets
            }
        };
        let labels = |facets: &[Facet], by: &FacetKind| -> Vec<String> {
            let of = facets.iter().find(|facet| facet.kind == *by);
            of.map(|facet| facet.values.iter().map(|value| value.label.clone()).collect()).unwrap_or_default()
        };
        let size = FacetKind::Option { name: "Size".into() };
        let washing = FacetKind::Metafield { namespace: "care".into(), key: "washing".into(), label: "WASHING".into() };
        let first = facets(&shop).await;
        assert_eq!(labels(&first, &size), ["M", "S"]);
        assert_eq!(labels(&first, &washing), ["cold"]);
        assert!(!first.iter().any(|facet| matches!(&facet.kind, FacetKind::Metafield { key, .. } if key == "secret")));
        let patch = ProductPatch {
            options: Some(vec![option("Size", &["S", "L"])]),
            variants: Some(vec![variant("a", &["S"]), variant("b", &["L"])]),
            metafields: infrasell_kernel::Patch::Set(vec![metafield("washing", "hot")]),
            ..ProductPatch::default()
        };
        shop.patch(tee.id, patch).await.unwrap();
        let second = facets(&shop).await;
        assert_eq!(
            (labels(&second, &size), labels(&second, &washing)),
            (vec!["L".into(), "S".into()], vec!["hot".to_owned()])
        );
        let delete = infrasell_contracts::catalog::DeleteProduct { id: tee.id, if_version: None };
        shop.catalog.delete_product(&cx(), delete).await.unwrap();
        assert_eq!(facets(&shop).await, []);
        let left: Vec<i64> =
            shop.db.all("SELECT product_id FROM catalog_product_fact", &[], |row| row.get(0)).await.unwrap();
        assert_eq!(left, [0; 0]);
    }
}

#[tokio::test]
async fn words_and_collections_are_listed_in_order() {
    for shop in shops().await {
        let stocked = stock(shop).await;
        let words = |word, limit, after: Option<&str>| {
            let (catalog, after) = (stocked.shop.catalog.clone(), after.map(str::to_owned));
            async move {
                let req = ListProductWords { channel: WEB, word, limit, after };
                catalog.product_words(&cx(), req).await.unwrap()
            }
        };
        assert_eq!(words(ProductWord::Vendor, 250, None).await, ["Loom", "O'Brien & Söhne", "loom"]);
        assert_eq!(words(ProductWord::Vendor, 1, Some("Loom")).await, ["O'Brien & Söhne"]);
        assert_eq!(words(ProductWord::ProductType, 250, None).await, ["Mug", "Tee"]);
        assert_eq!(words(ProductWord::Tag, 250, None).await, ["50% off_\\", "New", "new"]);
        for title in ["beta", "Alpha", "gamma"] {
            stocked.shop.manual(title, &[]).await.unwrap();
        }
        let find = |query: Option<&str>, span: Span| FindCollections {
            channel: WEB,
            query: query.map(str::to_owned),
            sort: infrasell_contracts::catalog::CollectionSort::Title,
            direction: Direction::Asc,
            span,
            count: true,
        };
        let titles = |found: &infrasell_contracts::catalog::FoundCollections| -> Vec<String> {
            found.items.iter().map(|one| one.collection.title.clone()).collect()
        };
        let first = stocked
            .shop
            .catalog
            .find_collections(&cx(), find(None, Span { limit: 3, ..Span::default() }))
            .await
            .unwrap();
        assert_eq!(titles(&first), ["Alpha", "beta", "gamma"]);
        assert_eq!((first.has_next, first.total), (true, Some(4)));
        let last = Span { limit: 2, backwards: true, ..Span::default() };
        let last = stocked.shop.catalog.find_collections(&cx(), find(None, last)).await.unwrap();
        assert_eq!(titles(&last), ["gamma", "Picked"]);
        let named =
            stocked.shop.catalog.find_collections(&cx(), find(Some("title:alp*"), Span::default())).await.unwrap();
        assert_eq!(titles(&named), ["Alpha"]);
    }
}

/// A shop of a former release, whose facts were not yet written down.
#[tokio::test]
async fn a_shop_of_a_former_release_is_counted_as_well() {
    for db in engines(&[&MIGRATIONS[..1]]).await {
        let body = r#"{"description_html":"","options":[{"name":"Size \"x\"","values":["S","M","unused"]}],"media":[],
            "seo":{"title":"","description":""},"metafields":[
            {"namespace":"care","key":"washing","type":"single_line_text","value":"cold"},
            {"namespace":"care","key":"long","type":"multi_line_text","value":"no"}]}"#;
        let product =
            "INSERT INTO catalog_product (id, handle, title, title_key, status, vendor, product_type, version,
            created_at, updated_at, content_hash, tags, search_text, body)
            VALUES (7, 'a', 'A', $1, 'active', 'LOOM Ä', 'Mug', 1, 0, 0, $1, '[\"new\"]', 'a', $2)";
        db.exec(product, &infrasell_db::v![b"a".to_vec(), body]).await.unwrap();
        let variant =
            "INSERT INTO catalog_variant (id, product_id, position, sku, barcode, option_values, weight_grams,
            hsn_code, requires_shipping, taxable) VALUES ($1, 7, $2, '', '', $3, 0, '', TRUE, TRUE)";
        for (n, value) in [(0, r#"["S"]"#), (1, r#"["M"]"#)] {
            db.exec(variant, &infrasell_db::v![n + 1, n, value]).await.unwrap();
        }
        db.exec("INSERT INTO catalog_product_tag (tag, product_id) VALUES ('new', 7)", &[]).await.unwrap();
        db.migrate(&[MIGRATIONS]).await.unwrap();
        let sql = "SELECT kind, name, value FROM catalog_product_fact WHERE product_id = 7";
        let mut facts: Vec<(i64, String, String)> =
            db.all(sql, &[], |row| Ok((row.next()?, row.next()?, row.next()?))).await.unwrap();
        facts.sort();
        let fact = |kind, name: &str, value: &str| (kind, name.to_owned(), value.to_owned());
        let size = "Size \"x\"";
        let want = [fact(0, size, "M"), fact(0, size, "S"), fact(1, "", "new"), fact(2, "care.washing", "cold")];
        assert_eq!(facts, want, "{}", db.engine());
        let keys: (String, String) = db
            .one("SELECT vendor_key, type_key FROM catalog_product", &[], |row| Ok((row.get(0)?, row.get(1)?)))
            .await
            .unwrap();
        assert_eq!(keys, ("loom Ä".to_owned(), "mug".to_owned()));
    }
}

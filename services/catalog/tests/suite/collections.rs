//! Collections, manual and rule-based.

use super::*;
use crate::categories::under;
use infrasell_contracts::catalog::{
    Collection, CollectionInput, CollectionPatch, CollectionRef, CollectionRule, CreateCollection, DeleteCollection,
    DeleteProduct, GetCollection, ListCollections, ListProducts, Media, Membership, ProductFilter, ProductSort,
    RuleField, RuleRelation, Seo, UpdateCollection,
};
use infrasell_db::v;
use infrasell_kernel::{CollectionId, PageRequest, Patch};
use proptest::{prelude::*, test_runner::TestRunner};
use std::collections::BTreeSet;

pub fn rule(field: RuleField, relation: RuleRelation, value: &str) -> CollectionRule {
    CollectionRule { field, relation, value: value.into() }
}

pub fn any_of(rules: Vec<CollectionRule>) -> Membership {
    Membership::Rules { all: false, rules }
}

fn input(title: &str, membership: Membership, products: &[ProductId]) -> CollectionInput {
    CollectionInput {
        handle: None,
        title: title.into(),
        description_html: String::new(),
        image: None,
        membership,
        products: products.to_vec(),
        seo: Seo::default(),
        channels: None,
    }
}

impl Shop {
    pub async fn collect(&self, collection: CollectionInput) -> Result<Collection, CatalogError> {
        self.catalog.create_collection(&cx(), CreateCollection { collection }).await
    }

    pub async fn manual(&self, title: &str, products: &[ProductId]) -> Result<Collection, CatalogError> {
        self.collect(input(title, Membership::Manual, products)).await
    }

    pub async fn ruled(&self, title: &str, membership: Membership) -> Result<Collection, CatalogError> {
        self.collect(input(title, membership, &[])).await
    }

    pub async fn change_collection(
        &self,
        id: CollectionId,
        patch: CollectionPatch,
    ) -> Result<Collection, CatalogError> {
        self.catalog.update_collection(&cx(), UpdateCollection { id, patch, if_version: None }).await
    }

    async fn collection(&self, handle: &str) -> Result<Collection, CatalogError> {
        let collection = CollectionRef::Handle(handle.into());
        self.catalog.collection(&cx(), GetCollection { collection, published_in: None }).await
    }

    /// What is in it, in its own order.
    pub async fn held(&self, id: CollectionId) -> Vec<ProductId> {
        let filter = ProductFilter { collection: Some(id), ..ProductFilter::default() };
        let page = PageRequest { limit: Some(250), after: None };
        let req = ListProducts { filter, sort: ProductSort::Manual, page, ..ListProducts::default() };
        self.catalog.products(&cx(), req).await.unwrap().items.into_iter().map(|product| product.id).collect()
    }
}

#[tokio::test]
async fn a_manual_collection_keeps_its_order() {
    for shop in shops().await {
        let mut ids = vec![];
        for title in ["a", "b", "c", "d"] {
            ids.push(shop.create(plain(title)).await.unwrap().id);
        }
        let picked = shop.manual("My Picks", &[ids[2], ids[0], ids[1]]).await.unwrap();
        assert_eq!((picked.handle.as_str(), picked.product_count, picked.version), ("my-picks", 3, 1));
        assert_eq!(shop.held(picked.id).await, [ids[2], ids[0], ids[1]]);
        let products =
            |list: &[ProductId]| CollectionPatch { products: Some(list.to_vec()), ..CollectionPatch::default() };
        let same = shop.change_collection(picked.id, products(&[ids[2], ids[0], ids[1]])).await.unwrap();
        assert_eq!(same, picked, "nothing changed");
        let changed = shop.change_collection(picked.id, products(&[ids[1], ids[3], ids[2]])).await.unwrap();
        assert_eq!((changed.product_count, changed.version), (3, 2));
        assert_eq!(shop.held(picked.id).await, [ids[1], ids[3], ids[2]]);
        shop.catalog.delete_product(&cx(), DeleteProduct { id: ids[3], if_version: None }).await.unwrap();
        assert_eq!(shop.held(picked.id).await, [ids[1], ids[2]]);
        assert_eq!(shop.collection("my-picks").await.unwrap().product_count, 2);
        let named = bad_fields(shop.change_collection(picked.id, products(&[ids[3], ids[1], ids[1]])).await);
        assert_eq!(named, ["products.2 duplicate"]);
        let named = bad_fields(shop.change_collection(picked.id, products(&[ids[1], ids[3]])).await);
        assert_eq!(named, ["products.1 unknown"]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn handles_versions_and_channels_of_collections() {
    for shop in shops().await {
        let mut web = input("Web only", Membership::Manual, &[]);
        web.channels = Some(vec![WEB]);
        web.image = Some(Media { url: "/a.svg".into(), alt: "A".into() });
        let web = shop.collect(web).await.unwrap();
        let all = shop.manual("Everywhere 50%", &[]).await.unwrap();
        let get = async |published_in| {
            let req = GetCollection { collection: CollectionRef::Id(web.id), published_in };
            shop.catalog.collection(&cx(), req).await
        };
        assert_eq!(get(Some(WEB)).await.unwrap(), web);
        assert!(is_missing(&get(Some(APP)).await));
        let list = async |published_in, search: &str| {
            let search = Some(search.to_owned()).filter(|s| !s.is_empty());
            let page = PageRequest { limit: Some(1), after: None };
            let mut req = ListCollections { published_in, search, page };
            let mut ids = vec![];
            loop {
                let page = shop.catalog.collections(&cx(), req.clone()).await.unwrap();
                ids.extend(page.items.into_iter().map(|one| one.id));
                let Some(next) = page.next else { return ids };
                req.page.after = Some(next);
            }
        };
        assert_eq!(list(None, "").await, [web.id, all.id]);
        assert_eq!(list(Some(APP), "").await, [all.id]);
        assert_eq!(list(None, "WHERE 50%").await, [all.id]);
        assert_eq!(list(None, "where 5_").await, []);
        let rename = CollectionPatch { handle: Some("net".into()), image: Patch::Clear, ..CollectionPatch::default() };
        let req = UpdateCollection { id: web.id, patch: rename, if_version: Some(1) };
        let renamed = shop.catalog.update_collection(&cx(), req.clone()).await.unwrap();
        assert_eq!((renamed.version, renamed.image.is_none()), (2, true));
        assert!(is_stale(&shop.catalog.update_collection(&cx(), req).await));
        assert_eq!(shop.collection("web-only").await.unwrap().handle, "net");
        let taken = CollectionPatch { handle: Some("everywhere-50".into()), ..CollectionPatch::default() };
        let taken = shop.change_collection(web.id, taken).await;
        assert_eq!(taken, Err(CatalogError::HandleTaken { handle: "everywhere-50".into() }));
        let delete = DeleteCollection { id: web.id };
        shop.catalog.delete_collection(&cx(), delete.clone()).await.unwrap();
        assert!(is_missing(&shop.catalog.delete_collection(&cx(), delete).await));
        assert!(is_missing(&shop.collection("web-only").await));
        assert_eq!(shop.manual("Web only", &[]).await.unwrap().handle, "web-only");
    }
}

#[tokio::test]
async fn rules_that_make_no_sense_are_named() {
    for shop in shops().await {
        let bad = any_of(vec![
            rule(RuleField::Title, RuleRelation::Contains, " "),
            rule(RuleField::WeightGrams, RuleRelation::StartsWith, "1"),
            rule(RuleField::WeightGrams, RuleRelation::LessThan, "heavy"),
            rule(RuleField::Category, RuleRelation::Equals, "prod_1"),
        ]);
        let mut bad = input("", bad, &[ProductId::from_i64(1)]);
        bad.handle = Some("?".into());
        bad.channels = Some(vec![ChannelId::from_i64(9)]);
        bad.image = Some(Media { url: "ftp://x".into(), alt: String::new() });
        let mut named = bad_fields(shop.collect(bad).await);
        named.sort();
        assert_eq!(
            named,
            [
                "channels.0 unknown",
                "handle invalid",
                "image.url invalid_url",
                "membership.rules.0.value required",
                "membership.rules.1.relation invalid",
                "membership.rules.2.value invalid",
                "membership.rules.3.value invalid",
                "products not_manual",
                "title required",
            ]
        );
        let unknown = any_of(vec![rule(RuleField::Category, RuleRelation::NotEquals, "cat_99")]);
        assert_eq!(bad_fields(shop.ruled("x", unknown).await), ["membership.rules.0.value unknown"]);
        for rules in [vec![], vec![rule(RuleField::Title, RuleRelation::Equals, "a"); 61]] {
            assert_eq!(bad_fields(shop.ruled("x", any_of(rules)).await), ["membership.rules out_of_range"]);
        }
        let ruled = shop.ruled("R", any_of(vec![rule(RuleField::Tag, RuleRelation::Equals, "a")])).await.unwrap();
        let manual = CollectionPatch {
            membership: Some(Membership::Manual),
            products: Some(vec![]),
            ..CollectionPatch::default()
        };
        let named = bad_fields(shop.change_collection(ruled.id, manual).await);
        assert_eq!(named, ["membership fixed", "products not_manual"]);
    }
}

#[tokio::test]
async fn a_rule_based_collection_follows_products_and_rules() {
    for shop in shops().await {
        let tagged = |title: &str, tag: &str| ProductInput { tags: vec![tag.into()], ..plain(title) };
        let old = shop.create(tagged("old", "Summer")).await.unwrap().id;
        let heavy = shop.create(plain("heavy")).await.unwrap().id;
        let rules = any_of(vec![
            rule(RuleField::Tag, RuleRelation::Equals, "summer"),
            rule(RuleField::WeightGrams, RuleRelation::GreaterThan, "1000"),
        ]);
        let ruled = shop.ruled("Summer or heavy", rules.clone()).await.unwrap();
        assert_eq!((ruled.product_count, shop.held(ruled.id).await), (1, vec![old]));
        let new = shop.create(tagged("new", "SUMMER")).await.unwrap().id;
        let weight = ProductPatch {
            variants: Some(vec![VariantInput { weight_grams: 1_001, ..variant("", &[]) }]),
            ..ProductPatch::default()
        };
        shop.patch(heavy, weight).await.unwrap();
        assert_eq!(shop.held(ruled.id).await, [old, heavy, new]);
        let untagged = ProductPatch { tags: Patch::Clear, ..ProductPatch::default() };
        shop.patch(old, untagged).await.unwrap();
        assert_eq!(shop.held(ruled.id).await, [heavy, new]);
        shop.catalog.delete_product(&cx(), DeleteProduct { id: new, if_version: None }).await.unwrap();
        assert_eq!(shop.held(ruled.id).await, [heavy]);
        // the same rules are no change; others are found anew
        let same = CollectionPatch { membership: Some(rules), ..CollectionPatch::default() };
        assert_eq!(shop.change_collection(ruled.id, same).await.unwrap().version, 1);
        let title = any_of(vec![rule(RuleField::Title, RuleRelation::EndsWith, "LD")]);
        let other = CollectionPatch { membership: Some(title), ..CollectionPatch::default() };
        let changed = shop.change_collection(ruled.id, other).await.unwrap();
        assert_eq!((changed.version, changed.product_count), (2, 1));
        assert_eq!(shop.held(ruled.id).await, [old]);
        let bulk = vec![ProductInput { handle: Some("heavy".into()), ..plain("very cold") }, sized("bold")];
        shop.upsert(bulk).await.unwrap();
        assert_eq!(shop.held(ruled.id).await.len(), 3);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn a_category_that_moves_takes_its_products_into_collections() {
    for shop in shops().await {
        let men = shop.category("Men", None).await.unwrap().id;
        let sale = shop.category("Sale", None).await.unwrap().id;
        let shirts = shop.category("Shirts", Some(men)).await.unwrap().id;
        let linen = shop.category("Linen", Some(shirts)).await.unwrap().id;
        let tee = shop.create(ProductInput { category: Some(linen), ..plain("Tee") }).await.unwrap().id;
        let of = |id: infrasell_kernel::CategoryId, relation| {
            any_of(vec![rule(RuleField::Category, relation, &id.to_string())])
        };
        let in_men = shop.ruled("Men", of(men, RuleRelation::Equals)).await.unwrap().id;
        let in_sale = shop.ruled("Sale", of(sale, RuleRelation::Equals)).await.unwrap().id;
        let not_sale = shop.ruled("No sale", of(sale, RuleRelation::NotEquals)).await.unwrap().id;
        assert_eq!(shop.held(in_men).await, [tee]);
        shop.change_category(shirts, under(Some(sale))).await.unwrap();
        assert_eq!((shop.held(in_men).await, shop.held(in_sale).await), (vec![], vec![tee]));
        assert_eq!(shop.held(not_sale).await, []);
        shop.assert_clean().await;
        shop.change_category(shirts, under(None)).await.unwrap();
        assert_eq!((shop.held(in_sale).await, shop.held(not_sale).await), (vec![], vec![tee]));
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_that_was_interrupted_is_made_by_the_job() {
    for shop in shops().await {
        let tagged = ProductInput { tags: vec!["a".into()], ..plain("x") };
        let product = shop.create(tagged).await.unwrap().id;
        let ruled = shop.ruled("R", any_of(vec![rule(RuleField::Tag, RuleRelation::Equals, "a")])).await.unwrap();
        // as if the process had died between the rules and the pass
        for sql in [
            "DELETE FROM catalog_collection_product WHERE collection_id = $1",
            "UPDATE catalog_collection SET settled_revision = 0 WHERE id = $1",
        ] {
            shop.db.exec(sql, &v![ruled.id]).await.unwrap();
        }
        assert_eq!(shop.held(ruled.id).await, []);
        shop.db.clock.advance(std::time::Duration::from_secs(60));
        let runner = infrasell_db::Runner::start(&shop.db, shop.catalog.jobs(), vec![]).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        assert_eq!(shop.held(ruled.id).await, [product]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn the_audit_names_what_is_wrong() {
    for shop in shops().await {
        let tagged = |title: &str| ProductInput { tags: vec!["a".into()], ..sized(title) };
        let one = shop.create(tagged("one")).await.unwrap();
        let two = shop.create(sized("two")).await.unwrap();
        let ruled = shop.ruled("R", any_of(vec![rule(RuleField::Tag, RuleRelation::Equals, "a")])).await.unwrap();
        shop.assert_clean().await;
        for (sql, values) in [
            ("UPDATE catalog_collection_product SET product_id = $1", v![two.id].to_vec()),
            ("DELETE FROM catalog_product_tag", vec![]),
            ("INSERT INTO catalog_product_redirect (handle, product_id) VALUES ('one', $1)", v![two.id].to_vec()),
            (
                "UPDATE catalog_variant SET option_values = '[\"S\"]', position = 7 WHERE id = $1",
                v![two.variants[1].id].to_vec(),
            ),
        ] {
            shop.db.exec(sql, &values).await.unwrap();
        }
        let report = shop.catalog.audit(&cx(), Audit {}).await.unwrap();
        let differences: Vec<String> = report.checks.into_iter().flat_map(|check| check.differences).collect();
        assert_eq!(
            differences,
            [
                format!("{} has 2 variants, the last at 7", two.id),
                format!("{} has 2 variants [\"S\"]", two.id),
                format!("one is of {} and led to {}", one.id, two.id),
                format!("{} has the tags [\"a\"], found by []", one.id),
                format!("{} holds {}: false, by its rules: true", ruled.id, one.id),
                format!("{} holds {}: true, by its rules: false", ruled.id, two.id),
            ]
        );
    }
}

#[derive(Debug, Clone)]
enum Edit {
    Upsert(Vec<(usize, usize, usize)>),
    Tags(usize, Vec<usize>),
    Delete(usize),
    Rules(usize, bool, Vec<(usize, usize)>),
}

const EDIT_TAGS: [&str; 4] = ["red", "Red wine", "blue", "BLUE"];

fn any_edit() -> impl Strategy<Value = Edit> {
    let product = 0..6_usize;
    prop_oneof![
        3 => prop::collection::vec((product.clone(), 0..4_usize, 0..4_usize), 1..4).prop_map(Edit::Upsert),
        3 => (product.clone(), prop::collection::vec(0..4_usize, 0..3)).prop_map(|(p, tags)| Edit::Tags(p, tags)),
        1 => product.prop_map(Edit::Delete),
        2 => (0..3_usize, any::<bool>(), prop::collection::vec((0..4_usize, 0..4_usize), 1..3))
            .prop_map(|(c, all, rules)| Edit::Rules(c, all, rules)),
    ]
}

async fn apply(shop: &Shop, collections: &[CollectionId], edit: &Edit) {
    let handle = |n: usize| format!("e{n}");
    match edit {
        Edit::Upsert(products) => {
            let mut inputs = std::collections::BTreeMap::new();
            for (n, tag, weight) in products {
                let mut input = sized(&handle(*n));
                input.title = format!("{} thing", EDIT_TAGS[*weight]);
                input.tags = vec![EDIT_TAGS[*tag].into()];
                input.variants[1].weight_grams = i64::try_from(*weight).unwrap();
                inputs.insert(*n, input);
            }
            shop.upsert(inputs.into_values().collect()).await.unwrap();
        }
        Edit::Tags(n, tags) => {
            let Ok(product) = shop.by_handle(&handle(*n)).await else { return };
            let tags = tags.iter().map(|tag| EDIT_TAGS[*tag].to_owned()).collect();
            let patch = ProductPatch { tags: Patch::Set(tags), ..ProductPatch::default() };
            shop.patch(product.id, patch).await.unwrap();
        }
        Edit::Delete(n) => {
            let Ok(product) = shop.by_handle(&handle(*n)).await else { return };
            shop.catalog.delete_product(&cx(), DeleteProduct { id: product.id, if_version: None }).await.unwrap();
        }
        Edit::Rules(n, all, rules) => {
            let rule = |(kind, value): &(usize, usize)| match kind {
                0 => rule(RuleField::Tag, RuleRelation::Equals, EDIT_TAGS[*value]),
                1 => rule(RuleField::Tag, RuleRelation::NotEquals, EDIT_TAGS[*value]),
                2 => rule(RuleField::Title, RuleRelation::StartsWith, EDIT_TAGS[*value]),
                _ => rule(RuleField::WeightGrams, RuleRelation::GreaterThan, &value.to_string()),
            };
            let membership = Membership::Rules { all: *all, rules: rules.iter().map(rule).collect() };
            let patch = CollectionPatch { membership: Some(membership), ..CollectionPatch::default() };
            shop.change_collection(collections[*n], patch).await.unwrap();
        }
    }
}

/// After any edits a rule-based collection holds what its rules say, evaluated from the products as they are read.
#[test]
fn membership_is_what_the_rules_say_after_any_edits() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shops = runtime.block_on(shops());
    for shop in &shops {
        let mut collections = vec![];
        for tag in &EDIT_TAGS[..3] {
            let rules = any_of(vec![rule(RuleField::Tag, RuleRelation::Equals, tag)]);
            collections.push(runtime.block_on(shop.ruled(tag, rules)).unwrap().id);
        }
        let config = ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() };
        let strategy = prop::collection::vec(any_edit(), 1..8);
        let outcome = TestRunner::new(config).run(&strategy, |edits| {
            runtime.block_on(async {
                for edit in &edits {
                    apply(shop, &collections, edit).await;
                    shop.assert_clean().await;
                }
                // and by a second, plain reading of one rule
                let tag = rule(RuleField::Tag, RuleRelation::Equals, "RED");
                let patch = CollectionPatch { membership: Some(any_of(vec![tag])), ..CollectionPatch::default() };
                shop.change_collection(collections[0], patch).await.unwrap();
                let all = shop.catalog.products(&cx(), ListProducts::default()).await.unwrap().items;
                let red = all.iter().filter(|product| product.tags.iter().any(|tag| tag == "red"));
                let red: BTreeSet<ProductId> = red.map(|product| product.id).collect();
                assert_eq!(shop.held(collections[0]).await.into_iter().collect::<BTreeSet<_>>(), red);
            });
            Ok(())
        });
        outcome.unwrap();
    }
    let _entered = runtime.enter();
    drop(shops);
}

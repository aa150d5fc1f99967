//! What words find.

use super::*;
use infrasell_contracts::catalog::ProductStatus;
use proptest::{prelude::*, test_runner::TestRunner};
use std::sync::atomic::Ordering;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fits_best_stands_first() {
    for shop in shops().await {
        let mut described = product(1, "Teapot");
        described.description_html = "<p>goes with a linen cloth</p>".into();
        let mut tagged = product(2, "Napkin");
        tagged.tags = vec!["Linen".into()];
        shop.goods.put(described);
        shop.goods.put(tagged);
        shop.goods.put(product(3, "Linen Shirt"));
        shop.goods.put(product(4, "Linens & Shirting"));
        shop.changed(&[1, 2, 3, 4]).await;
        assert_eq!(shop.ids("linen").await, [3, 4, 2, 1], "title, tags, description; equal ones by id");
        assert_eq!(shop.ids("LINEN shirt").await, [3, 4], "all words; a whole one before a beginning");
        assert_eq!(shop.ids("shi").await, [3, 4], "the beginning of a word");
        assert_eq!(shop.ids("sku-2").await, [2]);
        let whole = SearchProducts { is_prefix: false, ..looking_for("shi") };
        assert_eq!(shop.search.products(&cx(), whole).await.unwrap().items, []);
        let any = shop.find("linen teapot zebra").await;
        assert_eq!(any.arm.name, "any_word", "no product has all of them");
        assert_eq!(any.items[0].product.id.get(), 1, "most of them first");
        let none = shop.find("zebra").await;
        assert_eq!((none.items.len(), none.total, none.arm.name.as_str()), (0, 0, "all_words"));
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_found_in_every_script() {
    for shop in shops().await {
        for (id, title) in [(1, "सूती साड़ी"), (2, "Crème Brûlée Torch"), (3, "பருத்தி சட்டை"), (4, "STRASSE Mug")]
        {
            shop.goods.put(product(id, title));
        }
        shop.changed(&[1, 2, 3, 4]).await;
        for (query, id) in [("साड़ी", 1), ("सूत", 1), ("creme brulee", 2), ("CRÈME", 2), ("சட்டை", 3), ("straße", 4)]
        {
            assert_eq!(shop.ids(query).await, [id], "{query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_on_sale_is_shown() {
    for shop in shops().await {
        shop.goods.put(product(1, "Mug"));
        let mut elsewhere = product(2, "Mug");
        elsewhere.channels = Some(vec![ChannelId::from_i64(2)]);
        shop.goods.put(elsewhere);
        let mut draft = product(3, "Mug");
        draft.status = ProductStatus::Draft;
        shop.goods.put(draft);
        shop.changed(&[1, 2, 3]).await;
        assert_eq!(shop.ids("mug").await, [1]);
        // the index does not know yet
        shop.goods.products.lock().unwrap().get_mut(&1).unwrap().status = ProductStatus::Archived;
        let late = shop.find("mug").await;
        assert_eq!((late.items.len(), late.total), (0, 0));
        assert_eq!(shop.suggest("mu").await, Suggestions::default(), "nor is a word suggested that nothing shows");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_is_completed() {
    for shop in shops().await {
        shop.goods.put(product(1, "Stoneware Mug"));
        shop.goods.put(product(2, "Stoneware Plate"));
        shop.goods.put(product(3, "Stool"));
        shop.goods.collections.lock().unwrap().insert(7, collection(7, "Stoneware"));
        let mut hidden = collection(8, "Stockroom");
        hidden.channels = Some(vec![]);
        shop.goods.collections.lock().unwrap().insert(8, hidden);
        shop.changed(&[1, 2, 3]).await;
        shop.collections_changed(&[7, 8]).await;
        let suggested = shop.suggest("sto").await;
        let texts: Vec<&str> = suggested.queries.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["stoneware", "stool"]);
        assert_eq!(suggested.queries[0].styled, "sto<mark>neware</mark>");
        assert_eq!(suggested.products.len(), 3);
        assert_eq!(suggested.collections.iter().map(|one| one.id.get()).collect::<Vec<_>>(), [7]);
        let second = shop.suggest("stoneware p").await;
        assert_eq!(second.queries[0].text, "stoneware plate");
        let one = Suggest { kinds: vec![SearchKind::Collection], ..typing("sto") };
        let only = shop.search.suggest(&cx(), one).await.unwrap();
        assert!(only.products.is_empty() && only.queries.is_empty() && only.collections.len() == 1);
    }
}

#[tokio::test]
async fn what_is_out_of_bounds_is_refused_by_name() {
    for shop in shops().await {
        let long = shop.search.products(&cx(), looking_for(&"x".repeat(256))).await;
        let zero = shop.search.products(&cx(), looking_for("a\0b")).await;
        let many = shop.search.suggest(&cx(), Suggest { limit: 11, ..typing("x") }).await.map(|_| ());
        for (answer, want) in [
            (long.map(|_| ()), "query too_long"),
            (zero.map(|_| ()), "query invalid_character"),
            (many, "limit out_of_range"),
        ] {
            let Err(Fault::Invalid { errors }) = answer else { panic!("{answer:?} is not refused") };
            assert_eq!(format!("{} {}", errors[0].path, errors[0].code), want);
        }
    }
}

/// Whatever is typed, there is an answer.
#[test]
fn nothing_that_is_typed_stops_a_search() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for shop in runtime.block_on(shops()) {
        shop.goods.put(product(1, "Mug"));
        runtime.block_on(shop.changed(&[1]));
        let config = ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&"[^\u{0}]{0,60}", |query| {
            runtime.block_on(shop.search.products(&cx(), looking_for(&query))).unwrap();
            runtime.block_on(shop.search.suggest(&cx(), typing(&query))).unwrap();
            Ok(())
        });
        outcome.unwrap();
        let _entered = runtime.enter();
        drop(shop);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_asks_the_catalogue_once() {
    for shop in shops().await {
        for id in 1..=300 {
            shop.goods.put(product(id, "Mug"));
        }
        shop.changed(&(1..=300).collect::<Vec<_>>()).await;
        let answer = shop.find("mug").await;
        assert_eq!((answer.items.len(), answer.total, answer.has_next), (50, 300, true));
        assert_eq!(shop.goods.asked.load(Ordering::SeqCst), 1);
    }
}

//! The index follows the catalogue.

use super::*;
use std::sync::atomic::Ordering;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_found_and_what_it_was_is_not() {
    for shop in shops().await {
        shop.goods.put(product(1, "Blue Mug"));
        shop.changed(&[1]).await;
        let mut changed = product(1, "Green Cup");
        changed.version = 2;
        shop.goods.put(changed);
        shop.changed(&[1, 1]).await;
        assert_eq!((shop.ids("mug").await, shop.ids("green").await), (vec![], vec![1]));
        shop.assert_clean().await;
        shop.goods.products.lock().unwrap().clear();
        shop.changed(&[1]).await;
        assert_eq!((shop.count("search_posting").await, shop.count("search_document").await), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_version_never_goes_over_a_newer_one() {
    for shop in shops().await {
        let mut new = product(1, "Green Cup");
        new.version = 2;
        shop.goods.put(new);
        shop.changed(&[1]).await;
        shop.goods.put(product(1, "Blue Mug"));
        shop.changed(&[1]).await;
        assert_eq!((shop.ids("mug").await, shop.ids("green").await), (vec![], vec![1]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_is_empty_or_of_former_ways_is_built() {
    for shop in shops().await {
        for id in 1..=250 {
            shop.goods.put(product(id, "Mug"));
        }
        shop.goods.collections.lock().unwrap().insert(7, collection(7, "Mugs"));
        shop.settle().await;
        assert_eq!(shop.find("mug").await.total, 250, "nobody told of them");
        assert_eq!(shop.suggest("mu").await.collections.len(), 1);
        // as another revision left it, with a product that is gone since
        shop.db.exec("UPDATE search_state SET revision = 0", &[]).await.unwrap();
        shop.db.exec("UPDATE search_document SET revision = 0", &[]).await.unwrap();
        shop.goods.products.lock().unwrap().remove(&9);
        shop.db.clock.advance(Duration::from_secs(61));
        shop.settle().await;
        assert_eq!(shop.count("search_document").await, 250);
        assert_eq!(shop.find("mug").await.total, 249);
        let rest: i64 = shop
            .db
            .one("SELECT count(*) FROM search_document WHERE revision <> 1", &[], |row| row.get(0))
            .await
            .unwrap();
        assert_eq!(rest, 0);
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_catalogue_is_away_nothing_is_shown_and_nothing_is_lost() {
    for shop in shops().await {
        shop.goods.put(product(1, "Mug"));
        shop.changed(&[1]).await;
        shop.goods.is_away.store(true, Ordering::SeqCst);
        let answer = shop.search.products(&cx(), looking_for("mug")).await;
        assert!(matches!(answer, Err(Fault::Unavailable { .. })), "{answer:?}");
        shop.goods.is_away.store(false, Ordering::SeqCst);
        assert_eq!(shop.ids("mug").await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_names_what_is_not_found_by_its_words() {
    for shop in shops().await {
        shop.goods.put(product(1, "Blue Mug"));
        shop.changed(&[1]).await;
        shop.db.exec("DELETE FROM search_posting WHERE word = 'mug'", &[]).await.unwrap();
        shop.db.exec("INSERT INTO search_posting (kind, word, id, weight) VALUES (0, 'x', 99, 1)", &[]).await.unwrap();
        let report = shop.search.audit(&cx(), Audit {}).await.unwrap();
        assert_eq!(report.checks[0].differences.len(), 2, "{report:?}");
    }
}

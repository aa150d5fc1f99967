//! The columns by which products are sorted and filtered follow what pricing and inventory say.

use super::*;
use infrasell_contracts::{
    catalog::{DeleteProduct, ListProducts, ProductFilter, ProductSort},
    inventory::{AVAILABILITY_CHANGED, AvailabilityChanged},
    pricing::{PRICES_CHANGED, PricesChanged},
    settings::{CHANNEL_CHANGED, ChannelChanged},
};
use infrasell_db::{Runner, RunnerOptions, v};
use serde::Serialize;
use std::{sync::atomic::Ordering, time::Duration};

impl Shop {
    pub async fn announce(&self, topic: &str, payload: &(impl Serialize + Sync)) {
        let mut tx = self.db.begin().await.unwrap();
        tx.emit(topic, payload).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Product, lowest and highest price, in stock: the rows of a channel.
    async fn rows(&self, channel: ChannelId) -> Vec<(ProductId, Option<i64>, Option<i64>, bool)> {
        let sql = "SELECT product_id, min_price_minor, max_price_minor, in_stock FROM catalog_listing
                   WHERE channel_id = $1 ORDER BY product_id";
        self.db.all(sql, &v![channel], |row| Ok((row.next()?, row.next()?, row.next()?, row.next()?))).await.unwrap()
    }

    async fn by_price(&self) -> Vec<ProductId> {
        let filter = ProductFilter { on_sale_in: Some(WEB), ..ProductFilter::default() };
        let req = ListProducts { filter, sort: ProductSort::Price, ..ListProducts::default() };
        self.catalog.products(&cx(), req).await.unwrap().items.into_iter().map(|product| product.id).collect()
    }
}

/// Delivers every event that is waiting.
pub async fn deliver(shop: &Shop) {
    let options = RunnerOptions { poll: Duration::from_millis(10), ..RunnerOptions::default() };
    let runner = Runner::start_with(&shop.db, vec![], shop.catalog.subscriptions(), options).await.unwrap();
    runner.settle().await.unwrap();
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prices_and_stock_of_all_variants_of_a_product_count() {
    for shop in shops().await {
        let tee = shop.create(sized("tee")).await.unwrap();
        let cap = shop.create(sized("cap")).await.unwrap();
        let [small, medium] = [tee.variants[0].id, tee.variants[1].id];
        shop.world.price(WEB, small, Some(500));
        shop.world.price(WEB, medium, Some(300));
        shop.world.price(WEB, cap.variants[0].id, Some(200));
        shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: vec![small] }).await;
        deliver(&shop).await;
        assert_eq!(shop.rows(WEB).await, [(tee.id, Some(300), Some(500), false)]);
        assert_eq!(shop.by_price().await, [tee.id, cap.id], "what has no row stands last");
        shop.world.stock(APP, medium, true);
        let variants = vec![small, cap.variants[1].id];
        shop.announce(AVAILABILITY_CHANGED, &AvailabilityChanged { variants }).await;
        deliver(&shop).await;
        let web = [(tee.id, Some(300), Some(500), false), (cap.id, None, None, false)];
        assert_eq!(shop.rows(WEB).await, web);
        assert_eq!(shop.rows(APP).await, [(tee.id, None, None, true), (cap.id, None, None, false)]);
        // a price that goes
        shop.world.price(WEB, small, None);
        shop.world.price(WEB, medium, None);
        shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: vec![medium] }).await;
        deliver(&shop).await;
        assert_eq!(shop.rows(WEB).await[0], (tee.id, None, None, false));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_variant_that_goes_takes_its_price_along() {
    for shop in shops().await {
        let tee = shop.create(sized("tee")).await.unwrap();
        for (variant, price) in tee.variants.iter().zip([500, 300]) {
            shop.world.price(WEB, variant.id, Some(price));
            shop.world.stock(WEB, variant.id, price == 300);
        }
        let variants = vec![tee.variants[0].id];
        shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: variants.clone() }).await;
        shop.announce(AVAILABILITY_CHANGED, &AvailabilityChanged { variants }).await;
        deliver(&shop).await;
        assert_eq!(shop.rows(WEB).await, [(tee.id, Some(300), Some(500), true)]);
        let patch = ProductPatch {
            options: Some(vec![option("Size", &["S"])]),
            variants: Some(vec![variant("tee-s", &["S"])]),
            ..ProductPatch::default()
        };
        shop.patch(tee.id, patch).await.unwrap();
        deliver(&shop).await;
        assert_eq!(shop.rows(WEB).await, [(tee.id, Some(500), Some(500), false)]);
        shop.catalog.delete_product(&cx(), DeleteProduct { id: tee.id, if_version: None }).await.unwrap();
        deliver(&shop).await;
        assert_eq!(shop.rows(WEB).await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_channel_and_the_sweep_ask_for_everything() {
    for shop in shops().await {
        let mut ids = vec![];
        for chunk in 0..2 {
            let products = (0..600).map(|n| sized(&format!("p{chunk}-{n}"))).collect();
            for upserted in shop.upsert(products).await.unwrap() {
                shop.world.price(APP, upserted.variants[0], Some(upserted.id.get()));
                ids.push(upserted.id);
            }
        }
        shop.announce(CHANNEL_CHANGED, &ChannelChanged { channel: APP }).await;
        deliver(&shop).await;
        let rows = shop.rows(APP).await;
        assert_eq!(rows.len(), 1_200);
        assert!(rows.iter().all(|row| row.1 == Some(row.0.get())));
        assert_eq!(shop.rows(WEB).await, []);
        // prices whose time has come without a word
        let first = shop.by_id(ids[0]).await.unwrap().variants[0].id;
        shop.world.price(APP, first, Some(7));
        let options = RunnerOptions { poll: Duration::from_millis(10), ..RunnerOptions::default() };
        let (jobs, subscriptions) = (shop.catalog.jobs(), shop.catalog.subscriptions());
        let runner = Runner::start_with(&shop.db, jobs, subscriptions, options).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        assert_eq!(shop.rows(APP).await[0], (ids[0], Some(7), Some(7), false));
        assert_eq!(shop.rows(WEB).await.len(), 1_200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_asked_is_asked_again() {
    for shop in shops().await {
        let tee = shop.create(sized("tee")).await.unwrap();
        shop.world.price(WEB, tee.variants[0].id, Some(300));
        shop.world.away.store(true, Ordering::SeqCst);
        shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: vec![tee.variants[0].id] }).await;
        let options = RunnerOptions { poll: Duration::from_millis(10), ..RunnerOptions::default() };
        let runner = Runner::start_with(&shop.db, vec![], shop.catalog.subscriptions(), options).await.unwrap();
        while shop.world.asked.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        shop.world.away.store(false, Ordering::SeqCst);
        while shop.rows(WEB).await.is_empty() {
            shop.db.clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runner.stop().await;
        assert_eq!(shop.rows(WEB).await, [(tee.id, Some(300), Some(300), false)]);
        // what needs no answer from elsewhere goes on meanwhile; what does says so
        shop.world.away.store(true, Ordering::SeqCst);
        shop.create(plain("Mug")).await.unwrap();
        let classed = ProductInput { tax_class: Some("standard".into()), ..plain("Cup") };
        let away = shop.create(classed).await;
        assert!(matches!(away, Err(CatalogError::Fault(Fault::Unavailable { .. }))), "{away:?}");
    }
}

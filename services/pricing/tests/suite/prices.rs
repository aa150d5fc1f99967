//! Prices: set, in force, on dates to come.

use crate::support::{WEB, cx, days, everywhere, price, variant};
use infrasell_contracts::pricing::{
    GetPrices, PriceInput, PriceListRef, PricesChanged, Pricing, PricingError, SetPrices,
};
use infrasell_kernel::{ChannelId, PriceListId};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_price_is_set_once_and_an_equal_one_changes_nothing() {
    for shop in everywhere().await {
        assert_eq!(shop.price(1).await, None);
        let input = PriceInput { compare_at_minor: Some(1_500), mrp_minor: Some(1_400), ..price(1, 1_299) };
        assert_eq!(shop.set(vec![input.clone(), price(2, 500)]).await.unwrap().changed, [variant(1), variant(2)]);
        shop.db.clock.advance(days(1));
        assert_eq!(shop.set(vec![input.clone(), price(2, 600)]).await.unwrap().changed, [variant(2)]);
        assert!(shop.set(vec![input, price(2, 600)]).await.unwrap().changed.is_empty());
        let found = shop.prices(&[2, 3, 1]).await;
        assert_eq!(found.iter().map(|p| (p.variant.get(), p.price.minor)).collect::<Vec<_>>(), [(2, 600), (1, 1_299)]);
        assert_eq!(found[1].price.to_string(), "INR 12.99");
        assert_eq!(found[1].compare_at.map(|m| m.minor), Some(1_500));
        assert_eq!(found[1].mrp.map(|m| m.minor), Some(1_400));
        let told: Vec<_> = shop.events().await.into_iter().map(|event| event.variants).collect();
        assert_eq!(told, [vec![variant(1), variant(2)], vec![variant(2)]]);
        shop.assert_books().await;
    }
}

#[tokio::test]
async fn a_compare_at_price_that_is_no_reduction_is_not_shown() {
    for shop in everywhere().await {
        for compare_at_minor in [Some(100), Some(99), Some(0)] {
            shop.set(vec![PriceInput { compare_at_minor, ..price(1, 100) }]).await.unwrap();
            assert_eq!(shop.prices(&[1]).await[0].compare_at, None);
        }
    }
}

#[tokio::test]
async fn a_new_price_takes_over_and_a_sale_gives_back() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000)]).await.unwrap();
        let sale = PriceInput { starts_at: Some(shop.in_days(10)), ends_at: Some(shop.in_days(20)), ..price(1, 800) };
        let raised = PriceInput { starts_at: Some(shop.in_days(30)), ..price(1, 1_100) };
        let changed = shop.set(vec![sale.clone(), raised.clone()]).await.unwrap().changed;
        assert_eq!(changed, [variant(1)]);
        assert!(shop.set(vec![raised.clone(), sale.clone(), price(1, 1_000)]).await.unwrap().changed.is_empty());
        let seen = [0, 9, 10, 19, 20, 29, 30, 400];
        let mut prices = vec![];
        for day in seen {
            prices.push(shop.price_in(1, day).await.unwrap());
        }
        assert_eq!(prices, [1_000, 1_000, 800, 800, 1_000, 1_000, 1_100, 1_100]);
        // to the microsecond: the beginning is in, the end is out
        shop.db.clock.advance(days(10) - std::time::Duration::from_micros(1));
        assert_eq!(shop.price(1).await, Some(1_000));
        shop.db.clock.advance(std::time::Duration::from_micros(1));
        assert_eq!(shop.price(1).await, Some(800));
        shop.db.clock.advance(days(10) - std::time::Duration::from_micros(1));
        assert_eq!(shop.price(1).await, Some(800));
        shop.db.clock.advance(std::time::Duration::from_micros(1));
        assert_eq!(shop.price(1).await, Some(1_000));
        // the sale has passed: naming it again is refused, it cannot be held any more
        let error = shop.set(vec![sale]).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        assert_eq!(errors[0].path, "prices.0.ends_at");
    }
}

#[tokio::test]
async fn a_price_set_during_a_sale_ends_it() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000), PriceInput { ends_at: Some(shop.in_days(5)), ..price(1, 700) }]).await.unwrap();
        assert_eq!(shop.price(1).await, Some(700));
        shop.db.clock.advance(days(1));
        shop.set(vec![price(1, 900)]).await.unwrap();
        assert_eq!((shop.price(1).await, shop.price_in(1, 6).await), (Some(900), Some(900)));
        // the same amount without an end is news while the one in force has an end
        shop.set(vec![PriceInput { ends_at: Some(shop.in_days(5)), ..price(1, 800) }]).await.unwrap();
        assert_eq!(shop.set(vec![price(1, 800)]).await.unwrap().changed, [variant(1)]);
        assert_eq!(shop.price_in(1, 6).await, Some(800));
    }
}

#[tokio::test]
async fn a_plan_is_corrected_by_setting_it_again() {
    for shop in everywhere().await {
        let plan = |minor| PriceInput { starts_at: Some(shop.in_days(3)), ..price(1, minor) };
        shop.set(vec![price(1, 1_000), plan(1_200)]).await.unwrap();
        assert_eq!(shop.set(vec![plan(1_150)]).await.unwrap().changed, [variant(1)]);
        assert_eq!(shop.price_in(1, 3).await, Some(1_150));
        assert_eq!(shop.set(vec![plan(1_000)]).await.unwrap().changed, [variant(1)]);
        assert_eq!(shop.price_in(1, 3).await, Some(1_000), "called off");
    }
}

#[tokio::test]
async fn a_beginning_that_has_passed_means_now() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000)]).await.unwrap();
        let before = shop.now();
        shop.db.clock.advance(days(2));
        let backdated = PriceInput { starts_at: Some(before), ..price(1, 500) };
        shop.set(vec![backdated.clone()]).await.unwrap();
        let req = GetPrices { variants: vec![variant(1)], channel: WEB, at: Some(before.plus(days(1))) };
        assert_eq!(shop.service.prices(&cx(), req).await.unwrap()[0].price.minor, 1_000, "history stays");
        assert_eq!(shop.price(1).await, Some(500));
        shop.db.clock.advance(days(1));
        assert!(shop.set(vec![backdated]).await.unwrap().changed.is_empty());
    }
}

#[tokio::test]
async fn bad_prices_are_all_named_and_nothing_is_written() {
    for shop in everywhere().await {
        let prices = vec![
            price(1, 100),
            price(2, -1),
            PriceInput { mrp_minor: Some(99), ..price(3, 100) },
            PriceInput { compare_at_minor: Some(1_000_000_000_001), ..price(4, 100) },
            PriceInput { ends_at: Some(shop.now()), ..price(5, 100) },
            PriceInput { starts_at: Some(shop.in_days(2)), ends_at: Some(shop.in_days(1)), ..price(6, 100) },
        ];
        let error = shop.set(prices).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let seen: Vec<_> = errors.iter().map(|e| (e.path.as_str(), e.code.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("prices.1.price_minor", "out_of_range"),
                ("prices.2.price_minor", "above_mrp"),
                ("prices.3.compare_at_minor", "out_of_range"),
                ("prices.4.ends_at", "out_of_range"),
                ("prices.5.ends_at", "out_of_range"),
            ]
        );
        assert_eq!(shop.price(1).await, None);
        let error = shop.set((0..=10_000).map(|n| price(n + 1, 1)).collect()).await.unwrap_err();
        assert_eq!(error.to_string(), "prices has 10001 entries, more than 10000");
        let list = PriceListRef::List(PriceListId::from_i64(404));
        let req = SetPrices { list, prices: vec![price(1, 1)], dry_run: false };
        let error = shop.service.set_prices(&cx(), req).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no price list plist_404");
        let list = PriceListRef::Channel(ChannelId::from_i64(404));
        let req = SetPrices { list, prices: vec![price(1, 1)], dry_run: false };
        let error = shop.service.set_prices(&cx(), req).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no channel chan_404");
    }
}

#[tokio::test]
async fn a_dry_run_answers_the_same_and_writes_nothing() {
    for shop in everywhere().await {
        let req = SetPrices { list: PriceListRef::Channel(WEB), prices: vec![price(1, 100)], dry_run: true };
        assert_eq!(shop.service.set_prices(&cx(), req).await.unwrap().changed, [variant(1)]);
        assert_eq!(shop.price(1).await, None);
        assert!(shop.events().await.is_empty());
        let lists = shop.service.price_lists(&cx(), Default::default()).await.unwrap().items;
        assert!(lists.is_empty());
    }
}

#[tokio::test]
async fn one_key_sets_once() {
    for shop in everywhere().await {
        let key = cx().step("test", "k1");
        let req = |minor| SetPrices { list: PriceListRef::Channel(WEB), prices: vec![price(1, minor)], dry_run: false };
        let first = shop.service.set_prices(&key, req(100)).await.unwrap();
        shop.set(vec![price(1, 200)]).await.unwrap();
        assert_eq!(shop.service.set_prices(&key, req(100)).await.unwrap(), first);
        assert_eq!(shop.price(1).await, Some(200));
        let error = shop.service.set_prices(&key, req(300)).await.unwrap_err();
        assert_eq!(error, PricingError::Fault(Fault::IdempotencyKeyReused));
    }
}

#[tokio::test]
async fn ten_thousand_are_set_and_read_in_one_go() {
    for shop in everywhere().await {
        let all: Vec<PriceInput> = (1..=10_000).map(|n| price(n, n * 10)).collect();
        assert_eq!(shop.set(all.clone()).await.unwrap().changed.len(), 10_000);
        shop.db.clock.advance(days(1));
        assert!(shop.set(all).await.unwrap().changed.is_empty());
        let variants: Vec<i64> = (1..=10_000).rev().collect();
        let found = shop.prices(&variants).await;
        assert_eq!(found.len(), 10_000);
        assert!(found.iter().all(|p| p.price.minor == p.variant.get() * 10));
        assert_eq!(shop.events().await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_prices_of_a_channel_set_by_many_at_once_meet_in_one_list() {
    for shop in everywhere().await {
        let shop = Arc::new(shop);
        let mut setters = JoinSet::new();
        for n in 1..=16 {
            let shop = shop.clone();
            setters.spawn(async move { shop.set(vec![price(n, n * 100)]).await.unwrap() });
        }
        setters.join_all().await;
        let lists = shop.service.price_lists(&cx(), Default::default()).await.unwrap().items;
        assert_eq!(lists.iter().map(|list| list.code.as_str()).collect::<Vec<_>>(), ["web-inr"]);
        let all: Vec<i64> = (1..=16).collect();
        assert_eq!(shop.prices(&all).await.len(), 16);
        let told: usize = shop.events().await.iter().map(|event: &PricesChanged| event.variants.len()).sum();
        assert_eq!(told, 16);
        shop.assert_books().await;
    }
}

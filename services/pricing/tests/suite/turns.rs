//! Prices that begin and end by themselves are told of.

use crate::support::{WEB, cx, days, everywhere, price, variant};
use infrasell_contracts::pricing::{CreatePriceList, PriceInput, PriceListInput, PriceListRef, Pricing, SetPrices};
use infrasell_db::Runner;

#[tokio::test]
async fn a_planned_price_is_told_when_its_time_comes_and_once() {
    for shop in everywhere().await {
        let sale = PriceInput { starts_at: Some(shop.in_days(2)), ends_at: Some(shop.in_days(4)), ..price(1, 80) };
        shop.set(vec![price(1, 100), price(2, 100), sale]).await.unwrap();
        let told = async || -> Vec<usize> { shop.events().await.iter().map(|event| event.variants.len()).collect() };
        assert_eq!(told().await, [2], "both begin now");
        assert_eq!(shop.service.tell_turned().await.unwrap(), 0);
        shop.db.clock.advance(days(2));
        assert_eq!(shop.service.tell_turned().await.unwrap(), 1, "the sale begins");
        assert_eq!(shop.service.tell_turned().await.unwrap(), 0);
        assert_eq!(shop.events().await.last().unwrap().variants, [variant(1)]);
        shop.db.clock.advance(days(2));
        assert_eq!(shop.service.tell_turned().await.unwrap(), 1, "the sale ends");
        shop.db.clock.advance(days(100));
        assert_eq!(shop.service.tell_turned().await.unwrap(), 0);
        assert_eq!(told().await, [2, 1, 1]);
    }
}

#[tokio::test]
async fn a_planned_price_is_not_told_before_its_time() {
    for shop in everywhere().await {
        let plan = |n, at| PriceInput { starts_at: Some(at), ..price(n, 80) };
        shop.set(vec![plan(1, shop.in_days(1))]).await.unwrap();
        assert!(shop.events().await.is_empty());
        // so soon that it may have begun when its transaction ends: told at once, and again when it begins
        let soon = shop.now().plus(std::time::Duration::from_secs(30));
        shop.set(vec![plan(2, soon)]).await.unwrap();
        assert_eq!(shop.events().await.len(), 1);
        shop.db.clock.advance(std::time::Duration::from_secs(31));
        assert_eq!(shop.service.tell_turned().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_list_that_begins_or_ends_tells_all_of_its_prices() {
    for shop in everywhere().await {
        let list = PriceListInput {
            code: "festival".into(),
            name: "Festival".into(),
            channel: WEB,
            currency: None,
            priority: 1,
            starts_at: Some(shop.in_days(3)),
            ends_at: Some(shop.in_days(5)),
        };
        let list = shop.service.create_price_list(&cx(), CreatePriceList { list }).await.unwrap();
        let prices = vec![price(1, 10), price(2, 10)];
        let req = SetPrices { list: PriceListRef::List(list.id), prices, dry_run: false };
        shop.service.set_prices(&cx(), req).await.unwrap();
        let before = shop.events().await.len();
        for day in [3, 2] {
            shop.db.clock.advance(days(day));
            let runner = Runner::start(&shop.db, shop.service.jobs(), vec![]).await.unwrap();
            runner.settle().await.unwrap();
            runner.stop().await;
        }
        let events = shop.events().await;
        assert_eq!(events.len(), before + 2);
        assert!(events[before..].iter().all(|event| event.variants == [variant(1), variant(2)]));
    }
}

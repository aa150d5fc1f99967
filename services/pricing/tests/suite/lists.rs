//! Price lists.

use crate::support::{Prices, TRADE, WEB, cx, everywhere, price, variant};
use infrasell_contracts::pricing::{
    CreatePriceList, ListPriceLists, PriceList, PriceListInput, PriceListPatch, PriceListRef, PricesChanged, Pricing,
    PricingError, SetPrices, UpdatePriceList,
};
use infrasell_kernel::{ChannelId, Patch};
use infrasell_rpc::{Fault, ServiceError};

fn input(code: &str, priority: i64) -> PriceListInput {
    PriceListInput {
        code: code.into(),
        name: "Festival".into(),
        channel: WEB,
        currency: None,
        priority,
        starts_at: None,
        ends_at: None,
    }
}

async fn make(shop: &Prices, list: PriceListInput) -> Result<PriceList, PricingError> {
    shop.service.create_price_list(&cx(), CreatePriceList { list }).await
}

async fn set_in(shop: &Prices, list: &PriceList, n: i64, minor: i64) {
    let req = SetPrices { list: PriceListRef::List(list.id), prices: vec![price(n, minor)], dry_run: false };
    shop.service.set_prices(&cx(), req).await.unwrap();
}

async fn patch(shop: &Prices, list: &PriceList, patch: PriceListPatch) -> PriceList {
    shop.service.update_price_list(&cx(), UpdatePriceList { id: list.id, patch }).await.unwrap()
}

#[tokio::test]
async fn the_list_of_highest_priority_that_has_a_price_wins() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000), price(2, 1_000)]).await.unwrap();
        let low = make(&shop, input("low", -1)).await.unwrap();
        let high = make(&shop, input("high", 5)).await.unwrap();
        for list in [&low, &high] {
            set_in(&shop, list, 1, if list.id == high.id { 700 } else { 10 }).await;
        }
        let found = shop.prices(&[1, 2]).await;
        assert_eq!(found.iter().map(|p| p.price.minor).collect::<Vec<_>>(), [700, 1_000]);
        assert_eq!(found[0].list, high.id);
        let off = PriceListPatch { active: Some(false), ..PriceListPatch::default() };
        patch(&shop, &high, off.clone()).await;
        assert_eq!(shop.price(1).await, Some(1_000));
        assert_eq!(shop.events().await.last(), Some(&PricesChanged { channel: WEB, variants: vec![variant(1)] }));
        let before = shop.events().await.len();
        patch(&shop, &high, off).await;
        patch(&shop, &high, PriceListPatch { name: Some("New name".into()), ..PriceListPatch::default() }).await;
        assert_eq!(shop.events().await.len(), before, "no price is another");
    }
}

#[tokio::test]
async fn a_list_counts_while_its_time_is() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000)]).await.unwrap();
        let span =
            PriceListInput { starts_at: Some(shop.in_days(2)), ends_at: Some(shop.in_days(4)), ..input("festival", 1) };
        let list = make(&shop, span).await.unwrap();
        set_in(&shop, &list, 1, 800).await;
        let mut seen = vec![];
        for day in 0..6 {
            seen.push(shop.price_in(1, day).await.unwrap());
        }
        assert_eq!(seen, [1_000, 1_000, 800, 800, 1_000, 1_000]);
        let open = PriceListPatch { starts_at: Patch::Clear, ends_at: Patch::Keep, ..PriceListPatch::default() };
        let opened = patch(&shop, &list, open).await;
        assert_eq!((opened.starts_at, opened.ends_at), (None, list.ends_at));
        assert_eq!(shop.price(1).await, Some(800));
    }
}

#[tokio::test]
async fn bad_lists_are_refused_with_every_field() {
    for shop in everywhere().await {
        let bad = PriceListInput {
            code: "Not A Code".into(),
            name: " ".into(),
            priority: 1_000_001,
            starts_at: Some(shop.in_days(2)),
            ends_at: Some(shop.in_days(1)),
            ..input("", 0)
        };
        let error = make(&shop, bad).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["code", "name", "priority", "ends_at"]);
        let nowhere = PriceListInput { channel: ChannelId::from_i64(404), ..input("x", 0) };
        assert_eq!(make(&shop, nowhere).await.unwrap_err().to_string(), "there is no channel chan_404");
        make(&shop, input("festival", 0)).await.unwrap();
        let error = make(&shop, input("festival", 0)).await.unwrap_err();
        assert_eq!(error, PricingError::CodeTaken { taken: "festival".into() });
    }
}

#[tokio::test]
async fn a_channel_gets_its_list_also_when_somebody_took_the_name() {
    for shop in everywhere().await {
        make(&shop, input("trade-inr", 0)).await.unwrap();
        let req = SetPrices { list: PriceListRef::Channel(TRADE), prices: vec![price(1, 5)], dry_run: false };
        shop.service.set_prices(&cx(), req).await.unwrap();
        let lists = |channel| ListPriceLists { channel: Some(channel), ..ListPriceLists::default() };
        let found = shop.service.price_lists(&cx(), lists(TRADE)).await.unwrap().items;
        assert_eq!(found.iter().map(|list| list.code.as_str()).collect::<Vec<_>>(), ["trade-inr-2"]);
        let found = shop.service.price_lists(&cx(), lists(WEB)).await.unwrap().items;
        assert_eq!(found.iter().map(|list| list.code.as_str()).collect::<Vec<_>>(), ["web-inr", "trade-inr"]);
        shop.assert_books().await;
    }
}

#[tokio::test]
async fn a_list_in_another_currency_does_not_price_the_channel() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000)]).await.unwrap();
        let dollars = PriceListInput { currency: Some("USD".parse().unwrap()), ..input("web-usd", 9) };
        let list = make(&shop, dollars).await.unwrap();
        set_in(&shop, &list, 1, 12).await;
        assert_eq!(shop.price(1).await, Some(1_000));
    }
}

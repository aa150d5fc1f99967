//! What a variant cost.

use crate::support::{TRADE, WEB, cx, days, everywhere, price, variant};
use infrasell_contracts::pricing::{GetLowestPrior, GetPriceHistory, PriceInput, PriceListRef, Pricing, SetPrices};
use infrasell_kernel::PageRequest;

#[tokio::test]
async fn every_price_that_was_set_is_in_the_history() {
    for shop in everywhere().await {
        for minor in [100, 110, 120] {
            shop.set(vec![price(1, minor)]).await.unwrap();
            shop.db.clock.advance(days(1));
        }
        shop.set(vec![PriceInput {
            starts_at: Some(shop.in_days(9)),
            ends_at: Some(shop.in_days(12)),
            ..price(1, 90)
        }])
        .await
        .unwrap();
        let trade = SetPrices { list: PriceListRef::Channel(TRADE), prices: vec![price(1, 70)], dry_run: false };
        shop.service.set_prices(&cx(), trade).await.unwrap();
        let ask = |channel, limit, after| GetPriceHistory {
            variant: variant(1),
            channel,
            page: PageRequest { limit: Some(limit), after },
        };
        let all = shop.service.price_history(&cx(), ask(Some(WEB), 50, None)).await.unwrap().items;
        assert_eq!(all.iter().map(|p| p.price_minor).collect::<Vec<_>>(), [90, 120, 110, 100]);
        assert_eq!((all[0].starts_at, all[0].ends_at), (shop.in_days(9), Some(shop.in_days(12))));
        assert_eq!((all[1].ends_at, all[1].created_at), (None, all[1].starts_at));
        let first = shop.service.price_history(&cx(), ask(None, 2, None)).await.unwrap();
        assert_eq!(first.items.iter().map(|p| p.price_minor).collect::<Vec<_>>(), [90, 70]);
        let rest = shop.service.price_history(&cx(), ask(None, 5, first.next)).await.unwrap();
        assert_eq!(rest.items.iter().map(|p| p.price_minor).collect::<Vec<_>>(), [120, 110, 100]);
        assert_eq!(rest.next, None);
    }
}

#[tokio::test]
async fn the_lowest_prior_price_is_answered_in_the_order_asked_for() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000), price(2, 500)]).await.unwrap();
        shop.db.clock.advance(days(10));
        shop.set(vec![PriceInput { ends_at: Some(shop.in_days(5)), ..price(1, 900) }]).await.unwrap();
        shop.db.clock.advance(days(20));
        shop.set(vec![price(1, 800)]).await.unwrap();
        shop.db.clock.advance(days(40));
        let ask = |variants: &[i64]| GetLowestPrior {
            variants: variants.iter().copied().map(variant).collect(),
            channel: WEB,
        };
        let found = shop.service.lowest_prior(&cx(), ask(&[2, 9, 1])).await.unwrap();
        let seen: Vec<_> = found.iter().map(|l| (l.variant.get(), l.price.map(|m| m.minor))).collect();
        assert_eq!(seen, [(2, None), (9, None), (1, Some(900))]);
        let many: Vec<i64> = (1..=251).collect();
        let error = shop.service.lowest_prior(&cx(), ask(&many)).await.unwrap_err();
        assert_eq!(error.to_string(), "variants has 251 entries, more than 250");
    }
}

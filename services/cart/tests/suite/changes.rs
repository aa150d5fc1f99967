//! What is different from when the buyer last changed the cart.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::{Currency, Money};

fn inr(minor: i64) -> Money {
    Money::new(minor, Currency::INR)
}

#[tokio::test]
async fn a_new_price_is_told_until_the_next_change() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let of = cart.lines[0].id;
        world.shop.change(1, |article| article.price_minor = Some(1_200));
        let told = vec![CartChange::PriceChanged { line: of, from: inr(1_000), to: inr(1_200) }];
        let read = world.cart(cart.token).await;
        assert_eq!((read.changes.clone(), read.totals.total_minor), (told.clone(), 1_200));
        assert_eq!(world.cart(cart.token).await, read, "reading changes nothing");
        let written = world.add(cart.token, vec![line(2, 1)]).await.unwrap();
        assert_eq!(written.changes, told, "the answer to a change tells it once more");
        assert_eq!(world.cart(cart.token).await.changes, []);
    }
}

#[tokio::test]
async fn what_is_short_or_gone_stays_and_is_told_in_the_order_of_the_lines() {
    for world in worlds().await {
        let cart = world.create(vec![line(2, 3), line(1, 1), engraved(2, 2, "A")]).await;
        world.shop.change(2, |article| (article.stock, article.price_minor) = (Some(4), Some(2_600)));
        world.shop.change(1, |article| article.on_sale = false);
        let read = world.cart(cart.token).await;
        let line = |i: usize| cart.lines[i].id;
        let expected = [
            CartChange::PriceChanged { line: line(0), from: inr(2_500), to: inr(2_600) },
            CartChange::Gone { line: line(1) },
            CartChange::PriceChanged { line: line(2), from: inr(2_500), to: inr(2_600) },
            CartChange::InsufficientStock { line: line(2), wanted: 2, available: 1 },
        ];
        assert_eq!(read.changes, expected);
        assert_eq!(read.lines.iter().map(|line| line.purchasable).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(read.totals.total_minor, 5 * 2_600, "what cannot be bought at all costs nothing");
        // short stays told, for it is still so
        let written = world.set(cart.token, line(0), 4).await;
        assert!(matches!(written, Err(CartError::InsufficientStock { wanted: 6, available: 4, .. })));
        assert_eq!(world.cart(cart.token).await.lines.len(), 3);
    }
}

#[tokio::test]
async fn a_deleted_variant_keeps_its_name() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        world.shop.remove(1);
        let read = world.cart(cart.token).await;
        assert_eq!(read.changes, [CartChange::Gone { line: cart.lines[0].id }]);
        let line = &read.lines[0];
        assert_eq!((line.product_title.as_str(), line.sku.as_str(), line.unit_price), ("Article 1", "SKU-1", None));
        assert_eq!(line.product, cart.lines[0].product);
        // it comes back at the price last seen
        world.shop.put(1, 1_100, 1);
        let back = CartChange::PriceChanged { line: line.id, from: inr(1_000), to: inr(1_100) };
        assert_eq!(world.cart(cart.token).await.changes, [back]);
    }
}

//! Putting in, changing, taking out.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::VariantId;
use infrasell_rpc::Fault;

#[tokio::test]
async fn a_new_cart_has_its_lines_and_is_priced_now() {
    for world in worlds().await {
        let made = world.create(vec![line(1, 2), line(2, 1), line(1, 3)]).await;
        assert_eq!(quantities(&made), [(1, 5), (2, 1)]);
        assert_eq!((made.totals.total_minor, made.revision, made.state), (7_500, 1, CartState::Active));
        assert_eq!(made.locale.to_string(), "en-IN");
        let first = &made.lines[0];
        assert_eq!((first.sku.as_str(), first.handle.as_str()), ("SKU-1", "article-1"));
        assert_eq!(first.amounts.as_ref().unwrap().total_minor, 5_000);
        assert!(first.purchasable && made.changes.is_empty());
        // what a checkout must know to quote and to sell it
        assert!(first.requires_shipping && first.taxable);
        assert_eq!((first.weight_grams, first.hsn_code.as_str()), (100, "6109"));
        assert_eq!(world.cart(made.token).await, made);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn equal_lines_become_one_and_other_attributes_stay_apart() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let cart = world.add(cart.token, vec![engraved(1, 1, "A"), line(1, 2), engraved(1, 4, "A")]).await.unwrap();
        assert_eq!(quantities(&cart), [(1, 3), (1, 5)]);
        // the second line loses what told it apart, and melts into the first
        let update =
            CartLineUpdate { id: cart.lines[1].id, quantity: None, attributes: Some(Attributes::new()), variant: None };
        let req = UpdateLines { token: cart.token, lines: vec![update], if_revision: Some(2) };
        let merged = world.carts.update_lines(&guest(), req).await.unwrap();
        assert_eq!(quantities(&merged), [(1, 8)]);
        assert_eq!(merged.lines[0].id, cart.lines[0].id, "the earlier line keeps its id");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn what_cannot_be_bought_is_not_put_in() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let variant = VariantId::from_i64(1);
        world.shop.change(1, |article| article.on_sale = false);
        assert_eq!(world.add(cart.token, vec![line(1, 1)]).await, Err(CartError::NotForSale { variant }));
        world.shop.change(1, |article| (article.on_sale, article.price_minor) = (true, None));
        assert_eq!(world.add(cart.token, vec![line(1, 1)]).await, Err(CartError::NotForSale { variant }));
        let unknown = VariantId::from_i64(99);
        assert_eq!(world.add(cart.token, vec![line(99, 1)]).await, Err(CartError::NotForSale { variant: unknown }));
        // two lines of one variant count together
        let short = CartError::InsufficientStock {
            variant: VariantId::from_i64(2),
            sku: "SKU-2".into(),
            wanted: 6,
            available: 5,
        };
        assert_eq!(world.add(cart.token, vec![line(2, 3), engraved(2, 3, "x")]).await, Err(short));
        assert_eq!(world.cart(cart.token).await, cart, "nothing was written");
        // what is not counted is there in any number
        assert_eq!(quantities(&world.add(cart.token, vec![line(3, 9_000)]).await.unwrap()), [(3, 9_000)]);
    }
}

#[tokio::test]
async fn lines_are_changed_and_taken_out() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1), line(2, 1)]).await;
        let (one, two) = (cart.lines[0].id, cart.lines[1].id);
        assert_eq!(quantities(&world.set(cart.token, two, 5).await.unwrap()), [(1, 1), (2, 5)]);
        assert!(matches!(world.set(cart.token, two, 6).await, Err(CartError::InsufficientStock { wanted: 6, .. })));
        // fewer is always possible, also of what is short by now
        world.shop.change(2, |article| article.stock = Some(1));
        assert_eq!(quantities(&world.set(cart.token, two, 3).await.unwrap()), [(1, 1), (2, 3)]);
        let cart = world.set(cart.token, one, 0).await.unwrap();
        assert_eq!(quantities(&cart), [(2, 3)]);
        assert_eq!(bad_fields(world.set(cart.token, one, 1).await), ["lines.0.id unknown"]);
        let cart = world.set(cart.token, two, 0).await.unwrap();
        assert_eq!((cart.lines.len(), cart.totals.total_minor), (0, 0));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_cart_says_things_of_itself() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let update = |patch: &str, if_revision| {
            let req = UpdateCart { token: cart.token, patch: serde_json::from_str(patch).unwrap(), if_revision };
            async { world.carts.update(&guest(), req).await }
        };
        let text = r#"{"note": "ring twice", "attributes": {"gift": "yes"}, "locale": "hi"}"#;
        let said = update(text, Some(1)).await.unwrap();
        assert_eq!((said.note.as_str(), said.revision, said.locale.to_string().as_str()), ("ring twice", 2, "hi"));
        assert_eq!(said.attributes["gift"], "yes");
        assert_eq!(update(text, None).await.unwrap().revision, 2, "what changes nothing is no change");
        assert_eq!(update(r#"{"note": null}"#, Some(1)).await, Err(Fault::Stale { what: "cart".into() }.into()));
        let cleared = update(r#"{"note": null}"#, Some(2)).await.unwrap();
        assert_eq!((cleared.note.as_str(), cleared.attributes.len(), cleared.revision), ("", 1, 3));
        assert_eq!(bad_fields(update(r#"{"locale": "de"}"#, None).await), ["locale unknown"]);
    }
}

#[tokio::test]
async fn channels_and_languages_are_those_of_the_shop() {
    for world in worlds().await {
        for channel in ["nowhere", "closed"] {
            let req = CreateCart { channel: Some(channel.into()), ..CreateCart::default() };
            assert_eq!(bad_fields(world.carts.create(&guest(), req).await), ["channel unknown"]);
        }
        let req = CreateCart { locale: Some("de".parse().unwrap()), ..CreateCart::default() };
        assert_eq!(bad_fields(world.carts.create(&guest(), req).await), ["locale unknown"]);
        let req = CreateCart { locale: Some("hi".parse().unwrap()), ..CreateCart::default() };
        assert_eq!(world.carts.create(&guest(), req).await.unwrap().locale.to_string(), "hi");
    }
}

#[tokio::test]
async fn a_write_asks_each_service_once_whatever_is_in_the_cart() {
    for world in worlds().await {
        for number in 100..130 {
            world.shop.put(number, number, 10);
        }
        let cart = world.create((100..120).map(|n| line(n, 1)).collect()).await;
        world.shop.take_asked();
        world.add(cart.token, (110..130).map(|n| line(n, 1)).collect()).await.unwrap();
        assert_eq!(world.shop.take_asked(), (1, 1, 1));
        world.cart(cart.token).await;
        assert_eq!(world.shop.take_asked(), (1, 1, 1));
    }
}

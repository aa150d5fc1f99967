//! Every limit, and hostile input.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::Patch;

#[tokio::test]
async fn a_cart_has_at_most_500_lines() {
    for world in worlds().await {
        let many = |from: i64, to: i64| (from..to).map(|n| engraved(3, 1, &n.to_string())).collect::<Vec<_>>();
        let cart = world.create(many(0, 499)).await;
        assert_eq!(cart.lines.len(), 499);
        assert_eq!(bad_fields(world.add(cart.token, many(500, 502)).await), ["lines too_many"]);
        assert_eq!(world.add(cart.token, many(500, 501)).await.unwrap().lines.len(), MAX_LINES);
        assert_eq!(bad_fields(world.add(cart.token, many(0, 501)).await), ["lines too_many"]);
        assert_eq!(bad_fields(world.add(cart.token, vec![]).await), ["lines required"]);
        let req = CreateCart { lines: many(0, 501), ..CreateCart::default() };
        assert_eq!(bad_fields(world.carts.create(&guest(), req).await), ["lines too_many"]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_cart_has_at_most_10000_of_one_variant_over_all_its_lines() {
    for world in worlds().await {
        let cart = world.create(vec![line(3, 9_999)]).await;
        let two = vec![line(3, 1), engraved(3, 1, "A")];
        assert_eq!(bad_fields(world.add(cart.token, two).await), ["lines.0.quantity too_many"]);
        let full = world.add(cart.token, vec![engraved(3, 1, "A")]).await.unwrap();
        assert_eq!(quantities(&full), [(3, 9_999), (3, 1)]);
        let one_more = world.set(cart.token, full.lines[1].id, 2).await;
        assert_eq!(bad_fields(one_more), ["lines.0.quantity too_many"]);
        assert_eq!(
            bad_fields(world.set(cart.token, full.lines[1].id, 10_001).await),
            ["lines.0.quantity out_of_range"]
        );
        assert_eq!(bad_fields(world.set(cart.token, full.lines[1].id, -1).await), ["lines.0.quantity out_of_range"]);
        assert_eq!(
            bad_fields(world.add(cart.token, vec![line(3, 1_000_000), line(3, 1_000_000)]).await),
            ["lines.0.quantity too_many"]
        );
    }
}

#[tokio::test]
async fn attributes_and_notes_are_limited_and_every_bad_one_is_named() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let many: Attributes = (0..51).map(|n| (n.to_string(), String::new())).collect();
        let bad: Attributes = [
            ("k".repeat(65), String::new()),
            ("long".into(), "v".repeat(1_025)),
            ("zero".into(), "\0".into()),
            (" ".into(), "blank".into()),
        ]
        .into();
        let add = vec![
            CartLineInput { attributes: many, ..line(3, 1) },
            CartLineInput { attributes: bad.clone(), ..line(3, 1) },
        ];
        let expected = [
            "lines.0.attributes too_many".to_owned(),
            "lines.1.attributes.  required".to_owned(),
            format!("lines.1.attributes.{} too_long", "k".repeat(64)),
            "lines.1.attributes.long too_long".to_owned(),
            "lines.1.attributes.zero invalid_character".to_owned(),
        ];
        assert_eq!(bad_fields(world.add(cart.token, add).await), expected);
        let good: Attributes = [("k".repeat(64), "é".repeat(1_024))].into();
        let fine = vec![CartLineInput { attributes: good, ..line(3, 1) }];
        assert_eq!(world.add(cart.token, fine).await.unwrap().lines.len(), 1);

        let patch =
            CartPatch { note: Patch::Set("n".repeat(5_001)), attributes: Patch::Set(bad), ..CartPatch::default() };
        let update = UpdateCart { token: cart.token, patch, if_revision: None };
        assert_eq!(bad_fields(world.carts.update(&guest(), update).await).len(), 5);
        let note = "n\0".to_owned();
        let made = world.carts.create(&guest(), CreateCart { note, ..CreateCart::default() }).await;
        assert_eq!(bad_fields(made), ["note invalid_character"]);
    }
}

#[tokio::test]
async fn the_attributes_of_all_lines_do_not_grow_without_end() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let fat = |n: i64| CartLineInput {
            attributes: (0..50).map(|k| (format!("{n}-{k}"), "x".repeat(1_024))).collect(),
            ..line(3, 1)
        };
        let cart = world.add(cart.token, (0..20).map(fat).collect()).await.unwrap();
        assert_eq!(bad_fields(world.add(cart.token, vec![fat(21)]).await), ["lines too_large"]);
    }
}

#[tokio::test]
async fn one_request_names_a_line_once() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let update = CartLineUpdate { id: cart.lines[0].id, quantity: Some(2), attributes: None, variant: None };
        let req = UpdateLines { token: cart.token, lines: vec![update.clone(), update], if_revision: None };
        assert_eq!(bad_fields(world.carts.update_lines(&guest(), req).await), ["lines.1.id duplicate"]);
    }
}

#[tokio::test]
async fn names_of_any_script_survive() {
    for world in worlds().await {
        let text = "नमस्ते 👩‍🚀 \u{202e}rtl \"quotes\" \\ % _ '";
        let cart = world.create(vec![engraved(1, 1, text)]).await;
        assert_eq!(world.cart(cart.token).await.lines[0].attributes["engraving"], text);
    }
}

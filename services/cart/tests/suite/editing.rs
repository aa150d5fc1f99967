//! Edits that cut what is too much and tell it.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::VariantId;
use proptest::prelude::*;

const NEW: EditedAs = EditedAs::New { channel: None, locale: None };

fn missing(notices: &[CartNotice]) -> Vec<(i64, i64)> {
    let one = |notice: &CartNotice| match notice {
        CartNotice::NotEnoughStock { variant, missing, .. } => Some((variant.get(), *missing)),
        CartNotice::OutOfStock { variant } => Some((variant.get(), -1)),
        _ => None,
    };
    notices.iter().filter_map(one).collect()
}

#[tokio::test]
async fn what_is_too_much_is_cut_and_told() {
    for world in worlds().await {
        world.shop.put(4, 100, 0);
        let made = world.edit(NEW, vec![CartEdit::AddLines(vec![line(2, 7), line(1, 1), line(4, 1)])]).await.unwrap();
        assert_eq!(quantities(&made.cart), [(2, 5), (1, 1)]);
        assert_eq!(missing(&made.notices), [(2, 2), (4, -1)]);
        assert_eq!(made.quoted.unwrap().quote.totals, made.cart.totals);
        assert_eq!(world.cart(made.cart.token).await, made.cart);

        let held = EditedAs::Held(made.cart.token);
        let more = vec![CartEdit::AddLines(vec![engraved(2, 3, "A"), line(1, 2)])];
        let more = world.edit(held.clone(), more).await.unwrap();
        assert_eq!(quantities(&more.cart), [(2, 5), (1, 3)]);
        assert_eq!(missing(&more.notices), [(2, 3)]);

        let id = more.cart.lines[1].id;
        let up = CartLineUpdate { id, quantity: Some(400), attributes: None, variant: None };
        let up = world.edit(held.clone(), vec![CartEdit::UpdateLines(vec![up])]).await.unwrap();
        assert_eq!(quantities(&up.cart), [(2, 5), (1, 100)]);
        assert_eq!(missing(&up.notices), [(1, 300)]);

        // what can no longer be had stays, as everywhere
        world.shop.change(2, |article| article.stock = Some(1));
        let again = world.edit(held, vec![CartEdit::AddLines(vec![line(2, 1)])]).await.unwrap();
        assert_eq!(quantities(&again.cart), [(2, 5), (1, 100)]);

        // but what is not sold any more goes
        world.shop.remove(2);
        let gone = world.edit(EditedAs::Held(made.cart.token), vec![]).await.unwrap();
        assert_eq!(quantities(&gone.cart), [(1, 100)]);
        assert_eq!(gone.notices, [CartNotice::Gone { variant: VariantId::from_i64(2) }]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_line_can_become_one_of_another_variant() {
    for world in worlds().await {
        let made = world.edit(NEW, vec![CartEdit::AddLines(vec![line(1, 2), line(2, 1)])]).await.unwrap();
        let variant = Some(VariantId::from_i64(2));
        let update = CartLineUpdate { id: made.cart.lines[0].id, quantity: Some(3), attributes: None, variant };
        let held = EditedAs::Held(made.cart.token);
        let swapped = world.edit(held.clone(), vec![CartEdit::UpdateLines(vec![update.clone()])]).await.unwrap();
        assert_eq!(quantities(&swapped.cart), [(2, 4)]);
        let gone = CartLineUpdate { variant: Some(VariantId::from_i64(77)), ..update };
        let refused = world.edit(held, vec![CartEdit::UpdateLines(vec![gone])]).await;
        assert_eq!(bad_fields(refused), ["lines.0.variant not_for_sale"]);
    }
}

#[tokio::test]
async fn all_edits_take_effect_or_none_and_bad_fields_are_named() {
    for world in worlds().await {
        let made = world.edit(NEW, vec![CartEdit::AddLines(vec![line(1, 2)])]).await.unwrap().cart;
        let held = || EditedAs::Held(made.token);
        let bad = vec![CartEdit::Note("new".into()), CartEdit::AddLines(vec![line(1, 1), line(99, 1)])];
        assert_eq!(bad_fields(world.edit(held(), bad).await), ["lines.1.variant not_for_sale"]);
        world.shop.change(3, |article| article.price_minor = None);
        let unpriced = vec![CartEdit::AddLines(vec![line(1, 1), line(3, 1)])];
        assert_eq!(bad_fields(world.edit(held(), unpriced).await), ["lines.1.variant not_for_sale"]);
        let stranger = vec![CartEdit::RemoveLines(vec![infrasell_kernel::CartLineId::from_i64(5)])];
        assert_eq!(bad_fields(world.edit(held(), stranger).await), ["lines.0.id unknown"]);
        let many = CartEdit::AddLines((0..501).map(|n| engraved(1, 1, &n.to_string())).collect());
        assert_eq!(bad_fields(world.edit(NEW, vec![many]).await), ["lines too_many"]);
        let more = vec![CartEdit::AddLines(vec![line(1, 10_001)])];
        assert_eq!(bad_fields(world.edit(NEW, more).await), ["lines.0.quantity too_many"]);
        assert_eq!(bad_fields(world.edit(NEW, vec![CartEdit::ForgetBuyer; 21]).await), ["edits too_many"]);
        assert_eq!(world.cart(made.token).await, made);
    }
}

#[tokio::test]
async fn one_key_makes_one_cart() {
    for world in worlds().await {
        let req = EditCart { cart: NEW, edits: vec![CartEdit::AddLines(vec![line(2, 7)])], if_revision: None };
        let first = world.carts.edit(&keyed("a"), req.clone()).await.unwrap();
        world.shop.remove(2);
        let second = world.carts.edit(&keyed("a"), req).await.unwrap();
        assert_eq!((second.cart, second.notices), (first.cart, first.notices));
    }
}

#[tokio::test]
async fn an_edit_asks_each_service_once() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        world.shop.take_asked();
        let edits = vec![CartEdit::AddLines(vec![line(2, 9)]), CartEdit::Note("n".into())];
        world.edit(EditedAs::Held(cart.token), edits).await.unwrap();
        assert_eq!(world.shop.take_asked(), (1, 1, 1));
    }
}

#[derive(Debug, Clone)]
enum Step {
    Add(i64, i64, bool),
    Set(usize, i64),
}

/// Units that were asked for are held or told to be missing, and no more is held than there is.
async fn run(world: &World, steps: &[Step]) {
    let cart = world.create(vec![]).await;
    let mut lines: Vec<CartLine> = vec![];
    for step in steps {
        let (edit, change) = match step {
            Step::Add(article, quantity, engrave) => {
                let input = if *engrave { engraved(*article, *quantity, "A") } else { line(*article, *quantity) };
                (CartEdit::AddLines(vec![input]), *quantity)
            }
            Step::Set(index, quantity) => {
                let Some(line) = lines.get(*index) else { continue };
                let update = CartLineUpdate { id: line.id, quantity: Some(*quantity), attributes: None, variant: None };
                (CartEdit::UpdateLines(vec![update]), quantity - line.quantity.get())
            }
        };
        let units = |lines: &[CartLine]| lines.iter().map(|line| line.quantity.get()).sum::<i64>();
        let before = units(&lines);
        let edited = world.edit(EditedAs::Held(cart.token), vec![edit]).await.unwrap();
        let off: i64 = missing(&edited.notices).iter().map(|(_, missing)| missing).sum();
        assert_eq!(units(&edited.cart.lines), before + change - off, "{step:?}");
        lines = edited.cart.lines;
        for (article, most) in [(1, 100), (2, 5)] {
            let held: i64 = lines.iter().filter(|l| l.variant.get() == article).map(|l| l.quantity.get()).sum();
            assert!(held <= most, "{held} of {article}");
        }
    }
    world.assert_clean().await;
}

#[test]
fn every_unit_asked_for_is_held_or_told_to_be_missing() {
    let step = prop_oneof![
        (1..3i64, 1..150i64, any::<bool>())
            .prop_map(|(article, quantity, engrave)| Step::Add(article, quantity, engrave)),
        (0..4usize, 0..150i64).prop_map(|(index, quantity)| Step::Set(index, quantity)),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let worlds = runtime.block_on(worlds());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 40, ..ProptestConfig::default() });
    let tested = runner.run(&prop::collection::vec(step, 1..12), |steps| {
        for world in &worlds {
            runtime.block_on(run(world, &steps));
        }
        Ok(())
    });
    tested.unwrap();
}

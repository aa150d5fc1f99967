//! Any sequence of changes leaves the cart that a plain model has.

use crate::shop::*;
use infrasell_contracts::cart::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Step {
    Add(i64, i64, u8),
    Set(usize, i64),
    Restyle(usize, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..4i64, 1..4_000i64, 0..3u8).prop_map(|(article, quantity, style)| Step::Add(article, quantity, style)),
        (0..6usize, 0..5_000i64).prop_map(|(index, quantity)| Step::Set(index, quantity)),
        (0..6usize, 0..3u8).prop_map(|(index, style)| Step::Restyle(index, style)),
    ]
}

fn style(number: u8) -> Attributes {
    if number == 0 { Attributes::new() } else { [("style".to_owned(), number.to_string())].into() }
}

/// What a person would expect: units by article and style.
type Model = BTreeMap<(i64, Attributes), i64>;

fn allowed(model: &Model) -> bool {
    let mut units = BTreeMap::new();
    for ((article, _), quantity) in model {
        *units.entry(*article).or_insert(0) += quantity;
    }
    units.iter().all(|(article, units)| *units <= MAX_UNITS && (*article == 3 || *units <= 5_000))
}

async fn run(world: &World, steps: &[Step]) {
    let mut cart = world.create(vec![]).await;
    let mut model = Model::new();
    for step in steps {
        let mut wanted = model.clone();
        let result = match step {
            Step::Add(article, quantity, number) => {
                *wanted.entry((*article, style(*number))).or_insert(0) += quantity;
                world
                    .add(cart.token, vec![CartLineInput { attributes: style(*number), ..line(*article, *quantity) }])
                    .await
            }
            Step::Set(index, quantity) => {
                let Some(line) = cart.lines.get(*index) else { continue };
                wanted.insert((line.variant.get(), line.attributes.clone()), *quantity);
                wanted.retain(|_, quantity| *quantity > 0);
                world.set(cart.token, line.id, *quantity).await
            }
            Step::Restyle(index, number) => {
                let Some(line) = cart.lines.get(*index) else { continue };
                let units = wanted.remove(&(line.variant.get(), line.attributes.clone())).unwrap();
                *wanted.entry((line.variant.get(), style(*number))).or_insert(0) += units;
                let lines = vec![CartLineUpdate {
                    id: line.id,
                    quantity: None,
                    attributes: Some(style(*number)),
                    variant: None,
                }];
                world.carts.update_lines(&guest(), UpdateLines { token: cart.token, lines, if_revision: None }).await
            }
        };
        assert_eq!(result.is_ok(), allowed(&wanted), "{step:?} on {model:?}: {result:?}");
        if let Ok(changed) = result {
            (cart, model) = (changed, wanted);
        }
        let found = cart.lines.iter().map(|l| ((l.variant.get(), l.attributes.clone()), l.quantity.get()));
        assert_eq!(found.collect::<Model>(), model);
        assert_eq!(cart.lines.len(), model.len());
    }
    assert_eq!(world.cart(cart.token).await, cart);
    world.assert_clean().await;
}

#[test]
fn any_sequence_of_changes_leaves_what_a_plain_model_has() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let worlds = runtime.block_on(worlds());
    for world in &worlds {
        world.shop.put(1, 1_000, 5_000);
        world.shop.put(2, 2_500, 5_000);
    }
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 48, ..ProptestConfig::default() });
    let tested = runner.run(&prop::collection::vec(step(), 1..20), |steps| {
        for world in &worlds {
            runtime.block_on(run(world, &steps));
        }
        Ok(())
    });
    tested.unwrap();
}

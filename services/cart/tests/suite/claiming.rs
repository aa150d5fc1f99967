//! Customers' own carts: what a guest gathered becomes theirs.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::{CustomerId, Token, VariantId};
use infrasell_rpc::{Caller, Cx, Fault};
use proptest::prelude::*;
use std::{collections::BTreeMap, time::Duration};

const ASHA: CustomerId = CustomerId::from_i64(71);
const BEN: CustomerId = CustomerId::from_i64(72);

fn by(id: CustomerId) -> Cx {
    Cx { caller: Caller::Customer { id, email_verified: true }, ..guest() }
}

fn claim(customer: CustomerId, token: Option<Token>) -> ClaimCart {
    ClaimCart { customer, token, channel: None, locale: None }
}

fn not_found<T: std::fmt::Debug>(answer: Result<T, CartError>) -> bool {
    matches!(answer, Err(CartError::Fault(Fault::NotFound { .. })))
}

fn new(lines: Vec<CartLineInput>) -> CreateCart {
    CreateCart { lines, ..CreateCart::default() }
}

#[tokio::test]
async fn a_guests_cart_becomes_the_customers_who_has_none() {
    for world in worlds().await {
        let gathered = world.create(vec![line(1, 2)]).await;
        let own = world.carts.claim(&by(ASHA), claim(ASHA, Some(gathered.token))).await.unwrap();
        assert_eq!((own.token, own.customer, own.revision), (gathered.token, Some(ASHA), 2));
        assert_eq!(quantities(&own), [(1, 2)]);
        let asked = GetCustomerCart { customer: ASHA, channel: None, country: None };
        assert_eq!(world.carts.customer_cart(&by(ASHA), asked).await.unwrap(), own);
        let again = world.carts.claim(&by(ASHA), claim(ASHA, Some(gathered.token))).await.unwrap();
        assert_eq!((again.revision, quantities(&again)), (2, vec![(1, 2)]), "again changes nothing");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn two_carts_become_one_and_what_does_not_fit_is_told() {
    for world in worlds().await {
        let own =
            world.carts.create(&by(ASHA), new(vec![line(1, 2), engraved(1, 1, "A"), line(3, 9_990)])).await.unwrap();
        let mut other = new(vec![line(2, 4), line(1, 3), engraved(1, 1, "B"), line(3, 20)]);
        other.note = "ring twice".into();
        let other = world.carts.create(&guest(), other).await.unwrap();
        world.shop.change(2, |article| article.stock = Some(3));
        let merged = world.carts.claim(&by(ASHA), claim(ASHA, Some(other.token))).await.unwrap();
        assert_eq!((merged.token, merged.note.as_str()), (own.token, "ring twice"));
        assert_eq!(quantities(&merged), [(1, 5), (1, 1), (3, 10_000), (2, 4), (1, 1)]);
        let short = merged.lines[3].id;
        assert_eq!(
            merged.changes,
            [
                CartChange::InsufficientStock { line: short, wanted: 4, available: 3 },
                CartChange::LeftOut { variant: VariantId::from_i64(3), quantity: 10 }
            ]
        );
        assert!(not_found(world.carts.cart(&guest(), GetCart { token: other.token, country: None }).await));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn the_same_claim_under_a_key_has_the_same_answer() {
    for world in worlds().await {
        world.carts.create(&by(ASHA), new(vec![line(1, 2)])).await.unwrap();
        let other = world.create(vec![line(1, 3)]).await;
        let keyed = Cx { idempotency_key: Some("k".into()), ..by(ASHA) };
        let first = world.carts.claim(&keyed, claim(ASHA, Some(other.token))).await.unwrap();
        assert_eq!(world.carts.claim(&keyed, claim(ASHA, Some(other.token))).await.unwrap(), first);
        assert_eq!(quantities(&first), [(1, 5)]);
        // a new cart under a key puts its lines in once, too
        let keyed = Cx { idempotency_key: Some("n".into()), ..by(BEN) };
        let made = world.carts.create(&keyed, new(vec![line(1, 1)])).await.unwrap();
        assert_eq!(world.carts.create(&keyed, new(vec![line(1, 1)])).await.unwrap(), made);
        let more = world.carts.create(&by(BEN), new(vec![line(1, 1)])).await.unwrap();
        assert_eq!((more.token, quantities(&more)), (made.token, vec![(1, 2)]), "he has one open cart");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn another_customers_cart_is_not_there_and_a_locked_one_is_not_touched() {
    for world in worlds().await {
        let own = world.carts.create(&by(ASHA), new(vec![line(1, 2)])).await.unwrap();
        let get = GetCart { token: own.token, country: None };
        assert!(not_found(world.carts.cart(&by(BEN), get.clone()).await));
        assert!(not_found(world.carts.claim(&by(BEN), claim(BEN, Some(own.token))).await));
        assert!(not_found(world.carts.delete(&by(BEN), DeleteCart { token: own.token }).await));
        let add = AddLines { token: own.token, lines: vec![line(1, 1)], if_revision: None };
        assert!(not_found(world.carts.add_lines(&by(BEN), add).await));
        assert_eq!(world.carts.cart(&guest(), get).await.unwrap(), own, "who holds the token holds the cart");

        let lock = LockCart { token: own.token, revision: own.revision, owner: "chk_1".into() };
        world.carts.lock(&guest(), lock).await.unwrap();
        let other = world.create(vec![line(1, 1)]).await;
        let locked = world.carts.claim(&by(ASHA), claim(ASHA, Some(other.token))).await;
        assert_eq!(locked, Err(CartError::CartLocked));
        let unlock = UnlockCart { token: own.token, owner: "chk_1".into(), completed: true };
        world.carts.unlock(&guest(), unlock).await.unwrap();
        let next = world.carts.claim(&by(ASHA), claim(ASHA, Some(other.token))).await.unwrap();
        assert_eq!((next.token, next.customer), (other.token, Some(ASHA)));
        let nothing = world.carts.claim(&by(ASHA), claim(ASHA, Some(own.token))).await.unwrap();
        assert_eq!(nothing.token, next.token, "one that was bought brings nothing along");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_cart_whose_time_is_up_gives_way() {
    for world in worlds().await {
        let own = world.carts.create(&by(ASHA), new(vec![line(1, 2)])).await.unwrap();
        world.db.clock.advance(infrasell_cart::LIFETIME + Duration::from_secs(1));
        let asked = GetCustomerCart { customer: ASHA, channel: None, country: None };
        assert!(not_found(world.carts.customer_cart(&by(ASHA), asked).await));
        let fresh = world.carts.claim(&by(ASHA), claim(ASHA, None)).await.unwrap();
        assert!(fresh.token != own.token && fresh.lines.is_empty());
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_sign_ins_at_once_end_with_one_cart_and_every_unit_in_it() {
    for world in worlds().await {
        let mut guests = vec![];
        for _ in 0..8 {
            guests.push(world.create(vec![line(1, 1)]).await.token);
        }
        let mut tries = tokio::task::JoinSet::new();
        for token in guests {
            let carts = world.carts.clone();
            tries.spawn(async move { carts.claim(&by(ASHA), claim(ASHA, Some(token))).await });
        }
        while let Some(tried) = tries.join_next().await {
            tried.unwrap().unwrap();
        }
        let asked = GetCustomerCart { customer: ASHA, channel: None, country: None };
        assert_eq!(quantities(&world.carts.customer_cart(&by(ASHA), asked).await.unwrap()), [(1, 8)]);
        world.assert_clean().await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Of two carts every unit is in the one that they become, or is told as left out.
    #[test]
    fn no_unit_is_lost_in_silence(
        own in prop::collection::vec((1..3_i64, 1..4_000_i64, 0..3_u8), 0..5),
        other in prop::collection::vec((1..3_i64, 1..4_000_i64, 0..3_u8), 0..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for world in worlds().await {
                for article in [1, 2] {
                    world.shop.change(article, |one| one.stock = None);
                }
                let inputs = |lines: &[(i64, i64, u8)]| lines.iter().map(|(article, units, text)| match text {
                    0 => line(*article, *units),
                    text => engraved(*article, *units, &text.to_string()),
                }).collect::<Vec<_>>();
                let count = |lines: &[(i64, i64, u8)]| {
                    let mut all = BTreeMap::new();
                    for (article, units, _) in lines {
                        *all.entry(*article).or_insert(0) += units;
                    }
                    all
                };
                let fits = |lines: &[(i64, i64, u8)]| count(lines).values().all(|units| *units <= MAX_UNITS);
                if !fits(&own) || !fits(&other) {
                    return;
                }
                world.carts.create(&by(ASHA), new(inputs(&own))).await.unwrap();
                let gathered = world.create(inputs(&other)).await;
                let merged = world.carts.claim(&by(ASHA), claim(ASHA, Some(gathered.token))).await.unwrap();
                let mut found = BTreeMap::new();
                for one in &merged.lines {
                    *found.entry(one.variant.get()).or_insert(0) += one.quantity.get();
                }
                assert!(found.values().all(|units| *units <= MAX_UNITS));
                for change in &merged.changes {
                    if let CartChange::LeftOut { variant, quantity } = change {
                        *found.entry(variant.get()).or_insert(0) += quantity;
                    }
                }
                let both: Vec<_> = own.iter().chain(&other).copied().collect();
                assert_eq!(found, count(&both));
                world.assert_clean().await;
            }
        });
    }
}

//! Many at once, and the same once more.

use crate::shop::*;
use futures_util::future::join_all;
use infrasell_contracts::cart::*;
use infrasell_rpc::Fault;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_adds_lose_nothing() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        // half of the writers are another replica
        let replica = service(&world.db, &world.shop, &world.db.reopen().await);
        let adds = (0..40).map(|n| {
            let carts = if n % 2 == 0 { world.carts.clone() } else { replica.clone() };
            tokio::spawn(async move {
                let lines = vec![line(1, 1), engraved(3, 1, &n.to_string())];
                carts.add_lines(&guest(), AddLines { token: cart.token, lines, if_revision: None }).await
            })
        });
        for done in join_all(adds).await {
            done.unwrap().unwrap();
        }
        let read = world.cart(cart.token).await;
        assert_eq!((read.lines.len(), read.revision), (41, 41));
        assert_eq!(read.lines.iter().map(|line| line.quantity.get()).sum::<i64>(), 80);
        world.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_those_who_mind_the_revision_one_wins() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let adds = (0..8).map(|_| {
            let carts = world.carts.clone();
            tokio::spawn(async move {
                let req = AddLines { token: cart.token, lines: vec![line(1, 1)], if_revision: Some(1) };
                carts.add_lines(&guest(), req).await
            })
        });
        let mut won = 0;
        for done in join_all(adds).await {
            match done.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert_eq!(error, Fault::Stale { what: "cart".into() }.into()),
            }
        }
        assert_eq!((won, quantities(&world.cart(cart.token).await)), (1, vec![(1, 1)]));
    }
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_one_answer() {
    for world in worlds().await {
        let req = CreateCart { lines: vec![line(2, 4)], ..CreateCart::default() };
        let made = world.carts.create(&keyed("k1"), req.clone()).await.unwrap();
        world.shop.change(2, |article| article.stock = Some(1));
        assert_eq!(world.carts.create(&keyed("k1"), req).await.unwrap(), made, "though stock is short by now");
        let other = CreateCart { lines: vec![line(1, 1)], ..CreateCart::default() };
        let reused = world.carts.create(&keyed("k1"), other).await;
        assert_eq!(reused, Err(Fault::IdempotencyKeyReused.into()));

        world.shop.change(2, |article| article.stock = Some(5));
        let add = AddLines { token: made.token, lines: vec![line(2, 1)], if_revision: Some(1) };
        let added = world.carts.add_lines(&keyed("k2"), add.clone()).await.unwrap();
        let again = world.carts.add_lines(&keyed("k2"), add.clone()).await.unwrap();
        assert_eq!(again, added, "neither stock nor revision stand in its way");
        assert_eq!(quantities(&world.cart(made.token).await), [(2, 5)]);
        // another buyer's key is another key
        let elsewhere = world.create(vec![]).await;
        let add = AddLines { token: elsewhere.token, lines: vec![line(1, 1)], if_revision: None };
        assert_eq!(quantities(&world.carts.add_lines(&keyed("k2"), add).await.unwrap()), [(1, 1)]);

        let delete = DeleteCart { token: made.token };
        world.carts.delete(&keyed("k3"), delete.clone()).await.unwrap();
        world.carts.delete(&keyed("k3"), delete).await.unwrap();
        assert_eq!(world.carts.add_lines(&keyed("k2"), add_of(made.token)).await.unwrap(), added);
    }
}

fn add_of(token: infrasell_kernel::Token) -> AddLines {
    AddLines { token, lines: vec![line(2, 1)], if_revision: Some(1) }
}

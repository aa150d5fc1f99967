//! The lock that a checkout holds while it is completed.

use crate::shop::*;
use infrasell_contracts::cart::*;
use infrasell_kernel::Token;
use infrasell_rpc::{Cx, Fault};

async fn lock(world: &World, token: Token, revision: i64, owner: &str) -> Result<(), CartError> {
    let cx = Cx::system("checkout", "test");
    world.carts.lock(&cx, LockCart { token, revision, owner: owner.into() }).await
}

async fn unlock(world: &World, token: Token, owner: &str, completed: bool) {
    let cx = Cx::system("checkout", "test");
    world.carts.unlock(&cx, UnlockCart { token, owner: owner.into(), completed }).await.unwrap();
}

#[tokio::test]
async fn a_locked_cart_does_not_change() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let stale = Err(Fault::Stale { what: "cart".into() }.into());
        assert_eq!(lock(&world, cart.token, 2, "chk_1").await, stale, "not at the revision that the buyer agreed to");
        lock(&world, cart.token, 1, "chk_1").await.unwrap();
        lock(&world, cart.token, 1, "chk_1").await.unwrap();
        assert_eq!(lock(&world, cart.token, 1, "chk_2").await, Err(CartError::CartLocked));

        let locked = world.cart(cart.token).await;
        assert_eq!((locked.state, locked.revision), (CartState::Locked, 1));
        assert_eq!(world.add(cart.token, vec![line(1, 1)]).await, Err(CartError::CartLocked));
        assert_eq!(world.set(cart.token, cart.lines[0].id, 2).await, Err(CartError::CartLocked));
        let delete = DeleteCart { token: cart.token };
        assert_eq!(world.carts.delete(&guest(), delete.clone()).await, Err(CartError::CartLocked));

        unlock(&world, cart.token, "chk_2", false).await;
        assert_eq!(world.cart(cart.token).await.state, CartState::Locked, "it is not his to open");
        unlock(&world, cart.token, "chk_1", false).await;
        unlock(&world, cart.token, "chk_1", false).await;
        assert_eq!(world.cart(cart.token).await, cart);
        world.add(cart.token, vec![line(1, 1)]).await.unwrap();
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_cart_that_became_an_order_stays_so() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        unlock(&world, cart.token, "chk_1", true).await;
        assert_eq!(world.cart(cart.token).await.state, CartState::Active, "nobody had locked it");
        lock(&world, cart.token, 1, "chk_1").await.unwrap();
        unlock(&world, cart.token, "chk_1", true).await;
        unlock(&world, cart.token, "chk_1", true).await;
        unlock(&world, cart.token, "chk_1", false).await;
        let completed = world.cart(cart.token).await;
        assert_eq!((completed.state, completed.revision), (CartState::Completed, 2));
        assert_eq!(world.add(cart.token, vec![line(1, 1)]).await, Err(CartError::CartCompleted));
        assert_eq!(lock(&world, cart.token, 2, "chk_1").await, Err(CartError::CartCompleted));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_lock_between_reading_and_writing_wins() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        // the add has read the cart and asks the catalogue when the lock comes
        let (added, locked) =
            tokio::join!(world.add(cart.token, vec![line(1, 1)]), lock(&world, cart.token, 1, "chk_1"));
        let now = world.cart(cart.token).await;
        match (added, locked) {
            (Err(CartError::CartLocked), Ok(())) => assert_eq!(quantities(&now), [(1, 1)]),
            (Ok(_), Err(CartError::Fault(Fault::Stale { .. }))) => assert_eq!(quantities(&now), [(1, 2)]),
            other => panic!("both or neither: {other:?}"),
        }
    }
}

//! Whose a checkout is, and with it the order.

use crate::world::*;
use infrasell_contracts::checkout::*;
use infrasell_kernel::{CustomerId, Patch};
use infrasell_rpc::{Caller, Cx, Fault};

const ASHA: CustomerId = CustomerId::from_i64(71);
const BEN: CustomerId = CustomerId::from_i64(72);

fn by(id: CustomerId) -> Cx {
    Cx { caller: Caller::Customer { id, email_verified: true }, ..guest() }
}

fn not_found<T: std::fmt::Debug>(answer: Result<T, CheckoutError>) -> bool {
    matches!(answer, Err(CheckoutError::Fault(Fault::NotFound { .. })))
}

#[tokio::test]
async fn the_order_is_of_who_was_signed_in_and_to_others_it_is_not_there() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let create = CreateCheckout { cart, details: details("simulator") };
        let checkout = world.checkouts.create(&by(ASHA), create.clone()).await.unwrap();
        assert_eq!(checkout.customer, Some(ASHA));
        let token = checkout.token;
        let patch = CheckoutPatch { phone: Patch::Set("+91 98765 43210".into()), ..CheckoutPatch::default() };
        let update = UpdateCheckout { token, patch, if_version: None };
        assert!(not_found(world.checkouts.checkout(&by(BEN), GetCheckout { token }).await));
        assert!(not_found(world.checkouts.create(&by(BEN), create).await));
        assert!(not_found(world.checkouts.update(&by(BEN), update).await));
        assert!(not_found(world.checkouts.complete(&by(BEN), complete(&checkout)).await));
        assert!(not_found(world.checkouts.cancel(&by(BEN), CancelCheckout { token }).await));
        // a session may end on the way to the bank and back: who holds the token is let in
        world.complete(&checkout).await.unwrap();
        assert_eq!(world.shop.state().orders[0].customer, Some(ASHA));
        world.assert_whole(token).await;
    }
}

#[tokio::test]
async fn what_a_guest_began_becomes_the_customers_who_goes_on_with_it() {
    for world in worlds().await {
        let begun = world.ready("simulator").await;
        assert_eq!(begun.customer, None);
        let nothing = UpdateCheckout { token: begun.token, patch: CheckoutPatch::default(), if_version: None };
        let taken = world.checkouts.update(&by(ASHA), nothing).await.unwrap();
        assert_eq!((taken.customer, taken.version), (Some(ASHA), begun.version + 1));
        let second = world.ready("simulator").await;
        let done = world.checkouts.complete(&by(BEN), complete(&second)).await.unwrap();
        assert_eq!(done.customer, Some(BEN));
        assert_eq!(world.shop.state().orders[0].customer, Some(BEN));
        world.assert_whole(second.token).await;
    }
}

#[tokio::test]
async fn who_holds_a_cart_finds_its_checkout_and_then_its_order() {
    for world in worlds().await {
        let begun = world.ready("simulator").await;
        let find = || FindCheckout { cart: begun.cart };
        let stranger = FindCheckout { cart: begun.token };
        assert!(not_found(world.checkouts.of_cart(&guest(), stranger).await), "another token opens nothing");
        assert_eq!(world.checkouts.of_cart(&guest(), find()).await.unwrap(), begun);
        let done = world.complete(&begun).await.unwrap();
        assert_eq!(world.checkouts.of_cart(&guest(), find()).await.unwrap(), done);
        let other = world.ready("simulator").await;
        world.checkouts.cancel(&guest(), CancelCheckout { token: other.token }).await.unwrap();
        assert!(not_found(world.checkouts.of_cart(&guest(), FindCheckout { cart: other.cart }).await), "it is over");
        world.assert_whole(begun.token).await;
    }
}

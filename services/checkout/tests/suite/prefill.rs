//! What a checkout takes over from its cart.

use crate::world::*;
use infrasell_contracts::{cart::*, checkout::*, common::PostalAddress, pricing::ShippingChoice};
use infrasell_kernel::{Patch, ShippingMethodId, Token};
use infrasell_rules::checkout::CheckoutState;

fn said() -> CartDetails {
    let buyer = CartBuyer { email: Some("cart@example.com".into()), ..CartBuyer::default() };
    let address = CartAddress { number: 1, address: DraftAddress::of(&home()), selected: true, one_time_use: false };
    let method = ShippingMethodId::from_i64(1);
    let shipping = vec![ShippingChoice { group: "default".into(), method }];
    CartDetails { buyer, addresses: vec![address], shipping, ..CartDetails::default() }
}

impl World {
    fn say(&self, cart: Token, details: CartDetails) {
        self.shop.state().carts.get_mut(&cart).unwrap().details = details;
    }
}

#[tokio::test]
async fn a_checkout_begins_with_what_the_cart_knows() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        world.say(cart, said());
        let method = CheckoutPatch { payment_method: Patch::Set("cod".into()), ..CheckoutPatch::default() };
        let begun = world.create(cart, method).await;
        assert_eq!(begun.email.as_deref(), Some("cart@example.com"));
        assert_eq!(begun.shipping_address, Some(home()));
        assert_eq!(begun.state, CheckoutState::Ready, "{:?}", begun.messages);
        let seen = world.checkouts.checkout(&guest(), GetCheckout { token: begun.token }).await.unwrap();
        assert_eq!(seen.quote_hash, begun.quote_hash, "the quote it began with is the one it has");
        assert_eq!(world.create(cart, CheckoutPatch::default()).await, begun, "nothing was said, nothing has changed");
        world.complete(&begun).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_said_on_the_checkout_counts_before_what_the_cart_says() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        world.say(cart, said());
        let email = CheckoutPatch { email: Patch::Set("own@example.com".into()), ..CheckoutPatch::default() };
        let begun = world.create(cart, email).await;
        assert_eq!(begun.email.as_deref(), Some("own@example.com"));
        let mut later = said();
        later.buyer.phone = Some("+91 98765 43210".into());
        later.buyer.email = Some("later@example.com".into());
        world.say(cart, later);
        let again = world.create(cart, CheckoutPatch::default()).await;
        assert_eq!(again.email.as_deref(), Some("own@example.com"));
        assert_eq!(again.phone.as_deref(), Some("+91 98765 43210"), "what is still open is filled");
    }
}

#[tokio::test]
async fn an_address_that_goods_cannot_be_sent_to_stays_open() {
    for world in worlds().await {
        let unfinished = PostalAddress { line1: String::new(), ..home() };
        let cart = world.cart(&[(1, 1)]);
        let mut details = said();
        details.addresses[0].address = DraftAddress::of(&unfinished);
        world.say(cart, details);
        let begun = world.create(cart, CheckoutPatch::default()).await;
        assert_eq!(begun.shipping_address, None);
        assert_eq!(begun.email.as_deref(), Some("cart@example.com"));
    }
}

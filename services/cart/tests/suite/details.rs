//! What a buyer says of himself and of how he wants his cart.

use crate::shop::*;
use infrasell_contracts::{
    cart::*,
    catalog::{Metafield, MetafieldType},
    pricing::ShippingChoice,
};
use infrasell_kernel::{CountryCode, CustomerId, Patch, ShippingMethodId};

fn mumbai() -> DraftAddress {
    DraftAddress {
        first_name: Some("Asha".into()),
        last_name: Some("Rao".into()),
        line1: Some("12 MG Road".into()),
        city: Some("Mumbai".into()),
        region: Some("MH".into()),
        postal_code: Some("400001".into()),
        country: Some(CountryCode::IN),
        ..DraftAddress::default()
    }
}

fn to(address: DraftAddress, selected: bool) -> CartAddressInput {
    CartAddressInput { address, selected, ..CartAddressInput::default() }
}

fn gift(value: &str) -> Metafield {
    Metafield { namespace: "gift".into(), key: "wrap".into(), kind: MetafieldType::Boolean, value: value.into() }
}

fn buyer(email: &str) -> CartBuyerPatch {
    let country = Patch::Set(CountryCode::IN);
    CartBuyerPatch { email: Patch::Set(email.into()), country, ..CartBuyerPatch::default() }
}

fn choice(group: &str, method: i64) -> ShippingChoice {
    ShippingChoice { group: group.into(), method: ShippingMethodId::from_i64(method) }
}

impl World {
    async fn say(&self, cart: &Cart, edit: CartEdit) -> Result<EditedCart, CartError> {
        self.edit(EditedAs::Held(cart.token), vec![edit]).await
    }
}

#[tokio::test]
async fn what_the_buyer_says_is_kept_by_either_way_of_saying_it() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let patch = CartPatch {
            buyer: Some(buyer(" asha@example.in ")),
            discount_codes: Some(vec!["SAVE10".into(), " ".into(), "save10".into()]),
            addresses: Some(vec![to(mumbai(), true)]),
            shipping: Some(vec![choice("default", 1)]),
            metafields: Some(vec![gift(" true")]),
            ..CartPatch::default()
        };
        let update = UpdateCart { token: cart.token, patch, if_revision: None };
        let patched = world.carts.update(&guest(), update).await.unwrap();
        let other = world.create(vec![line(1, 1)]).await;
        let edits = vec![
            CartEdit::Buyer(buyer("asha@example.in")),
            CartEdit::DiscountCodes(vec!["SAVE10".into()]),
            CartEdit::GiftCards(vec!["1234".into()]),
            CartEdit::AddAddresses(vec![to(mumbai(), true)]),
            CartEdit::Shipping(vec![choice("default", 1)]),
            CartEdit::SetMetafields(vec![gift("true")]),
        ];
        let edited = world.edit(EditedAs::Held(other.token), edits).await.unwrap();
        let told = [CartNotice::DiscountNotFound { code: "SAVE10".into() }, CartNotice::GiftCardsUnavailable];
        assert_eq!(edited.notices, told);
        let plain = |mut details: CartDetails| {
            for field in &mut details.metafields {
                (field.created_at, field.updated_at) = (cart.created_at, cart.created_at);
            }
            details
        };
        let details = plain(edited.cart.details.clone());
        assert_eq!(details, plain(patched.details.clone()));
        assert_eq!(details.buyer.email.as_deref(), Some("asha@example.in"));
        assert_eq!(details.discount_codes, [DiscountCode { code: "SAVE10".into(), applicable: false }]);
        assert_eq!(details.selected().map(|one| one.number), Some(1));
        assert_eq!(details.metafields[0].value, "true");
        assert_eq!(world.cart(cart.token).await.details, patched.details);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_cart_is_quoted_for_the_selected_address_else_the_country() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let went = || world.shop.destination.lock().unwrap().clone().map(|to| (to.country, to.postal_code));
        assert_eq!(went(), None);
        world.say(&cart, CartEdit::Buyer(buyer("a@example.in"))).await.unwrap();
        assert_eq!(went(), Some((CountryCode::IN, String::new())));
        world.say(&cart, CartEdit::AddAddresses(vec![to(mumbai(), false)])).await.unwrap();
        assert_eq!(went(), Some((CountryCode::IN, String::new())));
        let select = CartAddressUpdate { number: 1, selected: Some(true), ..CartAddressUpdate::default() };
        world.say(&cart, CartEdit::UpdateAddresses(vec![select])).await.unwrap();
        assert_eq!(went(), Some((CountryCode::IN, "400001".into())));
        let asked = QuoteCart { token: cart.token, destination: None, shipping: vec![], as_chosen: false };
        world.carts.quoted(&guest(), asked.clone()).await.unwrap();
        assert_eq!(went(), None, "a checkout asks for what it knows, not for what the cart says");
        world.carts.quoted(&guest(), QuoteCart { as_chosen: true, ..asked }).await.unwrap();
        assert_eq!(went(), Some((CountryCode::IN, "400001".into())));
    }
}

#[tokio::test]
async fn addresses_are_put_in_changed_and_taken_out_and_one_is_selected() {
    for world in worlds().await {
        let cart = world.create(vec![]).await;
        let pune = DraftAddress { city: Some("Pune".into()), postal_code: Some("411001".into()), ..mumbai() };
        let both = vec![to(mumbai(), true), to(pune.clone(), false)];
        world.say(&cart, CartEdit::AddAddresses(both)).await.unwrap();
        let again = world.say(&cart, CartEdit::AddAddresses(vec![to(pune, true)])).await.unwrap();
        assert_eq!(again.notices, [CartNotice::DuplicateAddress { number: 2 }]);
        let marks = |cart: &Cart| cart.details.addresses.iter().map(|a| (a.number, a.selected)).collect::<Vec<_>>();
        assert_eq!(marks(&again.cart), [(1, false), (2, true)]);
        let gone = world.say(&cart, CartEdit::RemoveAddresses(vec![2])).await.unwrap();
        assert_eq!(marks(&gone.cart), [(1, false)]);
        let bare = DraftAddress { country: Some(CountryCode::IN), ..DraftAddress::default() };
        let replaced = world.say(&cart, CartEdit::ReplaceAddresses(vec![to(bare, true)])).await.unwrap();
        assert_eq!(marks(&replaced.cart), [(3, true)], "a number never names two");
        let two = vec![to(mumbai(), true), to(DraftAddress { line2: Some("B".into()), ..mumbai() }, true)];
        assert_eq!(bad_fields(world.say(&cart, CartEdit::AddAddresses(two)).await), ["addresses one_selected"]);
        let many = (0..51).map(|n| to(DraftAddress { line2: Some(n.to_string()), ..mumbai() }, false)).collect();
        assert_eq!(bad_fields(world.say(&cart, CartEdit::AddAddresses(many)).await), ["addresses too_many"]);
        assert_eq!(bad_fields(world.say(&cart, CartEdit::RemoveAddresses(vec![9])).await), ["addresses.0 unknown"]);
        let stranger = vec![CartAddressUpdate { number: 9, ..CartAddressUpdate::default() }];
        let refused = world.say(&cart, CartEdit::UpdateAddresses(stranger)).await;
        assert_eq!(bad_fields(refused), ["addresses.0.number unknown"]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn bad_details_are_refused_by_name() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        let text = |text: &str| Some(text.to_owned());
        let nowhere = DraftAddress { country: None, line1: text("<b>x</b>"), city: text("see http://x"), ..mumbai() };
        let long = DraftAddress { postal_code: text(&"1".repeat(17)), first_name: text("a\0"), ..mumbai() };
        let strict =
            CartAddressInput { strict: true, ..to(DraftAddress { postal_code: text("999"), ..mumbai() }, false) };
        let place = Place { country: CountryCode::IN, latitude_micro: 91_000_000, longitude_micro: 0 };
        let wishes =
            CartPreferences { near: Some(place), wallets: vec![String::new(); 11], ..CartPreferences::default() };
        let cases = [
            (CartEdit::Buyer(buyer("nobody")), vec!["buyer.email invalid_email"]),
            (
                CartEdit::Buyer(CartBuyerPatch { phone: Patch::Set("call".into()), ..CartBuyerPatch::default() }),
                vec!["buyer.phone invalid_phone"],
            ),
            (
                CartEdit::Buyer(CartBuyerPatch { preferences: Patch::Set(wishes), ..CartBuyerPatch::default() }),
                vec!["buyer.preferences.wallets too_many", "buyer.preferences.near out_of_range"],
            ),
            (CartEdit::DiscountCodes(vec!["x".repeat(256)]), vec!["discount_codes.0 too_long"]),
            (CartEdit::DiscountCodes(vec![String::new(); 26]), vec!["discount_codes too_many"]),
            (
                CartEdit::AddAddresses(vec![to(nowhere, false)]),
                vec!["addresses.0.line1 html", "addresses.0.city url", "addresses.0.country required"],
            ),
            (
                CartEdit::AddAddresses(vec![to(long, false)]),
                vec![
                    "addresses.0.first_name invalid_character",
                    "addresses.0.postal_code too_long",
                    "addresses.0.name invalid_character",
                ],
            ),
            (CartEdit::AddAddresses(vec![strict]), vec!["addresses.0.postal_code invalid_postal_code"]),
            (CartEdit::Shipping(vec![choice("other", 1)]), vec!["shipping.0.group unknown"]),
            (CartEdit::Shipping(vec![choice("default", 2)]), vec!["shipping.0.method not_offered"]),
            (CartEdit::SetMetafields(vec![gift("yes")]), vec!["metafields.0.value invalid_value"]),
            (
                CartEdit::SetMetafields(vec![Metafield { key: "a b".into(), ..gift("true") }]),
                vec!["metafields.0.key invalid_name"],
            ),
            (CartEdit::SetMetafields(vec![gift("true"); 51]), vec!["metafields too_many"]),
            (CartEdit::DeleteMetafield { namespace: "gift".into(), key: "wrap".into() }, vec!["key unknown"]),
        ];
        for (edit, expected) in cases {
            assert_eq!(bad_fields(world.say(&cart, edit).await), expected);
        }
        assert_eq!(world.cart(cart.token).await, cart, "nothing half-written");
    }
}

#[tokio::test]
async fn what_a_guest_said_comes_with_him_and_can_be_forgotten() {
    for world in worlds().await {
        let customer = CustomerId::from_i64(7);
        let claim = |token| ClaimCart { customer, token, channel: None, locale: None };
        let own = world.carts.claim(&guest(), claim(None)).await.unwrap();
        world.say(&own, CartEdit::Buyer(buyer("own@example.in"))).await.unwrap();
        let made = world.create(vec![line(1, 1)]).await;
        let edits = vec![
            CartEdit::Note("ring twice".into()),
            CartEdit::Buyer(buyer("guest@example.in")),
            CartEdit::AddAddresses(vec![to(mumbai(), true)]),
            CartEdit::SetMetafields(vec![gift("true")]),
            CartEdit::DiscountCodes(vec!["A".into()]),
        ];
        world.edit(EditedAs::Held(made.token), edits).await.unwrap();
        let claimed = world.carts.claim(&guest(), claim(Some(made.token))).await.unwrap();
        assert_eq!(claimed.details.buyer.email.as_deref(), Some("own@example.in"));
        assert_eq!(claimed.details.selected().unwrap().address, mumbai());
        assert_eq!(claimed.details.metafields.len(), 1);
        let forgotten = world.say(&claimed, CartEdit::ForgetBuyer).await.unwrap().cart;
        assert_eq!(forgotten.details.buyer, CartBuyer::default());
        assert!(forgotten.details.addresses.is_empty() && forgotten.note.is_empty());
        assert_eq!(forgotten.details.discount_codes.len(), 1);
        assert_eq!(quantities(&forgotten), [(1, 1)]);
        world.assert_clean().await;
    }
}

//! What a checkout takes over from its cart: who buys, where it goes, who is billed, how it is sent.
//!
//! Always true: what the buyer said on the checkout itself counts before what the cart says.

use crate::model::Details;
use infrasell_contracts::{
    cart::{CartDetails, DraftAddress},
    checkout::CheckoutPatch,
    common::PostalAddress,
};
use infrasell_kernel::{FieldError, Fields, Patch};

/// What the cart says that the details do not. An address that goods could not be sent to is left out.
pub(crate) fn known(cart: &CartDetails, details: &Details) -> CheckoutPatch {
    let open = |there: bool, value: Option<String>| value.filter(|_| !there).map_or(Patch::Keep, Patch::Set);
    let address = |there: bool, draft: Option<&DraftAddress>| {
        draft.filter(|_| !there).and_then(complete).map_or(Patch::Keep, Patch::Set)
    };
    let choices = Some(&cart.shipping).filter(|choices| details.shipping.is_empty() && !choices.is_empty());
    CheckoutPatch {
        email: open(details.email.is_some(), cart.buyer.email.clone()),
        phone: open(details.phone.is_some(), cart.buyer.phone.clone()),
        shipping_address: address(details.shipping_address.is_some(), cart.selected().map(|one| &one.address)),
        billing_address: address(details.billing_address.is_some(), cart.billing_address.as_ref()),
        shipping: choices.cloned().map_or(Patch::Keep, Patch::Set),
        payment_method: Patch::Keep,
    }
}

/// `known` without the fields that the checkout refuses; `errors` name them by their first word.
pub(crate) fn without(mut known: CheckoutPatch, errors: &[FieldError]) -> CheckoutPatch {
    let refused = |field: &str| errors.iter().any(|error| error.path.split('.').next() == Some(field));
    if refused("email") {
        known.email = Patch::Keep;
    }
    if refused("phone") {
        known.phone = Patch::Keep;
    }
    if refused("shipping_address") {
        known.shipping_address = Patch::Keep;
    }
    if refused("billing_address") {
        known.billing_address = Patch::Keep;
    }
    if refused("shipping") {
        known.shipping = Patch::Keep;
    }
    known
}

/// What the buyer says now, and beside it what is known.
pub(crate) fn beside(said: &CheckoutPatch, known: CheckoutPatch) -> CheckoutPatch {
    fn or<T: Clone>(said: &Patch<T>, known: Patch<T>) -> Patch<T> {
        if said.is_keep() { known } else { said.clone() }
    }
    CheckoutPatch {
        email: or(&said.email, known.email),
        phone: or(&said.phone, known.phone),
        shipping_address: or(&said.shipping_address, known.shipping_address),
        billing_address: or(&said.billing_address, known.billing_address),
        shipping: or(&said.shipping, known.shipping),
        payment_method: or(&said.payment_method, known.payment_method),
    }
}

fn complete(draft: &DraftAddress) -> Option<PostalAddress> {
    let address = draft.postal();
    let mut fields = Fields::new();
    address.check_deliverable("", &mut fields);
    fields.is_empty().then_some(address)
}

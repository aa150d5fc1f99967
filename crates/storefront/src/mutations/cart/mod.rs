//! What can be done to carts.
//!
//! Always true: a mutation asks the cart service once for all that it changes; what was asked for and cannot be is told in
//! `userErrors`, with the way to the argument, and nothing of it is done; what was done otherwise is told in `warnings`. A
//! cart that is gone is told, too, but gives way to a new one: a storefront remembers a buyer's cart beyond his purchase, and
//! takes the next one from the answer; without it, he could never buy again.

mod completing;
mod inputs;
mod making;
mod telling;
mod values;

use super::Mutation;
use crate::{
    context::Ask,
    facts::Facts,
    object::AnyObject,
    types::cart_payloads::{
        AddressesAdded, AddressesRemoved, AddressesReplaced, AddressesUpdated, AttributesUpdated,
        BillingAddressUpdated, BuyerIdentityUpdated, Cloned, Created, DeliveryOptionsUpdated, DiscountCodesUpdated,
        GiftCardCodesAdded, GiftCardCodesRemoved, GiftCardCodesUpdated, LinesAdded, LinesRemoved, LinesUpdated,
        NoteUpdated, Outcome, PaymentUpdated, PersonalDataRemoved, Wrong,
    },
};
use infrasell_contracts::cart::{CartEdit, CartError, EditCart, EditedAs, QuotedCart};
use infrasell_kernel::Token;
use infrasell_rpc::Fault;
use inputs::Inputs;
use serde_json::{Map, Value};
use telling::{refused, told};

/// An argument map, as it came in, defaults included.
pub(super) type Arguments = Map<String, Value>;
type Answer = Result<Outcome, Fault>;

fn done<P: From<Outcome> + AnyObject + 'static>(outcome: Answer) -> Result<Box<dyn AnyObject>, Fault> {
    Ok(Box::new(P::from(outcome?)))
}

macro_rules! edits {
    ($($name:literal => $Payload:ident by $read:expr;)*) => {
        &[$(($name, |ask, args, facts| {
            Box::pin(async move { done::<$Payload>(edited(ask, args, facts, $read).await) })
        })),*]
    };
}

/// Mutations that are one edit of one cart.
pub(super) const EDITS: &[(&str, Mutation)] = edits! {
    "cartAttributesUpdate" => AttributesUpdated by Inputs::attributes;
    "cartBillingAddressUpdate" => BillingAddressUpdated by Inputs::billing_address;
    "cartDeliveryAddressesRemove" => AddressesRemoved by Inputs::address_ids;
    "cartDeliveryAddressesUpdate" => AddressesUpdated by Inputs::address_updates;
    "cartDiscountCodesUpdate" => DiscountCodesUpdated by Inputs::discount_codes;
    "cartGiftCardCodesAdd" => GiftCardCodesAdded by Inputs::gift_cards;
    "cartGiftCardCodesRemove" => GiftCardCodesRemoved by Inputs::applied_gift_cards;
    "cartGiftCardCodesUpdate" => GiftCardCodesUpdated by Inputs::gift_cards;
    "cartLinesAdd" => LinesAdded by Inputs::lines;
    "cartLinesRemove" => LinesRemoved by Inputs::line_ids;
    "cartLinesUpdate" => LinesUpdated by Inputs::line_updates;
    "cartNoteUpdate" => NoteUpdated by Inputs::note;
    "cartPaymentUpdate" => PaymentUpdated by Inputs::payment;
    "cartRemovePersonalData" => PersonalDataRemoved by |_, _| Some(CartEdit::ForgetBuyer);
    "cartSelectedDeliveryOptionsUpdate" => DeliveryOptionsUpdated by Inputs::delivery_options;
};

/// Mutations that ask somebody else, too.
pub(super) const OTHERS: &[(&str, Mutation)] = &[
    ("cartBuyerIdentityUpdate", |ask, args, facts| {
        Box::pin(async move { done::<BuyerIdentityUpdated>(making::identify(ask, args, facts).await) })
    }),
    ("cartClone", |ask, args, facts| Box::pin(async move { done::<Cloned>(making::clone(ask, args, facts).await) })),
    ("cartCreate", |ask, args, facts| Box::pin(async move { done::<Created>(making::create(ask, args, facts).await) })),
    ("cartDeliveryAddressesAdd", |ask, args, facts| {
        Box::pin(async move { done::<AddressesAdded>(making::add_addresses(ask, args, facts, false).await) })
    }),
    ("cartDeliveryAddressesReplace", |ask, args, facts| {
        Box::pin(async move { done::<AddressesReplaced>(making::add_addresses(ask, args, facts, true).await) })
    }),
    ("cartMetafieldDelete", |ask, args, facts| Box::pin(values::delete(ask, args, facts))),
    ("cartMetafieldsSet", |ask, args, facts| Box::pin(values::set(ask, args, facts))),
    ("cartComplete", |ask, args, facts| Box::pin(completing::complete(ask, args, facts))),
    ("cartPrepareForCompletion", |ask, args, facts| Box::pin(completing::prepare(ask, args, facts))),
    ("cartSubmitForCompletion", |ask, args, facts| Box::pin(completing::submit(ask, args, facts))),
];

/// One edit of the cart that `cartId` names.
async fn edited(
    ask: &Ask,
    args: &Arguments,
    facts: &mut Facts,
    read: impl FnOnce(&mut Inputs, &Arguments) -> Option<CartEdit>,
) -> Answer {
    let mut inputs = Inputs::default();
    let token = inputs.cart(args);
    let edit = read(&mut inputs, args);
    let Some(token) = token.filter(|_| inputs.wrong.is_empty()) else {
        return Ok(Outcome { cart: token, wrong: inputs.wrong, warnings: vec![] });
    };
    apply(ask, facts, EditedAs::Held(token), edit.into_iter().collect(), &[]).await
}

/// Edits a cart, and leaves it in the facts as it is then. `prefix` stands before the ways to arguments.
async fn apply(ask: &Ask, facts: &mut Facts, cart: EditedAs, edits: Vec<CartEdit>, prefix: &[&str]) -> Answer {
    let (held, anew) = match &cart {
        EditedAs::Held(token) => (Some(*token), making::anew(ask, &edits)),
        EditedAs::New { .. } => (None, None),
    };
    let removes = edits.iter().any(|edit| matches!(edit, CartEdit::RemoveLines(_) | CartEdit::RemoveAddresses(_)));
    let edit = EditCart { cart, edits, if_revision: None };
    let error = match ask.services.carts.edit(&ask.cx.unkeyed(), edit).await {
        Ok(edited) => {
            let token = edited.cart.token;
            let warnings = told(&edited);
            facts.carts.put(token, QuotedCart { cart: edited.cart, quoted: edited.quoted });
            return Ok(Outcome { cart: Some(token), wrong: vec![], warnings });
        }
        Err(error) => error,
    };
    let is_gone = matches!(error, CartError::Fault(Fault::NotFound { .. }) | CartError::CartCompleted);
    let wrong = refused(error, prefix, removes)?;
    match anew.filter(|_| is_gone) {
        Some(edits) => {
            let mut outcome = Box::pin(apply(ask, facts, making::new(ask), edits, prefix)).await?;
            outcome.wrong.splice(0..0, wrong);
            Ok(outcome)
        }
        None => Ok(Outcome { cart: held, wrong, warnings: vec![] }),
    }
}

/// That there is no such cart.
fn no_cart() -> Wrong {
    let message = "The specified cart does not exist.".into();
    Wrong { code: "INVALID", field: vec!["cartId".into()], message }
}

/// The cart that an id names.
fn token_of(id: &str) -> Option<Token> {
    crate::ids::name("Cart", id)?.parse().ok()
}

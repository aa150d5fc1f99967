//! Making carts, saying whose they are, and where they may go.

use super::{
    Answer, Arguments, apply,
    inputs::{Inputs, object, text},
    no_cart,
};
use crate::{context::Ask, facts::Facts, types::cart_payloads::Outcome};
use infrasell_contracts::{
    cart::{Cart, CartBuyerPatch, CartEdit, CartError, CartLineInput, ClaimCart, DraftAddress, EditedAs, GetCart},
    customers::GetAddress,
    identity::Authenticate,
};
use infrasell_kernel::{CustomerId, ErrorKind, Locale, Patch, Token};
use infrasell_rpc::{Fault, ServiceError};

/// `cartCreate`.
pub(super) async fn create(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let nothing = Arguments::new();
    let input = object(args, "input").unwrap_or(&nothing);
    let mut inputs = Inputs { prefix: &["input"], ..Inputs::default() };
    let mut edits: Vec<CartEdit> = inputs.lines(input).into_iter().collect();
    edits.extend(text(input, "note").map(|note| CartEdit::Note(note.to_owned())));
    edits.extend(input.get("attributes").and_then(|_| inputs.attributes(input)));
    edits.push(bought_from(ask, inputs.buyer(input)));
    edits.extend(input.get("discountCodes").and_then(|_| inputs.discount_codes(input)));
    edits.extend(input.get("giftCardCodes").and_then(|_| inputs.gift_cards(input)));
    edits.extend(super::values::of_new(input, &mut inputs).map(CartEdit::SetMetafields));
    let customer = customer_of(ask, input, &mut inputs).await?;
    let mut addresses = object(input, "delivery").map(|delivery| inputs.addresses(delivery)).unwrap_or_default();
    copy_kept(ask, customer, &mut inputs, |i, address| addresses[i].address = address).await?;
    if !addresses.is_empty() {
        edits.push(CartEdit::AddAddresses(addresses));
    }
    if !inputs.wrong.is_empty() {
        return Ok(Outcome { wrong: inputs.wrong, ..Outcome::default() });
    }
    let made = apply(ask, facts, new(ask), edits, &["input"]).await?;
    claimed(ask, facts, made, customer).await
}

pub(super) fn new(ask: &Ask) -> EditedAs {
    EditedAs::New { channel: Some(ask.channel.code.clone()), locale: locale(ask) }
}

/// What of these edits is done to the cart that takes the place of one that is gone: not what is about things that the old
/// one held. Nothing where a buyer is forgotten: an empty cart knows nobody.
pub(super) fn anew(ask: &Ask, edits: &[CartEdit]) -> Option<Vec<CartEdit>> {
    let (mut kept, mut buyer) = (vec![], None);
    for edit in edits {
        match edit {
            CartEdit::ForgetBuyer => return None,
            CartEdit::Buyer(_) => buyer = Some(edit.clone()),
            CartEdit::UpdateLines(_)
            | CartEdit::RemoveLines(_)
            | CartEdit::UpdateAddresses(_)
            | CartEdit::RemoveAddresses(_)
            | CartEdit::Shipping(_)
            | CartEdit::DeleteMetafield { .. } => {}
            CartEdit::AddLines(_)
            | CartEdit::Note(_)
            | CartEdit::Attributes(_)
            | CartEdit::DiscountCodes(_)
            | CartEdit::GiftCards(_)
            | CartEdit::AddAddresses(_)
            | CartEdit::ReplaceAddresses(_)
            | CartEdit::BillingAddress(_)
            | CartEdit::SetMetafields(_) => kept.push(edit.clone()),
        }
    }
    kept.push(bought_from(ask, buyer));
    Some(kept)
}

/// The country that the whole request names is where a new cart's buyer is, unless he says otherwise.
fn bought_from(ask: &Ask, buyer: Option<CartEdit>) -> CartEdit {
    let mut change = match buyer {
        Some(CartEdit::Buyer(change)) => change,
        _ => CartBuyerPatch::default(),
    };
    if let (Patch::Keep, Some(country)) = (&change.country, ask.country) {
        change.country = Patch::Set(country);
    }
    CartEdit::Buyer(change)
}

/// The channel's locale of the language that the request names.
fn locale(ask: &Ask) -> Option<Locale> {
    let wanted = ask.language.replace('_', "-").to_lowercase();
    let spoken = ask.channel.locales.iter();
    let (mut exact, mut close) = (None, None);
    for locale in spoken {
        let text = locale.to_string().to_lowercase();
        exact = exact.or((text == wanted).then_some(locale));
        close = close.or((text.split('-').next() == Some(wanted.as_str())).then_some(locale));
    }
    exact.or(close).cloned()
}

/// `cartBuyerIdentityUpdate`.
pub(super) async fn identify(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let mut inputs = Inputs::default();
    let token = inputs.cart(args);
    let edit = inputs.buyer(args);
    let customer = customer_of(ask, args, &mut inputs).await?;
    let Some(token) = token.filter(|_| inputs.wrong.is_empty()) else {
        return Ok(Outcome { cart: token, wrong: inputs.wrong, warnings: vec![] });
    };
    let edited = apply(ask, facts, EditedAs::Held(token), edit.into_iter().collect(), &[]).await?;
    claimed(ask, facts, edited, customer).await
}

/// The customer whose token `buyerIdentity` shows.
async fn customer_of(ask: &Ask, args: &Arguments, inputs: &mut Inputs) -> Result<Option<CustomerId>, Fault> {
    let shown = object(args, "buyerIdentity").and_then(|buyer| text(buyer, "customerAccessToken"));
    let Some(secret) = shown else { return Ok(None) };
    let secret = Authenticate { secret: secret.to_owned() };
    let found = match ask.services.identity.authenticate(&ask.cx.unkeyed(), secret).await {
        Ok(found) => found.caller.customer(),
        Err(error) if error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Internal => {
            return Err(Fault::relay(&error));
        }
        Err(_) => None,
    };
    if found.is_none() {
        inputs.note_wrong("INVALID", "buyerIdentity.customerAccessToken", "The customer is not signed in any more.");
    }
    Ok(found)
}

/// Makes the cart the customer's, or brings what is in it into the open one that he has; then that one is shown.
async fn claimed(ask: &Ask, facts: &mut Facts, outcome: Outcome, customer: Option<CustomerId>) -> Answer {
    // a cart that is gone has given way to a new one, which is as good
    let is_good = outcome.wrong.iter().all(|wrong| *wrong == no_cart());
    let (Some(customer), Some(token)) = (customer, outcome.cart.filter(|_| is_good)) else {
        return Ok(outcome);
    };
    let claim = ClaimCart { customer, token: Some(token), channel: None, locale: None };
    match ask.services.carts.claim(&ask.cx.unkeyed(), claim).await {
        Ok(cart) => {
            facts.carts.forget();
            Ok(Outcome { cart: Some(cart.token), ..outcome })
        }
        Err(error) => {
            let wrong = super::telling::refused(error, &[], false)?;
            Ok(Outcome { wrong, ..outcome })
        }
    }
}

/// `cartDeliveryAddressesAdd` and `…Replace`.
pub(super) async fn add_addresses(ask: &Ask, args: &Arguments, facts: &mut Facts, replace: bool) -> Answer {
    let mut inputs = Inputs::default();
    let token = inputs.cart(args);
    let mut addresses = inputs.addresses(args);
    if let Some(token) = token.filter(|_| !inputs.kept.is_empty()) {
        let customer = read(ask, token).await?.and_then(|cart| cart.customer);
        copy_kept(ask, customer, &mut inputs, |i, address| addresses[i].address = address).await?;
    }
    let Some(token) = token.filter(|_| inputs.wrong.is_empty()) else {
        return Ok(Outcome { cart: token, wrong: inputs.wrong, warnings: vec![] });
    };
    let edit = if replace { CartEdit::ReplaceAddresses(addresses) } else { CartEdit::AddAddresses(addresses) };
    apply(ask, facts, EditedAs::Held(token), vec![edit], &[]).await
}

/// Looks up the addresses that the customer keeps.
async fn copy_kept(
    ask: &Ask,
    customer: Option<CustomerId>,
    inputs: &mut Inputs,
    mut put: impl FnMut(usize, DraftAddress),
) -> Result<(), Fault> {
    for (i, id) in std::mem::take(&mut inputs.kept) {
        let found = match customer {
            None => None,
            Some(customer) => {
                match ask.services.customers.address(&ask.cx.unkeyed(), GetAddress { customer, id }).await {
                    Ok(found) => Some(found.address),
                    Err(error) if error.kind() == ErrorKind::NotFound => None,
                    Err(error) => return Err(Fault::relay(&error)),
                }
            }
        };
        match found {
            Some(address) => put(i, DraftAddress::of(&address)),
            None => {
                let way = match inputs.prefix.is_empty() {
                    true => format!("addresses.{i}.address.copyFromCustomerAddressId"),
                    false => format!("delivery.addresses.{i}.address.copyFromCustomerAddressId"),
                };
                inputs.note_wrong("INVALID_DELIVERY_ADDRESS_ID", &way, "The customer keeps no such address.");
            }
        }
    }
    Ok(())
}

async fn read(ask: &Ask, token: Token) -> Result<Option<Cart>, Fault> {
    match ask.services.carts.cart(&ask.cx.unkeyed(), GetCart { token, country: None }).await {
        Ok(cart) => Ok(Some(cart)),
        Err(CartError::Fault(Fault::NotFound { .. })) => Ok(None),
        Err(error) => Err(Fault::relay(&error)),
    }
}

/// `cartClone`: lines and codes, and nothing that a person could be known by.
pub(super) async fn clone(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let mut inputs = Inputs::default();
    let found = match inputs.cart(args) {
        Some(token) => read(ask, token).await?,
        None => None,
    };
    let Some(cart) = found else {
        return Ok(Outcome { wrong: vec![no_cart()], ..Outcome::default() });
    };
    let line = |line: &infrasell_contracts::cart::CartLine| CartLineInput {
        variant: line.variant,
        quantity: line.quantity,
        attributes: line.attributes.clone(),
    };
    // what can no longer be bought is no reason not to copy the rest
    let lines: Vec<CartLineInput> = cart.lines.iter().filter(|line| line.amounts.is_some()).map(line).collect();
    let codes = cart.details.discount_codes.into_iter().map(|code| code.code).collect();
    let new = EditedAs::New { channel: Some(ask.channel.code.clone()), locale: Some(cart.locale) };
    apply(ask, facts, new, vec![CartEdit::AddLines(lines), CartEdit::DiscountCodes(codes)], &[]).await
}

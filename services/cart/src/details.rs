//! What a buyer says of himself and of how he wants his cart, as pure data.
//!
//! Always true after each of these: at most one address is selected, no number names two addresses, no limit is passed,
//! and a discount code is applicable only where a promotion says so (there are none yet).

use crate::address::{self, check_address};
use infrasell_contracts::{
    cart::{
        CartBuyerPatch, CartDetails, CartEdit, CartMetafield, CartNotice, CartPatch, CartPreferences, DiscountCode,
        MAX_CART_METAFIELD_BYTES, MAX_CART_METAFIELDS, MAX_CODES,
    },
    catalog::Metafield,
    pricing::ShippingChoice,
};
use infrasell_kernel::{
    Fields, Patch, Timestamp,
    contact::{is_email, is_phone},
};
use infrasell_rules::metafield::canonical;
use std::collections::BTreeSet;

/// The longest discount code, wish or handle, in characters.
const MAX_WORD: usize = 255;
/// The most wishes of one kind.
const MAX_WISHES: usize = 10;
/// The longest name of a metafield, or of its namespace, in characters.
const MAX_METAFIELD_NAME: usize = 64;
/// The longest name of a group of lines, in characters.
const MAX_GROUP: usize = 64;
/// The most groups of lines that a choice can be made for.
const MAX_GROUPS: usize = 100;

/// What is found on the way: bad fields, and what the buyer is told.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) fields: Fields,
    pub(crate) notices: Vec<CartNotice>,
}

/// Does one edit of the details; others leave them.
pub(crate) fn apply(details: &mut CartDetails, edit: &CartEdit, now: Timestamp, found: &mut Found) {
    match edit {
        CartEdit::Buyer(patch) => buyer(details, patch, &mut found.fields),
        CartEdit::DiscountCodes(codes) => discount_codes(details, codes, found),
        CartEdit::GiftCards(codes) if codes.iter().any(|code| !code.trim().is_empty()) => {
            found.notices.push(CartNotice::GiftCardsUnavailable);
        }
        CartEdit::AddAddresses(inputs) => address::add(details, inputs, found),
        CartEdit::UpdateAddresses(updates) => address::update(details, updates, &mut found.fields),
        CartEdit::RemoveAddresses(numbers) => address::remove(details, numbers, &mut found.fields),
        CartEdit::ReplaceAddresses(inputs) => {
            details.addresses.clear();
            address::add(details, inputs, found);
        }
        CartEdit::BillingAddress(address) => {
            if let Some(address) = address {
                check_address("billing_address", address, false, &mut found.fields);
            }
            details.billing_address.clone_from(address);
        }
        CartEdit::Shipping(choices) => shipping(details, choices, &mut found.fields),
        CartEdit::SetMetafields(fields) => set_metafields(details, fields, now, &mut found.fields),
        CartEdit::DeleteMetafield { namespace, key } => {
            let before = details.metafields.len();
            details.metafields.retain(|one| (&one.namespace, &one.key) != (namespace, key));
            let gone = details.metafields.len() < before;
            found.fields.check(gone, "key", "unknown", "there is no such metafield");
        }
        CartEdit::ForgetBuyer => {
            let made = details.addresses_made;
            let codes = std::mem::take(&mut details.discount_codes);
            *details = CartDetails { discount_codes: codes, addresses_made: made, ..CartDetails::default() };
        }
        CartEdit::GiftCards(_)
        | CartEdit::AddLines(_)
        | CartEdit::UpdateLines(_)
        | CartEdit::RemoveLines(_)
        | CartEdit::Note(_)
        | CartEdit::Attributes(_) => {}
    }
}

/// What a patch changes of the details.
pub(crate) fn edits_of(patch: &CartPatch) -> Vec<CartEdit> {
    let mut edits = vec![];
    edits.extend(patch.buyer.clone().map(CartEdit::Buyer));
    edits.extend(patch.discount_codes.clone().map(CartEdit::DiscountCodes));
    edits.extend(patch.addresses.clone().map(CartEdit::ReplaceAddresses));
    match &patch.billing_address {
        Patch::Keep => {}
        Patch::Clear => edits.push(CartEdit::BillingAddress(None)),
        Patch::Set(address) => edits.push(CartEdit::BillingAddress(Some(address.clone()))),
    }
    edits.extend(patch.shipping.clone().map(CartEdit::Shipping));
    edits.extend(patch.metafields.clone().map(CartEdit::SetMetafields));
    edits
}

/// Fills what is not said from the details of a cart whose lines are taken in.
pub(crate) fn take_in(details: &mut CartDetails, others: CartDetails) {
    let buyer = &mut details.buyer;
    buyer.email = buyer.email.take().or(others.buyer.email);
    buyer.phone = buyer.phone.take().or(others.buyer.phone);
    buyer.country = buyer.country.take().or(others.buyer.country);
    buyer.preferences = buyer.preferences.take().or(others.buyer.preferences);
    for code in others.discount_codes {
        if details.discount_codes.len() < MAX_CODES && !has_code(&details.discount_codes, &code.code) {
            details.discount_codes.push(code);
        }
    }
    address::take_in(details, others.addresses);
    details.billing_address = details.billing_address.take().or(others.billing_address);
    if details.shipping.is_empty() {
        details.shipping = others.shipping;
    }
    for other in others.metafields {
        let known = details.metafields.iter().any(|one| (&one.namespace, &one.key) == (&other.namespace, &other.key));
        let bytes = metafield_bytes(details) + other.value.len();
        if !known && details.metafields.len() < MAX_CART_METAFIELDS && bytes <= MAX_CART_METAFIELD_BYTES {
            details.metafields.push(other);
        }
    }
}

fn buyer(details: &mut CartDetails, patch: &CartBuyerPatch, fields: &mut Fields) {
    let buyer = &mut details.buyer;
    // a form sends an empty text where a program sends null
    let said = |patch: &Patch<String>| match patch {
        Patch::Set(text) if text.trim().is_empty() => Patch::Clear,
        Patch::Set(text) => Patch::Set(text.trim().to_owned()),
        other => other.clone(),
    };
    let (email, phone) = (said(&patch.email), said(&patch.phone));
    if let Patch::Set(email) = &email {
        fields.check(is_email(email), "buyer.email", "invalid_email", "this is not an e-mail address");
    }
    if let Patch::Set(phone) = &phone {
        fields.check(is_phone(phone), "buyer.phone", "invalid_phone", "this is not a telephone number");
    }
    if let Patch::Set(wishes) = &patch.preferences {
        check_wishes(wishes, fields);
    }
    buyer.email = email.apply(buyer.email.take());
    buyer.phone = phone.apply(buyer.phone.take());
    buyer.country = patch.country.apply(buyer.country.take());
    buyer.preferences = patch.preferences.clone().apply(buyer.preferences.take());
}

fn check_wishes(wishes: &CartPreferences, fields: &mut Fields) {
    let lists = [
        ("delivery_methods", &wishes.delivery_methods),
        ("pickup_handles", &wishes.pickup_handles),
        ("wallets", &wishes.wallets),
    ];
    for (name, words) in lists {
        let path = format!("buyer.preferences.{name}");
        fields.check(words.len() <= MAX_WISHES, &path, "too_many", format!("at most {MAX_WISHES} of {path}"));
        for (i, word) in words.iter().enumerate().take(MAX_WISHES) {
            fields.max_len(&format!("{path}.{i}"), word, MAX_WORD);
        }
    }
    if let Some(place) = wishes.near {
        let on_earth =
            place.latitude_micro.unsigned_abs() <= 90_000_000 && place.longitude_micro.unsigned_abs() <= 180_000_000;
        fields.check(on_earth, "buyer.preferences.near", "out_of_range", "there is no such place on earth");
    }
}

fn has_code(codes: &[DiscountCode], code: &str) -> bool {
    codes.iter().any(|one| one.code.to_lowercase() == code.to_lowercase())
}

/// Keeps the codes as they were typed. None is known, for there are no promotions yet.
fn discount_codes(details: &mut CartDetails, codes: &[String], found: &mut Found) {
    let few = codes.len() <= MAX_CODES;
    found.fields.check(few, "discount_codes", "too_many", format!("at most {MAX_CODES} discount codes"));
    let mut kept: Vec<DiscountCode> = vec![];
    for (i, code) in codes.iter().enumerate().take(MAX_CODES) {
        let code = code.trim();
        found.fields.max_len(&format!("discount_codes.{i}"), code, MAX_WORD);
        if code.is_empty() || has_code(&kept, code) {
            continue;
        }
        found.notices.push(CartNotice::DiscountNotFound { code: code.to_owned() });
        kept.push(DiscountCode { code: code.to_owned(), applicable: false });
    }
    details.discount_codes = kept;
}

/// Notes the choices; whether they are offered only the quote can say.
fn shipping(details: &mut CartDetails, choices: &[ShippingChoice], fields: &mut Fields) {
    let few = choices.len() <= MAX_GROUPS;
    fields.check(few, "shipping", "too_many", format!("at most {MAX_GROUPS} groups of lines"));
    let mut seen = BTreeSet::new();
    for (i, choice) in choices.iter().enumerate().take(MAX_GROUPS) {
        let path = format!("shipping.{i}.group");
        fields.text(&path, &choice.group, MAX_GROUP);
        let once = seen.insert(choice.group.as_str());
        fields.check(once, &path, "duplicate", format!("'{}' is named twice", choice.group));
        match details.shipping.iter_mut().find(|one| one.group == choice.group) {
            Some(one) => one.clone_from(choice),
            None => details.shipping.push(choice.clone()),
        }
    }
}

fn set_metafields(details: &mut CartDetails, inputs: &[Metafield], now: Timestamp, fields: &mut Fields) {
    for (i, input) in inputs.iter().enumerate().take(MAX_CART_METAFIELDS) {
        let at = |part: &str| format!("metafields.{i}.{part}");
        check_name(&at("namespace"), &input.namespace, fields);
        check_name(&at("key"), &input.key, fields);
        let value = match canonical(input.kind, &input.value) {
            Ok(value) => value,
            Err(should) => {
                fields.add(at("value"), "invalid_value", format!("the value {should}"));
                continue;
            }
        };
        fields.max_len(&at("value"), &value, MAX_CART_METAFIELD_BYTES);
        let named = |one: &&mut CartMetafield| (&one.namespace, &one.key) == (&input.namespace, &input.key);
        match details.metafields.iter_mut().find(named) {
            Some(one) if one.kind == input.kind && one.value == value => {}
            Some(one) => (one.kind, one.value, one.updated_at) = (input.kind, value, now),
            None => details.metafields.push(CartMetafield {
                namespace: input.namespace.clone(),
                key: input.key.clone(),
                kind: input.kind,
                value,
                created_at: now,
                updated_at: now,
            }),
        }
    }
    let few = inputs.len().max(details.metafields.len()) <= MAX_CART_METAFIELDS;
    fields.check(few, "metafields", "too_many", format!("a cart has at most {MAX_CART_METAFIELDS} metafields"));
    let bytes = metafield_bytes(details);
    let message = format!("the metafields take {bytes} bytes, more than {MAX_CART_METAFIELD_BYTES}");
    fields.check(bytes <= MAX_CART_METAFIELD_BYTES, "metafields", "too_large", message);
}

fn check_name(path: &str, name: &str, fields: &mut Fields) {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let message = format!("{path} is 1 to {MAX_METAFIELD_NAME} of a–z, 0–9, _ and -");
    fields.check(plain && (1..=MAX_METAFIELD_NAME).contains(&name.len()), path, "invalid_name", message);
}

fn metafield_bytes(details: &CartDetails) -> usize {
    details.metafields.iter().map(|one| one.value.len()).sum()
}

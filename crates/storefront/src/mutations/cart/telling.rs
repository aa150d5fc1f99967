//! What the cart service answers, as these clients are told it: bad fields with the way to the argument, cuts as warnings.

use super::no_cart;
use crate::{
    ids,
    types::cart_payloads::{Warning, Wrong},
};
use infrasell_contracts::cart::{CartError, CartNotice, EditedCart};
use infrasell_kernel::{FieldError, VariantId};
use infrasell_rpc::Fault;

/// What was wrong; a fault that is nobody's mistake stays one. With `removes`, what is named by a list is named by ids.
pub(super) fn refused(error: CartError, prefix: &[&str], removes: bool) -> Result<Vec<Wrong>, Fault> {
    Ok(match error {
        CartError::Fault(Fault::Invalid { errors }) => {
            errors.iter().map(|error| wrong_of(error, prefix, removes)).collect()
        }
        CartError::Fault(Fault::NotFound { .. }) | CartError::CartCompleted => vec![no_cart()],
        CartError::CartLocked => {
            let message = "The cart is being bought and cannot be changed meanwhile.".into();
            vec![Wrong { code: "INVALID", field: vec!["cartId".into()], message }]
        }
        CartError::NotForSale { variant } => vec![gone(variant, vec!["lines".into()])],
        CartError::InsufficientStock { .. } => {
            vec![Wrong { code: "MAXIMUM_EXCEEDED", field: vec!["lines".into()], message: error.to_string() }]
        }
        CartError::Fault(Fault::Conflict { .. } | Fault::Stale { .. }) => {
            let message = "The cart was changed by others at the same time; try again.".into();
            vec![Wrong { code: "SERVICE_UNAVAILABLE", field: vec!["cartId".into()], message }]
        }
        other => return Err(Fault::relay(&other)),
    })
}

fn gone(variant: VariantId, field: Vec<String>) -> Wrong {
    let id = ids::gid("ProductVariant", variant.get());
    Wrong { code: "INVALID", field, message: format!("The merchandise with id {id} does not exist.") }
}

fn wrong_of(error: &FieldError, prefix: &[&str], removes: bool) -> Wrong {
    let field = way(&error.path, prefix, removes);
    Wrong { code: code_of(error), field, message: error.message.clone() }
}

/// The way to the argument that a field of ours is.
pub(super) fn way(path: &str, prefix: &[&str], removes: bool) -> Vec<String> {
    let mut parts = path.split('.');
    let (first, at) = (parts.next().unwrap_or(""), parts.next());
    let rest: Vec<&str> = parts.collect();
    let mut way: Vec<String> = prefix.iter().map(|part| (*part).to_owned()).collect();
    let named = match first {
        "lines" if removes => "lineIds",
        "addresses" if removes => "addressIds",
        "discount_codes" => "discountCodes",
        "buyer" => "buyerIdentity",
        "billing_address" => "billingAddress",
        "shipping" => "selectedDeliveryOptions",
        other => other,
    };
    if first == "addresses" && !prefix.is_empty() {
        way.push("delivery".into());
    }
    way.push(named.into());
    match (first, at) {
        // the key of an attribute is no argument
        ("attributes", _) | (_, None) => {}
        ("lines" | "addresses", Some(at)) if removes => way.push(at.into()),
        ("addresses", Some(at)) => {
            way.push(at.into());
            match rest.first() {
                None => {}
                Some(&"number") => way.push("id".into()),
                Some(field) => way.extend(["address", "deliveryAddress", address_field(field)].map(str::to_owned)),
            }
        }
        ("billing_address", Some(field)) => way.push(match field {
            "region" => "province".into(),
            "country" => "country".into(),
            other => address_field(other).to_owned(),
        }),
        (_, Some(at)) => {
            way.push(argument(at).to_owned());
            way.extend(rest.iter().take(1).map(|part| argument(part).to_owned()));
        }
    }
    way
}

fn address_field(field: &str) -> &str {
    match field {
        "name" | "first_name" => "firstName",
        "last_name" => "lastName",
        "line1" => "address1",
        "line2" => "address2",
        "region" => "provinceCode",
        "postal_code" => "zip",
        "country" => "countryCode",
        other => other,
    }
}

fn argument(part: &str) -> &str {
    match part {
        "variant" => "merchandiseId",
        "group" => "deliveryGroupId",
        "method" => "deliveryOptionHandle",
        "country" => "countryCode",
        "namespace" => "key",
        other => other,
    }
}

fn code_of(error: &FieldError) -> &'static str {
    let (path, code) = (error.path.as_str(), error.code.as_str());
    let first = path.split('.').next().unwrap_or("");
    match (first, code) {
        ("lines", "unknown") => "INVALID_MERCHANDISE_LINE",
        ("lines", "too_many") if path == "lines" => "CART_TOO_LARGE",
        ("lines", "too_many" | "out_of_range") => "MAXIMUM_EXCEEDED",
        ("lines", "too_large") => "CART_TOO_LARGE",
        ("note", "too_long") => "NOTE_TOO_LONG",
        ("shipping", "unknown") => "INVALID_DELIVERY_GROUP",
        ("shipping", "not_offered") => "INVALID_DELIVERY_OPTION",
        ("metafields", _) => "INVALID_METAFIELDS",
        ("addresses", "unknown") => "INVALID_DELIVERY_ADDRESS_ID",
        ("addresses", "one_selected") => "ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED",
        ("addresses", "too_many") => "TOO_MANY_DELIVERY_ADDRESSES",
        ("addresses" | "billing_address", code) => match code {
            "required" => "ADDRESS_FIELD_IS_REQUIRED",
            "too_long" => "ADDRESS_FIELD_IS_TOO_LONG",
            "html" => "ADDRESS_FIELD_CONTAINS_HTML_TAGS",
            "url" => "ADDRESS_FIELD_CONTAINS_URL",
            "invalid_postal_code" => "INVALID_ZIP_CODE_FOR_COUNTRY",
            "postal_code_of_other_region" => "INVALID_ZIP_CODE_FOR_PROVINCE",
            "invalid_region" => "PROVINCE_NOT_FOUND",
            _ => "ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN",
        },
        _ => "INVALID",
    }
}

/// What was done otherwise than asked.
pub(super) fn told(edited: &EditedCart) -> Vec<Warning> {
    let cart = || ids::gid("Cart", edited.cart.token);
    let variant = |id: &VariantId| ids::gid("ProductVariant", id.get());
    let one = |notice: &CartNotice| match notice {
        CartNotice::DiscountNotFound { code } => Warning {
            code: "DISCOUNT_NOT_FOUND",
            message: format!("There is no discount of the code {code}."),
            target: cart(),
        },
        CartNotice::GiftCardsUnavailable => Warning {
            code: "PAYMENTS_GIFT_CARDS_UNAVAILABLE",
            message: "Gift cards are not taken here.".into(),
            target: cart(),
        },
        CartNotice::NotEnoughStock { line, variant: of, missing } => Warning {
            code: "MERCHANDISE_NOT_ENOUGH_STOCK",
            message: format!("There are not so many: {missing} could not be added."),
            target: line.map_or_else(
                || variant(of),
                |line| ids::gid("CartLine", format_args!("{}?cart={}", line.get(), edited.cart.token)),
            ),
        },
        CartNotice::OutOfStock { variant: of } => {
            Warning { code: "MERCHANDISE_OUT_OF_STOCK", message: "It is out of stock.".into(), target: variant(of) }
        }
        CartNotice::Gone { variant: of } => Warning {
            code: "MERCHANDISE_OUT_OF_STOCK",
            message: "It is no longer sold, and was taken out.".into(),
            target: variant(of),
        },
        CartNotice::DuplicateAddress { number } => Warning {
            code: "DUPLICATE_DELIVERY_ADDRESS",
            message: "This address is in the cart already.".into(),
            target: ids::gid("CartSelectableAddress", format_args!("{number}?cart={}", edited.cart.token)),
        },
    };
    edited.notices.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_ours_is_an_argument_of_theirs() {
        for (path, prefix, removes, expected) in [
            ("lines.0.variant", &[][..], false, "lines.0.merchandiseId"),
            ("lines.3.id", &[], true, "lineIds.3"),
            ("lines.1.attributes.a.b", &[], false, "lines.1.attributes"),
            ("lines", &["input"], false, "input.lines"),
            ("attributes.colour", &["input"], false, "input.attributes"),
            ("buyer.email", &["input"], false, "input.buyerIdentity.email"),
            ("addresses.2.line1", &["input"], false, "input.delivery.addresses.2.address.deliveryAddress.address1"),
            ("addresses.2.number", &[], false, "addresses.2.id"),
            ("addresses.2", &[], true, "addressIds.2"),
            ("billing_address.region", &[], false, "billingAddress.province"),
            ("shipping.0.method", &[], false, "selectedDeliveryOptions.0.deliveryOptionHandle"),
            ("discount_codes.1", &[], false, "discountCodes.1"),
            ("note", &[], false, "note"),
        ] {
            assert_eq!(way(path, prefix, removes).join("."), expected, "{path}");
        }
    }
}

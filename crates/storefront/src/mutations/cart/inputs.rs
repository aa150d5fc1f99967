//! Arguments as edits. What cannot be one is noted with the way to it, and then nothing is asked of anybody.

use super::{Arguments, no_cart, token_of};
use crate::{ids, types::cart_payloads::Wrong};
use infrasell_contracts::{
    cart::{
        Attributes, CartAddressInput, CartAddressUpdate, CartBuyerPatch, CartEdit, CartLineInput, CartLineUpdate,
        CartPreferences, DraftAddress, MAX_ADDRESSES, MAX_LINES, MAX_UNITS, Place,
    },
    pricing::ShippingChoice,
};
use infrasell_kernel::{AddressId, CartLineId, CountryCode, Patch, Quantity, Token, VariantId};
use serde_json::Value;

/// What is read of the arguments of one mutation.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) wrong: Vec<Wrong>,
    /// What stands before the ways to arguments.
    pub(super) prefix: &'static [&'static str],
    /// Addresses that the customer keeps, to be looked up: at which place of the list.
    pub(super) kept: Vec<(usize, AddressId)>,
}

/// A text argument.
pub(super) fn text<'a>(args: &'a Arguments, name: &str) -> Option<&'a str> {
    args.get(name).and_then(Value::as_str)
}

/// A list argument; empty when it is absent.
pub(super) fn list<'a>(args: &'a Arguments, name: &str) -> &'a [Value] {
    args.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An input object.
pub(super) fn object<'a>(args: &'a Arguments, name: &str) -> Option<&'a Arguments> {
    args.get(name).and_then(Value::as_object)
}

fn texts(args: &Arguments, name: &str) -> Vec<String> {
    list(args, name).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Absent stays, null takes away.
fn patch(args: &Arguments, name: &str) -> Patch<String> {
    match args.get(name) {
        None => Patch::Keep,
        Some(value) => value.as_str().map_or(Patch::Clear, |text| Patch::Set(text.to_owned())),
    }
}

impl Inputs {
    /// Notes something wrong at `way`, parts with points between them.
    pub(super) fn note_wrong(&mut self, code: &'static str, way: &str, message: impl Into<String>) {
        let field = self.prefix.iter().copied().chain(way.split('.')).map(str::to_owned).collect();
        self.wrong.push(Wrong { code, field, message: message.into() });
    }

    /// The cart that `cartId` names.
    pub(super) fn cart(&mut self, args: &Arguments) -> Option<Token> {
        let token = text(args, "cartId").and_then(token_of);
        if token.is_none() {
            self.wrong.push(no_cart());
        }
        token
    }

    fn is_few(&mut self, count: usize) -> bool {
        if count > MAX_LINES {
            self.note_wrong("CART_TOO_LARGE", "lines", format!("A cart has at most {MAX_LINES} lines."));
        }
        count <= MAX_LINES
    }

    /// `lines: [CartLineInput!]`.
    pub(super) fn lines(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "lines");
        if !self.is_few(given.len()) {
            return None;
        }
        let mut lines = vec![];
        for (i, line) in given.iter().enumerate().filter_map(|(i, line)| Some((i, line.as_object()?))) {
            let variant = self.merchandise(i, line);
            let quantity = line.get("quantity").and_then(Value::as_i64).unwrap_or(1);
            let quantity = self.quantity(i, quantity, 1).and_then(|quantity| Quantity::new(quantity).ok());
            self.refuse_plans(i, line);
            if object(line, "parent").is_some() {
                self.note_wrong(
                    "PARENT_LINE_NOT_FOUND",
                    &format!("lines.{i}.parent"),
                    "Lines cannot hang on others here.",
                );
            }
            let attributes = attributes_of(line);
            if let (Some(variant), Some(quantity)) = (variant, quantity) {
                lines.push(CartLineInput { variant, quantity, attributes });
            }
        }
        (!lines.is_empty()).then_some(CartEdit::AddLines(lines))
    }

    fn merchandise(&mut self, i: usize, line: &Arguments) -> Option<VariantId> {
        let id = text(line, "merchandiseId")?;
        let variant = ids::number("ProductVariant", id).map(VariantId::from_i64);
        if variant.is_none() {
            let shown: String = id.chars().take(128).collect();
            let message = format!("The merchandise with id {shown} does not exist.");
            self.note_wrong("INVALID", &format!("lines.{i}.merchandiseId"), message);
        }
        variant
    }

    fn quantity(&mut self, i: usize, quantity: i64, least: i64) -> Option<i64> {
        let way = format!("lines.{i}.quantity");
        if quantity < least {
            self.note_wrong("MINIMUM_NOT_MET", &way, format!("The quantity must be at least {least}."));
        } else if quantity > MAX_UNITS {
            self.note_wrong("MAXIMUM_EXCEEDED", &way, format!("The quantity must be at most {MAX_UNITS}."));
        }
        (least..=MAX_UNITS).contains(&quantity).then_some(quantity)
    }

    fn refuse_plans(&mut self, i: usize, line: &Arguments) {
        if text(line, "sellingPlanId").is_some() {
            let message = "There are no selling plans here.";
            self.note_wrong("SELLING_PLAN_NOT_APPLICABLE", &format!("lines.{i}.sellingPlanId"), message);
        }
    }

    /// `lines: [CartLineUpdateInput!]`.
    pub(super) fn line_updates(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "lines");
        if !self.is_few(given.len()) {
            return None;
        }
        let mut updates = vec![];
        for (i, line) in given.iter().enumerate().filter_map(|(i, line)| Some((i, line.as_object()?))) {
            let id = self.line(&format!("lines.{i}.id"), text(line, "id").unwrap_or(""));
            let quantity = line.get("quantity").and_then(Value::as_i64).and_then(|given| self.quantity(i, given, 0));
            let variant = self.merchandise(i, line);
            self.refuse_plans(i, line);
            let attributes = line.get("attributes").filter(|given| given.is_array()).map(|_| attributes_of(line));
            updates.extend(id.map(|id| CartLineUpdate { id, quantity, attributes, variant }));
        }
        (!updates.is_empty()).then_some(CartEdit::UpdateLines(updates))
    }

    fn line(&mut self, way: &str, id: &str) -> Option<CartLineId> {
        let found = ids::number("CartLine", id).map(CartLineId::from_i64);
        if found.is_none() {
            self.note_wrong("INVALID_MERCHANDISE_LINE", way, "There is no such line in this cart.");
        }
        found
    }

    /// `lineIds: [ID!]`.
    pub(super) fn line_ids(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "lineIds");
        if !self.is_few(given.len()) {
            return None;
        }
        let found = given.iter().enumerate();
        let found: Vec<CartLineId> =
            found.filter_map(|(i, id)| self.line(&format!("lineIds.{i}"), id.as_str().unwrap_or(""))).collect();
        (!found.is_empty()).then_some(CartEdit::RemoveLines(found))
    }

    /// `attributes: [AttributeInput!]`.
    #[expect(clippy::unused_self, reason = "it is one of the readers of arguments")]
    pub(super) fn attributes(&mut self, args: &Arguments) -> Option<CartEdit> {
        Some(CartEdit::Attributes(attributes_of(args)))
    }

    /// `note: String`.
    #[expect(clippy::unused_self, reason = "it is one of the readers of arguments")]
    pub(super) fn note(&mut self, args: &Arguments) -> Option<CartEdit> {
        Some(CartEdit::Note(text(args, "note").unwrap_or("").to_owned()))
    }

    /// `discountCodes: [String!]`.
    #[expect(clippy::unused_self, reason = "it is one of the readers of arguments")]
    pub(super) fn discount_codes(&mut self, args: &Arguments) -> Option<CartEdit> {
        Some(CartEdit::DiscountCodes(texts(args, "discountCodes")))
    }

    /// `giftCardCodes: [String!]`.
    #[expect(clippy::unused_self, reason = "it is one of the readers of arguments")]
    pub(super) fn gift_cards(&mut self, args: &Arguments) -> Option<CartEdit> {
        Some(CartEdit::GiftCards(texts(args, "giftCardCodes")))
    }

    /// `appliedGiftCardIds: [ID!]`: none was ever applied.
    pub(super) fn applied_gift_cards(&mut self, args: &Arguments) -> Option<CartEdit> {
        for i in 0..list(args, "appliedGiftCardIds").len() {
            self.note_wrong("INVALID", &format!("appliedGiftCardIds.{i}"), "There is no such gift card in this cart.");
        }
        None
    }

    /// `payment: CartPaymentInput`: none of these ways is served.
    pub(super) fn payment(&mut self, _: &Arguments) -> Option<CartEdit> {
        let message = "Pay on the checkout page, or by cartComplete with one of the cart's paymentMethods.";
        self.note_wrong("PAYMENT_METHOD_NOT_SUPPORTED", "payment", message);
        None
    }

    /// `buyerIdentity: CartBuyerIdentityInput`, without its customer.
    pub(super) fn buyer(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = object(args, "buyerIdentity")?;
        if text(given, "companyLocationId").is_some() {
            let message = "There are no companies here.";
            self.note_wrong("INVALID_COMPANY_LOCATION", "buyerIdentity.companyLocationId", message);
        }
        let country = match patch(given, "countryCode") {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(code) => code.parse::<CountryCode>().map_or(Patch::Clear, Patch::Set),
        };
        let preferences = match given.get("preferences") {
            None => Patch::Keep,
            Some(wishes) => wishes.as_object().map_or(Patch::Clear, |wishes| Patch::Set(wishes_of(wishes))),
        };
        let (email, phone) = (patch(given, "email"), patch(given, "phone"));
        let change = CartBuyerPatch { email, phone, country, preferences };
        (change != CartBuyerPatch::default()).then_some(CartEdit::Buyer(change))
    }

    /// `addresses: [CartSelectableAddressInput!]`; those that the customer keeps are noted in `kept`.
    pub(super) fn addresses(&mut self, args: &Arguments) -> Vec<CartAddressInput> {
        let given = list(args, "addresses");
        if !self.are_few_addresses(given.len()) {
            return vec![];
        }
        let mut inputs = vec![];
        for (i, one) in given.iter().enumerate().filter_map(|(i, one)| Some((i, one.as_object()?))) {
            let address = object(one, "address").and_then(|address| self.address(i, address)).unwrap_or_default();
            let flag = |name: &str| one.get(name).and_then(Value::as_bool).unwrap_or(false);
            let (selected, one_time_use) = (flag("selected"), flag("oneTimeUse"));
            inputs.push(CartAddressInput { address, selected, one_time_use, strict: is_strict(one) });
        }
        inputs
    }

    fn are_few_addresses(&mut self, count: usize) -> bool {
        if count > MAX_ADDRESSES {
            let message = format!("A cart has at most {MAX_ADDRESSES} addresses.");
            self.note_wrong("TOO_MANY_DELIVERY_ADDRESSES", "addresses", message);
        }
        count <= MAX_ADDRESSES
    }

    fn address(&mut self, i: usize, given: &Arguments) -> Option<DraftAddress> {
        if let Some(address) = object(given, "deliveryAddress") {
            return Some(delivery_address(address));
        }
        match ids::number("MailingAddress", text(given, "copyFromCustomerAddressId")?) {
            Some(id) => self.kept.push((i, AddressId::from_i64(id))),
            None => {
                let way = format!("addresses.{i}.address.copyFromCustomerAddressId");
                self.note_wrong("INVALID_DELIVERY_ADDRESS_ID", &way, "The customer keeps no such address.");
            }
        }
        None
    }

    /// `addresses: [CartSelectableAddressUpdateInput!]`.
    pub(super) fn address_updates(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "addresses");
        if !self.are_few_addresses(given.len()) {
            return None;
        }
        let mut updates = vec![];
        for (i, one) in given.iter().enumerate().filter_map(|(i, one)| Some((i, one.as_object()?))) {
            let number = self.address_number(&format!("addresses.{i}.id"), text(one, "id").unwrap_or(""));
            let address = object(one, "address").and_then(|address| self.address(i, address));
            let flag = |name: &str| one.get(name).and_then(Value::as_bool);
            let (selected, one_time_use) = (flag("selected"), flag("oneTimeUse"));
            let strict = is_strict(one);
            updates.extend(number.map(|number| CartAddressUpdate { number, address, selected, one_time_use, strict }));
        }
        for (i, _) in std::mem::take(&mut self.kept) {
            let way = format!("addresses.{i}.address.copyFromCustomerAddressId");
            self.note_wrong("INVALID_DELIVERY_ADDRESS_ID", &way, "Add it as another address.");
        }
        (!updates.is_empty()).then_some(CartEdit::UpdateAddresses(updates))
    }

    fn address_number(&mut self, way: &str, id: &str) -> Option<i64> {
        let found = ids::number("CartSelectableAddress", id);
        if found.is_none() {
            self.note_wrong("INVALID_DELIVERY_ADDRESS_ID", way, "There is no such address in this cart.");
        }
        found
    }

    /// `addressIds: [ID!]`.
    pub(super) fn address_ids(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "addressIds");
        if !self.are_few_addresses(given.len()) {
            return None;
        }
        let found = given.iter().enumerate();
        let numbers: Vec<i64> = found
            .filter_map(|(i, id)| self.address_number(&format!("addressIds.{i}"), id.as_str().unwrap_or("")))
            .collect();
        (!numbers.is_empty()).then_some(CartEdit::RemoveAddresses(numbers))
    }

    /// `billingAddress: MailingAddressInput`.
    #[expect(clippy::unused_self, reason = "it is one of the readers of arguments")]
    pub(super) fn billing_address(&mut self, args: &Arguments) -> Option<CartEdit> {
        Some(CartEdit::BillingAddress(object(args, "billingAddress").map(mailing_address)))
    }

    /// `selectedDeliveryOptions: [CartSelectedDeliveryOptionInput!]`.
    pub(super) fn delivery_options(&mut self, args: &Arguments) -> Option<CartEdit> {
        let given = list(args, "selectedDeliveryOptions");
        let mut choices = vec![];
        for (i, one) in given.iter().enumerate().take(MAX_LINES).filter_map(|(i, one)| Some((i, one.as_object()?))) {
            let group = ids::name("CartDeliveryGroup", text(one, "deliveryGroupId").unwrap_or(""));
            let method = text(one, "deliveryOptionHandle").and_then(|handle| handle.parse().ok());
            if group.is_none() {
                let way = format!("selectedDeliveryOptions.{i}.deliveryGroupId");
                self.note_wrong("INVALID_DELIVERY_GROUP", &way, "There is no such group of lines in this cart.");
            }
            if method.is_none() {
                let way = format!("selectedDeliveryOptions.{i}.deliveryOptionHandle");
                self.note_wrong("INVALID_DELIVERY_OPTION", &way, "It cannot be sent so.");
            }
            choices.extend(group.zip(method).map(|(group, method)| ShippingChoice { group, method }));
        }
        (!choices.is_empty()).then_some(CartEdit::Shipping(choices))
    }
}

fn attributes_of(args: &Arguments) -> Attributes {
    let pair = |one: &Value| {
        let one = one.as_object()?;
        Some((text(one, "key")?.to_owned(), text(one, "value")?.to_owned()))
    };
    list(args, "attributes").iter().filter_map(pair).collect()
}

fn is_strict(one: &Arguments) -> bool {
    text(one, "validationStrategy") == Some("STRICT")
}

fn filled(args: &Arguments, name: &str) -> Option<String> {
    text(args, name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn delivery_address(given: &Arguments) -> DraftAddress {
    DraftAddress {
        region: filled(given, "provinceCode").map(|code| code.to_uppercase()),
        country: text(given, "countryCode").and_then(|code| code.parse().ok()),
        ..lines_of(given)
    }
}

/// A `MailingAddressInput`: its country and state may be names.
pub(super) fn mailing_address(given: &Arguments) -> DraftAddress {
    use infrasell_rules::postal::india;
    let country = filled(given, "country").and_then(|name| crate::types::address::country_named(&name));
    let region = filled(given, "province").map(|name| match india::state_called(&name) {
        Some(code) if country == Some(CountryCode::IN) => code.to_owned(),
        _ => name,
    });
    DraftAddress { region, country, ..lines_of(given) }
}

fn lines_of(given: &Arguments) -> DraftAddress {
    DraftAddress {
        first_name: filled(given, "firstName"),
        last_name: filled(given, "lastName"),
        company: filled(given, "company"),
        line1: filled(given, "address1"),
        line2: filled(given, "address2"),
        city: filled(given, "city"),
        postal_code: filled(given, "zip"),
        phone: filled(given, "phone"),
        ..DraftAddress::default()
    }
}

fn wishes_of(given: &Arguments) -> CartPreferences {
    let delivery = object(given, "delivery");
    let named = |name: &str| delivery.map_or(vec![], |delivery| texts(delivery, name));
    let near = delivery.and_then(|delivery| object(delivery, "coordinates")).and_then(|near| {
        let country = text(near, "countryCode")?.parse().ok()?;
        let micro = |name: &str| near.get(name).map(micro_degrees);
        Some(Place { country, latitude_micro: micro("latitude")?, longitude_micro: micro("longitude")? })
    });
    CartPreferences {
        delivery_methods: named("deliveryMethod"),
        pickup_handles: named("pickupHandle"),
        near,
        wallets: texts(given, "wallet"),
    }
}

/// Degrees as millionths. What is no number of degrees is a place that is refused.
fn micro_degrees(degrees: &Value) -> i64 {
    const NOWHERE: i64 = i64::MAX / 2;
    let text = degrees.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let micro = format!("{part:0<6}").get(..6).and_then(|six| six.parse::<i64>().ok());
    match (whole.parse::<i64>(), micro) {
        (Ok(whole), Some(micro)) if whole <= 360 => sign * (whole * 1_000_000 + micro),
        _ => NOWHERE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn degrees_are_read_as_they_are_written() {
        for (given, micro) in
            [(json!(18.52), 18_520_000), (json!(-73.8567), -73_856_700), (json!(90), 90_000_000), (json!(0.5), 500_000)]
        {
            assert_eq!(micro_degrees(&given), micro, "{given}");
        }
        for nowhere in [json!(1e300), json!(-4e9), json!("x"), json!(null)] {
            assert!(micro_degrees(&nowhere).abs() > 180_000_000, "{nowhere}");
        }
    }
}

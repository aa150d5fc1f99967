//! What a request may contain; every bad field is named before anything is read or written.

use infrasell_contracts::{
    checkout::{CheckoutPatch, CompleteInput},
    common::PostalAddress,
};
use infrasell_kernel::{CountryCode, FieldError, Fields, Patch};
use std::collections::BTreeSet;

/// The longest e-mail address (RFC 5321).
const MAX_EMAIL: usize = 254;
/// The longest telephone number, with its spaces.
const MAX_PHONE: usize = 32;
/// The fewest digits of a telephone number.
const MIN_PHONE_DIGITS: usize = 5;
/// The most groups of lines that a method can be chosen for.
const MAX_CHOICES: usize = 50;
/// The longest name of a group of lines, and of a payment method.
const MAX_NAME: usize = 64;
/// The longest token of a provider's.
const MAX_INSTRUMENT: usize = 512;
/// The longest address to come back to.
const MAX_URL: usize = 2_048;

type Checked = Result<(), Vec<FieldError>>;

/// What the buyer says of his checkout; bad fields are named below `path`, which is empty or ends in a point. `countries`
/// are those that are sent to; none means all.
pub(crate) fn patch(patch: &CheckoutPatch, path: &str, countries: &[CountryCode]) -> Checked {
    let mut fields = Fields::new();
    let at = |field: &str| format!("{path}{field}");
    if let Patch::Set(email) = &patch.email {
        let path = at("email");
        fields.max_len(&path, email, MAX_EMAIL);
        fields.check(is_email(email.trim()), &path, "invalid_email", "this is not an e-mail address");
    }
    if let Patch::Set(phone) = &patch.phone {
        let path = at("phone");
        fields.max_len(&path, phone, MAX_PHONE);
        fields.check(is_phone(phone), &path, "invalid_phone", "this is not a telephone number");
    }
    if let Patch::Set(address) = &patch.shipping_address {
        address.check_deliverable(&at("shipping_address"), &mut fields);
        let path = at("shipping_address.country");
        fields.check(is_served(address, countries), &path, "not_served", "the shop does not send there");
    }
    if let Patch::Set(address) = &patch.billing_address {
        address.check_deliverable(&at("billing_address"), &mut fields);
    }
    if let Patch::Set(choices) = &patch.shipping {
        let few = choices.len() <= MAX_CHOICES;
        fields.check(few, &at("shipping"), "too_many", format!("at most {MAX_CHOICES} groups of lines"));
        let mut seen = BTreeSet::new();
        for (i, choice) in choices.iter().enumerate().take(MAX_CHOICES) {
            let path = at(&format!("shipping.{i}.group"));
            fields.text(&path, &choice.group, MAX_NAME);
            let once = seen.insert(choice.group.as_str());
            fields.check(once, &path, "duplicate", format!("'{}' is named twice", choice.group));
        }
    }
    if let Patch::Set(method) = &patch.payment_method {
        fields.text(&at("payment_method"), method, MAX_NAME);
    }
    fields.done()
}

/// What the buyer agrees to, and how he pays.
pub(crate) fn complete(input: &CompleteInput) -> Checked {
    let mut fields = Fields::new();
    let hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    let is_hash = input.quote_hash.len() == 64 && input.quote_hash.bytes().all(hex);
    fields.check(is_hash, "quote_hash", "invalid_hash", "quote_hash is the 64 hexadecimal digits of the quote");
    if let Some(instrument) = &input.instrument {
        fields.text("instrument", instrument, MAX_INSTRUMENT);
    }
    if let Some(url) = &input.return_url {
        fields.max_len("return_url", url, MAX_URL);
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        fields.check(absolute, "return_url", "not_a_url", "return_url must be an http or https address");
    }
    fields.done()
}

/// Something before the last `@`, a domain behind it, and nothing that could break a header. Whether it can be written
/// to is known only by writing.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';');
    let labels_fit =
        domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    !local.is_empty() && !local.contains('@') && labels_fit && text.chars().all(plain)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '.' | '/');
    digits >= MIN_PHONE_DIGITS && text.chars().all(plain)
}

fn is_served(address: &PostalAddress, countries: &[CountryCode]) -> bool {
    address.country.is_none_or(|country| countries.is_empty() || countries.contains(&country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in ["a@b", "asha.rao+shop@example.co.in", "नमस्ते@उदाहरण.भारत", "o'neil@example.com"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a b@c", "a@b..c", "a@-b.c", "a@b\r\nBcc: x@y", "<a@b>", "a@b,c@d", "a@b@c"] {
            assert!(!is_email(bad), "{bad}");
        }
        for good in ["+91 98765 43210", "(022) 2345-678", "12345"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "1234", "call me", "९८७६५४३२१०", "12345\n"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}

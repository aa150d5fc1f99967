//! What a request must be before anything is written. Collects every bad field.

use crate::decide::refund;
use infrasell_contracts::{
    cart::{Attributes, MAX_ATTRIBUTES, MAX_LINES},
    inventory::Allocation,
    orders::{CreateFulfilment, CreateOrder, CreateRefund, NewLineItem, OrderFilter, Tracking, UpdateFulfilment},
};
use infrasell_kernel::{FieldError, Fields, LineItemId, contact::EMAIL_MAX};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a buyer's note.
pub(crate) const NOTE_MAX: usize = 5_000;
/// The most characters of a reason.
pub(crate) const REASON_MAX: usize = 500;
/// The most characters of a search.
pub(crate) const SEARCH_MAX: usize = 254;
/// The most characters of a payment's reference and of the name of a way to pay.
const WORD_MAX: usize = 255;
/// The most characters of a snapshot's titles and codes.
const TITLE_MAX: usize = 1_000;
/// The most characters of an address on the web.
const URL_MAX: usize = 2_048;
const ATTRIBUTE_KEY_MAX: usize = 64;
const ATTRIBUTE_VALUE_MAX: usize = 1_024;

type Checked = Result<(), Vec<FieldError>>;

/// Notes every bad field of a new order. The buyer's data were checked when he gave them; here they must only fit.
pub(crate) fn create(req: &CreateOrder) -> Checked {
    let mut fields = Fields::new();
    fields.text("email", &req.email, EMAIL_MAX);
    fields.max_len("phone", req.phone.as_deref().unwrap_or(""), WORD_MAX);
    fields.max_len("note", &req.note, NOTE_MAX);
    fields.text("payment_method", &req.payment_method, WORD_MAX);
    fields.max_len("payment_reference", req.payment_reference.as_deref().unwrap_or(""), WORD_MAX);
    attributes(&mut fields, "attributes", &req.attributes);
    for (path, address) in [("shipping_address", &req.shipping_address), ("billing_address", &req.billing_address)] {
        if let Some(address) = address {
            address.check_lengths(path, &mut fields);
        }
    }
    for (path, minor) in [("authorised_minor", req.authorised_minor), ("captured_minor", req.captured_minor)] {
        fields.check(minor >= 0, path, "out_of_range", format!("{path} is {minor}, below nothing"));
    }
    let there = req.authorised_minor.checked_add(req.captured_minor);
    fields.check(there.is_some(), "captured_minor", "out_of_range", "held and captured together do not fit");
    quote(&mut fields, req);
    lines(&mut fields, req);
    allocations(&mut fields, req);
    fields.done()
}

fn quote(fields: &mut Fields, req: &CreateOrder) {
    for wrong in req.quote.check() {
        let message = format!("{} is {}, its parts sum to {}", wrong.path, wrong.found, wrong.expected);
        fields.add(format!("quote.{}", wrong.path), "does_not_sum", message);
    }
    let total = req.quote.totals.total_minor;
    let message = format!("the total is {total}, below nothing");
    fields.check(total >= 0, "quote.totals.total_minor", "out_of_range", message);
}

fn lines(fields: &mut Fields, req: &CreateOrder) {
    let (items, quoted) = (&req.line_items, &req.quote.lines);
    let within = (1..=MAX_LINES).contains(&items.len());
    fields.check(within, "line_items", "out_of_range", format!("an order has 1 to {MAX_LINES} lines"));
    let same = items.len() == quoted.len();
    fields.check(same, "line_items", "not_the_quote", "the line items are not as many as the quote's lines");
    let mut keys = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let path = format!("line_items.{at}");
        fields.check(keys.insert(&item.key), &format!("{path}.key"), "duplicate", "the key appears twice");
        if let Some(line) = quoted.get(at) {
            let same = line.key == item.key && line.quantity == item.quantity.get();
            fields.check(same, &path, "not_the_quote", "key or quantity is not that of the quote's line at this place");
        }
        line(fields, &path, item);
    }
}

fn line(fields: &mut Fields, path: &str, item: &NewLineItem) {
    let texts = [
        ("key", &item.key, WORD_MAX),
        ("product_title", &item.product_title, TITLE_MAX),
        ("variant_title", &item.variant_title, TITLE_MAX),
        ("sku", &item.sku, TITLE_MAX),
        ("hsn_code", &item.hsn_code, WORD_MAX),
    ];
    for (field, text, max) in texts {
        fields.max_len(&format!("{path}.{field}"), text, max);
    }
    fields.max_len(&format!("{path}.image_url"), item.image_url.as_deref().unwrap_or(""), URL_MAX);
    attributes(fields, &format!("{path}.attributes"), &item.attributes);
}

fn allocations(fields: &mut Fields, req: &CreateOrder) {
    let lines: BTreeMap<_, _> = req.line_items.iter().map(|item| (item.key.as_str(), item)).collect();
    let mut units: BTreeMap<&str, i64> = BTreeMap::new();
    for (at, allocation) in req.allocations.iter().enumerate() {
        let path = format!("allocations.{at}");
        let Allocation { key, variant, quantity, .. } = allocation;
        let Some(item) = lines.get(key.as_str()) else {
            fields.add(format!("{path}.key"), "unknown", "the order has no line of this key");
            continue;
        };
        fields.check(
            item.variant == *variant,
            &format!("{path}.variant"),
            "not_the_line",
            "the line is of another variant",
        );
        let units = units.entry(key).or_default();
        *units = units.saturating_add(*quantity);
        let fits = *quantity > 0 && *units <= item.quantity.get();
        let message = "an allocation has at least one unit, and those of a line not more than the line";
        fields.check(fits, &format!("{path}.quantity"), "out_of_range", message);
    }
}

fn attributes(fields: &mut Fields, path: &str, attributes: &Attributes) {
    let few = attributes.len() <= MAX_ATTRIBUTES;
    fields.check(few, path, "too_many", format!("{path} has more than {MAX_ATTRIBUTES} entries"));
    for (key, value) in attributes.iter().take(MAX_ATTRIBUTES) {
        fields.max_len(path, key, ATTRIBUTE_KEY_MAX);
        fields.max_len(path, value, ATTRIBUTE_VALUE_MAX);
    }
}

/// Notes a reason that is missing or too long.
pub(crate) fn reason(text: &str) -> Checked {
    let mut fields = Fields::new();
    fields.text("reason", text, REASON_MAX);
    fields.done()
}

/// Notes a note that is missing or too long.
pub(crate) fn note(text: &str) -> Checked {
    let mut fields = Fields::new();
    fields.text("text", text, NOTE_MAX);
    fields.done()
}

/// Notes every bad field of a new fulfilment.
pub(crate) fn fulfilment(req: &CreateFulfilment) -> Checked {
    let mut fields = Fields::new();
    once(&mut fields, req.lines.iter().map(|line| line.line_item));
    tracking(&mut fields, &req.tracking);
    fields.done()
}

/// Notes every bad field of a change to a fulfilment.
pub(crate) fn fulfilment_update(req: &UpdateFulfilment) -> Checked {
    let mut fields = Fields::new();
    if let Some(new) = &req.tracking {
        tracking(&mut fields, new);
    }
    fields.done()
}

fn tracking(fields: &mut Fields, tracking: &Tracking) {
    fields.max_len("tracking.carrier", &tracking.carrier, 100);
    fields.max_len("tracking.number", &tracking.number, 100);
    fields.max_len("tracking.url", &tracking.url, URL_MAX);
    let url = tracking.url.to_ascii_lowercase();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_web = url.is_empty() || host.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c));
    let message = "tracking.url must be an http or https address";
    fields.check(is_web && plain, "tracking.url", "invalid_url", message);
}

/// Notes every bad field of a refund.
pub(crate) fn refund(req: &CreateRefund) -> Checked {
    let mut fields = Fields::new();
    once(&mut fields, req.lines.iter().map(|line| line.line_item));
    for (path, minor) in [("shipping_minor", req.shipping_minor), ("amount_minor", req.amount_minor)] {
        fields.check(minor >= 0, path, "out_of_range", format!("{path} is {minor}, below nothing"));
    }
    if req.lines.is_empty() && req.shipping_minor == 0 && req.amount_minor == 0 {
        let nothing = refund::nothing();
        fields.add(nothing.path, &nothing.code, nothing.message);
    }
    fields.text("reason", &req.reason, REASON_MAX);
    fields.done()
}

/// Notes lines that are too many or named twice.
fn once(fields: &mut Fields, lines: impl Iterator<Item = LineItemId>) {
    let mut seen = BTreeSet::new();
    for (at, line) in lines.enumerate() {
        if at == MAX_LINES {
            return fields.add("lines", "too_many", format!("more than {MAX_LINES} lines"));
        }
        let path = format!("lines.{at}.line_item");
        fields.check(seen.insert(line), &path, "duplicate", format!("{line} is named twice"));
    }
}

/// Notes texts of a filter that nothing could match.
pub(crate) fn filter(filter: &OrderFilter) -> Checked {
    let mut fields = Fields::new();
    fields.max_len("search", filter.search.as_deref().unwrap_or(""), SEARCH_MAX);
    fields.max_len("email", filter.email.as_deref().unwrap_or(""), EMAIL_MAX);
    fields.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_address_is_one_of_the_web() {
        let ok = |url: &str| {
            let mut fields = Fields::new();
            tracking(&mut fields, &Tracking { url: url.into(), ..Tracking::default() });
            fields.is_empty()
        };
        for good in ["", "https://carrier.example/t?n=1", "HTTP://x.in/ü"] {
            assert!(ok(good), "{good}");
        }
        for bad in
            ["javascript:alert(1)", "https://", "https:///x", "ftp://x.in", "//x.in", "https://x.in/\0", "http://a b"]
        {
            assert!(!ok(bad), "{bad}");
        }
    }
}

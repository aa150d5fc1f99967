//! Whether what a caller sent can be stored. Pure: every bad field is noted, nothing is read.

use crate::gstin;
use infrasell_contracts::{
    common::PostalAddress,
    settings::{
        ChannelInput, ChannelPatch, GrievanceContact, NumberFormat, ShopPatch, TaxRegistration, TaxRegistrationInput,
        TaxScheme,
    },
};
use infrasell_kernel::{
    CountryCode, FieldError, Fields, Locale, LocationId, Patch, Timestamp,
    contact::{PHONE_MAX, is_email, is_phone},
};
use std::{collections::BTreeSet, fmt::Display};

/// The most characters of the shop's name and of a legal name.
pub(crate) const NAME_MAX: usize = 200;
/// The most characters of a registration number (CIN has 21).
pub(crate) const REGISTRATION_MAX: usize = 64;
/// The most characters of a time zone's name; the longest in use has 32.
pub(crate) const TIME_ZONE_MAX: usize = 64;
/// The most characters before an order number.
pub(crate) const PREFIX_MAX: usize = 8;
/// The most digits to which an order number is filled up.
pub(crate) const DIGITS_MAX: u32 = 9;
/// The most characters of a channel's code.
pub(crate) const CODE_MAX: usize = 32;
/// The most characters of a channel's name.
pub(crate) const CHANNEL_NAME_MAX: usize = 100;
/// The most languages of a channel.
pub(crate) const LOCALES_MAX: usize = 100;
/// The most countries of a channel: more than there are.
pub(crate) const COUNTRIES_MAX: usize = 300;
/// The most stock locations of a channel.
pub(crate) const LOCATIONS_MAX: usize = 1_000;
/// The most characters of a tax registration's number.
pub(crate) const TAX_NUMBER_MAX: usize = 32;

/// Notes every bad field of a change to the shop.
pub(crate) fn shop(patch: &ShopPatch) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    for (path, text) in [("name", &patch.name), ("legal_name", &patch.legal_name)] {
        if let Some(text) = text {
            fields.text(path, text, NAME_MAX);
        }
    }
    if let Some(address) = &patch.legal_address {
        legal_address(&mut fields, address);
    }
    if let Patch::Set(number) = &patch.registration_number {
        fields.text("registration_number", number, REGISTRATION_MAX);
    }
    if let Some(text) = &patch.email {
        email(&mut fields, "email", text);
    }
    if let Patch::Set(text) = &patch.phone {
        phone(&mut fields, "phone", text);
    }
    if let Some(contact) = &patch.grievance {
        grievance(&mut fields, contact);
    }
    if let Patch::Set(code) = &patch.region {
        region(&mut fields, "region", code);
    }
    if let Some(zone) = &patch.time_zone {
        let message = "time_zone must be the name of a time zone like Asia/Kolkata";
        fields.check(is_time_zone(zone), "time_zone", "invalid_time_zone", message);
    }
    if let Some(format) = &patch.order_number {
        number_format(&mut fields, format);
    }
    fields.done()
}

/// The law asks for the whole address, so half of one is refused. The legal name stands beside it, so a name in it is not
/// needed.
fn legal_address(fields: &mut Fields, address: &PostalAddress) {
    address.check_lengths("legal_address", fields);
    for (path, text) in [("legal_address.line1", &address.line1), ("legal_address.city", &address.city)] {
        fields.check(!text.trim().is_empty(), path, "required", format!("{path} must not be blank"));
    }
    fields.check(address.country.is_some(), "legal_address.country", "required", "legal_address.country is missing");
}

fn email(fields: &mut Fields, path: &str, text: &str) {
    if text.trim().is_empty() {
        fields.add(path, "required", format!("{path} must not be blank"));
        return;
    }
    fields.check(is_email(text), path, "invalid_email", format!("{path} is not an e-mail address like name@shop.in"));
}

fn phone(fields: &mut Fields, path: &str, text: &str) {
    let message =
        format!("{path} must be 5 to 15 digits in at most {PHONE_MAX} characters, with + - ( ) . between them");
    fields.check(is_phone(text), path, "invalid_phone", message);
}

/// Without an officer all of it is empty; with one, name and e-mail are needed.
fn grievance(fields: &mut Fields, contact: &GrievanceContact) {
    if *contact == GrievanceContact::default() {
        return;
    }
    fields.text("grievance.name", &contact.name, NAME_MAX);
    fields.max_len("grievance.designation", &contact.designation, NAME_MAX);
    email(fields, "grievance.email", &contact.email);
    if !contact.phone.is_empty() {
        phone(fields, "grievance.phone", &contact.phone);
    }
}

/// ISO 3166-2 without the country: one to three capital letters or digits.
fn region(fields: &mut Fields, path: &str, code: &str) {
    let form_ok = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let message = format!("{path} must be a state's code of 1 to 3 capital letters or digits, such as MH");
    fields.check(form_ok && (1..=3).contains(&code.len()), path, "invalid_region", message);
}

/// The form `Area/City` (`America/Argentina/Salta` has three parts) or `UTC`. Whether the zone exists is not looked up:
/// the list of zones costs half a megabyte and ages.
fn is_time_zone(text: &str) -> bool {
    let is_part = |part: &str| {
        let inside = part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-+".contains(&b));
        inside && part.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let parts = text.split('/').count();
    text == "UTC" || (text.len() <= TIME_ZONE_MAX && (2..=3).contains(&parts) && text.split('/').all(is_part))
}

fn number_format(fields: &mut Fields, format: &NumberFormat) {
    let prefix_ok = format.prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b));
    let message = "order_number.prefix may hold letters, digits, - and / only";
    fields.check(prefix_ok, "order_number.prefix", "invalid_character", message);
    let message = format!("order_number.prefix is longer than {PREFIX_MAX} characters");
    fields.check(format.prefix.chars().count() <= PREFIX_MAX, "order_number.prefix", "too_long", message);
    let message = format!("order_number.min_digits is {}, not between 1 and {DIGITS_MAX}", format.min_digits);
    let digits_ok = (1..=DIGITS_MAX).contains(&format.min_digits);
    fields.check(digits_ok, "order_number.min_digits", "out_of_range", message);
}

/// Notes every bad field of a new channel.
pub(crate) fn channel(input: &ChannelInput) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    let message = format!("code must be 1 to {CODE_MAX} of a-z, 0-9 and -");
    fields.check(is_code(&input.code), "code", "invalid_code", message);
    fields.text("name", &input.name, CHANNEL_NAME_MAX);
    locales(&mut fields, &input.locales);
    countries(&mut fields, &input.countries);
    stock_locations(&mut fields, &input.stock_locations);
    fields.done()
}

/// Notes every bad field of a change to a channel.
pub(crate) fn channel_patch(patch: &ChannelPatch) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    if let Some(name) = &patch.name {
        fields.text("name", name, CHANNEL_NAME_MAX);
    }
    if let Some(list) = &patch.locales {
        locales(&mut fields, list);
    }
    if let Patch::Set(list) = &patch.countries {
        countries(&mut fields, list);
    }
    if let Patch::Set(list) = &patch.stock_locations {
        stock_locations(&mut fields, list);
    }
    fields.done()
}

/// Whether `code` can be the code of a channel.
pub(crate) fn is_code(code: &str) -> bool {
    let inside = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    inside && (1..=CODE_MAX).contains(&code.len())
}

fn locales(fields: &mut Fields, list: &[Locale]) {
    fields.check(!list.is_empty(), "locales", "required", "locales must name at least one language");
    distinct(fields, "locales", list, LOCALES_MAX);
}

fn countries(fields: &mut Fields, list: &[CountryCode]) {
    distinct(fields, "countries", list, COUNTRIES_MAX);
}

fn stock_locations(fields: &mut Fields, list: &[LocationId]) {
    distinct(fields, "stock_locations", list, LOCATIONS_MAX);
}

fn distinct<T: Ord + Display>(fields: &mut Fields, path: &str, list: &[T], max: usize) {
    if list.len() > max {
        fields.add(path, "too_many", format!("{path} has {} entries, more than {max}", list.len()));
        return;
    }
    let mut seen = BTreeSet::new();
    for (place, item) in list.iter().enumerate() {
        let at = format!("{path}.{place}");
        fields.check(seen.insert(item), &at, "duplicate", format!("{item} is named twice in {path}"));
    }
}

/// A tax registration that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Registration {
    /// In which state; empty for the whole country.
    pub(crate) region: String,
    /// The number as it is stored: upper case, without the space around it.
    pub(crate) number: String,
    /// From when.
    pub(crate) valid_from: Timestamp,
    /// Until when, exclusive.
    pub(crate) valid_until: Option<Timestamp>,
}

/// Reads a new tax registration, or notes every bad field of it.
pub(crate) fn registration(input: &TaxRegistrationInput, now: Timestamp) -> Result<Registration, Vec<FieldError>> {
    let mut fields = Fields::new();
    if !input.region.is_empty() {
        region(&mut fields, "region", &input.region);
    }
    let valid_from = input.valid_from.unwrap_or(now);
    let period_ok = input.valid_until.is_none_or(|until| until > valid_from);
    let message = format!("valid_until must be later than {valid_from}, when it begins");
    fields.check(period_ok, "valid_until", "out_of_range", message);
    let is_gstin = input.country == CountryCode::IN && input.scheme != TaxScheme::Unregistered;
    let (region, number) = if is_gstin { gst_number(&mut fields, input) } else { other_number(&mut fields, input) };
    fields.done()?;
    Ok(Registration { region, number, valid_from, valid_until: input.valid_until })
}

/// The state and the number. The state is read from the number, and another one beside it is a mistake.
fn gst_number(fields: &mut Fields, input: &TaxRegistrationInput) -> (String, String) {
    let gstin = match gstin::parse(&input.number) {
        Ok(gstin) => gstin,
        Err(why) => {
            fields.add("number", why.code(), why.to_string());
            return Default::default();
        }
    };
    let agrees = input.region.is_empty() || input.region == gstin.region;
    let of = if gstin.region.is_empty() { "no single state" } else { gstin.region };
    fields.check(agrees, "region", "mismatch", format!("the number belongs to {of}, not to {}", first(&input.region)));
    (gstin.region.to_owned(), gstin.number)
}

fn other_number(fields: &mut Fields, input: &TaxRegistrationInput) -> (String, String) {
    let number = input.number.trim().to_ascii_uppercase();
    fields.check(!number.is_empty(), "number", "required", "number must not be blank");
    let message = format!("number is longer than {TAX_NUMBER_MAX} characters");
    fields.check(number.chars().count() <= TAX_NUMBER_MAX, "number", "too_long", message);
    let form_ok = number.bytes().all(|b| b.is_ascii_alphanumeric() || b" .-/".contains(&b));
    let message = "number may hold letters, digits, spaces and . - / only";
    fields.check(form_ok, "number", "invalid_character", message);
    (input.region.clone(), number)
}

/// Whether a registration can end at `until`: behind its beginning, and not later than it ends already, because what has
/// been invoiced since stands on its not being valid.
pub(crate) fn end(registration: &TaxRegistration, until: Timestamp) -> Result<(), FieldError> {
    let bad = |message: String| Err(FieldError::new("valid_until", "out_of_range", message));
    if until <= registration.valid_from {
        return bad(format!("valid_until must be later than {}, when it begins", registration.valid_from));
    }
    match registration.valid_until {
        Some(ends) if until > ends => bad(format!("it ends at {ends} already; add a registration for the time after")),
        _ => Ok(()),
    }
}

/// The beginning of a text that is echoed.
pub(crate) fn first(text: &str) -> String {
    text.chars().take(48).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_have_an_area_and_a_city() {
        for good in ["Asia/Kolkata", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"] {
            assert!(is_time_zone(good), "{good}");
        }
        let long = format!("Asia/{}", "a".repeat(TIME_ZONE_MAX));
        for bad in [
            "",
            "/",
            "Asia",
            "Asia/",
            "/Kolkata",
            "Asia//Kolkata",
            "a/b/c/d",
            "Asia/Kol kata",
            "../etc/x",
            "IST",
            "+05:30",
            &long,
        ] {
            assert!(!is_time_zone(bad), "{bad}");
        }
    }
}

//! Postal addresses, of carts, customers and orders.

use crate::{fields, ids, names, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{cart::DraftAddress, common::PostalAddress};
use infrasell_kernel::CountryCode;
use infrasell_rules::postal::india;

/// A postal address.
#[derive(Debug, Clone)]
pub struct AddressOf {
    /// What its id ends in.
    pub name: String,
    /// Where it is.
    pub address: DraftAddress,
}

impl AddressOf {
    /// An address that something else keeps under `name`.
    #[must_use]
    pub fn of(name: impl Into<String>, address: &PostalAddress) -> Self {
        AddressOf { name: name.into(), address: DraftAddress::of(address) }
    }
}

fields! { "MailingAddress" for AddressOf, |a, f, w| {
    "address1" => w.text_or_null(a.address.line1.as_deref()),
    "address2" => w.text_or_null(a.address.line2.as_deref()),
    "city" => w.text_or_null(a.address.city.as_deref()),
    "company" => w.text_or_null(a.address.company.as_deref()),
    "country" => w.text_or_null(a.address.country.as_ref().map(|country| names::country(country.code()))),
    "countryCode" => w.text_or_null(a.address.country.as_ref().map(CountryCode::code)),
    "countryCodeV2" => w.text_or_null(a.address.country.as_ref().map(CountryCode::code)),
    "firstName" => w.text_or_null(a.address.first_name.as_deref()),
    "formatted" => formatted(f, w, &a.address),
    "formattedArea" => w.text_or_null(area(&a.address).as_deref()),
    "id" => w.text(&ids::gid("MailingAddress", &a.name)),
    "lastName" => w.text_or_null(a.address.last_name.as_deref()),
    "latitude" => w.null(),
    "longitude" => w.null(),
    "name" => w.text_unless_empty(&a.address.name()),
    "phone" => w.text_or_null(a.address.phone.as_deref()),
    "province" => w.text_or_null(province_name(&a.address).as_deref()),
    "provinceCode" => w.text_or_null(a.address.region.as_deref()),
    "zip" => w.text_or_null(a.address.postal_code.as_deref()),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<AddressOf>()];

/// Writes `formatted(withName, withCompany)`: an address as it stands on a parcel, the country last.
pub fn formatted<'w>(f: &'w Field, w: &mut Writer<'w>, address: &DraftAddress) {
    let mut postal = address.postal();
    if !w.arg_flag(f, "withName") {
        postal.name.clear();
    }
    if !w.arg_flag(f, "withCompany") {
        postal.company = None;
    }
    let country = postal.country.map(|country| names::country(country.code()).to_owned());
    let mut lines = match postal.country {
        // as it leaves its own country, and then the country in the letters that these clients expect
        Some(own) => postal.label(own),
        None => postal.label(CountryCode::IN),
    };
    lines.extend(country);
    w.texts(lines);
}

/// City, state and country: `Mumbai MH, India`.
#[must_use]
pub fn area(address: &DraftAddress) -> Option<String> {
    let filled = |part: &Option<String>| part.clone().filter(|part| !part.trim().is_empty());
    let place = [filled(&address.city), filled(&address.region)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [
        Some(place).filter(|place| !place.is_empty()),
        address.country.map(|country| names::country(country.code()).to_owned()),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|area| !area.is_empty())
}

fn province_name(address: &DraftAddress) -> Option<String> {
    let region = address.region.as_deref().filter(|region| !region.trim().is_empty())?;
    let known = india::state(region).filter(|_| address.country == Some(CountryCode::IN));
    Some(known.map_or(region, |(_, name)| name).to_owned())
}

/// The country that two letters or an English name mean, whatever their case.
#[must_use]
pub fn country_named(text: &str) -> Option<CountryCode> {
    let text = text.trim();
    let known = names::countries()
        .find(|code| code.eq_ignore_ascii_case(text) || names::country(code).eq_ignore_ascii_case(text));
    known.and_then(|code| code.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mumbai() -> DraftAddress {
        DraftAddress {
            city: Some("Mumbai".into()),
            region: Some("MH".into()),
            country: Some(CountryCode::IN),
            ..DraftAddress::default()
        }
    }

    #[test]
    fn a_country_is_meant_by_its_letters_or_its_name() {
        for (text, code) in
            [("India", Some("IN")), (" in ", Some("IN")), ("UNITED STATES", Some("US")), ("Atlantis", None)]
        {
            assert_eq!(country_named(text).map(|country| country.to_string()).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn an_area_is_what_is_known_of_it() {
        assert_eq!(area(&mumbai()).as_deref(), Some("Mumbai MH, India"));
        assert_eq!(area(&DraftAddress { city: None, region: None, ..mumbai() }).as_deref(), Some("India"));
        assert_eq!(area(&DraftAddress::default()), None);
        assert_eq!(province_name(&mumbai()).as_deref(), Some("Maharashtra"));
    }
}

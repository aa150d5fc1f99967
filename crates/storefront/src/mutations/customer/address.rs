//! The addresses that a customer keeps.

use super::{
    Answer,
    inputs::{Arguments, nobody, object, refused, said, text, who, whole_name, wrong},
};
use crate::{
    context::Ask,
    facts::Facts,
    gather::customer::SignedIn,
    ids,
    types::{address::country_named, customer::names, customer_payloads::Told},
};
use infrasell_contracts::{
    common::PostalAddress,
    customers::{AddAddress, Address, AddressInput, AddressPatch, DeleteAddress, GetAddress, UpdateAddress},
};
use infrasell_kernel::{AddressId, ErrorKind};
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::postal::india;

/// `customerAddressCreate`.
pub(super) async fn create(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let Some(address) = changed(PostalAddress::default(), object(args, "address")) else { return Ok(no_country()) };
    let input = AddressInput { address, default_shipping: false, default_billing: false };
    let add = AddAddress { customer: signed.customer, input };
    kept(ask.services.customers.add_address(&signed.cx, add).await, facts)
}

/// `customerAddressUpdate`: what is not said stays.
pub(super) async fn update(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let Some(old) = find(ask, &signed, text(args, "id")).await? else { return Ok(no_address("id")) };
    let Some(address) = changed(old.address, object(args, "address")) else { return Ok(no_country()) };
    let patch = AddressPatch { address: Some(address), ..AddressPatch::default() };
    let update = UpdateAddress { customer: signed.customer, id: old.id, patch, if_version: None };
    kept(ask.services.customers.update_address(&signed.cx, update).await, facts)
}

fn kept<E: ServiceError>(answer: Result<Address, E>, facts: &mut Facts) -> Answer {
    match answer {
        Ok(address) => {
            facts.forget();
            Ok(Told { address: Some(address), ..Told::default() })
        }
        Err(error) => refused(&error, |path| Some(vec!["address", argument(path)?])),
    }
}

/// `customerAddressDelete`.
pub(super) async fn delete(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let Some(id) = id_of(text(args, "id")) else { return Ok(no_address("id")) };
    match ask.services.customers.delete_address(&signed.cx, DeleteAddress { customer: signed.customer, id }).await {
        Ok(()) => {
            facts.forget();
            Ok(Told { deleted: Some(text(args, "id").to_owned()), ..Told::default() })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(no_address("id")),
        Err(error) => Err(Fault::relay(&error)),
    }
}

/// `customerDefaultAddressUpdate`.
pub(super) async fn make_default(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let Some(id) = id_of(text(args, "addressId")) else { return Ok(no_address("addressId")) };
    let patch = AddressPatch { default_shipping: Some(true), default_billing: Some(true), ..AddressPatch::default() };
    let update = UpdateAddress { customer: signed.customer, id, patch, if_version: None };
    match ask.services.customers.update_address(&signed.cx, update).await {
        Ok(_) => {
            facts.forget();
            Ok(Told { customer: Some(signed.customer), ..Told::default() })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(no_address("addressId")),
        Err(error) => refused(&error, |_| Some(vec!["addressId"])),
    }
}

fn id_of(text: &str) -> Option<AddressId> {
    ids::number("MailingAddress", text).map(AddressId::from_i64)
}

fn no_address(field: &'static str) -> Told {
    let at: &'static [&'static str] = if field == "id" { &["id"] } else { &["addressId"] };
    wrong("NOT_FOUND", at, "There is no such address.")
}

async fn find(ask: &Ask, signed: &SignedIn, id: &str) -> Result<Option<Address>, Fault> {
    let Some(id) = id_of(id) else { return Ok(None) };
    match ask.services.customers.address(&signed.cx, GetAddress { customer: signed.customer, id }).await {
        Ok(address) => Ok(Some(address)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::relay(&error)),
    }
}

fn no_country() -> Told {
    wrong("INVALID", &["address", "country"], "This is no country.")
}

/// An address with what was said of it; none when the country is none.
fn changed(old: PostalAddress, input: &Arguments) -> Option<PostalAddress> {
    let (first, last) = names(&old.name);
    let name = whole_name(said(input, "firstName").unwrap_or(first), said(input, "lastName").unwrap_or(last));
    let part = |name: &str, old: Option<String>| match said(input, name) {
        Some(said) => Some(said.trim().to_owned()).filter(|said| !said.is_empty()),
        None => old,
    };
    let country = match said(input, "country").filter(|country| !country.trim().is_empty()) {
        Some(named) => Some(country_named(named)?),
        None => old.country,
    };
    let region = part("province", old.region);
    let is_indian = country.is_some_and(|country| country.code() == "IN");
    let letters = region.as_deref().filter(|_| is_indian).and_then(india::state_called).map(str::to_owned);
    Some(PostalAddress {
        name,
        company: part("company", old.company),
        line1: part("address1", Some(old.line1)).unwrap_or_default(),
        line2: part("address2", old.line2),
        city: part("city", Some(old.city)).unwrap_or_default(),
        region: letters.or(region),
        postal_code: part("zip", old.postal_code),
        country,
        phone: part("phone", old.phone),
    })
}

/// The argument that a field of an address comes from.
fn argument(path: &str) -> Option<&'static str> {
    Some(match path.rsplit('.').next().unwrap_or(path) {
        "name" => "lastName",
        "company" => "company",
        "line1" => "address1",
        "line2" => "address2",
        "city" => "city",
        "region" => "province",
        "postal_code" => "zip",
        "country" => "country",
        "phone" => "phone",
        _ => return None,
    })
}

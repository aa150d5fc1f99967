//! Customers, as they see themselves.

use super::{
    Connected, RootWriter,
    address::AddressOf,
    metafield::{self, Owner},
    order,
};
use crate::{
    fields,
    gather::customer::Shown,
    never,
    object::Table,
    plan::Field,
    types::connection::{Connection, Edge, whole},
    writer::Writer,
};
use infrasell_contracts::customers::{Address, Customer};
use infrasell_kernel::CustomerId;

/// What a customer agrees to when he says that he accepts marketing.
pub(crate) const MARKETING: &str = "offers";

fields! { "Customer" for Customer, |c, f, w| {
    "acceptsMarketing" => w.flag(c.consents.iter().any(|consent| consent.purpose == MARKETING && consent.granted)),
    "addresses" => addresses(f, w, c),
    "avatarUrl" => w.null(),
    "createdAt" => w.time(c.created_at),
    "defaultAddress" => default_address(f, w, c),
    "displayName" => w.text(if c.name.trim().is_empty() { &c.email } else { c.name.trim() }),
    "email" => w.text(&c.email),
    "firstName" => w.text_unless_empty(names(&c.name).0),
    "id" => w.gid("Customer", c.id.get()),
    "lastName" => w.text_unless_empty(names(&c.name).1),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "numberOfOrders" => w.text(&c.orders_count.to_string()),
    "orders" => order::of_customer(f, w, c.id),
    "phone" => w.text_or_null(c.phone.as_deref()),
    "socialLoginProvider" => w.object_or_null(f, None::<&SocialLoginProvider>),
    "tags" => w.texts(&c.tags),
    "updatedAt" => w.time(c.updated_at),
}}

never! { "SocialLoginProvider" as SocialLoginProvider { "handle" } }

impl Connected for AddressOf {
    const CONNECTION: &'static str = "MailingAddressConnection";
    const EDGE: &'static str = "MailingAddressEdge";
}

pub(super) const TABLES: &[Table] = &[
    Table::of::<Customer>(),
    Table::of::<SocialLoginProvider>(),
    Table::of::<Connection<AddressOf>>(),
    Table::of::<Edge<'static, AddressOf>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[("customer", |f, w| {
    let token = Shown(w.arg_text(f, "customerAccessToken").unwrap_or("").to_owned());
    match w.get(&w.facts.signed, &token) {
        Some(id) => by_id(f, w, *id),
        None => w.null(),
    }
})];

/// Writes the customer with this id, or null.
pub(super) fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: CustomerId) {
    let found = w.get(&w.facts.customers, &id);
    w.object_or_null(f, found);
}

/// An address that a customer keeps.
pub(super) fn kept(address: &Address) -> AddressOf {
    AddressOf::of(format!("{}?model_name=CustomerAddress", address.id.get()), &address.address)
}

fn addresses<'w>(f: &'w Field, w: &mut Writer<'w>, customer: &Customer) {
    let Some(all) = w.get(&w.facts.addresses, &customer.id) else {
        return whole(f, w, vec![], |_: &AddressOf, _| String::new());
    };
    let mut items: Vec<AddressOf> = all.iter().map(kept).collect();
    if w.arg_flag(f, "reverse") {
        items.reverse();
    }
    whole(f, w, items, |address, _| address.name.split('?').next().unwrap_or_default().to_owned());
}

fn default_address<'w>(f: &'w Field, w: &mut Writer<'w>, customer: &Customer) {
    let Some(id) = customer.default_shipping.or(customer.default_billing) else { return w.null() };
    let all = w.get(&w.facts.addresses, &customer.id);
    let found = all.and_then(|all| all.iter().find(|address| address.id == id)).map(kept);
    w.object_or_null(f, found.as_ref());
}

/// First and family name: the last word is the family's.
pub(crate) fn names(name: &str) -> (&str, &str) {
    let name = name.trim();
    name.rsplit_once(' ').map_or((name, ""), |(first, last)| (first.trim(), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_two_parts_at_the_most() {
        assert_eq!(names("Asha Rao"), ("Asha", "Rao"));
        assert_eq!(names(" Asha  Devi Rao "), ("Asha  Devi", "Rao"));
        assert_eq!((names("Asha"), names("")), (("Asha", ""), ("", "")));
    }
}

//! Customers, as far as their own carts show them.

use crate::{fields, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::customers::Customer;
use infrasell_kernel::CustomerId;

fields! { "Customer" for Customer, |c, f, w| {
    "displayName" => w.text(if c.name.trim().is_empty() { &c.email } else { c.name.trim() }),
    "email" => w.text(&c.email),
    "firstName" => w.text_unless_empty(names(c).0),
    "id" => w.gid("Customer", c.id.get()),
    "lastName" => w.text_unless_empty(names(c).1),
    "phone" => w.text_or_null(c.phone.as_deref()),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<Customer>()];

/// Writes the customer with this id, or null.
pub(super) fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: CustomerId) {
    let found = w.get(&w.facts.customers, &id);
    w.object_or_null(f, found);
}

/// First and family name: the last word is the family's.
fn names(customer: &Customer) -> (&str, &str) {
    let name = customer.name.trim();
    name.rsplit_once(' ').map_or((name, ""), |(first, last)| (first.trim(), last))
}

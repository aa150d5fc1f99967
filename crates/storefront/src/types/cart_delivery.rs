//! Where carts go, and how they are sent.

use super::{
    address::{self, AddressOf},
    cart::CartOf,
    cart_line::{self, lines},
    connection::{Connected, Connection, Edge, whole},
};
use crate::{fields, ids, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    cart::{CartAddress, DraftAddress},
    pricing::ShippingGroupView,
};
use infrasell_kernel::CountryCode;
use infrasell_rules::quote::ShippingOption;

/// Where a cart may go.
pub struct DeliveryOf<'a>(pub(super) CartOf<'a>);
/// An address that a cart may go to.
pub struct SelectableOf<'a>(CartOf<'a>, &'a CartAddress);
/// Where that is.
pub struct WhereOf<'a>(&'a DraftAddress);
/// Lines that are sent together.
#[derive(Clone, Copy)]
pub struct GroupOf<'a>(CartOf<'a>, &'a ShippingGroupView);
/// A way to send them.
pub struct OptionOf<'a>(CartOf<'a>, &'a ShippingOption);

impl Connected for GroupOf<'_> {
    const CONNECTION: &'static str = "CartDeliveryGroupConnection";
    const EDGE: &'static str = "CartDeliveryGroupEdge";
}

/// Writes what is sent together, once an address is selected.
pub(super) fn groups<'w>(f: &'w Field, w: &mut Writer<'w>, cart: CartOf<'_>) {
    let known = cart.0.cart.details.selected().is_some_and(|one| one.address.country.is_some());
    let quoted = cart.0.quoted.as_ref().filter(|_| known);
    let mut groups: Vec<GroupOf<'_>> =
        quoted.iter().flat_map(|quoted| &quoted.shipping_groups).map(|group| GroupOf(cart, group)).collect();
    if w.arg_flag(f, "reverse") {
        groups.reverse();
    }
    whole(f, w, groups, |group, _| group.1.key.clone());
}

/// The id of an address of a cart.
pub(super) fn address_id(cart: CartOf<'_>, number: i64) -> String {
    ids::gid("CartSelectableAddress", format_args!("{number}?cart={}", cart.0.cart.token))
}

fields! { "CartDelivery" for DeliveryOf<'_>, |d, f, w| {
    "addresses" => {
        let only = w.arg_flag(f, "selected");
        let addresses = d.0.0.cart.details.addresses.iter().filter(|one| one.selected || !only);
        w.objects(f, addresses.map(|one| SelectableOf(d.0, one)));
    },
}}

fields! { "CartSelectableAddress" for SelectableOf<'_>, |a, f, w| {
    "address" => w.object(f, &WhereOf(&a.1.address)),
    "id" => w.text(&address_id(a.0, a.1.number)),
    "oneTimeUse" => w.flag(a.1.one_time_use),
    "selected" => w.flag(a.1.selected),
}}

fields! { "CartDeliveryAddress" for WhereOf<'_>, |a, f, w| {
    "address1" => w.text_or_null(a.0.line1.as_deref()),
    "address2" => w.text_or_null(a.0.line2.as_deref()),
    "city" => w.text_or_null(a.0.city.as_deref()),
    "company" => w.text_or_null(a.0.company.as_deref()),
    "countryCode" => w.text_or_null(a.0.country.as_ref().map(CountryCode::code)),
    "firstName" => w.text_or_null(a.0.first_name.as_deref()),
    "formatted" => address::formatted(f, w, a.0),
    "formattedArea" => w.text_or_null(address::area(a.0).as_deref()),
    "lastName" => w.text_or_null(a.0.last_name.as_deref()),
    "latitude" => w.null(),
    "longitude" => w.null(),
    "name" => w.text_unless_empty(&a.0.name()),
    "phone" => w.text_or_null(a.0.phone.as_deref()),
    "provinceCode" => w.text_or_null(a.0.region.as_deref()),
    "zip" => w.text_or_null(a.0.postal_code.as_deref()),
}}

fields! { "CartDeliveryGroup" for GroupOf<'_>, |g, f, w| {
    "cartLines" => {
        let found = lines(f, w, g.0, |line| g.1.lines.iter().any(|key| *key == line.id.to_string()));
        cart_line::connection(f, w, found);
    },
    "deliveryAddress" => {
        let selected = g.0.0.cart.details.selected();
        let address = selected.map(|one| AddressOf {
            name: format!("{}?cart={}", one.number, g.0.0.cart.token),
            address: one.address.clone(),
        });
        w.object_or_null(f, address.as_ref());
    },
    "deliveryOptions" => w.objects(f, g.1.options.iter().map(|option| OptionOf(g.0, option))),
    "groupType" => w.text("ONE_TIME_PURCHASE"),
    "id" => w.text(&ids::gid("CartDeliveryGroup", format_args!("{}?cart={}", g.1.key, g.0.0.cart.token))),
    "selectedDeliveryOption" => {
        let chosen = g.1.chosen.map(|method| method.to_string());
        let option = chosen.and_then(|chosen| g.1.options.iter().find(|option| option.method == chosen));
        w.object_or_null(f, option.map(|option| OptionOf(g.0, option)).as_ref());
    },
}}

fields! { "CartDeliveryOption" for OptionOf<'_>, |o, f, w| {
    "code" => w.text(&o.1.method),
    "deliveryMethodType" => w.text("SHIPPING"),
    "description" => w.null(),
    "estimatedCost" => w.money(f, o.0.money(o.1.price_minor)),
    "handle" => w.text(&o.1.method),
    "title" => w.text(&o.1.label),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<DeliveryOf<'static>>(),
    Table::of::<SelectableOf<'static>>(),
    Table::of::<WhereOf<'static>>(),
    Table::of::<GroupOf<'static>>(),
    Table::of::<OptionOf<'static>>(),
    Table::of::<Connection<GroupOf<'static>>>(),
    Table::of::<Edge<'static, GroupOf<'static>>>(),
];

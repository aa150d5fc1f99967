//! Orders for whoever holds their token, and whether goods are sent to a place.

use super::{
    RootWriter,
    address::AddressOf,
    cart_line::{attributes, listed_minor},
    order::fulfilment_status,
    variant,
};
use crate::{fields, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    orders::{LineItem, Order},
    pricing::ShippingMethod,
};
use infrasell_kernel::{CountryCode, Money, Token};
use infrasell_rules::postal::india;

/// An order.
#[derive(Clone, Copy)]
pub struct PlacedOf<'a>(&'a Order);
/// A line of an order.
pub struct PlacedLineOf<'a>(&'a Order, &'a LineItem);
/// Whether goods are sent to a place.
struct ReachOf<'a> {
    states: &'static [&'static str],
    reason: Option<String>,
    methods: Vec<&'a ShippingMethod>,
}
/// A way to send goods to a place.
struct WayOf<'a>(&'a ShippingMethod);

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("deliveryServiceability", reach),
    ("orderByToken", |f, w| {
        let token = w.arg_text(f, "token").and_then(|token| token.parse().ok());
        let found = token.and_then(|token| find(w, token));
        w.object_or_null(f, found.as_ref());
    }),
];

/// The order with this token.
pub(super) fn find<'w>(w: &mut Writer<'w>, token: Token) -> Option<PlacedOf<'w>> {
    w.get(&w.facts.placed_orders, &token).map(PlacedOf)
}

/// A place is served when its code can be one, the channel sells to its country, and a way to send goods goes there.
fn reach<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let named = w.arg_text(f, "countryCode").and_then(|code| code.parse::<CountryCode>().ok()).or(w.ask.country);
    let (own, methods) = (w.get(&w.facts.shop, &()), w.get(&w.facts.shipping_methods, &()));
    let (Some(own), Some(methods)) = (own, methods) else { return w.null() };
    let country = named.unwrap_or(own.country);
    let code = w.arg_text(f, "postalCode").unwrap_or("").trim();
    let served = w.ask.channel.countries.is_empty() || w.ask.channel.countries.contains(&country);
    let going = methods.iter().filter(|one| one.countries.is_empty() || one.countries.contains(&country)).collect();
    let reach = match (is_code(country, code), served) {
        (Err(reason), _) => ReachOf { states: &[], reason: Some(reason), methods: vec![] },
        (Ok(states), false) => {
            ReachOf { states, reason: Some("The shop does not sell to this country.".into()), methods: vec![] }
        }
        (Ok(states), true) => ReachOf { states, reason: None, methods: going },
    };
    w.object(f, &reach);
}

/// Whether a postal code can be one of the country: the states that it can be in, else why not.
fn is_code(country: CountryCode, code: &str) -> Result<&'static [&'static str], String> {
    const LONGEST: usize = 16;
    if country == CountryCode::IN {
        return india::states_of_pin(code).map_err(|wrong| format!("This is no PIN code: {wrong}."));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
    let is_one = !code.is_empty() && code.len() <= LONGEST && code.chars().all(plain);
    if is_one { Ok(&[]) } else { Err("This is no postal code.".into()) }
}

fields! { "DeliveryServiceability" for ReachOf<'_>, |reach, f, w| {
    "isServiceable" => w.flag(!reach.methods.is_empty()),
    "methods" => w.objects(f, reach.methods.iter().map(|method| WayOf(method))),
    "provinceCodes" => w.texts(reach.states),
    "reason" => match (&reach.reason, reach.methods.is_empty()) {
        (None, true) => w.text("Nothing is sent there."),
        (reason, _) => w.text_or_null(reason.as_deref()),
    },
}}

fields! { "DeliveryServiceabilityMethod" for WayOf<'_>, |way, f, w| {
    "description" => w.text_unless_empty(&way.0.description),
    "freeFrom" => {
        let currency = w.ask.channel.currency;
        w.money_or_null(f, way.0.free_over_minor.map(|minor| Money::new(minor, currency)));
    },
    "handle" => w.text(&way.0.id.to_string()),
    "maximumWeight" => w.int_or_null(way.0.max_weight_grams),
    "price" => { let price = Money::new(way.0.price_minor, w.ask.channel.currency); w.money(f, price) },
    "title" => w.text(&way.0.name),
}}

impl PlacedOf<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.0.currency)
    }
}

fields! { "PlacedOrder" for PlacedOf<'_>, |o, f, w| {
    "billingAddress" => {
        let address = o.0.billing_address.as_ref().map(|address| AddressOf::of(format!("{}-billing", o.0.id), address));
        w.object_or_null(f, address.as_ref());
    },
    "cancelledAt" => match o.0.cancelled_at {
        Some(at) => w.time(at),
        None => w.null(),
    },
    "customAttributes" => attributes(f, w, &o.0.attributes),
    "email" => w.text(&o.0.email),
    "fulfillmentStatus" => w.text(fulfilment_status(o.0)),
    "id" => w.gid("Order", o.0.id.get()),
    "lines" => w.objects(f, o.0.line_items.iter().map(|line| PlacedLineOf(o.0, line))),
    "name" => w.text(&o.0.number),
    "note" => w.text_unless_empty(&o.0.note),
    "paymentStatus" => w.text(&o.0.payment_status.as_str().to_ascii_uppercase()),
    "processedAt" => w.time(o.0.placed_at),
    "shippingAddress" => {
        let address = o.0.shipping_address.as_ref().map(|address| AddressOf::of(format!("{}-shipping", o.0.id), address));
        w.object_or_null(f, address.as_ref());
    },
    "statusUrl" => w.url(&format!("/orders/{}", o.0.token)),
    "subtotalPrice" => {
        let listed = o.0.quote.lines.iter().map(listed_minor).sum();
        w.money(f, o.money(listed));
    },
    "token" => w.text(&o.0.token.to_string()),
    "totalPrice" => w.money(f, o.money(o.0.quote.totals.total_minor)),
    "totalRefunded" => w.money(f, o.money(o.0.refunded_minor)),
    "totalShippingPrice" => w.money(f, o.money(o.0.quote.totals.shipping_minor)),
    "totalTax" => w.money(f, o.money(o.0.quote.totals.tax_minor)),
}}

fields! { "PlacedOrderLine" for PlacedLineOf<'_>, |l, f, w| {
    "customAttributes" => attributes(f, w, &l.1.attributes),
    "discountedTotalPrice" => w.money(f, Money::new(listed_minor(&l.1.amounts), l.0.currency)),
    "hsnCode" => w.text_unless_empty(&l.1.hsn_code),
    "imageUrl" => match &l.1.image_url {
        Some(url) => w.url(url),
        None => w.null(),
    },
    "originalTotalPrice" => w.money(f, Money::new(l.1.amounts.subtotal_minor, l.0.currency)),
    "quantity" => w.int(l.1.quantity.get()),
    "sku" => w.text_unless_empty(&l.1.sku),
    "title" => w.text(&l.1.product_title),
    "totalTax" => w.money(f, Money::new(l.1.amounts.tax_minor, l.0.currency)),
    "variant" => { let found = variant::find(w, l.1.variant); w.object_or_null(f, found.as_ref()) },
    "variantTitle" => w.text_unless_empty(&l.1.variant_title),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<PlacedOf<'static>>(),
    Table::of::<PlacedLineOf<'static>>(),
    Table::of::<ReachOf<'static>>(),
    Table::of::<WayOf<'static>>(),
];

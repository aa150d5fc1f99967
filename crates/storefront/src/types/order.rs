//! Orders, as their buyer sees them in his account.

use super::{
    Connected, Slice,
    address::AddressOf,
    metafield::{self, Owner},
    money::Attribute,
    variant,
};
use crate::{
    fields,
    object::Table,
    plan::Field,
    types::connection::{Connection, Edge, PageInfo, whole, window},
    writer::Writer,
};
use infrasell_contracts::{
    cart::Attributes,
    orders::{Fulfilment, FulfilmentLine, LineItem, Order, Tracking},
    payments::RefundState,
};
use infrasell_kernel::{CustomerId, Money};
use infrasell_rules::{
    order::{FulfilmentState, OrderState, PaymentStatus},
    quote::QuoteLine,
};

/// An order.
#[derive(Clone, Copy)]
pub struct OrderOf<'a>(pub &'a Order);
/// A line of an order.
#[derive(Clone, Copy)]
pub struct LineOf<'a>(&'a Order, &'a LineItem);
/// What was sent together.
struct ParcelOf<'a>(&'a Order, &'a Fulfilment);
/// What is in it.
#[derive(Clone, Copy)]
struct ParcelLineOf<'a>(&'a Order, &'a LineItem, &'a FulfilmentLine);
/// How it is followed.
struct TrackingOf<'a>(&'a Tracking);
/// A part of a customer's orders.
struct OrdersOf<'a> {
    slice: Slice<OrderOf<'a>>,
    total: usize,
}

fields! { "OrderConnection" for OrdersOf<'_>, |orders, f, w| {
    "edges" => w.objects(f, orders.slice.items.iter().map(|(node, cursor)| Edge { node, cursor })),
    "nodes" => w.objects(f, orders.slice.items.iter().map(|(order, _)| *order)),
    "pageInfo" => w.object::<PageInfo<'_>>(f, &orders.slice.info()),
    "totalCount" => w.text(&orders.total.to_string()),
}}

impl Connected for OrderOf<'_> {
    // it is written by `OrdersOf`, which counts, too
    const CONNECTION: &'static str = "OrderConnection";
    const EDGE: &'static str = "OrderEdge";
}
impl Connected for LineOf<'_> {
    const CONNECTION: &'static str = "OrderLineItemConnection";
    const EDGE: &'static str = "OrderLineItemEdge";
}
impl Connected for ParcelLineOf<'_> {
    const CONNECTION: &'static str = "FulfillmentLineItemConnection";
    const EDGE: &'static str = "FulfillmentLineItemEdge";
}

/// Writes a customer's orders.
pub(super) fn of_customer<'w>(f: &'w Field, w: &mut Writer<'w>, customer: CustomerId) {
    let known = w.get(&w.facts.customer_orders, &customer);
    let mut all: Vec<OrderOf<'w>> = known.into_iter().flatten().map(OrderOf).collect();
    let asked = w.arg_text(f, "query").unwrap_or("").to_lowercase();
    let words: Vec<&str> = asked.split_whitespace().map(|word| word.trim_start_matches("name:")).collect();
    all.retain(|order| words.iter().all(|word| order.0.number.to_lowercase().contains(word.trim_start_matches('#'))));
    match w.arg_text(f, "sortKey") {
        Some("TOTAL_PRICE") => all.sort_by_key(|order| (order.0.quote.totals.total_minor, order.0.id)),
        _ => all.sort_by_key(|order| (order.0.placed_at, order.0.id)),
    }
    if w.arg_flag(f, "reverse") {
        all.reverse();
    }
    let cursor = |at: usize| all[at].0.id.get().to_string();
    let Some(range) = window(f, w, all.len(), cursor) else { return };
    let slice = Slice {
        has_previous: range.start > 0,
        has_next: range.end < all.len(),
        items: range.clone().map(|at| (all[at], cursor(at))).collect(),
    };
    w.object(f, &OrdersOf { slice, total: all.len() });
}

/// What the storefront put beside something.
fn attributes<'w>(f: &'w Field, w: &mut Writer<'w>, attributes: &Attributes) {
    w.objects(f, attributes.iter().map(|(key, value)| Attribute { key, value }));
}

/// What a line costs with discounts, as prices are listed.
fn listed_minor(amounts: &QuoteLine) -> i64 {
    amounts.subtotal_minor.saturating_add(amounts.discount_minor)
}

impl OrderOf<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.0.currency)
    }

    /// What it costs now, with what was paid back or is to be: nothing once it is cancelled.
    fn now_minor(&self) -> i64 {
        self.0.balance_minor.saturating_add(self.0.captured_minor).saturating_sub(self.0.refunded_minor)
    }

    /// A sum over its lines, as far as they were not paid back.
    fn left_minor(&self, part: impl Fn(&LineItem) -> i64) -> i64 {
        if self.0.state == OrderState::Cancelled {
            return 0;
        }
        let left = |line: &LineItem| {
            let (all, kept) = (line.quantity.get().max(1), (line.quantity.get() - line.refunded).max(0));
            i64::try_from(i128::from(part(line)) * i128::from(kept) / i128::from(all)).unwrap_or(0)
        };
        self.0.line_items.iter().map(left).fold(0, i64::saturating_add)
    }

    fn freight_minor(&self) -> i64 {
        let live = self.0.refunds.iter().filter(|refund| refund.state != RefundState::Failed);
        let back: i64 = live.map(|refund| refund.shipping_minor).sum();
        if self.0.state == OrderState::Cancelled { 0 } else { self.0.quote.totals.shipping_minor.saturating_sub(back) }
    }

    fn listed(&self) -> i64 {
        self.0.quote.lines.iter().map(listed_minor).fold(0, i64::saturating_add)
    }

    /// The number that people know it by, without letters.
    fn number(&self) -> i64 {
        let digits: String = self.0.number.chars().rev().take_while(char::is_ascii_digit).collect();
        let number: Option<i32> = digits.chars().rev().collect::<String>().parse().ok();
        number.map_or(self.0.id.get() % i64::from(i32::MAX), i64::from)
    }

    fn paid(&self) -> &'static str {
        match self.0.payment_status {
            PaymentStatus::NotRequired | PaymentStatus::Captured => "PAID",
            PaymentStatus::Pending | PaymentStatus::Failed => "PENDING",
            PaymentStatus::Authorised => "AUTHORIZED",
            PaymentStatus::PartiallyCaptured => "PARTIALLY_PAID",
            PaymentStatus::PartiallyRefunded => "PARTIALLY_REFUNDED",
            PaymentStatus::Refunded => "REFUNDED",
            PaymentStatus::Voided => "VOIDED",
        }
    }
}

/// How much of an order was sent.
pub(super) fn fulfilment_status(order: &Order) -> &'static str {
    let sent: i64 = order.line_items.iter().map(|line| line.fulfilled).sum();
    let all: i64 = order.line_items.iter().map(|line| line.quantity.get()).sum();
    match sent {
        0 => "UNFULFILLED",
        sent if sent < all => "PARTIALLY_FULFILLED",
        _ => "FULFILLED",
    }
}

fields! { "Order" for OrderOf<'_>, |o, f, w| {
    "billingAddress" => {
        let address = o.0.billing_address.as_ref().map(|address| AddressOf::of(format!("{}-billing", o.0.id), address));
        w.object_or_null(f, address.as_ref());
    },
    "cancelReason" => w.text_or_null(o.0.cancelled_at.map(|_| "OTHER")),
    "canceledAt" => match o.0.cancelled_at {
        Some(at) => w.time(at),
        None => w.null(),
    },
    "currencyCode" => w.text(o.0.currency.code()),
    "currentSubtotalPrice" => w.money(f, o.money(o.left_minor(|line| listed_minor(&line.amounts)))),
    "currentTotalDuties" => w.null(),
    "currentTotalPrice" => w.money(f, o.money(o.now_minor())),
    "currentTotalShippingPrice" => w.money(f, o.money(o.freight_minor())),
    "currentTotalTax" => w.money(f, o.money(o.left_minor(|line| line.amounts.tax_minor))),
    "customAttributes" => attributes(f, w, &o.0.attributes),
    "customerLocale" => w.text(&o.0.locale.to_string()),
    "customerUrl" => w.url(&format!("/orders/{}", o.0.token)),
    "edited" => w.flag(false),
    "email" => w.text_unless_empty(&o.0.email),
    "financialStatus" => w.text(o.paid()),
    "fulfillmentStatus" => w.text(fulfilment_status(o.0)),
    "id" => w.gid("Order", o.0.id.get()),
    "lineItems" => {
        let mut items: Vec<LineOf<'_>> = o.0.line_items.iter().map(|line| LineOf(o.0, line)).collect();
        if w.arg_flag(f, "reverse") {
            items.reverse();
        }
        whole(f, w, items, |line, _| line.1.id.get().to_string());
    },
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "name" => w.text(&o.0.number),
    "orderNumber" => w.int(o.number()),
    "originalTotalDuties" => w.null(),
    "originalTotalPrice" => w.money(f, o.money(o.0.quote.totals.total_minor)),
    "phone" => w.text_or_null(o.0.phone.as_deref()),
    "processedAt" => w.time(o.0.placed_at),
    "shippingAddress" => {
        let address = o.0.shipping_address.as_ref().map(|address| AddressOf::of(format!("{}-shipping", o.0.id), address));
        w.object_or_null(f, address.as_ref());
    },
    "statusUrl" => w.url(&format!("/orders/{}", o.0.token)),
    "subtotalPrice" => w.money(f, o.money(o.listed())),
    "subtotalPriceV2" => w.money(f, o.money(o.listed())),
    "successfulFulfillments" => {
        let most = w.arg_int(f, "first").and_then(|n| usize::try_from(n).ok()).unwrap_or(250);
        let gone = |parcel: &&Fulfilment| matches!(parcel.state, FulfilmentState::Shipped | FulfilmentState::Delivered);
        w.objects(f, o.0.fulfilments.iter().filter(gone).take(most).map(|parcel| ParcelOf(o.0, parcel)));
    },
    "totalPrice" => w.money(f, o.money(o.0.quote.totals.total_minor)),
    "totalPriceV2" => w.money(f, o.money(o.0.quote.totals.total_minor)),
    "totalRefunded" => w.money(f, o.money(o.0.refunded_minor)),
    "totalRefundedV2" => w.money(f, o.money(o.0.refunded_minor)),
    "totalShippingPrice" => w.money(f, o.money(o.0.quote.totals.shipping_minor)),
    "totalShippingPriceV2" => w.money(f, o.money(o.0.quote.totals.shipping_minor)),
    "totalTax" => w.money(f, o.money(o.0.quote.totals.tax_minor)),
    "totalTaxV2" => w.money(f, o.money(o.0.quote.totals.tax_minor)),
}}

fields! { "OrderLineItem" for LineOf<'_>, |l, f, w| {
    "currentQuantity" => w.int((l.1.quantity.get() - l.1.refunded).max(0)),
    "customAttributes" => attributes(f, w, &l.1.attributes),
    "discountedTotalPrice" => w.money(f, Money::new(listed_minor(&l.1.amounts), l.0.currency)),
    "originalTotalPrice" => w.money(f, Money::new(l.1.amounts.subtotal_minor, l.0.currency)),
    "quantity" => w.int(l.1.quantity.get()),
    "title" => w.text(&l.1.product_title),
    "variant" => { let found = variant::find(w, l.1.variant); w.object_or_null(f, found.as_ref()) },
}}

fields! { "Fulfillment" for ParcelOf<'_>, |p, f, w| {
    "fulfillmentLineItems" => {
        let line = |part| p.0.line_items.iter().find(|line| line.id == part);
        let found = p.1.lines.iter().filter_map(|part| Some(ParcelLineOf(p.0, line(part.line_item)?, part)));
        let mut items: Vec<ParcelLineOf<'_>> = found.collect();
        if w.arg_flag(f, "reverse") {
            items.reverse();
        }
        whole(f, w, items, |line, _| line.1.id.get().to_string());
    },
    "trackingCompany" => w.text_unless_empty(&p.1.tracking.carrier),
    "trackingInfo" => {
        let known = !p.1.tracking.number.is_empty() || !p.1.tracking.url.is_empty();
        let asked = w.arg_int(f, "first") != Some(0);
        w.objects(f, (known && asked).then_some(TrackingOf(&p.1.tracking)));
    },
}}

fields! { "FulfillmentLineItem" for ParcelLineOf<'_>, |l, f, w| {
    "lineItem" => w.object(f, &LineOf(l.0, l.1)),
    "quantity" => w.int(l.2.quantity.get()),
}}

fields! { "FulfillmentTrackingInfo" for TrackingOf<'_>, |t, f, w| {
    "number" => w.text_unless_empty(&t.0.number),
    "url" => w.text_unless_empty(&t.0.url),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<OrdersOf<'static>>(),
    Table::of::<Edge<'static, OrderOf<'static>>>(),
    Table::of::<OrderOf<'static>>(),
    Table::of::<LineOf<'static>>(),
    Table::of::<Connection<LineOf<'static>>>(),
    Table::of::<Edge<'static, LineOf<'static>>>(),
    Table::of::<ParcelOf<'static>>(),
    Table::of::<ParcelLineOf<'static>>(),
    Table::of::<Connection<ParcelLineOf<'static>>>(),
    Table::of::<Edge<'static, ParcelLineOf<'static>>>(),
    Table::of::<TrackingOf<'static>>(),
];

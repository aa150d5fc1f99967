//! The page of an order: what was bought, what it came to, and what happens next.

use super::{
    basket::{self, Basket},
    language::Language,
    notice::fill,
    render::Page,
    shell::{House, Shell, Tongue},
    steps::method_name,
    visit::Visit,
    words::word,
};
use crate::answer::Answer;
use infrasell_contracts::{
    common::PostalAddress,
    orders::{Fulfilment, GetOrder, Order, OrderRef},
    payments::{GetPayment, NextAction},
    settings::ChannelRef,
};
use infrasell_kernel::{Money, format};
use infrasell_rules::order::{FulfilmentState, OrderState, PaymentStatus};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct Facts {
    #[serde(flatten)]
    shell: Shell,
    title: String,
    number: String,
    placed_on: String,
    is_cancelled: bool,
    next: Vec<String>,
    /// Where to pay to, as the provider said.
    instructions: Option<String>,
    basket: Basket,
    method: String,
    /// Paid, paid back, still to be paid: what there is of it.
    sums: Vec<(&'static str, String)>,
    contact: Vec<String>,
    ships_to: Vec<String>,
    bill_to: Vec<String>,
    shipping: Vec<String>,
    parcels: Vec<Parcel>,
}

#[derive(Debug, Serialize)]
struct Parcel {
    state: &'static str,
    carrier: String,
    number: String,
    url: Option<String>,
}

/// `GET /orders/{token}`.
pub async fn show(visit: Visit) -> Answer<Page> {
    let order = visit.g.orders.order(&visit.cx, GetOrder { order: OrderRef::Token(visit.token) }).await?;
    let house = visit.house(ChannelRef::Id(order.channel), Some(&order.locale)).await?;
    let instructions = instructions(&visit, &order).await?;
    let tongue = house.tongue(&visit, &order.locale, order.currency);
    let page = Page::of("order.html", &facts(&visit, &house, &order, instructions, &tongue), 200)?;
    Ok(page.with_cookie(visit.spoken.cookie()))
}

/// How to pay what is still to be paid.
async fn instructions(visit: &Visit, order: &Order) -> Answer<Option<String>> {
    let is_open = order.balance_minor > 0 && order.state != OrderState::Cancelled;
    let Some(id) = order.payment.filter(|_| is_open) else { return Ok(None) };
    let payment = visit.g.payments.payment(&visit.cx, GetPayment { id }).await?;
    Ok(match payment.next_action {
        Some(NextAction::Instructions { text }) => Some(text),
        Some(NextAction::Redirect { .. }) | None => None,
    })
}

fn facts(visit: &Visit, house: &House, order: &Order, instructions: Option<String>, tongue: &Tongue) -> Facts {
    let language = tongue.language;
    let money = |minor| format::money(Money::new(minor, order.currency), &tongue.locale);
    let date = format::date(order.placed_at, &house.shop.time_zone, &tongue.locale);
    let lines = |address: &Option<PostalAddress>| {
        address.as_ref().map(|address| address.label(house.shop.country)).unwrap_or_default()
    };
    let sums = [("paid", order.captured_minor), ("refunded", order.refunded_minor), ("balance", order.balance_minor)];
    let sums = sums.into_iter().filter(|(_, minor)| *minor > 0);
    let is_cancelled = order.state == OrderState::Cancelled;
    Facts {
        shell: house.shell(visit, language, None),
        title: fill(language, "order_title", &[("number", &order.number)]),
        number: order.number.clone(),
        placed_on: fill(language, "placed_on", &[("date", &date)]),
        is_cancelled,
        next: if is_cancelled { vec![] } else { next(order, instructions.is_some(), language, &money) },
        instructions,
        basket: basket::of_order(order, language, &tongue.locale),
        method: method_name(&order.payment_method, "", language),
        sums: sums.map(|(name, minor)| (word(language, name), money(minor))).collect(),
        contact: [Some(&order.email), order.phone.as_ref()].into_iter().flatten().cloned().collect(),
        ships_to: lines(&order.shipping_address),
        bill_to: if order.billing_address == order.shipping_address { vec![] } else { lines(&order.billing_address) },
        shipping: order.quote.shipping.iter().map(|one| one.label.clone()).collect(),
        parcels: order.fulfilments.iter().filter_map(|one| parcel(one, language)).collect(),
    }
}

/// What happens next, in sentences.
fn next(order: &Order, by_transfer: bool, language: Language, money: &impl Fn(i64) -> String) -> Vec<String> {
    let balance = money(order.balance_minor);
    let paid = match order.payment_status {
        PaymentStatus::Captured | PaymentStatus::PartiallyRefunded => Some(word(language, "next_paid").to_owned()),
        PaymentStatus::Authorised => Some(word(language, "next_held").to_owned()),
        PaymentStatus::Pending | PaymentStatus::PartiallyCaptured if order.payment_method == "cod" => {
            Some(fill(language, "next_cod", &[("amount", &balance)]))
        }
        PaymentStatus::Pending | PaymentStatus::PartiallyCaptured
            if by_transfer || order.payment_method == "manual" =>
        {
            Some(fill(language, "next_transfer", &[("amount", &balance), ("number", &order.number)]))
        }
        _ => None,
    };
    let is_sent = order.line_items.iter().any(|item| item.requires_shipping);
    let mail = fill(language, if is_sent { "next_mail" } else { "next_mail_digital" }, &[("email", &order.email)]);
    paid.into_iter().chain([mail, word(language, "next_keep").to_owned()]).collect()
}

fn parcel(fulfilment: &Fulfilment, language: Language) -> Option<Parcel> {
    let name = match fulfilment.state {
        FulfilmentState::Pending => "parcel_pending",
        FulfilmentState::Shipped => "parcel_shipped",
        FulfilmentState::Delivered => "parcel_delivered",
        FulfilmentState::Cancelled => return None,
    };
    let tracking = &fulfilment.tracking;
    let is_web = tracking.url.starts_with("https://") || tracking.url.starts_with("http://");
    Some(Parcel {
        state: word(language, name),
        carrier: tracking.carrier.clone(),
        number: tracking.number.clone(),
        url: is_web.then(|| tracking.url.clone()),
    })
}

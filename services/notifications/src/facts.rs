//! What a template can name. One shape for every kind of mail; what a kind does not have is none.
//!
//! Always true: amounts and days are already written as the reader of the mail reads them.

use crate::words::{word, words};
use infrasell_contracts::{
    common::PostalAddress,
    orders::{Fulfilment, Order, OrderRefund},
    settings::Shop,
};
use infrasell_kernel::{
    Locale, Money,
    format::{self, language},
};
use infrasell_rules::order::{FulfilmentState, OrderState};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that a template can name.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Facts {
    /// The shop.
    pub(crate) shop: ShopFacts,
    /// Who receives.
    pub(crate) recipient: RecipientFacts,
    /// The language of the mail.
    pub(crate) locale: String,
    /// The words of the shared parts.
    pub(crate) words: BTreeMap<&'static str, &'static str>,
    /// The order.
    pub(crate) order: Option<OrderFacts>,
    /// The parcel.
    pub(crate) parcel: Option<ParcelFacts>,
    /// The refund.
    pub(crate) refund: Option<RefundFacts>,
    /// The cancellation.
    pub(crate) cancellation: Option<CancellationFacts>,
    /// Where to go on.
    pub(crate) link: Option<String>,
}

/// The shop.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ShopFacts {
    pub(crate) name: String,
    pub(crate) legal_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) url: String,
}

/// Who receives.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RecipientFacts {
    pub(crate) name: String,
    pub(crate) email: String,
}

/// An order.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OrderFacts {
    pub(crate) number: String,
    pub(crate) url: String,
    pub(crate) placed_on: String,
    pub(crate) lines: Vec<LineFacts>,
    pub(crate) sums: Vec<SumFacts>,
    pub(crate) total: String,
    pub(crate) tax_note: Option<String>,
    pub(crate) payment_method: String,
    pub(crate) instructions: Option<String>,
    pub(crate) awaiting_payment: bool,
    pub(crate) shipping_address: Option<Vec<String>>,
    pub(crate) note: String,
}

/// A line.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LineFacts {
    pub(crate) title: String,
    pub(crate) variant: Option<String>,
    pub(crate) sku: String,
    pub(crate) quantity: i64,
    pub(crate) unit_price: String,
    pub(crate) total: String,
}

/// A sum under the lines.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SumFacts {
    pub(crate) label: String,
    pub(crate) amount: String,
}

/// A parcel.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParcelFacts {
    pub(crate) carrier: String,
    pub(crate) number: String,
    pub(crate) url: Option<String>,
    pub(crate) lines: Vec<LineFacts>,
    /// Whether nothing is left to come.
    pub(crate) complete: bool,
}

/// A refund.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RefundFacts {
    pub(crate) amount: String,
    pub(crate) reason: String,
}

/// A cancellation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CancellationFacts {
    pub(crate) reason: String,
    /// What goes back, if anything was taken.
    pub(crate) amount: Option<String>,
}

/// What every mail begins with.
pub(crate) fn base(shop: &Shop, storefront: &str, locale: &Locale, name: &str, email: &str) -> Facts {
    Facts {
        shop: ShopFacts {
            name: shop.name.clone(),
            legal_name: shop.legal_name.clone(),
            email: shop.email.clone(),
            phone: shop.phone.clone(),
            address: address(&shop.legal_address, false).join(", "),
            url: storefront.to_owned(),
        },
        recipient: RecipientFacts { name: name.to_owned(), email: email.to_owned() },
        locale: locale.to_string(),
        words: words(&language(locale)).iter().copied().collect(),
        order: None,
        parcel: None,
        refund: None,
        cancellation: None,
        link: None,
    }
}

/// An address, a part a line.
fn address(address: &PostalAddress, with_name: bool) -> Vec<String> {
    let name = if with_name { address.name.as_str() } else { "" };
    let code = [address.city.as_str(), address.postal_code.as_deref().unwrap_or("")].join(" ");
    let parts = [
        name,
        address.company.as_deref().unwrap_or(""),
        &address.line1,
        address.line2.as_deref().unwrap_or(""),
        code.trim(),
        address.region.as_deref().unwrap_or(""),
        address.country.as_ref().map_or("", |country| country.code()),
    ];
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The name to greet a buyer by.
pub(crate) fn buyer(order: &Order) -> &str {
    let address = order.shipping_address.as_ref().or(order.billing_address.as_ref());
    address.map_or("", |address| address.name.as_str())
}

/// How a buyer pays, and what else he is told about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Method {
    /// As the shop calls it; empty when it is not offered any more.
    pub(crate) name: String,
    /// What else the buyer reads.
    pub(crate) instructions: String,
}

/// An order as a mail shows it.
pub(crate) fn order(order: &Order, shop: &Shop, server: &str, locale: &Locale, method: &Method) -> OrderFacts {
    let lang = language(locale);
    let money = |minor| format::money(Money::new(minor, order.currency), locale);
    let totals = &order.quote.totals;
    let mut sums = vec![];
    let mut sum = |name: &str, minor: i64| {
        if minor != 0 {
            sums.push(SumFacts { label: word(&lang, name).to_owned(), amount: money(minor) });
        }
    };
    sum("subtotal", totals.subtotal_minor);
    sum("discount", totals.discount_minor);
    sum("shipping", totals.shipping_minor);
    sum("fee", totals.fee_minor);
    if !order.quote.prices_include_tax {
        sum("tax", totals.tax_minor);
    }
    sum("rounding", totals.rounding_minor);
    let included = order.quote.prices_include_tax && totals.tax_minor != 0;
    let known = word(&lang, &format!("method_{}", order.payment_method));
    let method_name = match (known.is_empty(), method.name.is_empty()) {
        (false, _) => known.to_owned(),
        (true, false) => method.name.clone(),
        (true, true) => order.payment_method.clone(),
    };
    OrderFacts {
        number: order.number.clone(),
        url: format!("{server}/orders/{}", order.token),
        placed_on: format::date(order.placed_at, &shop.time_zone, locale),
        lines: order.line_items.iter().map(|item| line(order, item, item.quantity.get(), locale)).collect(),
        sums,
        total: money(totals.total_minor),
        tax_note: included.then(|| format!("{} {}", word(&lang, "tax_included"), money(totals.tax_minor))),
        payment_method: method_name,
        instructions: Some(method.instructions.clone()).filter(|text| !text.is_empty()),
        awaiting_payment: order.state == OrderState::AwaitingPayment,
        shipping_address: order.shipping_address.as_ref().map(|to| address(to, true)),
        note: order.note.clone(),
    }
}

fn line(order: &Order, item: &infrasell_contracts::orders::LineItem, quantity: i64, locale: &Locale) -> LineFacts {
    let money = |minor| format::money(Money::new(minor, order.currency), locale);
    // a product without options has one variant, which is called as the product or not at all
    let variant = Some(item.variant_title.clone()).filter(|title| !title.is_empty() && *title != item.product_title);
    LineFacts {
        title: item.product_title.clone(),
        variant,
        sku: item.sku.clone(),
        quantity,
        unit_price: money(item.amounts.unit_price_minor),
        total: money(item.amounts.total_minor),
    }
}

/// A parcel as a mail shows it.
pub(crate) fn parcel(order: &Order, fulfilment: &Fulfilment, locale: &Locale) -> ParcelFacts {
    let mut lines = vec![];
    for packed in &fulfilment.lines {
        if let Some(item) = order.line_items.iter().find(|item| item.id == packed.line_item) {
            lines.push(line(order, item, packed.quantity.get(), locale));
        }
    }
    let tracking = &fulfilment.tracking;
    let packing = order.fulfilments.iter().any(|other| other.state == FulfilmentState::Pending);
    ParcelFacts {
        carrier: tracking.carrier.clone(),
        number: tracking.number.clone(),
        url: Some(tracking.url.clone()).filter(|url| !url.is_empty()),
        lines,
        complete: !packing && matches!(order.state, OrderState::Fulfilled | OrderState::Completed),
    }
}

/// A refund as a mail shows it.
pub(crate) fn refund(order: &Order, refund: &OrderRefund, locale: &Locale) -> RefundFacts {
    let amount = format::money(Money::new(refund.amount_minor, order.currency), locale);
    RefundFacts { amount, reason: refund.reason.clone() }
}

/// A cancellation as a mail shows it.
pub(crate) fn cancellation(order: &Order, locale: &Locale) -> CancellationFacts {
    let taken = Money::new(order.captured_minor, order.currency);
    CancellationFacts {
        reason: order.cancel_reason.clone().unwrap_or_default(),
        amount: (taken.minor > 0).then(|| format::money(taken, locale)),
    }
}

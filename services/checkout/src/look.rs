//! The truth of now: what the cart holds, what it costs where it goes, how it can be sent and paid, what is missing.

use crate::{
    model::{Details, Row},
    service::CheckoutService,
};
use infrasell_contracts::{
    cart::{Cart, CartChange, CartLine, QuoteCart, QuotedCart},
    common::PostalAddress,
    payments::{ListMethods, PaymentMethod},
    pricing::{Destination, Quoted},
};
use infrasell_kernel::{CartLineId, Currency, Money, Timestamp, Token};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{
    checkout::{GroupReadiness, LineReadiness, Message, ReadinessFacts, readiness},
    quote::{Quote, Totals},
};
use std::collections::HashMap;

/// The method of what costs nothing.
pub(crate) const NOTHING_TO_PAY: &str = "none";

/// What an open checkout comes to now.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Absent when it was deleted or its time was up.
    pub(crate) cart: Option<Cart>,
    pub(crate) quoted: Quoted,
    pub(crate) methods: Vec<PaymentMethod>,
    /// What stands between it and an order.
    pub(crate) messages: Vec<Message>,
}

impl CheckoutService {
    /// Looks at an open checkout: one read of the cart with its quote, one list of methods.
    pub(crate) async fn look(&self, cx: &Cx, row: &Row) -> Result<Look, Fault> {
        let found = match self.carts.quoted(&cx.unkeyed(), quote_of(row.cart, &row.details)).await {
            Ok(found) => Some(found),
            Err(error) => match Fault::relay(&error) {
                Fault::NotFound { .. } => None,
                other => return Err(other),
            },
        };
        self.look_at(cx, row, found).await
    }

    /// As [`CheckoutService::look`], with a cart that was read already.
    pub(crate) async fn look_at(&self, cx: &Cx, row: &Row, found: Option<QuotedCart>) -> Result<Look, Fault> {
        let (cart, quoted) = found.map_or((None, None), |found| (Some(found.cart), found.quoted));
        let quoted = quoted.unwrap_or_else(|| nothing(row.currency));
        let amount = Money::new(quoted.quote.totals.total_minor, row.currency);
        let methods = self.payments.methods(&cx.unkeyed(), ListMethods { channel: row.channel, amount }).await;
        let methods = methods.map_err(|error| Fault::relay(&error))?;
        let messages = readiness(&facts(row, cart.as_ref(), &quoted, &methods, self.env.now()));
        Ok(Look { cart, quoted, methods, messages })
    }
}

/// What is asked of a cart: where it goes, and how.
pub(crate) fn quote_of(token: Token, details: &Details) -> QuoteCart {
    QuoteCart {
        token,
        destination: details.shipping_address.as_ref().and_then(destination),
        shipping: details.shipping.clone(),
        as_chosen: false,
    }
}

impl Look {
    /// Whether it can be completed.
    pub(crate) fn is_ready(&self) -> bool {
        self.messages.is_empty()
    }

    /// Whether stock is all that is missing.
    pub(crate) fn is_short(&self) -> bool {
        let of_stock = |message: &Message| matches!(message.code.as_str(), "out_of_stock" | "insufficient_stock");
        !self.messages.is_empty() && self.messages.iter().all(of_stock)
    }

    /// The chosen method; none when there is nothing to pay.
    pub(crate) fn method(&self, details: &Details) -> Option<&PaymentMethod> {
        if self.quoted.quote.totals.total_minor == 0 {
            return None;
        }
        self.methods.iter().find(|method| Some(&method.code) == details.payment_method.as_ref())
    }
}

fn destination(address: &PostalAddress) -> Option<Destination> {
    Some(Destination {
        country: address.country?,
        region: address.region.clone().unwrap_or_default(),
        postal_code: address.postal_code.clone().unwrap_or_default(),
    })
}

/// The quote of nothing.
pub(crate) fn no_quote(currency: Currency) -> Quote {
    let totals = Totals {
        subtotal_minor: 0,
        discount_minor: 0,
        shipping_minor: 0,
        fee_minor: 0,
        tax_minor: 0,
        rounding_minor: 0,
        total_minor: 0,
    };
    Quote { currency, prices_include_tax: true, lines: vec![], shipping: vec![], entries: vec![], totals }
}

/// What nothing costs.
fn nothing(currency: Currency) -> Quoted {
    let quote = no_quote(currency);
    let quote_hash = quote.fingerprint();
    Quoted { quote, quote_hash, prices: vec![], unpriced: vec![], shipping_groups: vec![], unavailable_choices: vec![] }
}

fn facts(row: &Row, cart: Option<&Cart>, quoted: &Quoted, methods: &[PaymentMethod], now: Timestamp) -> ReadinessFacts {
    let lines: &[CartLine] = cart.map_or(&[], |cart| &cart.lines);
    let short = shortages(cart);
    let details = &row.details;
    let chosen = |group: &str| details.shipping.iter().any(|choice| choice.group == group);
    ReadinessFacts {
        lines: lines
            .iter()
            .map(|line| LineReadiness {
                quantity: line.quantity.get(),
                sellable: line.unit_price.is_some(),
                priced: !quoted.unpriced.contains(&line.id.to_string()),
                available: short.get(&line.id).copied(),
            })
            .collect(),
        has_email: details.email.is_some(),
        requires_shipping: lines.iter().any(|line| line.requires_shipping),
        has_shipping_address: details.shipping_address.is_some(),
        groups: quoted
            .shipping_groups
            .iter()
            .map(|group| GroupReadiness {
                offered: group.options.len(),
                chosen: chosen(&group.key),
                still_offered: group.chosen.is_some(),
            })
            .collect(),
        total_minor: quoted.quote.totals.total_minor,
        has_payment_method: details.payment_method.is_some(),
        payment_method_offered: methods.iter().any(|one| Some(&one.code) == details.payment_method.as_ref()),
        quote_changed: false,
        expired: row.expires_at <= now,
    }
}

/// How many can be had for each line of which there are too few.
fn shortages(cart: Option<&Cart>) -> HashMap<CartLineId, i64> {
    let mut short = HashMap::new();
    for change in cart.map_or(&[][..], |cart| &cart.changes) {
        if let CartChange::InsufficientStock { line, available, .. } = change {
            short.insert(*line, *available);
        }
    }
    short
}

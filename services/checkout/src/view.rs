//! A checkout as the buyer sees it.

use crate::{
    look::{Look, NOTHING_TO_PAY},
    model::{Agreed, Row},
};
use infrasell_contracts::checkout::Checkout;
use infrasell_rules::checkout::{CheckoutState, Message, Severity};

/// An open checkout, as it is now.
pub(crate) fn open(row: &Row, look: &Look) -> Checkout {
    let mut messages = look.messages.clone();
    messages.extend(row.notice());
    let state = match row.state {
        CheckoutState::Incomplete | CheckoutState::Ready if has_expired(look) => CheckoutState::Expired,
        CheckoutState::Incomplete | CheckoutState::Ready if look.is_ready() => CheckoutState::Ready,
        CheckoutState::Incomplete | CheckoutState::Ready => CheckoutState::Incomplete,
        over => over,
    };
    Checkout {
        lines: look.cart.as_ref().map(|cart| cart.lines.clone()).unwrap_or_default(),
        shipping_groups: look.quoted.shipping_groups.clone(),
        payment_methods: look.methods.clone(),
        quote: look.quoted.quote.clone(),
        quote_hash: look.quoted.quote_hash.clone(),
        messages,
        ..bare(row, state)
    }
}

/// A checkout whose buyer has agreed: it shows what he agreed to, whatever the cart says by now.
pub(crate) fn agreed(row: &Row, agreed: &Agreed) -> Checkout {
    let mut messages: Vec<Message> = end(row.state).into_iter().collect();
    if row.state == CheckoutState::NeedsBuyer {
        messages.push(Message {
            code: "payment_action_required".into(),
            path: "payment.next_action".into(),
            severity: Severity::BuyerMustAct,
            text: "the buyer must confirm the payment".into(),
        });
    }
    let progress = row.progress.as_ref();
    messages.extend(progress.and_then(|progress| progress.failure.as_ref()?.message()));
    Checkout {
        messages,
        lines: agreed.lines.clone(),
        shipping_groups: agreed.shipping_groups.clone(),
        payment_methods: agreed.method.iter().cloned().collect(),
        payment_method: Some(agreed.method.as_ref().map_or(NOTHING_TO_PAY.into(), |method| method.code.clone())),
        quote: agreed.quote.clone(),
        quote_hash: agreed.quote_hash.clone(),
        payment: progress.and_then(|progress| progress.payment.clone()),
        order: row.order().cloned(),
        ..bare(row, row.state)
    }
}

/// One that is over without an order: nothing about it can be mended.
pub(crate) fn over(row: &Row, look: &Look) -> Checkout {
    let mut messages: Vec<Message> = end(row.state).into_iter().collect();
    messages.extend(row.notice());
    Checkout { messages, ..open(row, look) }
}

/// What is said of a checkout that is over without an order.
fn end(state: CheckoutState) -> Option<Message> {
    let (code, text) = match state {
        CheckoutState::Cancelled => ("cancelled", "this checkout was cancelled; start a new one"),
        CheckoutState::Expired => ("expired", "this checkout has expired; start a new one"),
        _ => return None,
    };
    Some(Message { code: code.into(), path: String::new(), severity: Severity::Fatal, text: text.into() })
}

fn has_expired(look: &Look) -> bool {
    look.messages.iter().any(|message| message.severity == Severity::Fatal)
}

fn bare(row: &Row, state: CheckoutState) -> Checkout {
    Checkout {
        id: row.id,
        token: row.token,
        cart: row.cart,
        channel: row.channel,
        currency: row.currency,
        locale: row.locale.clone(),
        state,
        customer: row.customer,
        messages: vec![],
        email: row.details.email.clone(),
        phone: row.details.phone.clone(),
        shipping_address: row.details.shipping_address.clone(),
        billing_address: row.details.billing_address.clone(),
        lines: vec![],
        shipping_groups: vec![],
        payment_methods: vec![],
        payment_method: row.details.payment_method.clone(),
        quote: crate::look::no_quote(row.currency),
        quote_hash: String::new(),
        payment: None,
        order: None,
        version: row.version,
        expires_at: row.expires_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

//! Checkouts, the order they become, and what providers send.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Failure, Shown},
    api::{Api, Methods},
    caller::{Guest, Shopper},
    doc,
    input::{At, Body, IfMatch, read_body},
    paths::{ProviderAt, TokenAt},
    store::prefill::{Details, looked_up, prefilled},
};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
};
use infrasell_contracts::{
    checkout::{
        CancelCheckout, Checkout, CompleteCheckout, CompleteInput, CreateCheckout, GetCheckout, UpdateCheckout,
    },
    orders::{GetOrder, Order, OrderRef},
    payments::ReceiveWebhook,
};
use infrasell_kernel::Token;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The largest message of a provider, bytes.
const MAX_WEBHOOK: usize = 1 << 20;

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .at("/store/v1/checkouts", |on| {
            on.post(create, doc("Checkout", "Begin a checkout, or get the open one of the cart"))
        })
        .at("/store/v1/checkouts/{token}", |on| {
            on.get(read, doc("Checkout", "A checkout, computed now"))
                .patch(update, doc("Checkout", "Say who buys, where it goes, how it is sent and paid"))
        })
        .at("/store/v1/checkouts/{token}/complete", |on| {
            on.post(complete, doc("Checkout", "Agree to the quote by its hash and turn the checkout into an order"))
        })
        .at("/store/v1/checkouts/{token}/cancel", |on| on.post(cancel, doc("Checkout", "Call a checkout off")))
        .at("/store/v1/orders/{token}", |on| on.get(order, doc("Order", "An order, as its buyer sees it")))
        .at("/hooks/v1/payments/{provider}", |on| {
            on.post(webhook, doc("Checkout", "Where a payment provider sends its messages"))
        })
}

/// A checkout to begin.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewCheckout {
    /// The cart.
    cart: Token,
    /// What is known already.
    #[serde(default)]
    details: Details,
}

async fn create(who: Shopper, State(g): State<Gateway>, Body(new): Body<NewCheckout>) -> Answer<Created<Checkout>> {
    let buyer = (&who.cx, who.customer);
    let details = looked_up(&g, buyer, new.details, "details.").await?;
    let checkout = g.checkouts.create(&who.cx, CreateCheckout { cart: new.cart, details }).await?;
    Ok(Created::versioned(prefilled(&g, buyer, checkout).await?))
}

async fn read(who: Shopper, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.checkout(&who.cx, GetCheckout { token: at.token }).await?))
}

async fn update(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    IfMatch(if_version): IfMatch,
    Body(details): Body<Details>,
) -> Answer<Shown<Checkout>> {
    let patch = looked_up(&g, (&who.cx, who.customer), details, "").await?;
    Ok(Shown::versioned(g.checkouts.update(&who.cx, UpdateCheckout { token: at.token, patch, if_version }).await?))
}

async fn complete(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    Body(input): Body<CompleteInput>,
) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.complete(&who.cx, CompleteCheckout { token: at.token, input }).await?))
}

async fn cancel(who: Shopper, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.cancel(&who.cx, CancelCheckout { token: at.token }).await?))
}

async fn order(guest: Guest, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Shown<Order>> {
    Ok(Shown::new(g.orders.order(&guest.cx, GetOrder { order: OrderRef::Token(at.token) }).await?))
}

async fn webhook(guest: Guest, State(g): State<Gateway>, At(at): At<ProviderAt>, request: Request) -> Answer<Done> {
    let headers = text_headers(request.headers());
    let body = read_body(request, MAX_WEBHOOK).await?.to_vec();
    let message = ReceiveWebhook { provider: at.provider, headers, body };
    g.payments.receive_webhook(&guest.cx, message).await.map_err(Failure::from)?;
    Ok(Done)
}

fn text_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |v: &axum::http::HeaderValue| v.to_str().ok().map(str::to_owned);
    headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect()
}

//! Checkouts, the order they become, and what providers send.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Failure, Shown},
    caller::Guest,
    doc,
    input::{At, Body, IfMatch, read_body},
    paths::{ProviderAt, TokenAt},
};
use aide::axum::{
    ApiRouter,
    routing::{get_with, post_with},
};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
};
use infrasell_contracts::{
    checkout::{
        CancelCheckout, Checkout, CheckoutPatch, CompleteCheckout, CompleteInput, CreateCheckout, GetCheckout,
        UpdateCheckout,
    },
    orders::{GetOrder, Order, OrderRef},
    payments::ReceiveWebhook,
};
use std::collections::BTreeMap;

/// The largest message of a provider, bytes.
const MAX_WEBHOOK: usize = 1 << 20;

/// The routes.
pub fn routes() -> ApiRouter<Gateway> {
    ApiRouter::new()
        .api_route(
            "/store/v1/checkouts",
            post_with(create, doc("Checkout", "Begin a checkout, or get the open one of the cart")),
        )
        .api_route(
            "/store/v1/checkouts/{token}",
            get_with(read, doc("Checkout", "A checkout, computed now"))
                .patch_with(update, doc("Checkout", "Say who buys, where it goes, how it is sent and paid")),
        )
        .api_route(
            "/store/v1/checkouts/{token}/complete",
            post_with(complete, doc("Checkout", "Agree to the quote by its hash and turn the checkout into an order")),
        )
        .api_route("/store/v1/checkouts/{token}/cancel", post_with(cancel, doc("Checkout", "Call a checkout off")))
        .api_route("/store/v1/orders/{token}", get_with(order, doc("Order", "An order, as its buyer sees it")))
        .api_route(
            "/hooks/v1/payments/{provider}",
            post_with(webhook, doc("Checkout", "Where a payment provider sends its messages")),
        )
}

async fn create(guest: Guest, State(g): State<Gateway>, Body(new): Body<CreateCheckout>) -> Answer<Created<Checkout>> {
    Ok(Created::versioned(g.checkouts.create(&guest.cx, new).await?))
}

async fn read(guest: Guest, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.checkout(&guest.cx, GetCheckout { token: at.token }).await?))
}

async fn update(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<CheckoutPatch>,
) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.update(&guest.cx, UpdateCheckout { token: at.token, patch, if_version }).await?))
}

async fn complete(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    Body(input): Body<CompleteInput>,
) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.complete(&guest.cx, CompleteCheckout { token: at.token, input }).await?))
}

async fn cancel(guest: Guest, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Shown<Checkout>> {
    Ok(Shown::versioned(g.checkouts.cancel(&guest.cx, CancelCheckout { token: at.token }).await?))
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

//! The public edge. Owns: the REST routes, their OpenAPI document, who may call what, the limits on a request, and how
//! errors look.
//!
//! Always true: a handler authenticates in its signature, calls services, and shows the answer; an error is a problem
//! (RFC 9457) that names every bad field and never shows an internal cause; every route says in the document who may
//! call it.

mod admin;
mod answer;
mod cached;
mod caller;
mod channels;
mod cookies;
mod docs;
mod document;
#[doc(hidden)]
pub mod fuzz;
mod graphql;
mod hosted;
mod input;
mod layers;
mod limits;
mod metrics;
mod origin;
mod pages;
mod paths;
mod pictures;
mod routes;
mod server;
mod state;
mod store;
mod strict;

pub use cached::TOPICS as CACHED_TOPICS;
pub use limits::{
    Rate,
    queues::{Inside, OF_BUYERS, Queues},
};
pub use metrics::serve_metrics;
pub use pictures::PictureOptions;
pub use server::{ServeError, bind, serve};
pub use state::{Addresses, Gateway, Limits, Services};

/// The limits on a storefront query.
pub use infrasell_storefront::Limits as StorefrontLimits;

use aide::{
    axum::ApiRouter,
    openapi::{ApiKeyLocation, Info, License, OpenApi, SecurityScheme, Server, Tag},
    transform::{TransformOpenApi, TransformOperation},
};
use axum::Router;
use routes::Routes;
use std::sync::Arc;

/// The router and its OpenAPI 3.1 document.
pub fn router(gateway: Gateway) -> (Router, OpenApi) {
    aide::generate::extract_schemas(true);
    aide::generate::all_error_responses(true);
    let mut document = OpenApi::default();
    let routes = ApiRouter::new().merge(store::routes(&gateway)).merge(graphql::routes()).merge(admin::routes());
    let routes = routes.finish_api_with(&mut document, describe);
    document::complete(&mut document);
    let json = serde_json::to_string_pretty(&document).unwrap_or_default();
    let pages = pages::routes(&gateway, &document, json);
    let known = Arc::new(Routes::new(&document));
    let routes = routes.with_state(gateway.clone()).merge(pages).merge(hosted::routes(&gateway));
    let router = layers::wrap(routes, &gateway, &known);
    (router, document)
}

/// The tag and summary of an operation.
fn doc(tag: &'static str, summary: &'static str) -> impl FnOnce(TransformOperation<'_>) -> TransformOperation<'_> {
    move |operation| operation.tag(tag).summary(summary)
}

fn describe(api: TransformOpenApi<'_>) -> TransformOpenApi<'_> {
    let bearer = SecurityScheme::Http {
        scheme: "bearer".into(),
        bearer_format: Some("an API key ifk_…, a session ifs_…, or a customer's access token (JWT)".into()),
        description: Some("`Authorization: Bearer …`".into()),
        extensions: Default::default(),
    };
    let cookie = |name: &str, text: &str| SecurityScheme::ApiKey {
        location: ApiKeyLocation::Cookie,
        name: name.into(),
        description: Some(text.into()),
        extensions: Default::default(),
    };
    let tag = |name: &str, text: &str| Tag { name: name.into(), description: Some(text.into()), ..Tag::default() };
    api.with(|mut api| {
        api.inner_mut().info = Info {
            title: "Infrasell".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            description: Some(INTRODUCTION.into()),
            license: Some(License { name: "MIT".into(), identifier: Some("MIT".into()), ..License::default() }),
            ..Info::default()
        };
        api.inner_mut().servers = vec![Server { url: "/".into(), ..Server::default() }];
        api
    })
    .security_scheme("bearer", bearer)
    .security_scheme(
        "customer_cookie",
        cookie("infrasell_session", "A customer's session; `__Host-` before it over https"),
    )
    .security_scheme("staff_cookie", cookie("infrasell_staff", "A staff session; `__Host-` before it over https"))
    .tag(tag("Shop", "What a storefront may know of the shop."))
    .tag(tag("Browse", "Products, collections and categories that are on sale."))
    .tag(tag("Search", "What words find, and what they might become while somebody types."))
    .tag(tag("Cart", "What a buyer gathers. Whoever holds the token holds the cart."))
    .tag(tag("Checkout", "From a cart to an order."))
    .tag(tag("Storefront", "The storefront's GraphQL, in the shape that storefronts know."))
    .tag(tag("Customer", "What a customer sees and says of himself, once he is signed in."))
    .tag(tag("Order", "What a buyer sees of his order."))
    .tag(tag("Account", "A customer's sign-in, sessions and passwords."))
}

const INTRODUCTION: &str = "Headless commerce in one binary. `/store/v1` is for buyers and needs no key; \
`/admin/v1` is for staff and programs. Amounts are integers in minor units (paise, cents), times are RFC 3339, ids are \
`prefix_number`. Errors are `application/problem+json` (RFC 9457) with a stable `code` and every bad field in `errors`. \
Lists are read by cursor: send the `next` of a page as `after`. A write that carries an `Idempotency-Key` header is done \
once: the same request again gets the same answer (kept for 24 hours), another request under the key gets 422, and one \
that comes while the first still runs gets 409. Things that can be edited carry an ETag; send it back as `If-Match` and \
a stale edit gets 412. What a caller has left \
stands in `RateLimit-*` headers; 429 and 503 say in `Retry-After` when to come again.";

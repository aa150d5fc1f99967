//! The public edge. Owns: the REST routes, their OpenAPI document, who may call what, the limits on a request, and how
//! errors look.
//!
//! Always true: a handler authenticates in its signature, calls services, and shows the answer; an error is a problem
//! (RFC 9457) that names every bad field and never shows an internal cause; every route says in the document who may
//! call it.

mod admin;
mod answer;
mod api;
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
pub use document::{make as make_document, shipped as document};
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

use api::doc;
use axum::{Router, extract::Request};
use routes::Routes;
use std::sync::{Arc, OnceLock};
use tower::{ServiceExt, service_fn};

/// The router: what buyers and pages ask for, and behind it what staff ask for, which is made when somebody first asks for
/// something that the front has not. It is two thirds of all routes, and an edge may never see one of them.
pub fn router(gateway: &Gateway) -> Router {
    let known = Arc::new(Routes::new());
    let front: Router<Gateway> = for_buyers(gateway);
    let front = front.with_state(gateway.clone()).merge(pages::routes(gateway)).merge(hosted::routes(gateway));
    let front = layers::wrap(front, gateway, &known);
    let back = Arc::new(OnceLock::new());
    let gateway = gateway.clone();
    front.fallback_service(service_fn(move |request: Request| {
        let make = || layers::wrap(admin::routes::<Router<Gateway>>().with_state(gateway.clone()), &gateway, &known);
        let back: &Router = back.get_or_init(make);
        back.clone().oneshot(request)
    }))
}

/// Tells the routes of the API that buyers and storefronts ask.
fn for_buyers<A: api::Api>(gateway: &Gateway) -> A {
    A::new().merge(store::routes(gateway)).merge(graphql::routes())
}

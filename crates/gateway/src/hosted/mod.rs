//! The hosted checkout: pages on which a purchase is really finished, and the order's page after it.
//!
//! Owns: the steps a buyer walks (address, delivery, payment, confirmation), their forms and their words. It keeps no
//! model of its own: what stands on a page is the checkout's answer of now, and a form is a call of its contract.
//!
//! Always true: every page works without scripts and loads nothing from anywhere else; a GET changes nothing but that a
//! cart gets its checkout; whoever sends a form twice, goes back, reloads or has two windows gets one order; nothing is
//! charged but for the total that stood on the page with the button; no page knows a cookie's session, so that no other
//! site can make a visitor buy or show his addresses (docs/adr/0026).

mod basket;
mod countries;
mod failing;
mod form;
mod language;
mod notice;
mod order;
mod place;
mod policy;
mod render;
mod shell;
mod steps;
mod submit;
mod visit;
mod words;

pub use failing::{Asked, is_page};
pub use form::shown;

use crate::Gateway;
use axum::{
    Router,
    http::Method,
    routing::{get, post},
};

const ENTER: &str = "/checkout/{token}";
const INFORMATION: &str = "/checkout/{token}/information";
const SHIPPING: &str = "/checkout/{token}/shipping";
/// Where an order is placed.
pub const PAYMENT: &str = "/checkout/{token}/payment";
const WAIT: &str = "/checkout/{token}/wait";
const RETURN: &str = "/checkout/{token}/return";
const FIT: &str = "/checkout/{token}/fit";
const RECONSIDER: &str = "/checkout/{token}/reconsider";
const ORDER: &str = "/orders/{token}";
const POLICY: &str = "/policies/{handle}";

/// Every page and form, for what counts and ranks routes.
pub fn all() -> Vec<(Method, &'static str)> {
    let pages = [ENTER, INFORMATION, SHIPPING, PAYMENT, WAIT, RETURN, ORDER, POLICY].map(|path| (Method::GET, path));
    let forms = [INFORMATION, SHIPPING, PAYMENT, FIT, RECONSIDER].map(|path| (Method::POST, path));
    pages.into_iter().chain(forms).collect()
}

/// The routes.
pub fn routes(gateway: &Gateway) -> Router {
    Router::new()
        .route(ENTER, get(steps::enter))
        .route(INFORMATION, get(steps::information).post(submit::information))
        .route(SHIPPING, get(steps::shipping).post(submit::shipping))
        .route(PAYMENT, get(steps::payment).post(submit::payment))
        .route(WAIT, get(steps::wait))
        .route(RETURN, get(submit::come_back))
        .route(FIT, post(submit::fit))
        .route(RECONSIDER, post(submit::reconsider))
        .route(ORDER, get(order::show))
        .route(POLICY, get(policy::show))
        .with_state(gateway.clone())
}

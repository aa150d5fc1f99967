//! Buyers who note what they were told.

use super::text;
use infrasell_testkit::{Answer, Client, address};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// How a try to buy ended, as the buyer knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It was acknowledged: the order's id.
    Bought(String),
    /// It was refused, by code.
    Refused(String),
    /// He was told nothing: the connection was cut, or it is still under way.
    Untold,
    /// What no buyer may see.
    Odd(String),
}

impl End {
    fn of(answer: Option<Answer>) -> Result<Answer, End> {
        let Some(answer) = answer else { return Err(End::Untold) };
        match answer.status {
            200..300 => Ok(answer),
            // busy, stopping, or a provider that does not answer: to be tried again
            429 | 503 => Err(End::Untold),
            400..500 => Err(End::Refused(text(&answer.body["code"]))),
            status => Err(End::Odd(format!("{status} {}", answer.body))),
        }
    }
}

/// What a cart is made of, and how it is paid.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// The lines, as the API takes them.
    pub(crate) lines: Value,
    /// How it is paid.
    pub(crate) method: &'static str,
}

impl Wish {
    /// What a provider gets.
    fn instrument(&self) -> Option<&'static str> {
        (self.method == "simulator").then_some("tok_approve")
    }
}

/// Cart, checkout and shipping: the checkout as it was shown last.
pub(crate) async fn prepare(store: &Client, wish: &Wish) -> Result<Value, End> {
    let send = |method: Method, path: String, body: Value| Client::try_send(store.request(method, &path).json(&body));
    let cart = End::of(send(Method::POST, "/store/v1/carts".into(), json!({ "lines": wish.lines })).await)?;
    let details = json!({ "email": "buyer@example.in", "shipping_address": address(), "payment_method": wish.method });
    let body = json!({ "cart": cart.body["token"], "details": details });
    let checkout = End::of(send(Method::POST, "/store/v1/checkouts".into(), body).await)?.body;
    let group = &checkout["shipping_groups"][0];
    if group.is_null() {
        return Ok(checkout);
    }
    let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
    let path = format!("/store/v1/checkouts/{}", text(&checkout["token"]));
    Ok(End::of(send(Method::PATCH, path, choice).await)?.body)
}

/// One try to complete.
pub(crate) async fn complete(store: &Client, checkout: &Value, wish: &Wish) -> End {
    match End::of(store.try_complete(checkout, wish.instrument()).await) {
        Ok(answer) if answer.body["state"] == "completed" => End::Bought(text(&answer.body["order"]["id"])),
        Ok(_) => End::Untold,
        Err(end) => end,
    }
}

/// Completes until he is told how it ended, as a good client does.
pub(crate) async fn insist(store: &Client, checkout: &Value, wish: &Wish, tries: u32) -> End {
    for _ in 0..tries {
        match complete(store, checkout, wish).await {
            End::Untold => tokio::time::sleep(Duration::from_millis(50)).await,
            end => return end,
        }
    }
    End::Untold
}

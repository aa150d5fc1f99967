//! Buying a cart.
//!
//! Always true: nothing is charged but what the buyer agreed to by its hash; the same arguments again buy once, also
//! when the first answer was lost.

use super::{
    Arguments,
    inputs::{Inputs, mailing_address, object, text},
    no_cart,
};
use crate::{
    context::Ask,
    facts::Facts,
    object::AnyObject,
    types::cart_payloads::{Completed, Obstacle, Prepared, Refusal, SubmitOutcome, Submitted, Wrong},
};
use infrasell_contracts::{
    cart::{CartDetails, CartError, CartState, QuoteCart, QuotedCart},
    checkout::{
        Checkout, CheckoutError, CheckoutPatch, CompleteCheckout, CompleteInput, CreateCheckout, FindCheckout,
        OrderLink,
    },
};
use infrasell_kernel::{FieldError, Patch, Token};
use infrasell_rpc::Fault;
use infrasell_rules::checkout::{CheckoutState, Message};

/// The longest name of an attempt, bytes.
const LONGEST_ATTEMPT: usize = 255;

/// What stood in the way of a checkout.
enum Stopped {
    /// There is no such cart.
    NoCart,
    /// These fields, by our names.
    Fields(Vec<FieldError>),
    /// These things, which the buyer can mend.
    Messages(Vec<Message>),
    /// The quote is another now.
    Quote(String),
    /// The payment was declined.
    Declined(String),
    /// Anything else that a person can be told.
    Other(String),
}

impl Stopped {
    fn of(error: CheckoutError) -> Result<Stopped, Fault> {
        Ok(match error {
            CheckoutError::Fault(Fault::NotFound { .. }) => Stopped::NoCart,
            CheckoutError::Fault(Fault::Invalid { errors }) => Stopped::Fields(errors),
            CheckoutError::NotReady { messages } | CheckoutError::OutOfStock { messages } => {
                Stopped::Messages(messages)
            }
            CheckoutError::QuoteChanged { quote_hash } => Stopped::Quote(quote_hash),
            CheckoutError::PaymentDeclined { reason } => Stopped::Declined(reason),
            CheckoutError::WrongState { .. } => Stopped::Other(error.to_string()),
            CheckoutError::Fault(Fault::Conflict { reason }) => Stopped::Other(reason),
            other => return Err(Fault::relay(&other)),
        })
    }

    fn wrongs(self) -> Vec<Wrong> {
        let one = |code, field: &[&str], message: String| Wrong {
            code,
            field: field.iter().map(|part| (*part).to_owned()).collect(),
            message,
        };
        match self {
            Stopped::NoCart => vec![no_cart()],
            Stopped::Fields(errors) => errors
                .into_iter()
                .map(|error| {
                    let path = error.path.trim_start_matches("details.");
                    let first = path.split('.').next().unwrap_or("");
                    match first {
                        "instrument" => one("INVALID_PAYMENT", &["payment", "instrument"], error.message),
                        "return_url" => one("INVALID", &["payment", "returnUrl"], error.message),
                        "payment_method" => one("PAYMENT_METHOD_NOT_APPLICABLE", &["payment", "method"], error.message),
                        "billing_address" => one("INVALID", &["payment", "billingAddress"], error.message),
                        "quote_hash" => one("INVALID", &["quoteHash"], error.message),
                        _ => one("INVALID", &["cartId"], error.message),
                    }
                })
                .collect(),
            Stopped::Messages(messages) => messages
                .into_iter()
                .map(|message| {
                    let (code, field): (_, &[&str]) = match message.code.as_str() {
                        "payment_method_missing" | "payment_method_unavailable" => {
                            ("PAYMENT_METHOD_NOT_APPLICABLE", &["payment", "method"])
                        }
                        "cart_empty" => ("INVALID_PAYMENT_EMPTY_CART", &["cartId"]),
                        "out_of_stock" | "insufficient_stock" | "line_unavailable" | "line_without_price" => {
                            ("MERCHANDISE_NOT_APPLICABLE", &["cartId"])
                        }
                        "shipping_method_missing" | "shipping_method_unavailable" => {
                            ("PENDING_DELIVERY_GROUPS", &["cartId"])
                        }
                        _ => ("VALIDATION_CUSTOM", &["cartId"]),
                    };
                    one(code, field, message.text)
                })
                .collect(),
            Stopped::Quote(_) => {
                let message = "The price has changed since the buyer saw it; nothing was charged.";
                vec![one("INVALID_PAYMENT", &["quoteHash"], message.into())]
            }
            Stopped::Declined(reason) => {
                let message = format!("The payment was declined: {reason}");
                vec![one("INVALID_PAYMENT", &["payment"], message)]
            }
            Stopped::Other(message) => vec![one("INVALID", &["cartId"], message)],
        }
    }
}

/// The cart, also one that is bought.
async fn cart_of(ask: &Ask, token: Token) -> Result<Option<QuotedCart>, Fault> {
    let asked = QuoteCart { token, destination: None, shipping: vec![], as_chosen: true };
    match ask.services.carts.quoted(&ask.cx.unkeyed(), asked).await {
        Ok(found) => Ok(Some(found)),
        Err(CartError::Fault(Fault::NotFound { .. })) => Ok(None),
        Err(error) => Err(Fault::relay(&error)),
    }
}

/// What the cart says, as a checkout's details: also where the checkout has heard otherwise before.
fn details_of(details: &CartDetails) -> CheckoutPatch {
    let set = |value: Option<String>| value.map_or(Patch::Keep, Patch::Set);
    let address = details.selected().map(|one| one.address.postal());
    let billing = details.billing_address.as_ref().map(|address| address.postal());
    let shipping = Some(&details.shipping).filter(|choices| !choices.is_empty());
    CheckoutPatch {
        email: set(details.buyer.email.clone()),
        phone: set(details.buyer.phone.clone()),
        shipping_address: address.map_or(Patch::Keep, Patch::Set),
        billing_address: billing.map_or(Patch::Keep, Patch::Set),
        shipping: shipping.cloned().map_or(Patch::Keep, Patch::Set),
        payment_method: Patch::Keep,
    }
}

/// Begins the checkout of a cart, or goes on with it. It is a completed one, or one that is being completed, when another
/// request of the same buyer has been faster, or the first answer was lost.
async fn begin(ask: &Ask, cart: Token, details: CheckoutPatch) -> Result<Result<Checkout, Stopped>, Fault> {
    let error = match ask.services.checkouts.create(&ask.cx.unkeyed(), CreateCheckout { cart, details }).await {
        Ok(checkout) => return Ok(Ok(checkout)),
        Err(error) => error,
    };
    let stopped = Stopped::of(error)?;
    let is_bought = |found: &Checkout| matches!(found.state, CheckoutState::Completed | CheckoutState::Completing);
    match ask.services.checkouts.of_cart(&ask.cx.unkeyed(), FindCheckout { cart }).await {
        Ok(found) if is_bought(&found) => Ok(Ok(found)),
        Ok(_) | Err(CheckoutError::Fault(Fault::NotFound { .. })) => Ok(Err(stopped)),
        Err(error) => Err(Fault::relay(&error)),
    }
}

async fn finish(ask: &Ask, token: Token, input: CompleteInput) -> Result<Result<Checkout, Stopped>, Fault> {
    // a checkout becomes one order however often it is asked to, so that no key is needed
    match ask.services.checkouts.complete(&ask.cx.unkeyed(), CompleteCheckout { token, input }).await {
        Ok(checkout) => Ok(Ok(checkout)),
        Err(error) => Stopped::of(error).map(Err),
    }
}

fn refused(stopped: Stopped) -> Completed {
    let quote_hash = if let Stopped::Quote(hash) = &stopped { Some(hash.clone()) } else { None };
    Completed { checkout: None, quote_hash, wrong: stopped.wrongs() }
}

/// `cartComplete`.
pub(super) async fn complete(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Result<Box<dyn AnyObject>, Fault> {
    let mut inputs = Inputs::default();
    let token = inputs.cart(args);
    let found = match token {
        Some(token) => cart_of(ask, token).await?,
        None => None,
    };
    let Some(found) = found else { return Ok(Box::new(refused(Stopped::NoCart))) };
    let token = found.cart.token;
    facts.carts.forget();
    let nothing = Arguments::new();
    let payment = object(args, "payment").unwrap_or(&nothing);
    let mut details = details_of(&found.cart.details);
    details.payment_method = text(payment, "method").map_or(Patch::Keep, |code| Patch::Set(code.to_owned()));
    if let Some(billed) = object(payment, "billingAddress") {
        details.billing_address = Patch::Set(mailing_address(billed).postal());
    }
    let checkout = match begin(ask, token, details).await? {
        Ok(checkout) if checkout.state != CheckoutState::Completed => checkout,
        ended => return Ok(Box::new(answered(ended))),
    };
    let input = CompleteInput {
        quote_hash: text(args, "quoteHash").unwrap_or("").to_owned(),
        instrument: text(payment, "instrument").map(str::to_owned),
        return_url: text(payment, "returnUrl").map(str::to_owned),
    };
    Ok(Box::new(answered(finish(ask, checkout.token, input).await?)))
}

fn answered(found: Result<Checkout, Stopped>) -> Completed {
    match found {
        Ok(checkout) => Completed { checkout: Some(checkout), ..Completed::default() },
        Err(stopped) => refused(stopped),
    }
}

/// `cartPrepareForCompletion`.
pub(super) async fn prepare(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Result<Box<dyn AnyObject>, Fault> {
    let mut inputs = Inputs::default();
    let found = match inputs.cart(args) {
        Some(token) => cart_of(ask, token).await?.filter(|found| found.cart.state != CartState::Completed),
        None => None,
    };
    let Some(found) = found else {
        return Ok(Box::new(Prepared { cart: None, wrong: vec![no_cart()] }));
    };
    let token = found.cart.token;
    let details = details_of(&found.cart.details);
    facts.carts.put(token, found);
    let obstacles = match begin(ask, token, details).await? {
        Ok(checkout) if checkout.state == CheckoutState::Completed => {
            return Ok(Box::new(Prepared { cart: None, wrong: vec![no_cart()] }));
        }
        Ok(checkout) => checkout.messages.iter().filter(|message| !is_of_payment(message)).map(obstacle).collect(),
        Err(Stopped::NoCart) => return Ok(Box::new(Prepared { cart: None, wrong: vec![no_cart()] })),
        Err(stopped) => stopped
            .wrongs()
            .into_iter()
            .map(|wrong| Obstacle { code: wrong.code.into(), message: wrong.message })
            .collect(),
    };
    Ok(Box::new(Prepared { cart: Some((token, obstacles)), wrong: vec![] }))
}

/// How it is paid is said when it is bought.
fn is_of_payment(message: &Message) -> bool {
    message.code.starts_with("payment_method")
}

fn obstacle(message: &Message) -> Obstacle {
    Obstacle { code: message.code.to_ascii_uppercase(), message: message.text.clone() }
}

/// `cartSubmitForCompletion`: only a cart that has nothing to pay can be bought so.
pub(super) async fn submit(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Result<Box<dyn AnyObject>, Fault> {
    let mut inputs = Inputs::default();
    let attempt = text(args, "attemptToken").unwrap_or("");
    if attempt.is_empty() || attempt.len() > LONGEST_ATTEMPT {
        inputs.note_wrong("INVALID", "attemptToken", format!("It has 1 to {LONGEST_ATTEMPT} bytes."));
    }
    let found = match inputs.cart(args).filter(|_| inputs.wrong.is_empty()) {
        Some(token) => cart_of(ask, token).await?,
        None => return Ok(Box::new(SubmitOutcome { result: None, wrong: inputs.wrong })),
    };
    let Some(found) = found else {
        return Ok(Box::new(SubmitOutcome { result: None, wrong: vec![no_cart()] }));
    };
    let cart = found.cart.token;
    facts.carts.forget();
    let failed = |refusals| {
        Ok(Box::new(SubmitOutcome { result: Some(Submitted::Failed { cart, refusals }), wrong: vec![] })
            as Box<dyn AnyObject>)
    };
    let done = |order: &OrderLink| {
        let result = Submitted::Done { attempt: attempt.to_owned(), order: order.token };
        Ok(Box::new(SubmitOutcome { result: Some(result), wrong: vec![] }) as Box<dyn AnyObject>)
    };
    let stopped = match begin(ask, cart, details_of(&found.cart.details)).await? {
        Err(stopped) => stopped,
        Ok(Checkout { order: Some(order), .. }) => return done(&order),
        Ok(checkout) if checkout.quote.totals.total_minor != 0 => {
            let message = "Pay on the checkout page, or by cartComplete.".into();
            return failed(vec![Refusal { code: "REDIRECT_TO_CHECKOUT_REQUIRED", message }]);
        }
        Ok(checkout) => {
            let input = CompleteInput { quote_hash: checkout.quote_hash, instrument: None, return_url: None };
            match finish(ask, checkout.token, input).await? {
                Ok(Checkout { order: Some(order), .. }) => return done(&order),
                Ok(_) => Stopped::Other("it is still being bought; ask again with the same attempt token".into()),
                Err(stopped) => stopped,
            }
        }
    };
    match stopped {
        Stopped::NoCart => Ok(Box::new(SubmitOutcome { result: None, wrong: vec![no_cart()] })),
        Stopped::Messages(messages) => failed(messages.iter().map(refusal).collect()),
        other => {
            failed(other.wrongs().into_iter().map(|wrong| Refusal { code: "ERROR", message: wrong.message }).collect())
        }
    }
}

fn refusal(message: &Message) -> Refusal {
    let code = match message.code.as_str() {
        "email_missing" => "BUYER_IDENTITY_EMAIL_REQUIRED",
        "shipping_address_missing" => "DELIVERY_ADDRESS_REQUIRED",
        "shipping_method_missing" | "shipping_method_unavailable" => "NO_DELIVERY_GROUP_SELECTED",
        "not_shippable" => "DELIVERY_NO_DELIVERY_AVAILABLE",
        "out_of_stock" => "MERCHANDISE_OUT_OF_STOCK",
        "insufficient_stock" => "MERCHANDISE_NOT_ENOUGH_STOCK_AVAILABLE",
        "line_unavailable" => "MERCHANDISE_PRODUCT_NOT_PUBLISHED",
        _ => "ERROR",
    };
    Refusal { code, message: message.text.clone() }
}

//! The neutral API: which path and method means which call, who may make it, and how strictly it is read.

use crate::{
    http::{Reply, Request},
    journal,
    plan::Act,
    strict::Params,
    units,
    world::{KeyCheck, World, in_use},
};
use subtle::ConstantTimeEq;

/// The longest id, reference or code, in characters.
const MAX_TEXT: usize = 128;
/// The longest URL, in characters.
const MAX_URL: usize = 2_048;
/// The longest idempotency key, in characters.
const MAX_KEY: usize = 255;
/// The most rows of a list.
const MAX_ROWS: usize = 1_000;

/// A new payment.
#[derive(Debug, Clone)]
pub(crate) struct NewPayment {
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) reference: String,
    pub(crate) automatic: bool,
    pub(crate) instrument: String,
    pub(crate) return_url: Option<String>,
}

/// A call, read and checked.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Account,
    Create(NewPayment),
    Fetch { payment: String },
    Find { reference: String },
    Confirm { payment: String, passed: bool },
    Capture { payment: String, amount: i64, last: bool, reference: Option<String> },
    Void { payment: String },
    Refund { payment: String, amount: i64, reference: String },
    FetchRefund { refund: String },
    Transactions { after: Option<String>, limit: usize },
}

/// Where a path leads.
#[derive(Debug, Clone, Copy)]
enum Route<'a> {
    Account,
    Payments,
    Payment(&'a str),
    Confirm(&'a str),
    Capture(&'a str),
    Void(&'a str),
    Refunds(&'a str),
    Refund(&'a str),
    Transactions,
}

/// What the door says about a request.
#[derive(Debug)]
pub(crate) enum Entry {
    /// It goes no further.
    Answered(Reply),
    /// It is to be performed, and its answer stored under the key.
    Admitted(Box<Call>, Option<String>),
}

fn route(path: &str) -> Option<Route<'_>> {
    let segments: Vec<&str> = path.strip_prefix("/v1/")?.split('/').collect();
    if segments.contains(&"") {
        return None;
    }
    match segments.as_slice() {
        ["account"] => Some(Route::Account),
        ["transactions"] => Some(Route::Transactions),
        ["payments"] => Some(Route::Payments),
        ["payments", id] => Some(Route::Payment(id)),
        ["payments", id, "confirm"] => Some(Route::Confirm(id)),
        ["payments", id, "capture"] => Some(Route::Capture(id)),
        ["payments", id, "void"] => Some(Route::Void(id)),
        ["payments", id, "refunds"] => Some(Route::Refunds(id)),
        ["refunds", id] => Some(Route::Refund(id)),
        _ => None,
    }
}

const fn allowed(route: Route<'_>) -> &'static [&'static str] {
    match route {
        Route::Payments => &["GET", "POST"],
        Route::Account | Route::Payment(_) | Route::Refund(_) | Route::Transactions => &["GET"],
        Route::Confirm(_) | Route::Capture(_) | Route::Void(_) | Route::Refunds(_) => &["POST"],
    }
}

impl World {
    /// Lets a request in, or answers it at the door.
    pub(crate) fn enter(&mut self, request: &Request, acts: &[Act]) -> Entry {
        match self.admit(request, acts) {
            Ok(entry) => entry,
            Err(reply) => Entry::Answered(reply),
        }
    }

    fn admit(&mut self, request: &Request, acts: &[Act]) -> Result<Entry, Reply> {
        let route = route(&request.path).ok_or_else(|| Reply::error(404, "unknown_path", "there is no such path"))?;
        if !allowed(route).contains(&request.method.as_str()) {
            let reply = Reply::error(405, "method_not_allowed", "the path has no such method");
            return Err(reply.with("allow", allowed(route).join(", ")));
        }
        self.authenticate(request, route)?;
        check_version(request)?;
        if let Some(reply) = refusal(acts) {
            return Err(reply);
        }
        let call = read(request, route)?;
        let key = idempotency_key(request)?;
        if let Some(key) = &key
            && let KeyCheck::Answer(reply) = self.check_key(key, request)
        {
            return Err(reply);
        }
        Ok(Entry::Admitted(Box::new(call), key))
    }

    /// The merchant's secret opens everything; a payment's client secret confirms that payment.
    fn authenticate(&self, request: &Request, route: Route<'_>) -> Result<(), Reply> {
        let Some(bearer) = request.bearer() else {
            return Err(Reply::error(401, "unauthenticated", "the authorization header must be Bearer and a secret"));
        };
        let mut good = self.secrets.iter().any(|secret| same(secret, bearer));
        if let Route::Confirm(id) = route {
            good |= self.payments.get(id).is_some_and(|payment| same(&payment.client_secret, bearer));
        }
        if good { Ok(()) } else { Err(Reply::error(401, "unauthenticated", "the secret is not valid")) }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

fn check_version(request: &Request) -> Result<(), Reply> {
    match request.header("sim-version") {
        Some(version) if version == crate::VERSION => Ok(()),
        Some(_) => Err(Reply::error(400, "unknown_version", format!("the version is {}", crate::VERSION))),
        None => Err(Reply::error(400, "missing_version", "the header Sim-Version is missing")),
    }
}

/// The planned answers that come before anything is done.
fn refusal(acts: &[Act]) -> Option<Reply> {
    acts.iter().find_map(|act| match act {
        Act::Once401 => Some(Reply::error(401, "token_expired", "the token has expired")),
        Act::InUse409 => Some(in_use()),
        Act::Unavailable503 => Some(Reply::error(503, "unavailable", "come back later")),
        Act::TooMany429 { retry_after_s } => {
            Some(Reply::error(429, "too_many_requests", "slow down").with("retry-after", retry_after_s.to_string()))
        }
        _ => None,
    })
}

fn idempotency_key(request: &Request) -> Result<Option<String>, Reply> {
    if !request.headers.contains_key("idempotency-key") {
        return Ok(None);
    }
    match request.header("idempotency-key") {
        Some(_) if request.method == "GET" => {
            Err(Reply::error(400, "unexpected_idempotency_key", "a GET takes no idempotency key"))
        }
        Some(key) if !key.is_empty() && key.len() <= MAX_KEY => Ok(Some(key.into())),
        _ => Err(Reply::error(400, "bad_idempotency_key", format!("a key has 1 to {MAX_KEY} characters"))),
    }
}

fn read(request: &Request, route: Route<'_>) -> Result<Call, Reply> {
    let mut params = if request.method == "GET" { Params::query(request)? } else { Params::body(request)? };
    let call = match route {
        Route::Account => Call::Account,
        Route::Payment(id) => Call::Fetch { payment: id.into() },
        Route::Refund(id) => Call::FetchRefund { refund: id.into() },
        Route::Payments if request.method == "GET" => Call::Find { reference: params.text("reference", MAX_TEXT)? },
        Route::Payments => Call::Create(new_payment(&mut params)?),
        Route::Void(id) => Call::Void { payment: id.into() },
        Route::Confirm(id) => Call::Confirm { payment: id.into(), passed: outcome(&mut params)? },
        Route::Capture(id) => Call::Capture {
            payment: id.into(),
            amount: params.int("amount")?,
            last: params.opt_bool("final")?.unwrap_or(false),
            reference: params.opt_text("reference", MAX_TEXT)?,
        },
        Route::Refunds(id) => Call::Refund {
            payment: id.into(),
            amount: params.int("amount")?,
            reference: params.text("reference", MAX_TEXT)?,
        },
        Route::Transactions => Call::Transactions {
            after: params.opt_text("after", MAX_TEXT)?,
            limit: params.opt_digits("limit", 1, MAX_ROWS)?.unwrap_or(100),
        },
    };
    params.finish()?;
    Ok(call)
}

fn new_payment(params: &mut Params) -> Result<NewPayment, Reply> {
    let amount = params.int("amount")?;
    let currency = params.text("currency", MAX_TEXT)?;
    let reference = params.text("reference", MAX_TEXT)?;
    let automatic = match params.text("capture", MAX_TEXT)?.as_str() {
        "automatic" => true,
        "manual" => false,
        _ => return Err(Reply::bad_param("capture", "unknown_value", "capture is automatic or manual")),
    };
    let instrument = params.text("instrument", MAX_TEXT)?;
    if journal::mask_text(&instrument) != instrument {
        return Err(Reply::bad_param("instrument", "raw_card_number", "card numbers are not accepted here"));
    }
    let return_url = params.opt_text("return_url", MAX_URL)?;
    if return_url.as_ref().is_some_and(|url| url::Url::parse(url).is_err()) {
        return Err(Reply::bad_param("return_url", "not_a_url", "the parameter must be an absolute URL"));
    }
    units::check_payment(amount, &currency)?;
    Ok(NewPayment { amount, currency, reference, automatic, instrument, return_url })
}

fn outcome(params: &mut Params) -> Result<bool, Reply> {
    match params.text("outcome", MAX_TEXT)?.as_str() {
        "pass" => Ok(true),
        "fail" => Ok(false),
        _ => Err(Reply::bad_param("outcome", "unknown_value", "outcome is pass or fail")),
    }
}

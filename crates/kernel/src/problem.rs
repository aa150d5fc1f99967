//! Problems: what went wrong, for a person and for a program (RFC 9457).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which family an error is of; the gateway's one table turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// 400: the request cannot be read.
    Malformed,
    /// 401: nobody is signed in.
    Unauthenticated,
    /// 402: the payment was declined.
    PaymentRequired,
    /// 403: the caller may not do this.
    Forbidden,
    /// 404: there is no such thing, or not for this caller.
    NotFound,
    /// 409: the thing is in a state that does not allow it.
    Conflict,
    /// 412: the thing has changed since it was read.
    Stale,
    /// 422: the request was read, and a field is wrong.
    Invalid,
    /// 429: too many.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: something we need is away; try again.
    Unavailable,
}

impl ErrorKind {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            ErrorKind::Malformed => 400,
            ErrorKind::Unauthenticated => 401,
            ErrorKind::PaymentRequired => 402,
            ErrorKind::Forbidden => 403,
            ErrorKind::NotFound => 404,
            ErrorKind::Conflict => 409,
            ErrorKind::Stale => 412,
            ErrorKind::Invalid => 422,
            ErrorKind::TooMany => 429,
            ErrorKind::Internal => 500,
            ErrorKind::Unavailable => 503,
        }
    }
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldError {
    /// Where: `variants.0.sku`.
    pub path: String,
    /// What, for a program: `required`, `too_long`, `out_of_range`, `taken`.
    pub code: String,
    /// What, for a person.
    pub message: String,
}

impl FieldError {
    /// An error at `path`.
    pub fn new(path: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        FieldError { path: path.into(), code: code.into(), message: message.into() }
    }
}

/// Collects every bad field before anything is written.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Fields::default()
    }

    /// Notes a bad field.
    pub fn add(&mut self, path: impl Into<String>, code: &str, message: impl Into<String>) {
        self.0.push(FieldError::new(path, code, message));
    }

    /// Notes a bad field unless `ok`.
    pub fn check(&mut self, ok: bool, path: &str, code: &str, message: impl Into<String>) {
        if !ok {
            self.add(path, code, message);
        }
    }

    /// Notes a text that is blank or longer than `max` characters.
    pub fn text(&mut self, path: &str, text: &str, max: usize) {
        self.check(!text.trim().is_empty(), path, "required", format!("{path} must not be blank"));
        self.max_len(path, text, max);
    }

    /// Notes a text longer than `max` characters.
    pub fn max_len(&mut self, path: &str, text: &str, max: usize) {
        let long = text.len() > max && text.chars().count() > max;
        self.check(!long, path, "too_long", format!("{path} is longer than {max} characters"));
        self.check(!text.contains('\0'), path, "invalid_character", format!("{path} contains a zero character"));
    }

    /// Keeps the value, or notes the error.
    pub fn take<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The verdict.
    ///
    /// # Errors
    /// Every field that was noted, if any.
    pub fn done(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// An error answer (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// `urn:infrasell:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status again.
    pub status: u16,
    /// A stable word for programs, such as `out_of_stock`.
    pub code: String,
    /// What happened, for a person.
    pub title: String,
    /// Every field that was wrong, if that was it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The key facts as fields, such as `sku` and `available`.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub details: serde_json::Map<String, serde_json::Value>,
    /// The id under which our log has more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(kind: ErrorKind, code: impl Into<String>, title: impl Into<String>) -> Self {
        let code = code.into();
        Problem {
            kind: format!("urn:infrasell:problem:{code}"),
            status: kind.status(),
            code,
            title: title.into(),
            errors: vec![],
            details: serde_json::Map::new(),
            request_id: None,
        }
    }
}

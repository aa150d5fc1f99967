//! A request and a reply, plain values between the connection and the books.

use bytes::Bytes;
use hyper::HeaderMap;
use serde_json::{Value, json};

/// What came in.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Name and value in the order they came, percent-decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    /// A header as text, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The bearer secret.
    pub(crate) fn bearer(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }

    /// The body as JSON, or as text where it is not.
    pub(crate) fn body_value(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).unwrap_or_else(|_| json!(String::from_utf8_lossy(&self.body)))
    }
}

/// How the connection ends an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ending {
    /// The reply is sent whole.
    #[default]
    Whole,
    /// The connection is closed without a byte.
    Dropped,
    /// The connection is reset without a byte.
    Reset,
    /// The head and this many bytes of the body are sent, then the connection breaks.
    Cut(usize),
    /// The reply is sent whole and promises to keep the connection, which is then closed.
    ClosedAfter,
}

/// What goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

impl Reply {
    /// A JSON reply.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Reply {
            status,
            content_type: "application/json",
            headers: vec![],
            body: body.to_string().into(),
            ending: Ending::Whole,
        }
    }

    /// An HTML reply.
    pub(crate) fn html(status: u16, body: String) -> Self {
        Reply {
            status,
            content_type: "text/html; charset=utf-8",
            headers: vec![],
            body: body.into(),
            ending: Ending::Whole,
        }
    }

    /// An error reply.
    pub(crate) fn error(status: u16, code: &str, message: impl Into<String>) -> Self {
        Reply::json(status, &json!({ "error": { "code": code, "message": message.into() } }))
    }

    /// An error reply about one parameter.
    pub(crate) fn bad_param(param: &str, code: &str, message: impl Into<String>) -> Self {
        Reply::json(400, &json!({ "error": { "code": code, "param": param, "message": message.into() } }))
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The body as JSON, or as text where it is not.
    pub(crate) fn body_value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| json!(String::from_utf8_lossy(&self.body)))
    }
}

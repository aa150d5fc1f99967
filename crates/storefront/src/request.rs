//! What a client sends: a document or the hash of one, the operation's name, variables.
//!
//! Always true: a body that is none is refused before anything is looked at.

use crate::errors::GraphError;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The document.
    #[serde(default)]
    pub query: Option<String>,
    /// Which of its operations.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// The variables.
    #[serde(default)]
    pub variables: Option<Map<String, Value>>,
    /// What else.
    #[serde(default)]
    pub extensions: Option<Extensions>,
}

/// What a request may say beside its document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
    /// The document by its hash.
    #[serde(default)]
    pub persisted_query: Option<Persisted>,
}

/// A document by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Persisted {
    /// The hash: SHA-256 of the document, hexadecimal.
    pub sha256_hash: String,
}

impl Request {
    /// From the body of a POST: JSON, or the document itself under `application/graphql`.
    ///
    /// # Errors
    /// When it is no request.
    pub fn from_body(body: &[u8], is_document: bool) -> Result<Request, GraphError> {
        if is_document {
            let query = String::from_utf8(body.to_vec()).map_err(|_| unreadable("the body is not UTF-8"))?;
            return Ok(Request { query: Some(query), ..Request::default() });
        }
        let request: Request = serde_json::from_slice(body)
            .map_err(|wrong| unreadable(&format!("the body is no GraphQL request: {wrong}")))?;
        request.checked()
    }

    /// From the query part of a GET.
    ///
    /// # Errors
    /// When it is no request.
    pub fn from_query(pairs: impl Iterator<Item = (String, String)>) -> Result<Request, GraphError> {
        let mut request = Request::default();
        let json =
            |name: &str, wrong: serde_json::Error| unreadable(&format!("{name} is not what it should be: {wrong}"));
        for (name, value) in pairs {
            match name.as_str() {
                "query" => request.query = Some(value),
                "operationName" => request.operation_name = Some(value),
                "variables" if value.is_empty() => {}
                "variables" => request.variables = serde_json::from_str(&value).map_err(|e| json("variables", e))?,
                "extensions" => request.extensions = serde_json::from_str(&value).map_err(|e| json("extensions", e))?,
                _ => {}
            }
        }
        request.checked()
    }

    fn checked(mut self) -> Result<Request, GraphError> {
        self.operation_name = self.operation_name.filter(|name| !name.is_empty());
        self.query = self.query.filter(|query| !query.trim().is_empty());
        if self.query.is_none() && self.hash().is_none() {
            return Err(unreadable("there is no query"));
        }
        Ok(self)
    }

    /// The hash of its document, when it names it by that.
    #[must_use]
    pub fn hash(&self) -> Option<&str> {
        Some(self.extensions.as_ref()?.persisted_query.as_ref()?.sha256_hash.as_str())
    }
}

fn unreadable(message: &str) -> GraphError {
    GraphError::new("BAD_REQUEST", message)
}

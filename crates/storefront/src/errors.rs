//! Errors as these clients read them: a message, where it stands in the document or the answer, a code.
//!
//! Always true: an internal cause is never shown.

use infrasell_kernel::ErrorKind;
use infrasell_rpc::{Fault, ServiceError};
use serde_json::{Map, Value, json};

/// A step of a path in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A response key.
    Key(String),
    /// A place in a list.
    Index(usize),
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// What went wrong.
    pub message: String,
    /// A stable code.
    pub code: &'static str,
    /// Line and column in the document, from 1.
    pub locations: Vec<(usize, usize)>,
    /// Where in the answer, the innermost step first.
    pub path: Vec<Segment>,
    /// Whatever else a program may want to know.
    pub details: Map<String, Value>,
}

impl GraphError {
    /// An error without a place.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        GraphError { message: message.into(), code, locations: vec![], path: vec![], details: Map::new() }
    }

    /// With a detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// As it is sent.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut extensions = self.details.clone();
        extensions.insert("code".into(), self.code.into());
        let mut error = json!({ "message": self.message });
        if !self.locations.is_empty() {
            let places = self.locations.iter().map(|(line, column)| json!({ "line": line, "column": column }));
            error["locations"] = places.collect();
        }
        if !self.path.is_empty() {
            let steps = self.path.iter().rev().map(|step| match step {
                Segment::Key(key) => Value::from(key.as_str()),
                Segment::Index(at) => Value::from(*at),
            });
            error["path"] = steps.collect();
        }
        error["extensions"] = extensions.into();
        error
    }
}

/// What a client is told when a service did not answer.
pub(crate) fn of_fault(fault: &Fault) -> (&'static str, String) {
    let problem = fault.problem();
    match fault.kind() {
        ErrorKind::Unavailable => ("SERVICE_UNAVAILABLE", "this part of the shop does not answer at the moment".into()),
        ErrorKind::TooMany => ("THROTTLED", problem.title),
        ErrorKind::Internal => {
            if let Fault::Internal { cause } = fault {
                tracing::error!(cause, "a storefront query failed");
            }
            ("INTERNAL_SERVER_ERROR", "something went wrong here".into())
        }
        _ => ("BAD_USER_INPUT", problem.title),
    }
}

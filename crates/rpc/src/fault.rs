//! Faults: what can go wrong in any service. Each service adds its own errors around [`Fault`].
//!
//! Always true: an error is one enum whose serde tag is its code on the wire; its message is for people; an internal
//! cause never leaves the process.

use infrasell_kernel::{ErrorKind, FieldError, MoneyError, Problem};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::fmt;

/// An error that any service can answer with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fault {
    /// One or more fields are wrong; nothing was written.
    #[error("{}", describe(.errors))]
    Invalid {
        /// Every one of them.
        errors: Vec<FieldError>,
    },
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What kind of thing: `product`.
        what: String,
        /// Which: `prod_7`, a handle, a masked token.
        id: String,
    },
    /// The thing has changed since the caller read it.
    #[error("the {what} has changed since it was read")]
    Stale {
        /// What kind of thing.
        what: String,
    },
    /// The thing is in a state that does not allow this.
    #[error("{reason}")]
    Conflict {
        /// Why.
        reason: String,
    },
    /// The idempotency key was used before with another request.
    #[error("the idempotency key was used before with another request")]
    IdempotencyKeyReused,
    /// The first request under this idempotency key is still running.
    #[error("a request under this idempotency key is still running")]
    IdempotencyKeyInUse,
    /// A service, the database or a provider is away.
    #[error("{what} cannot be reached")]
    Unavailable {
        /// What is away.
        what: String,
    },
    /// The deadline passed.
    #[error("the time for this request is up")]
    TimedOut,
    /// Our fault. The cause stays in this process.
    #[error("something went wrong on our side")]
    Internal {
        /// For the log only.
        #[serde(skip)]
        cause: String,
    },
    /// An error that this build does not know, from a newer peer.
    #[error("{message}")]
    Other {
        /// Its code.
        original: String,
        /// Its family.
        kind: ErrorKind,
        /// What it says.
        message: String,
    },
}

impl Fault {
    /// One bad field.
    pub fn field(path: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Fault::Invalid { errors: vec![FieldError::new(path, code, message)] }
    }

    /// There is no `what` called `id`.
    pub fn not_found(what: impl Into<String>, id: impl fmt::Display) -> Self {
        Fault::NotFound { what: what.into(), id: id.to_string() }
    }

    /// Our fault, with the cause for the log.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Fault::Internal { cause: cause.to_string() }
    }

    /// The state does not allow it.
    pub fn conflict(reason: impl Into<String>) -> Self {
        Fault::Conflict { reason: reason.into() }
    }

    /// Another service's error as one's own: its common part, or its code and what it says.
    #[must_use]
    pub fn relay(error: &impl ServiceError) -> Self {
        if let Some(fault) = error.fault() {
            return fault.clone();
        }
        let problem = error.problem();
        Fault::Other { original: problem.code, kind: error.kind(), message: problem.title }
    }

    /// The family of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Fault::Invalid { .. } | Fault::IdempotencyKeyReused => ErrorKind::Invalid,
            Fault::NotFound { .. } => ErrorKind::NotFound,
            Fault::Stale { .. } => ErrorKind::Stale,
            Fault::Conflict { .. } | Fault::IdempotencyKeyInUse => ErrorKind::Conflict,
            Fault::Unavailable { .. } | Fault::TimedOut => ErrorKind::Unavailable,
            Fault::Internal { .. } => ErrorKind::Internal,
            Fault::Other { kind, .. } => *kind,
        }
    }
}

fn describe(errors: &[FieldError]) -> String {
    match errors {
        [one] => one.message.clone(),
        many => format!("{} fields are wrong", many.len()),
    }
}

impl From<Vec<FieldError>> for Fault {
    fn from(errors: Vec<FieldError>) -> Self {
        Fault::Invalid { errors }
    }
}
impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Fault::Invalid { errors: vec![error] }
    }
}
impl From<MoneyError> for Fault {
    fn from(error: MoneyError) -> Self {
        Fault::field("", "amount_out_of_range", error.to_string())
    }
}

/// An error enum of one service: tagged by `code`, with [`Fault`] as its untagged last variant.
pub trait ServiceError:
    fmt::Display + fmt::Debug + Serialize + DeserializeOwned + From<Fault> + Send + 'static
{
    /// The family of the error.
    fn kind(&self) -> ErrorKind;

    /// The common part, if the error is no more than that.
    fn fault(&self) -> Option<&Fault>;

    /// The answer that a client of the public API gets.
    fn problem(&self) -> Problem {
        let mut fields = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let code = match fields.remove("original").or_else(|| fields.remove("code")) {
            Some(Value::String(code)) => code,
            _ => "internal".into(),
        };
        let mut problem = Problem::new(self.kind(), code, self.to_string());
        if let Some(errors) = fields.remove("errors").and_then(|e| serde_json::from_value(e).ok()) {
            problem.errors = errors;
        }
        for only_inside in ["code", "kind", "message"] {
            fields.remove(only_inside);
        }
        problem.details = fields;
        problem
    }
}

impl ServiceError for Fault {
    fn kind(&self) -> ErrorKind {
        Fault::kind(self)
    }
    fn fault(&self) -> Option<&Fault> {
        Some(self)
    }
}

/// Logs the internal cause of an error, if it has one. Called once, where the error is handled.
pub fn log_internal(error: &impl ServiceError, cx_request_id: &str) {
    if let Some(Fault::Internal { cause }) = error.fault() {
        tracing::error!(request_id = cx_request_id, cause, "internal error");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
    #[serde(tag = "code", rename_all = "snake_case")]
    enum StockError {
        #[error("not enough stock of {sku}")]
        OutOfStock { sku: String, available: i64 },
        #[error(transparent)]
        #[serde(untagged)]
        Fault(#[from] Fault),
    }
    impl ServiceError for StockError {
        fn kind(&self) -> ErrorKind {
            match self {
                StockError::OutOfStock { .. } => ErrorKind::Conflict,
                StockError::Fault(fault) => fault.kind(),
            }
        }
        fn fault(&self) -> Option<&Fault> {
            if let StockError::Fault(fault) = self { Some(fault) } else { None }
        }
    }

    #[test]
    fn own_and_shared_errors_survive_the_wire() {
        let own = StockError::OutOfStock { sku: "A".into(), available: 2 };
        let shared = StockError::Fault(Fault::field("sku", "required", "sku must not be blank"));
        for error in [own, shared] {
            let text = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<StockError>(&text).unwrap(), error, "{text}");
        }
    }

    #[test]
    fn a_problem_carries_code_facts_and_fields_but_no_cause() {
        let problem = StockError::OutOfStock { sku: "A".into(), available: 2 }.problem();
        assert_eq!((problem.status, problem.code.as_str()), (409, "out_of_stock"));
        assert_eq!(problem.details["available"], 2);
        let problem = StockError::from(Fault::field("sku", "required", "x")).problem();
        assert_eq!((problem.status, problem.code.as_str(), problem.errors.len()), (422, "invalid", 1));
        let problem = StockError::from(Fault::internal("secret cause")).problem();
        assert!(!serde_json::to_string(&problem).unwrap().contains("secret"));
        let other = Fault::Other { original: "sold_out".into(), kind: ErrorKind::Conflict, message: "m".into() };
        assert_eq!(other.problem().code, "sold_out");
    }
}

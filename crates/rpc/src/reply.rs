//! What a peer says to a call.
//!
//! Always true: an answer that says only that it went well is read once, by who knows what it should be; a field that only a
//! newer peer knows is passed over.

use crate::{Fault, ServiceError};
use bytes::Bytes;
use infrasell_kernel::ErrorKind;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

/// What a peer said.
pub enum Reply {
    /// Nothing but that it went well: the answer as it came, `{"ok":…}`, which is read once, by who knows what it should be.
    Done(Bytes),
    /// Something else.
    Told(Told),
}

#[derive(Deserialize)]
pub struct Told {
    /// Present with null when the answer is nothing: `()`, or an option that is empty.
    #[serde(default, deserialize_with = "present")]
    ok: Option<Box<RawValue>>,
    #[serde(default)]
    err: Option<Value>,
    /// Absent, too, when it is one that only a newer peer knows.
    #[serde(default, deserialize_with = "known")]
    kind: Option<ErrorKind>,
    #[serde(default)]
    message: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(d).map(Some)
}

fn known<'de, D: Deserializer<'de>>(d: D) -> Result<Option<ErrorKind>, D::Error> {
    Value::deserialize(d).map(|kind| serde_json::from_value(kind).ok())
}

/// How an answer begins that says how it went, and that it went well.
const OK: &[u8] = br#"{"ok":"#;

impl Reply {
    /// What stands in the body of an answer.
    ///
    /// # Errors
    /// Why it is none.
    pub fn of(answer: Bytes) -> Result<Reply, String> {
        if answer.starts_with(OK) && answer.ends_with(b"}") {
            return Ok(Reply::Done(answer));
        }
        let told = Told::of(&answer).map_err(|cause| format!("no answer: {cause}"))?;
        if told.ok.is_none() && told.err.is_none() {
            return Err("its answer says neither ok nor err".into());
        }
        Ok(Reply::Told(told))
    }

    /// Whether it went well.
    pub fn is_ok(&self) -> bool {
        match self {
            Reply::Done(_) => true,
            Reply::Told(told) => told.ok.is_some(),
        }
    }
}

impl Told {
    fn of(answer: &[u8]) -> serde_json::Result<Told> {
        serde_json::from_slice(answer)
    }
}

/// The answer as what it should be, or the service's error.
///
/// # Errors
/// That, or that it is not what it should be.
pub fn decode<R: DeserializeOwned, E: ServiceError>(reply: Reply) -> Result<R, E> {
    let told = match reply {
        Reply::Told(told) => told,
        Reply::Done(answer) => match std::str::from_utf8(&answer[OK.len()..answer.len() - 1]).map(serde_json::from_str)
        {
            Ok(Ok(ok)) => return Ok(ok),
            // a newer peer may say more than we know, behind what we asked for
            _ => Told::of(&answer).map_err(Fault::internal)?,
        },
    };
    read_told(told)
}

fn read_told<R: DeserializeOwned, E: ServiceError>(told: Told) -> Result<R, E> {
    if let Some(ok) = told.ok {
        return serde_json::from_str(ok.get()).map_err(|cause| Fault::internal(cause).into());
    }
    let err = told.err.unwrap_or_default();
    E::deserialize(&err)
        .map_err(|_| {
            let original = err.get("code").and_then(Value::as_str).unwrap_or("unknown").to_owned();
            let kind = told.kind.unwrap_or(ErrorKind::Internal);
            Fault::Other { original, kind, message: told.message.unwrap_or_default() }.into()
        })
        .and_then(Err)
}

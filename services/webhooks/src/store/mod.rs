//! Webhooks' tables.

pub(crate) mod delivery;
pub(crate) mod subscription;

use infrasell_db::DbError;
use serde::Serialize;

/// The word that stands for a value in a column.
fn tag(value: impl Serialize) -> Result<String, DbError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(DbError::other("a state is a word")),
    }
}

//! What can go wrong with the database, the same on both engines.

use infrasell_rpc::Fault;
use std::error::Error;
use tokio_postgres::error::SqlState;

/// An error of the database. Cheap to clone: one failed commit is told to every transaction of its group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// A unique value exists already. `what` is `table.column, table.column` on both engines, or the index's name when
    /// the index is over an expression.
    #[error("{what} exists already")]
    Conflict {
        /// Which columns.
        what: String,
    },
    /// A foreign key, check or not-null rule was broken.
    #[error("a rule of the database was broken: {what}")]
    Violates {
        /// The engine's own words.
        what: String,
    },
    /// A text holds the NUL character, which PostgreSQL cannot store; so it is refused on both engines.
    #[error("text must not hold the NUL character")]
    NulInText,
    /// The row that was asked for is not there.
    #[error("no such row")]
    NotFound,
    /// The database cannot be reached, is busy, or gave up this transaction; trying again later may work.
    #[error("the database cannot be reached or is busy: {cause}")]
    Unavailable {
        /// The engine's own words.
        cause: String,
    },
    /// The database cannot be written.
    #[error("the database is read-only: {cause}")]
    ReadOnly {
        /// The engine's own words.
        cause: String,
    },
    /// No space is left to write.
    #[error("the database's disk is full: {cause}")]
    Full {
        /// The engine's own words.
        cause: String,
    },
    /// The schema is not the one that this build needs, or the file is not a database.
    #[error("{0}")]
    Schema(String),
    /// Anything else: a statement that does not prepare, a column that does not decode.
    #[error("{cause}")]
    Other {
        /// The engine's own words.
        cause: String,
    },
}

impl DbError {
    /// Something else.
    pub fn other(cause: impl Into<String>) -> Self {
        DbError::Other { cause: cause.into() }
    }

    /// Away or busy.
    pub fn unavailable(cause: impl Into<String>) -> Self {
        DbError::Unavailable { cause: cause.into() }
    }

    /// Whether this is a unique violation that touches `column`, such as `catalog_product.handle`.
    #[must_use]
    pub fn conflicts_on(&self, column: &str) -> bool {
        matches!(self, DbError::Conflict { what } if what.split(", ").any(|one| one == column))
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Fault {
        let what = match &error {
            DbError::Unavailable { .. } => "the database",
            DbError::Full { .. } => "the database (its disk is full)",
            DbError::ReadOnly { .. } => "the database (it is read-only)",
            DbError::NulInText => return Fault::field("", "invalid_text", error.to_string()),
            _ => return Fault::internal(error),
        };
        tracing::warn!(cause = %error, "the database did not answer");
        Fault::Unavailable { what: what.into() }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        if matches!(&error, rusqlite::Error::ToSqlConversionFailure(inner) if inner.is::<NulInText>()) {
            return DbError::NulInText;
        }
        let rusqlite::Error::SqliteFailure(code, message) = &error else { return DbError::other(error.to_string()) };
        let cause = message.clone().unwrap_or_else(|| error.to_string());
        match (code.extended_code & 0xff, code.extended_code) {
            (_, 2067 | 1555 | 2579) => {
                DbError::Conflict { what: cause.trim_start_matches("UNIQUE constraint failed: ").into() }
            }
            (19, _) => DbError::Violates { what: cause },
            (5 | 6 | 10 | 14, _) => DbError::Unavailable { cause },
            (8, _) => DbError::ReadOnly { cause },
            (13, _) => DbError::Full { cause },
            (11 | 26, _) => DbError::Schema(format!("the file is damaged or not a SQLite database: {cause}")),
            _ => DbError::Other { cause },
        }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            if error.source().is_some_and(|inner| inner.is::<NulInText>()) {
                return DbError::NulInText;
            }
            let cause = with_sources(&error);
            // a value that does not fit its parameter, or a column that does not decode, never left this process
            let ours = cause.starts_with("error serializing") || cause.starts_with("error deserializing");
            return if ours { DbError::Other { cause } } else { DbError::Unavailable { cause } };
        };
        let cause = db.message().to_owned();
        match db.code() {
            &SqlState::UNIQUE_VIOLATION => DbError::Conflict { what: conflicting(db) },
            &SqlState::DISK_FULL => DbError::Full { cause },
            &SqlState::READ_ONLY_SQL_TRANSACTION => DbError::ReadOnly { cause },
            &SqlState::INVALID_CATALOG_NAME => DbError::Schema(cause),
            code => match code.code().get(..2) {
                Some("23") => DbError::Violates { what: cause },
                Some("08" | "40" | "53" | "55" | "57" | "58") => DbError::Unavailable { cause },
                _ => DbError::Other { cause },
            },
        }
    }
}

/// What a value says that holds text with a NUL.
#[derive(Debug, thiserror::Error)]
#[error("text must not hold the NUL character")]
pub(crate) struct NulInText;

fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        source = inner.source();
    }
    text
}

/// Says a unique violation the way SQLite does: `table.column, table.column`, so that services read one form.
fn conflicting(db: &tokio_postgres::error::DbError) -> String {
    let table = db.table().unwrap_or_default();
    let columns = db.detail().and_then(|d| d.strip_prefix("Key (")).and_then(|d| d.split_once(")=")).map(|(c, _)| c);
    match columns {
        Some(columns) if !columns.contains('(') => {
            columns.split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", ")
        }
        _ => format!("index '{}'", db.constraint().unwrap_or(table)),
    }
}

//! Rows of a result, read by position.

use crate::DbError;
use infrasell_kernel::{CountryCode, Currency, Id, Locale, Ppm, Quantity, Timestamp};
use postgres_types::{FromSql, Type};
use serde::de::DeserializeOwned;
use std::{cell::Cell, str::FromStr};

/// One column of a row, as either engine gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Col<'a> {
    /// SQL's NULL.
    Null,
    /// A whole number; SQLite also says truth values so.
    Int(i64),
    /// A truth value (PostgreSQL).
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Col<'_> {
    fn name(&self) -> &'static str {
        match self {
            Col::Null => "null",
            Col::Int(_) => "a number",
            Col::Bool(_) => "a truth value",
            Col::Text(_) => "text",
            Col::Bytes(_) => "bytes",
        }
    }
}

/// A type that a column can be read as. Services implement it for their own enums where that reads better than
/// [`Row::parse`].
pub trait FromCol: Sized {
    /// Reads the column.
    ///
    /// # Errors
    /// What was wrong with it, in a few words.
    fn from_col(col: Col<'_>) -> Result<Self, String>;
}

fn unfit<T>(wanted: &str, col: Col<'_>) -> Result<T, String> {
    Err(format!("is {}, not {wanted}", col.name()))
}

impl FromCol for i64 {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        if let Col::Int(v) = col { Ok(v) } else { unfit("a number", col) }
    }
}
impl FromCol for bool {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        match col {
            Col::Bool(v) => Ok(v),
            Col::Int(0) => Ok(false),
            Col::Int(1) => Ok(true),
            _ => unfit("a truth value", col),
        }
    }
}
impl FromCol for String {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        if let Col::Text(v) = col { Ok(v.to_owned()) } else { unfit("text", col) }
    }
}
impl FromCol for Vec<u8> {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        if let Col::Bytes(v) = col { Ok(v.to_vec()) } else { unfit("bytes", col) }
    }
}
impl<const N: usize> FromCol for [u8; N] {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        let Col::Bytes(bytes) = col else { return unfit("bytes", col) };
        bytes.try_into().map_err(|_| format!("has {} bytes, not {N}", bytes.len()))
    }
}
impl<T: FromCol> FromCol for Option<T> {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        if col == Col::Null { Ok(None) } else { T::from_col(col).map(Some) }
    }
}
impl<K> FromCol for Id<K> {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        i64::from_col(col).map(Id::from_i64)
    }
}
impl FromCol for Timestamp {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        i64::from_col(col).map(Timestamp::from_micros)
    }
}
impl FromCol for Ppm {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        i64::from_col(col).map(Ppm)
    }
}
impl FromCol for Quantity {
    fn from_col(col: Col<'_>) -> Result<Self, String> {
        Quantity::new(i64::from_col(col)?).map_err(|error| error.to_string())
    }
}

macro_rules! from_narrow {
    ($($T:ty),*) => {$(impl FromCol for $T {
        fn from_col(col: Col<'_>) -> Result<Self, String> {
            let wide = i64::from_col(col)?;
            wide.try_into().map_err(|_| format!("is {wide}, out of range"))
        }
    })*};
}
from_narrow!(i32, i16, u64, u32, u16, u8, usize);

fn parse<T: FromStr<Err: std::fmt::Display>>(col: Col<'_>) -> Result<T, String> {
    let Col::Text(text) = col else { return unfit("text", col) };
    text.parse().map_err(|error: T::Err| error.to_string())
}
macro_rules! from_text {
    ($($T:ty),*) => {$(impl FromCol for $T {
        fn from_col(col: Col<'_>) -> Result<Self, String> { parse(col) }
    })*};
}
from_text!(Currency, CountryCode, Locale);

enum Source<'a> {
    Lite(&'a rusqlite::Row<'a>),
    Pg(&'a tokio_postgres::Row),
}

/// Takes the rows of a result, one after the other.
pub(crate) type Keep<'a> = &'a mut (dyn FnMut(&Row<'_>) -> Result<(), DbError> + Send);

/// A result row. Columns are read by number, or one after the other with [`Row::next`].
pub struct Row<'a> {
    source: Source<'a>,
    at: Cell<usize>,
}

impl<'a> Row<'a> {
    pub(crate) fn lite(row: &'a rusqlite::Row<'a>) -> Self {
        Row { source: Source::Lite(row), at: Cell::new(0) }
    }
    pub(crate) fn pg(row: &'a tokio_postgres::Row) -> Self {
        Row { source: Source::Pg(row), at: Cell::new(0) }
    }

    /// Column `i`, counted from 0.
    ///
    /// # Errors
    /// When there is no such column or it does not decode as `T`.
    pub fn get<T: FromCol>(&self, i: usize) -> Result<T, DbError> {
        self.read(i, T::from_col)
    }

    /// The next column, as struct fields are filled one after the other.
    ///
    /// # Errors
    /// As for [`Row::get`].
    pub fn next<T: FromCol>(&self) -> Result<T, DbError> {
        self.get(self.step())
    }

    /// Column `i` as JSON text.
    ///
    /// # Errors
    /// When the column is not the JSON of a `T`; NULL reads as JSON's null.
    pub fn json<T: DeserializeOwned>(&self, i: usize) -> Result<T, DbError> {
        self.read(i, |col| match col {
            Col::Text(text) => serde_json::from_str(text).map_err(|error| error.to_string()),
            Col::Null => serde_json::from_str("null").map_err(|error| error.to_string()),
            other => unfit("JSON text", other),
        })
    }

    /// The next column as JSON text.
    ///
    /// # Errors
    /// As for [`Row::json`].
    pub fn next_json<T: DeserializeOwned>(&self) -> Result<T, DbError> {
        self.json(self.step())
    }

    /// Column `i` as text that is parsed, such as the name of a state.
    ///
    /// # Errors
    /// When the text does not parse.
    pub fn parse<T: FromStr<Err: std::fmt::Display>>(&self, i: usize) -> Result<T, DbError> {
        self.read(i, parse)
    }

    /// The next column as text that is parsed.
    ///
    /// # Errors
    /// As for [`Row::parse`].
    pub fn next_parse<T: FromStr<Err: std::fmt::Display>>(&self) -> Result<T, DbError> {
        self.parse(self.step())
    }

    /// Column `i` as an enum that is written as its serde name (`"paid"`), so that SQL and JSON use one word.
    ///
    /// # Errors
    /// When there is no such name.
    pub fn tag<T: DeserializeOwned>(&self, i: usize) -> Result<T, DbError> {
        self.read(i, |col| {
            let Col::Text(text) = col else { return unfit("text", col) };
            let name = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
            T::deserialize(name).map_err(|error| error.to_string())
        })
    }

    /// The next column as an enum's serde name.
    ///
    /// # Errors
    /// As for [`Row::tag`].
    pub fn next_tag<T: DeserializeOwned>(&self) -> Result<T, DbError> {
        self.tag(self.step())
    }

    /// Passes over one column.
    pub fn skip(&self) {
        self.step();
    }

    fn step(&self) -> usize {
        self.at.replace(self.at.get() + 1)
    }

    fn read<T>(&self, i: usize, decode: impl FnOnce(Col<'_>) -> Result<T, String>) -> Result<T, DbError> {
        self.col(i).and_then(decode).map_err(|why| self.unread(i, &why))
    }

    fn col(&self, i: usize) -> Result<Col<'a>, String> {
        match self.source {
            Source::Lite(row) => lite_col(row, i),
            Source::Pg(row) => row.try_get::<_, Raw<'_>>(i).map_err(|error| error.to_string())?.col(),
        }
    }

    #[cold]
    fn unread(&self, i: usize, why: &str) -> DbError {
        DbError::other(format!("column {i} ({}) {why}", self.name(i)))
    }

    fn name(&self, i: usize) -> String {
        match self.source {
            Source::Lite(row) => row.as_ref().column_name(i).unwrap_or("-").to_owned(),
            Source::Pg(row) => row.columns().get(i).map_or("-", |c| c.name()).to_owned(),
        }
    }
}

fn lite_col<'a>(row: &'a rusqlite::Row<'_>, i: usize) -> Result<Col<'a>, String> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(i).map_err(|error| error.to_string())? {
        ValueRef::Null => Col::Null,
        ValueRef::Integer(v) => Col::Int(v),
        ValueRef::Text(bytes) => Col::Text(std::str::from_utf8(bytes).map_err(|error| error.to_string())?),
        ValueRef::Blob(bytes) => Col::Bytes(bytes),
        ValueRef::Real(_) => return Err("is a float, which has no place here".into()),
    })
}

/// A PostgreSQL column before it is decoded.
struct Raw<'a>(Option<(Type, &'a [u8])>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(Some((ty.clone(), raw))))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(None))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a> Raw<'a> {
    fn col(&self) -> Result<Col<'a>, String> {
        let Some((ty, raw)) = &self.0 else { return Ok(Col::Null) };
        let wrong = |error: Box<dyn std::error::Error + Sync + Send>| error.to_string();
        Ok(match *ty {
            Type::INT8 => Col::Int(i64::from_sql(ty, raw).map_err(wrong)?),
            Type::INT4 => Col::Int(i32::from_sql(ty, raw).map_err(wrong)?.into()),
            Type::INT2 => Col::Int(i16::from_sql(ty, raw).map_err(wrong)?.into()),
            Type::BOOL => Col::Bool(bool::from_sql(ty, raw).map_err(wrong)?),
            Type::BYTEA => Col::Bytes(raw),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::JSON | Type::UNKNOWN => {
                Col::Text(std::str::from_utf8(raw).map_err(|error| error.to_string())?)
            }
            _ => return Err(format!("is {ty}; CAST it to BIGINT or TEXT")),
        })
    }
}

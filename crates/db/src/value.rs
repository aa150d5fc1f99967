//! Values that are bound to a statement's parameters.
//!
//! Always true: a value says its type once, here; both engines get the same meaning from it.

use crate::error::NulInText;
use bytes::{BufMut, BytesMut};
use infrasell_kernel::{CountryCode, Currency, Id, Locale, Ppm, Quantity, Timestamp};
use postgres_types::{IsNull, ToSql, Type, to_sql_checked};
use serde::Serialize;
use std::borrow::Cow;

/// A bound value. Made by [`v!`](crate::v) from what a service has at hand.
#[derive(Debug, Clone, PartialEq)]
pub enum Val<'a> {
    /// SQL's NULL.
    Null,
    /// A number, an id, microseconds, minor units.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Text, also JSON and the name of a state.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// Numbers for `list($n)`.
    Ints(Cow<'a, [i64]>),
    /// Texts for `list_text($n)`.
    Texts(Cow<'a, [String]>),
    /// Something that could not be written as JSON; binding it is an error that says why.
    Unwritable(String),
}

impl Val<'_> {
    /// The same value without borrowed parts.
    #[must_use]
    pub fn into_owned(self) -> Val<'static> {
        match self {
            Val::Null => Val::Null,
            Val::Int(v) => Val::Int(v),
            Val::Bool(v) => Val::Bool(v),
            Val::Text(v) => Val::Text(Cow::Owned(v.into_owned())),
            Val::Bytes(v) => Val::Bytes(Cow::Owned(v.into_owned())),
            Val::Ints(v) => Val::Ints(Cow::Owned(v.into_owned())),
            Val::Texts(v) => Val::Texts(Cow::Owned(v.into_owned())),
            Val::Unwritable(why) => Val::Unwritable(why),
        }
    }

    fn check(&self) -> Result<(), NulInText> {
        let nul = match self {
            Val::Text(text) => text.contains('\0'),
            Val::Texts(list) => list.iter().any(|text| text.contains('\0')),
            _ => false,
        };
        if nul { Err(NulInText) } else { Ok(()) }
    }
}

/// Binds what it holds as JSON text.
pub struct Json<T>(pub T);

impl<T: Serialize> From<Json<T>> for Val<'_> {
    fn from(Json(value): Json<T>) -> Self {
        match serde_json::to_string(&value) {
            Ok(text) => Val::Text(Cow::Owned(text)),
            Err(error) => Val::Unwritable(error.to_string()),
        }
    }
}

/// Converts each expression to a [`Val`]: `&v![id, "web", Some(3_i64), Json(&address)]`.
#[macro_export]
macro_rules! v {
    ($($value:expr),* $(,)?) => { [$($crate::Val::from($value)),*] };
}

impl<'a, T: Into<Val<'a>>> From<Option<T>> for Val<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Val::Null, Into::into)
    }
}
impl<'a> From<&'a Option<String>> for Val<'a> {
    fn from(value: &'a Option<String>) -> Self {
        Val::from(value.as_deref())
    }
}
impl<K> From<&Option<Id<K>>> for Val<'_> {
    fn from(value: &Option<Id<K>>) -> Self {
        Val::from(*value)
    }
}

macro_rules! from_copy {
    ($($T:ty => $value:ident $make:expr;)*) => {$(
        impl From<$T> for Val<'_> {
            fn from($value: $T) -> Self { $make }
        }
        impl From<&$T> for Val<'_> {
            fn from(value: &$T) -> Self { Val::from(value.clone()) }
        }
        impl From<&Option<$T>> for Val<'_> {
            fn from(value: &Option<$T>) -> Self { Val::from(value.clone()) }
        }
    )*};
}
from_copy! {
    i64 => v Val::Int(v);
    i32 => v Val::Int(v.into());
    i16 => v Val::Int(v.into());
    u32 => v Val::Int(v.into());
    u16 => v Val::Int(v.into());
    u8 => v Val::Int(v.into());
    bool => v Val::Bool(v);
    Timestamp => v Val::Int(v.micros());
    Quantity => v Val::Int(v.get());
    Ppm => v Val::Int(v.0);
    Currency => v Val::Text(Cow::Owned(v.code().to_owned()));
    CountryCode => v Val::Text(Cow::Owned(v.code().to_owned()));
    Locale => v Val::Text(Cow::Owned(v.to_string()));
}
impl<K> From<Id<K>> for Val<'_> {
    fn from(id: Id<K>) -> Self {
        Val::Int(id.get())
    }
}
impl<K> From<&Id<K>> for Val<'_> {
    fn from(id: &Id<K>) -> Self {
        Val::Int(id.get())
    }
}

macro_rules! from_cow {
    ($($T:ty => $variant:ident $($life:lifetime)?;)*) => {$(
        impl<'a> From<$T> for Val<'a> {
            fn from(value: $T) -> Self { Val::$variant(value.into()) }
        }
    )*};
}
from_cow! {
    &'a str => Text;
    &'a String => Text;
    String => Text;
    Cow<'a, str> => Text;
    &'a [u8] => Bytes;
    &'a Vec<u8> => Bytes;
    Vec<u8> => Bytes;
    &'a [i64] => Ints;
    &'a Vec<i64> => Ints;
    Vec<i64> => Ints;
    &'a [String] => Texts;
    &'a Vec<String> => Texts;
    Vec<String> => Texts;
}
impl<'a, const N: usize> From<&'a [u8; N]> for Val<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Val::Bytes(bytes.as_slice().into())
    }
}
impl<'a, const N: usize> From<&'a [i64; N]> for Val<'a> {
    fn from(list: &'a [i64; N]) -> Self {
        Val::Ints(list.as_slice().into())
    }
}
impl<K> From<&[Id<K>]> for Val<'_> {
    fn from(ids: &[Id<K>]) -> Self {
        Val::Ints(ids.iter().map(|id| id.get()).collect())
    }
}
impl<K> From<&Vec<Id<K>>> for Val<'_> {
    fn from(ids: &Vec<Id<K>>) -> Self {
        Val::from(ids.as_slice())
    }
}
impl<K> From<Vec<Id<K>>> for Val<'_> {
    fn from(ids: Vec<Id<K>>) -> Self {
        Val::from(ids.as_slice())
    }
}
impl<K, const N: usize> From<&[Id<K>; N]> for Val<'_> {
    fn from(ids: &[Id<K>; N]) -> Self {
        Val::from(ids.as_slice())
    }
}
impl From<&[&str]> for Val<'_> {
    fn from(list: &[&str]) -> Self {
        Val::Texts(list.iter().map(|text| (*text).to_owned()).collect())
    }
}
impl<const N: usize> From<&[&str; N]> for Val<'_> {
    fn from(list: &[&str; N]) -> Self {
        Val::from(list.as_slice())
    }
}
impl From<Vec<&str>> for Val<'_> {
    fn from(list: Vec<&str>) -> Self {
        Val::from(list.as_slice())
    }
}

type Wrong = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Val<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Wrong> {
        self.check()?;
        match self {
            Val::Null => return Ok(IsNull::Yes),
            Val::Int(v) => match *ty {
                Type::INT8 => out.put_i64(*v),
                Type::INT4 => out.put_i32((*v).try_into()?),
                Type::INT2 => out.put_i16((*v).try_into()?),
                _ => return Err(format!("a number is bound where {ty} is wanted").into()),
            },
            Val::Bool(v) if *ty == Type::BOOL => out.put_u8(u8::from(*v)),
            Val::Text(v) => match *ty {
                Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::JSON | Type::UNKNOWN => {
                    out.put_slice(v.as_bytes());
                }
                _ => return Err(format!("text is bound where {ty} is wanted").into()),
            },
            Val::Bytes(v) if *ty == Type::BYTEA => out.put_slice(v),
            Val::Ints(v) if *ty == Type::INT8_ARRAY => return v.as_ref().to_sql(ty, out),
            Val::Texts(v) if *ty == Type::TEXT_ARRAY => return v.as_ref().to_sql(ty, out),
            Val::Unwritable(why) => return Err(why.clone().into()),
            Val::Bool(_) => return Err(format!("a truth value is bound where {ty} is wanted").into()),
            Val::Bytes(_) => return Err(format!("bytes are bound where {ty} is wanted").into()),
            Val::Ints(_) | Val::Texts(_) => return Err(format!("a list is bound where {ty} is wanted").into()),
        }
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

impl rusqlite::ToSql for Val<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value, ValueRef};
        let json = |text: serde_json::Result<String>| match text {
            Ok(text) => Ok(ToSqlOutput::Owned(Value::Text(text))),
            Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
        };
        self.check().map_err(|nul| rusqlite::Error::ToSqlConversionFailure(nul.into()))?;
        Ok(match self {
            Val::Null => ToSqlOutput::Owned(Value::Null),
            Val::Int(v) => ToSqlOutput::Owned(Value::Integer(*v)),
            Val::Bool(v) => ToSqlOutput::Owned(Value::Integer(i64::from(*v))),
            Val::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Val::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Val::Ints(v) => json(serde_json::to_string(v))?,
            Val::Texts(v) => json(serde_json::to_string(v))?,
            Val::Unwritable(why) => return Err(rusqlite::Error::ToSqlConversionFailure(why.clone().into())),
        })
    }
}

//! Locales and countries, checked for form.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// A language tag such as `en-IN` or `hi` (BCP 47: language, optional script, optional region).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(String);

/// An ISO 3166-1 alpha-2 country code such as `IN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

/// A text that is not a locale or a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// Not a language tag.
    #[error("'{0}' is not a language tag like en-IN")]
    Locale(String),
    /// Not a country.
    #[error("'{0}' is not a country code of two capital letters")]
    Country(String),
}

impl FromStr for Locale {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or("");
        let language_ok = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let rest: Vec<&str> = parts.collect();
        let is_script = |p: &str| p.len() == 4 && p.bytes().all(|b| b.is_ascii_alphabetic());
        let is_region = |p: &str| {
            (p.len() == 2 && p.bytes().all(|b| b.is_ascii_uppercase()))
                || (p.len() == 3 && p.bytes().all(|b| b.is_ascii_digit()))
        };
        let rest_ok = match rest.as_slice() {
            [] => true,
            [one] => is_script(one) || is_region(one),
            [script, region] => is_script(script) && is_region(region),
            _ => false,
        };
        if language_ok && rest_ok {
            Ok(Locale(text.into()))
        } else {
            Err(LocaleError::Locale(text.chars().take(24).collect()))
        }
    }
}

impl FromStr for CountryCode {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(CountryCode([*a, *b])),
            _ => Err(LocaleError::Country(text.chars().take(24).collect())),
        }
    }
}

impl CountryCode {
    /// India, the home of a new shop.
    pub const IN: CountryCode = CountryCode(*b"IN");

    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a country is built from two ASCII letters only")
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

macro_rules! as_text {
    ($T:ident, $pattern:literal, $example:literal) => {
        impl Serialize for $T {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $T {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Cow::<str>::deserialize(d)?.parse().map_err(de::Error::custom)
            }
        }
        impl JsonSchema for $T {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($T).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "examples": [$example] })
            }
        }
    };
}
as_text!(Locale, "^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?$", "en-IN");
as_text!(CountryCode, "^[A-Z]{2}$", "IN");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for good in ["en", "en-IN", "hi", "zh-Hant-TW", "es-419"] {
            assert!(good.parse::<Locale>().is_ok(), "{good}");
        }
        for bad in ["", "e", "EN", "en_IN", "en-in", "en-IN-x", "en-", "english"] {
            assert!(bad.parse::<Locale>().is_err(), "{bad}");
        }
        assert!("IN".parse::<CountryCode>().is_ok());
        assert!("in".parse::<CountryCode>().is_err());
    }
}

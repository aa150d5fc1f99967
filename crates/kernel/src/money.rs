//! Money: checked integers in minor units, never floats.
//!
//! Always true: an operation that cannot be represented, or that mixes currencies, is an error and not a wrap.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// An ISO 4217 currency code, such as `INR`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Indian rupee, the default of a new shop.
    pub const INR: Currency = Currency(*b"INR");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is built from three ASCII letters only")
    }

    /// How many digits stand behind the point: 0 for JPY, 3 for KWD, 2 for most (ISO 4217).
    #[must_use]
    pub fn exponent(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|l| l.is_ascii_uppercase()) => Ok(Currency([*a, *b, *c])),
            _ => Err(MoneyError::NotACurrency(text.chars().take(16).collect())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code", "examples": ["INR"] })
    }
}

/// What can go wrong with an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit 64 bits.
    #[error("the amount is out of range")]
    Overflow,
    /// Two currencies met in one sum.
    #[error("cannot combine {0} with {1}")]
    Mixed(Currency, Currency),
    /// Not three upper-case letters.
    #[error("'{0}' is not a currency code of three capital letters")]
    NotACurrency(String),
    /// Not a decimal number that the currency can hold.
    #[error("'{0}' is not an amount with at most {1} decimals")]
    NotAnAmount(String, u32),
}

/// An amount in minor units (paise for INR, yen for JPY) of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units: 129900 is ₹1,299.00.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: Currency,
}

impl Money {
    /// An amount of `minor` units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Money { minor: 0, currency }
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::Overflow`] beyond 64 bits.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        self.minor.checked_add(other.minor).map(|m| Money::new(m, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        self.minor.checked_sub(other.minor).map(|m| Money::new(m, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// `count` times the amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn times(self, count: i64) -> Result<Money, MoneyError> {
        self.minor.checked_mul(count).map(|m| Money::new(m, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// Reads a decimal such as `1299`, `19.9` or `1,299.00` as an amount of `currency`.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`] for anything else, more decimals than the currency has (unless they are zeros), or
    /// an amount beyond 64 bits.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let exponent = currency.exponent();
        let bad = || MoneyError::NotAnAmount(text.chars().take(32).collect(), exponent);
        let clean = text.trim();
        let (negative, digits) = clean.strip_prefix('-').map_or((false, clean), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = ungroup(whole).ok_or_else(bad)?;
        let places = exponent as usize;
        let kept: String = fraction.chars().take(places).collect();
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.bytes().skip(places).any(|b| b != b'0') {
            return Err(bad());
        }
        let minor: i64 = format!("{whole}{kept:0<places$}").parse().map_err(|_| bad())?;
        Ok(Money::new(if negative { -minor } else { minor }, currency))
    }

    /// The plain decimal, `1299.00`, with as many decimals as the currency has.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let places = self.currency.exponent() as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let sign = if self.minor < 0 { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    fn same(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::Mixed(self.currency, other.currency)) }
    }
}

/// Takes thousands separators out; `None` when what is left is not digits, or nothing.
fn ungroup(whole: &str) -> Option<String> {
    let plain: String = whole.chars().filter(|c| *c != ',').collect();
    let grouped_well = !whole.starts_with(',') && !whole.ends_with(',') && !whole.contains(",,");
    (grouped_well && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.to_decimal())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A rate in parts per million: 180000 is 18 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Ppm(pub i64);

impl Ppm {
    /// One whole, 100 %.
    pub const ONE: Ppm = Ppm(1_000_000);

    /// `base` times the rate in minor units, rounded half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the result does not fit 64 bits.
    pub fn of(self, base: i64) -> Result<i64, MoneyError> {
        round_div(i128::from(base) * i128::from(self.0), 1_000_000)
    }
}

/// `numerator / denominator` rounded half away from zero.
///
/// # Errors
/// [`MoneyError::Overflow`] when the denominator is not positive or the result does not fit 64 bits.
pub fn round_div(numerator: i128, denominator: i128) -> Result<i64, MoneyError> {
    if denominator <= 0 {
        return Err(MoneyError::Overflow);
    }
    let half = denominator / 2 + denominator % 2;
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let up = if remainder.abs() >= half { numerator.signum() } else { 0 };
    i64::try_from(quotient + up).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_as_people_write_them() {
        let inr = Currency::INR;
        for (text, minor) in
            [("1299", 129_900), ("19.9", 1_990), ("1,29,900.00", 12_990_000), (" 0.05 ", 5), ("-3.5", -350)]
        {
            assert_eq!(Money::parse_decimal(text, inr).map(|m| m.minor), Ok(minor), "{text}");
        }
        for text in ["", ".", "1.999", "12a", "--1", "1e5", "1,,0", "92233720368547758.08", "१२"] {
            assert!(Money::parse_decimal(text, inr).is_err(), "{text}");
        }
        assert_eq!(Money::parse_decimal("500", "JPY".parse().unwrap()).unwrap().minor, 500);
        assert_eq!(Money::new(-5, inr).to_decimal(), "-0.05");
    }

    #[test]
    fn round_div_goes_half_away_from_zero() {
        for (n, d, want) in [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (1, 2, 1), (0, 7, 0)] {
            assert_eq!(round_div(n, d), Ok(want), "{n}/{d}");
        }
    }

    proptest! {
        #[test]
        fn decimal_text_survives_a_round_trip(minor in any::<i32>(), code in prop::sample::select(vec!["INR", "JPY", "KWD"])) {
            let money = Money::new(minor.into(), code.parse().unwrap());
            prop_assert_eq!(Money::parse_decimal(&money.to_decimal(), money.currency).unwrap(), money);
        }

        #[test]
        fn round_div_is_within_half(n in -1_000_000_000i128..1_000_000_000, d in 1i128..100_000) {
            let q = i128::from(round_div(n, d).unwrap());
            prop_assert!((q * d - n).abs() * 2 <= d);
        }
    }
}

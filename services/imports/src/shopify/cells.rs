//! What single cells say: pure functions from text to value, or to a reason why not.
//!
//! Always true: nothing is computed in floats, nothing is guessed, nothing that looks like a formula is more than text.

use infrasell_contracts::{catalog::ProductStatus, pricing::MAX_PRICE_MINOR};
use infrasell_kernel::{Currency, Money, Ppm, round_div};

/// The most grams that a unit can weigh.
pub const MAX_GRAMS: i64 = 1_000_000_000;
/// The most units that can be counted at a location.
pub const MAX_UNITS: i64 = 1_000_000_000;

const SIGNS: [(&str, &str); 11] = [
    ("₹", "INR"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("INR", "INR"),
    ("$", "USD"),
    ("USD", "USD"),
    ("€", "EUR"),
    ("EUR", "EUR"),
    ("£", "GBP"),
    ("GBP", "GBP"),
    ("¥", "JPY"),
];

/// The beginning of a cell, for a message.
pub(crate) fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// `true`, `yes`, `1` and their opposites, in any case.
pub(crate) fn boolean(text: &str) -> Result<bool, String> {
    let is = |words: [&str; 5]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "y", "t", "1"]) {
        Ok(true)
    } else if is(["false", "no", "n", "f", "0"]) {
        Ok(false)
    } else {
        Err(format!("'{}' is neither true nor false", shown(text)))
    }
}

/// `1299`, `1,299.00`, `₹1,29,900` as minor units of `currency`; never negative.
pub(crate) fn price(text: &str, currency: Currency) -> Result<i64, String> {
    let mut digits = text;
    for (sign, code) in SIGNS {
        let bare = digits.strip_prefix(sign).or_else(|| digits.strip_suffix(sign));
        if let Some(bare) = bare {
            if code != currency.code() {
                return Err(format!("'{}' is in {code}, and prices here are in {currency}", shown(text)));
            }
            digits = bare.trim();
            break;
        }
    }
    if !grouped_well(digits) {
        return Err(format!("'{}' is not an amount like 1299.00", shown(text)));
    }
    let minor = Money::parse_decimal(digits, currency).map_err(|error| error.to_string())?.minor;
    match minor {
        0..=MAX_PRICE_MINOR => Ok(minor),
        i64::MIN..=-1 => Err(format!("'{}' is below zero", shown(text))),
        _ => Err(format!("'{}' is more than anything costs", shown(text))),
    }
}

/// Whether the last comma, if any, stands before three digits; `1,5` is a decimal comma and would be read as 15.
fn grouped_well(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or("");
    whole.rsplit_once(',').is_none_or(|(_, last)| last.len() == 3)
}

/// A plain decimal as digits and how many of them stand behind the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: String = whole.chars().filter(|c| *c != ',').collect();
    let all = format!("{whole}{fraction}");
    let bad = all.is_empty() || all.len() > 18 || !all.bytes().all(|b| b.is_ascii_digit()) || !grouped_well(text);
    if bad { None } else { Some((all.parse().ok()?, u32::try_from(fraction.len()).ok()?)) }
}

/// A unit of weight, as grams over a divisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Gram.
    Gram,
    /// Kilogram.
    Kilogram,
    /// Avoirdupois pound, 453.59237 g.
    Pound,
    /// Avoirdupois ounce, 28.349523125 g.
    Ounce,
}

impl Unit {
    /// Reads `g`, `kg`, `lb`, `oz` and their longer names.
    pub(crate) fn parse(text: &str) -> Result<Unit, String> {
        match text.to_ascii_lowercase().trim_end_matches('.') {
            "" | "g" | "gm" | "gms" | "gram" | "grams" => Ok(Unit::Gram),
            "kg" | "kgs" | "kilogram" | "kilograms" => Ok(Unit::Kilogram),
            "lb" | "lbs" | "pound" | "pounds" => Ok(Unit::Pound),
            "oz" | "ounce" | "ounces" => Ok(Unit::Ounce),
            _ => Err(format!("'{}' is not g, kg, lb or oz", shown(text))),
        }
    }

    const fn ratio(self) -> (i128, i128) {
        match self {
            Unit::Gram => (1, 1),
            Unit::Kilogram => (1_000, 1),
            Unit::Pound => (45_359_237, 100_000),
            Unit::Ounce => (28_349_523_125, 1_000_000_000),
        }
    }
}

/// A weight in whole grams, half away from zero. A unit in the cell itself (`0.5 kg`) goes before `unit`.
pub(crate) fn grams(text: &str, unit: Unit) -> Result<i64, String> {
    let bad = || format!("'{}' is not a weight", shown(text));
    let split = text.find(|c: char| !matches!(c, '0'..='9' | '.' | ',')).unwrap_or(text.len());
    let (number, own_unit) = text.split_at(split);
    let unit = if own_unit.trim().is_empty() { unit } else { Unit::parse(own_unit.trim()).map_err(|_| bad())? };
    let (digits, places) = decimal(number).ok_or_else(bad)?;
    let (numerator, denominator) = unit.ratio();
    let grams = round_div(digits * numerator, denominator * 10i128.pow(places)).map_err(|_| bad())?;
    if grams > MAX_GRAMS { Err(format!("'{}' is more than {MAX_GRAMS} g", shown(text))) } else { Ok(grams) }
}

/// Whether a cell of a column of grams cannot be one: less than a gram, and the unit beside it is a larger one.
pub(crate) fn below_a_gram(text: &str, unit: Unit) -> bool {
    let Some((digits, places)) = decimal(text) else { return false };
    unit != Unit::Gram && digits > 0 && digits < 10i128.pow(places)
}

/// A count of units, `12` or `12.0`; may be negative.
pub(crate) fn units(text: &str) -> Result<i64, String> {
    let bad = || format!("'{}' is not a whole number", shown(text));
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (number, places) = decimal(digits).ok_or_else(bad)?;
    let scale = 10i128.pow(places);
    if number % scale != 0 {
        return Err(bad());
    }
    match i64::try_from(number / scale) {
        Ok(units) if units <= MAX_UNITS => Ok(if negative { -units } else { units }),
        _ => Err(format!("'{}' is more than {MAX_UNITS}", shown(text))),
    }
}

/// A rate in percent, `18`, `18%` or `0.25 %`, from 0 to 100.
pub(crate) fn percent(text: &str) -> Result<Ppm, String> {
    let bad = || format!("'{}' is not a rate from 0 to 100 percent with at most 4 decimals", shown(text));
    let (digits, places) = decimal(text.strip_suffix('%').unwrap_or(text).trim()).ok_or_else(bad)?;
    let (scaled, scale) = (digits * 10_000, 10i128.pow(places));
    if scaled % scale != 0 || scaled / scale > 1_000_000 {
        return Err(bad());
    }
    i64::try_from(scaled / scale).map(Ppm).map_err(|_| bad())
}

/// A product's status; blank means active, as in Shopify.
pub(crate) fn status(text: &str) -> Result<ProductStatus, String> {
    match text.to_ascii_lowercase().as_str() {
        "" | "active" => Ok(ProductStatus::Active),
        "draft" => Ok(ProductStatus::Draft),
        "archived" => Ok(ProductStatus::Archived),
        _ => Err(format!("'{}' is not active, draft or archived", shown(text))),
    }
}

/// `continue` or `deny`, or whether to continue as a boolean; blank means deny.
pub(crate) fn continues(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "" | "deny" => Ok(false),
        "continue" => Ok(true),
        _ => boolean(text).map_err(|_| format!("'{}' is not continue or deny", shown(text))),
    }
}

/// A tariff heading: 2, 4, 6 or 8 digits; blanks and points between them are dropped.
pub(crate) fn hsn(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    let well_formed = matches!(digits.len(), 2 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_digit());
    if well_formed { Ok(digits) } else { Err(format!("'{}' is not 2, 4, 6 or 8 digits", shown(text))) }
}

/// A picture's address, percent-encoded where it has to be; `www.…` gets its scheme.
pub(crate) fn image_url(text: &str) -> Result<String, String> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let whole = if lower.starts_with("https://") || lower.starts_with("http://") || is_local(text) {
        text.to_owned()
    } else if lower.starts_with("www.") {
        format!("https://{text}")
    } else {
        return Err(format!("'{}' is not an http address, nor a path that begins with /", shown(text)));
    };
    let host_or_path = whole.split_once("://").map_or(whole.as_str(), |(_, rest)| rest);
    if host_or_path.is_empty() || (host_or_path.starts_with('/') && !is_local(text)) {
        return Err(format!("'{}' names no server", shown(text)));
    }
    let mut url = String::with_capacity(whole.len());
    for c in whole.chars() {
        if c.is_control() {
            return Err(format!("'{}' contains a control character", shown(text)));
        } else if c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                url.push_str(&format!("%{byte:02X}"));
            }
        } else {
            url.push(c);
        }
    }
    if url.len() > 2_048 { Err("the address is longer than 2048 bytes".into()) } else { Ok(url) }
}

fn is_local(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

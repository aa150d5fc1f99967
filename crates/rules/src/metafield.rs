//! Typed values: the canonical form of each type, so that one value is written one way.

use infrasell_kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::IgnoredAny};

/// The type of a metafield's value, which is kept as text in this type's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetafieldType {
    /// Any text of one line.
    SingleLineText,
    /// Any text.
    MultiLineText,
    /// A whole number, 64 bits.
    Integer,
    /// A decimal number, `12.50`.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// `2026-04-01`.
    Date,
    /// An RFC 3339 time.
    DateTime,
    /// An absolute http or https address.
    Url,
    /// Any JSON.
    Json,
}

/// The most digits of a decimal, before and behind the point.
const MAX_DIGITS: usize = 38;

/// The value in its type's canonical form.
///
/// # Errors
/// What the value should have been, in words.
pub fn canonical(kind: MetafieldType, value: &str) -> Result<String, &'static str> {
    let trimmed = value.trim();
    match kind {
        MetafieldType::SingleLineText if trimmed.is_empty() => Err("must not be blank"),
        MetafieldType::SingleLineText if trimmed.chars().any(char::is_control) => Err("must be one line of text"),
        MetafieldType::SingleLineText => Ok(trimmed.to_owned()),
        MetafieldType::MultiLineText if trimmed.is_empty() => Err("must not be blank"),
        MetafieldType::MultiLineText => Ok(value.to_owned()),
        MetafieldType::Integer => {
            trimmed.parse::<i64>().map(|n| n.to_string()).map_err(|_| "must be a whole number of 64 bits")
        }
        MetafieldType::Decimal => decimal(trimmed).ok_or("must be a decimal number such as 12.50"),
        MetafieldType::Boolean => match trimmed {
            "true" | "false" => Ok(trimmed.to_owned()),
            _ => Err("must be true or false"),
        },
        MetafieldType::Date => date(trimmed).ok_or("must be a date such as 2026-04-01"),
        MetafieldType::DateTime => trimmed
            .parse::<Timestamp>()
            .map(|time| time.to_string())
            .map_err(|_| "must be a time such as 2026-04-01T00:00:00Z"),
        MetafieldType::Url => url(trimmed).ok_or("must be an absolute http or https address"),
        MetafieldType::Json => match serde_json::from_str::<IgnoredAny>(trimmed) {
            Ok(_) => Ok(compact_json(trimmed)),
            Err(_) => Err("must be JSON"),
        },
    }
}

/// No leading zeros, no plus, no minus before zero; digits behind the point are kept, they say how exact it is.
fn decimal(text: &str) -> Option<String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_digits =
        |part: &str| !part.is_empty() && part.len() <= MAX_DIGITS && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || fraction.is_some_and(|part| !is_digits(part)) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let is_zero = whole == "0" && fraction.unwrap_or("").bytes().all(|b| b == b'0');
    let sign = if negative && !is_zero { "-" } else { "" };
    Some(match fraction {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    })
}

fn date(text: &str) -> Option<String> {
    // the civil parser also takes longer forms; a date has ten characters
    let well_formed = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    well_formed.then(|| text.to_owned())
}

fn url(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    let absolute = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    absolute.then(|| url.to_string())
}

/// Drops the white space between tokens. Numbers are left as they are written: no float is made of them.
fn compact_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if !quoted && matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        out.push(c);
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use MetafieldType::*;

    #[test]
    fn values_come_out_in_one_form() {
        for (kind, value, want) in [
            (SingleLineText, " cold wash ", "cold wash"),
            (MultiLineText, "a\nb ", "a\nb "),
            (Integer, "+007", "7"),
            (Integer, "-9223372036854775808", "-9223372036854775808"),
            (Decimal, "0012.50", "12.50"),
            (Decimal, "-0.00", "0.00"),
            (Decimal, "-.5", ""),
            (Boolean, "true", "true"),
            (Date, "2024-02-29", "2024-02-29"),
            (DateTime, "2026-04-01T05:30:00+05:30", "2026-04-01T00:00:00Z"),
            (Url, "HTTPS://Example.com/a b", "https://example.com/a%20b"),
            (
                Json,
                "{ \"a b\" : [1.10, 123456789012345678901234567890, \"x \\\" y\"] }",
                "{\"a b\":[1.10,123456789012345678901234567890,\"x \\\" y\"]}",
            ),
        ] {
            match canonical(kind, value) {
                Ok(got) => {
                    assert_eq!(got, want, "{kind:?} {value}");
                    assert_eq!(canonical(kind, &got).as_deref(), Ok(want), "{kind:?} {value} again");
                }
                Err(_) => assert_eq!(want, "", "{kind:?} {value}"),
            }
        }
    }

    #[test]
    fn what_is_not_of_the_type_is_refused() {
        let deep = "[".repeat(100_000);
        for (kind, value) in [
            (SingleLineText, " "),
            (SingleLineText, "a\nb"),
            (Integer, "9223372036854775808"),
            (Integer, "1.0"),
            (Decimal, "1e5"),
            (Decimal, "1."),
            (Decimal, "NaN"),
            (Boolean, "True"),
            (Date, "2026-02-29"),
            (Date, "2026-2-9"),
            (Date, "2026-02-01T00:00:00"),
            (DateTime, "2026-02-01"),
            (Url, "javascript:alert(1)"),
            (Url, "/a"),
            (Url, "http://"),
            (Json, "{'a':1}"),
            (Json, "NaN"),
            (Json, &deep),
        ] {
            assert!(canonical(kind, value).is_err(), "{kind:?} {}", &value[..value.len().min(40)]);
        }
    }
}

//! Amounts and dates as people read them, in English and Hindi: the same in a mail and on a page.
//!
//! Always true: formatting loses nothing: the digits of an amount are those of its plain decimal.

use crate::{Locale, Money, Timestamp};
use jiff::tz::{Offset, TimeZone};

/// The signs of currencies that stand before the amount; others are named by their code.
const SIGNS: &[(&str, &str)] = &[("INR", "₹"), ("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥")];
/// Languages whose readers group as India does: 1,23,45,678.
const INDIAN: &[&str] =
    &["hi", "bn", "mr", "te", "ta", "gu", "kn", "ml", "pa", "or", "as", "ur", "sa", "kok", "mai", "ne", "sd", "doi"];
/// What is taken for the time zone when the machine has no time zone data. It has had one offset since 1945.
const INDIAN_ZONES: &[&str] = &["Asia/Kolkata", "Asia/Calcutta"];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const HINDI_MONTHS: [&str; 12] =
    ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];

/// The language of a locale, without script and region.
#[must_use]
pub fn language(locale: &Locale) -> String {
    let text = locale.to_string();
    text.split('-').next().unwrap_or("en").to_owned()
}

/// An amount: `₹1,23,456.00`, `-$12.50`, `CHF 9.90`.
#[must_use]
pub fn money(money: Money, locale: &Locale) -> String {
    let decimal = money.to_decimal();
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let code = money.currency.to_string();
    let symbol = SIGNS.iter().find(|(name, _)| *name == code).map_or_else(|| format!("{code} "), |(_, s)| (*s).into());
    let whole = group(whole, is_indian(locale, &code));
    let fraction = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    format!("{sign}{symbol}{whole}{fraction}")
}

/// Whether a reader groups as India does: by his region or language, and when neither says, by the currency.
fn is_indian(locale: &Locale, currency: &str) -> bool {
    let text = locale.to_string();
    let says_nothing = !text.contains('-') && currency == "INR";
    text.ends_with("-IN") || says_nothing || INDIAN.contains(&language(locale).as_str())
}

/// Digits in groups: of three, or the last three and then of two.
fn group(digits: &str, indian: bool) -> String {
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        let ends_group =
            if indian { left == 3 || (left > 3 && (left - 3).is_multiple_of(2)) } else { left.is_multiple_of(3) };
        if at > 0 && ends_group {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A day: `26 November 2026`, `26 नवंबर 2026`.
#[must_use]
pub fn date(at: Timestamp, zone: &str, locale: &Locale) -> String {
    let Ok(instant) = jiff::Timestamp::from_microsecond(at.micros()) else { return at.to_string() };
    let day = time_zone(zone).to_datetime(instant).date();
    let months = if language(locale) == "hi" { &HINDI_MONTHS } else { &ENGLISH_MONTHS };
    let month = usize::try_from(day.month() - 1).ok().and_then(|m| months.get(m)).copied().unwrap_or("");
    format!("{} {month} {}", day.day(), day.year())
}

/// The zone of a name by the machine's data; India's without it, else UTC.
fn time_zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        let half_past_five = Offset::from_seconds(19_800).unwrap_or(Offset::UTC);
        if INDIAN_ZONES.contains(&name) { TimeZone::fixed(half_past_five) } else { TimeZone::UTC }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn locale(text: &str) -> Locale {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_look_as_their_readers_write_them() {
        let inr = |minor| Money::new(minor, "INR".parse().unwrap());
        for (minor, want) in [
            (0, "₹0.00"),
            (5, "₹0.05"),
            (99_900, "₹999.00"),
            (100_000, "₹1,000.00"),
            (12_345_600, "₹1,23,456.00"),
            (1_234_567_800, "₹1,23,45,678.00"),
            (-12_345_600, "-₹1,23,456.00"),
        ] {
            assert_eq!(money(inr(minor), &locale("en-IN")), want);
            assert_eq!(money(inr(minor), &locale("hi")), want);
            assert_eq!(money(inr(minor), &locale("en")), want);
        }
        assert_eq!(money(inr(12_345_600), &locale("en-GB")), "₹123,456.00");
        assert_eq!(money(Money::new(1_234_567, "USD".parse().unwrap()), &locale("en-US")), "$12,345.67");
        assert_eq!(money(Money::new(1_234_567, "JPY".parse().unwrap()), &locale("en")), "¥1,234,567");
        assert_eq!(money(Money::new(990, "CHF".parse().unwrap()), &locale("en")), "CHF 9.90");
    }

    #[test]
    fn a_day_is_the_day_of_the_shop() {
        let late: Timestamp = "2026-11-25T20:00:00Z".parse().unwrap();
        assert_eq!(date(late, "Asia/Kolkata", &locale("en-IN")), "26 November 2026");
        assert_eq!(date(late, "Asia/Kolkata", &locale("hi")), "26 नवंबर 2026");
        assert_eq!(date(late, "Nowhere/Atall", &locale("en")), "25 November 2026");
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(minor in any::<i64>(), indian in any::<bool>()) {
            let amount = Money::new(minor, "INR".parse().unwrap());
            let shown = money(amount, &locale(if indian { "en-IN" } else { "en-US" }));
            let plain: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.' || *c == '-').collect();
            prop_assert_eq!(plain, amount.to_decimal());
            let whole = shown.trim_start_matches('-').trim_start_matches('₹').split('.').next().unwrap().to_owned();
            let groups: Vec<&str> = whole.split(',').collect();
            let inner = if indian { 2 } else { 3 };
            prop_assert!(groups.len() == 1 || groups.last().unwrap().len() == 3);
            prop_assert!(groups.len() < 3 || groups[1..groups.len() - 1].iter().all(|g| g.len() == inner));
        }
    }
}

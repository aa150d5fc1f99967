//! Which amounts the provider can charge: its own table of currencies, which is not ISO 4217 alone.
//!
//! Like real providers it has its quirks: the króna is whole money sent in hundredths, and currencies with three
//! decimals end in 0.

use crate::http::Reply;

/// The most that one payment can be, in provider minor units.
pub(crate) const MAX_AMOUNT: i64 = 999_999_999_999;

/// A currency as this provider sees it.
struct Rule {
    code: &'static str,
    /// The least a payment can be, in provider minor units.
    min: i64,
    /// Amounts are multiples of this.
    step: i64,
}

const CURRENCIES: &[Rule] = &[
    Rule { code: "AED", min: 200, step: 1 },
    Rule { code: "AUD", min: 50, step: 1 },
    Rule { code: "BHD", min: 100, step: 10 },
    Rule { code: "CAD", min: 50, step: 1 },
    Rule { code: "CHF", min: 50, step: 1 },
    Rule { code: "EUR", min: 50, step: 1 },
    Rule { code: "GBP", min: 30, step: 1 },
    Rule { code: "INR", min: 100, step: 1 },
    Rule { code: "ISK", min: 10_000, step: 100 },
    Rule { code: "JPY", min: 50, step: 1 },
    Rule { code: "KRW", min: 100, step: 1 },
    Rule { code: "KWD", min: 100, step: 10 },
    Rule { code: "SGD", min: 50, step: 1 },
    Rule { code: "USD", min: 50, step: 1 },
];

fn rule(currency: &str) -> Result<&'static Rule, Reply> {
    CURRENCIES
        .iter()
        .find(|rule| rule.code == currency)
        .ok_or_else(|| Reply::bad_param("currency", "currency_not_supported", "the currency is not supported"))
}

/// Checks the amount of a new payment.
pub(crate) fn check_payment(amount: i64, currency: &str) -> Result<(), Reply> {
    let rule = rule(currency)?;
    if amount < rule.min {
        return Err(Reply::bad_param("amount", "amount_too_small", format!("the least is {}", rule.min)));
    }
    if amount > MAX_AMOUNT {
        return Err(Reply::bad_param("amount", "amount_too_large", format!("the most is {MAX_AMOUNT}")));
    }
    check_part(amount, currency)
}

/// Checks the amount of a capture or a refund: it may be less than the least payment.
pub(crate) fn check_part(amount: i64, currency: &str) -> Result<(), Reply> {
    let step = rule(currency)?.step;
    if !(1..=MAX_AMOUNT).contains(&amount) {
        return Err(Reply::bad_param("amount", "amount_out_of_range", format!("an amount is 1 to {MAX_AMOUNT}")));
    }
    if amount % step != 0 {
        let message = format!("an amount in {currency} is a multiple of {step}");
        return Err(Reply::bad_param("amount", "amount_not_representable", message));
    }
    Ok(())
}

//! Sample data for previews, for test mails, and for trying a template before it is put in place.

use crate::{
    facts::{CancellationFacts, Facts, LineFacts, OrderFacts, ParcelFacts, RefundFacts, SumFacts},
    words::word,
};
use infrasell_contracts::notifications::NotificationKind;
use infrasell_kernel::{
    Currency, Locale, Money, Timestamp,
    format::{self, language},
};

/// How much of what can be absent is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// Everything.
    Full,
    /// Only what is always there.
    Sparse,
}

/// Puts what a mail of this kind has into the facts that every mail begins with.
pub(crate) fn fill(facts: &mut Facts, kind: NotificationKind, locale: &Locale, now: Timestamp, fill: Fill) {
    use NotificationKind::*;
    let full = fill == Fill::Full;
    match kind {
        OrderConfirmed | CodConfirmation | OrderShipped | OrderRefunded | OrderCancelled => {
            facts.order = Some(order(locale, now, kind == CodConfirmation, full, &facts.shop.url));
        }
        VerifyEmail | ChangeEmail | ResetPassword | StaffReset => {
            facts.link = Some(format!("{}/account/sample", facts.shop.url))
        }
        AccountExists | PasswordChanged | EmailChanged | StaffPasswordChanged => {
            facts.link = Some(facts.shop.url.clone());
        }
    }
    let text = |text: &str| if full { text.to_owned() } else { String::new() };
    match kind {
        OrderShipped => {
            facts.parcel = Some(ParcelFacts {
                carrier: text("India Post"),
                number: text("EX123456789IN"),
                url: full.then(|| "https://www.indiapost.gov.in/".to_owned()),
                lines: lines(locale, full),
                complete: !full,
            });
        }
        OrderRefunded => facts.refund = Some(RefundFacts { amount: money(24_900, locale), reason: text("damaged") }),
        OrderCancelled => {
            let amount = full.then(|| money(12_345_600, locale));
            facts.cancellation = Some(CancellationFacts { reason: text("out of stock"), amount });
        }
        _ => {}
    }
}

fn money(minor: i64, locale: &Locale) -> String {
    format::money(Money::new(minor, Currency::INR), locale)
}

fn lines(locale: &Locale, full: bool) -> Vec<LineFacts> {
    let line = |title: &str, variant: Option<&str>, quantity: i64, unit: i64| LineFacts {
        title: title.into(),
        variant: variant.filter(|_| full).map(str::to_owned),
        sku: "SAMPLE-1".into(),
        quantity,
        unit_price: money(unit, locale),
        total: money(unit * quantity, locale),
    };
    vec![line("Silk saree <sample>", Some("Rose / 6 m"), 1, 12_250_000), line("Assam tea & cup", None, 2, 42_850)]
}

fn order(locale: &Locale, now: Timestamp, cod: bool, full: bool, storefront: &str) -> OrderFacts {
    let lang = language(locale);
    let sum = |name: &str, minor| SumFacts { label: word(&lang, name).to_owned(), amount: money(minor, locale) };
    let address = ["Asha Rao", "12 Lake Road", "Pune 411001", "MH", "IN"];
    OrderFacts {
        number: "IN-1042".into(),
        url: format!("{storefront}/orders/sample"),
        placed_on: format::date(now, "Asia/Kolkata", locale),
        lines: lines(locale, full),
        sums: if full { vec![sum("subtotal", 12_335_700), sum("shipping", 9_900)] } else { vec![] },
        total: money(12_345_600, locale),
        tax_note: full.then(|| format!("{} {}", word(&lang, "tax_included"), money(587_600, locale))),
        payment_method: word(&lang, if cod { "method_cod" } else { "method_manual" }).to_owned(),
        instructions: full.then(|| "IFSC HDFC0000001, account 12345".to_owned()),
        awaiting_payment: !cod && full,
        shipping_address: full.then(|| address.map(str::to_owned).to_vec()),
        note: if full { "Please ring twice".into() } else { String::new() },
    }
}

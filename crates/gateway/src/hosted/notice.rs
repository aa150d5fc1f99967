//! What a buyer is told at the top of a page, and beside the field that is wrong.

use super::{
    form::{BILLING, Form},
    language::Language,
    words::{find, word},
};
use infrasell_contracts::checkout::Checkout;
use infrasell_kernel::{FieldError, Locale, Money, format};
use infrasell_rules::checkout::Message;
use serde::Serialize;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// In a few words.
    pub title: String,
    /// In a sentence.
    pub text: String,
}

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The field's name, and the id of its input.
    pub field: String,
    /// What is wrong.
    pub text: String,
}

/// What a page is told to say.
#[derive(Debug, Default)]
pub struct Told {
    /// What was typed, so that nothing has to be typed twice.
    pub typed: Option<Form>,
    /// Fields that are wrong.
    pub wrong: Vec<FieldError>,
    /// What has happened, by the name of its words: `stale_form`.
    pub happened: Option<Happened>,
}

/// What has happened since the page was made; nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// The total is another one than the buyer saw, minor units.
    PriceChanged {
        /// What he saw.
        before_minor: i64,
    },
    /// His details were changed elsewhere.
    DetailsChanged,
    /// The form was made for another checkout.
    StaleForm,
}

impl Told {
    /// Nothing but that this has happened.
    pub fn happened(happened: Happened) -> Told {
        Told { happened: Some(happened), ..Told::default() }
    }

    /// That fields are wrong of what was typed.
    pub fn wrong(wrong: Vec<FieldError>, typed: Form) -> Told {
        Told { typed: Some(typed), wrong, happened: None }
    }

    /// The status of a page that is told this.
    pub fn status(&self) -> u16 {
        match (self.wrong.is_empty(), self.happened) {
            (false, _) => 422,
            (true, Some(_)) => 409,
            (true, None) => 200,
        }
    }
}

/// A word with its places filled.
pub fn fill(language: Language, name: &str, places: &[(&str, &str)]) -> String {
    places
        .iter()
        .fold(word(language, name).to_owned(), |text, (place, value)| text.replace(&format!("{{{place}}}"), value))
}

/// What a page says at its top.
pub fn notices(checkout: &Checkout, told: &Told, language: Language, locale: &Locale) -> Vec<Notice> {
    let money = |minor| format::money(Money::new(minor, checkout.currency), locale);
    let plain = |name: &str, places: &[(&str, &str)]| Notice {
        title: word(language, &format!("{name}_title")).to_owned(),
        text: fill(language, name, places),
    };
    let happened = told.happened.map(|happened| match happened {
        Happened::PriceChanged { before_minor } => {
            let (before, now) = (money(before_minor), money(checkout.quote.totals.total_minor));
            plain("price_changed", &[("before", &before), ("now", &now)])
        }
        Happened::DetailsChanged => plain("details_changed", &[]),
        Happened::StaleForm => plain("stale_form", &[]),
    });
    happened.into_iter().chain(checkout.messages.iter().filter_map(|message| of_message(message, language))).collect()
}

/// What is said of the last attempt to pay.
fn of_message(message: &Message, language: Language) -> Option<Notice> {
    let title = |name: &str| word(language, name).to_owned();
    let (title, text) = match message.code.as_str() {
        "payment_declined" => {
            let reason = message.text.rsplit(": ").next().and_then(|reason| find(language, reason));
            let text = [reason, Some(word(language, "declined"))].into_iter().flatten().collect::<Vec<_>>().join(" ");
            (title("declined_title"), text)
        }
        "payment_timed_out" => (title("timed_out_title"), title("declined")),
        "payment_unavailable" => (title("unreachable_title"), title("declined")),
        "order_not_placed" => (title("not_placed_title"), title("not_placed")),
        _ => return None,
    };
    Some(Notice { title, text })
}

/// The fields that are wrong, each with what is wrong. What a first visit has not filled in yet is not wrong.
pub fn wrong(checkout: &Checkout, told: &Told, language: Language) -> Vec<Wrong> {
    let sent = told.wrong.iter().map(|error| {
        let field = field_of(&error.path);
        let is_blank = told.typed.as_ref().is_some_and(|form| form.text(&field).is_empty());
        let code = if is_blank { "required" } else { error.code.as_str() };
        Wrong { text: text(&field, code, &error.message, language), field }
    });
    let standing = checkout.messages.iter().filter_map(|message| {
        let is_new = !message.code.ends_with("_missing") && find(language, &format!("err.{}", message.code)).is_some();
        let field = field_of(&message.path);
        let shown = is_new && !message.path.starts_with("lines") && !sent_twice(&told.wrong, &field);
        shown.then(|| Wrong { text: text(&field, &message.code, &message.text, language), field })
    });
    let mut all: Vec<Wrong> = vec![];
    for one in sent.chain(standing) {
        // of several faults of one field the first is enough
        if all.iter().all(|known| known.field != one.field) {
            all.push(one);
        }
    }
    all
}

fn sent_twice(wrong: &[FieldError], field: &str) -> bool {
    wrong.iter().any(|error| field_of(&error.path) == field)
}

/// What is wrong with a line, by its place in the cart.
pub fn of_line(checkout: &Checkout, index: usize, language: Language) -> Option<String> {
    let path = format!("lines.{index}");
    let message = checkout.messages.iter().find(|message| {
        message.path.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })?;
    Some(text("line", &message.code, &message.text, language))
}

/// The words for a fault: those of the field's own, else those of the fault, else what the service said.
fn text(field: &str, code: &str, said: &str, language: Language) -> String {
    let name = field.strip_prefix(BILLING).unwrap_or(field);
    let own = find(language, &format!("err.{name}.{code}"));
    let known = own.or_else(|| find(language, &format!("err.{code}")));
    known.map_or_else(|| said.to_owned(), str::to_owned)
}

/// The field of a form that a path of the contract speaks of.
fn field_of(path: &str) -> String {
    let address = |rest: &str, prefix: &str| format!("{prefix}{}", rest.strip_prefix('.').unwrap_or("postal_code"));
    if let Some(rest) = path.strip_prefix("shipping_address") {
        return address(if rest.is_empty() { ".postal_code" } else { rest }, "");
    }
    if let Some(rest) = path.strip_prefix("billing_address") {
        return address(if rest.is_empty() { ".postal_code" } else { rest }, BILLING);
    }
    if path.starts_with("shipping") { "method".to_owned() } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_contract_has_its_field() {
        for (path, field) in [
            ("email", "email"),
            ("shipping_address", "postal_code"),
            ("shipping_address.city", "city"),
            ("billing_address.postal_code", "b_postal_code"),
            ("shipping.0.method", "method"),
            ("payment_method", "payment_method"),
            ("instrument", "instrument"),
        ] {
            assert_eq!(field_of(path), field, "{path}");
        }
    }

    #[test]
    fn a_fault_is_told_in_the_readers_words_where_there_are_any() {
        let of = |field, code| text(field, code, "as the service said", Language::English);
        assert_eq!(of("email", "required"), "Please enter your e-mail address.");
        assert_eq!(of("b_city", "required"), "Please enter the city.");
        assert_eq!(of("company", "too_long"), "This is too long.");
        assert_eq!(of("company", "something_new"), "as the service said");
        let hindi = fill(Language::Hindi, "order_and_pay", &[("amount", "₹1")]);
        assert!(hindi.contains("₹1") && !hindi.contains('{'), "{hindi}");
    }
}

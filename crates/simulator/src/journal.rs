//! The journal: every request, answer and webhook attempt, in order, with secrets masked.
//!
//! Always true: no bearer secret, client secret or card number is in it, and it holds the last
//! [`MAX_ENTRIES`] entries.

use crate::{
    http::{Ending, Reply, Request},
    plan::Act,
};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// The most entries that are kept.
pub(crate) const MAX_ENTRIES: usize = 100_000;
/// Texts longer than this many bytes are cut.
const MAX_TEXT_BYTES: usize = 4_096;

/// The entries.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Value>,
    written: u64,
}

impl Journal {
    /// Notes a request and what was answered.
    pub(crate) fn exchange(&mut self, at_s: i64, request: &Request, acts: &[Act], reply: &Reply) {
        let answered = match reply.ending {
            Ending::Whole => "whole",
            Ending::Dropped => "dropped",
            Ending::Reset => "reset",
            Ending::Cut(_) => "cut",
            Ending::ClosedAfter => "closed_after",
        };
        let query: Vec<Value> = request.query.iter().map(|(name, value)| json!([name, value])).collect();
        self.write(json!({
            "kind": "request",
            "at": at_s,
            "method": request.method,
            "path": request.path,
            "query": mask(Value::Array(query)),
            "idempotency_key": request.header("idempotency-key"),
            "body": mask(request.body_value()),
            "acts": acts,
            "status": reply.status,
            "answer": mask(reply.body_value()),
            "ending": answered,
        }));
    }

    /// Notes one attempt to deliver a webhook.
    pub(crate) fn webhook(&mut self, at_s: i64, attempt: Value) {
        let mut entry = mask(attempt);
        entry["kind"] = "webhook".into();
        entry["at"] = at_s.into();
        self.write(entry);
    }

    fn write(&mut self, mut entry: Value) {
        self.written += 1;
        entry["seq"] = self.written.into();
        if self.entries.len() == MAX_ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Every entry that is kept, oldest first.
    pub(crate) fn entries(&self) -> Vec<Value> {
        self.entries.iter().cloned().collect()
    }
}

/// Masks secrets and what looks like a card number.
fn mask(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(mask_text(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(mask).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(name, value)| {
                    let secret = matches!(name.as_str(), "client_secret" | "number" | "cvc" | "otp");
                    let value = if secret { json!("***") } else { mask(value) };
                    (name, value)
                })
                .collect(),
        ),
        other => other,
    }
}

/// Masks runs of 12 or more digits and cuts long texts.
pub(crate) fn mask_text(text: &str) -> String {
    let mut masked = String::with_capacity(text.len().min(MAX_TEXT_BYTES));
    let mut digits = String::new();
    for character in text.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        masked.push_str(if digits.len() >= 12 { "************" } else { &digits });
        digits.clear();
        if character != '\0' {
            masked.push(character);
        }
        if masked.len() > MAX_TEXT_BYTES {
            masked.push('…');
            break;
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_card_numbers_do_not_get_in() {
        let seen =
            mask(json!({ "client_secret": "abc", "note": "card 4242424242424242 ok", "list": [{ "otp": "123" }] }));
        assert_eq!(seen, json!({ "client_secret": "***", "note": "card ************ ok", "list": [{ "otp": "***" }] }));
        assert!(mask_text(&"x".repeat(10_000)).len() < 5_000);
        assert_eq!(mask_text("1775001600"), "1775001600");
    }
}

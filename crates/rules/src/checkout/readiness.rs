//! What stands between a checkout and an order, as messages for the client, the buyer, or nobody.

use crate::words::words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Who can mend it.
    Severity {
        /// The client, by a call.
        ClientCanMend = "recoverable",
        /// The buyer, by an answer or an act.
        BuyerMustAct = "requires_buyer_input",
        /// Nobody: this checkout is over.
        Fatal = "unrecoverable",
    }
}

/// Something that stands between a checkout and an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// What, for a program: `email_missing`.
    pub code: String,
    /// Where: `lines.0.quantity`.
    pub path: String,
    /// Who can mend it.
    pub severity: Severity,
    /// What, for a person.
    pub text: String,
}

/// A line, as far as readiness needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineReadiness {
    /// Units wanted.
    pub quantity: i64,
    /// Whether the variant exists and is published here.
    pub sellable: bool,
    /// Whether it has a price here.
    pub priced: bool,
    /// Units that can be had after the lines above it; absent when stock is not counted or may go below zero.
    pub available: Option<i64>,
}

/// A shipping group, as far as readiness needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupReadiness {
    /// How many methods go to the address.
    pub offered: usize,
    /// Whether one was chosen.
    pub chosen: bool,
    /// Whether the chosen one is still offered.
    pub still_offered: bool,
}

/// What is present in a checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadinessFacts {
    /// Every line, in order.
    pub lines: Vec<LineReadiness>,
    /// Whether there is an e-mail address to write to.
    pub has_email: bool,
    /// Whether anything travels.
    pub requires_shipping: bool,
    /// Whether there is a shipping address.
    pub has_shipping_address: bool,
    /// Every shipping group; looked at only once there is an address.
    pub groups: Vec<GroupReadiness>,
    /// What is to be paid, minor units.
    pub total_minor: i64,
    /// Whether a payment method was chosen.
    pub has_payment_method: bool,
    /// Whether the chosen payment method is still offered.
    pub payment_method_offered: bool,
    /// Whether the quote that the buyer agreed to is no longer the one that holds.
    pub quote_changed: bool,
    /// Whether its time has run out.
    pub expired: bool,
}

impl Message {
    fn new(severity: Severity, code: &str, path: impl Into<String>, text: impl Into<String>) -> Self {
        Message { code: code.into(), path: path.into(), severity, text: text.into() }
    }
}

/// Everything that stands between the checkout and an order; empty when it can be completed.
#[must_use]
pub fn readiness(facts: &ReadinessFacts) -> Vec<Message> {
    use Severity::{BuyerMustAct, ClientCanMend, Fatal};
    if facts.expired {
        return vec![Message::new(Fatal, "expired", "", "this checkout has expired; start a new one")];
    }
    let mut messages = vec![];
    if facts.lines.is_empty() {
        messages.push(Message::new(ClientCanMend, "cart_empty", "lines", "there is nothing to buy"));
    }
    for (index, line) in facts.lines.iter().enumerate() {
        messages.extend(line_message(index, line));
    }
    if !facts.has_email {
        messages.push(Message::new(ClientCanMend, "email_missing", "email", "an e-mail address is needed"));
    }
    if facts.requires_shipping {
        shipping_messages(facts, &mut messages);
    }
    if facts.total_minor > 0 && !facts.has_payment_method {
        let text = "a payment method must be chosen";
        messages.push(Message::new(ClientCanMend, "payment_method_missing", "payment_method", text));
    } else if facts.total_minor > 0 && !facts.payment_method_offered {
        let text = "the chosen payment method is not offered for this order";
        messages.push(Message::new(ClientCanMend, "payment_method_unavailable", "payment_method", text));
    }
    if facts.quote_changed {
        let text = "the total has changed; the buyer must agree to the new one";
        messages.push(Message::new(BuyerMustAct, "quote_changed", "totals.total_minor", text));
    }
    messages
}

/// What is wrong with one line, the gravest only.
fn line_message(index: usize, line: &LineReadiness) -> Option<Message> {
    let mendable = |code, field: &str, text: String| {
        Some(Message::new(Severity::ClientCanMend, code, format!("lines.{index}{field}"), text))
    };
    if !line.sellable {
        return mendable("line_unavailable", "", "this item is no longer sold here".into());
    }
    if !line.priced {
        return mendable("line_without_price", "", "this item has no price here".into());
    }
    match line.available {
        Some(available) if available <= 0 => mendable("out_of_stock", ".quantity", "this item is sold out".into()),
        Some(available) if available < line.quantity => {
            mendable("insufficient_stock", ".quantity", format!("only {available} of this item can be had"))
        }
        Some(_) | None => None,
    }
}

fn shipping_messages(facts: &ReadinessFacts, messages: &mut Vec<Message>) {
    let mendable = Severity::ClientCanMend;
    if !facts.has_shipping_address {
        let text = "a shipping address is needed";
        messages.push(Message::new(mendable, "shipping_address_missing", "shipping_address", text));
        return;
    }
    for (index, group) in facts.groups.iter().enumerate() {
        let path = format!("shipping.{index}.method");
        if group.offered == 0 {
            let text = "nothing ships to this address";
            messages.push(Message::new(mendable, "not_shippable", "shipping_address", text));
        } else if !group.chosen {
            messages.push(Message::new(mendable, "shipping_method_missing", path, "a shipping method must be chosen"));
        } else if !group.still_offered {
            let text = "the chosen shipping method is not offered any more";
            messages.push(Message::new(mendable, "shipping_method_unavailable", path, text));
        }
    }
}

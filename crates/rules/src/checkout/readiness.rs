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
    /// Units that can be had; absent when stock is not counted or may go below zero.
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

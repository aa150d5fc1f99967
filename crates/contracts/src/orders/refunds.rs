//! Money that goes back.

use crate::{inventory::Allocation, payments::RefundState};
use infrasell_kernel::{LineItemId, OrderId, PaymentId, Quantity, RefundId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Money that goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderRefund {
    /// Its id.
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// How much, minor units.
    pub amount_minor: i64,
    /// How much of that is shipping, minor units.
    pub shipping_minor: i64,
    /// Of which lines.
    pub lines: Vec<RefundedLine>,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// The share of a refund that a line item bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundedLine {
    /// Which line item.
    pub line_item: LineItemId,
    /// How many units.
    pub quantity: Quantity,
    /// How much, minor units.
    pub amount_minor: i64,
    /// How much of that is tax, minor units.
    pub tax_minor: i64,
    /// How many of the units go back to stock.
    pub restock: i64,
}

/// A line to pay back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundLineInput {
    /// Which line item.
    pub line_item: LineItemId,
    /// How many units.
    pub quantity: Quantity,
    /// Whether they go back to stock.
    #[serde(default)]
    pub restock: bool,
}

/// Pays money back. Never more than was captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateRefund {
    /// Of which order.
    pub order: OrderId,
    /// Units; their share of price, discount and tax goes back.
    pub lines: Vec<RefundLineInput>,
    /// Shipping, minor units.
    pub shipping_minor: i64,
    /// An amount beside lines and shipping, as goodwill, minor units.
    pub amount_minor: i64,
    /// Why.
    pub reason: String,
}

/// Money went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRefunded {
    /// Of which order.
    pub order: OrderId,
    /// Which refund.
    pub refund: RefundId,
}

/// Money is to go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequested {
    /// Of which order.
    pub order: OrderId,
    /// Which refund; its id is the reference for payments.
    pub refund: RefundId,
    /// The payment.
    pub payment: Option<PaymentId>,
    /// How much, minor units; 0 when only goods go back.
    pub amount_minor: i64,
    /// What goes back to stock.
    pub restock: Vec<Allocation>,
}

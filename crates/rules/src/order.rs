//! The life of an order, of its fulfilments, and the word for how far it is paid.
//!
//! Always true: an order is cancelled only while nothing of it is fulfilled; a payment that fails late never moves a
//! confirmed order back; completed and cancelled are the end.

use crate::{machine::Refused, words::words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Where an order stands.
    OrderState {
        /// Placed; the goods wait for the money.
        AwaitingPayment = "awaiting_payment",
        /// To be fulfilled.
        Confirmed = "confirmed",
        /// Some units are fulfilled.
        PartiallyFulfilled = "partially_fulfilled",
        /// Every unit is fulfilled.
        Fulfilled = "fulfilled",
        /// Closed.
        Completed = "completed",
        /// Called off before anything was fulfilled.
        Cancelled = "cancelled",
    }
}

/// What can be asked of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderCommand {
    /// The money is there, or is held for us.
    PaymentSettled,
    /// The payment has failed for good, or was never made.
    PaymentFailed,
    /// Units were fulfilled.
    Fulfil {
        /// Whether no unit is left to fulfil.
        all: bool,
    },
    /// A fulfilment was called off.
    Unfulfil {
        /// Whether no unit is fulfilled any more.
        all: bool,
    },
    /// Close it.
    Complete,
    /// Call it off.
    Cancel,
}

/// An order's state does not allow a command.
pub type OrderRefused = Refused<OrderState, OrderCommand>;

words! {
    /// How far an order is paid.
    PaymentStatus {
        /// There is nothing to pay.
        NotRequired = "not_required",
        /// Nothing has come yet.
        Pending = "pending",
        /// The money is held for us.
        Authorised = "authorised",
        /// Some of the money is ours.
        PartiallyCaptured = "partially_captured",
        /// All of the money is ours.
        Captured = "captured",
        /// Some of it was paid back.
        PartiallyRefunded = "partially_refunded",
        /// All of it was paid back.
        Refunded = "refunded",
        /// The hold was released, and nothing was captured.
        Voided = "voided",
        /// The payment failed for good.
        Failed = "failed",
    }
}

/// What the payments of an order have come to, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentSums {
    /// What the order costs now.
    pub total_minor: i64,
    /// Held for us and not yet captured or released.
    pub authorised_minor: i64,
    /// Captured so far.
    pub captured_minor: i64,
    /// Paid back so far.
    pub refunded_minor: i64,
    /// Whether a hold was released or ran out.
    pub voided: bool,
    /// Whether every payment failed for good.
    pub failed: bool,
}

words! {
    /// Where one fulfilment of an order stands.
    FulfilmentState {
        /// Being packed.
        Pending = "pending",
        /// Handed to the carrier.
        Shipped = "shipped",
        /// With the buyer.
        Delivered = "delivered",
        /// Called off, or came back.
        Cancelled = "cancelled",
    }
}

words! {
    /// What can be asked of a fulfilment.
    FulfilmentCommand {
        /// It was handed to the carrier.
        Ship = "ship",
        /// It reached the buyer: by carrier, at the counter, or by download.
        Deliver = "deliver",
        /// Call it off, or take it back undelivered.
        Cancel = "cancel",
    }
}

/// A fulfilment's state does not allow a command.
pub type FulfilmentRefused = Refused<FulfilmentState, FulfilmentCommand>;

//! The life of an order, of its fulfilments, and the word for how far it is paid.
//!
//! Always true: an order is cancelled only while nothing of it is fulfilled; a payment that fails late never moves a
//! confirmed order back; completed and cancelled are the end.

use crate::{
    machine::{Machine, Refused},
    words::words,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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

impl fmt::Display for OrderCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OrderCommand::PaymentSettled => "payment_settled",
            OrderCommand::PaymentFailed => "payment_failed",
            OrderCommand::Fulfil { all: true } => "fulfil_all",
            OrderCommand::Fulfil { all: false } => "fulfil_some",
            OrderCommand::Unfulfil { all: true } => "unfulfil_all",
            OrderCommand::Unfulfil { all: false } => "unfulfil_some",
            OrderCommand::Complete => "complete",
            OrderCommand::Cancel => "cancel",
        })
    }
}

/// What a command makes of an order; the same state when there is nothing to do.
///
/// # Errors
/// When the state does not allow the command.
pub fn decide(state: OrderState, command: OrderCommand) -> Result<OrderState, OrderRefused> {
    use OrderCommand::{Cancel, Complete, Fulfil, PaymentFailed, PaymentSettled, Unfulfil};
    use OrderState::{AwaitingPayment, Cancelled, Completed, Confirmed, Fulfilled, PartiallyFulfilled};
    let refuse = |why| Err(Refused { state, command, why });
    match (state, command) {
        (AwaitingPayment, PaymentSettled) => Ok(Confirmed),
        (AwaitingPayment, PaymentFailed | Cancel) => Ok(Cancelled),
        (AwaitingPayment, Fulfil { .. } | Complete) => refuse("it is not paid yet"),

        (Confirmed, Fulfil { all: true }) => Ok(Fulfilled),
        (Confirmed, Fulfil { all: false }) => Ok(PartiallyFulfilled),
        (Confirmed, Complete) => refuse("it is not fulfilled yet"),
        (Confirmed, Cancel) => Ok(Cancelled),

        (AwaitingPayment | Confirmed, Unfulfil { .. }) => refuse("nothing of it is fulfilled"),

        (PartiallyFulfilled, Fulfil { all: true }) => Ok(Fulfilled),
        (PartiallyFulfilled, Fulfil { all: false }) => Ok(PartiallyFulfilled),
        (PartiallyFulfilled, Complete) => refuse("some units are not fulfilled yet"),

        (Fulfilled, Fulfil { .. }) => refuse("every unit is fulfilled"),
        (Fulfilled, Complete) => Ok(Completed),

        (PartiallyFulfilled | Fulfilled, Unfulfil { all: true }) => Ok(Confirmed),
        (PartiallyFulfilled | Fulfilled, Unfulfil { all: false }) => Ok(PartiallyFulfilled),
        (PartiallyFulfilled | Fulfilled, Cancel) => refuse("some of it is fulfilled; take it back as a return"),

        // Money that comes after the goods, or fails after them, is the payment's affair: the goods have gone.
        (Confirmed | PartiallyFulfilled | Fulfilled | Completed, PaymentSettled | PaymentFailed) => Ok(state),

        (Completed, Fulfil { .. } | Unfulfil { .. } | Complete | Cancel) => refuse("it is completed"),
        (Cancelled, PaymentFailed) => Ok(Cancelled),
        (Cancelled, PaymentSettled) => refuse("it is cancelled; the money must go back"),
        (Cancelled, Fulfil { .. } | Unfulfil { .. } | Complete | Cancel) => refuse("it is cancelled"),
    }
}

/// The word for how far an order is paid.
#[must_use]
pub fn payment_status(sums: &PaymentSums) -> PaymentStatus {
    if sums.captured_minor > 0 {
        return if sums.refunded_minor >= sums.captured_minor {
            PaymentStatus::Refunded
        } else if sums.refunded_minor > 0 {
            PaymentStatus::PartiallyRefunded
        } else if sums.captured_minor >= sums.total_minor {
            PaymentStatus::Captured
        } else {
            PaymentStatus::PartiallyCaptured
        };
    }
    if sums.authorised_minor > 0 {
        PaymentStatus::Authorised
    } else if sums.voided {
        PaymentStatus::Voided
    } else if sums.failed {
        PaymentStatus::Failed
    } else if sums.total_minor <= 0 {
        PaymentStatus::NotRequired
    } else {
        PaymentStatus::Pending
    }
}

/// What a command makes of a fulfilment; the same state when there is nothing to do.
///
/// # Errors
/// When the state does not allow the command.
pub fn decide_fulfilment(
    state: FulfilmentState,
    command: FulfilmentCommand,
) -> Result<FulfilmentState, FulfilmentRefused> {
    use FulfilmentCommand::{Cancel, Deliver, Ship};
    use FulfilmentState::{Cancelled, Delivered, Pending, Shipped};
    let refuse = |why| Err(Refused { state, command, why });
    match (state, command) {
        (Pending, Ship) => Ok(Shipped),
        // Goods handed over at the counter, and downloads, are delivered without a carrier.
        (Pending | Shipped, Deliver) => Ok(Delivered),
        (Pending | Shipped, Cancel) => Ok(Cancelled),
        (Shipped, Ship) => Ok(Shipped),
        (Delivered, Deliver) => Ok(Delivered),
        (Delivered, Ship | Cancel) => refuse("it is delivered; take it back as a return"),
        (Cancelled, Ship | Deliver | Cancel) => refuse("it is cancelled"),
    }
}

/// The machine of [`OrderState`].
#[derive(Debug)]
pub enum OrderMachine {}

impl Machine for OrderMachine {
    type State = OrderState;
    type Command = OrderCommand;
    const NAME: &'static str = "order";
    const START: &'static [OrderState] = &[OrderState::AwaitingPayment, OrderState::Confirmed];
    const FINAL: &'static [OrderState] = &[OrderState::Completed, OrderState::Cancelled];
    const STATES: &'static [OrderState] = OrderState::ALL;
    const COMMANDS: &'static [OrderCommand] = &[
        OrderCommand::PaymentSettled,
        OrderCommand::PaymentFailed,
        OrderCommand::Fulfil { all: true },
        OrderCommand::Fulfil { all: false },
        OrderCommand::Unfulfil { all: true },
        OrderCommand::Unfulfil { all: false },
        OrderCommand::Complete,
        OrderCommand::Cancel,
    ];
    fn decide(state: OrderState, command: OrderCommand) -> Result<OrderState, OrderRefused> {
        decide(state, command)
    }
}

/// The machine of [`FulfilmentState`].
#[derive(Debug)]
pub enum FulfilmentMachine {}

impl Machine for FulfilmentMachine {
    type State = FulfilmentState;
    type Command = FulfilmentCommand;
    const NAME: &'static str = "fulfilment";
    const START: &'static [FulfilmentState] = &[FulfilmentState::Pending];
    const FINAL: &'static [FulfilmentState] = &[FulfilmentState::Delivered, FulfilmentState::Cancelled];
    const STATES: &'static [FulfilmentState] = FulfilmentState::ALL;
    const COMMANDS: &'static [FulfilmentCommand] = FulfilmentCommand::ALL;
    fn decide(state: FulfilmentState, command: FulfilmentCommand) -> Result<FulfilmentState, FulfilmentRefused> {
        decide_fulfilment(state, command)
    }
}

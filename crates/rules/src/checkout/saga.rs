//! The saga of placing an order, as pure logic: what comes after each outcome, and what undoes each step.

use crate::words::words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The steps of placing an order, in their order.
    SagaStep {
        /// The price is made again and compared with what the buyer agreed to.
        Quote = "quote",
        /// Stock is reserved.
        Reserve = "reserve",
        /// The payment is authorised.
        Authorise = "authorise",
        /// The order is written.
        CreateOrder = "create_order",
        /// The reservation becomes a sale.
        CommitStock = "commit_stock",
        /// The payment is captured.
        Capture = "capture",
        /// The world is told.
        Announce = "announce",
    }
}

words! {
    /// How a step went.
    SagaOutcome {
        /// It has its effect.
        Done = "done",
        /// It has no effect and will have none.
        Refused = "refused",
        /// The buyer must act before it can go on.
        NeedsBuyer = "needs_buyer",
        /// Nobody knows yet: no answer, or the provider is still at work.
        Unknown = "unknown",
        /// It has waited too long for the buyer or the provider.
        GivenUp = "given_up",
    }
}

words! {
    /// How the undoing of a step went.
    UndoOutcome {
        /// Its effect is gone, or never was.
        Done = "done",
        /// Nobody knows yet.
        Unknown = "unknown",
    }
}

words! {
    /// What undoes a step.
    Compensation {
        /// It leaves nothing behind.
        Nothing = "nothing",
        /// The reserved stock is released.
        ReleaseReservation = "release_reservation",
        /// The hold on the money is released.
        VoidAuthorisation = "void_authorisation",
        /// The order is cancelled.
        CancelOrder = "cancel_order",
        /// The sold units go back to stock.
        RestockGoods = "restock_goods",
        /// The captured money is paid back.
        RefundCapture = "refund_capture",
    }
}

/// What the saga does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "move", content = "step")]
pub enum SagaMove {
    /// Do this step.
    Next(SagaStep),
    /// Do this step again, under the same idempotency key.
    Retry(SagaStep),
    /// Undo this step, then those before it.
    Compensate(SagaStep),
    /// Wait until the provider can say how this step, or its undoing, went.
    WaitForProvider(SagaStep),
    /// Wait until the buyer has acted on this step.
    NeedsBuyer(SagaStep),
    /// There is an order.
    Done,
    /// Everything is undone.
    Failed,
}

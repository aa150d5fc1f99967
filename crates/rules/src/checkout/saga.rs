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
        /// The hold on the money is released, once it is known that there is one.
        VoidAuthorisation = "void_authorisation",
        /// The order is cancelled.
        CancelOrder = "cancel_order",
        /// The sold units go back to stock.
        RestockGoods = "restock_goods",
        /// The captured money is paid back, once it is known that it was captured.
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

impl SagaStep {
    /// What undoes the step.
    #[must_use]
    pub const fn compensation(self) -> Compensation {
        match self {
            SagaStep::Quote | SagaStep::Announce => Compensation::Nothing,
            SagaStep::Reserve => Compensation::ReleaseReservation,
            SagaStep::Authorise => Compensation::VoidAuthorisation,
            SagaStep::CreateOrder => Compensation::CancelOrder,
            SagaStep::CommitStock => Compensation::RestockGoods,
            SagaStep::Capture => Compensation::RefundCapture,
        }
    }

    /// The step after this one.
    #[must_use]
    pub const fn after(self) -> Option<SagaStep> {
        match self {
            SagaStep::Quote => Some(SagaStep::Reserve),
            SagaStep::Reserve => Some(SagaStep::Authorise),
            SagaStep::Authorise => Some(SagaStep::CreateOrder),
            SagaStep::CreateOrder => Some(SagaStep::CommitStock),
            SagaStep::CommitStock => Some(SagaStep::Capture),
            SagaStep::Capture => Some(SagaStep::Announce),
            SagaStep::Announce => None,
        }
    }

    /// The step before this one.
    #[must_use]
    pub const fn before(self) -> Option<SagaStep> {
        match self {
            SagaStep::Quote => None,
            SagaStep::Reserve => Some(SagaStep::Quote),
            SagaStep::Authorise => Some(SagaStep::Reserve),
            SagaStep::CreateOrder => Some(SagaStep::Authorise),
            SagaStep::CommitStock => Some(SagaStep::CreateOrder),
            SagaStep::Capture => Some(SagaStep::CommitStock),
            SagaStep::Announce => Some(SagaStep::Capture),
        }
    }
}

/// What follows when a step has gone so.
#[must_use]
pub const fn saga_next(step: SagaStep, outcome: SagaOutcome) -> SagaMove {
    use SagaOutcome::{Done, GivenUp, NeedsBuyer, Refused, Unknown};
    use SagaStep::{Announce, Authorise, Capture, CommitStock, CreateOrder, Quote, Reserve};
    match (step, outcome) {
        (Quote | Reserve | Authorise | CreateOrder | CommitStock | Capture | Announce, Done) => match step.after() {
            Some(next) => SagaMove::Next(next),
            None => SagaMove::Done,
        },

        (Quote | Reserve | Authorise | CreateOrder | CommitStock | Capture, Refused) => undo_before(step),
        // The order stands and the money is ours: the only way is forward.
        (Announce, Refused | NeedsBuyer | Unknown | GivenUp) => SagaMove::Retry(Announce),

        // A new price to agree to; a challenge to pass. What is reserved stays reserved meanwhile.
        (Quote | Authorise, NeedsBuyer) => SagaMove::NeedsBuyer(step),
        // Nothing here has a question for the buyer that could be answered while an order half exists.
        (Reserve | CreateOrder | CommitStock | Capture, NeedsBuyer) => SagaMove::Compensate(step),

        (Quote | Reserve | CreateOrder | CommitStock, Unknown) => SagaMove::Retry(step),
        (Authorise | Capture, Unknown) => SagaMove::WaitForProvider(step),

        // Given up without an answer: the step may have its effect, so it is undone with the rest.
        (Quote | Reserve | Authorise | CreateOrder | CommitStock | Capture, GivenUp) => SagaMove::Compensate(step),
    }
}

/// What follows when the undoing of a step has gone so.
#[must_use]
pub const fn saga_undo(step: SagaStep, outcome: UndoOutcome) -> SagaMove {
    match outcome {
        UndoOutcome::Done => undo_before(step),
        UndoOutcome::Unknown => match step.compensation() {
            Compensation::VoidAuthorisation | Compensation::RefundCapture => SagaMove::WaitForProvider(step),
            Compensation::Nothing
            | Compensation::ReleaseReservation
            | Compensation::CancelOrder
            | Compensation::RestockGoods => SagaMove::Compensate(step),
        },
    }
}

const fn undo_before(step: SagaStep) -> SagaMove {
    match step.before() {
        Some(before) => SagaMove::Compensate(before),
        None => SagaMove::Failed,
    }
}

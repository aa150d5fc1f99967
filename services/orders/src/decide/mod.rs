//! Decisions about one order, pure: the order as it is goes in, and what becomes of it comes out.

pub(crate) mod fulfil;
pub(crate) mod payment;
pub(crate) mod refund;
pub(crate) mod state;
pub(crate) mod units;

use infrasell_contracts::orders::{OrderCancelled, OrderFulfilled, OrderRefunded, RefundRequested};

/// What a change leaves behind beside the changed order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Effects {
    /// Entries of the timeline: the kind, and what happened in words.
    pub(crate) entries: Vec<(&'static str, String)>,
    /// What others are told.
    pub(crate) events: Vec<Event>,
}

/// What others are told.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    Cancelled(OrderCancelled),
    Refund(RefundRequested),
    Fulfilled(OrderFulfilled),
    Refunded(OrderRefunded),
}

impl Effects {
    pub(crate) fn note(&mut self, kind: &'static str, text: impl Into<String>) {
        self.entries.push((kind, text.into()));
    }
}

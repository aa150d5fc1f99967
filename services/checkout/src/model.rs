//! What a checkout remembers, as it is stored.

use infrasell_contracts::{
    cart::{Attributes, CartLine},
    checkout::{CheckoutPatch, CheckoutPayment, OrderLink},
    common::PostalAddress,
    inventory::Allocation,
    payments::{Payment, PaymentMethod},
    pricing::{ShippingChoice, ShippingGroupView},
};
use infrasell_kernel::{
    ChannelId, CheckoutId, Currency, CustomerId, FieldError, Locale, Patch, PaymentId, ReservationId, Timestamp, Token,
};
use infrasell_rules::{
    checkout::{CheckoutState, Message, SagaStep, Severity},
    quote::Quote,
};
use serde::{Deserialize, Serialize};

/// How many earlier attempts are remembered, for those who ask again how theirs ended.
const MOST_PAST: usize = 20;

/// What the buyer has said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) shipping_address: Option<PostalAddress>,
    pub(crate) billing_address: Option<PostalAddress>,
    #[serde(default)]
    pub(crate) shipping: Vec<ShippingChoice>,
    pub(crate) payment_method: Option<String>,
}

impl Details {
    pub(crate) fn patched(&self, patch: &CheckoutPatch) -> Self {
        Details {
            email: patch.email.clone().apply(self.email.clone()).map(|email| email.trim().to_owned()),
            phone: patch.phone.clone().apply(self.phone.clone()),
            shipping_address: patch.shipping_address.clone().apply(self.shipping_address.clone()),
            billing_address: patch.billing_address.clone().apply(self.billing_address.clone()),
            shipping: match &patch.shipping {
                Patch::Keep => self.shipping.clone(),
                Patch::Clear => vec![],
                Patch::Set(choices) => choices.clone(),
            },
            payment_method: patch.payment_method.clone().apply(self.payment_method.clone()),
        }
    }

    /// Who is billed.
    pub(crate) fn billed(&self) -> Option<&PostalAddress> {
        self.billing_address.as_ref().or(self.shipping_address.as_ref())
    }
}

/// What the buyer agreed to when an attempt began. It never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Agreed {
    pub(crate) cart_revision: i64,
    pub(crate) lines: Vec<CartLine>,
    pub(crate) note: String,
    pub(crate) attributes: Attributes,
    pub(crate) shipping_groups: Vec<ShippingGroupView>,
    pub(crate) quote: Quote,
    pub(crate) quote_hash: String,
    /// How it is paid; absent when there is nothing to pay.
    pub(crate) method: Option<PaymentMethod>,
}

/// What an attempt was given on its way, and what it has found out so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) started_at: Timestamp,
    /// Until when stock is held, and so how long buyer and provider have.
    pub(crate) hold_until: Timestamp,
    /// What the buyer will hold to see his order.
    pub(crate) order_token: Token,
    /// What he brought to pay with; forgotten when the attempt ends.
    pub(crate) instrument: Option<String>,
    pub(crate) return_url: Option<String>,
    /// What he reads on his statement.
    pub(crate) description: String,
    pub(crate) reservation: Option<Held>,
    pub(crate) payment: Option<CheckoutPayment>,
    pub(crate) order: Option<OrderLink>,
    /// Why it is undone.
    pub(crate) failure: Option<Failure>,
    /// How often in a row a step was given up because a service is away: it is tried again, under the same key.
    #[serde(default)]
    pub(crate) retries: u32,
}

/// The stock that is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) id: ReservationId,
    pub(crate) allocations: Vec<Allocation>,
}

/// Why an attempt did not become an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Failure {
    /// The cart changed after its quote was made.
    CartChanged,
    /// Stock was taken in between.
    OutOfStock { messages: Vec<Message> },
    /// Something else stands in the way.
    NotReady { messages: Vec<Message> },
    /// What the buyer brought is not well formed.
    Invalid { errors: Vec<FieldError> },
    /// The provider, or the buyer's bank, said no.
    Declined { reason: String },
    /// Buyer or provider took too long.
    TimedOut,
    /// The provider cannot be reached, and nothing was asked of it.
    PaymentUnavailable,
    /// The buyer, or the shop, called it off while it waited.
    CalledOff,
    /// The money was there, and the order could not be placed.
    Unplaceable { reason: String },
}

impl Failure {
    /// What the buyer reads afterwards; what the checkout itself shows anew at every read is not said twice.
    pub(crate) fn message(&self) -> Option<Message> {
        let say = |code: &str, path: &str, text: String| {
            Some(Message { code: code.into(), path: path.into(), severity: Severity::BuyerMustAct, text })
        };
        match self {
            Failure::CartChanged
            | Failure::OutOfStock { .. }
            | Failure::NotReady { .. }
            | Failure::Invalid { .. }
            | Failure::CalledOff => None,
            Failure::Declined { reason } => {
                say("payment_declined", "payment_method", format!("the payment was declined: {reason}"))
            }
            Failure::TimedOut => {
                let text = "the payment was not made in time; nothing was charged";
                say("payment_timed_out", "payment_method", text.into())
            }
            Failure::PaymentUnavailable => {
                let text = "this way to pay cannot be reached at the moment; nothing was charged";
                say("payment_unavailable", "payment_method", text.into())
            }
            Failure::Unplaceable { reason } => {
                let text = format!("the order could not be placed and the money goes back: {reason}");
                say("order_not_placed", "", text)
            }
        }
    }

    /// Whether the same attempt may well succeed when it is made again.
    pub(crate) fn leaves_ready(&self) -> bool {
        matches!(self, Failure::Declined { .. } | Failure::TimedOut | Failure::PaymentUnavailable)
    }
}

/// How an earlier attempt ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Past {
    pub(crate) attempt: i64,
    pub(crate) failure: Failure,
    /// Whether the buyer has not edited the checkout since, so that it still concerns him.
    pub(crate) fresh: bool,
}

/// A checkout as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: CheckoutId,
    pub(crate) token: Token,
    pub(crate) cart: Token,
    pub(crate) channel: ChannelId,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) currency: Currency,
    pub(crate) locale: Locale,
    pub(crate) state: CheckoutState,
    pub(crate) details: Details,
    pub(crate) version: i64,
    pub(crate) attempt: i64,
    pub(crate) step: Option<SagaStep>,
    pub(crate) undoing: bool,
    pub(crate) agreed: Option<Agreed>,
    pub(crate) progress: Option<Progress>,
    pub(crate) past: Vec<Past>,
    pub(crate) runner: Option<i64>,
    pub(crate) leased_until: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Row {
    /// Whether its saga is under way, forwards or back.
    pub(crate) fn is_live(&self) -> bool {
        self.step.is_some()
    }

    /// Whether somebody runs its saga at this time.
    pub(crate) fn is_leased(&self, now: Timestamp) -> bool {
        self.runner.is_some() && self.leased_until > now
    }

    /// Whether it can be edited, as far as its state says.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, CheckoutState::Incomplete | CheckoutState::Ready)
    }

    /// What an attempt is called elsewhere: `chk_12:1`.
    pub(crate) fn reference(&self) -> String {
        reference(self.id, self.attempt)
    }

    pub(crate) fn payment(&self) -> Option<PaymentId> {
        self.progress.as_ref()?.payment.as_ref().map(|payment| payment.id)
    }

    /// The order that it became; one that was undone again is none.
    pub(crate) fn order(&self) -> Option<&OrderLink> {
        self.progress.as_ref().filter(|_| self.state == CheckoutState::Completed)?.order.as_ref()
    }

    /// How an earlier attempt ended.
    pub(crate) fn failure_of(&self, attempt: i64) -> Option<&Failure> {
        self.past.iter().find(|past| past.attempt == attempt).map(|past| &past.failure)
    }

    /// Notes how the present attempt ended.
    pub(crate) fn remember(&mut self, failure: Failure) {
        self.past.retain(|past| past.attempt != self.attempt);
        if self.past.len() >= MOST_PAST {
            self.past.remove(0);
        }
        self.past.push(Past { attempt: self.attempt, failure, fresh: true });
    }

    /// What the buyer reads about the last attempt, until he edits the checkout or tries again.
    pub(crate) fn notice(&self) -> Option<Message> {
        let last = self.past.last().filter(|past| past.fresh && past.attempt == self.attempt)?;
        last.failure.message()
    }

    /// Takes the notice away.
    pub(crate) fn clear_notice(&mut self) {
        for past in &mut self.past {
            past.fresh = false;
        }
    }
}

/// What an attempt of a checkout is called elsewhere.
pub(crate) fn reference(id: CheckoutId, attempt: i64) -> String {
    format!("{id}:{attempt}")
}

/// Reads what [`reference`] wrote; payments for other things have other names.
pub(crate) fn parse_reference(text: &str) -> Option<(CheckoutId, i64)> {
    let (id, attempt) = text.split_once(':')?;
    let attempt: i64 = attempt.parse().ok()?;
    let id = id.parse().ok()?;
    (attempt >= 1 && reference(id, attempt) == text).then_some((id, attempt))
}

/// A payment as a checkout shows it.
pub(crate) fn shown(payment: &Payment) -> CheckoutPayment {
    CheckoutPayment {
        id: payment.id,
        state: payment.state,
        next_action: payment.next_action.clone(),
        decline_reason: payment.decline_reason.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_and_nothing_else_is_one() {
        let id = CheckoutId::from_i64(12);
        assert_eq!(parse_reference(&reference(id, 3)), Some((id, 3)));
        for text in ["chk_12", "chk_12:0", "chk_12:-1", "chk_12:+1", "chk_12:01", "ord_12:1", "chk_12:1:undo", ":1", ""]
        {
            assert_eq!(parse_reference(text), None, "{text}");
        }
    }
}

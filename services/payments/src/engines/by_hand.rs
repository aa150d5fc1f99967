//! Money that people handle: bank transfer and cash on delivery. There is nobody to call; staff record what came in,
//! and confirm what they have paid back.
//!
//! Always true: the engine keeps nothing; what it answers says only what the one operation did.

use crate::port::{
    Answer, BadWebhook, Books, Hint, NewPayment, Offer, OpKey, Outcome, Part, Provider, RefundSeen, Seen, Target,
};
use async_trait::async_trait;
use infrasell_contracts::payments::{Capabilities, NextAction};
use infrasell_kernel::{Clock, Currency, Money, Timestamp};
use infrasell_rules::payment::{PartStatus, PaymentMode, RefundSnapshot, Snapshot, SnapshotStatus};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// The account in the facts of money that is handled by hand.
const ACCOUNT: &str = "shop";
/// The most that is taken by hand, minor units.
const MAX_MINOR: i64 = 999_999_999_999;

/// A method whose money people handle.
pub struct ByHand {
    code: &'static str,
    name: String,
    instructions: String,
    paid_at_door: bool,
    clock: Arc<dyn Clock>,
}

impl ByHand {
    /// Bank transfer: the buyer is shown where to pay to.
    pub fn bank_transfer(name: impl Into<String>, instructions: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        let (name, instructions) = (name.into(), instructions.into());
        ByHand { code: "manual", name, instructions, paid_at_door: false, clock }
    }

    /// Cash on delivery.
    pub fn cash_on_delivery(name: impl Into<String>, instructions: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        let (name, instructions) = (name.into(), instructions.into());
        ByHand { code: "cod", name, instructions, paid_at_door: true, clock }
    }

    fn seen(&self, object: &str, amount: Money, status: SnapshotStatus, refunds: Vec<RefundSnapshot>) -> Box<Seen> {
        let next = (!self.instructions.is_empty() && status == SnapshotStatus::Pending)
            .then(|| NextAction::Instructions { text: self.instructions.clone() });
        let snapshot = Snapshot {
            provider: self.code.into(),
            account: ACCOUNT.into(),
            mode: PaymentMode::Live,
            object_id: object.into(),
            currency: amount.currency,
            authorised_minor: 0,
            capturable_minor: 0,
            captured_minor: 0,
            refunded_minor: 0,
            disputed_minor: 0,
            status,
            captures: vec![],
            refunds,
            expires_at: None,
            seen_at: self.clock.now(),
        };
        Box::new(Seen { snapshot, reference: None, next, decline_code: None, approved: false })
    }
}

fn nobody<T>() -> Answer<T> {
    Answer::Unknown { cause: "there is nobody to ask about money that is handled by hand".into() }
}

fn not_here(action: &str) -> Outcome {
    Outcome::Declined { reason: format!("cannot_{action}"), seen: None }
}

#[async_trait]
impl Provider for ByHand {
    fn code(&self) -> &str {
        self.code
    }

    fn offer(&self) -> Offer {
        Offer { name: self.name.clone(), instructions: self.instructions.clone(), needs_instrument: false }
    }

    fn capabilities(&self, _: Currency) -> Option<Capabilities> {
        Some(Capabilities {
            authorise: false,
            partial_capture: false,
            multiple_captures: false,
            void: true,
            refund: true,
            partial_refund: true,
            recorded_by_staff: true,
            pays_later: true,
            paid_at_door: self.paid_at_door,
            min_minor: 1,
            max_minor: MAX_MINOR,
        })
    }

    fn account(&self) -> (&str, PaymentMode) {
        (ACCOUNT, PaymentMode::Live)
    }

    fn key_life(&self) -> Duration {
        Duration::MAX
    }

    fn call_limit(&self) -> Duration {
        Duration::ZERO
    }

    fn is_reachable(&self, _: Timestamp) -> bool {
        true
    }

    async fn check(&self) -> Result<(), String> {
        Ok(())
    }

    async fn create(&self, _: &OpKey, ask: &NewPayment) -> Outcome {
        Outcome::Done(self.seen(&ask.reference, ask.amount, SnapshotStatus::Pending, vec![]))
    }

    async fn authorise(&self, _: &OpKey, _: &Target) -> Outcome {
        not_here("authorise")
    }

    async fn capture(&self, _: &OpKey, _: &Part) -> Outcome {
        not_here("capture")
    }

    async fn void(&self, _: &OpKey, target: &Target) -> Outcome {
        Outcome::Done(self.seen(&target.object, target.amount, SnapshotStatus::Voided, vec![]))
    }

    /// Asked when a member of staff confirms that he has paid the money back.
    async fn refund(&self, key: &OpKey, part: &Part) -> Outcome {
        let refund = RefundSnapshot {
            object_id: key.0.clone(),
            amount_minor: part.amount_minor,
            status: PartStatus::Succeeded,
            reference: Some(part.reference.clone()),
        };
        Outcome::Done(self.seen(&part.target.object, part.target.amount, SnapshotStatus::Pending, vec![refund]))
    }

    async fn fetch(&self, _: &str) -> Answer<Seen> {
        nobody()
    }

    async fn find_by_reference(&self, _: &str) -> Answer<Vec<Seen>> {
        Answer::Found(vec![])
    }

    async fn fetch_refund(&self, _: &str) -> Answer<RefundSeen> {
        nobody()
    }

    fn parse_webhook(&self, _: &BTreeMap<String, String>, _: &[u8], _: Timestamp) -> Result<Vec<Hint>, BadWebhook> {
        Err(BadWebhook("money that is handled by hand sends no webhooks"))
    }

    async fn books(&self, _: Option<&str>) -> Option<Answer<Books>> {
        None
    }
}

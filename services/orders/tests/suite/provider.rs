//! Payments, as small as it can be: a ledger of what was asked and what came of it, from which events are made.

use crate::shop::World;
use infrasell_contracts::{
    orders::*,
    payments::{PaymentChanged, RefundProgress, RefundState},
};
use infrasell_kernel::Timestamp;
use infrasell_rules::payment::{PaymentState, PaymentTotals};
use std::time::Duration;

/// One payment's books, and every event that they have given so far.
pub struct Provider {
    order: Order,
    authorised: i64,
    captured: i64,
    closed: bool,
    failed: bool,
    held: bool,
    /// Paid back by hand.
    foreign: i64,
    refunds: Vec<RefundProgress>,
    undoing: bool,
    requests_seen: usize,
    cancels_seen: usize,
    pub events: Vec<(Timestamp, PaymentChanged)>,
}

impl Provider {
    pub fn new(order: &Order) -> Self {
        Provider {
            order: order.clone(),
            authorised: order.authorised_minor + order.captured_minor,
            captured: order.captured_minor,
            closed: false,
            failed: false,
            held: false,
            foreign: 0,
            refunds: vec![],
            undoing: false,
            requests_seen: 0,
            cancels_seen: 0,
            events: vec![],
        }
    }

    fn in_state(&self, state: RefundState) -> i64 {
        self.refunds.iter().filter(|one| one.state == state).map(|one| one.amount_minor).sum()
    }
    pub fn refunded(&self) -> i64 {
        self.in_state(RefundState::Succeeded) + self.foreign
    }
    fn refundable(&self) -> i64 {
        self.captured - self.refunded() - self.in_state(RefundState::Pending)
    }
    fn open(&self) -> i64 {
        if self.closed { 0 } else { self.authorised - self.captured }
    }

    pub fn authorise(&mut self, total: i64) {
        if !self.closed && self.authorised == 0 {
            self.authorised = total;
            self.failed = false;
        }
    }
    pub fn capture(&mut self, part: i64) {
        if !self.undoing {
            self.captured += part.min(self.open());
        }
    }
    pub fn void(&mut self) {
        self.closed |= self.authorised > 0;
    }
    pub fn fail(&mut self) {
        self.failed = self.authorised == 0;
    }
    pub fn toggle_hold(&mut self) {
        self.held = !self.held;
    }
    pub fn pay_back_by_hand(&mut self, amount: i64) {
        self.foreign += amount.min(self.refundable()).max(0);
    }
    /// Lets a refund succeed, fail, or be tried again; says whether it is tried again.
    pub fn move_refund(&mut self, pick: usize, succeed: bool) -> bool {
        let Some(last) = self.refunds.len().checked_sub(1) else { return false };
        let (at, refundable) = (pick % self.refunds.len(), self.refundable());
        let one = &mut self.refunds[at];
        let before = one.state;
        one.state = match one.state {
            RefundState::Pending if succeed => RefundState::Succeeded,
            RefundState::Pending => RefundState::Failed,
            RefundState::Succeeded if !succeed => RefundState::Failed,
            // only the latest one is tried again: its units may be promised otherwise by then
            RefundState::Failed if at == last && one.amount_minor <= refundable => RefundState::Pending,
            same => same,
        };
        before == RefundState::Failed && one.state == RefundState::Pending
    }
    pub fn finish_refunds(&mut self) {
        for refund in &mut self.refunds {
            if refund.state == RefundState::Pending {
                refund.state = RefundState::Succeeded;
            }
        }
        // an undoing that failed is taken up again
        if self.undoing && self.refundable() > 0 {
            self.undo();
            self.finish_refunds();
        }
    }

    /// Does what orders has asked for since the last time.
    pub async fn serve(&mut self, world: &World) {
        let requests: Vec<RefundRequested> = world.emitted_of(REFUND_REQUESTED, self.order.id).await;
        for request in requests.iter().skip(self.requests_seen) {
            assert_eq!(request.payment.is_some(), request.amount_minor > 0);
            if request.amount_minor == 0 {
                continue;
            }
            let fits = request.amount_minor <= self.refundable() && !self.undoing;
            let state = if fits { RefundState::Pending } else { RefundState::Failed };
            let reference = request.refund.to_string();
            self.refunds.push(RefundProgress { reference, amount_minor: request.amount_minor, state });
        }
        self.requests_seen = requests.len();
        let cancels: Vec<OrderCancelled> = world.emitted_of(ORDER_CANCELLED, self.order.id).await;
        if cancels.len() > self.cancels_seen {
            self.undo();
        }
        self.cancels_seen = cancels.len();
    }

    fn undo(&mut self) {
        self.undoing = true;
        self.closed = true;
        let reference = format!("{}:cancel:{}", self.order.id, self.refunds.len());
        let amount_minor = self.refundable();
        if amount_minor > 0 {
            self.refunds.push(RefundProgress { reference, amount_minor, state: RefundState::Pending });
        }
    }

    /// Notes an event that says how the books stand now.
    pub fn report(&mut self, world: &World) {
        let refunded_minor = self.refunded();
        let state = if self.held {
            PaymentState::Held
        } else if self.captured > 0 && refunded_minor == self.captured {
            PaymentState::Refunded
        } else if self.captured > 0 && refunded_minor > 0 {
            PaymentState::PartiallyRefunded
        } else if self.captured > 0 {
            PaymentState::Captured
        } else if self.authorised > 0 {
            if self.closed { PaymentState::Voided } else { PaymentState::Authorised }
        } else if self.failed {
            PaymentState::Failed
        } else {
            PaymentState::Pending
        };
        let totals = PaymentTotals {
            authorised_minor: self.authorised,
            capturable_minor: self.open(),
            captured_minor: self.captured,
            refunded_minor,
            refund_pending_minor: self.in_state(RefundState::Pending),
            disputed_minor: 0,
        };
        let event = PaymentChanged {
            revision: 0,
            payment: self.order.payment.unwrap(),
            reference: format!("{}:1", self.order.checkout),
            state,
            totals,
            refunds: self.refunds.clone(),
        };
        world.db.clock.advance(Duration::from_millis(1));
        self.events.push((world.db.now(), event));
    }

    /// Delivers one event, an old one or the newest; returns what it says.
    pub async fn deliver(&self, world: &World, pick: usize) -> Option<PaymentChanged> {
        let at = pick % self.events.len().max(1);
        let (created_at, event) = self.events.get(at)?;
        world.tell_at(event, *created_at).await.unwrap();
        Some(event.clone())
    }
}

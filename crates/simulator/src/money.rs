//! What moves money: the steps a payment takes, each of which books at the bank and sets off its event.

use crate::{
    bank::EntryKind,
    payment::{Actor, Dispute, DisputeStatus, HOLD_LIFE_S, Part, PartStatus, Phase},
    world::{Effect, World},
};

/// The provider's fee in percent of what is captured, rounded down.
const FEE_PERCENT: i64 = 2;

impl World {
    /// Something scheduled happens.
    pub(crate) fn happen(&mut self, id: &str, effect: &Effect) {
        match effect {
            Effect::Expire => self.expire_if_due(id),
            Effect::Approve => {
                if matches!(self.payment(id).phase, Phase::Pending | Phase::RequiresAction | Phase::Declined) {
                    let amount = self.payment(id).amount;
                    self.approve(id, amount);
                }
            }
            Effect::Decline => {
                if matches!(self.payment(id).phase, Phase::Pending | Phase::RequiresAction) {
                    self.decline(id, "declined_by_bank");
                }
            }
            Effect::CompleteCapture(capture) => self.complete_capture(id, capture),
            Effect::FailRefund(refund) => self.fail_refund(id, refund),
        }
    }

    fn emit_payment(&mut self, kind: &str, id: &str) {
        let object = self.payment_json(id);
        self.emit(kind, object);
    }

    /// The bank says yes to `amount`: the money is held and, if it shall be at once, captured.
    pub(crate) fn approve(&mut self, id: &str, amount: i64) {
        let expires = self.now_s() + HOLD_LIFE_S;
        let payment = self.payment(id);
        payment.phase = Phase::Open;
        payment.authorized = amount;
        payment.decline_code = None;
        payment.expires = Some(expires);
        let automatic = payment.automatic;
        self.after(HOLD_LIFE_S, id, Effect::Expire);
        self.emit_payment("payment.authorized", id);
        if automatic {
            self.capture(id, &Capture { amount, last: true, reference: None, actor: Actor::Api, pending_s: None });
        }
    }

    /// The bank says no.
    pub(crate) fn decline(&mut self, id: &str, code: &str) {
        let payment = self.payment(id);
        payment.phase = Phase::Declined;
        payment.decline_code = Some(code.into());
        payment.expires = None;
        self.emit_payment("payment.declined", id);
    }

    /// The bank will say later.
    pub(crate) fn pend(&mut self, id: &str) {
        self.payment(id).phase = Phase::Pending;
        self.emit_payment("payment.pending", id);
    }

    /// The payer must act first.
    pub(crate) fn challenge(&mut self, id: &str) {
        let expires = self.now_s() + crate::payment::ACTION_LIFE_S;
        let payment = self.payment(id);
        payment.phase = Phase::RequiresAction;
        payment.expires = Some(expires);
        self.after(crate::payment::ACTION_LIFE_S, id, Effect::Expire);
        self.emit_payment("payment.requires_action", id);
    }

    /// Gives the payment up for lack of time, if its time is over.
    pub(crate) fn expire_if_due(&mut self, id: &str) {
        let now_s = self.now_s();
        if self.payment(id).expires.is_some_and(|expires| expires <= now_s) {
            self.expire(id);
        }
    }

    /// Gives the payment up for lack of time; what is captured stays captured.
    pub(crate) fn expire(&mut self, id: &str) {
        let payment = self.payment(id);
        if !matches!(payment.phase, Phase::RequiresAction | Phase::Open) || payment.capture_pending() > 0 {
            return;
        }
        payment.expires = None;
        payment.phase = if payment.captured() > 0 { Phase::Closed } else { Phase::Expired };
        self.emit_payment("payment.expired", id);
    }

    /// The merchant gives the payment up; what is captured stays captured.
    pub(crate) fn void(&mut self, id: &str) {
        let payment = self.payment(id);
        payment.expires = None;
        payment.phase = if payment.captured() > 0 { Phase::Closed } else { Phase::Voided };
        self.emit_payment("payment.voided", id);
    }

    /// Captures, and answers the capture's id.
    pub(crate) fn capture(&mut self, id: &str, ask: &Capture<'_>) -> String {
        let (capture, created) = (self.id("sc"), self.now_s());
        let payment = self.payment(id);
        payment.captures.push(Part {
            id: capture.clone(),
            amount: ask.amount,
            status: PartStatus::Pending,
            reference: ask.reference.map(str::to_owned),
            actor: ask.actor,
            created,
        });
        if ask.last || payment.capturable() == 0 {
            payment.phase = Phase::Closed;
            payment.expires = None;
        }
        match ask.pending_s {
            Some(seconds) => {
                self.after(seconds, id, Effect::CompleteCapture(capture.clone()));
                self.emit_payment("payment.capture_pending", id);
            }
            None => self.complete_capture(id, &capture),
        }
        capture
    }

    fn complete_capture(&mut self, id: &str, capture: &str) {
        let payment = self.payment(id);
        let Some(part) = payment.captures.iter_mut().find(|part| part.id == capture) else { return };
        part.status = PartStatus::Succeeded;
        let amount = part.amount;
        self.book(EntryKind::Capture, id, capture, amount);
        self.book(EntryKind::Fee, id, capture, amount * FEE_PERCENT / 100);
        self.emit_payment("payment.captured", id);
    }

    /// Refunds, and answers the refund's id.
    pub(crate) fn refund(&mut self, id: &str, amount: i64, reference: Option<&str>, actor: Actor) -> String {
        let (refund, created) = (self.id("sr"), self.now_s());
        self.payment(id).refunds.push(Part {
            id: refund.clone(),
            amount,
            status: PartStatus::Succeeded,
            reference: reference.map(str::to_owned),
            actor,
            created,
        });
        self.payment_of_refund.insert(refund.clone(), id.into());
        self.book(EntryKind::Refund, id, &refund, amount);
        self.emit_refund("refund.succeeded", &refund);
        refund
    }

    fn fail_refund(&mut self, id: &str, refund: &str) {
        let payment = self.payment(id);
        let Some(part) = payment.refunds.iter_mut().find(|part| part.id == refund) else { return };
        if part.status == PartStatus::Failed {
            return;
        }
        part.status = PartStatus::Failed;
        let amount = part.amount;
        self.book(EntryKind::RefundReversal, id, refund, amount);
        self.emit_refund("refund.failed", refund);
    }

    fn emit_refund(&mut self, kind: &str, refund: &str) {
        let object = self.refund_json(refund).unwrap_or_default();
        self.emit(kind, object);
    }

    /// The payer disputes `amount`, at most what is left of the capture.
    pub(crate) fn open_dispute(&mut self, id: &str, amount: Option<i64>) {
        let (dispute, created) = (self.id("sd"), self.now_s());
        let payment = self.payment(id);
        let most = payment.refundable();
        let amount = amount.unwrap_or(most).min(most);
        if amount <= 0 {
            return;
        }
        payment.disputes.push(Dispute { id: dispute.clone(), amount, status: DisputeStatus::Open, created });
        self.book(EntryKind::DisputeOpened, id, &dispute, amount);
        self.emit_payment("dispute.opened", id);
    }

    /// The bank decides every open dispute of the payment.
    pub(crate) fn close_disputes(&mut self, id: &str, won: bool) {
        let open: Vec<(String, i64)> = self
            .payment(id)
            .disputes
            .iter_mut()
            .filter(|dispute| dispute.status == DisputeStatus::Open)
            .map(|dispute| {
                dispute.status = if won { DisputeStatus::Won } else { DisputeStatus::Lost };
                (dispute.id.clone(), dispute.amount)
            })
            .collect();
        let (kind, event) =
            if won { (EntryKind::DisputeWon, "dispute.won") } else { (EntryKind::DisputeLost, "dispute.lost") };
        for (dispute, amount) in open {
            self.book(kind, id, &dispute, amount);
            self.emit_payment(event, id);
        }
    }

    /// The provider takes a fee and does nothing for it.
    pub(crate) fn take_fee(&mut self, id: &str, amount: i64) {
        self.book(EntryKind::Fee, id, id, amount * FEE_PERCENT / 100);
    }
}

/// What a capture asks for.
#[derive(Debug, Clone)]
pub(crate) struct Capture<'a> {
    /// Provider minor units.
    pub(crate) amount: i64,
    /// Whether the rest of the hold is released.
    pub(crate) last: bool,
    pub(crate) reference: Option<&'a str>,
    pub(crate) actor: Actor,
    /// How long it stays pending, in seconds.
    pub(crate) pending_s: Option<i64>,
}

//! What moves the money of a payment: capture, void, refund.

use super::{
    Core, Res,
    book::{Book, NewOp, Send},
    check_part, no_payment,
};
use crate::{
    decide::{self, VoidCheck},
    model::{Op, Payment},
    port::Provider,
};
use infrasell_contracts::payments::{Capabilities, Capture, Payment as PaymentView, PaymentError, Refund, Void};
use infrasell_db::{Once, OnceTx, Tx};
use infrasell_kernel::{PaymentId, ProviderOpId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::payment::{OpKind, OpState};
use std::sync::Arc;

/// The name of the operation that voids.
const VOID: &str = "void";
/// What a person is told to do about a refund by hand.
const PAY_BACK_BY_HAND: &str = "pay the money back by hand, then confirm it";

impl Core {
    pub(crate) async fn capture(self: &Arc<Self>, cx: &Cx, req: Capture) -> Res<PaymentView> {
        check_part(&req.reference, req.amount_minor)?;
        let mut tx = match self.db.begin_once(cx, "payments.capture", &req).await? {
            Once::Answered(op) => return self.replay(req.id, op).await,
            Once::Fresh(tx) => tx,
        };
        let mut book = open(&mut tx, req.id).await?;
        if let Some(op) = book.op(&req.reference) {
            let same = op.kind == OpKind::Capture && req.amount_minor.is_none_or(|asked| asked == op.amount_minor);
            let id = op.id;
            return self.again(tx, req.id, id, same).await;
        }
        book.check_wanted()?;
        let (engine, caps) = self.means(&book.payment)?;
        let amount_minor = decide::capture_amount(
            book.state(),
            &book.ledger,
            &book.ops,
            &caps,
            &book.payment.method,
            req.amount_minor,
        )?;
        let new = self.part(OpKind::Capture, req.reference, amount_minor, &*engine);
        let op = book.add(&mut tx, self, new).await?;
        let payment = book.close(&mut tx, self, "call").await?;
        tx.commit_with(&op.id).await?;
        self.finish(payment, op).await
    }

    pub(crate) async fn void(self: &Arc<Self>, cx: &Cx, req: Void) -> Res<PaymentView> {
        let mut tx = match self.db.begin_once(cx, "payments.void", &req).await? {
            Once::Answered(Some(op)) => return self.replay(req.id, op).await,
            Once::Answered(None) => return self.view(req.id).await,
            Once::Fresh(tx) => tx,
        };
        let mut book = open(&mut tx, req.id).await?;
        let (engine, caps) = self.means(&book.payment)?;
        if let Some(op) = book.ops.iter().rfind(|op| op.kind == OpKind::Void && decide::is_open(op.state)) {
            let id = op.id;
            tx.commit_with(&Some(id)).await?;
            return self.replay(req.id, id).await;
        }
        let check = decide::check_void(book.state(), &book.ledger, &book.ops, &caps, &book.payment.method)?;
        if check == VoidCheck::Gone {
            tx.commit_with(&None::<ProviderOpId>).await?;
            return self.view(req.id).await;
        }
        let reference = book.free_reference(VOID);
        let new = self.part(OpKind::Void, reference, 0, &*engine);
        let op = book.add(&mut tx, self, new).await?;
        let payment = book.close(&mut tx, self, "call").await?;
        tx.commit_with(&Some(op.id)).await?;
        self.finish(payment, op).await
    }

    pub(crate) async fn refund(self: &Arc<Self>, cx: &Cx, req: Refund) -> Res<PaymentView> {
        check_part(&req.reference, Some(req.amount_minor))?;
        let mut tx = match self.db.begin_once(cx, "payments.refund", &req).await? {
            Once::Answered(op) => return self.replay(req.id, op).await,
            Once::Fresh(tx) => tx,
        };
        let mut book = open(&mut tx, req.id).await?;
        if let Some(op) = book.op(&req.reference) {
            let same = op.kind == OpKind::Refund && req.amount_minor == op.amount_minor;
            let id = op.id;
            return self.again(tx, req.id, id, same).await;
        }
        let (engine, caps) = self.means(&book.payment)?;
        decide::check_refund(book.state(), &book.ledger, &book.ops, &caps, &book.payment.method, req.amount_minor)?;
        let new = self.part(OpKind::Refund, req.reference, req.amount_minor, &*engine);
        let op = book.add(&mut tx, self, new).await?;
        let payment = book.close(&mut tx, self, "call").await?;
        tx.commit_with(&op.id).await?;
        self.finish(payment, op).await
    }

    /// Writes down a refund that will not be, so that whoever asked for it learns so.
    pub(crate) async fn refuse_refund(
        &self,
        id: PaymentId,
        reference: String,
        amount_minor: i64,
        why: &str,
    ) -> Res<()> {
        let mut tx = self.db.begin().await?;
        let mut book = open(&mut tx, id).await?;
        if book.op(&reference).is_none() {
            let new = NewOp { kind: OpKind::Refund, reference, amount_minor, request: None, send: Send::Soon };
            let op = book.add(&mut tx, self, new).await?;
            book.refuse(op.id, why);
        }
        book.close(&mut tx, self, "orders").await?;
        tx.commit().await?;
        Ok(())
    }

    /// A new part of a payment: sent at once, or when the provider can be reached, or by a person.
    pub(crate) fn part(&self, kind: OpKind, reference: String, amount_minor: i64, engine: &dyn Provider) -> NewOp {
        let by_hand = kind == OpKind::Refund && self.is_by_hand(engine);
        let send = if by_hand {
            Send::ByPerson(PAY_BACK_BY_HAND)
        } else if engine.is_reachable(self.now()) {
            Send::Now
        } else {
            Send::Soon
        };
        NewOp { kind, reference, amount_minor, request: None, send }
    }

    fn is_by_hand(&self, engine: &dyn Provider) -> bool {
        // Whether people handle the money does not depend on the currency.
        engine.capabilities(infrasell_kernel::Currency::INR).is_some_and(|caps| caps.recorded_by_staff)
    }

    /// The engine of a payment, and what it can do for it.
    pub(crate) fn means(&self, payment: &Payment) -> Res<(Arc<dyn Provider>, Capabilities)> {
        let engine = self.engine_of(&payment.method)?;
        let none = || PaymentError::NotSupported {
            method: payment.method.clone(),
            action: format!("handle {}", payment.amount.currency),
        };
        Ok((Arc::clone(engine), engine.capabilities(payment.amount.currency).ok_or_else(none)?))
    }

    /// The answer when the name was used before: for the same thing what became of it, for another a refusal.
    async fn again(self: &Arc<Self>, tx: OnceTx, payment: PaymentId, op: ProviderOpId, same: bool) -> Res<PaymentView> {
        if !same {
            return Err(Fault::IdempotencyKeyReused.into());
        }
        tx.commit_with(&op).await?;
        self.replay(payment, op).await
    }

    /// Sends what is to be sent, and answers what came of it.
    async fn finish(self: &Arc<Self>, payment: Payment, op: Op) -> Res<PaymentView> {
        let id = op.id;
        if op.state == OpState::Sent {
            self.send(payment.clone(), op).await?;
        }
        self.replay(payment.id, id).await
    }

    /// What became of an operation: the payment, or why it was refused.
    async fn replay(&self, payment: PaymentId, op: ProviderOpId) -> Res<PaymentView> {
        let op = self.reload(op).await?;
        if op.state == OpState::Failed {
            let reason = op.cause.unwrap_or_else(|| "without a reason".into());
            return Err(Fault::conflict(format!("the provider refused the {}: {reason}", op.kind)).into());
        }
        self.view(payment).await
    }
}

impl Book {
    /// Whether the money is still wanted.
    pub(crate) fn check_wanted(&self) -> Res<()> {
        match &self.payment.undo_reference {
            None => Ok(()),
            Some(undo) => Err(Fault::conflict(format!("the payment is being undone by {undo}")).into()),
        }
    }

    /// The name itself or, where attempts under it have failed, that of the next attempt.
    pub(crate) fn free_reference(&self, base: &str) -> String {
        let mut reference = base.to_owned();
        while self.op(&reference).is_some() {
            reference = decide::next_reference(&reference);
        }
        reference
    }
}

/// Opens a payment that must be there.
pub(crate) async fn open(tx: &mut Tx, id: PaymentId) -> Res<Book> {
    Book::open(tx, id).await?.ok_or_else(|| no_payment(id))
}

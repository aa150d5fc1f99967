//! Undoing: whatever a payment holds or has taken, now or later, goes back.
//!
//! Always true: the wish is written down first and stays; money that comes in after it goes back too.

use super::{Core, Res, book::UNDO, check_part, moves::open};
use crate::{
    decide::{self, NONE, UndoStep},
    model::Op,
};
use infrasell_contracts::payments::{Payment as PaymentView, Undo};
use infrasell_db::Once;
use infrasell_kernel::PaymentId;
use infrasell_rpc::Cx;
use infrasell_rules::payment::{Fact, FactKind, OpKind, OpState};
use std::sync::Arc;

/// The most operations that one round of undoing sends.
const MAX_STEPS: u32 = 4;

impl Core {
    pub(crate) async fn undo(self: &Arc<Self>, cx: &Cx, req: Undo) -> Res<PaymentView> {
        check_part(&req.reference, None)?;
        if let Once::Fresh(mut tx) = self.db.begin_once::<PaymentId>(cx, "payments.undo", &req).await? {
            let mut book = open(&mut tx, req.id).await?;
            book.payment.undo_reference.get_or_insert(req.reference);
            book.abandon_captures();
            if book.payment.method == NONE {
                let payment = &book.payment;
                book.ledger.facts.push(Fact {
                    provider: NONE.into(),
                    account: payment.account.clone(),
                    mode: payment.mode,
                    object_id: payment.id.to_string(),
                    kind: FactKind::Voided,
                    amount_minor: 0,
                    reference: None,
                    seen_at: self.now(),
                });
            }
            let payment = book.close(&mut tx, self, &cx.caller.actor()).await?;
            // Should this process not come to it.
            let later = self.forsaken_at(&payment.method, self.now());
            tx.enqueue(UNDO, Some(&req.id.to_string()), &req.id, later).await?;
            tx.commit_with(&req.id).await?;
        }
        self.undo_now(req.id).await?;
        self.view(req.id).await
    }

    /// Does what can be done now; the rest follows when it can.
    pub(crate) async fn undo_now(self: &Arc<Self>, id: PaymentId) -> Res<()> {
        for _ in 0..MAX_STEPS {
            let Some(op) = self.next_undo(id).await? else { return Ok(()) };
            if op.state != OpState::Sent {
                return Ok(());
            }
            let payment = self.load(id).await?;
            self.send(payment, op.clone()).await?;
            if decide::is_open(self.reload(op.id).await?.state) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes the next operation of an undoing down, if there is one.
    async fn next_undo(&self, id: PaymentId) -> Res<Option<Op>> {
        let mut tx = self.db.begin().await?;
        let mut book = open(&mut tx, id).await?;
        let Some(undo) = book.payment.undo_reference.clone().filter(|_| book.payment.method != NONE) else {
            return Ok(None);
        };
        let (engine, caps) = self.means(&book.payment)?;
        let (kind, amount_minor) = match decide::undo_step(book.state(), &book.ledger, &book.ops, &caps) {
            UndoStep::Void => (OpKind::Void, 0),
            UndoStep::Refund(amount_minor) => (OpKind::Refund, amount_minor),
            UndoStep::Wait | UndoStep::Person | UndoStep::Done => return Ok(None),
        };
        let reference = book.free_reference(&format!("{undo}:{kind}"));
        let new = self.part(kind, reference, amount_minor, &*engine);
        let op = book.add(&mut tx, self, new).await?;
        book.close(&mut tx, self, "undo").await?;
        tx.commit().await?;
        Ok(Some(op))
    }
}

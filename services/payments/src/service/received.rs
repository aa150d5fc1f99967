//! Money that staff have received by hand.

use super::{Core, Res, book::Book, check_part, moves::open};
use crate::port::Seen;
use infrasell_contracts::payments::{Payment as PaymentView, PaymentError, RecordReceived};
use infrasell_db::Once;
use infrasell_kernel::{PaymentId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::payment::{CaptureSnapshot, FactKind, PartStatus, PaymentState, Snapshot, SnapshotStatus};
use std::sync::Arc;

impl Core {
    pub(crate) async fn record_received(self: &Arc<Self>, cx: &Cx, req: RecordReceived) -> Res<PaymentView> {
        check_part(&req.receipt, Some(req.amount_minor)).map_err(name_receipt)?;
        let mut tx = match self.db.begin_once::<PaymentId>(cx, "payments.record_received", &req).await? {
            Once::Answered(id) => return self.view(id).await,
            Once::Fresh(tx) => tx,
        };
        let mut book = open(&mut tx, req.id).await?;
        let (_, caps) = self.means(&book.payment)?;
        if !caps.recorded_by_staff {
            let method = book.payment.method.clone();
            return Err(PaymentError::NotSupported { method, action: "record money by hand".into() }.into());
        }
        let object = format!("{}/{}", req.id, req.receipt);
        let known = book.ledger.facts.iter().find(|fact| fact.kind == FactKind::Captured && fact.object_id == object);
        if known.is_some_and(|fact| fact.amount_minor != req.amount_minor) {
            return Err(Fault::conflict("the receipt is recorded with another amount").into());
        }
        if known.is_none() {
            let state = book.state();
            let waits = matches!(
                state,
                PaymentState::Pending | PaymentState::PartiallyCaptured | PaymentState::PartiallyRefunded
            );
            if !waits {
                return Err(PaymentError::WrongState { state }.into());
            }
            let captured_minor = book.ledger.totals().captured_minor;
            let available_minor = book.payment.amount.minor - captured_minor;
            if req.amount_minor > available_minor {
                return Err(PaymentError::AmountTooLarge { asked_minor: req.amount_minor, available_minor }.into());
            }
            let seen = seen(&book, captured_minor + req.amount_minor, &req, object, self.now());
            book.observe(&seen);
        }
        book.close(&mut tx, self, &cx.caller.actor()).await?;
        tx.commit_with(&req.id).await?;
        self.view(req.id).await
    }
}

fn name_receipt(failed: super::Failed) -> super::Failed {
    let PaymentError::Fault(Fault::Invalid { mut errors }) = failed.0 else { return failed };
    for error in &mut errors {
        if error.path == "reference" {
            error.path = "receipt".into();
            error.message = error.message.replace("reference", "receipt");
        }
    }
    Fault::Invalid { errors }.into()
}

/// All receipts in the words that providers' reports have.
fn seen(book: &Book, captured_minor: i64, req: &RecordReceived, object_id: String, now: Timestamp) -> Seen {
    let payment = &book.payment;
    let receipt = |object_id, amount_minor, reference| CaptureSnapshot {
        object_id,
        amount_minor,
        status: PartStatus::Succeeded,
        reference,
    };
    let known = book.ledger.facts.iter().filter(|fact| fact.kind == FactKind::Captured);
    let mut captures: Vec<CaptureSnapshot> =
        known.map(|fact| receipt(fact.object_id.clone(), fact.amount_minor, fact.reference.clone())).collect();
    captures.push(receipt(object_id, req.amount_minor, Some(req.receipt.clone())));
    let whole = captured_minor == payment.amount.minor;
    let snapshot = Snapshot {
        provider: payment.method.clone(),
        account: payment.account.clone(),
        mode: payment.mode,
        object_id: payment.provider_object.clone().unwrap_or_else(|| payment.provider_reference.clone()),
        currency: payment.amount.currency,
        authorised_minor: 0,
        capturable_minor: 0,
        captured_minor,
        refunded_minor: 0,
        disputed_minor: 0,
        status: if whole { SnapshotStatus::Captured } else { SnapshotStatus::PartiallyCaptured },
        captures,
        refunds: vec![],
        expires_at: None,
        seen_at: now,
    };
    Seen { snapshot, reference: None, next: payment.next_action.clone(), decline_code: None, approved: false }
}

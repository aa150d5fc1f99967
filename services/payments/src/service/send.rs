//! Sending: a provider is called with no transaction open, and the answer is recorded in one of its own.

use super::{Core, Res, book::Book, no_payment};
use crate::{
    decide,
    model::{Op, Payment},
    port::{Outcome, Part, Provider},
    store,
};
use infrasell_kernel::{PaymentId, ProviderOpId};
use infrasell_rpc::Fault;
use infrasell_rules::payment::{OpKind, OpState};
use std::sync::Arc;

impl Core {
    /// Opens a payment, lets `change` have its way, and writes what came of it.
    pub(crate) async fn record<T>(
        &self,
        id: PaymentId,
        actor: &str,
        change: impl FnOnce(&mut Book) -> T + Send,
    ) -> Res<(Payment, T)> {
        let mut tx = self.db.begin().await?;
        let mut book = Book::open(&mut tx, id).await?.ok_or_else(|| no_payment(id))?;
        let value = change(&mut book);
        let payment = book.close(&mut tx, self, actor).await?;
        tx.commit().await?;
        Ok((payment, value))
    }

    /// Sends an operation that is written down as sent, and records the answer. Once begun it goes on by itself, whether
    /// or not anybody waits for it.
    pub(crate) async fn send(self: &Arc<Self>, payment: Payment, op: Op) -> Res<Payment> {
        let core = Arc::clone(self);
        let sending = tokio::spawn(async move {
            let outcome = core.call(&payment, &op).await?;
            if let Outcome::Unknown { cause } = &outcome {
                tracing::warn!(op = %op.id, kind = %op.kind, cause, "a provider's answer is in doubt");
            }
            let (payment, ()) = core.record(op.payment, "call", |book| book.answer(op.id, &outcome)).await?;
            Ok(payment)
        });
        sending.await.map_err(Fault::internal)?
    }

    /// Writes down that an operation leaves, and sends it, unless somebody else has sent it since it was read.
    pub(crate) async fn send_again(self: &Arc<Self>, op: &Op) -> Res<Payment> {
        let (payment, sent) = self
            .record(op.payment, "call", |book| {
                let unchanged = book.ops.iter().any(|one| one.id == op.id && one.attempts == op.attempts);
                let leaves = unchanged && matches!(op.state, OpState::New | OpState::Unknown);
                if leaves {
                    book.sent(op.id);
                }
                book.ops.iter().find(|one| leaves && one.id == op.id && decide::is_open(one.state)).cloned()
            })
            .await?;
        match sent {
            Some(op) => self.send(payment, op).await,
            None => Ok(payment),
        }
    }

    async fn call(&self, payment: &Payment, op: &Op) -> Res<Outcome> {
        let engine = self.engine_of(&payment.method)?;
        if op.kind == OpKind::Create {
            let request = op.request.clone().unwrap_or_default();
            return Ok(engine.create(&op.key, &request.new_payment(payment)).await);
        }
        let Some(target) = payment.target() else {
            return Ok(Outcome::Unknown { cause: "the provider's object is not known yet".into() });
        };
        let part = Part { target, reference: op.reference.clone(), amount_minor: op.amount_minor };
        Ok(call_part(&**engine, op, &part).await)
    }

    /// An operation as it stands now.
    pub(crate) async fn reload(&self, id: ProviderOpId) -> Res<Op> {
        let op = store::op::get(&self.db, id).await?;
        Ok(op.ok_or_else(|| Fault::not_found("provider operation", id))?)
    }
}

async fn call_part(engine: &dyn Provider, op: &Op, part: &Part) -> Outcome {
    match op.kind {
        OpKind::Create | OpKind::Authorise => engine.authorise(&op.key, &part.target).await,
        OpKind::Capture => engine.capture(&op.key, part).await,
        OpKind::Void => engine.void(&op.key, &part.target).await,
        OpKind::Refund => engine.refund(&op.key, part).await,
    }
}

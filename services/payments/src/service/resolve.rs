//! Finding out: what became of an operation whose call ended without an answer, and how a payment stands.
//!
//! Always true: the provider is looked at before anything is sent again; what is sent again goes under the same key and
//! only while the provider remembers it; nothing counts as failed before a look has shown it.

use super::{Core, Res, book::NewOp, moves::open};
use crate::{
    decide::{self, NONE},
    model::{Op, Payment},
    port::{Answer, Provider, Seen},
    store,
};
use infrasell_contracts::payments::{Payment as PaymentView, PaymentError, ProviderOp};
use infrasell_kernel::{PaymentId, ProviderOpId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::payment::{OpKind, OpState};
use serde::Serialize;
use std::{sync::Arc, time::Duration};

/// How long before its end a key is not relied on any more.
const KEY_MARGIN: Duration = Duration::from_secs(600);
/// How soon an unsent operation is looked at again while its provider cannot be reached.
const REACH_AGAIN: Duration = Duration::from_secs(30);
/// The most calls in one round.
const MAX_ROUNDS: u32 = 3;

/// What a look at a provider found.
enum Look {
    Found(Box<Seen>),
    /// The provider has nothing under our reference.
    Absent,
    Unknown(String),
}

impl Core {
    /// Goes on with an operation; says when to come back to it, if at all.
    pub(crate) async fn resolve(self: &Arc<Self>, id: ProviderOpId) -> Res<Option<Timestamp>> {
        let mut why = String::from("the provider does not show it");
        for _ in 0..MAX_ROUNDS {
            let op = self.reload(id).await?;
            if !decide::is_open(op.state) || op.needs_operator {
                return Ok(None);
            }
            let payment = self.load(op.payment).await?;
            let engine = Arc::clone(self.engine_of(&payment.method)?);
            match op.state {
                OpState::New if engine.is_reachable(self.now()) => {
                    self.send_again(&op).await?;
                }
                OpState::New => return Ok(Some(self.now().plus(REACH_AGAIN))),
                OpState::Sent => {
                    let forsaken_at = self.forsaken_at(&payment.method, op.sent_at.unwrap_or(op.created_at));
                    if self.now() < forsaken_at {
                        return Ok(Some(forsaken_at));
                    }
                    self.record(op.payment, "resolver", |book| book.doubt(id, "the process that sent it has ended"))
                        .await?;
                }
                OpState::Unknown => match self.resolve_unknown(&payment, &op, &*engine).await? {
                    Next::Settled => return Ok(None),
                    Next::Later(cause) => {
                        why = cause;
                        break;
                    }
                    Next::AtOnce => {}
                },
                OpState::Done | OpState::Failed => return Ok(None),
            }
        }
        let op = self.reload(id).await?;
        if !decide::is_open(op.state) {
            return Ok(None);
        }
        let (_, again) = self.record(op.payment, "resolver", |book| book.look_again(id, &why)).await?;
        if again.is_none() {
            tracing::error!(op = %id, kind = %op.kind, why, "an operation waits for staff");
        }
        Ok(again)
    }

    async fn resolve_unknown(self: &Arc<Self>, payment: &Payment, op: &Op, engine: &dyn Provider) -> Res<Next> {
        match look(payment, engine).await {
            Look::Unknown(cause) => return Ok(Next::Later(cause)),
            Look::Absent if op.kind != OpKind::Create => return Ok(Next::Later("the payment is not shown".into())),
            Look::Absent => {}
            Look::Found(seen) => {
                let (_, ends) = self
                    .record(payment.id, "resolver", |book| {
                        book.observe(&seen);
                        let op = book.ops.iter().find(|one| one.id == op.id);
                        op.map(|op| (decide::is_open(op.state), decide::evidence(op, &book.ledger)))
                    })
                    .await?;
                match ends {
                    Some((true, decide::Evidence::Nothing)) => {}
                    Some((true, _)) => return Ok(Next::Later("it is under way at the provider".into())),
                    Some((false, _)) | None => return Ok(Next::Settled),
                }
            }
        }
        if op.refusal.is_some() {
            return self.give_up(op, "the provider refused it").await;
        }
        let remembered_until = op.first_sent_at.unwrap_or(op.created_at).plus(engine.key_life()).minus(KEY_MARGIN);
        if self.now() >= remembered_until {
            return self.give_up(op, "the provider does not know it, and its key has expired").await;
        }
        self.send_again(op).await?;
        let after = self.reload(op.id).await?;
        // A refusal of the second call wants a look that confirms it, at once.
        Ok(match (decide::is_open(after.state), after.refusal) {
            (false, _) => Next::Settled,
            (true, Some(_)) => Next::AtOnce,
            (true, None) => Next::Later(after.cause.unwrap_or_default()),
        })
    }

    async fn give_up(&self, op: &Op, why: &str) -> Res<Next> {
        self.record(op.payment, "resolver", |book| book.absent(op.id, why)).await?;
        Ok(Next::Settled)
    }

    /// Asks the provider how a payment stands.
    pub(crate) async fn sync(self: &Arc<Self>, id: PaymentId, actor: &str) -> Res<PaymentView> {
        let payment = self.load(id).await?;
        if payment.method == NONE {
            return Ok(payment.view());
        }
        let (engine, caps) = self.means(&payment)?;
        if caps.recorded_by_staff {
            return Ok(payment.view());
        }
        match look(&payment, &*engine).await {
            Look::Absent => Ok(payment.view()),
            Look::Unknown(cause) => {
                tracing::warn!(payment = %id, cause, "a provider could not say how a payment stands");
                Err(Fault::Unavailable { what: payment.method }.into())
            }
            Look::Found(seen) => Ok(self.take_in(id, &seen, actor).await?.view()),
        }
    }

    /// Takes in what a provider shows, and goes on where it waits for us.
    pub(crate) async fn take_in(self: &Arc<Self>, id: PaymentId, seen: &Seen, actor: &str) -> Res<Payment> {
        let (payment, unsent) = self
            .record(id, actor, |book| {
                book.observe(seen);
                seen.approved
            })
            .await?;
        if !unsent {
            return Ok(payment);
        }
        for op in self.ops_of(id).await? {
            if op.kind == OpKind::Authorise && op.state == OpState::New {
                self.resolve(op.id).await?;
            }
        }
        self.load(id).await
    }

    /// Records who asked for what takes several transactions, with the provider in between.
    pub(crate) async fn record_asked(
        &self,
        cx: &Cx,
        action: &str,
        payment: PaymentId,
        asked: &(impl Serialize + Sync),
    ) -> Res<()> {
        let mut tx = self.db.begin().await?;
        tx.record(cx, action, payment, asked).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A person says: try again.
    pub(crate) async fn retry_op(self: &Arc<Self>, id: ProviderOpId) -> Res<ProviderOp> {
        let op = self.reload(id).await?;
        match op.state {
            OpState::New if op.needs_operator => {
                self.send_again(&op).await?;
            }
            OpState::New | OpState::Sent | OpState::Unknown => {
                self.record(op.payment, "staff", |book| book.revive(id)).await?;
                if let Some(at) = self.resolve(id).await? {
                    self.db.enqueue(super::book::RESOLVE, Some(&id.to_string()), &id, at).await?;
                }
            }
            OpState::Done => {}
            OpState::Failed => return self.attempt_anew(op).await,
        }
        Ok(self.reload(id).await?.view())
    }

    /// A new operation in the place of one that failed, after a look has confirmed that it did not happen.
    async fn attempt_anew(self: &Arc<Self>, op: Op) -> Res<ProviderOp> {
        if matches!(op.kind, OpKind::Create | OpKind::Authorise) {
            let state = self.load(op.payment).await?.state;
            return Err(PaymentError::WrongState { state }.into());
        }
        self.sync(op.payment, "staff").await?;
        let now = self.reload(op.id).await?;
        if now.state != OpState::Failed {
            return Ok(now.view());
        }
        let mut tx = self.db.begin().await?;
        let mut book = open(&mut tx, op.payment).await?;
        let base = decide::base_reference(&op.reference);
        if let Some(later) =
            book.ops.iter().rfind(|one| decide::base_reference(&one.reference) == base && one.id != op.id)
            && later.id > op.id
        {
            return Ok(later.clone().view());
        }
        let (engine, caps) = self.means(&book.payment)?;
        let (state, method) = (book.state(), book.payment.method.clone());
        match op.kind {
            OpKind::Capture => {
                book.check_wanted()?;
                decide::capture_amount(state, &book.ledger, &book.ops, &caps, &method, Some(op.amount_minor))?;
            }
            OpKind::Refund => decide::check_refund(state, &book.ledger, &book.ops, &caps, &method, op.amount_minor)?,
            _ => {
                decide::check_void(state, &book.ledger, &book.ops, &caps, &method)?;
            }
        }
        let new: NewOp = self.part(op.kind, book.free_reference(base), op.amount_minor, &*engine);
        let new = book.add(&mut tx, self, new).await?;
        let payment = book.close(&mut tx, self, "staff").await?;
        tx.commit().await?;
        if new.state == OpState::Sent {
            self.send(payment, new.clone()).await?;
        }
        Ok(self.reload(new.id).await?.view())
    }

    /// A payment that must be there.
    pub(crate) async fn load(&self, id: PaymentId) -> Res<Payment> {
        let payment = store::payment::get(&self.db, id).await?;
        payment.ok_or_else(|| super::no_payment(id))
    }
}

/// What comes after a step of resolving.
enum Next {
    /// It is known how it ended.
    Settled,
    /// The next round, now.
    AtOnce,
    /// Nothing now, for this reason.
    Later(String),
}

/// Looks at a payment: by its object, or by our reference while we do not know its object.
async fn look(payment: &Payment, engine: &dyn Provider) -> Look {
    if let Some(object) = &payment.provider_object {
        return match engine.fetch(object).await {
            Answer::Found(seen) => Look::Found(Box::new(seen)),
            Answer::Absent => Look::Unknown("the payment is not shown".into()),
            Answer::Unknown { cause } => Look::Unknown(cause),
        };
    }
    match engine.find_by_reference(&payment.provider_reference).await {
        Answer::Found(found) => {
            if found.len() > 1 {
                tracing::error!(payment = %payment.id, count = found.len(), "the provider has several objects for a payment");
            }
            found.into_iter().next().map_or(Look::Absent, |seen| Look::Found(Box::new(seen)))
        }
        Answer::Absent => Look::Absent,
        Answer::Unknown { cause } => Look::Unknown(cause),
    }
}

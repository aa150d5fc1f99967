//! A payment with everything that is known about it, open in a transaction: the one place where what a provider says
//! becomes facts, and facts become a state.
//!
//! Always true: facts are only added; an operation changes only as its machine allows; whatever changed is written,
//! announced and followed up in the same transaction.

use super::Core;
use crate::{
    decide::{self, Evidence, UndoStep},
    model::{Op, Payment, Request, hash},
    port::{OpKey, Outcome, Seen},
    store,
};
use infrasell_contracts::payments::{Capabilities, NextAction, PAYMENT_CHANGED, PaymentChanged};
use infrasell_db::{DbError, Tx};
use infrasell_kernel::{PaymentId, ProviderOpId, Timestamp};
use infrasell_rules::payment::{
    Fact, FactKind, Latest, OpEvent, OpKind, OpState, PaymentLedger, PaymentState, decide_op,
};

/// The job that finds out how an operation ended.
pub(crate) const RESOLVE: &str = "payments.resolve";
/// The job that asks how a payment stands.
pub(crate) const POLL: &str = "payments.poll";
/// The job that goes on undoing a payment.
pub(crate) const UNDO: &str = "payments.undo";

/// A payment, open.
pub(crate) struct Book {
    pub(crate) payment: Payment,
    pub(crate) ledger: PaymentLedger,
    pub(crate) ops: Vec<Op>,
    before: Payment,
    ops_before: Vec<Op>,
    facts_before: usize,
    /// The operations that are new in this transaction.
    added: Vec<ProviderOpId>,
    approved: bool,
    /// Whether the payment itself is.
    is_new: bool,
    now: Timestamp,
}

/// A new operation.
pub(crate) struct NewOp {
    pub(crate) kind: OpKind,
    pub(crate) reference: String,
    pub(crate) amount_minor: i64,
    pub(crate) request: Option<Request>,
    /// Whether it leaves as soon as it is written; otherwise its job sends it, or a person.
    pub(crate) send: Send,
}

/// When an operation leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Send {
    /// As soon as it is written down.
    Now,
    /// When its job runs.
    Soon,
    /// When a person says so.
    ByPerson(&'static str),
}

impl Book {
    /// Opens a payment and keeps it from others until the transaction ends.
    pub(crate) async fn open(tx: &mut Tx, id: PaymentId) -> Result<Option<Book>, DbError> {
        let Some(payment) = store::payment::lock(tx, id).await? else { return Ok(None) };
        let facts = store::fact::of_payment(tx, id).await?;
        let ops = store::op::of_payment(tx, id).await?;
        let now = tx.db().now();
        let ledger = PaymentLedger { held: payment.held.clone(), latest: payment.latest, facts };
        Ok(Some(Book { facts_before: ledger.facts.len(), ledger, is_new: false, ..Book::fresh(payment, ops, now) }))
    }

    /// A payment that is new in this transaction.
    pub(crate) fn fresh(payment: Payment, ops: Vec<Op>, now: Timestamp) -> Book {
        Book {
            before: payment.clone(),
            ops_before: ops.clone(),
            facts_before: 0,
            added: vec![],
            ledger: PaymentLedger::default(),
            approved: false,
            is_new: true,
            payment,
            ops,
            now,
        }
    }

    /// Where the payment stands now.
    pub(crate) fn state(&self) -> PaymentState {
        decide::state(&self.payment, &self.ledger)
    }

    /// The operation with this name.
    pub(crate) fn op(&self, reference: &str) -> Option<&Op> {
        self.ops.iter().find(|op| op.reference == reference)
    }

    fn op_mut(&mut self, id: ProviderOpId) -> Option<&mut Op> {
        self.ops.iter_mut().find(|op| op.id == id)
    }

    /// Takes in what the provider shows.
    pub(crate) fn observe(&mut self, seen: &Seen) {
        let object = &seen.snapshot.object_id;
        if self.payment.provider_object.as_ref().is_some_and(|known| known != object) {
            tracing::error!(payment = %self.payment.id, object, "the provider has a second object for a payment");
            return;
        }
        self.ledger.observe(&self.payment.intent(), &seen.snapshot);
        let is_ours = seen.snapshot.account == self.payment.account && seen.snapshot.mode == self.payment.mode;
        if is_ours {
            self.payment.provider_object.get_or_insert_with(|| object.clone());
        }
        let said = Latest { status: seen.snapshot.status, seen_at: seen.snapshot.seen_at };
        // What is not a fact but a passing state of things is taken from the latest report alone.
        if is_ours && self.ledger.latest == Some(said) {
            self.payment.expires_at = seen.snapshot.expires_at;
            self.payment.next_action.clone_from(&seen.next);
            if let Some(code) = &seen.decline_code {
                self.payment.decline_reason = Some(code.clone());
            }
        }
        self.approved |= is_ours && seen.approved && self.ledger.held.is_none();
        self.match_ops();
    }

    /// Settles the operations that the ledger now says the end of.
    fn match_ops(&mut self) {
        for i in 0..self.ops.len() {
            let event = match (decide::evidence(&self.ops[i], &self.ledger), self.ops[i].state) {
                (Evidence::Happened, OpState::Sent | OpState::Unknown | OpState::Failed) => OpEvent::FoundDone,
                (Evidence::Failed, OpState::Unknown) => OpEvent::FoundAbsent,
                _ => continue,
            };
            let now = self.now;
            let reason = self.payment.decline_reason.clone();
            happen(&mut self.ops[i], event, now);
            if self.ops[i].state == OpState::Failed {
                self.ops[i].cause = self.ops[i].refusal.take().or(reason);
            }
        }
    }

    /// Takes in how a call ended.
    pub(crate) fn answer(&mut self, op: ProviderOpId, outcome: &Outcome) {
        match outcome {
            Outcome::Done(seen) | Outcome::NeedsAction(seen) => {
                self.observe(seen);
                self.accepted(op);
            }
            Outcome::Declined { reason, seen } => {
                if let Some(seen) = seen {
                    self.observe(seen);
                }
                self.declined(op, reason);
            }
            Outcome::Unknown { cause } => self.doubt(op, cause),
        }
    }

    /// The provider said yes. It is done when the ledger shows it; a held payment shows nothing, and a person must look.
    fn accepted(&mut self, id: ProviderOpId) {
        let (now, held) = (self.now, self.ledger.held.is_some());
        let Some(op) = self.ops.iter().find(|op| op.id == id) else { return };
        if !decide::is_open(op.state) {
            return;
        }
        let happened = decide::evidence(op, &self.ledger) == Evidence::Happened;
        let moves_money = matches!(op.kind, OpKind::Capture | OpKind::Refund);
        let Some(op) = self.op_mut(id) else { return };
        if happened || (held && !moves_money) {
            happen(op, OpEvent::Succeeded, now);
            return;
        }
        happen(op, OpEvent::NoAnswer, now);
        op.cause = Some("the provider accepted it and does not show it yet".into());
        op.needs_operator |= held;
    }

    /// The provider said no. After a second call that is no proof about the first: a look must confirm it.
    fn declined(&mut self, id: ProviderOpId, reason: &str) {
        let now = self.now;
        let Some(op) = self.op_mut(id) else { return };
        match op.state {
            OpState::Sent => {
                happen(op, OpEvent::Refused, now);
                op.cause = Some(reason.into());
                if op.kind == OpKind::Create {
                    self.never_was(id, reason);
                }
            }
            OpState::Unknown => op.refusal = Some(reason.into()),
            OpState::New | OpState::Done | OpState::Failed => {}
        }
    }

    /// Nobody knows how the call ended.
    pub(crate) fn doubt(&mut self, id: ProviderOpId, cause: &str) {
        let now = self.now;
        let Some(op) = self.op_mut(id).filter(|op| decide::is_open(op.state)) else { return };
        happen(op, OpEvent::NoAnswer, now);
        op.cause = Some(cause.into());
    }

    /// A look has shown that it did not happen, and it will not.
    pub(crate) fn absent(&mut self, id: ProviderOpId, why: &str) {
        let now = self.now;
        let Some(op) = self.op_mut(id).filter(|op| op.state == OpState::Unknown) else { return };
        let reason = op.refusal.take().unwrap_or_else(|| why.into());
        op.cause = Some(reason.clone());
        happen(op, OpEvent::FoundAbsent, now);
        if op.kind == OpKind::Create {
            self.never_was(id, &reason);
        }
    }

    /// Notes as a fact of our own that a payment came to nothing, where the provider has nothing to show for it.
    fn never_was(&mut self, id: ProviderOpId, reason: &str) {
        self.payment.decline_reason.get_or_insert_with(|| reason.into());
        if self.ledger.latest.is_some() || self.ledger.held.is_some() {
            return;
        }
        self.ledger.facts.push(Fact {
            provider: self.payment.method.clone(),
            account: self.payment.account.clone(),
            mode: self.payment.mode,
            object_id: id.to_string(),
            kind: FactKind::Failed,
            amount_minor: 0,
            reference: None,
            seen_at: self.now,
        });
    }

    /// Notes that an operation leaves now.
    pub(crate) fn sent(&mut self, id: ProviderOpId) {
        let now = self.now;
        if let Some(op) = self.op_mut(id).filter(|op| decide::is_open(op.state)) {
            happen(op, OpEvent::Send, now);
            op.attempts += 1;
            op.first_sent_at.get_or_insert(now);
            op.sent_at = Some(now);
            op.needs_operator = false;
        }
    }

    /// Notes that a look was of no use; says when to look again. After the last look a person must.
    pub(crate) fn look_again(&mut self, id: ProviderOpId, cause: &str) -> Option<Timestamp> {
        let now = self.now;
        let op = self.op_mut(id).filter(|op| decide::is_open(op.state))?;
        let delay = decide::lookup_delay(op.lookups);
        op.lookups += 1;
        op.cause = Some(cause.into());
        op.updated_at = now;
        op.needs_operator = delay.is_none();
        delay.map(|delay| now.plus(delay))
    }

    /// Takes back captures that were never sent.
    pub(crate) fn abandon_captures(&mut self) {
        let now = self.now;
        for op in self.ops.iter_mut().filter(|op| op.state == OpState::New && op.kind == OpKind::Capture) {
            happen(op, OpEvent::Abandon, now);
            op.cause = Some("it was not wanted any more".into());
        }
    }

    /// Takes back one operation that was never sent.
    pub(crate) fn refuse(&mut self, id: ProviderOpId, why: &str) {
        let now = self.now;
        if let Some(op) = self.op_mut(id) {
            happen(op, OpEvent::Abandon, now);
            op.cause = Some(why.into());
        }
    }

    /// Lets the resolver begin anew with an operation that waits for a person.
    pub(crate) fn revive(&mut self, id: ProviderOpId) {
        if let Some(op) = self.op_mut(id) {
            op.needs_operator = false;
            op.lookups = 0;
        }
    }

    /// Writes a new operation down.
    pub(crate) async fn add(&mut self, tx: &mut Tx, core: &Core, new: NewOp) -> Result<Op, DbError> {
        let op = core.op(tx.next_id().await?, &self.payment, new);
        store::op::insert(tx, &op)?;
        self.ops.push(op.clone());
        self.added.push(op.id);
        self.ops_before.push(op.clone());
        Ok(op)
    }

    /// Writes what has changed, tells the world, and sees to what follows. Gives the payment as it stands now.
    pub(crate) async fn close(mut self, tx: &mut Tx, core: &Core, actor: &str) -> Result<Payment, DbError> {
        if self.approved && self.op(AUTHORISE).is_none() && !has_ended(self.state()) {
            let amount_minor = self.payment.amount.minor;
            let new = NewOp {
                kind: OpKind::Authorise,
                reference: AUTHORISE.into(),
                amount_minor,
                request: None,
                send: Send::Soon,
            };
            self.add(tx, core, new).await?;
        }
        let fresh = &self.ledger.facts[self.facts_before..];
        store::fact::insert(tx, self.payment.id, fresh, actor).await?;
        let mut is_news = false;
        for (op, before) in self.ops.iter().zip(&self.ops_before) {
            if op != before {
                store::op::update(tx, op)?;
            }
            is_news |= op.kind == OpKind::Refund && (op.state != before.state || self.added.contains(&op.id));
            if let Some(run_at) = self.next_look(core, op, before) {
                tx.enqueue(RESOLVE, Some(&op.id.to_string()), &op.id, run_at).await?;
            }
        }
        self.derive();
        is_news |= self.payment.state != self.before.state || self.payment.totals != self.before.totals;
        // a promise is known to who was given it, and nobody else can do anything about it before there is money
        is_news &= !(self.is_new && self.payment.state == PaymentState::Pending && self.ledger.facts.is_empty());
        self.payment.revision += i64::from(is_news);
        if self.payment != self.before {
            let Payment { latest, revision, .. } = self.before;
            let looks_the_same = Payment { latest, revision, ..self.payment.clone() } == self.before;
            if !looks_the_same {
                self.payment.updated_at = self.now;
            }
            store::payment::update(tx, &self.payment)?;
        }
        if is_news {
            let refunds = decide::refund_progress(&self.ledger, &self.ops);
            tx.emit(PAYMENT_CHANGED, &changed(&self.payment, refunds)).await?;
        }
        self.follow_up(tx, core, actor).await?;
        Ok(self.payment)
    }

    /// When an operation that is new or newly in doubt is looked into: an unsent one at once, a sent one when its process
    /// can be taken for dead.
    fn next_look(&self, core: &Core, op: &Op, before: &Op) -> Option<Timestamp> {
        let is_new = self.added.contains(&op.id);
        match op.state {
            _ if op.needs_operator => None,
            OpState::New => is_new.then_some(self.now),
            OpState::Sent => is_new.then(|| core.forsaken_at(&self.payment.method, self.now)),
            OpState::Unknown if before.state == OpState::Unknown => None,
            OpState::Unknown => decide::lookup_delay(op.lookups).map(|delay| self.now.plus(delay)),
            OpState::Done | OpState::Failed => None,
        }
    }

    /// What is derived from the ledger.
    fn derive(&mut self) {
        let state = self.state();
        self.payment.held.clone_from(&self.ledger.held);
        self.payment.latest = self.ledger.latest;
        self.payment.totals = self.ledger.totals();
        self.payment.state = state;
        if state != PaymentState::Failed {
            self.payment.decline_reason = None;
        }
        let instructions = matches!(self.payment.next_action, Some(NextAction::Instructions { .. }));
        let waits_for_buyer = state == PaymentState::NeedsAction || (state == PaymentState::Pending && instructions);
        if !waits_for_buyer {
            self.payment.next_action = None;
        }
    }

    /// Undoes what came in after all, and asks again where the last word has not been said.
    async fn follow_up(&self, tx: &mut Tx, core: &Core, actor: &str) -> Result<(), DbError> {
        let key = self.payment.id.to_string();
        let Some(engine) = core.engine(&self.payment.method) else { return Ok(()) };
        let Some(caps) = engine.capabilities(self.payment.amount.currency) else { return Ok(()) };
        if let Some(at) = self.next_undo(&caps, actor) {
            tx.enqueue(UNDO, Some(&key), &self.payment.id, at).await?;
        }
        let asks = !caps.recorded_by_staff && !decide::is_final(self.payment.state, &self.ledger, &self.ops);
        if let Some(next) = decide::next_poll(&self.payment, self.now).filter(|_| asks) {
            tx.enqueue(POLL, Some(&key), &self.payment.id, next).await?;
        }
        Ok(())
    }

    /// When the undoing goes on: at once when it was news that set it off; a moment later when a call of ours did, whose
    /// caller may be undoing already.
    fn next_undo(&self, caps: &Capabilities, actor: &str) -> Option<Timestamp> {
        let undo = self.payment.undo_reference.as_ref()?;
        match decide::undo_step(self.payment.state, &self.ledger, &self.ops, caps) {
            UndoStep::Void | UndoStep::Refund(_) => {
                let tries = self.ops.iter().filter(|op| op.reference.starts_with(undo)).count();
                if tries == 0 && NEWS.contains(&actor) {
                    return Some(self.now);
                }
                decide::lookup_delay(i64::try_from(tries).unwrap_or(i64::MAX)).map(|delay| self.now.plus(delay))
            }
            UndoStep::Wait | UndoStep::Person | UndoStep::Done => None,
        }
    }
}

/// Whom news comes from.
const NEWS: &[&str] = &["resolver", "webhook", "poller", "recon"];

/// The name of the operation that holds the money after the buyer has approved.
const AUTHORISE: &str = "authorise";

const fn has_ended(state: PaymentState) -> bool {
    matches!(state, PaymentState::Voided | PaymentState::Failed)
}

/// Moves an operation as its machine allows; what it does not allow changes nothing.
fn happen(op: &mut Op, event: OpEvent, now: Timestamp) {
    let Ok(state) = decide_op(op.state, event) else { return };
    op.state = state;
    op.updated_at = now;
    if matches!(state, OpState::Done | OpState::Failed) {
        op.request = None;
        op.needs_operator = false;
    }
    if state == OpState::Done {
        op.cause = None;
        op.refusal = None;
    }
}

fn changed(payment: &Payment, refunds: Vec<infrasell_contracts::payments::RefundProgress>) -> PaymentChanged {
    PaymentChanged {
        payment: payment.id,
        revision: payment.revision,
        reference: payment.reference.clone(),
        state: payment.state,
        totals: payment.totals,
        refunds,
    }
}

impl Core {
    /// A new operation, not yet written.
    pub(crate) fn op(&self, id: ProviderOpId, payment: &Payment, new: NewOp) -> Op {
        let now = self.now();
        let mut op = Op {
            id,
            payment: payment.id,
            request_hash: hash(&(new.kind, &new.reference, new.amount_minor, &new.request)),
            kind: new.kind,
            amount_minor: new.amount_minor,
            reference: new.reference,
            key: OpKey(self.token()),
            request: new.request,
            state: OpState::New,
            attempts: 0,
            lookups: 0,
            cause: None,
            refusal: None,
            needs_operator: false,
            first_sent_at: None,
            sent_at: None,
            created_at: now,
            updated_at: now,
        };
        match new.send {
            Send::Now => {
                happen(&mut op, OpEvent::Send, now);
                op.attempts = 1;
                op.first_sent_at = Some(now);
                op.sent_at = Some(now);
            }
            Send::Soon => {}
            Send::ByPerson(why) => {
                op.needs_operator = true;
                op.cause = Some(why.into());
            }
        }
        op
    }
}

//! The world: everything the provider knows, in memory, behind one lock.
//!
//! Always true: what happens depends on the seed, the clock and the requests alone; nothing waits while the lock is
//! held.

use crate::{
    bank::{About, Bank, EntryKind},
    http::{Reply, Request},
    journal::Journal,
    payment::{Part, Payment},
    plan::{Act, Plans},
    rng::Rng,
    webhook::Webhooks,
};
use infrasell_kernel::{Clock, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

/// How long an answer is kept under its idempotency key, in seconds.
pub(crate) const KEY_LIFE_S: i64 = 24 * 3_600;

/// What will happen by itself when its time comes.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// A hold or a wait for the payer may end.
    Expire,
    /// The bank says yes to the payment, whatever it said before.
    Approve,
    /// The bank says no to a pending payment.
    Decline,
    /// A pending capture completes.
    CompleteCapture(String),
    /// A refund turns out not to have arrived.
    FailRefund(String),
}

/// The answer under an idempotency key; `None` while its request is being worked on.
#[derive(Debug)]
struct Stored {
    fingerprint: [u8; 32],
    until_s: i64,
    reply: Option<Reply>,
}

/// What an idempotency key says about a request.
#[derive(Debug)]
pub(crate) enum KeyCheck {
    /// The key is new, or there is none.
    Fresh,
    /// This answer is to be given.
    Answer(Reply),
}

/// Everything.
pub(crate) struct World {
    clock: Arc<dyn Clock>,
    ahead: Duration,
    pub(crate) rng: Rng,
    pub(crate) account: String,
    pub(crate) mode: String,
    pub(crate) base_url: String,
    pub(crate) secrets: Vec<String>,
    pub(crate) payments: BTreeMap<String, Payment>,
    by_reference: HashMap<String, Vec<String>>,
    pub(crate) payment_of_refund: HashMap<String, String>,
    pub(crate) bank: Bank,
    pub(crate) journal: Journal,
    pub(crate) plans: Plans,
    pub(crate) webhooks: Webhooks,
    /// The acts on whatever webhooks the request in hand sets off.
    pub(crate) cause: Vec<Act>,
    keys: HashMap<String, Stored>,
    schedule: BTreeMap<(i64, u64), (String, Effect)>,
    scheduled: u64,
}

/// What a world starts with.
pub(crate) struct Start {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) seed: u64,
    pub(crate) account: String,
    pub(crate) base_url: String,
    pub(crate) secrets: Vec<String>,
    pub(crate) webhook_secrets: Vec<String>,
}

/// The bank's truth about one payment, as `GET /_sim/ledger` shows it. Amounts are provider minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// The payment.
    pub id: String,
    /// The merchant's reference.
    pub reference: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Its status in one word.
    pub status: String,
    /// What was captured, from the bank's entries.
    pub captured: i64,
    /// What was refunded and has stayed so, from the bank's entries.
    pub refunded: i64,
    /// What is disputed, or was lost in a dispute, from the bank's entries.
    pub disputed: i64,
    /// The fees, from the bank's entries.
    pub fee: i64,
    /// How many captures succeeded.
    pub captures: usize,
    /// How many refunds succeeded.
    pub refunds: usize,
}

impl World {
    /// An empty world.
    pub(crate) fn new(start: Start) -> Self {
        let live = start.secrets.iter().any(|secret| secret.starts_with("sk_live_"));
        World {
            clock: start.clock,
            ahead: Duration::ZERO,
            rng: Rng::new(start.seed),
            account: start.account,
            mode: if live { "live" } else { "test" }.into(),
            base_url: start.base_url,
            secrets: start.secrets,
            payments: BTreeMap::new(),
            by_reference: HashMap::new(),
            payment_of_refund: HashMap::new(),
            bank: Bank::default(),
            journal: Journal::default(),
            plans: Plans::default(),
            webhooks: Webhooks::new(start.webhook_secrets),
            cause: vec![],
            keys: HashMap::new(),
            schedule: BTreeMap::new(),
            scheduled: 0,
        }
    }

    /// Empties the world; secrets and webhook endpoints stay, the clock goes back to the machine's.
    pub(crate) fn reset(&mut self, seed: u64) {
        let endpoints = self.webhooks.fresh();
        *self = World {
            webhooks: endpoints,
            mode: self.mode.clone(),
            ..World::new(Start {
                clock: Arc::clone(&self.clock),
                seed,
                account: self.account.clone(),
                base_url: self.base_url.clone(),
                secrets: self.secrets.clone(),
                webhook_secrets: vec![],
            })
        };
    }

    /// The virtual time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now().plus(self.ahead)
    }

    /// The virtual time in seconds since 1970.
    pub(crate) fn now_s(&self) -> i64 {
        self.now().micros().div_euclid(1_000_000)
    }

    /// Puts the virtual time forward to `time`; it never goes back.
    pub(crate) fn move_to(&mut self, time: Timestamp) {
        self.ahead += time.since(self.now());
    }

    /// Makes an id.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{}", self.rng.hex())
    }

    /// Files a new payment.
    pub(crate) fn insert(&mut self, payment: Payment) {
        self.by_reference.entry(payment.reference.clone()).or_default().push(payment.id.clone());
        self.payments.insert(payment.id.clone(), payment);
    }

    /// The payments with a reference, oldest first.
    pub(crate) fn find(&self, reference: &str) -> &[String] {
        self.by_reference.get(reference).map_or(&[], Vec::as_slice)
    }

    /// A payment that is known to exist.
    pub(crate) fn payment(&mut self, id: &str) -> &mut Payment {
        self.payments.get_mut(id).expect("a payment is never removed, and its id came from the world")
    }

    /// A payment as the API shows it.
    pub(crate) fn payment_json(&self, id: &str) -> Value {
        self.payments.get(id).map_or(Value::Null, |p| p.json(&self.account, &self.mode, &self.base_url))
    }

    /// A refund as the API shows it.
    pub(crate) fn refund_json(&self, id: &str) -> Option<Value> {
        let payment = self.payments.get(self.payment_of_refund.get(id)?)?;
        let refund = payment.refunds.iter().find(|refund| refund.id == id)?;
        Some(payment.refund_json(refund, &self.account, &self.mode))
    }

    /// Books a movement of a payment's money at the bank.
    pub(crate) fn book(&mut self, kind: EntryKind, payment: &str, object: &str, amount: i64) {
        let created = self.now_s();
        let currency = self.payment(payment).currency.clone();
        self.bank.book(kind, &About { payment, object, currency: &currency, created }, amount);
    }

    /// Lets an effect happen later.
    pub(crate) fn after(&mut self, seconds: i64, payment: &str, effect: Effect) {
        self.scheduled += 1;
        self.schedule.insert((self.now_s().saturating_add(seconds), self.scheduled), (payment.into(), effect));
    }

    /// Lets everything happen whose time has come.
    pub(crate) fn run_schedule(&mut self) {
        let now_s = self.now_s();
        while let Some(due) = self.schedule.first_entry().filter(|due| due.key().0 <= now_s) {
            let (payment, effect) = due.remove();
            self.happen(&payment, &effect);
        }
    }

    /// When the next thing is due, in seconds since 1970.
    pub(crate) fn next_due_s(&self) -> Option<i64> {
        let scheduled = self.schedule.keys().next().map(|(due, _)| *due);
        [scheduled, self.webhooks.next_due_s()].into_iter().flatten().min()
    }

    /// Sets off an event about a payment or a refund.
    pub(crate) fn emit(&mut self, kind: &str, object: Value) {
        let mut acts = self.cause.clone();
        acts.extend(self.plans.on_event(kind));
        let event = json!({
            "id": self.id("se"),
            "object": "event",
            "type": kind,
            "account": self.account,
            "mode": self.mode,
            "created": self.now_s(),
            "version": crate::VERSION,
            "data": { "object": object },
        });
        let now_s = self.now_s();
        self.webhooks.queue(event, &acts, now_s, &mut self.rng);
    }

    /// Looks a request up under its idempotency key and, when it is new, marks the key as in use.
    pub(crate) fn check_key(&mut self, key: &str, request: &Request) -> KeyCheck {
        let now_s = self.now_s();
        let fingerprint = fingerprint(request);
        match self.keys.get(key) {
            Some(stored) if stored.until_s > now_s => {
                if stored.fingerprint != fingerprint {
                    let message = "the key was used for another request";
                    return KeyCheck::Answer(Reply::error(422, "idempotency_key_reused", message));
                }
                KeyCheck::Answer(match &stored.reply {
                    Some(reply) => reply.clone().with("idempotent-replayed", "true"),
                    None => in_use(),
                })
            }
            _ => {
                let stored = Stored { fingerprint, until_s: now_s + KEY_LIFE_S, reply: None };
                self.keys.insert(key.into(), stored);
                KeyCheck::Fresh
            }
        }
    }

    /// Stores the answer under a key, or frees the key when there is none to store.
    pub(crate) fn settle_key(&mut self, key: &str, reply: Option<Reply>) {
        match reply {
            None => {
                self.keys.remove(key);
            }
            Some(reply) => {
                if let Some(stored) = self.keys.get_mut(key) {
                    stored.reply = Some(reply);
                }
            }
        }
    }

    /// The bank's truth about every payment, in order of id.
    pub(crate) fn truths(&self) -> Vec<Truth> {
        let totals = self.bank.totals();
        let succeeded =
            |parts: &[Part]| parts.iter().filter(|p| p.status == crate::payment::PartStatus::Succeeded).count();
        self.payments
            .values()
            .map(|payment| {
                let booked = |kind| totals.get(&(payment.id.as_str(), kind)).copied().unwrap_or(0);
                Truth {
                    id: payment.id.clone(),
                    reference: payment.reference.clone(),
                    currency: payment.currency.clone(),
                    status: payment.status().into(),
                    captured: booked(EntryKind::Capture),
                    refunded: booked(EntryKind::Refund) - booked(EntryKind::RefundReversal),
                    disputed: booked(EntryKind::DisputeOpened) - booked(EntryKind::DisputeWon),
                    fee: booked(EntryKind::Fee),
                    captures: succeeded(&payment.captures),
                    refunds: succeeded(&payment.refunds),
                }
            })
            .collect()
    }

    /// The whole ledger as JSON.
    pub(crate) fn ledger_json(&self) -> Value {
        json!({ "payments": self.truths(), "entries": self.bank.entries(), "balances": self.bank.balances() })
    }
}

/// The answer while another request works under the same key.
pub(crate) fn in_use() -> Reply {
    Reply::error(409, "idempotency_key_in_use", "another request with this key is being worked on")
}

fn fingerprint(request: &Request) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [request.method.as_bytes(), request.path.as_bytes(), &request.body] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

//! The audit: payments' own books against themselves, and against what each provider's bank says.

use super::{Core, Res};
use crate::{
    decide::{self, NONE},
    model::Payment,
    port::{Answer, BookingKind, Provider},
    store,
};
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_kernel::{PaymentId, Timestamp};
use infrasell_rules::payment::{Fact, PaymentLedger, PaymentState};
use std::{collections::BTreeMap, time::Duration};

/// How many payments are read at once.
const PAGE: i64 = 500;
/// How long the poller asks, and some days more.
const POLLED_FOR: Duration = Duration::from_secs(40 * 86_400);

/// What was captured and paid back, by somebody's account, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Moved {
    captured: i64,
    refunded: i64,
}

/// What our ledger says of each provider's objects.
type Ours = BTreeMap<String, BTreeMap<String, (PaymentId, Moved)>>;

/// The checks while they are being made.
struct Checks {
    derived: AuditCheck,
    bounds: AuditCheck,
    held: AuditCheck,
    waiting: AuditCheck,
    ours: Ours,
    now: Timestamp,
}

fn check(name: &str) -> AuditCheck {
    AuditCheck { name: name.into(), examined: 0, differences: vec![] }
}

fn note(check: &mut AuditCheck, difference: Option<String>) {
    check.examined += 1;
    check.differences.extend(difference);
}

impl Core {
    pub(crate) async fn audit(&self) -> Res<AuditReport> {
        let mut checks = Checks {
            derived: check("payment state and totals = its facts"),
            bounds: check("refunded <= captured <= agreed amount"),
            held: check("no payment is held for staff"),
            waiting: check("no payment waits longer than the poller asks"),
            ours: Ours::new(),
            now: self.now(),
        };
        let mut after = 0;
        loop {
            let payments = store::payment::after(&self.db, after, PAGE).await?;
            let Some(last) = payments.last() else { break };
            after = last.id.get();
            self.audit_page(&mut checks, payments).await?;
        }
        let doubt = self.audit_ops().await?;
        let mut report =
            AuditReport { checks: vec![checks.derived, checks.bounds, checks.held, checks.waiting, doubt] };
        for engine in &self.engines {
            let ours = checks.ours.remove(engine.code()).unwrap_or_default();
            report.checks.extend(audit_books(&**engine, &ours).await);
        }
        Ok(report)
    }

    async fn audit_page(&self, checks: &mut Checks, payments: Vec<Payment>) -> Res<()> {
        let ids: Vec<PaymentId> = payments.iter().map(|payment| payment.id).collect();
        let mut facts: BTreeMap<PaymentId, Vec<Fact>> = BTreeMap::new();
        for (payment, fact) in store::fact::of_payments(&self.db, &ids).await? {
            facts.entry(payment).or_default().push(fact);
        }
        for payment in payments {
            let facts = facts.remove(&payment.id).unwrap_or_default();
            let ledger = PaymentLedger { facts, held: payment.held.clone(), latest: payment.latest };
            let by_hand = self
                .engine(&payment.method)
                .and_then(|engine| engine.capabilities(payment.amount.currency))
                .is_some_and(|caps| caps.recorded_by_staff);
            checks.payment(payment, &ledger, by_hand);
        }
        Ok(())
    }

    async fn audit_ops(&self) -> Res<AuditCheck> {
        let mut doubt = check("no operation is in doubt");
        for op in store::op::in_doubt(&self.db).await? {
            let cause = op.cause.unwrap_or_default();
            let who = if op.needs_operator { "waits for staff" } else { "is being looked into" };
            let text = format!("{} ({} of {}) is {} and {who}: {cause}", op.id, op.kind, op.payment, op.state);
            note(&mut doubt, Some(text));
        }
        Ok(doubt)
    }
}

impl Checks {
    fn payment(&mut self, payment: Payment, ledger: &PaymentLedger, by_hand: bool) {
        let (state, totals) = (decide::state(&payment, ledger), ledger.totals());
        let same = state == payment.state && totals == payment.totals;
        let text =
            || format!("{} is {} {:?}, its facts say {state} {totals:?}", payment.id, payment.state, payment.totals);
        note(&mut self.derived, (!same).then(text));
        let (captured, refunded) = (totals.captured_minor, totals.refunded_minor);
        let bounded = (0..=captured).contains(&refunded) && captured <= payment.amount.minor;
        let text = || format!("{}: {captured} captured of {}, {refunded} refunded", payment.id, payment.amount.minor);
        note(&mut self.bounds, (!bounded).then(text));
        let why = payment.held.as_ref().map_or_else(|| "more moved than was agreed".into(), ToString::to_string);
        let text = || format!("{} is held: {why}", payment.id);
        note(&mut self.held, (state == PaymentState::Held).then(text));
        let waits = matches!(state, PaymentState::Created | PaymentState::Pending | PaymentState::NeedsAction)
            || totals.capturable_minor > 0;
        let too_long = waits && !by_hand && payment.created_at.plus(POLLED_FOR) < self.now;
        note(&mut self.waiting, too_long.then(|| format!("{} is {state} since {}", payment.id, payment.created_at)));
        if let Some(object) = payment.provider_object.filter(|_| payment.method != NONE && !by_hand) {
            let moved = Moved { captured, refunded };
            self.ours.entry(payment.method).or_default().insert(object, (payment.id, moved));
        }
    }
}

/// Compares what a provider's bank has moved with our ledger; nothing where the provider keeps no books.
async fn audit_books(engine: &dyn Provider, ours: &BTreeMap<String, (PaymentId, Moved)>) -> Option<AuditCheck> {
    let mut compared = check(&format!("payments = the books of {}", engine.code()));
    let theirs = match moved_there(engine).await? {
        Ok(theirs) => theirs,
        Err(cause) => {
            note(&mut compared, Some(format!("the books of {} cannot be read: {cause}", engine.code())));
            return Some(compared);
        }
    };
    for (object, (payment, moved)) in ours {
        let there = theirs.get(object).copied().unwrap_or_default();
        let text = || {
            format!(
                "{payment} ({object}): captured {} here and {} there, refunded {} here and {} there",
                moved.captured, there.captured, moved.refunded, there.refunded
            )
        };
        note(&mut compared, (there != *moved).then(text));
    }
    for (object, there) in &theirs {
        if !ours.contains_key(object) && *there != Moved::default() {
            let text =
                format!("{object}: captured {} and refunded {} there, unknown here", there.captured, there.refunded);
            note(&mut compared, Some(text));
        }
    }
    Some(compared)
}

async fn moved_there(engine: &dyn Provider) -> Option<Result<BTreeMap<String, Moved>, String>> {
    let mut theirs: BTreeMap<String, Moved> = BTreeMap::new();
    let mut place: Option<String> = None;
    loop {
        let books = match engine.books(place.as_deref()).await? {
            Answer::Found(books) => books,
            Answer::Absent => return Some(Err("they are not there".into())),
            Answer::Unknown { cause } => return Some(Err(cause)),
        };
        for booking in books.bookings {
            let moved = theirs.entry(booking.object).or_default();
            match booking.kind {
                BookingKind::Captured => moved.captured += booking.amount_minor,
                BookingKind::Refunded => moved.refunded += booking.amount_minor,
                BookingKind::RefundReversed => moved.refunded -= booking.amount_minor,
                BookingKind::Other => {}
            }
        }
        match books.next {
            Some(next) => place = Some(next),
            None => return Some(Ok(theirs)),
        }
    }
}

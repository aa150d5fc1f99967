//! From reports to facts, from facts to amounts and a state.

use super::{
    Fact, FactKind, Hold, HoldReason, Intent, Latest, PartStatus, PaymentLedger, PaymentMode, PaymentState,
    PaymentTotals, Snapshot, SnapshotStatus,
};
use infrasell_kernel::Money;
use std::{collections::BTreeMap, fmt::Display};

impl Fact {
    /// What makes the fact the same as another: everything but the reference and the time.
    #[must_use]
    pub fn key(&self) -> (&str, &str, PaymentMode, &str, FactKind, i64) {
        (&self.provider, &self.account, self.mode, &self.object_id, self.kind, self.amount_minor)
    }
}

/// The facts in `snapshot` that `ledger` does not have yet.
///
/// Which facts a report yields depends on the report alone; that is what makes the ledger a set, and the order and
/// repetition of reports immaterial.
///
/// # Errors
/// A [`Hold`] when account, mode, currency or amount disagree with the intent.
pub fn apply(ledger: &PaymentLedger, intent: &Intent, snapshot: &Snapshot) -> Result<Vec<Fact>, Hold> {
    compare(intent, snapshot)?;
    let mut fresh: Vec<Fact> = vec![];
    for fact in facts_of(snapshot) {
        if !ledger.facts.iter().chain(&fresh).any(|known| known.key() == fact.key()) {
            fresh.push(fact);
        }
    }
    Ok(fresh)
}

impl PaymentLedger {
    /// Takes a report in: its facts, or the hold that it causes, and where the provider stands.
    ///
    /// A hold stays until a person resolves it; facts of other reports are still taken in.
    pub fn observe(&mut self, intent: &Intent, snapshot: &Snapshot) {
        match apply(self, intent, snapshot) {
            Ok(facts) => {
                self.facts.extend(facts);
                let seen = Latest { status: snapshot.status, seen_at: snapshot.seen_at };
                self.latest = Some(self.latest.map_or(seen, |known| known.later(seen)));
            }
            Err(hold) => {
                self.held.get_or_insert(hold);
            }
        }
    }

    /// What the facts come to.
    #[must_use]
    pub fn totals(&self) -> PaymentTotals {
        let captured = self.objects(FactKind::Captured);
        let failed_refunds = self.objects(FactKind::RefundFailed);
        let mut refunded = self.objects(FactKind::Refunded);
        let mut pending = self.objects(FactKind::RefundPending);
        pending.retain(|object, _| !refunded.contains_key(object) && !failed_refunds.contains_key(object));
        // A refund that failed after it had succeeded came back: we owe it again.
        refunded.retain(|object, _| !failed_refunds.contains_key(object));
        let authorised_minor = self.highest(FactKind::Authorised);
        let captured_minor = sum(&captured).max(self.highest(FactKind::CapturedTotal));
        let closed = [FactKind::Voided, FactKind::Expired, FactKind::Released, FactKind::Failed];
        let open = !self.facts.iter().any(|fact| closed.contains(&fact.kind));
        PaymentTotals {
            authorised_minor,
            capturable_minor: if open { authorised_minor.saturating_sub(captured_minor).max(0) } else { 0 },
            captured_minor,
            refunded_minor: sum(&refunded).max(self.highest(FactKind::RefundedTotal)),
            refund_pending_minor: sum(&pending),
            disputed_minor: self.highest(FactKind::Disputed),
        }
    }

    /// The largest amount of each object with a fact of `kind`.
    fn objects(&self, kind: FactKind) -> BTreeMap<&str, i64> {
        let mut objects = BTreeMap::new();
        for fact in self.facts.iter().filter(|fact| fact.kind == kind) {
            let amount = objects.entry(fact.object_id.as_str()).or_insert(fact.amount_minor);
            *amount = fact.amount_minor.max(*amount);
        }
        objects
    }

    fn highest(&self, kind: FactKind) -> i64 {
        self.objects(kind).into_values().max().unwrap_or(0)
    }

    fn has(&self, kind: FactKind) -> bool {
        self.facts.iter().any(|fact| fact.kind == kind)
    }
}

impl Latest {
    /// The later of two; of two at the same moment the one that asks for more attention, so that order plays no part.
    #[must_use]
    pub fn later(self, other: Latest) -> Latest {
        if (other.seen_at, other.status) > (self.seen_at, self.status) { other } else { self }
    }
}

/// Where a payment stands. Captured money outweighs everything; among the rest, what is final outweighs what is not.
#[must_use]
pub fn payment_state(ledger: &PaymentLedger, intent: &Intent) -> PaymentState {
    let totals = ledger.totals();
    let impossible = totals.captured_minor > intent.amount_minor || totals.refunded_minor > totals.captured_minor;
    if ledger.held.is_some() || impossible {
        return PaymentState::Held;
    }
    if totals.captured_minor > 0 {
        return if totals.refunded_minor == totals.captured_minor {
            PaymentState::Refunded
        } else if totals.refunded_minor > 0 {
            PaymentState::PartiallyRefunded
        } else if totals.captured_minor == intent.amount_minor {
            PaymentState::Captured
        } else {
            PaymentState::PartiallyCaptured
        };
    }
    let was_held_for_us = totals.authorised_minor > 0;
    if ledger.has(FactKind::Voided) || (was_held_for_us && ledger.has(FactKind::Expired)) {
        PaymentState::Voided
    } else if was_held_for_us {
        // An attempt that failed does not outweigh the one that went through.
        PaymentState::Authorised
    } else if ledger.has(FactKind::Failed) || ledger.has(FactKind::Expired) {
        PaymentState::Failed
    } else {
        match ledger.latest.map(|latest| latest.status) {
            None => PaymentState::Created,
            Some(SnapshotStatus::NeedsAction) => PaymentState::NeedsAction,
            Some(_) => PaymentState::Pending,
        }
    }
}

fn sum(objects: &BTreeMap<&str, i64>) -> i64 {
    objects.values().fold(0, |total: i64, amount| total.saturating_add(*amount))
}

fn compare(intent: &Intent, snapshot: &Snapshot) -> Result<(), Hold> {
    check(HoldReason::Account, &intent.account, &snapshot.account)?;
    check(HoldReason::Mode, &intent.mode, &snapshot.mode)?;
    check(HoldReason::Currency, &intent.currency, &snapshot.currency)?;
    let money = |minor| Money::new(minor, intent.currency);
    let wrong_amount = |found| check(HoldReason::Amount, &money(intent.amount_minor), &money(found));
    let listed = succeeded(snapshot.captures.iter().map(|one| (one.status, one.amount_minor)));
    for captured in [snapshot.captured_minor, listed] {
        if captured < 0 || captured > intent.amount_minor {
            return wrong_amount(captured);
        }
    }
    let negative_part = snapshot.captures.iter().map(|one| one.amount_minor);
    let negative_part = negative_part.chain(snapshot.refunds.iter().map(|one| one.amount_minor)).find(|one| *one < 0);
    if let Some(found) = negative_part {
        return wrong_amount(found);
    }
    match snapshot.status {
        SnapshotStatus::Authorised => wrong_amount(snapshot.authorised_minor),
        // Without a hold there is no rest to release: a final capture is the whole or it is wrong.
        SnapshotStatus::Captured if snapshot.authorised_minor == 0 => wrong_amount(snapshot.captured_minor.max(listed)),
        _ if snapshot.authorised_minor != 0 => wrong_amount(snapshot.authorised_minor),
        _ => Ok(()),
    }
}

fn check<T: PartialEq + Display>(reason: HoldReason, expected: &T, found: &T) -> Result<(), Hold> {
    if expected == found {
        return Ok(());
    }
    Err(Hold { reason, expected: expected.to_string(), found: found.to_string() })
}

fn succeeded(parts: impl Iterator<Item = (PartStatus, i64)>) -> i64 {
    let mut total = 0i64;
    for (status, amount_minor) in parts {
        if status == PartStatus::Succeeded {
            total = total.saturating_add(amount_minor);
        }
    }
    total
}

fn facts_of(snapshot: &Snapshot) -> Vec<Fact> {
    let fact = |object_id: &str, kind, amount_minor, reference: Option<&String>| Fact {
        provider: snapshot.provider.clone(),
        account: snapshot.account.clone(),
        mode: snapshot.mode,
        object_id: object_id.into(),
        kind,
        amount_minor,
        reference: reference.cloned(),
        seen_at: snapshot.seen_at,
    };
    let mut facts = vec![];
    for capture in &snapshot.captures {
        let kind = match capture.status {
            PartStatus::Pending => FactKind::CapturePending,
            PartStatus::Succeeded => FactKind::Captured,
            PartStatus::Failed => FactKind::CaptureFailed,
        };
        facts.push(fact(&capture.object_id, kind, capture.amount_minor, capture.reference.as_ref()));
    }
    for refund in &snapshot.refunds {
        let kind = match refund.status {
            PartStatus::Pending => FactKind::RefundPending,
            PartStatus::Succeeded => FactKind::Refunded,
            PartStatus::Failed => FactKind::RefundFailed,
        };
        facts.push(fact(&refund.object_id, kind, refund.amount_minor, refund.reference.as_ref()));
    }
    for (kind, amount_minor) in facts_of_payment(snapshot) {
        facts.push(fact(&snapshot.object_id, kind, amount_minor, None));
    }
    facts
}

/// What the payment object itself says.
fn facts_of_payment(snapshot: &Snapshot) -> Vec<(FactKind, i64)> {
    let mut facts = vec![];
    if snapshot.authorised_minor > 0 {
        facts.push((FactKind::Authorised, snapshot.authorised_minor));
    }
    if snapshot.captured_minor > succeeded(snapshot.captures.iter().map(|one| (one.status, one.amount_minor))) {
        facts.push((FactKind::CapturedTotal, snapshot.captured_minor));
    }
    if snapshot.refunded_minor > succeeded(snapshot.refunds.iter().map(|one| (one.status, one.amount_minor))) {
        facts.push((FactKind::RefundedTotal, snapshot.refunded_minor));
    }
    if snapshot.disputed_minor > 0 {
        facts.push((FactKind::Disputed, snapshot.disputed_minor));
    }
    match snapshot.status {
        SnapshotStatus::Voided => facts.push((FactKind::Voided, 0)),
        SnapshotStatus::Failed => facts.push((FactKind::Failed, 0)),
        SnapshotStatus::Expired => facts.push((FactKind::Expired, 0)),
        SnapshotStatus::Captured if snapshot.captured_minor < snapshot.authorised_minor => {
            facts.push((FactKind::Released, 0));
        }
        SnapshotStatus::Captured
        | SnapshotStatus::Pending
        | SnapshotStatus::NeedsAction
        | SnapshotStatus::Authorised
        | SnapshotStatus::PartiallyCaptured => {}
    }
    facts
}

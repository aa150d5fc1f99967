//! Decisions about a payment, from its ledger and its operations alone.
//!
//! Always true: what is still under way counts as gone, so that two requests at once never ask for more than there is.

use crate::model::{Op, Payment};
use infrasell_contracts::payments::{Capabilities, PaymentError, RefundProgress, RefundState};
use infrasell_kernel::Timestamp;
use infrasell_rules::payment::{
    FactKind, OpKind, OpState, PaymentLedger, PaymentState, SnapshotStatus, payment_state, poll_delay,
};
use std::time::Duration;

/// The method of a payment of nothing.
pub(crate) const NONE: &str = "none";

/// What the ledger says about an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// It happened.
    Happened,
    /// It was accepted and is not finished.
    UnderWay,
    /// It did not happen and will not.
    Failed,
    /// Nothing.
    Nothing,
}

/// Where a payment stands. A payment of nothing is captured from the start.
pub(crate) fn state(payment: &Payment, ledger: &PaymentLedger) -> PaymentState {
    if payment.method == NONE {
        let voided = ledger.facts.iter().any(|fact| fact.kind == FactKind::Voided);
        return if voided { PaymentState::Voided } else { PaymentState::Captured };
    }
    payment_state(ledger, &payment.intent())
}

/// What the ledger says about an operation.
pub(crate) fn evidence(op: &Op, ledger: &PaymentLedger) -> Evidence {
    let about =
        |kind| ledger.facts.iter().any(|fact| fact.kind == kind && fact.reference.as_ref() == Some(&op.reference));
    let any = |kind| ledger.facts.iter().any(|fact| fact.kind == kind);
    let status = ledger.latest.map(|latest| latest.status);
    match op.kind {
        OpKind::Create => match status {
            None => Evidence::Nothing,
            Some(SnapshotStatus::Failed) if !any(FactKind::Authorised) => Evidence::Failed,
            Some(_) => Evidence::Happened,
        },
        OpKind::Authorise if any(FactKind::Authorised) || any(FactKind::Captured) => Evidence::Happened,
        OpKind::Authorise => match status {
            Some(SnapshotStatus::Failed | SnapshotStatus::Voided | SnapshotStatus::Expired) => Evidence::Failed,
            Some(SnapshotStatus::Pending) => Evidence::UnderWay,
            _ => Evidence::Nothing,
        },
        OpKind::Capture if about(FactKind::Captured) => Evidence::Happened,
        OpKind::Capture if about(FactKind::CaptureFailed) => Evidence::Failed,
        OpKind::Capture if about(FactKind::CapturePending) => Evidence::UnderWay,
        OpKind::Refund if about(FactKind::Refunded) => Evidence::Happened,
        OpKind::Refund if about(FactKind::RefundFailed) => Evidence::Failed,
        OpKind::Refund if about(FactKind::RefundPending) => Evidence::UnderWay,
        OpKind::Capture | OpKind::Refund => Evidence::Nothing,
        OpKind::Void => {
            let gone = [FactKind::Voided, FactKind::Expired, FactKind::Released, FactKind::Failed];
            if gone.into_iter().any(any) { Evidence::Happened } else { Evidence::Nothing }
        }
    }
}

/// Whether an operation may still have an effect.
pub(crate) const fn is_open(state: OpState) -> bool {
    matches!(state, OpState::New | OpState::Sent | OpState::Unknown)
}

fn open_minor(ops: &[Op], kind: OpKind) -> i64 {
    ops.iter().filter(|op| op.kind == kind && is_open(op.state)).map(|op| op.amount_minor).sum()
}

/// The sum of the parts that are under way at the provider and that no operation of ours stands for.
fn foreign_minor(ledger: &PaymentLedger, ops: &[Op], pending: FactKind, ended: [FactKind; 2]) -> i64 {
    let has_ended = |object: &str| ledger.facts.iter().any(|f| f.object_id == object && ended.contains(&f.kind));
    let is_ours = |reference: &str| ops.iter().any(|op| op.reference == reference && is_open(op.state));
    ledger
        .facts
        .iter()
        .filter(|fact| fact.kind == pending && !has_ended(&fact.object_id))
        .filter(|fact| !fact.reference.as_deref().is_some_and(is_ours))
        .map(|fact| fact.amount_minor)
        .sum()
}

/// What can still be captured.
pub(crate) fn capturable(ledger: &PaymentLedger, ops: &[Op]) -> i64 {
    let ended = [FactKind::Captured, FactKind::CaptureFailed];
    let foreign = foreign_minor(ledger, ops, FactKind::CapturePending, ended);
    (ledger.totals().capturable_minor - open_minor(ops, OpKind::Capture) - foreign).max(0)
}

/// What can still be paid back.
pub(crate) fn refundable(ledger: &PaymentLedger, ops: &[Op]) -> i64 {
    let ended = [FactKind::Refunded, FactKind::RefundFailed];
    let foreign = foreign_minor(ledger, ops, FactKind::RefundPending, ended);
    let totals = ledger.totals();
    let gone = totals.refunded_minor + totals.disputed_minor + open_minor(ops, OpKind::Refund) + foreign;
    (totals.captured_minor - gone).max(0)
}

/// How much a capture takes: what was asked for, or all that is held.
pub(crate) fn capture_amount(
    state: PaymentState,
    ledger: &PaymentLedger,
    ops: &[Op],
    caps: &Capabilities,
    method: &str,
    asked: Option<i64>,
) -> Result<i64, PaymentError> {
    let cannot = |action: &str| PaymentError::NotSupported { method: method.into(), action: action.into() };
    if !caps.authorise {
        return Err(cannot("capture"));
    }
    let may =
        matches!(state, PaymentState::Authorised | PaymentState::PartiallyCaptured | PaymentState::PartiallyRefunded);
    if !may {
        return Err(PaymentError::WrongState { state });
    }
    let available_minor = capturable(ledger, ops);
    let asked_minor = asked.unwrap_or(available_minor);
    if asked_minor > available_minor || asked_minor == 0 {
        return Err(PaymentError::AmountTooLarge { asked_minor, available_minor });
    }
    let totals = ledger.totals();
    if asked_minor < totals.authorised_minor && !caps.partial_capture {
        return Err(cannot("capture a part"));
    }
    let is_second = totals.captured_minor > 0 || open_minor(ops, OpKind::Capture) > 0;
    if is_second && !caps.multiple_captures {
        return Err(cannot("capture a second time"));
    }
    Ok(asked_minor)
}

/// Whether so much can be paid back.
pub(crate) fn check_refund(
    state: PaymentState,
    ledger: &PaymentLedger,
    ops: &[Op],
    caps: &Capabilities,
    method: &str,
    asked_minor: i64,
) -> Result<(), PaymentError> {
    let cannot = |action: &str| PaymentError::NotSupported { method: method.into(), action: action.into() };
    if !caps.refund {
        return Err(cannot("refund"));
    }
    let may = matches!(
        state,
        PaymentState::Captured
            | PaymentState::PartiallyCaptured
            | PaymentState::PartiallyRefunded
            | PaymentState::Refunded
    );
    if !may {
        return Err(PaymentError::WrongState { state });
    }
    let available_minor = refundable(ledger, ops);
    if asked_minor > available_minor {
        return Err(PaymentError::AmountTooLarge { asked_minor, available_minor });
    }
    if asked_minor < ledger.totals().captured_minor && !caps.partial_refund {
        return Err(cannot("refund a part"));
    }
    Ok(())
}

/// What a void finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VoidCheck {
    /// There is something to give back.
    Send,
    /// It is gone already.
    Gone,
}

/// Whether a payment, or what is left of its hold, can be given back.
pub(crate) fn check_void(
    state: PaymentState,
    ledger: &PaymentLedger,
    ops: &[Op],
    caps: &Capabilities,
    method: &str,
) -> Result<VoidCheck, PaymentError> {
    if matches!(state, PaymentState::Voided | PaymentState::Failed) {
        return Ok(VoidCheck::Gone);
    }
    let waits = matches!(state, PaymentState::Pending | PaymentState::NeedsAction | PaymentState::Authorised);
    let capture_open = ops.iter().any(|op| op.kind == OpKind::Capture && is_open(op.state));
    if capture_open || !(waits || capturable(ledger, ops) > 0) {
        return Err(PaymentError::WrongState { state });
    }
    if !caps.void {
        return Err(PaymentError::NotSupported { method: method.into(), action: "void".into() });
    }
    Ok(VoidCheck::Send)
}

/// What is to be done next to undo a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UndoStep {
    /// Something is under way whose end must be known first.
    Wait,
    /// Give the hold back.
    Void,
    /// Pay this much back.
    Refund(i64),
    /// Only a person can say.
    Person,
    /// Nothing is held, and nothing is ours.
    Done,
}

/// What is to be done next to undo a payment.
pub(crate) fn undo_step(state: PaymentState, ledger: &PaymentLedger, ops: &[Op], caps: &Capabilities) -> UndoStep {
    let open = |kind| ops.iter().any(|op| op.kind == kind && is_open(op.state));
    if state == PaymentState::Held {
        return UndoStep::Person;
    }
    if open(OpKind::Create) || open(OpKind::Authorise) || open(OpKind::Capture) || open(OpKind::Void) {
        return UndoStep::Wait;
    }
    let totals = ledger.totals();
    let waits = matches!(state, PaymentState::Pending | PaymentState::NeedsAction | PaymentState::Authorised);
    if waits || totals.capturable_minor > 0 {
        return if caps.void { UndoStep::Void } else { UndoStep::Wait };
    }
    let owed = refundable(ledger, ops);
    if owed > 0 {
        return if caps.refund { UndoStep::Refund(owed) } else { UndoStep::Person };
    }
    if open(OpKind::Refund) || totals.refund_pending_minor > 0 { UndoStep::Wait } else { UndoStep::Done }
}

/// Whether the provider is to be asked again by itself.
pub(crate) fn is_final(state: PaymentState, ledger: &PaymentLedger, ops: &[Op]) -> bool {
    let totals = ledger.totals();
    let at_rest = matches!(
        state,
        PaymentState::Captured
            | PaymentState::PartiallyRefunded
            | PaymentState::Refunded
            | PaymentState::Voided
            | PaymentState::Failed
            | PaymentState::Held
    );
    at_rest
        && totals.capturable_minor == 0
        && totals.refund_pending_minor == 0
        && !ops.iter().any(|op| is_open(op.state) && !op.needs_operator)
}

/// How every refund that was asked for stands.
pub(crate) fn refund_progress(ledger: &PaymentLedger, ops: &[Op]) -> Vec<RefundProgress> {
    let mut progress: Vec<RefundProgress> = vec![];
    for op in ops.iter().filter(|op| op.kind == OpKind::Refund) {
        let has = |kind| ledger.facts.iter().any(|f| f.kind == kind && f.reference.as_ref() == Some(&op.reference));
        let state = match op.state {
            _ if has(FactKind::RefundFailed) => RefundState::Failed,
            _ if has(FactKind::Refunded) => RefundState::Succeeded,
            OpState::New | OpState::Sent | OpState::Unknown => RefundState::Pending,
            OpState::Done => RefundState::Succeeded,
            OpState::Failed => RefundState::Failed,
        };
        let reference = base_reference(&op.reference).to_owned();
        // A later attempt at the same refund says how the refund stands.
        progress.retain(|earlier| earlier.reference != reference);
        progress.push(RefundProgress { reference, amount_minor: op.amount_minor, state });
    }
    progress
}

/// What stands between a reference and the number of a later attempt at it.
const ATTEMPT: char = '~';

/// The reference of the first attempt.
pub(crate) fn base_reference(reference: &str) -> &str {
    match reference.rsplit_once(ATTEMPT) {
        Some((base, n)) if n.parse::<u32>().is_ok() => base,
        _ => reference,
    }
}

/// The reference of the attempt after this one.
pub(crate) fn next_reference(reference: &str) -> String {
    let attempt = reference.rsplit_once(ATTEMPT).and_then(|(_, n)| n.parse::<u32>().ok()).unwrap_or(1);
    format!("{}{ATTEMPT}{}", base_reference(reference), attempt.saturating_add(1))
}

/// How long to wait before the look of this number, counted from zero, at an operation in doubt; after the last one a
/// person must look.
pub(crate) fn lookup_delay(lookups: i64) -> Option<Duration> {
    const DELAYS_S: [u64; 12] = [5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400];
    let index = usize::try_from(lookups).ok()?;
    DELAYS_S.get(index).map(|seconds| Duration::from_secs(*seconds))
}

/// How long after a hold or a wait for the buyer has run out the provider is asked.
const AFTER_EXPIRY: Duration = Duration::from_secs(5);

/// When a payment is to be asked for next, after `now`: by the poller's plan, and when its time has run out. Never again
/// when absent.
pub(crate) fn next_poll(payment: &Payment, now: Timestamp) -> Option<Timestamp> {
    let expiry = payment.expires_at.map(|at| at.plus(AFTER_EXPIRY)).filter(|at| *at > now);
    [planned_poll(payment.created_at, now), expiry].into_iter().flatten().min()
}

fn planned_poll(created_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let (mut at, mut attempt) = (created_at, 0);
    while at <= now {
        at = at.plus(poll_delay(attempt)?);
        attempt += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::OpKey;
    use infrasell_kernel::{PaymentId, ProviderOpId};
    use infrasell_rules::payment::{Fact, Hold, HoldReason, PaymentMode};
    use proptest::prelude::*;

    fn fact(object_id: String, kind: FactKind, amount_minor: i64, reference: Option<String>) -> Fact {
        let (provider, account) = ("p".into(), "a".into());
        let seen_at = Timestamp::from_micros(0);
        Fact { provider, account, mode: PaymentMode::Test, object_id, kind, amount_minor, reference, seen_at }
    }

    fn op(n: i64, kind: OpKind, state: OpState, amount_minor: i64) -> Op {
        Op {
            id: ProviderOpId::from_i64(n),
            payment: PaymentId::from_i64(1),
            kind,
            amount_minor,
            reference: format!("r{n}"),
            key: OpKey(format!("k{n}")),
            request_hash: String::new(),
            request: None,
            state,
            attempts: 1,
            lookups: 0,
            cause: None,
            refusal: None,
            needs_operator: false,
            first_sent_at: None,
            sent_at: None,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        }
    }

    const ALL: Capabilities = Capabilities {
        authorise: true,
        partial_capture: true,
        multiple_captures: true,
        void: true,
        refund: true,
        partial_refund: true,
        recorded_by_staff: false,
        pays_later: false,
        paid_at_door: false,
        min_minor: 1,
        max_minor: i64::MAX,
    };

    #[test]
    fn a_held_payment_is_undone_by_a_person_only() {
        let facts = vec![fact("o".into(), FactKind::Authorised, 100, None)];
        let mut ledger = PaymentLedger { facts, ..PaymentLedger::default() };
        assert_eq!(undo_step(PaymentState::Authorised, &ledger, &[], &ALL), UndoStep::Void);
        ledger.held = Some(Hold { reason: HoldReason::Amount, expected: "100".into(), found: "99".into() });
        assert_eq!(undo_step(PaymentState::Held, &ledger, &[], &ALL), UndoStep::Person);
    }

    #[test]
    fn attempts_are_numbered_and_go_back_to_one_name() {
        assert_eq!(next_reference("ship-1"), "ship-1~2");
        assert_eq!(next_reference("ship-1~2"), "ship-1~3");
        assert_eq!(next_reference("a~b"), "a~b~2");
        for (reference, base) in [("a", "a"), ("a~2", "a"), ("a~b", "a~b"), ("a~b~9", "a~b"), ("~", "~")] {
            assert_eq!(base_reference(reference), base);
        }
    }

    #[test]
    fn looks_become_rarer_and_end() {
        let delays: Vec<Duration> = (0..).map_while(lookup_delay).collect();
        assert!(delays.is_sorted() && delays.len() == 12);
        assert_eq!(lookup_delay(-1), None);
    }

    proptest! {
        #[test]
        fn what_is_under_way_counts_as_gone(
            captured in 0..10_000i64,
            parts in prop::collection::vec((0..5_000i64, 0..5usize, any::<bool>()), 0..8),
        ) {
            let mut ledger = PaymentLedger::default();
            ledger.facts.push(fact("o".into(), FactKind::Captured, captured, None));
            let (mut ops, mut gone) = (vec![], 0);
            for (n, (amount, kind, ours)) in (0i64..).zip(parts) {
                let state = [OpState::New, OpState::Sent, OpState::Unknown, OpState::Failed, OpState::Done][kind];
                if ours {
                    ops.push(op(n, OpKind::Refund, state, amount));
                }
                let reference = ours.then(|| format!("r{n}"));
                match state {
                    OpState::Done => ledger.facts.push(fact(format!("f{n}"), FactKind::Refunded, amount, reference)),
                    OpState::Unknown => {
                        ledger.facts.push(fact(format!("f{n}"), FactKind::RefundPending, amount, reference));
                    }
                    OpState::New | OpState::Sent if !ours => continue,
                    OpState::New | OpState::Sent => {}
                    OpState::Failed => continue,
                }
                gone += amount;
            }
            prop_assert_eq!(refundable(&ledger, &ops), (captured - gone).max(0));
        }
    }
}

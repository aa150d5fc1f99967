//! Payments: reports, facts, states.

use infrasell_kernel::{Currency, Timestamp};
use infrasell_rules::payment::{
    CaptureSnapshot, FactKind, HoldReason, Intent, OpEvent, OpState, PartStatus, PaymentLedger, PaymentMode,
    PaymentState, RefundSnapshot, Snapshot, SnapshotStatus, apply, decide_op, payment_state, poll_delay,
};
use proptest::prelude::*;
use std::{collections::BTreeSet, time::Duration};

const AMOUNT: i64 = 1_000;

fn intent() -> Intent {
    Intent { amount_minor: AMOUNT, currency: Currency::INR, account: "acct".into(), mode: PaymentMode::Test }
}

fn snapshot(status: SnapshotStatus) -> Snapshot {
    let authorised = matches!(
        status,
        SnapshotStatus::Authorised
            | SnapshotStatus::PartiallyCaptured
            | SnapshotStatus::Captured
            | SnapshotStatus::Voided
    );
    Snapshot {
        provider: "simulator".into(),
        account: "acct".into(),
        mode: PaymentMode::Test,
        object_id: "p1".into(),
        currency: Currency::INR,
        authorised_minor: if authorised { AMOUNT } else { 0 },
        capturable_minor: 0,
        captured_minor: 0,
        refunded_minor: 0,
        disputed_minor: 0,
        status,
        captures: vec![],
        refunds: vec![],
        expires_at: None,
        seen_at: Timestamp::from_micros(0),
    }
}

fn capture(object_id: &str, amount_minor: i64, status: PartStatus) -> CaptureSnapshot {
    CaptureSnapshot { object_id: object_id.into(), amount_minor, status, reference: None }
}

fn refund(object_id: &str, amount_minor: i64, status: PartStatus) -> RefundSnapshot {
    RefundSnapshot { object_id: object_id.into(), amount_minor, status, reference: None }
}

fn captured(amount: i64) -> Snapshot {
    let status = if amount == AMOUNT { SnapshotStatus::Captured } else { SnapshotStatus::PartiallyCaptured };
    Snapshot {
        captured_minor: amount,
        captures: vec![capture("c1", amount, PartStatus::Succeeded)],
        ..snapshot(status)
    }
}

fn refunded(status: PartStatus, amount: i64) -> Snapshot {
    let refunded_minor = if status == PartStatus::Succeeded { amount } else { 0 };
    Snapshot { refunded_minor, refunds: vec![refund("r1", amount, status)], ..captured(AMOUNT) }
}

fn after(snapshots: &[Snapshot]) -> PaymentLedger {
    let mut ledger = PaymentLedger::default();
    for snapshot in snapshots {
        ledger.observe(&intent(), snapshot);
    }
    ledger
}

fn state(snapshots: &[Snapshot]) -> PaymentState {
    payment_state(&after(snapshots), &intent())
}

/// Reports as a provider might give them at any moment of any life, wrong ones among them.
fn reports() -> impl Strategy<Value = Vec<Snapshot>> {
    let part = || (0u8..3, 0i64..700, prop::sample::select(PartStatus::ALL));
    let one = (
        prop::sample::select(SnapshotStatus::ALL),
        prop::collection::vec(part(), 0..3),
        prop::collection::vec(part(), 0..3),
        (any::<bool>(), any::<bool>(), 0i64..500),
        prop_oneof![20 => Just(0i64), 1 => Just(1i64)],
        0i64..5,
    );
    let one = one.prop_map(|(status, captures, refunds, (count, unlisted, disputed_minor), wrong_by, second)| {
        let mut report = snapshot(status);
        for (id, amount, status) in captures {
            report.captures.push(capture(&format!("c{id}"), amount, status));
            report.captured_minor += if count && status == PartStatus::Succeeded { amount } else { 0 };
        }
        for (id, amount, status) in refunds {
            report.refunds.push(refund(&format!("r{id}"), amount, status));
            report.refunded_minor += if count && status == PartStatus::Succeeded { amount } else { 0 };
        }
        if unlisted {
            report.captures.clear();
            report.refunds.clear();
        }
        report.disputed_minor = disputed_minor;
        report.authorised_minor += wrong_by;
        report.seen_at = Timestamp::from_micros(second * 1_000_000);
        report
    });
    prop::collection::vec(one, 1..7)
}

fn shuffled() -> impl Strategy<Value = (Vec<Snapshot>, Vec<Snapshot>)> {
    reports().prop_flat_map(|reports| {
        let repeated = prop::sample::subsequence(reports.clone(), 0..=reports.len());
        let mixed = repeated
            .prop_map({
                let reports = reports.clone();
                move |again| [reports.clone(), again].concat()
            })
            .prop_shuffle();
        (Just(reports), mixed)
    })
}

fn keys(ledger: &PaymentLedger) -> BTreeSet<(String, FactKind, i64)> {
    ledger.facts.iter().map(|fact| (fact.object_id.clone(), fact.kind, fact.amount_minor)).collect()
}

proptest! {
    #[test]
    fn order_and_repetition_of_reports_are_immaterial((reports, mixed) in shuffled()) {
        let (one, other) = (after(&reports), after(&mixed));
        prop_assert_eq!(one.totals(), other.totals());
        prop_assert_eq!(keys(&one), keys(&other));
        prop_assert_eq!(one.facts.len(), keys(&one).len(), "a fact was written twice");
        prop_assert_eq!(payment_state(&one, &intent()), payment_state(&other, &intent()));
    }

    #[test]
    fn no_report_ever_lowers_what_was_captured(reports in reports(), late in reports()) {
        let mut ledger = after(&reports);
        for report in late {
            let before = ledger.totals().captured_minor;
            ledger.observe(&intent(), &report);
            prop_assert!(ledger.totals().captured_minor >= before);
        }
    }

    #[test]
    fn amounts_of_any_size_are_taken_or_held(
        numbers in prop::array::uniform8(any::<i64>()),
        status in prop::sample::select(SnapshotStatus::ALL),
    ) {
        let [authorised_minor, captured_minor, refunded_minor, disputed_minor, a, b, c, d] = numbers;
        let report = Snapshot {
            authorised_minor, captured_minor, refunded_minor, disputed_minor,
            captures: vec![capture("c1", a, PartStatus::Succeeded), capture("c2", b, PartStatus::Succeeded)],
            refunds: vec![refund("r1", c, PartStatus::Succeeded), refund("r2", d, PartStatus::Pending)],
            ..snapshot(status)
        };
        let totals = after(&[report]).totals();
        prop_assert!(totals.captured_minor >= 0 && totals.captured_minor <= AMOUNT);
    }

    #[test]
    fn unknown_never_becomes_failed_without_a_confirming_fetch(
        events in prop::collection::vec(prop::sample::select(OpEvent::ALL), 1..20),
    ) {
        let mut state = OpState::New;
        let mut in_doubt = false;
        for event in events {
            let Ok(next) = decide_op(state, event) else { continue };
            in_doubt |= next == OpState::Unknown;
            if next == OpState::Failed && in_doubt && state != OpState::Failed {
                prop_assert_eq!(event, OpEvent::FoundAbsent);
            }
            prop_assert!(state != OpState::Done || next == OpState::Done, "what has happened stays so");
            state = next;
        }
    }
}

#[test]
fn a_report_that_disagrees_is_held_and_yields_nothing() {
    type Case = (HoldReason, fn(&mut Snapshot));
    let cases: [Case; 10] = [
        (HoldReason::Account, |s| s.account = "other".into()),
        (HoldReason::Mode, |s| s.mode = PaymentMode::Live),
        (HoldReason::Currency, |s| s.currency = "USD".parse().unwrap()),
        (HoldReason::Amount, |s| s.authorised_minor = AMOUNT + 1),
        (HoldReason::Amount, |s| s.authorised_minor = AMOUNT - 1),
        (HoldReason::Amount, |s| s.captured_minor = AMOUNT + 1),
        (HoldReason::Amount, |s| s.captures.push(capture("c2", 1, PartStatus::Succeeded))),
        (HoldReason::Amount, |s| s.captures.push(capture("c2", -1, PartStatus::Failed))),
        (HoldReason::Amount, |s| s.refunds.push(refund("r1", -1, PartStatus::Pending))),
        // Paid without a hold, and one paisa short.
        (HoldReason::Amount, |s| {
            s.authorised_minor = 0;
            s.captured_minor = AMOUNT - 1;
            s.captures[0].amount_minor = AMOUNT - 1;
        }),
    ];
    for (reason, change) in cases {
        let mut report = captured(AMOUNT);
        change(&mut report);
        let held = apply(&PaymentLedger::default(), &intent(), &report).unwrap_err();
        assert_eq!(held.reason, reason, "{held}");
        let ledger = after(&[report, captured(AMOUNT)]);
        assert_eq!(payment_state(&ledger, &intent()), PaymentState::Held, "a hold stays until a person has looked");
    }
}

#[test]
fn the_state_follows_the_facts() {
    let (pending, needs_action) = (snapshot(SnapshotStatus::Pending), snapshot(SnapshotStatus::NeedsAction));
    let authorised = snapshot(SnapshotStatus::Authorised);
    let (voided, failed, expired) =
        (snapshot(SnapshotStatus::Voided), snapshot(SnapshotStatus::Failed), snapshot(SnapshotStatus::Expired));
    let at =
        |second: i64, snapshot: &Snapshot| Snapshot { seen_at: Timestamp::from_micros(second), ..snapshot.clone() };
    assert_eq!(state(&[]), PaymentState::Created);
    assert_eq!(state(&[at(1, &needs_action), at(2, &pending)]), PaymentState::Pending);
    assert_eq!(state(&[at(1, &pending), at(2, &needs_action)]), PaymentState::NeedsAction);
    assert_eq!(state(&[at(2, &needs_action), at(1, &pending)]), PaymentState::NeedsAction, "the later one counts");
    assert_eq!(state(&[authorised.clone(), needs_action]), PaymentState::Authorised);
    assert_eq!(state(&[authorised.clone(), failed.clone()]), PaymentState::Authorised);
    assert_eq!(state(&[authorised.clone(), voided]), PaymentState::Voided);
    assert_eq!(state(&[authorised, expired.clone()]), PaymentState::Voided);
    assert_eq!(state(&[expired]), PaymentState::Failed);
    assert_eq!(state(&[failed.clone(), pending]), PaymentState::Failed);
    assert_eq!(state(&[captured(400)]), PaymentState::PartiallyCaptured);
    assert_eq!(state(&[captured(AMOUNT), failed.clone()]), PaymentState::Captured, "failed after captured");
    assert_eq!(state(&[failed, captured(AMOUNT)]), PaymentState::Captured, "the buyer tried again and it went through");
    assert_eq!(state(&[refunded(PartStatus::Pending, 300)]), PaymentState::Captured);
    assert_eq!(state(&[refunded(PartStatus::Succeeded, 300)]), PaymentState::PartiallyRefunded);
    assert_eq!(state(&[refunded(PartStatus::Succeeded, AMOUNT)]), PaymentState::Refunded);
}

#[test]
fn a_refund_that_comes_back_is_owed_again() {
    let (went, came_back) = (refunded(PartStatus::Succeeded, 300), refunded(PartStatus::Failed, 300));
    for order in [[went.clone(), came_back.clone()], [came_back, went]] {
        let ledger = after(&order);
        assert_eq!(ledger.totals().refunded_minor, 0);
        assert_eq!(payment_state(&ledger, &intent()), PaymentState::Captured);
    }
}

#[test]
fn captures_that_only_together_are_too_much_are_held() {
    let part = |id: &str| Snapshot {
        captures: vec![capture(id, 600, PartStatus::Succeeded)],
        captured_minor: 600,
        ..captured(400)
    };
    assert_eq!(state(&[part("c1")]), PaymentState::PartiallyCaptured);
    assert_eq!(state(&[part("c1"), part("c2")]), PaymentState::Held);
}

#[test]
fn a_total_that_the_provider_does_not_list_counts_once() {
    let unlisted = |amount| Snapshot { captures: vec![], captured_minor: amount, ..captured(400) };
    let ledger = after(&[unlisted(400), unlisted(700), unlisted(400)]);
    assert_eq!(ledger.totals().captured_minor, 700);
    let by_dashboard = Snapshot { refunded_minor: 250, refunds: vec![], ..captured(AMOUNT) };
    assert_eq!(after(&[by_dashboard.clone(), by_dashboard]).totals().refunded_minor, 250);
}

#[test]
fn the_rest_of_a_hold_is_capturable_until_it_is_released() {
    let part = captured(400);
    assert_eq!(after(std::slice::from_ref(&part)).totals().capturable_minor, 600);
    let last = Snapshot { status: SnapshotStatus::Captured, ..part.clone() };
    assert_eq!(after(&[part, last]).totals().capturable_minor, 0);
}

#[test]
fn polls_grow_rarer_and_end() {
    let minutes: Vec<u64> = (0..6).map(|attempt| poll_delay(attempt).unwrap().as_secs() / 60).collect();
    assert_eq!(minutes, [1, 5, 30, 120, 1440, 1440]);
    assert_eq!(poll_delay(33), Some(Duration::from_secs(86_400)));
    assert_eq!(poll_delay(34), None);
    assert_eq!(poll_delay(u32::MAX), None);
}

//! Checkouts and the saga.

use infrasell_rules::checkout::{
    CheckoutEvent, CheckoutState, Compensation, GroupReadiness, LineReadiness, ReadinessFacts, SagaMove, SagaOutcome,
    SagaStep, Severity, UndoOutcome, decide, readiness, saga_next, saga_undo,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The world that a saga acts on: which steps have their effect now.
#[derive(Default)]
struct World {
    effects: BTreeSet<SagaStep>,
    undone: Vec<SagaStep>,
}

/// One attempt at a step: how it went, and whether it had its effect when nobody can tell.
type Attempt = (SagaOutcome, bool);

/// Plays a saga to its end; `None` when it still waits after all attempts.
fn play(world: &mut World, attempts: &[Attempt], undos: &[UndoOutcome]) -> Option<SagaMove> {
    let (mut attempts, mut undos) = (attempts.iter(), undos.iter());
    let mut forward = true;
    let mut now = SagaMove::Next(SagaStep::Quote);
    loop {
        now = match now {
            SagaMove::Done | SagaMove::Failed => return Some(now),
            SagaMove::Compensate(step) => {
                forward = false;
                undo(world, step, undos.next().copied().unwrap_or(UndoOutcome::Done))
            }
            SagaMove::WaitForProvider(step) if !forward => {
                undo(world, step, undos.next().copied().unwrap_or(UndoOutcome::Done))
            }
            SagaMove::Next(step)
            | SagaMove::Retry(step)
            | SagaMove::WaitForProvider(step)
            | SagaMove::NeedsBuyer(step) => {
                assert!(forward, "a saga that undoes never does again");
                let (outcome, has_effect) = attempts.next().copied()?;
                match outcome {
                    SagaOutcome::Done => drop(world.effects.insert(step)),
                    // A definite no means that no earlier attempt had its effect either.
                    SagaOutcome::Refused => drop(world.effects.remove(&step)),
                    SagaOutcome::NeedsBuyer | SagaOutcome::Unknown | SagaOutcome::GivenUp if has_effect => {
                        world.effects.insert(step);
                    }
                    SagaOutcome::NeedsBuyer | SagaOutcome::Unknown | SagaOutcome::GivenUp => {}
                }
                saga_next(step, outcome)
            }
        };
    }
}

fn undo(world: &mut World, step: SagaStep, outcome: UndoOutcome) -> SagaMove {
    if outcome == UndoOutcome::Done {
        world.effects.remove(&step);
        world.undone.push(step);
    }
    saga_undo(step, outcome)
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let outcome = prop_oneof![
        6 => Just(SagaOutcome::Done),
        1 => Just(SagaOutcome::Refused),
        1 => Just(SagaOutcome::NeedsBuyer),
        2 => Just(SagaOutcome::Unknown),
        1 => Just(SagaOutcome::GivenUp),
    ];
    prop::collection::vec((outcome, any::<bool>()), 0..20)
}

proptest! {
    #[test]
    fn every_path_ends_in_an_order_or_with_everything_undone_or_waits(
        attempts in attempts(),
        undos in prop::collection::vec(prop::sample::select(UndoOutcome::ALL), 0..12),
    ) {
        let mut world = World::default();
        match play(&mut world, &attempts, &undos) {
            Some(SagaMove::Done) => {
                prop_assert_eq!(world.effects.len(), SagaStep::ALL.len());
                prop_assert!(world.undone.is_empty());
            }
            Some(_) => {
                prop_assert!(world.effects.is_empty(), "left behind: {:?}", world.effects);
                let in_reverse = world.undone.windows(2).all(|pair| pair[0] > pair[1]);
                prop_assert!(in_reverse, "{:?}", world.undone);
            }
            None => prop_assert!(world.undone.is_empty(), "a saga that began to undo has stopped"),
        }
    }

    #[test]
    fn a_saga_that_only_succeeds_after_doubts_still_ends_in_an_order(doubts in prop::collection::vec(0usize..4, 7)) {
        let mut attempts = vec![];
        for doubt in doubts {
            attempts.extend(std::iter::repeat_n((SagaOutcome::Unknown, true), doubt));
            attempts.push((SagaOutcome::Done, true));
        }
        prop_assert_eq!(play(&mut World::default(), &attempts, &[]), Some(SagaMove::Done));
    }
}

#[test]
fn steps_follow_each_other_there_and_back() {
    for pair in SagaStep::ALL.windows(2) {
        assert_eq!((pair[0].after(), pair[1].before()), (Some(pair[1]), Some(pair[0])));
    }
    assert_eq!((SagaStep::Quote.before(), SagaStep::Announce.after()), (None, None));
}

#[test]
fn once_the_money_is_ours_the_only_way_is_forward() {
    for outcome in SagaOutcome::ALL {
        let next = saga_next(SagaStep::Announce, *outcome);
        assert!(matches!(next, SagaMove::Done | SagaMove::Retry(SagaStep::Announce)), "{outcome}: {next:?}");
    }
}

#[test]
fn every_step_with_an_effect_names_what_undoes_it() {
    let nothing: Vec<_> = SagaStep::ALL.iter().filter(|step| step.compensation() == Compensation::Nothing).collect();
    assert_eq!(nothing, [&SagaStep::Quote, &SagaStep::Announce]);
    let different: BTreeSet<_> = SagaStep::ALL.iter().map(|step| step.compensation()).collect();
    assert_eq!(different.len(), Compensation::ALL.len());
}

#[test]
fn an_unknown_payment_waits_for_the_provider_and_is_never_taken_for_failed() {
    for step in [SagaStep::Authorise, SagaStep::Capture] {
        assert_eq!(saga_next(step, SagaOutcome::Unknown), SagaMove::WaitForProvider(step));
        assert_eq!(saga_undo(step, UndoOutcome::Unknown), SagaMove::WaitForProvider(step));
    }
}

#[test]
fn nobody_touches_a_checkout_while_money_may_move() {
    for event in [CheckoutEvent::Edited { ready: true }, CheckoutEvent::Cancel, CheckoutEvent::Expire] {
        assert!(decide(CheckoutState::Completing, event).is_err(), "{event}");
        assert!(decide(CheckoutState::NeedsBuyer, event).is_ok(), "{event}");
    }
    assert!(decide(CheckoutState::Incomplete, CheckoutEvent::Complete).is_err());
}

fn ready() -> ReadinessFacts {
    ReadinessFacts {
        lines: vec![LineReadiness { quantity: 2, sellable: true, priced: true, available: Some(2) }],
        has_email: true,
        requires_shipping: true,
        has_shipping_address: true,
        groups: vec![GroupReadiness { offered: 2, chosen: true, still_offered: true }],
        total_minor: 100,
        has_payment_method: true,
        payment_method_offered: true,
        quote_changed: false,
        expired: false,
    }
}

#[test]
fn a_complete_checkout_has_no_messages() {
    assert_eq!(readiness(&ready()), vec![]);
    let digital = ReadinessFacts { requires_shipping: false, has_shipping_address: false, groups: vec![], ..ready() };
    assert_eq!(readiness(&digital), vec![]);
    let free = ReadinessFacts { total_minor: 0, has_payment_method: false, payment_method_offered: false, ..ready() };
    assert_eq!(readiness(&free), vec![], "nothing to pay needs no payment method");
}

#[test]
fn whatever_is_missing_is_named_with_its_place() {
    let with = |change: fn(&mut ReadinessFacts)| {
        let mut facts = ready();
        change(&mut facts);
        let messages = readiness(&facts);
        assert_eq!(messages.len(), 1, "{messages:?}");
        (messages[0].code.clone(), messages[0].path.clone())
    };
    type Case = (fn(&mut ReadinessFacts), &'static str, &'static str);
    let cases: [Case; 14] = [
        (|f| f.lines.clear(), "cart_empty", "lines"),
        (|f| f.lines[0].sellable = false, "line_unavailable", "lines.0"),
        (|f| f.lines[0].priced = false, "line_without_price", "lines.0"),
        (|f| f.lines[0].available = Some(0), "out_of_stock", "lines.0.quantity"),
        (|f| f.lines[0].available = Some(1), "insufficient_stock", "lines.0.quantity"),
        (|f| f.has_email = false, "email_missing", "email"),
        (|f| f.has_shipping_address = false, "shipping_address_missing", "shipping_address"),
        (|f| f.groups[0].offered = 0, "not_shippable", "shipping_address"),
        (|f| f.groups[0].chosen = false, "shipping_method_missing", "shipping.0.method"),
        (|f| f.groups[0].still_offered = false, "shipping_method_unavailable", "shipping.0.method"),
        (|f| f.has_payment_method = false, "payment_method_missing", "payment_method"),
        (|f| f.payment_method_offered = false, "payment_method_unavailable", "payment_method"),
        (|f| f.quote_changed = true, "quote_changed", "totals.total_minor"),
        (|f| f.expired = true, "expired", ""),
    ];
    for (change, code, path) in cases {
        assert_eq!(with(change), (code.to_owned(), path.to_owned()));
    }
}

#[test]
fn severities_say_who_can_mend_it() {
    let of = |facts: ReadinessFacts| readiness(&facts)[0].severity;
    assert_eq!(of(ReadinessFacts { has_email: false, ..ready() }), Severity::ClientCanMend);
    assert_eq!(of(ReadinessFacts { quote_changed: true, ..ready() }), Severity::BuyerMustAct);
    assert_eq!(of(ReadinessFacts { expired: true, has_email: false, ..ready() }), Severity::Fatal);
    let words: Vec<_> = Severity::ALL.iter().map(|severity| severity.as_str()).collect();
    assert_eq!(words, ["recoverable", "requires_buyer_input", "unrecoverable"]);
}

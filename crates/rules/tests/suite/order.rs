//! Orders.

use infrasell_rules::order::{OrderCommand, OrderState, PaymentStatus, PaymentSums, decide, payment_status};
use proptest::prelude::*;

/// An order of some units, played by whoever packs, ships and pays.
#[derive(Debug, Clone, Copy)]
enum Act {
    Settle,
    Fail,
    Fulfil(i64),
    Unfulfil(i64),
    Complete,
    Cancel,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        Just(Act::Settle),
        Just(Act::Fail),
        (1i64..4).prop_map(Act::Fulfil),
        (1i64..4).prop_map(Act::Unfulfil),
        Just(Act::Complete),
        Just(Act::Cancel),
    ];
    prop::collection::vec(act, 1..30)
}

proptest! {
    #[test]
    fn the_state_always_agrees_with_the_units(acts in acts(), units in 1i64..8) {
        let (mut state, mut fulfilled) = (OrderState::AwaitingPayment, 0);
        for act in acts {
            let (command, after) = match act {
                Act::Settle => (OrderCommand::PaymentSettled, fulfilled),
                Act::Fail => (OrderCommand::PaymentFailed, fulfilled),
                Act::Fulfil(n) => {
                    let after = fulfilled + n.min(units - fulfilled);
                    (OrderCommand::Fulfil { all: after == units }, after)
                }
                Act::Unfulfil(n) => {
                    let after = fulfilled - n.min(fulfilled);
                    (OrderCommand::Unfulfil { all: after == 0 }, after)
                }
                Act::Complete => (OrderCommand::Complete, fulfilled),
                Act::Cancel => (OrderCommand::Cancel, fulfilled),
            };
            if let Ok(next) = decide(state, command) {
                (state, fulfilled) = (next, after);
            }
            let agrees = match state {
                OrderState::AwaitingPayment | OrderState::Confirmed | OrderState::Cancelled => fulfilled == 0,
                OrderState::PartiallyFulfilled => 0 < fulfilled && fulfilled < units,
                OrderState::Fulfilled | OrderState::Completed => fulfilled == units,
            };
            prop_assert!(agrees, "{state} with {fulfilled} of {units} fulfilled");
        }
    }
}

#[test]
fn cancelling_ends_where_fulfilling_begins() {
    for state in OrderState::ALL {
        let may = matches!(state, OrderState::AwaitingPayment | OrderState::Confirmed);
        assert_eq!(decide(*state, OrderCommand::Cancel).is_ok(), may, "{state}");
    }
}

#[test]
fn a_late_failure_moves_nothing_back() {
    for state in OrderState::ALL {
        let after = decide(*state, OrderCommand::PaymentFailed).unwrap();
        assert_eq!(after == *state, *state != OrderState::AwaitingPayment, "{state}");
    }
}

#[test]
fn money_for_a_cancelled_order_is_refused_aloud() {
    let refused = decide(OrderState::Cancelled, OrderCommand::PaymentSettled).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "payment_settled is refused in state cancelled: it is cancelled; the money must go back"
    );
}

#[test]
fn the_payment_status_follows_the_sums() {
    let of = |total, authorised, captured, refunded| {
        payment_status(&PaymentSums {
            total_minor: total,
            authorised_minor: authorised,
            captured_minor: captured,
            refunded_minor: refunded,
            voided: false,
            failed: false,
        })
    };
    assert_eq!(of(0, 0, 0, 0), PaymentStatus::NotRequired);
    assert_eq!(of(100, 0, 0, 0), PaymentStatus::Pending);
    assert_eq!(of(100, 100, 0, 0), PaymentStatus::Authorised);
    assert_eq!(of(100, 60, 40, 0), PaymentStatus::PartiallyCaptured);
    assert_eq!(of(100, 0, 100, 0), PaymentStatus::Captured);
    assert_eq!(of(100, 0, 100, 1), PaymentStatus::PartiallyRefunded);
    assert_eq!(of(100, 0, 100, 100), PaymentStatus::Refunded);
    assert_eq!(of(0, 0, 100, 100), PaymentStatus::Refunded);
    let gone = PaymentSums { total_minor: 100, ..PaymentSums::default() };
    assert_eq!(payment_status(&PaymentSums { voided: true, ..gone }), PaymentStatus::Voided);
    assert_eq!(payment_status(&PaymentSums { failed: true, ..gone }), PaymentStatus::Failed);
    let late = PaymentSums { captured_minor: 100, failed: true, voided: true, ..gone };
    assert_eq!(payment_status(&late), PaymentStatus::Captured, "a late failure never lowers what was captured");
}

//! Stock.

use infrasell_kernel::LocationId;
use infrasell_rules::stock::{BackorderPolicy, LevelFacts, ReservationCommand, ReservationState, Short, decide, plan};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn level(location: i64, on_hand: i64, reserved: i64, policy: BackorderPolicy) -> LevelFacts {
    LevelFacts { location: LocationId::from_i64(location), on_hand, reserved, policy }
}

fn levels() -> impl Strategy<Value = Vec<LevelFacts>> {
    let policy = prop_oneof![4 => Just(BackorderPolicy::Deny), 1 => Just(BackorderPolicy::Continue)];
    prop::collection::vec((-5i64..20, 0i64..10, policy), 0..6).prop_map(|levels| {
        let numbered = (1..).zip(levels);
        numbered.map(|(id, (on_hand, reserved, policy))| level(id, on_hand, reserved, policy)).collect()
    })
}

proptest! {
    #[test]
    fn a_plan_takes_exactly_what_is_wanted_and_no_more_than_there_is(levels in levels(), wanted in -3i64..60) {
        let available: i64 = levels.iter().map(LevelFacts::available).sum();
        let backorders = levels.iter().any(|level| level.policy == BackorderPolicy::Continue);
        match plan(&levels, wanted) {
            Ok(parts) => {
                prop_assert_eq!(parts.iter().map(|(_, units)| units).sum::<i64>(), wanted.max(0));
                let places: BTreeSet<_> = parts.iter().map(|(location, _)| location).collect();
                prop_assert_eq!(places.len(), parts.len());
                for (location, units) in &parts {
                    let level = levels.iter().find(|level| level.location == *location).unwrap();
                    prop_assert!(*units > 0);
                    prop_assert!(*units <= level.available() || level.policy == BackorderPolicy::Continue);
                }
                let one_has_all = levels.iter().any(|level| level.available() >= wanted);
                prop_assert!(!one_has_all || parts.len() <= 1, "one location would do");
            }
            Err(short) => {
                prop_assert_eq!(short.available, available);
                prop_assert!(available < wanted && !backorders);
            }
        }
    }

    #[test]
    fn any_number_is_planned_or_refused(
        numbers in prop::collection::vec((any::<i64>(), any::<i64>()), 0..5),
        wanted in any::<i64>(),
    ) {
        let mut levels = vec![];
        for (id, (on_hand, reserved)) in (1..).zip(numbers) {
            levels.push(level(id, on_hand, reserved, BackorderPolicy::Deny));
        }
        if let Ok(parts) = plan(&levels, wanted) {
            prop_assert_eq!(parts.iter().map(|(_, units)| i128::from(*units)).sum::<i128>(), i128::from(wanted.max(0)));
        }
    }
}

fn ids(parts: Vec<(LocationId, i64)>) -> Vec<(i64, i64)> {
    parts.into_iter().map(|(location, units)| (location.get(), units)).collect()
}

#[test]
fn one_location_comes_before_a_split_and_a_split_before_a_backorder() {
    let (deny, go_on) = (BackorderPolicy::Deny, BackorderPolicy::Continue);
    let levels = [level(1, 5, 2, go_on), level(2, 10, 0, deny), level(3, 4, 0, deny)];
    assert_eq!(ids(plan(&levels, 3).unwrap()), [(1, 3)]);
    assert_eq!(ids(plan(&levels, 4).unwrap()), [(2, 4)], "the first location that has them all");
    assert_eq!(ids(plan(&levels, 12).unwrap()), [(1, 3), (2, 9)]);
    assert_eq!(ids(plan(&levels, 20).unwrap()), [(1, 6), (2, 10), (3, 4)], "the rest is a backorder");
    assert_eq!(ids(plan(&[level(1, 0, 4, go_on)], 2).unwrap()), [(1, 2)]);
    assert_eq!(plan(&levels[1..], 15), Err(Short { available: 14 }));
    assert_eq!(plan(&[], 1), Err(Short { available: 0 }));
}

#[test]
fn only_a_held_reservation_is_committed() {
    for state in ReservationState::ALL {
        let committed = decide(*state, ReservationCommand::Commit) == Ok(ReservationState::Committed);
        let may = matches!(state, ReservationState::Held | ReservationState::Committed);
        assert_eq!(committed, may, "{state}");
    }
    assert!(decide(ReservationState::Committed, ReservationCommand::Release).is_err());
    assert_eq!(decide(ReservationState::Committed, ReservationCommand::Expire), Ok(ReservationState::Committed));
}

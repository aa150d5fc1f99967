//! Sharing out and rounding.

use infrasell_kernel::MoneyError;
use infrasell_rules::{
    allocate::allocate,
    round::{RoundMode, divide, round_to},
};
use proptest::prelude::*;

fn weights() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(prop_oneof![Just(0), 1i64..10, 0i64..1_000_000_000_000], 1..12)
}

proptest! {
    #[test]
    fn shares_sum_to_the_total_and_stay_within_one_of_exact(
        total in -1_000_000_000_000i64..1_000_000_000_000,
        weights in weights(),
    ) {
        let shares = allocate(total, &weights).unwrap();
        let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if sum == 0 {
            prop_assert!(shares.iter().all(|share| *share == 0));
            return Ok(());
        }
        prop_assert_eq!(shares.iter().sum::<i64>(), total);
        for (share, weight) in shares.iter().zip(&weights) {
            let off = i128::from(*share) * sum - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < sum, "{share} of {total} by {weight}");
        }
    }

    #[test]
    fn nobody_bears_more_than_its_weight(weights in weights(), part in 0i64..=100) {
        let total = weights.iter().sum::<i64>() / 100 * part;
        for (share, weight) in allocate(total, &weights).unwrap().iter().zip(&weights) {
            prop_assert!(0 <= *share && share <= weight);
        }
    }

    #[test]
    fn a_larger_weight_never_gets_less_and_equal_ones_differ_by_one(total in 0i64..1_000_000, weights in weights()) {
        let shares = allocate(total, &weights).unwrap();
        for (a, share_a) in weights.iter().zip(&shares) {
            for (b, share_b) in weights.iter().zip(&shares) {
                prop_assert!(a <= b || share_a >= share_b);
                prop_assert!(a != b || (share_a - share_b).abs() <= 1);
            }
        }
    }

    #[test]
    fn a_negative_total_mirrors(total in any::<i32>(), weights in weights()) {
        let there = allocate(total.into(), &weights).unwrap();
        let back: Vec<i64> = allocate(-i64::from(total), &weights).unwrap().iter().map(|share| -share).collect();
        prop_assert_eq!(there, back);
    }

    #[test]
    fn any_number_is_shared_out_or_refused(
        total in any::<i64>(),
        weights in prop::collection::vec(any::<i64>(), 0..6),
    ) {
        match allocate(total, &weights) {
            Ok(shares) => {
                let sum: i128 = shares.iter().map(|share| i128::from(*share)).sum();
                prop_assert!(sum == i128::from(total) || weights.iter().all(|weight| *weight == 0));
            }
            Err(error) => prop_assert!(error == MoneyError::Overflow && weights.iter().any(|w| *w < 0)),
        }
    }

    #[test]
    fn rounding_mirrors_and_is_off_by_less_than_a_step(
        amount in any::<i32>(),
        step in 1i64..1000,
        mode in prop::sample::select(RoundMode::ALL),
    ) {
        let amount = i64::from(amount);
        let rounded = round_to(amount, step, mode).unwrap();
        prop_assert_eq!(rounded % step, 0);
        prop_assert_eq!(round_to(-amount, step, mode).unwrap(), -rounded);
        let off = (rounded - amount).abs();
        match mode {
            RoundMode::HalfUp => prop_assert!(off * 2 <= step),
            RoundMode::Floor => prop_assert!(off < step && rounded.abs() <= amount.abs()),
            RoundMode::Ceil => prop_assert!(off < step && rounded.abs() >= amount.abs()),
        }
    }
}

#[test]
fn the_share_of_a_line_is_not_monotone_in_the_total() {
    // The Alabama paradox: one more to share out, and a line gets less. Nothing may rely on the contrary.
    let weights = [6, 6, 2];
    assert_eq!(allocate(10, &weights).unwrap(), [4, 4, 2]);
    assert_eq!(allocate(11, &weights).unwrap(), [5, 5, 1]);
}

#[test]
fn the_ends_of_the_range_are_shared_out_or_refused() {
    assert_eq!(allocate(i64::MIN, &[1]).unwrap(), [i64::MIN]);
    assert_eq!(allocate(i64::MAX, &[i64::MAX, i64::MAX]).unwrap(), [i64::MAX / 2 + 1, i64::MAX / 2]);
    assert_eq!(allocate(5, &[1, -1]), Err(MoneyError::Overflow));
    assert_eq!(allocate(5, &[]).unwrap(), Vec::<i64>::new());
    assert_eq!(round_to(i64::MAX, 1000, RoundMode::Ceil), Err(MoneyError::Overflow));
    assert_eq!(round_to(1, 0, RoundMode::HalfUp), Err(MoneyError::Overflow));
    assert_eq!(divide(1, -1, RoundMode::HalfUp), Err(MoneyError::Overflow));
}

//! What a plan says.

use infrasell_chaos::{Fault, Plan};
use std::collections::BTreeMap;

#[test]
fn a_seed_says_the_same_each_time_and_another_seed_something_else() {
    let faults = |seed| (0..2_000).map(|n| Plan::hard(seed).of(n).0).collect::<Vec<_>>();
    assert_eq!(faults(7), faults(7));
    assert_ne!(faults(7), faults(8));
    // in any order
    let backwards: Vec<_> = (0..2_000).rev().map(|n| Plan::hard(7).of(n).0).collect();
    assert_eq!(backwards.into_iter().rev().collect::<Vec<_>>(), faults(7));
}

#[test]
fn every_fault_of_a_plan_comes_about_as_often_as_it_says() {
    for plan in [Plan::mild(3), Plan::hard(3)] {
        let all = 200_000_u64;
        let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
        for n in 0..all {
            if let (Some(fault), _) = plan.of(n) {
                *seen.entry(fault.name()).or_default() += 1;
            }
        }
        for (ppm, fault) in &plan.chances {
            let (expected, seen) = (all * u64::from(*ppm) / 1_000_000, seen[fault.name()]);
            let near = expected.abs_diff(seen) < expected / 5 + 50;
            assert!(near, "{}: {seen} of {expected}", fault.name());
        }
        assert!(plan.chances.iter().map(|(ppm, _)| ppm).sum::<u32>() < 1_000_000);
    }
}

#[test]
fn a_script_is_followed_and_then_all_is_calm() {
    let plan = Plan::script([None, Some(Fault::Drop), Some(Fault::SendTwice)]);
    let faults: Vec<_> = (0..5).map(|n| plan.of(n).0).collect();
    assert_eq!(faults, [None, Some(Fault::Drop), Some(Fault::SendTwice), None, None]);
}

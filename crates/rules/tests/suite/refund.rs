//! Refunds.

use infrasell_kernel::Ppm;
use infrasell_rules::{
    refund::{
        RefundError, RefundFacts, RefundLineFacts, RefundPlan, RefundRequest, RefundShipping, RefundShippingFacts,
        RefundUnits, payment_difference, refund_plan, refund_shares, refund_units,
    },
    tax::{TaxAmount, TaxKind},
};
use proptest::prelude::*;

fn tax(code: &str, amount_minor: i64) -> TaxAmount {
    let (rate, kind) = (Ppm(90_000), TaxKind::Standard);
    TaxAmount { code: code.into(), jurisdiction: "IN".into(), rate, kind, base_minor: 0, amount_minor }
}

fn order(quantity: i64, total_minor: i64, tax_minor: i64) -> RefundFacts {
    let taxes = vec![tax("CGST", tax_minor), tax("SGST", tax_minor)];
    RefundFacts {
        lines: vec![RefundLineFacts { key: "a".into(), quantity, refunded_units: 0, total_minor, taxes }],
        shipping: vec![RefundShippingFacts {
            group: "default".into(),
            total_minor: 5_000,
            refunded_minor: 0,
            taxes: vec![tax("GST", 763)],
        }],
        captured_minor: total_minor + 5_000,
        refunded_minor: 0,
    }
}

fn units(units: i64) -> RefundRequest {
    RefundRequest { lines: vec![RefundUnits { key: "a".into(), units }], ..RefundRequest::default() }
}

fn shipping(amount_minor: i64) -> RefundRequest {
    let shipping = vec![RefundShipping { group: "default".into(), amount_minor }];
    RefundRequest { shipping, ..RefundRequest::default() }
}

/// Books a plan, as the service does.
fn book(facts: &mut RefundFacts, plan: &RefundPlan) {
    facts.refunded_minor += plan.total_minor;
    for share in &plan.lines {
        facts.lines[0].refunded_units += share.units;
    }
    for share in &plan.shipping {
        facts.shipping[0].refunded_minor += share.total_minor;
    }
}

proptest! {
    #[test]
    fn any_path_ends_on_the_exact_whole(
        steps in prop::collection::vec(1i64..9, 1..8),
        total in 0i64..1_000_000,
        tax_ppm in 0i64..400_000,
    ) {
        let quantity = steps.iter().sum();
        let mut facts = order(quantity, total, total / 2 * tax_ppm / 1_000_000);
        let whole: Vec<i64> = facts.lines[0].taxes.iter().map(|tax| tax.amount_minor).collect();
        let (mut paid, mut heads) = (0, vec![0, 0]);
        for step in steps {
            let plan = match refund_plan(&facts, &units(step)) {
                Ok(plan) => plan,
                // Units so cheap that this step gives nothing back: they are still returned.
                Err(RefundError::Nothing) => {
                    facts.lines[0].refunded_units += step;
                    continue;
                }
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            let share = &plan.lines[0];
            prop_assert_eq!(share.net_minor + share.tax_minor, share.total_minor);
            paid += plan.total_minor;
            for (sum, head) in heads.iter_mut().zip(&share.taxes) {
                *sum += head.amount_minor;
            }
            book(&mut facts, &plan);
        }
        prop_assert_eq!(paid, total);
        if total >= quantity {
            prop_assert_eq!(heads, whole);
        }
        prop_assert!(refund_plan(&facts, &units(1)).is_err());
    }

    #[test]
    fn shipping_goes_back_in_any_parts_with_its_tax(parts in prop::collection::vec(1i64..1_000, 1..12)) {
        let mut facts = order(1, 1_000, 76);
        let mut tax = 0;
        for part in parts {
            match refund_plan(&facts, &shipping(part)) {
                Ok(plan) => {
                    prop_assert_eq!(plan.total_minor, part);
                    tax += plan.shipping[0].tax_minor;
                    book(&mut facts, &plan);
                }
                Err(error) => {
                    let left = 5_000 - facts.shipping[0].refunded_minor;
                    prop_assert_eq!(error, RefundError::NotLeft { key: "default".into(), left, wanted: part });
                }
            }
        }
        let left = 5_000 - facts.shipping[0].refunded_minor;
        if left > 0 {
            tax += refund_plan(&facts, &shipping(left)).unwrap().shipping[0].tax_minor;
        }
        prop_assert_eq!(tax, 763);
    }

    #[test]
    fn no_sequence_pays_back_more_than_was_captured(
        captured in 0i64..20_000,
        requests in prop::collection::vec((0i64..4, 0i64..3_000, -5i64..3_000), 1..12),
    ) {
        let mut facts = order(6, 12_000, 915);
        facts.captured_minor = captured;
        for (wanted, of_shipping, other_minor) in requests {
            let mut request = RefundRequest { other_minor, ..RefundRequest::default() };
            if wanted > 0 {
                request.lines = units(wanted).lines;
            }
            if of_shipping > 0 {
                request.shipping = shipping(of_shipping).shipping;
            }
            if let Ok(plan) = refund_plan(&facts, &request) {
                prop_assert!(plan.total_minor > 0);
                book(&mut facts, &plan);
            }
            prop_assert!(facts.refunded_minor <= captured);
        }
    }

    #[test]
    fn any_number_is_planned_or_refused(
        quantity in any::<i64>(), before in any::<i64>(), total in any::<i64>(), tax in any::<i64>(),
        captured in any::<i64>(), refunded in any::<i64>(), wanted in any::<i64>(), other_minor in any::<i64>(),
    ) {
        let mut facts = order(1, 0, 0);
        let line = &mut facts.lines[0];
        (line.quantity, line.refunded_units, line.total_minor) = (quantity, before, total);
        line.taxes[0].amount_minor = tax;
        (facts.captured_minor, facts.refunded_minor) = (captured, refunded);
        let request = RefundRequest { other_minor, ..units(wanted) };
        if let Ok(plan) = refund_plan(&facts, &request) {
            prop_assert!(i128::from(plan.total_minor) <= i128::from(captured) - i128::from(refunded));
        }
    }
}

#[test]
fn a_wrong_request_says_what_is_wrong() {
    let facts = order(3, 999, 76);
    let cases = [
        (units(4), RefundError::NotLeft { key: "a".into(), left: 3, wanted: 4 }),
        (units(0), RefundError::NotLeft { key: "a".into(), left: 3, wanted: 0 }),
        (RefundRequest::default(), RefundError::Nothing),
        (
            RefundRequest { other_minor: -1, ..units(1) },
            RefundError::NotLeft { key: "other".into(), left: 5_999, wanted: -1 },
        ),
        (
            RefundRequest { other_minor: 6_000, ..RefundRequest::default() },
            RefundError::AboveCaptured { planned_minor: 6_000, refundable_minor: 5_999 },
        ),
    ];
    for (request, error) in cases {
        assert_eq!(refund_plan(&facts, &request), Err(error));
    }
    let mut twice = units(1);
    twice.lines.push(twice.lines[0].clone());
    assert_eq!(refund_plan(&facts, &twice), Err(RefundError::Twice("a".into())));
    let mut unknown = units(1);
    unknown.lines[0].key = "b".into();
    assert_eq!(refund_plan(&facts, &unknown), Err(RefundError::Unknown("b".into())));
}

#[test]
fn units_that_are_not_there_are_not_refunded() {
    for (quantity, before, units) in [(0, 0, 0), (3, 2, 2), (3, -1, 1), (3, 0, -1)] {
        assert!(refund_units(1000, quantity, before, units).is_err(), "{units} of {quantity} after {before}");
    }
}

#[test]
fn the_difference_is_owed_by_whoever_it_is_owed() {
    assert_eq!(payment_difference(8_000, 10_000, 2_000), Ok(0));
    assert_eq!(payment_difference(8_000, 10_000, 3_000), Ok(1_000));
    assert!(payment_difference(i64::MAX, -1, 0).is_err());
}

#[test]
fn goods_that_cost_nothing_still_come_back() {
    let facts = order(3, 0, 0);
    assert_eq!(refund_plan(&facts, &units(2)), Err(RefundError::Nothing));
    let shares = refund_shares(&facts, &units(2)).unwrap();
    assert_eq!((shares.lines[0].units, shares.total_minor), (2, 0));
    assert_eq!(refund_shares(&facts, &units(4)), Err(RefundError::NotLeft { key: "a".into(), left: 3, wanted: 4 }));
}

//! Tax on lines.

use infrasell_kernel::Ppm;
use infrasell_rules::{
    round::RoundMode,
    tax::{TaxHead, TaxKind, TaxRounding, TaxUnit, Taxable, Taxed, tax_lines},
};
use proptest::prelude::*;

fn head(code: &str, rate: i64, kind: TaxKind) -> TaxHead {
    TaxHead { code: code.into(), jurisdiction: "IN".into(), rate: Ppm(rate), kind }
}

fn standard(code: &str, rate: i64) -> TaxHead {
    head(code, rate, TaxKind::Standard)
}

fn tax(lines: &[(i64, Vec<TaxHead>)], inclusive: bool, unit: TaxUnit, mode: RoundMode) -> Vec<Taxed> {
    let taxable: Vec<_> = lines.iter().map(|(amount, taxes)| Taxable { amount_minor: *amount, taxes }).collect();
    tax_lines(&taxable, inclusive, TaxRounding { unit, mode }).unwrap()
}

fn total(taxed: &[Taxed]) -> i64 {
    taxed.iter().map(|line| line.tax_minor).sum()
}

const RATES: &[i64] = &[0, 2_500, 30_000, 50_000, 88_750, 120_000, 180_000, 230_000, 280_000, 400_000];

fn lines() -> impl Strategy<Value = Vec<(i64, Vec<TaxHead>)>> {
    let one = (100i64..10_000_000, prop::sample::select(RATES), 1usize..3).prop_map(|(amount, rate, heads)| {
        let codes = ["CGST", "SGST"];
        let taxes = (0..heads).map(|head| standard(codes[head], rate / 2)).collect();
        (amount, taxes)
    });
    prop::collection::vec(one, 1..10)
}

proptest! {
    #[test]
    fn net_and_heads_make_the_gross(
        lines in lines(),
        inclusive in any::<bool>(),
        unit in prop::sample::select(TaxUnit::ALL),
        mode in prop::sample::select(RoundMode::ALL),
    ) {
        for (taxed, (amount, _)) in tax(&lines, inclusive, unit, mode).iter().zip(&lines) {
            prop_assert_eq!(taxed.taxes.iter().map(|tax| tax.amount_minor).sum::<i64>(), taxed.tax_minor);
            prop_assert_eq!(taxed.net_minor + taxed.tax_minor, taxed.gross_minor);
            prop_assert_eq!(if inclusive { taxed.gross_minor } else { taxed.net_minor }, *amount);
            prop_assert!(taxed.net_minor >= 0 && taxed.tax_minor >= 0);
        }
    }

    #[test]
    fn halves_are_equal_and_close_to_the_whole(
        amount in 0i64..10_000_000,
        rate in prop::sample::select(RATES),
        inclusive in any::<bool>(),
    ) {
        let within = vec![(amount, vec![standard("CGST", rate / 2), standard("SGST", rate / 2)])];
        let across = vec![(amount, vec![standard("IGST", rate)])];
        let halves = tax(&within, inclusive, TaxUnit::Line, RoundMode::HalfUp);
        let whole = tax(&across, inclusive, TaxUnit::Line, RoundMode::HalfUp);
        prop_assert_eq!(halves[0].taxes[0].amount_minor, halves[0].taxes[1].amount_minor);
        prop_assert!((total(&halves) - total(&whole)).abs() <= 1);
    }

    #[test]
    fn a_rate_group_does_not_care_how_a_line_is_split(
        amounts in prop::collection::vec(100i64..1_000_000, 2..8),
        rate in prop::sample::select(RATES),
        inclusive in any::<bool>(),
    ) {
        let taxes = vec![standard("VAT", rate)];
        let whole = vec![(amounts.iter().sum(), taxes.clone())];
        let split: Vec<_> = amounts.into_iter().map(|amount| (amount, taxes.clone())).collect();
        for unit in [TaxUnit::RateGroup, TaxUnit::Document] {
            let together = tax(&whole, inclusive, unit, RoundMode::HalfUp);
            let apart = tax(&split, inclusive, unit, RoundMode::HalfUp);
            prop_assert_eq!(total(&together), total(&apart));
        }
    }

    #[test]
    fn above_the_line_only_one_rounding_is_lost(
        lines in lines(),
        inclusive in any::<bool>(),
        mode in prop::sample::select(RoundMode::ALL),
    ) {
        // Each head over the whole document is off by less than one unit from its exact sum in units of 10^-6.
        let taxed = tax(&lines, inclusive, TaxUnit::Document, mode);
        for code in ["CGST", "SGST"] {
            let mut exact = 0i128;
            let mut charged = 0i128;
            for ((amount, heads), line) in lines.iter().zip(&taxed) {
                let rates: i64 = heads.iter().map(|head| head.rate.0).sum();
                let denominator = if inclusive { 1_000_000 + rates } else { 1_000_000 };
                for (head, tax) in heads.iter().zip(&line.taxes).filter(|(head, _)| head.code == code) {
                    exact += i128::from(*amount) * i128::from(head.rate.0) * 1_000_000 / i128::from(denominator);
                    charged += i128::from(tax.amount_minor);
                }
            }
            let slack = i128::try_from(lines.len()).unwrap();
            prop_assert!((charged * 1_000_000 - exact).abs() <= 1_000_000 + slack, "{code}: {charged} for {exact}");
        }
    }

    #[test]
    fn any_number_is_taxed_or_refused(
        amounts in prop::collection::vec((any::<i64>(), any::<i64>()), 1..5),
        inclusive in any::<bool>(),
        unit in prop::sample::select(TaxUnit::ALL),
    ) {
        let heads = |rate| vec![standard("VAT", rate), standard("LOCAL", rate)];
        let lines: Vec<_> = amounts.into_iter().map(|(amount, rate)| (amount, heads(rate))).collect();
        let taxable: Vec<_> = lines.iter().map(|(amount, taxes)| Taxable { amount_minor: *amount, taxes }).collect();
        if let Ok(taxed) = tax_lines(&taxable, inclusive, TaxRounding { unit, mode: RoundMode::HalfUp }) {
            for line in taxed {
                prop_assert_eq!(i128::from(line.net_minor) + i128::from(line.tax_minor), i128::from(line.gross_minor));
            }
        }
    }
}

#[test]
fn only_a_standard_head_is_charged() {
    for kind in TaxKind::ALL {
        for inclusive in [true, false] {
            let taxed =
                tax(&[(11_800, vec![head("GST", 180_000, *kind)])], inclusive, TaxUnit::Line, RoundMode::HalfUp);
            assert_eq!(taxed[0].tax_minor != 0, *kind == TaxKind::Standard, "{kind}");
            assert_eq!((taxed[0].taxes[0].rate, taxed[0].taxes[0].kind), (Ppm(180_000), *kind));
        }
    }
}

#[test]
fn an_exact_document_total_is_not_rounded_down_by_fractions() {
    // 1/3 + 1/6 + 1/2 of a minor unit from three rates is exactly one.
    let lines =
        [(1, vec![standard("T", 500_000)]), (1, vec![standard("T", 200_000)]), (1, vec![standard("T", 1_000_000)])];
    assert_eq!(total(&tax(&lines, true, TaxUnit::Document, RoundMode::Floor)), 1);
}

#[test]
fn heads_never_eat_more_than_a_tiny_price() {
    let paisa = (1, vec![standard("CGST", 90_000), standard("SGST", 90_000)]);
    let lines = vec![paisa; 14];
    for taxed in tax(&lines, true, TaxUnit::RateGroup, RoundMode::HalfUp) {
        assert!((0..=1).contains(&taxed.net_minor) && taxed.gross_minor == 1);
    }
}

#[test]
fn a_line_without_taxes_is_all_net() {
    let taxed = tax(&[(500, vec![])], true, TaxUnit::Document, RoundMode::HalfUp);
    assert_eq!((taxed[0].net_minor, taxed[0].tax_minor, taxed[0].gross_minor), (500, 0, 500));
}

#[test]
fn each_unit_of_rounding_is_another_total() {
    // Four halves at two rates: each rounds up alone, and each pair is a whole. 0.5 and 0.7: 1 and 1, or 1.2 together.
    let five = |amount| (amount, vec![standard("VAT", 50_000)]);
    let seven = |amount| (amount, vec![standard("VAT", 70_000)]);
    let by = |lines: &[(i64, Vec<TaxHead>)], unit| total(&tax(lines, false, unit, RoundMode::HalfUp));
    let halves = [five(10), five(10), (50, vec![standard("VAT", 10_000)]), (50, vec![standard("VAT", 10_000)])];
    assert_eq!(by(&halves, TaxUnit::Line), 4);
    assert_eq!(by(&halves, TaxUnit::RateGroup), 2);
    let two_rates = [five(10), seven(10)];
    assert_eq!(by(&two_rates, TaxUnit::RateGroup), 2);
    assert_eq!(by(&two_rates, TaxUnit::Document), 1);
}

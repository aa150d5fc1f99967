//! Published cases, each with its source: every operation that is known, and no case left out.

use infrasell_kernel::Ppm;
use infrasell_rules::{
    allocate::allocate,
    refund::{payment_difference, refund_units},
    round::{RoundMode, percent, round_to},
    tax::{TaxHead, TaxKind, TaxRounding, TaxUnit, Taxable, tax_exclusive, tax_inclusive, tax_lines},
};
use serde_json::{Value, json};

#[test]
fn every_case_holds() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("vectors.json")).unwrap();
    assert_eq!(cases.len(), 50, "a case was lost or added");
    for case in cases {
        let answer = run(case["op"].as_str().unwrap(), &case["input"]);
        assert_eq!(answer, case["expected"], "{}: {}", case["name"], case["source"]);
    }
}

fn run(operation: &str, input: &Value) -> Value {
    let number = |field: &str| input[field].as_i64().unwrap();
    let numbers =
        |field: &str| input[field].as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect::<Vec<_>>();
    match operation {
        "allocate" => json!({ "shares": allocate(number("total"), &numbers("weights")).unwrap() }),
        "percent" => json!({ "amount": percent(number("base"), Ppm(number("rate_ppm"))).unwrap() }),
        "round_to" => {
            let rounded = round_to(number("total"), number("step"), RoundMode::HalfUp).unwrap();
            json!({ "rounded": rounded, "adjustment": rounded - number("total") })
        }
        "tax_inclusive" => {
            let split = tax_inclusive(number("gross"), Ppm(number("rate_ppm")), RoundMode::HalfUp).unwrap();
            json!({ "tax": split.tax_minor, "net": split.net_minor })
        }
        "tax_exclusive" => {
            let split = tax_exclusive(number("net"), Ppm(number("rate_ppm")), RoundMode::HalfUp).unwrap();
            json!({ "tax": split.tax_minor, "gross": split.gross_minor })
        }
        "tax_lines" => taxes_of_lines(input),
        "refund_units" => {
            let (mut before, mut refunds) = (0, vec![]);
            for units in numbers("returns") {
                refunds.push(refund_units(number("amount"), number("quantity"), before, units).unwrap());
                before += units;
            }
            json!({ "refunds": refunds })
        }
        "payment_difference" => {
            let outstanding = payment_difference(number("total_after"), number("captured"), number("refunded"));
            json!({ "outstanding": outstanding.unwrap() })
        }
        other => panic!("no such operation: {other}"),
    }
}

fn taxes_of_lines(input: &Value) -> Value {
    let unit = input["level"].as_str().unwrap().parse::<TaxUnit>().unwrap();
    let lines: Vec<(i64, [TaxHead; 1])> = input["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let rate = Ppm(line["rate_ppm"].as_i64().unwrap());
            let head = TaxHead { code: "VAT".into(), jurisdiction: "XX".into(), rate, kind: TaxKind::Standard };
            (line["net"].as_i64().unwrap(), [head])
        })
        .collect();
    let taxable: Vec<_> = lines.iter().map(|(net, taxes)| Taxable { amount_minor: *net, taxes }).collect();
    let taxed = tax_lines(&taxable, false, TaxRounding { unit, mode: RoundMode::HalfUp }).unwrap();
    let taxes: Vec<i64> = taxed.iter().map(|line| line.tax_minor).collect();
    json!({ "taxes": taxes, "total_tax": taxes.iter().sum::<i64>() })
}

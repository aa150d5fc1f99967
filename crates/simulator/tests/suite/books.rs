//! The books: whatever is asked in whatever order, they balance, and the API says what they say.

use crate::shop::{Shop, seen};
use infrasell_simulator::{Act, Config, DashboardAct, PayerAct, Plan, Simulator};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One thing that somebody does to the newest payment.
#[derive(Debug, Clone)]
enum Step {
    Pay { amount: i64, automatic: bool, instrument: &'static str },
    Capture { amount: i64, last: bool },
    Void,
    Refund { amount: i64 },
    Payer(PayerAct),
    Dashboard(DashboardAct),
    Plan(Act),
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let instrument = prop::sample::select(vec!["tok_approve", "tok_challenge", "tok_pending_approve", "tok_decline"]);
    let pay = (100..20_000i64, any::<bool>(), instrument).prop_map(|(amount, automatic, instrument)| Step::Pay {
        amount,
        automatic,
        instrument,
    });
    let act = prop::sample::select(vec![
        Act::DropAfterApply,
        Act::Stored500 { applied: true },
        Act::PartialSuccess,
        Act::AmountDelta { delta: 1 },
        Act::FeeOnly,
        Act::CapturePending { after_s: 30 },
        Act::RefundFailsLater { after_s: 40 },
        Act::DisputeOpen { amount: None },
        Act::HoldExpired,
        Act::AlreadyCapturedByDashboard,
        Act::RefundedByDashboard { amount: Some(7) },
    ]);
    let payer =
        prop::sample::select(vec![PayerAct::Approve, PayerAct::RetryInApp, PayerAct::LateSuccess { after_s: 20 }]);
    let dashboard = prop::sample::select(vec![
        DashboardAct::Capture { amount: Some(50) },
        DashboardAct::Refund { amount: None },
        DashboardAct::Void,
        DashboardAct::DisputeLost,
        DashboardAct::DisputeWon,
    ]);
    let step = prop_oneof![
        3 => pay,
        3 => (1..9_000i64, any::<bool>()).prop_map(|(amount, last)| Step::Capture { amount, last }),
        1 => Just(Step::Void),
        3 => (1..9_000i64).prop_map(|amount| Step::Refund { amount }),
        2 => payer.prop_map(Step::Payer),
        2 => dashboard.prop_map(Step::Dashboard),
        3 => act.prop_map(Step::Plan),
        2 => (1..90u64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..25)
}

async fn run(shop: &Shop, steps: &[Step]) {
    for (n, step) in steps.iter().enumerate() {
        let id = newest(&shop.sim);
        let key = format!("k{n}");
        let post = async |path: String, body: Value| {
            // A plan may well have broken the connection, which is part of the game.
            let _ = seen(shop.call("POST", &path).header("idempotency-key", &key).json(&body)).await;
        };
        match step {
            Step::Pay { amount, automatic, instrument } => {
                let capture = if *automatic { "automatic" } else { "manual" };
                let body = json!({ "amount": amount, "currency": "INR", "reference": format!("b{n}"),
                    "capture": capture, "instrument": instrument });
                post("/v1/payments".into(), body).await;
            }
            Step::Capture { amount, last } => {
                post(format!("/v1/payments/{id}/capture"), json!({ "amount": amount, "final": last })).await;
            }
            Step::Void => post(format!("/v1/payments/{id}/void"), json!({})).await,
            Step::Refund { amount } => {
                let body = json!({ "amount": amount, "reference": format!("r{n}") });
                post(format!("/v1/payments/{id}/refunds"), body).await;
            }
            // What the payment does not allow is refused, which is an answer too.
            Step::Payer(act) => drop(shop.sim.payer(&id, act)),
            Step::Dashboard(act) => drop(shop.sim.dashboard(&id, act)),
            Step::Plan(act) => shop.plan(Plan::on("POST", "/v1/payments/*/*", act.clone())),
            Step::Wait(seconds) => shop.advance(*seconds).await,
        }
    }
    shop.advance(10 * 86_400).await;
}

fn newest(sim: &Simulator) -> String {
    let references: BTreeMap<usize, String> =
        sim.truths().into_iter().map(|truth| (truth.reference[1..].parse().unwrap(), truth.id)).collect();
    references.into_values().next_back().unwrap_or_default()
}

async fn assert_books_are_right(shop: &Shop) {
    let ledger = shop.http.get(format!("{}/_sim/ledger", shop.sim.base_url)).send().await.unwrap();
    let ledger: Value = ledger.json().await.unwrap();
    for balances in ledger["balances"].as_object().unwrap().values() {
        let sum: i64 = balances.as_object().unwrap().values().map(|balance| balance.as_i64().unwrap()).sum();
        assert_eq!(sum, 0, "{ledger}");
    }
    for truth in shop.sim.truths() {
        let payment = shop.payment(&truth.id).await;
        for (name, booked) in [("captured", truth.captured), ("refunded", truth.refunded), ("disputed", truth.disputed)]
        {
            assert_eq!(payment[name], booked, "{name} of {payment}");
        }
        assert!(truth.refunded + truth.disputed <= truth.captured, "{truth:?}");
        assert!(truth.captured <= payment["authorized"].as_i64().unwrap() + 1, "{payment}");
        assert_ne!(payment["status"], "capture_pending");
    }
}

#[test]
fn they_balance_after_anything() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 48, ..ProptestConfig::default() });
    runner
        .run(&steps(), |steps| {
            runtime.block_on(async {
                let shop = Shop::open().await;
                run(&shop, &steps).await;
                assert_books_are_right(&shop).await;
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_seed_and_requests_give_the_same_journal() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 12, ..ProptestConfig::default() });
    runner
        .run(&(steps(), any::<u64>()), |(steps, seed)| {
            let journal = || {
                runtime.block_on(async {
                    let shop = Shop::with(Config { seed, ..Config::default() }).await;
                    run(&shop, &steps).await;
                    json!(shop.sim.journal()).to_string().replace(&shop.sim.base_url, "")
                })
            };
            prop_assert_eq!(journal(), journal());
            Ok(())
        })
        .unwrap();
}

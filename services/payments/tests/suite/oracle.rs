//! The oracle as a property: whatever is asked, and whatever goes wrong meanwhile, once everything has come to rest our
//! books are the bank's.

use crate::world::{World, ask, cx, world};
use infrasell_contracts::payments::{Capture, Payment, Payments, Refund, Undo, Void};
use infrasell_rules::payment::PaymentState;
use infrasell_simulator::{Act, DashboardAct, PayerAct, Plan};
use proptest::{prelude::*, test_runner::TestRunner};

#[derive(Debug, Clone)]
enum Step {
    Pay(&'static str),
    Capture(Option<i64>),
    Void,
    Refund(i64),
    Undo,
    Payer(PayerAct),
    Dashboard(DashboardAct),
    Fault(&'static str, &'static str, Act),
    Webhook(Act),
    Restart,
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let instrument =
        prop::sample::select(vec!["tok_approve", "tok_approve", "tok_challenge", "tok_pending_approve", "tok_decline"]);
    let payer = prop::sample::select(vec![
        PayerAct::Approve,
        PayerAct::ChallengeFail,
        PayerAct::RetryInApp,
        PayerAct::LateSuccess { after_s: 100 },
    ]);
    let dashboard = prop::sample::select(vec![
        DashboardAct::Capture { amount: Some(700) },
        DashboardAct::Refund { amount: Some(300) },
        DashboardAct::Void,
        DashboardAct::ExpireHold,
    ]);
    let path = prop::sample::select(vec![
        ("POST", "/v1/payments"),
        ("POST", "/v1/payments/*/capture"),
        ("POST", "/v1/payments/*/void"),
        ("POST", "/v1/payments/*/refunds"),
        ("GET", "/v1/payments/*"),
        ("GET", "/v1/payments"),
    ]);
    let fault = prop::sample::select(vec![
        Act::DropBeforeApply,
        Act::DropAfterApply,
        Act::Rst { applied: true },
        Act::TruncateBody { bytes: 9 },
        Act::BadJson { applied: true },
        Act::Html502 { applied: true },
        Act::Html502 { applied: false },
        Act::Unstored500 { applied: false },
        Act::Stored500 { applied: true },
        Act::Unavailable503,
        Act::Stale404 { ms: None },
        Act::CloseKeepalive,
        Act::PartialSuccess,
        Act::CapturePending { after_s: 200 },
        Act::RefundFailsLater { after_s: 300 },
        Act::AlreadyCapturedByDashboard,
        Act::RefundedByDashboard { amount: Some(50) },
        Act::FeeOnly,
    ]);
    let webhook = prop::sample::select(vec![
        Act::Drop,
        Act::Dup { copies: 2 },
        Act::DupNewId,
        Act::Delay { s: 400 },
        Act::BeforeResponse,
        Act::Concurrent { copies: 3 },
        Act::WrongSecret,
        Act::UnknownObject,
    ]);
    let step = prop_oneof![
        4 => instrument.prop_map(Step::Pay),
        4 => prop::option::of(1..6_000i64).prop_map(Step::Capture),
        1 => Just(Step::Void),
        4 => (1..6_000i64).prop_map(Step::Refund),
        1 => Just(Step::Undo),
        2 => payer.prop_map(Step::Payer),
        2 => dashboard.prop_map(Step::Dashboard),
        6 => (path, fault).prop_map(|((method, path), act)| Step::Fault(method, path, act)),
        3 => webhook.prop_map(Step::Webhook),
        1 => Just(Step::Restart),
        2 => (1..200u64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..20)
}

/// Does one thing; that it is refused is an answer too, but a service that breaks is not.
async fn act(world: &mut World, n: usize, step: &Step, last: &mut Option<Payment>) {
    let name = format!("s{n}");
    let payment = last.clone();
    let result = match (step, payment) {
        (Step::Pay(instrument), _) => {
            let made = world.service.authorise(&cx(), ask(&name, instrument)).await;
            if let Ok(made) = &made {
                *last = Some(made.clone());
            }
            made.map(drop)
        }
        (Step::Capture(amount_minor), Some(payment)) => {
            let ask = Capture { id: payment.id, reference: name, amount_minor: *amount_minor };
            world.service.capture(&cx(), ask).await.map(drop)
        }
        (Step::Void, Some(payment)) => world.service.void(&cx(), Void { id: payment.id }).await.map(drop),
        (Step::Refund(amount_minor), Some(payment)) => {
            let ask = Refund { id: payment.id, reference: name, amount_minor: *amount_minor };
            world.service.refund(&cx(), ask).await.map(drop)
        }
        (Step::Undo, Some(payment)) => {
            world.service.undo(&cx(), Undo { id: payment.id, reference: "undo".into() }).await.map(drop)
        }
        (Step::Payer(act), Some(Payment { provider_object: Some(object), .. })) => {
            // What the payment does not allow is refused.
            let _ = world.sim.payer(&object, act);
            Ok(())
        }
        (Step::Dashboard(act), Some(Payment { provider_object: Some(object), .. })) => {
            let _ = world.sim.dashboard(&object, act);
            Ok(())
        }
        (Step::Fault(method, path, act), _) => {
            // Not on what makes a payment: half of what was agreed is held for a person, which is another test.
            let held = matches!(act, Act::PartialSuccess) && *path == "/v1/payments";
            if !held {
                world.plan(method, path, act.clone());
            }
            Ok(())
        }
        (Step::Webhook(act), _) => {
            world.sim.plan(Plan::on_event("*", act.clone()));
            Ok(())
        }
        (Step::Restart, _) => {
            world.stop().await;
            world.start().await;
            Ok(())
        }
        (Step::Wait(seconds), _) => {
            world.advance(*seconds).await;
            Ok(())
        }
        _ => Ok(()),
    };
    if let Err(error) = result {
        let text = format!("{error:?}");
        assert!(!text.contains("Internal"), "{step:?}: {text}");
    }
}

#[test]
fn our_books_are_the_banks_whatever_happened() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    let mut runner = TestRunner::new(ProptestConfig { cases, max_shrink_iters: 200, ..ProptestConfig::default() });
    runner
        .run(&steps(), |steps| {
            runtime.block_on(async {
                let mut world = world().await;
                world.listen();
                let mut last = None;
                for (n, step) in steps.iter().enumerate() {
                    act(&mut world, n, step, &mut last).await;
                }
                world.sim.clear_plans();
                world.advance(3 * 86_400).await;
                world.oracle().await;
                for truth in world.sim.truths() {
                    assert_ne!(truth.status, "capture_pending");
                }
                if let Some(payment) = last {
                    assert_ne!(world.state(&payment).await, PaymentState::Held);
                }
            });
            Ok(())
        })
        .unwrap();
}

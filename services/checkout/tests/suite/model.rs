//! Any outcome of any step, any death, any late word of the provider or the buyer: one order or nothing.

use crate::{
    fakes::{Provider, Trouble},
    puppet::mortal,
    world::*,
};
use infrasell_contracts::checkout::*;
use infrasell_kernel::Clock;
use infrasell_rpc::Cx;
use infrasell_rules::{checkout::CheckoutState, payment::PaymentState};
use proptest::{prelude::*, test_runner::TestRunner};
use std::time::Duration;

const METHODS: [&str; 13] = [
    "lock",
    "reserve",
    "authorise",
    "create_order",
    "commit",
    "capture",
    "unlock",
    "undo",
    "release",
    "restock",
    "cancel_order",
    "find",
    "sync",
];

#[derive(Debug, Clone, Copy)]
enum Later {
    ProviderApproves,
    ProviderFails,
    ProviderCaptures,
    BuyerCompletes,
    BuyerCancels,
    BuyerEdits,
    TimePasses(u64),
    JobsRun,
}

#[derive(Debug, Clone)]
struct Plan {
    provider: Provider,
    method: &'static str,
    troubles: Vec<(usize, Vec<Option<Trouble>>)>,
    dies_after: usize,
    later: Vec<Later>,
    at_last: bool,
}

fn provider() -> impl Strategy<Value = Provider> {
    prop_oneof![
        4 => Just(Provider::Approves),
        1 => Just(Provider::Declines),
        2 => Just(Provider::Asks),
        2 => Just(Provider::Ponders),
        1 => Just(Provider::DeclinesCapture),
        1 => Just(Provider::PondersCapture),
    ]
}

fn trouble() -> impl Strategy<Value = Option<Trouble>> {
    prop_oneof![
        3 => Just(None),
        2 => Just(Some(Trouble::Lost)),
        2 => Just(Some(Trouble::Unanswered)),
        1 => Just(Some(Trouble::Refused)),
    ]
}

fn later() -> impl Strategy<Value = Later> {
    prop_oneof![
        2 => Just(Later::ProviderApproves),
        1 => Just(Later::ProviderFails),
        1 => Just(Later::ProviderCaptures),
        2 => Just(Later::BuyerCompletes),
        1 => Just(Later::BuyerCancels),
        1 => Just(Later::BuyerEdits),
        2 => (1..1_000u64).prop_map(Later::TimePasses),
        3 => Just(Later::JobsRun),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let troubles = prop::collection::vec((0..METHODS.len(), prop::collection::vec(trouble(), 1..4)), 0..5);
    let method = prop_oneof![4 => Just("simulator"), 1 => Just("cod"), 1 => Just("manual")];
    let dies_after = prop_oneof![2 => Just(usize::MAX), 3 => 1..60usize];
    (provider(), method, troubles, dies_after, prop::collection::vec(later(), 0..6), any::<bool>()).prop_map(
        |(provider, method, troubles, dies_after, later, at_last)| Plan {
            provider,
            method,
            troubles,
            dies_after,
            later,
            at_last,
        },
    )
}

async fn run(world: &World, plan: &Plan) {
    with(world, plan.provider);
    let checkout = world.ready(plan.method).await;
    for (method, troubles) in &plan.troubles {
        world.shop.trouble(METHODS[*method], troubles.iter().copied());
    }
    let (spawn, _) = mortal(plan.dies_after);
    let deadline = Some(world.db.clock.now().plus(Duration::from_millis(210)));
    let _ = world.running(spawn).complete(&Cx { deadline, ..guest() }, complete(&checkout)).await;
    for later in &plan.later {
        happens(world, &checkout, *later).await;
        world.assert_audit().await;
    }
    // in the end everybody can be reached, and the provider says how it was
    world.shop.state().troubles.clear();
    with(world, Provider::Approves);
    for _ in 0..10 {
        for reference in uncaptured(world) {
            let event = world.shop.provider_says(&reference, PaymentState::Captured);
            world.tell(&event).await;
        }
        for reference in unreturned(world) {
            let event = world.shop.provider_says(&reference, PaymentState::Voided);
            world.tell(&event).await;
        }
        for reference in undecided(world) {
            let to = if plan.at_last { PaymentState::Authorised } else { PaymentState::Failed };
            let event = world.shop.provider_says(&reference, to);
            world.tell(&event).await;
        }
        world.settle_now().await;
        world.advance(61);
    }
    world.settle().await;
    let events: Vec<_> = world.shop.state().payments.iter().map(crate::fakes::changed).collect();
    for event in &events {
        world.tell(event).await;
    }
    world.settle().await;
    let over = world.assert_whole(checkout.token).await;
    let waits = matches!(over.state, CheckoutState::Completing | CheckoutState::NeedsBuyer);
    assert!(!waits, "it came to an end: {over:?}");
}

/// The payments of which the provider has not decided.
fn undecided(world: &World) -> Vec<String> {
    let state = world.shop.state();
    let open = state.payments.iter().filter(|one| {
        one.method == "simulator" && matches!(one.state, PaymentState::Pending | PaymentState::NeedsAction)
    });
    open.map(|one| one.reference.clone()).collect()
}

/// The payments of which the provider was asked to take the money, and has not said whether it did.
fn uncaptured(world: &World) -> Vec<String> {
    let state = world.shop.state();
    let held = state.payments.iter().filter(|one| one.state == PaymentState::Authorised);
    let references = held.map(|one| one.reference.clone());
    references.filter(|reference| state.pondering.contains(reference)).collect()
}

/// The payments of which the provider was asked to give the money back, and has not said whether it did.
fn unreturned(world: &World) -> Vec<String> {
    let state = world.shop.state();
    let held = state.payments.iter().filter(|one| one.state == PaymentState::Authorised);
    held.map(|one| one.reference.clone()).filter(|one| state.wished_back.contains(one)).collect()
}

async fn happens(world: &World, checkout: &Checkout, later: Later) {
    let cx = Cx { deadline: Some(world.db.clock.now().plus(Duration::from_millis(210))), ..guest() };
    match later {
        Later::ProviderApproves | Later::ProviderFails => {
            let approves = matches!(later, Later::ProviderApproves);
            let to = if approves { PaymentState::Authorised } else { PaymentState::Failed };
            for reference in undecided(world) {
                let event = world.shop.provider_says(&reference, to);
                world.tell(&event).await;
            }
        }
        Later::ProviderCaptures => {
            for reference in uncaptured(world) {
                let event = world.shop.provider_says(&reference, PaymentState::Captured);
                world.tell(&event).await;
            }
        }
        Later::BuyerCompletes => {
            let now = world.read(checkout.token).await;
            let _ = world.checkouts.complete(&cx, complete(&now)).await;
        }
        Later::BuyerCancels => {
            let _ = world.checkouts.cancel(&cx, CancelCheckout { token: checkout.token }).await;
        }
        Later::BuyerEdits => {
            let req = UpdateCheckout { token: checkout.token, patch: details("cod"), if_version: None };
            let _ = world.checkouts.update(&cx, req).await;
        }
        Later::TimePasses(seconds) => world.advance(seconds),
        Later::JobsRun => world.settle_now().await,
    }
}

/// Cases are not made smaller: what one leaves behind when it fails would be in the way of the next.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() }
}

#[test]
fn whatever_happens_there_is_one_order_or_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for world in runtime.block_on(worlds()) {
        let cases = if world.db.engine() == infrasell_db::Engine::Sqlite { 150 } else { 40 };
        let mut runner = TestRunner::new(ProptestConfig { cases, ..config() });
        let tested = runner.run(&plan(), |plan| {
            runtime.block_on(run(&world.renew(), &plan));
            Ok(())
        });
        tested.unwrap();
    }
}

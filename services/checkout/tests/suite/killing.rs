//! A process that dies at any point of a purchase: whoever takes it up ends it, once.

use crate::{
    fakes::{Provider, Trouble},
    puppet::{Mortal, mortal},
    world::*,
};
use infrasell_contracts::checkout::*;
use infrasell_kernel::Clock;
use infrasell_rpc::Cx;
use infrasell_rules::checkout::CheckoutState;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// More polls than any run takes.
const MANY: usize = 2_000;

/// Somebody who waits a moment only.
fn impatient(world: &World) -> Cx {
    Cx { deadline: Some(world.db.clock.now().plus(Duration::from_millis(205))), ..guest() }
}

/// Kills the run of a purchase at its first, second, third … await, and lets the job end it; until a run survives.
async fn die_at_each_await(provider: Provider, trouble: Option<(&str, Trouble)>, expected: &[CheckoutState]) {
    for engine in worlds().await {
        let mut deaths = 0;
        for polls in 1..MANY {
            let world = engine.renew();
            with(&world, provider);
            if let Some((method, trouble)) = trouble {
                world.shop.trouble(method, [Some(trouble)]);
            }
            let checkout = world.ready("simulator").await;
            let (spawn, died) = mortal(polls);
            let doomed = world.running(spawn);
            // what is answered depends on when the run dies; what becomes of it does not
            let _ = doomed.complete(&impatient(&world), complete(&checkout)).await;
            while Arc::strong_count(&died) > 2 && !died.load(Ordering::SeqCst) && !world.jobs().await.is_empty() {
                tokio::task::yield_now().await;
            }
            world.assert_audit().await;
            world.settle().await;
            let over = world.assert_whole(checkout.token).await;
            assert!(expected.contains(&over.state), "killed at {polls}: {:?}", over.state);
            let authorised = world.shop.state().payments.len();
            assert!(authorised <= 1, "one attempt is one payment");
            if !died.load(Ordering::SeqCst) {
                break;
            }
            deaths += 1;
        }
        assert!(deaths > 5, "it died {deaths} times only");
    }
}

#[tokio::test]
async fn a_purchase_survives_death_at_each_await() {
    die_at_each_await(Provider::Approves, None, &[CheckoutState::Completed]).await;
}

#[tokio::test]
async fn a_declined_purchase_is_undone_from_wherever_it_died() {
    die_at_each_await(Provider::Declines, None, &[CheckoutState::Ready]).await;
}

#[tokio::test]
async fn a_refused_capture_is_undone_from_wherever_it_died() {
    die_at_each_await(Provider::DeclinesCapture, None, &[CheckoutState::Cancelled]).await;
}

#[tokio::test]
async fn a_refused_sale_is_undone_from_wherever_it_died() {
    // a run that dies before the refusal is written down sells after all
    let expected = [CheckoutState::Cancelled, CheckoutState::Completed];
    die_at_each_await(Provider::Approves, Some(("commit", Trouble::Refused)), &expected).await;
}

#[tokio::test]
async fn whoever_takes_it_up_may_die_as_well() {
    for engine in worlds().await {
        for (first, second) in [(3, 1), (5, 4), (8, 3), (12, 6), (16, 2), (20, 9), (26, 14), (30, 5), (40, 30)] {
            for provider in [Provider::Approves, Provider::DeclinesCapture] {
                let world = engine.renew();
                with(&world, provider);
                let checkout = world.ready("simulator").await;
                let (spawn, _) = mortal(first);
                let _ = world.running(spawn).complete(&impatient(&world), complete(&checkout)).await;
                for _ in 0..3 {
                    world.advance(10);
                    let (cx, service) = (system(), world.checkouts.clone());
                    let resume = Box::pin(async move { service.resume(&cx, checkout.id).await });
                    let died = Arc::new(AtomicBool::new(false));
                    let _ = Mortal::new(resume, second, &died).await;
                }
                world.assert_audit().await;
                world.settle().await;
                let over = world.assert_whole(checkout.token).await;
                let expected =
                    if provider == Provider::Approves { CheckoutState::Completed } else { CheckoutState::Cancelled };
                assert_eq!(over.state, expected, "{first} {second}");
            }
        }
    }
}

#[tokio::test]
async fn a_purchase_that_was_dead_for_longer_than_its_hold_is_undone_or_finished() {
    for engine in worlds().await {
        for polls in (1..60).step_by(3) {
            let world = engine.renew();
            let checkout = world.ready("simulator").await;
            let (spawn, died) = mortal(polls);
            let _ = world.running(spawn).complete(&impatient(&world), complete(&checkout)).await;
            world.db.clock.advance(infrasell_checkout::HOLD * 3);
            world.settle().await;
            let over = world.assert_whole(checkout.token).await;
            let sold = world.shop.state().live_orders() == 1;
            assert_eq!(sold, over.state == CheckoutState::Completed);
            if !died.load(Ordering::SeqCst) {
                break;
            }
        }
    }
}

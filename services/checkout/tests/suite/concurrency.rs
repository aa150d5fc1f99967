//! Many at once, the same once more, and two runners of one saga.

use crate::{
    fakes::{Provider, Trouble},
    world::*,
};
use futures_util::future::join_all;
use infrasell_contracts::checkout::*;
use infrasell_kernel::Clock;
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::checkout::CheckoutState;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_who_complete_at_once_get_one_order() {
    for world in worlds().await {
        // half of them ask another replica
        let replica = service(&world.db.reopen().await, &world.shop, None);
        let checkout = world.ready("simulator").await;
        let asks = (0..8).map(|n| {
            let checkouts = if n % 2 == 0 { world.checkouts.clone() } else { replica.clone() };
            let (cx, req) = (if n < 4 { keyed(&n.to_string()) } else { guest() }, complete(&checkout));
            tokio::spawn(async move { checkouts.complete(&cx, req).await })
        });
        let mut answers = vec![];
        for answer in join_all(asks).await {
            answers.push(answer.unwrap().unwrap());
        }
        for answer in &answers {
            assert_eq!((answer.state, &answer.order), (CheckoutState::Completed, &answers[0].order));
        }
        for method in ["reserve", "authorise", "create_order", "commit", "capture"] {
            assert_eq!(world.shop.state().count(method), 1, "{method}");
        }
        world.assert_whole(checkout.token).await;
        for n in 0..8 {
            let again = world.checkouts.complete(&keyed(&n.to_string()), complete(&checkout)).await.unwrap();
            assert_eq!(again, answers[0], "a retry afterwards gets the same answer");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looked_at_the_cart_before_it_was_bought_begins_nothing_after_it() {
    for world in worlds().await {
        let checkout = world.ready("cod").await;
        let looked = world.shop.hold("quoted", true);
        let (checkouts, again) =
            (world.checkouts.clone(), CreateCheckout { cart: checkout.cart, details: details("cod") });
        let late = tokio::spawn(async move { checkouts.create(&guest(), again).await });
        looked.reached().await;
        let done = world.complete(&checkout).await.unwrap();
        looked.open();
        let refused = late.await.unwrap().unwrap_err();
        assert!(matches!(&refused, CheckoutError::Fault(Fault::Conflict { .. })), "{refused:?}");
        let found = world.checkouts.of_cart(&guest(), FindCheckout { cart: checkout.cart }).await.unwrap();
        assert_eq!(found, done);
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_who_complete_at_once_hear_of_one_refusal() {
    for world in worlds().await {
        with(&world, Provider::Declines);
        let checkout = world.ready("simulator").await;
        let gate = world.shop.hold("authorise", false);
        let asks = (0..8).map(|n| {
            let (checkouts, req) = (world.checkouts.clone(), complete(&checkout));
            tokio::spawn(async move { checkouts.complete(&keyed(&n.to_string()), req).await })
        });
        let asks: Vec<_> = asks.collect();
        gate.reached().await;
        // until each of them stands for the attempt
        let known = "SELECT count(*) FROM db_once WHERE scope LIKE '%checkout.complete%' AND answer IS NOT NULL";
        while world.db.one::<i64, _>(known, &[], |row| row.get(0)).await.unwrap() < 8 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        gate.open();
        let declined: Result<Checkout, _> = Err(CheckoutError::PaymentDeclined { reason: "card_declined".into() });
        for answer in join_all(asks).await {
            assert_eq!(answer.unwrap(), declined);
        }
        assert_eq!(world.shop.state().payments.len(), 1);
        // whoever repeats his request hears of the attempt that it stood for
        with(&world, Provider::Approves);
        for n in 0..8 {
            let again = world.checkouts.complete(&keyed(&n.to_string()), complete(&checkout)).await;
            assert_eq!(again, declined);
        }
        assert_eq!(world.shop.state().payments.len(), 1, "a repeated request begins no other attempt");
        let mut other = complete(&checkout);
        other.input.instrument = Some("tok_other".into());
        let reused = world.checkouts.complete(&keyed("0"), other.clone()).await;
        assert_eq!(reused, Err(Fault::IdempotencyKeyReused.into()));
        assert_eq!(world.checkouts.complete(&keyed("new"), other).await.unwrap().state, CheckoutState::Completed);
    }
}

#[tokio::test]
async fn a_caller_who_goes_away_or_has_no_time_does_not_stop_the_purchase() {
    for world in worlds().await {
        let gone = world.ready("simulator").await;
        let gate = world.shop.hold("authorise", true);
        {
            let mut asking = Box::pin(world.complete(&gone));
            tokio::select! {
                biased;
                () = gate.reached() => {}
                answer = &mut asking => panic!("it is held up: {answer:?}"),
            }
        }
        gate.open();
        wait_for(&world, &gone, CheckoutState::Completed).await;

        let hurried = world.ready("simulator").await;
        let gate = world.shop.hold("authorise", true);
        let deadline = world.db.clock.now().plus(Duration::from_millis(230));
        let cx = Cx { deadline: Some(deadline), ..guest() };
        let answer = world.checkouts.complete(&cx, complete(&hurried)).await.unwrap();
        assert_eq!(answer.state, CheckoutState::Completing);
        let stopping = {
            let checkouts = world.checkouts.clone();
            tokio::spawn(async move { checkouts.drain().await })
        };
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert!(!stopping.is_finished(), "a stop waits for a purchase that is under way");
        gate.open();
        stopping.await.unwrap();
        assert_eq!(world.read(hurried.token).await.state, CheckoutState::Completed);
        world.assert_audit().await;
    }
}

async fn wait_for(world: &World, checkout: &Checkout, state: CheckoutState) {
    let there = async {
        while world.read(checkout.token).await.state != state {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), there).await.unwrap();
}

const METHODS: [&str; 7] = ["lock", "reserve", "authorise", "create_order", "commit", "capture", "unlock"];

#[tokio::test]
async fn a_runner_that_was_paused_finds_its_work_done() {
    for engine in worlds().await {
        let other = engine.db.reopen().await;
        for (method, after) in METHODS.iter().flat_map(|method| [(*method, false), (*method, true)]) {
            let world = engine.renew();
            let replica = service(&other, &world.shop, None);
            let checkout = world.ready("simulator").await;
            let gate = world.shop.hold(method, after);
            let (checkouts, req) = (world.checkouts.clone(), complete(&checkout));
            let paused = tokio::spawn(async move { checkouts.complete(&guest(), req).await });
            gate.reached().await;
            assert!(replica.resume(&system(), checkout.id).await.unwrap().is_some(), "it is leased");
            let waiting = replica.complete(&hasty(&world), complete(&checkout)).await.unwrap();
            assert_eq!(waiting.state, CheckoutState::Completing);
            world.advance(7);
            let next = replica.resume(&system(), checkout.id).await.unwrap();
            assert_eq!(next, None, "{method} {after}: the other one finishes it");
            let done = world.assert_whole(checkout.token).await;
            assert_eq!(done.state, CheckoutState::Completed);
            gate.open();
            assert_eq!(paused.await.unwrap().unwrap(), done, "{method} {after}");
            assert_eq!(world.assert_whole(checkout.token).await, done, "{method} {after}");
        }
    }
}

fn hasty(world: &World) -> Cx {
    Cx { deadline: Some(world.db.clock.now()), ..guest() }
}

#[tokio::test]
async fn a_runner_that_was_paused_finds_its_work_undone() {
    let cases = [
        ("reserve", false, "create_order", CheckoutState::Ready),
        ("reserve", true, "create_order", CheckoutState::Ready),
        ("authorise", false, "create_order", CheckoutState::Ready),
        ("authorise", true, "create_order", CheckoutState::Ready),
        ("create_order", false, "create_order", CheckoutState::Ready),
        ("create_order", true, "commit", CheckoutState::Cancelled),
        ("commit", false, "commit", CheckoutState::Cancelled),
        ("commit", true, "commit", CheckoutState::Cancelled),
        ("capture", false, "capture", CheckoutState::Cancelled),
    ];
    for engine in worlds().await {
        let other = engine.db.reopen().await;
        for (method, after, refused, expected) in cases {
            let world = engine.renew();
            let replica = service(&other, &world.shop, None);
            let checkout = world.ready("simulator").await;
            let gate = world.shop.hold(method, after);
            let (checkouts, req) = (world.checkouts.clone(), complete(&checkout));
            let paused = tokio::spawn(async move { checkouts.complete(&guest(), req).await });
            gate.reached().await;
            world.shop.trouble(refused, [Some(Trouble::Refused)]);
            world.advance(7);
            assert_eq!(replica.resume(&system(), checkout.id).await.unwrap(), None, "{method} {after}: undone");
            gate.open();
            paused.await.unwrap().unwrap_err();
            // what the paused one did afterwards and could not take back by itself is found by those who own it
            world.db.clock.advance(infrasell_checkout::HOLD);
            undo_late_money(&world).await;
            let over = world.assert_whole(checkout.token).await;
            assert_eq!(over.state, expected, "{method} {after}");
        }
    }
}

/// Payments tells of every payment.
async fn undo_late_money(world: &World) {
    let events: Vec<_> = world.shop.state().payments.iter().map(crate::fakes::changed).collect();
    for event in events {
        world.tell(&event).await;
    }
    world.settle().await;
}

#[tokio::test]
async fn the_lease_is_renewed_while_a_step_is_slow() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        let gate = world.shop.hold("authorise", false);
        let (checkouts, req) = (world.checkouts.clone(), complete(&checkout));
        let slow = tokio::spawn(async move { checkouts.complete(&guest(), req).await });
        gate.reached().await;
        world.advance(4);
        tokio::time::sleep(Duration::from_millis(2_300)).await;
        world.advance(4);
        let busy = world.checkouts.resume(&system(), checkout.id).await.unwrap();
        assert!(busy.is_some_and(|until| until > world.db.clock.now()), "eight seconds on, it is still his");
        gate.open();
        assert_eq!(slow.await.unwrap().unwrap().state, CheckoutState::Completed);
        assert_eq!(world.shop.state().count("authorise"), 1);
        world.assert_whole(checkout.token).await;
    }
}

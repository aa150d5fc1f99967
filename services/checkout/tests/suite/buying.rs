//! Purchases that go well, each way to pay, and what they cost in calls.

use crate::{
    fakes::{Provider, Trouble},
    world::*,
};
use infrasell_contracts::{cart::CartState, checkout::*};
use infrasell_kernel::Patch;
use infrasell_rules::{checkout::CheckoutState, order::OrderState, payment::PaymentState};

#[tokio::test]
async fn a_purchase_by_card() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        assert_eq!(checkout.quote.totals.total_minor, 27_500);
        let done = world.complete(&checkout).await.unwrap();
        assert_eq!((done.state, codes(&done)), (CheckoutState::Completed, vec![]));
        assert_eq!(done.payment.as_ref().unwrap().state, PaymentState::Captured);
        assert_eq!(done.quote, checkout.quote);
        assert_eq!(world.read(checkout.token).await, done, "it stays as it was answered");
        let order = world.shop.state().orders[0].clone();
        assert_eq!((order.state, order.authorised_minor, order.captured_minor), (OrderState::Confirmed, 27_500, 0));
        assert_eq!((order.email.as_str(), order.note.as_str()), ("Asha@example.com", "ring twice"));
        assert_eq!((order.shipping_address.clone(), order.billing_address), (Some(home()), Some(home())));
        assert_eq!(order.line_items.len(), 2);
        assert_eq!((order.line_items[0].hsn_code.as_str(), order.line_items[0].mrp_minor), ("6109", Some(10_000)));
        assert_eq!(order.line_items[0].allocations.iter().map(|part| part.quantity).sum::<i64>(), 2);
        assert_eq!(world.jobs().await, [], "nothing is left to run");
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn each_service_is_called_once_and_in_order() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        world.shop.state().calls.clear();
        let done = world.complete(&checkout).await.unwrap();
        assert_eq!(done.version, checkout.version + 2, "two writes of checkout's own, each raises the version");
        let id = checkout.id;
        let mut calls = world.shop.state().calls.clone();
        // these two go out at the same time
        calls[2..4].sort();
        let expected = [
            ("quoted", None),
            ("methods", None),
            ("lock", Some(format!("{id}:1:lock"))),
            ("reserve", Some(format!("{id}:1:reserve"))),
            ("authorise", Some(format!("{id}:1:authorise"))),
            ("create_order", Some(format!("{id}:1:create_order"))),
            ("commit", Some(format!("{id}:1:commit_stock"))),
            ("capture", Some(format!("{id}:1:capture"))),
            ("unlock", Some(format!("{id}:1:announce"))),
        ];
        assert_eq!(calls, expected.map(|(name, key)| (name.to_owned(), key)));
    }
}

#[tokio::test]
async fn what_is_paid_later_is_not_captured() {
    for world in worlds().await {
        for (method, state) in [("cod", OrderState::Confirmed), ("manual", OrderState::AwaitingPayment)] {
            let cart = world.cart(&[(1, 1)]);
            let checkout = world.create(cart, details(method)).await;
            let done = world.complete(&checkout).await.unwrap();
            assert_eq!(done.state, CheckoutState::Completed, "{method}");
            assert_eq!(done.payment.unwrap().state, PaymentState::Pending);
            assert_eq!(world.shop.state().orders.last().unwrap().state, state, "{method}");
            assert_eq!(world.shop.state().count("capture"), 0);
            assert_eq!(world.jobs().await, []);
        }
        assert_eq!(world.shop.state().on_hand[&1], STOCK - 2);
        world.assert_audit().await;
    }
}

#[tokio::test]
async fn what_costs_nothing_is_not_paid() {
    for world in worlds().await {
        let cart = world.cart(&[(3, 1)]);
        world.shop.state().carts.get_mut(&cart).unwrap().sent = false;
        let patch = CheckoutPatch { email: Patch::Set("a@b.example".into()), ..CheckoutPatch::default() };
        let checkout = world.create(cart, patch).await;
        assert_eq!(checkout.state, CheckoutState::Ready);
        assert_eq!(checkout.payment_methods.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["none"]);
        let done = world.complete(&checkout).await.unwrap();
        assert_eq!((done.state, done.payment_method.as_deref()), (CheckoutState::Completed, Some("none")));
        let order = world.shop.state().orders[0].clone();
        assert_eq!((order.payment, order.payment_method.as_str()), (None, "none"));
        assert_eq!((order.state, order.shipping_address), (OrderState::Confirmed, None));
        for method in ["authorise", "capture", "find", "payment"] {
            assert_eq!(world.shop.state().count(method), 0, "{method}");
        }
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn the_buyer_confirms_and_comes_back() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        let asked = world.complete(&checkout).await.unwrap();
        assert_eq!((asked.state, codes(&asked)), (CheckoutState::NeedsBuyer, vec!["payment_action_required"]));
        assert!(asked.payment.as_ref().unwrap().next_action.is_some());
        assert_eq!(world.shop.state().available(1), STOCK - 2, "the stock stays held");
        assert_eq!(world.shop.state().carts[&checkout.cart].state, CartState::Locked);
        world.assert_audit().await;
        // he comes back without having done anything
        assert_eq!(world.complete(&checkout).await.unwrap().state, CheckoutState::NeedsBuyer);
        assert_eq!(world.read(checkout.token).await.version, asked.version, "looking costs no write");
        // and then he has
        world.shop.provider_says(&format!("{}:1", checkout.id), PaymentState::Authorised);
        let done = world.complete(&checkout).await.unwrap();
        assert_eq!(done.state, CheckoutState::Completed);
        assert_eq!(world.complete(&checkout).await.unwrap(), done, "the same answer again");
        assert_eq!(world.shop.state().count("authorise"), 1);
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn an_event_finishes_what_the_buyer_has_confirmed() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        world.provider_says(checkout.id, 1, PaymentState::Authorised).await;
        world.settle_now().await;
        assert_eq!(world.read(checkout.token).await.state, CheckoutState::Completed, "without the clock being turned");
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn a_read_finishes_what_the_buyer_has_confirmed() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        world.shop.provider_says(&format!("{}:1", checkout.id), PaymentState::Authorised);
        world.read(checkout.token).await;
        let done = async {
            while world.read(checkout.token).await.state != CheckoutState::Completed {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), done).await.unwrap();
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn the_provider_answers_late() {
    for world in worlds().await {
        with(&world, Provider::Ponders);
        let checkout = world.ready("simulator").await;
        let waiting = world.complete(&checkout).await.unwrap();
        assert_eq!(waiting.state, CheckoutState::Completing);
        assert_eq!(world.complete(&checkout).await.unwrap().state, CheckoutState::Completing);
        world.assert_audit().await;
        world.advance(3);
        world.settle_now().await;
        assert_eq!(world.read(checkout.token).await.state, CheckoutState::Completing);
        with(&world, Provider::Approves);
        world.shop.provider_says(&format!("{}:1", checkout.id), PaymentState::Authorised);
        // no event comes; the job looks by itself
        world.settle().await;
        assert_eq!(world.assert_whole(checkout.token).await.state, CheckoutState::Completed);
    }
}

/// Whoever hears of it finds the saga in a runner's hands and leaves it to him, who has looked already.
#[tokio::test]
async fn an_answer_between_the_last_look_and_the_rest_is_not_missed() {
    for provider in [Provider::Ponders, Provider::Asks] {
        for world in worlds().await {
            with(&world, provider);
            let checkout = world.ready("simulator").await;
            world.shop.trouble("authorise", [Some(Trouble::Unanswered)]);
            let gate = world.shop.hold("find", true);
            let answers = async {
                gate.reached().await;
                with(&world, Provider::Approves);
                world.provider_says(checkout.id, 1, PaymentState::Authorised).await;
                gate.open();
            };
            let (waiting, ()) = tokio::join!(world.complete(&checkout), answers);
            assert_ne!(waiting.unwrap().state, CheckoutState::Completed);
            // at once: no clock is turned
            world.settle_now().await;
            assert_eq!(world.assert_whole(checkout.token).await.state, CheckoutState::Completed);
        }
    }
}

#[tokio::test]
async fn the_capture_is_answered_late() {
    for world in worlds().await {
        with(&world, Provider::PondersCapture);
        let checkout = world.ready("simulator").await;
        let waiting = world.complete(&checkout).await.unwrap();
        assert_eq!((waiting.state, waiting.order), (CheckoutState::Completing, None));
        world.provider_says(checkout.id, 1, PaymentState::Captured).await;
        world.settle_now().await;
        assert_eq!(world.assert_whole(checkout.token).await.state, CheckoutState::Completed);
    }
}

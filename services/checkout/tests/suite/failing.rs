//! Purchases that do not become an order: the error, and that nothing is left.

use crate::{
    fakes::{Provider, Trouble},
    world::*,
};
use infrasell_checkout::HOLD;
use infrasell_contracts::{cart::CartState, checkout::*};
use infrasell_kernel::Patch;
use infrasell_rpc::Fault;
use infrasell_rules::{checkout::CheckoutState, order::OrderState, payment::PaymentState};

#[tokio::test]
async fn another_price_is_told_and_nothing_is_written() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        world.shop.state().prices.insert(1, 11_000);
        let now = world.read(checkout.token).await;
        assert_ne!(now.quote_hash, checkout.quote_hash);
        let refused = world.complete(&checkout).await;
        assert_eq!(refused, Err(CheckoutError::QuoteChanged { quote_hash: now.quote_hash.clone() }));
        assert_eq!(world.read(checkout.token).await.version, checkout.version);
        for method in ["lock", "reserve", "authorise"] {
            assert_eq!(world.shop.state().count(method), 0, "{method}");
        }
        // he agrees to the new one
        assert_eq!(world.complete(&now).await.unwrap().state, CheckoutState::Completed);
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn a_cart_that_changes_under_the_purchase_is_told_as_well() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        {
            let mut state = world.shop.state();
            let cart = state.carts.get_mut(&checkout.cart).unwrap();
            cart.lines[0].2 = 3;
            cart.revision += 1;
        }
        assert!(matches!(world.complete(&checkout).await, Err(CheckoutError::QuoteChanged { .. })));
        // and when it changes after the quote was made, just before it is locked
        let now = world.read(checkout.token).await;
        let changer = {
            let (shop, cart) = (world.shop.clone(), checkout.cart);
            tokio::spawn(async move {
                while shop.state().count("methods") < 4 {
                    tokio::task::yield_now().await;
                }
                let mut state = shop.state();
                let cart = state.carts.get_mut(&cart).unwrap();
                cart.lines[0].2 = 1;
                cart.revision += 1;
            })
        };
        let outcome = world.complete(&now).await;
        changer.await.unwrap();
        match outcome {
            Err(CheckoutError::QuoteChanged { quote_hash }) => {
                assert_eq!(quote_hash, world.read(checkout.token).await.quote_hash);
            }
            Ok(done) => assert_eq!(done.state, CheckoutState::Completed),
            other => panic!("{other:?}"),
        }
        world.settle().await;
        world.assert_audit().await;
        let state = world.shop.state();
        assert_eq!(state.bank.captured, state.live_orders());
    }
}

#[tokio::test]
async fn stock_that_was_taken_in_between_is_told_by_line() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        // seen before anything is written
        world.shop.state().on_hand.insert(1, 1);
        let Err(CheckoutError::OutOfStock { messages }) = world.complete(&checkout).await else { panic!("sold") };
        assert_eq!((messages[0].code.as_str(), messages[0].path.as_str()), ("insufficient_stock", "lines.0.quantity"));
        assert_eq!(world.shop.state().count("reserve"), 0);
        let open = world.read(checkout.token).await;
        assert_eq!((open.state, codes(&open)), (CheckoutState::Incomplete, vec!["insufficient_stock"]));
        world.shop.state().on_hand.insert(1, STOCK);
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn of_two_buyers_of_the_last_piece_one_gets_it() {
    for world in worlds().await {
        world.shop.state().on_hand.insert(1, 1);
        let (one, two) = (world.cart(&[(1, 1)]), world.cart(&[(1, 1)]));
        let one = world.create(one, details("simulator")).await;
        let two = world.create(two, details("simulator")).await;
        let (first, second) = tokio::join!(world.complete(&one), world.complete(&two));
        let (won, lost, loser) = if first.is_ok() { (first, second, two) } else { (second, first, one) };
        assert_eq!(won.unwrap().state, CheckoutState::Completed);
        let Err(CheckoutError::OutOfStock { messages }) = lost else { panic!("{lost:?}") };
        assert_eq!((messages.len(), messages[0].code.as_str()), (1, "out_of_stock"));
        let open = world.read(loser.token).await;
        assert_eq!((open.state, open.payment), (CheckoutState::Incomplete, None));
        let state = world.shop.state();
        assert_eq!((state.on_hand[&1], state.orders.len(), state.payments.len()), (0, 1, 1), "nothing oversold");
        assert_eq!(state.carts[&loser.cart].state, CartState::Active);
    }
}

#[tokio::test]
async fn a_declined_payment_leaves_the_checkout_ready() {
    for world in worlds().await {
        with(&world, Provider::Declines);
        let checkout = world.ready("simulator").await;
        let declined = CheckoutError::PaymentDeclined { reason: "card_declined".into() };
        assert_eq!(world.complete(&checkout).await, Err(declined));
        let open = world.assert_whole(checkout.token).await;
        assert_eq!((open.state, codes(&open)), (CheckoutState::Ready, vec!["payment_declined"]));
        assert_eq!(world.jobs().await, []);
        // he tries another card
        with(&world, Provider::Approves);
        let done = world.complete(&open).await.unwrap();
        assert_eq!((done.state, codes(&done)), (CheckoutState::Completed, vec![]));
        let references: Vec<_> = world.shop.state().payments.iter().map(|one| one.reference.clone()).collect();
        assert_eq!(references, [format!("{}:1", checkout.id), format!("{}:2", checkout.id)]);
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn an_edit_takes_the_notice_of_a_declined_payment_away() {
    for world in worlds().await {
        with(&world, Provider::Declines);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap_err();
        let patch = CheckoutPatch { payment_method: Patch::Set("cod".into()), ..CheckoutPatch::default() };
        let edited = world.update(checkout.token, patch).await.unwrap();
        assert_eq!((edited.state, codes(&edited)), (CheckoutState::Ready, vec![]));
        assert_eq!(world.complete(&edited).await.unwrap().state, CheckoutState::Completed);
    }
}

#[tokio::test]
async fn a_capture_that_is_refused_undoes_the_order() {
    for world in worlds().await {
        with(&world, Provider::DeclinesCapture);
        let checkout = world.ready("simulator").await;
        assert!(matches!(world.complete(&checkout).await, Err(CheckoutError::PaymentDeclined { .. })));
        let over = world.assert_whole(checkout.token).await;
        assert_eq!(over.state, CheckoutState::Cancelled, "there is one order a checkout, and it was cancelled");
        assert_eq!(codes(&over), ["cancelled", "payment_declined"]);
        let names: Vec<String> = world.shop.state().calls.iter().map(|(name, _)| name.clone()).collect();
        let undone: Vec<&str> = names.iter().map(String::as_str).skip_while(|name| *name != "capture").collect();
        let expected = ["capture", "reservations", "restock", "order", "cancel_order", "undo", "release", "unlock"];
        let mut undone = undone[..8].to_vec();
        undone[6..].sort_unstable();
        assert_eq!(undone, expected, "the last step first");
        // the cart is free for another checkout
        with(&world, Provider::Approves);
        let again = world.create(checkout.cart, details("simulator")).await;
        assert_ne!(again.id, checkout.id);
        assert_eq!(world.complete(&again).await.unwrap().state, CheckoutState::Completed);
    }
}

#[tokio::test]
async fn an_order_that_cannot_be_written_gives_the_money_back() {
    for world in worlds().await {
        world.shop.trouble("create_order", [Some(Trouble::Refused)]);
        let checkout = world.ready("simulator").await;
        let refused = world.complete(&checkout).await;
        assert!(matches!(refused, Err(CheckoutError::Fault(Fault::Conflict { .. }))), "{refused:?}");
        let open = world.assert_whole(checkout.token).await;
        assert_eq!((open.state, codes(&open)), (CheckoutState::Ready, vec!["order_not_placed"]));
        assert_eq!(world.shop.state().payments[0].state, PaymentState::Voided);
    }
}

#[tokio::test]
async fn stock_that_cannot_be_sold_cancels_the_order() {
    for world in worlds().await {
        world.shop.trouble("commit", [Some(Trouble::Refused)]);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap_err();
        let over = world.assert_whole(checkout.token).await;
        assert_eq!((over.state, codes(&over)), (CheckoutState::Cancelled, vec!["cancelled", "order_not_placed"]));
        assert_eq!(world.shop.state().orders[0].state, OrderState::Cancelled);
    }
}

#[tokio::test]
async fn a_buyer_who_never_confirms_loses_the_hold() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        world.settle().await;
        let open = world.assert_whole(checkout.token).await;
        assert_eq!((open.state, codes(&open)), (CheckoutState::Ready, vec!["payment_timed_out"]));
        let turned = world.db.now().since(open.created_at);
        assert!(turned <= HOLD, "the stock was held no longer than promised: {turned:?}");
        // he confirms now, too late: the money goes back
        world.shop.state().payments[0].state = PaymentState::Authorised;
        let late = {
            let mut state = world.shop.state();
            state.payments[0].totals.capturable_minor = 27_500;
            state.bank.authorised += 1;
            crate::fakes::changed(&state.payments[0])
        };
        world.tell(&late).await;
        world.tell(&late).await;
        world.assert_whole(checkout.token).await;
    }
}

#[tokio::test]
async fn a_provider_that_answers_after_the_hold_is_undone() {
    for world in worlds().await {
        with(&world, Provider::Ponders);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        world.db.clock.advance(HOLD);
        world.settle_now().await;
        let waiting = world.read(checkout.token).await;
        assert_eq!(waiting.state, CheckoutState::Completing, "nobody knows about the money, so nobody may edit");
        assert_eq!(codes(&waiting), ["payment_timed_out"]);
        world.assert_audit().await;
        world.provider_says(checkout.id, 1, PaymentState::Authorised).await;
        world.settle().await;
        let open = world.assert_whole(checkout.token).await;
        assert_eq!(open.state, CheckoutState::Ready);
        let state = world.shop.state();
        assert_eq!((state.bank.authorised, state.live_orders()), (1, 0));
    }
}

#[tokio::test]
async fn a_provider_that_takes_no_calls_gives_the_checkout_back() {
    for world in worlds().await {
        let checkout = world.ready("simulator").await;
        world.shop.trouble("authorise", vec![Some(Trouble::Lost); 50]);
        assert_eq!(world.complete(&checkout).await.unwrap().state, CheckoutState::Completing);
        let began = world.db.now();
        world.settle().await;
        assert!(world.db.now().since(began).as_secs() < 60, "he does not wait for the hold to end");
        let open = world.assert_whole(checkout.token).await;
        assert_eq!((open.state, codes(&open)), (CheckoutState::Ready, vec!["payment_unavailable"]));
    }
}

#[tokio::test]
async fn a_service_that_is_away_is_waited_for() {
    for engine in worlds().await {
        for method in ["lock", "reserve", "authorise", "create_order", "commit", "capture", "unlock"] {
            for trouble in [Trouble::Lost, Trouble::Unanswered] {
                let world = engine.renew();
                world.shop.trouble(method, [Some(trouble), Some(trouble)]);
                let checkout = world.ready("simulator").await;
                let answer = world.complete(&checkout).await.unwrap();
                // an authorisation without an answer is found by its name
                let found = method == "authorise" && trouble == Trouble::Unanswered;
                let expected = if found { CheckoutState::Completed } else { CheckoutState::Completing };
                assert_eq!(answer.state, expected, "{method} {trouble:?}");
                world.assert_audit().await;
                world.settle().await;
                let done = world.assert_whole(checkout.token).await;
                assert_eq!(done.state, CheckoutState::Completed, "{method} {trouble:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_is_charged() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let bare = world.create(cart, CheckoutPatch::default()).await;
        let expected = ["email_missing", "shipping_address_missing", "payment_method_missing"];
        assert_eq!((bare.state, codes(&bare)), (CheckoutState::Incomplete, expected.to_vec()));
        let Err(CheckoutError::NotReady { messages }) = world.complete(&bare).await else { panic!("not ready") };
        assert_eq!(messages, bare.messages);
        let ready = world.update(bare.token, details("simulator")).await.unwrap();
        let mut req = complete(&ready);
        req.input.instrument = None;
        assert_eq!(bad_fields(world.checkouts.complete(&guest(), req).await), ["instrument required"]);
        let mut req = complete(&ready);
        req.input.quote_hash = "X".repeat(64);
        req.input.return_url = Some("javascript:alert(1)".into());
        let fields = bad_fields(world.checkouts.complete(&guest(), req).await);
        assert_eq!(fields, ["quote_hash invalid_hash", "return_url not_a_url"]);
        assert_eq!(world.shop.state().count("reserve"), 0);
    }
}

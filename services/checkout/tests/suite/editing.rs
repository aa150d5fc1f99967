//! Beginning, editing, calling off, running out, and lists.

use crate::{fakes::Provider, world::*};
use infrasell_checkout::{LIFETIME, MIGRATIONS};
use infrasell_contracts::{cart::CartState, checkout::*, common::PostalAddress};
use infrasell_kernel::{ChannelId, Patch, Token};
use infrasell_rpc::Fault;
use infrasell_rules::checkout::CheckoutState;

#[tokio::test]
async fn every_statement_prepares() {
    infrasell_db::testing::assert_all_prepare(&[MIGRATIONS, infrasell_inventory::MIGRATIONS]).await;
}

#[tokio::test]
async fn a_cart_has_one_open_checkout() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let patch = CheckoutPatch { email: Patch::Set("a@b.example".into()), ..CheckoutPatch::default() };
        let first = world.create(cart, patch).await;
        let same = world.create(cart, CheckoutPatch::default()).await;
        assert_eq!(same, first, "nothing was said, nothing has changed");
        let more = world.create(cart, details("cod")).await;
        assert_eq!((more.id, more.version, more.state), (first.id, 2, CheckoutState::Ready));
        let many = (0..8).map(|_| world.create(cart, CheckoutPatch::default()));
        for one in futures_util::future::join_all(many).await {
            assert_eq!(one.id, first.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_begin_at_once_get_one_checkout() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let begin = (0..8).map(|n| {
            let checkouts = world.checkouts.clone();
            tokio::spawn(async move {
                let phone = Patch::Set(format!("98765 4321{n}"));
                let details = CheckoutPatch { phone, ..CheckoutPatch::default() };
                checkouts.create(&guest(), CreateCheckout { cart, details }).await.unwrap()
            })
        });
        let ids = futures_util::future::join_all(begin).await.into_iter().map(|one| one.unwrap().id);
        assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 1);
    }
}

#[tokio::test]
async fn carts_that_are_gone_or_sold_have_no_checkout() {
    for world in worlds().await {
        let unknown = Token::random(&infrasell_kernel::OsRandom);
        let create = async |cart| {
            world.checkouts.create(&guest(), CreateCheckout { cart, details: CheckoutPatch::default() }).await
        };
        assert!(matches!(create(unknown).await, Err(CheckoutError::Fault(Fault::NotFound { .. }))));
        let checkout = world.ready("cod").await;
        world.complete(&checkout).await.unwrap();
        assert!(matches!(create(checkout.cart).await, Err(CheckoutError::Fault(Fault::Conflict { .. }))));
        // one whose cart is deleted says so
        let checkout = world.ready("cod").await;
        world.shop.state().carts.remove(&checkout.cart);
        let empty = world.read(checkout.token).await;
        assert_eq!((empty.state, codes(&empty)), (CheckoutState::Incomplete, vec!["cart_empty"]));
    }
}

#[tokio::test]
async fn the_client_chooses_and_what_is_not_offered_any_more_is_told() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let patch = CheckoutPatch { shipping: Patch::Keep, payment_method: Patch::Keep, ..details("cod") };
        let open = world.create(cart, patch).await;
        assert_eq!(codes(&open), ["shipping_method_missing", "payment_method_missing"]);
        assert_eq!((open.shipping_groups[0].options.len(), open.shipping_groups[0].chosen), (2, None));
        assert_eq!(open.quote.totals.total_minor, 10_000);
        let choose =
            CheckoutPatch { shipping: way(2), payment_method: Patch::Set("cod".into()), ..CheckoutPatch::default() };
        let ready = world.update(open.token, choose).await.unwrap();
        assert_eq!((ready.state, ready.quote.totals.total_minor), (CheckoutState::Ready, 22_000));
        // abroad there is another way, and only one; still it is for the client to choose
        let abroad = PostalAddress {
            name: "Erika".into(),
            line1: "Hauptstr. 1".into(),
            city: "Berlin".into(),
            postal_code: Some("10115".into()),
            country: Some("DE".parse().unwrap()),
            ..PostalAddress::default()
        };
        let patch = CheckoutPatch { shipping_address: Patch::Set(abroad), ..CheckoutPatch::default() };
        let moved = world.update(open.token, patch).await.unwrap();
        assert_eq!((moved.state, codes(&moved)), (CheckoutState::Incomplete, vec!["shipping_method_unavailable"]));
        assert_eq!((moved.shipping_groups[0].options.len(), moved.shipping_groups[0].chosen), (1, None));
        let patch =
            CheckoutPatch { shipping: way(3), payment_method: Patch::Set("gold".into()), ..CheckoutPatch::default() };
        let chosen = world.update(open.token, patch).await.unwrap();
        assert_eq!((chosen.quote.totals.total_minor, codes(&chosen)), (100_000, vec!["payment_method_unavailable"]));
    }
}

#[tokio::test]
async fn every_bad_field_is_named() {
    for world in worlds().await {
        let cart = world.cart(&[(1, 1)]);
        let bad = CheckoutPatch {
            email: Patch::Set("nobody".into()),
            phone: Patch::Set("call me".into()),
            shipping_address: Patch::Set(PostalAddress {
                postal_code: Some("012345".into()),
                region: None,
                country: Some("IN".parse().unwrap()),
                ..home()
            }),
            billing_address: Patch::Set(PostalAddress { city: "C".repeat(101), ..home() }),
            shipping: match (way(1), way(2)) {
                (Patch::Set(one), Patch::Set(two)) => Patch::Set([one, two].concat()),
                _ => Patch::Keep,
            },
            payment_method: Patch::Set("m".repeat(65)),
        };
        let expected = [
            "email invalid_email",
            "phone invalid_phone",
            "shipping_address.postal_code invalid_postal_code",
            "shipping_address.region required",
            "billing_address.city too_long",
            "shipping.1.group duplicate",
            "payment_method too_long",
        ];
        let made = world.checkouts.create(&guest(), CreateCheckout { cart, details: bad.clone() }).await;
        assert_eq!(bad_fields(made), expected.map(|field| format!("details.{field}")));
        let open = world.create(cart, CheckoutPatch::default()).await;
        let fields = bad_fields(world.update(open.token, bad).await);
        assert_eq!(fields[..2], expected[..2]);
        let served = PostalAddress { country: Some("US".parse().unwrap()), ..home() };
        let patch = CheckoutPatch { shipping_address: Patch::Set(served), ..CheckoutPatch::default() };
        assert_eq!(bad_fields(world.update(open.token, patch).await), ["shipping_address.country not_served"]);
        assert_eq!(world.read(open.token).await.version, 1);
    }
}

#[tokio::test]
async fn absent_null_and_stale() {
    for world in worlds().await {
        let checkout = world.ready("cod").await;
        let update = async |json: &str, if_version| {
            let patch = serde_json::from_str(json).unwrap();
            world.checkouts.update(&guest(), UpdateCheckout { token: checkout.token, patch, if_version }).await
        };
        let same = update(r#"{"email": "Asha@example.com"}"#, Some(1)).await.unwrap();
        assert_eq!(same.version, 1, "what changes nothing is no change");
        let gone = update(r#"{"email": null, "shipping": null}"#, Some(1)).await.unwrap();
        assert_eq!((gone.version, codes(&gone)), (2, vec!["email_missing", "shipping_method_missing"]));
        assert_eq!(gone.payment_method.as_deref(), Some("cod"), "what is absent stays");
        assert_eq!(update("{}", Some(1)).await, Err(Fault::Stale { what: "checkout".into() }.into()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_edits_of_different_fields_all_hold() {
    for world in worlds().await {
        let checkout = world.create(world.cart(&[(1, 1)]), CheckoutPatch::default()).await;
        let patches = [
            CheckoutPatch { email: Patch::Set("a@b.example".into()), ..CheckoutPatch::default() },
            CheckoutPatch { phone: Patch::Set("98765 43210".into()), ..CheckoutPatch::default() },
            CheckoutPatch { shipping_address: Patch::Set(home()), ..CheckoutPatch::default() },
            CheckoutPatch { shipping: way(1), ..CheckoutPatch::default() },
            CheckoutPatch { payment_method: Patch::Set("cod".into()), ..CheckoutPatch::default() },
        ];
        let edits = patches.map(|patch| {
            let checkouts = world.checkouts.clone();
            let req = UpdateCheckout { token: checkout.token, patch, if_version: None };
            tokio::spawn(async move { checkouts.update(&guest(), req).await.unwrap() })
        });
        for edit in edits {
            edit.await.unwrap();
        }
        let all = world.read(checkout.token).await;
        assert_eq!((all.state, all.version), (CheckoutState::Ready, 6));
    }
}

#[tokio::test]
async fn an_edit_while_money_may_be_moving_is_refused() {
    for world in worlds().await {
        with(&world, Provider::Ponders);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        let busy = Err(CheckoutError::WrongState { state: CheckoutState::Completing });
        assert_eq!(world.update(checkout.token, details("cod")).await, busy);
        assert_eq!(world.cancel(checkout.token).await, busy);
        let again = CreateCheckout { cart: checkout.cart, details: details("cod") };
        assert_eq!(world.checkouts.create(&guest(), again).await, busy);
        world.db.clock.advance(LIFETIME * 2);
        world.checkouts.sweep(&system()).await.unwrap();
        assert_eq!(world.read(checkout.token).await.state, CheckoutState::Completing, "it does not expire either");
    }
}

#[tokio::test]
async fn an_edit_while_the_buyer_is_asked_undoes_the_attempt_first() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        let asked = world.complete(&checkout).await.unwrap();
        let same = world.update(checkout.token, details("simulator")).await.unwrap();
        assert_eq!((same.state, same.version), (CheckoutState::NeedsBuyer, asked.version), "nothing has changed");
        let req = UpdateCheckout { token: checkout.token, patch: details("cod"), if_version: Some(asked.version) };
        let edited = world.checkouts.update(&guest(), req).await.unwrap();
        assert_eq!((edited.state, edited.payment_method.as_deref()), (CheckoutState::Ready, Some("cod")));
        assert_eq!(codes(&edited), Vec::<&str>::new());
        world.assert_whole(checkout.token).await;
        assert_eq!(world.complete(&edited).await.unwrap().state, CheckoutState::Completed);
    }
}

#[tokio::test]
async fn a_checkout_is_called_off() {
    for world in worlds().await {
        let checkout = world.ready("cod").await;
        let off = world.cancel(checkout.token).await.unwrap();
        assert_eq!((off.state, codes(&off)), (CheckoutState::Cancelled, vec!["cancelled"]));
        assert_eq!(world.cancel(checkout.token).await.unwrap(), off, "again changes nothing");
        let over = Err(CheckoutError::WrongState { state: CheckoutState::Cancelled });
        assert_eq!(world.complete(&checkout).await, over);
        assert_eq!(world.update(checkout.token, details("cod")).await, over);
        assert_ne!(world.create(checkout.cart, details("cod")).await.id, checkout.id);

        with(&world, Provider::Asks);
        let waiting = world.ready("simulator").await;
        world.complete(&waiting).await.unwrap();
        let off = world.cancel(waiting.token).await.unwrap();
        assert_eq!(off.state, CheckoutState::Cancelled);
        world.assert_whole(waiting.token).await;

        let sold = world.ready("cod").await;
        world.complete(&sold).await.unwrap();
        let completed = Err(CheckoutError::WrongState { state: CheckoutState::Completed });
        assert_eq!(world.cancel(sold.token).await, completed);
        assert_eq!(world.update(sold.token, details("cod")).await, completed);
    }
}

#[tokio::test]
async fn one_that_waits_is_called_off_although_the_provider_ponders() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        world.complete(&checkout).await.unwrap();
        with(&world, Provider::Ponders);
        world.shop.state().payments[0].state = infrasell_rules::payment::PaymentState::Pending;
        let off = world.cancel(checkout.token).await.unwrap();
        assert_eq!(off.state, CheckoutState::Cancelled);
        world.assert_audit().await;
        assert_eq!(world.jobs().await.len(), 1, "a job sees to the money");
        world.provider_says(checkout.id, 1, infrasell_rules::payment::PaymentState::Authorised).await;
        world.settle().await;
        assert_eq!(world.assert_whole(checkout.token).await.state, CheckoutState::Cancelled);
    }
}

#[tokio::test]
async fn what_is_left_alone_runs_out() {
    for world in worlds().await {
        let (left, edited) = (world.ready("cod").await, world.ready("cod").await);
        world.db.clock.advance(LIFETIME / 2);
        let patch = CheckoutPatch { phone: Patch::Set("98765 43210".into()), ..CheckoutPatch::default() };
        world.update(edited.token, patch).await.unwrap();
        world.db.clock.advance(LIFETIME / 2);
        let out = world.read(left.token).await;
        assert_eq!((out.state, codes(&out)), (CheckoutState::Expired, vec!["expired"]), "also before it is swept");
        let over = Err(CheckoutError::WrongState { state: CheckoutState::Expired });
        assert_eq!(world.complete(&left).await, over);
        assert_eq!(world.update(left.token, details("manual")).await, over);
        assert_eq!(world.checkouts.sweep(&system()).await.unwrap(), 1);
        let out = world.read(left.token).await;
        assert_eq!((out.state, codes(&out)), (CheckoutState::Expired, vec!["expired"]));
        assert_eq!(world.read(edited.token).await.state, CheckoutState::Ready);
        // another one begins on the same cart, swept or not
        assert_ne!(world.create(left.cart, details("cod")).await.id, left.id);
        world.db.clock.advance(LIFETIME);
        assert_ne!(world.create(edited.cart, details("cod")).await.id, edited.id);
        world.db.clock.advance(LIFETIME * 40);
        while world.checkouts.sweep(&system()).await.unwrap() > 0 {}
        let forgotten = world.checkouts.checkout(&guest(), GetCheckout { token: left.token }).await.unwrap_err();
        assert!(matches!(forgotten, CheckoutError::Fault(Fault::NotFound { .. })));
        assert!(!forgotten.to_string().contains(&left.token.to_string()), "a token is a secret");
        world.assert_audit().await;
    }
}

#[tokio::test]
async fn staff_find_checkouts_newest_first() {
    for world in worlds().await {
        let mut made = vec![];
        for n in 0..5 {
            let email = Patch::Set(format!("Buyer{}@example.com", n % 2));
            made.push(world.create(world.cart(&[(1, 1)]), CheckoutPatch { email, ..details("cod") }).await);
        }
        world.complete(&made[1]).await.unwrap();
        let list = async |req: ListCheckouts| world.checkouts.checkouts(&system(), req).await.unwrap();
        let mut req = ListCheckouts::default();
        req.page.limit = Some(2);
        let mut seen = vec![];
        loop {
            let page = list(req.clone()).await;
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            req.page.after = Some(next);
        }
        let newest: Vec<_> = made.iter().rev().map(|one| one.id).collect();
        assert_eq!(seen.iter().map(|one| one.id).collect::<Vec<_>>(), newest);
        assert_eq!((seen[3].state, seen[3].attempt, seen[3].step), (CheckoutState::Completed, 1, None));
        assert!(seen[3].order.is_some() && seen[3].payment.is_some());
        let email = Some(" buyer1@EXAMPLE.com".into());
        assert_eq!(list(ListCheckouts { email, ..ListCheckouts::default() }).await.items.len(), 2);
        let changed = CheckoutPatch { email: Patch::Set("Third@example.com".into()), ..CheckoutPatch::default() };
        world.update(made[3].token, changed).await.unwrap();
        for (email, found) in [("buyer1@example.com", 1), ("third@example.com", 1), ("buyer0@example.com", 3)] {
            let email = Some(email.into());
            assert_eq!(list(ListCheckouts { email, ..ListCheckouts::default() }).await.items.len(), found);
        }
        let state = Some(CheckoutState::Ready);
        assert_eq!(list(ListCheckouts { state, ..ListCheckouts::default() }).await.items.len(), 4);
        let channel = Some(ChannelId::from_i64(9));
        assert_eq!(list(ListCheckouts { channel, ..ListCheckouts::default() }).await.items.len(), 0);
    }
}

#[tokio::test]
async fn the_cart_is_locked_only_while_it_is_bought() {
    for world in worlds().await {
        with(&world, Provider::Asks);
        let checkout = world.ready("simulator").await;
        assert_eq!(world.shop.state().carts[&checkout.cart].state, CartState::Active);
        world.complete(&checkout).await.unwrap();
        let owner = world.shop.state().carts[&checkout.cart].owner.clone();
        assert_eq!(owner, Some(checkout.id.to_string()));
        world.cancel(checkout.token).await.unwrap();
        assert_eq!(world.shop.state().carts[&checkout.cart].owner, None);
    }
}

//! Opening accounts, and what counts once an address is shown to be somebody's.

use crate::{bad_fields, cx, houses, keyed};
use infrasell_contracts::customers::*;
use infrasell_customers::FORGET_AFTER;
use infrasell_kernel::{CustomerId, Money};
use std::time::Duration;

const PASSWORD: &str = "correct horse battery";

fn register(email: &str, name: &str) -> Register {
    let yes = ConsentGiven {
        purpose: "offers".into(),
        medium: Medium::Email,
        granted: true,
        notice_version: Some("v1".into()),
    };
    Register {
        email: email.into(),
        password: PASSWORD.into(),
        name: name.into(),
        locale: "hi".parse().ok(),
        consents: vec![yes],
    }
}

#[tokio::test]
async fn what_a_registration_says_counts_once_the_address_is_shown_to_be_his() {
    for house in houses().await {
        house.customers.register(&keyed("r"), register("Asha@example.in", "Asha")).await.unwrap();
        let before = house.of("asha@example.in").await.unwrap();
        assert_eq!((before.account, before.name.as_str(), before.consents.len()), (AccountState::Unverified, "", 0));
        let said_at = house.db.now();
        house.db.clock.advance(Duration::from_secs(3600));
        house.verified(before.id, "Asha@example.in", 5).await;
        let after = house.get(before.id).await;
        assert_eq!((after.account, after.name.as_str()), (AccountState::Verified, "Asha"));
        assert_eq!(after.locale, "hi".parse().ok());
        assert_eq!((after.consents[0].granted, after.consents[0].source.as_str()), (true, "registration"));
        assert_eq!(after.consents[0].at, said_at, "it was said when he registered");
        house.verified(before.id, "Asha@example.in", 5).await;
        assert_eq!(house.get(before.id).await, after, "the same news again changes nothing");
        house.close().await;
    }
}

#[tokio::test]
async fn a_stranger_who_registers_under_a_known_address_changes_nothing() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let named = CustomerPatch { name: infrasell_kernel::Patch::Set("Asha".into()), ..CustomerPatch::default() };
        let asha = house.patch(asha.id, named).await.unwrap();
        house.customers.register(&cx(), register("asha@example.in", "Mallory")).await.unwrap();
        let seen = house.get(asha.id).await;
        assert_eq!((seen.name.as_str(), seen.consents.len(), seen.locale), ("Asha", 0, None));
        // her account is verified; a second registration leaves it and what is known of her alone
        house.world.accounts.lock().unwrap().insert("asha@example.in".into(), (asha.id, true));
        house.verified(asha.id, "asha@example.in", 5).await;
        let verified = house.get(asha.id).await;
        house.customers.register(&cx(), register("ASHA@example.in", "Mallory")).await.unwrap();
        assert_eq!(house.get(asha.id).await, verified);
        house.close().await;
    }
}

#[tokio::test]
async fn a_bad_registration_writes_nothing_and_asks_nobody() {
    for house in houses().await {
        let mut bad = register("not an address", &"x".repeat(201));
        bad.password = "short".into();
        bad.consents[0].notice_version = None;
        assert_eq!(
            bad_fields(house.customers.register(&cx(), bad).await),
            ["email invalid_email", "password too_short", "name too_long", "consents.0.notice_version required"]
        );
        assert!(house.world.passwords.lock().unwrap().is_empty());
        assert!(!format!("{:?}", register("asha@example.in", "Asha")).contains(PASSWORD));
        let stored = house.db.all("SELECT payload FROM db_outbox", &[], |row| row.get::<String>(0)).await.unwrap();
        assert!(stored.is_empty());
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_register_the_same_address_at_once_make_one_customer() {
    for house in houses().await {
        let mut tries = tokio::task::JoinSet::new();
        for n in 0..8 {
            let customers = house.customers.clone();
            let email = if n % 2 == 0 { "asha@example.in" } else { "Asha@Example.IN" };
            tries.spawn(async move { customers.register(&cx(), register(email, "Asha")).await });
        }
        while let Some(tried) = tries.join_next().await {
            tried.unwrap().unwrap();
        }
        assert_eq!(house.found(CustomerFilter::default()).await.len(), 1);
        house.close().await;
    }
}

#[tokio::test]
async fn a_guests_row_becomes_part_of_the_account_that_takes_its_address() {
    for house in houses().await {
        house.customers.register(&cx(), register("asha@work.in", "Asha")).await.unwrap();
        let asha = house.of("asha@work.in").await.unwrap();
        house.verified(asha.id, "asha@work.in", 5).await;
        // as a guest she used another address
        house.world.place(1, "asha@home.in", 700, 10);
        house.order_changed(1).await;
        let guest = house.of("asha@home.in").await.unwrap();
        let tag = CustomerPatch { tags: infrasell_kernel::Patch::Set(vec!["vip".into()]), ..CustomerPatch::default() };
        house.patch(guest.id, tag).await.unwrap();
        house.verified(asha.id, "asha@home.in", 20).await;
        let one = house.get(asha.id).await;
        assert_eq!(
            (one.email.as_str(), one.orders_count, one.tags.clone()),
            ("asha@home.in", 1, vec!["vip".to_owned()])
        );
        assert_eq!(one.spent, [Money::new(700, infrasell_kernel::Currency::INR)]);
        assert!(house.of("asha@work.in").await.is_none());
        assert_eq!(house.found(CustomerFilter::default()).await.len(), 1);
        // news that come late do not turn it back
        house.verified(asha.id, "asha@work.in", 6).await;
        assert_eq!(house.get(asha.id).await, one);
        house.close().await;
    }
}

#[tokio::test]
async fn only_the_owner_changes_the_address_of_an_account() {
    for house in houses().await {
        house.customers.register(&cx(), register("asha@example.in", "Asha")).await.unwrap();
        let asha = house.of("asha@example.in").await.unwrap();
        let moved = CustomerPatch { email: Some("other@example.in".into()), ..CustomerPatch::default() };
        let moved = house.patch(asha.id, moved).await;
        assert_eq!(moved, Err(CustomersError::EmailOfAccount { customer: asha.id }));
        house.verified(CustomerId::from_i64(999_999), "nobody@example.in", 5).await;
        house.close().await;
    }
}

#[tokio::test]
async fn who_never_shows_that_the_address_is_his_is_forgotten_in_time() {
    for house in houses().await {
        for email in ["gone@example.in", "late@example.in", "known@example.in"] {
            house.customers.register(&cx(), register(email, "x")).await.unwrap();
        }
        house.world.place(1, "known@example.in", 5, 5);
        house.order_changed(1).await;
        // verified, and not told yet
        house.world.accounts.lock().unwrap().get_mut("late@example.in").unwrap().1 = true;
        assert_eq!(house.customers.sweep(&cx()).await.unwrap(), 0);
        house.db.clock.advance(FORGET_AFTER + Duration::from_secs(1));
        assert_eq!(house.customers.sweep(&cx()).await.unwrap(), 1);
        assert_eq!(house.found(CustomerFilter::default()).await, ["known@example.in", "late@example.in"]);
        house.close().await;
    }
}

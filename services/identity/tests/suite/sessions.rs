//! Signing in and out, and whom a session belongs to.

use crate::{PASSWORD, bad_fields, by, cx, houses, keyed, somebody};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, phc::PasswordHash},
};
use infrasell_contracts::identity::{Authenticated, GetStaff, Identity, IdentityError, SignOut};
use infrasell_db::v;
use infrasell_identity::{ATTEMPT_WINDOW, MOST_ATTEMPTS, MOST_SESSIONS, SESSION_IDLE, SESSION_LIFE};
use infrasell_kernel::{Permission, Permissions, SessionId};
use infrasell_rpc::{Caller, Fault};
use serde_json::json;
use std::time::Duration;

const REFUSED: Result<Authenticated, IdentityError> = Err(IdentityError::NotAuthenticated);

#[tokio::test]
async fn a_session_opens_what_its_owners_roles_allow_now() {
    for house in houses().await {
        let asha = house.add("Asha@b.in", &["analyst", "content"]).await;
        house.db.clock.advance(Duration::from_secs(30));
        let signed_in = house.sign_in(" asha@B.in ", PASSWORD).await.unwrap();
        assert_eq!((signed_in.session.staff, signed_in.session.created_at), (asha.id, house.db.now()));
        assert_eq!(signed_in.session.expires_at, house.db.now().plus(SESSION_LIFE));
        assert_eq!((signed_in.staff.last_sign_in_at, signed_in.staff.version), (Some(house.db.now()), 1));
        assert_eq!(signed_in.staff.roles, ["analyst", "content"]);
        assert_eq!(house.identity.staff_member(&cx(), GetStaff { id: asha.id }).await.unwrap(), signed_in.staff);
        assert!(signed_in.secret.starts_with("ifs_"));

        let found = house.authenticate(&signed_in.secret).await.unwrap();
        let permissions = signed_in.permissions.clone();
        assert!(permissions.allow(Permission::CatalogWrite) && permissions.allow(Permission::OrdersRead));
        let caller = Caller::Staff { id: asha.id, permissions, channels: None };
        assert_eq!(found, Authenticated { caller, session: Some(signed_in.session.id) });

        house.change(&cx(), asha.id, json!({ "roles": ["analyst"], "channels": ["chan_5"] })).await.unwrap();
        let Caller::Staff { permissions, channels, .. } = house.authenticate(&signed_in.secret).await.unwrap().caller
        else {
            panic!("a session is staff's")
        };
        assert!(!permissions.allow(Permission::CatalogWrite), "a role that was taken away is gone at once");
        assert_eq!(channels.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    for house in houses().await {
        house.add("a@b.in", &["owner"]).await;
        let secret = house.sign_in("a@b.in", PASSWORD).await.unwrap().secret;
        let mut left = SESSION_LIFE - Duration::from_micros(1);
        while left > Duration::ZERO {
            let step = left.min(SESSION_IDLE - Duration::from_micros(1));
            house.db.clock.advance(step);
            left -= step;
            assert!(house.authenticate(&secret).await.is_ok(), "it is in use");
        }
        house.db.clock.advance(Duration::from_micros(1));
        assert_eq!(house.authenticate(&secret).await, REFUSED, "however much it was used");

        let secret = house.sign_in("a@b.in", PASSWORD).await.unwrap().secret;
        house.db.clock.advance(SESSION_IDLE - Duration::from_micros(1));
        assert!(house.authenticate(&secret).await.is_ok());
        house.db.clock.advance(SESSION_IDLE - Duration::from_micros(1));
        assert!(house.authenticate(&secret).await.is_ok(), "its idle time began anew");
        house.db.clock.advance(SESSION_IDLE);
        assert_eq!(house.authenticate(&secret).await, REFUSED, "nobody used it");
    }
}

#[tokio::test]
async fn who_signs_out_is_out_at_once_and_alone() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["content"]).await;
        house.add("c@b.in", &["content"]).await;
        let (one, two) =
            (house.sign_in("a@b.in", PASSWORD).await.unwrap(), house.sign_in("a@b.in", PASSWORD).await.unwrap());
        let other = house.sign_in("c@b.in", PASSWORD).await.unwrap();
        let himself = by(house.authenticate(&one.secret).await.unwrap().caller);

        let foreign = house.identity.sign_out(&himself, SignOut { session: other.session.id }).await;
        assert_eq!(foreign, Err(Fault::not_found("session", other.session.id).into()));
        let guest = by(Caller::Guest { address: None });
        assert!(house.identity.sign_out(&guest, SignOut { session: one.session.id }).await.is_err());
        let powerless = by(Caller::Key {
            id: infrasell_kernel::ApiKeyId::from_i64(1),
            permissions: Permissions::default(),
            channels: None,
        });
        assert!(house.identity.sign_out(&powerless, SignOut { session: one.session.id }).await.is_err());
        assert!(house.authenticate(&one.secret).await.is_ok());

        house.identity.sign_out(&himself, SignOut { session: one.session.id }).await.unwrap();
        assert_eq!(house.authenticate(&one.secret).await, REFUSED);
        assert!(house.authenticate(&two.secret).await.is_ok());
        assert!(house.authenticate(&other.secret).await.is_ok());
        let again = house.identity.sign_out(&himself, SignOut { session: one.session.id }).await;
        assert_eq!(again, Err(Fault::not_found("session", one.session.id).into()));

        let boss = by(somebody(1, &[Permission::StaffWrite], None));
        house.identity.sign_out(&boss, SignOut { session: other.session.id }).await.unwrap();
        assert_eq!(house.authenticate(&other.secret).await, REFUSED);
        house.identity.sign_out(&keyed("k"), SignOut { session: two.session.id }).await.unwrap();
        house.identity.sign_out(&keyed("k"), SignOut { session: two.session.id }).await.unwrap();
        assert!(house.identity.sign_out(&cx(), SignOut { session: SessionId::from_i64(999_999) }).await.is_err());
        assert!(house.identity.staff_member(&cx(), GetStaff { id: asha.id }).await.is_ok());
    }
}

#[tokio::test]
async fn a_new_password_and_being_switched_off_end_every_session_at_once() {
    for house in houses().await {
        house.add("owner@b.in", &["owner"]).await;
        let asha = house.add("a@b.in", &["content"]).await;
        let bystander = house.sign_in("owner@b.in", PASSWORD).await.unwrap();
        let before = house.sign_in("a@b.in", PASSWORD).await.unwrap();
        house.change(&cx(), asha.id, json!({ "name": "B" })).await.unwrap();
        assert!(house.authenticate(&before.secret).await.is_ok());
        let changed = house.change(&cx(), asha.id, json!({ "password": "a new password" })).await.unwrap();
        assert_eq!(changed.version, 3);
        assert_eq!(house.authenticate(&before.secret).await, REFUSED);
        assert_eq!(house.sign_in("a@b.in", PASSWORD).await.unwrap_err(), IdentityError::WrongCredentials);

        let after = house.sign_in("a@b.in", "a new password").await.unwrap();
        house.change(&cx(), asha.id, json!({ "active": false })).await.unwrap();
        assert_eq!(house.authenticate(&after.secret).await, REFUSED);
        let right = house.sign_in("a@b.in", "a new password").await.unwrap_err();
        assert_eq!(right, IdentityError::WrongCredentials, "it does not say that the account is switched off");
        house.change(&cx(), asha.id, json!({ "active": true })).await.unwrap();
        assert_eq!(house.authenticate(&after.secret).await, REFUSED, "what was ended stays ended");
        assert!(house.authenticate(&bystander.secret).await.is_ok());
    }
}

#[tokio::test]
async fn a_session_of_somebody_switched_off_by_hand_opens_nothing() {
    for house in houses().await {
        house.add("a@b.in", &["owner"]).await;
        let secret = house.sign_in("a@b.in", PASSWORD).await.unwrap().secret;
        house.db.exec("UPDATE identity_staff SET active = FALSE", &[]).await.unwrap();
        assert_eq!(house.authenticate(&secret).await, REFUSED);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_session_survives_a_password_change_that_it_races_with() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["owner"]).await;
        for round in 0..5 {
            let (old, new) = (format!("old password {round}"), format!("new password {round}"));
            house.change(&cx(), asha.id, json!({ "password": old })).await.unwrap();
            let mut attempts = tokio::task::JoinSet::new();
            for _ in 0..3 {
                let (identity, password) = (house.identity.clone(), old.clone());
                let request = crate::sign_in("a@b.in", &password);
                attempts.spawn(async move { identity.sign_in(&cx(), request).await });
            }
            house.change(&cx(), asha.id, json!({ "password": new })).await.unwrap();
            for answer in attempts.join_all().await {
                match answer {
                    Ok(signed_in) => assert_eq!(house.authenticate(&signed_in.secret).await, REFUSED),
                    Err(error) => assert_eq!(error, IdentityError::WrongCredentials),
                }
            }
            assert!(house.sign_in("a@b.in", &new).await.is_ok());
        }
    }
}

#[tokio::test]
async fn an_unknown_address_costs_the_same_hash_and_gets_the_same_answer() {
    for house in houses().await {
        house.add("a@b.in", &["owner"]).await;
        let asleep = house.add("asleep@b.in", &["content"]).await;
        house.change(&cx(), asleep.id, json!({ "active": false })).await.unwrap();
        for (email, password) in [
            ("a@b.in", "wrong password"),
            ("unknown@b.in", "wrong password"),
            ("unknown@b.in", ""),
            ("asleep@b.in", PASSWORD),
            ("not an address", PASSWORD),
            ("", PASSWORD),
            ("a@b.in\0", PASSWORD),
            ("a@b.in' OR '1'='1", PASSWORD),
            ("🔑@b.in", PASSWORD),
            ("a@b.in", "\0"),
        ] {
            let before = house.identity.hashes_computed();
            assert_eq!(house.sign_in(email, password).await.unwrap_err(), IdentityError::WrongCredentials, "{email:?}");
            assert_eq!(house.identity.hashes_computed() - before, 1, "{email:?}");
        }
    }
}

#[tokio::test]
async fn what_no_account_has_is_refused_before_it_costs_a_hash() {
    for house in houses().await {
        let (huge, before) = ("x".repeat(1_000_000), house.identity.hashes_computed());
        assert_eq!(bad_fields(house.sign_in(&huge, &huge).await), ["email too_long", "password too_long"]);
        assert_eq!(bad_fields(house.sign_in("a@b.in", &"é".repeat(257)).await), ["password too_long"]);
        assert_eq!(house.identity.hashes_computed(), before);
        assert!(house.sign_in("a@b.in", &"é".repeat(256)).await.is_err());
        assert_eq!(house.identity.hashes_computed(), before + 1);
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_per_address() {
    for house in houses().await {
        house.add("a@b.in", &["owner"]).await;
        house.add("c@b.in", &["owner"]).await;
        for _ in 0..MOST_ATTEMPTS {
            assert_eq!(house.sign_in("A@b.in", "wrong password").await.unwrap_err(), IdentityError::WrongCredentials);
        }
        let before = house.identity.hashes_computed();
        let refused = house.sign_in(" a@B.in", PASSWORD).await.unwrap_err();
        assert_eq!(refused, IdentityError::TooManyAttempts { retry_after_s: ATTEMPT_WINDOW.as_secs() });
        assert_eq!(house.identity.hashes_computed(), before, "a refusal costs nothing");
        assert!(house.sign_in("c@b.in", PASSWORD).await.is_ok());
        house.db.clock.advance(ATTEMPT_WINDOW);
        assert!(house.sign_in("a@b.in", PASSWORD).await.is_ok());
        for _ in 0..MOST_ATTEMPTS {
            assert!(house.sign_in("a@b.in", PASSWORD).await.is_ok(), "whoever gets in is not counted");
        }
    }
}

#[tokio::test]
async fn an_old_hash_is_made_anew_when_its_owner_signs_in() {
    for house in houses().await {
        house.add("a@b.in", &["owner"]).await;
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).unwrap());
        let old: PasswordHash = weak.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]).unwrap();
        house.db.exec("UPDATE identity_staff SET password_hash = $1", &v![old.to_string()]).await.unwrap();
        assert!(house.sign_in("a@b.in", "wrong password").await.is_err());
        let stored = async || {
            let sql = "SELECT password_hash FROM identity_staff";
            house.db.one(sql, &[], |row| row.get::<String>(0)).await.unwrap()
        };
        assert_eq!(stored().await, old.to_string(), "a wrong password changes nothing");
        let secret = house.sign_in("a@b.in", PASSWORD).await.unwrap().secret;
        let new = stored().await;
        assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{new}");
        assert!(house.authenticate(&secret).await.is_ok());
        assert!(house.sign_in("a@b.in", PASSWORD).await.is_ok());
        assert_eq!(stored().await, new, "and once is enough");
    }
}

#[tokio::test]
async fn somebody_has_at_most_so_many_sessions_and_dead_ones_are_swept() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["owner"]).await;
        let count =
            async || house.db.one("SELECT count(*) FROM identity_session", &[], |row| row.get::<i64>(0)).await.unwrap();
        let first = house.sign_in("a@b.in", PASSWORD).await.unwrap();
        // the rest are written by hand, since each sign-in costs a hash
        for n in 1..MOST_SESSIONS {
            let insert = "INSERT INTO identity_session (id, secret_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
            let (hash, at) = (vec![u8::try_from(n).unwrap(); 32], house.db.now().plus(Duration::from_secs(1)));
            house.db.exec(insert, &v![1_000_000 + n, hash, asha.id, at, at.plus(SESSION_LIFE)]).await.unwrap();
        }
        house.db.clock.advance(Duration::from_secs(2));
        assert!(house.authenticate(&first.secret).await.is_ok());
        let last = house.sign_in("a@b.in", PASSWORD).await.unwrap();
        assert_eq!(count().await, MOST_SESSIONS);
        assert_eq!(house.authenticate(&first.secret).await, REFUSED, "the oldest makes room");
        assert!(house.authenticate(&last.secret).await.is_ok());
        house.db.clock.advance(SESSION_LIFE);
        house.sign_in("a@b.in", PASSWORD).await.unwrap();
        assert_eq!(count().await, 1);
    }
}

//! Second factors, recovery codes, roles that ask for them, and one's own password.

use crate::{House, PASSWORD, by, cx, houses, sign_in, somebody};
use hmac::{Hmac, KeyInit, Mac};
use infrasell_contracts::{
    common::Audit,
    identity::{
        BeginSecondFactor, ChangePassword, ConfirmSecondFactor, GetRole, Identity, IdentityError, ListRoles,
        NewRecoveryCodes, PasswordChange, RemoveSecondFactor, RolePatch, SignedIn, UpdateRole,
    },
};
use infrasell_identity::{LONG_WINDOW, MOST_CODES};
use infrasell_kernel::{Permission, Permissions};
use infrasell_rpc::{Cx, Fault};
use serde_json::json;
use sha1::Sha1;
use std::time::Duration;

const STEP: Duration = Duration::from_secs(30);

/// An authenticator app: written from RFC 6238 and RFC 4648, not from the code under test.
struct App(Vec<u8>);

impl App {
    fn scan(secret: &str) -> App {
        let bits: String = secret
            .bytes()
            .map(|c| format!("{:05b}", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|a| *a == c).unwrap()))
            .collect();
        App(bits
            .as_bytes()
            .chunks_exact(8)
            .map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap())
            .collect())
    }

    fn shows(&self, house: &House) -> String {
        let step = u64::try_from(house.db.now().micros() / 30_000_000).unwrap();
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).unwrap();
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let four: [u8; 4] = hash[at..at + 4].try_into().unwrap();
        format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
    }
}

impl House {
    async fn sign_in_with(&self, email: &str, code: &str) -> Result<SignedIn, IdentityError> {
        let mut request = sign_in(email, PASSWORD);
        request.code = Some(code.into());
        self.identity.sign_in(&cx(), request).await
    }

    async fn himself(&self, secret: &str) -> Cx {
        by(self.authenticate(secret).await.unwrap().caller)
    }

    /// Sets a second factor up for the holder of a session: his app, and his recovery codes.
    async fn set_up(&self, session: &SignedIn) -> (App, Vec<String>) {
        let himself = self.himself(&session.secret).await;
        let begun = self.identity.begin_second_factor(&himself, BeginSecondFactor {}).await.unwrap();
        assert!(begun.uri.contains(&begun.secret) && !format!("{begun:?}").contains(&begun.secret));
        let app = App::scan(&begun.secret);
        let confirm = ConfirmSecondFactor { code: app.shows(self), current: Some(session.session.id) };
        let codes = self.identity.confirm_second_factor(&himself, confirm).await.unwrap().codes;
        (app, codes)
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_works_once() {
    for house in houses().await {
        house.add("asha@b.in", &["owner"]).await;
        let other = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        let (app, codes) = house.set_up(&session).await;
        assert_eq!(codes.len(), 10);
        assert!(house.authenticate(&session.secret).await.is_ok(), "the one that set it up stays");
        assert!(house.authenticate(&other.secret).await.is_err(), "the others end");

        assert_eq!(house.sign_in("asha@b.in", PASSWORD).await.unwrap_err(), IdentityError::SecondFactorRequired);
        assert_eq!(house.sign_in("asha@b.in", "wrong password").await.unwrap_err(), IdentityError::WrongCredentials);
        let replay = house.sign_in_with("asha@b.in", &app.shows(&house)).await.unwrap_err();
        assert_eq!(replay, IdentityError::WrongCode, "the code that confirmed it is used");
        house.db.clock.advance(STEP);
        let code = app.shows(&house);
        let signed_in = house.sign_in_with("asha@b.in", &code).await.unwrap();
        assert!(signed_in.staff.second_factor);
        assert_eq!(house.sign_in_with("asha@b.in", &code).await.unwrap_err(), IdentityError::WrongCode);

        house.db.clock.advance(STEP * 4);
        let early = app.shows(&house);
        house.db.clock.advance(STEP);
        assert!(house.sign_in_with("asha@b.in", &early).await.is_ok(), "a clock may be a step off");
        house.db.clock.advance(STEP * 4);
        let late = app.shows(&house);
        house.db.clock.advance(STEP * 2);
        assert_eq!(house.sign_in_with("asha@b.in", &late).await.unwrap_err(), IdentityError::WrongCode);
        let report = house.identity.audit(&cx(), Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.differences.is_empty()), "{report:?}");
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_replace_the_old() {
    for house in houses().await {
        house.add("asha@b.in", &["owner"]).await;
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        let (app, codes) = house.set_up(&session).await;
        let typed = codes[0].to_lowercase().replace('-', "");
        house.sign_in_with("asha@b.in", &typed).await.unwrap();
        assert_eq!(house.sign_in_with("asha@b.in", &codes[0]).await.unwrap_err(), IdentityError::WrongCode);
        house.db.clock.advance(STEP);
        let himself = house.himself(&session.secret).await;
        let fresh = NewRecoveryCodes { code: app.shows(&house) };
        let fresh = house.identity.new_recovery_codes(&himself, fresh).await.unwrap().codes;
        assert_eq!(house.sign_in_with("asha@b.in", &codes[1]).await.unwrap_err(), IdentityError::WrongCode);
        house.sign_in_with("asha@b.in", &fresh[1]).await.unwrap();
        let stored: Vec<String> = house
            .db
            .all("SELECT code_hash FROM identity_recovery_code", &[], |row| row.get::<Vec<u8>>(0))
            .await
            .unwrap()
            .iter()
            .map(|hash| String::from_utf8_lossy(hash).into_owned())
            .collect();
        assert!(stored.len() == 10 && stored.iter().all(|hash| !fresh.contains(hash)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_with_one_code_at_once_one_gets_in() {
    for house in houses().await {
        house.add("asha@b.in", &["owner"]).await;
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        let (app, codes) = house.set_up(&session).await;
        house.db.clock.advance(STEP);
        for code in [app.shows(&house), codes[3].clone()] {
            let mut all = tokio::task::JoinSet::new();
            for _ in 0..4 {
                let identity = house.identity.clone();
                let mut request = sign_in("asha@b.in", PASSWORD);
                request.code = Some(code.clone());
                all.spawn(async move { identity.sign_in(&cx(), request).await.is_ok() });
            }
            assert_eq!(all.join_all().await.into_iter().filter(|ok| *ok).count(), 1);
        }
    }
}

#[tokio::test]
async fn codes_are_not_to_be_guessed() {
    for house in houses().await {
        house.add("asha@b.in", &["owner"]).await;
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        let (app, _) = house.set_up(&session).await;
        house.db.clock.advance(STEP);
        let wrong = if app.shows(&house) == "000000" { "000001" } else { "000000" };
        for _ in 0..MOST_CODES {
            assert_eq!(house.sign_in_with("asha@b.in", wrong).await.unwrap_err(), IdentityError::WrongCode);
        }
        let refused = house.sign_in_with("asha@b.in", &app.shows(&house)).await.unwrap_err();
        assert_eq!(refused, IdentityError::TooManyAttempts { retry_after_s: LONG_WINDOW.as_secs() });
        house.db.clock.advance(LONG_WINDOW);
        assert!(house.sign_in_with("asha@b.in", &app.shows(&house)).await.is_ok());
    }
}

#[tokio::test]
async fn who_has_a_role_that_asks_for_a_second_factor_may_do_nothing_before_he_has_one() {
    for house in houses().await {
        let asha = house.add("asha@b.in", &["content"]).await;
        let before = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        assert!(!before.must_set_up_second_factor && before.permissions.allow(Permission::CatalogWrite));
        let roles = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        let content = roles.iter().find(|role| role.code == "content").unwrap();
        let patch: RolePatch = serde_json::from_value(json!({ "second_factor": true })).unwrap();
        let update = UpdateRole { id: content.id, patch, if_version: Some(1) };
        assert!(house.identity.update_role(&cx(), update).await.unwrap().second_factor);
        house.identity.bootstrap(&cx()).await.unwrap();
        assert!(
            house.identity.role(&cx(), GetRole { id: content.id }).await.unwrap().second_factor,
            "a start keeps it"
        );

        let powerless = |caller: &infrasell_rpc::Caller| Permission::ALL.iter().all(|p| !caller.may(*p));
        assert!(powerless(&house.authenticate(&before.secret).await.unwrap().caller), "from the next call on");
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        assert!(session.must_set_up_second_factor);
        assert_eq!(session.permissions, Permissions::default());
        let (app, codes) = house.set_up(&session).await;
        assert!(house.authenticate(&session.secret).await.unwrap().caller.may(Permission::CatalogWrite));

        let himself = house.himself(&session.secret).await;
        let remove = |code: &str| RemoveSecondFactor { staff: asha.id, code: Some(code.into()) };
        let wrong = house.identity.remove_second_factor(&himself, remove("ABCD-ABCD-ABCD-ABCD")).await;
        assert_eq!(wrong, Err(IdentityError::WrongCode));
        let again = house.identity.begin_second_factor(&himself, BeginSecondFactor {}).await;
        assert!(
            matches!(again, Err(IdentityError::Fault(Fault::Conflict { .. }))),
            "a stolen session cannot replace it"
        );
        house.identity.remove_second_factor(&himself, remove(&codes[0])).await.unwrap();
        assert!(powerless(&house.authenticate(&session.secret).await.unwrap().caller));
        house.db.clock.advance(STEP);
        let without = house.sign_in_with("asha@b.in", &app.shows(&house)).await.unwrap();
        assert!(without.must_set_up_second_factor);
    }
}

#[tokio::test]
async fn somebody_elses_factor_is_taken_away_by_who_may_do_as_much() {
    for house in houses().await {
        let asha = house.add("asha@b.in", &["owner"]).await;
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap();
        house.set_up(&session).await;
        let remove = || RemoveSecondFactor { staff: asha.id, code: None };
        let lesser = by(somebody(99, &[Permission::StaffWrite], None));
        assert!(matches!(
            house.identity.remove_second_factor(&lesser, remove()).await,
            Err(IdentityError::CannotGrant { .. })
        ));
        let stranger = by(somebody(99, &[Permission::StaffRead], None));
        assert!(house.identity.remove_second_factor(&stranger, remove()).await.is_err());
        let owner = by(somebody(99, Permission::ALL, None));
        house.identity.remove_second_factor(&owner, remove()).await.unwrap();
        assert_eq!(house.identity.remove_second_factor(&owner, remove()).await, Err(IdentityError::NoSecondFactor));
        assert!(house.sign_in("asha@b.in", PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn staff_change_their_own_password_with_the_present_one() {
    for house in houses().await {
        house.add("asha@b.in", &["analyst"]).await;
        let (one, two) =
            (house.sign_in("asha@b.in", PASSWORD).await.unwrap(), house.sign_in("asha@b.in", PASSWORD).await.unwrap());
        let himself = house.himself(&one.secret).await;
        let change = |present: &str, new: &str| ChangePassword {
            change: PasswordChange { current_password: present.into(), new_password: new.into() },
            current: Some(one.session.id),
        };
        let wrong = house.identity.change_password(&himself, change("wrong password", "a new password")).await;
        assert_eq!(wrong, Err(IdentityError::WrongPassword));
        house.identity.change_password(&himself, change(PASSWORD, "a new password")).await.unwrap();
        assert!(house.authenticate(&one.secret).await.is_ok());
        assert!(house.authenticate(&two.secret).await.is_err());
        assert!(house.sign_in("asha@b.in", "a new password").await.is_ok());
        let system = house.identity.change_password(&cx(), change(PASSWORD, "a new password")).await;
        assert!(matches!(system, Err(IdentityError::Fault(Fault::Conflict { .. }))));
    }
}

//! Customers' accounts, sessions and tokens.

use crate::{House, PASSWORD, bad_fields, by, cx, guest, houses, limit};
use infrasell_contracts::{
    common::Audit,
    identity::{
        Authenticated, ChangeCustomerPassword, Client, CloseAccount, CustomerSignIn, CustomerSignedIn,
        EndCustomerSession, GetAccounts, Identity, IdentityError, ListCustomerSessions, MailKind, OpenAccount,
        OpenedAccount, Refresh, SessionKind, TokenPair, UseMailToken,
    },
};
use infrasell_identity::{
    ACCESS_LIFE, CUSTOMER_SESSION_IDLE, CUSTOMER_SESSION_LIFE, LONG_WINDOW, MAIL_WINDOW, MOST_ATTEMPTS,
    MOST_CUSTOMER_SESSIONS, MOST_FROM_ONE_PLACE, MOST_MAILS,
};
use infrasell_kernel::{CustomerId, PageRequest, SessionId};
use infrasell_rpc::{Caller, Fault};
use std::time::Duration;

const REFUSED: Result<Authenticated, IdentityError> = Err(IdentityError::NotAuthenticated);

pub(crate) fn customer(n: i64) -> CustomerId {
    CustomerId::from_i64(n)
}

pub(crate) fn account(n: i64, email: &str, password: &str) -> OpenAccount {
    let (email, password) = (email.into(), password.into());
    OpenAccount { customer: customer(n), email, password, name: Some("Asha".into()), locale: "hi-IN".parse().unwrap() }
}

impl House {
    /// Opens an account and verifies its address, as the mail would.
    pub(crate) async fn verified(&self, n: i64, email: &str) -> CustomerId {
        self.identity.open_account(&cx(), account(n, email, PASSWORD)).await.unwrap();
        let token = self.mailed(MailKind::VerifyEmail, email).await.unwrap();
        self.identity.verify_email(&cx(), UseMailToken { token }).await.unwrap();
        customer(n)
    }

    pub(crate) async fn enter(
        &self,
        email: &str,
        password: &str,
        kind: SessionKind,
    ) -> Result<CustomerSignedIn, IdentityError> {
        self.enter_from("192.0.2.1", email, password, kind).await
    }

    async fn enter_from(
        &self,
        address: &str,
        email: &str,
        password: &str,
        kind: SessionKind,
    ) -> Result<CustomerSignedIn, IdentityError> {
        let client = Client { agent: Some("a browser".into()), replaces: None };
        let request = CustomerSignIn { email: email.into(), password: password.into(), kind, client };
        self.identity.customer_sign_in(&guest(address), request).await
    }

    async fn refresh(&self, pair: &TokenPair) -> Result<TokenPair, IdentityError> {
        let refresh_token = pair.refresh_token.clone();
        self.identity.refresh(&guest("192.0.2.1"), Refresh { refresh_token }).await
    }

    async fn end(&self, customer: CustomerId, session: SessionId) -> Result<(), IdentityError> {
        self.identity.end_customer_session(&cx(), EndCustomerSession { customer, session }).await
    }

    async fn clean(&self) {
        let report = self.identity.audit(&cx(), Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.differences.is_empty()), "{report:?}");
    }
}

#[tokio::test]
async fn a_cookie_opens_what_is_the_customers_until_it_is_idle_or_old() {
    for house in houses().await {
        let id = house.verified(1, "asha@b.in").await;
        let signed_in = house.enter(" Asha@B.in", PASSWORD, SessionKind::Cookie).await.unwrap();
        let secret = signed_in.cookie.clone().unwrap();
        assert!(secret.starts_with("ifc_") && signed_in.tokens.is_none());
        let caller = Caller::Customer { id, email_verified: true };
        let found = house.authenticate(&secret).await.unwrap();
        assert_eq!(found, Authenticated { caller, session: Some(signed_in.session.id) });
        assert!(!format!("{signed_in:?}").contains(&secret));

        let mut used = Duration::ZERO;
        while used + CUSTOMER_SESSION_IDLE < CUSTOMER_SESSION_LIFE {
            house.db.clock.advance(CUSTOMER_SESSION_IDLE - Duration::from_secs(1));
            used += CUSTOMER_SESSION_IDLE - Duration::from_secs(1);
            assert!(house.authenticate(&secret).await.is_ok(), "after {used:?}");
        }
        house.db.clock.advance(CUSTOMER_SESSION_LIFE - used);
        assert_eq!(house.authenticate(&secret).await, REFUSED, "however much it was used");

        let secret = house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap().cookie.unwrap();
        house.db.clock.advance(CUSTOMER_SESSION_IDLE);
        assert_eq!(house.authenticate(&secret).await, REFUSED, "nobody used it");
        assert!(house.identity.sweep().await.unwrap() >= 1);
        house.clean().await;
    }
}

#[tokio::test]
async fn signing_in_hands_out_a_new_secret_and_ends_the_session_that_was_held() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let one = house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap().cookie.unwrap();
        for held in [one.as_str(), "ifc_planted", "", &"x".repeat(10_000)] {
            let client = Client { agent: None, replaces: Some(held.into()) };
            let (email, password) = ("asha@b.in".into(), PASSWORD.into());
            let request = CustomerSignIn { email, password, kind: SessionKind::Cookie, client };
            let next = house.identity.customer_sign_in(&cx(), request).await.unwrap().cookie.unwrap();
            assert_ne!(next, held);
            assert_eq!(house.authenticate(held).await, REFUSED, "what was held before opens nothing");
            assert!(house.authenticate(&next).await.is_ok());
        }
        let kind = house.enter("asha@b.in", PASSWORD, SessionKind::Bearer).await;
        assert_eq!(bad_fields(kind), ["kind invalid"]);
    }
}

#[tokio::test]
async fn tokens_are_short_and_the_refresh_token_turns_at_each_use() {
    for house in houses().await {
        let id = house.verified(1, "asha@b.in").await;
        let signed_in = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap();
        assert!(signed_in.cookie.is_none());
        let mut pair = signed_in.tokens.unwrap();
        assert_eq!((pair.token_type.as_str(), pair.expires_in_s), ("Bearer", 600));
        for _ in 0..3 {
            let found = house.authenticate(&pair.access_token).await.unwrap();
            assert_eq!(found.caller, Caller::Customer { id, email_verified: true });
            assert_eq!(found.session, Some(signed_in.session.id), "the session stays the same");
            assert_eq!(house.authenticate(&pair.refresh_token).await, REFUSED, "it opens nothing by itself");
            house.db.clock.advance(ACCESS_LIFE);
            assert_eq!(house.authenticate(&pair.access_token).await, REFUSED);
            let next = house.refresh(&pair).await.unwrap();
            assert_ne!(next.refresh_token, pair.refresh_token);
            pair = next;
        }
        house.clean().await;
        house.db.clock.advance(CUSTOMER_SESSION_IDLE);
        assert_eq!(house.refresh(&pair).await.unwrap_err(), IdentityError::NotAuthenticated);
    }
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_the_session() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let other = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap();
        let first = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap();
        let second = house.refresh(&first).await.unwrap();
        let third = house.refresh(&second).await.unwrap();
        assert!(house.authenticate(&third.access_token).await.is_ok());
        assert_eq!(house.refresh(&first).await.unwrap_err(), IdentityError::NotAuthenticated);
        for pair in [&first, &second, &third] {
            assert_eq!(house.authenticate(&pair.access_token).await, REFUSED, "also whoever holds the newest is out");
            assert_eq!(house.refresh(pair).await.unwrap_err(), IdentityError::NotAuthenticated);
        }
        assert!(house.authenticate(&other.access_token).await.is_ok(), "another session has nothing to do with it");
        house.clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_refresh_at_once_at_most_one_gets_through() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let pair = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap();
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (identity, refresh_token) = (house.identity.clone(), pair.refresh_token.clone());
            all.spawn(async move { identity.refresh(&cx(), Refresh { refresh_token }).await.is_ok() });
        }
        let through = all.join_all().await.into_iter().filter(|ok| *ok).count();
        assert_eq!(through, 1);
        assert_eq!(house.authenticate(&pair.access_token).await, REFUSED, "the others have shown that it was shared");
        house.clean().await;
    }
}

#[tokio::test]
async fn a_session_is_listed_and_ended_by_its_own_customer_only() {
    for house in houses().await {
        let (asha, ravi) = (house.verified(1, "asha@b.in").await, house.verified(2, "ravi@b.in").await);
        let one = house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap();
        let two = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap();
        let list = ListCustomerSessions { customer: asha, current: Some(one.session.id), page: limit(1) };
        let page = house.identity.customer_sessions(&cx(), list.clone()).await.unwrap();
        assert_eq!((page.items[0].id, page.items[0].current), (two.session.id, false));
        assert_eq!(page.items[0].agent.as_deref(), Some("a browser"));
        assert_eq!(page.items[0].address.as_deref(), Some("192.0.2.1"));
        let rest = ListCustomerSessions { page: PageRequest { after: page.next, ..limit(1) }, ..list };
        let rest = house.identity.customer_sessions(&cx(), rest).await.unwrap();
        assert_eq!((rest.items[0].id, rest.items[0].current, rest.next.is_none()), (one.session.id, true, true));

        let end = |customer, session| house.end(customer, session);
        assert_eq!(end(ravi, one.session.id).await, Err(Fault::not_found("session", one.session.id).into()));
        assert!(house.authenticate(one.cookie.as_ref().unwrap()).await.is_ok());
        end(asha, two.session.id).await.unwrap();
        let tokens = two.tokens.unwrap();
        assert_eq!(house.authenticate(&tokens.access_token).await, REFUSED, "its access token is refused at once");
        assert_eq!(house.refresh(&tokens).await.unwrap_err(), IdentityError::NotAuthenticated);
        assert!(house.authenticate(one.cookie.as_ref().unwrap()).await.is_ok());

        for _ in 0..MOST_CUSTOMER_SESSIONS {
            house.db.clock.advance(Duration::from_secs(1));
            house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap();
        }
        assert_eq!(house.authenticate(one.cookie.as_ref().unwrap()).await, REFUSED, "the oldest of too many ends");
    }
}

#[tokio::test]
async fn no_account_a_wrong_password_and_an_unverified_address_look_and_cost_the_same() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        house.identity.open_account(&cx(), account(2, "new@b.in", PASSWORD)).await.unwrap();
        for (email, password) in [
            ("asha@b.in", "wrong password"),
            ("nobody@b.in", "wrong password"),
            ("new@b.in", PASSWORD),
            ("new@b.in", "wrong password"),
            ("no address", PASSWORD),
            ("asha@b.in\0", PASSWORD),
            ("", ""),
        ] {
            let before = house.identity.hashes_computed();
            let refused = house.enter(email, password, SessionKind::Cookie).await.unwrap_err();
            assert_eq!(refused, IdentityError::WrongCredentials, "{email:?}");
            assert_eq!(house.identity.hashes_computed() - before, 1, "{email:?}");
        }
        let huge = "x".repeat(1_000_000);
        let refused = house.enter(&huge, &huge, SessionKind::Cookie).await;
        assert_eq!(bad_fields(refused), ["email too_long", "password too_long"]);
    }
}

#[tokio::test]
async fn to_open_an_account_that_there_is_looks_and_costs_the_same_and_changes_nothing() {
    for house in houses().await {
        let asha = house.verified(1, "asha@b.in").await;
        let before = house.identity.hashes_computed();
        let again = house.identity.open_account(&cx(), account(9, "ASHA@b.in", "another password")).await.unwrap();
        assert_eq!(again, OpenedAccount { customer: asha, existed: true });
        let fresh = house.identity.open_account(&cx(), account(3, "new@b.in", PASSWORD)).await.unwrap();
        assert_eq!(fresh, OpenedAccount { customer: customer(3), existed: false });
        assert_eq!(house.identity.hashes_computed() - before, 2);
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_ok(), "the password is the old one");
        assert_eq!(house.mails("ASHA@b.in").await.len() + house.mails("asha@b.in").await.len(), 2);
        assert_eq!(house.mails("asha@b.in").await.last().unwrap().kind, MailKind::AccountExists);

        // whoever opened one with somebody else's address does not keep his password on it
        let old = house.mailed(MailKind::VerifyEmail, "new@b.in").await.unwrap();
        house.identity.open_account(&cx(), account(3, "new@b.in", "the owner's own")).await.unwrap();
        assert_eq!(
            house.identity.verify_email(&cx(), UseMailToken { token: old }).await,
            Err(IdentityError::TokenNotValid)
        );
        let token = house.mailed(MailKind::VerifyEmail, "new@b.in").await.unwrap();
        house.identity.verify_email(&cx(), UseMailToken { token }).await.unwrap();
        assert!(house.enter("new@b.in", PASSWORD, SessionKind::Cookie).await.is_err());
        assert!(house.enter("new@b.in", "the owner's own", SessionKind::Cookie).await.is_ok());

        let bad = house.identity.open_account(&cx(), account(4, "no address", "short")).await;
        assert_eq!(bad_fields(bad), ["email invalid_email", "password too_short"]);
        let twice = house.identity.open_account(&cx(), account(1, "other@b.in", PASSWORD)).await;
        assert!(matches!(twice, Err(IdentityError::Fault(Fault::Conflict { .. }))), "{twice:?}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_by_account_by_place_and_by_mail() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        for _ in 0..MOST_ATTEMPTS {
            house.enter("asha@b.in", "wrong password", SessionKind::Cookie).await.unwrap_err();
        }
        let refused = house.enter_from("198.51.100.9", "asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap_err();
        assert_eq!(refused, IdentityError::TooManyAttempts { retry_after_s: 60 });
        assert_eq!(
            house.enter("nobody@b.in", "x", SessionKind::Cookie).await.unwrap_err(),
            IdentityError::WrongCredentials
        );

        house.db.clock.advance(Duration::from_secs(60));
        let before = house.identity.hashes_computed();
        let mut tried = 0;
        while let Err(IdentityError::WrongCredentials) =
            house.enter(&format!("n{tried}@b.in"), "x", SessionKind::Cookie).await
        {
            tried += 1;
        }
        // the first ten and the one of nobody came from there, too
        assert_eq!(tried + u64::from(MOST_ATTEMPTS) + 1, u64::from(MOST_FROM_ONE_PLACE));
        assert_eq!(house.identity.hashes_computed() - before, tried);
        assert!(house.enter_from("198.51.100.9", "asha@b.in", PASSWORD, SessionKind::Cookie).await.is_ok());
        house.db.clock.advance(LONG_WINDOW);
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_ok());

        house.db.clock.advance(MAIL_WINDOW);
        for _ in 0..MOST_MAILS {
            house.ask(MailKind::ResetPassword, "nobody@b.in").await.unwrap();
        }
        let refused = house.ask(MailKind::ResetPassword, "nobody@b.in").await.unwrap_err();
        assert_eq!(refused, IdentityError::TooManyAttempts { retry_after_s: MAIL_WINDOW.as_secs() });
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_a_closed_account_all() {
    for house in houses().await {
        let asha = house.verified(1, "asha@b.in").await;
        let one = house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap();
        let two = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap();
        let change = |current: &str, new: &str| {
            let (current_password, new_password) = (current.to_owned(), new.to_owned());
            let current = Some(one.session.id);
            let change = ChangeCustomerPassword { customer: asha, current_password, new_password, current };
            let identity = house.identity.clone();
            async move { identity.change_customer_password(&cx(), change).await }
        };
        assert_eq!(change("wrong password", "a new password").await, Err(IdentityError::WrongPassword));
        assert_eq!(bad_fields(change(PASSWORD, "short").await), ["new_password too_short"]);
        change(PASSWORD, "a new password").await.unwrap();
        let cookie = one.cookie.unwrap();
        assert!(house.authenticate(&cookie).await.is_ok(), "the one that asked stays");
        assert_eq!(house.authenticate(&two.access_token).await, REFUSED);
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_err());
        assert_eq!(house.mails("asha@b.in").await.last().unwrap().kind, MailKind::PasswordChanged);

        house.identity.close_account(&cx(), CloseAccount { customer: asha }).await.unwrap();
        house.identity.close_account(&cx(), CloseAccount { customer: asha }).await.unwrap();
        assert_eq!(house.authenticate(&cookie).await, REFUSED);
        let left = house.identity.accounts(&cx(), GetAccounts { customers: vec![asha] }).await.unwrap();
        assert!(left.items.is_empty());
        house.clean().await;
    }
}

#[tokio::test]
async fn five_wrong_present_passwords_are_enough() {
    for house in houses().await {
        let asha = house.verified(1, "asha@b.in").await;
        let session = by(Caller::Customer { id: asha, email_verified: true });
        let change = || {
            let (current_password, new_password) = ("wrong password".to_owned(), "a new password".to_owned());
            ChangeCustomerPassword { customer: asha, current_password, new_password, current: None }
        };
        for _ in 0..infrasell_identity::MOST_CODES {
            let refused = house.identity.change_customer_password(&session, change()).await;
            assert_eq!(refused, Err(IdentityError::WrongPassword));
        }
        let refused = house.identity.change_customer_password(&session, change()).await;
        assert!(matches!(refused, Err(IdentityError::TooManyAttempts { .. })), "{refused:?}");
    }
}

//! Mails about credentials and what their links do.

use crate::{House, PASSWORD, bad_fields, by, customers::account, cx, guest, houses};
use infrasell_contracts::identity::{
    CREDENTIAL_MAIL, ChangeEmail, CredentialMail, EMAIL_VERIFIED, EmailVerified, GetAccounts, Identity, IdentityError,
    MailKind, MailTo, MintMailToken, ResetPassword, SessionKind, UseMailToken,
};
use infrasell_db::{Runner, v};
use infrasell_identity::{RESET_LIFE, VERIFY_LIFE};
use infrasell_rpc::Caller;
use serde_json::json;

impl House {
    /// Every mail that was asked for to `to`, in order.
    pub(crate) async fn mails(&self, to: &str) -> Vec<CredentialMail> {
        let all = self.told::<CredentialMail>(CREDENTIAL_MAIL).await;
        all.into_iter().filter(|mail| mail.to == to).collect()
    }

    async fn told<T: serde::de::DeserializeOwned + Send>(&self, topic: &str) -> Vec<T> {
        let statement = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        self.db.all(statement, &v![topic], |row| row.json(0)).await.unwrap()
    }

    /// The token in the newest mail of a kind to `to`.
    pub(crate) async fn mailed(&self, kind: MailKind, to: &str) -> Result<String, IdentityError> {
        let mails = self.mails(to).await;
        let mail = mails.iter().rev().find(|mail| mail.kind == kind).unwrap();
        let minted = self.identity.mint_mail_token(&cx(), MintMailToken { request: mail.request }).await?;
        assert!(minted.token.starts_with("ifm_") && !format!("{minted:?}").contains(&minted.token));
        Ok(minted.token)
    }

    /// Asks for a mail by address and lets the job that looks it up run.
    pub(crate) async fn ask(&self, kind: MailKind, email: &str) -> Result<(), IdentityError> {
        let (to, cx) = (MailTo { email: email.into() }, guest("192.0.2.1"));
        match kind {
            MailKind::StaffReset => self.identity.request_staff_reset(&cx, to).await?,
            MailKind::VerifyEmail => self.identity.request_email_verification(&cx, to).await?,
            _ => self.identity.request_password_reset(&cx, to).await?,
        }
        let runner = Runner::start(&self.db, self.identity.jobs(), vec![]).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        Ok(())
    }

    async fn verify(&self, token: &str) -> Result<(), IdentityError> {
        self.identity.verify_email(&cx(), UseMailToken { token: token.into() }).await
    }

    async fn reset(&self, token: &str, password: &str) -> Result<(), IdentityError> {
        let reset = ResetPassword { token: token.into(), password: password.into() };
        self.identity.reset_password(&cx(), reset).await
    }
}

#[tokio::test]
async fn a_verification_link_works_once_and_for_a_day() {
    for house in houses().await {
        house.identity.open_account(&cx(), account(1, "Asha@b.in", PASSWORD)).await.unwrap();
        let mail = house.mails("Asha@b.in").await.remove(0);
        assert_eq!(
            (mail.kind, mail.customer.unwrap().get(), mail.name.as_deref()),
            (MailKind::VerifyEmail, 1, Some("Asha"))
        );
        assert_eq!(mail.locale, Some("hi-IN".parse().unwrap()));
        let old = house.mailed(MailKind::VerifyEmail, "Asha@b.in").await.unwrap();
        let token = house.mailed(MailKind::VerifyEmail, "Asha@b.in").await.unwrap();
        assert_eq!(house.verify(&old).await, Err(IdentityError::TokenNotValid), "a mail rendered again has a new one");
        house.verify(&token).await.unwrap();
        assert_eq!(house.verify(&token).await, Err(IdentityError::TokenNotValid));
        let told = house.told::<EmailVerified>(EMAIL_VERIFIED).await;
        assert_eq!((told.len(), told[0].email.as_str()), (1, "Asha@b.in"));

        house.identity.open_account(&cx(), account(2, "late@b.in", PASSWORD)).await.unwrap();
        let token = house.mailed(MailKind::VerifyEmail, "late@b.in").await.unwrap();
        house.db.clock.advance(VERIFY_LIFE);
        assert_eq!(house.verify(&token).await, Err(IdentityError::TokenNotValid));
        house.ask(MailKind::VerifyEmail, "late@b.in").await.unwrap();
        let token = house.mailed(MailKind::VerifyEmail, "late@b.in").await.unwrap();
        house.verify(&token).await.unwrap();
        house.ask(MailKind::VerifyEmail, "late@b.in").await.unwrap();
        assert_eq!(house.mails("late@b.in").await.len(), 2, "who is verified needs no other mail");
        for bad in ["", "ifm_", "x", &"y".repeat(10_000), "ifm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(house.verify(bad).await, Err(IdentityError::TokenNotValid));
        }
    }
}

#[tokio::test]
async fn a_reset_sets_the_password_once_and_ends_every_session() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let cookie = house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.unwrap().cookie.unwrap();
        let tokens = house.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap();
        house.ask(MailKind::ResetPassword, " ASHA@b.in").await.unwrap();
        let first = house.mailed(MailKind::ResetPassword, "asha@b.in").await.unwrap();
        house.ask(MailKind::ResetPassword, "asha@b.in").await.unwrap();
        let token = house.mailed(MailKind::ResetPassword, "asha@b.in").await.unwrap();
        assert_eq!(
            house.reset(&first, "a new password").await,
            Err(IdentityError::TokenNotValid),
            "there is a newer one"
        );
        assert_eq!(house.verify(&token).await, Err(IdentityError::TokenNotValid), "it is for a password only");
        assert_eq!(bad_fields(house.reset(&token, "short").await), ["password too_short"]);
        house.reset(&token, "a new password").await.unwrap();
        assert_eq!(house.reset(&token, "another password").await, Err(IdentityError::TokenNotValid));
        for secret in [&cookie, &tokens.access_token] {
            assert_eq!(house.authenticate(secret).await, Err(IdentityError::NotAuthenticated));
        }
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_err());
        assert!(house.enter("asha@b.in", "a new password", SessionKind::Cookie).await.is_ok());

        house.ask(MailKind::ResetPassword, "asha@b.in").await.unwrap();
        let token = house.mailed(MailKind::ResetPassword, "asha@b.in").await.unwrap();
        house.db.clock.advance(RESET_LIFE);
        assert_eq!(house.reset(&token, "another password").await, Err(IdentityError::TokenNotValid));
    }
}

#[tokio::test]
async fn what_is_asked_for_an_unknown_address_is_answered_and_written_alike() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let before = house.told::<CredentialMail>(CREDENTIAL_MAIL).await.len();
        for kind in [MailKind::ResetPassword, MailKind::VerifyEmail, MailKind::StaffReset] {
            house.ask(kind, "nobody@b.in").await.unwrap();
        }
        assert_eq!(house.told::<CredentialMail>(CREDENTIAL_MAIL).await.len(), before, "nobody is written to");
        let bad = house.ask(MailKind::ResetPassword, "no address").await;
        assert_eq!(bad_fields(bad), ["email invalid_email"]);
        // whoever has the password of an unverified account gets another mail, and the answer of a wrong one
        house.identity.open_account(&cx(), account(2, "new@b.in", PASSWORD)).await.unwrap();
        house.enter("new@b.in", PASSWORD, SessionKind::Cookie).await.unwrap_err();
        house.ask(MailKind::StaffReset, "nobody@b.in").await.unwrap();
        assert_eq!(house.mails("new@b.in").await.len(), 2);
    }
}

#[tokio::test]
async fn another_address_takes_effect_once_it_is_verified() {
    for house in houses().await {
        let (asha, ravi) = (house.verified(1, "asha@b.in").await, house.verified(2, "ravi@b.in").await);
        let ask = |customer, email: &str, password: &str| {
            let (email, password) = (email.to_owned(), password.to_owned());
            let identity = house.identity.clone();
            async move { identity.change_email(&cx(), ChangeEmail { customer, email, password }).await }
        };
        assert_eq!(ask(asha, "new@b.in", "wrong password").await, Err(IdentityError::WrongPassword));
        ask(asha, "New@b.in", PASSWORD).await.unwrap();
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_ok(), "until then it is the old one");
        let token = house.mailed(MailKind::ChangeEmail, "New@b.in").await.unwrap();
        house.verify(&token).await.unwrap();
        assert!(house.enter("asha@b.in", PASSWORD, SessionKind::Cookie).await.is_err());
        assert!(house.enter("new@b.in", PASSWORD, SessionKind::Cookie).await.is_ok());
        assert_eq!(house.mails("asha@b.in").await.last().unwrap().kind, MailKind::EmailChanged, "the old one is told");
        assert_eq!(house.told::<EmailVerified>(EMAIL_VERIFIED).await.last().unwrap().email, "New@b.in");

        // an address that somebody has is asked for like any other; the link does not work
        ask(ravi, "NEW@b.in", PASSWORD).await.unwrap();
        let token = house.mailed(MailKind::ChangeEmail, "NEW@b.in").await.unwrap();
        assert_eq!(house.verify(&token).await, Err(IdentityError::TokenNotValid));
        // of two wishes the later one counts
        ask(ravi, "one@b.in", PASSWORD).await.unwrap();
        let one = house.mailed(MailKind::ChangeEmail, "one@b.in").await.unwrap();
        ask(ravi, "two@b.in", PASSWORD).await.unwrap();
        assert_eq!(house.verify(&one).await, Err(IdentityError::TokenNotValid));
        let accounts = house.identity.accounts(&cx(), GetAccounts { customers: vec![ravi, asha] }).await.unwrap();
        let emails: Vec<_> = accounts.items.iter().map(|a| (a.email.as_str(), a.new_email.as_deref())).collect();
        assert_eq!(emails, [("New@b.in", None), ("ravi@b.in", Some("two@b.in"))]);
    }
}

#[tokio::test]
async fn staff_reset_their_password_by_mail_too() {
    for house in houses().await {
        let asha = house.add("asha@b.in", &["owner"]).await;
        house.add("boss@b.in", &["owner"]).await;
        let session = house.sign_in("asha@b.in", PASSWORD).await.unwrap().secret;
        house.ask(MailKind::StaffReset, "asha@b.in").await.unwrap();
        let token = house.mailed(MailKind::StaffReset, "asha@b.in").await.unwrap();
        assert_eq!(house.reset(&token, "a new password").await, Err(IdentityError::TokenNotValid), "not a customer's");
        let reset = || ResetPassword { token: token.clone(), password: "a new password".into() };
        house.identity.reset_staff_password(&cx(), reset()).await.unwrap();
        let again = house.identity.reset_staff_password(&cx(), reset()).await;
        assert_eq!(again, Err(IdentityError::TokenNotValid));
        assert_eq!(house.authenticate(&session).await, Err(IdentityError::NotAuthenticated));
        assert!(house.sign_in("asha@b.in", "a new password").await.is_ok());
        assert_eq!(house.mails("asha@b.in").await.last().unwrap().kind, MailKind::StaffPasswordChanged);

        let mails = house.mails("asha@b.in").await.len();
        house.change(&cx(), asha.id, json!({ "active": false })).await.unwrap();
        house.ask(MailKind::StaffReset, "asha@b.in").await.unwrap();
        assert_eq!(house.mails("asha@b.in").await.len(), mails, "who is switched off gets none");
    }
}

#[tokio::test]
async fn only_infrasell_itself_gets_the_token_of_a_mail() {
    for house in houses().await {
        house.identity.open_account(&cx(), account(1, "asha@b.in", PASSWORD)).await.unwrap();
        let request = house.mails("asha@b.in").await[0].request;
        let owner = crate::somebody(1, infrasell_kernel::Permission::ALL, None);
        let customer = Caller::Customer { id: infrasell_kernel::CustomerId::from_i64(1), email_verified: false };
        for caller in [owner, customer, Caller::Guest { address: None }] {
            assert!(house.identity.mint_mail_token(&by(caller), MintMailToken { request }).await.is_err());
        }
        assert!(house.identity.mint_mail_token(&cx(), MintMailToken { request }).await.is_ok());
        let other = infrasell_kernel::MailRequestId::from_i64(999);
        assert!(house.identity.mint_mail_token(&cx(), MintMailToken { request: other }).await.is_err());
    }
}

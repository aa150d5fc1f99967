//! Mails about credentials, and what the tokens in their links do.

use super::{IdentityService, accounts::LINKS, factors::staff_mail};
use crate::{
    check,
    secret::{Opens, Secret, read_as},
    store::{account, customer_session as session, mail, staff},
};
use infrasell_contracts::identity::{
    CredentialMail, EMAIL_VERIFIED, EmailVerified, IdentityError, MailKind, MailTo, MailToken, MintMailToken,
    ResetPassword, UseMailToken,
};
use infrasell_db::Tx;
use infrasell_kernel::{CustomerId, Timestamp};
use infrasell_rpc::{Caller, Cx, Fault};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The job that looks an address up and asks for the mail.
pub(crate) const MAIL_JOB: &str = "identity.mail";
/// How long a link that verifies an address works.
pub const VERIFY_LIFE: Duration = Duration::from_secs(24 * 3600);
/// How long a link that sets a password works.
pub const RESET_LIFE: Duration = Duration::from_secs(3600);

/// A mail that somebody asked for by address.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) kind: MailKind,
    pub(crate) email_key: String,
}

impl IdentityService {
    /// Takes the wish for a mail in. The address is looked up by a job, so that the answer, the time it takes and what is
    /// written are the same whether there is an account.
    pub(super) async fn take_wish(&self, cx: &Cx, kind: MailKind, to: MailTo) -> Result<(), IdentityError> {
        check::email(to.email.trim())?;
        let email_key = check::fold(&to.email);
        self.count_mail(&email_key, cx).await?;
        self.enqueue_mail(kind, email_key).await?;
        Ok(())
    }

    pub(super) async fn enqueue_mail(&self, kind: MailKind, email_key: String) -> Result<(), Fault> {
        let key = format!("{kind:?} {email_key}");
        self.db.enqueue(MAIL_JOB, Some(&key), &Asked { kind, email_key }, self.env.now()).await?;
        Ok(())
    }

    /// Asks for the mail, if there is an account that it is for.
    pub(crate) async fn fulfil_wish(&self, asked: Asked) -> Result<(), IdentityError> {
        let now = self.env.now();
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        if asked.kind == MailKind::StaffReset {
            let found = staff::account_by_email(&mut tx, &asked.email_key).await?;
            if let Some(found) = found.filter(|found| found.active) {
                let mail = staff_mail(&mut tx, &found, asked.kind).await?;
                self.replace_mails(&mut tx, &mail, &[asked.kind]).await?;
            }
        } else if let Some(found) = account::lock_by_email(&mut tx, &asked.email_key).await? {
            let verified = found.account.email_verified_at.is_some();
            if asked.kind == MailKind::ResetPassword || !verified {
                self.mail_customer(&mut tx, &found, asked.kind, &[asked.kind], now).await?;
            }
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// Asks for a mail, and lets the links of earlier ones of `dead` kinds to the same person die.
    pub(super) async fn replace_mails(
        &self,
        tx: &mut Tx,
        mail: &CredentialMail,
        dead: &[MailKind],
    ) -> Result<(), Fault> {
        let now = self.env.now();
        mail::end(tx, (mail.customer, mail.staff), dead, now).await?;
        mail::ask(tx, mail, now).await
    }

    /// Makes the token of a mail. Only Infrasell itself gets it, to put it into the mail.
    pub(super) async fn mint(&self, cx: &Cx, req: MintMailToken) -> Result<MailToken, IdentityError> {
        let nothing = || Fault::not_found("mail", req.request);
        if !matches!(cx.caller, Caller::System { .. }) {
            return Err(nothing().into());
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let request = mail::get(&mut tx, req.request).await?.ok_or_else(nothing)?;
        let life = match request.kind {
            MailKind::VerifyEmail | MailKind::ChangeEmail => VERIFY_LIFE,
            _ => RESET_LIFE,
        };
        let (secret, expires_at) = (Secret::fresh(Opens::Mail, self.env.random.as_ref()), self.env.now().plus(life));
        let minted = request.kind.has_token() && mail::mint(&mut tx, request.id, &secret.hash(), expires_at).await?;
        if !minted {
            return Err(IdentityError::TokenNotValid);
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(MailToken { token: secret.into_text(), expires_at })
    }

    pub(super) async fn verify(&self, req: UseMailToken) -> Result<(), IdentityError> {
        let hash = read_as(Opens::Mail, &req.token).ok_or(IdentityError::TokenNotValid)?;
        let now = self.env.now();
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let request = mail::take(&mut tx, &hash, now).await?.ok_or(IdentityError::TokenNotValid)?;
        let customer = request.customer.ok_or(IdentityError::TokenNotValid)?;
        match request.kind {
            MailKind::VerifyEmail => {
                if !account::verified(&mut tx, customer, &request.email, now).await? {
                    return Err(IdentityError::TokenNotValid);
                }
            }
            MailKind::ChangeEmail => self.take_email(&mut tx, customer, &request.email, now).await?,
            _ => return Err(IdentityError::TokenNotValid),
        }
        tell_verified(&mut tx, customer, request.email, now).await?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// Puts the new address in the old one's place, and tells the old one.
    async fn take_email(
        &self,
        tx: &mut Tx,
        customer: CustomerId,
        email: &str,
        now: Timestamp,
    ) -> Result<(), IdentityError> {
        let old = account::lock(tx, customer).await?.ok_or(IdentityError::TokenNotValid)?;
        let taken = account::take_email(tx, customer, email, now).await;
        match taken {
            Ok(true) => {}
            Ok(false) => return Err(IdentityError::TokenNotValid),
            // somebody has opened an account under it since
            Err(error) if error.conflicts_on("identity_account.email_key") => return Err(IdentityError::TokenNotValid),
            Err(error) => return Err(Fault::from(error).into()),
        }
        self.mail_customer(tx, &old, MailKind::EmailChanged, &LINKS, now).await?;
        Ok(())
    }

    pub(super) async fn reset_customer(&self, req: ResetPassword) -> Result<(), IdentityError> {
        check::new_password("password", &req.password)?;
        let hash = self.live_link(&req.token, MailKind::ResetPassword).await?;
        let (password_hash, now) = (self.passwords.hash(&req.password).await?, self.env.now());
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let request = mail::take(&mut tx, &hash, now).await?.ok_or(IdentityError::TokenNotValid)?;
        let customer = request.customer.ok_or(IdentityError::TokenNotValid)?;
        let known = account::lock(&mut tx, customer).await?.ok_or(IdentityError::TokenNotValid)?;
        if check::fold(&known.account.email) != check::fold(&request.email) {
            return Err(IdentityError::TokenNotValid);
        }
        // whoever reads the mail has the address
        account::set_password(&mut tx, customer, &password_hash, Some(now)).await?;
        if known.account.email_verified_at.is_none() {
            tell_verified(&mut tx, customer, known.account.email.clone(), now).await?;
        }
        session::end_all(&mut tx, customer, None).await?;
        self.mail_customer(&mut tx, &known, MailKind::PasswordChanged, &LINKS, now).await?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.account.forget(&format!("customer {}", check::fold(&known.account.email))).await;
        Ok(())
    }

    pub(super) async fn reset_staff(&self, req: ResetPassword) -> Result<(), IdentityError> {
        check::new_password("password", &req.password)?;
        let hash = self.live_link(&req.token, MailKind::StaffReset).await?;
        let (password_hash, now) = (self.passwords.hash(&req.password).await?, self.env.now());
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let request = mail::take(&mut tx, &hash, now).await?.ok_or(IdentityError::TokenNotValid)?;
        let id = request.staff.ok_or(IdentityError::TokenNotValid)?;
        let account = staff::account_in(&mut tx, id).await?.ok_or(IdentityError::TokenNotValid)?;
        if !staff::set_password(&mut tx, id, &account.password_hash, &password_hash).await? {
            return Err(IdentityError::TokenNotValid);
        }
        self.after_staff_password(&mut tx, &account, None).await?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.account.forget(&format!("staff {}", check::fold(&account.email))).await;
        Ok(())
    }

    /// The hash of a link's token that can be used, before anything is computed for it.
    async fn live_link(&self, token: &str, kind: MailKind) -> Result<[u8; 32], IdentityError> {
        let hash = read_as(Opens::Mail, token).ok_or(IdentityError::TokenNotValid)?;
        let found = mail::live(&self.db, &hash, self.env.now()).await?;
        found.filter(|request| request.kind == kind).map(|_| hash).ok_or(IdentityError::TokenNotValid)
    }
}

async fn tell_verified(tx: &mut Tx, customer: CustomerId, email: String, at: Timestamp) -> Result<(), Fault> {
    tx.emit(EMAIL_VERIFIED, &EmailVerified { customer, email, at }).await?;
    Ok(())
}

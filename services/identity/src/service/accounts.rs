//! Customers' accounts: opened, verified, changed, closed.

use super::{IdentityService, address};
use crate::{
    attempts::place,
    check,
    passwords::Verdict,
    store::{
        account::{self, Known},
        customer_session as session, mail,
    },
};
use infrasell_contracts::identity::{
    Account, Accounts, ChangeCustomerPassword, ChangeEmail, CloseAccount, CredentialMail, GetAccounts, IdentityError,
    MailKind, OpenAccount, OpenedAccount,
};
use infrasell_db::Tx;
use infrasell_kernel::{CustomerId, Timestamp};
use infrasell_rpc::{Cx, Fault};

/// The mails to a customer whose links are of no use once his password or address is another.
pub(super) const LINKS: [MailKind; 3] = [MailKind::VerifyEmail, MailKind::ChangeEmail, MailKind::ResetPassword];

impl IdentityService {
    /// Opens an account. Whether there was one before shows neither in the time (one hash, one transaction with one mail)
    /// nor in what is counted.
    pub(super) async fn open(&self, cx: &Cx, req: OpenAccount) -> Result<OpenedAccount, IdentityError> {
        check::open_account(&req)?;
        let (email, now) = (req.email.trim().to_owned(), self.env.now());
        let email_key = check::fold(&email);
        self.count_mail(&email_key, cx).await?;
        let password_hash = self.passwords.hash(&req.password).await?;
        let account = Account {
            customer: req.customer,
            email,
            email_verified_at: None,
            new_email: None,
            created_at: now,
            last_sign_in_at: None,
        };
        let mut new = Known { account, password_hash, name: req.name, locale: req.locale };
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let made = account::insert(&mut tx, &new).await?;
        let old = if made { None } else { account::lock_by_email(&mut tx, &email_key).await? };
        let existed = old.as_ref().is_some_and(|old| old.account.email_verified_at.is_some());
        match old {
            None if !made => return Err(Fault::conflict("the customer has an account under another address").into()),
            None => self.mail_customer(&mut tx, &new, MailKind::VerifyEmail, &[], now).await?,
            Some(old) if existed => {
                self.mail_customer(&mut tx, &old, MailKind::AccountExists, &[], now).await?;
                new.account.customer = old.account.customer;
            }
            Some(old) => {
                new.account.customer = old.account.customer;
                account::replace_unverified(&mut tx, &new).await?;
                self.mail_customer(&mut tx, &new, MailKind::VerifyEmail, &LINKS, now).await?;
            }
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(OpenedAccount { customer: new.account.customer, existed })
    }

    pub(super) async fn accounts_of(&self, req: GetAccounts) -> Result<Accounts, IdentityError> {
        Ok(Accounts { items: account::of_customers(&self.db, &req.customers).await? })
    }

    /// Counts a mail that somebody asks for.
    pub(super) async fn count_mail(&self, email_key: &str, cx: &Cx) -> Result<(), IdentityError> {
        let too_many = |retry_after_s| IdentityError::TooManyAttempts { retry_after_s };
        self.throttles.mail.count(email_key).await.map_err(too_many)?;
        match address(cx) {
            Some(address) => self.throttles.mail_place.count(&place(address)).await.map_err(too_many),
            None => Ok(()),
        }
    }

    /// Asks for a mail to a customer, and lets the links of earlier ones of `dead` kinds die.
    pub(super) async fn mail_customer(
        &self,
        tx: &mut Tx,
        to: &Known,
        kind: MailKind,
        dead: &[MailKind],
        now: Timestamp,
    ) -> Result<(), Fault> {
        let customer = Some(to.account.customer);
        if !dead.is_empty() {
            mail::end(tx, (customer, None), dead, now).await?;
        }
        let asked = CredentialMail {
            request: tx.next_id().await?,
            kind,
            to: to.account.email.clone(),
            name: to.name.clone(),
            locale: Some(to.locale.clone()),
            customer,
            staff: None,
        };
        mail::ask(tx, &asked, now).await
    }

    pub(super) async fn put_customer_password(&self, req: ChangeCustomerPassword) -> Result<(), IdentityError> {
        check::new_password("new_password", &req.new_password)?;
        let known = self.proven(req.customer, &req.current_password).await?;
        let (hash, now) = (self.passwords.hash(&req.new_password).await?, self.env.now());
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let locked = account::lock(&mut tx, req.customer).await?.ok_or_else(|| no_account(req.customer))?;
        if locked.password_hash != known.password_hash {
            return Err(IdentityError::WrongPassword);
        }
        account::set_password(&mut tx, req.customer, &hash, None).await?;
        session::end_all(&mut tx, req.customer, req.current).await?;
        self.mail_customer(&mut tx, &locked, MailKind::PasswordChanged, &LINKS, now).await?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// Asks for another address. Whether it has an account already shows only to whoever reads its mail: the link does
    /// not work then.
    pub(super) async fn ask_email(&self, cx: &Cx, req: ChangeEmail) -> Result<(), IdentityError> {
        let (email, now) = (req.email.trim().to_owned(), self.env.now());
        check::email(&email)?;
        self.proven(req.customer, &req.password).await?;
        self.count_mail(&check::fold(&email), cx).await?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let mut known = account::lock(&mut tx, req.customer).await?.ok_or_else(|| no_account(req.customer))?;
        account::ask_email(&mut tx, req.customer, &email).await?;
        known.account.email = email;
        self.mail_customer(&mut tx, &known, MailKind::ChangeEmail, &[MailKind::ChangeEmail], now).await?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// The account of a customer who has shown that he knows its password.
    async fn proven(&self, customer: CustomerId, password: &str) -> Result<Known, IdentityError> {
        self.count_code(customer).await?;
        let known = account::by_customer(&self.db, customer).await?.ok_or_else(|| no_account(customer))?;
        if self.passwords.check(password, Some(&known.password_hash)).await? == Verdict::Wrong {
            return Err(IdentityError::WrongPassword);
        }
        self.throttles.code.forget(&customer.to_string()).await;
        Ok(known)
    }

    /// Deletes an account; to close one that is closed changes nothing.
    pub(super) async fn close(&self, req: CloseAccount) -> Result<(), IdentityError> {
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        session::end_all(&mut tx, req.customer, None).await?;
        mail::end(&mut tx, (Some(req.customer), None), &LINKS, self.env.now()).await?;
        account::delete(&mut tx, req.customer).await?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }
}

pub(super) fn no_account(customer: CustomerId) -> Fault {
    Fault::not_found("account of", customer)
}

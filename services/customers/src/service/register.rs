//! Opening an account.

use super::{Answer, CustomerService, profile::by_email};
use crate::{
    check,
    model::{Pending, Row},
    store,
};
use infrasell_contracts::{
    customers::{AccountState, Register},
    identity::OpenAccount,
    settings::{ChannelRef, GetChannel},
};
use infrasell_kernel::{CustomerId, Locale, contact::fold_email};
use infrasell_rpc::{Cx, Fault};

/// The channel whose first language is the shop's own.
const HOME_CHANNEL: &str = "web";

impl CustomerService {
    /// Nothing is kept under an idempotency key: the request holds a password, and asking again does no harm. Whether the
    /// address is known must not show, so everything is done in both cases: identity hashes the password either way.
    pub(super) async fn register_it(&self, cx: &Cx, req: Register) -> Answer<()> {
        check::register(&req)?;
        let cx = &cx.unkeyed();
        let locale = match &req.locale {
            Some(locale) => locale.clone(),
            None => self.home_locale(cx).await?,
        };
        let customer = self.row_of(&req.email).await?;
        let name = req.name.trim().to_owned();
        let open = OpenAccount {
            customer,
            email: req.email.trim().to_owned(),
            password: req.password.clone(),
            name: Some(name.clone()).filter(|name| !name.is_empty()),
            locale,
        };
        let opened = self.identity.open_account(cx, open).await.map_err(|error| Fault::relay(&error))?;
        if !opened.existed && opened.customer == customer {
            let pending = Pending { name, locale: req.locale, consents: req.consents, at: self.env.now() };
            self.await_proof(customer, pending).await?;
        }
        Ok(())
    }

    async fn home_locale(&self, cx: &Cx) -> Result<Locale, Fault> {
        let channel = GetChannel { channel: ChannelRef::Code(HOME_CHANNEL.into()) };
        let channel = self.settings.channel(cx, channel).await.map_err(|error| Fault::relay(&error))?;
        channel.locales.into_iter().next().ok_or_else(|| Fault::internal("the channel web has no language"))
    }

    /// The customer of an address; a new one when nobody has it yet.
    pub(super) async fn row_of(&self, email: &str) -> Result<CustomerId, Fault> {
        if let Some(row) = store::customer::by_key(&self.db, &fold_email(email)).await? {
            return Ok(row.id);
        }
        let id = self.db.next_id().await?;
        let mut tx = self.db.begin().await?;
        if let Some(row) = by_email(&mut tx, email).await? {
            return Ok(row.id);
        }
        match store::customer::insert(&mut tx, &Row::new(id, email, self.env.now())).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(id)
            }
            Err(error) if error.conflicts_on("customers_customer.email_key") => {
                drop(tx);
                let row = store::customer::by_key(&self.db, &fold_email(email)).await?;
                row.map(|row| row.id).ok_or_else(|| Fault::Unavailable { what: "the customer".into() })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps what a registration said until the address is shown to be his who said it.
    async fn await_proof(&self, customer: CustomerId, pending: Pending) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        let Some(mut row) = store::customer::lock(&mut tx, customer).await? else { return Ok(()) };
        if row.account == AccountState::Verified {
            return Ok(());
        }
        row.account = AccountState::Unverified;
        row.updated_at = pending.at;
        row.version += 1;
        row.pending = Some(pending);
        store::customer::save(&mut tx, &row, false).await?;
        Ok(tx.commit().await?)
    }
}

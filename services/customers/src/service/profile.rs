//! Customers one by one and in lists.

use super::{Answer, CustomerService, beside, expect_version, lock, no_customer};
use crate::{
    check, decide,
    model::{Beside, Row},
    phone, store,
};
use infrasell_contracts::{
    common::Direction,
    customers::{
        AccountState, CreateCustomer, Customer, CustomerFilter, CustomerPatch, CustomersError, DeleteCustomer,
        ListCustomers, MAX_BULK, UpdateCustomer,
    },
    identity::CloseAccount,
};
use infrasell_db::{DbError, Once, Tx};
use infrasell_kernel::{
    Cursor, CustomerGroupId, CustomerId, FieldError, Fields, Page, Patch,
    contact::{fold_email, is_email},
};
use infrasell_rpc::{Cx, Fault};

impl CustomerService {
    pub(super) async fn one(&self, id: CustomerId) -> Answer<Customer> {
        let row = store::customer::find(&self.db, id).await.map_err(Fault::from)?.ok_or_else(|| no_customer(id))?;
        Ok(self.whole(vec![row]).await?.pop().ok_or_else(|| no_customer(id))?)
    }

    pub(super) async fn some(&self, ids: &[CustomerId]) -> Answer<Vec<Customer>> {
        if ids.len() > MAX_BULK {
            let message = format!("ids names {} customers, more than {MAX_BULK}", ids.len());
            return Err(FieldError::new("ids", "too_many", message).into());
        }
        let rows = store::customer::find_many(&self.db, ids).await.map_err(Fault::from)?;
        Ok(self.whole(rows).await?)
    }

    pub(super) async fn page_of_customers(&self, cx: &Cx, req: ListCustomers) -> Answer<Page<Customer>> {
        let (limit, direction) = (req.page.limit()?, req.direction.unwrap_or(Direction::Desc));
        let name = store::list::name(req.sort, direction);
        let after: Option<store::list::Key> = req.page.key(&name)?;
        if after.as_ref().is_some_and(|(place, _)| !store::list::fits(place, req.sort)) {
            return Err(FieldError::new("after", "invalid_cursor", "after is not a cursor of this list").into());
        }
        let Some(filter) = self.filter(cx, req.filter).await? else {
            return Ok(Page { items: vec![], next: None });
        };
        let found = store::list::page(&self.db, &filter, req.sort, direction, after, limit).await?;
        let rows = Page::from_surplus(found, limit, |last| Cursor::new(&name, &store::list::key(last, req.sort)));
        Ok(Page { items: self.whole(rows.items).await?, next: rows.next })
    }

    /// The filter with its telephone number in E.164; nothing when no customer can fit.
    async fn filter(&self, cx: &Cx, mut filter: CustomerFilter) -> Result<Option<CustomerFilter>, Fault> {
        if let Some(text) = &filter.search {
            check::search(text)?;
        }
        if let Some(text) = &filter.consent {
            check::consent_filter(text)?;
        }
        // what cannot be an address or a tag is not looked for: PostgreSQL holds no zero
        let texts = [&filter.email, &filter.tag];
        if texts.into_iter().flatten().any(|text| text.contains('\0'))
            || filter.email.as_ref().is_some_and(|email| !is_email(email.trim()))
        {
            return Ok(None);
        }
        if let Some(text) = &filter.phone {
            let Some(found) = phone::read(text, self.shop(cx).await?.country) else { return Ok(None) };
            filter.phone = Some(found.e164);
        }
        Ok(Some(filter))
    }

    pub(super) async fn create_one(&self, cx: &Cx, req: CreateCustomer) -> Answer<Customer> {
        let mut input = req.customer.clone();
        check::input(&mut input, self.shop(cx).await?.country)?;
        let (id, now) = (self.db.next_id().await.map_err(Fault::from)?, self.env.now());
        let mut row = Row::new(id, &input.email, now);
        row.name = input.name.trim().to_owned();
        row.phone = input.phone;
        row.locale = input.locale;
        row.note = input.note;
        row.tags = input.tags;
        let mut tx = match self.db.begin_once(cx, "customers.create", &req).await? {
            Once::Answered(customer) => return Ok(customer),
            Once::Fresh(tx) => tx,
        };
        check_groups(&mut tx, &input.groups).await?;
        if let Err(error) = store::customer::insert(&mut tx, &row).await {
            drop(tx);
            return Err(self.taken(error, &row.email_key()).await);
        }
        set_groups(&mut tx, id, &[], &input.groups).await?;
        let customer = row.view(Beside { groups: input.groups, consents: vec![] });
        tx.commit_with(&customer).await.map_err(Fault::from)?;
        Ok(customer)
    }

    pub(super) async fn update_one(&self, cx: &Cx, req: UpdateCustomer) -> Answer<Customer> {
        let mut patch = req.patch.clone();
        check::patch(&mut patch, self.shop(cx).await?.country)?;
        let mut tx = match self.db.begin_once(cx, "customers.update", &req).await? {
            Once::Answered(customer) => return Ok(customer),
            Once::Fresh(tx) => tx,
        };
        let old = lock(&mut tx, req.id).await?;
        expect_version("customer", old.version, req.if_version)?;
        let mut new = old.clone();
        decide::patched(&mut new, &patch);
        if new.email_key() != old.email_key() && old.account != AccountState::None {
            return Err(CustomersError::EmailOfAccount { customer: old.id });
        }
        check_defaults(&mut tx, req.id, &patch).await?;
        let mut beside = beside(&mut tx, req.id).await.map_err(Fault::from)?;
        let groups = decide::groups_of(&patch.groups).filter(|groups| *groups != beside.groups);
        if let Some(groups) = &groups {
            check_groups(&mut tx, groups).await?;
            set_groups(&mut tx, req.id, &beside.groups, groups).await?;
            beside.groups.clone_from(groups);
        }
        if new != old || groups.is_some() {
            let keys_changed =
                (&new.email, &new.name, &new.phone, &new.tags) != (&old.email, &old.name, &old.phone, &old.tags);
            new.version += 1;
            new.updated_at = self.env.now();
            if let Err(error) = store::customer::save(&mut tx, &new, keys_changed).await {
                drop(tx);
                return Err(self.taken(error, &new.email_key()).await);
            }
        }
        let customer = new.view(beside);
        tx.commit_with(&customer).await.map_err(Fault::from)?;
        Ok(customer)
    }

    pub(super) async fn delete_one(&self, cx: &Cx, req: DeleteCustomer) -> Answer<()> {
        let scope = "customers.delete";
        // looked at first, so that an account is not closed for a customer who then stays
        if let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, scope, &req).await? {
            check_deletable(&mut tx, &req).await?;
        } else {
            return Ok(());
        }
        let close = CloseAccount { customer: req.id };
        self.identity.close_account(&cx.unkeyed(), close).await.map_err(|error| Fault::relay(&error))?;
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, scope, &req).await? else { return Ok(()) };
        check_deletable(&mut tx, &req).await?;
        store::customer::delete(&mut tx, req.id).await.map_err(Fault::from)?;
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }

    /// Who has the address, when that is why a customer could not be written. `error` is the database's own.
    async fn taken(&self, error: DbError, key: &str) -> CustomersError {
        if error.conflicts_on("customers_customer.email_key")
            && let Ok(Some(row)) = store::customer::by_key(&self.db, key).await
        {
            return CustomersError::CustomerEmailTaken { customer: row.id };
        }
        Fault::from(error).into()
    }
}

async fn check_deletable(tx: &mut Tx, req: &DeleteCustomer) -> Answer<()> {
    let row = lock(tx, req.id).await?;
    expect_version("customer", row.version, req.if_version)?;
    match store::ledger::count(tx, req.id).await.map_err(Fault::from)? {
        0 => Ok(()),
        orders => Err(CustomersError::CustomerHasOrders { customer: req.id, orders }),
    }
}

/// Every group that is named is there.
pub(super) async fn check_groups(tx: &mut Tx, groups: &[CustomerGroupId]) -> Result<(), Fault> {
    if groups.is_empty() {
        return Ok(());
    }
    let known = store::group::known(tx, groups).await?;
    let mut fields = Fields::new();
    for (at, group) in groups.iter().enumerate() {
        let message = format!("there is no group {group}");
        fields.check(known.binary_search(group).is_ok(), &format!("groups.{at}"), "unknown", message);
    }
    Ok(fields.done()?)
}

/// Every default that is named is an address of his.
async fn check_defaults(tx: &mut Tx, id: CustomerId, patch: &CustomerPatch) -> Result<(), Fault> {
    let mut fields = Fields::new();
    for (path, named) in [("default_shipping", &patch.default_shipping), ("default_billing", &patch.default_billing)] {
        let Patch::Set(address) = named else { continue };
        let found = store::address::find_in(tx, id, *address).await?;
        fields.check(found.is_some(), path, "unknown", format!("{path}: he has no address {address}"));
    }
    Ok(fields.done()?)
}

async fn set_groups(
    tx: &mut Tx,
    id: CustomerId,
    old: &[CustomerGroupId],
    new: &[CustomerGroupId],
) -> Result<(), Fault> {
    let only = |these: &[CustomerGroupId], those: &[CustomerGroupId]| -> Vec<(CustomerId, CustomerGroupId)> {
        these.iter().filter(|group| !those.contains(group)).map(|group| (id, *group)).collect()
    };
    store::group::leave(tx, &only(old, new)).await?;
    store::group::join(tx, &only(new, old)).await?;
    Ok(())
}

/// The customer of an address, as the last writer leaves it.
pub(super) async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Row>, Fault> {
    Ok(store::customer::by_key_in(tx, &fold_email(email)).await?)
}

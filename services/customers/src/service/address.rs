//! Addresses. A customer's row is locked while his addresses change, so that their number and the defaults hold.

use super::{Answer, CustomerService, expect_version, lock, no_customer};
use crate::{
    check,
    model::{Kept, Row},
    store,
};
use infrasell_contracts::customers::{
    AddAddress, Address, CustomersError, DeleteAddress, GetAddress, ListAddresses, MAX_ADDRESSES, UpdateAddress,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{AddressId, Cursor, CustomerId, Page};
use infrasell_rpc::{Cx, Fault};

impl CustomerService {
    async fn row(&self, id: CustomerId) -> Result<Row, Fault> {
        store::customer::find(&self.db, id).await?.ok_or_else(|| no_customer(id))
    }

    pub(super) async fn page_of_addresses(&self, cx: &Cx, req: ListAddresses) -> Answer<Page<Address>> {
        let limit = req.page.limit()?;
        // of this customer alone: a cursor of another is refused
        let name = format!("addresses:{}", req.customer);
        let after = req.page.key(&name)?;
        let (row, home) = (self.row(req.customer).await?, self.shop(cx).await?.country);
        let found = store::address::page(&self.db, req.customer, after, limit).await.map_err(Fault::from)?;
        let place = |last: &Kept| Cursor::new(&name, &(last.created_at.micros(), last.id.get()));
        Ok(Page::from_surplus(found, limit, place).map(|kept| kept.view(defaults(&row), home)))
    }

    pub(super) async fn one_address(&self, cx: &Cx, req: GetAddress) -> Answer<Address> {
        let (row, home) = (self.row(req.customer).await?, self.shop(cx).await?.country);
        let found = store::address::find(&self.db, req.customer, req.id).await.map_err(Fault::from)?;
        Ok(found.ok_or_else(|| no_address(req.id))?.view(defaults(&row), home))
    }

    pub(super) async fn keep_address(&self, cx: &Cx, req: AddAddress) -> Answer<Address> {
        let home = self.shop(cx).await?.country;
        let mut address = req.input.address.clone();
        check::address(&mut address, home)?;
        let now = self.env.now();
        let id = self.db.next_id().await.map_err(Fault::from)?;
        let kept = Kept { id, address, created_at: now, updated_at: now, version: 1 };
        let scope = format!("customers.add_address:{}", req.customer);
        let mut tx = match self.db.begin_once(cx, &scope, &req).await? {
            Once::Answered(address) => return Ok(address),
            Once::Fresh(tx) => tx,
        };
        let mut row = lock(&mut tx, req.customer).await?;
        let count = store::address::count(&mut tx, req.customer).await.map_err(Fault::from)?;
        if count >= MAX_ADDRESSES {
            return Err(CustomersError::TooManyAddresses { most: MAX_ADDRESSES });
        }
        store::address::insert(&mut tx, req.customer, &kept).map_err(Fault::from)?;
        let wanted = (req.input.default_shipping || count == 0, req.input.default_billing || count == 0);
        let new = (
            Some(id).filter(|_| wanted.0).or(row.default_shipping),
            Some(id).filter(|_| wanted.1).or(row.default_billing),
        );
        self.save_defaults(&mut tx, &mut row, new).await?;
        let address = kept.view(defaults(&row), home);
        tx.commit_with(&address).await.map_err(Fault::from)?;
        Ok(address)
    }

    pub(super) async fn change_address(&self, cx: &Cx, req: UpdateAddress) -> Answer<Address> {
        let home = self.shop(cx).await?.country;
        let mut wanted = req.patch.address.clone();
        if let Some(address) = &mut wanted {
            check::address(address, home)?;
        }
        let scope = format!("customers.update_address:{}", req.customer);
        let mut tx = match self.db.begin_once(cx, &scope, &req).await? {
            Once::Answered(address) => return Ok(address),
            Once::Fresh(tx) => tx,
        };
        let mut row = lock(&mut tx, req.customer).await?;
        let found = store::address::find_in(&mut tx, req.customer, req.id).await.map_err(Fault::from)?;
        let mut kept = found.ok_or_else(|| no_address(req.id))?;
        expect_version("address", kept.version, req.if_version)?;
        if let Some(address) = wanted.filter(|address| *address != kept.address) {
            kept.address = address;
            kept.version += 1;
            kept.updated_at = self.env.now();
            store::address::save(&mut tx, req.customer, &kept).await?;
        }
        let new = (
            default(row.default_shipping, req.id, req.patch.default_shipping),
            default(row.default_billing, req.id, req.patch.default_billing),
        );
        self.save_defaults(&mut tx, &mut row, new).await?;
        let address = kept.view(defaults(&row), home);
        tx.commit_with(&address).await.map_err(Fault::from)?;
        Ok(address)
    }

    pub(super) async fn forget_address(&self, cx: &Cx, req: DeleteAddress) -> Answer<()> {
        let scope = format!("customers.delete_address:{}", req.customer);
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, &scope, &req).await? else { return Ok(()) };
        let mut row = lock(&mut tx, req.customer).await?;
        if !store::address::delete(&mut tx, req.customer, req.id).await.map_err(Fault::from)? {
            return Err(no_address(req.id).into());
        }
        let new = (row.default_shipping.filter(|id| *id != req.id), row.default_billing.filter(|id| *id != req.id));
        self.save_defaults(&mut tx, &mut row, new).await?;
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }

    async fn save_defaults(
        &self,
        tx: &mut Tx,
        row: &mut Row,
        new: (Option<AddressId>, Option<AddressId>),
    ) -> Result<(), Fault> {
        if new == defaults(row) {
            return Ok(());
        }
        (row.default_shipping, row.default_billing) = new;
        row.version += 1;
        row.updated_at = self.env.now();
        Ok(store::customer::save(tx, row, false).await?)
    }
}

fn defaults(row: &Row) -> (Option<AddressId>, Option<AddressId>) {
    (row.default_shipping, row.default_billing)
}

/// What a default becomes when `id` is said to be it or not to be it.
fn default(now: Option<AddressId>, id: AddressId, said: Option<bool>) -> Option<AddressId> {
    match said {
        None => now,
        Some(true) => Some(id),
        Some(false) => now.filter(|one| *one != id),
    }
}

fn no_address(id: AddressId) -> Fault {
    Fault::not_found("address", id)
}

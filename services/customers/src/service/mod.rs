//! The contract, split by noun. The only place that begins a transaction.

mod address;
mod bulk;
mod consent;
mod group;
mod profile;
mod register;
mod take_in;

use crate::{
    Deps,
    model::{Beside, Row},
    store,
};
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    customers::*,
    identity::Identity,
    orders::Orders,
    settings::{GetShop, Settings, Shop},
};
use infrasell_db::{Db, DbError, Tx};
use infrasell_kernel::{CustomerId, Env, Page};
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeMap, sync::Arc};

/// Customers over a database.
pub struct CustomerService {
    pub(crate) db: Db,
    pub(crate) env: Env,
    identity: Arc<dyn Identity>,
    orders: Arc<dyn Orders>,
    settings: Arc<dyn Settings>,
}

/// What a method of the contract returns.
type Answer<T> = Result<T, CustomersError>;

impl CustomerService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db, env, identity, orders, settings } = deps;
        CustomerService { db, env, identity, orders, settings }
    }

    pub(crate) fn identity(&self) -> &dyn Identity {
        &*self.identity
    }

    async fn shop(&self, cx: &Cx) -> Result<Shop, Fault> {
        self.settings.shop(&cx.unkeyed(), GetShop {}).await.map_err(|error| Fault::relay(&error))
    }

    /// What stands beside these rows, and the customers that come of both: two statements, however many there are.
    async fn whole(&self, rows: Vec<Row>) -> Result<Vec<Customer>, Fault> {
        let ids: Vec<CustomerId> = rows.iter().map(|row| row.id).collect();
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let mut beside: BTreeMap<CustomerId, Beside> = BTreeMap::new();
        for (customer, group) in store::group::of(&self.db, &ids).await? {
            beside.entry(customer).or_default().groups.push(group);
        }
        for (customer, consent) in store::consent::standing(&self.db, &ids).await? {
            beside.entry(customer).or_default().consents.push(consent);
        }
        let mut whole = Vec::with_capacity(rows.len());
        for row in rows {
            let beside = beside.remove(&row.id).unwrap_or_default();
            whole.push(row.view(beside));
        }
        Ok(whole)
    }
}

/// What stands beside a row that this transaction has locked.
async fn beside(tx: &mut Tx, id: CustomerId) -> Result<Beside, DbError> {
    let groups = store::group::of_in(tx, &[id]).await?.into_iter().map(|(_, group)| group).collect();
    Ok(Beside { groups, consents: store::consent::standing_in(tx, id).await? })
}

async fn lock(tx: &mut Tx, id: CustomerId) -> Result<Row, Fault> {
    store::customer::lock(tx, id).await?.ok_or_else(|| no_customer(id))
}

fn no_customer(id: CustomerId) -> Fault {
    Fault::not_found("customer", id)
}

fn expect_version(what: &str, version: i64, wanted: Option<i64>) -> Result<(), Fault> {
    if wanted.is_none_or(|wanted| wanted == version) { Ok(()) } else { Err(Fault::Stale { what: what.into() }) }
}

#[async_trait]
impl Customers for CustomerService {
    async fn register(&self, cx: &Cx, req: Register) -> Answer<()> {
        self.register_it(cx, req).await
    }
    async fn customer(&self, _: &Cx, req: GetCustomer) -> Answer<Customer> {
        self.one(req.id).await
    }
    async fn customers_by_id(&self, _: &Cx, req: GetCustomers) -> Answer<Vec<Customer>> {
        self.some(&req.ids).await
    }
    async fn customers(&self, cx: &Cx, req: ListCustomers) -> Answer<Page<Customer>> {
        self.page_of_customers(cx, req).await
    }
    async fn create(&self, cx: &Cx, req: CreateCustomer) -> Answer<Customer> {
        self.create_one(cx, req).await
    }
    async fn update(&self, cx: &Cx, req: UpdateCustomer) -> Answer<Customer> {
        self.update_one(cx, req).await
    }
    async fn delete(&self, cx: &Cx, req: DeleteCustomer) -> Answer<()> {
        self.delete_one(cx, req).await
    }
    async fn bulk(&self, cx: &Cx, req: BulkCustomers) -> Answer<BulkDone> {
        self.change_many(cx, req).await
    }
    async fn addresses(&self, cx: &Cx, req: ListAddresses) -> Answer<Page<Address>> {
        self.page_of_addresses(cx, req).await
    }
    async fn address(&self, cx: &Cx, req: GetAddress) -> Answer<Address> {
        self.one_address(cx, req).await
    }
    async fn add_address(&self, cx: &Cx, req: AddAddress) -> Answer<Address> {
        self.keep_address(cx, req).await
    }
    async fn update_address(&self, cx: &Cx, req: UpdateAddress) -> Answer<Address> {
        self.change_address(cx, req).await
    }
    async fn delete_address(&self, cx: &Cx, req: DeleteAddress) -> Answer<()> {
        self.forget_address(cx, req).await
    }
    async fn consents(&self, _: &Cx, req: ListConsents) -> Answer<Page<ConsentEntry>> {
        self.page_of_consents(req).await
    }
    async fn record_consents(&self, cx: &Cx, req: RecordConsents) -> Answer<Vec<Consent>> {
        self.append_consents(cx, req).await
    }
    async fn groups(&self, _: &Cx, req: ListGroups) -> Answer<Page<CustomerGroup>> {
        self.page_of_groups(req).await
    }
    async fn group(&self, _: &Cx, req: GetGroup) -> Answer<CustomerGroup> {
        self.one_group(req.id).await
    }
    async fn create_group(&self, cx: &Cx, req: CreateGroup) -> Answer<CustomerGroup> {
        self.make_group(cx, req).await
    }
    async fn update_group(&self, cx: &Cx, req: UpdateGroup) -> Answer<CustomerGroup> {
        self.rename_group(cx, req).await
    }
    async fn delete_group(&self, cx: &Cx, req: DeleteGroup) -> Answer<()> {
        self.dissolve_group(cx, req).await
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Answer<AuditReport> {
        Ok(crate::audit::run(&self.db).await?)
    }
}

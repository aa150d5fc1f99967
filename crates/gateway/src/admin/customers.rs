//! Customers, their addresses, consents, orders, and groups of them.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{AddressAt, CustomerAt, CustomerGroupAt},
};
use axum::extract::State;
use infrasell_contracts::{
    common::Direction,
    customers::{
        AddAddress, Address, AddressInput, AddressPatch, BulkCustomers, BulkDone, Consent, ConsentEntry, ConsentGiven,
        CreateCustomer, CreateGroup, Customer, CustomerFilter, CustomerGroup, CustomerInput, CustomerPatch,
        CustomerSort, DeleteAddress, DeleteCustomer, DeleteGroup, GetAddress, GetCustomer, GetGroup, GroupInput,
        GroupPatch, ListAddresses, ListConsents, ListCustomers, ListGroups, RecordConsents, UpdateAddress,
        UpdateCustomer, UpdateGroup,
    },
    orders::{ListOrders, Order, OrderFilter},
};
use infrasell_kernel::{ChannelId, Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

const TAG: &str = "Customers";

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .at("/admin/v1/customers", |on| {
            on.get(customers, doc(TAG, "Customers, newest first unless asked otherwise"))
                .post(create, doc(TAG, "Write a customer down; he has no account until he registers"))
        })
        .at("/admin/v1/customers/bulk", |on| {
            on.post(bulk, doc(TAG, "Tag and untag many customers, put them into groups and take them out"))
        })
        .at("/admin/v1/customers/{id}", |on| {
            on.get(customer, doc(TAG, "One customer"))
                .patch(update, doc(TAG, "Change a customer"))
                .delete(delete, doc(TAG, "Delete a customer who never bought, and his account"))
        })
        .at("/admin/v1/customers/{id}/orders", |on| on.get(orders, doc(TAG, "A customer's orders, newest first")))
        .at("/admin/v1/customers/{id}/consents", |on| {
            on.get(consents, doc(TAG, "What a customer agreed to and withdrew, newest first"))
                .post(record, doc(TAG, "Write down what a customer agreed to or withdrew"))
        })
        .merge(addresses_and_groups())
}

fn addresses_and_groups<A: Api>() -> A {
    A::new()
        .at("/admin/v1/customers/{id}/addresses", |on| {
            on.get(addresses, doc(TAG, "A customer's addresses"))
                .post(add_address, doc(TAG, "Keep an address of a customer"))
        })
        .at("/admin/v1/customers/{id}/addresses/{address}", |on| {
            on.get(address, doc(TAG, "One address of a customer"))
                .patch(update_address, doc(TAG, "Change an address"))
                .delete(delete_address, doc(TAG, "Forget an address"))
        })
        .at("/admin/v1/customer-groups", |on| {
            on.get(groups, doc(TAG, "Groups of customers")).post(create_group, doc(TAG, "Make a group of customers"))
        })
        .at("/admin/v1/customer-groups/{id}", |on| {
            on.get(group, doc(TAG, "One group"))
                .patch(update_group, doc(TAG, "Change a group's name"))
                .delete(delete_group, doc(TAG, "Delete a group; its members stay customers"))
        })
}

/// The order of a list.
#[derive(Deserialize, JsonSchema)]
struct Sorted {
    /// By what.
    #[serde(default)]
    sort: CustomerSort,
    /// Which way; the newest, largest or Z first when absent.
    direction: Option<Direction>,
}

async fn customers(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    Query(filter): Query<CustomerFilter>,
    Query(sorted): Query<Sorted>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Customer>>> {
    let list = ListCustomers { filter, sort: sorted.sort, direction: sorted.direction, page };
    Ok(Shown::new(g.customers.customers(&who.cx, list).await?))
}

async fn create(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    Body(customer): Body<CustomerInput>,
) -> Answer<Created<Customer>> {
    Ok(Created::versioned(g.customers.create(&who.cx, CreateCustomer { customer }).await?))
}

async fn bulk(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    Body(change): Body<BulkCustomers>,
) -> Answer<Shown<BulkDone>> {
    Ok(Shown::new(g.customers.bulk(&who.cx, change).await?))
}

async fn customer(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
) -> Answer<Shown<Customer>> {
    Ok(Shown::versioned(g.customers.customer(&who.cx, GetCustomer { id: at.id }).await?))
}

async fn update(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<CustomerPatch>,
) -> Answer<Shown<Customer>> {
    Ok(Shown::versioned(g.customers.update(&who.cx, UpdateCustomer { id: at.id, patch, if_version }).await?))
}

async fn delete(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    IfMatch(if_version): IfMatch,
) -> Answer<Done> {
    g.customers.delete(&who.cx, DeleteCustomer { id: at.id, if_version }).await?;
    Ok(Done)
}

/// What the list of a customer's orders is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct OrdersOf {
    /// Only those of this channel.
    channel: Option<ChannelId>,
}

async fn orders(
    who: Allowed<may::OrdersRead>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    Query(f): Query<OrdersOf>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Order>>> {
    let filter = OrderFilter { customer: Some(at.id), channel: f.channel, ..OrderFilter::default() };
    Ok(Shown::new(g.orders.orders(&who.cx, ListOrders { filter, page, ..ListOrders::default() }).await?))
}

async fn consents(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ConsentEntry>>> {
    Ok(Shown::new(g.customers.consents(&who.cx, ListConsents { customer: at.id, page }).await?))
}

/// What a customer said to staff.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Said {
    /// Where he said so: `shop counter`, `telephone`.
    #[schemars(length(min = 1, max = 64))]
    source: String,
    /// What; 1 to 20.
    #[schemars(length(min = 1, max = 20))]
    consents: Vec<ConsentGiven>,
}

async fn record(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    Body(said): Body<Said>,
) -> Answer<Shown<Vec<Consent>>> {
    let record = RecordConsents { customer: at.id, source: said.source, consents: said.consents };
    Ok(Shown::new(g.customers.record_consents(&who.cx, record).await?))
}

async fn addresses(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Address>>> {
    Ok(Shown::new(g.customers.addresses(&who.cx, ListAddresses { customer: at.id, page }).await?))
}

async fn add_address(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerAt>,
    Body(input): Body<AddressInput>,
) -> Answer<Created<Address>> {
    Ok(Created::versioned(g.customers.add_address(&who.cx, AddAddress { customer: at.id, input }).await?))
}

async fn address(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    At(at): At<AddressAt>,
) -> Answer<Shown<Address>> {
    Ok(Shown::versioned(g.customers.address(&who.cx, GetAddress { customer: at.id, id: at.address }).await?))
}

async fn update_address(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<AddressAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<AddressPatch>,
) -> Answer<Shown<Address>> {
    let update = UpdateAddress { customer: at.id, id: at.address, patch, if_version };
    Ok(Shown::versioned(g.customers.update_address(&who.cx, update).await?))
}

async fn delete_address(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<AddressAt>,
) -> Answer<Done> {
    g.customers.delete_address(&who.cx, DeleteAddress { customer: at.id, id: at.address }).await?;
    Ok(Done)
}

async fn groups(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<CustomerGroup>>> {
    Ok(Shown::new(g.customers.groups(&who.cx, ListGroups { page }).await?))
}

async fn create_group(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    Body(group): Body<GroupInput>,
) -> Answer<Created<CustomerGroup>> {
    Ok(Created::versioned(g.customers.create_group(&who.cx, CreateGroup { group }).await?))
}

async fn group(
    who: Allowed<may::CustomersRead>,
    State(g): State<Gateway>,
    At(at): At<CustomerGroupAt>,
) -> Answer<Shown<CustomerGroup>> {
    Ok(Shown::versioned(g.customers.group(&who.cx, GetGroup { id: at.id }).await?))
}

async fn update_group(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerGroupAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<GroupPatch>,
) -> Answer<Shown<CustomerGroup>> {
    Ok(Shown::versioned(g.customers.update_group(&who.cx, UpdateGroup { id: at.id, patch, if_version }).await?))
}

async fn delete_group(
    who: Allowed<may::CustomersWrite>,
    State(g): State<Gateway>,
    At(at): At<CustomerGroupAt>,
) -> Answer<Done> {
    g.customers.delete_group(&who.cx, DeleteGroup { id: at.id }).await?;
    Ok(Done)
}

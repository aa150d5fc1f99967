//! Customers, through their contract, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod addresses;
mod bought;
mod consents;
mod fakes;
mod groups;
mod hostile;
mod lists;
mod profiles;
mod registering;

use fakes::World;
use infrasell_contracts::{common::Audit, customers::*, identity::EmailVerified};
use infrasell_customers::{CustomerService, Deps, MIGRATIONS};
use infrasell_db::testing::{TestDb, assert_all_prepare, engines};
use infrasell_kernel::{CustomerId, OrderId, PageRequest, Timestamp};
use infrasell_rpc::{Caller, Cx, Fault};
use std::sync::Arc;

/// Customers on a database of their own, and the world around them.
struct House {
    db: TestDb,
    world: Arc<World>,
    customers: Arc<CustomerService>,
}

/// A fresh one on each engine. Every test ends with [`House::close`].
async fn houses() -> Vec<House> {
    houses_on(engines(&[MIGRATIONS]).await)
}

fn houses_on(databases: Vec<TestDb>) -> Vec<House> {
    let mut all = vec![];
    for db in databases {
        let world = Arc::new(World::default());
        let customers = infrasell_customers::open(Deps {
            db: db.db.clone(),
            env: db.db.env().clone(),
            identity: world.clone(),
            orders: world.clone(),
            settings: world.clone(),
        });
        all.push(House { db, world, customers });
    }
    all
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..cx() }
}

/// A call by the customer himself.
fn by(id: CustomerId) -> Cx {
    Cx { caller: Caller::Customer { id, email_verified: true }, ..cx() }
}

fn limit(limit: u32) -> PageRequest {
    PageRequest { limit: Some(limit), after: None }
}

fn input(email: &str) -> CustomerInput {
    CustomerInput { email: email.into(), ..CustomerInput::default() }
}

/// The bad fields of an answer as `path code`, in order.
fn bad_fields<T: std::fmt::Debug>(answer: Result<T, CustomersError>) -> Vec<String> {
    match answer {
        Err(CustomersError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect()
        }
        other => panic!("not refused for its fields: {other:?}"),
    }
}

fn is_not_found<T: std::fmt::Debug>(answer: &Result<T, CustomersError>) -> bool {
    matches!(answer, Err(CustomersError::Fault(Fault::NotFound { .. })))
}

impl House {
    async fn make(&self, email: &str) -> Customer {
        self.customers.create(&cx(), CreateCustomer { customer: input(email) }).await.unwrap()
    }

    async fn get(&self, id: CustomerId) -> Customer {
        self.customers.customer(&cx(), GetCustomer { id }).await.unwrap()
    }

    async fn patch(&self, id: CustomerId, patch: CustomerPatch) -> Result<Customer, CustomersError> {
        self.customers.update(&cx(), UpdateCustomer { id, patch, if_version: None }).await
    }

    /// The customer of an address, if there is one.
    async fn of(&self, email: &str) -> Option<Customer> {
        let filter = CustomerFilter { email: Some(email.into()), ..CustomerFilter::default() };
        let page = self.customers.customers(&cx(), ListCustomers { filter, ..ListCustomers::default() }).await;
        page.unwrap().items.pop()
    }

    /// The addresses of the customers that fit, in order.
    async fn found(&self, filter: CustomerFilter) -> Vec<String> {
        let list =
            ListCustomers { filter, sort: CustomerSort::Email, direction: Some(ASC), ..ListCustomers::default() };
        let page = self.customers.customers(&cx(), list).await.unwrap();
        page.items.into_iter().map(|customer| customer.email).collect()
    }

    async fn verified(&self, customer: CustomerId, email: &str, at: i64) {
        let told = EmailVerified { customer, email: email.into(), at: Timestamp::from_micros(at) };
        self.customers.email_verified(&told).await.unwrap();
    }

    async fn order_changed(&self, id: i64) {
        self.customers.order_changed(&cx(), OrderId::from_i64(id)).await.unwrap();
    }

    /// What the audit finds.
    async fn differences(&self) -> Vec<String> {
        let report = self.customers.audit(&cx(), Audit {}).await.unwrap();
        assert!(report.checks.len() >= 5);
        report.checks.into_iter().flat_map(|check| check.differences).collect()
    }

    /// Proves the books.
    async fn close(self) {
        assert_eq!(self.differences().await, Vec::<String>::new());
    }
}

const ASC: infrasell_contracts::common::Direction = infrasell_contracts::common::Direction::Asc;

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}

//! Customers.

use crate::{context::Ask, facts::Fact, gather::each, shown::Shown};
use futures_util::future::BoxFuture;
use infrasell_contracts::customers::{Customer, CustomersError, GetCustomer};
use infrasell_kernel::CustomerId;
use infrasell_rpc::Fault;

/// A customer by id.
pub struct ById;

impl Fact for ById {
    type Key = CustomerId;
    type Value = Customer;
    fn fetch(ask: &Ask, ids: Vec<CustomerId>) -> BoxFuture<'_, Result<Vec<(CustomerId, Customer)>, Fault>> {
        Box::pin(async move {
            let found = each(ids, async |id| {
                match ask.services.customers.customer(&ask.cx.unkeyed(), GetCustomer { id }).await {
                    Ok(customer) => Ok(Some((id, customer))),
                    Err(CustomersError::Fault(Fault::NotFound { .. })) => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &CustomerId, _: Option<&Customer>, shown: &mut Shown) {
        shown.private();
    }
}

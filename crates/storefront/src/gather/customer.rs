//! Customers, by id and by the token that they show; their addresses and orders.
//!
//! Always true: what is fetched here is somebody's own and never kept for others.

use crate::{context::Ask, facts::Fact, gather::each, shown};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    customers::{Address, Customer, CustomersError, GetCustomer, ListAddresses},
    identity::Authenticate,
    orders::{ListOrders, Order, OrderFilter},
};
use infrasell_kernel::{CustomerId, ErrorKind, MAX_LIMIT, PageRequest, SessionId};
use infrasell_rpc::{Cx, Fault, ServiceError};

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
    fn note(_: &CustomerId, _: Option<&Customer>, shown: &mut shown::Shown) {
        shown.private();
    }
}

/// A token that a customer shows. It is never printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Shown(pub String);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Whose a token is; nobody's is absent.
pub struct Signed;

impl Fact for Signed {
    type Key = Shown;
    type Value = CustomerId;
    fn fetch(ask: &Ask, tokens: Vec<Shown>) -> BoxFuture<'_, Result<Vec<(Shown, CustomerId)>, Fault>> {
        Box::pin(async move {
            let found =
                each(tokens, async |token| Ok(signed(ask, &token.0).await?.map(|signed| (token, signed.customer))));
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &Shown, _: Option<&CustomerId>, shown: &mut shown::Shown) {
        shown.private();
    }
}

/// A customer who is signed in.
pub struct SignedIn {
    /// Who.
    pub customer: CustomerId,
    /// His session.
    pub session: Option<SessionId>,
    /// What he calls with.
    pub cx: Cx,
}

/// Who shows this token. Anybody else's secret, such as a program's, is nobody's here.
///
/// # Errors
/// When identity does not answer.
pub async fn signed(ask: &Ask, token: &str) -> Result<Option<SignedIn>, Fault> {
    let asked = Authenticate { secret: token.to_owned() };
    match ask.services.identity.authenticate(&ask.cx.unkeyed(), asked).await {
        Ok(found) => Ok(found.caller.customer().map(|customer| SignedIn {
            customer,
            session: found.session,
            cx: Cx { caller: found.caller, ..ask.cx.unkeyed() },
        })),
        Err(error) => match error.kind() {
            ErrorKind::Unavailable | ErrorKind::Internal | ErrorKind::TooMany => Err(Fault::relay(&error)),
            _ => Ok(None),
        },
    }
}

/// A customer's addresses, in the order they came in.
pub struct Addresses;

impl Fact for Addresses {
    type Key = CustomerId;
    type Value = Vec<Address>;
    fn fetch(ask: &Ask, ids: Vec<CustomerId>) -> BoxFuture<'_, Result<Vec<(CustomerId, Vec<Address>)>, Fault>> {
        Box::pin(each(ids, async |customer| {
            let mut all = vec![];
            let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
            loop {
                let list = ListAddresses { customer, page };
                let found = ask.services.customers.addresses(&ask.cx.unkeyed(), list).await;
                let found = found.map_err(|error| Fault::relay(&error))?;
                all.extend(found.items);
                match found.next {
                    Some(next) => page = PageRequest { limit: Some(MAX_LIMIT), after: Some(next) },
                    None => return Ok((customer, all)),
                }
            }
        }))
    }
    fn note(_: &CustomerId, _: Option<&Vec<Address>>, shown: &mut shown::Shown) {
        shown.private();
    }
}

/// The most orders of one customer that are shown, the newest; who has more asks the REST interface.
const MOST_ORDERS: usize = 1_000;

/// A customer's orders, the oldest first.
pub struct Orders;

impl Fact for Orders {
    type Key = CustomerId;
    type Value = Vec<Order>;
    fn fetch(ask: &Ask, ids: Vec<CustomerId>) -> BoxFuture<'_, Result<Vec<(CustomerId, Vec<Order>)>, Fault>> {
        Box::pin(each(ids, async |customer| {
            let mut all = vec![];
            let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
            loop {
                let filter = OrderFilter { customer: Some(customer), ..OrderFilter::default() };
                let list = ListOrders { filter, page, ..ListOrders::default() };
                let found = ask.services.orders.orders(&ask.cx.unkeyed(), list).await;
                let found = found.map_err(|error| Fault::relay(&error))?;
                all.extend(found.items);
                match found.next.filter(|_| all.len() < MOST_ORDERS) {
                    Some(next) => page = PageRequest { limit: Some(MAX_LIMIT), after: Some(next) },
                    None => break,
                }
            }
            all.reverse();
            Ok((customer, all))
        }))
    }
    fn note(_: &CustomerId, _: Option<&Vec<Order>>, shown: &mut shown::Shown) {
        shown.private();
    }
}

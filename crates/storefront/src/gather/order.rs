//! Orders by what their buyers hold, and how goods are sent.

use crate::{context::Ask, facts::Fact, gather::each, shown::Shown};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    orders::{GetOrder, Order, OrderError, OrderRef},
    pricing::{ListShippingMethods, ShippingMethod},
};
use infrasell_kernel::{MAX_LIMIT, PageRequest, Token};
use infrasell_rpc::Fault;

/// An order.
pub struct ByToken;

impl Fact for ByToken {
    type Key = Token;
    type Value = Order;
    fn fetch(ask: &Ask, tokens: Vec<Token>) -> BoxFuture<'_, Result<Vec<(Token, Order)>, Fault>> {
        Box::pin(async move {
            let cx = &ask.cx.unkeyed();
            let found = each(tokens, async |token| {
                match ask.services.orders.order(cx, GetOrder { order: OrderRef::Token(token) }).await {
                    Ok(order) => Ok(Some((token, order))),
                    Err(OrderError::Fault(Fault::NotFound { .. })) => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &Token, _: Option<&Order>, shown: &mut Shown) {
        shown.private();
    }
}

/// Every way to send goods that is offered in the channel.
pub struct Methods;

impl Fact for Methods {
    type Key = ();
    type Value = Vec<ShippingMethod>;
    fn fetch(ask: &Ask, _: Vec<()>) -> BoxFuture<'_, Result<Vec<((), Vec<ShippingMethod>)>, Fault>> {
        Box::pin(async move {
            let mut methods = vec![];
            let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
            loop {
                let list = ListShippingMethods { channel: Some(ask.channel.id), active: Some(true), page };
                let found = ask.services.pricing.shipping_methods(&ask.cx.unkeyed(), list).await;
                let found = found.map_err(|error| Fault::relay(&error))?;
                methods.extend(found.items);
                match found.next {
                    Some(next) => page = PageRequest { limit: Some(MAX_LIMIT), after: Some(next) },
                    None => return Ok(vec![((), methods)]),
                }
            }
        })
    }
    fn note((): &(), _: Option<&Vec<ShippingMethod>>, shown: &mut Shown) {
        // nobody says when a way to send goods changes
        shown.private();
    }
}

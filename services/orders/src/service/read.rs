//! Reading orders.

use super::{Done, OrderService};
use crate::{check, model::Stored, store};
use infrasell_contracts::{
    common::Direction,
    orders::{GetTimeline, ListOrders, Order, OrderRef, TimelineEntry},
};
use infrasell_kernel::{Cursor, Page};
use infrasell_rpc::Fault;

/// That there is no such order.
pub(super) fn no_order(order: &OrderRef) -> Fault {
    let name = match order {
        OrderRef::Id(id) => id.to_string(),
        // whoever has the token has access, so it is not said again
        OrderRef::Token(token) => format!("{token:?}"),
        OrderRef::Number(number) => number.chars().filter(|c| !c.is_control()).take(32).collect(),
        OrderRef::Checkout(checkout) => format!("of {checkout}"),
        OrderRef::OfCustomer { id, .. } => id.to_string(),
    };
    Fault::not_found("order", name)
}

pub(super) async fn order(service: &OrderService, order: &OrderRef) -> Done<Order> {
    let found = store::order::find(&service.db, order).await?;
    Ok(found.ok_or_else(|| no_order(order))?.view())
}

pub(super) async fn orders(service: &OrderService, req: &ListOrders) -> Done<Page<Order>> {
    let (limit, direction) = (req.page.limit()?, req.direction.unwrap_or(Direction::Desc));
    let name = store::list::name(req.sort, direction);
    let after = req.page.key(&name)?;
    check::filter(&req.filter)?;
    let found = store::list::page(&service.db, &req.filter, req.sort, direction, after, limit).await?;
    let place = |last: &Stored| Cursor::new(&name, &store::list::key(last, req.sort));
    Ok(Page::from_surplus(found, limit, place).map(Stored::view))
}

pub(super) async fn timeline(service: &OrderService, req: &GetTimeline) -> Done<Page<TimelineEntry>> {
    let limit = req.page.limit()?;
    // of this order alone: a cursor of another is refused
    let name = format!("timeline:{}", req.order);
    let after = req.page.key(&name)?;
    let found = store::timeline::page(&service.db, req.order, after, limit).await?;
    if found.is_empty() && !store::order::exists(&service.db, req.order).await? {
        return Err(no_order(&OrderRef::Id(req.order)).into());
    }
    let place = |last: &TimelineEntry| Cursor::new(&name, &(last.at.micros(), last.id.get()));
    Ok(Page::from_surplus(found, limit, place))
}

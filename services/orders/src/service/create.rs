//! Placing an order.

use super::{Done, Failed, OrderService, read::no_order};
use crate::{
    check,
    decide::{payment, payment::Known, state},
    model::{Head, Sold, SoldLine, Stored},
    store,
};
use infrasell_contracts::{
    orders::{CreateOrder, ORDER_PLACED, Order, OrderPlaced, OrderRef, TimelineEntry},
    settings::{GetShop, NumberFormat},
};
use infrasell_db::{DbError, Once};
use infrasell_kernel::{LineItemId, OrderId, TimelineEntryId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::order::{OrderCommand, OrderState, PaymentStatus};

const SCOPE: &str = "orders.create";
/// How often a number is formed anew because an older one reads the same.
const MOST_NUMBERS: u32 = 20;

/// An order's number as people see it. A shop that changes its prefix may come to a text that it had before (`A1` and 23,
/// `A` and 123): then the number stays and a mark is set behind it, `again` counted from 2.
fn form_number(format: &NumberFormat, seq: i64, again: u32) -> String {
    let width = usize::try_from(format.min_digits).unwrap_or(1);
    let number = format!("{}{seq:0width$}", format.prefix);
    if again < 2 { number } else { format!("{number}-{again}") }
}

/// The ids of a new order, reserved before its transaction begins.
struct Ids {
    order: OrderId,
    entry: TimelineEntryId,
    lines: Vec<LineItemId>,
}

pub(super) async fn create(service: &OrderService, cx: &Cx, req: CreateOrder) -> Done<Order> {
    check::create(&req)?;
    let shop = service.settings.shop(&cx.unkeyed(), GetShop {}).await.map_err(|error| Fault::relay(&error))?;
    let ids = Ids {
        order: service.db.next_id().await?,
        entry: service.db.next_id().await?,
        lines: service.db.next_ids(req.line_items.len()).await?,
    };
    for again in 1..=MOST_NUMBERS {
        let error = match try_create(service, cx, &req, &shop.order_number, &ids, again).await {
            Err(Failed::Db(error @ DbError::Conflict { .. })) => error,
            other => return other,
        };
        if let Some(order) = existing(service, cx, &req).await? {
            return Ok(order);
        }
        if !error.conflicts_on("orders_order.number") {
            return Err(taken(&error).into());
        }
    }
    Err(Fault::conflict("no free order number was found; change the format of order numbers").into())
}

async fn try_create(
    service: &OrderService,
    cx: &Cx,
    req: &CreateOrder,
    format: &NumberFormat,
    ids: &Ids,
    again: u32,
) -> Done<Order> {
    let now = service.env.now();
    let mut order = new_order(req, ids, now);
    let mut tx = match service.db.begin_once::<OrderId>(cx, SCOPE, req).await? {
        Once::Answered(id) => return answered(service, id).await,
        Once::Fresh(tx) => tx,
    };
    let mut known = said(req);
    if let Some(payment) = req.payment {
        let reference = req.payment_reference.as_deref();
        let taken = store::payment::take(&mut tx, payment, ids.order, reference, &known, now).await?;
        known = taken.ok_or_else(|| DbError::Conflict { what: "orders_payment.payment_id".into() })?;
    }
    payment::fill_in(&mut order.head, &known);
    // the caller cannot know yet what payments has told meanwhile; an order that would wait in vain is not placed
    if state::payment_is_gone(&order.head) {
        return Err(Fault::conflict("the payment has failed or was released; there is no money for this order").into());
    }
    if state::is_settled(&order.head) {
        state::command(&mut order, OrderCommand::PaymentSettled)?;
    }
    order.head.seq = store::order::draw_number(&mut tx).await?;
    order.head.number = form_number(format, order.head.seq, again);
    store::order::insert(&mut tx, &order)?;
    store::timeline::insert(&mut tx, ids.order, &placed(cx, &order, ids.entry))?;
    tx.emit(ORDER_PLACED, &OrderPlaced { order: ids.order, number: order.head.number.clone() }).await?;
    tx.commit_with(&ids.order).await?;
    Ok(order.view())
}

/// What the caller knows about the payment.
fn said(req: &CreateOrder) -> Known {
    let authorised_minor = req.authorised_minor.saturating_add(req.captured_minor);
    Known { authorised_minor, captured_minor: req.captured_minor, closed: false, told: None }
}

fn new_order(req: &CreateOrder, ids: &Ids, now: Timestamp) -> Stored {
    let head = Head {
        id: ids.order,
        seq: 0,
        number: String::new(),
        token: req.token,
        checkout: req.checkout,
        channel: req.channel,
        customer: req.customer,
        currency: req.quote.currency,
        locale: req.locale.clone(),
        state: OrderState::AwaitingPayment,
        payment_status: PaymentStatus::Pending,
        payment_trouble: None,
        payment: req.payment,
        payment_reference: req.payment_reference.clone(),
        payment_method: req.payment_method.clone(),
        may_fulfil: req.may_fulfil,
        total_minor: req.quote.totals.total_minor,
        held_minor: 0,
        captured_minor: 0,
        refunded_minor: 0,
        fulfilments: vec![],
        refunds: vec![],
        cancel_reason: None,
        restocked: false,
        placed_at: now,
        cancelled_at: None,
        updated_at: now,
        version: 1,
    };
    let mut lines = Vec::with_capacity(req.line_items.len());
    for (item, id) in req.line_items.iter().zip(&ids.lines) {
        let of_line = req.allocations.iter().filter(|one| one.key == item.key);
        lines.push(SoldLine { id: *id, item: item.clone(), allocations: of_line.cloned().collect() });
    }
    let sold = Sold {
        email: req.email.clone(),
        phone: req.phone.clone(),
        shipping_address: req.shipping_address.clone(),
        billing_address: req.billing_address.clone(),
        lines,
        quote: req.quote.clone(),
        note: req.note.clone(),
        attributes: req.attributes.clone(),
        reservation: req.reservation,
    };
    Stored { head, sold }
}

fn placed(cx: &Cx, order: &Stored, id: TimelineEntryId) -> TimelineEntry {
    let head = &order.head;
    TimelineEntry {
        id,
        kind: "placed".into(),
        text: format!("{}: {} by {}", head.number, order.money(head.total_minor), head.payment_method),
        actor: cx.caller.actor(),
        at: head.placed_at,
    }
}

/// The order that the checkout has already, which is the answer under this key from now on. Read inside a transaction: on
/// SQLite the one that got ahead may stand in a group that reads do not see yet.
async fn existing(service: &OrderService, cx: &Cx, req: &CreateOrder) -> Done<Option<Order>> {
    let mut tx = match service.db.begin_once::<OrderId>(cx, SCOPE, req).await? {
        Once::Answered(id) => return Ok(Some(answered(service, id).await?)),
        Once::Fresh(tx) => tx,
    };
    let Some(order) = store::order::by_checkout(&mut tx, req.checkout).await? else { return Ok(None) };
    tx.commit_with(&order.head.id).await?;
    Ok(Some(order.view()))
}

/// The order that was placed under a key, as it is now.
async fn answered(service: &OrderService, id: OrderId) -> Done<Order> {
    let found = store::order::find(&service.db, &OrderRef::Id(id)).await?;
    Ok(found.ok_or_else(|| no_order(&OrderRef::Id(id)))?.view())
}

/// What a new order may not share with an older one.
fn taken(error: &DbError) -> Fault {
    if error.conflicts_on("orders_payment.payment_id") {
        return Fault::field("payment", "taken", "the payment belongs to another order");
    }
    if error.conflicts_on("orders_order.token") {
        return Fault::field("token", "taken", "the token belongs to another order");
    }
    error.clone().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_filled_up_and_never_cut() {
        let format = |prefix: &str, min_digits| NumberFormat { prefix: prefix.into(), min_digits };
        assert_eq!(form_number(&format("IN-", 4), 7, 1), "IN-0007");
        assert_eq!(form_number(&format("", 1), 12_345, 1), "12345");
        assert_eq!(form_number(&format("A", 3), 5, 2), "A005-2");
    }
}

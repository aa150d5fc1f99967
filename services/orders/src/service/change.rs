//! Changing orders: lock, decide, record, all in one transaction.

use super::{Done, OrderService, read::no_order};
use crate::{
    check,
    decide::{self, Effects, Event, payment::Known},
    model::Stored,
    store,
};
use infrasell_contracts::{
    orders::{
        AddNote, CancelOrder, ClaimOrders, ClaimedOrders, CompleteOrder, CreateFulfilment, CreateRefund,
        ORDER_CANCELLED, ORDER_COST_CHANGED, ORDER_FULFILLED, ORDER_REFUNDED, Order, OrderCostChanged, OrderError,
        OrderRef, REFUND_REQUESTED, TimelineEntry, UpdateFulfilment,
    },
    payments::PaymentChanged,
};
use infrasell_db::{Once, OnceTx, Tx};
use infrasell_kernel::{OrderId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::order::OrderCommand;
use serde::Serialize;

/// Who tells about payments, in the timeline.
const PAYMENTS: &str = "payments";

async fn lock(tx: &mut Tx, id: OrderId) -> Done<Stored> {
    Ok(store::order::lock(tx, id).await?.ok_or_else(|| no_order(&OrderRef::Id(id)))?)
}

/// Writes what has become of an order that `tx` has locked, and what goes with it.
async fn record(
    tx: &mut Tx,
    (order, cost_before): (&mut Stored, i64),
    effects: &Effects,
    actor: &str,
    now: Timestamp,
) -> Done<()> {
    order.head.version += 1;
    order.head.updated_at = now;
    store::order::save(tx, &order.head).await?;
    for (kind, text) in &effects.entries {
        let (kind, text, actor) = ((*kind).to_owned(), text.clone(), actor.to_owned());
        let entry = TimelineEntry { id: tx.next_id().await?, kind, text, actor, at: now };
        store::timeline::insert(tx, order.head.id, &entry)?;
    }
    if decide::refund::cost(&order.head) != cost_before {
        tx.emit(ORDER_COST_CHANGED, &OrderCostChanged { order: order.head.id }).await?;
    }
    for event in &effects.events {
        match event {
            Event::Cancelled(told) => tx.emit(ORDER_CANCELLED, told).await?,
            Event::Refund(told) => tx.emit(REFUND_REQUESTED, told).await?,
            Event::Fulfilled(told) => tx.emit(ORDER_FULFILLED, told).await?,
            Event::Refunded(told) => tx.emit(ORDER_REFUNDED, told).await?,
        };
    }
    Ok(())
}

/// Does to an order what `decide` says, once under the key of `cx`. Nothing is written when nothing changes.
async fn change<R: Serialize + Sync>(
    service: &OrderService,
    cx: &Cx,
    (scope, id, req): (&str, OrderId, &R),
    decide: impl FnOnce(&mut Stored, Timestamp) -> Result<Effects, OrderError> + Send,
) -> Done<Order> {
    let mut tx: OnceTx = match service.db.begin_once(cx, scope, req).await? {
        Once::Answered(order) => return Ok(order),
        Once::Fresh(tx) => tx,
    };
    let mut order = lock(&mut tx, id).await?;
    if tx.is_recorded() {
        tx.was(&order.clone().view());
    }
    let (before, now) = (order.head.clone(), service.env.now());
    let effects = decide(&mut order, now)?;
    if order.head != before || effects != Effects::default() {
        decide::state::follow_payment(&mut order.head);
        let cost = decide::refund::cost(&before);
        record(&mut tx, (&mut order, cost), &effects, &cx.caller.actor(), now).await?;
    }
    let answer = order.view();
    tx.commit_with(&answer).await?;
    Ok(answer)
}

pub(super) async fn cancel(service: &OrderService, cx: &Cx, req: CancelOrder) -> Done<Order> {
    check::reason(&req.reason)?;
    change(service, cx, ("orders.cancel", req.id, &req), |order, now| {
        if req.if_version.is_some_and(|version| version != order.head.version) {
            return Err(Fault::Stale { what: "order".into() }.into());
        }
        let mut effects = Effects::default();
        let reason = req.reason.trim();
        decide::fulfil::cancel(order, OrderCommand::Cancel, reason, req.restock, now, &mut effects)?;
        Ok(effects)
    })
    .await
}

pub(super) async fn create_fulfilment(service: &OrderService, cx: &Cx, req: CreateFulfilment) -> Done<Order> {
    check::fulfilment(&req)?;
    let id = service.db.next_id().await?;
    let what = ("orders.create_fulfilment", req.order, &req);
    change(service, cx, what, |order, now| decide::fulfil::create(order, &req, id, now)).await
}

pub(super) async fn update_fulfilment(service: &OrderService, cx: &Cx, req: UpdateFulfilment) -> Done<Order> {
    check::fulfilment_update(&req)?;
    let what = ("orders.update_fulfilment", req.order, &req);
    change(service, cx, what, |order, now| decide::fulfil::update(order, &req, now)).await
}

pub(super) async fn create_refund(service: &OrderService, cx: &Cx, req: CreateRefund) -> Done<Order> {
    check::refund(&req)?;
    let id = service.db.next_id().await?;
    let actor = cx.caller.actor();
    let what = ("orders.create_refund", req.order, &req);
    change(service, cx, what, |order, now| decide::refund::create(order, &req, id, actor, now)).await
}

pub(super) async fn complete(service: &OrderService, cx: &Cx, req: CompleteOrder) -> Done<Order> {
    change(service, cx, ("orders.complete", req.id, &req), |order, _| {
        decide::state::command(order, OrderCommand::Complete)?;
        let mut effects = Effects::default();
        effects.note("completed", "completed by hand");
        Ok(effects)
    })
    .await
}

/// A note is of the timeline alone: the order stays as it is.
pub(super) async fn add_note(service: &OrderService, cx: &Cx, req: AddNote) -> Done<TimelineEntry> {
    check::note(&req.text)?;
    if !store::order::exists(&service.db, req.order).await? {
        return Err(no_order(&OrderRef::Id(req.order)).into());
    }
    let entry = TimelineEntry {
        id: service.db.next_id().await?,
        kind: "note".into(),
        text: req.text.clone(),
        actor: cx.caller.actor(),
        at: service.env.now(),
    };
    let mut tx = match service.db.begin_once(cx, "orders.add_note", &req).await? {
        Once::Answered(entry) => return Ok(entry),
        Once::Fresh(tx) => tx,
    };
    store::timeline::insert(&mut tx, req.order, &entry)?;
    tx.about(req.order);
    tx.commit_with(&entry).await?;
    Ok(entry)
}

/// Takes in what payments has told, whether or not there is an order for it yet.
pub(super) async fn payment_changed(
    service: &OrderService,
    event: &infrasell_db::Event,
    told: &PaymentChanged,
) -> Done<()> {
    let now = service.env.now();
    let source = store::payment::Source {
        payment: told.payment,
        reference: &told.reference,
        event: event.id,
        revision: told.revision,
        at: event.created_at,
    };
    let mut tx = service.db.begin().await?;
    let (order, known) = store::payment::tell(&mut tx, &source, &Known::of(told), now).await?;
    if let Some(id) = order {
        let mut order = lock(&mut tx, id).await?;
        let before = order.head.clone();
        order.head.payment.get_or_insert(told.payment);
        let effects = decide::payment::take_in(&mut order, &known, now)?;
        if order.head != before || effects != Effects::default() {
            let cost = decide::refund::cost(&before);
            record(&mut tx, (&mut order, cost), &effects, PAYMENTS, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// How many orders are claimed in one transaction.
const CLAIMED_AT_ONCE: i64 = 200;

/// Gives a customer the orders of the address that he has shown to be his, as far as they are nobody's.
pub(super) async fn claim(service: &OrderService, req: &ClaimOrders) -> Done<ClaimedOrders> {
    let mut all = 0;
    loop {
        let now = service.env.now();
        let mut tx = service.db.begin().await?;
        let claimed = store::order::claim(&mut tx, &req.email, req.customer, now, CLAIMED_AT_ONCE).await?;
        for order in &claimed {
            let text = format!("claimed by {}, whose e-mail address it is", req.customer);
            let (id, kind, actor) = (tx.next_id().await?, "claimed".to_owned(), req.customer.to_string());
            store::timeline::insert(&mut tx, *order, &TimelineEntry { id, kind, text, actor, at: now })?;
            tx.emit(ORDER_COST_CHANGED, &OrderCostChanged { order: *order }).await?;
        }
        tx.commit().await?;
        if claimed.is_empty() {
            return Ok(ClaimedOrders { claimed: all });
        }
        all += i64::try_from(claimed.len()).unwrap_or(i64::MAX);
    }
}

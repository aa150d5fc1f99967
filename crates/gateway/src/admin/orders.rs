//! Orders, fulfilments, refunds, notes; carts and checkouts as staff see them.

use crate::{
    Gateway,
    answer::{Answer, Created, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{FulfilmentAt, OrderAt},
};
use axum::extract::State;
use infrasell_contracts::{
    cart::{CartState, CartSummary, ListCarts},
    checkout::{CheckoutSummary, ListCheckouts},
    common::Direction,
    orders::{
        AddNote, CancelOrder, CompleteOrder, CreateFulfilment, CreateRefund, FulfilmentLine, GetOrder, GetTimeline,
        ListOrders, Order, OrderFilter, OrderRef, OrderSort, RefundLineInput, TimelineEntry, Tracking,
        UpdateFulfilment,
    },
};
use infrasell_kernel::{ChannelId, CustomerId, LocationId, Page, PageRequest, VariantId};
use infrasell_rules::{checkout::CheckoutState, order::FulfilmentState};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Orders";
    A::new()
        .at("/admin/v1/orders", |on| on.get(orders, doc(TAG, "Orders, newest first unless asked otherwise")))
        .at("/admin/v1/orders/{id}", |on| on.get(order, doc(TAG, "One order")))
        .at("/admin/v1/orders/{id}/cancel", |on| {
            on.post(cancel, doc(TAG, "Cancel an order: goods go back to stock, money goes back"))
        })
        .at("/admin/v1/orders/{id}/complete", |on| on.post(complete, doc(TAG, "Complete an order by hand")))
        .at("/admin/v1/orders/{id}/fulfilments", |on| {
            on.post(create_fulfilment, doc(TAG, "Send goods, all that is left or some"))
        })
        .at("/admin/v1/orders/{id}/fulfilments/{fulfilment}", |on| {
            on.patch(update_fulfilment, doc(TAG, "Change a fulfilment's state or tracking"))
        })
        .at("/admin/v1/orders/{id}/refunds", |on| {
            on.post(create_refund, doc(TAG, "Pay money back, never more than was captured"))
        })
        .at("/admin/v1/orders/{id}/notes", |on| on.post(add_note, doc(TAG, "Add a note for staff")))
        .at("/admin/v1/orders/{id}/timeline", |on| on.get(timeline, doc(TAG, "What happened, oldest first")))
        .at("/admin/v1/carts", |on| on.get(carts, doc(TAG, "Carts, last changed first")))
        .at("/admin/v1/checkouts", |on| on.get(checkouts, doc(TAG, "Checkouts, newest first")))
}

/// The order of a list.
#[derive(Deserialize, JsonSchema)]
struct Sorted {
    /// By what.
    #[serde(default)]
    sort: OrderSort,
    /// Which way; the newest or largest first when absent.
    direction: Option<Direction>,
}

async fn orders(
    who: Allowed<may::OrdersRead>,
    State(g): State<Gateway>,
    Query(filter): Query<OrderFilter>,
    Query(sorted): Query<Sorted>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Order>>> {
    let list = ListOrders { filter, sort: sorted.sort, direction: sorted.direction, page };
    Ok(Shown::new(g.orders.orders(&who.cx, list).await?))
}

async fn order(who: Allowed<may::OrdersRead>, State(g): State<Gateway>, At(at): At<OrderAt>) -> Answer<Shown<Order>> {
    Ok(Shown::versioned(g.orders.order(&who.cx, GetOrder { order: OrderRef::Id(at.id) }).await?))
}

/// Why an order is cancelled.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Cancellation {
    /// Why.
    #[schemars(length(min = 1, max = 500))]
    reason: String,
    /// Whether its goods go back to stock; yes when absent.
    restock: Option<bool>,
}

async fn cancel(
    who: Allowed<may::OrdersWrite>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
    IfMatch(if_version): IfMatch,
    Body(why): Body<Cancellation>,
) -> Answer<Shown<Order>> {
    let cancel = CancelOrder { id: at.id, reason: why.reason, restock: why.restock.unwrap_or(true), if_version };
    Ok(Shown::versioned(g.orders.cancel(&who.cx, cancel).await?))
}

async fn complete(
    who: Allowed<may::OrdersWrite>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
) -> Answer<Shown<Order>> {
    Ok(Shown::versioned(g.orders.complete(&who.cx, CompleteOrder { id: at.id }).await?))
}

/// What is sent.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewFulfilment {
    /// What; absent or empty means everything that is left.
    #[serde(default)]
    lines: Vec<FulfilmentLine>,
    /// Where it leaves from.
    #[serde(default)]
    location: Option<LocationId>,
    /// How to follow it.
    #[serde(default)]
    tracking: Tracking,
    /// Whether it has left already; yes when absent.
    #[serde(default)]
    shipped: Option<bool>,
}

async fn create_fulfilment(
    who: Allowed<may::OrdersWrite>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
    Body(new): Body<NewFulfilment>,
) -> Answer<Created<Order>> {
    let NewFulfilment { lines, location, tracking, shipped } = new;
    let create = CreateFulfilment { order: at.id, lines, location, tracking, shipped: shipped.unwrap_or(true) };
    Ok(Created::new(g.orders.create_fulfilment(&who.cx, create).await?))
}

/// A change to a fulfilment.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FulfilmentPatch {
    /// Its new state.
    #[serde(default)]
    state: Option<FulfilmentState>,
    /// How to follow it.
    #[serde(default)]
    tracking: Option<Tracking>,
}

async fn update_fulfilment(
    who: Allowed<may::OrdersWrite>,
    State(g): State<Gateway>,
    At(at): At<FulfilmentAt>,
    Body(patch): Body<FulfilmentPatch>,
) -> Answer<Shown<Order>> {
    let FulfilmentPatch { state, tracking } = patch;
    let update = UpdateFulfilment { order: at.id, fulfilment: at.fulfilment, state, tracking };
    Ok(Shown::versioned(g.orders.update_fulfilment(&who.cx, update).await?))
}

/// What is paid back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRefund {
    /// Units; their share of price, discount and tax goes back.
    #[serde(default)]
    lines: Vec<RefundLineInput>,
    /// Shipping, minor units.
    #[serde(default)]
    shipping_minor: i64,
    /// An amount beside lines and shipping, as goodwill, minor units.
    #[serde(default)]
    amount_minor: i64,
    /// Why.
    #[schemars(length(min = 1, max = 500))]
    reason: String,
}

async fn create_refund(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
    Body(new): Body<NewRefund>,
) -> Answer<Created<Order>> {
    let NewRefund { lines, shipping_minor, amount_minor, reason } = new;
    let create = CreateRefund { order: at.id, lines, shipping_minor, amount_minor, reason };
    Ok(Created::new(g.orders.create_refund(&who.cx, create).await?))
}

/// A note.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    /// 1 to 5,000 characters.
    #[schemars(length(min = 1, max = 5000))]
    text: String,
}

async fn add_note(
    who: Allowed<may::OrdersWrite>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
    Body(note): Body<Note>,
) -> Answer<Created<TimelineEntry>> {
    Ok(Created::new(g.orders.add_note(&who.cx, AddNote { order: at.id, text: note.text }).await?))
}

async fn timeline(
    who: Allowed<may::OrdersRead>,
    State(g): State<Gateway>,
    At(at): At<OrderAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<TimelineEntry>>> {
    Ok(Shown::new(g.orders.timeline(&who.cx, GetTimeline { order: at.id, page }).await?))
}

/// What a list of carts is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct CartFilter {
    /// Only those in this state.
    state: Option<CartState>,
    /// Only those of this channel.
    channel: Option<ChannelId>,
    /// Only those with this variant in them.
    variant: Option<VariantId>,
    /// Only those of this customer.
    customer: Option<CustomerId>,
}

async fn carts(
    who: Allowed<may::OrdersRead>,
    State(g): State<Gateway>,
    Query(f): Query<CartFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<CartSummary>>> {
    let list = ListCarts { state: f.state, channel: f.channel, variant: f.variant, customer: f.customer, page };
    Ok(Shown::new(g.carts.carts(&who.cx, list).await?))
}

/// What a list of checkouts is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct CheckoutFilter {
    /// Only those in this state.
    state: Option<CheckoutState>,
    /// Only those of this channel.
    channel: Option<ChannelId>,
    /// Only those of this e-mail address.
    email: Option<String>,
}

async fn checkouts(
    who: Allowed<may::OrdersRead>,
    State(g): State<Gateway>,
    Query(f): Query<CheckoutFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<CheckoutSummary>>> {
    let list = ListCheckouts { state: f.state, channel: f.channel, email: f.email, page };
    Ok(Shown::new(g.checkouts.checkouts(&who.cx, list).await?))
}

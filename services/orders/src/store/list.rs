//! Lists of orders.

use super::{find, order};
use crate::model::Stored;
use infrasell_contracts::{
    common::Direction,
    orders::{OrderFilter, OrderSort},
};
use infrasell_db::{Db, DbError, Dir, Q, v};
use infrasell_kernel::OrderId;

/// A place in a list: the value it is sorted by, and the id.
pub(crate) type Key = (i64, i64);

/// The columns that a list is sorted by.
fn columns(sort: OrderSort) -> [&'static str; 2] {
    match sort {
        OrderSort::PlacedAt => ["o.placed_at", "o.id"],
        OrderSort::UpdatedAt => ["o.updated_at", "o.id"],
        OrderSort::Total => ["o.total_minor", "o.id"],
    }
}

/// The name of a list and its order, for cursors.
pub(crate) fn name(sort: OrderSort, direction: Direction) -> String {
    let sort = match sort {
        OrderSort::PlacedAt => "placed_at",
        OrderSort::UpdatedAt => "updated_at",
        OrderSort::Total => "total",
    };
    let direction = match direction {
        Direction::Asc => "asc",
        Direction::Desc => "desc",
    };
    format!("orders:{sort}:{direction}")
}

/// The place of an order in a list.
pub(crate) fn key(order: &Stored, sort: OrderSort) -> Key {
    let head = &order.head;
    let value = match sort {
        OrderSort::PlacedAt => head.placed_at.micros(),
        OrderSort::UpdatedAt => head.updated_at.micros(),
        OrderSort::Total => head.total_minor,
    };
    (value, head.id.get())
}

/// Orders behind `after`, and one more than `limit`.
pub(crate) async fn page(
    db: &Db,
    filter: &OrderFilter,
    sort: OrderSort,
    direction: Direction,
    after: Option<Key>,
    limit: i64,
) -> Result<Vec<Stored>, DbError> {
    let mut q = Q::new(format!(
        "SELECT {} FROM orders_order AS o JOIN orders_snapshot AS s ON s.order_id = o.id WHERE TRUE",
        order::COLUMNS
    ));
    narrow(&mut q, filter);
    let dir = if direction == Direction::Asc { Dir::Asc } else { Dir::Desc };
    q.page(&columns(sort), dir, after.map(|(value, id)| v![value, id]), limit);
    q.all(db, order::read).await
}

fn narrow(q: &mut Q<'_>, filter: &OrderFilter) {
    if let Some(state) = filter.state {
        q.push(" AND o.state = ?", v![state.as_str()]);
    }
    if let Some(status) = filter.payment_status {
        q.push(" AND o.payment_status = ?", v![status.as_str()]);
    }
    if let Some(channel) = filter.channel {
        q.push(" AND o.channel_id = ?", v![channel]);
    }
    if let Some(customer) = filter.customer {
        q.push(" AND o.customer_id = ?", v![customer]);
    }
    if let Some(since) = filter.placed_since {
        q.push(" AND o.placed_at >= ?", v![since]);
    }
    if let Some(before) = filter.placed_before {
        q.push(" AND o.placed_at < ?", v![before]);
    }
    let exact = [filter.email.as_deref().map(find::email), filter.variant.map(find::variant)];
    for key in exact.into_iter().flatten() {
        q.push(" AND o.id IN (SELECT order_id FROM orders_find WHERE key = ?)", v![key]);
    }
    if let Some(text) = filter.search.as_deref().filter(|text| !text.trim().is_empty()) {
        let (from, to) = find::search(text);
        q.push(" AND o.id IN (SELECT order_id FROM orders_find WHERE key >= ? AND key <= ?)", v![from, to]);
    }
}

/// The orders behind `after` in id order, at most `limit` of them, for an audit.
pub(crate) async fn by_id(db: &Db, after: OrderId, limit: i64) -> Result<Vec<Stored>, DbError> {
    let mut q = Q::new(format!(
        "SELECT {} FROM orders_order AS o JOIN orders_snapshot AS s ON s.order_id = o.id WHERE ",
        order::COLUMNS
    ));
    q.push("o.id > ? ORDER BY o.id LIMIT ?", v![after, limit]);
    q.all(db, order::read).await
}

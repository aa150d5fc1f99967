//! Lists of customers.

use super::{customer, find};
use crate::{check, model::Row};
use infrasell_contracts::{
    common::Direction,
    customers::{CustomerFilter, CustomerSort},
};
use infrasell_db::{Db, Dir, Q, Val, v};
use infrasell_kernel::{CustomerId, contact::fold_email};
use infrasell_rpc::Fault;
use serde::{Deserialize, Serialize};

/// What a list is sorted by, of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Place {
    Number(i64),
    Text(String),
}

/// A place in a list: the value it is sorted by, and the id.
pub(crate) type Key = (Place, i64);

fn column(sort: CustomerSort) -> &'static str {
    match sort {
        CustomerSort::CreatedAt => "c.created_at",
        CustomerSort::UpdatedAt => "c.updated_at",
        CustomerSort::Name => "c.name_key",
        CustomerSort::Email => "c.email_key",
        CustomerSort::OrdersCount => "c.orders_count",
        CustomerSort::Spent => "c.spent_minor",
    }
}

/// The name of a list and its order, for cursors.
pub(crate) fn name(sort: CustomerSort, direction: Direction) -> String {
    let direction = if direction == Direction::Asc { "asc" } else { "desc" };
    format!("customers:{}:{direction}", column(sort))
}

/// The place of a customer in a list.
pub(crate) fn key(row: &Row, sort: CustomerSort) -> Key {
    let place = match sort {
        CustomerSort::CreatedAt => Place::Number(row.created_at.micros()),
        CustomerSort::UpdatedAt => Place::Number(row.updated_at.micros()),
        CustomerSort::Name => Place::Text(row.name_key()),
        CustomerSort::Email => Place::Text(row.email_key()),
        CustomerSort::OrdersCount => Place::Number(row.orders_count),
        CustomerSort::Spent => Place::Number(row.spent.first().map_or(0, |money| money.minor)),
    };
    (place, row.id.get())
}

/// Whether a cursor's value is of the kind that the list is sorted by; one that was made up may not be.
pub(crate) fn fits(place: &Place, sort: CustomerSort) -> bool {
    let is_text = matches!(sort, CustomerSort::Name | CustomerSort::Email);
    match place {
        Place::Text(text) => is_text && !text.contains('\0'),
        Place::Number(_) => !is_text,
    }
}

/// Customers behind `after`, and one more than `limit`.
pub(crate) async fn page(
    db: &Db,
    filter: &CustomerFilter,
    sort: CustomerSort,
    direction: Direction,
    after: Option<Key>,
    limit: i64,
) -> Result<Vec<Row>, Fault> {
    let mut q = Q::new(format!("SELECT {} FROM customers_customer AS c WHERE TRUE", customer::COLUMNS));
    narrow(&mut q, filter)?;
    let dir = if direction == Direction::Asc { Dir::Asc } else { Dir::Desc };
    let after = after.map(|(place, id)| {
        let value: Val<'_> = match place {
            Place::Number(number) => number.into(),
            Place::Text(text) => text.into(),
        };
        [value, id.into()]
    });
    q.page(&[column(sort), "c.id"], dir, after, limit);
    Ok(q.all(db, customer::read).await?)
}

/// `filter.phone` is in E.164 here.
fn narrow(q: &mut Q<'_>, filter: &CustomerFilter) -> Result<(), Fault> {
    if let Some(email) = &filter.email {
        q.push(" AND c.email_key = ?", v![fold_email(email)]);
    }
    if let Some(id) = filter.id {
        q.push(" AND c.id = ?", v![id]);
    }
    if let Some(account) = filter.account {
        q.push(" AND c.account = ?", v![account.as_str()]);
    }
    if let Some(least) = filter.orders_at_least {
        q.push(" AND c.orders_count >= ?", v![least]);
    }
    if let Some(since) = filter.created_since {
        q.push(" AND c.created_at >= ?", v![since]);
    }
    if let Some(before) = filter.created_before {
        q.push(" AND c.created_at < ?", v![before]);
    }
    for key in [filter.tag.as_deref().map(find::tag), filter.phone.as_deref().map(find::phone)].into_iter().flatten() {
        q.push(" AND c.id IN (SELECT customer_id FROM customers_find WHERE key = ?)", v![key]);
    }
    if let Some(channel) = filter.channel {
        q.push(" AND c.id IN (SELECT customer_id FROM customers_order WHERE channel_id = ?)", v![channel]);
    }
    if let Some(group) = filter.group {
        q.push(" AND c.id IN (SELECT customer_id FROM customers_member WHERE group_id = ?)", v![group]);
    }
    if let Some(consent) = &filter.consent {
        let (purpose, medium) = check::consent_filter(consent)?;
        let (purpose, medium) = (purpose.to_owned(), medium.as_str());
        q.push(
            " AND c.id IN (SELECT a.customer_id FROM customers_consent AS a
                  WHERE a.purpose = ? AND a.medium = ? AND a.granted AND NOT EXISTS (
                      SELECT 1 FROM customers_consent AS b WHERE b.purpose = a.purpose AND b.medium = a.medium
                          AND b.customer_id = a.customer_id AND b.seq > a.seq))",
            v![purpose, medium],
        );
    }
    if let Some(text) = filter.search.as_deref().filter(|text| !text.trim().is_empty()) {
        let (from, to) = find::search(text);
        q.push(" AND c.id IN (SELECT customer_id FROM customers_find WHERE key >= ? AND key <= ?)", v![from, to]);
    }
    Ok(())
}

/// The customers behind `after` in id order, at most `limit` of them, for an audit.
pub(crate) async fn by_id(db: &Db, after: CustomerId, limit: i64) -> Result<Vec<Row>, Fault> {
    let mut q = Q::new(format!("SELECT {} FROM customers_customer AS c WHERE ", customer::COLUMNS));
    q.push("c.id > ? ORDER BY c.id LIMIT ?", v![after, limit]);
    Ok(q.all(db, customer::read).await?)
}

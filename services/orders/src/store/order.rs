//! The statements of orders.

use super::find;
use crate::model::{Head, Stored};
use infrasell_contracts::orders::OrderRef;
use infrasell_db::{Db, DbError, Json, Row, Tx, sql, v};
use infrasell_kernel::{CheckoutId, CustomerId, OrderId, Timestamp};
use infrasell_rpc::Fault;

pub(crate) const COLUMNS: &str = "o.id, o.seq, o.number, o.token, o.checkout_id, o.channel_id, o.currency, o.locale, \
     o.state, o.payment_status, o.payment_trouble, o.payment_id, o.payment_reference, o.payment_method, o.may_fulfil, \
     o.total_minor, o.held_minor, o.captured_minor, o.refunded_minor, o.fulfilments, o.refunds, o.cancel_reason, \
     o.restocked, o.placed_at, o.cancelled_at, o.updated_at, o.version, o.customer_id, s.body";
const FROM: &str = " FROM orders_order AS o JOIN orders_snapshot AS s ON s.order_id = o.id WHERE ";

pub(crate) fn read(row: &Row<'_>) -> Result<Stored, DbError> {
    let head = Head {
        id: row.next()?,
        seq: row.next()?,
        number: row.next()?,
        token: row.next_parse()?,
        checkout: row.next()?,
        channel: row.next()?,
        currency: row.next()?,
        locale: row.next()?,
        state: row.next_parse()?,
        payment_status: row.next_parse()?,
        payment_trouble: row.next::<Option<String>>()?.map(|word| parse(&word)).transpose()?,
        payment: row.next()?,
        payment_reference: row.next()?,
        payment_method: row.next()?,
        may_fulfil: row.next()?,
        total_minor: row.next()?,
        held_minor: row.next()?,
        captured_minor: row.next()?,
        refunded_minor: row.next()?,
        fulfilments: row.next_json()?,
        refunds: row.next_json()?,
        cancel_reason: row.next()?,
        restocked: row.next()?,
        placed_at: row.next()?,
        cancelled_at: row.next()?,
        updated_at: row.next()?,
        version: row.next()?,
        customer: row.next()?,
    };
    Ok(Stored { head, sold: row.next_json()? })
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(word: &str) -> Result<T, DbError> {
    word.parse().map_err(|error: T::Err| DbError::other(error.to_string()))
}

const BY_ID: &str = sql!("SELECT ", COLUMNS, FROM, "o.id = $1");
const BY_TOKEN: &str = sql!("SELECT ", COLUMNS, FROM, "o.token = $1");
const BY_NUMBER: &str = sql!("SELECT ", COLUMNS, FROM, "o.number = $1");
const BY_CHECKOUT: &str = sql!("SELECT ", COLUMNS, FROM, "o.checkout_id = $1");
const OF_CUSTOMER: &str = sql!("SELECT ", COLUMNS, FROM, "o.id = $1 AND o.customer_id = $2");

pub(crate) async fn find(db: &Db, order: &OrderRef) -> Result<Option<Stored>, DbError> {
    match order {
        OrderRef::Id(id) => db.opt(BY_ID, &v![id], read).await,
        OrderRef::Token(token) => db.opt(BY_TOKEN, &v![token.to_string()], read).await,
        // PostgreSQL holds no text with a zero in it, and so no such number
        OrderRef::Number(number) if number.contains('\0') => Ok(None),
        OrderRef::Number(number) => db.opt(BY_NUMBER, &v![number], read).await,
        OrderRef::Checkout(checkout) => db.opt(BY_CHECKOUT, &v![checkout], read).await,
        OrderRef::OfCustomer { id, customer } => db.opt(OF_CUSTOMER, &v![id, customer], read).await,
    }
}

pub(crate) async fn by_checkout(tx: &mut Tx, checkout: CheckoutId) -> Result<Option<Stored>, DbError> {
    tx.opt(BY_CHECKOUT, &v![checkout], read).await
}

/// The order, which nobody else changes until the transaction ends. The snapshot beside it is not locked: it never changes.
pub(crate) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Stored>, DbError> {
    const LOCK: &str = sql!(
        "SELECT ",
        COLUMNS,
        " FROM (SELECT * FROM orders_order WHERE id = $1 FOR UPDATE) AS o
          JOIN orders_snapshot AS s ON s.order_id = o.id"
    );
    tx.opt(LOCK, &v![id], read).await
}

pub(crate) async fn exists(db: &Db, id: OrderId) -> Result<bool, DbError> {
    const EXISTS: &str = sql!("SELECT 1 FROM orders_order WHERE id = $1");
    Ok(db.opt(EXISTS, &v![id], |row| row.get::<i64>(0)).await?.is_some())
}

/// Draws the next number. From here to its end the transaction has the counter to itself, so nothing but the writes of
/// the order should follow.
pub(crate) async fn draw_number(tx: &mut Tx) -> Result<i64, DbError> {
    const DRAW: &str = sql!("UPDATE orders_counter SET last = last + 1 WHERE id = 1 RETURNING last");
    tx.one(DRAW, &[], |row| row.get(0)).await
}

pub(crate) fn insert(tx: &mut Tx, order: &Stored) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO orders_order (id, seq, number, token, checkout_id, channel_id, currency, locale, state,
             payment_status, payment_trouble, payment_id, payment_reference, payment_method, may_fulfil, total_minor,
             held_minor, captured_minor, refunded_minor, fulfilments, refunds, cancel_reason, restocked, placed_at,
             cancelled_at, updated_at, version, customer_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '[]', '[]', NULL,
             FALSE, $20, NULL, $20, 1, $21)"
    );
    const INSERT_SNAPSHOT: &str = sql!("INSERT INTO orders_snapshot (order_id, body) VALUES ($1, $2)");
    let head = &order.head;
    let values = v![
        head.id,
        head.seq,
        &head.number,
        head.token.to_string(),
        head.checkout,
        head.channel,
        head.currency,
        &head.locale,
        head.state.as_str(),
        head.payment_status.as_str(),
        head.payment_trouble.map(|state| state.as_str()),
        head.payment,
        &head.payment_reference,
        &head.payment_method,
        head.may_fulfil,
        head.total_minor,
        head.held_minor,
        head.captured_minor,
        head.refunded_minor,
        head.placed_at,
        head.customer,
    ];
    tx.queue(INSERT, &values)?;
    tx.queue(INSERT_SNAPSHOT, &v![head.id, Json(&order.sold)])?;
    find::insert(tx, order)
}

/// Gives up to `most` orders of an e-mail address that are nobody's to a customer; returns which.
pub(crate) async fn claim(
    tx: &mut Tx,
    email: &str,
    customer: CustomerId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<OrderId>, DbError> {
    const UNCLAIMED: &str = sql!(
        "SELECT o.id FROM orders_order AS o
         WHERE o.customer_id IS NULL AND o.id IN (SELECT order_id FROM orders_find WHERE key = $1)
         ORDER BY o.id LIMIT $2 FOR UPDATE"
    );
    const CLAIM: &str = sql!(
        "UPDATE orders_order SET customer_id = $2, updated_at = $3, version = version + 1
         WHERE id IN list($1) AND customer_id IS NULL"
    );
    let ids: Vec<OrderId> = tx.all(UNCLAIMED, &v![find::email(email), most], |row| row.get(0)).await?;
    if !ids.is_empty() {
        tx.exec(CLAIM, &v![&ids, customer, now]).await?;
    }
    Ok(ids)
}

/// Writes what has changed of an order that this transaction has locked, as the version after the one that was read.
pub(crate) async fn save(tx: &mut Tx, head: &Head) -> Result<(), Fault> {
    const SAVE: &str = sql!(
        "UPDATE orders_order SET state = $2, payment_status = $3, payment_trouble = $4, payment_id = $5, held_minor = $6,
             captured_minor = $7, refunded_minor = $8, fulfilments = $9, refunds = $10, cancel_reason = $11,
             restocked = $12, cancelled_at = $13, updated_at = $14, version = $15
         WHERE id = $1 AND version = $15 - 1"
    );
    let values = v![
        head.id,
        head.state.as_str(),
        head.payment_status.as_str(),
        head.payment_trouble.map(|state| state.as_str()),
        head.payment,
        head.held_minor,
        head.captured_minor,
        head.refunded_minor,
        Json(&head.fulfilments),
        Json(&head.refunds),
        &head.cancel_reason,
        head.restocked,
        head.cancelled_at,
        head.updated_at,
        head.version,
    ];
    match tx.exec(SAVE, &values).await? {
        1 => Ok(()),
        _ => Err(Fault::Stale { what: "order".into() }),
    }
}

//! The statements of the ledger of orders: what each costs its buyer now.

use crate::model::{Bought, Cost};
use infrasell_db::{Db, DbError, Tx, sql, v};
use infrasell_kernel::{Currency, CustomerId, Money, OrderId, Timestamp};

/// Whose an order is in this ledger, and the version of it that was read.
pub(crate) async fn owner(tx: &mut Tx, order: OrderId) -> Result<Option<(CustomerId, i64)>, DbError> {
    const OWNER: &str = sql!("SELECT customer_id, version FROM customers_order WHERE order_id = $1");
    tx.opt(OWNER, &v![order], |row| Ok((row.next()?, row.next()?))).await
}

/// Writes what an order costs now; what was read earlier of it does not overwrite what was read later.
pub(crate) async fn put(tx: &mut Tx, customer: CustomerId, cost: &Cost) -> Result<(), DbError> {
    const PUT: &str = sql!(
        "INSERT INTO customers_order (order_id, customer_id, currency, cost_minor, placed_at, version, channel_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (order_id) DO UPDATE SET
             customer_id = excluded.customer_id, cost_minor = excluded.cost_minor, version = excluded.version,
             channel_id = excluded.channel_id
         WHERE customers_order.version <= excluded.version"
    );
    let money = cost.cost;
    let values = v![cost.order, customer, money.currency, money.minor, cost.placed_at, cost.version, cost.channel];
    tx.exec(PUT, &values).await?;
    Ok(())
}

/// Orders that do not say yet where they were placed.
pub(crate) async fn without_channel(db: &Db, most: i64) -> Result<Vec<OrderId>, DbError> {
    const WITHOUT: &str =
        sql!("SELECT order_id FROM customers_order WHERE channel_id IS NULL ORDER BY order_id DESC LIMIT $1");
    db.all(WITHOUT, &v![most], |row| row.next()).await
}

/// Gives one customer's orders to another.
pub(crate) async fn give(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<(), DbError> {
    const GIVE: &str = sql!("UPDATE customers_order SET customer_id = $2 WHERE customer_id = $1");
    tx.exec(GIVE, &v![from, to]).await?;
    Ok(())
}

/// A currency's part of what somebody bought: how many orders, the sum, the first and the last time.
type Part = (Currency, i64, i64, Timestamp, Timestamp);

fn part(row: &infrasell_db::Row<'_>) -> Result<Part, DbError> {
    Ok((row.next()?, row.next()?, row.next()?, row.next()?, row.next()?))
}

/// The parts of one customer, that of the earliest order first.
fn sum(parts: &[Part]) -> Bought {
    Bought {
        orders_count: parts.iter().map(|(_, count, ..)| count).sum(),
        spent: parts.iter().map(|(currency, _, minor, ..)| Money::new(*minor, *currency)).collect(),
        last_order_at: parts.iter().map(|(.., last)| *last).max(),
    }
}

/// What a customer bought in sum.
pub(crate) async fn bought(tx: &mut Tx, customer: CustomerId) -> Result<Bought, DbError> {
    const BOUGHT: &str = sql!(
        "SELECT currency, count(*), CAST(sum(cost_minor) AS BIGINT), min(placed_at), max(placed_at)
         FROM customers_order WHERE customer_id = $1 GROUP BY currency ORDER BY min(placed_at), currency"
    );
    let parts = tx.all(BOUGHT, &v![customer], part).await?;
    Ok(sum(&parts))
}

/// What each of these customers bought in sum; who bought nothing is left out.
pub(crate) async fn bought_by(db: &Db, customers: &[CustomerId]) -> Result<Vec<(CustomerId, Bought)>, DbError> {
    const BOUGHT_BY: &str = sql!(
        "SELECT customer_id, currency, count(*), CAST(sum(cost_minor) AS BIGINT), min(placed_at), max(placed_at)
         FROM customers_order WHERE customer_id IN list($1)
         GROUP BY customer_id, currency ORDER BY customer_id, min(placed_at), currency"
    );
    let found: Vec<(CustomerId, Part)> = db.all(BOUGHT_BY, &v![customers], |row| Ok((row.next()?, part(row)?))).await?;
    let mut all = vec![];
    for of_one in found.chunk_by(|a, b| a.0 == b.0) {
        let parts: Vec<Part> = of_one.iter().map(|(_, part)| *part).collect();
        all.extend(of_one.first().map(|(customer, _)| (*customer, sum(&parts))));
    }
    Ok(all)
}

/// How many orders a customer has.
pub(crate) async fn count(tx: &mut Tx, customer: CustomerId) -> Result<i64, DbError> {
    const COUNT: &str = sql!("SELECT count(*) FROM customers_order WHERE customer_id = $1");
    tx.one(COUNT, &v![customer], |row| row.get(0)).await
}

/// Entries whose customer is not there.
pub(crate) async fn orphans(db: &Db, most: i64) -> Result<Vec<(OrderId, CustomerId)>, DbError> {
    const ORPHANS: &str = sql!(
        "SELECT order_id, customer_id FROM customers_order AS o
         WHERE NOT EXISTS (SELECT 1 FROM customers_customer AS c WHERE c.id = o.customer_id) ORDER BY order_id LIMIT $1"
    );
    db.all(ORPHANS, &v![most], |row| Ok((row.next()?, row.next()?))).await
}

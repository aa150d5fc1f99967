//! The statements of the timeline.

use infrasell_contracts::orders::TimelineEntry;
use infrasell_db::{Db, DbError, Dir, Q, Tx, sql, v};
use infrasell_kernel::OrderId;

pub(crate) fn insert(tx: &mut Tx, order: OrderId, entry: &TimelineEntry) -> Result<(), DbError> {
    const INSERT: &str =
        sql!("INSERT INTO orders_timeline (order_id, at, id, kind, text, actor) VALUES ($1, $2, $3, $4, $5, $6)");
    tx.queue(INSERT, &v![order, entry.at, entry.id, &entry.kind, &entry.text, &entry.actor])
}

/// The entries of an order behind `after`, oldest first, and one more than `limit`.
pub(crate) async fn page(
    db: &Db,
    order: OrderId,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<TimelineEntry>, DbError> {
    let mut q = Q::new("SELECT id, kind, text, actor, at FROM orders_timeline WHERE ");
    q.push("order_id = ?", v![order]);
    q.page(&["at", "id"], Dir::Asc, after.map(|(at, id)| v![at, id]), limit);
    q.all(db, |row| {
        Ok(TimelineEntry { id: row.next()?, kind: row.next()?, text: row.next()?, actor: row.next()?, at: row.next()? })
    })
    .await
}

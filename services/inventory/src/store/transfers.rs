//! Transfers.

use super::{Read, Result};
use infrasell_contracts::inventory::{Transfer, TransferState};
use infrasell_db::{Db, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::TransferId;

const COLUMNS: &str = "id, from_location, to_location, lines, state, note, created_at, closed_at";

/// The word for a state in the table, the same as on the wire.
pub const fn word(state: TransferState) -> &'static str {
    match state {
        TransferState::InTransit => "in_transit",
        TransferState::Received => "received",
        TransferState::Cancelled => "cancelled",
    }
}

fn read(row: &Row<'_>) -> Read<Transfer> {
    Ok(Transfer {
        id: row.next()?,
        from: row.next()?,
        to: row.next()?,
        lines: row.next_json()?,
        state: row.next_tag()?,
        note: row.next()?,
        created_at: row.next()?,
        closed_at: row.next()?,
    })
}

/// Writes a new transfer.
pub async fn insert(tx: &mut Tx, new: &Transfer) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_transfer (id, from_location, to_location, lines, state, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let state = word(new.state);
    tx.exec(SQL, &v![new.id, new.from, new.to, Json(&new.lines), state, &new.note, new.created_at]).await?;
    Ok(())
}

/// One transfer, kept from changing until the transaction ends.
pub async fn lock(tx: &mut Tx, id: TransferId) -> Result<Option<Transfer>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM inventory_transfer WHERE id = $1 FOR UPDATE");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// Writes how a transfer ended.
pub async fn close(tx: &mut Tx, closed: &Transfer) -> Result<()> {
    const SQL: &str = sql!("UPDATE inventory_transfer SET state = $2, closed_at = $3 WHERE id = $1");
    tx.exec(SQL, &v![closed.id, word(closed.state), closed.closed_at]).await?;
    Ok(())
}

/// Up to `limit + 1` transfers behind `after`, newest first.
pub async fn page(
    db: &Db,
    state: Option<TransferState>,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Transfer>> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM inventory_transfer WHERE TRUE"));
    if let Some(state) = state {
        q.push(" AND state = ?", v![word(state)]);
    }
    q.page(&["created_at", "id"], Dir::Desc, after.map(|(at, id)| v![at, id]), limit);
    Ok(q.all(db, read).await?)
}

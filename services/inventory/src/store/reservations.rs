//! Reservations.

use super::{Read, Result};
use infrasell_contracts::inventory::{Allocation, ListReservations, Reservation};
use infrasell_db::{Db, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{ChannelId, ReservationId, Timestamp};
use infrasell_rules::stock::ReservationState;

const COLUMNS: &str = "id, owner, state, allocations, expires_at";

fn read(row: &Row<'_>) -> Read<Reservation> {
    Ok(Reservation {
        id: row.next()?,
        owner: row.next()?,
        state: row.next_parse()?,
        allocations: row.next_json()?,
        expires_at: row.next()?,
    })
}

/// Writes a new reservation. Its count is not waited for.
pub fn insert(tx: &mut Tx, new: &Reservation, channel: ChannelId, now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_reservation
             (id, owner, channel_id, state, allocations, variants, expires_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"
    );
    let variants = variant_index(&new.allocations);
    let allocations = Json(&new.allocations);
    Ok(tx
        .queue(SQL, &v![new.id, &new.owner, channel, new.state.as_str(), allocations, variants, new.expires_at, now])?)
}

/// The variants as `|12|15|`.
fn variant_index(allocations: &[Allocation]) -> String {
    let mut ids: Vec<i64> = allocations.iter().map(|allocation| allocation.variant.get()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut text = String::from("|");
    for id in ids {
        text.push_str(&id.to_string());
        text.push('|');
    }
    text
}

/// Takes a held reservation into another state; nothing when it is not held any more, or never was. Only one
/// transaction ever gets it.
pub async fn end(
    tx: &mut Tx,
    id: ReservationId,
    state: ReservationState,
    reference: Option<&str>,
    now: Timestamp,
) -> Result<Option<Reservation>> {
    const SQL: &str = sql!(
        "UPDATE inventory_reservation SET state = $2, reference = $3, updated_at = $4
         WHERE id = $1 AND state = 'held' RETURNING ",
        COLUMNS
    );
    Ok(tx.opt(SQL, &v![id, state.as_str(), reference, now], read).await?)
}

/// One reservation.
pub async fn find(tx: &mut Tx, id: ReservationId) -> Result<Option<Reservation>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM inventory_reservation WHERE id = $1");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// What is held for an owner, in id order.
pub async fn held_for(tx: &mut Tx, owner: &str) -> Result<Vec<ReservationId>> {
    const SQL: &str =
        sql!("SELECT id FROM inventory_reservation WHERE owner = $1 AND state = 'held' ORDER BY id FOR UPDATE");
    Ok(tx.all(SQL, &v![owner], |row| row.get(0)).await?)
}

/// Up to `limit` held reservations whose time is up, and that nobody else is ending, in id order.
pub async fn due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<ReservationId>> {
    const SQL: &str = sql!(
        "SELECT id FROM inventory_reservation WHERE state = 'held' AND expires_at <= $1
         ORDER BY expires_at, id LIMIT $2 FOR UPDATE SKIP LOCKED"
    );
    let mut ids: Vec<ReservationId> = tx.all(SQL, &v![now, limit], |row| row.get(0)).await?;
    ids.sort_unstable();
    Ok(ids)
}

/// Up to `limit + 1` reservations behind `after`, in id order.
pub async fn page(db: &Db, filter: &ListReservations, after: Option<i64>, limit: i64) -> Result<Vec<Reservation>> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM inventory_reservation WHERE TRUE"));
    if let Some(state) = filter.state {
        q.push(" AND state = ?", v![state.as_str()]);
    }
    if let Some(owner) = &filter.owner {
        q.push(" AND owner = ?", v![owner]);
    }
    if let Some(variant) = filter.variant {
        q.push(" AND variants LIKE ?", v![format!("%|{}|%", variant.get())]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

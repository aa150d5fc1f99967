//! Movements: the append-only ledger whose sum is the level.

use super::{Key, Read, Result};
use infrasell_contracts::inventory::{ListMovements, Movement};
use infrasell_db::{Db, Dir, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{MovementId, Timestamp};
use infrasell_rules::stock::MovementKind;

/// What the movements of one write have in common.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// Why.
    pub kind: MovementKind,
    /// The reason in words.
    pub reason: &'a str,
    /// What they belong to.
    pub reference: Option<&'a str>,
    /// Who.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Enters `deltas` in the ledger.
pub async fn insert(tx: &mut Tx, deltas: &[(Key, i64)], cause: &Cause<'_>) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_movement (id, variant_id, location_id, kind, delta, reason, reference, actor, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let ids: Vec<MovementId> = tx.next_ids(deltas.len()).await?;
    let mut rows: Vec<[Val<'_>; 9]> = Vec::with_capacity(deltas.len());
    for (id, ((variant, location), delta)) in ids.into_iter().zip(deltas) {
        let Cause { kind, reason, reference, actor, at } = *cause;
        rows.push(v![id, variant, location, kind.as_str(), *delta, reason, reference, actor, at]);
    }
    tx.insert_many(SQL, &rows).await?;
    Ok(())
}

fn read(row: &Row<'_>) -> Read<Movement> {
    Ok(Movement {
        id: row.next()?,
        variant: row.next()?,
        location: row.next()?,
        kind: row.next_parse()?,
        delta: row.next()?,
        reason: row.next()?,
        reference: row.next()?,
        actor: row.next()?,
        at: row.next()?,
    })
}

/// Up to `limit + 1` movements behind `after`, newest first.
pub async fn page(db: &Db, filter: &ListMovements, after: Option<(i64, i64)>, limit: i64) -> Result<Vec<Movement>> {
    let mut q = Q::new(
        "SELECT id, variant_id, location_id, kind, delta, reason, reference, actor, at FROM inventory_movement WHERE TRUE",
    );
    if let Some(variant) = filter.variant {
        q.push(" AND variant_id = ?", v![variant]);
    }
    if let Some(location) = filter.location {
        q.push(" AND location_id = ?", v![location]);
    }
    if let Some(kind) = filter.kind {
        q.push(" AND kind = ?", v![kind.as_str()]);
    }
    if let Some(reference) = &filter.reference {
        q.push(" AND reference = ?", v![reference]);
    }
    q.page(&["at", "id"], Dir::Desc, after.map(|(at, id)| v![at, id]), limit);
    Ok(q.all(db, read).await?)
}

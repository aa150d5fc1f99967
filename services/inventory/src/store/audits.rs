//! What the books are checked with: each question is one statement, so it sees one moment.

use super::{Key, Result};
use infrasell_contracts::inventory::{Allocation, TransferLine, TransferState};
use infrasell_db::{Db, sql};
use infrasell_kernel::{LocationId, TransferId, VariantId};
use std::collections::BTreeMap;

/// A level that is wrong, with its two figures.
pub type Wrong = (VariantId, LocationId, i64, i64);

/// How many levels there are.
pub async fn count_levels(db: &Db) -> Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM inventory_level");
    Ok(db.one(SQL, &[], |row| row.get(0)).await?)
}

/// Levels whose units on hand are not the sum of their movements, and movements without a level.
pub async fn levels_and_movements(db: &Db) -> Result<Vec<Wrong>> {
    const SQL: &str = sql!(
        "SELECT variant_id, location_id, CAST(SUM(on_hand) AS BIGINT), CAST(SUM(moved) AS BIGINT) FROM (
             SELECT variant_id, location_id, on_hand, 0 AS moved FROM inventory_level
             UNION ALL SELECT variant_id, location_id, 0 AS on_hand, delta AS moved FROM inventory_movement
         ) AS books
         GROUP BY variant_id, location_id HAVING SUM(on_hand) <> SUM(moved) ORDER BY variant_id, location_id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).await?)
}

/// Levels of which more is held than is there, though they were never sold on backorder.
pub async fn oversold(db: &Db) -> Result<Vec<Wrong>> {
    const SQL: &str = sql!(
        "SELECT l.variant_id, l.location_id, l.on_hand, l.reserved FROM inventory_level l
         LEFT JOIN inventory_policy p ON p.variant_id = l.variant_id
         WHERE l.on_hand < l.reserved AND (p.ever_backorder IS NULL OR NOT p.ever_backorder)
         ORDER BY l.variant_id, l.location_id"
    );
    Ok(db.all(SQL, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).await?)
}

/// What the held reservations hold, and what the levels say is reserved, at the same moment.
pub async fn held_and_reserved(db: &Db) -> Result<(Vec<Vec<Allocation>>, BTreeMap<Key, i64>)> {
    const SQL: &str = sql!(
        "SELECT 0, 0, 0, allocations FROM inventory_reservation WHERE state = 'held'
         UNION ALL SELECT variant_id, location_id, reserved, NULL FROM inventory_level WHERE reserved <> 0"
    );
    let mut levels = BTreeMap::new();
    let held = db
        .all(SQL, &[], |row| {
            if let Some(allocations) = row.json(3)? {
                return Ok(Some(allocations));
            }
            levels.insert((row.get(0)?, row.get(1)?), row.get(2)?);
            Ok(None)
        })
        .await?;
    Ok((held.into_iter().flatten().collect(), levels))
}

/// Every transfer, how many of its units are on their way, and what its movements sum to.
pub async fn transfers(db: &Db) -> Result<Vec<(TransferId, i64, i64)>> {
    const SQL: &str = sql!(
        "SELECT t.id, t.state, t.lines,
             (SELECT CAST(COALESCE(SUM(m.delta), 0) AS BIGINT) FROM inventory_movement m
              WHERE m.reference = ('trf_' || CAST(t.id AS TEXT)) AND m.kind IN ('transfer_out', 'transfer_in'))
         FROM inventory_transfer t ORDER BY t.id"
    );
    Ok(db
        .all(SQL, &[], |row| {
            let id: TransferId = row.get(0)?;
            let state: TransferState = row.tag(1)?;
            let lines: Vec<TransferLine> = row.json(2)?;
            let units: i64 = lines.iter().map(|line| line.quantity.get()).sum();
            let on_the_way = if state == TransferState::InTransit { units } else { 0 };
            Ok((id, on_the_way, row.get(3)?))
        })
        .await?)
}

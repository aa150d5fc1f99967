//! Levels: how many units of a variant are at a location, and how many of them are held.

use super::{Key, Read, Result};
use infrasell_contracts::inventory::Level;
use infrasell_db::{Db, Dir, Engine, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{LocationId, Timestamp, VariantId};
use infrasell_rpc::Fault;
use std::collections::BTreeMap;

/// The two figures of a level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Units there, held ones included.
    pub on_hand: i64,
    /// Units held.
    pub reserved: i64,
}

impl Figures {
    /// Units that can be sold; below zero under backorder.
    pub fn available(self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

/// What a list of levels is narrowed to.
pub struct LevelFilter<'a> {
    /// Only of these variants.
    pub variants: Option<&'a [VariantId]>,
    /// Only at this location.
    pub location: Option<LocationId>,
    /// Only of variants that are low, or are not.
    pub low: Option<bool>,
}

/// Up to `limit + 1` levels behind `after`, in (variant, location) order.
pub async fn page(db: &Db, filter: &LevelFilter<'_>, after: Option<(i64, i64)>, limit: i64) -> Result<Vec<Level>> {
    let mut q = Q::new("SELECT variant_id, location_id, on_hand, reserved, updated_at FROM inventory_level WHERE TRUE");
    if let Some(variants) = filter.variants {
        q.push(" AND variant_id IN list(?)", v![variants]);
    }
    if let Some(location) = filter.location {
        q.push(" AND location_id = ?", v![location]);
    }
    match filter.low {
        Some(true) => q.push(" AND variant_id IN (SELECT variant_id FROM inventory_policy WHERE low)", []),
        Some(false) => q.push(" AND variant_id NOT IN (SELECT variant_id FROM inventory_policy WHERE low)", []),
        None => &mut q,
    };
    let after = after.map(|(variant, location)| v![variant, location]);
    q.page(&["variant_id", "location_id"], Dir::Asc, after, limit);
    Ok(q.all(db, |row| {
        let (variant, location, figures) = read(row)?;
        let available = figures.available();
        let Figures { on_hand, reserved } = figures;
        Ok(Level { variant, location, on_hand, reserved, available, updated_at: row.get(4)? })
    })
    .await?)
}

fn read(row: &Row<'_>) -> Read<(VariantId, LocationId, Figures)> {
    Ok((row.get(0)?, row.get(1)?, Figures { on_hand: row.get(2)?, reserved: row.get(3)? }))
}

/// The levels of `keys`, kept from changing until the transaction ends. A level that was never written stands at zero
/// and is kept, too: PostgreSQL gets an empty row to lock, before any other lock, and SQLite has one writer.
pub async fn lock(tx: &mut Tx, keys: &[Key], now: Timestamp) -> Result<BTreeMap<Key, Figures>> {
    const PRESENT: &str = sql!("SELECT variant_id, location_id FROM inventory_level WHERE variant_id IN list($1)");
    let variants: Vec<VariantId> = variants_of(keys);
    if tx.db().engine() == Engine::Postgres {
        let present: Vec<Key> = tx.all(PRESENT, &v![&variants], |row| Ok((row.get(0)?, row.get(1)?))).await?;
        let present: std::collections::BTreeSet<Key> = present.into_iter().collect();
        let missing: Vec<Key> = keys.iter().copied().filter(|key| !present.contains(key)).collect();
        insert_empty(tx, &missing, now).await?;
    }
    let mut levels: BTreeMap<Key, Figures> = keys.iter().map(|key| (*key, Figures::default())).collect();
    for (variant, location, figures) in lock_variants(tx, &variants).await? {
        if let Some(level) = levels.get_mut(&(variant, location)) {
            *level = figures;
        }
    }
    Ok(levels)
}

/// Every level of these variants, wherever it is, kept from changing until the transaction ends.
pub async fn lock_variants(tx: &mut Tx, variants: &[VariantId]) -> Result<Vec<(VariantId, LocationId, Figures)>> {
    const SQL: &str = sql!(
        "SELECT variant_id, location_id, on_hand, reserved FROM inventory_level
         WHERE variant_id IN list($1) ORDER BY variant_id, location_id FOR UPDATE"
    );
    Ok(tx.all(SQL, &v![variants], read).await?)
}

/// Makes levels of nothing where there are none. `keys` are in order.
pub async fn insert_empty(tx: &mut Tx, keys: &[Key], now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_level (variant_id, location_id, on_hand, reserved, updated_at) VALUES ($1, $2, 0, 0, $3)
         ON CONFLICT (variant_id, location_id) DO NOTHING"
    );
    let rows: Vec<[Val<'_>; 3]> = keys.iter().map(|(variant, location)| v![variant, location, now]).collect();
    tx.insert_many(SQL, &rows).await?;
    Ok(())
}

/// Puts levels that this transaction has locked to new figures on hand.
pub async fn put_on_hand(tx: &mut Tx, levels: &[(Key, i64)], now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_level (variant_id, location_id, on_hand, reserved, updated_at) VALUES ($1, $2, $3, 0, $4)
         ON CONFLICT (variant_id, location_id) DO UPDATE SET on_hand = excluded.on_hand, updated_at = excluded.updated_at"
    );
    let rows: Vec<[Val<'_>; 4]> =
        levels.iter().map(|((variant, location), on_hand)| v![variant, location, *on_hand, now]).collect();
    tx.insert_many(SQL, &rows).await?;
    Ok(())
}

/// Holds `units` of a level if it has them, or may go below zero; answers what is available after that, or nothing when
/// it cannot be done. This condition is what keeps the shop from selling twice.
pub async fn hold(tx: &mut Tx, key: Key, units: i64, backorder: bool, now: Timestamp) -> Result<Option<i64>> {
    const SQL: &str = sql!(
        "UPDATE inventory_level SET reserved = reserved + $3, updated_at = $5
         WHERE variant_id = $1 AND location_id = $2 AND (on_hand - reserved >= $3 OR $4)
         RETURNING on_hand - reserved"
    );
    Ok(tx.opt(SQL, &v![key.0, key.1, units, backorder, now], |row| row.get(0)).await?)
}

/// Gives held units back; answers what is available after that.
pub async fn give_back(tx: &mut Tx, key: Key, units: i64, now: Timestamp) -> Result<i64> {
    const SQL: &str = sql!(
        "UPDATE inventory_level SET reserved = reserved - $3, updated_at = $4
         WHERE variant_id = $1 AND location_id = $2 AND reserved >= $3 RETURNING on_hand - reserved"
    );
    let available = tx.opt(SQL, &v![key.0, key.1, units, now], |row| row.get(0)).await?;
    available.ok_or_else(|| not_held(&[(key, units)]))
}

/// Sells held units: they leave the shelf and the hold together, so what is available stays. `parts` are in order.
pub async fn sell(tx: &mut Tx, parts: &[(Key, i64)], now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "UPDATE inventory_level SET on_hand = on_hand - $3, reserved = reserved - $3, updated_at = $4
         WHERE variant_id = $1 AND location_id = $2 AND reserved >= $3"
    );
    let sets: Vec<[Val<'_>; 4]> =
        parts.iter().map(|((variant, location), units)| v![variant, location, *units, now]).collect();
    let touched = tx.exec_many(SQL, &sets).await?;
    if usize::try_from(touched) == Ok(parts.len()) { Ok(()) } else { Err(not_held(parts)) }
}

/// A reservation says that units are held, and a level says that they are not.
fn not_held(parts: &[(Key, i64)]) -> Fault {
    Fault::internal(format!("not all of these units are held by their levels: {parts:?}"))
}

/// The variants that have something to sell at a location.
pub async fn sellable_at(tx: &mut Tx, location: LocationId) -> Result<Vec<VariantId>> {
    const SQL: &str = sql!(
        "SELECT variant_id FROM inventory_level WHERE location_id = $1 AND on_hand > reserved ORDER BY variant_id"
    );
    Ok(tx.all(SQL, &v![location], |row| row.get(0)).await?)
}

/// The distinct variants of `keys`, which are in order.
pub fn variants_of(keys: &[Key]) -> Vec<VariantId> {
    let mut variants: Vec<VariantId> = keys.iter().map(|(variant, _)| *variant).collect();
    variants.dedup();
    variants
}

//! Policies, and what is known of a variant as a whole.

use super::{Read, Result, levels::Figures};
use infrasell_contracts::inventory::{Availability, StockPolicy};
use infrasell_db::{Db, Row, Tx, Val, sql, v};
use infrasell_kernel::{LocationId, VariantId};
use infrasell_rules::stock::BackorderPolicy;
use std::collections::BTreeMap;

/// A policy as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Whether it is counted at all.
    pub tracked: bool,
    /// Whether it is sold beyond what is there.
    pub backorder: BackorderPolicy,
    /// At or below this many units staff are told.
    pub threshold: Option<i64>,
    /// They have been.
    pub low: bool,
    /// Whether it was ever sold beyond what was there.
    pub ever_backorder: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy { tracked: true, backorder: BackorderPolicy::Deny, threshold: None, low: false, ever_backorder: false }
    }
}

impl Policy {
    /// Whether one unit can always be sold, whatever the levels say.
    pub fn always_sold(&self) -> bool {
        !self.tracked || self.backorder == BackorderPolicy::Continue
    }

    /// As the contract says it.
    pub fn to_contract(&self, variant: VariantId) -> StockPolicy {
        StockPolicy { variant, tracked: self.tracked, backorder: self.backorder, low_stock_threshold: self.threshold }
    }
}

const COLUMNS: &str = "tracked, backorder, low_stock_threshold, low, ever_backorder";

fn read(row: &Row<'_>) -> Read<Policy> {
    Ok(Policy {
        tracked: row.next()?,
        backorder: row.next_parse()?,
        threshold: row.next()?,
        low: row.next()?,
        ever_backorder: row.next()?,
    })
}

fn read_keyed(row: &Row<'_>) -> Read<(VariantId, Policy)> {
    Ok((row.next()?, read(row)?))
}

/// The policies that were ever set.
pub async fn of(db: &Db, variants: &[VariantId]) -> Result<BTreeMap<VariantId, Policy>> {
    const SQL: &str = sql!("SELECT variant_id, ", COLUMNS, " FROM inventory_policy WHERE variant_id IN list($1)");
    Ok(db.all(SQL, &v![variants], read_keyed).await?.into_iter().collect())
}

/// The policies that were ever set, kept from changing until the transaction ends.
pub async fn lock(tx: &mut Tx, variants: &[VariantId]) -> Result<BTreeMap<VariantId, Policy>> {
    const SQL: &str = sql!(
        "SELECT variant_id, ",
        COLUMNS,
        " FROM inventory_policy WHERE variant_id IN list($1) ORDER BY variant_id FOR UPDATE"
    );
    Ok(tx.all(SQL, &v![variants], read_keyed).await?.into_iter().collect())
}

/// Writes policies; the low-stock flag of one that exists is left to [`set_low`].
pub async fn put(tx: &mut Tx, policies: &[(VariantId, Policy)]) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inventory_policy (variant_id, tracked, backorder, low_stock_threshold, low, ever_backorder)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (variant_id) DO UPDATE SET tracked = excluded.tracked, backorder = excluded.backorder,
             low_stock_threshold = excluded.low_stock_threshold,
             ever_backorder = (inventory_policy.ever_backorder OR excluded.ever_backorder)"
    );
    let rows: Vec<[Val<'_>; 6]> = policies
        .iter()
        .map(|(id, p)| v![id, p.tracked, p.backorder.as_str(), p.threshold, p.low, p.ever_backorder])
        .collect();
    tx.insert_many(SQL, &rows).await?;
    Ok(())
}

/// Notes that staff have been told, or that it is low no longer; says whether that was news.
pub async fn set_low(tx: &mut Tx, variant: VariantId, low: bool) -> Result<bool> {
    const SQL: &str = sql!("UPDATE inventory_policy SET low = $2 WHERE variant_id = $1 AND low <> $2");
    Ok(tx.exec(SQL, &v![variant, low]).await? == 1)
}

/// A variant with a threshold, and what is available of it over all locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    /// Which.
    pub variant: VariantId,
    /// Its threshold.
    pub threshold: i64,
    /// Whether staff have been told.
    pub low: bool,
    /// Available over all locations.
    pub available: i64,
}

const AVAILABLE: &str = "(SELECT CAST(COALESCE(SUM(l.on_hand - l.reserved), 0) AS BIGINT) FROM inventory_level l
     WHERE l.variant_id = p.variant_id)";

fn read_watched(row: &Row<'_>) -> Read<Watched> {
    Ok(Watched { variant: row.next()?, threshold: row.next()?, low: row.next()?, available: row.next()? })
}

/// Those of `variants` that have a threshold.
pub async fn watched(tx: &mut Tx, variants: &[VariantId]) -> Result<Vec<Watched>> {
    const SQL: &str = sql!(
        "SELECT p.variant_id, p.low_stock_threshold, p.low, ",
        AVAILABLE,
        " FROM inventory_policy p
         WHERE p.variant_id IN list($1) AND p.low_stock_threshold IS NOT NULL ORDER BY p.variant_id"
    );
    Ok(tx.all(SQL, &v![variants], read_watched).await?)
}

/// Every variant whose low-stock flag is not what its levels and threshold say.
pub async fn misflagged(db: &Db) -> Result<Vec<VariantId>> {
    const SQL: &str = sql!(
        "SELECT p.variant_id FROM inventory_policy p
         WHERE p.low_stock_threshold IS NOT NULL AND p.low <> (p.low_stock_threshold >= ",
        AVAILABLE,
        ") ORDER BY p.variant_id"
    );
    Ok(db.all(SQL, &[], |row| row.get(0)).await?)
}

/// Takes the flag from variants that have no threshold any more.
pub async fn unflag_unwatched(tx: &mut Tx, variants: &[VariantId]) -> Result<()> {
    const SQL: &str = sql!(
        "UPDATE inventory_policy SET low = FALSE WHERE variant_id IN list($1) AND low AND low_stock_threshold IS NULL"
    );
    tx.exec(SQL, &v![variants]).await?;
    Ok(())
}

/// A level, as far as selling is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stock {
    /// Where.
    pub location: LocationId,
    /// Whether that location sells.
    pub active: bool,
    /// The figures.
    pub figures: Figures,
}

/// What is known of a variant before stock is held for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariantFacts {
    /// How it is treated.
    pub policy: Policy,
    /// Its levels at every location, in id order.
    pub stock: Vec<Stock>,
}

/// Everything known of `variants`, in one statement.
pub async fn facts(tx: &mut Tx, variants: &[VariantId]) -> Result<BTreeMap<VariantId, VariantFacts>> {
    const SQL: &str = sql!(
        "SELECT ids.value, p.tracked, p.backorder, p.low_stock_threshold, p.low, p.ever_backorder,
             l.location_id, o.active, l.on_hand, l.reserved
         FROM list($1) AS ids
         LEFT JOIN inventory_policy p ON p.variant_id = ids.value
         LEFT JOIN inventory_level l ON l.variant_id = ids.value
         LEFT JOIN inventory_location o ON o.id = l.location_id
         ORDER BY ids.value, l.location_id"
    );
    let rows = tx
        .all(SQL, &v![variants], |row| {
            let variant: VariantId = row.next()?;
            let policy = if row.get::<Option<bool>>(1)?.is_some() { read(row)? } else { Policy::default() };
            let stock = match row.get::<Option<LocationId>>(6)? {
                Some(location) => Some(Stock {
                    location,
                    active: row.get(7)?,
                    figures: Figures { on_hand: row.get(8)?, reserved: row.get(9)? },
                }),
                None => None,
            };
            Ok((variant, policy, stock))
        })
        .await?;
    let mut facts: BTreeMap<VariantId, VariantFacts> = BTreeMap::new();
    for (variant, policy, stock) in rows {
        let known = facts.entry(variant).or_insert_with(|| VariantFacts { policy, stock: vec![] });
        known.stock.extend(stock);
    }
    Ok(facts)
}

/// What can be sold of each of `variants` at the active ones of `locations`, or at every active one when that is empty.
pub async fn availability(
    db: &Db,
    variants: &[VariantId],
    locations: &[LocationId],
) -> Result<BTreeMap<VariantId, Availability>> {
    const SQL: &str = sql!(
        "SELECT ids.value, p.tracked, p.backorder,
             (SELECT CAST(COALESCE(SUM(l.on_hand - l.reserved), 0) AS BIGINT)
              FROM inventory_level l JOIN inventory_location o ON o.id = l.location_id
              WHERE l.variant_id = ids.value AND o.active AND l.on_hand > l.reserved
                  AND ($2 OR l.location_id IN list($3)))
         FROM list($1) AS ids LEFT JOIN inventory_policy p ON p.variant_id = ids.value"
    );
    let rows = db
        .all(SQL, &v![variants, locations.is_empty(), locations], |row| {
            let variant: VariantId = row.get(0)?;
            let mut policy = Policy::default();
            if let Some(tracked) = row.get(1)? {
                policy = Policy { tracked, backorder: row.parse(2)?, ..policy };
            }
            let available: i64 = row.get(3)?;
            let in_stock = available > 0 || policy.always_sold();
            let Policy { tracked, backorder, .. } = policy;
            Ok((variant, Availability { variant, tracked, available, backorder, in_stock }))
        })
        .await?;
    Ok(rows.into_iter().collect())
}

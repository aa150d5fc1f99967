//! Tax classes and rates.

use super::{Read, Result};
use crate::{rates::PlacedRate, timeline::Span};
use infrasell_contracts::pricing::{ListTaxRates, TaxClass, TaxRate};
use infrasell_db::{Db, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{CountryCode, TaxClassId, TaxRateId, Timestamp};
use std::collections::BTreeMap;

fn read_class(row: &Row<'_>) -> Read<TaxClass> {
    Ok(TaxClass { id: row.next()?, code: row.next()?, name: row.next()? })
}

/// Up to `limit + 1` classes behind `after`, in id order.
pub async fn classes(db: &Db, after: Option<i64>, limit: i64) -> Result<Vec<TaxClass>> {
    let mut q = Q::new("SELECT id, code, name FROM pricing_tax_class WHERE TRUE");
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read_class).await?)
}

/// The class of this code.
pub async fn find_class(tx: &mut Tx, code: &str) -> Result<Option<TaxClass>> {
    const SQL: &str = sql!("SELECT id, code, name FROM pricing_tax_class WHERE code = $1");
    Ok(tx.opt(SQL, &v![code], read_class).await?)
}

/// The class of this code; its rates are this transaction's alone to change until it ends.
pub async fn lock_class(tx: &mut Tx, code: &str) -> Result<Option<TaxClass>> {
    const SQL: &str = sql!("SELECT id, code, name FROM pricing_tax_class WHERE code = $1 FOR UPDATE");
    Ok(tx.opt(SQL, &v![code], read_class).await?)
}

/// Adds a class; says whether its code was free.
pub async fn insert_class(tx: &mut Tx, new: &TaxClass) -> Result<bool> {
    const SQL: &str =
        sql!("INSERT INTO pricing_tax_class (id, code, name) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING");
    Ok(tx.exec(SQL, &v![new.id, &new.code, &new.name]).await? == 1)
}

const RATE: &str = "r.id, c.code, r.country, r.region, r.tax, r.rate_ppm, r.kind, r.starts_at, r.ends_at";
const FROM: &str = " FROM pricing_tax_rate r JOIN pricing_tax_class c ON c.id = r.class_id ";

fn read_rate(row: &Row<'_>) -> Read<TaxRate> {
    Ok(TaxRate {
        id: row.next()?,
        class: row.next()?,
        country: row.next()?,
        region: row.next()?,
        tax: row.next()?,
        rate_ppm: row.next()?,
        kind: row.next_parse()?,
        starts_at: row.next()?,
        ends_at: row.next()?,
    })
}

/// Up to `limit + 1` rates behind `after`, in id order.
pub async fn rates(db: &Db, filter: &ListTaxRates, after: Option<i64>, limit: i64) -> Result<Vec<TaxRate>> {
    let mut q = Q::new(format!("SELECT {RATE}{FROM}WHERE TRUE"));
    if let Some(class) = &filter.class {
        q.push(" AND c.code = ?", v![class]);
    }
    if let Some(country) = filter.country {
        q.push(" AND r.country = ?", v![country]);
    }
    if let Some(at) = filter.valid_at {
        q.push(" AND r.starts_at <= ? AND (r.ends_at IS NULL OR r.ends_at > ?)", v![at, at]);
    }
    q.page(&["r.id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read_rate).await?)
}

/// One rate.
pub async fn find_rate(tx: &mut Tx, id: TaxRateId) -> Result<Option<TaxRate>> {
    const SQL: &str = sql!("SELECT ", RATE, FROM, "WHERE r.id = $1");
    Ok(tx.opt(SQL, &v![id], read_rate).await?)
}

/// The rates of the same class, place and tax, in order of time.
pub async fn alike(tx: &mut Tx, rate: &TaxRate) -> Result<Vec<TaxRate>> {
    const SQL: &str = sql!(
        "SELECT ",
        RATE,
        FROM,
        "WHERE c.code = $1 AND r.country = $2 AND r.region = $3 AND r.tax = $4 ORDER BY r.starts_at"
    );
    Ok(tx.all(SQL, &v![&rate.class, rate.country, &rate.region, &rate.tax], read_rate).await?)
}

/// Adds a rate.
pub async fn insert_rate(tx: &mut Tx, class: TaxClassId, new: &TaxRate) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO pricing_tax_rate (id, class_id, country, region, tax, rate_ppm, kind, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let TaxRate { id, class: _, country, region, tax, rate_ppm, kind, starts_at, ends_at } = new;
    tx.exec(SQL, &v![id, class, country, region, tax, rate_ppm, kind.as_str(), *starts_at, *ends_at]).await?;
    Ok(())
}

/// Writes when a rate ends.
pub async fn end_rate(tx: &mut Tx, id: TaxRateId, ends_at: Timestamp) -> Result<()> {
    const SQL: &str = sql!("UPDATE pricing_tax_rate SET ends_at = $2 WHERE id = $1");
    tx.exec(SQL, &v![id, ends_at]).await?;
    Ok(())
}

/// Where they are.
pub const TABLES: [&str; 2] = ["pricing_tax_class", "pricing_tax_rate"];

/// The rates of every class at a place, past and coming ones too, each with the time that it holds. A class without one
/// there is answered with none.
pub async fn at_place(
    db: &Db,
    country: CountryCode,
    region: &str,
) -> Result<BTreeMap<String, Vec<(Span, PlacedRate)>>> {
    const SQL: &str = sql!(
        "SELECT c.code, r.tax, r.region, r.rate_ppm, r.kind, r.starts_at, r.ends_at
         FROM pricing_tax_class c
         LEFT JOIN pricing_tax_rate r ON r.class_id = c.id AND r.country = $1 AND (r.region = '' OR r.region = $2)"
    );
    let rows = db
        .all(SQL, &v![country, region], |row| {
            let class: String = row.next()?;
            let Some(tax) = row.next()? else { return Ok((class, None)) };
            let rate = PlacedRate { tax, region: row.next()?, rate: row.next()?, kind: row.next_parse()? };
            Ok((class, Some((Span { starts_at: row.next()?, ends_at: row.next()? }, rate))))
        })
        .await?;
    let mut placed: BTreeMap<String, Vec<(Span, PlacedRate)>> = BTreeMap::new();
    for (class, rate) in rows {
        placed.entry(class).or_default().extend(rate);
    }
    Ok(placed)
}

//! Prices.

use super::{Read, Result};
use crate::timeline::{Amounts, ListedRow, Row as PriceRow, Span};
use infrasell_contracts::pricing::{Price, VariantPrice};
use infrasell_db::{Db, Dir, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{ChannelId, Money, PriceId, PriceListId, Timestamp, VariantId};
use std::collections::{BTreeMap, BTreeSet};

/// The id of the row of list `l` that is in force for a variant at `$2`. One step down an index.
const IN_FORCE: &str = "(SELECT q.id FROM pricing_price q
     WHERE q.variant_id = ids.value AND q.list_id = l.id
         AND q.starts_at <= $2 AND (q.ends_at IS NULL OR q.ends_at > $2)
     ORDER BY q.starts_at DESC, q.created_at DESC, q.id DESC LIMIT 1)";

/// The prices of `variants` that are in force in a channel at `at`, in one statement. Of the lists that have one, that of
/// the highest priority wins, and of equal ones the newest. A compare-at price that is no reduction is left out.
pub async fn in_force(
    db: &Db,
    variants: &[VariantId],
    channel: ChannelId,
    at: Timestamp,
) -> Result<BTreeMap<VariantId, VariantPrice>> {
    const SQL: &str = sql!(
        "SELECT ids.value, l.id, l.currency, p.price_minor, p.compare_at_minor, p.mrp_minor
         FROM pricing_list l
         JOIN pricing_list b ON b.channel_id = l.channel_id AND b.base AND b.currency = l.currency
         CROSS JOIN list($1) AS ids
         JOIN pricing_price p ON p.id = ",
        IN_FORCE,
        " WHERE l.channel_id = $3 AND l.active
             AND (l.starts_at IS NULL OR l.starts_at <= $2) AND (l.ends_at IS NULL OR l.ends_at > $2)
         ORDER BY l.priority DESC, l.id DESC"
    );
    let rows = db
        .all(SQL, &v![variants, at, channel], |row| {
            let (variant, list, currency) = (row.next()?, row.next()?, row.next()?);
            let Amounts { price, compare_at, mrp } = read_amounts(row)?;
            let money = |minor| Money::new(minor, currency);
            let compare_at = compare_at.filter(|reduced_from| *reduced_from > price).map(money);
            Ok(VariantPrice { variant, price: money(price), compare_at, mrp: mrp.map(money), list })
        })
        .await?;
    let mut winners = BTreeMap::new();
    for price in rows {
        winners.entry(price.variant).or_insert(price);
    }
    Ok(winners)
}

fn read_amounts(row: &Row<'_>) -> Read<Amounts> {
    Ok(Amounts { price: row.next()?, compare_at: row.next()?, mrp: row.next()? })
}

const ROW: &str = "p.id, p.price_minor, p.compare_at_minor, p.mrp_minor, p.starts_at, p.ends_at, p.created_at";

fn read_row(row: &Row<'_>) -> Read<PriceRow> {
    Ok(PriceRow {
        id: row.next()?,
        amounts: read_amounts(row)?,
        span: Span { starts_at: row.next()?, ends_at: row.next()? },
        created_at: row.next()?,
    })
}

/// The rows of one list that are in force for `variants` at `at`: one a variant.
pub async fn in_list(
    tx: &mut Tx,
    variants: &[VariantId],
    list: PriceListId,
    at: Timestamp,
) -> Result<BTreeMap<VariantId, Vec<PriceRow>>> {
    const SQL: &str = sql!(
        "SELECT ids.value, ",
        ROW,
        " FROM pricing_list l CROSS JOIN list($1) AS ids JOIN pricing_price p ON p.id = ",
        IN_FORCE,
        " WHERE l.id = $3"
    );
    by_variant(tx.all(SQL, &v![variants, at, list], |row| Ok((row.next()?, read_row(row)?))).await?)
}

/// Every row of one list for `variants` that holds at `since` or will.
pub async fn in_list_since(
    tx: &mut Tx,
    variants: &[VariantId],
    list: PriceListId,
    since: Timestamp,
) -> Result<BTreeMap<VariantId, Vec<PriceRow>>> {
    const SQL: &str = sql!(
        "SELECT p.variant_id, ",
        ROW,
        " FROM pricing_price p WHERE p.variant_id IN list($1) AND p.list_id = $2
             AND (p.ends_at IS NULL OR p.ends_at > $3)"
    );
    by_variant(tx.all(SQL, &v![variants, list, since], |row| Ok((row.next()?, read_row(row)?))).await?)
}

fn by_variant<T>(rows: Vec<(VariantId, T)>) -> Result<BTreeMap<VariantId, Vec<T>>> {
    let mut grouped: BTreeMap<VariantId, Vec<T>> = BTreeMap::new();
    for (variant, row) in rows {
        grouped.entry(variant).or_default().push(row);
    }
    Ok(grouped)
}

/// Every row of a channel's lists that has begun for `variants`, and the lists' currency.
pub async fn begun(
    db: &Db,
    variants: &[VariantId],
    channel: ChannelId,
    now: Timestamp,
) -> Result<BTreeMap<VariantId, Vec<(infrasell_kernel::Currency, ListedRow)>>> {
    const SQL: &str = sql!(
        "SELECT p.variant_id, l.currency, l.priority, l.id, l.starts_at, l.ends_at, ",
        ROW,
        " FROM pricing_list l
         JOIN pricing_list b ON b.channel_id = l.channel_id AND b.base AND b.currency = l.currency
         JOIN pricing_price p ON p.list_id = l.id
         WHERE p.variant_id IN list($1) AND l.channel_id = $2 AND l.active AND p.starts_at <= $3"
    );
    let rows = db
        .all(SQL, &v![variants, channel, now], |row| {
            let (variant, currency) = (row.next()?, row.next()?);
            let list = (row.next()?, row.next()?);
            let starts_at = row.next::<Option<Timestamp>>()?.unwrap_or(Timestamp::MIN);
            let list_span = Span { starts_at, ends_at: row.next()? };
            Ok((variant, (currency, ListedRow { list, list_span, row: read_row(row)? })))
        })
        .await?;
    by_variant(rows)
}

/// A price to write.
#[derive(Debug, Clone, Copy)]
pub struct NewPrice {
    /// What.
    pub variant: VariantId,
    /// The rest.
    pub row: PriceRow,
}

/// Adds prices to a list.
pub async fn insert(tx: &mut Tx, list: PriceListId, new: &[NewPrice]) -> Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO pricing_price
             (id, list_id, variant_id, price_minor, compare_at_minor, mrp_minor, starts_at, ends_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let mut rows: Vec<[Val<'_>; 9]> = Vec::with_capacity(new.len());
    for NewPrice { variant, row } in new {
        let Amounts { price, compare_at, mrp } = row.amounts;
        let Span { starts_at, ends_at } = row.span;
        rows.push(v![row.id, list, variant, price, compare_at, mrp, starts_at, ends_at, row.created_at]);
    }
    tx.insert_many(SQL, &rows).await?;
    Ok(())
}

/// The place of a price in its history.
pub type HistoryKey = (i64, i64, i64);

/// The place of this price.
pub fn history_key(price: &Price) -> HistoryKey {
    (price.starts_at.micros(), price.created_at.micros(), price.id.get())
}

/// Up to `limit + 1` prices of a variant behind `after`, newest first.
pub async fn history(
    db: &Db,
    variant: VariantId,
    channel: Option<ChannelId>,
    after: Option<HistoryKey>,
    limit: i64,
) -> Result<Vec<Price>> {
    let mut q = Q::new(format!("SELECT {ROW}, p.list_id FROM pricing_price p WHERE TRUE"));
    q.push(" AND p.variant_id = ?", v![variant]);
    if let Some(channel) = channel {
        q.push(" AND p.list_id IN (SELECT id FROM pricing_list WHERE channel_id = ?)", v![channel]);
    }
    let after = after.map(|(starts_at, created_at, id)| v![starts_at, created_at, id]);
    q.page(&["p.starts_at", "p.created_at", "p.id"], Dir::Desc, after, limit);
    let rows = q
        .all(db, |row| {
            let PriceRow { id, amounts, span, created_at } = read_row(row)?;
            Ok(Price {
                id,
                list: row.next()?,
                variant,
                price_minor: amounts.price,
                compare_at_minor: amounts.compare_at,
                mrp_minor: amounts.mrp,
                starts_at: span.starts_at,
                ends_at: span.ends_at,
                created_at,
            })
        })
        .await?;
    Ok(rows)
}

/// Until when others were told of prices that began or ended by themselves.
pub async fn told_until(db: &Db) -> Result<Timestamp> {
    const SQL: &str = sql!("SELECT told_until FROM pricing_told WHERE id = 1");
    Ok(db.one(SQL, &[], |row| row.get(0)).await?)
}

/// [`told_until`], kept from changing until the transaction ends.
pub async fn lock_told_until(tx: &mut Tx) -> Result<Timestamp> {
    const SQL: &str = sql!("SELECT told_until FROM pricing_told WHERE id = 1 FOR UPDATE");
    Ok(tx.one(SQL, &[], |row| row.get(0)).await?)
}

/// Notes until when others were told.
pub async fn set_told_until(tx: &mut Tx, until: Timestamp) -> Result<()> {
    const SQL: &str = sql!("UPDATE pricing_told SET told_until = $1 WHERE id = 1");
    tx.exec(SQL, &v![until]).await?;
    Ok(())
}

/// What began or ended by itself after `from` and up to `to`: the channels and their variants.
pub async fn turned(db: &Db, from: Timestamp, to: Timestamp) -> Result<BTreeMap<ChannelId, BTreeSet<VariantId>>> {
    const SQL: &str = sql!(
        "SELECT l.channel_id, p.variant_id FROM pricing_price p JOIN pricing_list l ON l.id = p.list_id
         WHERE p.starts_at > p.created_at AND p.starts_at > $1 AND p.starts_at <= $2
         UNION SELECT l.channel_id, p.variant_id FROM pricing_price p JOIN pricing_list l ON l.id = p.list_id
         WHERE p.ends_at IS NOT NULL AND p.ends_at > $1 AND p.ends_at <= $2
         UNION SELECT l.channel_id, p.variant_id FROM pricing_list l JOIN pricing_price p ON p.list_id = l.id
         WHERE (l.starts_at > $1 AND l.starts_at <= $2) OR (l.ends_at > $1 AND l.ends_at <= $2)"
    );
    let mut turned: BTreeMap<ChannelId, BTreeSet<VariantId>> = BTreeMap::new();
    for (channel, variant) in db.all(SQL, &v![from, to], |row| Ok((row.get(0)?, row.get(1)?))).await? {
        turned.entry(channel).or_default().insert(variant);
    }
    Ok(turned)
}

/// An id for each of `count` new prices.
pub async fn ids(tx: &mut Tx, count: usize) -> Result<Vec<PriceId>> {
    Ok(tx.next_ids(count).await?)
}

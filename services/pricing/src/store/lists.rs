//! Price lists.

use super::{Read, Result};
use infrasell_contracts::pricing::PriceList;
use infrasell_db::{Db, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{ChannelId, PriceListId, Timestamp, VariantId};

const COLUMNS: &str = "id, code, name, channel_id, currency, priority, active, starts_at, ends_at";

fn read(row: &Row<'_>) -> Read<PriceList> {
    Ok(PriceList {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        channel: row.next()?,
        currency: row.next()?,
        priority: row.next()?,
        active: row.next()?,
        starts_at: row.next()?,
        ends_at: row.next()?,
    })
}

/// Up to `limit + 1` lists behind `after`, in id order.
pub async fn page(db: &Db, channel: Option<ChannelId>, after: Option<i64>, limit: i64) -> Result<Vec<PriceList>> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM pricing_list WHERE TRUE"));
    if let Some(channel) = channel {
        q.push(" AND channel_id = ?", v![channel]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

/// One list.
pub async fn find(tx: &mut Tx, id: PriceListId) -> Result<Option<PriceList>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM pricing_list WHERE id = $1");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// One list, kept from changing until the transaction ends.
pub async fn lock(tx: &mut Tx, id: PriceListId) -> Result<Option<PriceList>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM pricing_list WHERE id = $1 FOR UPDATE");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// The list that a channel begins with, if it has been made.
pub async fn base(tx: &mut Tx, channel: ChannelId) -> Result<Option<PriceList>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM pricing_list WHERE channel_id = $1 AND base");
    Ok(tx.opt(SQL, &v![channel], read).await?)
}

/// How many lists a channel has.
pub async fn count(tx: &mut Tx, channel: ChannelId) -> Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM pricing_list WHERE channel_id = $1");
    Ok(tx.one(SQL, &v![channel], |row| row.get(0)).await?)
}

/// Adds a list, the channel's base or another; says whether that was possible: the code is unique, and so is the base of
/// a channel.
pub async fn insert(tx: &mut Tx, new: &PriceList, base: bool, now: Timestamp) -> Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO pricing_list
             (id, code, name, channel_id, currency, priority, active, starts_at, ends_at, base, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT DO NOTHING"
    );
    let PriceList { id, code, name, channel, currency, priority, active, starts_at, ends_at } = new;
    let values = v![id, code, name, channel, currency, *priority, *active, *starts_at, *ends_at, base, now];
    Ok(tx.exec(SQL, &values).await? == 1)
}

/// Writes what a patch made of a list.
pub async fn update(tx: &mut Tx, new: &PriceList, now: Timestamp) -> Result<()> {
    const SQL: &str = sql!(
        "UPDATE pricing_list SET name = $2, priority = $3, active = $4, starts_at = $5, ends_at = $6, updated_at = $7
         WHERE id = $1"
    );
    tx.exec(SQL, &v![new.id, &new.name, new.priority, new.active, new.starts_at, new.ends_at, now]).await?;
    Ok(())
}

/// Every variant that has or had a price in a list.
pub async fn variants(tx: &mut Tx, id: PriceListId) -> Result<Vec<VariantId>> {
    const SQL: &str = sql!("SELECT DISTINCT variant_id FROM pricing_price WHERE list_id = $1 ORDER BY variant_id");
    Ok(tx.all(SQL, &v![id], |row| row.get(0)).await?)
}

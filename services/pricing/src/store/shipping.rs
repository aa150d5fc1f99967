//! Shipping methods.

use super::{Read, Result};
use infrasell_contracts::pricing::ShippingMethod;
use infrasell_db::{Db, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{ChannelId, ShippingMethodId};

/// Where they are.
pub const TABLE: &str = "pricing_shipping_method";

const COLUMNS: &str = "id, code, name, description, channel_id, price_minor, free_over_minor, min_subtotal_minor,
     max_subtotal_minor, min_weight_grams, max_weight_grams, countries, tax_class, active, version";

fn read(row: &Row<'_>) -> Read<ShippingMethod> {
    Ok(ShippingMethod {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        description: row.next()?,
        channel: row.next()?,
        price_minor: row.next()?,
        free_over_minor: row.next()?,
        min_subtotal_minor: row.next()?,
        max_subtotal_minor: row.next()?,
        min_weight_grams: row.next()?,
        max_weight_grams: row.next()?,
        countries: row.next_json()?,
        tax_class: row.next()?,
        active: row.next()?,
        version: row.next()?,
    })
}

/// Up to `limit + 1` methods behind `after`, in id order.
pub async fn page(
    db: &Db,
    channel: Option<ChannelId>,
    active: Option<bool>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<ShippingMethod>> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM pricing_shipping_method WHERE TRUE"));
    if let Some(channel) = channel {
        q.push(" AND channel_id = ?", v![channel]);
    }
    if let Some(active) = active {
        q.push(" AND active = ?", v![active]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

/// The methods that a channel offers, in id order.
pub async fn offered(db: &Db, channel: ChannelId) -> Result<Vec<ShippingMethod>> {
    const SQL: &str =
        sql!("SELECT ", COLUMNS, " FROM pricing_shipping_method WHERE channel_id = $1 AND active ORDER BY id");
    Ok(db.all(SQL, &v![channel], read).await?)
}

/// One method, kept from changing until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ShippingMethodId) -> Result<Option<ShippingMethod>> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM pricing_shipping_method WHERE id = $1 FOR UPDATE");
    Ok(tx.opt(SQL, &v![id], read).await?)
}

/// How many methods a channel has.
pub async fn count(tx: &mut Tx, channel: ChannelId) -> Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM pricing_shipping_method WHERE channel_id = $1");
    Ok(tx.one(SQL, &v![channel], |row| row.get(0)).await?)
}

/// Adds a method; says whether its code was free in the channel.
pub async fn insert(tx: &mut Tx, new: &ShippingMethod) -> Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO pricing_shipping_method (",
        COLUMNS,
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (channel_id, code) DO NOTHING"
    );
    let values = v![
        new.id,
        &new.code,
        &new.name,
        &new.description,
        new.channel,
        new.price_minor,
        new.free_over_minor,
        new.min_subtotal_minor,
        new.max_subtotal_minor,
        new.min_weight_grams,
        new.max_weight_grams,
        Json(&new.countries),
        &new.tax_class,
        new.active,
        new.version,
    ];
    Ok(tx.exec(SQL, &values).await? == 1)
}

/// Writes what a patch made of a method.
pub async fn update(tx: &mut Tx, new: &ShippingMethod) -> Result<()> {
    const SQL: &str = sql!(
        "UPDATE pricing_shipping_method SET name = $2, description = $3, price_minor = $4, free_over_minor = $5,
             min_subtotal_minor = $6, max_subtotal_minor = $7, min_weight_grams = $8, max_weight_grams = $9,
             countries = $10, tax_class = $11, active = $12, version = $13
         WHERE id = $1"
    );
    let values = v![
        new.id,
        &new.name,
        &new.description,
        new.price_minor,
        new.free_over_minor,
        new.min_subtotal_minor,
        new.max_subtotal_minor,
        new.min_weight_grams,
        new.max_weight_grams,
        Json(&new.countries),
        &new.tax_class,
        new.active,
        new.version,
    ];
    tx.exec(SQL, &values).await?;
    Ok(())
}

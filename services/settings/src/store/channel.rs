//! Channels.

use infrasell_contracts::settings::{Channel, ChannelRef};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::ChannelId;
use infrasell_rpc::Fault;

/// Where they are.
pub(crate) const TABLE: &str = "settings_channel";

const COLUMNS: &str = "id, code, name, currency, locales, countries, prices_include_tax, tax_rounding, \
                       stock_locations, active, version, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Channel, DbError> {
    Ok(Channel {
        id: row.next()?,
        code: row.next()?,
        name: row.next()?,
        currency: row.next()?,
        locales: row.next_json()?,
        countries: row.next_json()?,
        prices_include_tax: row.next()?,
        tax_rounding: row.next_json()?,
        stock_locations: row.next_json()?,
        active: row.next()?,
        version: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
    })
}

const BY_ID: &str = sql!("SELECT ", COLUMNS, " FROM settings_channel WHERE id = $1");
const BY_CODE: &str = sql!("SELECT ", COLUMNS, " FROM settings_channel WHERE code = $1");
pub(crate) async fn find(db: &Db, channel: &ChannelRef) -> Result<Option<Channel>, Fault> {
    Ok(match channel {
        ChannelRef::Id(id) => db.opt(BY_ID, &v![id], read).await?,
        ChannelRef::Code(code) => db.opt(BY_CODE, &v![code], read).await?,
    })
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM settings_channel WHERE id = $1 FOR UPDATE");
/// The channel, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: ChannelId) -> Result<Option<Channel>, Fault> {
    Ok(tx.opt(LOCK, &v![id], read).await?)
}

/// Up to `limit + 1` channels behind `after`, in id order.
pub(crate) async fn page(
    db: &Db,
    active: Option<bool>,
    after: Option<ChannelId>,
    limit: i64,
) -> Result<Vec<Channel>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM settings_channel WHERE TRUE"));
    if let Some(active) = active {
        q.push(" AND active = ?", v![active]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO settings_channel (",
    COLUMNS,
    ")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
);
pub(crate) async fn insert(tx: &mut Tx, channel: &Channel) -> Result<(), DbError> {
    tx.exec(INSERT, &values(channel)).await.map(drop)
}

const INSERT_NEW: &str = sql!(
    "INSERT INTO settings_channel (",
    COLUMNS,
    ")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (code) DO NOTHING"
);
/// Inserts the channel unless its code is there; true when it was not.
pub(crate) async fn insert_new(tx: &mut Tx, channel: &Channel) -> Result<bool, Fault> {
    Ok(tx.exec(INSERT_NEW, &values(channel)).await? == 1)
}

fn values(channel: &Channel) -> [Val<'_>; 13] {
    v![
        channel.id,
        &channel.code,
        &channel.name,
        channel.currency,
        Json(&channel.locales),
        Json(&channel.countries),
        channel.prices_include_tax,
        Json(&channel.tax_rounding),
        Json(&channel.stock_locations),
        channel.active,
        channel.version,
        channel.created_at,
        channel.updated_at,
    ]
}

const UPDATE: &str = sql!(
    "UPDATE settings_channel SET name = $2, locales = $3, countries = $4, prices_include_tax = $5, tax_rounding = $6,
         stock_locations = $7, active = $8, version = $9, updated_at = $10
     WHERE id = $1 AND version = $9 - 1"
);
/// Puts `channel` in the place of the version before it; false when that is gone.
pub(crate) async fn update(tx: &mut Tx, channel: &Channel) -> Result<bool, Fault> {
    let values = v![
        channel.id,
        &channel.name,
        Json(&channel.locales),
        Json(&channel.countries),
        channel.prices_include_tax,
        Json(&channel.tax_rounding),
        Json(&channel.stock_locations),
        channel.active,
        channel.version,
        channel.updated_at,
    ];
    Ok(tx.exec(UPDATE, &values).await? == 1)
}

//! The one row of the shop.

use infrasell_contracts::settings::Shop;
use infrasell_db::{Db, DbError, Json, Row, Tx, Val, sql, v};
use infrasell_rpc::Fault;

/// Where it is.
pub(crate) const TABLE: &str = "settings_shop";

const COLUMNS: &str = "name, legal_name, legal_address, registration_number, email, phone, grievance, country, region, \
                       time_zone, currency, order_number, version, updated_at";

fn read(row: &Row<'_>) -> Result<Shop, DbError> {
    Ok(Shop {
        name: row.next()?,
        legal_name: row.next()?,
        legal_address: row.next_json()?,
        registration_number: row.next()?,
        email: row.next()?,
        phone: row.next()?,
        grievance: row.next_json()?,
        country: row.next()?,
        region: row.next()?,
        time_zone: row.next()?,
        currency: row.next()?,
        order_number: row.next_json()?,
        version: row.next()?,
        updated_at: row.next()?,
    })
}

const GET: &str = sql!("SELECT ", COLUMNS, " FROM settings_shop WHERE id = 1");
pub(crate) async fn get(db: &Db) -> Result<Option<Shop>, Fault> {
    Ok(db.opt(GET, &[], read).await?)
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM settings_shop WHERE id = 1 FOR UPDATE");
/// The shop, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx) -> Result<Option<Shop>, Fault> {
    Ok(tx.opt(LOCK, &[], read).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO settings_shop (id, ",
    COLUMNS,
    ")
     VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING"
);
/// Puts the first shop in place, unless there is one.
pub(crate) async fn insert(tx: &mut Tx, shop: &Shop) -> Result<(), Fault> {
    tx.exec(INSERT, &values(shop)).await?;
    Ok(())
}

const UPDATE: &str = sql!(
    "UPDATE settings_shop SET name = $1, legal_name = $2, legal_address = $3, registration_number = $4, email = $5,
         phone = $6, grievance = $7, country = $8, region = $9, time_zone = $10, currency = $11, order_number = $12,
         version = $13, updated_at = $14
     WHERE id = 1 AND version = $13 - 1"
);
/// Puts `shop` in the place of the version before it; false when that is gone.
pub(crate) async fn update(tx: &mut Tx, shop: &Shop) -> Result<bool, Fault> {
    Ok(tx.exec(UPDATE, &values(shop)).await? == 1)
}

fn values(shop: &Shop) -> [Val<'_>; 14] {
    v![
        &shop.name,
        &shop.legal_name,
        Json(&shop.legal_address),
        &shop.registration_number,
        &shop.email,
        &shop.phone,
        Json(&shop.grievance),
        shop.country,
        &shop.region,
        &shop.time_zone,
        shop.currency,
        Json(&shop.order_number),
        shop.version,
        shop.updated_at,
    ]
}

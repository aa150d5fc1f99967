//! The statements of customers' own rows.

use super::find;
use crate::model::Row;
use infrasell_db::{Db, DbError, Json, Tx, Val, sql, v};
use infrasell_kernel::{CustomerId, Timestamp};

pub(crate) const COLUMNS: &str = "c.id, c.email, c.name, c.phone, c.locale, c.note, c.pending, c.account, \
     c.email_verified_at, c.tags, c.default_shipping, c.default_billing, c.consent_seq, c.orders_count, c.spent, \
     c.last_order_at, c.created_at, c.updated_at, c.version";

pub(crate) fn read(row: &infrasell_db::Row<'_>) -> Result<Row, DbError> {
    Ok(Row {
        id: row.next()?,
        email: row.next()?,
        name: row.next()?,
        phone: row.next()?,
        locale: row.next()?,
        note: row.next()?,
        pending: row.next_json()?,
        account: row.next_tag()?,
        email_verified_at: row.next()?,
        tags: row.next_json()?,
        default_shipping: row.next()?,
        default_billing: row.next()?,
        consent_seq: row.next()?,
        orders_count: row.next()?,
        spent: row.next_json()?,
        last_order_at: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        version: row.next()?,
    })
}

const BY_ID: &str = sql!("SELECT ", COLUMNS, " FROM customers_customer AS c WHERE c.id = $1");
const BY_IDS: &str = sql!("SELECT ", COLUMNS, " FROM customers_customer AS c WHERE c.id IN list($1) ORDER BY c.id");
const BY_KEY: &str = sql!("SELECT ", COLUMNS, " FROM customers_customer AS c WHERE c.email_key = $1");
const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM customers_customer AS c WHERE c.id = $1 FOR UPDATE");
const LOCK_MANY: &str =
    sql!("SELECT ", COLUMNS, " FROM customers_customer AS c WHERE c.id IN list($1) ORDER BY c.id FOR UPDATE");

pub(crate) async fn find(db: &Db, id: CustomerId) -> Result<Option<Row>, DbError> {
    db.opt(BY_ID, &v![id], read).await
}

pub(crate) async fn find_many(db: &Db, ids: &[CustomerId]) -> Result<Vec<Row>, DbError> {
    db.all(BY_IDS, &v![ids], read).await
}

pub(crate) async fn by_key(db: &Db, key: &str) -> Result<Option<Row>, DbError> {
    db.opt(BY_KEY, &v![key], read).await
}

/// As [`by_key`], as the last writer leaves it, which a read outside of the transaction may not see yet.
pub(crate) async fn by_key_in(tx: &mut Tx, key: &str) -> Result<Option<Row>, DbError> {
    tx.opt(BY_KEY, &v![key], read).await
}

/// The customer, whom nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: CustomerId) -> Result<Option<Row>, DbError> {
    tx.opt(LOCK, &v![id], read).await
}

/// Those of `ids` who are there, in id order.
pub(crate) async fn lock_many(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<Row>, DbError> {
    tx.all(LOCK_MANY, &v![ids], read).await
}

pub(crate) async fn insert(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO customers_customer
             (id, email, email_key, name, name_key, phone, locale, note, pending, account, email_verified_at, tags,
              default_shipping, default_billing, consent_seq, orders_count, spent, spent_minor, last_order_at,
              updated_at, version, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"
    );
    let mut values = values(row);
    values.push(row.created_at.into());
    tx.exec(INSERT, &values).await?;
    find::insert(tx, row)
}

/// Writes what has changed of a customer whom this transaction has locked, as the version after the one that was read.
pub(crate) async fn save(tx: &mut Tx, row: &Row, keys_changed: bool) -> Result<(), DbError> {
    const SAVE: &str = sql!(
        "UPDATE customers_customer SET email = $2, email_key = $3, name = $4, name_key = $5, phone = $6, locale = $7,
             note = $8, pending = $9, account = $10, email_verified_at = $11, tags = $12, default_shipping = $13,
             default_billing = $14, consent_seq = $15, orders_count = $16, spent = $17, spent_minor = $18,
             last_order_at = $19, updated_at = $20, version = $21, created_at = $22
         WHERE id = $1 AND version = $21 - 1"
    );
    let mut values = values(row);
    values.push(row.created_at.into());
    changed_one(tx.exec(SAVE, &values).await?)?;
    if keys_changed {
        find::replace(tx, row)?;
    }
    Ok(())
}

/// As [`save`], of one of whom only what he bought has changed: the indexes of everything else are left alone.
pub(crate) async fn save_bought(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    const SAVE_BOUGHT: &str = sql!(
        "UPDATE customers_customer SET orders_count = $2, spent = $3, spent_minor = $4, last_order_at = $5,
             updated_at = $6, version = $7
         WHERE id = $1 AND version = $7 - 1"
    );
    let first = row.spent.first().map_or(0, |money| money.minor);
    let values = v![row.id, row.orders_count, Json(&row.spent), first, row.last_order_at, row.updated_at, row.version];
    changed_one(tx.exec(SAVE_BOUGHT, &values).await?)
}

fn changed_one(changed: u64) -> Result<(), DbError> {
    if changed == 1 { Ok(()) } else { Err(DbError::other("a customer who was locked has changed all the same")) }
}

fn values(row: &Row) -> Vec<Val<'_>> {
    v![
        row.id,
        &row.email,
        row.email_key(),
        &row.name,
        row.name_key(),
        &row.phone,
        &row.locale,
        &row.note,
        row.pending.as_ref().map_or(Val::Null, |pending| Json(pending).into()),
        row.account.as_str(),
        row.email_verified_at,
        Json(&row.tags),
        row.default_shipping,
        row.default_billing,
        row.consent_seq,
        row.orders_count,
        Json(&row.spent),
        row.spent.first().map_or(0, |money| money.minor),
        row.last_order_at,
        row.updated_at,
        row.version,
    ]
    .into()
}

/// Forgets a customer with everything that is his but orders, which he must not have.
pub(crate) async fn delete(tx: &mut Tx, id: CustomerId) -> Result<(), DbError> {
    const ROW: &str = sql!("DELETE FROM customers_customer WHERE id = $1");
    const KEYS: &str = sql!("DELETE FROM customers_find WHERE customer_id = $1");
    const ADDRESSES: &str = sql!("DELETE FROM customers_address WHERE customer_id = $1");
    const MEMBER: &str = sql!("DELETE FROM customers_member WHERE customer_id = $1");
    const CONSENTS: &str = sql!("DELETE FROM customers_consent WHERE customer_id = $1");
    for statement in [KEYS, ADDRESSES, MEMBER, CONSENTS, ROW] {
        tx.exec(statement, &v![id]).await?;
    }
    Ok(())
}

/// Raises the version of a group's members, so that who read them before learns that they have changed.
pub(crate) async fn touch_members(tx: &mut Tx, group: i64, now: Timestamp) -> Result<(), DbError> {
    const TOUCH: &str = sql!(
        "UPDATE customers_customer SET version = version + 1, updated_at = $2
         WHERE id IN (SELECT customer_id FROM customers_member WHERE group_id = $1)"
    );
    tx.exec(TOUCH, &v![group, now]).await?;
    Ok(())
}

/// Those who opened an account before `before`, never showed that the address is theirs, and are known for nothing else.
pub(crate) async fn forgotten(db: &Db, before: Timestamp, most: i64) -> Result<Vec<CustomerId>, DbError> {
    const FORGOTTEN: &str = sql!(
        "SELECT id FROM customers_customer
         WHERE account = 'unverified' AND updated_at < $1 AND orders_count = 0 AND note = '' AND tags = '[]'
             AND consent_seq = 0
         ORDER BY updated_at LIMIT $2"
    );
    db.all(FORGOTTEN, &v![before, most], |row| row.get(0)).await
}

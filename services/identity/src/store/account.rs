//! Customers' accounts.

use crate::check::fold;
use infrasell_contracts::identity::Account;
use infrasell_db::{Db, DbError, Row, Tx, sql, v};
use infrasell_kernel::{CustomerId, Locale, Timestamp};
use infrasell_rpc::Fault;

const COLUMNS: &str = "customer_id, email, email_verified_at, new_email, created_at, last_sign_in_at";

fn read(row: &Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        customer: row.next()?,
        email: row.next()?,
        email_verified_at: row.next()?,
        new_email: row.next()?,
        created_at: row.next()?,
        last_sign_in_at: row.next()?,
    })
}

/// An account with what must not leave this service.
pub(crate) struct Known {
    pub(crate) account: Account,
    pub(crate) password_hash: String,
    pub(crate) name: Option<String>,
    pub(crate) locale: Locale,
}

fn read_known(row: &Row<'_>) -> Result<Known, DbError> {
    Ok(Known { account: read(row)?, password_hash: row.next()?, name: row.next()?, locale: row.next_parse()? })
}

const OF_CUSTOMERS: &str =
    sql!("SELECT ", COLUMNS, " FROM identity_account WHERE customer_id IN list($1) ORDER BY customer_id");
pub(crate) async fn of_customers(db: &Db, customers: &[CustomerId]) -> Result<Vec<Account>, Fault> {
    Ok(db.all(OF_CUSTOMERS, &v![customers], read).await?)
}

const BY_EMAIL: &str =
    sql!("SELECT ", COLUMNS, ", password_hash, name, locale FROM identity_account WHERE email_key = $1");
pub(crate) async fn by_email(db: &Db, email_key: &str) -> Result<Option<Known>, Fault> {
    Ok(db.opt(BY_EMAIL, &v![email_key], read_known).await?)
}

const LOCK_BY_EMAIL: &str =
    sql!("SELECT ", COLUMNS, ", password_hash, name, locale FROM identity_account WHERE email_key = $1 FOR UPDATE");
pub(crate) async fn lock_by_email(tx: &mut Tx, email_key: &str) -> Result<Option<Known>, Fault> {
    Ok(tx.opt(LOCK_BY_EMAIL, &v![email_key], read_known).await?)
}

const BY_CUSTOMER: &str =
    sql!("SELECT ", COLUMNS, ", password_hash, name, locale FROM identity_account WHERE customer_id = $1");
pub(crate) async fn by_customer(db: &Db, customer: CustomerId) -> Result<Option<Known>, Fault> {
    Ok(db.opt(BY_CUSTOMER, &v![customer], read_known).await?)
}

const LOCK: &str =
    sql!("SELECT ", COLUMNS, ", password_hash, name, locale FROM identity_account WHERE customer_id = $1 FOR UPDATE");
pub(crate) async fn lock(tx: &mut Tx, customer: CustomerId) -> Result<Option<Known>, Fault> {
    Ok(tx.opt(LOCK, &v![customer], read_known).await?)
}

const INSERT: &str = sql!(
    "INSERT INTO identity_account (customer_id, email, email_key, password_hash, name, locale, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
);
/// Makes an account; false when the customer or the address has one.
pub(crate) async fn insert(tx: &mut Tx, new: &Known) -> Result<bool, Fault> {
    let Known { account, password_hash, name, locale } = new;
    let key = fold(&account.email);
    let values = v![account.customer, &account.email, key, password_hash, name, locale, account.created_at];
    Ok(tx.exec(INSERT, &values).await? == 1)
}

const REPLACE: &str = sql!(
    "UPDATE identity_account SET email = $2, password_hash = $3, name = $4, locale = $5
     WHERE customer_id = $1 AND email_verified_at IS NULL"
);
/// Puts another password on an account whose address nobody has shown to be his.
pub(crate) async fn replace_unverified(tx: &mut Tx, new: &Known) -> Result<(), Fault> {
    let Known { account, password_hash, name, locale } = new;
    tx.exec(REPLACE, &v![account.customer, &account.email, password_hash, name, locale]).await?;
    Ok(())
}

const SIGNED_IN: &str = sql!(
    "UPDATE identity_account SET last_sign_in_at = $3, password_hash = $4
     WHERE customer_id = $1 AND password_hash = $2 AND email_verified_at IS NOT NULL"
);
/// Notes a sign-in with the password behind `verified`; false when meanwhile it was changed or the account closed.
pub(crate) async fn signed_in(
    tx: &mut Tx,
    customer: CustomerId,
    (verified, new_hash): (&str, &str),
    now: Timestamp,
) -> Result<bool, Fault> {
    Ok(tx.exec(SIGNED_IN, &v![customer, verified, now, new_hash]).await? == 1)
}

const VERIFIED: &str = sql!(
    "UPDATE identity_account SET email_verified_at = coalesce(email_verified_at, $3)
     WHERE customer_id = $1 AND email_key = $2"
);
/// Notes that the address is his; false when the account has another one by now.
pub(crate) async fn verified(tx: &mut Tx, customer: CustomerId, email: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.exec(VERIFIED, &v![customer, fold(email), now]).await? == 1)
}

const ASK_EMAIL: &str = sql!("UPDATE identity_account SET new_email = $2 WHERE customer_id = $1");
pub(crate) async fn ask_email(tx: &mut Tx, customer: CustomerId, email: &str) -> Result<(), Fault> {
    tx.exec(ASK_EMAIL, &v![customer, email]).await?;
    Ok(())
}

const TAKE_EMAIL: &str = sql!(
    "UPDATE identity_account SET email = $2, email_key = $3, new_email = NULL, email_verified_at = $4
     WHERE customer_id = $1 AND new_email = $2"
);
/// Puts the address that was asked for in the place of the present one; false when he has asked for another since.
pub(crate) async fn take_email(
    tx: &mut Tx,
    customer: CustomerId,
    email: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(TAKE_EMAIL, &v![customer, email, fold(email), now]).await? == 1)
}

const SET_PASSWORD: &str = sql!(
    "UPDATE identity_account SET password_hash = $2, email_verified_at = coalesce(email_verified_at, $3)
     WHERE customer_id = $1"
);
/// Sets a password; `verified` is when that showed that the address is his.
pub(crate) async fn set_password(
    tx: &mut Tx,
    customer: CustomerId,
    hash: &str,
    verified: Option<Timestamp>,
) -> Result<bool, Fault> {
    Ok(tx.exec(SET_PASSWORD, &v![customer, hash, verified]).await? == 1)
}

const DELETE: &str = sql!("DELETE FROM identity_account WHERE customer_id = $1");
pub(crate) async fn delete(tx: &mut Tx, customer: CustomerId) -> Result<bool, Fault> {
    Ok(tx.exec(DELETE, &v![customer]).await? == 1)
}

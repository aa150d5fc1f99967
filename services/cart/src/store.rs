//! The statements of carts.

use crate::lines::{Line, units};
use infrasell_contracts::cart::{Attributes, CartDetails, CartState, CartSummary, ListCarts, MAX_ATTRIBUTES};
use infrasell_db::{Db, DbError, Dir, Json, Q, Tx, sql, v};
use infrasell_kernel::{CartId, ChannelId, Currency, CustomerId, Locale, Timestamp, Token, VariantId};
use infrasell_rpc::Fault;

/// A cart as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: CartId,
    pub(crate) token: Token,
    pub(crate) channel: ChannelId,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) currency: Currency,
    pub(crate) locale: Locale,
    pub(crate) state: CartState,
    pub(crate) owner: Option<String>,
    pub(crate) lines: Vec<Line>,
    pub(crate) note: String,
    pub(crate) attributes: Attributes,
    pub(crate) details: CartDetails,
    pub(crate) revision: i64,
    pub(crate) expires_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Row {
    /// Puts in what a new cart says of itself: a note, if it has one, and its attributes.
    pub(crate) fn describe(&mut self, note: &str, attributes: &Attributes) {
        if !note.is_empty() {
            note.clone_into(&mut self.note);
        }
        for (key, value) in attributes {
            if self.attributes.len() < MAX_ATTRIBUTES || self.attributes.contains_key(key) {
                self.attributes.insert(key.clone(), value.clone());
            }
        }
    }
}

const COLUMNS: &str = "id, token, channel, currency, locale, state, owner, lines, note, attributes, revision, \
                       expires_at, created_at, updated_at, customer_id, details";

fn read(row: &infrasell_db::Row<'_>) -> Result<Row, DbError> {
    Ok(Row {
        id: row.next()?,
        token: row.next_parse()?,
        channel: row.next()?,
        currency: row.next()?,
        locale: row.next()?,
        state: row.next_tag()?,
        owner: row.next()?,
        lines: row.next_json()?,
        note: row.next()?,
        attributes: row.next_json()?,
        revision: row.next()?,
        expires_at: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        customer: row.next()?,
        details: row.next_json()?,
    })
}

const BY_TOKEN: &str = sql!("SELECT ", COLUMNS, " FROM cart_cart WHERE token = $1");
const BY_TOKEN_LOCKED: &str = sql!("SELECT ", COLUMNS, " FROM cart_cart WHERE token = $1 FOR UPDATE");

pub(crate) async fn by_token(db: &Db, token: Token) -> Result<Option<Row>, Fault> {
    Ok(db.opt(BY_TOKEN, &v![token.to_string()], read).await?)
}

/// The cart as the last writer leaves it, which a read outside of the transaction may not see yet.
pub(crate) async fn by_token_locked(tx: &mut Tx, token: Token) -> Result<Option<Row>, Fault> {
    Ok(tx.opt(BY_TOKEN_LOCKED, &v![token.to_string()], read).await?)
}

/// The cart of a customer that is not bought yet, if it is still there.
pub(crate) async fn open_of(db: &Db, customer: CustomerId, channel: ChannelId) -> Result<Option<Row>, Fault> {
    const OPEN_OF: &str =
        sql!("SELECT ", COLUMNS, " FROM cart_cart WHERE customer_id = $1 AND channel = $2 AND state <> 'completed'");
    Ok(db.opt(OPEN_OF, &v![customer, channel], read).await?)
}

/// Writes whose a cart is and what became of it, if it is still nobody's and as it was at `revision`. Says whether it was.
pub(crate) async fn take_over(tx: &mut Tx, row: &Row, revision: i64) -> Result<bool, DbError> {
    const TAKE_OVER: &str = sql!(
        "UPDATE cart_cart SET customer_id = $3, revision = $4, expires_at = $5, updated_at = $6
         WHERE id = $1 AND revision = $2 AND state = 'active' AND customer_id IS NULL"
    );
    let values = v![row.id, revision, row.customer, row.revision, row.expires_at, row.updated_at];
    Ok(tx.exec(TAKE_OVER, &values).await? == 1)
}

/// Forgets a cart that is still as it was at `revision`. Says whether it was.
pub(crate) async fn forget(tx: &mut Tx, id: CartId, revision: i64) -> Result<bool, DbError> {
    const FORGET: &str = sql!("DELETE FROM cart_cart WHERE id = $1 AND revision = $2 AND state = 'active'");
    Ok(tx.exec(FORGET, &v![id, revision]).await? == 1)
}

pub(crate) async fn insert(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO cart_cart (id, token, channel, currency, locale, state, owner, lines, note, attributes, revision,
                                expires_at, created_at, updated_at, variants, line_count, unit_count, customer_id,
                                details)
         VALUES ($1, $2, $3, $4, $5, 'active', NULL, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    let sums = Sums::of(&row.lines);
    let values = v![
        row.id,
        row.token.to_string(),
        row.channel,
        row.currency,
        &row.locale,
        Json(&row.lines),
        &row.note,
        Json(&row.attributes),
        row.revision,
        row.expires_at,
        row.created_at,
        row.updated_at,
        sums.variants,
        sums.lines,
        sums.units,
        row.customer,
        Json(&row.details),
    ];
    if row.customer.is_none() {
        return tx.queue(INSERT, &values);
    }
    // the customer may have made another meanwhile, which is to be known here
    tx.exec(INSERT, &values).await?;
    Ok(())
}

/// Writes what a buyer can change, if the cart is still as it was at `revision`. Says whether it was.
pub(crate) async fn replace(tx: &mut Tx, row: &Row, revision: i64) -> Result<bool, DbError> {
    const REPLACE: &str = sql!(
        "UPDATE cart_cart SET locale = $3, lines = $4, note = $5, attributes = $6, revision = $7, expires_at = $8,
                              updated_at = $9, variants = $10, line_count = $11, unit_count = $12, details = $13
         WHERE id = $1 AND revision = $2 AND state = 'active'"
    );
    let sums = Sums::of(&row.lines);
    let values = v![
        row.id,
        revision,
        &row.locale,
        Json(&row.lines),
        &row.note,
        Json(&row.attributes),
        row.revision,
        row.expires_at,
        row.updated_at,
        sums.variants,
        sums.lines,
        sums.units,
        Json(&row.details),
    ];
    Ok(tx.exec(REPLACE, &values).await? == 1)
}

pub(crate) async fn delete(tx: &mut Tx, token: Token) -> Result<bool, Fault> {
    const DELETE: &str = sql!("DELETE FROM cart_cart WHERE token = $1 AND state <> 'locked'");
    Ok(tx.exec(DELETE, &v![token.to_string()]).await? == 1)
}

/// Says whether the cart was free and at `revision`.
pub(crate) async fn lock(tx: &mut Tx, token: Token, revision: i64, owner: &str) -> Result<bool, Fault> {
    const LOCK: &str = sql!(
        "UPDATE cart_cart SET state = 'locked', owner = $3 WHERE token = $1 AND revision = $2 AND state = 'active'"
    );
    Ok(tx.exec(LOCK, &v![token.to_string(), revision, owner]).await? == 1)
}

pub(crate) fn release(tx: &mut Tx, token: Token, owner: &str) -> Result<(), Fault> {
    const RELEASE: &str = sql!(
        "UPDATE cart_cart SET state = 'active', owner = NULL WHERE token = $1 AND owner = $2 AND state = 'locked'"
    );
    Ok(tx.queue(RELEASE, &v![token.to_string(), owner])?)
}

pub(crate) fn complete(tx: &mut Tx, token: Token, owner: &str, now: Timestamp) -> Result<(), Fault> {
    const COMPLETE: &str = sql!(
        "UPDATE cart_cart SET state = 'completed', revision = revision + 1, updated_at = $3
         WHERE token = $1 AND owner = $2 AND state = 'locked'"
    );
    Ok(tx.queue(COMPLETE, &v![token.to_string(), owner, now])?)
}

/// Forgets up to `most` carts whose time is up.
pub(crate) async fn sweep(db: &Db, now: Timestamp, most: i64) -> Result<u64, Fault> {
    const SWEEP: &str = sql!(
        "DELETE FROM cart_cart WHERE state <> 'locked' AND id IN (
             SELECT id FROM cart_cart WHERE expires_at <= $1 AND state <> 'locked' ORDER BY expires_at LIMIT $2)"
    );
    Ok(db.exec(SWEEP, &v![now, most]).await?)
}

/// Carts that are not forgotten, last changed first, and one more than `limit`.
pub(crate) async fn list(db: &Db, req: &ListCarts, now: Timestamp, limit: i64) -> Result<Vec<CartSummary>, Fault> {
    let mut q = Q::new(
        "SELECT id, channel, customer_id, state, line_count, unit_count, created_at, updated_at FROM cart_cart WHERE TRUE",
    );
    q.push(" AND (expires_at > ? OR state = 'locked')", v![now]);
    if let Some(state) = req.state {
        q.push(" AND state = ?", v![word(state)]);
    }
    if let Some(channel) = req.channel {
        q.push(" AND channel = ?", v![channel]);
    }
    if let Some(customer) = req.customer {
        q.push(" AND customer_id = ?", v![customer]);
    }
    if let Some(variant) = req.variant {
        q.push(" AND variants LIKE ?", v![format!("%,{},%", variant.get())]);
    }
    let after = req.page.key::<(i64, i64)>(LIST)?;
    q.page(&["updated_at", "id"], Dir::Desc, after.map(|(at, id)| v![at, id]), limit);
    let rows = q.all(db, |row| {
        Ok(CartSummary {
            id: row.next()?,
            channel: row.next()?,
            customer: row.next()?,
            state: row.next_tag()?,
            line_count: row.next()?,
            unit_count: row.next()?,
            created_at: row.next()?,
            updated_at: row.next()?,
        })
    });
    Ok(rows.await?)
}

/// The name of the list and its order, for cursors.
pub(crate) const LIST: &str = "carts:updated:desc";

/// What is stored beside the lines so that SQL can see it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) variants: String,
    pub(crate) lines: i64,
    pub(crate) units: i64,
}

impl Sums {
    pub(crate) fn of(lines: &[Line]) -> Self {
        let units = units(lines);
        let mut variants = String::from(",");
        for variant in units.keys() {
            variants.push_str(&format!("{},", VariantId::get(*variant)));
        }
        Sums { variants, lines: i64::try_from(lines.len()).unwrap_or(i64::MAX), units: units.values().sum() }
    }
}

/// A cart with the sums that stand beside its lines, for the audit.
pub(crate) async fn page_with_sums(db: &Db, after: CartId, limit: i64) -> Result<Vec<(Row, Sums)>, Fault> {
    const PAGE: &str = sql!(
        "SELECT ",
        COLUMNS,
        ", variants, line_count, unit_count FROM cart_cart WHERE id > $1 ORDER BY id LIMIT $2"
    );
    let read = |row: &infrasell_db::Row<'_>| {
        Ok((read(row)?, Sums { variants: row.next()?, lines: row.next()?, units: row.next()? }))
    };
    Ok(db.all(PAGE, &v![after, limit], read).await?)
}

fn word(state: CartState) -> &'static str {
    match state {
        CartState::Active => "active",
        CartState::Locked => "locked",
        CartState::Completed => "completed",
    }
}

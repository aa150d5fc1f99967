//! The statements of checkouts.

use crate::model::{Past, Progress, Row};
use infrasell_contracts::checkout::{CheckoutSummary, ListCheckouts};
use infrasell_db::{Db, DbError, Dir, Json, Q, Tx, Val, sql, v};
use infrasell_kernel::{CheckoutId, Timestamp, Token};
use infrasell_rpc::Fault;
use infrasell_rules::checkout::CheckoutState;

const COLUMNS: &str = "id, token, cart, channel, currency, locale, state, details, version, attempt, step, undoing, \
                       agreed, progress, past, runner, leased_until, expires_at, created_at, updated_at, \
                       customer_id";

fn read(row: &infrasell_db::Row<'_>) -> Result<Row, DbError> {
    Ok(Row {
        id: row.next()?,
        token: row.next_parse()?,
        cart: row.next_parse()?,
        channel: row.next()?,
        currency: row.next()?,
        locale: row.next()?,
        state: row.next_tag()?,
        details: row.next_json()?,
        version: row.next()?,
        attempt: row.next()?,
        step: step(row.next()?)?,
        undoing: row.next()?,
        agreed: row.next_json()?,
        progress: row.next_json()?,
        past: row.next_json::<Vec<Past>>()?,
        runner: row.next()?,
        leased_until: row.next()?,
        expires_at: row.next()?,
        created_at: row.next()?,
        updated_at: row.next()?,
        customer: row.next()?,
    })
}

fn step<T: std::str::FromStr<Err: std::fmt::Display>>(word: Option<String>) -> Result<Option<T>, DbError> {
    word.map(|word| word.parse()).transpose().map_err(|error: T::Err| DbError::other(error.to_string()))
}

const BY_TOKEN: &str = sql!("SELECT ", COLUMNS, " FROM checkout_checkout WHERE token = $1");
const BY_ID: &str = sql!("SELECT ", COLUMNS, " FROM checkout_checkout WHERE id = $1");
const BY_ID_LOCKED: &str = sql!("SELECT ", COLUMNS, " FROM checkout_checkout WHERE id = $1 FOR UPDATE");
const OPEN_OF_CART: &str = sql!(
    "SELECT ",
    COLUMNS,
    " FROM checkout_checkout WHERE cart = $1 AND state IN ('incomplete', 'ready', 'needs_buyer', 'completing')"
);

/// In one statement: between two the open one may become the bought one.
const OF_CART: &str = sql!(
    "SELECT ",
    COLUMNS,
    " FROM checkout_checkout WHERE cart = $1 AND state = 'completed' UNION ALL SELECT ",
    COLUMNS,
    " FROM checkout_checkout WHERE cart = $1 AND state IN ('incomplete', 'ready', 'needs_buyer', 'completing')"
);

pub(crate) async fn by_token(db: &Db, token: Token) -> Result<Option<Row>, Fault> {
    Ok(db.opt(BY_TOKEN, &v![token.to_string()], read).await?)
}

pub(crate) async fn by_id(db: &Db, id: CheckoutId) -> Result<Option<Row>, Fault> {
    Ok(db.opt(BY_ID, &v![id], read).await?)
}

/// What a payment's event must know of a checkout: all but the long parts.
#[derive(Debug)]
pub(crate) struct Glance {
    pub(crate) state: CheckoutState,
    pub(crate) attempt: i64,
    pub(crate) is_live: bool,
    pub(crate) undoing: bool,
    /// Until when somebody runs its saga, if anybody does.
    pub(crate) leased_until: Option<Timestamp>,
    pub(crate) progress: Option<Progress>,
}

pub(crate) async fn glance(db: &Db, id: CheckoutId) -> Result<Option<Glance>, Fault> {
    const GLANCE: &str = sql!(
        "SELECT state, attempt, step IS NOT NULL, undoing, CASE WHEN runner IS NOT NULL THEN leased_until END, progress
         FROM checkout_checkout WHERE id = $1"
    );
    let read = |row: &infrasell_db::Row<'_>| {
        Ok(Glance {
            state: row.next_tag()?,
            attempt: row.next()?,
            is_live: row.next()?,
            undoing: row.next()?,
            leased_until: row.next()?,
            progress: row.next_json()?,
        })
    };
    Ok(db.opt(GLANCE, &v![id], read).await?)
}

/// The checkout as the last writer leaves it, which a read outside of the transaction may not see yet.
pub(crate) async fn by_id_locked(tx: &mut Tx, id: CheckoutId) -> Result<Option<Row>, Fault> {
    Ok(tx.opt(BY_ID_LOCKED, &v![id], read).await?)
}

pub(crate) async fn open_of_cart(db: &Db, cart: Token) -> Result<Option<Row>, Fault> {
    Ok(db.opt(OPEN_OF_CART, &v![cart.to_string()], read).await?)
}

/// The checkout that a cart became an order by, else its open one.
pub(crate) async fn of_cart(db: &Db, cart: Token) -> Result<Option<Row>, Fault> {
    let found = db.all(OF_CART, &v![cart.to_string()], read).await?;
    Ok(found.into_iter().min_by_key(|row| row.state != CheckoutState::Completed))
}

/// Whether a cart has become an order, as the last writer leaves it.
pub(crate) async fn is_bought_in(tx: &mut Tx, cart: Token) -> Result<bool, Fault> {
    const IS_BOUGHT: &str = sql!("SELECT 1 FROM checkout_checkout WHERE cart = $1 AND state = 'completed'");
    Ok(tx.opt(IS_BOUGHT, &v![cart.to_string()], |_| Ok(())).await?.is_some())
}

/// As [`open_of_cart`], as the last writer leaves it.
pub(crate) async fn open_of_cart_in(tx: &mut Tx, cart: Token) -> Result<Option<Row>, Fault> {
    Ok(tx.opt(OPEN_OF_CART, &v![cart.to_string()], read).await?)
}

/// Writes a new checkout, unless its cart has an open one. Says whether it did.
pub(crate) async fn insert(tx: &mut Tx, row: &Row) -> Result<bool, Fault> {
    const INSERT: &str = sql!(
        "INSERT INTO checkout_checkout (id, token, cart, channel, currency, locale, state, email, details, version,
                                        attempt, undoing, past, leased_until, expires_at, created_at, updated_at,
                                        customer_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, FALSE, '[]', 0, $11, $12, $13, $14)
         ON CONFLICT DO NOTHING"
    );
    let values = v![
        row.id,
        row.token.to_string(),
        row.cart.to_string(),
        row.channel,
        row.currency,
        &row.locale,
        row.state.as_str(),
        email(row),
        Json(&row.details),
        row.version,
        row.expires_at,
        row.created_at,
        row.updated_at,
        row.customer,
    ];
    Ok(tx.exec(INSERT, &values).await? == 1)
}

/// What every write of a checkout that is there sets; what [`values`] holds, in its order.
const SET: &str = "UPDATE checkout_checkout SET state = $3, details = $4, version = $5, attempt = $6, step = $7, \
                   undoing = $8, progress = $9, past = $10, runner = $11, leased_until = $12, payment_id = $13, \
                   order_id = $14, expires_at = $15, updated_at = $16, customer_id = $17";
/// Nobody else has written since the version that was read.
const UNCHANGED: &str = " WHERE id = $1 AND version = $2";

/// Writes everything but the email and what was agreed to, if nobody else has written since `version`. Says whether nobody had.
pub(crate) async fn save(tx: &mut Tx, row: &Row, version: i64) -> Result<bool, Fault> {
    const SAVE: &str = sql!(SET, UNCHANGED);
    Ok(tx.exec(SAVE, &values(row, version)).await? == 1)
}

/// As [`save`], of one that was `old`: with the email where it is another one, for its index is written with it.
pub(crate) async fn save_changed(tx: &mut Tx, row: &Row, old: &Row) -> Result<bool, Fault> {
    const SAVE_EMAIL: &str = sql!(SET, ", email = $18", UNCHANGED);
    let new = email(row);
    if new == email(old) {
        return save(tx, row, old.version).await;
    }
    let mut all = values(row, old.version);
    all.push(new.into());
    Ok(tx.exec(SAVE_EMAIL, &all).await? == 1)
}

/// As [`save`], with what was agreed to.
pub(crate) async fn save_agreed(tx: &mut Tx, row: &Row, version: i64) -> Result<bool, Fault> {
    const SAVE_AGREED: &str = sql!(SET, ", agreed = $18", UNCHANGED);
    let mut all = values(row, version);
    all.push(row.agreed.as_ref().map_or(Val::Null, |agreed| Json(agreed).into()));
    Ok(tx.exec(SAVE_AGREED, &all).await? == 1)
}

/// Makes the lease last longer, if nobody else has written since `version`.
pub(crate) async fn renew(db: &Db, id: CheckoutId, version: i64, until: Timestamp) -> Result<bool, Fault> {
    const RENEW: &str =
        sql!("UPDATE checkout_checkout SET leased_until = $3, version = version + 1 WHERE id = $1 AND version = $2");
    Ok(db.exec(RENEW, &v![id, version, until]).await? == 1)
}

fn values(row: &Row, version: i64) -> Vec<Val<'_>> {
    v![
        row.id,
        version,
        row.state.as_str(),
        Json(&row.details),
        row.version,
        row.attempt,
        row.step.map(|step| step.as_str()),
        row.undoing,
        row.progress.as_ref().map_or(Val::Null, |progress| Json(progress).into()),
        Json(&row.past),
        row.runner,
        row.leased_until,
        row.payment(),
        row.order().map(|order| order.id),
        row.expires_at,
        row.updated_at,
        row.customer,
    ]
    .into()
}

fn email(row: &Row) -> Option<String> {
    row.details.email.as_ref().map(|email| email.to_lowercase())
}

/// Ends up to `most` open checkouts whose time is up; returns what may still be locked for them: cart and checkout.
pub(crate) async fn expire(db: &Db, now: Timestamp, most: i64) -> Result<Vec<(Token, CheckoutId, i64)>, Fault> {
    const EXPIRE: &str = sql!(
        "UPDATE checkout_checkout SET state = 'expired', version = version + 1, updated_at = $1
         WHERE state IN ('incomplete', 'ready') AND id IN (
             SELECT id FROM checkout_checkout WHERE state IN ('incomplete', 'ready') AND expires_at <= $1
             ORDER BY expires_at LIMIT $2)
         RETURNING cart, id, attempt"
    );
    let mut tx = db.begin().await?;
    let expired = tx.all(EXPIRE, &v![now, most], |row| Ok((row.next_parse()?, row.next()?, row.next()?))).await?;
    tx.commit().await?;
    Ok(expired)
}

/// Forgets up to `most` checkouts that were over before `before` without an order.
pub(crate) async fn forget(db: &Db, before: Timestamp, most: i64) -> Result<u64, Fault> {
    const FORGET: &str = sql!(
        "DELETE FROM checkout_checkout WHERE id IN (
             SELECT id FROM checkout_checkout
             WHERE state IN ('cancelled', 'expired') AND step IS NULL AND updated_at < $1 ORDER BY updated_at LIMIT $2)"
    );
    Ok(db.exec(FORGET, &v![before, most]).await?)
}

/// The name of the list and its order, for cursors.
pub(crate) const LIST: &str = "checkouts:id:desc";

/// Checkouts, newest first, and one more than `limit`.
pub(crate) async fn list(db: &Db, req: &ListCheckouts, limit: i64) -> Result<Vec<CheckoutSummary>, Fault> {
    let mut q = Q::new(
        "SELECT id, channel, state, email, attempt, step, undoing, payment_id, order_id, created_at, updated_at
         FROM checkout_checkout WHERE TRUE",
    );
    if let Some(state) = req.state {
        q.push(" AND state = ?", v![state.as_str()]);
    }
    if let Some(channel) = req.channel {
        q.push(" AND channel = ?", v![channel]);
    }
    if let Some(email) = &req.email {
        q.push(" AND email = ?", v![email.trim().to_lowercase()]);
    }
    let after: Option<i64> = req.page.key(LIST)?;
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    let rows = q.all(db, |row| {
        Ok(CheckoutSummary {
            id: row.next()?,
            channel: row.next()?,
            state: row.next_tag()?,
            email: row.next()?,
            attempt: row.next()?,
            step: step(row.next()?)?,
            undoing: row.next()?,
            payment: row.next()?,
            order: row.next()?,
            created_at: row.next()?,
            updated_at: row.next()?,
        })
    });
    Ok(rows.await?)
}

/// The live sagas with an id above `after`, in id order.
pub(crate) async fn live(db: &Db, after: CheckoutId, limit: i64) -> Result<Vec<CheckoutId>, Fault> {
    const LIVE: &str = sql!("SELECT id FROM checkout_checkout WHERE step IS NOT NULL AND id > $1 ORDER BY id LIMIT $2");
    Ok(db.all(LIVE, &v![after, limit], |row| row.get(0)).await?)
}

/// How many checkouts there are in each state.
pub(crate) async fn count(db: &Db) -> Result<i64, Fault> {
    const COUNT: &str = sql!("SELECT count(*) FROM checkout_checkout");
    Ok(db.one(COUNT, &[], |row| row.get(0)).await?)
}

/// What contradicts itself: id, state, step, order, whether something agreed to is kept.
pub(crate) async fn contradictions(db: &Db, most: i64) -> Result<Vec<String>, Fault> {
    const CONTRADICTIONS: &str = sql!(
        "SELECT id, state, step, order_id, agreed IS NOT NULL, runner FROM checkout_checkout
         WHERE (state IN ('needs_buyer', 'completing') AND step IS NULL)
            OR (state IN ('incomplete', 'ready', 'completed', 'expired') AND step IS NOT NULL)
            OR (state = 'completed') <> (order_id IS NOT NULL)
            OR (state = 'completed' AND agreed IS NULL)
            OR (step IS NOT NULL AND (agreed IS NULL OR progress IS NULL OR attempt = 0))
            OR (step IS NULL AND (undoing OR runner IS NOT NULL))
         ORDER BY id LIMIT $1"
    );
    let read = |row: &infrasell_db::Row<'_>| {
        let (id, state): (CheckoutId, CheckoutState) = (row.next()?, row.next_tag()?);
        let (step, order): (Option<String>, Option<i64>) = (row.next()?, row.next()?);
        let (agreed, runner): (bool, Option<i64>) = (row.next()?, row.next()?);
        Ok(format!("{id}: {state}, step {step:?}, order {order:?}, agreed {agreed}, runner {runner:?}"))
    };
    Ok(db.all(CONTRADICTIONS, &v![most], read).await?)
}

//! Messages and tries.

use super::tag;
use crate::model::{Cause, Due, Ended, News, Tried};
use infrasell_contracts::webhooks::{
    WebhookAttempt, WebhookDelivery, WebhookDeliveryFilter, WebhookDeliveryState, WebhookOutcome, WebhookTopic,
};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{Timestamp, WebhookDeliveryId, WebhookId};

/// The most tries that are shown.
const MOST_SHOWN: i64 = 100;
/// The most messages that are forgotten at once.
const SWEEP_AT_ONCE: i64 = 500;

const COLUMNS: &str = "id, subscription_id, topic, entity, state, attempts, last_status, last_error, next_at, \
                       triggered_at, delivered_at, tries";

fn read(row: &Row<'_>) -> Result<Due, DbError> {
    let shown = WebhookDelivery {
        id: row.next()?,
        webhook: row.next()?,
        topic: row.next_tag()?,
        entity: row.next()?,
        state: row.next_tag()?,
        attempts: row.next()?,
        last_status: row.next()?,
        last_error: row.next()?,
        next_attempt_at: row.next()?,
        triggered_at: row.next()?,
        delivered_at: row.next()?,
    };
    let waits = shown.state == WebhookDeliveryState::Waiting;
    let shown = WebhookDelivery { next_attempt_at: shown.next_attempt_at.filter(|_| waits), ..shown };
    Ok(Due { shown, tries: row.next()? })
}

const NEXT_SEQ: &str = sql!(
    "INSERT INTO webhooks_sequence (id, last) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET last = webhooks_sequence.last + excluded.last RETURNING last"
);
const INSERT: &str = sql!(
    "INSERT INTO webhooks_delivery (id, subscription_id, seq, topic, entity, cause, state, attempts, tries, next_at,
         triggered_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, 0, $7, $8)
     ON CONFLICT (subscription_id, entity, topic, cause) DO NOTHING"
);
/// Writes messages down; those that this event has made already are there.
pub(crate) async fn insert(
    tx: &mut Tx,
    webhook: WebhookId,
    ids: &[WebhookDeliveryId],
    news: &[News],
    cause: Cause,
    now: Timestamp,
) -> Result<(), DbError> {
    let count = i64::try_from(news.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    let last: i64 = tx.one(NEXT_SEQ, &v![count], |row| row.next()).await?;
    let mut rows = Vec::with_capacity(news.len());
    for ((seq, id), one) in (last - count + 1..).zip(ids).zip(news) {
        rows.push(v![*id, webhook, seq, one.topic.as_str(), &one.entity, cause.event, now, cause.at]);
    }
    tx.insert_many(INSERT, &rows).await?;
    Ok(())
}

const UNTRIED: &str = sql!(
    "SELECT entity, topic FROM webhooks_delivery
     WHERE subscription_id = $1 AND entity IN list_text($2) AND state = 'waiting' AND attempts = 0"
);
/// Those of `news` that a message tells which was not tried yet: it is read when it is sent, and tells what is so then.
pub(crate) async fn told_anyway(tx: &mut Tx, webhook: WebhookId, news: &[News]) -> Result<Vec<News>, DbError> {
    let entities: Vec<&str> = news.iter().map(|news| news.entity.as_str()).collect();
    let waiting: Vec<News> = tx
        .all(UNTRIED, &v![webhook, &entities[..]], |row| Ok(News { entity: row.next()?, topic: row.next_tag()? }))
        .await?;
    let tells = |waits: &News, news: &News| {
        let made = matches!(
            (waits.topic, news.topic),
            (WebhookTopic::ProductsCreate, WebhookTopic::ProductsUpdate)
                | (WebhookTopic::CollectionsCreate, WebhookTopic::CollectionsUpdate)
        );
        waits.entity == news.entity && (made || waits.topic == news.topic)
    };
    Ok(news.iter().filter(|news| waiting.iter().any(|waits| tells(waits, news))).cloned().collect())
}

const WAITING: &str = sql!(
    "SELECT count(*) FROM
         (SELECT 1 AS one FROM webhooks_delivery WHERE subscription_id = $1 AND state = 'waiting' LIMIT $2) AS waiting"
);
/// How many messages wait for a webhook, counted up to `most`.
pub(crate) async fn waiting(tx: &mut Tx, webhook: WebhookId, most: i64) -> Result<i64, DbError> {
    tx.one(WAITING, &v![webhook, most], |row| row.next()).await
}

const ALL_WAITING: &str =
    sql!("SELECT count(*) FROM (SELECT 1 AS one FROM webhooks_delivery WHERE state = 'waiting' LIMIT $1) AS waiting");
/// How many messages wait, counted up to `most`.
pub(crate) async fn count_waiting(db: &Db, most: i64) -> Result<i64, DbError> {
    db.one(ALL_WAITING, &v![most], |row| row.next()).await
}

const BY_STATE: &str = sql!("SELECT state, count(*) FROM webhooks_delivery WHERE state = 'dead' GROUP BY state");
/// How many messages are dead.
pub(crate) async fn count_dead(db: &Db) -> Result<i64, DbError> {
    let found = db.opt(BY_STATE, &v![], |row| {
        row.skip();
        row.next()
    });
    Ok(found.await?.unwrap_or(0))
}

/// A message that nothing about the same thing stands before.
const IS_FIRST: &str = "NOT EXISTS (SELECT 1 FROM webhooks_delivery prior
         WHERE prior.subscription_id = d.subscription_id AND prior.entity = d.entity AND prior.state = 'waiting'
             AND prior.seq < d.seq)";

const READY: &str = sql!(
    "SELECT s.id, s.failures FROM webhooks_subscription s
     WHERE s.status = 'active' AND s.held_until <= $1 AND EXISTS (SELECT 1 FROM webhooks_delivery d
         WHERE d.subscription_id = s.id AND d.state = 'waiting' AND d.next_at <= $1)
     ORDER BY s.id"
);
/// The webhooks that may be told something now, and how often each has failed in a row.
pub(crate) async fn ready(db: &Db, now: Timestamp) -> Result<Vec<(WebhookId, i64)>, DbError> {
    db.all(READY, &v![now], |row| Ok((row.next()?, row.next()?))).await
}

const DUE: &str = sql!(
    "SELECT d.id FROM webhooks_delivery d
     WHERE d.subscription_id = $1 AND d.state = 'waiting' AND d.next_at <= $2
         AND (d.claimed_until IS NULL OR d.claimed_until < $2) AND ",
    IS_FIRST,
    " ORDER BY d.next_at, d.seq LIMIT $3"
);
/// Messages to a webhook whose time has come, the longest due first.
pub(crate) async fn due(
    db: &Db,
    webhook: WebhookId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<WebhookDeliveryId>, DbError> {
    db.all(DUE, &v![webhook, now, most], |row| row.next()).await
}

const NEXT: &str = sql!(
    "SELECT min(CASE WHEN d.claimed_until > d.next_at AND d.claimed_until > s.held_until THEN d.claimed_until
                     WHEN s.held_until > d.next_at THEN s.held_until ELSE d.next_at END)
     FROM webhooks_delivery d JOIN webhooks_subscription s ON s.id = d.subscription_id
     WHERE d.state = 'waiting' AND s.status = 'active' AND ",
    IS_FIRST
);
/// When the next message is due, if any waits.
pub(crate) async fn next(db: &Db) -> Result<Option<Timestamp>, DbError> {
    db.one(NEXT, &v![], |row| row.next()).await
}

const CLAIM: &str = sql!(
    "UPDATE webhooks_delivery AS d SET claimed_until = $3, attempts = attempts + 1, tries = tries + 1
     WHERE d.id = $1 AND d.state = 'waiting' AND d.next_at <= $2
         AND (d.claimed_until IS NULL OR d.claimed_until < $2) AND ",
    IS_FIRST,
    " RETURNING ",
    COLUMNS
);
const LOST: &str = sql!(
    "UPDATE webhooks_attempt SET outcome = 'unknown', ended_at = $2,
         detail = 'the process ended while this was under way; it may have been taken'
     WHERE delivery_id = $1 AND outcome = 'sending'"
);
const BEGIN: &str = sql!(
    "INSERT INTO webhooks_attempt (delivery_id, number, outcome, detail, begun_at) VALUES ($1, $2, 'sending', '', $3)"
);
/// Takes a message whose time has come, and writes the try down before it is made; none when somebody else has it.
pub(crate) async fn claim(
    tx: &mut Tx,
    id: WebhookDeliveryId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Due>, DbError> {
    let Some(due) = tx.opt(CLAIM, &v![id, now, until], read).await? else { return Ok(None) };
    tx.queue(LOST, &v![id, now])?;
    tx.queue(BEGIN, &v![id, due.shown.attempts, now])?;
    Ok(Some(due))
}

const END: &str = sql!(
    "UPDATE webhooks_delivery SET state = $3, next_at = $4, last_status = $5, last_error = $6, delivered_at = $7,
         claimed_until = NULL, tries = tries - $8
     WHERE id = $1 AND attempts = $2 AND state = 'waiting'"
);
const END_ATTEMPT: &str = sql!(
    "UPDATE webhooks_attempt SET outcome = $3, status = $4, detail = $5, ended_at = $6
     WHERE delivery_id = $1 AND number = $2"
);
/// Writes down how a try ended.
pub(crate) fn end(tx: &mut Tx, ended: &Ended, tried: &Tried, now: Timestamp) -> Result<(), DbError> {
    let e = ended;
    let delivered = e.state == WebhookDeliveryState::Delivered;
    let error = (tried.outcome != WebhookOutcome::Delivered).then(|| tried.detail.clone());
    let (at, given_back) = (delivered.then_some(now), i64::from(!e.counts));
    tx.queue(END, &v![e.id, e.attempt, tag(e.state)?, e.next_at, tried.status, error, at, given_back])?;
    tx.queue(END_ATTEMPT, &v![e.id, e.attempt, tag(tried.outcome)?, tried.status, &tried.detail, now])
}

const FIND: &str = sql!("SELECT ", COLUMNS, " FROM webhooks_delivery WHERE id = $1");
pub(crate) async fn find(db: &Db, id: WebhookDeliveryId) -> Result<Option<Due>, DbError> {
    db.opt(FIND, &v![id], read).await
}

pub(crate) async fn find_in(tx: &mut Tx, id: WebhookDeliveryId) -> Result<Option<Due>, DbError> {
    tx.opt(FIND, &v![id], read).await
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM webhooks_delivery WHERE id = $1 FOR UPDATE");
pub(crate) async fn lock(tx: &mut Tx, id: WebhookDeliveryId) -> Result<Option<Due>, DbError> {
    tx.opt(LOCK, &v![id], read).await
}

const AGAIN: &str = sql!("UPDATE webhooks_delivery SET state = 'waiting', tries = 0, next_at = $2 WHERE id = $1");
/// Gives a message all its tries again, beginning now.
pub(crate) fn again(tx: &mut Tx, id: WebhookDeliveryId, now: Timestamp) -> Result<(), DbError> {
    tx.queue(AGAIN, &v![id, now])
}

const TRIES: &str = sql!(
    "SELECT number, outcome, status, detail, begun_at, ended_at FROM webhooks_attempt
     WHERE delivery_id = $1 ORDER BY number DESC LIMIT $2"
);
/// The last tries, oldest first.
pub(crate) async fn tries(db: &Db, id: WebhookDeliveryId) -> Result<Vec<WebhookAttempt>, DbError> {
    let mut tries = db
        .all(TRIES, &v![id, MOST_SHOWN], |row| {
            Ok(WebhookAttempt {
                number: row.next()?,
                outcome: row.next_tag()?,
                status: row.next()?,
                detail: row.next()?,
                begun_at: row.next()?,
                ended_at: row.next()?,
            })
        })
        .await?;
    tries.reverse();
    Ok(tries)
}

/// Up to `limit + 1` messages behind `after`, newest first.
pub(crate) async fn page(
    db: &Db,
    filter: &WebhookDeliveryFilter,
    after: Option<WebhookDeliveryId>,
    limit: i64,
) -> Result<Vec<WebhookDelivery>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM webhooks_delivery WHERE TRUE"));
    if let Some(webhook) = filter.webhook {
        q.push(" AND subscription_id = ?", v![webhook]);
    }
    if let Some(state) = filter.state {
        q.push(" AND state = ?", v![tag(state)?]);
    }
    if let Some(topic) = filter.topic {
        q.push(" AND topic = ?", v![topic.as_str()]);
    }
    if let Some(entity) = &filter.entity {
        q.push(" AND entity = ?", v![entity]);
    }
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?.into_iter().map(|due| due.shown).collect())
}

const LOCK_WAITING: &str =
    sql!("SELECT id FROM webhooks_delivery WHERE subscription_id = $1 AND state = 'waiting' ORDER BY id FOR UPDATE");
const FORGET_TRIES_OF: &str = sql!(
    "DELETE FROM webhooks_attempt
     WHERE delivery_id IN (SELECT id FROM webhooks_delivery WHERE subscription_id = $1)"
);
const FORGET_OF: &str = sql!("DELETE FROM webhooks_delivery WHERE subscription_id = $1");
/// Forgets every message to a webhook, which must be locked. None of them is begun meanwhile: those that could be are
/// held first.
pub(crate) async fn forget_of(tx: &mut Tx, webhook: WebhookId) -> Result<(), DbError> {
    tx.all::<WebhookDeliveryId, _>(LOCK_WAITING, &v![webhook], |row| row.next()).await?;
    tx.exec(FORGET_TRIES_OF, &v![webhook]).await?;
    tx.exec(FORGET_OF, &v![webhook]).await?;
    Ok(())
}

const OLD: &str = sql!(
    "SELECT id FROM webhooks_delivery WHERE triggered_at < $1 AND state <> 'waiting' ORDER BY triggered_at, id LIMIT $2"
);
const FORGET_TRIES: &str = sql!("DELETE FROM webhooks_attempt WHERE delivery_id IN list($1)");
const FORGET: &str = sql!("DELETE FROM webhooks_delivery WHERE id IN list($1)");
/// Forgets messages of before `before` that do not wait; returns how many, some at a time.
pub(crate) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    let mut old: Vec<WebhookDeliveryId> = tx.all(OLD, &v![before, SWEEP_AT_ONCE], |row| row.next()).await?;
    old.sort_unstable();
    tx.exec(FORGET_TRIES, &v![&old]).await?;
    tx.exec(FORGET, &v![&old]).await?;
    Ok(old.len())
}

const WRONG: &str = sql!(
    "SELECT d.id, d.state, d.attempts,
         (SELECT count(*) FROM webhooks_attempt a WHERE a.delivery_id = d.id),
         (SELECT count(*) FROM webhooks_attempt a WHERE a.delivery_id = d.id AND a.outcome = 'delivered')
     FROM webhooks_delivery d
     WHERE d.attempts <> (SELECT count(*) FROM webhooks_attempt a WHERE a.delivery_id = d.id)
        OR (d.state = 'delivered') <>
           ((SELECT count(*) FROM webhooks_attempt a WHERE a.delivery_id = d.id AND a.outcome = 'delivered') = 1)
     ORDER BY d.id"
);
const COUNT: &str = sql!("SELECT count(*) FROM webhooks_delivery");
/// How many messages there are, and each whose tries do not fit it.
pub(crate) async fn audit(db: &Db) -> Result<(i64, Vec<String>), DbError> {
    let count = db.one(COUNT, &v![], |row| row.next()).await?;
    let wrong = db
        .all(WRONG, &v![], |row| {
            let (id, state): (WebhookDeliveryId, String) = (row.next()?, row.next()?);
            let (attempts, found, taken): (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
            Ok(format!("{id} is {state} after {attempts} tries; {found} are written down, {taken} of them taken"))
        })
        .await?;
    Ok((count, wrong))
}

//! Mails and tries.

use crate::model::{Ended, Mail, NewMail, recipient_key};
use infrasell_contracts::notifications::{
    Attempt, AttemptOutcome, Notification, NotificationFilter, NotificationState, RenderedMail,
};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, sql, v};
use infrasell_kernel::{NotificationId, Timestamp};
use serde::Serialize;

/// The most tries that are shown.
const MOST_SHOWN: i64 = 100;
/// The most mails that are forgotten at once.
const SWEEP_AT_ONCE: i64 = 500;

const COLUMNS: &str = "id, kind, state, recipient, locale, order_id, subject, message_id, attempts, last_error, next_at, \
                       created_at, sent_at, about, tries";

fn read(row: &Row<'_>) -> Result<Mail, DbError> {
    let shown = Notification {
        id: row.next()?,
        kind: row.next_tag()?,
        state: row.next_tag()?,
        recipient: row.next()?,
        locale: row.next_parse()?,
        order: row.next()?,
        subject: row.next()?,
        message_id: row.next()?,
        attempts: row.next()?,
        last_error: row.next()?,
        next_attempt_at: row.next()?,
        created_at: row.next()?,
        sent_at: row.next()?,
    };
    let waits = shown.state == NotificationState::Waiting;
    let shown = Notification { next_attempt_at: shown.next_attempt_at.filter(|_| waits), ..shown };
    Ok(Mail { shown, about: row.next_json()?, tries: row.next()? })
}

/// The word that stands for a value in a column.
fn tag(value: impl Serialize) -> Result<String, DbError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(DbError::other("a state is a word")),
    }
}

const INSERT: &str = sql!(
    "INSERT INTO notifications_mail (id, source, kind, about, recipient, recipient_key, locale, order_id, state,
         message_id, attempts, tries, next_at, subject, body_text, body_html, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, 0, 0, $10, '', '', '', $10)
     ON CONFLICT (source) DO NOTHING"
);
/// Writes a mail down; false when its source has one already.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: NotificationId,
    mail: &NewMail,
    message_id: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (kind, about, order) = (mail.kind.as_str(), Json(&mail.about), mail.about.order());
    let key = recipient_key(&mail.recipient);
    let locale = mail.locale.to_string();
    let values = v![id, &mail.source, kind, about, &mail.recipient, key, locale, order, message_id, now];
    Ok(tx.exec(INSERT, &values).await? == 1)
}

const COUNT_WAITING: &str =
    sql!("SELECT count(*) FROM (SELECT 1 AS one FROM notifications_mail WHERE state = 'waiting' LIMIT $1) AS waiting");
/// How many mails wait to be sent, counted up to `most`.
pub(crate) async fn count_waiting(db: &Db, most: i64) -> Result<i64, DbError> {
    db.one(COUNT_WAITING, &v![most], |row| row.next()).await
}

const DUE: &str = sql!(
    "SELECT id FROM notifications_mail
     WHERE state = 'waiting' AND next_at <= $1 AND (claimed_until IS NULL OR claimed_until < $1)
     ORDER BY next_at, id LIMIT $2"
);
/// Mails whose time has come, the longest due first.
pub(crate) async fn due(db: &Db, now: Timestamp, most: i64) -> Result<Vec<NotificationId>, DbError> {
    db.all(DUE, &v![now, most], |row| row.next()).await
}

const NEXT: &str = sql!(
    "SELECT min(CASE WHEN claimed_until IS NOT NULL AND claimed_until > next_at THEN claimed_until ELSE next_at END)
     FROM notifications_mail WHERE state = 'waiting'"
);
/// When the next mail is due, if any waits.
pub(crate) async fn next(db: &Db) -> Result<Option<Timestamp>, DbError> {
    db.one(NEXT, &v![], |row| row.next()).await
}

const CLAIM: &str = sql!(
    "UPDATE notifications_mail SET claimed_until = $3, attempts = attempts + 1, tries = tries + 1
     WHERE id = $1 AND state = 'waiting' AND next_at <= $2 AND (claimed_until IS NULL OR claimed_until < $2)
     RETURNING ",
    COLUMNS
);
const LOST: &str = sql!(
    "UPDATE notifications_attempt SET outcome = 'unknown', ended_at = $2,
         detail = 'the process ended while this was under way; it may have been taken'
     WHERE mail_id = $1 AND outcome = 'sending'"
);
const BEGIN: &str = sql!(
    "INSERT INTO notifications_attempt (mail_id, number, outcome, engine, detail, begun_at)
     VALUES ($1, $2, 'sending', $3, '', $4)"
);
/// Takes a mail whose time has come, and writes the try down before it is made; none when somebody else has it.
pub(crate) async fn claim(
    tx: &mut Tx,
    id: NotificationId,
    engine: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Mail>, DbError> {
    let Some(mail) = tx.opt(CLAIM, &v![id, now, until], read).await? else { return Ok(None) };
    tx.queue(LOST, &v![id, now])?;
    tx.queue(BEGIN, &v![id, mail.shown.attempts, engine, now])?;
    Ok(Some(mail))
}

const WRITTEN: &str = sql!("UPDATE notifications_mail SET subject = $2, body_text = $3, body_html = $4 WHERE id = $1");
/// Keeps a mail's texts, for staff to see.
pub(crate) fn written(tx: &mut Tx, id: NotificationId, mail: &RenderedMail) -> Result<(), DbError> {
    tx.queue(WRITTEN, &v![id, &mail.subject, &mail.text, &mail.html])
}

const END: &str = sql!(
    "UPDATE notifications_mail SET state = $3, next_at = $4, last_error = $5, sent_at = $6, claimed_until = NULL
     WHERE id = $1 AND attempts = $2 AND state = 'waiting'"
);
const END_ATTEMPT: &str = sql!(
    "UPDATE notifications_attempt SET outcome = $3, detail = $4, ended_at = $5 WHERE mail_id = $1 AND number = $2"
);
/// Writes down how a try ended.
pub(crate) fn end(
    tx: &mut Tx,
    ended: &Ended,
    outcome: AttemptOutcome,
    detail: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let e = ended;
    tx.queue(END, &v![e.id, e.attempt, tag(e.state)?, e.next_at, e.error.clone(), e.sent_at])?;
    tx.queue(END_ATTEMPT, &v![e.id, e.attempt, tag(outcome)?, detail, now])
}

const FIND: &str = sql!("SELECT ", COLUMNS, ", body_text, body_html FROM notifications_mail WHERE id = $1");
/// A mail with its texts.
pub(crate) async fn find(db: &Db, id: NotificationId) -> Result<Option<(Mail, String, String)>, DbError> {
    db.opt(FIND, &v![id], |row| Ok((read(row)?, row.next()?, row.next()?))).await
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM notifications_mail WHERE id = $1 FOR UPDATE");
pub(crate) async fn lock(tx: &mut Tx, id: NotificationId) -> Result<Option<Mail>, DbError> {
    tx.opt(LOCK, &v![id], read).await
}

const AGAIN: &str = sql!(
    "UPDATE notifications_mail SET state = 'waiting', tries = 0, next_at = $2, claimed_until = NULL WHERE id = $1"
);
/// Gives a mail all its tries again, beginning now.
pub(crate) fn again(tx: &mut Tx, id: NotificationId, now: Timestamp) -> Result<(), DbError> {
    tx.queue(AGAIN, &v![id, now])
}

const TRIES: &str = sql!(
    "SELECT number, outcome, engine, detail, begun_at, ended_at FROM notifications_attempt
     WHERE mail_id = $1 ORDER BY number DESC LIMIT $2"
);
/// The last tries, oldest first.
pub(crate) async fn tries(db: &Db, id: NotificationId) -> Result<Vec<Attempt>, DbError> {
    let mut tries = db
        .all(TRIES, &v![id, MOST_SHOWN], |row| {
            Ok(Attempt {
                number: row.next()?,
                outcome: row.next_tag()?,
                engine: row.next()?,
                detail: row.next()?,
                begun_at: row.next()?,
                ended_at: row.next()?,
            })
        })
        .await?;
    tries.reverse();
    Ok(tries)
}

/// Up to `limit + 1` mails behind `after`, newest first.
pub(crate) async fn page(
    db: &Db,
    filter: &NotificationFilter,
    after: Option<NotificationId>,
    limit: i64,
) -> Result<Vec<Notification>, DbError> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM notifications_mail WHERE TRUE"));
    if let Some(state) = filter.state {
        q.push(" AND state = ?", v![tag(state)?]);
    }
    if let Some(kind) = filter.kind {
        q.push(" AND kind = ?", v![kind.as_str()]);
    }
    if let Some(recipient) = &filter.recipient {
        q.push(" AND recipient_key = ?", v![recipient_key(recipient)]);
    }
    if let Some(order) = filter.order {
        q.push(" AND order_id = ?", v![order]);
    }
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?.into_iter().map(|mail| mail.shown).collect())
}

const OLD: &str = sql!(
    "SELECT id FROM notifications_mail WHERE created_at < $1 AND state <> 'waiting' ORDER BY created_at, id LIMIT $2"
);
const FORGET_TRIES: &str = sql!("DELETE FROM notifications_attempt WHERE mail_id IN list($1)");
const FORGET: &str = sql!("DELETE FROM notifications_mail WHERE id IN list($1)");
/// Forgets mails of before `before` that do not wait; returns how many, some at a time.
pub(crate) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    let mut old: Vec<NotificationId> = tx.all(OLD, &v![before, SWEEP_AT_ONCE], |row| row.next()).await?;
    old.sort_unstable();
    tx.exec(FORGET_TRIES, &v![&old]).await?;
    tx.exec(FORGET, &v![&old]).await?;
    Ok(old.len())
}

const WRONG: &str = sql!(
    "SELECT m.id, m.state, m.attempts,
         (SELECT count(*) FROM notifications_attempt a WHERE a.mail_id = m.id),
         (SELECT count(*) FROM notifications_attempt a WHERE a.mail_id = m.id AND a.outcome = 'sent')
     FROM notifications_mail m
     WHERE m.attempts <> (SELECT count(*) FROM notifications_attempt a WHERE a.mail_id = m.id)
        OR (m.state = 'sent') <>
           ((SELECT count(*) FROM notifications_attempt a WHERE a.mail_id = m.id AND a.outcome = 'sent') = 1)
     ORDER BY m.id"
);
const COUNT: &str = sql!("SELECT count(*) FROM notifications_mail");
/// How many mails there are, and each whose tries do not fit it.
pub(crate) async fn audit(db: &Db) -> Result<(i64, Vec<String>), DbError> {
    let count = db.one(COUNT, &v![], |row| row.next()).await?;
    let wrong = db
        .all(WRONG, &v![], |row| {
            let (id, state): (NotificationId, String) = (row.next()?, row.next()?);
            let (attempts, found, sent): (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
            Ok(format!("{id} is {state} after {attempts} tries; {found} are written down, {sent} of them sent"))
        })
        .await?;
    Ok((count, wrong))
}

//! One thing at a time, or several by name.

use crate::noun::{Entry, Noun};
use infrasell_contracts::content::ContentKind;
use infrasell_db::{Db, DbError, Json, Row, Tx, Val, sql, v};
use infrasell_kernel::{
    Timestamp,
    text::{fold, sort_key},
};

/// A document, and the handle of what it is in.
pub(crate) const SELECT: &str = "SELECT e.body, s.handle FROM content_entry e
    LEFT JOIN content_entry s ON e.scope > 0 AND s.id = e.scope AND s.kind = $1 WHERE e.kind = $2";
const BY_ID: &str =
    sql!(SELECT, " AND e.id IN list($3) AND ($4 OR (e.shown_from <= $5 AND (e.scope = 0 OR s.shown_from <= $5)))");
const BY_HANDLE: &str = sql!(
    SELECT,
    " AND e.handle IN list_text($3) AND ($4 OR (e.shown_from <= $5 AND (e.scope = 0 OR s.shown_from <= $5)))"
);

/// What the first two places of [`SELECT`] take.
pub(crate) fn kinds<N: Noun>() -> [&'static str; 2] {
    [N::PARENT.map_or("", ContentKind::as_str), N::KIND.as_str()]
}

pub(crate) fn read<N: Noun>(row: &Row<'_>) -> Result<N, DbError> {
    let mut found: N = row.next_json()?;
    found.placed(row.next()?);
    Ok(found)
}

/// As [`read`], with the handle of what it is in, whether or not the document has a place for it.
fn read_placed<N: Noun>(row: &Row<'_>) -> Result<(N, Option<String>), DbError> {
    let within: Option<String> = row.get(1)?;
    let mut found: N = row.json(0)?;
    found.placed(within.clone());
    Ok((found, within))
}

/// Those of `ids` that are there; `now` when only what is shown then counts.
pub(crate) async fn by_ids<N: Noun>(db: &Db, ids: &[i64], now: Option<Timestamp>) -> Result<Vec<N>, DbError> {
    let [parent, kind] = kinds::<N>();
    db.all(BY_ID, &v![parent, kind, ids, now.is_none(), now.unwrap_or(Timestamp::MIN)], read).await
}

/// Those of `handles` that are there, each with the handle of what it is in.
pub(crate) async fn by_handles<N: Noun>(
    db: &Db,
    handles: &[String],
    now: Option<Timestamp>,
) -> Result<Vec<(N, Option<String>)>, DbError> {
    let [parent, kind] = kinds::<N>();
    let values = v![parent, kind, handles, now.is_none(), now.unwrap_or(Timestamp::MIN)];
    db.all(BY_HANDLE, &values, read_placed).await
}

const LOCK: &str = sql!("SELECT body, scope FROM content_entry WHERE kind = $1 AND id = $2 FOR UPDATE");
const LOCK_BY_HANDLE: &str =
    sql!("SELECT body FROM content_entry WHERE kind = $1 AND scope = 0 AND handle = $2 FOR UPDATE");
const HANDLE: &str = sql!("SELECT handle FROM content_entry WHERE kind = $1 AND id = $2");

/// The thing, which nobody else changes until the transaction ends.
pub(crate) async fn lock<N: Noun>(tx: &mut Tx, id: i64) -> Result<Option<N>, DbError> {
    let found = tx.opt(LOCK, &v![N::KIND.as_str(), id], |row| Ok((row.json::<N>(0)?, row.get::<i64>(1)?))).await?;
    let Some((mut found, scope)) = found else { return Ok(None) };
    if let Some(parent) = N::PARENT {
        found.placed(tx.opt(HANDLE, &v![parent.as_str(), scope], |row| row.get(0)).await?);
    }
    Ok(Some(found))
}

const PEEK: &str = sql!("SELECT body FROM content_entry WHERE kind = $1 AND id = $2");

/// The thing as it is at the moment.
pub(crate) async fn peek<N: Noun>(tx: &mut Tx, id: i64) -> Result<Option<N>, DbError> {
    tx.opt(PEEK, &v![N::KIND.as_str(), id], |row| row.json(0)).await
}

/// The thing with this handle, in nothing, which nobody else changes until the transaction ends.
pub(crate) async fn lock_by_handle<N: Noun>(tx: &mut Tx, handle: &str) -> Result<Option<N>, DbError> {
    tx.opt(LOCK_BY_HANDLE, &v![N::KIND.as_str(), handle], |row| row.json(0)).await
}

const TAKEN: &str = sql!("SELECT handle FROM content_entry WHERE kind = $1 AND scope = $2 AND handle IN list_text($3)");

/// Those of `handles` that are somebody's.
pub(crate) async fn taken<N: Noun>(tx: &mut Tx, scope: i64, handles: &[String]) -> Result<Vec<String>, DbError> {
    tx.all(TAKEN, &v![N::KIND.as_str(), scope, handles], |row| row.get(0)).await
}

const IN_IT: &str = sql!("SELECT id FROM content_entry WHERE kind = $1 AND scope = $2 LIMIT 1");

/// Whether something of `kind` is in what has this id.
pub(crate) async fn has_any(tx: &mut Tx, kind: ContentKind, scope: i64) -> Result<bool, DbError> {
    Ok(tx.opt(IN_IT, &v![kind.as_str(), scope], |row| row.get::<i64>(0)).await?.is_some())
}

const INSERT: &str = sql!(
    "INSERT INTO content_entry (kind, id, version, updated_at, scope, handle, title_key, search_text, tags, shown_from,
         created_at, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
const INSERT_NEW: &str = sql!(
    "INSERT INTO content_entry (kind, id, version, updated_at, scope, handle, title_key, search_text, tags, shown_from,
         created_at, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (kind, scope, handle) DO NOTHING"
);
const UPDATE: &str = sql!(
    "UPDATE content_entry SET version = $3, updated_at = $4, scope = $5, handle = $6, title_key = $7, search_text = $8,
         tags = $9, shown_from = $10, created_at = $11, body = $12
     WHERE kind = $1 AND id = $2 AND version = $3 - 1"
);
const DELETE: &str = sql!("DELETE FROM content_entry WHERE kind = $1 AND id = $2");

/// Tags as the column holds them: each between two line ends, folded.
pub(crate) fn tags_text(tags: &[String]) -> String {
    let mut text = String::new();
    for tag in tags {
        text.push('\n');
        text.push_str(&fold(tag));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What is searched in.
fn search_text(entry: &Entry<'_>) -> String {
    format!("{} {}", fold(entry.title), fold(entry.handle))
}

fn values<N: Noun>(thing: &N) -> [Val<'_>; 12] {
    let entry = thing.entry();
    v![
        N::KIND.as_str(),
        entry.id,
        entry.version,
        entry.updated_at,
        entry.scope,
        entry.handle,
        sort_key(entry.title).into_bytes(),
        search_text(&entry),
        tags_text(entry.tags),
        entry.shown_from,
        entry.created_at,
        Json(thing),
    ]
}

pub(crate) async fn insert<N: Noun>(tx: &mut Tx, thing: &N) -> Result<(), DbError> {
    tx.exec(INSERT, &values(thing)).await.map(drop)
}

/// Inserts it unless its handle is there; whether it was not.
pub(crate) async fn insert_new<N: Noun>(tx: &mut Tx, thing: &N) -> Result<bool, DbError> {
    Ok(tx.exec(INSERT_NEW, &values(thing)).await? == 1)
}

/// Puts it in the place of the version before it; false when that is gone.
pub(crate) async fn update<N: Noun>(tx: &mut Tx, thing: &N) -> Result<bool, DbError> {
    Ok(tx.exec(UPDATE, &values(thing)).await? == 1)
}

/// Whether it was there.
pub(crate) async fn delete(tx: &mut Tx, kind: ContentKind, id: i64) -> Result<bool, DbError> {
    Ok(tx.exec(DELETE, &v![kind.as_str(), id]).await? == 1)
}

const LEADING_TO: &str = sql!("SELECT body FROM content_entry WHERE kind = 'redirect' AND title_key = $1 ORDER BY id");

/// Redirects that lead to an address like `target`.
pub(crate) async fn leading_to<N: Noun>(tx: &mut Tx, target: &str) -> Result<Vec<N>, DbError> {
    tx.all(LEADING_TO, &v![sort_key(target).into_bytes()], |row| row.json(0)).await
}

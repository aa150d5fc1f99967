//! Functions over `Db` and `Tx`, each with its statement beside it.

use crate::document::{Document, Kind, REVISION};
use infrasell_db::{Db, DbError, Json, Q, Tx, Val, sql, v};
use infrasell_kernel::Cursor;
use std::collections::{BTreeMap, HashMap};

const LOCK: &str = sql!("SELECT id FROM search_state WHERE id = 1 FOR UPDATE");
const STORED: &str =
    sql!("SELECT id, version, revision, words FROM search_document WHERE kind = $1 AND id IN list($2) ORDER BY id");
const PUT: &str = sql!(
    "INSERT INTO search_document (kind, id, version, revision, word_count, words) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, revision = excluded.revision,
         word_count = excluded.word_count, words = excluded.words"
);
const POST: &str = sql!(
    "INSERT INTO search_posting (kind, word, id, weight) VALUES ($1, $2, $3, $4)
     ON CONFLICT (kind, word, id) DO UPDATE SET weight = excluded.weight"
);
const UNPOST: &str = sql!("DELETE FROM search_posting WHERE kind = $1 AND word = $2 AND id = $3");
const DROP: &str = sql!("DELETE FROM search_document WHERE kind = $1 AND id IN list($2)");

type Words = BTreeMap<String, i64>;

/// A document as it is stored.
struct Stored {
    version: i64,
    revision: i64,
    words: Words,
}

/// Makes the caller the only one who writes documents until his transaction ends: what is read is what is changed.
pub(crate) async fn lock(tx: &mut Tx) -> Result<(), DbError> {
    tx.all(LOCK, &[], |row| row.get::<i64>(0)).await.map(drop)
}

async fn stored(tx: &mut Tx, kind: Kind, ids: &[i64]) -> Result<HashMap<i64, Stored>, DbError> {
    let rows = tx
        .all(STORED, &v![kind as i64, ids], |row| {
            let id: i64 = row.next()?;
            Ok((id, Stored { version: row.next()?, revision: row.next()?, words: row.next_json()? }))
        })
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes documents of one kind, and takes away those of `gone`; only differences. The caller holds the [`lock`].
pub(crate) async fn write(tx: &mut Tx, kind: Kind, documents: &[Document], gone: &[i64]) -> Result<(), DbError> {
    let mut ids: Vec<i64> = documents.iter().map(|one| one.id).chain(gone.iter().copied()).collect();
    ids.sort_unstable();
    let stored = stored(tx, kind, &ids).await?;
    let none = Words::new();
    let mut old: Vec<(&str, i64)> = vec![];
    let mut new: Vec<(&str, i64, i64)> = vec![];
    let mut rows = vec![];
    for document in documents {
        let before = stored.get(&document.id);
        if before.is_some_and(|one| one.version > document.version) {
            continue;
        }
        let words = before.map_or(&none, |one| &one.words);
        if before.is_none_or(|one| one.version != document.version || one.revision != REVISION) {
            rows.push(row(document));
        }
        old.extend(
            words.keys().filter(|word| !document.words.contains_key(*word)).map(|word| (&word[..], document.id)),
        );
        let fresh = document.words.iter().filter(|(word, weight)| words.get(*word) != Some(weight));
        new.extend(fresh.map(|(word, weight)| (&word[..], document.id, *weight)));
    }
    for (id, before) in stored.iter().filter(|(id, _)| gone.contains(id)) {
        old.extend(before.words.keys().map(|word| (&word[..], *id)));
    }
    old.sort_unstable();
    new.sort_unstable();
    let kind = kind as i64;
    let old: Vec<_> = old.into_iter().map(|(word, id)| v![kind, word, id]).collect();
    let new: Vec<_> = new.into_iter().map(|(word, id, weight)| v![kind, word, id, weight]).collect();
    tx.exec_many(UNPOST, &old).await?;
    tx.insert_many(POST, &new).await?;
    tx.insert_many(PUT, &rows).await?;
    if !gone.is_empty() {
        tx.exec(DROP, &v![kind, gone]).await?;
    }
    Ok(())
}

fn row(document: &Document) -> [Val<'_>; 6] {
    let count = i64::try_from(document.words.len()).unwrap_or(i64::MAX);
    v![document.kind as i64, document.id, document.version, REVISION, count, Json(&document.words)]
}

/// What is looked for: whole words, and perhaps the beginning of one more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sought {
    pub whole: Vec<String>,
    pub beginning: Option<String>,
}

impl Sought {
    pub(crate) fn len(&self) -> usize {
        self.whole.len() + usize::from(self.beginning.is_some())
    }
}

/// Points for each further word that is found, where not all have to be.
const ANOTHER_WORD: i64 = 1_000;

/// Up to `most` documents of a kind, the best first, equal ones by id; with all words, or with any of them.
pub(crate) async fn find(
    db: &Db,
    kind: Kind,
    sought: &Sought,
    all: bool,
    most: i64,
) -> Result<Vec<(i64, i64)>, DbError> {
    let kind = kind as i64;
    let needed = if all { i64::try_from(sought.len()).unwrap_or(i64::MAX) } else { 1 };
    let mut q = Q::new("SELECT id, CAST(");
    q.push("? * count(*) + sum(score) AS BIGINT) AS points FROM (", v![ANOTHER_WORD]);
    for (i, word) in sought.whole.iter().enumerate() {
        q.push(if i > 0 { " UNION ALL " } else { "" }, []);
        let sql = "SELECT id, 2 * weight AS score FROM search_posting WHERE kind = ? AND word = ?";
        q.push(sql, v![kind, word]);
    }
    if let Some(beginning) = &sought.beginning {
        q.push(if sought.whole.is_empty() { "" } else { " UNION ALL " }, []);
        // a whole word counts for more than the beginning of a longer one
        let sql = "SELECT id, max(CASE WHEN word = ? THEN 2 * weight ELSE weight END) AS score FROM search_posting
            WHERE kind = ? AND word >= ? AND word < ? GROUP BY id";
        q.push(sql, v![beginning, kind, beginning, format!("{beginning}\u{10ffff}")]);
    }
    q.push(") hit GROUP BY id HAVING count(*) >= ? ORDER BY points DESC, id LIMIT ?", v![needed, most]);
    q.all(db, |row| Ok((row.get(0)?, row.get(1)?))).await
}

const STATE: &str = sql!("SELECT revision, next_kind, next_after FROM search_state WHERE id = 1");
const PROGRESS: &str = sql!("UPDATE search_state SET next_kind = $1, next_after = $2 WHERE id = 1");
const BUILT: &str = sql!("UPDATE search_state SET revision = $1, next_kind = 0, next_after = NULL WHERE id = 1");
const OUTDATED: &str = sql!("SELECT kind, id FROM search_document WHERE revision < $1 ORDER BY kind, id LIMIT 500");

/// How far the index is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub revision: i64,
    pub next_kind: i64,
    pub next_after: Option<Cursor>,
}

pub(crate) async fn state(db: &Db) -> Result<State, DbError> {
    db.one(STATE, &[], |row| Ok(State { revision: row.next()?, next_kind: row.next()?, next_after: row.next_json()? }))
        .await
}

/// Notes up to where it is built.
pub(crate) async fn progress(tx: &mut Tx, kind: i64, after: Option<&Cursor>) -> Result<(), DbError> {
    tx.exec(PROGRESS, &v![kind, after.map(Json)]).await.map(drop)
}

/// Notes that all of it has today's revision.
pub(crate) async fn built(tx: &mut Tx) -> Result<(), DbError> {
    tx.exec(BUILT, &v![REVISION]).await.map(drop)
}

/// Some documents that a former revision made and today's did not.
pub(crate) async fn outdated(tx: &mut Tx) -> Result<Vec<(Kind, i64)>, DbError> {
    tx.all(OUTDATED, &v![REVISION], |row| {
        let kind: i64 = row.next()?;
        let kind = Kind::ALL.into_iter().find(|known| *known as i64 == kind);
        Ok((kind.ok_or_else(|| DbError::other("a document of an unknown kind"))?, row.next()?))
    })
    .await
}

const DOCUMENTS: &str = sql!("SELECT count(*) FROM search_document");
const UNFOUND: &str = sql!(
    "SELECT d.kind, d.id, d.word_count, COALESCE(p.found, 0) FROM search_document d
     LEFT JOIN (SELECT kind, id, count(*) AS found FROM search_posting GROUP BY kind, id) p
         ON p.kind = d.kind AND p.id = d.id
     WHERE d.word_count <> COALESCE(p.found, 0) ORDER BY d.kind, d.id"
);
const STRAY: &str = sql!(
    "SELECT DISTINCT p.kind, p.id FROM search_posting p
     WHERE NOT EXISTS (SELECT 1 FROM search_document d WHERE d.kind = p.kind AND d.id = p.id) ORDER BY p.kind, p.id"
);

/// How many documents there are, and each that is not found by exactly its words, in words.
pub(crate) async fn books(db: &Db) -> Result<(i64, Vec<String>), DbError> {
    let count = db.one(DOCUMENTS, &[], |row| row.get(0)).await?;
    let mut wrong = db
        .all(UNFOUND, &[], |row| {
            let (kind, id, has, found): (i64, i64, i64, i64) = (row.next()?, row.next()?, row.next()?, row.next()?);
            Ok(format!("document {kind}/{id} has {has} words, found by {found}"))
        })
        .await?;
    wrong.extend(
        db.all(STRAY, &[], |row| {
            let (kind, id): (i64, i64) = (row.next()?, row.next()?);
            Ok(format!("words lead to document {kind}/{id}, which is not there"))
        })
        .await?,
    );
    Ok((count, wrong))
}

//! Collections.

use super::{
    Source, channels,
    narrow::{self, Of},
};
use crate::pure::{check::collection::Checked, matching::Rules, narrow::Condition, text};
use infrasell_contracts::catalog::{Collection, CollectionSort, Membership};
use infrasell_db::{Db, DbError, Dir, Json, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{ChannelId, CollectionId, ProductId, Timestamp};
use serde::{Deserialize, Serialize};

const SELECT: &str = "SELECT c.id, c.handle, c.title, c.description_html, c.image, c.membership,
    (SELECT count(*) FROM catalog_collection_product m WHERE m.collection_id = c.id),
    c.seo, c.channels, c.version, c.updated_at, c.rules_revision FROM catalog_collection c";
const BY_ID: &str = sql!(SELECT, " WHERE c.id = $1");
const BY_HANDLE: &str = sql!(
    SELECT,
    " WHERE c.id = COALESCE((SELECT id FROM catalog_collection WHERE handle = $1),
                            (SELECT collection_id FROM catalog_collection_redirect WHERE handle = $1))"
);
const LOCKED: &str = sql!(SELECT, " WHERE c.id = $1 FOR UPDATE");

/// A collection and the revision of its rules.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub collection: Collection,
    pub revision: i64,
}

fn read(row: &Row<'_>) -> Result<Stored, DbError> {
    let collection = Collection {
        id: row.next()?,
        handle: row.next()?,
        title: row.next()?,
        description_html: row.next()?,
        image: row.next_json()?,
        membership: row.next_json()?,
        product_count: row.next()?,
        seo: row.next_json()?,
        channels: channels::from_column(row.next()?),
        version: row.next()?,
        updated_at: row.next()?,
    };
    Ok(Stored { collection, revision: row.next()? })
}

pub(crate) async fn by_id(source: &mut Source<'_>, id: CollectionId) -> Result<Option<Stored>, DbError> {
    source.opt(BY_ID, &v![id], read).await
}

/// By today's handle or, when no collection has it, by a former one.
pub(crate) async fn by_handle(db: &Db, handle: &str) -> Result<Option<Stored>, DbError> {
    db.opt(BY_HANDLE, &v![handle], read).await
}

/// The collection, which nobody else changes until the transaction ends.
pub(crate) async fn locked(tx: &mut Tx, id: CollectionId) -> Result<Option<Stored>, DbError> {
    tx.opt(LOCKED, &v![id], read).await
}

/// Collections in id order: those published in a channel, those whose title contains a folded text.
pub(crate) async fn page(
    db: &Db,
    published_in: Option<ChannelId>,
    search: Option<&str>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Collection>, DbError> {
    let mut q = Q::new(SELECT);
    q.push(" WHERE TRUE", []);
    if let Some(channel) = published_in {
        q.push(" AND (c.channels IS NULL OR c.channels LIKE ?)", v![channels::pattern(channel)]);
    }
    if let Some(search) = search {
        q.push(" AND c.search_text LIKE ? ESCAPE '\\'", v![text::containing(search)]);
    }
    q.page(&["c.id"], Dir::Asc, after.map(|id| v![id]), limit);
    q.all(db, |row| Ok(read(row)?.collection)).await
}

/// Where a collection stands in a list: what it is sorted by, and its id between equal ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum CollectionPlace {
    Id(i64),
    Text(String, i64),
    Number(i64, i64),
}

/// A list of collections that are published in a channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List<'a> {
    pub channel: ChannelId,
    pub condition: Option<&'a Condition>,
    pub sort: CollectionSort,
    pub dir: Dir,
}

fn narrowed<'a>(q: &mut Q<'a>, list: &List<'a>) {
    q.push(" WHERE (c.channels IS NULL OR c.channels LIKE ?)", v![channels::pattern(list.channel)]);
    if let Some(condition) = list.condition {
        narrow::and(q, Of::Collections, condition);
    }
}

/// Up to `limit + 1` collections behind `from`, in the direction of the list.
pub(crate) async fn places(
    db: &Db,
    list: &List<'_>,
    from: Option<&CollectionPlace>,
    limit: i64,
) -> Result<Vec<(CollectionPlace, Collection)>, DbError> {
    let mut q = Q::new(SELECT);
    narrowed(&mut q, list);
    let id = |place: &CollectionPlace| match place {
        CollectionPlace::Id(id) | CollectionPlace::Text(_, id) | CollectionPlace::Number(_, id) => *id,
    };
    match list.sort {
        CollectionSort::Id => drop(q.page(&["c.id"], list.dir, from.map(|place| v![id(place)]), limit)),
        CollectionSort::Title => {
            let seek = from.map(|place| match place {
                CollectionPlace::Text(key, id) => v![key, *id],
                other => v!["", id(other)],
            });
            q.page(&["c.title_key", "c.id"], list.dir, seek, limit);
        }
        CollectionSort::UpdatedAt => {
            let seek = from.map(|place| match place {
                CollectionPlace::Number(at, id) => v![*at, *id],
                other => v![0, id(other)],
            });
            q.page(&["c.updated_at", "c.id"], list.dir, seek, limit);
        }
    }
    q.all(db, |row| {
        let collection = read(row)?.collection;
        let id = collection.id.get();
        let place = match list.sort {
            CollectionSort::Id => CollectionPlace::Id(id),
            CollectionSort::Title => CollectionPlace::Text(text::short_key(&collection.title), id),
            CollectionSort::UpdatedAt => CollectionPlace::Number(collection.updated_at.micros(), id),
        };
        Ok((place, collection))
    })
    .await
}

/// How many collections are in the list.
pub(crate) async fn count(db: &Db, list: &List<'_>) -> Result<i64, DbError> {
    let mut q = Q::new("SELECT count(*) FROM catalog_collection c");
    narrowed(&mut q, list);
    let counts = q.all(db, |row| row.get(0)).await?;
    Ok(counts.first().copied().unwrap_or(0))
}

const BY_IDS: &str = sql!(SELECT, " WHERE c.id IN list($1) ORDER BY c.id");

/// Those of `ids` that are there, and published in a channel.
pub(crate) async fn by_ids(
    db: &Db,
    ids: &[CollectionId],
    published_in: Option<ChannelId>,
) -> Result<Vec<Collection>, DbError> {
    let found = db.all(BY_IDS, &v![ids], |row| Ok(read(row)?.collection)).await?;
    let is_shown = |one: &Collection| {
        published_in.is_none_or(|channel| one.channels.as_ref().is_none_or(|channels| channels.contains(&channel)))
    };
    Ok(found.into_iter().filter(is_shown).collect())
}

const OF_PRODUCTS: &str = sql!(
    "SELECT m.product_id, c.id FROM catalog_collection_product m JOIN catalog_collection c ON c.id = m.collection_id
     WHERE m.product_id IN list($1) AND (c.channels IS NULL OR c.channels LIKE $2) ORDER BY m.product_id, c.id"
);

/// In which collections, of those published in a channel, products are.
pub(crate) async fn of_products(
    db: &Db,
    products: &[ProductId],
    channel: ChannelId,
) -> Result<Vec<(ProductId, CollectionId)>, DbError> {
    let pattern = channels::pattern(channel);
    db.all(OF_PRODUCTS, &v![products, pattern], |row| Ok((row.get(0)?, row.get(1)?))).await
}

const INSERT: &str = sql!(
    "INSERT INTO catalog_collection (id, version, handle, title, search_text, description_html, image, membership,
         by_rules, seo, channels, updated_at, rules_revision, settled_revision, title_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14)"
);
const UPDATE: &str = sql!(
    "UPDATE catalog_collection SET version = $2, handle = $3, title = $4, search_text = $5, description_html = $6,
         image = $7, membership = $8, by_rules = $9, seo = $10, channels = $11, updated_at = $12, rules_revision = $13,
         title_key = $14
     WHERE id = $1"
);
const DELETE: &str = sql!("DELETE FROM catalog_collection WHERE id = $1");

/// What a collection's row holds.
pub(crate) struct CollectionRow<'a> {
    pub id: CollectionId,
    pub version: i64,
    pub handle: &'a str,
    pub checked: &'a Checked,
    pub updated_at: Timestamp,
    pub revision: i64,
}

fn values<'a>(row: &CollectionRow<'a>) -> [Val<'a>; 14] {
    let checked = row.checked;
    v![
        row.id,
        row.version,
        row.handle,
        &checked.title,
        text::fold(&checked.title).into_owned(),
        &checked.description_html,
        checked.image.as_ref().map(Json),
        Json(&checked.membership),
        checked.rules.is_some(),
        Json(&checked.seo),
        channels::to_column(checked.channels.as_deref()),
        row.updated_at,
        row.revision,
        text::short_key(&checked.title),
    ]
}

pub(crate) async fn insert(tx: &mut Tx, row: &CollectionRow<'_>) -> Result<(), DbError> {
    tx.exec(INSERT, &values(row)).await.map(drop)
}

pub(crate) async fn update(tx: &mut Tx, row: &CollectionRow<'_>) -> Result<(), DbError> {
    tx.exec(UPDATE, &values(row)).await.map(drop)
}

/// Whether it was there.
pub(crate) async fn delete(tx: &mut Tx, id: CollectionId) -> Result<bool, DbError> {
    Ok(tx.exec(DELETE, &v![id]).await? == 1)
}

const OWNER: &str = sql!("SELECT id FROM catalog_collection WHERE handle = $1");
const TAKEN: &str = sql!(
    "SELECT handle FROM catalog_collection WHERE handle IN list_text($1)
     UNION SELECT handle FROM catalog_collection_redirect WHERE handle IN list_text($1)"
);
const REDIRECT: &str = sql!(
    "INSERT INTO catalog_collection_redirect (handle, collection_id) VALUES ($1, $2)
     ON CONFLICT (handle) DO UPDATE SET collection_id = excluded.collection_id"
);
const TAKE_BACK: &str = sql!("DELETE FROM catalog_collection_redirect WHERE handle = $1");

/// Whose handle this is today.
pub(crate) async fn owner(tx: &mut Tx, handle: &str) -> Result<Option<CollectionId>, DbError> {
    tx.opt(OWNER, &v![handle], |row| row.get(0)).await
}

/// Those of `handles` that are, or were, some collection's.
pub(crate) async fn taken(tx: &mut Tx, handles: &[String]) -> Result<Vec<String>, DbError> {
    tx.all(TAKEN, &v![handles], |row| row.get(0)).await
}

/// Says that `former` leads to `id` from now on, and that `own` is a collection's own.
pub(crate) async fn redirect(tx: &mut Tx, id: CollectionId, former: Option<&str>, own: &str) -> Result<(), DbError> {
    if let Some(former) = former {
        tx.queue(REDIRECT, &v![former, id])?;
    }
    tx.queue(TAKE_BACK, &v![own])
}

const RULED: &str = "SELECT id, membership, rules_revision, settled_revision FROM catalog_collection WHERE by_rules";
const RULES: &str = sql!(RULED, " ORDER BY id");
const RULES_OF: &str = sql!(RULED, " AND id = $1");

/// A rule-based collection, as far as membership is concerned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ruled {
    pub id: CollectionId,
    pub rules: Rules,
    pub revision: i64,
    /// Whether the pass of this revision is complete.
    pub settled: bool,
}

fn read_ruled(row: &Row<'_>) -> Result<Ruled, DbError> {
    let (id, membership): (CollectionId, Membership) = (row.get(0)?, row.json(1)?);
    let (revision, settled): (i64, i64) = (row.get(2)?, row.get(3)?);
    let broken = || DbError::other(format!("the stored rules of {id} cannot be read"));
    let Membership::Rules { all, rules } = membership else { return Err(broken()) };
    let rules = Rules::new(all, &rules).map_err(|_| broken())?;
    Ok(Ruled { id, rules, revision, settled: revision == settled })
}

/// Every rule-based collection.
pub(crate) async fn ruled(source: &mut Source<'_>) -> Result<Vec<Ruled>, DbError> {
    source.all(RULES, &[], read_ruled).await
}

/// The collection, if it is rule-based.
pub(crate) async fn ruled_one(db: &Db, id: CollectionId) -> Result<Option<Ruled>, DbError> {
    db.opt(RULES_OF, &v![id], read_ruled).await
}

const RAISE: &str = sql!("UPDATE catalog_collection SET rules_revision = rules_revision + 1 WHERE id IN list($1)");
const REVISION: &str = sql!("SELECT rules_revision FROM catalog_collection WHERE id = $1");
const SETTLE: &str = sql!("UPDATE catalog_collection SET settled_revision = $2 WHERE id = $1 AND rules_revision = $2");

/// Says that what these collections hold must be found anew.
pub(crate) async fn raise_revision(tx: &mut Tx, ids: &[CollectionId]) -> Result<(), DbError> {
    tx.exec(RAISE, &v![ids]).await.map(drop)
}

/// The revision of its rules, if it is there.
pub(crate) async fn revision(tx: &mut Tx, id: CollectionId) -> Result<Option<i64>, DbError> {
    tx.opt(REVISION, &v![id], |row| row.get(0)).await
}

/// Says that the pass of this revision is complete.
pub(crate) async fn settle(db: &Db, id: CollectionId, revision: i64) -> Result<(), DbError> {
    db.exec(SETTLE, &v![id, revision]).await.map(drop)
}

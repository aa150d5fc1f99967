//! Pages of one kind, in any order, and of sitemaps.

use super::entry::{SELECT, kinds, read};
use crate::noun::Noun;
use infrasell_contracts::{
    common::Direction,
    content::{ContentSort, ListContent, SITEMAP_PAGE, SitemapEntry},
};
use infrasell_db::{Db, DbError, Dir, Q, sql, v};
use infrasell_kernel::{
    Cursor, FieldError, PageRequest, Timestamp,
    text::{containing, fold, sort_key, words},
};
use infrasell_rpc::Fault;

fn dir(direction: Direction) -> Dir {
    match direction {
        Direction::Asc => Dir::Asc,
        Direction::Desc => Dir::Desc,
    }
}

/// The name of a list in its cursors.
fn list_name<N: Noun>(req: &ListContent) -> String {
    format!("content:{}:{:?}:{:?}", N::KIND.as_str(), req.sort, req.direction)
}

/// A cursor behind `last`.
pub(crate) fn cursor<N: Noun>(req: &ListContent, last: &N) -> Cursor {
    let (name, entry) = (list_name::<N>(req), last.entry());
    match req.sort {
        ContentSort::Id => Cursor::new(&name, &entry.id),
        ContentSort::Title => Cursor::new(&name, &(sort_key(entry.title), entry.id)),
        ContentSort::UpdatedAt => Cursor::new(&name, &(entry.updated_at.micros(), entry.id)),
        ContentSort::PublishedAt => Cursor::new(&name, &(entry.shown_from, entry.id)),
    }
}

/// Up to `limit + 1` things of a list.
pub(crate) async fn page<N: Noun>(db: &Db, req: &ListContent, now: Timestamp, limit: i64) -> Result<Vec<N>, Fault> {
    let [parent, kind] = kinds::<N>();
    // what the text that every such statement begins with binds itself comes first
    let mut q = Q::new("");
    q.push(&SELECT.replace("$1", "?").replace("$2", "?"), v![parent, kind]);
    if req.view.published {
        q.push(" AND e.shown_from <= ? AND (e.scope = 0 OR s.shown_from <= ?)", v![now, now]);
    }
    if let Some(within) = &req.within {
        q.push(" AND s.handle = ?", v![within]);
    }
    if let Some(tag) = &req.tag {
        q.push(" AND e.tags LIKE ? ESCAPE '\\'", v![containing(&format!("\n{}\n", fold(tag)))]);
    }
    for word in words(&req.search.as_deref().unwrap_or("").replace('\0', " ")) {
        q.push(" AND e.search_text LIKE ? ESCAPE '\\'", v![containing(&word)]);
    }
    if let Some(beyond) = req.beyond {
        let column = column(req.sort);
        let than = if req.direction == Direction::Asc { ">" } else { "<" };
        let sql = format!(
            " AND ({column}, e.id) {than} (SELECT {column}, e.id FROM content_entry e WHERE e.kind = ? AND e.id = ?)"
        );
        q.push(&sql, v![kind, beyond]);
    }
    seek::<N>(&mut q, req, limit)?;
    Ok(q.all(db, read).await?)
}

/// What a list is sorted by, before the id.
fn column(sort: ContentSort) -> &'static str {
    match sort {
        ContentSort::Id => "e.id",
        ContentSort::Title => "e.title_key",
        ContentSort::UpdatedAt => "e.updated_at",
        ContentSort::PublishedAt => "e.shown_from",
    }
}

fn seek<N: Noun>(q: &mut Q<'_>, req: &ListContent, limit: i64) -> Result<(), FieldError> {
    let (name, dir, page): (String, Dir, &PageRequest) = (list_name::<N>(req), dir(req.direction), &req.page);
    let by_number = |column: &'static str| -> Result<_, FieldError> {
        let after: Option<(i64, i64)> = page.key(&name)?;
        Ok(([column, "e.id"], after.map(|(at, id)| v![at, id])))
    };
    match req.sort {
        ContentSort::Id => {
            let after: Option<i64> = page.key(&name)?;
            q.page(&["e.id"], dir, after.map(|id| v![id]), limit);
        }
        ContentSort::Title => {
            let after: Option<(String, i64)> = page.key(&name)?;
            q.page(&["e.title_key", "e.id"], dir, after.map(|(key, id)| v![key.into_bytes(), id]), limit);
        }
        ContentSort::UpdatedAt => {
            let (columns, after) = by_number("e.updated_at")?;
            q.page(&columns, dir, after, limit);
        }
        ContentSort::PublishedAt => {
            let (columns, after) = by_number("e.shown_from")?;
            q.page(&columns, dir, after, limit);
        }
    }
    Ok(())
}

const SHOWN: &str = "FROM content_entry e
    LEFT JOIN content_entry s ON e.scope > 0 AND s.id = e.scope AND s.kind = $1
    WHERE e.kind = $2 AND e.shown_from <= $3 AND (e.scope = 0 OR s.shown_from <= $3)";
const SITEMAP: &str = sql!(
    "SELECT handle, parent, body, updated_at FROM (
         SELECT e.handle AS handle, s.handle AS parent, e.body AS body, e.updated_at AS updated_at,
             ROW_NUMBER() OVER (ORDER BY e.id) AS place ",
    SHOWN,
    ") AS numbered WHERE place > $4 AND place <= $5 ORDER BY place"
);
const COUNT: &str = sql!("SELECT count(*) ", SHOWN);

/// The entries on page `number` of a sitemap, from 1, and how many there are on all.
pub(crate) async fn sitemap<N: Noun>(
    db: &Db,
    now: Timestamp,
    number: i64,
) -> Result<(Vec<SitemapEntry>, i64), DbError> {
    let [parent, kind] = kinds::<N>();
    let before = (number - 1).saturating_mul(SITEMAP_PAGE);
    let values = v![parent, kind, now, before, before.saturating_add(SITEMAP_PAGE)];
    let entries = db
        .all(SITEMAP, &values, |row| {
            let (handle, within) = (row.next()?, row.next()?);
            let thing: N = row.next_json()?;
            let title = thing.entry().title.to_owned();
            Ok(SitemapEntry { handle, within, title, updated_at: row.next()? })
        })
        .await?;
    let total = db.one(COUNT, &v![parent, kind, now], |row| row.get(0)).await?;
    Ok((entries, total))
}

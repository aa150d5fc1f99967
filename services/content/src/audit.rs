//! Content's own books, checked whole.

use crate::{
    media::MediaDeps,
    noun::Noun,
    store::{entry::tags_text, list},
};
use infrasell_contracts::{
    common::{AuditCheck, AuditReport},
    content::{
        Article, Blog, ContentPage, ContentSort, FOOTER_MENU, ListContent, MAIN_MENU, MediaFile, Menu, Metaobject,
        MetaobjectDefinition, Redirect,
    },
};
use infrasell_db::{Db, sql, v};
use infrasell_kernel::PageRequest;
use infrasell_rpc::Fault;

/// Things that are looked at in one go.
const AT_ONCE: u32 = 250;

const COLUMNS: &str =
    sql!("SELECT scope, handle, tags, shown_from, version FROM content_entry WHERE kind = $1 AND id = $2");
const ORPHANS: &str = sql!(
    "SELECT e.kind, e.id, e.scope FROM content_entry e
     LEFT JOIN content_entry s ON s.id = e.scope
         AND s.kind = CASE e.kind WHEN 'article' THEN 'blog' ELSE 'metaobject_definition' END
     WHERE e.kind IN ('article', 'metaobject') AND s.id IS NULL ORDER BY e.kind, e.id"
);
const INSIDE: &str = sql!("SELECT count(*) FROM content_entry WHERE kind IN ('article', 'metaobject')");
const DEFAULTS: &str = sql!("SELECT count(*) FROM content_entry WHERE kind = 'menu' AND handle IN list_text($1)");

pub(crate) async fn run(db: &Db, media: &MediaDeps) -> Result<AuditReport, Fault> {
    let mut columns = AuditCheck::new("columns = documents");
    of::<ContentPage>(db, &mut columns).await?;
    of::<Blog>(db, &mut columns).await?;
    of::<Article>(db, &mut columns).await?;
    of::<Menu>(db, &mut columns).await?;
    of::<Redirect>(db, &mut columns).await?;
    of::<MetaobjectDefinition>(db, &mut columns).await?;
    of::<Metaobject>(db, &mut columns).await?;
    of::<MediaFile>(db, &mut columns).await?;
    let mut files = AuditCheck::new("every picture has its file");
    pictures(db, media, &mut files).await?;
    Ok(AuditReport { checks: vec![columns, files, orphans(db).await?, defaults(db).await?] })
}

/// Every picture that is listed has its file.
async fn pictures(db: &Db, media: &MediaDeps, check: &mut AuditCheck) -> Result<(), Fault> {
    let mut req = ListContent::default();
    loop {
        let mut pictures = list::page::<MediaFile>(db, &req, db.now(), i64::from(AT_ONCE)).await?;
        let more = pictures.len() > AT_ONCE as usize;
        pictures.truncate(AT_ONCE as usize);
        for picture in &pictures {
            media.has_file(picture, check).await?;
        }
        let Some(last) = pictures.last().filter(|_| more) else { return Ok(()) };
        req.page = PageRequest { limit: Some(AT_ONCE), after: Some(list::cursor(&req, last)) };
    }
}

/// What the columns of one kind hold is what its documents say.
async fn of<N: Noun>(db: &Db, check: &mut AuditCheck) -> Result<(), Fault> {
    let mut req = ListContent { sort: ContentSort::Id, ..ListContent::default() };
    loop {
        let mut things = list::page::<N>(db, &req, db.now(), i64::from(AT_ONCE)).await?;
        let more = things.len() > AT_ONCE as usize;
        things.truncate(AT_ONCE as usize);
        for thing in &things {
            let entry = thing.entry();
            let stored = db
                .opt(COLUMNS, &v![N::KIND.as_str(), entry.id], |row| {
                    let (scope, handle, tags): (i64, String, String) = (row.next()?, row.next()?, row.next()?);
                    Ok((scope, handle, tags, row.next::<i64>()?, row.next::<i64>()?))
                })
                .await?;
            let said = (entry.scope, entry.handle.to_owned(), tags_text(entry.tags), entry.shown_from, entry.version);
            check.expect(stored.as_ref() == Some(&said), || {
                format!("{} {}: the columns hold {stored:?}, the document says {said:?}", N::WHAT, entry.id)
            });
        }
        let Some(last) = things.last().filter(|_| more) else { return Ok(()) };
        req.page = PageRequest { limit: Some(AT_ONCE), after: Some(list::cursor(&req, last)) };
    }
}

async fn orphans(db: &Db) -> Result<AuditCheck, Fault> {
    let differences = db
        .all(ORPHANS, &[], |row| {
            let (kind, id, scope): (String, i64, i64) = (row.next()?, row.next()?, row.next()?);
            Ok(format!("{kind} {id} is in {scope}, which is not there"))
        })
        .await?;
    let examined = db.one(INSIDE, &[], |row| row.get(0)).await?;
    Ok(AuditCheck { name: "every article has its blog, every metaobject its definition".into(), examined, differences })
}

async fn defaults(db: &Db) -> Result<AuditCheck, Fault> {
    let handles = [MAIN_MENU, FOOTER_MENU];
    let there: i64 = db.one(DEFAULTS, &v![&handles], |row| row.get(0)).await?;
    let mut check = AuditCheck::new("the menus that a shop begins with are there");
    check.expect(there == 2, || format!("there are {there} of the 2 menus that a shop begins with"));
    Ok(check)
}

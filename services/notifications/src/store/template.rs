//! The shop's own templates.

use infrasell_contracts::notifications::{NotificationKind, Template, TemplateRef};
use infrasell_db::{Db, DbError, Row, Tx, sql, v};

const COLUMNS: &str = "kind, locale, subject, body_text, body_html, updated_by, updated_at";

fn read(row: &Row<'_>) -> Result<Template, DbError> {
    Ok(Template {
        kind: row.next_tag()?,
        locale: row.next_parse()?,
        overridden: true,
        subject: row.next()?,
        text: row.next()?,
        html: row.next()?,
        updated_by: row.next()?,
        updated_at: row.next()?,
    })
}

const ALL: &str = sql!("SELECT ", COLUMNS, " FROM notifications_template ORDER BY kind, locale");
pub(crate) async fn all(db: &Db) -> Result<Vec<Template>, DbError> {
    db.all(ALL, &v![], read).await
}

const FIND: &str = sql!("SELECT ", COLUMNS, " FROM notifications_template WHERE kind = $1 AND locale IN list_text($2)");
/// The shop's own templates of a kind in any of these languages.
pub(crate) async fn find(db: &Db, kind: NotificationKind, locales: &[String]) -> Result<Vec<Template>, DbError> {
    db.all(FIND, &v![kind.as_str(), locales], read).await
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM notifications_template WHERE kind = $1 AND locale = $2 FOR UPDATE");
pub(crate) async fn lock(tx: &mut Tx, which: &TemplateRef) -> Result<Option<Template>, DbError> {
    tx.opt(LOCK, &v![which.kind.as_str(), which.locale.to_string()], read).await
}

const COUNT: &str = sql!("SELECT count(*) FROM notifications_template");
pub(crate) async fn count(tx: &mut Tx) -> Result<i64, DbError> {
    tx.one(COUNT, &v![], |row| row.next()).await
}

const PUT: &str = sql!(
    "INSERT INTO notifications_template (",
    COLUMNS,
    ") VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (kind, locale) DO UPDATE SET subject = excluded.subject, body_text = excluded.body_text,
         body_html = excluded.body_html, updated_by = excluded.updated_by, updated_at = excluded.updated_at"
);
pub(crate) fn put(tx: &mut Tx, template: &Template) -> Result<(), DbError> {
    let t = template;
    let values =
        v![t.kind.as_str(), t.locale.to_string(), &t.subject, &t.text, &t.html, t.updated_by.clone(), t.updated_at];
    tx.queue(PUT, &values)
}

const DELETE: &str = sql!("DELETE FROM notifications_template WHERE kind = $1 AND locale = $2");
pub(crate) async fn delete(tx: &mut Tx, which: &TemplateRef) -> Result<u64, DbError> {
    tx.exec(DELETE, &v![which.kind.as_str(), which.locale.to_string()]).await
}

//! The tables of imports, each function with its statement.

use crate::{apply::Applied, feed::Batch};
use infrasell_contracts::imports::{Import, ImportKind, ImportState, ListImports, Rejection};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, Val, sql, v};
use infrasell_kernel::{Cursor, FieldError, ImportId, Page, PageRequest, Timestamp};
use infrasell_rpc::Fault;

const IMPORTS: &str = "imports:id";
const REJECTIONS: &str = "rejections:line";

const COLUMNS: &str = "id, file_name, dry_run, state, failure, bytes_done, bytes_total, created_rows, updated_rows,
    unchanged_rows, rejected_rows, steps_done, created_at, finished_at, kind";

/// An import with where it would go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) import: Import,
    pub(crate) steps_done: u64,
}

fn read(row: &Row<'_>) -> Result<Run, DbError> {
    let mut import = Import {
        id: row.next()?,
        kind: ImportKind::Products,
        file_name: row.next()?,
        dry_run: row.next()?,
        state: row.next_tag()?,
        failure: row.next()?,
        bytes_done: row.next()?,
        bytes_total: row.next()?,
        rows: 0,
        created: row.next()?,
        updated: row.next()?,
        unchanged: row.next()?,
        rejected: row.next()?,
        created_at: Timestamp::MIN,
        finished_at: None,
    };
    import.rows = import.created + import.updated + import.unchanged + import.rejected;
    let steps_done = row.next()?;
    import.created_at = row.next()?;
    import.finished_at = row.next()?;
    import.kind = row.next_tag()?;
    Ok(Run { import, steps_done })
}

/// Writes a new import down.
pub(crate) async fn insert(tx: &mut Tx, import: &Import) -> Result<(), DbError> {
    const SQL: &str = sql!(
        "INSERT INTO imports_import (id, file_name, dry_run, state, bytes_done, bytes_total, created_rows, updated_rows,
             unchanged_rows, rejected_rows, steps_done, created_at, updated_at, kind)
         VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, 0, $5, $5, $6)"
    );
    let (state, kind) = (import.state.as_str(), import.kind.as_str());
    let values = v![import.id, &import.file_name, import.dry_run, state, import.created_at, kind];
    tx.exec(SQL, &values).await.map(drop)
}

/// One import.
pub(crate) async fn get(db: &Db, id: ImportId) -> Result<Option<Run>, DbError> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM imports_import WHERE id = $1");
    db.opt(SQL, &v![id], read).await
}

/// One import, kept from changing until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: ImportId) -> Result<Option<Run>, DbError> {
    const SQL: &str = sql!("SELECT ", COLUMNS, " FROM imports_import WHERE id = $1 FOR UPDATE");
    tx.opt(SQL, &v![id], read).await
}

/// Imports, newest first.
pub(crate) async fn list(db: &Db, ask: &ListImports) -> Result<Page<Import>, Fault> {
    let limit = ask.page.limit()?;
    let after: Option<i64> = ask.page.key(IMPORTS)?;
    let mut q = Q::new(sql!("SELECT ", COLUMNS, " FROM imports_import WHERE TRUE"));
    if let Some(state) = ask.state {
        q.push(" AND state = ?", v![state.as_str()]);
    }
    let kinds: Option<Vec<&str>> = ask.kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.as_str()).collect());
    if let Some(kinds) = &kinds {
        q.push(" AND kind IN list_text(?)", v![kinds.as_slice()]);
    }
    q.page(&["id"], Dir::Desc, after.map(|id| v![id]), limit);
    let runs = q.all(db, read).await?;
    Ok(Page::from_surplus(runs, limit, |run| Cursor::new(IMPORTS, &run.import.id.get())).map(|run| run.import))
}

/// Adds a part behind those that are there.
pub(crate) async fn add_part(tx: &mut Tx, id: ImportId, start: i64, part: &[u8]) -> Result<(), DbError> {
    const SQL: &str = sql!("INSERT INTO imports_part (import_id, start_byte, content) VALUES ($1, $2, $3)");
    tx.exec(SQL, &v![id, start, part]).await.map(drop)
}

/// Notes how large the file is by now.
pub(crate) async fn set_size(tx: &mut Tx, id: ImportId, bytes: i64, now: Timestamp) -> Result<(), DbError> {
    const SQL: &str = sql!("UPDATE imports_import SET bytes_total = $2, updated_at = $3 WHERE id = $1");
    tx.exec(SQL, &v![id, bytes, now]).await.map(drop)
}

/// The part of the file that begins at a byte.
pub(crate) async fn part(db: &Db, id: ImportId, start: i64) -> Result<Option<Vec<u8>>, DbError> {
    const SQL: &str = sql!("SELECT content FROM imports_part WHERE import_id = $1 AND start_byte = $2");
    db.opt(SQL, &v![id, start], |row| row.get(0)).await
}

/// The same, in a transaction.
pub(crate) async fn part_in(tx: &mut Tx, id: ImportId, start: i64) -> Result<Option<Vec<u8>>, DbError> {
    const SQL: &str = sql!("SELECT content FROM imports_part WHERE import_id = $1 AND start_byte = $2");
    tx.opt(SQL, &v![id, start], |row| row.get(0)).await
}

/// Moves an import on to a state in which it has not ended.
pub(crate) async fn set_state(tx: &mut Tx, id: ImportId, state: ImportState, now: Timestamp) -> Result<(), DbError> {
    const SQL: &str = sql!("UPDATE imports_import SET state = $2, failure = NULL, updated_at = $3 WHERE id = $1");
    tx.exec(SQL, &v![id, state.as_str(), now]).await.map(drop)
}

/// Ends an import, with the reason if it failed.
pub(crate) async fn end(tx: &mut Tx, id: ImportId, failure: Option<&str>, now: Timestamp) -> Result<(), DbError> {
    const SQL: &str =
        sql!("UPDATE imports_import SET state = $2, failure = $3, finished_at = $4, updated_at = $4 WHERE id = $1");
    let state = if failure.is_some() { ImportState::Failed } else { ImportState::Finished };
    tx.exec(SQL, &v![id, state.as_str(), failure, now]).await.map(drop)
}

/// Takes the file of an import away.
pub(crate) async fn drop_parts(tx: &mut Tx, id: ImportId) -> Result<(), DbError> {
    const SQL: &str = sql!("DELETE FROM imports_part WHERE import_id = $1");
    tx.exec(SQL, &v![id]).await.map(drop)
}

/// Writes down what became of a batch, if the run still stands where the batch began.
pub(crate) async fn account(
    tx: &mut Tx,
    id: ImportId,
    steps_before: u64,
    batch: &Batch,
    applied: &Applied,
    now: Timestamp,
) -> Result<bool, DbError> {
    const COUNT: &str = sql!(
        "UPDATE imports_import SET steps_done = $3, bytes_done = $4, created_rows = created_rows + $5,
             updated_rows = updated_rows + $6, unchanged_rows = unchanged_rows + $7, rejected_rows = rejected_rows + $8,
             updated_at = $9
         WHERE id = $1 AND steps_done = $2 AND state = 'running'"
    );
    const REJECT: &str =
        sql!("INSERT INTO imports_rejection (import_id, line, column_name, reason) VALUES ($1, $2, $3, $4)");
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let rejected = batch.rejected.iter().chain(&applied.rejected);
    let rows: Vec<[Val<'_>; 4]> = rejected.map(|one| v![id, signed(one.line), &one.column, &one.reason]).collect();
    let values = v![
        id,
        signed(steps_before),
        signed(batch.steps),
        signed(batch.bytes_done),
        signed(applied.created),
        signed(applied.updated),
        signed(applied.unchanged),
        signed(rows.len() as u64),
        now
    ];
    if tx.exec(COUNT, &values).await? == 0 {
        return Ok(false);
    }
    tx.insert_many(REJECT, &rows).await?;
    Ok(true)
}

/// Rejections of an import in line order.
pub(crate) async fn rejections(db: &Db, id: ImportId, page: &PageRequest) -> Result<Page<Rejection>, Fault> {
    let limit = page.limit()?;
    let after: Option<i64> = page.key(REJECTIONS)?;
    let mut q = Q::new(sql!("SELECT line, column_name, reason FROM imports_rejection WHERE TRUE"));
    q.push(" AND import_id = ?", v![id]);
    q.page(&["line"], Dir::Asc, after.map(|line| v![line]), limit);
    let read = |row: &Row<'_>| Ok(Rejection { line: row.next()?, column: row.next()?, reason: row.next()? });
    let items = q.all(db, read).await?;
    Ok(Page::from_surplus(items, limit, |one| Cursor::new(REJECTIONS, &one.line)))
}

/// Forgets uploads that nobody has touched since `before`; returns how many.
pub(crate) async fn sweep(db: &Db, before: Timestamp) -> Result<u64, DbError> {
    const SQL: &str = sql!("DELETE FROM imports_import WHERE state = 'uploading' AND updated_at < $1");
    db.exec(SQL, &v![before]).await
}

/// There is no such import.
pub(crate) fn no_import(id: ImportId) -> Fault {
    Fault::not_found("import", id)
}

/// A bad offset of a part.
pub(crate) fn bad_offset(offset: i64, size: i64) -> FieldError {
    let message = format!("a part at byte {offset} does not follow the {size} bytes that are there");
    FieldError::new("offset", "out_of_order", message)
}

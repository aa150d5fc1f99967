//! The side that is a SQLite file.

use super::{
    BATCH, Batch, CopyError,
    table::{Cell, Column, Kind, Table, quoted},
};
use crate::DbError;
use rusqlite::{Connection, OpenFlags, params_from_iter, types::ValueRef};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::mpsc;

const NAMES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
/// How long another process may take to let go of the file.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) struct Lite(Arc<Mutex<Connection>>);

fn failed(error: rusqlite::Error) -> CopyError {
    CopyError::Database(error.into())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CopyError> + Send + 'static,
) -> Result<T, CopyError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|cause| CopyError::Database(DbError::other(cause.to_string())))?
}

fn open(path: &Path) -> Result<Connection, CopyError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
    conn.busy_timeout(PATIENCE).map_err(failed)?;
    Ok(conn)
}

impl Lite {
    /// Opens a file alone: as long as this lives, no other process gets at it. Nothing is written to it.
    pub(super) async fn read(path: &Path) -> Result<Lite, CopyError> {
        let path = path.to_owned();
        blocking(move || {
            let conn = open(&path)?;
            let alone = "PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; SELECT count(*) FROM sqlite_master";
            conn.execute_batch(alone).map_err(|error| match DbError::from(error) {
                DbError::Unavailable { .. } => CopyError::InUse(format!("sqlite:{}", path.display())),
                other => CopyError::Database(other),
            })?;
            Ok(Lite(Arc::new(Mutex::new(conn))))
        })
        .await
    }

    /// Opens a file to write rows in any order. It is of no use before it is whole, and is made durable with its mark.
    pub(super) async fn write(path: &Path) -> Result<Lite, CopyError> {
        let path = path.to_owned();
        blocking(move || {
            let conn = open(&path)?;
            conn.execute_batch("PRAGMA foreign_keys=OFF; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-50000")
                .map_err(failed)?;
            Ok(Lite(Arc::new(Mutex::new(conn))))
        })
        .await
    }

    /// The tables of a file.
    pub(super) async fn names(path: &Path) -> Result<Vec<String>, CopyError> {
        let path = path.to_owned();
        blocking(move || texts(&open(&path)?, NAMES)).await
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, CopyError> + Send + 'static,
    ) -> Result<T, CopyError> {
        let conn = self.0.clone();
        blocking(move || work(&conn.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    pub(super) async fn texts(&self, sql: String) -> Result<Vec<String>, CopyError> {
        self.with(move |conn| texts(conn, &sql)).await
    }

    pub(super) async fn number(&self, sql: String) -> Result<i64, CopyError> {
        self.with(move |conn| conn.query_row(&sql, [], |row| row.get(0)).map_err(failed)).await
    }

    pub(super) async fn tables(&self) -> Result<Vec<Table>, CopyError> {
        self.with(|conn| {
            let mut tables = vec![];
            for name in texts(conn, NAMES)? {
                let mut columns = vec![];
                let mut statement = conn.prepare("SELECT name, type FROM pragma_table_info(?1)").map_err(failed)?;
                let mut rows = statement.query([&name]).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    let (column, declared): (String, String) =
                        (row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
                    columns.push(Column { name: column, kind: Kind::of(&name, &declared)? });
                }
                tables.push(Table::new(name, columns));
            }
            Ok(tables)
        })
        .await
    }

    pub(super) async fn send(&self, table: Table, to: mpsc::Sender<Batch>) -> Result<(), CopyError> {
        self.with(move |conn| {
            let mut statement = conn.prepare(&table.select()).map_err(failed)?;
            let mut rows = statement.query([]).map_err(failed)?;
            let mut batch = Batch::with_capacity(BATCH);
            while let Some(row) = rows.next().map_err(failed)? {
                let mut cells = Vec::with_capacity(table.columns.len());
                for (at, column) in table.columns.iter().enumerate() {
                    cells.push(cell(&table, column, row.get_ref(at).map_err(failed)?)?);
                }
                batch.push(cells);
                if batch.len() == BATCH && to.blocking_send(std::mem::take(&mut batch)).is_err() {
                    return Ok(());
                }
            }
            // who does not listen any more has failed, and says so
            let _ = to.blocking_send(batch);
            Ok(())
        })
        .await
    }

    pub(super) async fn take(&self, table: Table, mut from: mpsc::Receiver<Batch>) -> Result<(), CopyError> {
        self.with(move |conn| {
            let places = vec!["?"; table.columns.len()].join(", ");
            let insert = format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&table.name), table.names());
            conn.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
            // what the migrations have put there
            conn.execute(&format!("DELETE FROM {}", quoted(&table.name)), []).map_err(failed)?;
            let mut statement = conn.prepare(&insert).map_err(failed)?;
            while let Some(batch) = from.blocking_recv() {
                for row in batch {
                    statement.execute(params_from_iter(row.iter().map(bound))).map_err(failed)?;
                }
                conn.execute_batch("COMMIT; BEGIN IMMEDIATE").map_err(failed)?;
            }
            conn.execute_batch("COMMIT").map_err(failed)
        })
        .await
    }

    /// Makes sure that every row that is referred to is there.
    pub(super) async fn check_references(&self) -> Result<(), CopyError> {
        let lost = self.texts("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check".into()).await?;
        if lost.is_empty() { Ok(()) } else { Err(CopyError::Differs(lost)) }
    }
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>, CopyError> {
    let mut statement = conn.prepare(sql).map_err(failed)?;
    let found = statement.query_map([], |row| row.get(0)).map_err(failed)?;
    found.collect::<Result<_, _>>().map_err(failed)
}

fn cell(table: &Table, column: &Column, value: ValueRef<'_>) -> Result<Cell, CopyError> {
    Ok(match (column.kind, value) {
        (_, ValueRef::Null) => Cell::Null,
        (Kind::Int, ValueRef::Integer(number)) => Cell::Int(number),
        (Kind::Bool, ValueRef::Integer(number @ (0 | 1))) => Cell::Bool(number == 1),
        (Kind::Text, ValueRef::Text(text)) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Cell::Bytes(bytes.to_vec()),
        (kind, value) => {
            let why = format!("{} holds a value of the type {} and not {kind:?}", column.name, value.data_type());
            return Err(CopyError::Shape { table: table.name.clone(), why });
        }
    })
}

fn bound(cell: &Cell) -> rusqlite::types::Value {
    use rusqlite::types::Value;
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Integer(*number),
        Cell::Bool(truth) => Value::Integer(i64::from(*truth)),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Bytes(bytes) => Value::Blob(bytes.clone()),
    }
}

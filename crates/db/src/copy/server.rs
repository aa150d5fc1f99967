//! The side that is a PostgreSQL schema.

use super::{
    BATCH, Batch, CopyError,
    table::{Cell, Column, Kind, Table, quoted},
};
use crate::{
    DbError, DbOptions,
    pg::{Conn, configure},
};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{SinkExt, StreamExt};
use std::pin::pin;
use tokio::sync::mpsc;
use tokio_postgres::Config;

/// How this connection is called: other than a shop's.
const NAME: &str = "infrasell copy";
const NAMES: &str = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
const COLUMNS: &str = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT)
    FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2";
/// Shops that have this database open, as the same role: in split mode another's are in other schemas.
const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND usename = current_user AND pid <> pg_backend_pid() AND application_name = 'infrasell'";
const REFERENCES: &str =
    "SELECT CAST(CAST(conrelid AS regclass) AS TEXT), CAST(conname AS TEXT), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) ORDER BY 1, 2";
/// Copying a table takes longer than any statement of a shop may.
const PATIENT: &str = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";

pub(super) struct Server(Conn);

fn failed(error: tokio_postgres::Error) -> CopyError {
    CopyError::Database(error.into())
}

fn config(url: &str) -> Result<Config, DbError> {
    let mut config = configure(url, &DbOptions::default())?;
    config.application_name(NAME);
    Ok(config)
}

/// The address with this connection's name in it, unless it has one.
pub(super) fn named(url: &str) -> String {
    if url.contains("application_name=") {
        return url.to_owned();
    }
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}application_name=infrasell%20copy")
}

impl Server {
    /// Opens a schema at one moment: as long as this lives, nobody writes to its tables. Nothing is written.
    pub(super) async fn read(url: &str, shown: &str) -> Result<Server, CopyError> {
        let conn = Conn::connect(&config(url)?).await?;
        conn.client.batch_execute(PATIENT).await.map_err(failed)?;
        let server = Server(conn);
        if !server.0.is_left_alone(OTHERS).await? {
            return Err(CopyError::InUse(shown.to_owned()));
        }
        let tables: Vec<String> = server.texts(NAMES).await?.iter().map(|name| quoted(name)).collect();
        // it waits as long as a lock may: the server's own vacuum holds one for a moment, and gives way
        let begin = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE {} IN SHARE MODE",
            if tables.is_empty() { "pg_class".into() } else { tables.join(", ") }
        );
        let locked = server.0.client.batch_execute(&begin).await;
        locked.map_err(|error| match error.code() {
            Some(&tokio_postgres::error::SqlState::LOCK_NOT_AVAILABLE) => CopyError::InUse(shown.to_owned()),
            _ => failed(error),
        })?;
        Ok(server)
    }

    pub(super) async fn write(url: &str) -> Result<Server, CopyError> {
        let conn = Conn::connect(&config(url)?).await?;
        conn.client.batch_execute(PATIENT).await.map_err(failed)?;
        Ok(Server(conn))
    }

    /// The tables of a schema.
    pub(super) async fn names(url: &str) -> Result<Vec<String>, CopyError> {
        let server = Server(Conn::connect(&config(url)?).await?);
        server.texts(NAMES).await
    }

    pub(super) async fn texts(&self, sql: &str) -> Result<Vec<String>, CopyError> {
        let rows = self.0.client.query(sql, &[]).await.map_err(failed)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    pub(super) async fn number(&self, sql: &str) -> Result<i64, CopyError> {
        Ok(self.0.client.query_one(sql, &[]).await.map_err(failed)?.get(0))
    }

    pub(super) async fn tables(&self) -> Result<Vec<Table>, CopyError> {
        let mut tables: Vec<(String, Vec<Column>)> = vec![];
        for row in self.0.client.query(COLUMNS, &[]).await.map_err(failed)? {
            let (table, column, declared): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let column = Column { name: column, kind: Kind::of(&table, &declared)? };
            match tables.last_mut().filter(|(name, _)| *name == table) {
                Some((_, columns)) => columns.push(column),
                None => tables.push((table, vec![column])),
            }
        }
        Ok(tables.into_iter().map(|(name, columns)| Table::new(name, columns)).collect())
    }

    pub(super) async fn send(&self, table: &Table, to: mpsc::Sender<Batch>) -> Result<(), CopyError> {
        let none: [&str; 0] = [];
        let rows = self.0.client.query_raw(table.select().as_str(), none).await.map_err(failed)?;
        let mut rows = pin!(rows);
        let mut batch = Batch::with_capacity(BATCH);
        while let Some(row) = rows.next().await {
            let row = row.map_err(failed)?;
            let mut cells = Vec::with_capacity(table.columns.len());
            for (at, column) in table.columns.iter().enumerate() {
                cells.push(cell(&row, at, column.kind).map_err(failed)?);
            }
            batch.push(cells);
            if batch.len() == BATCH && to.send(std::mem::take(&mut batch)).await.is_err() {
                return Ok(());
            }
        }
        // who does not listen any more has failed, and says so
        let _ = to.send(batch).await;
        Ok(())
    }

    pub(super) async fn take(&self, table: &Table, mut from: mpsc::Receiver<Batch>) -> Result<(), CopyError> {
        let name = quoted(&table.name);
        if self.number(&format!("SELECT count(*) FROM {name}")).await? > 0 {
            self.0.client.execute(&format!("DELETE FROM {name}"), &[]).await.map_err(failed)?;
        }
        let copy = format!("COPY {name} ({}) FROM STDIN", table.names());
        let sink = self.0.client.copy_in::<_, Bytes>(&copy).await.map_err(failed)?;
        let mut sink = pin!(sink);
        while let Some(batch) = from.recv().await {
            let mut text = BytesMut::new();
            batch.iter().for_each(|row| write_row(&mut text, row));
            sink.send(text.freeze()).await.map_err(failed)?;
        }
        sink.as_mut().finish().await.map_err(failed)?;
        Ok(())
    }

    /// Takes the references between tables away, so that rows may come in any order; answers what brings them back.
    pub(super) async fn drop_references(&self) -> Result<Vec<String>, CopyError> {
        let mut back = vec![];
        for row in self.0.client.query(REFERENCES, &[]).await.map_err(failed)? {
            let (table, name, definition): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let name = quoted(&name);
            let drop_it = format!("ALTER TABLE {table} DROP CONSTRAINT {name}");
            self.0.client.batch_execute(&drop_it).await.map_err(failed)?;
            back.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"));
        }
        Ok(back)
    }

    /// Brings them back, each proved by the server; lets the counter of events go on, and counts for the planner.
    pub(super) async fn restore_references(&self, references: &[String]) -> Result<(), CopyError> {
        for reference in references {
            self.0.client.batch_execute(reference).await.map_err(failed)?;
        }
        let counter =
            "SELECT setval('db_outbox_emitted', (SELECT COALESCE(max(emitted), 0) + 1 FROM db_outbox), FALSE)";
        self.0.client.batch_execute(counter).await.map_err(failed)?;
        self.0.client.batch_execute("ANALYZE").await.map_err(failed)
    }
}

fn cell(row: &tokio_postgres::Row, at: usize, kind: Kind) -> Result<Cell, tokio_postgres::Error> {
    Ok(match kind {
        Kind::Int => row.try_get::<_, Option<i64>>(at)?.map(Cell::Int),
        Kind::Bool => row.try_get::<_, Option<bool>>(at)?.map(Cell::Bool),
        Kind::Text => row.try_get::<_, Option<String>>(at)?.map(Cell::Text),
        Kind::Bytes => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Cell::Bytes),
    }
    .unwrap_or(Cell::Null))
}

/// A row in the text format of `COPY`.
fn write_row(out: &mut BytesMut, row: &[Cell]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            out.put_u8(b'\t');
        }
        match cell {
            Cell::Null => out.put_slice(b"\\N"),
            Cell::Int(number) => out.put_slice(number.to_string().as_bytes()),
            Cell::Bool(truth) => out.put_u8(if *truth { b't' } else { b'f' }),
            Cell::Bytes(bytes) => {
                out.put_slice(b"\\\\x");
                out.put_slice(hex::encode(bytes).as_bytes());
            }
            Cell::Text(text) => {
                for byte in text.bytes() {
                    match byte {
                        b'\\' => out.put_slice(b"\\\\"),
                        b'\n' => out.put_slice(b"\\n"),
                        b'\r' => out.put_slice(b"\\r"),
                        b'\t' => out.put_slice(b"\\t"),
                        other => out.put_u8(other),
                    }
                }
            }
        }
    }
    out.put_u8(b'\n');
}

//! Moving a whole database to the other engine, or to another place.
//!
//! Always true: what is copied is of one moment, in which nobody writes; the source is never written to; a target that
//! holds anything is refused; from its first table to its last proof the target carries a mark, with which no shop opens
//! it; and the mark is taken away only when every table of both sides, read again, has the same rows and the same sum.
//!
//! The sum of a table is made of the values as both engines mean them, not of what was sent, and does not depend on the
//! order of its rows.

mod lite;
mod server;
mod table;

pub use table::Sum;

use crate::{Db, DbError, DbOptions, DbUrl, Migration};
use infrasell_kernel::Env;
use lite::Lite;
use serde::Serialize;
use server::Server;
use table::{Cell, Table};
use tokio::sync::mpsc;

/// Rows that travel together.
const BATCH: usize = 500;
/// Batches that are on their way at the most.
const UNDER_WAY: usize = 4;
/// The table whose being there says that a copy is not finished.
pub(crate) const MARK: &str = "db_copying";

type Batch = Vec<Vec<Cell>>;

/// Why a copy was not made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The target holds something.
    #[error("{0} is not empty, and nothing is copied over what is there: name an empty database or a new file")]
    Occupied(String),
    /// The target holds a part of a shop.
    #[error("{0} holds an unfinished copy: delete that (the file, or all tables of the schema) and begin again")]
    Unfinished(String),
    /// Somebody else works with it.
    #[error("{0} is in use by another process, which could write what the copy does not hold: stop it first")]
    InUse(String),
    /// The source is not of this build.
    #[error("{0} has not this build's schema: run `infrasell migrate` on it first ({1})")]
    NotCurrent(String, String),
    /// A column that is not on both sides, or not of the same kind.
    #[error("the table {table} is not the same on both sides: {why}")]
    Shape {
        /// Which.
        table: String,
        /// What.
        why: String,
    },
    /// The two sides do not hold the same.
    #[error("the copy is not what was copied: {} differ(s); the target stays closed", .0.join(", "))]
    Differs(Vec<String>),
}

/// How far a copy has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is done now.
    pub phase: Phase,
    /// With which table.
    pub table: String,
    /// Rows so far, of all tables, in this phase.
    pub rows: u64,
    /// Rows that there are, of all tables.
    pub of: u64,
}

/// What is done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows are copied.
    Copying,
    /// Both sides are read again and compared.
    Checking,
}

/// A table on both sides, after the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Its name.
    pub table: String,
    /// As the source has it.
    pub from: Sum,
    /// As the target has it.
    pub to: Sum,
}

impl Compared {
    /// Whether both sides hold the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.from == self.to
    }
}

/// Hears how far a copy has come.
pub type Hear<'a> = &'a (dyn Fn(&Progress) + Send + Sync);

/// One of the two sides.
enum Side {
    Lite(Lite),
    Server(Box<Server>),
}

impl Side {
    /// Opens it to be read, at one moment, while nobody else writes.
    async fn read(url: &DbUrl) -> Result<Side, CopyError> {
        Ok(match url {
            DbUrl::Sqlite(path) => Side::Lite(Lite::read(path).await?),
            DbUrl::Postgres(text) => Side::Server(Box::new(Server::read(text, &url.to_string()).await?)),
        })
    }

    async fn write(url: &DbUrl) -> Result<Side, CopyError> {
        Ok(match url {
            DbUrl::Sqlite(path) => Side::Lite(Lite::write(path).await?),
            DbUrl::Postgres(text) => Side::Server(Box::new(Server::write(text).await?)),
        })
    }

    async fn tables(&self) -> Result<Vec<Table>, CopyError> {
        match self {
            Side::Lite(lite) => lite.tables().await,
            Side::Server(server) => server.tables().await,
        }
    }

    async fn count(&self, table: &str) -> Result<i64, CopyError> {
        let sql = format!("SELECT count(*) FROM {}", table::quoted(table));
        match self {
            Side::Lite(lite) => lite.number(sql).await,
            Side::Server(server) => server.number(&sql).await,
        }
    }

    /// Every row, by batches; ends when nobody listens any more.
    async fn send(&self, table: &Table, to: mpsc::Sender<Batch>) -> Result<(), CopyError> {
        match self {
            Side::Lite(lite) => lite.send(table.clone(), to).await,
            Side::Server(server) => server.send(table, to).await,
        }
    }

    /// Puts rows in, in the place of those that are there.
    async fn take(&self, table: &Table, from: mpsc::Receiver<Batch>) -> Result<(), CopyError> {
        match self {
            Side::Lite(lite) => lite.take(table.clone(), from).await,
            Side::Server(server) => server.take(table, from).await,
        }
    }

    /// What is to be done before rows come in any order, and after the last.
    async fn loosen(&self) -> Result<Vec<String>, CopyError> {
        match self {
            Side::Lite(_) => Ok(vec![]),
            Side::Server(server) => server.drop_references().await,
        }
    }

    async fn tighten(&self, references: &[String]) -> Result<(), CopyError> {
        match self {
            Side::Lite(lite) => lite.check_references().await,
            Side::Server(server) => server.restore_references(references).await,
        }
    }

    async fn sum(&self, table: &Table, mut heard: impl FnMut(u64)) -> Result<Sum, CopyError> {
        let (sender, mut batches) = mpsc::channel::<Batch>(UNDER_WAY);
        let mut sum = Sum::default();
        let read = async {
            while let Some(batch) = batches.recv().await {
                batch.iter().for_each(|row| sum.add(table, row));
                heard(batch.len() as u64);
            }
            Ok::<(), CopyError>(())
        };
        tokio::try_join!(self.send(table, sender), read)?;
        Ok(sum)
    }
}

/// Copies the shop at `from` into the empty database at `to`. `services` are the migrations that this build has.
///
/// # Errors
/// [`CopyError`]. The source is as it was; a target that was begun stays closed until it is emptied.
pub async fn copy(
    from: &DbUrl,
    to: &DbUrl,
    env: Env,
    services: &[&[Migration]],
    hear: Hear<'_>,
) -> Result<Vec<Compared>, CopyError> {
    check_source(from, &env, services).await?;
    let source = Side::read(from).await?;
    let tables = source.tables().await?;
    check_empty(to).await?;
    let here = services_of(&source, services).await?;
    let db = Db::open(to, env, DbOptions { connections: 2, ..DbOptions::default() }).await?;
    db.begin_copy(&from.to_string()).await?;
    db.migrate_for_copy(&here, &|_| true).await?;
    let target = Side::write(to).await?;
    check_shapes(&tables, &target.tables().await?)?;
    let mut counter = Counter { hear, phase: Phase::Copying, rows: 0, of: 0 };
    for table in &tables {
        counter.of += u64::try_from(source.count(&table.name).await?).unwrap_or(0);
    }
    let references = target.loosen().await?;
    for table in &tables {
        move_table(&source, &target, table, &mut counter).await?;
    }
    target.tighten(&references).await?;
    let compared = compare(&source, &target, &tables, &mut counter).await?;
    let differing: Vec<_> = compared.iter().filter(|one| !one.is_same()).map(|one| one.table.clone()).collect();
    if !differing.is_empty() {
        return Err(CopyError::Differs(differing));
    }
    drop(target);
    db.end_copy().await?;
    Ok(compared)
}

/// Reads two databases and compares them, table by table: neither is written to.
///
/// # Errors
/// [`CopyError`] when one cannot be read, is in use, or has other tables.
pub async fn compare_databases(from: &DbUrl, to: &DbUrl, hear: Hear<'_>) -> Result<Vec<Compared>, CopyError> {
    let (source, target) = (Side::read(from).await?, Side::read(to).await?);
    let tables = source.tables().await?;
    let other: Vec<_> = target.tables().await?.into_iter().filter(|table| table.name != MARK).collect();
    check_shapes(&tables, &other)?;
    let mut counter = Counter { hear, phase: Phase::Checking, rows: 0, of: 0 };
    for table in &tables {
        counter.of += u64::try_from(source.count(&table.name).await?).unwrap_or(0);
    }
    compare(&source, &target, &tables, &mut counter).await
}

struct Counter<'a> {
    hear: Hear<'a>,
    phase: Phase,
    rows: u64,
    of: u64,
}

impl Counter<'_> {
    fn add(&mut self, table: &str, rows: u64) {
        self.rows += rows;
        (self.hear)(&Progress { phase: self.phase, table: table.to_owned(), rows: self.rows, of: self.of });
    }
}

async fn move_table(source: &Side, target: &Side, table: &Table, counter: &mut Counter<'_>) -> Result<(), CopyError> {
    let (sender, mut read) = mpsc::channel::<Batch>(UNDER_WAY);
    let (on, batches) = mpsc::channel::<Batch>(UNDER_WAY);
    let count = async {
        while let Some(batch) = read.recv().await {
            counter.add(&table.name, batch.len() as u64);
            if on.send(batch).await.is_err() {
                break;
            }
        }
        drop(on);
        Ok::<(), CopyError>(())
    };
    tokio::try_join!(source.send(table, sender), count, target.take(table, batches))?;
    counter.add(&table.name, 0);
    Ok(())
}

async fn compare(
    source: &Side,
    target: &Side,
    tables: &[Table],
    counter: &mut Counter<'_>,
) -> Result<Vec<Compared>, CopyError> {
    (counter.phase, counter.rows) = (Phase::Checking, 0);
    let mut compared = vec![];
    for table in tables {
        let from = source.sum(table, |rows| counter.add(&table.name, rows));
        let (from, to) = tokio::try_join!(from, target.sum(table, |_| ()))?;
        counter.add(&table.name, 0);
        compared.push(Compared { table: table.name.clone(), from, to });
    }
    Ok(compared)
}

async fn check_source(from: &DbUrl, env: &Env, services: &[&[Migration]]) -> Result<(), CopyError> {
    use crate::SchemaState;
    if let DbUrl::Sqlite(path) = from
        && !path.is_file()
    {
        return Err(DbError::Schema(format!("{from}: there is no such file")).into());
    }
    // under a name of its own, for its connection is closed a moment after it was dropped
    let named = match from {
        DbUrl::Postgres(url) => DbUrl::Postgres(server::named(url)),
        DbUrl::Sqlite(_) => from.clone(),
    };
    let db = Db::open(&named, env.clone(), DbOptions { connections: 1, ..DbOptions::default() }).await?;
    let not_current = |why: String| Err(CopyError::NotCurrent(from.to_string(), why));
    match db.schema_state(services).await? {
        SchemaState::Empty => not_current("it holds no shop".into()),
        SchemaState::Foreign(why) => not_current(why),
        SchemaState::Behind(missing) => {
            // in split mode a database holds some services only
            let has = db.services().await?;
            let mine: Vec<_> = missing
                .into_iter()
                .filter(|label| has.iter().any(|service| label.starts_with(&format!("{service} "))))
                .collect();
            if mine.is_empty() { Ok(()) } else { not_current(format!("it lacks {}", mine.join(", "))) }
        }
        SchemaState::Current => Ok(()),
    }
}

/// The migrations of the services whose tables the source holds.
async fn services_of<'a>(source: &Side, services: &[&'a [Migration]]) -> Result<Vec<&'a [Migration]>, CopyError> {
    let has: Vec<String> = match source {
        Side::Lite(lite) => lite.texts("SELECT DISTINCT service FROM db_migration".into()).await?,
        Side::Server(server) => server.texts("SELECT DISTINCT service FROM db_migration").await?,
    };
    let is_here = |list: &&&[Migration]| list.first().is_some_and(|first| has.iter().any(|name| name == first.service));
    Ok(services.iter().filter(is_here).copied().collect())
}

/// Refuses a target that holds anything.
async fn check_empty(to: &DbUrl) -> Result<(), CopyError> {
    let names: Vec<String> = match to {
        DbUrl::Sqlite(path) if !path.exists() => vec![],
        DbUrl::Sqlite(path) => Lite::names(path).await?,
        DbUrl::Postgres(text) => Server::names(text).await?,
    };
    if names.iter().any(|name| name == MARK) {
        return Err(CopyError::Unfinished(to.to_string()));
    }
    if names.is_empty() { Ok(()) } else { Err(CopyError::Occupied(to.to_string())) }
}

fn check_shapes(from: &[Table], to: &[Table]) -> Result<(), CopyError> {
    let wrong = |table: &str, why: String| Err(CopyError::Shape { table: table.to_owned(), why });
    for table in from {
        let Some(other) = to.iter().find(|other| other.name == table.name) else {
            return wrong(&table.name, "the target does not have it".into());
        };
        if other.columns != table.columns {
            return wrong(&table.name, format!("{:?} here, {:?} there", table.columns, other.columns));
        }
    }
    match to.iter().find(|other| other.name != MARK && !from.iter().any(|table| table.name == other.name)) {
        Some(other) => wrong(&other.name, "the source does not have it".into()),
        None => Ok(()),
    }
}

//! A copy of the whole database as it is at one moment, taken while it is used, and put back.
//!
//! Always true: a copy holds every transaction that was acknowledged before it was begun, and of each later one all or
//! nothing; taking it delays no writer; what is in the way of one that is put back is moved aside, never overwritten.

mod programs;
mod server;
mod sqlite;

pub use server::restore as restore_postgres;
pub use sqlite::{check as check_sqlite, settle as settle_sqlite};

use crate::{Db, DbError, DbUrl};
use std::{collections::BTreeMap, path::Path};

/// What a copy holds, counted in the copy itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The newest migration of each service.
    pub schema: BTreeMap<String, i64>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
}

/// Why a copy could not be taken or put back.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A file.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A program of PostgreSQL is not installed.
    #[error(
        "{program} was not found: install PostgreSQL's client programs (Debian: apt-get install postgresql-client), or \
         name their folder in backup.postgres_programs"
    )]
    ProgramMissing {
        /// Its name.
        program: &'static str,
    },
    /// A program of PostgreSQL is older than the server.
    #[error(
        "{program} is of version {has} and the server of version {wants}: install the client programs of version \
         {wants} or newer, or name their folder in backup.postgres_programs"
    )]
    ProgramOld {
        /// Its name.
        program: &'static str,
        /// Its major version.
        has: u32,
        /// The server's.
        wants: u32,
    },
    /// A program of PostgreSQL failed.
    #[error("{program} failed: {message}")]
    ProgramFailed {
        /// Its name.
        program: &'static str,
        /// The end of what it said.
        message: String,
    },
    /// The file is not a sound database.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Somebody has the database open.
    #[error("{0} is in use by another process: stop it first")]
    InUse(String),
    /// There is a shop already where one is to be put.
    #[error("{0} holds a shop already")]
    Occupied(String),
}

impl SnapshotError {
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |cause| SnapshotError::File { path, cause }
    }
}

impl Db {
    /// Copies the database into the file `to`, which must not be there: for SQLite a database file, for PostgreSQL a
    /// dump in `pg_dump`'s custom format. `programs` is the folder of PostgreSQL's programs where they are not on the
    /// PATH.
    ///
    /// # Errors
    /// [`SnapshotError`]; what was begun of `to` stays behind.
    pub async fn snapshot(&self, to: &Path, programs: Option<&Path>) -> Result<Snapshot, SnapshotError> {
        match self.url() {
            DbUrl::Sqlite(from) => {
                let (from, to) = (from.clone(), to.to_owned());
                blocking(move || sqlite::copy(&from, &to)).await
            }
            DbUrl::Postgres(url) => server::dump(self, url, to, programs).await,
        }
    }
}

/// Runs what waits for a disk or a program on a thread that may.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SnapshotError> + Send + 'static,
) -> Result<T, SnapshotError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|cause| SnapshotError::Database(DbError::other(cause.to_string())))?
}

/// A table's name as it stands in a statement. Ours hold nothing that would need it; another's may.
fn quoted(table: &str) -> String {
    format!("\"{}\"", table.replace('"', "\"\""))
}

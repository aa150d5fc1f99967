//! One SQLite connection with its rewritten texts and prepared statements.

use super::writer::LOG_BYTES;
use crate::{DbError, DbOptions, Engine, Row, Val, row::Keep, text};
use rusqlite::{CachedStatement, Connection, OpenFlags, config::DbConfig, params_from_iter};
use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io,
    path::Path,
    time::Duration,
};

/// Rewritten texts kept; dynamic filters are few in kind, so this is never reached but by a mistake.
const MOST_TEXTS: usize = 2_000;
const PREPARED: usize = 512;
/// From so many pages of the log on a commit folds it in itself: nobody else did.
const LAST_RESORT_PAGES: u32 = 65_000;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

pub(crate) struct Conn {
    pub(crate) raw: Connection,
    texts: HashMap<String, String>,
}

impl Conn {
    pub(crate) fn open(path: &Path, role: Role, options: &DbOptions) -> Result<Self, DbError> {
        let access = match role {
            Role::Writer => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Role::Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let place = |error: rusqlite::Error| match DbError::from(error) {
            DbError::Unavailable { cause } => DbError::unavailable(format!("{}: {cause}", path.display())),
            DbError::ReadOnly { cause } => DbError::ReadOnly { cause: format!("{}: {cause}", path.display()) },
            DbError::Full { cause } => DbError::Full { cause: format!("{}: {cause}", path.display()) },
            DbError::Schema(why) => DbError::Schema(format!("{}: {why}", path.display())),
            other => other,
        };
        if role == Role::Writer {
            // SQLite would let everybody read it, and makes its log as open as the file is; why there can be none it says
            // better itself
            drop(new_file(path));
        }
        let raw = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(place)?;
        raw.busy_timeout(options.patience.min(Duration::from_secs(10))).map_err(place)?;
        raw.set_prepared_statement_cache_capacity(PREPARED);
        // without it a range with a bound value is planned anew at every call, which costs more than the query
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(place)?;
        if role == Role::Writer {
            let sync = if options.durable { "FULL" } else { "OFF" };
            raw.execute_batch(&format!(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous={sync}; PRAGMA fullfsync=ON; PRAGMA foreign_keys=ON;
                 PRAGMA wal_autocheckpoint={LAST_RESORT_PAGES}; PRAGMA journal_size_limit={LOG_BYTES}"
            ))
            .map_err(place)?;
        }
        // no memory map: a reader gives it back at each write of another connection, and the faults that follow cost a
        // busy shop a fifth of its processor
        raw.execute_batch("PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY").map_err(place)?;
        Ok(Conn { raw, texts: HashMap::new() })
    }

    /// Gives back what it keeps of the database, which the system keeps too.
    pub(super) fn shrink(&mut self) -> Result<(), DbError> {
        Ok(self.raw.execute_batch("PRAGMA shrink_memory")?)
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<CachedStatement<'_>, DbError> {
        let text = match self.texts.get(sql) {
            Some(text) => text,
            None => {
                if self.texts.len() >= MOST_TEXTS {
                    self.texts.clear();
                }
                self.texts.entry(sql.to_owned()).or_insert_with(|| text::rewrite(sql, Engine::Sqlite))
            }
        };
        Ok(self.raw.prepare_cached(text)?)
    }

    pub(crate) fn exec(&mut self, sql: &str, params: &[Val<'_>]) -> Result<u64, DbError> {
        let mut statement = self.prepare(sql)?;
        Ok(statement.execute(params_from_iter(params))? as u64)
    }

    /// Runs the statement once for each set of values, prepared once.
    pub(crate) fn exec_each<'s, 'v: 's>(
        &mut self,
        sql: &str,
        sets: impl Iterator<Item = &'s [Val<'v>]>,
    ) -> Result<u64, DbError> {
        let mut statement = self.prepare(sql)?;
        let mut count = 0;
        for params in sets {
            count += statement.execute(params_from_iter(params))? as u64;
        }
        Ok(count)
    }

    /// Up to `most` rows, given to `keep`; returns how many. The outer error is the engine's, the inner one is `keep`'s.
    pub(crate) fn rows(
        &mut self,
        sql: &str,
        params: &[Val<'_>],
        most: usize,
        keep: Keep<'_>,
    ) -> Result<Result<u64, DbError>, DbError> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params_from_iter(params))?;
        let mut count = 0;
        while count < most
            && let Some(row) = rows.next()?
        {
            if let Err(error) = keep(&Row::lite(row)) {
                return Ok(Err(error));
            }
            count += 1;
        }
        Ok(Ok(count as u64))
    }
}

/// Makes a file that was not there, for its owner alone from its first moment on, to be written.
///
/// # Errors
/// What the system says; also when it is there.
pub fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

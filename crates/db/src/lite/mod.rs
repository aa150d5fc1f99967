//! SQLite: one writer with group commit, readers on connections of their own.
//!
//! Always true: a commit is answered only after the fsync that holds it; readers see only what is committed; a group
//! whose COMMIT fails is told so, every member of it, and the next one starts clean. Statements run on the thread that
//! asks, because a short one costs less than a hop; so reads are paged, and nothing scans a big table in one.

mod checkpoint;
mod conn;
mod helper;
mod turn;
mod writer;

pub(crate) use conn::Conn;
pub use conn::new_file;
pub(crate) use writer::LiteTx;

use crate::{DbError, DbOptions, Val, row::Keep};
use conn::Role;
use helper::{Bell, Helper};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use writer::WriterLock;

pub(crate) struct Lite {
    path: PathBuf,
    options: DbOptions,
    readers: Arc<Readers>,
    /// Ends before the writer does.
    _checkpointer: Helper,
    writer: WriterLock,
}

/// The readers that nobody reads with now.
#[derive(Default)]
struct Readers(Mutex<Vec<Conn>>);

impl Readers {
    fn idle(&self) -> MutexGuard<'_, Vec<Conn>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets each give back what it keeps of the database. They stay where they are meanwhile: who found none would open
    /// another, and these are never closed.
    fn shrink(&self) -> Result<(), DbError> {
        self.idle().iter_mut().try_for_each(Conn::shrink)
    }
}

impl Lite {
    pub(crate) fn open(path: &Path, options: &DbOptions) -> Result<Arc<Self>, DbError> {
        let (writer, folder) = (Conn::open(path, Role::Writer, options)?, Conn::open(path, Role::Writer, options)?);
        let (due, readers) = (Arc::new(Bell::default()), Arc::new(Readers::default()));
        let writer = WriterLock::new(writer, path, due.clone())?;
        Ok(Arc::new(Lite {
            path: path.to_owned(),
            options: options.clone(),
            _checkpointer: checkpoint::start(folder, writer.turn().clone(), readers.clone(), due)?,
            readers,
            writer,
        }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Up to `most` rows, on a reader. Connections are as many as threads read at once, and are kept.
    pub(crate) fn read(&self, sql: &str, params: &[Val<'_>], most: usize, keep: Keep<'_>) -> Result<u64, DbError> {
        self.with_reader(|conn| conn.rows(sql, params, most, keep)?)
    }

    pub(crate) fn with_reader<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, DbError>) -> Result<T, DbError> {
        let mut conn = match self.readers.idle().pop() {
            Some(conn) => conn,
            None => Conn::open(&self.path, Role::Reader, &self.options)?,
        };
        let result = work(&mut conn);
        self.readers.idle().push(conn);
        result
    }

    pub(crate) async fn begin(self: &Arc<Self>) -> Result<LiteTx, DbError> {
        self.writer.begin(self.options.patience).await
    }
}

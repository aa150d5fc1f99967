//! Where a plan is read from.

use infrasell_db::{Db, DbError, Row, Tx, Val};

/// What is committed, or what the transaction that will write sees. On SQLite the two differ also for changes that have
/// been made but share a commit that is still to come.
pub(crate) enum Source<'a> {
    /// What is committed.
    Db(&'a Db),
    /// What the transaction sees.
    Tx(&'a mut Tx),
}

impl<'a> From<&'a Db> for Source<'a> {
    fn from(db: &'a Db) -> Self {
        Source::Db(db)
    }
}
impl<'a> From<&'a mut Tx> for Source<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Source::Tx(tx)
    }
}

impl Source<'_> {
    pub(crate) async fn all<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        match self {
            Source::Db(db) => db.all(sql, params, read).await,
            Source::Tx(tx) => tx.all(sql, params, read).await,
        }
    }

    pub(crate) async fn opt<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<Option<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        match self {
            Source::Db(db) => db.opt(sql, params, read).await,
            Source::Tx(tx) => tx.opt(sql, params, read).await,
        }
    }

    pub(crate) async fn one<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<T, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        match self {
            Source::Db(db) => db.one(sql, params, read).await,
            Source::Tx(tx) => tx.one(sql, params, read).await,
        }
    }
}

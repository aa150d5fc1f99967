//! The database: reads, and where transactions begin.
//!
//! What is generic here is thin, and what awaits the engine is boxed: the body of an `async fn` is compiled once more in
//! every crate that awaits it, and there are thirty of them.

use crate::{
    DbError, DbOptions, DbUrl, Engine, Row, Tx, Val,
    ids::Ids,
    kept::Tables,
    listen::Listeners,
    lite::Lite,
    pg::{PgTx, Pool},
    sql,
    trace::{Count, Trace, Verb},
    watch::Followers,
};
use futures_util::future::BoxFuture;
use infrasell_kernel::{Env, Timestamp};
use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};
use tokio::sync::watch;

/// A database on either engine. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Opened,
    url: DbUrl,
    options: DbOptions,
    env: Env,
    ids: Ids,
    wake: watch::Sender<u64>,
    due: watch::Sender<Timestamp>,
    tables: Tables,
    listeners: Listeners,
    followers: Followers,
    trace: Trace,
}

pub(crate) enum Opened {
    Lite(Arc<Lite>),
    Pg(Arc<Pool>),
}

impl Db {
    /// Opens the database; an SQLite file that is not there is made, a server must answer. Migrations are
    /// [`Db::migrate`]'s.
    ///
    /// # Errors
    /// [`DbError::Schema`] when the file is not a database, [`DbError::Unavailable`] when the server or folder is not
    /// there, [`DbError::ReadOnly`] when the file cannot be written.
    pub async fn open(url: &DbUrl, env: Env, options: DbOptions) -> Result<Db, DbError> {
        let engine = match url {
            DbUrl::Sqlite(path) => Opened::Lite(Lite::open(path, &options)?),
            DbUrl::Postgres(text) => Opened::Pg(Pool::open(text, &options).await?),
        };
        let wake = watch::Sender::new(0);
        let options_slow = options.slow;
        Ok(Db(Arc::new(Inner {
            engine,
            url: url.clone(),
            options,
            env,
            ids: Ids::default(),
            wake,
            due: watch::Sender::new(Timestamp::MAX),
            tables: Tables::default(),
            listeners: Listeners::default(),
            followers: Followers::default(),
            trace: Trace::new(options_slow),
        })))
    }

    /// The engine that it runs on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.url.engine()
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &DbUrl {
        &self.0.url
    }

    /// The clock and randomness that it was opened with.
    #[must_use]
    pub fn env(&self) -> &Env {
        &self.0.env
    }

    /// Now, by the clock that it was opened with.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.env.now()
    }

    pub(crate) fn options(&self) -> &DbOptions {
        &self.0.options
    }
    pub(crate) fn opened(&self) -> &Opened {
        &self.0.engine
    }
    pub(crate) fn ids(&self) -> &Ids {
        &self.0.ids
    }
    pub(crate) fn tracer(&self) -> &Trace {
        &self.0.trace
    }
    /// The SQLite file, when it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        if let Opened::Lite(lite) = &self.0.engine { Some(lite.path()) } else { None }
    }
    pub(crate) fn tables(&self) -> &Tables {
        &self.0.tables
    }
    pub(crate) fn listeners(&self) -> &Listeners {
        &self.0.listeners
    }
    pub(crate) fn followers(&self) -> &Followers {
        &self.0.followers
    }
    /// Tells the runners of this process that there may be new events.
    pub(crate) fn wake(&self) {
        self.0.wake.send_modify(|n| *n = n.wrapping_add(1));
    }
    pub(crate) fn woken(&self) -> watch::Receiver<u64> {
        self.0.wake.subscribe()
    }
    /// Tells the runners of this process that a job is due at `at`.
    pub(crate) fn wake_at(&self, at: Timestamp) {
        self.0.due.send_if_modified(|due| {
            let is_earlier = at < *due;
            *due = at.min(*due);
            is_earlier
        });
    }
    /// The earliest time that was told since [`Db::forget_due`].
    pub(crate) fn due(&self) -> watch::Receiver<Timestamp> {
        self.0.due.subscribe()
    }
    /// Forgets what was told: called before the jobs are looked at, which shows it.
    pub(crate) fn forget_due(&self) {
        self.0.due.send_if_modified(|due| {
            *due = Timestamp::MAX;
            false
        });
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        self.one(sql!("SELECT 1"), &[], |_| Ok(())).await
    }

    /// Every row, read by `read`. Sees what is committed; never waits for a writer.
    ///
    /// # Errors
    /// What the engine or `read` says.
    pub async fn all<T, F>(&self, sql: &str, params: &[Val<'_>], read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        self.rows(sql, params, usize::MAX, read).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As for [`Db::all`].
    pub async fn opt<T, F>(&self, sql: &str, params: &[Val<'_>], read: F) -> Result<Option<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        Ok(self.rows(sql, params, 1, read).await?.pop())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none; else as for [`Db::all`].
    pub async fn one<T, F>(&self, sql: &str, params: &[Val<'_>], read: F) -> Result<T, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        self.opt(sql, params, read).await?.ok_or(DbError::NotFound)
    }

    async fn rows<T, F>(&self, sql: &str, params: &[Val<'_>], most: usize, mut read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        let mut out = vec![];
        let mut keep = |row: &Row<'_>| read(row).map(|item| out.push(item));
        let started = self.0.trace.start();
        let result = match &self.0.engine {
            Opened::Lite(lite) => lite.read(sql, params, most, &mut keep),
            Opened::Pg(pool) => pool.read(sql, params, most, &mut keep).await,
        };
        self.0.trace.note(started, Verb::Rows, None, sql, &[params], Count::read(&result));
        result?;
        Ok(out)
    }

    /// Runs one statement in a transaction of its own; returns how many rows it touched.
    ///
    /// # Errors
    /// What the engine says.
    pub fn exec<'a>(&'a self, sql: &'a str, params: &'a [Val<'a>]) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(self.exec_alone(sql, params))
    }

    async fn exec_alone(&self, sql: &str, params: &[Val<'_>]) -> Result<u64, DbError> {
        if let Opened::Pg(pool) = &self.0.engine {
            let started = self.0.trace.start();
            let result = pool.get().await?.exec(sql, params).await;
            self.0.trace.note(started, Verb::Exec, None, sql, &[params], Count::touched(&result));
            if let Some(table) = self.0.tables.written_by(sql) {
                table.fetch_add(1, Ordering::AcqRel);
            }
            return result;
        }
        let mut tx = self.begin().await?;
        let count = tx.exec(sql, params).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Begins a transaction. On SQLite it has the only writer from here on: await nothing but its own calls.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when its turn does not come within the patience of [`DbOptions`], or what the engine says.
    pub fn begin(&self) -> BoxFuture<'_, Result<Tx, DbError>> {
        Box::pin(self.begin_now())
    }

    async fn begin_now(&self) -> Result<Tx, DbError> {
        let started = self.0.trace.start();
        let tx = match &self.0.engine {
            Opened::Lite(lite) => Tx::lite(self.clone(), lite.begin().await?),
            Opened::Pg(pool) => Tx::pg(self.clone(), PgTx::new(pool.get().await?)),
        };
        tx.begun(started);
        Ok(tx)
    }
}

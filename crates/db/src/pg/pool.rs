//! The pool: at most so many connections, opened when they are needed, reused last in first out.
//!
//! Always true: when the server takes no more connections, because others have them, what is there is shared: who needs
//! one waits for the next that is given back.

use super::{Conn, conn::configure};
use crate::{DbError, DbOptions, Val, row::Keep};
use futures_util::future::BoxFuture;
use infrasell_metrics::catalogue::{DB_POOL_WAIT, DB_POOL_WAITING};
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_postgres::Config;

/// How soon a server that takes no more connections is asked again, when none of ours is given back.
const ASKED_AGAIN: Duration = Duration::from_millis(50);

pub(crate) struct Pool {
    config: Config,
    idle: Mutex<Vec<Conn>>,
    returned: Notify,
    permits: Arc<Semaphore>,
    patience: Duration,
    most: usize,
}

impl Pool {
    /// Opens one connection to see that the server is there.
    pub(crate) async fn open(url: &str, options: &DbOptions) -> Result<Arc<Self>, DbError> {
        let pool = Arc::new(Pool {
            config: configure(url, options)?,
            idle: Mutex::default(),
            returned: Notify::new(),
            permits: Arc::new(Semaphore::new(options.connections.max(1))),
            patience: options.patience,
            most: options.connections.max(1),
        });
        pool.get().await?;
        Ok(pool)
    }

    /// How connections are opened.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// A connection that was alive a moment ago.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Pooled, DbError> {
        let turn = {
            let _waits = DB_POOL_WAITING.up();
            let began = Instant::now();
            let turn = tokio::time::timeout(self.patience, self.permits.clone().acquire_owned()).await;
            DB_POOL_WAIT.took(began.elapsed());
            turn
        };
        let permit = match turn {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) => return Err(DbError::unavailable("the database was closed")),
            Err(_) => return Err(DbError::unavailable("all database connections are in use for too long")),
        };
        let conn = match self.pop() {
            Some(conn) => conn,
            None => self.fresh().await?,
        };
        Ok(Pooled { conn: Some(conn), pool: self.clone(), _permit: permit })
    }

    /// Up to `most` rows, given to `keep`; returns how many.
    pub(crate) fn read<'a>(
        self: &'a Arc<Self>,
        sql: &'a str,
        params: &'a [Val<'a>],
        most: usize,
        keep: Keep<'a>,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(async move {
            let mut conn = self.get().await?;
            let mut rows = conn.query(sql, params).await;
            if rows.is_err() && conn.is_dead() {
                conn.renew().await?;
                rows = conn.query(sql, params).await;
            }
            super::read(&rows?, most, keep)
        })
    }

    /// How many connections are on loan, and how many idle.
    pub(crate) fn used_and_idle(&self) -> (usize, usize) {
        let used = self.most.saturating_sub(self.permits.available_permits());
        (used, self.idle.lock().unwrap_or_else(PoisonError::into_inner).len())
    }

    /// A fresh connection or, while the server takes no more, the next that is given back.
    async fn fresh(&self) -> Result<Conn, DbError> {
        let until = Instant::now() + self.patience;
        loop {
            if let Some(conn) = Conn::try_connect(&self.config).await? {
                return Ok(conn);
            }
            // the time is over when nobody here gives one back: another process may have
            drop(tokio::time::timeout(ASKED_AGAIN, self.returned.notified()).await);
            if let Some(conn) = self.pop() {
                return Ok(conn);
            }
            if Instant::now() >= until {
                return Err(DbError::unavailable("the server takes no more connections"));
            }
        }
    }

    fn pop(&self) -> Option<Conn> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let conn = idle.pop()?;
            if !conn.is_dead() {
                return Some(conn);
            }
        }
    }

    /// A connection beside the pool, for the one need that may arise while every pooled one waits for it: ids.
    pub(crate) async fn extra(&self) -> Result<Conn, DbError> {
        match self.pop() {
            Some(conn) => Ok(conn),
            None => self.fresh().await,
        }
    }

    /// Closes what idles, and waits for it: a template must have no connection.
    pub(crate) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for conn in idle {
            conn.close().await;
        }
    }

    /// Keeps an extra connection for later.
    pub(crate) fn put(&self, conn: Conn) {
        if !conn.is_dead() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            self.returned.notify_one();
        }
    }
}

/// A connection on loan.
pub(crate) struct Pooled {
    conn: Option<Conn>,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Pooled {
    /// Replaces a connection that turned out to be dead; those that idle are likely dead too.
    pub(crate) async fn renew(&mut self) -> Result<(), DbError> {
        self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let fresh = Conn::connect(&self.pool.config).await?;
        self.conn = Some(fresh);
        Ok(())
    }
}

const HELD: &str = "a loan holds its connection until it is dropped";

impl Deref for Pooled {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn.as_ref().expect(HELD)
    }
}
impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect(HELD)
    }
}
impl Drop for Pooled {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.pool.put(conn);
        }
    }
}

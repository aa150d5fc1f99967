//! Ids in blocks: one small transaction reserves 1,000 numbers, the rest is memory.
//!
//! Always true: a number is given out once for the whole database, by whichever replica, and is below 2^53. Numbers
//! are never given back, so there are gaps.

use crate::{Db, DbError, Tx, db::Opened, sql, v};
use futures_util::future::BoxFuture;
use infrasell_kernel::{Id, MAX_ID};
use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

const BLOCK: i64 = 1_000;

/// What this process has reserved and not given out.
#[derive(Default)]
pub(crate) struct Ids {
    free: Mutex<Range<i64>>,
    refill: tokio::sync::Mutex<()>,
}

impl Ids {
    fn take(&self, count: i64) -> Option<Range<i64>> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.end - free.start < count {
            return None;
        }
        let taken = free.start..free.start + count;
        free.start = taken.end;
        Some(taken)
    }

    /// Puts a block in the place of a smaller rest.
    fn put(&self, block: Range<i64>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.end - free.start < block.end - block.start {
            *free = block;
        }
    }
}

/// What a transaction has reserved for itself; it becomes everybody's when it commits.
#[derive(Default)]
pub(crate) struct Local(Range<i64>);

impl Local {
    pub(crate) fn keep(&self, db: &Db) {
        if !self.0.is_empty() {
            db.ids().put(self.0.clone());
        }
    }
}

const RESERVE: &str = sql!("UPDATE db_id_block SET next = next + $1 WHERE id = 1 RETURNING next");

fn reserved(end: i64, count: i64) -> Result<Range<i64>, DbError> {
    if end > MAX_ID {
        return Err(DbError::other("the database has no ids left below 2^53"));
    }
    Ok(end - count..end)
}

impl Db {
    /// A fresh id. Costs memory only, and a small transaction once in a thousand: inside a transaction use
    /// [`Tx::next_id`].
    ///
    /// # Errors
    /// What the database says when a block is reserved.
    pub async fn next_id<K>(&self) -> Result<Id<K>, DbError> {
        Ok(Id::from_i64(self.take_ids(1).await?.start))
    }

    /// `count` fresh ids, ascending and without a gap.
    ///
    /// # Errors
    /// As for [`Db::next_id`].
    pub async fn next_ids<K>(&self, count: usize) -> Result<Vec<Id<K>>, DbError> {
        Ok(self.take_ids(wanted(count)?).await?.map(Id::from_i64).collect())
    }

    async fn take_ids(&self, count: i64) -> Result<Range<i64>, DbError> {
        if let Some(taken) = self.ids().take(count) {
            return Ok(taken);
        }
        let _one_at_a_time = self.ids().refill.lock().await;
        if let Some(taken) = self.ids().take(count) {
            return Ok(taken);
        }
        let more = count.max(BLOCK);
        let block = reserved(self.reserve(more).await?, more)?;
        self.ids().put(block.start + count..block.end);
        Ok(block.start..block.start + count)
    }

    /// Boxed, and not only because it is rare: the code of a future goes into every crate that waits for it unboxed.
    fn reserve(&self, count: i64) -> BoxFuture<'_, Result<i64, DbError>> {
        Box::pin(self.reserve_now(count))
    }

    async fn reserve_now(&self, count: i64) -> Result<i64, DbError> {
        if let Opened::Pg(pool) = self.opened() {
            // beside the pool: every pooled connection may be held by a transaction that waits for this
            let mut conn = pool.extra().await?;
            let rows = conn.query(RESERVE, &v![count]).await;
            pool.put(conn);
            let mut end = None;
            crate::pg::read(&rows?, 1, &mut |row| row.get(0).map(|next| end = Some(next)))?;
            return end.ok_or(DbError::NotFound);
        }
        let mut tx = self.begin().await?;
        let end = tx.one(RESERVE, &v![count], |row| row.get(0)).await?;
        tx.commit().await?;
        Ok(end)
    }
}

impl Tx {
    /// A fresh id, inside a transaction.
    ///
    /// # Errors
    /// As for [`Db::next_id`].
    pub async fn next_id<K>(&mut self) -> Result<Id<K>, DbError> {
        Ok(Id::from_i64(self.take_ids(1).await?.start))
    }

    /// `count` fresh ids, ascending and without a gap, inside a transaction.
    ///
    /// # Errors
    /// As for [`Db::next_id`].
    pub async fn next_ids<K>(&mut self, count: usize) -> Result<Vec<Id<K>>, DbError> {
        Ok(self.take_ids(wanted(count)?).await?.map(Id::from_i64).collect())
    }

    async fn take_ids(&mut self, count: i64) -> Result<Range<i64>, DbError> {
        if let Opened::Pg(_) = self.db().opened() {
            let db = self.db().clone();
            return db.take_ids(count).await;
        }
        if let Some(taken) = self.db().ids().take(count) {
            return Ok(taken);
        }
        // this transaction holds the writer, so it reserves for itself; rolled back, the block was never taken
        let local = &mut self.local_ids().0;
        if local.end - local.start < count {
            let more = count.max(BLOCK);
            let end = self.one(RESERVE, &v![more], |row| row.get(0)).await?;
            self.local_ids().0 = reserved(end, more)?;
        }
        let local = &mut self.local_ids().0;
        let taken = local.start..local.start + count;
        local.start = taken.end;
        Ok(taken)
    }
}

fn wanted(count: usize) -> Result<i64, DbError> {
    i64::try_from(count).map_err(|_| DbError::other("so many ids are not to be had"))
}

//! Transactions.
//!
//! Nothing but calls of this transaction is awaited while a [`Tx`] is held: on SQLite it holds the only writer. Rows are
//! touched in sorted id order. A transaction that is dropped is rolled back. After a statement has failed the
//! transaction answers nothing but that failure (PostgreSQL would; SQLite is held to the same), unless a savepoint was
//! set before: [`Tx::rollback_to`] makes it usable again.

use crate::{
    Db, DbError, Row, Val,
    audit::Draft,
    kept::Touched,
    listen::{Emitted, Ending},
    lite::LiteTx,
    pg,
    pg::PgTx,
    text,
    trace::{Count, Verb},
};
use futures_util::future::BoxFuture;
use infrasell_kernel::Timestamp;
use infrasell_metrics::catalogue::DB_COMMIT;
use std::time::Instant;

/// An open transaction.
pub struct Tx {
    db: Db,
    engine: Open,
    failed: Option<DbError>,
    savepoints: u32,
    /// Whether there are events to deliver after the commit.
    wakes: bool,
    /// When the first of the jobs is due that it has written down.
    due: Option<Timestamp>,
    /// The watched tables that it has written to.
    touched: Touched,
    /// Its events that somebody in this process listens for.
    emitted: Vec<Emitted>,
    /// The topics of its events, when other processes follow.
    announced: Vec<String>,
    ids: crate::ids::Local,
    /// What a trace calls it.
    number: u64,
    /// The record that staff's and keys' writes leave.
    draft: Option<Box<Draft>>,
}

enum Open {
    Lite(LiteTx),
    Pg(Box<PgTx>),
}

/// Rows of a multi-row insert that go out in one statement on PostgreSQL, at most; a power of two.
const MOST_ROWS: usize = 256;
/// PostgreSQL counts parameters in 16 bits.
const MOST_PARAMS: usize = 65_535;

impl Tx {
    pub(crate) fn lite(db: Db, tx: LiteTx) -> Self {
        Tx::new(db, Open::Lite(tx))
    }
    pub(crate) fn pg(db: Db, tx: PgTx) -> Self {
        Tx::new(db, Open::Pg(Box::new(tx)))
    }
    fn new(db: Db, engine: Open) -> Self {
        let number = db.tracer().transaction();
        let ids = crate::ids::Local::default();
        Tx {
            db,
            engine,
            failed: None,
            savepoints: 0,
            wakes: false,
            due: None,
            touched: Touched::default(),
            emitted: vec![],
            announced: vec![],
            ids,
            number,
            draft: None,
        }
    }

    pub(crate) fn begun(&self, started: Option<Instant>) {
        self.trace(started, Verb::Begin, "", &[] as &[[Val<'_>; 0]], Count::Unknown);
    }
    fn trace<'v, P: AsRef<[Val<'v>]>>(
        &self,
        started: Option<Instant>,
        verb: Verb,
        sql: &str,
        sets: &[P],
        count: Count,
    ) {
        self.db.tracer().note(started, verb, Some(self.number), sql, sets, count);
    }

    /// The database that this is a transaction of, for its clock and engine. Beginning another transaction on it while
    /// this one is held waits forever on SQLite, so it gives up with an error.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Runs a statement; returns how many rows it touched.
    ///
    /// # Errors
    /// What the engine says; the transaction is then of no more use.
    pub async fn exec(&mut self, sql: &str, params: &[Val<'_>]) -> Result<u64, DbError> {
        self.usable()?;
        self.touch(sql);
        let started = self.db.tracer().start();
        let result = match &mut self.engine {
            Open::Lite(tx) => tx.exec(sql, params),
            Open::Pg(tx) => tx.exec_each(sql, &[params]).await,
        };
        self.trace(started, Verb::Exec, sql, &[params], Count::touched(&result));
        self.note(result)
    }

    /// Runs a statement whose count nobody needs. On PostgreSQL it travels with the next statement or the commit, which
    /// saves its round trip and reports its error; on SQLite it runs at once.
    ///
    /// # Errors
    /// As for [`Tx::exec`].
    pub fn queue(&mut self, sql: &str, params: &[Val<'_>]) -> Result<(), DbError> {
        self.usable()?;
        self.touch(sql);
        let started = self.db.tracer().start();
        let result = match &mut self.engine {
            Open::Lite(tx) => tx.exec(sql, params).map(drop),
            Open::Pg(tx) => {
                tx.queue(sql, params);
                Ok(())
            }
        };
        self.trace(started, Verb::Queue, sql, &[params], Count::Unknown);
        self.note(result)
    }

    /// Runs a statement once for each set of values, in order; returns how many rows that touched in all. One round
    /// trip on PostgreSQL.
    ///
    /// # Errors
    /// As for [`Tx::exec`].
    pub async fn exec_many<'v, P>(&mut self, sql: &str, sets: &[P]) -> Result<u64, DbError>
    where
        P: AsRef<[Val<'v>]> + Sync,
    {
        self.usable()?;
        self.touch(sql);
        let started = self.db.tracer().start();
        let result = match &mut self.engine {
            Open::Lite(tx) => tx.exec_each(sql, sets.iter().map(AsRef::as_ref)),
            Open::Pg(tx) => {
                let sets: Vec<&[Val<'_>]> = sets.iter().map(AsRef::as_ref).collect();
                tx.exec_each(sql, &sets).await
            }
        };
        self.trace(started, Verb::Exec, sql, sets, Count::touched(&result));
        self.note(result)
    }

    /// Inserts many rows with the statement for one: `INSERT INTO t (a, b) VALUES ($1, $2)`, with a tail such as
    /// `ON CONFLICT DO NOTHING` if need be. PostgreSQL gets up to 256 rows in a statement, all in one round trip; with
    /// `DO UPDATE`, which must not meet a row twice in one statement there, one row each.
    ///
    /// # Errors
    /// As for [`Tx::exec`].
    pub async fn insert_many<'v, P>(&mut self, sql: &str, rows: &[P]) -> Result<u64, DbError>
    where
        P: AsRef<[Val<'v>]> + Sync,
    {
        let Some(width) = rows.first().map(|row| row.as_ref().len()).filter(|width| *width > 0) else {
            return Ok(0);
        };
        let (Open::Pg(_), Some((head, group, tail))) = (&self.engine, text::insert_parts(sql)) else {
            return self.exec_many(sql, rows).await;
        };
        let mut count = 0;
        let mut rest = rows;
        while !rest.is_empty() {
            // powers of two, so that a connection prepares few statements however many rows there are
            let fit = rest.len().min(MOST_ROWS).min(MOST_PARAMS / width).max(1);
            let take = 1 << fit.ilog2();
            let (chunk, after) = rest.split_at(take);
            let same = rest.chunks_exact(take).count();
            let (chunks, after) = if take == MOST_ROWS { rest.split_at(take * same) } else { (chunk, after) };
            let statement = format!("{head}{}{tail}", text::repeat_group(group, width, take));
            let sets: Vec<Vec<Val<'_>>> = chunks
                .chunks_exact(take)
                .map(|c| c.iter().flat_map(|row| row.as_ref().iter().cloned()).collect())
                .collect();
            count += self.exec_many(&statement, &sets).await?;
            rest = after;
        }
        Ok(count)
    }

    /// Every row, read by `read`.
    ///
    /// # Errors
    /// As for [`Tx::exec`], or what `read` says.
    pub async fn all<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        self.rows(sql, params, usize::MAX, read).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As for [`Tx::all`].
    pub async fn opt<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<Option<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        Ok(self.rows(sql, params, 1, read).await?.pop())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none; else as for [`Tx::all`].
    pub async fn one<T, F>(&mut self, sql: &str, params: &[Val<'_>], read: F) -> Result<T, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        self.opt(sql, params, read).await?.ok_or(DbError::NotFound)
    }

    async fn rows<T, F>(&mut self, sql: &str, params: &[Val<'_>], most: usize, mut read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        let mut out = vec![];
        let mut keep = |row: &Row<'_>| read(row).map(|item| out.push(item));
        self.usable()?;
        self.touch(sql);
        let started = self.db.tracer().start();
        let result = match &mut self.engine {
            Open::Lite(tx) => tx.rows(sql, params, most, &mut keep),
            Open::Pg(tx) => tx.query(sql, params).await.map(|rows| pg::read(&rows, most, &mut keep)),
        };
        let count = result.as_ref().map_or(Count::Unknown, Count::read);
        self.trace(started, Verb::Rows, sql, &[params], count);
        self.note(result)??;
        Ok(out)
    }

    /// Runs a text of several statements without parameters, for migrations.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.usable()?;
        let result = match &mut self.engine {
            Open::Lite(tx) => tx.batch(sql),
            Open::Pg(tx) => tx.batch(sql).await,
        };
        self.note(result)
    }

    /// Marks a place to which [`Tx::rollback_to`] can return. Places nest.
    ///
    /// # Errors
    /// As for [`Tx::exec`].
    pub async fn savepoint(&mut self) -> Result<(), DbError> {
        let name = format!("SAVEPOINT s{}", self.savepoints + 1);
        self.exec(&name, &[]).await?;
        self.savepoints += 1;
        Ok(())
    }

    /// Undoes everything since the last [`Tx::savepoint`], also a failed statement, and forgets the place.
    ///
    /// # Errors
    /// When there is no savepoint, or as for [`Tx::exec`].
    pub async fn rollback_to(&mut self) -> Result<(), DbError> {
        let name = self.last_savepoint()?;
        self.failed = None;
        if let Open::Pg(tx) = &mut self.engine {
            // setting the savepoint took along what was queued before it
            tx.forget_queued();
        }
        self.exec(&format!("ROLLBACK TO SAVEPOINT {name}"), &[]).await?;
        self.release().await
    }

    /// Keeps what was done since the last [`Tx::savepoint`] and forgets the place.
    ///
    /// # Errors
    /// When there is no savepoint, or as for [`Tx::exec`].
    pub async fn release(&mut self) -> Result<(), DbError> {
        let name = self.last_savepoint()?;
        self.exec(&format!("RELEASE SAVEPOINT {name}"), &[]).await?;
        self.savepoints -= 1;
        Ok(())
    }

    fn last_savepoint(&self) -> Result<String, DbError> {
        if self.savepoints == 0 {
            return Err(DbError::other("there is no savepoint"));
        }
        Ok(format!("s{}", self.savepoints))
    }

    /// Makes everything durable; returns after that.
    ///
    /// # Errors
    /// What the engine says; nothing was written then, except that a connection lost in this very moment leaves it open.
    pub fn commit(self) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(self.commit_now())
    }

    async fn commit_now(self) -> Result<(), DbError> {
        self.usable()?;
        let started = self.db.tracer().start();
        let ending = Ending::of(&self.db, self.touched, self.emitted);
        match self.engine {
            Open::Lite(tx) => tx.commit().await?,
            Open::Pg(tx) => {
                let began = Instant::now();
                tx.commit().await?;
                DB_COMMIT.took(began.elapsed());
            }
        }
        let nothing: &[[Val<'_>; 0]] = &[];
        self.db.tracer().note(started, Verb::Commit, Some(self.number), "", nothing, Count::Unknown);
        self.ids.keep(&self.db);
        ending.done();
        if self.wakes {
            self.db.wake();
        }
        if let Some(at) = self.due {
            self.db.wake_at(at);
        }
        if !self.announced.is_empty() {
            self.db.taken_in(&self.announced).await;
        }
        Ok(())
    }

    pub(crate) fn set_draft(&mut self, draft: Option<Box<Draft>>) {
        self.draft = draft;
    }
    pub(crate) fn draft(&mut self) -> Option<&mut Draft> {
        self.draft.as_deref_mut()
    }
    pub(crate) fn take_draft(&mut self) -> Option<Box<Draft>> {
        self.draft.take()
    }

    /// Notes an event that is told to listeners once it is committed.
    pub(crate) fn tell_after_commit(&mut self, event: Emitted) {
        self.emitted.push(event);
    }

    /// Notes that an event of `topic` is waited for by those who watch it.
    pub(crate) fn announce_after_commit(&mut self, topic: &str) {
        if !self.announced.iter().any(|known| known == topic) {
            self.announced.push(topic.to_owned());
        }
    }

    pub(crate) fn wake_after_commit(&mut self) {
        self.wakes = true;
    }

    pub(crate) fn wake_at_after_commit(&mut self, at: Timestamp) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    fn touch(&mut self, sql: &str) {
        if let Some(table) = self.db.tables().written_by(sql) {
            self.touched.note(table);
        }
    }

    pub(crate) fn local_ids(&mut self) -> &mut crate::ids::Local {
        &mut self.ids
    }

    fn usable(&self) -> Result<(), DbError> {
        match &self.failed {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    fn note<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &result {
            self.failed = Some(error.clone());
        }
        result
    }
}

//! The writer: many short transactions, a savepoint each, share one COMMIT.
//!
//! `begin` takes the writer, opens the outer transaction when none is open, and a savepoint. `commit` releases the savepoint
//! and gives the writer on, as long as somebody waits for it; whoever sees nobody wait commits the group for all that are
//! in it. So everyone who waits gets in before the fsync, and a lone client commits by himself. The committer's thread
//! ends a group whose last one went away instead.

use super::{
    Conn,
    helper::{Bell, Helper},
    turn::{Lent, Turn},
};
use crate::{DbError, Val, row::Keep};
use infrasell_metrics::catalogue::{DB_COMMIT, DB_GROUP, DB_WRITER_WAIT, DB_WRITER_WAITING};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    sync::oneshot,
};

/// So many may be in a group: who came first waits for the last.
const MOST_MEMBERS: u64 = 128;

/// After so many transactions the log is folded in.
const TRANSACTIONS: u64 = 2_048;
/// And when its file has more bytes: it is cut back to so many when it begins anew. A short log is folded in more often,
/// and each time the disk is kept from the commits: at 16 buyers, four times as often cost a seventh of the purchases.
pub(super) const LOG_BYTES: u64 = 64 << 20;

type Told = oneshot::Sender<Result<(), DbError>>;

pub(super) struct Writer {
    conn: Conn,
    /// The file of its log, and who folds that in.
    log: PathBuf,
    due: Arc<Bell>,
    /// Transactions since it was last folded in.
    since: u64,
    /// Whether the outer transaction is open.
    open: bool,
    /// Who released a savepoint into the open group and waits for its COMMIT.
    waiters: Vec<Told>,
    /// Transactions that are in the open group for good.
    members: u64,
}

impl Writer {
    /// Ends the open group: commits it when somebody waits for it, and tells them all how it went.
    pub(super) fn end_group(&mut self) -> Result<(), DbError> {
        if !self.open {
            return Ok(());
        }
        let began = Instant::now();
        let committed = self.conn.exec("COMMIT", &[]).map(drop);
        let members = std::mem::take(&mut self.members);
        if committed.is_ok() && members > 0 {
            DB_COMMIT.took(began.elapsed());
            DB_GROUP.note(members);
            self.count(members);
        }
        if committed.is_err() {
            // the engine may or may not have rolled back by itself
            self.roll_back_all();
        }
        self.open = false;
        self.tell(&committed);
        committed
    }

    fn count(&mut self, members: u64) {
        self.since += members;
        if self.since >= TRANSACTIONS || self.log.metadata().is_ok_and(|log| log.len() > LOG_BYTES) {
            self.since = 0;
            self.due.ring();
        }
    }

    /// Gives back what its connection keeps of the database.
    pub(super) fn shrink(&mut self) -> Result<(), DbError> {
        self.conn.shrink()
    }

    fn tell(&mut self, result: &Result<(), DbError>) {
        for waiter in self.waiters.drain(..) {
            // who does not listen any more was cancelled
            let _ = waiter.send(result.clone());
        }
    }

    fn roll_back_all(&mut self) {
        if !self.conn.raw.is_autocommit()
            && let Err(error) = self.conn.exec("ROLLBACK", &[])
        {
            tracing::error!(%error, "a failed transaction could not be rolled back");
        }
        self.open = false;
        self.members = 0;
    }

    /// After a failed statement: whether the engine threw the whole group away (disk full, I/O error), not only it.
    fn lost(&self) -> bool {
        self.open && self.conn.raw.is_autocommit()
    }

    fn lose(&mut self, why: &DbError) {
        self.roll_back_all();
        self.tell(&Err(why.clone()));
    }
}

/// The writer, whose turn it is, and the thread that ends groups that are left alone.
pub(super) struct WriterLock {
    writer: Arc<Turn<Writer>>,
    shared: Arc<Shared>,
    /// It holds the connection, too: only when it has ended is the file closed, and its log folded into it. It has nothing
    /// to wait for, since every transaction holds this lock's owner.
    _committer: Helper,
}

struct Shared {
    /// How many wait for the writer to begin a transaction.
    waiting: AtomicUsize,
    /// Rung when a group may have been left alone.
    left_alone: Arc<Bell>,
}

impl WriterLock {
    pub(super) fn new(conn: Conn, path: &Path, due: Arc<Bell>) -> Result<Self, DbError> {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let (waiters, log) = (Vec::new(), log.into());
        let writer = Turn::new(Writer { conn, log, due, since: 0, open: false, waiters, members: 0 });
        let left_alone = Arc::new(Bell::default());
        let to_end = writer.clone();
        let committer = Helper::start("db-commit", left_alone.clone(), None, move |_| {
            // whoever waits for the group is told of a failure
            let _ = to_end.take_blocking().end_group();
        })?;
        let shared = Arc::new(Shared { waiting: AtomicUsize::new(0), left_alone });
        Ok(WriterLock { writer, shared, _committer: committer })
    }

    /// The writer, for who folds its log.
    pub(super) fn turn(&self) -> &Arc<Turn<Writer>> {
        &self.writer
    }

    pub(super) async fn begin(&self, patience: Duration) -> Result<LiteTx, DbError> {
        let began = Instant::now();
        let lent = match self.writer.try_take() {
            Some(lent) => lent,
            None => self.wait(patience).await?,
        };
        DB_WRITER_WAIT.took(began.elapsed());
        let mut tx = LiteTx { writer: Some(lent), shared: self.shared.clone() };
        let writer = tx.writer();
        if !writer.open {
            writer.conn.exec("BEGIN IMMEDIATE", &[])?;
            writer.open = true;
        }
        writer.conn.exec("SAVEPOINT tx", &[])?;
        Ok(tx)
    }

    async fn wait(&self, patience: Duration) -> Result<Lent<Writer>, DbError> {
        let mut waiting = Waiting::new(&self.shared);
        let _shown = DB_WRITER_WAITING.up();
        let turn = tokio::time::timeout(patience, self.writer.take()).await;
        let lent = turn.map_err(|_| DbError::unavailable("another transaction holds the writer for too long"))?;
        waiting.is_over = true;
        Ok(lent)
    }
}

/// Somebody who waits for the writer; a group is left open for him.
struct Waiting<'a> {
    shared: &'a Shared,
    /// Whether he has it now.
    is_over: bool,
}
impl<'a> Waiting<'a> {
    fn new(shared: &'a Shared) -> Self {
        shared.waiting.fetch_add(1, Ordering::AcqRel);
        Waiting { shared, is_over: false }
    }
}
impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.shared.waiting.fetch_sub(1, Ordering::AcqRel);
        if !self.is_over {
            self.shared.left_alone.ring();
        }
    }
}

/// An open savepoint in the writer's group.
pub(crate) struct LiteTx {
    /// Taken by commit.
    writer: Option<Lent<Writer>>,
    shared: Arc<Shared>,
}

impl LiteTx {
    fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("only commit takes the writer, and it takes the transaction too")
    }

    pub(crate) fn exec(&mut self, sql: &str, params: &[Val<'_>]) -> Result<u64, DbError> {
        let result = self.writer().conn.exec(sql, params);
        self.check(result)
    }

    pub(crate) fn exec_each<'s, 'v: 's>(
        &mut self,
        sql: &str,
        sets: impl Iterator<Item = &'s [Val<'v>]>,
    ) -> Result<u64, DbError> {
        let result = self.writer().conn.exec_each(sql, sets);
        self.check(result)
    }

    pub(crate) fn rows(
        &mut self,
        sql: &str,
        params: &[Val<'_>],
        most: usize,
        keep: Keep<'_>,
    ) -> Result<Result<u64, DbError>, DbError> {
        let result = self.writer().conn.rows(sql, params, most, keep);
        self.check(result)
    }

    /// When the engine threw the whole group away with the failed statement, everyone in it is told why.
    fn check<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &result {
            let writer = self.writer();
            if writer.lost() {
                writer.lose(error);
            }
        }
        result
    }

    /// Runs a text of several statements, for migrations.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let result = self.writer().conn.raw.execute_batch(sql).map_err(DbError::from);
        self.check(result)
    }

    pub(crate) async fn commit(mut self) -> Result<(), DbError> {
        // an error here leaves self to be dropped, which rolls back
        self.writer().conn.exec("RELEASE tx", &[])?;
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        writer.members += 1;
        if self.shared.waiting.load(Ordering::Acquire) == 0 || writer.members >= MOST_MEMBERS {
            return blocking(|| writer.end_group());
        }
        let (tell, told) = oneshot::channel();
        writer.waiters.push(tell);
        drop(writer);
        told.await.unwrap_or_else(|_| Err(DbError::unavailable("the database was closed")))
    }
}

/// Lets the runtime's other tasks move to another thread while this one waits for the disk.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

impl Drop for LiteTx {
    fn drop(&mut self) {
        let Some(writer) = self.writer.as_mut() else { return };
        if !writer.open {
            return;
        }
        if writer.waiters.is_empty() {
            return writer.roll_back_all();
        }
        let undone = writer.conn.exec("ROLLBACK TO tx", &[]).and_then(|_| writer.conn.exec("RELEASE tx", &[]));
        if let Err(error) = undone {
            return writer.lose(&error);
        }
        // what it has read may be theirs, and whoever acts on that must find it on the disk; they are told of a failure
        let _ = blocking(|| writer.end_group());
    }
}

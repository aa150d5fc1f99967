//! A transaction on one connection. BEGIN, queued statements and COMMIT travel with their neighbours in one round trip.

use super::{Pooled, conn::as_dyn};
use crate::{DbError, Val};
use futures_util::{
    FutureExt,
    future::{BoxFuture, maybe_done},
};
use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};
use tokio_postgres::{Client, Error, Row, Statement};

pub(crate) struct PgTx {
    conn: Pooled,
    /// Whether BEGIN was sent.
    begun: bool,
    /// Whether COMMIT was answered.
    done: bool,
    queue: Vec<Queued>,
}

struct Queued {
    sql: String,
    params: Vec<Val<'static>>,
}

enum Reply {
    Done,
    Count(u64),
    Rows(Vec<Row>),
}

type Part<'a> = BoxFuture<'a, Result<Reply, Error>>;

/// What goes out last in a pipeline and is answered to the caller.
#[derive(Clone, Copy)]
enum Last<'a> {
    Query(&'a str, &'a [Val<'a>]),
    /// The same statement for each set of values; the counts add up.
    Exec(&'a str, &'a [&'a [Val<'a>]]),
    Batch(&'a str),
    Commit,
}

impl PgTx {
    pub(crate) fn new(conn: Pooled) -> Self {
        PgTx { conn, begun: false, done: false, queue: Vec::new() }
    }

    pub(crate) async fn query(&mut self, sql: &str, params: &[Val<'_>]) -> Result<Vec<Row>, DbError> {
        match self.send(Last::Query(sql, params)).await? {
            Reply::Rows(rows) => Ok(rows),
            Reply::Done | Reply::Count(_) => Ok(Vec::new()),
        }
    }

    /// Runs the statement once for each set of values, all in one round trip.
    pub(crate) async fn exec_each(&mut self, sql: &str, sets: &[&[Val<'_>]]) -> Result<u64, DbError> {
        match self.send(Last::Exec(sql, sets)).await? {
            Reply::Count(count) => Ok(count),
            Reply::Done | Reply::Rows(_) => Ok(0),
        }
    }

    /// Keeps the statement until the next one goes out, which takes it along.
    pub(crate) fn queue(&mut self, sql: &str, params: &[Val<'_>]) {
        let params = params.iter().map(|value| value.clone().into_owned()).collect();
        self.queue.push(Queued { sql: sql.to_owned(), params });
    }

    /// Drops what was queued and has not gone out.
    pub(crate) fn forget_queued(&mut self) {
        self.queue.clear();
    }

    /// Runs a text of several statements, for migrations.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.send(Last::Batch(sql)).await.map(drop)
    }

    pub(crate) async fn commit(mut self) -> Result<(), DbError> {
        if self.begun || !self.queue.is_empty() {
            self.send(Last::Commit).await?;
        }
        self.done = true;
        Ok(())
    }

    fn send<'a>(&'a mut self, last: Last<'a>) -> BoxFuture<'a, Result<Reply, DbError>> {
        Box::pin(self.send_now(last))
    }

    async fn send_now(&mut self, last: Last<'_>) -> Result<Reply, DbError> {
        let first = !self.begun && self.queue.is_empty();
        let result = self.try_send(last).await;
        if !first || result.is_ok() || !self.conn.is_dead() {
            return result;
        }
        // the connection had died before this transaction had any effect
        self.conn.renew().await?;
        self.begun = false;
        self.try_send(last).await
    }

    async fn try_send(&mut self, last: Last<'_>) -> Result<Reply, DbError> {
        let mut queued = Vec::with_capacity(self.queue.len());
        for one in &self.queue {
            queued.push(self.conn.prepare(&one.sql).await?);
        }
        let statement = match last {
            Last::Query(sql, _) | Last::Exec(sql, _) => Some(self.conn.prepare(sql).await?),
            Last::Batch(_) | Last::Commit => None,
        };
        let client = &self.conn.client;
        let mut parts: Vec<Part<'_>> = Vec::with_capacity(queued.len() + 2);
        if !self.begun {
            parts.push(simple(client, "BEGIN"));
        }
        for (statement, one) in queued.iter().zip(&self.queue) {
            parts.push(exec(client, statement, &one.params));
        }
        match (last, &statement) {
            (Last::Query(_, params), Some(statement)) => parts.push(query(client, statement, params)),
            (Last::Exec(_, sets), Some(statement)) => {
                parts.extend(sets.iter().map(|params| exec(client, statement, params)));
            }
            (Last::Batch(text), _) => parts.push(simple(client, text)),
            _ => parts.push(simple(client, "COMMIT")),
        }
        self.begun = true;
        let skip = parts.len() - if let Last::Exec(_, sets) = last { sets.len() } else { 1 };
        let replies = in_order(parts).await;
        self.queue.clear();
        let replies = replies.map_err(|error| self.conn.failed(error))?;
        Ok(sum(replies.into_iter().skip(skip)))
    }
}

fn sum(replies: impl Iterator<Item = Reply>) -> Reply {
    let mut total = Reply::Count(0);
    for reply in replies {
        total = match (total, reply) {
            (Reply::Count(a), Reply::Count(b)) => Reply::Count(a + b),
            (_, other) => other,
        };
    }
    total
}

fn simple<'a>(client: &'a Client, text: &'a str) -> Part<'a> {
    async move { client.batch_execute(text).await.map(|()| Reply::Done) }.boxed()
}
fn exec<'a>(client: &'a Client, statement: &'a Statement, params: &'a [Val<'a>]) -> Part<'a> {
    async move { client.execute_raw(statement, params).await.map(Reply::Count) }.boxed()
}
fn query<'a>(client: &'a Client, statement: &'a Statement, params: &'a [Val<'a>]) -> Part<'a> {
    async move { client.query(statement, &as_dyn(params)).await.map(Reply::Rows) }.boxed()
}

/// Sends every part in order before it waits for the first answer; the first error is the answer.
async fn in_order(parts: Vec<Part<'_>>) -> Result<Vec<Reply>, Error> {
    let mut parts: Vec<_> = parts.into_iter().map(maybe_done).collect();
    poll_fn(|context| {
        for part in &mut parts {
            // the first poll puts the message on the connection
            let _ = Pin::new(part).poll(context);
        }
        Poll::Ready(())
    })
    .await;
    let mut replies = Vec::with_capacity(parts.len());
    for mut part in parts {
        (&mut part).await;
        replies.push(Pin::new(&mut part).take_output().expect("a part that was awaited has its output")?);
    }
    Ok(replies)
}

impl Drop for PgTx {
    fn drop(&mut self) {
        if self.begun && !self.done {
            // goes out on the first poll, ahead of whatever the connection's next user sends
            let _ = self.conn.client.batch_execute("ROLLBACK").now_or_never();
        }
    }
}

//! The bus: how what happens in one process is heard in another that has a database of its own.
//!
//! Owns: the port [`Feed`], of which there is an engine that asks the other process (its outbox, by a long poll) and may
//! be others; and this process's end of the first, [`Db::read_outbox`].
//!
//! Always true: the outbox of the process where something happened is the truth, and a feed only carries it; events of
//! one source come in one order, each under a position that grows; a position means something only to the feed that gave
//! it; what is read is not forgotten by that. Who follows keeps his own position, in the transaction or after the effect,
//! so that he hears everything at least once, whoever is killed.

use crate::{
    Db, DbError, Event,
    outbox::{self, News, Placed},
};
use async_trait::async_trait;
use infrasell_rpc::{Fault, trace::TraceCx};
use serde::{Deserialize, Serialize};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The most events of one answer.
pub const MOST_CARRIED: i64 = 500;
/// The longest that a reader may have its question wait.
pub const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// How long the first new event of a reader who is not in a hurry waits for company.
const GATHER: Duration = Duration::from_millis(2);

/// What a reader of a feed wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Events behind this position. Below 0: only where the feed stands.
    pub after: i64,
    /// Of these topics.
    pub topics: Vec<String>,
    /// So many at the most.
    pub most: i64,
    /// How long the answer may wait for the first of them.
    pub wait: Duration,
    /// What the reader never asks for again: it may be forgotten up to here.
    pub kept: Option<i64>,
}

/// An event with its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Its position in the feed.
    pub position: i64,
    /// What happened.
    pub event: Event,
    /// The trace (W3C traceparent) that it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Names the source, and changes with it: another database under the same address is another source, whose
    /// positions begin anew.
    pub source: String,
    /// Everything of the topics behind the position that was asked for, up to here, is in `events`.
    pub head: i64,
    /// The events, in their order.
    pub events: Vec<Carried>,
}

/// The bus between processes, as a reader sees it: what happens in one other process.
#[async_trait]
pub trait Feed: Send + Sync + 'static {
    /// The next events. Without news it answers, empty, when the wait is over.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] while the other side is away; nothing is lost by that.
    async fn next(&self, ask: &Ask) -> Result<Batch, Fault>;
}

/// A feed that this process follows.
#[derive(Clone)]
pub struct Followed {
    /// Where it comes from.
    pub feed: Arc<dyn Feed>,
    /// What happens there, of all that anybody could subscribe to.
    pub topics: Vec<String>,
    /// What it is called in logs.
    pub name: String,
}

impl Carried {
    pub(crate) fn placed(self) -> Placed {
        let trace = self.trace.as_deref().and_then(TraceCx::parse);
        Placed { seq: self.position, event: self.event, trace }
    }
}

impl From<&Placed> for Carried {
    fn from(placed: &Placed) -> Self {
        let trace = placed.trace.map(|trace| trace.to_string());
        Carried { position: placed.seq, event: placed.event.clone(), trace }
    }
}

/// The last look into the outbox, shared by all who wait for the next.
#[derive(Default)]
pub(crate) struct Looks(tokio::sync::Mutex<Option<(Instant, News)>>);

impl Looks {
    /// What is new, as it was read after `since`. Of many who want that at once one reads.
    pub(crate) async fn since(&self, db: &Db, since: Instant) -> Result<News, DbError> {
        let mut last = self.0.lock().await;
        if let Some((began, news)) = &*last
            && *began >= since
        {
            return Ok(news.clone());
        }
        let began = Instant::now();
        let news = match &*last {
            Some((_, news)) => outbox::news(db, news.head).await?,
            None => News::none(outbox::place(db).await?),
        };
        *last = Some((began, news.clone()));
        Ok(news)
    }
}

impl Db {
    /// What has happened in this database: the end of a feed that another process asks.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read_outbox(&self, ask: &Ask) -> Result<Batch, DbError> {
        self.read_outbox_within(ask, GATHER).await
    }

    pub(crate) async fn read_outbox_within(&self, ask: &Ask, gather: Duration) -> Result<Batch, DbError> {
        let source = self.source().await?;
        let most = ask.most.clamp(1, MOST_CARRIED);
        let until = Instant::now() + ask.wait.min(LONGEST_WAIT);
        let mut woken = self.woken();
        loop {
            woken.borrow_and_update();
            let news = self.looks().since(self, Instant::now()).await?;
            if ask.after < 0 {
                return Ok(Batch { source, head: news.head, events: vec![] });
            }
            let batch = self.batch(&source, ask, &news, most).await?;
            let left = until.saturating_duration_since(Instant::now());
            // a reader that is ahead of the source has read what a restored one forgot: he must be told at once
            if !batch.events.is_empty() || ask.after > batch.head || left.is_zero() {
                return Ok(batch);
            }
            // another process may have written, and does not wake this one
            let wait = left.min(Duration::from_secs(1));
            if let Ok(Ok(())) = tokio::time::timeout(wait, woken.changed()).await {
                tokio::time::sleep(gather.min(left)).await;
            }
        }
    }

    async fn batch(&self, source: &str, ask: &Ask, news: &News, most: i64) -> Result<Batch, DbError> {
        let wants = |placed: &&Placed| placed.seq > ask.after && ask.topics.contains(&placed.event.topic);
        let read: Vec<Placed> = if ask.after >= news.head {
            vec![]
        } else if ask.after >= news.after {
            news.events.iter().filter(wants).take(usize::try_from(most).unwrap_or(0)).cloned().collect()
        } else {
            outbox::after(self, ask.after, news.head, &ask.topics, most).await?
        };
        let is_full = i64::try_from(read.len()).is_ok_and(|read| read >= most);
        let head = if is_full { read.last().map_or(news.head, |last| last.seq) } else { news.head };
        Ok(Batch { source: source.to_owned(), head, events: read.iter().map(Carried::from).collect() })
    }
}

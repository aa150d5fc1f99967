//! Who follows this outbox from elsewhere: readers, whose unread events are kept for them, and watchers, who keep answers
//! that this process's commits make old.
//!
//! Always true: a commit that emits what a watcher watches is answered when he has said that he took it in, or when he
//! can keep nothing any more: his lease, which each of his questions renews, ends later here than by his own clock. A
//! watcher outlives this process: the next one waits for him, too, until he asks or his lease is over.

use crate::{Ask, Batch, Db, DbError, bus::Looks, sql, v};
use infrasell_kernel::Token;
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{OnceCell, watch};

/// How long a watcher is waited for after his last question.
pub const LEASE: Duration = Duration::from_secs(2);
/// For how long after he sent a question that was answered a watcher may trust what he keeps: less than [`LEASE`], as
/// clocks do not run alike.
pub const TRUST: Duration = Duration::from_millis(1_800);
/// The longest that a watcher's question waits for news.
pub const WATCH_WAIT: Duration = Duration::from_millis(500);
/// A reader's place is written down when it has moved so far, or so long ago.
const SAVE_MOVED: i64 = 1_000;
const SAVE_AFTER: Duration = Duration::from_secs(5);
/// That he still asks is written down so often.
const SEEN_EVERY: Duration = Duration::from_secs(3_600);

/// Who is known to follow this database.
#[derive(Default)]
pub(crate) struct Followers {
    is_open: AtomicBool,
    watchers: Mutex<BTreeMap<String, Watcher>>,
    moved: watch::Sender<()>,
    readers: Mutex<BTreeMap<String, (i64, Instant)>>,
    source: OnceCell<String>,
    looks: Looks,
}

struct Watcher {
    topics: Vec<String>,
    position: i64,
    until: Instant,
}

const LOAD: &str = sql!("SELECT name FROM db_follower WHERE watches");
const KNOW: &str = sql!(
    "INSERT INTO db_follower (name, position, watches, seen_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE SET position = excluded.position, seen_at = excluded.seen_at"
);
const FORGET: &str = sql!("DELETE FROM db_follower WHERE name = $1 AND watches");
const NAME: &str = sql!("UPDATE db_outbox_head SET source = COALESCE(source, $1) WHERE id = 1 RETURNING source");

impl Followers {
    fn watchers(&self) -> MutexGuard<'_, BTreeMap<String, Watcher>> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a commit has to name the topics of its events.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Acquire)
    }

    /// Those that watch one of `topics` and whose lease runs.
    fn watching(&self, topics: &[String], now: Instant) -> Vec<String> {
        let watchers = self.watchers();
        let watches = |watcher: &Watcher| {
            watcher.until > now
                && (watcher.topics.is_empty() || watcher.topics.iter().any(|topic| topics.contains(topic)))
        };
        watchers.iter().filter(|(_, watcher)| watches(watcher)).map(|(name, _)| name.clone()).collect()
    }

    /// The end of the longest lease among `names` of those that are not past `head`.
    fn behind(&self, names: &[String], head: i64, now: Instant) -> Option<Instant> {
        let watchers = self.watchers();
        let is_behind = |watcher: &&Watcher| watcher.position < head && watcher.until > now;
        names.iter().filter_map(|name| watchers.get(name)).filter(is_behind).map(|watcher| watcher.until).max()
    }
}

impl Db {
    pub(crate) fn looks(&self) -> &Looks {
        &self.followers().looks
    }

    /// Names this database's outbox, for ever and for all replicas.
    ///
    /// # Errors
    /// What the database says.
    pub async fn source(&self) -> Result<String, DbError> {
        let name = async {
            let fresh = Token::random(&*self.env().random).to_string();
            let mut tx = self.begin().await?;
            let name: String = tx.one(NAME, &v![fresh], |row| row.get(0)).await?;
            tx.commit().await?;
            Ok(name)
        };
        self.followers().source.get_or_try_init(|| name).await.cloned()
    }

    /// Lets other processes follow what happens here. Called before the first of them can ask and before anything is
    /// written; a process that nobody follows pays nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn let_follow(&self) -> Result<(), DbError> {
        let until = Instant::now() + LEASE;
        for name in self.all(LOAD, &[], |row| row.get::<String>(0)).await? {
            // what he watches is not known before he asks: everything
            self.followers().watchers().insert(name, Watcher { topics: vec![], position: -1, until });
        }
        self.followers().is_open.store(true, Ordering::Release);
        Ok(())
    }

    /// Answers a reader, who keeps his own position.
    ///
    /// # Errors
    /// What the database says.
    pub async fn answer_reader(&self, name: &str, ask: &Ask) -> Result<Batch, DbError> {
        if let Some(kept) = ask.kept {
            self.note_reader(name, kept).await?;
        }
        self.read_outbox(ask).await
    }

    async fn note_reader(&self, name: &str, kept: i64) -> Result<(), DbError> {
        let now = Instant::now();
        let is_due = {
            let readers = self.followers().readers.lock().unwrap_or_else(PoisonError::into_inner);
            readers.get(name).is_none_or(|(position, at)| {
                let age = now.duration_since(*at);
                kept - position > SAVE_MOVED || (kept != *position && age > SAVE_AFTER) || age > SEEN_EVERY
            })
        };
        if !is_due {
            return Ok(());
        }
        self.exec(KNOW, &v![name, kept, false, self.now()]).await?;
        self.followers().readers.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), (kept, now));
        Ok(())
    }

    /// Answers a watcher. That he asks for what is behind a position says that he has taken in everything up to it; below
    /// 0, that he keeps nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn answer_watcher(&self, name: &str, ask: &Ask) -> Result<Batch, DbError> {
        let asked_at = Instant::now();
        let is_new = !self.followers().watchers().contains_key(name);
        if is_new {
            self.exec(KNOW, &v![name, ask.after, true, self.now()]).await?;
        }
        let until = asked_at + LEASE;
        // who keeps nothing is waited for from here on
        let position = if ask.after < 0 { i64::MAX } else { ask.after };
        let watcher = Watcher { topics: ask.topics.clone(), position, until };
        self.followers().watchers().insert(name.to_owned(), watcher);
        self.followers().moved.send_replace(());
        let ask = Ask { wait: ask.wait.min(WATCH_WAIT), ..ask.clone() };
        let batch = self.read_outbox_within(&ask, Duration::ZERO).await?;
        if position == i64::MAX
            && let Some(watcher) = self.followers().watchers().get_mut(name)
            && watcher.position == i64::MAX
        {
            watcher.position = batch.head;
        }
        Ok(batch)
    }

    /// Forgets a watcher, who keeps nothing any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_watcher(&self, name: &str) -> Result<(), DbError> {
        self.followers().watchers().remove(name);
        self.followers().moved.send_replace(());
        self.exec(FORGET, &v![name]).await.map(drop)
    }

    /// Waits, after a commit, until everybody who watches `topics` has taken it in or can keep nothing any more.
    pub(crate) async fn taken_in(&self, topics: &[String]) {
        let followers = self.followers();
        let names = followers.watching(topics, Instant::now());
        if names.is_empty() {
            return;
        }
        let committed = Instant::now();
        let head = match self.looks().since(self, committed).await {
            Ok(news) => news.head,
            // where it lies cannot be seen: all leases have to run out
            Err(error) => {
                tracing::warn!(%error, "the place of a commit in the outbox cannot be read; its watchers are waited for");
                i64::MAX
            }
        };
        let mut moved = followers.moved.subscribe();
        loop {
            moved.borrow_and_update();
            let Some(until) = followers.behind(&names, head, Instant::now()) else { break };
            // a lease that ends, or is renewed, changes who is waited for
            let _moved_or_over = tokio::time::timeout_at(until.into(), moved.changed()).await;
        }
        self.forget_gone().await;
    }

    /// Forgets those whose lease is long over.
    async fn forget_gone(&self) {
        let now = Instant::now();
        let gone: Vec<String> = {
            let mut watchers = self.followers().watchers();
            let gone =
                watchers.iter().filter(|(_, watcher)| watcher.until < now).map(|(name, _)| name.clone()).collect();
            watchers.retain(|_, watcher| watcher.until >= now);
            gone
        };
        for name in gone {
            tracing::warn!(
                watcher = name,
                "a process that keeps answers no longer asks; it is not waited for any more"
            );
            let is_back = self.followers().watchers().contains_key(&name);
            if !is_back && let Err(error) = self.exec(FORGET, &v![name]).await {
                tracing::warn!(%error, "a watcher could not be forgotten");
            }
        }
    }
}

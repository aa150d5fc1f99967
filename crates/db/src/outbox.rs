//! The outbox: events leave with the transaction that causes them, and are delivered afterwards.
//!
//! Always true: an event is there if and only if its cause was committed; each subscription gets its events at least
//! once and in one order; a handler that keeps failing holds up its own subscription for a limited number of tries,
//! after which the event is a dead letter (a dead job of kind `event:<subscription>`) and the next one follows.

use crate::{Db, DbError, Engine, Json, Row, Tx, jobs::JobPolicy, listen::Emitted, sql, v};
use async_trait::async_trait;
use infrasell_kernel::{EventId, Timestamp};
use infrasell_rpc::{
    Cx, Fault,
    trace::{self, TraceCx},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{sync::Arc, time::Duration};

/// How long a delivered event is kept for a look.
const KEEP: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long one is kept for a subscription that nobody serves any more.
const KEEP_UNDELIVERED: Duration = Duration::from_secs(30 * 24 * 3600);

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id; the same when it is delivered again.
    pub id: EventId,
    /// What happened, such as `order.placed`.
    pub topic: String,
    /// The particulars, as JSON text.
    pub payload: String,
    /// When.
    pub created_at: Timestamp,
}

impl Event {
    /// The particulars.
    ///
    /// # Errors
    /// [`Fault::Internal`] when they are not a `T`.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_str(&self.payload)
            .map_err(|error| Fault::internal(format!("{} {} does not decode: {error}", self.topic, self.id)))
    }
}

/// What is done about events.
#[async_trait]
pub trait EventHandler: Send + Sync + 'static {
    /// Handles one event. It may come again, so what it does must be idempotent: [`Cx::step`] with the event's id.
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault>;
}

/// Who wants to hear about what.
#[derive(Clone)]
pub struct Subscription {
    pub(crate) name: String,
    pub(crate) topics: Vec<String>,
    pub(crate) handler: Arc<dyn EventHandler>,
    pub(crate) policy: JobPolicy,
    pub(crate) from_now: bool,
}

impl Subscription {
    /// A subscription. Its name is its identity: under another name everything is delivered anew.
    #[must_use]
    pub fn new(name: &str, topics: &[&str], handler: Arc<dyn EventHandler>) -> Self {
        Subscription {
            name: name.to_owned(),
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            handler,
            policy: JobPolicy {
                attempts: 8,
                first_delay: Duration::from_millis(500),
                most_delay: Duration::from_secs(30),
                time_limit: Duration::from_secs(60),
            },
            from_now: false,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it hears of.
    #[must_use]
    pub fn topics(&self) -> &[String] {
        &self.topics
    }

    /// Hears only of what happens after it was first known to the database; otherwise of everything that is kept.
    #[must_use]
    pub fn from_now(mut self) -> Self {
        self.from_now = true;
        self
    }

    /// How often and when a failed event is tried again.
    #[must_use]
    pub fn policy(mut self, policy: JobPolicy) -> Self {
        self.policy = policy;
        self
    }
}

const INSERT: &str = sql!("INSERT INTO db_outbox (id, topic, payload, created_at, trace) VALUES ($1, $2, $3, $4, $5)");
const NEXT_SEQ: &str = sql!("UPDATE db_outbox_head SET last = last + 1 WHERE id = 1");
const INSERT_PLACED: &str = sql!(
    "INSERT INTO db_outbox (id, topic, payload, created_at, trace, seq)
     SELECT $1, $2, $3, $4, $5, last FROM db_outbox_head WHERE id = 1"
);
const LOCK_HEAD: &str = sql!("SELECT last FROM db_outbox_head WHERE id = 1 FOR UPDATE");
const PLACE: &str = sql!(
    "UPDATE db_outbox SET seq = placed.seq FROM (
         SELECT id, $1 + row_number() OVER (ORDER BY emitted) AS seq
         FROM (SELECT id, emitted FROM db_outbox WHERE seq IS NULL ORDER BY emitted LIMIT 1000) AS unplaced
     ) AS placed WHERE db_outbox.id = placed.id"
);
const MOVE_HEAD: &str = sql!("UPDATE db_outbox_head SET last = last + $1 WHERE id = 1");
const UNPLACED: &str = sql!("SELECT id FROM db_outbox WHERE seq IS NULL LIMIT 1");
const HEAD: &str = sql!("SELECT last FROM db_outbox_head WHERE id = 1");
const BEHIND: &str = sql!(
    "SELECT seq, trace, id, topic, payload, created_at FROM db_outbox
     WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3"
);
const AFTER: &str = sql!(
    "SELECT seq, trace, id, topic, payload, created_at FROM db_outbox
     WHERE seq > $1 AND seq <= $2 AND topic IN list_text($3) ORDER BY seq LIMIT $4"
);
const SWEEP: &str = sql!("DELETE FROM db_outbox WHERE created_at < $1 AND (seq <= $2 OR created_at < $3)");
const SLOWEST: &str = sql!(
    "SELECT min(position) FROM (
         SELECT position FROM db_subscription WHERE name IN list_text($1)
         UNION ALL SELECT position FROM db_follower WHERE NOT watches
     ) AS served"
);
const FORGET_FOLLOWERS: &str = sql!("DELETE FROM db_follower WHERE NOT watches AND seen_at < $1");

impl Tx {
    /// Emits an event: it is delivered if and only if this transaction commits, soon after.
    ///
    /// # Errors
    /// What the database says, or why the payload is not JSON.
    pub async fn emit(&mut self, topic: &str, payload: &(impl Serialize + Sync)) -> Result<EventId, DbError> {
        let id: EventId = self.next_id().await?;
        let values = v![id, topic, Json(payload), self.db().now(), trace::traceparent()];
        if self.db().engine() == Engine::Sqlite {
            // the one writer's order is the order of commits
            self.queue(NEXT_SEQ, &[])?;
            self.queue(INSERT_PLACED, &values)?;
        } else {
            self.queue(INSERT, &values)?;
        }
        if self.db().listeners().want(topic) {
            let payload = serde_json::to_string(payload).map_err(|error| DbError::other(error.to_string()))?;
            self.tell_after_commit(Emitted::new(id, topic, payload));
        }
        if self.db().followers().is_open() {
            self.announce_after_commit(topic);
        }
        self.wake_after_commit();
        Ok(id)
    }
}

/// Gives what was committed since its place in the order, and tells the last place that is given.
pub(crate) async fn place(db: &Db) -> Result<i64, DbError> {
    if db.engine() == Engine::Postgres {
        while db.opt(UNPLACED, &[], |row| row.get::<i64>(0)).await?.is_some() {
            let mut tx = db.begin().await?;
            let last: i64 = tx.one(LOCK_HEAD, &[], |row| row.get(0)).await?;
            let placed = tx.exec(PLACE, &v![last]).await?;
            tx.exec(MOVE_HEAD, &v![i64::try_from(placed).unwrap_or(0)]).await?;
            tx.commit().await?;
        }
    }
    db.one(HEAD, &[], |row| row.get(0)).await
}

/// An event that has its place in the order, and the trace that it follows from.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) seq: i64,
    pub(crate) event: Event,
    pub(crate) trace: Option<TraceCx>,
}

/// What is new in the outbox.
#[derive(Clone)]
pub(crate) struct News {
    /// The last place that is given.
    pub(crate) head: i64,
    /// Everything behind this place, up to `head`, is in `events`.
    pub(crate) after: i64,
    pub(crate) events: Arc<[Placed]>,
    /// Which outbox it is when it is another process's; empty for the own one.
    pub(crate) source: Arc<str>,
}

impl News {
    /// Nothing behind `head`.
    pub(crate) fn none(head: i64) -> Self {
        News { head, after: head, events: Arc::default(), source: Arc::default() }
    }
}

/// What has been committed since `known` was the last place. When that is more than is read at once, every subscription
/// reads its own.
pub(crate) async fn news(db: &Db, known: i64) -> Result<News, DbError> {
    const MOST: i64 = 200;
    let head = place(db).await?;
    if head <= known {
        return Ok(News::none(head));
    }
    let events = db.all(BEHIND, &v![known, head, MOST + 1], read_placed).await?;
    if i64::try_from(events.len()).is_ok_and(|read| read > MOST) {
        return Ok(News::none(head));
    }
    Ok(News { head, after: known, events: events.into(), source: Arc::default() })
}

fn read_placed(row: &Row<'_>) -> Result<Placed, DbError> {
    let seq = row.next()?;
    let trace = row.next::<Option<String>>()?.as_deref().and_then(TraceCx::parse);
    let event = Event { id: row.next()?, topic: row.next()?, payload: row.next()?, created_at: row.next()? };
    Ok(Placed { seq, event, trace })
}

/// Events for `topics` behind `position`, up to `head`, each with its place.
pub(crate) async fn after(
    db: &Db,
    position: i64,
    head: i64,
    topics: &[String],
    most: i64,
) -> Result<Vec<Placed>, DbError> {
    db.all(AFTER, &v![position, head, topics, most], read_placed).await
}

/// Forgets delivered events whose time is up. `subscriptions` are those that are served; other processes that follow are
/// waited for like them, and forgotten when they were away for longer than undelivered events are kept.
pub(crate) async fn sweep(db: &Db, subscriptions: &[String]) -> Result<u64, DbError> {
    db.exec(FORGET_FOLLOWERS, &v![db.now().minus(KEEP_UNDELIVERED)]).await?;
    let slowest: Option<i64> = db.one(SLOWEST, &v![subscriptions], |row| row.get(0)).await?;
    let now = db.now();
    let slowest = slowest.unwrap_or(i64::MAX);
    db.exec(SWEEP, &v![now.minus(KEEP), slowest, now.minus(KEEP_UNDELIVERED)]).await
}

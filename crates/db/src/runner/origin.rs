//! Where events come from: this database's own outbox, and other processes that are followed.
//!
//! Always true: a subscription has a row for each origin, so that each has its own position; of what another process
//! says nothing is written down here but how far it was taken in.

use super::{Shared, deliver::Place};
use crate::{
    Ask, Batch, Carried, Db, DbError, Followed, MOST_CARRIED, Subscription,
    outbox::{self, News, Placed},
};
use infrasell_rpc::Fault;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How long a question to another process waits there for news.
const WAIT: Duration = Duration::from_secs(5);
/// The first and the longest pause before another process that is away is asked again.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Where events come from.
pub(super) struct Origin {
    /// Another process; none for the own outbox.
    followed: Option<Followed>,
    /// What is new there; sent at every look, changed or not.
    pub(super) pulse: watch::Sender<News>,
}

impl Origin {
    /// The own outbox, whose last place is `head`.
    pub(super) fn own(head: i64) -> Arc<Self> {
        Arc::new(Origin { followed: None, pulse: watch::Sender::new(News::none(head)) })
    }

    /// Another process, of which nothing is known yet.
    pub(super) fn far(followed: Followed) -> Arc<Self> {
        Arc::new(Origin { followed: Some(followed), pulse: watch::Sender::new(News::none(-1)) })
    }

    /// The subscription as far as this origin has anything for it.
    pub(super) fn part(&self, subscription: &Subscription) -> Option<Subscription> {
        let Some(followed) = &self.followed else { return Some(subscription.clone()) };
        let mut part = subscription.clone();
        part.topics.retain(|topic| followed.topics.contains(topic));
        (!part.topics.is_empty()).then_some(part)
    }

    /// The row of a subscription's position here; `None` while nothing is known of another process.
    pub(super) fn row(&self, subscription: &Subscription, news: &News) -> Option<String> {
        if self.followed.is_none() {
            return Some(subscription.name.clone());
        }
        (!news.source.is_empty()).then(|| format!("{}@{}", subscription.name, news.source))
    }

    /// Whether it is another process.
    pub(super) fn is_far(&self) -> bool {
        self.followed.is_some()
    }

    /// Events for `topics` behind `position`, up to `head`.
    pub(super) async fn after(
        &self,
        db: &Db,
        position: i64,
        head: i64,
        topics: &[String],
        most: i64,
    ) -> Result<Vec<Placed>, DbError> {
        let Some(followed) = &self.followed else { return outbox::after(db, position, head, topics, most).await };
        let batch = ask(followed, position.max(0), topics, most, Duration::ZERO, None).await?;
        Ok(batch.events.into_iter().filter(|carried| carried.position <= head).map(Carried::placed).collect())
    }

    /// Whether there is anything for `topics` behind `position`.
    pub(super) async fn has_more(&self, db: &Db, position: i64, topics: &[String]) -> Result<bool, DbError> {
        let head = if self.is_far() { i64::MAX } else { outbox::place(db).await? };
        Ok(!self.after(db, position, head, topics, 1).await?.is_empty())
    }
}

async fn ask(
    followed: &Followed,
    after: i64,
    topics: &[String],
    most: i64,
    wait: Duration,
    kept: Option<i64>,
) -> Result<Batch, DbError> {
    let ask = Ask { after, topics: topics.to_vec(), most, wait, kept };
    followed.feed.next(&ask).await.map_err(|fault| match fault {
        Fault::Internal { cause } => DbError::other(cause),
        other => DbError::unavailable(other.to_string()),
    })
}

/// Follows another process until the runner stops.
pub(super) async fn follow(shared: Arc<Shared>, origin: Arc<Origin>) {
    let Some(followed) = &origin.followed else { return };
    let parts: Vec<Subscription> = shared.subscriptions.iter().filter_map(|whole| origin.part(whole)).collect();
    let mut topics: Vec<String> = parts.iter().flat_map(|part| part.topics.clone()).collect();
    topics.sort();
    topics.dedup();
    let mut pause = FIRST_PAUSE;
    let mut stop = shared.stop.subscribe();
    while !shared.is_stopping() {
        let known = origin.pulse.borrow().clone();
        let (after, wait) = if known.source.is_empty() { (-1, Duration::ZERO) } else { (known.head, WAIT) };
        let kept = kept(&shared, &origin, &parts, &known);
        let said = tokio::select! {
            said = ask(followed, after, &topics, MOST_CARRIED, wait, kept) => said,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        match said {
            Ok(batch) => {
                pause = FIRST_PAUSE;
                origin.pulse.send_replace(news(batch, &known));
            }
            Err(error) => {
                if pause == FIRST_PAUSE {
                    tracing::warn!(from = followed.name, %error, "another process cannot be followed; its events wait there");
                }
                shared.pause(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// What a batch says that is new.
fn news(batch: Batch, known: &News) -> News {
    let is_same = *batch.source == *known.source;
    if is_same && batch.head >= known.head {
        let events: Vec<Placed> = batch.events.into_iter().map(Carried::placed).collect();
        return News { source: known.source.clone(), head: batch.head, after: known.head, events: events.into() };
    }
    if is_same {
        tracing::error!(
            source = batch.source,
            "another process was put back to an earlier state; what it still knows is taken in again"
        );
    }
    News { source: batch.source.into(), ..News::none(batch.head) }
}

/// What no subscription of this process asks for again; `None` when another replica serves one of them.
fn kept(shared: &Shared, origin: &Origin, parts: &[Subscription], known: &News) -> Option<i64> {
    let places = shared.places();
    let saved = |part: &Subscription| places.get(&origin.row(part, known)?).map(Place::saved);
    parts.iter().map(saved).min().flatten()
}

//! This process as others see it, and others' events as this one takes them in.

use super::{Far, Places};
use crate::{inspect::Inspector, system::LocalSystem};
use async_trait::async_trait;
use infrasell_contracts::{
    process::{About, FarEvent, FarEvents, GetAbout, GetEvents, Process},
    system::{GetReadiness, System},
};
use infrasell_db::{Ask, Batch, Carried, Db, Event, Feed, Followed, Subscription};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// This process, for others.
pub struct LocalProcess {
    /// Its database.
    pub db: Db,
    /// What runs here.
    pub places: Places,
    /// Its readiness.
    pub system: Arc<LocalSystem>,
    /// Its queues.
    pub inspector: Inspector,
}

#[async_trait]
impl Process for LocalProcess {
    async fn about(&self, cx: &Cx, _: GetAbout) -> Result<About, Fault> {
        let readiness = self.system.readiness(cx, GetReadiness {}).await?;
        let queues = self.inspector.count().await?;
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            services: self.places.here(),
            engine: self.db.engine().to_string(),
            source: self.db.source().await?,
            reasons: readiness.reasons,
            jobs: queues.jobs,
            behind: queues.outbox,
        })
    }

    async fn events(&self, _: &Cx, req: GetEvents) -> Result<FarEvents, Fault> {
        if req.leaves {
            self.db.forget_watcher(&req.reader).await?;
            return Ok(FarEvents { source: self.db.source().await?, head: req.after, events: vec![] });
        }
        let ask = Ask {
            after: req.after,
            topics: req.topics,
            most: req.most,
            wait: Duration::from_millis(req.wait_ms),
            kept: req.kept,
        };
        let batch = if req.watches {
            self.db.answer_watcher(&req.reader, &ask).await?
        } else {
            self.db.answer_reader(&req.reader, &ask).await?
        };
        Ok(said(batch))
    }
}

fn said(batch: Batch) -> FarEvents {
    let event = |carried: Carried| FarEvent {
        position: carried.position,
        id: carried.event.id,
        topic: carried.event.topic,
        payload: carried.event.payload,
        created_at: carried.event.created_at,
        trace: carried.trace,
    };
    FarEvents { source: batch.source, head: batch.head, events: batch.events.into_iter().map(event).collect() }
}

fn heard(said: FarEvents) -> Batch {
    let carried = |event: FarEvent| Carried {
        position: event.position,
        trace: event.trace,
        event: Event { id: event.id, topic: event.topic, payload: event.payload, created_at: event.created_at },
    };
    Batch { source: said.source, head: said.head, events: said.events.into_iter().map(carried).collect() }
}

/// The bus without a broker: asks the other process for what it has, and waits there for more.
struct LongPoll {
    process: Arc<dyn Process>,
    db: Db,
}

#[async_trait]
impl Feed for LongPoll {
    async fn next(&self, ask: &Ask) -> Result<Batch, Fault> {
        let req = GetEvents {
            reader: self.db.source().await?,
            after: ask.after,
            topics: ask.topics.clone(),
            most: ask.most,
            wait_ms: u64::try_from(ask.wait.as_millis()).unwrap_or(u64::MAX),
            kept: ask.kept,
            ..GetEvents::default()
        };
        Ok(heard(self.process.events(&Cx::system("events", "events"), req).await?))
    }
}

/// Whom this process follows, for what its services subscribe to.
#[must_use]
pub fn followed(db: &Db, far: &[Far], subscriptions: &[Subscription]) -> Vec<Followed> {
    let mut followed = vec![];
    for far in far {
        let wanted = subscriptions.iter().flat_map(|subscription| subscription.topics());
        let topics: Vec<String> = wanted.filter(|topic| far.emits(topic)).cloned().collect();
        if topics.is_empty() {
            continue;
        }
        let feed = Arc::new(LongPoll { process: far.process.clone(), db: db.clone() });
        followed.push(Followed { feed, topics, name: far.address.clone() });
    }
    followed
}

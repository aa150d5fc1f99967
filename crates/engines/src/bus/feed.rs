//! A feed out of a stream: what happens in one other process.
//!
//! Always true: a reader who asks on from where he was is answered from a durable consumer of his process, which JetStream
//! shows with how far it is behind and which is acknowledged as far as the reader has written down; that he wrote it down
//! is what counts, so a new process begins with a new consumer. Anybody who asks for something else is answered from a
//! consumer of a moment. Messages are taken in the stream's order without a gap: one
//! that comes again is passed over, and where one is missing the consumer is made anew.

use super::{
    Nats, NatsError,
    link::{behind, in_time, last, read},
};
use async_nats::jetstream::{
    consumer::{AckPolicy, Consumer, DeliverPolicy, pull},
    message::Acker,
    stream::Stream,
};
use async_trait::async_trait;
use futures_util::StreamExt;
use infrasell_db::{Ask, Batch, Carried, Feed};
use infrasell_kernel::{OsRandom, Token};
use infrasell_rpc::Fault;
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

/// How long an event that has come waits for company.
const GATHER: Duration = Duration::from_millis(2);
/// How many messages are asked for at once.
const MOST: usize = 500;
/// How long a reader may take to write down what he has taken in before it is sent to him again.
const ACK_WAIT: Duration = Duration::from_secs(600);
/// How much may be open for a reader who writes nothing down, because a replica of his does.
const MOST_OPEN: usize = 10_000;
/// How long JetStream keeps the consumer of a process that is gone.
const GONE: Duration = Duration::from_secs(3600);
/// How long JetStream keeps a consumer of a moment.
const MOMENT: Duration = Duration::from_secs(10);
/// How long JetStream holds a question for messages, and how often it says that it still does.
const EXPIRES: Duration = Duration::from_secs(10);
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How often the process itself is asked whether its outbox is still the same.
const SAME: Duration = Duration::from_secs(10);

/// What happens in another process, by NATS.
pub struct NatsFeed {
    nats: Nats,
    reader: String,
    /// The process itself: it says which outbox it has, and nothing else is asked of it.
    process: Arc<dyn Feed>,
    source: Mutex<Option<(String, Instant)>>,
    cursor: Mutex<Option<Cursor>>,
}

/// Where the reader is in the stream.
struct Cursor {
    source: String,
    /// The position of the last message that was taken in.
    position: i64,
    /// Its sequence.
    sequence: u64,
    messages: pull::Stream,
    /// What was taken in and not acknowledged.
    open: VecDeque<(i64, Acker)>,
}

impl NatsFeed {
    /// The feed of the process that `process` asks, for a process that stands on the database `reader`.
    #[must_use]
    pub fn new(nats: Nats, reader: &str, process: Arc<dyn Feed>) -> Self {
        let fit = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let reader: String = reader.chars().map(fit).collect();
        // replicas stand on one database, and each follows by itself
        let reader = format!("{reader}-{}", Token::random(&OsRandom));
        NatsFeed { nats, reader, process, source: Mutex::default(), cursor: Mutex::default() }
    }

    /// Which outbox the process has. One that is away has the one that it had.
    async fn source(&self) -> Result<String, Fault> {
        let mut known = self.source.lock().await;
        if let Some((source, at)) = &*known
            && at.elapsed() < SAME
        {
            return Ok(source.clone());
        }
        let look = Ask { after: -1, topics: vec![], most: 1, wait: Duration::ZERO, kept: None };
        let source = match (self.process.next(&look).await, known.take()) {
            (Ok(batch), _) => batch.source,
            (Err(_), Some((source, _))) => source,
            (Err(fault), None) => return Err(fault),
        };
        *known = Some((source.clone(), Instant::now()));
        Ok(source)
    }

    async fn ahead(&self, source: String, ask: &Ask) -> Result<Batch, NatsError> {
        let mut held = self.cursor.lock().await;
        let is_there = |cursor: &Cursor| cursor.source == source && cursor.position == ask.after;
        let mut cursor = match held.take().filter(is_there) {
            Some(cursor) => cursor,
            None => match self.begin(&source, ask.after).await? {
                Begun::At(cursor) => *cursor,
                // a reader that is ahead of the source is told at once
                Begun::Behind(head) => return Ok(Batch { source, head, events: vec![] }),
            },
        };
        cursor.acknowledge(ask.kept).await?;
        let events = cursor.take(ask).await?;
        let head = cursor.position;
        *held = Some(cursor);
        Ok(Batch { source, head, events })
    }

    /// A cursor behind a position.
    async fn begin(&self, source: &str, after: i64) -> Result<Begun, NatsError> {
        let stream = self.nats.find(source).await?;
        let (sequence, last) = behind(&stream, after).await?;
        if last < after {
            return Ok(Begun::Behind(last));
        }
        // one that is not there is as good as one that is gone
        drop(stream.delete_consumer(&self.reader).await);
        let config = pull::Config {
            durable_name: Some(self.reader.clone()),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: sequence },
            ack_policy: AckPolicy::All,
            ack_wait: ACK_WAIT,
            max_ack_pending: -1,
            inactive_threshold: GONE,
            ..pull::Config::default()
        };
        let consumer: Consumer<pull::Config> = in_time(stream.create_consumer(config)).await?;
        let messages = consumer.stream().max_messages_per_batch(MOST).expires(EXPIRES).heartbeat(HEARTBEAT).messages();
        let messages = in_time(messages).await?;
        let (source, position, sequence) = (source.to_owned(), after, sequence - 1);
        Ok(Begun::At(Box::new(Cursor { source, position, sequence, messages, open: VecDeque::new() })))
    }

    /// What is behind any position, without a wait.
    async fn anywhere(&self, source: String, ask: &Ask) -> Result<Batch, NatsError> {
        let stream = self.nats.find(&source).await?;
        if ask.after < 0 {
            let (_, head) = last(&stream).await?;
            return Ok(Batch { source, head, events: vec![] });
        }
        let (sequence, last) = behind(&stream, ask.after).await?;
        if last <= ask.after {
            return Ok(Batch { source, head: last, events: vec![] });
        }
        let (events, is_full) = self.page(&stream, sequence, last, ask).await?;
        let head = if is_full { events.last().map_or(last, |carried| carried.position) } else { last };
        Ok(Batch { source, head, events })
    }

    /// Events from a sequence on, up to a position, and whether there are as many as were wanted.
    async fn page(
        &self,
        stream: &Stream,
        sequence: u64,
        last: i64,
        ask: &Ask,
    ) -> Result<(Vec<Carried>, bool), NatsError> {
        let config = pull::Config {
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: sequence },
            ack_policy: AckPolicy::Explicit,
            max_ack_pending: -1,
            inactive_threshold: MOMENT,
            memory_storage: true,
            ..pull::Config::default()
        };
        let consumer: Consumer<pull::Config> = in_time(stream.create_consumer(config)).await?;
        let (mut events, mut read_up_to, mut expected) = (vec![], ask.after, sequence);
        while read_up_to < last && events.len() < wanted(ask) {
            let mut page = in_time(consumer.fetch().max_messages(MOST).messages()).await?;
            while let Some(message) = in_time(async { Ok::<_, NatsError>(page.next().await) }).await? {
                let message = message.map_err(NatsError::of)?;
                let sequence = message.info().map_err(NatsError::of)?.stream_sequence;
                if sequence != expected {
                    return Err(NatsError(format!("message {sequence} came where {expected} was to come")));
                }
                expected += 1;
                let carried = read(&message.payload)?.carried;
                read_up_to = carried.position;
                if read_up_to <= last && ask.wants(&carried) && events.len() < wanted(ask) {
                    events.push(carried);
                }
            }
        }
        drop(stream.delete_consumer(&consumer.cached_info().name).await);
        let is_full = events.len() >= wanted(ask);
        Ok((events, is_full))
    }
}

fn wanted(ask: &Ask) -> usize {
    usize::try_from(ask.most).unwrap_or(0).clamp(1, MOST)
}

enum Begun {
    At(Box<Cursor>),
    Behind(i64),
}

impl Cursor {
    /// Acknowledges what the reader has written down: with the last of it all before.
    async fn acknowledge(&mut self, kept: Option<i64>) -> Result<(), NatsError> {
        let mut last = None;
        let is_kept = |position: i64| kept.is_some_and(|kept| position <= kept);
        while self.open.len() > MOST_OPEN || self.open.front().is_some_and(|(position, _)| is_kept(*position)) {
            last = self.open.pop_front();
        }
        match last {
            Some((_, acker)) => in_time(acker.ack()).await,
            None => Ok(()),
        }
    }

    /// The next events that are wanted. When this is dropped or fails, the cursor is not used again.
    async fn take(&mut self, ask: &Ask) -> Result<Vec<Carried>, NatsError> {
        let (mut events, until) = (vec![], Instant::now() + ask.wait);
        while events.len() < wanted(ask) {
            let patience = if events.is_empty() { until.saturating_duration_since(Instant::now()) } else { GATHER };
            let Ok(next) = timeout(patience, self.messages.next()).await else { return Ok(events) };
            let message = next.ok_or_else(|| NatsError("the consumer is gone".into()))?.map_err(NatsError::of)?;
            let sequence = message.info().map_err(NatsError::of)?.stream_sequence;
            if sequence <= self.sequence {
                continue;
            }
            if sequence > self.sequence + 1 {
                return Err(NatsError(format!("message {sequence} came after {}", self.sequence)));
            }
            let (message, acker) = message.split();
            let carried = read(&message.payload)?.carried;
            (self.sequence, self.position) = (sequence, carried.position);
            self.open.push_back((carried.position, acker));
            if ask.wants(&carried) {
                events.push(carried);
            }
        }
        Ok(events)
    }
}

#[async_trait]
impl Feed for NatsFeed {
    async fn next(&self, ask: &Ask) -> Result<Batch, Fault> {
        let source = self.source().await?;
        let said = if ask.wait.is_zero() || ask.after < 0 {
            self.anywhere(source, ask).await
        } else {
            self.ahead(source, ask).await
        };
        said.map_err(|error| {
            tracing::debug!(%error, "the bus cannot be read");
            Fault::Unavailable { what: "the bus (nats)".into() }
        })
    }
}

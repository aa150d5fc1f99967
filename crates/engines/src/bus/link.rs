//! The connection to NATS, and the stream of an outbox.
//!
//! Always true: a process starts without NATS, and uses it when it comes; every question to it has an end.

use super::Letter;
use async_nats::{
    ConnectOptions, Event,
    jetstream::{
        Context,
        context::ContextBuilder,
        stream::{Config, DiscardPolicy, Info, RetentionPolicy, StorageType, Stream},
    },
};
use infrasell_metrics::catalogue::ENGINE_UP;
use std::{fmt::Display, future::IntoFuture, time::Duration};

/// How long JetStream may take for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// How long an event stays in a stream: as long as an outbox keeps one for a reader who is away.
const KEEP: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long JetStream remembers the ids of messages. Order is what keeps doubles out; this is the second lock.
const REMEMBER: Duration = Duration::from_secs(120);
/// The longest pause between two tries to connect.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What NATS says, or that it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nats: {0}")]
pub struct NatsError(pub(super) String);

impl NatsError {
    pub(super) fn of(error: impl Display) -> Self {
        NatsError(error.to_string())
    }
}

/// A connection that all relays and feeds of a process share.
#[derive(Clone)]
pub struct Nats {
    pub(super) context: Context,
    prefix: String,
}

impl Nats {
    /// NATS at `nats://user:password@host:port` (or `tls://`, or several behind commas); every stream and subject begins
    /// with `prefix`. Connects in the background: one that is away now is used when it comes.
    ///
    /// # Errors
    /// When the address is none, or the prefix cannot be part of a name.
    pub async fn open(url: &str, prefix: &str) -> Result<Nats, NatsError> {
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return Err(NatsError("a prefix is letters, digits, - and _".into()));
        }
        ENGINE_UP.with(&["nats"]).set(0);
        let addresses: Result<Vec<async_nats::ServerAddr>, _> = url.split(',').map(|one| one.trim().parse()).collect();
        let addresses = addresses.map_err(|_| NatsError("the address is none of NATS".into()))?;
        let options = ConnectOptions::new()
            .name("infrasell")
            .retry_on_initial_connect()
            .max_reconnects(None)
            .connection_timeout(PATIENCE)
            .request_timeout(Some(PATIENCE))
            .ping_interval(Duration::from_secs(5))
            .reconnect_delay_callback(|tries| {
                Duration::from_millis(u64::try_from(tries.min(10)).unwrap_or(10) * 50).min(LONGEST_PAUSE)
            })
            .event_callback(|event| async move {
                match event {
                    Event::Connected => ENGINE_UP.with(&["nats"]).set(1),
                    Event::Disconnected | Event::Closed => {
                        ENGINE_UP.with(&["nats"]).set(0);
                        tracing::warn!("nats is away; what happens meanwhile is told later");
                    }
                    other => tracing::debug!(%other, "nats"),
                }
            });
        let client = options.connect(addresses).await.map_err(NatsError::of)?;
        let context = ContextBuilder::new().timeout(PATIENCE).ack_timeout(PATIENCE).build(client);
        Ok(Nats { context, prefix: prefix.to_owned() })
    }

    /// Whether JetStream answers now.
    ///
    /// # Errors
    /// When it does not, or there is none on that server.
    pub async fn check(&self) -> Result<(), NatsError> {
        in_time(self.context.query_account()).await.map(drop)
    }

    /// The name of the stream of an outbox.
    pub(super) fn name(&self, source: &str) -> String {
        let fit = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        format!("{}-{}", self.prefix, source.chars().map(fit).collect::<String>())
    }

    /// The subject of an event: other programs may listen by topic.
    pub(super) fn subject(&self, source: &str, topic: &str) -> String {
        format!("{}.{topic}", self.name(source))
    }

    /// The stream of an outbox, made when it is not there.
    pub(super) async fn make(&self, source: &str) -> Result<Stream, NatsError> {
        let name = self.name(source);
        let config = Config {
            subjects: vec![format!("{name}.>")],
            name,
            description: Some("what happened in one process, as its outbox has it".into()),
            retention: RetentionPolicy::Limits,
            discard: DiscardPolicy::Old,
            storage: StorageType::File,
            max_age: KEEP,
            duplicate_window: REMEMBER,
            ..Config::default()
        };
        in_time(self.context.get_or_create_stream(config)).await
    }

    /// The stream of an outbox, as others have made it.
    pub(super) async fn find(&self, source: &str) -> Result<Stream, NatsError> {
        in_time(self.context.get_stream(self.name(source))).await
    }
}

/// The last message that a stream has: its sequence there, and its position in the outbox; `(n, 0)` when it has none.
pub(super) async fn last(stream: &Stream) -> Result<(u64, i64), NatsError> {
    let state = info(stream).await?.state;
    if state.messages == 0 {
        return Ok((state.last_sequence, 0));
    }
    Ok((state.last_sequence, position(stream, state.last_sequence).await?))
}

/// The sequence of the first message behind a position of the outbox, and the position of the last message.
pub(super) async fn behind(stream: &Stream, after: i64) -> Result<(u64, i64), NatsError> {
    let state = info(stream).await?.state;
    if state.messages == 0 {
        return Ok((state.last_sequence + 1, 0));
    }
    let last = position(stream, state.last_sequence).await?;
    if last <= after {
        return Ok((state.last_sequence + 1, last));
    }
    let (mut low, mut high) = (state.first_sequence, state.last_sequence);
    while low < high {
        let middle = low + (high - low) / 2;
        if position(stream, middle).await? > after {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok((low, last))
}

async fn info(stream: &Stream) -> Result<Info, NatsError> {
    in_time(stream.get_info()).await
}

async fn position(stream: &Stream, sequence: u64) -> Result<i64, NatsError> {
    let message = in_time(stream.get_raw_message(sequence)).await?;
    Ok(read(&message.payload)?.carried.position)
}

/// Reads a message.
pub(super) fn read(payload: &[u8]) -> Result<Letter, NatsError> {
    serde_json::from_slice(payload).map_err(|error| NatsError(format!("a message is none of ours: {error}")))
}

/// Runs a question to its end, or to the end of our patience.
pub(super) async fn in_time<T, E: Display>(question: impl IntoFuture<Output = Result<T, E>>) -> Result<T, NatsError> {
    let answered = tokio::time::timeout(PATIENCE + PATIENCE / 2, question.into_future()).await;
    answered.map_err(|_| NatsError("it does not answer".into()))?.map_err(NatsError::of)
}

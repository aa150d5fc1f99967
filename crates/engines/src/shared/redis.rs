//! The Redis engine: one connection that all calls share, and a keeper that brings it back.
//!
//! Always true: a call never waits for a connection; while there is none it is [`Away`] at once. A call that is not
//! answered in time, a connection that breaks, and one that hangs (a look each second) all end the connection; the keeper
//! makes a new one, subscribes anew and tells every listener that it may have missed something. Every change is one
//! command or one script: half of it cannot happen. The time is the server's.

use super::{Away, Counted, FORGET, Listener, Looked, News, PATIENCE, STAMP_KEPT, Shared, Spent, Stamp};
use async_trait::async_trait;
use infrasell_kernel::{OsRandom, Random};
use infrasell_metrics::catalogue::{ENGINE_CALLS, ENGINE_SECONDS, ENGINE_UP};
use redis::{
    AsyncConnectionConfig, Client, Cmd, FromRedisValue, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind,
    RedisError, RedisResult, Script, Value, aio::MultiplexedConnection, cmd, from_redis_value,
};
use std::{
    collections::BTreeSet,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
    time::{Duration, Instant},
};
use tokio::{sync::Notify, time::timeout};

/// How long it may take to connect, and to answer a look at whether it is still there.
const CONNECT: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(500);
/// How often the connection is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How long the keeper waits before it tries again, at first and at most.
const FIRST_WAIT: Duration = Duration::from_millis(20);
const MOST_WAIT: Duration = Duration::from_millis(500);

const PUT: &str = "if (redis.call('GET', KEYS[2]) or '') ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1";
const REMOVE: &str = "redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
redis.call('DEL', KEYS[1])";
const COUNT: &str = "local count = tonumber(redis.call('GET', KEYS[1]) or '0') + tonumber(ARGV[1])
if count <= 0 then redis.call('DEL', KEYS[1]) return {0, 0} end
local left = redis.call('PTTL', KEYS[1])
if left <= 0 then left = tonumber(ARGV[2]) end
redis.call('SET', KEYS[1], string.format('%.0f', count), 'PX', left)
return {count, left}";
const SPEND: &str = "local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local fill = {}
for i, key in ipairs(KEYS) do
  local full_at = math.max(tonumber(redis.call('GET', key) or '0'), now) + tonumber(ARGV[i])
  fill[i] = full_at - now
  if fill[i] > 0 then
    redis.call('SET', key, string.format('%.0f', full_at), 'PX', math.ceil(fill[i] / 1000) + 1)
  end
end
return fill";
const LOCK: &str = "local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and holder ~= ARGV[1] then return 0 end
local fence = holder and redis.call('HGET', KEYS[1], 'fence')
if not fence then
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  fence = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now))
  redis.call('SET', KEYS[2], fence)
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', fence)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tonumber(fence)";
const UNLOCK: &str = "if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])";

/// Why an address of Redis cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RedisUrlError(String);

/// Redis behind the port. Its clones share one connection.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    prefix: String,
    link: RwLock<Option<Link>>,
    listeners: Mutex<Vec<(Vec<String>, Listener)>>,
    /// Set when there is something for the keeper to do.
    wake: Arc<Notify>,
    /// How long a call may take.
    patience: Duration,
    scripts: Scripts,
}

struct Scripts {
    put: Script,
    remove: Script,
    count: Script,
    spend: Script,
    lock: Script,
    unlock: Script,
}

#[derive(Clone)]
struct Link {
    number: u64,
    connection: MultiplexedConnection,
}

impl Redis {
    /// Redis at `redis://user:password@host:port/database`; every key and channel begins with `prefix`. Connects in the
    /// background: one that is away now is used when it comes.
    ///
    /// # Errors
    /// When the address is none.
    pub fn open(url: &str, prefix: &str) -> Result<Redis, RedisUrlError> {
        Redis::open_patient(url, prefix, PATIENCE)
    }

    /// [`Redis::open`], where a call may take this long: for tests on a machine that is busy with others.
    ///
    /// # Errors
    /// As for [`Redis::open`].
    pub fn open_patient(url: &str, prefix: &str, patience: Duration) -> Result<Redis, RedisUrlError> {
        let bad = |error: RedisError| RedisUrlError(error.detail().unwrap_or("it is no address of Redis").to_owned());
        let info = url.into_connection_info().map_err(bad)?;
        // with RESP3 news come in on the connection that everything shares: one to keep, one to watch
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_redis_settings(settings)).map_err(bad)?;
        let script = Script::new;
        let scripts = Scripts {
            put: script(PUT),
            remove: script(REMOVE),
            count: script(COUNT),
            spend: script(SPEND),
            lock: script(LOCK),
            unlock: script(UNLOCK),
        };
        let inner = Arc::new(Inner {
            client,
            prefix: prefix.to_owned(),
            link: RwLock::default(),
            listeners: Mutex::default(),
            wake: Arc::default(),
            patience,
            scripts,
        });
        up().set(0);
        tokio::spawn(keep(Arc::downgrade(&inner), inner.wake.clone()));
        Ok(Redis(inner))
    }

    /// Waits until it is connected.
    ///
    /// # Errors
    /// [`Away`] when it is not within `patience`.
    pub async fn connected(&self, patience: Duration) -> Result<(), Away> {
        let begun = Instant::now();
        while self.0.link().is_none() {
            if begun.elapsed() > patience {
                return Err(Away);
            }
            tokio::time::sleep(FIRST_WAIT).await;
        }
        Ok(())
    }
}

fn up() -> &'static infrasell_metrics::Gauge {
    ENGINE_UP.with(&["redis"])
}

impl Inner {
    fn key(&self, sort: &str, key: &str) -> String {
        // what is in braces decides about the place in a cluster: what is changed together lies together
        format!("{}:{sort}:{{{key}}}", self.prefix)
    }

    fn link(&self) -> Option<Link> {
        self.link.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<(Vec<String>, Listener)>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a connection, if it is still the one in use.
    fn cut(&self, number: u64) {
        let mut link = self.link.write().unwrap_or_else(PoisonError::into_inner);
        if link.as_ref().is_some_and(|link| link.number == number) {
            *link = None;
            up().set(0);
            self.wake.notify_one();
            tracing::warn!("redis is away");
        }
    }

    /// Runs a call on the connection, within the time that it may take.
    async fn call<T, F>(&self, call: impl FnOnce(MultiplexedConnection) -> F + Send) -> Result<T, Away>
    where
        F: Future<Output = RedisResult<T>> + Send,
    {
        let begun = Instant::now();
        let outcome = match self.link() {
            None => Err("away"),
            Some(link) => match timeout(self.patience, call(link.connection)).await {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) if !error.is_unrecoverable_error() && !error.is_io_error() => {
                    tracing::error!(%error, "redis refuses a call");
                    Err("refused")
                }
                Ok(Err(_)) => {
                    self.cut(link.number);
                    Err("cut")
                }
                Err(_) => {
                    self.cut(link.number);
                    Err("late")
                }
            },
        };
        ENGINE_CALLS.with(&["redis", *outcome.as_ref().err().unwrap_or(&"done")]).add(1);
        ENGINE_SECONDS.with(&["redis"]).took(begun.elapsed());
        outcome.map_err(|_| Away)
    }

    async fn command<T: FromRedisValue + Send>(&self, command: Cmd) -> Result<T, Away> {
        self.call(|mut connection| async move { command.query_async(&mut connection).await }).await
    }

    async fn script<T: FromRedisValue + Send>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[&[u8]],
    ) -> Result<T, Away> {
        self.call(|mut connection| async move {
            let mut invocation = script.prepare_invoke();
            for key in keys {
                invocation.key(key);
            }
            for argument in arguments {
                invocation.arg(*argument);
            }
            invocation.invoke_async(&mut connection).await
        })
        .await
    }

    /// The channels that somebody listens on, as Redis knows them.
    fn channels(&self) -> BTreeSet<String> {
        let listeners = self.listeners();
        listeners.iter().flat_map(|(channels, _)| channels).map(|channel| self.channel(channel)).collect()
    }

    fn channel(&self, channel: &str) -> String {
        format!("{}:news:{channel}", self.prefix)
    }

    fn hear(&self, channel: &str, text: &str) {
        let Some(channel) = channel.strip_prefix(&self.channel("")) else { return };
        let wanted: Vec<Listener> = {
            let all = self.listeners();
            let wanted = all.iter().filter(|(channels, _)| channels.iter().any(|one| one == channel));
            wanted.map(|(_, listener)| listener.clone()).collect()
        };
        wanted.iter().for_each(|listener| listener(News::Message { channel, text }));
    }
}

/// Keeps a connection for as long as somebody has the engine.
async fn keep(inner: Weak<Inner>, wake: Arc<Notify>) {
    let (mut number, mut wait, mut known) = (0_u64, FIRST_WAIT, BTreeSet::new());
    loop {
        let Some(held) = inner.upgrade() else { return };
        let pause = match held.link() {
            None => {
                number += 1;
                known.clear();
                match connect(&held, number).await {
                    Ok(()) => {
                        wait = FIRST_WAIT;
                        Duration::ZERO
                    }
                    Err(error) => {
                        tracing::debug!(%error, "redis cannot be reached");
                        wait = (wait * 2).min(MOST_WAIT);
                        wait
                    }
                }
            }
            Some(link) => {
                if look(&held, link.connection, &mut known).await.is_err() {
                    held.cut(link.number);
                }
                EVERY
            }
        };
        drop(held);
        // a wake that came meanwhile is kept; one while it waits to connect changes nothing
        if pause == EVERY {
            drop(timeout(pause, wake.notified()).await);
        } else {
            tokio::time::sleep(pause).await;
        }
    }
}

async fn connect(inner: &Arc<Inner>, number: u64) -> Result<(), String> {
    let weak = Arc::downgrade(inner);
    let hear = move |push: PushInfo| {
        let Some(inner) = weak.upgrade() else { return Err(redis::aio::SendError) };
        match push.kind {
            PushKind::Disconnection => inner.cut(number),
            PushKind::Message => {
                let mut parts = push.data.into_iter().map(from_redis_value::<String>);
                if let (Some(Ok(channel)), Some(Ok(text))) = (parts.next(), parts.next()) {
                    inner.hear(&channel, &text);
                }
            }
            _ => {}
        }
        Ok(())
    };
    let config = AsyncConnectionConfig::new().set_push_sender(hear).set_response_timeout(Some(CONNECT));
    let connecting = inner.client.get_multiplexed_async_connection_with_config(&config);
    let connection = timeout(CONNECT * 2, connecting).await.map_err(|_| "it does not answer".to_owned())?;
    let connection = connection.map_err(|error| error.to_string())?;
    *inner.link.write().unwrap_or_else(PoisonError::into_inner) = Some(Link { number, connection });
    up().set(1);
    tracing::info!("redis is here");
    Ok(())
}

/// Looks whether the connection still answers, and subscribes to what is new; who listens is told that it hears only now.
async fn look(inner: &Inner, mut connection: MultiplexedConnection, known: &mut BTreeSet<String>) -> Result<(), Away> {
    let fresh: Vec<String> = inner.channels().difference(known).cloned().collect();
    if !fresh.is_empty() {
        timeout(LOOK, connection.subscribe(&fresh)).await.map_err(|_| Away)?.map_err(|_| Away)?;
        known.extend(fresh.iter().cloned());
        let told: Vec<Listener> = {
            let all = inner.listeners();
            let hears = |channels: &Vec<String>| channels.iter().any(|one| fresh.contains(&inner.channel(one)));
            all.iter().filter(|(channels, _)| hears(channels)).map(|(_, listener)| listener.clone()).collect()
        };
        told.iter().for_each(|listener| listener(News::Missed));
    }
    let pinged = timeout(LOOK, cmd("PING").query_async::<Value>(&mut connection)).await;
    pinged.map_err(|_| Away)?.map(drop).map_err(|_| Away)
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

#[async_trait]
impl Shared for Redis {
    fn is_shared(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Away> {
        self.0.command::<Value>(cmd("PING")).await.map(drop)
    }

    async fn get(&self, key: &str) -> Result<Looked, Away> {
        let mut look = cmd("MGET");
        look.arg(self.0.key("value", key)).arg(self.0.key("stamp", key));
        let (value, stamp): (Option<Vec<u8>>, Option<Vec<u8>>) = self.0.command(look).await?;
        Ok(value.map_or_else(|| Looked::Absent(Stamp(stamp.unwrap_or_default())), Looked::Found))
    }

    async fn put(&self, key: &str, value: &[u8], ttl: Duration, stamp: &Stamp) -> Result<bool, Away> {
        let keys = [self.0.key("value", key), self.0.key("stamp", key)];
        let ttl = ms(ttl).to_string();
        self.0.script(&self.0.scripts.put, &keys, &[value, &stamp.0, ttl.as_bytes()]).await
    }

    async fn remove(&self, key: &str) -> Result<(), Away> {
        let keys = [self.0.key("value", key), self.0.key("stamp", key)];
        let mut fresh = [0; 16];
        OsRandom.fill(&mut fresh);
        let kept = ms(STAMP_KEPT).to_string();
        self.0.script::<Value>(&self.0.scripts.remove, &keys, &[&fresh, kept.as_bytes()]).await.map(drop)
    }

    async fn count(&self, key: &str, by: i64, window: Duration) -> Result<Counted, Away> {
        let (by, window) = (by.max(FORGET).to_string(), ms(window).to_string());
        let arguments = [by.as_bytes(), window.as_bytes()];
        let (count, left): (u64, u64) =
            self.0.script(&self.0.scripts.count, &[self.0.key("count", key)], &arguments).await?;
        Ok(Counted { count, ends_in: Duration::from_millis(left) })
    }

    async fn spend(&self, spent: &[Spent]) -> Result<Vec<Duration>, Away> {
        if spent.is_empty() {
            return Ok(vec![]);
        }
        let keys: Vec<String> = spent.iter().map(|one| self.0.key("spent", &one.key)).collect();
        let times: Vec<String> = spent.iter().map(|one| one.time.as_micros().to_string()).collect();
        let arguments: Vec<&[u8]> = times.iter().map(String::as_bytes).collect();
        let fill: Vec<u64> = self.0.script(&self.0.scripts.spend, &keys, &arguments).await?;
        Ok(fill.into_iter().map(Duration::from_micros).collect())
    }

    async fn lock(&self, name: &str, holder: &str, lease: Duration) -> Result<Option<u64>, Away> {
        let keys = [self.0.key("lock", name), self.0.key("fence", name)];
        let lease = ms(lease).to_string();
        let fence: u64 = self.0.script(&self.0.scripts.lock, &keys, &[holder.as_bytes(), lease.as_bytes()]).await?;
        Ok((fence > 0).then_some(fence))
    }

    async fn unlock(&self, name: &str, holder: &str) -> Result<bool, Away> {
        self.0.script(&self.0.scripts.unlock, &[self.0.key("lock", name)], &[holder.as_bytes()]).await
    }

    async fn publish(&self, channel: &str, text: &str) -> Result<(), Away> {
        let mut publish = cmd("PUBLISH");
        publish.arg(self.0.channel(channel)).arg(text);
        self.0.command::<u64>(publish).await.map(drop)
    }

    fn subscribe(&self, channels: &[&str], listener: Listener) {
        let channels = channels.iter().map(|channel| (*channel).to_owned()).collect();
        self.0.listeners().push((channels, listener));
        // the keeper subscribes, now or when it is connected, and then says so
        self.0.wake.notify_one();
    }
}

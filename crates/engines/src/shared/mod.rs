//! What processes remember together for a while: finished work to look up again, counts, rates, locks, news.
//!
//! Always true: nothing here is the only copy of anything. What is looked up may be absent at any time; a value that was
//! removed is not put back by somebody who began to make it before ([`Stamp`]); a count or a rate is exact among those who
//! reach the engine; a lock is held by one at a time, gives itself up when its lease is over, and its fence grows with
//! every holder. All names are ours: none comes from a client unhashed and unbounded.

mod embedded;
mod fallback;
mod nowhere;
#[cfg(feature = "redis")]
mod redis;

pub use embedded::Embedded;
pub use fallback::Fallback;
pub use nowhere::Nowhere;
#[cfg(feature = "redis")]
pub use redis::{Redis, RedisUrlError};

use async_trait::async_trait;
use std::{sync::Arc, time::Duration};

/// How long a call may take before the engine counts as away.
pub const PATIENCE: Duration = Duration::from_millis(50);
/// Given to [`Shared::count`], forgets what was counted.
pub const FORGET: i64 = -1_000_000_000_000;
/// How long a removed value is kept from being put back by who began to make it before: longer than any request takes.
pub const STAMP_KEPT: Duration = Duration::from_secs(600);

/// The engine does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the engine is away")]
pub struct Away;

/// What was known of a key when it was looked up; whoever makes the value hands it back with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp(pub(crate) Vec<u8>);

/// What a look-up finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// The value.
    Found(Vec<u8>),
    /// Nothing; a value that is made now is put with this stamp.
    Absent(Stamp),
}

/// A count within its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many by now.
    pub count: u64,
    /// Until the window is over and it begins anew.
    pub ends_in: Duration,
}

/// What somebody has used of what a bucket gives: as the time in which the bucket makes up for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Whose bucket.
    pub key: String,
    /// How long it takes to fill up what was used.
    pub time: Duration,
}

/// What a subscriber hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News<'a> {
    /// A message on one of its channels.
    Message {
        /// The channel.
        channel: &'a str,
        /// What was published.
        text: &'a str,
    },
    /// From now on it hears; before, messages may have been missed: anything may have changed.
    Missed,
}

/// Who hears news. Called where they come in: it must be quick, and must not wait for anything.
pub type Listener = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// The port. A call ends within [`PATIENCE`] or shortly after.
#[async_trait]
pub trait Shared: Send + Sync + 'static {
    /// Whether other processes see what this one puts here.
    fn is_shared(&self) -> bool;

    /// Whether it answers now.
    async fn check(&self) -> Result<(), Away>;

    /// Looks a value up.
    async fn get(&self, key: &str) -> Result<Looked, Away>;

    /// Keeps a value for `ttl`, unless it was removed since it was looked up: `false`.
    async fn put(&self, key: &str, value: &[u8], ttl: Duration, stamp: &Stamp) -> Result<bool, Away>;

    /// Removes a value for everybody. When it is [`Away`], others may still find it until its time is over: whoever must
    /// not show what is old puts its version into the key.
    async fn remove(&self, key: &str) -> Result<(), Away>;

    /// Adds `by` to a count, never below zero, and tells it. A window of this length begins with the first.
    async fn count(&self, key: &str, by: i64, window: Duration) -> Result<Counted, Away>;

    /// Takes what was used out of each bucket, and tells for each how long it takes until it is full again.
    async fn spend(&self, spent: &[Spent]) -> Result<Vec<Duration>, Away>;

    /// Takes a lock for `lease`, or keeps it for another when `holder` has it; tells its fence, nothing when somebody else
    /// has it. A write that it guards is refused where a greater fence was seen.
    async fn lock(&self, name: &str, holder: &str, lease: Duration) -> Result<Option<u64>, Away>;

    /// Gives a lock back; `false` when `holder` did not have it any more.
    async fn unlock(&self, name: &str, holder: &str) -> Result<bool, Away>;

    /// Tells everybody who listens on a channel; they hear it at most once, and [`News::Missed`] when they may not have.
    async fn publish(&self, channel: &str, text: &str) -> Result<(), Away>;

    /// Calls `listener` with the news of these channels from now on; first of all with [`News::Missed`], once it hears.
    fn subscribe(&self, channels: &[&str], listener: Listener);
}

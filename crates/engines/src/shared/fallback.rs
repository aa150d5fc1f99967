//! A distributed engine with this process's memory beside it.
//!
//! Always true: while the distributed one is away, look-ups find nothing, and counts and rates go on in this process, with
//! all that it has counted itself: nobody begins anew because an engine went away. A lock is never had from memory: who
//! asks is told that nobody can say.

use super::{Away, Counted, Embedded, Listener, Looked, Shared, Spent, Stamp};
use async_trait::async_trait;
use std::{sync::Arc, time::Duration};

/// The two of them as one engine.
pub struct Fallback {
    far: Arc<dyn Shared>,
    near: Arc<Embedded>,
}

impl Fallback {
    /// `far`, and `near` while it is away.
    #[must_use]
    pub fn new(far: Arc<dyn Shared>, near: Arc<Embedded>) -> Self {
        Fallback { far, near }
    }
}

#[async_trait]
impl Shared for Fallback {
    fn is_shared(&self) -> bool {
        self.far.is_shared()
    }

    async fn check(&self) -> Result<(), Away> {
        self.far.check().await
    }

    async fn get(&self, key: &str) -> Result<Looked, Away> {
        self.far.get(key).await
    }

    async fn put(&self, key: &str, value: &[u8], ttl: Duration, stamp: &Stamp) -> Result<bool, Away> {
        self.far.put(key, value, ttl, stamp).await
    }

    async fn remove(&self, key: &str) -> Result<(), Away> {
        self.far.remove(key).await
    }

    async fn count(&self, key: &str, by: i64, window: Duration) -> Result<Counted, Away> {
        let here = self.near.count_now(key, by, window);
        let common = self.far.count(key, by, window).await.unwrap_or(here);
        // an engine that comes back may have forgotten: what was counted here still counts
        Ok(if here.count > common.count { here } else { common })
    }

    async fn spend(&self, spent: &[Spent]) -> Result<Vec<Duration>, Away> {
        // who spends keeps a bucket of his own, which is all there is while the engine is away
        self.far.spend(spent).await
    }

    async fn lock(&self, name: &str, holder: &str, lease: Duration) -> Result<Option<u64>, Away> {
        self.far.lock(name, holder, lease).await
    }

    async fn unlock(&self, name: &str, holder: &str) -> Result<bool, Away> {
        self.far.unlock(name, holder).await
    }

    async fn publish(&self, channel: &str, text: &str) -> Result<(), Away> {
        self.far.publish(channel, text).await
    }

    fn subscribe(&self, channels: &[&str], listener: Listener) {
        self.far.subscribe(channels, listener);
    }
}

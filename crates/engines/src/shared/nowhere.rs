//! The engine that is never there: for tests of what stands on one.

use super::{Away, Counted, Listener, Looked, Shared, Spent, Stamp};
use async_trait::async_trait;
use std::time::Duration;

/// Always [`Away`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

#[async_trait]
impl Shared for Nowhere {
    fn is_shared(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Away> {
        Err(Away)
    }

    async fn get(&self, _: &str) -> Result<Looked, Away> {
        Err(Away)
    }

    async fn put(&self, _: &str, _: &[u8], _: Duration, _: &Stamp) -> Result<bool, Away> {
        Err(Away)
    }

    async fn remove(&self, _: &str) -> Result<(), Away> {
        Err(Away)
    }

    async fn count(&self, _: &str, _: i64, _: Duration) -> Result<Counted, Away> {
        Err(Away)
    }

    async fn spend(&self, _: &[Spent]) -> Result<Vec<Duration>, Away> {
        Err(Away)
    }

    async fn lock(&self, _: &str, _: &str, _: Duration) -> Result<Option<u64>, Away> {
        Err(Away)
    }

    async fn unlock(&self, _: &str, _: &str) -> Result<bool, Away> {
        Err(Away)
    }

    async fn publish(&self, _: &str, _: &str) -> Result<(), Away> {
        Err(Away)
    }

    fn subscribe(&self, _: &[&str], _: Listener) {}
}

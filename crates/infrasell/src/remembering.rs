//! What replicas remember together, from the configuration: Redis where it is configured, else this process's memory.

use crate::config::Redis as RedisConfig;
use infrasell_engines::shared::{Embedded, Shared};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The engine, connecting in the background when it is Redis; this process counts while that is away.
///
/// # Errors
/// A sentence, when the address cannot be used or this build has no Redis in it.
pub fn open(config: &RedisConfig, env: &Env) -> Result<Arc<dyn Shared>, String> {
    let near = Arc::new(Embedded::new(env.clock.clone()));
    if config.url.0.is_empty() {
        return Ok(near);
    }
    far(config, near)
}

#[cfg(feature = "redis")]
fn far(config: &RedisConfig, near: Arc<Embedded>) -> Result<Arc<dyn Shared>, String> {
    use infrasell_engines::shared::{Fallback, Redis};
    let redis = Redis::open(&config.url.0, &config.prefix).map_err(|error| format!("redis.url: {error}"))?;
    Ok(Arc::new(Fallback::new(Arc::new(redis), near)))
}

#[cfg(not(feature = "redis"))]
fn far(_: &RedisConfig, _: Arc<Embedded>) -> Result<Arc<dyn Shared>, String> {
    Err("redis.url needs a build with Redis: cargo build --release --features redis".into())
}

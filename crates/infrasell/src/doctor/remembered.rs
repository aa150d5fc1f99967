//! The servers beside the database that the configuration names.

use super::Finding;
use crate::{carrying::Carrier, config::Config, remembering};
use infrasell_kernel::Env;
use std::time::{Duration, Instant};

/// How long Redis may take to be found.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// Looks at each that is configured.
pub(super) async fn examine(config: &Config, env: &Env) -> Vec<Finding> {
    let mut findings = vec![];
    if !config.redis.url.0.is_empty() {
        findings.push(redis(config, env).await);
    }
    if !config.nats.url.0.is_empty() {
        findings.push(nats(config).await);
    }
    findings
}

async fn nats(config: &Config) -> Finding {
    let advice = "start NATS with JetStream, or correct nats.url; until then what happens waits in the outbox";
    match Carrier::open(&config.nats).await {
        Err(why) => Finding::error("nats", why, "correct nats.url, or leave it empty"),
        Ok(carrier) => match carrier.check(PATIENCE).await {
            Ok(()) => Finding::ok("nats", "answers, and has JetStream"),
            Err(why) => Finding::error("nats", why, advice),
        },
    }
}

async fn redis(config: &Config, env: &Env) -> Finding {
    let shared = match remembering::open(&config.redis, env) {
        Ok(shared) => shared,
        Err(why) => return Finding::error("redis", why, "correct redis.url, or leave it empty"),
    };
    let begun = Instant::now();
    while shared.check().await.is_err() {
        if begun.elapsed() > PATIENCE {
            return Finding::error(
                "redis",
                format!("it does not answer within {} seconds", PATIENCE.as_secs()),
                "start Redis 6 or newer, or correct redis.url; until then each process counts for itself",
            );
        }
        tokio::time::sleep(LOOK).await;
    }
    Finding::ok("redis", "answers")
}

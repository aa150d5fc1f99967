//! How webhooks are told, and what addresses that people gave us may be called.

use super::{ConfigError, Proxy};
use infrasell_outward::{Outward, Policy};
use infrasell_webhooks::Options;
use serde::{Deserialize, Serialize};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// The longest that one try may take, milliseconds.
const MOST_TIMEOUT_MS: u64 = 30_000;

/// What may be called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outside {
    /// Whether public hosts may be called without TLS.
    pub allow_http: bool,
    /// Networks that are not public and may be called all the same.
    pub allow_networks: Vec<Proxy>,
}

/// How webhooks are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookConfig {
    /// Tries in all, before a message is dead.
    pub attempts: u32,
    /// How long one try may take, milliseconds.
    pub timeout_ms: u64,
    /// Failures without a success between, after which a webhook is paused.
    pub pause_after: u32,
    /// Messages that may wait for one webhook.
    pub waiting: u32,
    /// How long messages that wait no more are kept, days.
    pub keep_days: u32,
}

impl Default for WebhookConfig {
    fn default() -> Self {
        WebhookConfig { attempts: 12, timeout_ms: 10_000, pause_after: 60, waiting: 20_000, keep_days: 30 }
    }
}

impl Outside {
    /// What calls.
    #[must_use]
    pub fn open(&self) -> Outward {
        let allow_networks = self.allow_networks.iter().map(|proxy| proxy.0).collect();
        Outward::new(Policy { allow_http: self.allow_http, allow_networks })
    }
}

impl WebhookConfig {
    /// What the service is told; `server` is where clients find this server.
    ///
    /// # Errors
    /// The value that cannot be used, by its name.
    pub fn options(&self, server: &str) -> Result<Options, ConfigError> {
        let wrong = |what: String| Err(ConfigError::Wrong(what));
        if !(1..=MOST_TIMEOUT_MS).contains(&self.timeout_ms) {
            return wrong(format!("webhooks.timeout_ms must be 1 to {MOST_TIMEOUT_MS}"));
        }
        for (name, value) in [
            ("attempts", self.attempts),
            ("pause_after", self.pause_after),
            ("waiting", self.waiting),
            ("keep_days", self.keep_days),
        ] {
            if value == 0 {
                return wrong(format!("webhooks.{name} must be at least 1"));
            }
        }
        let host = server.split("://").last().unwrap_or_default().split('/').next().unwrap_or_default();
        Ok(Options {
            domain: host.to_owned(),
            attempts: self.attempts,
            time_limit: Duration::from_millis(self.timeout_ms),
            pause_after: self.pause_after,
            waiting: self.waiting,
            keep: DAY.saturating_mul(self.keep_days),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_named() {
        let made = WebhookConfig::default().options("https://api.shop.example:8443").unwrap();
        assert_eq!((made.domain.as_str(), made.attempts), ("api.shop.example:8443", 12));
        type Spoil = fn(&mut WebhookConfig);
        let wrong: [(Spoil, &str); 5] = [
            (|c| c.attempts = 0, "webhooks.attempts"),
            (|c| c.timeout_ms = 30_001, "webhooks.timeout_ms"),
            (|c| c.pause_after = 0, "webhooks.pause_after"),
            (|c| c.waiting = 0, "webhooks.waiting"),
            (|c| c.keep_days = 0, "webhooks.keep_days"),
        ];
        for (change, name) in wrong {
            let mut config = WebhookConfig::default();
            change(&mut config);
            let said = config.options("http://a").unwrap_err().to_string();
            assert!(said.contains(name), "{said}");
        }
    }
}

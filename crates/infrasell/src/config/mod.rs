//! Configuration: defaults, then one optional `infrasell.toml`, then `INFRASELL_*` variables, then the command line.
//!
//! Always true: an unknown key or variable is an error that names it; a secret may come from a file by adding `_FILE` to
//! its variable; the sample file in the repository equals the defaults (a test holds it).

mod load;
mod payments;
#[cfg(test)]
mod sample;

pub use load::{ConfigError, load};
pub use payments::{Payments, Secret};

use infrasell_gateway::Limits;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where it listens.
    pub server: Server,
    /// Where its data is.
    pub database: Database,
    /// The limits on a request.
    pub limits: LimitConfig,
    /// What it logs.
    pub log: Log,
    /// How customers sign in.
    pub identity: Identity,
    /// How buyers pay.
    pub payments: Payments,
}

/// Where it listens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port.
    pub listen: String,
    /// Origins that a browser may call the API from; `*` is all.
    pub cors_origins: Vec<String>,
    /// Whether every session cookie is `Secure`; else only where the proxy in front says https.
    pub secure_cookies: bool,
}

/// Where its data is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://…`; empty means SQLite in the data folder.
    pub url: String,
    /// The most connections to PostgreSQL.
    pub pool_size: usize,
}

/// How customers sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// Who issues access tokens: the `iss` in them, usually the shop's address.
    pub issuer: String,
}

/// The limits on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitConfig {
    /// The largest JSON body, bytes.
    pub body_bytes: usize,
    /// The largest uploaded file, bytes.
    pub upload_bytes: usize,
    /// The largest head of a request, bytes.
    pub head_bytes: usize,
    /// The most header fields.
    pub headers: usize,
    /// How long a request may take, milliseconds.
    pub request_ms: u64,
    /// How long a client may take to send its head, milliseconds.
    pub head_read_ms: u64,
    /// How long running requests may go on once stopping has begun, milliseconds.
    pub drain_ms: u64,
}

/// What it logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, or a filter such as `warn,infrasell_checkout=debug`.
    pub level: String,
    /// `text` or `json`.
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Server { listen: "127.0.0.1:8080".into(), cors_origins: vec!["*".into()], secure_cookies: false }
    }
}
impl Default for Database {
    fn default() -> Self {
        Database { url: String::new(), pool_size: 16 }
    }
}
impl Default for Identity {
    fn default() -> Self {
        Identity { issuer: "infrasell".into() }
    }
}
impl Default for LimitConfig {
    fn default() -> Self {
        let limits = Limits::default();
        let ms = |d: Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
        LimitConfig {
            body_bytes: limits.body_bytes,
            upload_bytes: limits.upload_bytes,
            head_bytes: limits.head_bytes,
            headers: limits.headers,
            request_ms: ms(limits.request),
            head_read_ms: ms(limits.head_read),
            drain_ms: ms(limits.drain),
        }
    }
}
impl Default for Log {
    fn default() -> Self {
        Log { level: "warn".into(), format: LogFormat::Text }
    }
}

impl Config {
    /// The edge's limits.
    #[must_use]
    pub fn gateway_limits(&self) -> Limits {
        Limits {
            body_bytes: self.limits.body_bytes,
            upload_bytes: self.limits.upload_bytes,
            head_bytes: self.limits.head_bytes,
            headers: self.limits.headers,
            request: Duration::from_millis(self.limits.request_ms),
            head_read: Duration::from_millis(self.limits.head_read_ms),
            drain: Duration::from_millis(self.limits.drain_ms),
            cors_origins: self.server.cors_origins.clone(),
            secure_cookies: self.server.secure_cookies,
        }
    }
}

//! Configuration: defaults, then one optional `infrasell.toml`, then `INFRASELL_*` variables, then the command line.
//!
//! Always true: an unknown key or variable is an error that names it; a secret may come from a file by adding `_FILE` to
//! its variable; the sample file in the repository equals the defaults (a test holds it).

mod backup;
mod internal;
mod lifetimes;
mod limits;
mod load;
mod mail;
mod media;
mod payments;
mod processes;
mod remembered;
#[cfg(test)]
mod sample;
mod secrets;
mod storefront;
mod telemetry;
mod webhooks;

pub use backup::Backup;
pub use internal::Internal;
pub use lifetimes::Lifetimes;
pub use limits::{LimitConfig, Proxy, TEXTS};
pub use load::{ConfigError, load};
pub use mail::{Mail, MailEngine, MailSecurity, Smtp};
pub use media::Media;
pub use payments::{Payments, Secret};
pub use processes::Processes;
pub use remembered::{Nats, Redis};
pub use secrets::{secrets_in, without_secrets};
pub use storefront::Storefront;
pub use telemetry::Telemetry;
pub use webhooks::{Outside, WebhookConfig};

use infrasell_gateway::Limits;
use serde::{Deserialize, Serialize};

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where it listens.
    pub server: Server,
    /// Where its data is.
    pub database: Database,
    /// How processes of one shop talk to each other.
    pub internal: Internal,
    /// The limits on a request.
    pub limits: LimitConfig,
    /// What is kept in memory.
    pub cache: Cache,
    /// What it logs.
    pub log: Log,
    /// Where the storefront is, and what it may ask.
    pub storefront: Storefront,
    /// How mails are sent.
    pub mail: Mail,
    /// Pictures that the shop keeps and serves.
    pub media: Media,
    /// How customers sign in.
    pub identity: Identity,
    /// What is told of the running shop beside its log.
    pub telemetry: Telemetry,
    /// How buyers pay.
    pub payments: Payments,
    /// Where replicas remember together.
    pub redis: Redis,
    /// How processes hear of each other.
    pub nats: Nats,
    /// How long carts, checkouts and held stock are kept.
    pub lifetimes: Lifetimes,
    /// What addresses that people gave us may be called.
    pub outward: Outside,
    /// How webhooks are told.
    pub webhooks: WebhookConfig,
    /// Backups by the clock.
    pub backup: Backup,
    /// One shop as several processes.
    pub processes: Processes,
}

/// Where it listens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port.
    pub listen: String,
    /// Origins that a browser may call the API from; `*` is all.
    pub cors_origins: Vec<String>,
    /// Where clients find this server, such as `https://api.shop.example`; empty means the listening address.
    pub public_url: String,
    /// Whether every session cookie is `Secure`; else only where the proxy in front says https.
    pub secure_cookies: bool,
    /// Proxies in front of it whose `X-Forwarded-For` is believed: addresses or networks.
    pub trusted_proxies: Vec<Proxy>,
    /// Where `/metrics` is served to anybody who reaches it; empty is nowhere. On the shop's own address it needs
    /// `system:read`.
    pub metrics_listen: String,
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
    /// The file with the master key; empty means `master.key` in the shop's folder.
    pub key_file: String,
    /// The master key itself; empty means the file.
    pub key: Secret,
}

/// What is kept in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cache {
    /// Finished answers of the store's pages are kept in up to so many bytes; 0 is none.
    pub bytes: usize,
}

/// What it logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, or a filter such as `warn,infrasell_checkout=debug`.
    pub level: String,
    /// `text` or `json`.
    pub format: LogFormat,
    /// Statements that take longer are logged as warnings, without their values, milliseconds; 0 is none.
    pub slow_statement_ms: u64,
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
        Server {
            listen: "127.0.0.1:8080".into(),
            cors_origins: vec!["*".into()],
            public_url: String::new(),
            secure_cookies: false,
            trusted_proxies: vec![],
            metrics_listen: String::new(),
        }
    }
}
impl Default for Database {
    fn default() -> Self {
        Database { url: String::new(), pool_size: 16 }
    }
}
impl Default for Identity {
    fn default() -> Self {
        Identity { issuer: "infrasell".into(), key_file: String::new(), key: Secret::default() }
    }
}
impl Default for Cache {
    fn default() -> Self {
        Cache { bytes: 32 << 20 }
    }
}
impl Default for Log {
    fn default() -> Self {
        Log { level: "warn".into(), format: LogFormat::Text, slow_statement_ms: 500 }
    }
}

impl Config {
    /// The edge's limits.
    #[must_use]
    pub fn gateway_limits(&self) -> Limits {
        let mut limits = self.limits.for_gateway(self.server.cors_origins.clone(), &self.server.trusted_proxies);
        limits.secure_cookies = self.server.secure_cookies;
        limits.public_url.clone_from(&self.server.public_url);
        limits.require_token = self.storefront.require_token;
        limits.storefront = self.storefront.limits();
        limits
    }
}

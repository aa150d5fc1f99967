//! Servers beside the database: what replicas remember together, and the bus between processes.

use super::Secret;
use serde::{Deserialize, Serialize};

/// Redis, where replicas count what callers and guessers have used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Redis {
    /// `redis://user:password@host:port/database`; empty is none: each process counts for itself.
    pub url: Secret,
    /// What every key and channel begins with: another one for each shop on one Redis.
    pub prefix: String,
}

/// NATS, by which processes of one shop hear of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Nats {
    /// `nats://user:password@host:port`; empty is none: processes ask each other.
    pub url: Secret,
    /// What every stream and subject begins with: another one for each shop on one NATS.
    pub prefix: String,
}

impl Default for Nats {
    fn default() -> Self {
        Nats { url: Secret::default(), prefix: "infrasell".into() }
    }
}

impl Default for Redis {
    fn default() -> Self {
        Redis { url: Secret::default(), prefix: "infrasell".into() }
    }
}

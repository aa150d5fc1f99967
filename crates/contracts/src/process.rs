//! The contract of every **process**: who it is, and what happens in it. Served beside the contracts of its services, on
//! the internal listener alone.

use infrasell_kernel::{EventId, Timestamp};
use infrasell_rpc::{Fault, service};
use serde::{Deserialize, Serialize};

/// The topic that every process has, whichever services it runs: what staff and keys have changed.
pub const EVERYWHERE: &str = "audit.recorded";

/// The service that emits a topic; none when every process may. A topic is called `service.what_happened`, and only its
/// service emits it.
#[must_use]
pub fn emitter(topic: &str) -> Option<&str> {
    if topic == EVERYWHERE {
        return None;
    }
    topic.split('.').next()
}

/// Asks who a process is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GetAbout {}

/// Who a process is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its build.
    pub version: String,
    /// The services that it runs; `gateway` is the edge.
    pub services: Vec<String>,
    /// Its database's engine.
    pub engine: String,
    /// Names its outbox.
    #[serde(default)]
    pub source: String,
    /// Whether it can serve, and what keeps it from it.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Jobs that wait or run there, by kind.
    #[serde(default)]
    pub jobs: Vec<(String, i64)>,
    /// The subscription there that is furthest behind, and by how many events.
    #[serde(default)]
    pub behind: Option<(String, i64)>,
}

/// Asks for what happens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetEvents {
    /// Who asks: the source's name of his own database, or what a watcher calls itself.
    pub reader: String,
    /// Events behind this position. Below 0: only where the outbox stands.
    pub after: i64,
    /// Of these topics.
    pub topics: Vec<String>,
    /// So many at the most.
    pub most: i64,
    /// How long the answer may wait for the first of them, milliseconds.
    pub wait_ms: u64,
    /// What the reader never asks for again: it may be forgotten up to here.
    #[serde(default)]
    pub kept: Option<i64>,
    /// The reader keeps answers that events make old, and has taken in everything up to `after`: commits wait for him.
    #[serde(default)]
    pub watches: bool,
    /// The watcher keeps nothing any more, and is not waited for.
    #[serde(default)]
    pub leaves: bool,
}

/// Something that happened in another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FarEvent {
    /// Its position.
    pub position: i64,
    /// Its id; the same when it is told again.
    pub id: EventId,
    /// What happened.
    pub topic: String,
    /// The particulars, as JSON text.
    pub payload: String,
    /// When.
    pub created_at: Timestamp,
    /// The trace (W3C traceparent) that it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FarEvents {
    /// Names the outbox: under another name positions begin anew.
    pub source: String,
    /// Everything behind the position that was asked for, up to here, is in `events`.
    pub head: i64,
    /// The events, in their order.
    pub events: Vec<FarEvent>,
}

service! {
    /// A process.
    pub trait Process in process, error Fault {
        /// Who it is.
        read fn about(GetAbout) -> About;
        /// What happens in it. Waits for news.
        read fn events(GetEvents) -> FarEvents;
    }
}

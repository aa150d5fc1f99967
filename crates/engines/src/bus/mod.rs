//! The NATS JetStream engine of the bus between processes ([`infrasell_db::Feed`] is the port; its embedded engine asks
//! the other process).
//!
//! Always true: the outbox of the process where something happened is the truth. [`relay`] copies it, in its order, into
//! a stream of its own, named by the outbox's source; an event counts as told when JetStream has acknowledged it, and only
//! then may the outbox forget it. Each message carries its position in the outbox, and is refused unless it follows the
//! last one: however many relays there are and whenever one dies, the stream is the outbox, each event once. Positions
//! are the outbox's, so a reader may change from one engine to the other and back. A bus that is away means later.

mod feed;
mod link;
mod relay;

pub use feed::NatsFeed;
pub use link::{Nats, NatsError};
pub use relay::{MOST_IN_FLIGHT, RELAY, relay};

use infrasell_db::Carried;
use serde::{Deserialize, Serialize};

/// A message: an event, and which outbox it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Letter {
    source: String,
    #[serde(flatten)]
    carried: Carried,
}

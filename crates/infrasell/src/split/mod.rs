//! One shop as several processes: who is where, and what passes between processes beside the services' contracts.
//!
//! Always true: a process has a database of its own, in which are the tables of its services alone; it serves contracts
//! on its internal listener and nowhere else; what it cannot do without another process it says at its start.

mod feed;
mod places;
mod system;
mod topology;
mod watch;

pub use feed::{LocalProcess, followed};
pub use places::{GATEWAY, IDS_EACH, PlaceError, Places, service_of};
pub use system::system;
pub use topology::{Row, look, show};
pub use watch::{Keeper, Watching};

use crate::wire::Calls;
use infrasell_contracts::process::{self, Process};
use infrasell_rpc::{AddressError, Peer};
use std::sync::Arc;

/// Another process.
#[derive(Clone)]
pub struct Far {
    /// Where it serves its contracts.
    pub address: String,
    /// The services that it runs.
    pub services: Vec<&'static str>,
    /// Calls to its services.
    pub peer: Arc<Peer>,
    /// The process itself. Over a peer of its own: its questions wait for news, and must not take a call's place.
    pub process: Arc<dyn Process>,
}

impl Far {
    /// Every other process with a service of this shop, by address.
    ///
    /// # Errors
    /// When an address is none.
    pub fn all(places: &Places, calls: &Calls) -> Result<Vec<Far>, AddressError> {
        let far = |(address, services): (String, Vec<&'static str>)| {
            let process = Arc::new(process::wire::Remote(calls.peer(&address)?));
            Ok(Far { peer: calls.peer(&address)?, process, address, services })
        };
        places.far().into_iter().map(far).collect()
    }

    /// Whether `topic` may be emitted there.
    #[must_use]
    pub fn emits(&self, topic: &str) -> bool {
        process::emitter(topic).is_none_or(|service| self.services.contains(&service))
    }
}

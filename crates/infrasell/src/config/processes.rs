//! One shop as several processes: which services run in this one, and where the others are.

use crate::split::{PlaceError, Places};
use serde::{Deserialize, Serialize};

/// One shop as several processes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Processes {
    /// The services of this process; empty means all that no peer is named for, and `gateway` is the edge.
    pub only: Vec<String>,
    /// Where the others are: `catalog=http://10.0.0.7:7001`; `*` is every service that is not named.
    pub peers: Vec<String>,
    /// Where this process serves its services to the others; empty is nowhere.
    pub internal_listen: String,
}

impl Processes {
    /// Who is where.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn places(&self) -> Result<Places, PlaceError> {
        Places::read(&self.only, &self.peers)
    }
}

//! Locations.

use crate::common::PostalAddress;
use infrasell_kernel::{LocationId, PageRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place where stock is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// Its id.
    pub id: LocationId,
    /// Its code: `main`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: PostalAddress,
    /// Whether its stock can be sold.
    pub active: bool,
    /// Raised by each change; the ETag.
    pub version: i64,
}

/// A new location.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocationInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Where it is.
    #[serde(default)]
    pub address: PostalAddress,
}

/// A change to a location; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LocationPatch {
    /// Its name.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<PostalAddress>,
    /// Whether its stock can be sold.
    pub active: Option<bool>,
}

/// Asks for locations in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListLocations {
    /// Only those that are active, or are not.
    pub active: Option<bool>,
    /// What part.
    pub page: PageRequest,
}

/// Makes a location.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateLocation {
    /// The location.
    pub location: LocationInput,
}

/// Changes a location.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateLocation {
    /// Which.
    pub id: LocationId,
    /// What to change.
    pub patch: LocationPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

//! Redirects: where a path leads that nothing is at.

use infrasell_kernel::{RedirectId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Redirect {
    /// Its id.
    pub id: RedirectId,
    /// The path it is for: `/old-page`, without a slash at its end.
    pub path: String,
    /// Where it leads: a path on the shop's own pages or an absolute http address.
    pub target: String,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new redirect.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedirectInput {
    /// The path it is for; unique.
    #[schemars(length(min = 1, max = 1024))]
    pub path: String,
    /// Where it leads. One that would lead back to the path is refused.
    #[schemars(length(min = 1, max = 2048))]
    pub target: String,
}

/// A change to a redirect; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RedirectPatch {
    /// The path it is for.
    pub path: Option<String>,
    /// Where it leads.
    pub target: Option<String>,
}

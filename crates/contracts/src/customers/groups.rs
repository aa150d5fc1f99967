//! Groups of customers, put together by hand.

use infrasell_kernel::{CustomerGroupId, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CustomerGroup {
    /// Its id.
    pub id: CustomerGroupId,
    /// Its code, for programs; unique, and it never changes.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many customers are in it.
    pub members: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its name last changed.
    pub updated_at: Timestamp,
    /// Raised by each change of its name; the ETag.
    pub version: i64,
}

/// A new group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
}
/// Makes a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateGroup {
    /// The group.
    pub group: GroupInput,
}
/// A change to a group; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GroupPatch {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
/// Changes a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateGroup {
    /// Which.
    pub id: CustomerGroupId,
    /// What to change.
    pub patch: GroupPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Deletes a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteGroup {
    /// Which.
    pub id: CustomerGroupId,
}
/// Asks for one group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetGroup {
    /// Which.
    pub id: CustomerGroupId,
}
/// Asks for groups.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListGroups {
    /// What part.
    pub page: PageRequest,
}

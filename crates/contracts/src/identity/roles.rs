//! Roles: named sets of permissions.

use infrasell_kernel::{ChannelId, PageRequest, Patch, Permissions, RoleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its code: `owner`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// The channels that whoever has it is limited to; absent means all. Several limits all hold.
    #[serde(default)]
    pub channels: Option<Vec<ChannelId>>,
    /// Whether staff who have it must sign in with a second factor; until they have set one up they may do nothing else.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether it came with the shop. Of such a role only `second_factor` can be changed, and it cannot be deleted.
    pub builtin: bool,
    /// Raised by each change; the ETag.
    #[serde(default = "first")]
    pub version: i64,
}

fn first() -> i64 {
    1
}

/// A new role.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// The channels that whoever has it is limited to; absent means all.
    #[serde(default)]
    pub channels: Option<Vec<ChannelId>>,
    /// Whether staff who have it must sign in with a second factor.
    #[serde(default)]
    pub second_factor: bool,
}

/// A change to a role; absent fields stay. The code stays for ever, since keys and staff name it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RolePatch {
    /// Its name.
    pub name: Option<String>,
    /// What it allows.
    pub permissions: Option<Permissions>,
    /// The channels that whoever has it is limited to; null means all.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub channels: Patch<Vec<ChannelId>>,
    /// Whether staff who have it must sign in with a second factor.
    pub second_factor: Option<bool>,
}

/// Asks for roles in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListRoles {
    /// What part.
    pub page: PageRequest,
}
/// Makes a role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateRole {
    /// The role.
    pub role: RoleInput,
}
/// Asks for one role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetRole {
    /// Which.
    pub id: RoleId,
}
/// Changes a role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateRole {
    /// Which.
    pub id: RoleId,
    /// What to change.
    pub patch: RolePatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Deletes a role that nobody has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteRole {
    /// Which.
    pub id: RoleId,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

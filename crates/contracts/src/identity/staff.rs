//! Staff and how they change.

use infrasell_kernel::{ChannelId, PageRequest, Patch, StaffId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// What he signs in with; unique, case does not matter.
    pub email: String,
    /// His name.
    pub name: String,
    /// His roles, by code.
    pub roles: Vec<String>,
    /// The channels he is limited to; absent means all.
    pub channels: Option<Vec<ChannelId>>,
    /// Whether he may sign in.
    pub active: bool,
    /// Whether he signs in with a second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// When he last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When he was added.
    pub created_at: Timestamp,
    /// Raised by each change; the ETag.
    pub version: i64,
}

/// A new member of staff. Its debug form hides the password.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffInput {
    /// What he signs in with.
    #[schemars(length(min = 3, max = 254))]
    pub email: String,
    /// His name.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// 10 to 256 characters.
    #[schemars(length(min = 10, max = 256))]
    pub password: String,
    /// His roles, by code; at least one.
    pub roles: Vec<String>,
    /// The channels he is limited to; absent means all.
    #[serde(default)]
    pub channels: Option<Vec<ChannelId>>,
}

/// A change to a member of staff; absent fields stay. Its debug form hides the password.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StaffPatch {
    /// His name.
    pub name: Option<String>,
    /// A new password; ends his sessions.
    pub password: Option<String>,
    /// His roles, by code.
    pub roles: Option<Vec<String>>,
    /// The channels he is limited to; null means all.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub channels: Patch<Vec<ChannelId>>,
    /// Whether he may sign in; `false` ends his sessions. The last active owner stays.
    pub active: Option<bool>,
}

impl fmt::Debug for StaffInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StaffInput { email, name, password: _, roles, channels } = self;
        let mut out = f.debug_struct("StaffInput");
        out.field("email", email).field("name", name).field("roles", roles).field("channels", channels);
        out.finish_non_exhaustive()
    }
}

impl fmt::Debug for StaffPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StaffPatch { name, password, roles, channels, active } = self;
        let mut out = f.debug_struct("StaffPatch");
        out.field("name", name).field("password", &password.as_ref().map(|_| "…"));
        out.field("roles", roles).field("channels", channels).field("active", active);
        out.finish()
    }
}

/// Asks for staff in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListStaff {
    /// Only those who may sign in, or may not.
    pub active: Option<bool>,
    /// Only those with this role.
    pub role: Option<String>,
    /// Only those whose name or e-mail contains this.
    pub search: Option<String>,
    /// What part.
    pub page: PageRequest,
}
/// Asks for one member of staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetStaff {
    /// Who.
    pub id: StaffId,
}
/// Adds a member of staff.
#[derive(Clone, Serialize, Deserialize)]
pub struct CreateStaff {
    /// Who.
    pub staff: StaffInput,
}
/// Changes a member of staff.
#[derive(Clone, Serialize, Deserialize)]
pub struct UpdateStaff {
    /// Who.
    pub id: StaffId,
    /// What to change.
    pub patch: StaffPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

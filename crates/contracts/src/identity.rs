//! The contract of **identity**: staff, roles, API keys and sessions. Customers' credentials will stand beside them.

use infrasell_kernel::{
    ApiKeyId, ChannelId, Page, PageRequest, Patch, Permissions, RoleId, SessionId, StaffId, Timestamp,
};
use infrasell_rpc::{Caller, service, service_error};
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
    /// Whether it came with the shop and cannot be changed.
    pub builtin: bool,
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
}

/// An API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The first characters of the secret, to tell keys apart.
    pub prefix: String,
    /// Its role, by code.
    pub role: String,
    /// The channels it is limited to; absent means all.
    pub channels: Option<Vec<ChannelId>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working; absent means never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A new API key.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyInput {
    /// What it is for.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Its role, by code.
    pub role: String,
    /// The channels it is limited to; absent means all.
    #[serde(default)]
    pub channels: Option<Vec<ChannelId>>,
    /// When it stops working; absent means never.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// A key and its secret, which is shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct NewApiKey {
    /// The key.
    pub key: ApiKey,
    /// What goes into `Authorization: Bearer …`.
    pub secret: String,
}

impl fmt::Debug for NewApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewApiKey").field("key", &self.key).finish_non_exhaustive()
    }
}

/// A staff session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub staff: StaffId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A session and its secret, which is shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// What goes into `Authorization: Bearer …`.
    pub secret: String,
    /// Who signed in.
    pub staff: Staff,
    /// What his roles allow.
    pub permissions: Permissions,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).field("staff", &self.staff).finish_non_exhaustive()
    }
}

/// An e-mail address and a password.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The e-mail address.
    #[schemars(length(max = 254))]
    pub email: String,
    /// The password.
    #[schemars(length(max = 256))]
    pub password: String,
}

/// A secret that came in `Authorization: Bearer …`: an API key's or a session's.
#[derive(Clone, Serialize, Deserialize)]
pub struct Authenticate {
    /// The secret.
    pub secret: String,
}
/// Whom a secret belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticated {
    /// The caller, with what he may do.
    pub caller: Caller,
    /// The session, if it was one.
    pub session: Option<SessionId>,
}
/// Ends one session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignOut {
    /// Which.
    pub session: SessionId,
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
/// Asks for API keys in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListApiKeys {
    /// Only those that still work, or do not.
    pub live: Option<bool>,
    /// What part.
    pub page: PageRequest,
}
/// Makes an API key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateApiKey {
    /// The key.
    pub key: ApiKeyInput,
}
/// Revokes an API key at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeApiKey {
    /// Which.
    pub id: ApiKeyId,
}

service_error! {
    /// What identity can answer.
    pub enum IdentityError {
        /// E-mail or password is wrong, or the account may not sign in: it does not say which.
        #[error("the e-mail address or the password is wrong")]
        WrongCredentials => Unauthenticated,
        /// Too many attempts to sign in under this e-mail address.
        #[error("too many attempts to sign in; try again in {retry_after_s} seconds")]
        TooManyAttempts {
            /// How long to wait, in seconds.
            retry_after_s: u64,
        } => TooMany,
        /// The secret is unknown, revoked or expired: it does not say which.
        #[error("the key or session is not valid")]
        NotAuthenticated => Unauthenticated,
        /// The caller would give away what he does not have himself.
        #[error("you cannot grant a permission that you do not have: {permission}")]
        CannotGrant {
            /// The first such permission.
            permission: String,
        } => Forbidden,
        /// The caller would give access to channels that he is not let into himself.
        #[error("you cannot give access to channels that you have no access to")]
        CannotGrantChannels => Forbidden,
        /// Another account has this e-mail address.
        #[error("a member of staff with this e-mail address exists already")]
        EmailTaken => Conflict,
        /// Another role has this code.
        #[error("a role with the code '{role_code}' exists already")]
        RoleCodeTaken {
            /// The code.
            role_code: String,
        } => Conflict,
        /// The key was made by an earlier request under this idempotency key, and only its hash is kept.
        #[error("{key} was made before and its secret is not kept: revoke it and make another")]
        SecretNotKept {
            /// The key that was made.
            key: ApiKeyId,
        } => Conflict,
        /// Somebody must be able to get in.
        #[error("the last active owner cannot be removed")]
        LastOwner => Conflict,
    }
}

service! {
    /// Staff, roles, API keys and sessions.
    pub trait Identity in identity, error IdentityError {
        /// Whom a secret belongs to.
        read fn authenticate(Authenticate) -> Authenticated;
        /// Signs a member of staff in.
        write fn sign_in(SignIn) -> SignedIn;
        /// Ends a session.
        write fn sign_out(SignOut) -> ();
        /// Staff.
        read fn staff(ListStaff) -> Page<Staff>;
        /// One member of staff.
        read fn staff_member(GetStaff) -> Staff;
        /// Adds a member of staff. Nobody can grant what he does not have himself.
        write fn create_staff(CreateStaff) -> Staff;
        /// Changes a member of staff.
        write fn update_staff(UpdateStaff) -> Staff;
        /// Roles.
        read fn roles(ListRoles) -> Page<Role>;
        /// Makes a role.
        write fn create_role(CreateRole) -> Role;
        /// API keys.
        read fn api_keys(ListApiKeys) -> Page<ApiKey>;
        /// Makes an API key. Nobody can grant what he does not have himself.
        write fn create_api_key(CreateApiKey) -> NewApiKey;
        /// Revokes an API key.
        write fn revoke_api_key(RevokeApiKey) -> ApiKey;
    }
}

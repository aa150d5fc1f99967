//! Whom a secret belongs to, and staff's sessions.

use super::Staff;
use infrasell_kernel::{PageRequest, Permissions, SessionId, StaffId, Timestamp};
use infrasell_rpc::Caller;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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
    /// What he may do: nothing until he has set up the second factor that one of his roles asks for.
    pub permissions: Permissions,
    /// Whether he must set up a second factor before he may do anything else.
    #[serde(default)]
    pub must_set_up_second_factor: bool,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).field("staff", &self.staff).finish_non_exhaustive()
    }
}

/// How a session's secret travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// In `Authorization: Bearer …`.
    #[default]
    Bearer,
    /// In a cookie that scripts cannot read.
    Cookie,
    /// As a short access token and a refresh token that is exchanged at each use. Customers only.
    Tokens,
}

/// An e-mail address and a password. Its debug form hides the password.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The e-mail address.
    #[schemars(length(max = 254))]
    pub email: String,
    /// The password.
    #[schemars(length(max = 256))]
    pub password: String,
    /// The second factor, if he has one: six digits of the moment, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32))]
    pub code: Option<String>,
    /// How the session travels: `bearer` or `cookie`.
    #[serde(default)]
    pub kind: SessionKind,
    /// What the edge knows of the client; not a client's to say.
    #[serde(default)]
    #[schemars(skip)]
    pub client: Client,
}

/// What the edge knows of whoever signs in, for the list of sessions.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    /// What the browser or program says it is, cut to 200 characters.
    pub agent: Option<String>,
    /// The secret of the session that he held until now, which ends.
    pub replaces: Option<String>,
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionInfo {
    /// Its id.
    pub id: SessionId,
    /// How its secret travels.
    pub kind: SessionKind,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    pub idle_until: Timestamp,
    /// When it ends however much it is used.
    pub expires_at: Timestamp,
    /// The address it was begun from.
    pub address: Option<String>,
    /// What the browser or program said it is.
    pub agent: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
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
/// Asks for somebody's live sessions, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListStaffSessions {
    /// Whose.
    pub staff: StaffId,
    /// The one that asks, to be marked.
    pub current: Option<SessionId>,
    /// What part.
    pub page: PageRequest,
}

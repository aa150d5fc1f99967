//! Staff's second factor: time-based codes (RFC 6238) and recovery codes; and their own password.

use infrasell_kernel::{SessionId, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Begins to set up a second factor for the caller. The one he has, if any, stays until the new one is confirmed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BeginSecondFactor {}

/// What an authenticator app takes in, shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct SecondFactorSetUp {
    /// The shared secret in base32, to be typed.
    pub secret: String,
    /// The same as an `otpauth://` address, to be shown as a QR code.
    pub uri: String,
}

/// Confirms a set-up with a code that the app shows.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorCode {
    /// Six digits of the moment; a recovery code where one is taken.
    #[schemars(length(max = 32))]
    pub code: String,
}
/// Confirms the set-up that the caller began; ends his other sessions.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmSecondFactor {
    /// What the app shows.
    pub code: String,
    /// The session that asks, which stays.
    pub current: Option<SessionId>,
}
/// Makes new recovery codes for the caller; the old ones die.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewRecoveryCodes {
    /// What the app shows.
    pub code: String,
}
/// Takes a second factor away: one's own with a code, somebody else's by whoever may change staff.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemoveSecondFactor {
    /// Whose.
    pub staff: StaffId,
    /// A code of the moment or a recovery code, when it is one's own.
    pub code: Option<String>,
}

/// Codes that each let one in once in place of the app, shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryCodes {
    /// Ten of them.
    pub codes: Vec<String>,
}

/// Changes one's own password. Its debug form hides both.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schemars(length(max = 256))]
    pub current_password: String,
    /// The new one, 10 to 256 characters.
    #[schemars(length(min = 10, max = 256))]
    pub new_password: String,
}
/// Changes the caller's own password and ends his other sessions.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// From what to what.
    pub change: PasswordChange,
    /// The session that asks, which stays.
    pub current: Option<SessionId>,
}

macro_rules! hidden {
    ($($Type:ident),*) => {
        $( impl fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Type)).finish_non_exhaustive()
            }
        } )*
    };
}
hidden!(
    SecondFactorSetUp,
    SecondFactorCode,
    ConfirmSecondFactor,
    NewRecoveryCodes,
    RemoveSecondFactor,
    RecoveryCodes,
    PasswordChange,
    ChangePassword
);

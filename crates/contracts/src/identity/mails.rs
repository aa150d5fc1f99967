//! Mails about credentials: which are asked for, and the single-use tokens that their links carry.

use infrasell_kernel::{CustomerId, Locale, MailRequestId, StaffId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a mail about credentials is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// To show that the address is his: `/account/verify?token=`.
    VerifyEmail,
    /// To show that the new address is his: `/account/verify?token=`.
    ChangeEmail,
    /// To set a new password: `/account/reset?token=`.
    ResetPassword,
    /// Somebody tried to open an account that he has already. No token.
    AccountExists,
    /// His password was changed. No token.
    PasswordChanged,
    /// His address was changed; goes to the old one. No token.
    EmailChanged,
    /// For a member of staff to set a new password: `/admin/reset?token=`.
    StaffReset,
    /// A member of staff's password was changed. No token.
    StaffPasswordChanged,
}

impl MailKind {
    /// Every kind there is.
    pub const ALL: [MailKind; 8] = [
        MailKind::VerifyEmail,
        MailKind::ChangeEmail,
        MailKind::ResetPassword,
        MailKind::AccountExists,
        MailKind::PasswordChanged,
        MailKind::EmailChanged,
        MailKind::StaffReset,
        MailKind::StaffPasswordChanged,
    ];

    /// Whether its link carries a token, to be had by `mint_mail_token`.
    #[must_use]
    pub const fn has_token(self) -> bool {
        match self {
            MailKind::VerifyEmail | MailKind::ChangeEmail | MailKind::ResetPassword | MailKind::StaffReset => true,
            MailKind::AccountExists
            | MailKind::PasswordChanged
            | MailKind::EmailChanged
            | MailKind::StaffPasswordChanged => false,
        }
    }
}

/// The outbox topic of [`CredentialMail`].
pub const CREDENTIAL_MAIL: &str = "identity.credential_mail";
/// A mail about credentials is asked for. Carries no token: whoever renders the mail asks for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialMail {
    /// Which.
    pub request: MailRequestId,
    /// What it is for.
    pub kind: MailKind,
    /// Where it goes.
    pub to: String,
    /// His name, if it is known.
    #[serde(default)]
    pub name: Option<String>,
    /// Its language; the shop's own when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// The customer, if it is one.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// The member of staff, if it is one.
    #[serde(default)]
    pub staff: Option<StaffId>,
}

/// The outbox topic of [`EmailVerified`].
pub const EMAIL_VERIFIED: &str = "identity.email_verified";
/// A customer has shown that an address is his; from now on he signs in with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailVerified {
    /// Who.
    pub customer: CustomerId,
    /// The address as he wrote it.
    pub email: String,
    /// When.
    pub at: Timestamp,
}

/// Makes the token of a mail that is being rendered; an older one of the same request dies. For Infrasell itself only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MintMailToken {
    /// Of which request.
    pub request: MailRequestId,
}
/// The token, which is stored hashed only.
#[derive(Clone, Serialize, Deserialize)]
pub struct MailToken {
    /// What the link carries.
    pub token: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}
impl fmt::Debug for MailToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// An e-mail address to which a mail is asked for. The answer is the same whether there is an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailTo {
    /// The e-mail address.
    #[schemars(length(max = 254))]
    pub email: String,
}

/// A token from a mail.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UseMailToken {
    /// What the link carried.
    #[schemars(length(max = 128))]
    pub token: String,
}
impl fmt::Debug for UseMailToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UseMailToken").finish_non_exhaustive()
    }
}

/// A token from a mail, and the new password. Ends every session.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// What the link carried.
    #[schemars(length(max = 128))]
    pub token: String,
    /// The new password, 10 to 256 characters.
    #[schemars(length(min = 10, max = 256))]
    pub password: String,
}
impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResetPassword").finish_non_exhaustive()
    }
}

//! Customers' accounts: what lets a customer in. Who he is belongs to customers.

use infrasell_kernel::{CustomerId, Locale, PageRequest, SessionId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use super::{Client, SessionInfo, SessionKind};

/// What lets a customer in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Whose.
    pub customer: CustomerId,
    /// What he signs in with.
    pub email: String,
    /// When he showed that the address is his; absent until then, and he cannot sign in.
    pub email_verified_at: Option<Timestamp>,
    /// The address that takes the present one's place once it is verified.
    pub new_email: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When he last signed in.
    pub last_sign_in_at: Option<Timestamp>,
}

/// Opens an account. When there is one for the address that is verified, it stays as it is and its owner is told by
/// mail; one that is not verified gets the new password, and older links die.
#[derive(Clone, Serialize, Deserialize)]
pub struct OpenAccount {
    /// Whose.
    pub customer: CustomerId,
    /// What he will sign in with.
    pub email: String,
    /// 10 to 256 characters.
    pub password: String,
    /// His name, for the mail.
    pub name: Option<String>,
    /// The language of the mails to him.
    pub locale: Locale,
}
/// What came of it. For services only: a client must not learn it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedAccount {
    /// Whose account the address is.
    pub customer: CustomerId,
    /// Whether there was a verified account before.
    pub existed: bool,
}

/// Asks for the accounts of customers; those without one are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetAccounts {
    /// Whose.
    pub customers: Vec<CustomerId>,
}
/// The accounts that there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// In the customers' id order.
    pub items: Vec<Account>,
}

/// Signs a customer in.
#[derive(Clone, Serialize, Deserialize)]
pub struct CustomerSignIn {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// `cookie` or `tokens`.
    pub kind: SessionKind,
    /// What the edge knows of the client.
    pub client: Client,
}
/// A customer who has signed in, and the secret of his session, which is shown this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct CustomerSignedIn {
    /// Who.
    pub customer: CustomerId,
    /// The session.
    pub session: SessionInfo,
    /// What goes into the cookie, when it was asked for.
    pub cookie: Option<String>,
    /// The tokens, when they were asked for.
    pub tokens: Option<TokenPair>,
}

/// An access token and what gets the next one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TokenPair {
    /// A JWT signed with EdDSA, for `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// How long the access token works, seconds.
    pub expires_in_s: i64,
    /// Gets the next pair, once. Used a second time it ends the session, because somebody else must have it.
    pub refresh_token: String,
    /// When the refresh token ends unless it is used before.
    pub refresh_expires_at: Timestamp,
}

/// Exchanges a refresh token.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The one that came with the last pair.
    #[schemars(length(max = 256))]
    pub refresh_token: String,
}

/// Ends a customer's session: his own only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndCustomerSession {
    /// Whose.
    pub customer: CustomerId,
    /// Which.
    pub session: SessionId,
}
/// Asks for a customer's live sessions, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListCustomerSessions {
    /// Whose.
    pub customer: CustomerId,
    /// The one that asks, to be marked.
    pub current: Option<SessionId>,
    /// What part.
    pub page: PageRequest,
}

/// Changes a customer's password and ends his other sessions.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeCustomerPassword {
    /// Whose.
    pub customer: CustomerId,
    /// The present one.
    pub current_password: String,
    /// The new one, 10 to 256 characters.
    pub new_password: String,
    /// The session that asks, which stays.
    pub current: Option<SessionId>,
}
/// Asks for another e-mail address, which takes effect once it is verified.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeEmail {
    /// Whose.
    pub customer: CustomerId,
    /// The new one.
    pub email: String,
    /// The present password.
    pub password: String,
}
/// Deletes a customer's account with its sessions and tokens. What he bought stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseAccount {
    /// Whose.
    pub customer: CustomerId,
}

macro_rules! hidden {
    ($($Type:ident { $($field:ident),* })*) => {
        $( impl fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut out = f.debug_struct(stringify!($Type));
                $( out.field(stringify!($field), &self.$field); )*
                out.finish_non_exhaustive()
            }
        } )*
    };
}
hidden! {
    OpenAccount { customer }
    CustomerSignIn { kind }
    CustomerSignedIn { customer, session }
    TokenPair { expires_in_s }
    Refresh {}
    ChangeCustomerPassword { customer }
    ChangeEmail { customer }
}

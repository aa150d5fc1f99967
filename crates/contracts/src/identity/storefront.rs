//! Storefront tokens: what a storefront says which channel it is by.

use infrasell_kernel::{ChannelId, PageRequest, StorefrontTokenId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who may know a storefront token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StorefrontTokenKind {
    /// Anybody: it stands in the pages of a storefront.
    Public,
    /// The storefront's own server only.
    Private,
}

/// A storefront token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StorefrontToken {
    /// Its id.
    pub id: StorefrontTokenId,
    /// What it is for.
    pub name: String,
    /// Who may know it.
    pub kind: StorefrontTokenKind,
    /// Where its storefront sells.
    pub channel: ChannelId,
    /// The first characters, to tell tokens apart.
    pub prefix: String,
    /// The token itself, when it is public.
    pub token: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl fmt::Debug for StorefrontToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorefrontToken").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A new storefront token.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StorefrontTokenInput {
    /// What it is for.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Who may know it.
    pub kind: StorefrontTokenKind,
    /// Where its storefront sells.
    pub channel: ChannelId,
}

/// A storefront token and its text; that of a private one is shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct NewStorefrontToken {
    /// The token.
    pub storefront_token: StorefrontToken,
    /// What goes into `X-Infrasell-Storefront-Token` or `Infrasell-Storefront-Private-Token`.
    pub secret: String,
}

impl fmt::Debug for NewStorefrontToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewStorefrontToken").field("storefront_token", &self.storefront_token).finish_non_exhaustive()
    }
}

/// Asks for storefront tokens in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListStorefrontTokens {
    /// Only those that still work, or do not.
    pub live: Option<bool>,
    /// What part.
    pub page: PageRequest,
}

/// Makes a storefront token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateStorefrontToken {
    /// The token.
    pub token: StorefrontTokenInput,
}

/// Revokes a storefront token at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeStorefrontToken {
    /// Which.
    pub id: StorefrontTokenId,
}

/// Asks whose a storefront token is.
#[derive(Clone, Serialize, Deserialize)]
pub struct FindStorefrontToken {
    /// As it was sent.
    pub secret: String,
}

impl fmt::Debug for FindStorefrontToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindStorefrontToken").finish_non_exhaustive()
    }
}

/// A storefront token that was found, unless it is none of ours or was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundStorefrontToken {
    /// The token.
    pub token: Option<StorefrontToken>,
}

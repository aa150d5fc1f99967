//! API keys: what programs call with.

use infrasell_kernel::{ApiKeyId, ChannelId, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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

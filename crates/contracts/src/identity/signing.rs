//! The keys that access tokens are signed with, their public halves and their rotation.

use infrasell_kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for the public keys.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GetJwks {}

/// A JSON Web Key Set (RFC 7517): with these anybody can check an access token by himself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Jwks {
    /// The key in use, the next one, and those whose tokens may still live.
    pub keys: Vec<Jwk>,
}

/// A public key (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Jwk {
    /// Its name, which a token's head carries.
    pub kid: String,
    /// `OKP`.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`.
    #[serde(rename = "use")]
    pub use_: String,
    /// The public key, 32 bytes in base64url.
    pub x: String,
}

/// A signing key without its private half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SigningKey {
    /// Its name.
    pub kid: String,
    /// What it is for now.
    pub state: SigningKeyState,
    /// When it was made, and published.
    pub created_at: Timestamp,
    /// When it began to sign.
    pub active_at: Option<Timestamp>,
    /// When it ceased to sign.
    pub retired_at: Option<Timestamp>,
}

/// What a signing key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SigningKeyState {
    /// Published, signs from the next rotation on.
    Next,
    /// Signs.
    Active,
    /// Signs no more; its tokens are taken until they end.
    Retired,
}

/// Asks for the signing keys.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListSigningKeys {}
/// Lets the next key sign from now on and makes another next one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RotateSigningKey {
    /// Whether tokens of the present key are refused from now on, because it may be known to others.
    #[serde(default)]
    pub revoke: bool,
}
/// The signing keys, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SigningKeys {
    /// Every one that is kept.
    pub keys: Vec<SigningKey>,
}

//! Service tokens: how a process shows another one that it belongs to the same shop.
//!
//! Always true: a token is good for one service, for a minute at the most, and only under a secret that both sides hold;
//! the signature is looked at before anything that the token says, in constant time; neither token nor secret is logged.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use infrasell_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;

/// How long a token is good, seconds.
pub const LIFETIME_S: i64 = 60;
/// How much of its life a token is handed out for; then a fresh one is made, seconds.
pub(crate) const RENEWED_AFTER_S: i64 = 30;
/// How far the issuer's clock may be ahead of ours, seconds.
pub const LEEWAY_S: i64 = 5;
/// The fewest bytes of a secret.
pub const LEAST_SECRET_BYTES: usize = 32;
/// The longest token that is looked at, bytes.
const MOST_TOKEN_BYTES: usize = 512;
/// What every token begins with. It is signed too, so that a signature made for something else is never one of a token.
const PREFIX: &str = "infrasell1.";

/// A secret that tokens are signed with.
#[derive(Clone)]
pub struct SharedSecret(Hmac<Sha256>);

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret(***)")
    }
}

impl SharedSecret {
    /// `None` when `text` is shorter than [`LEAST_SECRET_BYTES`].
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let mac = Hmac::<Sha256>::new_from_slice(text.as_bytes()).ok();
        mac.filter(|_| text.len() >= LEAST_SECRET_BYTES).map(SharedSecret)
    }
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The process that made it.
    pub iss: String,
    /// The service that is called.
    pub aud: String,
    /// When it was made, seconds since 1970.
    pub iat: i64,
    /// When it ends, seconds since 1970.
    pub exp: i64,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is none.
    #[error("the service token is missing")]
    Missing,
    /// It is not written as tokens are.
    #[error("the service token is malformed")]
    Malformed,
    /// None of our secrets signed it.
    #[error("the service token is signed by somebody else")]
    Forged,
    /// It is for another service.
    #[error("the service token is for another service")]
    WrongAudience,
    /// It begins in the future.
    #[error("the service token is not valid yet")]
    NotYetValid,
    /// It has ended.
    #[error("the service token has expired")]
    Expired,
    /// It would be good for longer than tokens may be.
    #[error("the service token is good for too long")]
    TooLong,
}

impl Refusal {
    /// A word for metrics.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Refusal::Missing => "missing",
            Refusal::Malformed => "malformed",
            Refusal::Forged => "forged",
            Refusal::WrongAudience => "wrong_audience",
            Refusal::NotYetValid => "not_yet_valid",
            Refusal::Expired => "expired",
            Refusal::TooLong => "too_long",
        }
    }
}

fn seconds(now: Timestamp) -> i64 {
    now.micros().div_euclid(1_000_000)
}

/// A token of `issuer` for the service `audience`, good from `now` on.
#[must_use]
pub fn issue(secret: &SharedSecret, issuer: &str, audience: &str, now: Timestamp) -> String {
    let iat = seconds(now);
    sign(secret, &Claims { iss: issuer.into(), aud: audience.into(), iat, exp: iat + LIFETIME_S })
}

/// Whatever `claims` say, signed.
#[must_use]
pub fn sign(secret: &SharedSecret, claims: &Claims) -> String {
    let claims = serde_json::to_vec(claims).unwrap_or_default();
    let mut token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(claims));
    let mac = secret.0.clone().chain_update(token.as_bytes()).finalize().into_bytes();
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(mac, &mut token);
    token
}

/// What a token says that calls the service `audience` at `now`.
///
/// # Errors
/// [`Refusal`].
pub fn verify(secrets: &[SharedSecret], token: &str, audience: &str, now: Timestamp) -> Result<Claims, Refusal> {
    if token.len() > MOST_TOKEN_BYTES {
        return Err(Refusal::Malformed);
    }
    let (signed, mac) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
    let claims = signed.strip_prefix(PREFIX).ok_or(Refusal::Malformed)?;
    let mac = URL_SAFE_NO_PAD.decode(mac).map_err(|_| Refusal::Malformed)?;
    let is_signed_by = |secret: &SharedSecret| secret.0.clone().chain_update(signed).verify_slice(&mac).is_ok();
    if !secrets.iter().any(is_signed_by) {
        return Err(Refusal::Forged);
    }
    let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| Refusal::Malformed)?;
    let claims: Claims = serde_json::from_slice(&claims).map_err(|_| Refusal::Malformed)?;
    holds(&claims, audience, seconds(now)).map(|()| claims)
}

fn holds(claims: &Claims, audience: &str, now: i64) -> Result<(), Refusal> {
    if claims.aud != audience {
        return Err(Refusal::WrongAudience);
    }
    if claims.exp.saturating_sub(claims.iat) > LIFETIME_S {
        return Err(Refusal::TooLong);
    }
    if claims.iat > now.saturating_add(LEEWAY_S) {
        return Err(Refusal::NotYetValid);
    }
    if claims.exp <= now { Err(Refusal::Expired) } else { Ok(()) }
}

//! Access tokens: JWTs (RFC 7519, 9068) signed with Ed25519 (RFC 8037). Pure: keys, claims and the time in, a token or a
//! refusal out.
//!
//! Always true: one algorithm, `EdDSA`, and nothing that a token's head says chooses another; every claim is checked; a
//! key is found by its `kid` among our own.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use infrasell_kernel::{CustomerId, Random, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long an access token works.
pub const ACCESS_LIFE: Duration = Duration::from_secs(10 * 60);
/// Whom access tokens are for.
pub const AUDIENCE: &str = "infrasell:store";
/// Longer than any of ours, bytes.
const MAX_LENGTH: usize = 2_048;
/// How far a replica's clock may be behind the one that signed, microseconds.
const SKEW_MICROS: i64 = 60_000_000;
const ALGORITHM: &str = "EdDSA";
const TYPE: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Head {
    alg: String,
    typ: String,
    kid: String,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// Who issued it.
    pub(crate) iss: String,
    /// Whom it is for.
    pub(crate) aud: String,
    /// The customer.
    pub(crate) sub: CustomerId,
    /// The session that it belongs to.
    pub(crate) sid: SessionId,
    /// When it was made, seconds.
    pub(crate) iat: i64,
    /// When it ends, seconds.
    pub(crate) exp: i64,
    /// Its own name.
    pub(crate) jti: String,
}

impl Claims {
    /// A fresh token's, at `now`.
    pub(crate) fn fresh(
        issuer: &str,
        (customer, session): (CustomerId, SessionId),
        now: Timestamp,
        random: &dyn Random,
    ) -> Self {
        let mut id = [0; 16];
        random.fill(&mut id);
        let iat = seconds(now);
        let life = i64::try_from(ACCESS_LIFE.as_secs()).unwrap_or(0);
        let (iss, aud, jti) = (issuer.to_owned(), AUDIENCE.to_owned(), URL_SAFE_NO_PAD.encode(id));
        Claims { iss, aud, sub: customer, sid: session, iat, exp: iat + life, jti }
    }
}

/// A token of these claims, signed with the key called `kid`.
pub(crate) fn sign(claims: &Claims, kid: &str, key: &SigningKey) -> Result<String, serde_json::Error> {
    let head = Head { alg: ALGORITHM.into(), typ: TYPE.into(), kid: kid.into() };
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let signed = format!("{}.{}", part(serde_json::to_vec(&head)?), part(serde_json::to_vec(claims)?));
    let signature = part(key.sign(signed.as_bytes()).to_bytes().to_vec());
    Ok(format!("{signed}.{signature}"))
}

/// The name of the key that a text says it is signed with, if it has the form of a token of ours at all.
pub(crate) fn kid(token: &str) -> Option<String> {
    Some(parts(token)?.0.kid)
}

/// What a token says, if it is signed with `key`, for us, by `issuer`, and lives at `now`.
pub(crate) fn verify(token: &str, key: &VerifyingKey, issuer: &str, now: Timestamp) -> Option<Claims> {
    let (_, signed, claims, signature) = parts(token)?;
    key.verify_strict(signed.as_bytes(), &signature).ok()?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    let ours = claims.iss == issuer && claims.aud == AUDIENCE;
    let begun = claims.iat.saturating_mul(1_000_000) <= now.micros().saturating_add(SKEW_MICROS);
    let lives = claims.exp > seconds(now) && claims.exp > claims.iat;
    (ours && begun && lives).then_some(claims)
}

fn parts(token: &str) -> Option<(Head, &str, Vec<u8>, Signature)> {
    if token.len() > MAX_LENGTH {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (head, claims) = signed.split_once('.')?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let head: Head = serde_json::from_slice(&decode(head)?).ok()?;
    let ours = head.alg == ALGORITHM && head.typ == TYPE;
    let signature = Signature::from_slice(&decode(signature)?).ok()?;
    ours.then_some((head, signed, decode(claims)?, signature))
}

fn seconds(at: Timestamp) -> i64 {
    at.micros().div_euclid(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::MIN;

    fn now() -> Timestamp {
        NOW.plus(Duration::from_secs(64_000_000_000))
    }

    fn key(byte: u8) -> SigningKey {
        SigningKey::from_bytes(&[byte; 32])
    }

    fn claims() -> Claims {
        Claims::fresh("shop", (CustomerId::from_i64(7), SessionId::from_i64(8)), now(), &OsRandom)
    }

    /// A token with any head and claims, signed with the right key.
    fn forged(head: &serde_json::Value, claims: &serde_json::Value) -> String {
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(head.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = key(1).sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn open(token: &str, at: Timestamp) -> Option<Claims> {
        kid(token).filter(|kid| kid == "k1")?;
        verify(token, &key(1).verifying_key(), "shop", at)
    }

    #[test]
    fn a_token_is_read_back_until_it_ends() {
        let token = sign(&claims(), "k1", &key(1)).unwrap();
        let mut seen = open(&token, now()).unwrap();
        assert_eq!((seen.sub.get(), seen.sid.get(), seen.exp - seen.iat), (7, 8, 600));
        assert!(open(&token, now().plus(ACCESS_LIFE - Duration::from_secs(1))).is_some());
        assert!(open(&token, now().plus(ACCESS_LIFE)).is_none());
        assert!(open(&token, now().minus(Duration::from_secs(61))).is_none(), "of the future");
        assert!(verify(&token, &key(2).verifying_key(), "shop", now()).is_none(), "of another key");
        assert!(verify(&token, &key(1).verifying_key(), "another shop", now()).is_none());
        seen.jti.clear();
        assert_ne!(claims().jti, claims().jti);
    }

    #[test]
    fn what_is_tampered_with_is_refused() {
        let (head, body) = (json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "k1" }), json!(claims()));
        assert!(open(&forged(&head, &body), now()).is_some());
        let with = |value: &serde_json::Value, name: &str, new: serde_json::Value| {
            let mut changed = value.clone();
            changed[name] = new;
            changed
        };
        for alg in ["none", "None", "HS256", "RS256", "ES256", "eddsa", ""] {
            assert!(open(&forged(&with(&head, "alg", json!(alg)), &body), now()).is_none(), "{alg}");
        }
        for (name, value) in [("typ", json!("JWT")), ("kid", json!("k2")), ("kid", json!(null))] {
            assert!(open(&forged(&with(&head, name, value), &body), now()).is_none(), "{name}");
        }
        for (name, value) in [
            ("aud", json!("another")),
            ("aud", json!(["infrasell:store"])),
            ("iss", json!("another")),
            ("exp", json!(0)),
            ("exp", json!(i64::MIN)),
            ("exp", json!("9999999999")),
            ("iat", json!(i64::MAX)),
            ("sub", json!("staff_7")),
            ("sub", json!(null)),
        ] {
            assert!(open(&forged(&head, &with(&body, name, value)), now()).is_none(), "{name}");
        }
        let token = sign(&claims(), "k1", &key(1)).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let other = sign(&Claims { sub: CustomerId::from_i64(9), ..claims() }, "k1", &key(2)).unwrap();
        let swapped = format!("{}.{signature}", other.rsplit_once('.').unwrap().0);
        let cut = &token[..token.len() - 1];
        let huge = "a.".repeat(1_000_000);
        for bad in ["", ".", "..", "...", signed, cut, &swapped, &format!("{signed}."), &format!("{token}="), &huge] {
            assert!(open(bad, now()).is_none(), "{}", bad.chars().take(60).collect::<String>());
        }
    }
}

//! The proof that a webhook is the provider's: `sim-signature: t=SECONDS,v1=HEX[,v1=HEX]`, HMAC-SHA256 over
//! `SECONDS.BODY` in lower-case hex.

use super::Secret;
use crate::port::BadWebhook;
use hmac::{Hmac, KeyInit, Mac};
use infrasell_kernel::Timestamp;
use sha2::Sha256;
use std::{collections::BTreeMap, time::Duration};
use subtle::{Choice, ConstantTimeEq};

/// How far a signature's time may be from ours.
const TOLERANCE: Duration = Duration::from_secs(300);
/// The most signatures that are looked at: two secrets, and some to spare.
const MAX_SIGNATURES: usize = 8;

/// Checks the proof over the raw bytes.
pub(super) fn check(
    headers: &BTreeMap<String, String>,
    body: &[u8],
    secrets: &[Secret],
    now: Timestamp,
) -> Result<(), BadWebhook> {
    let header = headers.get("sim-signature").ok_or(BadWebhook("the signature is missing"))?;
    let (t, signatures) = read(header)?;
    let time = Timestamp::from_micros(t.saturating_mul(1_000_000));
    if now.since(time).max(time.since(now)) > TOLERANCE {
        return Err(BadWebhook("the signature is too old or too new"));
    }
    let mut good = Choice::from(0);
    for secret in secrets {
        let expected = sign(secret, t, body);
        for signature in &signatures {
            good |= expected.as_bytes().ct_eq(signature.as_bytes());
        }
    }
    if good.into() { Ok(()) } else { Err(BadWebhook("the signature is wrong")) }
}

fn read(header: &str) -> Result<(i64, Vec<&str>), BadWebhook> {
    let (mut t, mut signatures) = (None, vec![]);
    for part in header.split(',') {
        match part.split_once('=') {
            Some(("t", seconds)) if t.is_none() => t = seconds.parse().ok(),
            Some(("v1", hex)) if signatures.len() < MAX_SIGNATURES => signatures.push(hex),
            // Newer schemes may stand beside ours.
            _ => {}
        }
    }
    Ok((t.ok_or(BadWebhook("the signature has no time"))?, signatures))
}

fn sign(secret: &Secret, t: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(t.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_for_its_bytes_its_secret_and_its_time() {
        let secrets = [Secret("new".into()), Secret("old".into())];
        let now = Timestamp::from_micros(1_000_000_000_000);
        let signed = |secret: &str, t: i64| sign(&Secret(secret.into()), t, b"{}");
        let try_with = |header: Option<String>, body: &[u8]| {
            let headers = header.map(|header| ("sim-signature".to_owned(), header)).into_iter().collect();
            check(&headers, body, &secrets, now)
        };
        let good = signed("old", 1_000_000);
        assert_eq!(try_with(Some(format!("t=1000000,v1={good}")), b"{}"), Ok(()));
        assert_eq!(try_with(Some(format!("t=1000000,v1={},v1={good}", "0".repeat(64))), b"{}"), Ok(()));
        assert_eq!(try_with(Some(format!("t=999700,v1={}", signed("new", 999_700))), b"{}"), Ok(()));
        for header in [
            format!("t=1000000,v1={}", signed("other", 1_000_000)),
            format!("t=1000000,v1={}", good.to_uppercase()),
            format!("t=1000000,v0={good}"),
            format!("t=1000001,v1={good}"),
            format!("t=999699,v1={}", signed("new", 999_699)),
            format!("t=1000301,v1={}", signed("new", 1_000_301)),
            format!("v1={good}"),
            format!("t=x,v1={good}"),
            String::new(),
        ] {
            assert!(try_with(Some(header.clone()), b"{}").is_err(), "{header}");
        }
        assert!(try_with(None, b"{}").is_err());
        assert!(try_with(Some(format!("t=1000000,v1={good}")), b"{ }").is_err());
    }
}

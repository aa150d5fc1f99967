//! Signatures: HMAC-SHA256 over the body, under the characters of the secret.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use infrasell_kernel::Random;
use sha2::Sha256;

/// How every secret begins, so that it is recognised where it should not be.
const PREFIX: &str = "whsec_";
const SECRET_BYTES: usize = 32;

/// A secret of 256 random bits.
pub(crate) fn fresh_secret(random: &dyn Random) -> String {
    let mut bytes = [0; SECRET_BYTES];
    random.fill(&mut bytes);
    format!("{PREFIX}{}", hex::encode(bytes))
}

/// The signature of a body, in base64.
pub(crate) fn signature(secret: &[u8], body: &[u8]) -> String {
    // a key of HMAC may have any length, so this is always there
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;

    #[test]
    fn the_signature_is_the_one_of_rfc_4231() {
        // test case 2
        let expected = hex::decode("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843").unwrap();
        assert_eq!(signature(b"Jefe", b"what do ya want for nothing?"), STANDARD.encode(expected));
    }

    #[test]
    fn no_two_secrets_are_the_same() {
        let (one, two) = (fresh_secret(&OsRandom), fresh_secret(&OsRandom));
        assert!(one.starts_with(PREFIX) && one.len() == PREFIX.len() + 64);
        assert_ne!(one, two);
    }
}

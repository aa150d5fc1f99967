//! Time-based one-time codes (RFC 6238: HMAC-SHA-1, six digits, 30 seconds) and recovery codes. Pure.

use hmac::{Hmac, KeyInit, Mac};
use infrasell_kernel::{Random, Timestamp};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The length of a shared secret, bytes (RFC 4226 recommends 160 bits).
pub(crate) const SECRET_LENGTH: usize = 20;
/// How long a code is shown, seconds.
const STEP_SECONDS: i64 = 30;
/// How many steps a clock may be off either way.
const STEPS_OFF: i64 = 1;
/// How many recovery codes one gets.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 80 bits, so that its plain hash cannot be searched through.
const RECOVERY_BYTES: usize = 10;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step that `code` belongs to, if it is one of those around `now` and later than `last`, the last one that was used.
pub(crate) fn check(secret: &[u8], code: &str, now: Timestamp, last: i64) -> Option<i64> {
    let present = now.micros().div_euclid(STEP_SECONDS * 1_000_000);
    let mut found = None;
    for step in present - STEPS_OFF..=present + STEPS_OFF {
        let same: bool = at(secret, step).as_bytes().ct_eq(code.as_bytes()).into();
        if same && step > last {
            found = Some(step);
        }
    }
    found
}

/// The code of a step, six digits.
pub(crate) fn at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let start = usize::from(digest[19] & 0x0f);
    let four = [digest[start] & 0x7f, digest[start + 1], digest[start + 2], digest[start + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The step that contains `now`.
#[cfg(test)]
pub(crate) fn step(now: Timestamp) -> i64 {
    now.micros().div_euclid(STEP_SECONDS * 1_000_000)
}

/// Base32 (RFC 4648) without padding, as authenticator apps take it.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let (mut out, mut buffer, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits) as usize & 31]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(buffer << (5 - bits)) as usize & 31]));
    }
    out
}

/// What an authenticator app reads from a QR code.
pub(crate) fn uri(secret: &[u8], account: &str, issuer: &str) -> String {
    let (secret, account, issuer) = (base32(secret), escaped(account), escaped(issuer));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// Percent-encoding of everything but what RFC 3986 leaves unreserved.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Fresh recovery codes: four groups of four.
pub(crate) fn recovery_codes(random: &dyn Random) -> Vec<String> {
    let mut codes = vec![];
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0; RECOVERY_BYTES];
        random.fill(&mut bytes);
        let text = base32(&bytes);
        codes.push([&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-"));
    }
    codes
}

/// The hash under which a recovery code is kept; how it was typed does not matter. Nothing for what cannot be one.
pub(crate) fn recovery_hash(code: &str) -> Option<[u8; 32]> {
    let plain: String =
        code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
    let is_one = plain.len() == RECOVERY_BYTES * 8 / 5 && plain.bytes().all(|b| ALPHABET.contains(&b));
    is_one.then(|| Sha256::digest(plain).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at_second(second: i64) -> Timestamp {
        Timestamp::from_micros(second * 1_000_000)
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // appendix B, the last six of the eight digits
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(at(SECRET, step(at_second(second))), code, "{second}");
            assert!(check(SECRET, code, at_second(second), 0).is_some());
        }
    }

    #[test]
    fn a_code_is_taken_one_step_off_and_once() {
        let now = at_second(3_000);
        let code = |step: i64| at(SECRET, step);
        for step in 99..=101 {
            assert_eq!(check(SECRET, &code(step), now, 0), Some(step));
        }
        assert_eq!(check(SECRET, &code(98), now, 0), None);
        assert_eq!(check(SECRET, &code(102), now, 0), None);
        assert_eq!(check(SECRET, &code(100), now, 100), None, "a replay");
        assert_eq!(check(SECRET, &code(99), now, 100), None, "an older one after a newer one");
        assert_eq!(check(SECRET, &code(101), now, 100), Some(101));
        for bad in ["", "1", "12345", "1234567", "abcdef", " 287082", "２８７０８２", "\0\0\0\0\0\0"] {
            assert_eq!(check(SECRET, bad, now, 0), None, "{bad}");
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (plain, coded) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), coded);
        }
        let uri = uri(SECRET, "asha rao@b.in", "Infrasell");
        assert!(
            uri.starts_with("otpauth://totp/Infrasell:asha%20rao%40b.in?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"),
            "{uri}"
        );
    }

    #[test]
    fn recovery_codes_are_ten_and_read_however_they_are_typed() {
        let codes = recovery_codes(&OsRandom);
        let unique: std::collections::BTreeSet<_> = codes.iter().map(|code| recovery_hash(code)).collect();
        assert_eq!((codes.len(), unique.len()), (10, 10));
        let typed = codes[0].to_lowercase().replace('-', " ");
        assert_eq!(recovery_hash(&typed), recovery_hash(&codes[0]));
        for bad in ["", "123456", "ABCD-ABCD-ABCD-ABC1", "ABCD-ABCD-ABCD-ABCD-ABCD"] {
            assert_eq!(recovery_hash(bad), None, "{bad}");
        }
    }
}

//! The secrets of sessions, API keys, refresh tokens and links in mails.
//!
//! A secret is a prefix that says what it opens, and 256 random bits in base64url. It is found by its SHA-256, so the
//! time that a look-up takes tells nothing about how much of a guess was right; a slow hash would add nothing, since 256
//! bits cannot be guessed. What opens a storefront to everybody is 168 bits: with its prefix 32 characters, which is how
//! storefronts tell a token that may be seen from one that leaked.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use infrasell_kernel::Random;
use sha2::{Digest, Sha256};

/// What a secret opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    /// A session.
    Session,
    /// What an API key may.
    Key,
    /// A customer's session.
    CustomerSession,
    /// The next pair of tokens.
    Refresh,
    /// What a link in a mail is for.
    Mail,
    /// A storefront, to everybody.
    PublicStorefront,
    /// A storefront, to its own server.
    PrivateStorefront,
}

const PREFIX_LENGTH: usize = 4;
/// How many of its first characters are shown, to tell keys apart; the bits behind them, 120 at least, still cannot be
/// guessed.
const SHOWN: usize = 12;

/// A fresh secret. Has no `Debug`, so that it cannot be logged by mistake.
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn fresh(opens: Opens, random: &dyn Random) -> Self {
        let mut bytes = vec![0; opens.bytes()];
        random.fill(&mut bytes);
        Secret(format!("{}{}", opens.prefix(), URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What the holder sends.
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    /// What is stored.
    pub(crate) fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }

    /// What may be shown.
    pub(crate) fn shown(&self) -> String {
        self.0[..SHOWN].to_owned()
    }
}

impl Opens {
    const ALL: [Opens; 7] = [
        Opens::Session,
        Opens::Key,
        Opens::CustomerSession,
        Opens::Refresh,
        Opens::Mail,
        Opens::PublicStorefront,
        Opens::PrivateStorefront,
    ];

    fn prefix(self) -> &'static str {
        match self {
            Opens::Session => "ifs_",
            Opens::Key => "ifk_",
            Opens::CustomerSession => "ifc_",
            Opens::Refresh => "ifr_",
            Opens::Mail => "ifm_",
            Opens::PublicStorefront => "ift_",
            Opens::PrivateStorefront => "ifp_",
        }
    }

    /// How many bytes of it are random.
    fn bytes(self) -> usize {
        if self == Opens::PublicStorefront { 21 } else { 32 }
    }

    /// Their characters, in base64url without padding.
    fn body_length(self) -> usize {
        (self.bytes() * 4).div_ceil(3)
    }
}

/// What a text that a caller sent may open, and the hash under which to look; nothing when it has not the form of a
/// secret.
pub(crate) fn read(text: &str) -> Option<(Opens, [u8; 32])> {
    let opens = Opens::ALL.into_iter().find(|opens| text.starts_with(opens.prefix()))?;
    let body = &text[PREFIX_LENGTH..];
    let inside = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (body.len() == opens.body_length() && body.bytes().all(inside)).then(|| (opens, hash(text)))
}

/// The hash under which to look for what a caller sent, if it may open this.
pub(crate) fn read_as(wanted: Opens, text: &str) -> Option<[u8; 32]> {
    read(text).filter(|(opens, _)| *opens == wanted).map(|(_, hash)| hash)
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;

    #[test]
    fn a_secret_is_read_back_and_shows_twelve_characters() {
        for opens in Opens::ALL {
            let (one, two) = (Secret::fresh(opens, &OsRandom), Secret::fresh(opens, &OsRandom));
            assert_ne!(one.hash(), two.hash());
            let (shown, hash, text) = (one.shown(), one.hash(), one.into_text());
            assert_eq!(read(&text), Some((opens, hash)));
            let others = Opens::ALL.into_iter().filter(|other| *other != opens);
            assert_eq!(others.filter_map(|other| read_as(other, &text)).count(), 0);
            assert_eq!(read_as(opens, &text), Some(hash));
            let length = if opens == Opens::PublicStorefront { 32 } else { 47 };
            assert_eq!((shown.len(), text.len()), (12, length));
            assert!(text.starts_with(&shown));
        }
    }

    #[test]
    fn what_has_not_the_form_is_not_looked_for() {
        let good = Secret::fresh(Opens::Key, &OsRandom).into_text();
        let huge = format!("ifk_{}", "a".repeat(1_000_000));
        let hostile = [
            "",
            "ifk_",
            "ifk",
            "ifx_",
            &good[..46],
            &good[1..],
            &format!("{good}a"),
            &format!("{good} "),
            &huge,
            &good.replace("ifk_", "IFK_"),
            &format!("ifk_{}", "é".repeat(21)),
            &format!("ifk_{}", "\0".repeat(43)),
            "🔑",
        ];
        for text in hostile {
            assert_eq!(read(text), None, "{}", text.chars().take(60).collect::<String>());
        }
    }
}

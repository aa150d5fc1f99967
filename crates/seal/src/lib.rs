//! What has to be computed with is kept sealed: the private halves of signing keys, the secrets of second factors and of
//! webhooks.
//! AES-256-GCM under a master key that stands outside the database.
//!
//! Always true: a sealed value opens only in the row that it was sealed for; it names the key that it needs; the first
//! master key seals, every one opens; a key is never printed.

use infrasell_kernel::Random;
use infrasell_rpc::Fault;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// The most master keys of a shop: the one that seals, and older ones.
pub const MOST_MASTER_KEYS: usize = 16;
/// The first byte of everything sealed.
const FORMAT: u8 = 1;
const KEY_LENGTH: usize = 32;
const ID_LENGTH: usize = 8;
const HEAD_LENGTH: usize = 1 + ID_LENGTH + NONCE_LEN;

/// Why something cannot be sealed or opened. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no master key where one is needed.
    #[error(
        "the master key is missing ({place}), and secrets in the database are sealed with it: put it back; \
         when it is lost, `infrasell key rotate-master --forget` makes a new one and gives up what it sealed"
    )]
    Missing {
        /// Where it is looked for.
        place: String,
    },
    /// The master key cannot be read or written.
    #[error("the master key ({place}): {cause}")]
    Unusable {
        /// Where it is.
        place: String,
        /// What is wrong.
        cause: String,
    },
    /// The text is not of master keys.
    #[error("key {at} of the master key is not 64 hexadecimal digits")]
    Malformed {
        /// Which one, from 1.
        at: usize,
    },
    /// Too few keys, or too many.
    #[error("there must be 1 to {MOST_MASTER_KEYS} master keys, not {0}")]
    Count(usize),
    /// Sealed with a key that we do not have.
    #[error(
        "sealed with the master key {wanted}, and there is only {have} ({place}): put that one back, behind the others"
    )]
    Unknown {
        /// The key's id.
        wanted: String,
        /// The ids of those at hand.
        have: String,
        /// Where they are.
        place: String,
    },
    /// Not what was sealed, or not in its own row.
    #[error("a sealed secret of {row} is damaged, or was moved there from another row")]
    Damaged {
        /// The row.
        row: String,
    },
}

impl From<SealError> for Fault {
    fn from(error: SealError) -> Self {
        Fault::internal(error)
    }
}

/// A key that seals, and its name.
struct MasterKey {
    id: [u8; ID_LENGTH],
    text: String,
    key: LessSafeKey,
}

impl MasterKey {
    fn new(bytes: &[u8; KEY_LENGTH]) -> Option<MasterKey> {
        let mut id = [0; ID_LENGTH];
        let hash = Sha256::new().chain_update("infrasell master key ").chain_update(bytes).finalize();
        id.copy_from_slice(&hash[..ID_LENGTH]);
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).ok()?);
        Some(MasterKey { id, text: hex::encode(bytes), key })
    }
}

/// The master keys of a shop: the first seals, every one opens.
pub struct MasterKeys(Vec<MasterKey>);

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeys({})", self.ids().join(", "))
    }
}

impl MasterKeys {
    /// Keys of 64 hexadecimal digits, apart by white space or commas; what stands behind `#` on a line is for people.
    ///
    /// # Errors
    /// When one is not such a key, or there are none or too many.
    pub fn parse(text: &str) -> Result<MasterKeys, SealError> {
        let said = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        let words: Vec<&str> = said
            .flat_map(|line| line.split(|c: char| c.is_whitespace() || c == ','))
            .filter(|w| !w.is_empty())
            .collect();
        if words.is_empty() || words.len() > MOST_MASTER_KEYS {
            return Err(SealError::Count(words.len()));
        }
        let mut keys = vec![];
        for (i, word) in words.into_iter().enumerate() {
            let mut bytes = [0; KEY_LENGTH];
            let key = hex::decode_to_slice(word, &mut bytes).ok().and_then(|()| MasterKey::new(&bytes));
            keys.push(key.ok_or(SealError::Malformed { at: i + 1 })?);
        }
        Ok(MasterKeys(keys))
    }

    /// One fresh key, before those of `older`.
    ///
    /// # Errors
    /// When there are too many then.
    pub fn fresh(random: &dyn Random, older: Option<&MasterKeys>) -> Result<MasterKeys, SealError> {
        let mut bytes = [0; KEY_LENGTH];
        random.fill(&mut bytes);
        let text = format!("{}\n{}", hex::encode(bytes), older.map(MasterKeys::text).unwrap_or_default());
        MasterKeys::parse(&text)
    }

    /// What [`MasterKeys::parse`] reads: a key a line.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|key| format!("{}\n", key.text)).collect()
    }

    /// The names of the keys, which tell nothing of them; the first is that of the one that seals.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.0.iter().map(|key| hex::encode(key.id)).collect()
    }

    fn seals(&self, sealed: &[u8]) -> bool {
        self.0.first().is_some_and(|key| id_of(sealed) == Some(key.id))
    }

    fn seal(&self, row: &str, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>, SealError> {
        let key = self.0.first().ok_or(SealError::Count(0))?;
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut body = plain.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        let sealed = key.key.seal_in_place_append_tag(unique, Aad::from(row.as_bytes()), &mut body);
        sealed.map_err(|_| SealError::Damaged { row: row.to_owned() })?;
        Ok([&[FORMAT][..], &key.id, &nonce, &body].concat())
    }

    /// `None` when the key that it names is not among these.
    fn open(&self, row: &str, sealed: &[u8]) -> Option<Result<Vec<u8>, SealError>> {
        let damaged = || SealError::Damaged { row: row.to_owned() };
        let Some(id) = id_of(sealed) else { return Some(Err(damaged())) };
        let key = self.0.iter().find(|key| key.id == id)?;
        let (head, body) = sealed.split_at(HEAD_LENGTH);
        let mut body = body.to_vec();
        let opened = Nonce::try_assume_unique_for_key(&head[1 + ID_LENGTH..]).and_then(|nonce| {
            key.key.open_in_place(nonce, Aad::from(row.as_bytes()), &mut body).map(|plain| plain.len())
        });
        Some(opened.map_err(|_| damaged()).map(|length| {
            body.truncate(length);
            body
        }))
    }
}

/// The key that a sealed value names; `None` for what is not sealed.
#[must_use]
pub fn id_of(sealed: &[u8]) -> Option<[u8; ID_LENGTH]> {
    if sealed.len() < HEAD_LENGTH || sealed.first() != Some(&FORMAT) {
        return None;
    }
    sealed.get(1..1 + ID_LENGTH)?.try_into().ok()
}

/// Where the master keys stand.
pub trait KeySource: Send + Sync + 'static {
    /// The keys, if there are any.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read(&self) -> Result<Option<MasterKeys>, SealError>;

    /// Puts these down, unless somebody else has put others down meanwhile; returns those that are there then.
    ///
    /// # Errors
    /// When they cannot be written.
    fn make(&self, keys: MasterKeys) -> Result<MasterKeys, SealError>;

    /// Where they stand, for messages.
    fn place(&self) -> String;
}

/// The master keys in use: read at first use, and again when something names a key that is not among them.
pub struct Keyring {
    source: Arc<dyn KeySource>,
    held: Mutex<Option<Arc<MasterKeys>>>,
}

impl Keyring {
    /// The keys of this source.
    #[must_use]
    pub fn new(source: Arc<dyn KeySource>) -> Keyring {
        Keyring { source, held: Mutex::new(None) }
    }

    fn missing(&self) -> SealError {
        SealError::Missing { place: self.source.place() }
    }

    fn hold(&self, keys: MasterKeys) -> Arc<MasterKeys> {
        let keys = Arc::new(keys);
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys.clone());
        keys
    }

    fn keys(&self) -> Result<Arc<MasterKeys>, SealError> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        held.map_or_else(|| self.read_again(), Ok)
    }

    /// Reads the keys anew: somebody may have put a new one before them.
    ///
    /// # Errors
    /// When there are none, or they cannot be read.
    pub fn read_again(&self) -> Result<Arc<MasterKeys>, SealError> {
        let keys = self.source.read()?.ok_or_else(|| self.missing())?;
        Ok(self.hold(keys))
    }

    /// Reads the keys, and makes the first one where there is none.
    ///
    /// # Errors
    /// When they cannot be read or made.
    pub fn read_or_make(&self, random: &dyn Random) -> Result<(), SealError> {
        let keys = match self.source.read()? {
            Some(keys) => keys,
            None => self.source.make(MasterKeys::fresh(random, None)?)?,
        };
        self.hold(keys);
        Ok(())
    }

    /// Seals a secret for a row, with the key that is first by now: nothing new is sealed with one that was taken away.
    ///
    /// # Errors
    /// When there is no key.
    pub fn seal(&self, row: &str, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>, SealError> {
        self.read_again()?.seal(row, plain, random)
    }

    /// Opens what was sealed for a row.
    ///
    /// # Errors
    /// When its key is not there, or it is damaged or of another row.
    pub fn open(&self, row: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        if let Some(opened) = self.keys()?.open(row, sealed) {
            return opened;
        }
        let keys = self.read_again()?;
        let unknown = || SealError::Unknown {
            wanted: id_of(sealed).map(hex::encode).unwrap_or_default(),
            have: keys.ids().join(", "),
            place: self.source.place(),
        };
        keys.open(row, sealed).ok_or_else(unknown)?
    }

    /// Whether this is sealed with the key that seals now.
    ///
    /// # Errors
    /// When there is no key.
    pub fn is_current(&self, sealed: &[u8]) -> Result<bool, SealError> {
        Ok(self.keys()?.seals(sealed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;

    const ONE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const TWO: &str = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn keys_are_read_and_never_printed() {
        let keys = MasterKeys::parse(&format!("# made today\n{ONE} # the new one\n\n{TWO}\n")).unwrap();
        assert_eq!(keys.text(), format!("{ONE}\n{TWO}\n"));
        assert_eq!(MasterKeys::parse(&format!("{ONE},{TWO}")).unwrap().ids(), keys.ids());
        let printed = format!("{keys:?}");
        assert!(!printed.contains("00112233") && printed.contains(&keys.ids()[0]), "{printed}");
        assert_eq!(MasterKeys::parse(" \n# none\n").unwrap_err(), SealError::Count(0));
        assert_eq!(MasterKeys::parse(&format!("{ONE}\n{}", &TWO[1..])).unwrap_err(), SealError::Malformed { at: 2 });
        assert_eq!(MasterKeys::parse(&format!("{ONE}ü")).unwrap_err(), SealError::Malformed { at: 1 });
        assert_eq!(MasterKeys::parse(&format!("{ONE} ").repeat(17)).unwrap_err(), SealError::Count(17));
    }

    #[test]
    fn what_is_sealed_opens_only_whole_in_its_own_row_and_with_its_own_key() {
        let (old, new) = (MasterKeys::parse(ONE).unwrap(), MasterKeys::parse(&format!("{TWO}\n{ONE}")).unwrap());
        let sealed = old.seal("row 1", b"secret", &OsRandom).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_ne!(sealed, old.seal("row 1", b"secret", &OsRandom).unwrap(), "equal secrets do not show");
        assert_eq!(new.open("row 1", &sealed), Some(Ok(b"secret".to_vec())), "an older key still opens");
        assert!(old.seals(&sealed) && !new.seals(&sealed));
        assert_eq!(MasterKeys::parse(TWO).unwrap().open("row 1", &sealed), None);
        assert!(matches!(old.open("row 2", &sealed), Some(Err(SealError::Damaged { .. }))));
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(!matches!(old.open("row 1", &flipped), Some(Ok(_))), "byte {at}");
            assert!(!matches!(old.open("row 1", &sealed[..at]), Some(Ok(_))), "cut at {at}");
        }
    }
}

//! The secrets that service tokens are signed with, and their rotation.
//!
//! Always true: the first secret signs, all of them are accepted; a file is read again within a second of a change, and one
//! that cannot be read or holds no secret leaves the ones that were good in force.

use crate::token::{LEAST_SECRET_BYTES, SharedSecret};
use infrasell_kernel::{Clock, Timestamp};
use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// How often a file is looked at, at the most.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// The most secrets at once: the one that comes, the one that goes, and one too many.
const MOST_SECRETS: usize = 4;

/// What is wrong with the secrets.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file.
    #[error("{path} cannot be read: {cause}")]
    Unreadable {
        /// Which.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// There is none.
    #[error("there is no secret")]
    None,
    /// Somebody could guess one.
    #[error("a secret must have at least {LEAST_SECRET_BYTES} characters: `openssl rand -hex 32` makes one")]
    Short,
    /// Old ones were forgotten there.
    #[error("there are more than {MOST_SECRETS} secrets: take out the ones that nobody signs with")]
    TooMany,
}

struct Loaded {
    text: String,
    secrets: Arc<[SharedSecret]>,
    looked_at: Timestamp,
}

/// The secrets of this shop.
pub struct Keyring {
    file: Option<PathBuf>,
    clock: Arc<dyn Clock>,
    loaded: RwLock<Loaded>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Keyring {
    /// The secrets in `text`, parted by commas or lines. The first one signs.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn of(text: &str, clock: Arc<dyn Clock>) -> Result<Arc<Self>, KeyError> {
        let loaded = Loaded { text: text.into(), secrets: read(text)?, looked_at: clock.now() };
        Ok(Arc::new(Keyring { file: None, clock, loaded: RwLock::new(loaded) }))
    }

    /// The secrets in a file, as in [`Keyring::of`].
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn in_file(file: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Result<Arc<Self>, KeyError> {
        let file = file.into();
        let unreadable = |cause| KeyError::Unreadable { path: file.display().to_string(), cause };
        let text = std::fs::read_to_string(&file).map_err(unreadable)?;
        let loaded = Loaded { secrets: read(&text)?, text, looked_at: clock.now() };
        Ok(Arc::new(Keyring { file: Some(file), clock, loaded: RwLock::new(loaded) }))
    }

    /// The secrets of now.
    pub(crate) fn secrets(&self) -> Arc<[SharedSecret]> {
        let now = self.clock.now();
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = now.since(loaded.looked_at) < LOOKED_AT_EVERY && now >= loaded.looked_at;
        match &self.file {
            Some(file) if !is_fresh => {
                drop(loaded);
                self.look_again(file, now)
            }
            _ => loaded.secrets.clone(),
        }
    }

    fn look_again(&self, file: &PathBuf, now: Timestamp) -> Arc<[SharedSecret]> {
        // a small file, once a second: its change is seen whatever the file system says of its time
        let found = std::fs::read_to_string(file).map_err(|cause| cause.to_string());
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        loaded.looked_at = now;
        let changed = match found {
            Ok(text) if text == loaded.text => return loaded.secrets.clone(),
            Ok(text) => read(&text).map(|secrets| (text, secrets)).map_err(|cause| cause.to_string()),
            Err(cause) => Err(cause),
        };
        match changed {
            Ok((text, secrets)) => (loaded.text, loaded.secrets) = (text, secrets),
            Err(cause) => {
                let file = file.display();
                tracing::warn!(%file, cause, "the secrets of service tokens are not good: those before stay");
            }
        }
        loaded.secrets.clone()
    }
}

fn read(text: &str) -> Result<Arc<[SharedSecret]>, KeyError> {
    let found: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|secret| !secret.is_empty()).collect();
    match found.len() {
        0 => return Err(KeyError::None),
        1..=MOST_SECRETS => {}
        _ => return Err(KeyError::TooMany),
    }
    found.into_iter().map(|secret| SharedSecret::new(secret).ok_or(KeyError::Short)).collect()
}

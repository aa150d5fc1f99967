//! Where the master key stands: in a file of the shop's folder, in another one, or in the configuration.
//!
//! Always true: a file that is made here is its owner's alone, appears whole, and never replaces a key that is there; a
//! rotation keeps the older keys below the new one.

use crate::{app::data_file, config::Config};
use infrasell_db::new_file;
use infrasell_identity::{KeySource, MasterKeys, SealError};
use infrasell_kernel::{OsRandom, Random, Token};
use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The file in the shop's folder.
const FILE: &str = "master.key";
const HEADER: &str = "# The master key of this shop. Secrets in its database are sealed with the first line; those below still open.\n\
    # No backup holds this file: keep a copy where no backup is.\n";

/// Where the master key of a configuration is looked for.
#[must_use]
pub fn source(config: &Config, data: &Path) -> Arc<dyn KeySource> {
    match KeyFile::configured(config, data) {
        Some(file) => Arc::new(file),
        None => Arc::new(Given(config.identity.key.0.clone())),
    }
}

/// A key in the configuration.
struct Given(String);

impl KeySource for Given {
    fn read(&self) -> Result<Option<MasterKeys>, SealError> {
        MasterKeys::parse(&self.0).map(Some)
    }

    fn make(&self, _: MasterKeys) -> Result<MasterKeys, SealError> {
        Err(SealError::Missing { place: self.place() })
    }

    fn place(&self) -> String {
        "identity.key".into()
    }
}

/// A file of master keys.
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The file that holds the master key; `None` when the configuration itself does.
    #[must_use]
    pub fn configured(config: &Config, data: &Path) -> Option<KeyFile> {
        let identity = &config.identity;
        if !identity.key.0.trim().is_empty() {
            return None;
        }
        let named = identity.key_file.trim();
        Some(KeyFile(if named.is_empty() { data_file(data, FILE) } else { PathBuf::from(named) }))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Puts a fresh key before those that are there.
    ///
    /// # Errors
    /// [`SealError`]; the file is as it was then.
    pub fn rotate(&self, random: &dyn Random) -> Result<MasterKeys, SealError> {
        let missing = || SealError::Missing { place: self.place() };
        let keys = MasterKeys::fresh(random, Some(&self.read()?.ok_or_else(missing)?))?;
        let draft = self.draft(&keys)?;
        self.put(&draft, |draft| fs::rename(draft, &self.0))?;
        Ok(keys)
    }

    fn unusable(&self, cause: impl std::fmt::Display) -> SealError {
        SealError::Unusable { place: self.place(), cause: cause.to_string() }
    }

    /// The keys in a file beside, on the disk.
    fn draft(&self, keys: &MasterKeys) -> Result<PathBuf, SealError> {
        let mut name = self.0.clone().into_os_string();
        name.push(format!(".{}", Token::random(&OsRandom)));
        let path = PathBuf::from(name);
        let written = new_file(&path).and_then(|mut file| {
            file.write_all(format!("{HEADER}{}", keys.text()).as_bytes())?;
            file.sync_all()
        });
        written.map_err(|cause| self.unusable(cause))?;
        Ok(path)
    }

    fn put(&self, draft: &Path, put: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<bool, SealError> {
        let done = put(draft);
        if draft.exists() {
            fs::remove_file(draft).map_err(|cause| self.unusable(cause))?;
        }
        match done {
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => return Ok(false),
            other => other.map_err(|cause| self.unusable(cause))?,
        }
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        #[cfg(unix)]
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|cause| self.unusable(cause))?;
        Ok(true)
    }
}

impl KeySource for KeyFile {
    fn read(&self) -> Result<Option<MasterKeys>, SealError> {
        match fs::read_to_string(&self.0) {
            Ok(text) => MasterKeys::parse(&text).map(Some).map_err(|error| self.unusable(error)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(self.unusable(cause)),
        }
    }

    fn make(&self, keys: MasterKeys) -> Result<MasterKeys, SealError> {
        let draft = self.draft(&keys)?;
        // a link, which never replaces: of two processes that start at once, both go on with the first one's
        if self.put(&draft, |draft| fs::hard_link(draft, &self.0))? {
            return Ok(keys);
        }
        self.read()?.ok_or_else(|| SealError::Missing { place: self.place() })
    }

    fn place(&self) -> String {
        self.0.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (KeyFile, PathBuf) {
        let folder = std::env::temp_dir().join(format!("infrasell-key-{}", Token::random(&OsRandom)));
        fs::create_dir_all(&folder).unwrap();
        (KeyFile(folder.join(FILE)), folder)
    }

    #[test]
    fn a_key_is_made_once_and_is_its_owners_alone() {
        let (file, folder) = file();
        assert!(file.read().unwrap().is_none());
        let made = file.make(MasterKeys::fresh(&OsRandom, None).unwrap()).unwrap();
        let second = file.make(MasterKeys::fresh(&OsRandom, None).unwrap()).unwrap();
        assert_eq!(made.ids(), second.ids(), "who comes second takes the first one's");
        let rotated = file.rotate(&OsRandom).unwrap();
        assert_eq!(rotated.ids()[1..], made.ids()[..]);
        assert_eq!(file.read().unwrap().unwrap().ids(), rotated.ids());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file.0).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no draft is left");
        fs::write(&file.0, "no key").unwrap();
        let said = file.read().unwrap_err().to_string();
        assert!(said.contains("master.key") && said.contains("64 hexadecimal digits"), "{said}");
        assert!(file.rotate(&OsRandom).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_configuration_wins_over_the_file() {
        let mut config = Config::default();
        assert_eq!(KeyFile::configured(&config, Path::new("shop")).unwrap().0, Path::new("shop/master.key"));
        config.identity.key_file = "/etc/keys".into();
        assert_eq!(KeyFile::configured(&config, Path::new("shop")).unwrap().0, Path::new("/etc/keys"));
        config.identity.key.0 = "ab".repeat(32);
        assert!(KeyFile::configured(&config, Path::new("shop")).is_none());
        assert_eq!(source(&config, Path::new("shop")).read().unwrap().unwrap().ids().len(), 1);
    }
}

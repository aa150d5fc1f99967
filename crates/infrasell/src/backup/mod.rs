//! Backups: a shop in one file, taken while it sells, and put back.
//!
//! Always true: a backup appears under its name only when it is whole and on the disk; it holds every order that was
//! acknowledged before it was begun, and no secret of the configuration; putting one back refuses a file that is wrong,
//! damaged, cut short or newer, and moves aside what is in its way instead of overwriting it.

pub mod archive;
mod restore;
mod scheduled;
mod status;
mod take;

pub use restore::{Restored, Target, Unpacked, restore, unpack};
pub use scheduled::job;
pub(crate) use scheduled::take_noted;
pub use status::{Failed, Status, Success, status};
pub use take::{Source, Taken, take};

use infrasell_db::snapshot::SnapshotError;
use std::{io, path::Path};

/// The name of the database among the parts: a SQLite file.
const SQLITE_PART: &str = "database/shop.db";
/// The name of the database among the parts: a dump of PostgreSQL.
const POSTGRES_PART: &str = "database/shop.dump";
/// The configuration among the parts.
const CONFIG_PART: &str = "config/infrasell.toml";
/// The configuration in the shop's folder.
const CONFIG_FILE: &str = "infrasell.toml";
/// The folders of the shop's folder whose files belong to the shop.
const FOLDERS: [&str; 3] = ["blobs", "media", "templates"];

/// Why a backup could not be taken, checked or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A file.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
    /// There is something already where the backup is to be.
    #[error("{path} is there already, and is not overwritten: name another file, or a folder")]
    Exists {
        /// Where.
        path: String,
    },
    /// A file that is no backup.
    #[error("{path} is not a backup of Infrasell, or was cut short")]
    NoBackup {
        /// Which.
        path: String,
    },
    /// A backup that is not as it was written.
    #[error("{path} is damaged: {why}")]
    Damaged {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// A backup in a format of a later build.
    #[error("{path} is of format {format}, and this build reads up to {}: use a newer build", archive::FORMAT)]
    NewerFormat {
        /// Which.
        path: String,
        /// Its format.
        format: u32,
    },
    /// A backup of a later build's schema.
    #[error("{path} was written by {build}, whose schema is newer ({what}): use that build or a newer one")]
    NewerSchema {
        /// Which.
        path: String,
        /// By what.
        build: String,
        /// Which service's schema.
        what: String,
    },
    /// A backup of the other engine.
    #[error("{path} holds a shop on {has}, and cannot be put into {wants}")]
    WrongEngine {
        /// Which.
        path: String,
        /// Its engine.
        has: String,
        /// Where it was to be put.
        wants: String,
    },
    /// A backup that only the engine it is of can read.
    #[error(
        "{path} holds a shop on {has}, whose dump only {has} can read: restore it into a database of its own, and copy \
         that"
    )]
    NotPortable {
        /// Which.
        path: String,
        /// Its engine.
        has: String,
    },
    /// Something is in the way of a shop that is put back.
    #[error("{what} is there already, and is not overwritten; --replace moves it aside")]
    Occupied {
        /// What.
        what: String,
    },
    /// What was put back is not what the manifest says.
    #[error("the shop that was put back is not the one that the backup's manifest describes: {0}")]
    Differs(String),
}

impl BackupError {
    /// What the system says of a file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |cause| BackupError::File { path, cause }
    }
}

/// Makes what happened in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// A folder for what is not finished; gone when it is dropped.
struct Staging(std::path::PathBuf);

/// How the names of such folders begin.
const STAGING: &str = ".infrasell-unfinished-";

impl Staging {
    /// Makes one in `folder`, for its owner alone, and takes away those that killed processes left there.
    fn new(folder: &Path, name: &str) -> Result<Staging, BackupError> {
        let day = std::time::Duration::from_secs(24 * 3600);
        for entry in std::fs::read_dir(folder).map_err(BackupError::file(folder))?.flatten() {
            let is_old = entry.metadata().and_then(|m| m.modified()).is_ok_and(|m| m.elapsed().is_ok_and(|a| a > day));
            if is_old && entry.file_name().to_string_lossy().starts_with(STAGING) {
                // what cannot be taken away now is tried again with the next backup
                let _left = std::fs::remove_dir_all(entry.path());
            }
        }
        let path = folder.join(format!("{STAGING}{name}"));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(BackupError::file(&path))?;
        Ok(Staging(path))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(cause) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %cause, "an unfinished folder stays behind");
        }
    }
}

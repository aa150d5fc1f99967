//! What became of the last backup: one small file in the shop's folder, which can be read when nothing else can.

use infrasell_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::{io, path::Path, time::Duration};

const FILE: &str = "last-backup.json";

/// What became of the last backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The last one that succeeded.
    pub succeeded: Option<Success>,
    /// When the last try failed, and why; absent when it succeeded.
    pub failed: Option<Failed>,
}

/// A backup that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Success {
    /// When it was begun: it holds everything that was acknowledged before.
    pub at: Timestamp,
    /// Where it is.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// How long it took, milliseconds.
    pub took_ms: u64,
}

/// A backup that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// What became of the last backup of the shop in `data`. Without a word, or with one that cannot be read, nothing did.
#[must_use]
pub fn status(data: &Path) -> Status {
    let text = std::fs::read_to_string(data.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Notes what became of a backup that was begun at `at`. That it cannot be noted does not undo it.
pub(super) fn note(data: &Path, at: Timestamp, took: Duration, result: Result<&super::Taken, &super::BackupError>) {
    let mut new = status(data);
    match result {
        Ok(taken) => {
            let file = std::path::absolute(&taken.path).unwrap_or_else(|_| taken.path.clone());
            new.succeeded = Some(Success {
                at,
                file: file.display().to_string(),
                bytes: taken.bytes,
                took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            });
            new.failed = None;
        }
        Err(error) => new.failed = Some(Failed { at, reason: error.to_string() }),
    }
    if let Err(cause) = write(data, &new) {
        tracing::warn!(folder = %data.display(), %cause, "what became of the backup could not be noted");
    }
}

fn write(data: &Path, status: &Status) -> io::Result<()> {
    let (file, draft) = (data.join(FILE), data.join(format!("{FILE}.new")));
    std::fs::write(&draft, serde_json::to_vec_pretty(status)?)?;
    std::fs::rename(draft, file)
}

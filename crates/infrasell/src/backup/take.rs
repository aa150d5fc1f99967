//! Taking a backup.

use super::{
    BackupError, CONFIG_FILE, CONFIG_PART, FOLDERS, POSTGRES_PART, SQLITE_PART, Staging,
    archive::{self, FORMAT, Manifest},
    sync_folder,
};
use crate::config;
use infrasell_db::{Db, Engine};
use infrasell_engines::blobs::UNFINISHED;
use infrasell_kernel::{OsRandom, Timestamp, Token};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How the names that we give begin, and end.
const PREFIX: &str = "infrasell-";
const SUFFIX: &str = ".tar";

/// A shop to be backed up.
#[derive(Clone)]
pub struct Source {
    /// Its database.
    pub db: Db,
    /// Its folder.
    pub data: PathBuf,
    /// The folder of PostgreSQL's programs, where they are not on the PATH.
    pub programs: Option<PathBuf>,
}

/// A backup that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it holds.
    pub manifest: Manifest,
    /// Older backups that were removed.
    pub removed: Vec<PathBuf>,
}

/// Backs the shop up into the new file `to`, or into a file of our naming when `to` is a folder. Of the files that we
/// named, `keep` are kept there then, the newest.
///
/// # Errors
/// [`BackupError`]; nothing is left behind then, and no older backup was removed.
pub async fn take(source: &Source, to: &Path, keep: Option<usize>) -> Result<Taken, BackupError> {
    let now = source.db.now();
    let (folder, path) = place(to, now)?;
    let staging = Staging::new(&folder, &Token::random(&OsRandom).to_string())?;
    let (engine, name) = match source.db.engine() {
        Engine::Sqlite => ("sqlite", SQLITE_PART),
        Engine::Postgres => ("postgres", POSTGRES_PART),
    };
    let copy = staging.0.join("database");
    let snapshot = source.db.snapshot(&copy, source.programs.as_deref()).await?;
    let mut manifest = Manifest {
        format: FORMAT,
        build: concat!("infrasell ", env!("CARGO_PKG_VERSION")).into(),
        created_at: now,
        engine: engine.into(),
        schema: snapshot.schema,
        rows: snapshot.rows,
        settings_left_out: vec![],
        parts: vec![],
    };
    let mut parts = vec![(name.to_owned(), copy)];
    parts.extend(configuration(&source.data, &staging.0, &mut manifest)?);
    for name in FOLDERS {
        add_files(&source.data.join(name), name, &mut parts)?;
    }
    let done = tokio::task::spawn_blocking(move || {
        let draft = staging.0.join("archive");
        archive::write(&draft, &parts, &mut manifest).map_err(BackupError::file(&draft))?;
        put(&draft, &path)?;
        let bytes = fs::metadata(&path).map_err(BackupError::file(&path))?.len();
        let removed = keep.map_or(Ok(vec![]), |keep| rotate(&folder, keep))?;
        Ok(Taken { path, bytes, manifest, removed })
    });
    done.await
        .map_err(|cause| BackupError::File { path: to.display().to_string(), cause: std::io::Error::other(cause) })?
}

/// The folder that the backup comes into, and its path.
fn place(to: &Path, now: Timestamp) -> Result<(PathBuf, PathBuf), BackupError> {
    let is_folder = to.is_dir() || to.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    if is_folder {
        fs::create_dir_all(to).map_err(BackupError::file(to))?;
        return Ok((to.to_owned(), to.join(name(now))));
    }
    if to.exists() {
        return Err(BackupError::Exists { path: to.display().to_string() });
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(BackupError::File { path: folder.display().to_string(), cause });
    }
    Ok((folder.to_owned(), to.to_owned()))
}

/// A name that sorts by time and can stand in any file system: `infrasell-2026-04-01T06-30-00.250Z.tar`.
fn name(now: Timestamp) -> String {
    let micros = now.micros();
    let second = Timestamp::from_micros(micros - micros.rem_euclid(1_000_000)).to_string();
    let second = second.trim_end_matches('Z').replace(':', "-");
    format!("{PREFIX}{second}.{:03}Z{SUFFIX}", micros.rem_euclid(1_000_000) / 1_000)
}

fn is_ours(name: &str) -> bool {
    let Some(time) = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX)) else { return false };
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00-00-00.000Z"
}

/// Moves the finished file to its name.
fn put(draft: &Path, path: &Path) -> Result<(), BackupError> {
    if path.exists() {
        return Err(BackupError::Exists { path: path.display().to_string() });
    }
    fs::rename(draft, path).map_err(BackupError::file(path))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync_folder(folder).map_err(BackupError::file(folder))
}

/// Removes the oldest of our files but `keep`, at least one.
fn rotate(folder: &Path, keep: usize) -> Result<Vec<PathBuf>, BackupError> {
    let mut ours = vec![];
    for entry in fs::read_dir(folder).map_err(BackupError::file(folder))? {
        let entry = entry.map_err(BackupError::file(folder))?;
        if is_ours(&entry.file_name().to_string_lossy()) {
            ours.push(entry.path());
        }
    }
    ours.sort();
    ours.truncate(ours.len().saturating_sub(keep.max(1)));
    for old in &ours {
        fs::remove_file(old).map_err(BackupError::file(old))?;
    }
    Ok(ours)
}

/// The configuration file without what is secret or of this machine alone.
fn configuration(
    data: &Path,
    staging: &Path,
    manifest: &mut Manifest,
) -> Result<Option<(String, PathBuf)>, BackupError> {
    let file = data.join(CONFIG_FILE);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(BackupError::file(&file)(cause)),
    };
    let (text, left_out) = config::without_secrets(&text);
    let copy = staging.join(CONFIG_FILE);
    fs::write(&copy, text).map_err(BackupError::file(&copy))?;
    manifest.settings_left_out = left_out;
    Ok(Some((CONFIG_PART.to_owned(), copy)))
}

/// Every file below a folder, if there is one, sorted by name. A link is not followed: it may lead anywhere.
fn add_files(folder: &Path, name: &str, parts: &mut Vec<(String, PathBuf)>) -> Result<(), BackupError> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut entries = vec![];
    for entry in fs::read_dir(folder).map_err(BackupError::file(folder))? {
        entries.push(entry.map_err(BackupError::file(folder))?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(BackupError::file(folder))?;
        let Some(own) = entry.file_name().to_str().map(str::to_owned) else {
            tracing::warn!(file = %entry.path().display(), "a file whose name is not UTF-8 is not backed up");
            continue;
        };
        if own == UNFINISHED {
            continue;
        }
        let name = format!("{name}/{own}");
        if kind.is_dir() {
            add_files(&entry.path(), &name, parts)?;
        } else if kind.is_file() {
            parts.push((name, entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_time_and_are_known_again() {
        let at = |text: &str| name(text.parse().unwrap());
        assert_eq!(at("2026-04-01T06:30:00.25Z"), "infrasell-2026-04-01T06-30-00.250Z.tar");
        assert!(at("2026-04-01T06:30:00Z") < at("2026-04-01T06:30:00.001Z"));
        assert!(is_ours(&at("2026-04-01T06:30:00Z")));
        for other in ["infrasell-.tar", "infrasell-2026-04-01T06-30-00.250Z.tar.gz", "mine-2026.tar", "infrasell.toml"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}

//! Files in a folder. Each is written under a name of its own first, and has its own only when it is whole.

use super::{BlobError, BlobInfo, Blobs, check};
use async_trait::async_trait;
use bytes::Bytes;
use infrasell_kernel::{OsRandom, Token};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    time::Duration,
};

/// The folder in which files are until they are whole; no name of a file begins with a point.
pub const UNFINISHED: &str = ".unfinished";
/// How old what a killed process left there is before it is taken away: older than anything takes to be written.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// A folder of files.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    is_durable: bool,
}

impl Disk {
    /// Files that must not be lost: each is on the disk when [`Blobs::put`] returns.
    #[must_use]
    pub fn durable(root: PathBuf) -> Self {
        Disk { root, is_durable: true }
    }

    /// Files that can be made again: a power cut may take the last ones.
    #[must_use]
    pub fn passing(root: PathBuf) -> Self {
        Disk { root, is_durable: false }
    }

    fn path(&self, key: &str) -> Result<PathBuf, BlobError> {
        check(key)?;
        Ok(key.split('/').fold(self.root.clone(), |path, part| path.join(part)))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let unfinished = self.root.join(UNFINISHED);
        fs::create_dir_all(&unfinished)?;
        sweep(&unfinished);
        let draft = unfinished.join(Token::random(&OsRandom).to_string());
        let written = self.draft(&draft, bytes).and_then(|()| self.put_in_place(&draft, path));
        if written.is_err() {
            // what cannot be taken away now is swept up later
            let _left = fs::remove_file(&draft);
        }
        written
    }

    fn draft(&self, draft: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create_new(draft)?;
        file.write_all(bytes)?;
        if self.is_durable { file.sync_all() } else { Ok(()) }
    }

    fn put_in_place(&self, draft: &Path, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.root);
        let is_new = !folder.is_dir();
        fs::create_dir_all(folder)?;
        fs::rename(draft, path)?;
        if self.is_durable {
            sync(folder)?;
            let mut above = folder.ancestors().skip(1).take_while(|above| is_new && above.starts_with(&self.root));
            above.try_for_each(sync)?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes away what killed processes have left.
fn sweep(unfinished: &Path) {
    let Ok(entries) = fs::read_dir(unfinished) else { return };
    for entry in entries.flatten() {
        if entry.metadata().is_ok_and(|meta| age(&meta) > LEFT_BEHIND) {
            // another one may have been faster
            let _gone = fs::remove_file(entry.path());
        }
    }
}

fn age(meta: &fs::Metadata) -> Duration {
    meta.modified().ok().and_then(|at| at.elapsed().ok()).unwrap_or_default()
}

/// What is there, or nothing.
fn there<T>(found: io::Result<T>) -> Result<Option<T>, BlobError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(cause) => Err(cause.into()),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|cause| Err(io::Error::other(cause).into()))
}

#[async_trait]
impl Blobs for Disk {
    async fn put(&self, key: &str, bytes: Bytes) -> Result<(), BlobError> {
        let (disk, path) = (self.clone(), self.path(key)?);
        blocking(move || Ok(disk.write(&path, &bytes)?)).await
    }

    async fn get(&self, key: &str) -> Result<Option<Bytes>, BlobError> {
        let path = self.path(key)?;
        blocking(move || Ok(there(fs::read(&path))?.map(Bytes::from))).await
    }

    async fn find(&self, key: &str) -> Result<Option<BlobInfo>, BlobError> {
        let (path, key) = (self.path(key)?, key.to_owned());
        blocking(move || {
            let found = there(fs::metadata(&path))?.filter(fs::Metadata::is_file);
            Ok(found.map(|meta| BlobInfo { key, bytes: meta.len(), age: age(&meta) }))
        })
        .await
    }

    async fn delete(&self, key: &str) -> Result<bool, BlobError> {
        let path = self.path(key)?;
        blocking(move || Ok(there(fs::remove_file(&path))?.is_some())).await
    }

    async fn list(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<BlobInfo>, BlobError> {
        let (root, prefix, after) = (self.root.clone(), prefix.to_owned(), after.map(str::to_owned));
        blocking(move || {
            let mut found = vec![];
            collect(&root, "", &prefix, &mut found)?;
            found.retain(|info: &BlobInfo| after.as_ref().is_none_or(|after| info.key > *after));
            found.sort_unstable_by(|a, b| a.key.cmp(&b.key));
            found.truncate(limit);
            Ok(found)
        })
        .await
    }
}

/// Every file below a folder whose name begins with `prefix`; `at` is the folder's own name in front of theirs.
fn collect(folder: &Path, at: &str, prefix: &str, found: &mut Vec<BlobInfo>) -> Result<(), BlobError> {
    let Some(entries) = there(fs::read_dir(folder))? else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(|name| format!("{at}{name}")) else { continue };
        let may_match = name.starts_with(prefix) || prefix.starts_with(&name);
        if !may_match || check(&name).is_err() {
            continue;
        }
        let Some(meta) = there(entry.metadata())? else { continue };
        if meta.is_dir() {
            collect(&entry.path(), &format!("{name}/"), prefix, found)?;
        } else if meta.is_file() && name.starts_with(prefix) {
            found.push(BlobInfo { key: name, bytes: meta.len(), age: age(&meta) });
        }
    }
    Ok(())
}

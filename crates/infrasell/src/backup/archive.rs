//! One file that holds a shop: a tar archive that any `tar` can open, its manifest in the last entry, and behind the
//! archive a line with the SHA-256 of everything before it.
//!
//! Always true: a file with one changed, missing or added byte anywhere is refused before anything of it is used; a part
//! has the name, the size and the hash that the manifest gives; no part is written outside the folder it is meant for.

use super::BackupError;
use infrasell_db::new_file;
use infrasell_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Component, Path, PathBuf},
};

/// The format that this build writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
/// How the names of the pictures that the shop keeps begin.
const BLOBS: &str = "blobs/";
/// The last entry.
const MANIFEST: &str = "manifest.json";
/// How the closing line begins; the format's number, a blank, the hash and a line end follow.
const CLOSING: &str = "infrasell-backup-";
/// The closing line of format 1, bytes.
const CLOSING_BYTES: usize = CLOSING.len() + 1 + 1 + 64 + 1;
/// The largest manifest that is read, bytes.
const MOST_MANIFEST_BYTES: u64 = 64 << 20;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the file.
    pub format: u32,
    /// The build that wrote it.
    pub build: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The newest migration of each service.
    pub schema: BTreeMap<String, i64>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
    /// Settings that hold a secret, or belong to one machine, and are not in the backup.
    pub settings_left_out: Vec<String>,
    /// The files.
    pub parts: Vec<Part>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name, with `/` between folders.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
}

/// Passes on what it reads or writes, and hashes it.
struct Hashed<I> {
    inner: I,
    hash: Sha256,
    bytes: u64,
}

impl<I> Hashed<I> {
    fn new(inner: I) -> Self {
        Hashed { inner, hash: Sha256::new(), bytes: 0 }
    }
    fn note(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
    fn sum(self) -> String {
        hex::encode(self.hash.finalize())
    }
}
impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.note(&buffer[..read]);
        Ok(read)
    }
}
impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.note(&buffer[..written]);
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Writes the new file `to`: the files of `parts` under their names, then the manifest, completed with their hashes.
/// It is on the disk when this returns.
pub(super) fn write(to: &Path, parts: &[(String, PathBuf)], manifest: &mut Manifest) -> io::Result<()> {
    let out = Hashed::new(BufWriter::with_capacity(1 << 20, new_file(to)?));
    let mut tar = tar::Builder::new(out);
    let at = u64::try_from(manifest.created_at.micros() / 1_000_000).unwrap_or(0);
    for (name, path) in parts {
        let file = match File::open(path) {
            // the database was copied before: a picture that is swept up meanwhile is none of its pictures
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && name.starts_with(BLOBS) => continue,
            file => file?,
        };
        let bytes = file.metadata()?.len();
        let mut content = Hashed::new(BufReader::with_capacity(1 << 20, file.take(bytes)));
        tar.append_data(&mut header(bytes, at), name, &mut content)?;
        if content.bytes != bytes {
            return Err(io::Error::other(format!("{} became shorter while it was read", path.display())));
        }
        manifest.parts.push(Part { name: name.clone(), bytes, sha256: content.sum() });
    }
    let json = serde_json::to_vec_pretty(manifest)?;
    tar.append_data(&mut header(json.len() as u64, at), MANIFEST, json.as_slice())?;
    let Hashed { mut inner, hash, .. } = tar.into_inner()?;
    writeln!(inner, "{CLOSING}{FORMAT} {}", hex::encode(hash.finalize()))?;
    inner.flush()?;
    inner.get_ref().sync_all()
}

fn header(bytes: u64, at_seconds: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(at_seconds);
    header.set_entry_type(tar::EntryType::Regular);
    header
}

/// A backup whose every byte was found to be as it was written.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it holds.
    pub manifest: Manifest,
}

impl Archive {
    /// Reads the whole file and makes sure that it is what was written.
    ///
    /// # Errors
    /// [`BackupError`]: it is not a backup, damaged, cut short, or of a newer format.
    pub fn open(path: &Path) -> Result<Archive, BackupError> {
        let failed = BackupError::file(path);
        let mut file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(BackupError::file(path))?.len();
        let archived = check_closing(&mut file, bytes, path)?;
        let mut archive = Archive { path: path.to_owned(), bytes, manifest: nothing() };
        let mut found = vec![];
        archive.manifest = archive.each(archived, |part, content| {
            let mut content = Hashed::new(content);
            io::copy(&mut content, &mut io::sink())?;
            found.push(Part { name: part.to_owned(), bytes: content.bytes, sha256: content.sum() });
            Ok(())
        })?;
        if archive.manifest.parts != found {
            return Err(archive.damaged("its parts are not those of its manifest"));
        }
        if let Some(part) = found.iter().find(|part| !is_plain(&part.name)) {
            return Err(archive.damaged(&format!("a part has the name '{}'", part.name)));
        }
        Ok(archive)
    }

    /// Writes the parts whose names begin with `prefix` into `folder`, under their names.
    ///
    /// # Errors
    /// [`BackupError`] when the folder cannot be written, or the file has changed since it was opened.
    pub fn extract(&self, prefix: &str, folder: &Path) -> Result<(), BackupError> {
        let archived = self.bytes - CLOSING_BYTES as u64;
        let sums: BTreeMap<&str, &str> =
            self.manifest.parts.iter().map(|part| (part.name.as_str(), part.sha256.as_str())).collect();
        self.each(archived, |name, content| {
            if !name.starts_with(prefix) {
                return Ok(());
            }
            let to = folder.join(name);
            std::fs::create_dir_all(to.parent().unwrap_or(folder))?;
            let mut out = Hashed::new(File::create_new(&to)?);
            io::copy(content, &mut out)?;
            out.inner.sync_all()?;
            if sums.get(name) != Some(&out.sum().as_str()) {
                return Err(io::Error::other(format!("{name} has changed since it was checked")));
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Hands each part on, and returns the manifest that stands behind them.
    fn each(
        &self,
        archived: u64,
        mut part: impl FnMut(&str, &mut dyn Read) -> io::Result<()>,
    ) -> Result<Manifest, BackupError> {
        let file = File::open(&self.path).map_err(BackupError::file(&self.path))?;
        let mut tar = tar::Archive::new(BufReader::with_capacity(1 << 20, file.take(archived)));
        let mut manifest = None;
        for entry in tar.entries().map_err(|error| self.damaged(&error.to_string()))? {
            let mut entry = entry.map_err(|error| self.damaged(&error.to_string()))?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if manifest.is_some() || entry.header().entry_type() != tar::EntryType::Regular {
                return Err(self.damaged(&format!("'{name}' does not belong there")));
            }
            if name == MANIFEST {
                let json = io::read_to_string(entry.take(MOST_MANIFEST_BYTES));
                let json = json.map_err(BackupError::file(&self.path))?;
                manifest = Some(serde_json::from_str(&json).map_err(|error| self.damaged(&error.to_string()))?);
                continue;
            }
            part(&name, &mut entry).map_err(BackupError::file(&self.path))?;
        }
        manifest.ok_or_else(|| self.damaged("it has no manifest"))
    }

    fn damaged(&self, why: &str) -> BackupError {
        BackupError::Damaged { path: self.path.display().to_string(), why: why.to_owned() }
    }
}

/// Compares the closing line with what stands before it; returns the size of that.
fn check_closing(file: &mut File, bytes: u64, path: &Path) -> Result<u64, BackupError> {
    let shown = || path.display().to_string();
    let no_backup = || BackupError::NoBackup { path: shown() };
    let archived = bytes.checked_sub(CLOSING_BYTES as u64).ok_or_else(no_backup)?;
    let mut closing = vec![];
    file.seek(SeekFrom::Start(archived)).map_err(BackupError::file(path))?;
    file.read_to_end(&mut closing).map_err(BackupError::file(path))?;
    let closing = String::from_utf8(closing).map_err(|_| no_backup())?;
    // a later format's line may be longer, so that its beginning lies before this one's
    let (_, line) = closing.rsplit_once(CLOSING).ok_or_else(no_backup)?;
    let (format, hash) = line.split_once(' ').ok_or_else(no_backup)?;
    match format.parse::<u32>() {
        Ok(FORMAT) if closing.starts_with(CLOSING) => {}
        Ok(format) if format > FORMAT => return Err(BackupError::NewerFormat { path: shown(), format }),
        _ => return Err(no_backup()),
    }
    file.rewind().map_err(BackupError::file(path))?;
    let mut content = Hashed::new(BufReader::with_capacity(1 << 20, file.take(archived)));
    io::copy(&mut content, &mut io::sink()).map_err(BackupError::file(path))?;
    if hash != format!("{}\n", content.sum()) {
        let why = "its content is not what was written (the SHA-256 differs)".to_owned();
        return Err(BackupError::Damaged { path: shown(), why });
    }
    Ok(archived)
}

/// Whether a name leads down from a folder and nowhere else.
fn is_plain(name: &str) -> bool {
    let path = Path::new(name);
    !name.contains('\\') && path.components().all(|part| matches!(part, Component::Normal(_))) && !name.is_empty()
}

fn nothing() -> Manifest {
    Manifest {
        format: FORMAT,
        build: String::new(),
        created_at: Timestamp::MIN,
        engine: String::new(),
        schema: BTreeMap::new(),
        rows: BTreeMap::new(),
        settings_left_out: vec![],
        parts: vec![],
    }
}

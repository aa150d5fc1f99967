//! Putting a backup back.
//!
//! The order of its steps is what keeps it safe: the file is proved whole first; everything is written beside the shop
//! and proved again; what is in the way is moved aside; the database comes to its place last.

use super::{
    BackupError, CONFIG_FILE, CONFIG_PART, FOLDERS, POSTGRES_PART, SQLITE_PART, Staging,
    archive::{Archive, Manifest},
    sync_folder,
};
use crate::wire::MIGRATIONS;
use infrasell_db::{
    DbUrl,
    snapshot::{Snapshot, SnapshotError, check_sqlite, restore_postgres, settle_sqlite},
};
use infrasell_kernel::{OsRandom, Timestamp, Token};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// A shop that was put back.
#[derive(Debug)]
pub struct Restored {
    /// What the backup held.
    pub manifest: Manifest,
    /// Where the shop is that was there before: a folder, or a schema of the database.
    pub aside: Option<String>,
    /// Whether the backup's configuration was put in place; one that is there is kept.
    pub configured: bool,
}

/// Where a shop is put.
pub struct Target<'a> {
    /// Its folder.
    pub data: &'a Path,
    /// Its database.
    pub url: &'a DbUrl,
    /// The folder of PostgreSQL's programs, where they are not on the PATH.
    pub programs: Option<&'a Path>,
    /// Whether a shop that is there is moved aside.
    pub replace: bool,
    /// Names what is moved aside.
    pub now: Timestamp,
}

/// Puts the shop in `file` into the folder `data` and the database `url`.
///
/// # Errors
/// [`BackupError`]; a shop that was there is as it was, unless it says otherwise.
pub async fn restore(file: &Path, target: &Target<'_>) -> Result<Restored, BackupError> {
    let (path, data) = (file.to_owned(), target.data.to_owned());
    let archive = blocking(move || Archive::open(&path)).await?;
    check_schema(file, &archive.manifest)?;
    check_engine(file, &archive.manifest, target.url)?;
    fs::create_dir_all(&data).map_err(BackupError::file(&data))?;
    let staging = Staging::new(&data, &Token::random(&OsRandom).to_string())?;
    let (archive, staging) = blocking(move || {
        archive.extract("", &staging.0)?;
        Ok((archive, staging))
    })
    .await?;
    let mut aside = Aside::new(target);
    match target.url {
        DbUrl::Sqlite(at) => {
            let staged = staging.0.join(SQLITE_PART);
            let found = check_sqlite(&staged)?;
            compare(&archive.manifest, &found)?;
            aside.clear(&files_in_the_way(target.data, at))?;
            let put = put_files(&staging.0, target.data).and_then(|()| move_file(&staged, at));
            if put.is_err() {
                aside.put_back();
            }
            put?;
        }
        DbUrl::Postgres(url) => {
            aside.clear(&FOLDERS.map(|name| target.data.join(name)))?;
            let dump = staging.0.join(POSTGRES_PART);
            let schema = aside.schema();
            let done = restore_postgres(url, &dump, target.programs, schema.as_deref()).await;
            if let Err(error) = done {
                aside.put_back();
                return Err(occupied(error));
            }
            put_files(&staging.0, target.data)?;
        }
    }
    let configured = put_configuration(&staging.0, target.data)?;
    sync_folder(target.data).map_err(BackupError::file(target.data))?;
    Ok(Restored { manifest: archive.manifest.clone(), aside: aside.shown(), configured })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|cause| BackupError::Differs(cause.to_string()))?
}

fn occupied(error: SnapshotError) -> BackupError {
    match error {
        SnapshotError::Occupied(what) => BackupError::Occupied { what: format!("a shop in the database {what}") },
        other => other.into(),
    }
}

/// The schema of a later build is left to that build.
fn check_schema(file: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let mut known: BTreeMap<&str, i64> = BTreeMap::from([("db", i64::from(infrasell_db::SCHEMA_VERSION))]);
    for migration in MIGRATIONS.iter().copied().flatten() {
        let newest = known.entry(migration.service).or_default();
        *newest = (*newest).max(i64::from(migration.version));
    }
    let newer =
        manifest.schema.iter().find(|(service, version)| known.get(service.as_str()).is_none_or(|k| k < *version));
    newer.map_or(Ok(()), |(service, version)| {
        let (path, build) = (file.display().to_string(), manifest.build.clone());
        Err(BackupError::NewerSchema { path, build, what: format!("{service} {version}") })
    })
}

fn check_engine(file: &Path, manifest: &Manifest, url: &DbUrl) -> Result<(), BackupError> {
    let wants = url.engine().to_string();
    if manifest.engine == wants {
        return Ok(());
    }
    Err(BackupError::WrongEngine { path: file.display().to_string(), has: manifest.engine.clone(), wants })
}

fn compare(manifest: &Manifest, found: &Snapshot) -> Result<(), BackupError> {
    if manifest.rows == found.rows && manifest.schema == found.schema {
        return Ok(());
    }
    Err(BackupError::Differs("its tables do not have as many rows".into()))
}

/// What lies where a SQLite shop is to be.
fn files_in_the_way(data: &Path, database: &Path) -> Vec<PathBuf> {
    let mut files = vec![database.to_owned()];
    for end in ["-wal", "-shm", "-journal"] {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        files.push(name.into());
    }
    files.extend(FOLDERS.map(|name| data.join(name)));
    files
}

/// What was moved aside, and where to.
struct Aside<'a> {
    target: &'a Target<'a>,
    folder: PathBuf,
    stamp: String,
    moved: Vec<(PathBuf, PathBuf)>,
}

impl<'a> Aside<'a> {
    fn new(target: &'a Target<'a>) -> Self {
        let stamp: String = target.now.to_string().chars().filter(char::is_ascii_digit).take(17).collect();
        Aside { target, folder: target.data.join(format!("replaced-{stamp}")), stamp, moved: vec![] }
    }

    /// The schema that a shop in the database goes to.
    fn schema(&self) -> Option<String> {
        self.target.replace.then(|| format!("replaced_{}", self.stamp))
    }

    /// Moves aside what of `paths` is there; an empty folder is in nobody's way.
    fn clear(&mut self, paths: &[PathBuf]) -> Result<(), BackupError> {
        let there: Vec<&PathBuf> = paths.iter().filter(|path| path.exists() && !is_empty_folder(path)).collect();
        let Some(first) = there.first() else { return Ok(()) };
        if !self.target.replace {
            return Err(BackupError::Occupied { what: first.display().to_string() });
        }
        if let Some(database) = there.iter().find(|path| path.extension().is_some_and(|end| end == "db")) {
            match settle_sqlite(database) {
                // a file that is no sound database is moved as it is, with what lies beside it
                Ok(()) | Err(SnapshotError::Database(_) | SnapshotError::Damaged(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        fs::create_dir(&self.folder).map_err(BackupError::file(&self.folder))?;
        for path in there.into_iter().filter(|path| path.exists()) {
            let to = self.folder.join(path.file_name().unwrap_or(path.as_os_str()));
            fs::rename(path, &to).map_err(BackupError::file(path))?;
            self.moved.push((path.clone(), to));
        }
        sync_folder(&self.folder).map_err(BackupError::file(&self.folder))
    }

    /// Moves everything back to where it was.
    fn put_back(&mut self) {
        for (from, to) in self.moved.drain(..).rev() {
            if let Err(cause) = fs::rename(&to, &from) {
                tracing::error!(file = %to.display(), %cause, "cannot be moved back");
            }
        }
        // it is not there when nothing was moved
        let _removed = fs::remove_dir(&self.folder);
    }

    fn shown(&self) -> Option<String> {
        let schema = matches!(self.target.url, DbUrl::Postgres(_)).then(|| self.schema()).flatten();
        let folder = (!self.moved.is_empty()).then(|| self.folder.display().to_string());
        match (schema, folder) {
            (Some(schema), Some(folder)) => Some(format!("the schema {schema} and {folder}")),
            (Some(schema), None) => Some(format!("the schema {schema}")),
            (None, folder) => folder,
        }
    }
}

fn is_empty_folder(path: &Path) -> bool {
    path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Moves the shop's folders to their places, which nothing is in any more.
fn put_files(staging: &Path, data: &Path) -> Result<(), BackupError> {
    for name in FOLDERS {
        let (from, to) = (staging.join(name), data.join(name));
        if !from.exists() {
            continue;
        }
        if to.exists() {
            // empty, or it would have been in the way
            fs::remove_dir(&to).map_err(BackupError::file(&to))?;
        }
        fs::rename(&from, &to).map_err(BackupError::file(&to))?;
    }
    Ok(())
}

/// Moves the database to its place; on another file system than the folder's it is copied.
fn move_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    match fs::rename(from, to) {
        Err(cause) if cause.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(from, to).and_then(|_| fs::File::open(to)?.sync_all()).map_err(BackupError::file(to))
        }
        other => other.map_err(BackupError::file(to)),
    }
}

/// Puts the configuration in place where there is none: one that is there belongs to this machine.
fn put_configuration(staging: &Path, data: &Path) -> Result<bool, BackupError> {
    let (from, to) = (staging.join(CONFIG_PART), data.join(CONFIG_FILE));
    if !from.exists() || to.exists() {
        return Ok(false);
    }
    fs::rename(&from, &to).map_err(BackupError::file(&to))?;
    Ok(true)
}

/// A backup of a SQLite shop, unpacked beside the shop's folder's files; gone when it is dropped.
pub struct Unpacked {
    staging: Staging,
    data: PathBuf,
}

impl Unpacked {
    /// The database file in it.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.staging.0.join(SQLITE_PART)
    }

    /// Moves its folders to their places in the shop's folder.
    ///
    /// # Errors
    /// [`BackupError`] when something is in the way.
    pub fn put_files(&self) -> Result<(), BackupError> {
        put_files(&self.staging.0, &self.data)
    }
}

/// Proves a backup whole and unpacks it, to be copied into a database of any engine.
///
/// # Errors
/// [`BackupError`]: it is damaged or newer, is not of a SQLite shop, or the shop's folder holds what it would bring.
pub async fn unpack(file: &Path, data: &Path) -> Result<Unpacked, BackupError> {
    let (path, data) = (file.to_owned(), data.to_owned());
    let archive = blocking(move || Archive::open(&path)).await?;
    check_schema(file, &archive.manifest)?;
    if archive.manifest.engine != infrasell_db::Engine::Sqlite.to_string() {
        return Err(BackupError::NotPortable { path: file.display().to_string(), has: archive.manifest.engine });
    }
    for folder in FOLDERS.map(|name| data.join(name)) {
        if folder.exists() && !is_empty_folder(&folder) && archive.manifest.parts.iter().any(|part| of(&folder, part)) {
            return Err(BackupError::Occupied { what: folder.display().to_string() });
        }
    }
    fs::create_dir_all(&data).map_err(BackupError::file(&data))?;
    let staging = Staging::new(&data, &Token::random(&OsRandom).to_string())?;
    blocking(move || {
        archive.extract("", &staging.0)?;
        let found = check_sqlite(&staging.0.join(SQLITE_PART))?;
        compare(&archive.manifest, &found)?;
        Ok(Unpacked { staging, data })
    })
    .await
}

/// Whether a part of a backup belongs into this folder.
fn of(folder: &Path, part: &super::archive::Part) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    part.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

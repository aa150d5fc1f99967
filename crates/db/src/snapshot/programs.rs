//! PostgreSQL's own programs: where they are, whether they can deal with a server, and how they are called.
//!
//! Always true: a password is handed over in the environment, which other users cannot see, and never as an argument.

use super::SnapshotError;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tokio_postgres::config::{Config, Host};

/// What is shown of what a failing program said, bytes.
const SAID: usize = 2_000;
/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A program that can deal with the server.
pub(super) struct Program {
    name: &'static str,
    path: PathBuf,
}

impl Program {
    /// Finds `name` in `folder`, or on the PATH, or where Debian keeps it; it must not be older than `server`, the
    /// server's major version.
    pub(super) fn find(name: &'static str, folder: Option<&Path>, server: u32) -> Result<Program, SnapshotError> {
        let mut newest = None;
        for path in candidates(name, folder) {
            let Some(version) = version(&path) else { continue };
            if version >= server {
                return Ok(Program { name, path });
            }
            newest = newest.max(Some(version));
        }
        Err(match newest {
            Some(has) => SnapshotError::ProgramOld { program: name, has, wants: server },
            None => SnapshotError::ProgramMissing { program: name },
        })
    }

    /// Runs it on the database that `config` names, and waits.
    pub(super) fn run(&self, config: &Config, arguments: &[OsString]) -> Result<(), SnapshotError> {
        let mut command = Command::new(&self.path);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        connect(&mut command, config);
        let done = command.output().map_err(SnapshotError::file(&self.path))?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr);
        let mut from = said.len().saturating_sub(SAID);
        while !said.is_char_boundary(from) {
            from += 1;
        }
        Err(SnapshotError::ProgramFailed { program: self.name, message: said[from..].trim().to_owned() })
    }
}

fn candidates(name: &str, folder: Option<&Path>) -> Vec<PathBuf> {
    if let Some(folder) = folder {
        return vec![folder.join(name)];
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = std::env::split_paths(&path).map(|folder| folder.join(name)).collect();
    if let Ok(versions) = std::fs::read_dir(DEBIAN) {
        found.extend(versions.flatten().map(|version| version.path().join("bin").join(name)));
    }
    found.retain(|path| path.is_file());
    found
}

/// The major version of a program, as it says itself: `pg_dump (PostgreSQL) 15.8 (Debian …)`.
fn version(path: &Path) -> Option<u32> {
    let said = Command::new(path).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let number = said.split_once(") ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn connect(command: &mut Command, config: &Config) {
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.display().to_string(),
    });
    let hosts: Vec<String> = hosts.collect();
    let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
    let mut set = |name: &str, value: &str| {
        if !value.is_empty() {
            command.env(name, value);
        }
    };
    set("PGHOST", &hosts.join(","));
    set("PGPORT", &ports.join(","));
    set("PGUSER", config.get_user().unwrap_or_default());
    set("PGDATABASE", config.get_dbname().or(config.get_user()).unwrap_or_default());
    set("PGPASSWORD", &String::from_utf8_lossy(config.get_password().unwrap_or_default()));
    set("PGAPPNAME", "infrasell-backup");
}

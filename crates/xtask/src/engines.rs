//! The servers that the full test matrix wants, started in a scratch folder on a free port and stopped by their own
//! command.

use crate::tools::Failure;
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A PostgreSQL of our own.
pub struct Postgres {
    folder: PathBuf,
    binaries: PathBuf,
    /// Where it answers; databases can be made there.
    pub url: String,
}

/// Whether PostgreSQL is here, and where.
pub enum Found {
    /// One that somebody else runs, by `INFRASELL_TEST_POSTGRES`.
    Given(String),
    /// One of our own.
    Started(Postgres),
    /// None, and why.
    Absent(String),
}

/// Finds PostgreSQL, or starts one when its programs are installed.
///
/// # Errors
/// When it is installed but does not start.
pub fn postgres() -> Result<Found, Failure> {
    if let Ok(url) = std::env::var("INFRASELL_TEST_POSTGRES") {
        return Ok(Found::Given(url));
    }
    match binaries() {
        // tests make and drop many databases; what is tested for durability runs its own server
        Some(binaries) => Ok(Found::Started(Postgres::start(binaries, "-c fsync=off")?)),
        None => Ok(Found::Absent(ABSENT.into())),
    }
}

/// Where mailpit is, a mail server that tests send through: named by `INFRASELL_TEST_MAILPIT`, on the PATH, or where Go
/// puts its programs. The tests look in the same places.
///
/// # Errors
/// How to get it, when it is not there.
pub fn mailpit() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("INFRASELL_TEST_MAILPIT") {
        return Ok(path.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let go = std::env::var_os("HOME").map(|home| PathBuf::from(home).join("go/bin"));
    let found = std::env::split_paths(&path).chain(go).map(|folder| folder.join("mailpit")).find(|file| file.exists());
    found.ok_or_else(|| "not installed (go install github.com/axllent/mailpit@latest)".into())
}

const ABSENT: &str = "not installed (Debian: apt-get install postgresql)";

/// A PostgreSQL that keeps what it has acknowledged, whatever happens: one that `INFRASELL_BENCH_POSTGRES` names, or one
/// of our own.
///
/// # Errors
/// When it is installed but does not start.
pub fn durable_postgres() -> Result<Found, Failure> {
    if let Ok(url) = std::env::var("INFRASELL_BENCH_POSTGRES") {
        return Ok(Found::Given(url));
    }
    match binaries() {
        Some(binaries) => Ok(Found::Started(Postgres::start(binaries, "-c fsync=on -c synchronous_commit=on")?)),
        None => Ok(Found::Absent(ABSENT.into())),
    }
}

/// Where `initdb` and `pg_ctl` are: on the PATH, or where Debian puts them; the newest version wins.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
    on_path.or_else(|| {
        let mut versions: Vec<PathBuf> =
            fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).collect();
        versions.retain(|folder| folder.join("initdb").exists());
        versions.sort();
        versions.pop()
    })
}

impl Postgres {
    fn start(binaries: PathBuf, durability: &str) -> Result<Postgres, Failure> {
        let folder = std::env::temp_dir().join(format!("infrasell-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        if as_root() {
            quiet(Command::new("chown").arg("postgres").arg(&folder), "chown")?;
        }
        let data = folder.join("data");
        let mut initdb = program(&binaries, "initdb");
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"]).arg(&data);
        quiet(&mut initdb, "initdb")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let options = format!("-p {port} -h 127.0.0.1 -k {} {durability} -c max_connections=300", folder.display());
        let mut start = program(&binaries, "pg_ctl");
        start.arg("-D").arg(&data).args(["-w", "-l"]).arg(folder.join("log")).arg("-o").arg(options).arg("start");
        quiet(&mut start, "pg_ctl start")?;
        Ok(Postgres { folder, binaries, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = program(&self.binaries, "pg_ctl");
        stop.arg("-D").arg(self.folder.join("data")).args(["-m", "immediate", "stop"]);
        if let Err(error) = quiet(&mut stop, "pg_ctl stop") {
            eprintln!("xtask: {error}");
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// PostgreSQL refuses to run as root; Debian's package brings the user `postgres`.
fn as_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

fn program(binaries: &Path, name: &str) -> Command {
    let path = binaries.join(name);
    let mut command = if as_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(path);
        command
    } else {
        Command::new(path)
    };
    command.current_dir("/");
    command
}

fn quiet(command: &mut Command, what: &str) -> Result<(), Failure> {
    let out = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?.wait_with_output()?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!("{what} failed: {}", String::from_utf8_lossy(&out.stderr).trim()).into())
}

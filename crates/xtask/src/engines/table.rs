//! Which engines there are, where each comes from, and where its program is found. A new engine is a row here and its
//! way to begin in `start.rs`.

use crate::tools::{Failure, must};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// An engine of the matrix.
#[derive(Debug)]
pub struct Engine {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is called in tables.
    pub title: &'static str,
    /// The variable by which tests are told of it.
    pub variable: &'static str,
    /// The program that is looked for.
    pub program: &'static str,
    /// Folders where it is looked for, beside the PATH and Go's folder of programs.
    folders: &'static [&'static str],
    /// Its package in Debian, if it has one.
    package: Option<&'static str>,
    /// Its module in Go, with the version.
    module: Option<&'static str>,
    /// The signal that stops it in good order.
    pub stop_signal: &'static str,
    /// Whether tests start one of their own, and are told its program instead of a URL.
    pub own_by_test: bool,
}

/// PostgreSQL without its durability, as tests want it: they make and drop many databases.
pub const POSTGRES: &str = "postgres";
/// PostgreSQL as shops run it.
pub const POSTGRES_DURABLE: &str = "postgres-durable";
/// What processes remember together.
pub const REDIS: &str = "redis";
/// The bus between services.
pub const NATS: &str = "nats";
/// A mail server with a look-up interface.
pub const MAILPIT: &str = "mailpit";

/// What `cargo xtask test` wants, and `engines up` starts when none is named.
pub const MATRIX: [&str; 4] = [POSTGRES, REDIS, NATS, MAILPIT];

const POSTGRES_FOLDERS: &[&str] = &["/usr/lib/postgresql/*/bin", "/opt/homebrew/bin", "/usr/local/pgsql/bin"];
const PLACES: &[&str] = &["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/// Every engine.
pub const ALL: &[Engine] = &[
    Engine {
        name: POSTGRES,
        title: "PostgreSQL",
        variable: "INFRASELL_TEST_POSTGRES",
        program: "initdb",
        folders: POSTGRES_FOLDERS,
        package: Some("postgresql"),
        module: None,
        stop_signal: "INT",
        own_by_test: false,
    },
    Engine {
        name: POSTGRES_DURABLE,
        title: "PostgreSQL (durable)",
        variable: "INFRASELL_BENCH_POSTGRES",
        program: "initdb",
        folders: POSTGRES_FOLDERS,
        package: Some("postgresql"),
        module: None,
        stop_signal: "INT",
        own_by_test: false,
    },
    Engine {
        name: REDIS,
        title: "Redis",
        variable: "INFRASELL_TEST_REDIS",
        program: "redis-server",
        folders: PLACES,
        package: Some("redis-server"),
        module: None,
        stop_signal: "TERM",
        own_by_test: false,
    },
    Engine {
        name: NATS,
        title: "NATS JetStream",
        variable: "INFRASELL_TEST_NATS",
        program: "nats-server",
        folders: PLACES,
        package: Some("nats-server"),
        module: Some("github.com/nats-io/nats-server/v2@latest"),
        stop_signal: "TERM",
        own_by_test: false,
    },
    Engine {
        name: MAILPIT,
        title: "mailpit (SMTP)",
        variable: "INFRASELL_TEST_MAILPIT",
        program: "mailpit",
        folders: PLACES,
        package: None,
        module: Some("github.com/axllent/mailpit@latest"),
        stop_signal: "TERM",
        own_by_test: true,
    },
];

/// The engine of that name.
///
/// # Errors
/// When there is none; the message lists those there are.
pub fn named(name: &str) -> Result<&'static Engine, Failure> {
    let found = ALL.iter().find(|engine| engine.name == name);
    let names = || ALL.iter().map(|engine| engine.name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| format!("there is no engine {name}: there are {}", names()).into())
}

impl Engine {
    /// The folder of its program, if it is installed; of several versions the newest.
    pub fn installed(&self) -> Option<PathBuf> {
        if self.own_by_test
            && let Some(given) = std::env::var_os(self.variable)
        {
            return Path::new(&given).parent().map(Path::to_path_buf);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        folders.extend(go_programs());
        folders.extend(self.folders.iter().flat_map(|pattern| expanded(pattern)));
        folders.into_iter().find(|folder| folder.join(self.program).is_file())
    }

    /// How it is got, in words.
    pub fn how_to_get(&self) -> String {
        let debian = self.package.map(|package| format!("Debian: apt-get install {package}"));
        let go = self.module.map(|module| format!("go install {module}"));
        let ways: Vec<String> = debian.into_iter().chain(go).collect();
        format!("not installed (cargo xtask engines up {}; {})", self.name, ways.join("; "))
    }

    /// Installs it: Debian's package where there is `apt-get`, else with Go.
    ///
    /// # Errors
    /// When neither way is open, or the one that is fails.
    pub fn install(&self) -> Result<PathBuf, Failure> {
        if let Some(package) = self.package.filter(|_| is_here("apt-get")) {
            println!("installing Debian's {package}");
            if apt(&["install", "-y", "-qq", package]).is_err() {
                // the list of packages may be older than the packages
                apt(&["update", "-qq"])?;
                apt(&["install", "-y", "-qq", package])?;
            }
        } else if let (Some(module), Some(go), Some(programs)) = (self.module, go(), go_programs()) {
            println!("building {module}");
            let mut command = Command::new(go);
            command.args(["install", module]).env("GOBIN", programs).env("GOFLAGS", "-p=2 -buildvcs=false");
            must(&mut command, &format!("go install {module}"))?;
        }
        self.installed().ok_or_else(|| format!("{}: {}", self.title, self.how_to_get()).into())
    }
}

/// The folders that a pattern with at most one `*` stands for, the newest version first.
fn expanded(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once("/*/") else { return vec![pattern.into()] };
    let mut found: Vec<PathBuf> =
        fs::read_dir(before).into_iter().flatten().flatten().map(|entry| entry.path().join(after)).collect();
    let version = |path: &PathBuf| {
        let folder = path.strip_prefix(before).ok().and_then(|rest| rest.iter().next()).and_then(|name| name.to_str());
        folder.and_then(|name| name.split('.').next()?.parse::<u32>().ok())
    };
    found.sort_by_key(|path| std::cmp::Reverse(version(path)));
    found
}

fn go_programs() -> Option<PathBuf> {
    let own = std::env::var_os("GOBIN").map(PathBuf::from);
    own.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join("go/bin")))
}

fn go() -> Option<PathBuf> {
    let usual = PathBuf::from("/usr/local/go/bin/go");
    if is_here("go") { Some("go".into()) } else { usual.is_file().then_some(usual) }
}

fn is_here(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn apt(arguments: &[&str]) -> Result<(), Failure> {
    let mut command = if as_root() {
        Command::new("apt-get")
    } else {
        let mut command = Command::new("sudo");
        command.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        command
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    must(&mut command, &format!("apt-get {}", arguments.join(" ")))
}

/// Whether this is root, as whom some servers refuse to run.
pub fn as_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_engine_can_be_got_and_is_known_by_its_name() {
        for engine in ALL {
            assert!(engine.package.is_some() || engine.module.is_some(), "{}", engine.name);
            assert_eq!(named(engine.name).unwrap().variable, engine.variable);
        }
        assert!(MATRIX.iter().all(|name| named(name).is_ok()));
        let unknown = named("oracle").unwrap_err().to_string();
        assert!(unknown.contains("oracle") && unknown.contains("redis"), "{unknown}");
    }

    #[test]
    fn of_several_versions_the_newest_is_taken() {
        let folder = std::env::temp_dir().join(format!("infrasell-versions-{}", std::process::id()));
        for version in ["9", "17", "15"] {
            fs::create_dir_all(folder.join(version).join("bin")).unwrap();
        }
        let found = expanded(&format!("{}/*/bin", folder.display()));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.len(), 3);
        assert!(found[0].ends_with("17/bin") && found[2].ends_with("9/bin"), "{found:?}");
    }
}

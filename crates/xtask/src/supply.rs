//! What stands under us: licences, banned and doubled crates, where they come from and whether their makers took them
//! back (cargo-deny, `deny.toml`), and what a crate of ours asks for and does not use (cargo-shear).
//!
//! Always true: a program that is not here is said with how to get it, and is a failure in CI.

use crate::{
    python::environment,
    tools::{Failure, ci, root, target},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Runs every check and says in a few words what was looked at.
///
/// # Errors
/// When there is a finding; it has been printed.
pub fn run() -> Result<String, Failure> {
    let (Some(deny), Some(shear)) = (tool("cargo-deny"), tool("cargo-shear")) else {
        let how = "cargo-deny and cargo-shear are not here: install Python with venv, or see crates/xtask/tools.txt";
        return if ci() { Err(how.into()) } else { Ok(format!("SKIPPED, {how}")) };
    };
    let held =
        output(Command::new(&deny).args(["--log-level", "error", "check", "--hide-inclusion-graph"]).args(HELD))?;
    let used = output(&mut Command::new(shear))?;
    let (advised, how) = advisories(&deny)?;
    for found in [&held, &used, &advised].into_iter().filter(|out| !out.status.success()) {
        println!("{}{}", String::from_utf8_lossy(&found.stdout), String::from_utf8_lossy(&found.stderr));
    }
    if [held, used, advised].iter().all(|out| out.status.success()) {
        Ok(format!("licences, bans, doubles, sources, unused; {how}"))
    } else {
        Err("a dependency is not as it should be: see above and deny.toml".into())
    }
}

/// What needs nothing but Cargo.lock and the crates themselves.
const HELD: [&str; 3] = ["licenses", "bans", "sources"];

/// A program of tools.txt: from our environment, or wherever it was installed by hand.
pub fn tool(name: &str) -> Option<PathBuf> {
    let ours = environment("tools", &root().join("crates/xtask/tools.txt"));
    if let Ok(Ok(folder)) = ours {
        return Some(folder.join("bin").join(name));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.exists())
}

fn output(command: &mut Command) -> Result<Output, Failure> {
    Ok(command.current_dir(root()).output()?)
}

/// Known faults of crates, as far as this place can hear of them: the RustSec database when it can be fetched, and in any
/// case the versions that their makers took back.
fn advisories(deny: &Path) -> Result<(Output, &'static str), Failure> {
    let whole = output(Command::new(deny).args(["check", "advisories", "--hide-inclusion-graph"]))?;
    let away = String::from_utf8_lossy(&whole.stderr).contains("failed to fetch advisory database");
    if !away {
        return Ok((whole, "advisories of RustSec, none yanked"));
    }
    let config = without_database()?;
    let yanked = output(Command::new(deny).arg("--offline").arg("--config").arg(config).args(["check", "advisories"]))?;
    Ok((yanked, "none yanked (the RustSec database cannot be reached from here)"))
}

/// A configuration under which cargo-deny asks for yanked versions alone. It insists on a database, so it gets one of its
/// own form that says nothing of any crate we use.
fn without_database() -> Result<PathBuf, Failure> {
    let folder = target().join("advisories");
    // the name that cargo-deny gives to its copy of the default database
    let database = folder.join("advisory-db-3157b0e258782691");
    let config = folder.join("deny.toml");
    let entry = database.join("crates/infrasell-nothing");
    fs::create_dir_all(&entry)?;
    fs::write(entry.join("RUSTSEC-2026-9999.md"), NOTHING)?;
    fs::write(&config, format!("[advisories]\ndb-path = {:?}\nyanked = \"deny\"\n", folder.display().to_string()))?;
    if !database.join(".git").exists() {
        let author = ["-c", "user.name=xtask", "-c", "user.email=xtask@localhost"];
        for arguments in [&["init", "--quiet"][..], &["add", "."][..], &["commit", "--quiet", "-m", "nothing"][..]] {
            let out = Command::new("git").current_dir(&database).args(author).args(arguments).output()?;
            if !out.status.success() {
                return Err(format!("git {}: {}", arguments[0], String::from_utf8_lossy(&out.stderr)).into());
            }
        }
    }
    Ok(config)
}

const NOTHING: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"infrasell-nothing\"\n\
                       date = \"2026-01-01\"\n\n[versions]\npatched = [\">= 1.0.0\"]\n```\n\n# Nothing\n\nNothing depends on this.\n";

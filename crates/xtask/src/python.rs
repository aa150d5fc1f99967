//! Programs that come from Python's registry, each set in an environment of its own below the target folder, every
//! version pinned.

use crate::tools::{Failure, must, target};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Why an environment cannot be had, in words that say what to do.
pub struct Absent(pub String);

/// The folder of an environment with what `requirements` names, made or brought up to date when need be.
///
/// # Errors
/// When Python is here and something else is in the way, such as a registry that cannot be reached.
pub fn environment(name: &str, requirements: &Path) -> Result<Result<PathBuf, Absent>, Failure> {
    let wanted = std::fs::read_to_string(requirements)?;
    let folder = target().join("python").join(name);
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(Ok(folder));
    }
    if !has_venv() {
        return Ok(Err(Absent("needs Python 3.10 or newer with venv (Debian: apt-get install python3-venv)".into())));
    }
    println!("installing {name} (pinned in {})", requirements.display());
    must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), "python3 -m venv")?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "-r"]);
    must(pip.arg(requirements), "pip install")?;
    std::fs::write(stamp, wanted)?;
    Ok(Ok(folder))
}

fn has_venv() -> bool {
    let check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let tried = Command::new("python3").args(["-c", check]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

//! Packages that run under Node: each has its versions pinned in a lock file beside it, and is installed in its own folder
//! (`node_modules`, which git leaves out).

use crate::{
    python::Absent,
    tools::{Failure, ci, must},
};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest Node that our packages run on.
const OLDEST: u32 = 20;

/// Why a step that needs Node, and a browser if `browser`, is left out here.
///
/// # Errors
/// In CI, where nothing may be left out.
pub fn absent(browser: bool) -> Result<Option<Absent>, Failure> {
    let why = if !has_node() {
        "needs Node 20 or newer with npm (Debian: apt-get install nodejs npm)"
    } else if browser && chromium().is_none() {
        "needs Chromium (Debian: apt-get install chromium), or CHROMIUM that names one"
    } else {
        return Ok(None);
    };
    if ci() { Err(why.into()) } else { Ok(Some(Absent(why.into()))) }
}

/// Installs what the lock file of the package in `folder` names, unless that is there already.
///
/// # Errors
/// When npm fails, such as when its registry cannot be reached.
pub fn install(folder: &Path) -> Result<(), Failure> {
    let wanted = std::fs::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing what {} asks for", folder.display());
    must(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]), "npm ci")?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// `npm` in a package's folder; where a browser is, `CHROMIUM` names it.
pub fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).envs(chromium().map(|program| ("CHROMIUM", program)));
    command
}

/// The browser that tests drive.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|program| program.exists())
}

fn has_node() -> bool {
    let said = Command::new("node").arg("--version").stderr(Stdio::null()).output();
    let version = said.ok().and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    let npm = Command::new("npm").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    major.is_some_and(|major| major >= OLDEST) && npm.is_ok_and(|status| status.success())
}

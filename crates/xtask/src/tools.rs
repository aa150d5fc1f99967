//! Small things that several tasks need.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Why a task failed, in words for whoever ran it.
pub type Failure = Box<dyn std::error::Error>;

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Whether this runs in CI, where nothing may be left out.
pub fn ci() -> bool {
    std::env::var("CI").is_ok_and(|v| v == "true" || v == "1")
}

/// `cargo` in the root of the repository.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or fails; `what` names it.
pub fn must(command: &mut Command, what: &str) -> Result<(), Failure> {
    let status = command.status().map_err(|cause| format!("{what} cannot be started: {cause}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})").into()) }
}

/// How a binary is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quickly.
    Dev,
    /// Optimised.
    Release,
    /// As it is shipped.
    Dist,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Profile::Dev => "dev",
            Profile::Release => "release",
            Profile::Dist => "dist",
        }
    }
    fn folder(self) -> &'static str {
        if self == Profile::Dev { "debug" } else { self.name() }
    }
}

/// Builds a binary of the workspace and says where it is.
///
/// # Errors
/// When it does not build.
pub fn build(package: &str, binary: &str, profile: Profile) -> Result<PathBuf, Failure> {
    let mut command = cargo();
    command.args(["build", "--profile", profile.name(), "--package", package, "--bin", binary]);
    must(&mut command, &format!("building {binary}"))?;
    Ok(target().join(profile.folder()).join(binary))
}

/// Where cargo puts what it builds, and we what we install.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Writes the OpenAPI document into the docs.
///
/// # Errors
/// When the binary does not build or the file cannot be written.
pub fn openapi() -> Result<(), Failure> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "infrasell", "--example", "openapi"])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the document could not be made".into());
    }
    let file = root().join("docs/reference/openapi.json");
    std::fs::create_dir_all(root().join("docs/reference"))?;
    std::fs::write(&file, output.stdout)?;
    println!("wrote {}", file.display());
    Ok(())
}

/// Every file below `folder` that git would keep and whose name ends with `ending`.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let skipped = ["target", "node_modules", "demo-data"].contains(&name.as_str()) || name.starts_with('.');
            if path.is_dir() && !skipped {
                folders.push(path);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

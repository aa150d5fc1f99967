//! The configuration, and the files that hold its secrets.

use super::{Finding, Patient};
use crate::{
    config::{Config, secrets_in},
    master_key::KeyFile,
};
use std::path::Path;

pub(super) fn configuration(patient: &Patient<'_>) -> Finding {
    let file = patient.config_file.display();
    match &patient.config {
        Err(error) => {
            Finding::error("configuration", error.to_string(), "correct it; `infrasell config check` says more")
        }
        Ok(_) if patient.config_file.exists() => Finding::ok("configuration", format!("{file} is good")),
        Ok(_) => Finding::ok("configuration", format!("no {file}: the defaults and the variables hold")),
    }
}

/// Files that hold secrets, and who may read them.
pub(super) fn secret_files(patient: &Patient<'_>, config: &Config) -> Vec<Finding> {
    let mut files = vec![];
    let text = std::fs::read_to_string(&patient.config_file).unwrap_or_default();
    if !secrets_in(&text).is_empty() {
        files.push(patient.config_file.clone());
    }
    let named = patient.variables.iter().filter(|(name, _)| name.starts_with("INFRASELL_") && name.ends_with("_FILE"));
    files.extend(named.map(|(_, file)| file.into()));
    files.extend(KeyFile::configured(config, patient.data).map(|file| file.path().to_owned()));
    if config.database.url.is_empty() {
        files.push(patient.data.join("shop.db"));
    }
    let open: Vec<String> =
        files.iter().filter(|file| others_may_read(file)).map(|file| file.display().to_string()).collect();
    if open.is_empty() {
        return vec![Finding::ok("secrets", format!("{} files with secrets, none open to others", files.len()))];
    }
    let advice = format!("chmod 600 {}", open.join(" "));
    vec![Finding::warn("secrets", format!("every user of this machine may read {}", open.join(", ")), advice)]
}

#[cfg(unix)]
fn others_may_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    // a folder that others may not enter keeps them from what is in it
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.permissions().mode());
    let enters = file.parent().is_none_or(|folder| folder.as_os_str().is_empty() || mode(folder) & 0o001 != 0);
    enters && mode(file) & 0o004 != 0
}
#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

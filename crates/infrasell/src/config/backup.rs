//! Backups by the clock, and how PostgreSQL's programs are found.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Backups by the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// How often, hours; 0 means never.
    pub every_hours: u64,
    /// Where to; empty means `backups` in the shop's folder.
    pub folder: PathBuf,
    /// How many are kept there, at least one.
    pub keep: usize,
    /// The folder of `pg_dump` and `pg_restore`; empty means the PATH.
    pub postgres_programs: PathBuf,
}

impl Default for Backup {
    fn default() -> Self {
        Backup { every_hours: 0, folder: PathBuf::new(), keep: 7, postgres_programs: PathBuf::new() }
    }
}

impl Backup {
    /// Where backups by the clock go.
    #[must_use]
    pub fn folder(&self, data: &Path) -> PathBuf {
        if self.folder.as_os_str().is_empty() { data.join("backups") } else { self.folder.clone() }
    }

    /// The folder of PostgreSQL's programs, when one is named.
    #[must_use]
    pub fn programs(&self) -> Option<&Path> {
        Some(self.postgres_programs.as_path()).filter(|folder| !folder.as_os_str().is_empty())
    }
}

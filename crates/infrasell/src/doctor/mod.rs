//! `infrasell doctor`: looks at everything a shop stands on and says what to do about each finding.
//!
//! Always true: it changes nothing but a small file of its own that it takes away again; it works whether the server
//! runs or not, and whatever else is broken; facts are gathered in one place and judged in another, by pure functions.

mod backups;
mod clock;
mod database;
mod disk;
mod keys;
mod outside;
mod process;
mod remembered;
mod settings;
mod webhooks;

use crate::{
    app,
    config::{Config, ConfigError},
    split::Places,
};
use infrasell_kernel::Env;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Works, and should be looked at.
    Warn,
    /// Does not work, or soon will not.
    Error,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: `disk.space`.
    pub check: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// What to do about it; absent when there is nothing to do.
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Finding { check, level: Level::Ok, found: found.into(), advice: None }
    }
    fn warn(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Finding { check, level: Level::Warn, found: found.into(), advice: Some(advice.into()) }
    }
    fn error(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Finding { check, level: Level::Error, found: found.into(), advice: Some(advice.into()) }
    }
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The worst of the findings.
    pub level: Level,
    /// Each.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The exit status: 0 when all is well, 1 with warnings, 2 with errors.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.level {
            Level::Ok => 0,
            Level::Warn => 1,
            Level::Error => 2,
        }
    }
}

/// What is looked at.
pub struct Patient<'a> {
    /// The shop's folder.
    pub data: &'a Path,
    /// The configuration file that is read, if it is there.
    pub config_file: PathBuf,
    /// What came of reading the configuration.
    pub config: Result<Config, ConfigError>,
    /// The environment's variables.
    pub variables: BTreeMap<String, String>,
    /// Clock and randomness.
    pub env: Env,
}

/// Looks at everything.
pub async fn examine(patient: &Patient<'_>) -> Report {
    let defaults = Config::default();
    let mut findings = vec![settings::configuration(patient)];
    // with a configuration that cannot be read, the rest is looked at as if there were none
    let config = patient.config.as_ref().unwrap_or(&defaults);
    findings.extend(settings::secret_files(patient, config));
    let now = std::time::Duration::from_micros(u64::try_from(patient.env.now().micros()).unwrap_or(0));
    findings.extend(outside::examine(config, now).await);
    findings.extend(remembered::examine(config, &patient.env).await);
    findings.extend(disk::examine(patient.data));
    findings.extend(clock::examine(patient.data, &*patient.env.clock));
    let places = config.processes.places();
    if let Err(error) = &places {
        findings.push(Finding::error("processes", error.to_string(), "correct processes.only or processes.peers"));
    }
    let places = places.unwrap_or_else(|_| Places::all_here());
    match app::connect(config, patient.data, patient.env.clone()).await {
        Ok(db) => {
            findings.extend(database::examine(&db, &places).await);
            findings.push(keys::examine(&db, &places, &*crate::master_key::source(config, patient.data)).await);
            if places.has_tables_of("webhooks") {
                findings.extend(webhooks::examine(&db).await);
            }
        }
        Err(error) => findings.push(Finding::error(
            "database",
            error.to_string(),
            "start the database, or correct database.url; an empty folder becomes a shop by `infrasell serve`",
        )),
    }
    findings.extend(process::others(config, &places, &patient.env).await);
    findings.push(backups::examine(patient.data, config, patient.env.now()));
    findings.extend(process::examine());
    findings.push(process::server(&config.server.listen).await);
    let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok);
    Report { level, findings }
}

/// `12.4 GB`, without floats.
fn size(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    for (unit, one) in units {
        if bytes >= one {
            return format!("{}.{} {unit}", bytes / one, bytes % one * 10 / one);
        }
    }
    format!("{bytes} bytes")
}

/// `3 days`, `5 hours`, `7 minutes`, `2 seconds`.
fn span(seconds: u64) -> String {
    for (unit, one) in [("day", 86_400), ("hour", 3_600), ("minute", 60)] {
        if seconds >= one {
            let n = seconds / one;
            return format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
        }
    }
    format!("{seconds} second{}", if seconds == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_spans_read_well() {
        assert_eq!([size(999), size(12_440_000_000), size(1_000_000)], ["999 bytes", "12.4 GB", "1.0 MB"]);
        assert_eq!([span(1), span(7_300), span(90_000)], ["1 second", "2 hours", "1 day"]);
    }
}

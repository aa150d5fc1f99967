//! Backup, restore, doctor and export.

use super::{
    Global,
    run::{RunError, config_file, read_config},
};
use crate::{
    app::{backup_source, connect, database_url},
    backup::{self, BackupError, Target, archive::Archive},
    config::Config,
    doctor::{self, Level, Patient},
    master_key,
};
use clap::{Args, Subcommand};
use infrasell_kernel::{Clock, Env, SystemClock};
use std::path::{Path, PathBuf};

/// `infrasell backup`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct BackupArgs {
    /// A new file, or a folder in which it gets a name with its time.
    #[arg(long, value_name = "FILE|DIR", required = true)]
    pub to: Option<PathBuf>,
    /// In a folder: keep so many of the backups that were named so, the newest, and remove the others.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub keep: Option<u16>,
    /// Instead of taking one.
    #[command(subcommand)]
    pub command: Option<BackupCommand>,
}

/// What else can be done with backups.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Read a backup from end to end and say whether every byte is as it was written.
    Verify {
        /// The file.
        file: PathBuf,
    },
}

impl From<BackupError> for RunError {
    fn from(error: BackupError) -> Self {
        RunError::Refused(error.to_string())
    }
}

pub(super) async fn backup(config: &Config, data: &Path, args: BackupArgs) -> Result<(), RunError> {
    if let Some(BackupCommand::Verify { file }) = args.command {
        return verify(&file);
    }
    let to = args.to.unwrap_or_default();
    let keep = args.keep.map(usize::from);
    if keep.is_some() && !to.is_dir() && !to.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR) {
        return Err(RunError::Refused("--keep needs a folder in --to".into()));
    }
    let db = connect(config, data, Env::system()).await?;
    let taken = backup::take_noted(&backup_source(config, data, &db), &to, keep).await?;
    let rows: i64 = taken.manifest.rows.values().sum();
    println!("{}: {} bytes, {rows} rows in {} tables", taken.path.display(), taken.bytes, taken.manifest.rows.len());
    if !taken.manifest.settings_left_out.is_empty() {
        println!("not in it, because they are secret: {}", taken.manifest.settings_left_out.join(", "));
    }
    println!(
        "not in it: the master key ({}), without which second factors and signing keys in it are lost",
        keys(config, data)
    );
    for old in &taken.removed {
        println!("removed {}", old.display());
    }
    Ok(())
}

/// Where the master key is to be.
fn keys(config: &Config, data: &Path) -> String {
    master_key::source(config, data).place()
}

fn verify(file: &Path) -> Result<(), RunError> {
    let archive = Archive::open(file)?;
    let manifest = &archive.manifest;
    println!(
        "{} is good: {} of {}, {} bytes, {} files, written by {}",
        file.display(),
        manifest.engine,
        manifest.created_at,
        archive.bytes,
        manifest.parts.len(),
        manifest.build
    );
    for (table, rows) in manifest.rows.iter().filter(|(_, rows)| **rows > 0) {
        println!("{rows:>12}  {table}");
    }
    Ok(())
}

pub(super) async fn restore(config: &Config, data: &Path, file: &Path, replace: bool) -> Result<(), RunError> {
    let url = database_url(config, data)?;
    let target = Target { data, url: &url, programs: config.backup.programs(), replace, now: SystemClock.now() };
    let restored = backup::restore(file, &target).await?;
    println!("the shop of {} is in {url}", restored.manifest.created_at);
    if let Some(aside) = restored.aside {
        println!("the one that was there is in {aside}");
    }
    if restored.configured {
        println!("its configuration is in {}; what is secret must be set again", data.join("infrasell.toml").display());
    }
    println!("its master key must be there before it serves: {}", keys(config, data));
    println!("`infrasell reconcile` proves its books");
    Ok(())
}

pub(super) async fn doctor(global: &Global, json: bool) -> Result<(), RunError> {
    let patient = Patient {
        data: &global.data,
        config_file: config_file(global),
        config: read_config(global),
        variables: std::env::vars().collect(),
        env: Env::system(),
    };
    let report = doctor::examine(&patient).await;
    if json {
        let text = serde_json::to_string_pretty(&report).map_err(|cause| RunError::Refused(cause.to_string()))?;
        println!("{text}");
    } else {
        print(&report);
    }
    if report.level == Level::Ok { Ok(()) } else { Err(RunError::Unwell(report.exit_code())) }
}

fn print(report: &doctor::Report) {
    for finding in &report.findings {
        let mark = match finding.level {
            Level::Ok => "ok   ",
            Level::Warn => "warn ",
            Level::Error => "ERROR",
        };
        println!("{mark} {:<16} {}", finding.check, finding.found);
        if let Some(advice) = &finding.advice {
            println!("                       → {advice}");
        }
    }
}

//! `data copy`: a whole shop from one database into another, or from a backup into a database.
//!
//! Always true: the shop that is copied is not touched, and is not written to meanwhile; one that was not copied to the
//! end does not open.

use crate::{
    backup::{self, BackupError},
    cli::RunError,
    wire::MIGRATIONS,
};
use infrasell_db::{
    DbUrl,
    copy::{self, Compared, CopyError, Hear, Phase, Progress},
};
use infrasell_kernel::Env;
use serde::Serialize;
use std::{
    io::{IsTerminal, Write},
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

/// How often a bar is drawn again.
const DRAWN_EVERY: Duration = Duration::from_millis(100);
/// The width of a bar, signs.
const WIDTH: u64 = 30;

impl From<CopyError> for RunError {
    fn from(error: CopyError) -> Self {
        RunError::Refused(error.to_string())
    }
}

/// What was copied, as it is printed.
#[derive(Debug, Serialize)]
struct Report<'a> {
    from: String,
    to: String,
    rows: u64,
    seconds: f64,
    tables: &'a [Compared],
}

/// Copies the shop at `from` (a database's address, or a backup) into the empty database at `to`.
///
/// # Errors
/// What is wrong with either; which tables differ.
pub async fn run(data: &Path, from: &str, to: &str, json: bool) -> Result<(), RunError> {
    let to: DbUrl = address(to)?;
    if let DbUrl::Sqlite(file) = &to {
        let folder = file.parent().unwrap_or(Path::new("."));
        let unmade = |cause| RunError::File { path: folder.display().to_string(), cause };
        std::fs::create_dir_all(folder).map_err(unmade)?;
    }
    let began = Instant::now();
    let teller = Teller::new();
    let compared = if let Some(file) = backup_file(from) {
        copy_backup(data, file, &to, &|progress| teller.hear(progress)).await
    } else {
        let from: DbUrl = address(from)?;
        if from == to {
            return Err(RunError::Refused("--from and --to are the same database".into()));
        }
        Ok(copy::copy(&from, &to, Env::system(), MIGRATIONS, &|progress| teller.hear(progress)).await?)
    };
    teller.end();
    let compared = compared?;
    let rows = compared.iter().map(|one| one.to.rows).sum();
    let seconds = began.elapsed().as_secs_f64();
    let from = address(from).map_or_else(|_| from.to_owned(), |url| url.to_string());
    let report = Report { from, to: to.to_string(), rows, seconds, tables: &compared };
    if json {
        let text = serde_json::to_string_pretty(&report).map_err(|cause| RunError::Refused(cause.to_string()))?;
        println!("{text}");
    } else {
        print(&report);
    }
    Ok(())
}

fn address(text: &str) -> Result<DbUrl, RunError> {
    text.parse().map_err(|cause: infrasell_db::DbError| RunError::Refused(cause.to_string()))
}

/// The backup that is named, if it is one: its bytes say so, not its name.
fn backup_file(from: &str) -> Option<&Path> {
    let path = Path::new(from);
    let mut head = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut head)).ok()?;
    let is_database = head.starts_with(b"SQLite format 3");
    (read > 0 && !is_database).then_some(path)
}

/// Copies what a backup holds; its pictures and templates come into the shop's folder.
async fn copy_backup(data: &Path, file: &Path, to: &DbUrl, hear: Hear<'_>) -> Result<Vec<Compared>, RunError> {
    let unpacked = backup::unpack(file, data).await?;
    let from = DbUrl::Sqlite(unpacked.database());
    let compared = copy::copy(&from, to, Env::system(), MIGRATIONS, hear).await?;
    unpacked.put_files().map_err(|error: BackupError| RunError::Refused(error.to_string()))?;
    Ok(compared)
}

fn print(report: &Report<'_>) {
    println!("{:<34} {:>12}  {:<32}", "table", "rows", "sum, the same on both sides");
    for one in report.tables {
        println!("{:<34} {:>12}  {:032x}", one.table, one.to.rows, one.to.sum);
    }
    println!("{} rows of {} tables in {:.1} s", report.rows, report.tables.len(), report.seconds);
    println!("{} is now what {} is: `infrasell reconcile` proves its books", report.to, report.from);
}

/// Tells how far it is: a bar on a terminal, a line for each table elsewhere.
struct Teller {
    is_terminal: bool,
    last: Mutex<(Option<(Phase, String)>, Instant)>,
}

impl Teller {
    fn new() -> Self {
        Teller { is_terminal: std::io::stderr().is_terminal(), last: Mutex::new((None, Instant::now())) }
    }

    fn hear(&self, progress: &Progress) {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let what = match progress.phase {
            Phase::Copying => "copying",
            Phase::Checking => "checking",
        };
        let key = (progress.phase, progress.table.clone());
        let Progress { table, rows, of, .. } = progress;
        if !self.is_terminal {
            if last.0.as_ref() != Some(&key) {
                eprintln!("{what} {table} ({rows} of {of} rows)");
                last.0 = Some(key);
            }
            return;
        }
        if last.0.is_some() && last.1.elapsed() < DRAWN_EVERY && rows < of {
            return;
        }
        let full = usize::try_from(rows * WIDTH / (*of).max(1)).unwrap_or(0);
        let empty = usize::try_from(WIDTH).unwrap_or(0).saturating_sub(full);
        eprint!("\r{what:<8} [{}{}] {rows:>9} of {of} {table:<32}", "#".repeat(full), " ".repeat(empty));
        // a bar that cannot be drawn is not missed
        let _flushed = std::io::stderr().flush();
        *last = (Some(key), Instant::now());
    }

    fn end(&self) {
        if self.is_terminal {
            eprintln!();
        }
    }
}

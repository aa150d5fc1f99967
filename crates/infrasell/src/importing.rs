//! `infrasell import`: a file on this machine, with a progress bar on a terminal and plain lines elsewhere.

use crate::{app::App, cli::RunError};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use infrasell_contracts::imports::ImportKind;
use infrasell_imports::{FileReport, Progress};
use infrasell_rpc::Cx;
use std::{
    io::IsTerminal,
    path::Path,
    time::{Duration, Instant},
};

/// The most rejections and notes that are printed; the report has all of them.
const MAX_PRINTED: usize = 20;
/// How often a line is printed where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Imports `file` and says what became of its rows.
///
/// # Errors
/// When the file cannot be imported at all, or the report cannot be written. Rejected rows are no error.
pub async fn run(
    app: &App,
    kind: ImportKind,
    file: &Path,
    dry_run: bool,
    report: Option<&Path>,
) -> Result<(), RunError> {
    let mut shown = Shown::new();
    let cx = Cx::system("cli", "import");
    let imports = crate::cli::imports_of(app)?;
    let result = imports.run_file_of(&cx, kind, file, dry_run, |progress| shown.update(progress)).await;
    shown.bar.finish_and_clear();
    let result = result.map_err(|error| RunError::refused(&error))?;
    print(&result, dry_run);
    if let Some(path) = report {
        let json = serde_json::to_vec_pretty(&result).map_err(|cause| RunError::Refused(cause.to_string()))?;
        let failed = |cause| RunError::File { path: path.display().to_string(), cause };
        std::fs::write(path, json).map_err(failed)?;
    }
    Ok(())
}

struct Shown {
    bar: ProgressBar,
    last_line: Instant,
}

impl Shown {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows  {per_sec}  {eta} left")
        {
            bar.set_style(style);
        }
        Shown { bar, last_line: Instant::now() }
    }

    fn update(&mut self, progress: Progress) {
        self.bar.set_length(progress.rows_total);
        self.bar.set_position(progress.rows);
        if !std::io::stderr().is_terminal() && self.last_line.elapsed() > LINE_EVERY {
            eprintln!("{} of {} rows", progress.rows, progress.rows_total);
            self.last_line = Instant::now();
        }
    }
}

fn print(result: &FileReport, dry_run: bool) {
    let report = &result.report;
    let would = if dry_run { " (a dry run: nothing was written)" } else { "" };
    println!(
        "{} rows: {} created, {} updated, {} unchanged, {} rejected{would}",
        report.rows,
        report.created,
        report.updated,
        report.unchanged,
        report.rejected.len()
    );
    for rejection in report.rejected.iter().take(MAX_PRINTED) {
        let column = if rejection.column.is_empty() { String::new() } else { format!(", {}", rejection.column) };
        println!("  line {}{column}: {}", rejection.line, rejection.reason);
    }
    if report.rejected.len() > MAX_PRINTED {
        println!("  … and {} more: write them to a file with --report", report.rejected.len() - MAX_PRINTED);
    }
    if !result.notes.is_empty() {
        println!("{} notes, such as:", result.notes.len() as u64 + result.more_notes);
        for note in result.notes.iter().take(3) {
            println!("  line {}, {}: {}", note.line, note.column, note.note);
        }
    }
}

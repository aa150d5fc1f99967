//! A file on this machine, imported while the caller waits: what the command line does.
//!
//! Always true: nothing is stored of the run itself; run again, it writes what is still missing.

use crate::{
    apply::Work,
    feed::Feed,
    service::{ImportService, unreadable},
    shopify::Note,
};
use infrasell_contracts::imports::{ImportError, ImportKind, ImportReport, Rejection};
use infrasell_rpc::{Cx, Fault};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// The most notes that a report holds.
pub const MAX_NOTES: usize = 1_000;

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Data rows that are accounted for.
    pub rows: u64,
    /// Data rows in the file.
    pub rows_total: u64,
    /// Bytes of the file that are accounted for.
    pub bytes: u64,
}

/// What was taken otherwise than it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportNote {
    /// The line of the file at which the row begins.
    pub line: u64,
    /// The column, as the file's header names it.
    pub column: String,
    /// What was made of it.
    pub note: String,
}

/// The report of a file with what is worth knowing beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FileReport {
    /// Every row, accounted for.
    #[serde(flatten)]
    pub report: ImportReport,
    /// What was taken otherwise than it stands; at most [`MAX_NOTES`].
    pub notes: Vec<ReportNote>,
    /// How many more notes there were.
    pub more_notes: u64,
}

impl FileReport {
    fn note(&mut self, line: u64, column: String, note: String) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(ReportNote { line, column, note });
        } else {
            self.more_notes += 1;
        }
    }

    fn reject(&mut self, rejected: Vec<crate::shopify::Rejection>) {
        for one in rejected {
            let line = i64::try_from(one.line).unwrap_or(i64::MAX);
            self.report.rejected.push(Rejection { line, column: one.column, reason: one.reason });
        }
    }
}

impl ImportService {
    /// Imports a file of products: [`ImportService::run_file_of`].
    ///
    /// # Errors
    /// As there.
    pub async fn run_file(
        &self,
        cx: &Cx,
        path: &Path,
        dry_run: bool,
        progress: impl FnMut(Progress) + Send,
    ) -> Result<FileReport, ImportError> {
        self.run_file_of(cx, ImportKind::Products, path, dry_run, progress).await
    }

    /// Imports the file at `path` and says what became of each of its rows. `progress` is told after each batch.
    ///
    /// # Errors
    /// [`ImportError::UnreadableFile`] when the file is none that can be imported; a fault when a service is away.
    pub async fn run_file_of(
        &self,
        cx: &Cx,
        kind: ImportKind,
        path: &Path,
        dry_run: bool,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<FileReport, ImportError> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let currency = self.target.currency(cx).await?;
        let mut feed = Feed::open(open_again(path.to_owned()), kind, currency, 0).await.map_err(unreadable)?;
        let mut state = Progress { rows_total: feed.rows, ..Progress::default() };
        progress(state);
        let mut file = FileReport::default();
        for column in feed.columns.ignored() {
            file.note(1, column.clone(), "the column is not known and was ignored".into());
        }
        let mut work = Work::begin(&self.target, cx, feed.columns.clone(), dry_run, name).await?;
        while let Some(mut batch) = feed.next().await.map_err(|error| unreadable(error.into()))? {
            let applied = work.apply(cx, &mut batch).await?;
            file.report.created += signed(applied.created)?;
            file.report.updated += signed(applied.updated)?;
            file.report.unchanged += signed(applied.unchanged)?;
            file.reject(batch.rejected);
            file.reject(applied.rejected);
            for Note { line, column, text } in batch.notes {
                file.note(line, column, text);
            }
            let report = &file.report;
            let taken = report.created + report.updated + report.unchanged;
            state.rows = u64::try_from(taken).map_err(Fault::internal)? + report.rejected.len() as u64;
            state.bytes = batch.bytes_done;
            progress(state);
        }
        file.report.rows = signed(state.rows)?;
        file.report.rejected.sort_by_key(|one| one.line);
        file.notes.sort_by_key(|note| note.line);
        Ok(file)
    }
}

fn signed(rows: u64) -> Result<i64, Fault> {
    i64::try_from(rows).map_err(Fault::internal)
}

fn open_again(path: PathBuf) -> impl Fn() -> io::Result<Box<dyn Read>> + Send + 'static {
    move || Ok(Box::new(File::open(&path)?))
}

//! `infrasell export`: everything of a kind, as CSV, page by page.
//!
//! Always true: the file appears under its name when it is whole; one that is there is not overwritten.

use crate::{app::App, cli::RunError};
use infrasell_contracts::imports::ExportKind;
use infrasell_db::new_file;
use infrasell_imports::ExportFailure;
use infrasell_rpc::Cx;
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Writes everything of `kind` to the new file `to`; `-` is standard output.
///
/// # Errors
/// When the file is there already or cannot be written, or a service is away.
pub async fn run(app: &App, kind: ExportKind, to: &Path) -> Result<(), RunError> {
    let cx = Cx::system("cli", "export");
    if to.as_os_str() == "-" {
        let written = crate::cli::imports_of(app)?.export_to(&cx, kind, &mut io::stdout(), |_| ()).await;
        return written.map(drop).map_err(|failure| failed(to, failure));
    }
    if to.exists() {
        return Err(RunError::Refused(format!("{} is there already, and is not overwritten", to.display())));
    }
    let draft = draft_of(to);
    let rows = write(app, &cx, kind, &draft, to).await;
    if rows.is_err() {
        // it is not there when it could not be made
        let _removed = fs::remove_file(&draft);
    }
    println!("{}: {} rows", to.display(), rows?);
    Ok(())
}

async fn write(app: &App, cx: &Cx, kind: ExportKind, draft: &Path, to: &Path) -> Result<i64, RunError> {
    let io = |cause| failed(to, ExportFailure::Io(cause));
    let mut out = BufWriter::new(new_file(draft).map_err(io)?);
    let rows = crate::cli::imports_of(app)?
        .export_to(cx, kind, &mut out, |_| ())
        .await
        .map_err(|failure| failed(to, failure))?;
    out.flush().map_err(io)?;
    out.get_ref().sync_all().map_err(io)?;
    fs::rename(draft, to).map_err(io)?;
    Ok(rows)
}

fn draft_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".unfinished-{}", std::process::id()));
    name.into()
}

fn failed(to: &Path, failure: ExportFailure) -> RunError {
    match failure {
        ExportFailure::Fault(fault) => RunError::refused(&fault),
        ExportFailure::Io(cause) => RunError::File { path: to.display().to_string(), cause },
    }
}

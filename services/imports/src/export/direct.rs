//! An export into anything that can be written, while the caller waits: what the command line does.

use super::{Exporter, Written};
use crate::ImportService;
use infrasell_contracts::imports::ExportKind;
use infrasell_rpc::{Cx, Fault};
use std::io::Write;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    /// A service is away or broken.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// What is written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ImportService {
    /// Writes everything of a kind to `out`; returns the number of data rows. `progress` is told the rows so far after
    /// each page.
    ///
    /// # Errors
    /// [`ExportFailure`]; what was written is then not whole.
    pub async fn export_to(
        &self,
        cx: &Cx,
        kind: ExportKind,
        out: &mut (dyn Write + Send),
        mut progress: impl FnMut(i64) + Send,
    ) -> Result<i64, ExportFailure> {
        let exporter = Exporter::begin(&self.target, cx, kind).await?;
        let (mut rows, mut place) = (0, None);
        loop {
            let Written { bytes, rows: more, next } = exporter.page(cx, place, self.db.now()).await?;
            out.write_all(&bytes)?;
            rows += more;
            progress(rows);
            match next {
                Some(next) => place = Some(next),
                None => return Ok(rows),
            }
        }
    }
}

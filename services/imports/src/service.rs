//! The contract, and with `job` the only place that begins a transaction.

use crate::{
    Deps,
    apply::Target,
    export::{self, EXPORT},
    feed::check_header,
    job::RUN,
    shopify::FileError,
    store::{self, no_import},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use infrasell_contracts::imports::{
    AppendToImport, BeginExport, BeginImport, Export, ExportPart, ExportState, GetExport, GetImport, Import,
    ImportError, ImportState, Imports, ListExports, ListImports, ListRejections, MAX_CHUNK_BYTES, MAX_FILE_BYTES,
    ReadExport, Rejection, StartImport,
};
use infrasell_db::{Db, Once};
use infrasell_kernel::{FieldError, Fields, ImportId, Page};
use infrasell_rpc::{Cx, Fault, async_trait};
use std::collections::BTreeMap;

/// Imports over their own tables.
pub struct ImportService {
    pub(crate) db: Db,
    pub(crate) target: Target,
}

impl ImportService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db, settings, catalog, pricing, inventory, orders, customers } = deps;
        ImportService { db, target: Target { settings, catalog, pricing, inventory, orders, customers } }
    }

    async fn get(&self, id: ImportId) -> Result<Import, Fault> {
        Ok(store::get(&self.db, id).await?.ok_or_else(|| no_import(id))?.import)
    }
}

#[async_trait]
impl Imports for ImportService {
    async fn begin(&self, cx: &Cx, req: BeginImport) -> Result<Import, ImportError> {
        let mut fields = Fields::default();
        fields.text("file_name", &req.file_name, 255);
        fields.done()?;
        let mut tx = match self.db.begin_once(cx, "imports.begin", &req).await? {
            Once::Answered(import) => return Ok(import),
            Once::Fresh(tx) => tx,
        };
        let id = tx.next_id().await.map_err(Fault::from)?;
        let import = Import {
            id,
            kind: req.kind,
            file_name: req.file_name,
            dry_run: req.dry_run,
            state: ImportState::Uploading,
            failure: None,
            bytes_done: 0,
            bytes_total: 0,
            rows: 0,
            created: 0,
            updated: 0,
            unchanged: 0,
            rejected: 0,
            created_at: self.db.now(),
            finished_at: None,
        };
        store::insert(&mut tx, &import).await.map_err(Fault::from)?;
        tx.commit_with(&import).await.map_err(Fault::from)?;
        Ok(import)
    }

    async fn append(&self, cx: &Cx, req: AppendToImport) -> Result<Import, ImportError> {
        let part = decode(&req.chunk)?;
        let size = i64::try_from(part.len()).map_err(Fault::internal)?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let run = store::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let mut import = run.ok_or_else(|| no_import(req.id))?.import;
        if part.is_empty() || (0..import.bytes_total).contains(&req.offset) {
            let there = store::part_in(&mut tx, req.id, req.offset).await.map_err(Fault::from)?;
            let has_ended = matches!(import.state, ImportState::Finished | ImportState::Failed);
            if part.is_empty() || has_ended || there.as_deref() == Some(&part) {
                return Ok(import);
            }
        }
        if import.state != ImportState::Uploading {
            return Err(ImportError::WrongState { state: import.state });
        }
        if req.offset != import.bytes_total {
            return Err(store::bad_offset(req.offset, import.bytes_total).into());
        }
        if import.bytes_total + size > MAX_FILE_BYTES {
            let message = format!("the file is larger than {MAX_FILE_BYTES} bytes");
            return Err(FieldError::new("chunk", "too_long", message).into());
        }
        store::add_part(&mut tx, req.id, req.offset, &part).await.map_err(Fault::from)?;
        // a part is told by its place and size; what was in it shows in what the import makes
        let part_of = BTreeMap::from([("offset", req.offset), ("bytes", size)]);
        tx.record(cx, "imports.append", req.id, &part_of).await.map_err(Fault::from)?;
        import.bytes_total += size;
        store::set_size(&mut tx, req.id, import.bytes_total, self.db.now()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(import)
    }

    async fn start(&self, cx: &Cx, req: StartImport) -> Result<Import, ImportError> {
        let first = store::part(&self.db, req.id, 0).await.map_err(Fault::from)?.unwrap_or_default();
        let mut tx = match self.db.begin_once(cx, "imports.start", &req).await? {
            Once::Answered(import) => return Ok(import),
            Once::Fresh(tx) => tx,
        };
        let run = store::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let mut import = run.ok_or_else(|| no_import(req.id))?.import;
        if import.state != ImportState::Uploading {
            return Ok(import);
        }
        // a file that is none is refused at once, and not only by the job
        check_header(import.kind, first.as_slice()).map_err(unreadable)?;
        let now = self.db.now();
        import.state = ImportState::Queued;
        store::set_state(&mut tx, req.id, import.state, now).await.map_err(Fault::from)?;
        tx.enqueue(RUN, Some(&req.id.to_string()), &req.id, now).await.map_err(Fault::from)?;
        tx.commit_with(&import).await.map_err(Fault::from)?;
        Ok(import)
    }

    async fn import(&self, _cx: &Cx, req: GetImport) -> Result<Import, ImportError> {
        Ok(self.get(req.id).await?)
    }

    async fn imports(&self, _cx: &Cx, req: ListImports) -> Result<Page<Import>, ImportError> {
        Ok(store::list(&self.db, &req).await?)
    }

    async fn rejections(&self, _cx: &Cx, req: ListRejections) -> Result<Page<Rejection>, ImportError> {
        self.get(req.id).await?;
        Ok(store::rejections(&self.db, req.id, &req.page).await?)
    }

    async fn begin_export(&self, cx: &Cx, req: BeginExport) -> Result<Export, ImportError> {
        let mut tx = match self.db.begin_once(cx, "imports.begin_export", &req).await? {
            Once::Answered(export) => return Ok(export),
            Once::Fresh(tx) => tx,
        };
        let now = self.db.now();
        let export = Export {
            id: tx.next_id().await.map_err(Fault::from)?,
            kind: req.kind,
            state: ExportState::Queued,
            failure: None,
            rows: 0,
            bytes: 0,
            created_at: now,
            finished_at: None,
        };
        export::insert(&mut tx, &export).await.map_err(Fault::from)?;
        tx.enqueue(EXPORT, Some(&export.id.to_string()), &export.id, now).await.map_err(Fault::from)?;
        tx.commit_with(&export).await.map_err(Fault::from)?;
        Ok(export)
    }

    async fn export(&self, _cx: &Cx, req: GetExport) -> Result<Export, ImportError> {
        let found = export::get(&self.db, req.id).await.map_err(Fault::from)?;
        Ok(found.ok_or_else(|| export::no_export(req.id))?)
    }

    async fn exports(&self, _cx: &Cx, req: ListExports) -> Result<Page<Export>, ImportError> {
        Ok(export::list(&self.db, &req).await?)
    }

    async fn read_export(&self, cx: &Cx, req: ReadExport) -> Result<ExportPart, ImportError> {
        let export = self.export(cx, GetExport { id: req.id }).await?;
        if export.state != ExportState::Finished {
            return Err(ImportError::ExportNotReady { state: export.state });
        }
        let part = export::part(&self.db, req.id, req.offset).await.map_err(Fault::from)?;
        let bad = || FieldError::new("offset", "unknown", format!("no part begins at byte {}", req.offset));
        let part = part.ok_or_else(bad)?;
        let end = req.offset + i64::try_from(part.len()).map_err(Fault::internal)?;
        Ok(ExportPart { content: STANDARD.encode(part), next: Some(end).filter(|end| *end < export.bytes) })
    }
}

fn decode(chunk: &str) -> Result<Vec<u8>, FieldError> {
    let part = STANDARD.decode(chunk).map_err(|_| FieldError::new("chunk", "malformed", "chunk is not base64"))?;
    if part.len() > MAX_CHUNK_BYTES {
        let message = format!("a part has at most {MAX_CHUNK_BYTES} bytes");
        return Err(FieldError::new("chunk", "too_long", message));
    }
    Ok(part)
}

/// Why the file itself is no use.
pub(crate) fn unreadable(error: FileError) -> ImportError {
    ImportError::UnreadableFile { reason: error.to_string() }
}

//! Files that come in and files that go out. What a file may be of, its own permission decides beside the route's.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Failure, Shown},
    api::{Api, Methods},
    caller::{Allowed, may, must},
    doc,
    input::{At, Query},
    limits::queues::open_imports,
    paths::ImportAt,
};
use aide::{
    openapi::{MediaType, ReferenceOr, RequestBody},
    transform::TransformOperation,
};
use axum::{
    body::Body,
    extract::{Request, State},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::StreamExt;
use infrasell_contracts::imports::{
    AppendToImport, BeginImport, GetImport, Import, ImportKind, ImportState, ListImports, ListRejections,
    MAX_CHUNK_BYTES, Rejection, StartImport,
};
use infrasell_kernel::{ErrorKind, ImportId, Page, PageRequest, Permission};
use infrasell_rpc::Cx;
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Imports";
    A::new()
        .at("/admin/v1/imports", |on| on.get(imports, doc(TAG, "Imports, newest first")).post(begin, upload))
        .at("/admin/v1/imports/{id}", |on| on.get(import, doc(TAG, "One import, with how far it is")))
        .at("/admin/v1/imports/{id}/rejections", |on| {
            on.get(rejections, doc(TAG, "The rows that were refused, with line, column and reason"))
        })
}

fn upload(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    let mut operation = doc(
        "Imports",
        "Import a CSV: products in Shopify's format, stock (needs inventory:write too) or customers (customers:write too); the work goes on as a job",
    )(operation);
    let mut body = RequestBody { required: true, ..RequestBody::default() };
    body.content.insert("text/csv".into(), MediaType::default());
    operation.inner_mut().request_body = Some(ReferenceOr::Item(body));
    operation
}

/// How a file is imported.
#[derive(Deserialize, JsonSchema)]
struct How {
    /// What the file is of; products when absent.
    kind: Option<ImportKind>,
    /// The file's name.
    file_name: Option<String>,
    /// Check only.
    #[serde(default)]
    dry_run: bool,
}

async fn begin(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Query(how): Query<How>,
    request: Request,
) -> Answer<Accepted<Import>> {
    let kind = how.kind.unwrap_or(ImportKind::Products);
    must(&who.cx, to_write(kind))?;
    open_imports(&g, &who.cx).await?;
    let file_name = how.file_name.unwrap_or_else(|| format!("{}.csv", kind.as_str()));
    let import = g.imports.begin(&who.cx, BeginImport { kind, file_name, dry_run: how.dry_run }).await?;
    send_file(&g, &who.cx.unkeyed(), import.id, request.into_body()).await?;
    Ok(Accepted::new(g.imports.start(&who.cx, StartImport { id: import.id }).await?))
}

/// What one needs to see an import of a kind, beside the route's permission.
fn to_read(kind: ImportKind) -> Permission {
    match kind {
        ImportKind::Products => Permission::CatalogRead,
        ImportKind::Stock => Permission::InventoryRead,
        ImportKind::Customers => Permission::CustomersRead,
    }
}

/// What one needs to import a kind, beside the route's permission.
fn to_write(kind: ImportKind) -> Permission {
    match kind {
        ImportKind::Products => Permission::CatalogWrite,
        ImportKind::Stock => Permission::InventoryWrite,
        ImportKind::Customers => Permission::CustomersWrite,
    }
}

/// Hands the file on in parts, so that no more than one part is ever in memory.
async fn send_file(g: &Gateway, cx: &Cx, id: ImportId, body: Body) -> Result<(), Failure> {
    let limit = g.inner().limits.upload_bytes;
    let (mut part, mut offset) = (Vec::with_capacity(MAX_CHUNK_BYTES), 0);
    let mut stream = body.into_data_stream();
    while let Some(bytes) = stream.next().await {
        let cut = |_| Failure::new(ErrorKind::Malformed, "body_cut_short", "the file could not be read to its end");
        part.extend_from_slice(&bytes.map_err(cut)?);
        if offset + part.len() > limit {
            return Err(Failure::with_status(413, "body_too_large", format!("the file is larger than {limit} bytes")));
        }
        while part.len() >= MAX_CHUNK_BYTES {
            let rest = part.split_off(MAX_CHUNK_BYTES);
            offset += append(g, cx, id, offset, &part).await?;
            part = rest;
        }
    }
    append(g, cx, id, offset, &part).await?;
    Ok(())
}

async fn append(g: &Gateway, cx: &Cx, id: ImportId, offset: usize, part: &[u8]) -> Result<usize, Failure> {
    let offset = i64::try_from(offset).map_err(infrasell_rpc::Fault::internal)?;
    g.imports.append(cx, AppendToImport { id, offset, chunk: STANDARD.encode(part) }).await?;
    Ok(part.len())
}

/// What a list of imports is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Only those in this state.
    state: Option<ImportState>,
}

async fn imports(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(f): Query<Filter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Import>>> {
    let kinds = ImportKind::ALL.iter().copied().filter(|kind| who.cx.caller.may(to_read(*kind))).collect();
    let ask = ListImports { state: f.state, kinds: Some(kinds), page };
    Ok(Shown::new(g.imports.imports(&who.cx, ask).await?))
}

async fn import(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<ImportAt>,
) -> Answer<Shown<Import>> {
    let import = g.imports.import(&who.cx, GetImport { id: at.id }).await?;
    must(&who.cx, to_read(import.kind))?;
    Ok(Shown::new(import))
}

async fn rejections(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<ImportAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Rejection>>> {
    let import = g.imports.import(&who.cx, GetImport { id: at.id }).await?;
    must(&who.cx, to_read(import.kind))?;
    Ok(Shown::new(g.imports.rejections(&who.cx, ListRejections { id: at.id, page }).await?))
}

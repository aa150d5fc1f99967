//! Files that go out. What a file may be of, its own permission decides beside the route's.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Failure, Shown},
    api::{Api, Methods},
    caller::{Allowed, may, must},
    doc,
    input::{At, Body as Given, Query},
    paths::ExportAt,
};
use aide::{
    openapi::{MediaType, ReferenceOr, Response as ResponseDoc, StatusCode},
    transform::TransformOperation,
};
use axum::body::Bytes;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{Stream, stream};
use infrasell_contracts::imports::{BeginExport, Export, ExportKind, ExportPart, GetExport, ListExports, ReadExport};
use infrasell_kernel::{ExportId, Page, PageRequest, Permission};
use infrasell_rpc::{Cx, Fault};
use schemars::JsonSchema;
use serde::Deserialize;
use std::io;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Exports";
    A::new()
        .at(
            "/admin/v1/exports",
            |on| on.get(exports, doc(TAG, "Exports, newest first")).post(
                begin,
                doc(TAG, "Ask for a CSV of products, stock (needs inventory:read too), orders (orders:read) or customers (customers:read)"),
            ),
        )
        .at("/admin/v1/exports/{id}", |on| on.get(export, doc(TAG, "One export, with how far it is")))
        .at("/admin/v1/exports/{id}/file", |on| on.get(file, download))
}

fn download(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    let mut operation = doc("Exports", "Fetch the file of an export that is finished")(operation);
    let mut answer = ResponseDoc { description: "CSV in UTF-8".into(), ..ResponseDoc::default() };
    answer.content.insert("text/csv".into(), MediaType::default());
    let responses = operation.inner_mut().responses.get_or_insert_default();
    responses.responses.insert(StatusCode::Code(200), ReferenceOr::Item(answer));
    operation
}

/// What one needs to export a kind, beside the route's permission.
fn to_read(kind: ExportKind) -> Permission {
    match kind {
        ExportKind::Products => Permission::CatalogRead,
        ExportKind::Stock => Permission::InventoryRead,
        ExportKind::Orders => Permission::OrdersRead,
        ExportKind::Customers => Permission::CustomersRead,
    }
}

/// What is exported.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct What {
    /// What the file is of.
    kind: ExportKind,
}

async fn begin(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Given(what): Given<What>,
) -> Answer<Accepted<Export>> {
    must(&who.cx, to_read(what.kind))?;
    Ok(Accepted::new(g.imports.begin_export(&who.cx, BeginExport { kind: what.kind }).await?))
}

async fn exports(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Export>>> {
    let kinds = ExportKind::ALL.iter().copied().filter(|kind| who.cx.caller.may(to_read(*kind))).collect();
    Ok(Shown::new(g.imports.exports(&who.cx, ListExports { kinds, page }).await?))
}

async fn export(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<ExportAt>,
) -> Answer<Shown<Export>> {
    let export = g.imports.export(&who.cx, GetExport { id: at.id }).await?;
    must(&who.cx, to_read(export.kind))?;
    Ok(Shown::new(export))
}

async fn file(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<ExportAt>,
) -> Result<Response, Failure> {
    let export = g.imports.export(&who.cx, GetExport { id: at.id }).await?;
    must(&who.cx, to_read(export.kind))?;
    // a file that is not there yet is said before anything is sent
    let first = g.imports.read_export(&who.cx, ReadExport { id: at.id, offset: 0 }).await?;
    let mut answer = Body::from_stream(parts(g, who.cx, at.id, first)).into_response();
    let name = format!("attachment; filename=\"{}.csv\"", export.kind.as_str());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Fault::internal)?);
    Ok(answer)
}

/// What is still to be sent: a part at hand, or one to be read.
enum Rest {
    Part(ExportPart),
    At(i64),
    Nothing,
}

/// The file, part by part, so that no more than one is ever in memory.
fn parts(g: Gateway, cx: Cx, id: ExportId, first: ExportPart) -> impl Stream<Item = io::Result<Bytes>> + Send {
    // a download may take longer than a request may
    let cx = Cx { deadline: None, ..cx };
    stream::try_unfold((g, cx, Rest::Part(first)), move |(g, cx, rest)| async move {
        let part = match rest {
            Rest::Nothing => return Ok(None),
            Rest::Part(part) => part,
            Rest::At(offset) => {
                g.imports.read_export(&cx, ReadExport { id, offset }).await.map_err(io::Error::other)?
            }
        };
        let bytes = STANDARD.decode(&part.content).map_err(io::Error::other)?;
        let rest = part.next.map_or(Rest::Nothing, Rest::At);
        Ok(Some((Bytes::from(bytes), (g, cx, rest))))
    })
}

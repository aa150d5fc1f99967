//! The storefront's GraphQL over HTTP: `/api/{version}/graphql.json` and `/api/{version}/graphql`.
//!
//! Always true: an answer that shows the same to everybody is kept like any other (`cached`), under the request as it
//! came, the channel and the origin; a mutation never is. What could be read is answered with 200 and errors inside, as
//! these clients expect; only what could not be read at all has another status.

mod origin;
mod page;
mod tokens;

use crate::{
    Gateway,
    answer::Failure,
    api::{Api, Methods},
    cached::{self, Tag, Tags},
    caller::{ACCESS, Guest},
    doc, document,
    input::{At, Query, read_body},
    limits,
};
use aide::{
    OperationInput, OperationOutput,
    generate::GenContext,
    openapi::{MediaType, Operation, RequestBody, Response as ResponseDoc, SchemaObject},
    operation::set_body,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use infrasell_contracts::settings::Channel;
use infrasell_kernel::Problem;
use infrasell_rpc::Cx;
use infrasell_storefront::{self as storefront, Answer, GraphError, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

pub use page::page;

/// The routes.
pub fn routes<A: Api>() -> A {
    let mut api = A::new();
    for path in ["/api/{version}/graphql.json", "/api/{version}/graphql"] {
        api = api.at(path, |on| {
            on.post(post, doc("Storefront", "Asks the storefront's GraphQL, or has something done by it"))
                .get(get, doc("Storefront", "Asks the storefront's GraphQL"))
        });
    }
    api
}

/// The version of the interface that a client names; there is one, whatever it says.
#[derive(Debug, Deserialize, JsonSchema)]
struct VersionAt {
    /// Any: `2026-04`, `unstable`.
    #[serde(rename = "version")]
    #[expect(dead_code, reason = "clients name one, and every one is the same")]
    version: String,
}

/// A GraphQL request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "for the document; the engine reads it itself")]
struct Asked {
    /// The document; may be left out when `extensions.persistedQuery` names one that is known.
    query: Option<String>,
    /// Which of its operations.
    operation_name: Option<String>,
    /// The variables.
    variables: Option<Map<String, Value>>,
    /// `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
    extensions: Option<Map<String, Value>>,
}

/// A GraphQL request in an address.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "for the document; the engine reads it itself")]
struct AskedInAddress {
    /// The document, of queries only.
    query: Option<String>,
    /// Which of its operations.
    operation_name: Option<String>,
    /// The variables, as JSON.
    variables: Option<String>,
    /// As JSON: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
    extensions: Option<String>,
}

/// A GraphQL answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Answered {
    /// What was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Map<String, Value>>,
    /// What went wrong, each with a `message`, `locations` or a `path`, and a `code` in its `extensions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<Map<String, Value>>>,
    /// What it cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Map<String, Value>>,
}

/// Who asks, and what his request says of itself.
struct Visitor {
    cx: Cx,
    parts: Parts,
}

impl FromRequestParts<Gateway> for Visitor {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let Guest { cx } = Guest::from_request_parts(parts, gateway).await?;
        Ok(Visitor { cx, parts: parts.clone() })
    }
}

impl OperationInput for Visitor {
    fn operation_input(_: &mut GenContext, operation: &mut Operation) {
        operation.extensions.insert(ACCESS.into(), "public".into());
    }
}

/// The body of a request, not looked at yet.
struct Unread(Bytes);

impl FromRequest<Gateway> for Unread {
    type Rejection = Failure;
    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, Failure> {
        Ok(Unread(read_body(request, gateway.inner().storefront.limits().body_bytes).await?))
    }
}

impl OperationInput for Unread {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema =
            SchemaObject { json_schema: ctx.schema.subschema_for::<Asked>(), example: None, external_docs: None };
        let content = MediaType { schema: Some(schema), ..MediaType::default() };
        let mut body = RequestBody { required: true, ..RequestBody::default() };
        body.content.insert("application/json".into(), content);
        set_body(ctx, operation, body);
    }
}

/// A GraphQL answer on its way.
struct Graph(Response);

impl IntoResponse for Graph {
    fn into_response(self) -> Response {
        self.0
    }
}

impl OperationOutput for Graph {
    type Inner = Answered;
    fn operation_response(ctx: &mut GenContext, _: &mut Operation) -> Option<ResponseDoc> {
        let schema =
            SchemaObject { json_schema: ctx.schema.subschema_for::<Answered>(), example: None, external_docs: None };
        let mut doc = ResponseDoc { description: "What was found or done".into(), ..ResponseDoc::default() };
        doc.content.insert("application/json".into(), MediaType { schema: Some(schema), ..MediaType::default() });
        Some(doc)
    }
    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, ResponseDoc)> {
        let Some(done) = Self::operation_response(ctx, operation) else { return vec![] };
        // what could be read fails in the same shape; what never got so far fails as everywhere else
        let mut failed = done.clone();
        let schema =
            SchemaObject { json_schema: ctx.schema.subschema_for::<Problem>(), example: None, external_docs: None };
        let content = MediaType { schema: Some(schema), ..MediaType::default() };
        failed.content.insert("application/problem+json".into(), content);
        document::always(&mut failed);
        let mut unreadable = failed.clone();
        unreadable.description = "The request cannot be read".into();
        document::carries(&mut failed, "Retry-After");
        failed.description = "Something that this needs is away; try again".into();
        vec![(Some(200), done), (Some(400), unreadable), (Some(503), failed)]
    }
}

async fn post(
    visitor: Visitor,
    State(g): State<Gateway>,
    At(_): At<VersionAt>,
    body: Unread,
) -> Result<Graph, Failure> {
    let Ok(text) = std::str::from_utf8(&body.0) else {
        return Ok(sent(GraphError::new("BAD_REQUEST", "the body is not UTF-8").into()));
    };
    let kind = visitor.parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let is_document = kind.starts_with("application/graphql") && !kind.contains("json");
    let read = || storefront::Request::from_body(&body.0, is_document);
    answer(&g, visitor, may_be_kept(text).then_some(text), read, false).await
}

async fn get(
    visitor: Visitor,
    State(g): State<Gateway>,
    At(_): At<VersionAt>,
    Query(_): Query<AskedInAddress>,
) -> Result<Graph, Failure> {
    let query = visitor.parts.uri.query().unwrap_or("").to_owned();
    let pairs =
        || form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned()));
    answer(&g, visitor, Some(&query), || storefront::Request::from_query(pairs()), true).await
}

/// Answers from what is kept, or asks the storefront. `text` is the request as it came, when its answer may be kept.
async fn answer(
    g: &Gateway,
    visitor: Visitor,
    text: Option<&str>,
    read: impl FnOnce() -> Result<storefront::Request, GraphError>,
    is_get: bool,
) -> Result<Graph, Failure> {
    let Visitor { cx, parts } = visitor;
    let channel = tokens::channel(g, &cx, &parts.headers).await?;
    let origin = origin::of(&parts, g);
    let stubs = wants_stubs(&parts.headers);
    let key = text.map(|text| key(&channel, &origin, &parts, stubs, text));
    let make = async {
        let prepared = match read() {
            Ok(request) => g.inner().storefront.prepare(request, is_get),
            Err(error) => Err(error.into()),
        };
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(refused) => return sent(refused).0,
        };
        if let Err(failure) = admit(g, &parts, &prepared) {
            return failure.into_response();
        }
        let now = g.inner().env.now();
        let visit = Visit { cx, channel, origin: origin.into_owned(), now };
        let answer = g.inner().storefront.execute(visit, prepared).await;
        sent(if stubs { answer.deduplicated() } else { answer }).0
    };
    Ok(Graph(match key {
        // he has paid for the request already
        Some(key) => cached::through(g, &key, &parts.headers, || Ok(()), make).await,
        None => make.await,
    }))
}

/// Under what the answer to a POST would be kept; `None` when it never is.
pub async fn kept_under(g: &Gateway, parts: &Parts, body: &Bytes) -> Option<String> {
    let text = std::str::from_utf8(body).ok().filter(|text| may_be_kept(text))?;
    let cx = Cx::system("gateway", "kept");
    let channel = tokens::channel(g, &cx, &parts.headers).await.ok()?;
    Some(key(&channel, &origin::of(parts, g), parts, wants_stubs(&parts.headers), text))
}

/// Whatever may be a mutation is done each time; a query that speaks of one is only not kept.
fn may_be_kept(text: &str) -> bool {
    !text.contains("mutation")
}

/// Under what an answer is kept: what it is made of.
fn key(channel: &Channel, origin: &str, parts: &Parts, stubs: bool, text: &str) -> String {
    let how = if parts.method == axum::http::Method::GET { "get" } else { "post" };
    let form = if stubs { "stubs" } else { "plain" };
    format!("graphql {} {origin} {how} {form} {text}", channel.code)
}

/// Whether what comes again may be left out: `Infrasell-Deduplicate: 1`, or `dedup=1` with a type in `Accept`.
fn wants_stubs(headers: &HeaderMap) -> bool {
    let asked = headers.get("infrasell-deduplicate").is_some_and(|value| value == "1");
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    asked || accepted.flat_map(|value| value.split([',', ';'])).any(|part| part.trim() == "dedup=1")
}

/// A point of what a caller may spend stands for so many points of a query: a row of a list by REST comes with all of its
/// variants, too.
const POINTS: u64 = 10;

/// Takes what a query costs from its caller; one that only looks around is refused sooner when there is much to do.
fn admit(g: &Gateway, parts: &Parts, prepared: &storefront::Prepared) -> Result<(), Failure> {
    let inner = g.inner();
    if !prepared.buys() {
        inner.load.has_room(limits::Class::Browse, &inner.limits)?;
    }
    limits::spend(&parts.extensions, g, prepared.cost() / POINTS)
}

/// An answer as it is sent.
fn sent(answer: Answer) -> Graph {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], answer.body).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    if let Some(tags) = answer.tags {
        response.extensions_mut().insert(Tags::new(tags.into_iter().map(Tag::from)));
    }
    Graph(response)
}

impl From<storefront::Tag> for Tag {
    fn from(tag: storefront::Tag) -> Tag {
        match tag {
            storefront::Tag::Product(id) => Tag::Product(id),
            storefront::Tag::Variant(id) => Tag::Variant(id),
            storefront::Tag::AnyProduct => Tag::AnyProduct,
            storefront::Tag::ByPrice => Tag::ByPrice,
            storefront::Tag::ByStock => Tag::ByStock,
            storefront::Tag::Collections => Tag::Collections,
            storefront::Tag::Categories => Tag::Categories,
            storefront::Tag::Metafields => Tag::Metafields,
            storefront::Tag::Content(kind) => Tag::Content(kind),
            storefront::Tag::Shop => Tag::Shop,
        }
    }
}

/// A text that may be borrowed.
type Text<'a> = Cow<'a, str>;

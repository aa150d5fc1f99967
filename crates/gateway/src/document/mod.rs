//! The OpenAPI document: made from the handlers' signatures, and what those alone do not tell: each operation's name,
//! every way it can fail, its headers, and whose answers lead to whose questions.
//!
//! Always true: an operation lists every status that it can answer with, and each answer every header of ours; an answer
//! that is not listed is a fault (`cargo xtask strangers` looks for one). What is served is the document of the
//! repository, and a test holds it equal to the one that is made here.

mod failures;
mod front;
mod links;

use crate::{
    Gateway, admin,
    api::Api,
    caller::{IDEMPOTENCY_KEY, header_parameter},
    for_buyers,
};
use aide::{
    axum::ApiRouter,
    openapi::{
        Components, Header, HeaderStyle, OpenApi, Operation, Parameter, ParameterSchemaOrContent, PathItem,
        ReferenceOr, Response as ResponseDoc, SchemaObject, StatusCode,
    },
};
use flate2::read::GzDecoder;
use std::io::Read;

/// The operations of the document, a line each: method, `list` or `one`, path.
pub const OPERATIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/operations.txt"));
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));

/// The document that came with the program, OpenAPI 3.1 as JSON.
pub fn shipped() -> String {
    let mut text = String::new();
    GzDecoder::new(PACKED).read_to_string(&mut text).expect("the build packed it whole");
    text
}

/// Makes the document from the routes: for a test that holds it equal to the one that is shipped, and to write that anew.
pub fn make(gateway: &Gateway) -> OpenApi {
    aide::generate::extract_schemas(true);
    aide::generate::all_error_responses(true);
    let mut document = OpenApi::default();
    let buyers: ApiRouter<Gateway> = for_buyers(gateway);
    let routes = Api::merge(buyers, admin::routes());
    drop(routes.finish_api_with(&mut document, front::describe));
    complete(&mut document);
    document
}

/// Completes the document that the handlers' signatures made.
fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::default);
    failures::define(components);
    headers(components);
    let Some(paths) = document.paths.as_mut() else { return };
    for (path, item) in &mut paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in operations(item) {
            name(path, method, operation);
            parameters(method, operation);
            failures::list(path, method, operation);
            answer_headers(operation);
        }
    }
    links::connect(document);
}

/// The operations of a path with their methods.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", &mut item.get),
        ("post", &mut item.post),
        ("put", &mut item.put),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

/// `get_admin_products_by_id`: for generated clients, and for links.
fn operation_id(path: &str, method: &str) -> String {
    let mut id = method.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != "v1") {
        id.push('_');
        match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(parameter) => {
                id.push_str("by_");
                id.push_str(parameter);
            }
            None => id.push_str(&part.replace('-', "_")),
        }
    }
    id
}

fn name(path: &str, method: &str, operation: &mut Operation) {
    operation.operation_id.get_or_insert_with(|| operation_id(path, method));
}

/// Headers that a request may carry whichever handler takes it.
fn parameters(method: &str, operation: &mut Operation) {
    let (name, text, schema) = if method == "get" {
        let text = "An ETag that the caller has; when it is still the present one the answer is 304 without a body.";
        ("If-None-Match", text, serde_json::json!({ "type": "string" }))
    } else {
        let text = "Does the work once: the same request under the same key gets the same answer for 24 hours.";
        (
            IDEMPOTENCY_KEY,
            text,
            serde_json::json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$" }),
        )
    };
    operation.parameters.push(ReferenceOr::Item(header_parameter(name, text, schema_of(schema))));
}

fn schema_of(json: serde_json::Value) -> SchemaObject {
    let json_schema = schemars::Schema::try_from(json).unwrap_or_default();
    SchemaObject { json_schema, example: None, external_docs: None }
}

/// The headers of answers, defined once: name, whether it is always there, what it is, its schema.
fn headers(components: &mut Components) {
    let define: [(&str, bool, &str, serde_json::Value); 10] = [
        (
            "X-Request-Id",
            true,
            "The id under which our log has more; the one that was sent, if it was fit for a log.",
            serde_json::json!({ "type": "string", "pattern": "^[0-9A-Za-z_-]{8,64}$" }),
        ),
        (
            "ETag",
            false,
            "The version, where the thing has one: send it back as If-Match or If-None-Match.",
            serde_json::json!({ "type": "string" }),
        ),
        (
            "Retry-After",
            true,
            "When to try again, seconds.",
            serde_json::json!({ "type": "string", "pattern": "^[0-9]+$" }),
        ),
        (
            "Set-Cookie",
            false,
            "The session's cookie, or its end: HttpOnly, SameSite=Lax, Secure over https.",
            serde_json::json!({ "type": "string" }),
        ),
        (
            "WWW-Authenticate",
            true,
            "How to authenticate (RFC 9110).",
            serde_json::json!({ "type": "string", "pattern": "^Bearer" }),
        ),
        ("RateLimit-Limit", false, "Requests that may be made at once.", whole()),
        ("RateLimit-Remaining", false, "How many of them are left.", whole()),
        ("RateLimit-Reset", false, "Until all are there again, seconds.", whole()),
        ("Content-Disposition", false, "The file's name.", serde_json::json!({ "type": "string" })),
        (
            "RateLimit-Policy",
            false,
            "The limit and its window, as `1200;w=60`.",
            serde_json::json!({ "type": "string" }),
        ),
    ];
    for (name, required, text, schema) in define {
        let header = Header {
            description: Some(text.into()),
            style: HeaderStyle::Simple,
            required,
            deprecated: None,
            format: ParameterSchemaOrContent::Schema(schema_of(schema)),
            example: None,
            examples: Default::default(),
            extensions: Default::default(),
        };
        components.headers.insert(name.into(), ReferenceOr::Item(header));
    }
}

/// The schema of a whole number in a header.
fn whole() -> serde_json::Value {
    serde_json::json!({ "type": "string", "pattern": "^[0-9]+$" })
}

/// The headers of every answer, good or bad; those of the rate limits stand where a limit counts the caller.
pub fn always(response: &mut ResponseDoc) {
    for name in ["X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"] {
        carries(response, name);
    }
}

/// Says that an answer carries the header `name`.
pub fn carries(response: &mut ResponseDoc, name: &str) {
    let reference = ReferenceOr::ref_(&format!("#/components/headers/{name}"));
    response.headers.entry(name.into()).or_insert(reference);
}

/// What every answer of a call that went well carries.
fn answer_headers(operation: &mut Operation) {
    let Some(responses) = operation.responses.as_mut() else { return };
    for (status, response) in &mut responses.responses {
        let (StatusCode::Code(200..=299), ReferenceOr::Item(response)) = (status, response) else { continue };
        always(response);
        if !response.content.is_empty() {
            carries(response, "ETag");
        }
        if response.content.contains_key("text/csv") {
            carries(response, "Content-Disposition");
        }
    }
}

/// Whether an operation takes a parameter of this kind.
fn takes(operation: &Operation, kind: impl Fn(&Parameter) -> bool) -> bool {
    operation.parameters.iter().filter_map(ReferenceOr::as_item).any(kind)
}

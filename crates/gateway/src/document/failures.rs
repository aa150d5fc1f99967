//! The ways in which an operation can fail: read from its signature, and from the table of those that can do more.

use super::{always, carries, schema_of, takes};
use crate::caller::ACCESS;
use aide::openapi::{
    Components, MediaType, Operation, Parameter, ReferenceOr, Response as ResponseDoc, Responses, StatusCode,
};

/// Every failure there is: its status, its name in the document, what it means.
const FAILURES: [(u16, &str, &str); 14] = [
    (304, "NotModified", "The caller has it already"),
    (400, "Malformed", "The request cannot be read"),
    (401, "Unauthenticated", "Nobody is signed in, or the key, session or password is not one of ours"),
    (402, "PaymentRequired", "The payment was declined"),
    (403, "Forbidden", "The caller may not do this"),
    (404, "NotFound", "There is no such thing, or not for this caller"),
    (409, "Conflict", "The state of things does not allow it, or a request under this key still runs"),
    (412, "Stale", "It has changed since it was read"),
    (413, "TooLarge", "The body is too large"),
    (415, "UnsupportedMediaType", "The body is of another kind than this takes"),
    (422, "Invalid", "It was read, and a field is wrong; every one is named"),
    (429, "TooMany", "Too many requests or attempts"),
    (500, "Internal", "Our fault; nothing was half done"),
    (503, "Unavailable", "Something that this needs is away; try again"),
];

/// What cannot be read from a signature: method, path, the further statuses.
const FURTHER: &[(&str, &str, &[u16])] = &[
    ("post", "/admin/v1/session", &[401, 403]),
    // a key has no sessions
    ("get", "/admin/v1/me/sessions", &[409]),
    ("post", "/store/v1/session", &[401, 403]),
    ("post", "/store/v1/session/refresh", &[401]),
    ("post", "/store/v1/checkouts/{token}/complete", &[402]),
    ("post", "/hooks/v1/payments/{provider}", &[401, 413]),
    ("get", "/api/{version}/graphql", &[400, 401]),
    ("get", "/api/{version}/graphql.json", &[400, 401]),
    ("post", "/api/{version}/graphql", &[401]),
    ("post", "/api/{version}/graphql.json", &[401]),
    ("post", "/admin/v1/imports", &[400, 413]),
    // a file that is still being written
    ("get", "/admin/v1/exports/{id}/file", &[409]),
];

/// Puts each failure into the components, with its headers.
pub fn define(components: &mut Components) {
    for (status, name, text) in FAILURES {
        let mut response = ResponseDoc { description: text.into(), ..ResponseDoc::default() };
        always(&mut response);
        match status {
            304 => carries(&mut response, "ETag"),
            401 => carries(&mut response, "WWW-Authenticate"),
            429 | 503 => carries(&mut response, "Retry-After"),
            _ => {}
        }
        if status >= 400 {
            let schema = schema_of(serde_json::json!({ "$ref": "#/components/schemas/Problem" }));
            let content = MediaType { schema: Some(schema), ..MediaType::default() };
            response.content.insert("application/problem+json".into(), content);
        }
        components.responses.insert(name.into(), ReferenceOr::Item(response));
    }
}

/// Lists the failures of an operation in place of "any other answer".
pub fn list(path: &str, method: &str, operation: &mut Operation) {
    let statuses = statuses(path, method, operation);
    let responses = operation.responses.get_or_insert_with(Responses::default);
    responses.default = None;
    for (status, name, _) in FAILURES {
        if statuses.contains(&status) {
            let reference = ReferenceOr::ref_(&format!("#/components/responses/{name}"));
            responses.responses.entry(StatusCode::Code(status)).or_insert(reference);
        }
    }
}

fn statuses(path: &str, method: &str, operation: &Operation) -> Vec<u16> {
    let access = operation.extensions.get(ACCESS).and_then(serde_json::Value::as_str).unwrap_or("public");
    let writes = method != "get";
    let asks = takes(operation, |p| matches!(p, Parameter::Query { .. }));
    let further = FURTHER.iter().filter(|(m, p, _)| *m == method && *p == path).flat_map(|(_, _, more)| more.iter());
    let mut statuses: Vec<u16> = further.copied().chain([429, 500, 503]).collect();
    let mut when = |holds: bool, more: &[u16]| {
        if holds {
            statuses.extend(more);
        }
    };
    when(!writes, &[304]);
    when(writes, &[409, 422]);
    when(asks, &[422]);
    // whoever shows a secret may show one that is dead, of another kind, or a cookie from a foreign page
    when(access != "public" || !operation.security.is_empty(), &[401, 403]);
    when(path.contains('{'), &[404]);
    // a body may name a thing that is not there
    when(operation.request_body.is_some(), &[400, 404, 413, 415]);
    when(takes(operation, |p| p.parameter_data_ref().name == "If-Match"), &[412]);
    // whoever names a channel or a collection may name one that is not there
    let names = ["channel", "collection"];
    when(takes(operation, |p| names.contains(&p.parameter_data_ref().name.as_str())), &[404]);
    statuses
}

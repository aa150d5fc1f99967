//! Pages that are not the API: `/`, `/docs`, the document itself, health, files under `/media`.

use crate::{
    Gateway,
    answer::{Done, Failure},
    caller::ACCESS,
};
use aide::openapi::{OpenApi, Operation, PathItem, ReferenceOr};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};
use infrasell_contracts::{settings::GetShop, system::GetReadiness};
use infrasell_kernel::ErrorKind;
use infrasell_rpc::Cx;
use std::fmt::Write;
use tower_http::services::ServeDir;

/// The routes.
pub fn routes(gateway: &Gateway, document: &OpenApi, json: String) -> Router {
    let docs = docs_page(document);
    let mut router = Router::new()
        .route("/", get(home))
        .route("/livez", get(async || Done))
        .route("/readyz", get(ready))
        .with_state(gateway.clone())
        .route("/docs", get(async || Html(docs)))
        .route("/openapi.json", get(async || ([(header::CONTENT_TYPE, "application/json")], json)));
    if let Some(folder) = &gateway.inner().media {
        router = router.nest_service("/media", ServeDir::new(folder).append_index_html_on_directories(false));
    }
    router
}

async fn ready(State(gateway): State<Gateway>) -> Result<Done, Failure> {
    let state = gateway.system.readiness(&Cx::system("health", "readyz"), GetReadiness {}).await?;
    if state.ready {
        return Ok(Done);
    }
    Err(Failure::new(ErrorKind::Unavailable, "not_ready", state.reasons.join("; ")))
}

async fn home(State(gateway): State<Gateway>) -> impl IntoResponse {
    let shop = gateway.settings.shop(&Cx::system("home", "home"), GetShop {}).await;
    let name = shop.map_or_else(|_| "Infrasell".to_owned(), |shop| shop.name);
    let version = env!("CARGO_PKG_VERSION");
    Html(page(
        &name,
        &format!(
            "<h1>{}</h1><p>This is the API of a shop that runs on <strong>Infrasell {version}</strong>.</p><ul>\
             <li><a href=\"/docs\">/docs</a> – every call, to read</li>\
             <li><a href=\"/openapi.json\">/openapi.json</a> – the same for programs (OpenAPI 3.1)</li>\
             <li><a href=\"/store/v1/products\">/store/v1/products</a> – what is on sale, as a buyer sees it</li>\
             <li><code>/admin/v1</code> – for staff and programs, with <code>Authorization: Bearer …</code></li>\
             <li><a href=\"/livez\">/livez</a>, <a href=\"/readyz\">/readyz</a> – health</li></ul>",
            escape(&name)
        ),
    ))
}

/// Plain HTML that needs no script: a table of contents and a section a call.
fn docs_page(document: &OpenApi) -> String {
    let mut contents = String::new();
    let mut sections = String::new();
    let introduction = document.info.description.clone().unwrap_or_default();
    let mut last_tag = String::new();
    for (tag, method, path, operation) in operations(document) {
        if tag != last_tag {
            _ = write!(contents, "<h3>{}</h3>", escape(&tag));
            _ = write!(sections, "<h2>{}</h2>", escape(&tag));
            last_tag.clone_from(&tag);
        }
        let anchor = format!("{method}{}", path.replace(['/', '{', '}'], "-"));
        let summary = escape(operation.summary.as_deref().unwrap_or(""));
        _ = write!(contents, "<a href=\"#{anchor}\"><code>{method} {path}</code></a><br>");
        _ = write!(sections, "<section id=\"{anchor}\"><h3><code>{method} {path}</code></h3><p>{summary}</p>");
        describe(&mut sections, operation);
        sections.push_str("</section>");
    }
    let body = format!(
        "<h1>Infrasell API</h1><p>{}</p><p>The same for programs: <a href=\"/openapi.json\">/openapi.json</a></p>\
         <nav aria-label=\"Calls\">{contents}</nav><main>{sections}</main>",
        escape(&introduction)
    );
    page("Infrasell API", &body)
}

fn operations(document: &OpenApi) -> Vec<(String, &'static str, String, &Operation)> {
    let mut found = vec![];
    for (path, item) in document.paths.iter().flat_map(|paths| &paths.paths) {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in methods(item) {
            let tag = operation.tags.first().cloned().unwrap_or_else(|| "Other".into());
            found.push((tag, method, path.clone(), operation));
        }
    }
    found.sort_by_key(|(tag, ..)| tag.clone());
    found
}

fn methods(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.as_ref().map(|o| (method, o)))
}

fn describe(out: &mut String, operation: &Operation) {
    let access = operation.extensions.get(ACCESS).and_then(|v| v.as_str()).unwrap_or("public");
    _ = write!(out, "<p>Who may: <code>{}</code></p>", escape(access));
    let parameters: Vec<_> = operation.parameters.iter().filter_map(ReferenceOr::as_item).collect();
    if !parameters.is_empty() {
        out.push_str(
            "<table><caption>Parameters</caption><tr><th scope=\"col\">name</th><th scope=\"col\">what</th></tr>",
        );
        for parameter in parameters {
            let data = parameter.parameter_data_ref();
            let star = if data.required { " (required)" } else { "" };
            let text = escape(data.description.as_deref().unwrap_or(""));
            _ = write!(out, "<tr><td><code>{}</code>{star}</td><td>{text}</td></tr>", escape(&data.name));
        }
        out.push_str("</table>");
    }
    let codes = operation.responses.iter().flat_map(|r| r.responses.keys()).map(|c| format!("<code>{c:?}</code>"));
    _ = write!(out, "<p>Answers: {}</p>", codes.collect::<Vec<_>>().join(", "));
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{}</title><style>:root{{color-scheme:light dark}}\
         body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}\
         code{{font-size:.95em;overflow-wrap:anywhere}}table{{border-collapse:collapse;width:100%}}\
         th,td{{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #8884;vertical-align:top}}\
         caption{{text-align:left;font-weight:600}}section{{border-top:1px solid #8886;margin-top:1.5rem}}\
         </style></head><body>{body}</body></html>",
        escape(title)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

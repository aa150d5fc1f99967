//! Pages that are not the API: `/`, `/docs`, `/graphiql`, the document itself, health, files under `/media`.

use crate::{
    Gateway,
    answer::{Done, Failure},
    docs::{self, escape},
    document, graphql, metrics, pictures,
};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};
use bytes::Bytes;
use infrasell_contracts::{settings::GetShop, system::GetReadiness};
use infrasell_kernel::ErrorKind;
use infrasell_rpc::Cx;
use std::sync::OnceLock;

/// The routes.
pub fn routes(gateway: &Gateway) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/livez", get(async || Done))
        // browsers ask for it beside every page; that there is none is no fault to tell a buyer's console
        .route("/favicon.ico", get(async || ([(header::CACHE_CONTROL, "public, max-age=86400")], Done)))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::guarded))
        .route("/media/{*path}", get(pictures::serve))
        .with_state(gateway.clone())
        .route("/docs", get(docs))
        .route("/graphiql", get(graphql::page))
        .route("/openapi.json", get(openapi))
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document::shipped())
}

async fn docs() -> Html<Bytes> {
    static PAGE: OnceLock<Bytes> = OnceLock::new();
    let make = || {
        let document =
            serde_json::from_str(&document::shipped()).expect("what is shipped was read as JSON to be packed");
        page("Infrasell API", &docs::page(&document)).into()
    };
    Html(PAGE.get_or_init(make).clone())
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
             <li><a href=\"/graphiql\">/graphiql</a> – the storefront's GraphQL (<code>/api/…/graphql.json</code>), to try</li>\
             <li><code>/admin/v1</code> – for staff and programs, with <code>Authorization: Bearer …</code></li>\
             <li><a href=\"/livez\">/livez</a>, <a href=\"/readyz\">/readyz</a> – health</li></ul>",
            escape(&name)
        ),
    ))
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{}</title><style>:root{{color-scheme:light dark}}\
         body{{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}}\
         nav{{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(22rem,100%),1fr));gap:0 2rem}}\
         nav ul{{list-style:none;padding:0;margin:0}}nav li{{padding:.15rem 0}}nav h3{{margin:1rem 0 .25rem}}\
         code{{font-size:.95em;overflow-wrap:anywhere}}table{{border-collapse:collapse;width:100%}}\
         th,td{{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #8884;vertical-align:top}}\
         caption{{text-align:left;font-weight:600}}section{{border-top:1px solid #8886;margin-top:1.5rem}}\
         </style></head><body>{body}</body></html>",
        escape(title)
    )
}

//! `/graphiql`: a page to try queries, with nothing from elsewhere.
//!
//! Always true: its only script is the one in it, which the page's policy names by its hash.

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = "\
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;display:grid;\
grid-template:auto 1fr/1fr 1fr;min-height:100vh}@media(max-width:50rem){body{grid-template:auto auto auto/1fr}}\
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:.5rem 1rem;\
border-bottom:1px solid #8886}h1{font-size:1.1rem;margin:0 auto 0 0}form{display:flex;flex-direction:column;padding:1rem;\
gap:.5rem}textarea,input,pre{font:.9rem/1.5 ui-monospace,monospace}textarea{flex:3;min-height:12rem;padding:.5rem}\
#variables{flex:1;min-height:4rem}pre{margin:0;padding:1rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}\
button{font:inherit;padding:.4rem 1.2rem}label{display:flex;flex-direction:column;font-size:.9rem}\
.grow{flex:3}.grow textarea{flex:1}";
const FIRST: &str = "{\n  shop { name primaryDomain { url } }\n  products(first: 5) {\n    nodes {\n      id title handle\n      \
priceRange { minVariantPrice { amount currencyCode } }\n      featuredImage { url }\n    }\n  }\n}";

/// The page.
pub async fn page() -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>Storefront queries</title><style>{STYLE}</style></head><body>\
         <header><h1>Storefront queries</h1><label>Token <input id=\"token\" autocomplete=\"off\" placeholder=\"public; may be \
         empty\"></label><button id=\"schema\" type=\"button\">Schema</button><button form=\"ask\">Ask (Ctrl+Enter)</button>\
         </header><form id=\"ask\"><label class=\"grow\">Query<textarea id=\"query\" spellcheck=\"false\">{FIRST}</textarea>\
         </label><label>Variables, JSON<textarea id=\"variables\" spellcheck=\"false\">{{}}</textarea></label></form>\
         <pre id=\"answer\" aria-live=\"polite\" tabindex=\"0\"></pre><script>{SCRIPT}</script></body></html>"
    );
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; connect-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = Html(html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

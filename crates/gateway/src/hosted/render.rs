//! From a template and facts to an answer.
//!
//! Always true: what is put into a page is escaped; a page may load its own style and pictures of this server, and
//! nothing else; it is neither kept nor indexed, and its address, which is a secret, is told to no other site.

use crate::answer::Failure;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use infrasell_rpc::Fault;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, value::Serde};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// How pages look. It stands in every page, so that a page is one answer.
pub const STYLE: &str = include_str!("style.css");

const TEMPLATES: [(&str, &str); 10] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("information.html", include_str!("templates/information.html")),
    ("shipping.html", include_str!("templates/shipping.html")),
    ("payment.html", include_str!("templates/payment.html")),
    ("wait.html", include_str!("templates/wait.html")),
    ("empty.html", include_str!("templates/empty.html")),
    ("order.html", include_str!("templates/order.html")),
    ("policy.html", include_str!("templates/policy.html")),
    ("failed.html", include_str!("templates/failed.html")),
];

/// Every template; parsed once.
static PAGES: LazyLock<Result<Environment<'static>, String>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.add_global("style", minijinja::Value::from_safe_string(STYLE.to_owned()));
    for (name, text) in TEMPLATES {
        pages.add_template(name, text).map_err(|error| format!("{name}: {error:#}"))?;
    }
    Ok(pages)
});

/// What a page may load: its style, which stands in it, and pictures of this server.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let text = format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
});

/// A page, or the way to one.
#[derive(Debug)]
pub struct Page {
    status: u16,
    body: String,
    /// Where to go instead.
    location: Option<String>,
    /// Where to go by itself, and after how many seconds.
    refresh: Option<(u32, String)>,
    cookie: Option<HeaderValue>,
}

impl Page {
    /// A template with its facts.
    ///
    /// # Errors
    /// When the template names what is not there: our fault.
    pub fn of(template: &str, facts: &impl Serialize, status: u16) -> Result<Page, Failure> {
        let body = render(template, facts).map_err(|cause| Failure::from(Fault::internal(cause)))?;
        Ok(Page { status, body, location: None, refresh: None, cookie: None })
    }

    /// The browser asks for another page, so that reloading sends nothing twice.
    pub fn see_other(path: String) -> Page {
        Page { status: 303, body: String::new(), location: Some(path), refresh: None, cookie: None }
    }

    /// The same page, which goes on to `url` by itself.
    pub fn going_on(self, seconds: u32, url: String) -> Page {
        Page { refresh: Some((seconds, url)), ..self }
    }

    /// The same page, with a cookie, if there is one.
    pub fn with_cookie(self, cookie: Option<HeaderValue>) -> Page {
        Page { cookie, ..self }
    }
}

/// A template with its facts as text.
pub fn render(template: &str, facts: &impl Serialize) -> Result<String, String> {
    let pages = PAGES.as_ref().map_err(Clone::clone)?;
    let template = pages.get_template(template).map_err(|error| error.to_string())?;
    template.render(minijinja::Value::from(Serde(facts))).map_err(|error| format!("{error:#}"))
}

/// Two texts as every page shows them: for hostile bytes alone.
pub fn echo(facts: &impl Serialize) -> Result<String, String> {
    let pages = PAGES.as_ref().map_err(Clone::clone)?;
    let shown = pages.render_named_str(
        "echo.html",
        "<p>{{ title }}</p><p>{{ text }}</p>",
        minijinja::Value::from(Serde(facts)),
    );
    shown.map_err(|error| format!("{error:#}"))
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
        // a form of our own must still say where it comes from; another site learns nothing
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
        let refresh = self.refresh.map(|(seconds, url)| format!("{seconds}; url={url}"));
        let texts = [(header::LOCATION, self.location), (header::REFRESH, refresh)];
        for (name, text) in texts {
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
                headers.insert(name, value);
            }
        }
        if let Some(cookie) = self.cookie {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses_and_the_policy_names_the_style() {
        assert!(PAGES.is_ok(), "{:?}", PAGES.as_ref().err());
        assert!(POLICY.to_str().unwrap().contains("style-src 'sha256-"));
        assert!(!STYLE.contains("</style") && !STYLE.contains("@import") && !STYLE.contains("url("));
    }

    #[test]
    fn templates_hold_no_script_no_inline_style_and_nothing_from_elsewhere() {
        for (name, text) in TEMPLATES {
            for word in ["<script", " style=\"", "javascript:", " onclick", "http://", "https://", "|safe", "| safe"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
        }
    }
}

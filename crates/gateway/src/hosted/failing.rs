//! How a failure looks to somebody who reads pages: the same failure that a program gets as a problem.

use super::{
    all,
    language::{Language, Spoken},
    notice::fill,
    render::Page,
    words::{Words, word, words},
};
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// Who has asked for a page, for when it cannot be shown.
#[derive(Debug, Clone)]
pub struct Asked {
    language: Language,
    /// Where he can begin again: `/checkout/{token}`.
    home: String,
}

#[derive(Serialize)]
struct Facts<'a> {
    lang: &'static str,
    t: &'a Words,
    title: &'a str,
    text: &'a str,
    again: Option<&'a str>,
    reference: String,
}

/// Whether a route is a page.
pub fn is_page(template: &str) -> bool {
    all().iter().any(|(_, page)| *page == template)
}

impl Asked {
    /// What is kept of a request.
    pub fn by(request: &Request) -> Asked {
        let path = request.uri().path();
        let home = path.split('/').take(3).collect::<Vec<_>>().join("/");
        Asked { language: Spoken::read(request.headers(), request.uri()).alone(), home }
    }

    /// The page that says what went wrong, in the place of a problem; what is said beside that stays.
    pub fn told(&self, problem: Response, request_id: &str) -> Response {
        let status = problem.status().as_u16();
        let (name, can_try) = kind(status);
        let title = word(self.language, &format!("{name}_title"));
        let facts = Facts {
            lang: self.language.code(),
            t: words(self.language),
            title,
            text: word(self.language, name),
            again: can_try.then_some(self.home.as_str()),
            reference: fill(self.language, "request_id", &[("id", request_id)]),
        };
        let page = Page::of("failed.html", &facts, status);
        let mut page = page.map_or_else(|_| title.to_owned().into_response(), IntoResponse::into_response);
        *page.status_mut() = problem.status();
        for (name, value) in problem.headers() {
            page.headers_mut().entry(name.clone()).or_insert(value.clone());
        }
        page
    }
}

/// The words for a status, and whether trying again helps.
fn kind(status: u16) -> (&'static str, bool) {
    match status {
        404 => ("failed_gone", false),
        429 | 503 => ("failed_busy", true),
        400..500 => ("failed_bad", true),
        _ => ("failed", true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;

    #[test]
    fn every_status_has_its_words_and_what_else_was_said_stays() {
        for status in [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 504] {
            for language in Language::ALL {
                let (name, _) = kind(status);
                assert!(!word(language, name).is_empty() && !word(language, &format!("{name}_title")).is_empty());
            }
        }
        let asked = Asked { language: Language::Hindi, home: "/checkout/x".into() };
        let problem =
            (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "2"), ("content-type", "application/problem+json")]);
        let page = asked.told(problem.into_response(), "abc");
        assert_eq!(
            (page.status(), &page.headers()["retry-after"]),
            (StatusCode::SERVICE_UNAVAILABLE, &"2".parse().unwrap())
        );
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(page.headers()["x-robots-tag"], "noindex, nofollow");
        let html = super::super::render::render(
            "failed.html",
            &Facts {
                lang: "hi",
                t: words(Language::Hindi),
                title: "<b>",
                text: "x",
                again: None,
                reference: String::new(),
            },
        );
        assert!(html.unwrap().contains("&lt;b&gt;"));
    }
}

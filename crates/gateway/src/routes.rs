//! What is known of each route beside its handler: how it is counted, how much it matters, whether it is a list.
//!
//! Always true: a route is known by its template, never by the path that was asked for, so that no token or id gets into
//! a metric or a log; a request finds its route by one look into a map that never changes.

use crate::{cached::HEADS, document::OPERATIONS, hosted, limits::Class};
use axum::{
    extract::MatchedPath,
    http::{HeaderMap, Method, Request, StatusCode},
};
use infrasell_metrics::{
    Counter, Seconds,
    catalogue::{HTTP_REQUEST_BYTES, HTTP_REQUESTS, HTTP_RESPONSE_BYTES, HTTP_SECONDS},
};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Routes that are no part of the API.
const PAGES: [&str; 8] = ["/", "/livez", "/readyz", "/docs", "/graphiql", "/openapi.json", "/metrics", "/media"];
/// What a request that no route takes is counted under.
const OTHER: &str = "other";
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Every route.
pub struct Routes {
    known: HashMap<String, Vec<(Method, Arc<Route>)>>,
    other: Arc<Route>,
}

/// One method of one route.
pub struct Route {
    /// As the document names it: `/store/v1/carts/{token}`.
    pub template: String,
    /// How much it matters.
    pub class: Class,
    /// Whether it answers with a page of a list.
    pub is_list: bool,
    /// Whether people read its answers, also when it fails.
    pub is_page: bool,
    method: String,
    counts: OnceLock<Counts>,
    /// The heads of kept answers, one of each kind; learnt from the first one that is sent. Most routes never have one.
    pub heads: [OnceLock<Box<HeadOf>>; HEADS],
}

/// What every answer of one kind is sent with.
pub struct HeadOf {
    /// Its status.
    pub status: StatusCode,
    /// Its headers; those that each answer has of its own are empty.
    pub headers: HeaderMap,
}

struct Counts {
    statuses: [&'static Counter; 5],
    seconds: &'static Seconds,
    bytes_in: &'static Counter,
    bytes_out: &'static Counter,
}

impl Route {
    fn new(method: &str, template: &str, class: Class, is_list: bool) -> Self {
        Route {
            template: template.to_owned(),
            class,
            is_list,
            is_page: hosted::is_page(template),
            method: method.to_owned(),
            counts: OnceLock::new(),
            heads: Default::default(),
        }
    }

    /// Made at the first request, so that a scrape has no line for what nobody calls.
    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let labels = [self.method.as_str(), self.template.as_str()];
            Counts {
                statuses: STATUSES.map(|status| HTTP_REQUESTS.with(&[labels[0], labels[1], status])),
                seconds: HTTP_SECONDS.with(&labels),
                bytes_in: HTTP_REQUEST_BYTES.with(&labels),
                bytes_out: HTTP_RESPONSE_BYTES.with(&labels),
            }
        })
    }

    /// Counts an answer.
    pub fn note(&self, status: StatusCode, took: Duration, bytes_in: u64) {
        let counts = self.counts();
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        counts.statuses[class].add(1);
        counts.seconds.took(took);
        if bytes_in > 0 {
            counts.bytes_in.add(bytes_in);
        }
    }

    /// Where the bytes of answers are counted.
    pub fn bytes_out(&self) -> &'static Counter {
        self.counts().bytes_out
    }
}

impl Routes {
    /// The routes of the document, and the pages beside it.
    pub fn new() -> Self {
        let mut known: HashMap<String, Vec<(Method, Arc<Route>)>> = HashMap::new();
        for line in OPERATIONS.lines() {
            let mut words = line.split(' ');
            let (Some(name), Some(kind), Some(template)) = (words.next(), words.next(), words.next()) else { continue };
            let Ok(method) = name.parse::<Method>() else { continue };
            let is_list = kind == "list";
            let route = Route::new(name, template, Class::of(&method, template, is_list), is_list);
            known.entry(template.to_owned()).or_default().push((method, Arc::new(route)));
        }
        for page in PAGES {
            let route = Route::new("GET", page, Class::of(&Method::GET, page, false), false);
            known.entry(page.to_owned()).or_default().push((Method::GET, Arc::new(route)));
        }
        for (method, page) in hosted::all() {
            let route = Route::new(method.as_str(), page, Class::of(&method, page, false), false);
            known.entry(page.to_owned()).or_default().push((method, Arc::new(route)));
        }
        Routes { known, other: Arc::new(Route::new(OTHER, OTHER, Class::Browse, false)) }
    }

    /// The route of a request that was matched.
    pub fn of<B>(&self, request: &Request<B>) -> &Arc<Route> {
        let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let template = match matched {
            Some(template) if !template.starts_with("/media") => template,
            _ if request.uri().path().starts_with("/media/") => "/media",
            _ => return &self.other,
        };
        // whoever asks for the head alone asks for the same thing
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        let methods = self.known.get(template);
        let found = methods.and_then(|methods| methods.iter().find(|(known, _)| known == method));
        found.map_or(&self.other, |(_, route)| route)
    }
}

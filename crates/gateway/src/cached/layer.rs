//! Around the routes whose answers are kept: looks, waits or makes, and keeps.

use super::{
    Cache, Found, MAX_KEY, MISSES,
    coding::Coding,
    entry::{Entry, Sent},
    tags::Tags,
};
use crate::{
    Gateway,
    answer::Failure,
    layers::REQUEST_ID,
    limits,
    routes::{HeadOf, Route},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use infrasell_rpc::{Caller, Fault};
use std::{
    future::Future,
    sync::{Arc, atomic::Ordering::Relaxed},
};

/// Left with an answer that comes from an entry, for the outermost layer.
#[derive(Clone)]
pub struct Finished {
    entry: Arc<Entry>,
    sent: Sent,
}

/// Answers from the cache, or makes the answer and keeps it: what stands under an address.
pub async fn answer(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let key = request.uri().path_and_query().map(|key| key.as_str().to_owned());
    let Some(key) = key.filter(|key| is_read && key.len() <= MAX_KEY) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let mut again = Request::from_parts(parts.clone(), body);
    // whoever asks for the head alone gets that of the whole answer; the body is left out further out
    *again.method_mut() = Method::GET;
    let pays = || charge(&gateway, &parts);
    through(&gateway, &key, &parts.headers, pays, next.run(again)).await
}

/// Answers what is kept under `key`, for which `pays` takes what it costs; or makes it and keeps it.
pub async fn through(
    gateway: &Gateway,
    key: &str,
    headers: &HeaderMap,
    pays: impl FnOnce() -> Result<(), Failure>,
    make: impl Future<Output = Response>,
) -> Response {
    let cache = gateway.inner().cache.clone();
    if !cache.is_on() {
        return make.await;
    }
    let mut found = cache.look(key);
    if let Found::UnderWay(under_way) = &mut found {
        // an error means that it is done: then it is there, or everybody makes his own
        let _done = under_way.changed().await;
        found = cache.look(key);
    }
    let (since, _flight) = match found {
        Found::Entry(entry) => return kept(&cache, &entry, headers, pays),
        Found::Nothing(flight) => (flight.since, Some(flight)),
        Found::UnderWay(_) => (cache.book().drops(), None),
    };
    MISSES.add(1);
    cache.made.fetch_add(1, Relaxed);
    match finish(&cache, key, make.await).await {
        Made::Entry(entry) => {
            cache.keep(&entry, since);
            send(&cache, &entry, headers)
        }
        Made::Other(response) => response,
    }
}

/// What a handler has made.
enum Made {
    /// An answer to keep.
    Entry(Arc<Entry>),
    /// Anything else.
    Other(Response),
}

/// A kept answer costs its caller what one that is made does.
fn kept(
    cache: &Arc<Cache>,
    entry: &Arc<Entry>,
    headers: &HeaderMap,
    pays: impl FnOnce() -> Result<(), Failure>,
) -> Response {
    super::HITS.add(1);
    match pays() {
        Ok(()) => send(cache, entry, headers),
        Err(failure) => failure.into_response(),
    }
}

fn charge(gateway: &Gateway, parts: &Parts) -> Result<(), Failure> {
    limits::charge(parts, gateway, &Caller::Guest { address: None })
}

fn send(cache: &Arc<Cache>, entry: &Arc<Entry>, headers: &HeaderMap) -> Response {
    let coding = cache.form(entry, Coding::chosen(headers));
    let (mut response, sent) = entry.response(coding, headers);
    response.extensions_mut().insert(Finished { entry: entry.clone(), sent });
    response
}

/// An entry of what a handler says; or its answer as it is, when that is none to keep.
async fn finish(cache: &Cache, key: &str, mut response: Response) -> Made {
    let tags = response.extensions_mut().remove::<Tags>();
    let (StatusCode::OK, Some(tags)) = (response.status(), tags) else { return Made::Other(response) };
    match response.into_body().collect().await {
        Ok(body) => Made::Entry(Entry::new(key, cache.hash(key), tags.sorted(), body.to_bytes())),
        Err(cause) => Made::Other(Failure::from(Fault::internal(cause)).into_response()),
    }
}

/// Learns from an answer as it is sent what the heads of its kind are, so that the next one needs no router.
pub fn learn(response: &mut Response, route: &Arc<Route>, is_plain: bool) {
    let Some(Finished { entry, sent }) = response.extensions_mut().remove::<Finished>() else { return };
    let told = sent.is_known || response.status() == StatusCode::OK;
    if !is_plain || !told {
        return;
    }
    route.heads[sent.head()].get_or_init(|| {
        let mut headers = response.headers().clone();
        for name in limits::HEADERS.iter().chain([&header::CONTENT_LENGTH]) {
            headers.remove(name);
        }
        // they keep their places: a map that grows is copied, and this one is copied for every answer
        for name in [header::ETAG, REQUEST_ID] {
            headers.insert(name, HeaderValue::from_static(""));
        }
        Box::new(HeadOf { status: response.status(), headers })
    });
    // another entry's may be set at the same time, and is the same
    let _set = entry.route.set(route.clone());
}

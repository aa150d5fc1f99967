//! What every request passes: its id and trace, limits, its time limit, idempotency keys that are in use, headers, and the
//! one place where a failure becomes a body and an answer is counted.

use crate::{
    Gateway,
    answer::Failure,
    cached, hosted,
    limits::{self, Refusal, Ticket, UnderWay, queues},
    origin::Proxied,
    routes::{Route, Routes},
    state::Inner,
};
use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use infrasell_kernel::{ErrorKind, Problem, Token};
use infrasell_rpc::{
    Fault,
    trace::{self, Here, SpanKind, TRACEPARENT, TraceCx, span, within},
};
use std::{borrow::Cow, net::SocketAddr, sync::Arc, time::Instant};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    cors::{AllowHeaders, AllowOrigin, Any, CorsLayer},
};

/// The id of a request, in every log line and problem that it causes.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

/// The header that carries it.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Answers smaller than this are not compressed, bytes.
const COMPRESS_ABOVE: u64 = 1_024;

/// The edge, and what is known of its routes.
#[derive(Clone)]
struct Edge {
    gateway: Gateway,
    routes: Arc<Routes>,
}

/// Puts every layer around the routes; the last one added is the first one passed.
pub fn wrap(router: Router, gateway: &Gateway, routes: &Arc<Routes>) -> Router {
    let edge = Edge { gateway: gateway.clone(), routes: routes.clone() };
    let worth_it = SizeAbove::new(COMPRESS_ABOVE).and(NotForContentType::IMAGES).and(not_finished);
    router
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(from_fn_with_state(gateway.clone(), once_and_in_time))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Failure::from(Fault::internal("a handler panicked")).into_response()
        }))
        .layer(CompressionLayer::new().compress_when(worth_it))
        .layer(from_fn(not_modified))
        .layer(from_fn_with_state(edge.clone(), admit))
        .layer(cors(gateway.inner()))
        .layer(from_fn_with_state(edge, finish))
}

/// An answer that is kept comes in the form that the client wants.
fn not_finished(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<cached::Finished>().is_none()
}

async fn no_route(request: Request) -> Failure {
    let path: String = request.uri().path().chars().take(200).collect();
    Failure::new(ErrorKind::NotFound, "not_found", format!("there is nothing at {path}"))
}

async fn no_method(request: Request) -> Failure {
    Failure::with_status(405, "method_not_allowed", format!("{} is not allowed here", request.method()))
}

/// Gives the request an id and a trace, and a failure its body; counts and logs what came out.
async fn finish(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let gateway = &edge.gateway;
    let route = edge.routes.of(&request);
    let here = identify(&mut request, gateway);
    let method = request.method().clone();
    let bytes_in = announced(request.headers());
    let asked = route.is_page.then(|| hosted::Asked::by(&request));
    // of what is asked by POST only answers to storefronts' queries are kept
    let is_plain = [Method::GET, Method::POST].contains(&method) && !request.headers().contains_key(header::ORIGIN);
    let name = || if trace::is_exported() { format!("{method} {}", route.template).into() } else { Cow::Borrowed("") };
    let work = span(name(), SpanKind::Server, next.run(request), |response| facts(route, response));
    let mut response = within(here.clone(), work).await;
    let id = &*here.request_id;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        response = within(here.clone(), async { failed(response, failure, id, asked.as_ref()) }).await;
    }
    let (status, took) = (response.status(), started.elapsed());
    route.note(status, took, bytes_in);
    let trace_id = || here.trace.map(|trace| trace.trace_id());
    // the route and never the path: that may hold what only its owner may know
    tracing::info!(
        %method, route = route.template, status = status.as_u16(), request_id = id, trace_id = trace_id(),
        micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "request"
    );
    add_headers(&mut response, id);
    cached::learn(&mut response, route, is_plain);
    counted(response, route)
}

fn facts(route: &Route, response: &Response) -> trace::Ended {
    let status = response.status();
    let facts =
        vec![("http.route", route.template.clone()), ("http.response.status_code", status.as_u16().to_string())];
    (facts, status.is_server_error())
}

fn may_enter<'a>(g: &'a Gateway, route: &Route, ticket: &Ticket, method: &Method) -> Result<UnderWay<'a>, Refusal> {
    let inner = g.inner();
    ticket.enter(g, method, &route.template)?;
    if let Some(inside) = &inner.inside {
        queues::admit(&inside.queues(), route.class, method, &inner.limits)?;
    }
    inner.load.admit(route.class, &inner.limits)
}

/// How long the body is that a request announces, bytes.
fn announced(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Counts the bytes of a body: at once when they are known, else as they go out.
fn counted(response: Response, route: &Route) -> Response {
    let counter = route.bytes_out();
    match response.body().size_hint().exact() {
        Some(0) => response,
        Some(bytes) => {
            counter.add(bytes);
            response
        }
        None => response.map(|body| {
            Body::new(body.map_frame(move |frame| {
                if let Some(data) = frame.data_ref() {
                    counter.add(data.len() as u64);
                }
                frame
            }))
        }),
    }
}

/// Notes who asks from where, for what comes further in: the client's own address, the request's id and its trace.
fn identify(request: &mut Request, gateway: &Gateway) -> Here {
    let request_id: Arc<str> = request_id(request.headers(), gateway).into();
    let trace = parent(request.headers()).or_else(|| TraceCx::of_id(&request_id));
    let trace = trace.or_else(|| TraceCx::of_id(&fresh_id(gateway)));
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let trusted = &gateway.inner().limits.trusted_proxies;
        let address = limits::client(peer.ip(), request.headers(), trusted);
        if limits::is_proxy(peer.ip(), trusted) {
            request.extensions_mut().insert(Proxied);
        }
        if address != peer.ip() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 0)));
        }
    }
    request.extensions_mut().insert(RequestId(request_id.clone()));
    Here { request_id, trace }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn parent(headers: &HeaderMap) -> Option<TraceCx> {
    text(headers, TRACEPARENT).and_then(TraceCx::parse)
}

fn fresh_id(gateway: &Gateway) -> String {
    Token::random(&*gateway.inner().env.random).to_string()
}

/// The id of a request: the one that it brings, else its trace's, else a fresh one.
pub fn request_id(headers: &HeaderMap, gateway: &Gateway) -> String {
    let is_fit =
        |id: &&str| (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let sent = text(headers, REQUEST_ID.as_str()).filter(is_fit).map(str::to_owned);
    sent.or_else(|| parent(headers).map(|trace| trace.trace_id())).unwrap_or_else(|| fresh_id(gateway))
}

/// Lets a request in when its address has something left, its queues have room and the shop is not too busy for it; says
/// in the answer what is left.
async fn admit(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let route = edge.routes.of(&request);
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let ticket = Ticket::new(address, route.is_list);
    request.extensions_mut().insert(ticket.clone());
    let mut response = match may_enter(&edge.gateway, route, &ticket, request.method()) {
        Ok(_under_way) => next.run(request).await,
        Err(refusal) => Failure::from(refusal).into_response(),
    };
    ticket.tell(response.headers_mut());
    response
}

/// A failure as its reader understands it: a problem, or a page.
fn failed(response: Response, failure: Failure, request_id: &str, asked: Option<&hosted::Asked>) -> Response {
    if let Some(cause) = &failure.cause {
        tracing::error!(request_id, cause, "internal error");
    }
    let response = problem(response, failure, request_id);
    match asked {
        Some(asked) => asked.told(response, request_id),
        None => response,
    }
}

fn problem(response: Response, failure: Failure, request_id: &str) -> Response {
    let body = Problem { request_id: Some(request_id.to_owned()), ..*failure.problem };
    let (mut parts, _) = response.into_parts();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.remove(header::CONTENT_LENGTH);
    let told = body.details.get("retry_after_s").and_then(serde_json::Value::as_u64);
    let retry = match parts.status {
        StatusCode::SERVICE_UNAVAILABLE => Some(told.unwrap_or(2)),
        StatusCode::TOO_MANY_REQUESTS => Some(told.unwrap_or(10)),
        _ => None,
    };
    if let Some(seconds) = retry {
        parts.headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from(seconds));
    }
    if parts.status == StatusCode::UNAUTHORIZED {
        parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Response::from_parts(parts, Body::from(serde_json::to_vec(&body).unwrap_or_default()))
}

fn add_headers(response: &mut Response, request_id: &str) {
    const FIXED: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ];
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, value);
    }
}

/// A GET whose ETag the client has already is answered without a body.
async fn not_modified(request: Request, next: Next) -> Response {
    let known =
        (request.method() == Method::GET).then(|| request.headers().get(header::IF_NONE_MATCH).cloned()).flatten();
    let response = next.run(request).await;
    let same = known.is_some()
        && response.status() == StatusCode::OK
        && response.headers().get(header::ETAG) == known.as_ref();
    if !same {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    Response::from_parts(parts, Body::empty())
}

/// Refuses a request whose idempotency key is in use by one that still runs here (across processes the writing service
/// sees to it), and ends one that takes too long: what it had committed stays; what it had begun is rolled back or resumed.
async fn once_and_in_time(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let guard = in_flight_key(&request).map(|key| InFlight::enter(gateway.clone(), key));
    if matches!(guard, Some(None)) {
        return Failure::from(Fault::IdempotencyKeyInUse).into_response();
    }
    match tokio::time::timeout(gateway.inner().limits.request, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::from(Fault::TimedOut).into_response(),
    }
}

fn in_flight_key(request: &Request) -> Option<String> {
    let key = request.headers().get("idempotency-key")?.to_str().ok()?;
    let secret = request.headers().get(header::AUTHORIZATION).or_else(|| request.headers().get(header::COOKIE));
    let who = match secret {
        Some(secret) => secret.to_str().ok()?.to_owned(),
        None => request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string())?,
    };
    Some(format!("{who} {} {} {key}", request.method(), request.uri().path()))
}

struct InFlight {
    gateway: Gateway,
    key: String,
}

impl InFlight {
    fn enter(gateway: Gateway, key: String) -> Option<InFlight> {
        let fresh = keys(&gateway).insert(key.clone());
        fresh.then_some(InFlight { gateway, key })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        keys(&self.gateway).remove(&self.key);
    }
}

fn keys(gateway: &Gateway) -> std::sync::MutexGuard<'_, std::collections::HashSet<String>> {
    gateway.inner().in_flight.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn cors(inner: &Inner) -> CorsLayer {
    let origins = &inner.limits.cors_origins;
    let layer = if origins.iter().any(|o| o == "*") {
        CorsLayer::new().allow_origin(AllowOrigin::any()).allow_headers(Any)
    } else {
        // origins that are named may use a customer's cookie; everybody may not
        let named = AllowOrigin::list(origins.iter().filter_map(|o| o.parse().ok()));
        CorsLayer::new().allow_origin(named).allow_headers(AllowHeaders::mirror_request()).allow_credentials(true)
    };
    layer
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .expose_headers(
            [header::ETAG, REQUEST_ID, header::RETRY_AFTER].into_iter().chain(limits::HEADERS).collect::<Vec<_>>(),
        )
        .max_age(std::time::Duration::from_secs(600))
}

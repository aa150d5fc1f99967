//! What every request passes: its id, its time limit, idempotency keys that are in use, headers, and the one place where
//! a failure becomes a body.

use crate::{Gateway, answer::Failure, state::Inner};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use infrasell_kernel::{ErrorKind, Problem, Token};
use infrasell_rpc::Fault;
use std::{net::SocketAddr, time::Instant};
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
pub struct RequestId(pub String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Answers smaller than this are not compressed, bytes.
const COMPRESS_ABOVE: u64 = 1_024;

/// Puts every layer around the routes; the last one added is the first one passed.
pub fn wrap(router: Router, gateway: &Gateway) -> Router {
    let worth_it = SizeAbove::new(COMPRESS_ABOVE).and(NotForContentType::IMAGES);
    router
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(from_fn_with_state(gateway.clone(), one_at_a_time))
        .layer(from_fn_with_state(gateway.clone(), in_time))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Failure::from(Fault::internal("a handler panicked")).into_response()
        }))
        .layer(CompressionLayer::new().compress_when(worth_it))
        .layer(from_fn(not_modified))
        .layer(cors(gateway.inner()))
        .layer(from_fn_with_state(gateway.clone(), finish))
}

async fn no_route(request: Request) -> Failure {
    let path: String = request.uri().path().chars().take(200).collect();
    Failure::new(ErrorKind::NotFound, "not_found", format!("there is nothing at {path}"))
}

async fn no_method(request: Request) -> Failure {
    Failure::with_status(405, "method_not_allowed", format!("{} is not allowed here", request.method()))
}

/// Gives the request an id, and a failure its body; logs what came out.
async fn finish(State(gateway): State<Gateway>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&request, &gateway);
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        response = problem(response, failure, &id);
    }
    let (status, micros) = (response.status().as_u16(), started.elapsed().as_micros());
    tracing::info!(%method, path, status, request_id = id, micros, "request");
    add_headers(&mut response, &id);
    response
}

/// What the client sent, if it is fit for a log; else a fresh one.
fn request_id(request: &Request, gateway: &Gateway) -> String {
    let sent = request.headers().get(&REQUEST_ID).and_then(|v| v.to_str().ok()).unwrap_or("");
    let fit = (8..=64).contains(&sent.len()) && sent.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if fit { sent.to_owned() } else { Token::random(&*gateway.inner().env.random).to_string() }
}

fn problem(response: Response, failure: Failure, request_id: &str) -> Response {
    if let Some(cause) = failure.cause {
        tracing::error!(request_id, cause, "internal error");
    }
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

/// Ends a request that takes too long. What it had committed stays; what it had begun is rolled back or resumed.
async fn in_time(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(gateway.inner().limits.request, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::from(Fault::TimedOut).into_response(),
    }
}

/// Refuses a request whose idempotency key is in use by one that still runs here. Across processes the writing service
/// sees to it.
async fn one_at_a_time(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let Some(key) = in_flight_key(&request) else { return next.run(request).await };
    let Some(_guard) = InFlight::enter(gateway, key) else {
        return Failure::from(Fault::IdempotencyKeyInUse).into_response();
    };
    next.run(request).await
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
        .expose_headers([header::ETAG, REQUEST_ID, header::RETRY_AFTER])
        .max_age(std::time::Duration::from_secs(600))
}

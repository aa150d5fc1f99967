//! The serving side of a contract between processes.
//!
//! Always true: the answer is `{"ok": …}` or `{"err": …, "kind": …, "message": …}`; an internal cause is logged here,
//! because here is where it stays; a call without its context or with a body that is none is refused with 400, one with a
//! body that is too large or does not end is refused with 413 and 408.

use crate::{
    Cx, ServiceError, log_internal,
    repeats::{Repeats, unnamed},
    trace::{TRACEPARENT, serving},
};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderName, Request, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use infrasell_kernel::ErrorKind;
use serde::{Serialize, de::DeserializeOwned};
use std::{pin::Pin, sync::Arc, time::Duration};

/// The header that carries [`Cx`] as JSON.
pub(crate) const CX_HEADER: &str = "infrasell-cx";
/// The header with a caller's number for a call, which its answer carries too. Calls share connections: an answer that
/// arrives twice would else be taken for the next call's.
pub(crate) const CALL_HEADER: HeaderName = HeaderName::from_static("infrasell-call");
/// The largest body of a call, bytes: what the edge takes, written as a call, and some.
const MOST_CALL_BYTES: usize = 32 << 20;
/// How long a caller may take to send it.
const SENT_WITHIN: Duration = Duration::from_secs(30);

/// An answer that is being worked on.
pub type Serving = Pin<Box<dyn Future<Output = Response> + Send>>;
/// One method of a contract, ready to be called with the context and the body of a call.
pub type Method = (&'static str, Call);
/// Does the work of a method.
pub type Call = Arc<dyn Fn(Cx, Bytes) -> Serving + Send + Sync>;

/// The routes that let another process call `methods`.
pub fn routes(methods: Vec<Method>) -> Router {
    let repeats = Repeats::new();
    let route = |router: Router, (name, method): Method| {
        let repeats = repeats.clone();
        let serve = move |request: Request<Body>| serve(name, method.clone(), request, repeats.clone());
        router.route(&format!("/{name}"), post(serve))
    };
    methods.into_iter().fold(Router::new(), route)
}

async fn serve(name: &'static str, method: Call, request: Request<Body>, repeats: Arc<Repeats>) -> Response {
    let (parts, body) = request.into_parts();
    let cx = parts.headers.get(CX_HEADER).and_then(|value| serde_json::from_slice::<Cx>(value.as_bytes()).ok());
    let Some(cx) = cx else { return refused("the call context is missing") };
    let body = match whole(body).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    let parent = parts.headers.get(TRACEPARENT).and_then(|value| value.to_str().ok());
    let request_id = cx.request_id.as_str().into();
    let (cx, call) = unnamed(cx);
    let (is_keyed, deadline) = (cx.idempotency_key.is_some(), cx.deadline);
    let work = serving(parent, request_id, name, method(cx, body));
    match call {
        Some(call) => repeats.once(call, is_keyed, deadline, work).await,
        None => work.await,
    }
}

async fn whole(body: Body) -> Result<Bytes, StatusCode> {
    let collected = tokio::time::timeout(SENT_WITHIN, Limited::new(body, MOST_CALL_BYTES).collect()).await;
    match collected {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn refused(why: &str) -> Response {
    (StatusCode::BAD_REQUEST, why.to_owned()).into_response()
}

/// What a call asks for.
///
/// # Errors
/// A 400 answer when the body is not that; a 501 answer when it says what only a newer version understands.
pub fn asked<Q: DeserializeOwned>(body: &Bytes) -> Result<Q, Box<Response>> {
    // as text, as answers and columns are read: what reads bytes would be in the program a second time for every type
    let text = std::str::from_utf8(body).map_err(|cause| Box::new(not_understood(&cause.to_string())))?;
    serde_json::from_str(text).map_err(|cause| Box::new(not_understood(&cause.to_string())))
}

fn not_understood(cause: &str) -> Response {
    let is_newer = cause.starts_with("unknown field") || cause.starts_with("unknown variant");
    let status = if is_newer { StatusCode::NOT_IMPLEMENTED } else { StatusCode::BAD_REQUEST };
    (status, cause.to_owned()).into_response()
}

#[derive(Serialize)]
struct Done<R> {
    ok: R,
}

#[derive(Serialize)]
struct Failed<E> {
    err: E,
    kind: ErrorKind,
    message: String,
}

/// The answer that the serving side writes.
pub fn answer<R: Serialize, E: ServiceError>(cx: &Cx, result: Result<R, E>) -> Response {
    let reply = match result {
        Ok(ok) => serde_json::to_vec(&Done { ok }),
        Err(error) => {
            log_internal(&error, &cx.request_id);
            let (kind, message) = (error.kind(), error.to_string());
            serde_json::to_vec(&Failed { err: error, kind, message })
        }
    };
    match reply {
        Ok(reply) => ([(CONTENT_TYPE, "application/json")], reply).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

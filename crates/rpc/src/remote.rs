//! The remote side of a contract: the client, and the answer that the serving side writes.
//!
//! Always true: the answer is `{"ok": …}` or `{"err": …, "kind": …, "message": …}`; whatever cannot be read as one of
//! these counts as unreachable.

use crate::{
    Cx, Fault, ServiceError,
    breaker::Breaker,
    log_internal,
    trace::{SpanKind, TRACEPARENT, serving, span, traceparent},
};
use axum::{
    Json,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use infrasell_kernel::{Clock, ErrorKind};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The header that carries [`Cx`] as JSON.
const CX_HEADER: &str = "infrasell-cx";
/// How often a call is tried at the most.
const MAX_TRIES: u32 = 3;

/// How a peer is called.
#[derive(Debug, Clone)]
pub struct PeerOptions {
    /// How long one try may take, milliseconds.
    pub timeout_ms: u64,
}

impl Default for PeerOptions {
    fn default() -> Self {
        PeerOptions { timeout_ms: 10_000 }
    }
}

/// Another process that serves contracts.
pub struct Peer {
    base: String,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    breaker: Breaker,
    options: PeerOptions,
}

#[derive(Serialize, Deserialize)]
struct Reply {
    /// Present with null when the answer is nothing: `()`, or an option that is empty.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    ok: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    err: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<ErrorKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(d).map(Some)
}

impl Peer {
    /// A peer at `base`, such as `http://127.0.0.1:7001`.
    pub fn new(
        base: impl Into<String>,
        http: reqwest::Client,
        clock: Arc<dyn Clock>,
        options: PeerOptions,
    ) -> Arc<Self> {
        Arc::new(Peer { base: base.into(), http, clock, breaker: Breaker::default(), options })
    }

    /// Calls `method` (`inventory.reserve`). A read is tried again when the peer could not be reached; a write only under
    /// an idempotency key.
    ///
    /// # Errors
    /// The service's own error, or [`Fault::Unavailable`] or [`Fault::TimedOut`].
    pub async fn call<Q, R, E>(&self, cx: &Cx, method: &'static str, is_read: bool, req: &Q) -> Result<R, E>
    where
        Q: Serialize + Sync,
        R: DeserializeOwned,
        E: ServiceError,
    {
        let work = self.call_again(cx, method, is_read || cx.idempotency_key.is_some(), req);
        span(method, SpanKind::Client, work, |result| (vec![], result.is_err())).await
    }

    async fn call_again<Q, R, E>(&self, cx: &Cx, method: &'static str, may_retry: bool, req: &Q) -> Result<R, E>
    where
        Q: Serialize + Sync,
        R: DeserializeOwned,
        E: ServiceError,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_once(cx, method, req).await {
                Ok(reply) => return decode(reply),
                Err(fault) if !may_retry || tries >= MAX_TRIES || fault == Fault::TimedOut => return Err(fault.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(20 << tries)).await,
            }
        }
    }

    async fn try_once<Q: Serialize + Sync>(&self, cx: &Cx, method: &str, req: &Q) -> Result<Reply, Fault> {
        let away = || Fault::Unavailable { what: method.split('.').next().unwrap_or(method).to_owned() };
        if !self.breaker.admits(Instant::now()) {
            return Err(away());
        }
        let header = serde_json::to_string(cx).map_err(Fault::internal)?;
        let mut request = self
            .http
            .post(format!("{}/{method}", self.base))
            .timeout(self.time_left(cx)?)
            .header(CX_HEADER, header)
            .json(req);
        if let Some(parent) = traceparent() {
            request = request.header(TRACEPARENT, parent);
        }
        let reply = match request.send().await {
            Ok(answer) => answer.json::<Reply>().await,
            Err(cause) => Err(cause),
        };
        self.breaker.record(reply.is_ok(), Instant::now());
        reply.map_err(|cause| {
            if cx.deadline.is_some_and(|deadline| deadline <= self.clock.now()) {
                return Fault::TimedOut;
            }
            tracing::warn!(method, request_id = cx.request_id, %cause, "a peer could not be reached");
            away()
        })
    }

    fn time_left(&self, cx: &Cx) -> Result<Duration, Fault> {
        let most = Duration::from_millis(self.options.timeout_ms);
        let Some(deadline) = cx.deadline else { return Ok(most) };
        let left = deadline.since(self.clock.now());
        if left.is_zero() { Err(Fault::TimedOut) } else { Ok(left.min(most)) }
    }
}

fn decode<R: DeserializeOwned, E: ServiceError>(reply: Reply) -> Result<R, E> {
    if let Some(ok) = reply.ok {
        return serde_json::from_value(ok).map_err(|cause| Fault::internal(cause).into());
    }
    let err = reply.err.unwrap_or_default();
    serde_json::from_value(err.clone()).map_or_else(
        |_| {
            let original = err.get("code").and_then(Value::as_str).unwrap_or("unknown").to_owned();
            let kind = reply.kind.unwrap_or(ErrorKind::Internal);
            Err(Fault::Other { original, kind, message: reply.message.unwrap_or_default() }.into())
        },
        Err,
    )
}

/// The context that a caller sent, if it is one.
///
/// # Errors
/// A 400 answer when the header is missing or is not a context.
pub fn cx_of(headers: &HeaderMap) -> Result<Cx, Box<Response>> {
    let value = headers.get(CX_HEADER).and_then(|v| serde_json::from_slice(v.as_bytes()).ok());
    value.ok_or_else(|| Box::new((StatusCode::BAD_REQUEST, "the call context is missing").into_response()))
}

/// Serves a call: `work` is done for what the caller works for, and its answer written.
pub async fn serve<R: Serialize, E: ServiceError>(
    headers: &HeaderMap,
    cx: &Cx,
    method: &'static str,
    work: impl Future<Output = Result<R, E>>,
) -> Response {
    let parent = headers.get(TRACEPARENT).and_then(|value| value.to_str().ok());
    serving(parent, cx, method, async { answer(cx, work.await) }).await
}

/// The answer that the serving side writes. An internal cause is logged here, because here is where it stays.
pub fn answer<R: Serialize, E: ServiceError>(cx: &Cx, result: Result<R, E>) -> Response {
    let reply = match result {
        Ok(value) => serde_json::to_value(value).map(|ok| Reply { ok: Some(ok), err: None, kind: None, message: None }),
        Err(error) => {
            log_internal(&error, &cx.request_id);
            serde_json::to_value(&error).map(|err| Reply {
                ok: None,
                err: Some(err),
                kind: Some(error.kind()),
                message: Some(error.to_string()),
            })
        }
    };
    match reply {
        Ok(reply) => Json(reply).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

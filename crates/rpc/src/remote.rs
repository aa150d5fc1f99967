//! The calling side of a contract between processes: the client and its manners.
//!
//! Always true: whatever cannot be read as `{"ok": …}` or `{"err": …, "kind": …, "message": …}` counts as unreachable; all
//! methods of all contracts go through one `exchange`, of which the binary holds one copy.

use crate::{
    Cx, Fault, ServiceError,
    breaker::Breaker,
    serving::CX_HEADER,
    trace::{SpanKind, TRACEPARENT, span, traceparent},
};
use axum::{body::Bytes, http::header::CONTENT_TYPE};
use infrasell_kernel::{Clock, ErrorKind};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

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

#[derive(Deserialize)]
struct Reply {
    /// Present with null when the answer is nothing: `()`, or an option that is empty.
    #[serde(default, deserialize_with = "present")]
    ok: Option<Box<RawValue>>,
    #[serde(default)]
    err: Option<Value>,
    #[serde(default)]
    kind: Option<ErrorKind>,
    #[serde(default)]
    message: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(d).map(Some)
}

type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Reply, Fault>> + Send + 'a>>;

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
        let body = serde_json::to_vec(req).map_err(Fault::internal)?;
        let may_retry = is_read || cx.idempotency_key.is_some();
        decode(self.exchange(cx, method, may_retry, body.into()).await?)
    }

    fn exchange<'a>(&'a self, cx: &'a Cx, method: &'static str, may_retry: bool, body: Bytes) -> Exchange<'a> {
        let work = self.call_again(cx, method, may_retry, body);
        let failed = |result: &Result<Reply, Fault>| result.as_ref().map_or(true, |reply| reply.err.is_some());
        Box::pin(span(method, SpanKind::Client, work, move |result| (vec![], failed(result))))
    }

    async fn call_again(&self, cx: &Cx, method: &str, may_retry: bool, body: Bytes) -> Result<Reply, Fault> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_once(cx, method, body.clone()).await {
                Ok(reply) => return Ok(reply),
                Err(fault) if !may_retry || tries >= MAX_TRIES || fault == Fault::TimedOut => return Err(fault),
                Err(_) => tokio::time::sleep(Duration::from_millis(20 << tries)).await,
            }
        }
    }

    async fn try_once(&self, cx: &Cx, method: &str, body: Bytes) -> Result<Reply, Fault> {
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
            .header(CONTENT_TYPE, "application/json")
            .body(body);
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
        return serde_json::from_str(ok.get()).map_err(|cause| Fault::internal(cause).into());
    }
    let err = reply.err.unwrap_or_default();
    E::deserialize(&err)
        .map_err(|_| {
            let original = err.get("code").and_then(Value::as_str).unwrap_or("unknown").to_owned();
            let kind = reply.kind.unwrap_or(ErrorKind::Internal);
            Fault::Other { original, kind, message: reply.message.unwrap_or_default() }.into()
        })
        .and_then(Err)
}

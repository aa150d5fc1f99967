//! The calling side of a contract between processes: the client and its manners.
//!
//! Always true: whatever does not say `{"ok": …}` or `{"err": …, "kind": …, "message": …}` counts as unreachable; no
//! try begins that cannot end before its caller's deadline; all methods of all contracts go through one `exchange`, of
//! which the binary holds one copy.

use crate::{
    Cx, Fault, ServiceError,
    guard::service_of,
    keys::Keyring,
    lane::Lane,
    pool::{AddressError, Broken, Pool},
    reply::{self, Reply},
    serving::CX_HEADER,
    tls::Tls,
    trace::{SpanKind, TRACEPARENT, span, traceparent},
};
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri, header::AUTHORIZATION};
use bytes::Bytes;
use http_body_util::Full;
use infrasell_kernel::Env;
use infrasell_metrics::{
    Counter, Seconds,
    catalogue::{CALL_RETRIES, CALL_SECONDS, CALLS},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// How often a call is tried at the most.
const MAX_TRIES: u32 = 3;
/// How long the first pause between two tries is at the most; the next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(40);
/// A try that its caller's deadline cut short before this says nothing of the peer.
const SLOW_AFTER: Duration = Duration::from_secs(1);

/// How a peer is called.
#[derive(Debug, Clone)]
pub struct PeerOptions {
    /// How long one try may take, milliseconds.
    pub timeout_ms: u64,
    /// Calls at once to each service there.
    pub at_once: usize,
    /// Calls that may wait for their turn; one more is refused at once.
    pub waiting: usize,
}

impl Default for PeerOptions {
    fn default() -> Self {
        PeerOptions { timeout_ms: 10_000, at_once: 128, waiting: 256 }
    }
}

/// How this process calls others: whose clock and randomness it uses, and how it shows who it is.
#[derive(Clone)]
pub struct Outbound {
    env: Env,
    signer: Option<(Arc<Keyring>, Arc<str>)>,
    tls: Option<Tls>,
}

impl Outbound {
    /// Without token and TLS: for peers on this machine.
    #[must_use]
    pub fn bare(env: Env) -> Self {
        Outbound { env, signer: None, tls: None }
    }

    /// Every call shows a token of `issuer`, which is what this process is called in logs elsewhere.
    #[must_use]
    pub fn signing(mut self, keys: Arc<Keyring>, issuer: &str) -> Self {
        let issuer: String = issuer.chars().take(64).collect();
        self.signer = Some((keys, issuer.into()));
        self
    }

    /// Every call goes over TLS, with a certificate on both sides.
    #[must_use]
    pub fn over_tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }
}

/// Another process that serves contracts.
pub struct Peer {
    pool: Pool,
    outbound: Outbound,
    options: PeerOptions,
    /// By the name of the method.
    ways: RwLock<HashMap<&'static str, Arc<Way>>>,
}

/// What is known of one method at one peer.
struct Way {
    uri: Uri,
    lane: Arc<Lane>,
    seconds: &'static Seconds,
    retries: &'static Counter,
    /// In the order of [`Outcome`].
    outcomes: [&'static Counter; 4],
}

#[derive(Clone, Copy)]
enum Outcome {
    Ok,
    Error,
    Unreachable,
    Refused,
}
const OUTCOMES: [&str; 4] = ["ok", "error", "unreachable", "refused"];

/// How a try failed.
enum Failed {
    /// Not tried: the circuit is open, or too many wait.
    Left(&'static str),
    /// The peer could not be reached, or did not answer as a peer does.
    Lost(String),
    /// The time of a try is up.
    Slow,
    /// The peer does not know who we are.
    Denied,
    /// The peer does not have this method, or does not know a field that was set: it is older than we are.
    Unknown,
    /// Trying again would change nothing.
    Final(Fault),
}

type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Reply, Fault>> + Send + 'a>>;

impl Peer {
    /// A peer at `base`, such as `http://127.0.0.1:7001`. Nothing is sent before the first call.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn new(base: &str, outbound: &Outbound, options: PeerOptions) -> Result<Arc<Self>, AddressError> {
        let pool = Pool::new(base, outbound.tls.as_ref(), options.at_once)?;
        Ok(Arc::new(Peer { pool, outbound: outbound.clone(), options, ways: RwLock::default() }))
    }

    /// A peer that is nowhere: whatever it is asked, it is away.
    #[must_use]
    pub fn nowhere() -> Arc<Self> {
        let (pool, outbound) = (Pool::nowhere(), Outbound::bare(Env::system()));
        Arc::new(Peer { pool, outbound, options: PeerOptions::default(), ways: RwLock::default() })
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
        reply::decode(self.exchange(cx, method, may_retry, body.into()).await?)
    }

    fn exchange<'a>(&'a self, cx: &'a Cx, method: &'static str, may_retry: bool, body: Bytes) -> Exchange<'a> {
        let work = self.call_again(cx, method, may_retry, body);
        let failed = |result: &Result<Reply, Fault>| result.as_ref().map_or(true, |reply| !reply.is_ok());
        Box::pin(span(method, SpanKind::Client, work, move |result| (vec![], failed(result))))
    }

    async fn call_again(&self, cx: &Cx, method: &'static str, may_retry: bool, body: Bytes) -> Result<Reply, Fault> {
        let (way, context) = (self.way(method), context(cx)?);
        let (mut tries, mut denied) = (0, false);
        loop {
            let time = self.time_left(cx)?;
            let failed = match self.try_once(&way, &context, body.clone(), time).await {
                Ok(reply) => return Ok(reply),
                Err(failed) => failed,
            };
            if matches!(failed, Failed::Denied) && !denied {
                // nothing was done: a secret is being exchanged, or the token had just ended
                denied = true;
                continue;
            }
            tries += 1;
            let again = may_retry && tries < MAX_TRIES && matches!(failed, Failed::Lost(_) | Failed::Slow);
            let pause = self.pause(tries);
            if !again || !self.has_time(cx, pause + way.lane.typical()) {
                return Err(self.fault(cx, &way, failed));
            }
            way.retries.add(1);
            tokio::time::sleep(pause).await;
        }
    }

    async fn try_once(&self, way: &Way, context: &HeaderValue, body: Bytes, time: Duration) -> Result<Reply, Failed> {
        let began = Instant::now();
        if !way.lane.breaker.admits(began) {
            way.count(Outcome::Refused);
            return Err(Failed::Left("it failed too often of late"));
        }
        let Some(slot) = way.lane.enter(time).await else {
            way.count(Outcome::Refused);
            return Err(Failed::Left("too many calls to it wait"));
        };
        let left = time.saturating_sub(began.elapsed());
        let exchange = tokio::time::timeout(left, self.pool.exchange(self.request(way, context, body))).await;
        drop(slot);
        let (took, cut_short) = (began.elapsed(), time < Duration::from_millis(self.options.timeout_ms));
        let result = match exchange {
            Ok(answered) => read(answered),
            Err(_) => Err(Failed::Slow),
        };
        match &result {
            Ok(_) => way.lane.took(took),
            Err(Failed::Denied) => way.lane.refused(),
            Err(_) => {}
        }
        match &result {
            Err(Failed::Slow) if cut_short && took < SLOW_AFTER => {}
            Err(Failed::Lost(_) | Failed::Slow) => way.lane.breaker.record(false, Instant::now()),
            _ => way.lane.breaker.record(true, Instant::now()),
        }
        way.seconds.took(took);
        way.count(match &result {
            Ok(reply) if reply.is_ok() => Outcome::Ok,
            Ok(_) | Err(Failed::Final(_) | Failed::Unknown) => Outcome::Error,
            Err(Failed::Denied | Failed::Left(_)) => Outcome::Refused,
            Err(Failed::Lost(_) | Failed::Slow) => Outcome::Unreachable,
        });
        result
    }

    fn request(&self, way: &Way, context: &HeaderValue, body: Bytes) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = way.uri.clone();
        let headers = request.headers_mut();
        headers.insert(CX_HEADER, context.clone());
        if let Some((keys, issuer)) = &self.outbound.signer
            && let Some(token) = way.lane.token(keys, issuer, self.outbound.env.now())
        {
            headers.insert(AUTHORIZATION, token);
        }
        if let Some(parent) = traceparent().and_then(|parent| HeaderValue::try_from(parent).ok()) {
            headers.insert(TRACEPARENT, parent);
        }
        request
    }

    fn way(&self, method: &'static str) -> Arc<Way> {
        if let Some(way) = self.ways.read().unwrap_or_else(PoisonError::into_inner).get(method) {
            return way.clone();
        }
        let mut ways = self.ways.write().unwrap_or_else(PoisonError::into_inner);
        let service = service_of(method);
        let lane = ways.values().map(|way| &way.lane).find(|lane| lane.service == service).cloned();
        let (peer, options) = (self.pool.address(), &self.options);
        let lane = lane.unwrap_or_else(|| Arc::new(Lane::new(peer, service, options.at_once, options.waiting)));
        let way = Way {
            // the names of methods are ours: what is none is not found over there
            uri: Uri::try_from(format!("/{method}")).unwrap_or_default(),
            lane,
            seconds: CALL_SECONDS.with(&[peer, method]),
            retries: CALL_RETRIES.with(&[peer, method]),
            outcomes: OUTCOMES.map(|outcome| CALLS.with(&[peer, method, outcome])),
        };
        ways.entry(method).or_insert_with(|| Arc::new(way)).clone()
    }

    fn fault(&self, cx: &Cx, way: &Way, failed: Failed) -> Fault {
        let (what, method, peer) = (way.lane.service.to_owned(), way.uri.path(), self.pool.address());
        let cause = match failed {
            Failed::Final(fault) => return fault,
            Failed::Left(why) => {
                tracing::debug!(method, peer, request_id = cx.request_id, why, "a peer was not asked");
                return Fault::Unavailable { what };
            }
            Failed::Lost(cause) => cause,
            Failed::Slow if !self.has_time(cx, Duration::ZERO) => return Fault::TimedOut,
            Failed::Slow => "it took too long".to_owned(),
            Failed::Denied => "it refuses our service token: the secrets or the clocks differ".to_owned(),
            Failed::Unknown => "it does not understand this call: it runs an older version".to_owned(),
        };
        tracing::warn!(method, peer, request_id = cx.request_id, cause, "a peer could not be asked");
        Fault::Unavailable { what }
    }

    /// Between half of it and all of it, so that those who failed together do not come back together.
    fn pause(&self, tries: u32) -> Duration {
        let mut chance = [0; 2];
        self.outbound.env.random.fill(&mut chance);
        let most = FIRST_PAUSE * (1 << (tries - 1).min(8));
        most / 2 + most * u32::from(u16::from_le_bytes(chance)) / (2 * u32::from(u16::MAX))
    }

    fn has_time(&self, cx: &Cx, needed: Duration) -> bool {
        cx.deadline.is_none_or(|deadline| deadline.since(self.outbound.env.now()) > needed)
    }

    fn time_left(&self, cx: &Cx) -> Result<Duration, Fault> {
        let most = Duration::from_millis(self.options.timeout_ms);
        let Some(deadline) = cx.deadline else { return Ok(most) };
        let left = deadline.since(self.outbound.env.now());
        if left.is_zero() { Err(Fault::TimedOut) } else { Ok(left.min(most)) }
    }
}

impl Way {
    fn count(&self, outcome: Outcome) {
        self.outcomes[outcome as usize].add(1);
    }
}

/// The header that carries `cx`. JSON leaves one character as it is that a header may not hold.
fn context(cx: &Cx) -> Result<HeaderValue, Fault> {
    let text = serde_json::to_string(cx).map_err(Fault::internal)?;
    let text = if text.contains('\u{7f}') { text.replace('\u{7f}', "\\u007f") } else { text };
    HeaderValue::from_maybe_shared(Bytes::from(text)).map_err(Fault::internal)
}

fn read(answered: Result<(StatusCode, Bytes), Broken>) -> Result<Reply, Failed> {
    let (status, answer) = match answered {
        Ok(answered) => answered,
        Err(Broken::TooLarge) => return Err(Failed::Final(Fault::internal(Broken::TooLarge))),
        Err(broken) => return Err(Failed::Lost(broken.to_string())),
    };
    match status {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED => return Err(Failed::Denied),
        StatusCode::NOT_FOUND | StatusCode::NOT_IMPLEMENTED => return Err(Failed::Unknown),
        StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE => {
            let said: String = String::from_utf8_lossy(&answer).chars().take(200).collect();
            return Err(Failed::Final(Fault::internal(format!("a peer refused a call with {status}: {said}"))));
        }
        other => return Err(Failed::Lost(format!("it answered {other}"))),
    }
    Reply::of(answer).map_err(Failed::Lost)
}

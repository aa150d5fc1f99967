//! Connections to a peer, kept open between calls.
//!
//! Always true: a call drives its own connection, so no other task is woken for it; a connection is kept only after an
//! answer that was read to its end; one that the peer closed is noticed before it is used; an answer is bounded in size, and
//! is that to the call that was sent: one that arrives twice ends its connection.

use crate::{serving::CALL_HEADER, tls::Tls};
use axum::http::{HeaderValue, Request, Response, StatusCode, Uri};
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Body, Incoming},
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// The largest answer, bytes.
const MOST_ANSWER_BYTES: usize = 64 << 20;
/// The largest head of an answer, bytes, and its most fields.
const MOST_HEAD_BYTES: usize = 64 << 10;
const MOST_HEADERS: usize = 32;
/// How long connecting may take, TLS included: peers are near.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// How long a connection is kept unused; less than the serving side does, so that it is seldom closed under a call.
const IDLE_FOR: Duration = Duration::from_secs(15);

/// How an exchange failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// Nothing was sent.
    #[error("{0}")]
    Unsent(String),
    /// It may have been received.
    #[error("{0}")]
    Lost(String),
    /// The answer is too large.
    #[error("the answer has more than {MOST_ANSWER_BYTES} bytes")]
    TooLarge,
}

/// Why an address is none of a peer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no address.
    #[error("'{0}' is not an address like http://10.0.0.7:7001")]
    NotOne(String),
    /// Certificates are configured, and this address would not use them.
    #[error("'{0}' must begin with https:// because certificates between processes are configured")]
    NotTls(String),
    /// It asks for TLS, and there are no certificates.
    #[error("'{0}' needs the certificates between processes, which are not configured")]
    NoCertificates(String),
}

type Driver = Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>;
type Head = Response<Incoming>;

/// One connection.
struct Line {
    sender: SendRequest<Full<Bytes>>,
    /// Reads and writes; absent once it has ended.
    driver: Option<Driver>,
    idle_since: Instant,
}

impl Line {
    /// Does `work` on this connection while reading from and writing to it.
    async fn drive<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|cx| {
            self.poll_driver(cx);
            work.as_mut().poll(cx)
        })
        .await
    }

    fn poll_driver(&mut self, cx: &mut std::task::Context<'_>) {
        if self.driver.as_mut().is_some_and(|driver| driver.as_mut().poll(cx).is_ready()) {
            self.driver = None;
        }
    }

    /// Whether it can be used; hears first what the peer did to it since.
    async fn is_open(&mut self) -> bool {
        poll_fn(|cx| {
            self.poll_driver(cx);
            Poll::Ready(())
        })
        .await;
        self.driver.is_some() && self.sender.is_ready()
    }
}

/// The connections to one address.
pub(crate) struct Pool {
    host: String,
    port: u16,
    /// The header `Host`.
    authority: HeaderValue,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    idle: Mutex<Vec<Line>>,
    most_idle: usize,
    calls: AtomicU64,
}

impl Pool {
    pub(crate) fn new(base: &str, tls: Option<&Tls>, most_idle: usize) -> Result<Pool, AddressError> {
        let not_one = || AddressError::NotOne(base.chars().take(256).collect());
        let uri: Uri = base.trim_end_matches('/').parse().map_err(|_| not_one())?;
        let (host, wants_tls) = (uri.host().ok_or_else(not_one)?, uri.scheme_str() == Some("https"));
        let bare = matches!(uri.scheme_str(), Some("http" | "https"))
            && matches!(uri.path(), "" | "/")
            && uri.query().is_none();
        let authority = uri.authority().filter(|a| bare && !a.as_str().contains('@')).ok_or_else(not_one)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let tls = match (tls, wants_tls) {
            (None, false) => None,
            (Some(_), false) => return Err(AddressError::NotTls(base.to_owned())),
            (None, true) => return Err(AddressError::NoCertificates(base.to_owned())),
            (Some(tls), true) => {
                let name = ServerName::try_from(host.clone()).map_err(|_| not_one())?;
                Some((TlsConnector::from(tls.client.clone()), name))
            }
        };
        let port = uri.port_u16().unwrap_or(if wants_tls { 443 } else { 80 });
        let authority = HeaderValue::from_str(authority.as_str()).map_err(|_| not_one())?;
        Ok(Pool { host, port, authority, tls, idle: Mutex::default(), most_idle, calls: AtomicU64::new(0) })
    }

    /// To where nobody is.
    pub(crate) fn nowhere() -> Pool {
        let authority = HeaderValue::from_static("nowhere.invalid");
        let (host, port) = ("127.0.0.1".to_owned(), 9);
        Pool { host, port, authority, tls: None, idle: Mutex::default(), most_idle: 1, calls: AtomicU64::new(0) }
    }

    /// Where it leads: `10.0.0.7:7001`.
    pub(crate) fn address(&self) -> &str {
        self.authority.to_str().unwrap_or(&self.host)
    }

    /// Sends `request` and reads the whole answer. A connection that turned out to be closed before anything was sent is
    /// replaced by a fresh one.
    pub(crate) async fn exchange(&self, mut request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), Broken> {
        let call = HeaderValue::from(self.calls.fetch_add(1, Ordering::Relaxed));
        request.headers_mut().insert(axum::http::header::HOST, self.authority.clone());
        request.headers_mut().insert(CALL_HEADER, call.clone());
        if let Some(mut line) = self.take().await {
            match send(&mut line, request).await {
                Ok(head) => return self.finish(line, head, &call).await,
                Err((Some(unsent), _)) => request = unsent,
                Err((None, cause)) => return Err(cause),
            }
        }
        let mut line = self.connect().await?;
        match send(&mut line, request).await {
            Ok(head) => self.finish(line, head, &call).await,
            Err((_, cause)) => Err(cause),
        }
    }

    async fn finish(&self, mut line: Line, head: Head, call: &HeaderValue) -> Result<(StatusCode, Bytes), Broken> {
        let (parts, mut body) = head.into_parts();
        // an older peer does not say which
        if parts.headers.get(CALL_HEADER).is_some_and(|said| said != call) {
            return Err(Broken::Lost("the answer to another call came".into()));
        }
        let answer = line.drive(collect(&mut body)).await?;
        if line.is_open().await {
            self.keep(line);
        }
        Ok((parts.status, answer))
    }

    async fn take(&self) -> Option<Line> {
        loop {
            let mut line = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if line.idle_since.elapsed() < IDLE_FOR && line.is_open().await {
                return Some(line);
            }
        }
    }

    fn keep(&self, mut line: Line) {
        line.idle_since = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // the oldest are at the front, because the last one kept is the first one taken
        if idle.first().is_some_and(|oldest| oldest.idle_since.elapsed() > IDLE_FOR) {
            idle.remove(0);
        }
        if idle.len() < self.most_idle {
            idle.push(line);
        }
    }

    async fn connect(&self) -> Result<Line, Broken> {
        match tokio::time::timeout(CONNECT_WITHIN, self.connect_slowly()).await {
            Ok(connected) => connected.map_err(Broken::Unsent),
            Err(_) => Err(Broken::Unsent("connecting took too long".into())),
        }
    }

    async fn connect_slowly(&self) -> Result<Line, String> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(|cause| cause.to_string())?;
        stream.set_nodelay(true).map_err(|cause| cause.to_string())?;
        let mut http = http1::Builder::new();
        http.max_buf_size(MOST_HEAD_BYTES).max_headers(MOST_HEADERS);
        let (sender, driver): (_, Driver) = match &self.tls {
            None => {
                let (sender, driver) = http.handshake(TokioIo::new(stream)).await.map_err(|cause| cause.to_string())?;
                (sender, Box::pin(driver))
            }
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await.map_err(|cause| cause.to_string())?;
                let (sender, driver) = http.handshake(TokioIo::new(stream)).await.map_err(|cause| cause.to_string())?;
                (sender, Box::pin(driver))
            }
        };
        Ok(Line { sender, driver: Some(driver), idle_since: Instant::now() })
    }
}

/// The head of the answer; on failure the request, if nothing of it was sent.
async fn send(line: &mut Line, request: Request<Full<Bytes>>) -> Result<Head, (Option<Request<Full<Bytes>>>, Broken)> {
    let answer = line.sender.try_send_request(request);
    line.drive(answer).await.map_err(|mut failed| {
        let unsent = failed.take_message();
        let cause = failed.into_error().to_string();
        let broken = if unsent.is_some() { Broken::Unsent(cause) } else { Broken::Lost(cause) };
        (unsent, broken)
    })
}

async fn collect(body: &mut Incoming) -> Result<Bytes, Broken> {
    let told = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if told > MOST_ANSWER_BYTES {
        return Err(Broken::TooLarge);
    }
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|cause| Broken::Lost(cause.to_string()))?.into_data() else { continue };
        if first.len() + all.len() + data.len() > MOST_ANSWER_BYTES {
            return Err(Broken::TooLarge);
        }
        // an answer that came in one piece is not copied
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

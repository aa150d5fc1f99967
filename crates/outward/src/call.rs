//! One call: look up, look at, connect, ask, read a bounded answer.

use crate::{Policy, Refusal, Target};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::{HeaderMap, Method, Request, Response, StatusCode, body::Incoming, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::Host;

/// The most addresses of one host that are tried.
const MOST_ADDRESSES: usize = 4;
/// How long one address has to answer a connection before the next is tried.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// The largest head of an answer, bytes, and its most fields.
const MOST_HEAD_BYTES: usize = 32 << 10;
const MOST_HEADERS: usize = 100;

/// Looks names up.
#[async_trait]
pub trait Resolve: Send + Sync + 'static {
    /// The addresses of a name.
    ///
    /// # Errors
    /// When it has none.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// Asks the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|found| found.ip()).collect())
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where.
    pub target: Target,
    /// How.
    pub method: Method,
    /// The headers, without `Host`.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long it may take, from the look-up to the last byte.
    pub time_limit: Duration,
    /// How much of the answer is read, bytes.
    pub most_bytes: usize,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as far as it was read.
    pub body: Bytes,
    /// Whether there was more of it.
    pub is_cut: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutwardError {
    /// It may not be called.
    #[error("the address {0}")]
    Refused(#[from] Refusal),
    /// The name is nobody's.
    #[error("the name of the host cannot be resolved")]
    Unresolved,
    /// Nobody answers there.
    #[error("cannot connect: {0}")]
    Unreached(String),
    /// TLS failed, such as for a certificate that is not good.
    #[error("no safe connection: {0}")]
    Unsafe(String),
    /// What came back is no answer.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// It took too long.
    #[error("no answer within {0} ms")]
    TimedOut(u128),
}

/// Calls out.
#[derive(Clone)]
pub struct Outward {
    policy: Policy,
    resolver: Arc<dyn Resolve>,
    /// The authorities that are believed; those that this machine knows when absent.
    roots: Option<Arc<ClientConfig>>,
}

/// Those that this machine knows, read when they are first needed.
static KNOWN: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();

fn known() -> Result<Arc<ClientConfig>, String> {
    let read = || {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (count, _) = roots.add_parsable_certificates(found.certs);
        if count == 0 {
            tracing::warn!("this machine knows no certificate authorities: nothing can be called with TLS");
        }
        believing(roots)
    };
    KNOWN.get_or_init(read).clone()
}

fn believing(roots: RootCertStore) -> Result<Arc<ClientConfig>, String> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|cause| cause.to_string())?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

impl Outward {
    /// Calls what `policy` allows; a receiver shows a certificate of an authority that this machine knows.
    #[must_use]
    pub fn new(policy: Policy) -> Outward {
        Outward { policy, resolver: Arc::new(SystemResolver), roots: None }
    }

    /// As [`Outward::new`], with names looked up by `resolver` and the authorities given.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn with(policy: Policy, resolver: Arc<dyn Resolve>, roots: RootCertStore) -> Result<Outward, OutwardError> {
        Ok(Outward { policy, resolver, roots: Some(believing(roots).map_err(OutwardError::Unsafe)?) })
    }

    /// What may be called.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Makes a call.
    ///
    /// # Errors
    /// [`OutwardError`]. Any status is an answer, a redirect too.
    pub async fn call(&self, call: Call) -> Result<Reply, OutwardError> {
        let limit = call.time_limit;
        let exchange = self.exchange(call);
        tokio::time::timeout(limit, exchange).await.unwrap_or(Err(OutwardError::TimedOut(limit.as_millis())))
    }

    async fn exchange(&self, call: Call) -> Result<Reply, OutwardError> {
        let addresses = self.look_up(&call.target).await?;
        let stream = connect(&addresses).await?;
        if !call.target.is_tls() {
            return speak(stream, call).await;
        }
        let host = call.target.host().map(|host| host.to_string()).unwrap_or_default();
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(name).map_err(|_| OutwardError::Unresolved)?;
        let roots = self.roots.clone().map_or_else(known, Ok).map_err(OutwardError::Unsafe)?;
        let stream = TlsConnector::from(roots).connect(name, stream).await;
        speak(stream.map_err(|cause| OutwardError::Unsafe(cause.to_string()))?, call).await
    }

    /// The addresses of a host. One that may not be called among them refuses all: whoever answers so is up to something.
    async fn look_up(&self, target: &Target) -> Result<Vec<SocketAddr>, OutwardError> {
        let found = match target.host() {
            Some(Host::Ipv4(four)) => vec![IpAddr::V4(four)],
            Some(Host::Ipv6(six)) => vec![IpAddr::V6(six)],
            Some(Host::Domain(name)) => self.resolver.resolve(name).await.map_err(|_| OutwardError::Unresolved)?,
            None => vec![],
        };
        let found: Vec<SocketAddr> = found.into_iter().map(|ip| SocketAddr::new(ip, target.port())).collect();
        for address in &found {
            self.policy.admit(*address, target.is_tls())?;
        }
        if found.is_empty() { Err(OutwardError::Unresolved) } else { Ok(found) }
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, OutwardError> {
    let mut why = String::new();
    for address in addresses.iter().take(MOST_ADDRESSES) {
        match tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(cause)) => why = cause.to_string(),
            Err(_) => why = format!("no connection within {} s", CONNECT_WITHIN.as_secs()),
        }
    }
    Err(OutwardError::Unreached(why))
}

async fn speak<S>(stream: S, call: Call) -> Result<Reply, OutwardError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MOST_HEAD_BYTES).max_headers(MOST_HEADERS);
    let (mut sender, driver) = builder.handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let mut request = Request::new(Full::new(call.body));
    *request.method_mut() = call.method;
    *request.uri_mut() = call.target.path().parse().map_err(|_| Refusal::NotOne)?;
    *request.headers_mut() = call.headers;
    let host = call.target.authority().parse().map_err(|_| Refusal::NotOne)?;
    request.headers_mut().insert(HOST, host);
    let talk = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        read(answer, call.most_bytes).await
    };
    // the connection is driven here and ends with the call, however that ends
    tokio::pin!(talk, driver);
    tokio::select! {
        biased;
        reply = &mut talk => reply,
        _ = &mut driver => talk.await,
    }
}

async fn read(answer: Response<Incoming>, most: usize) -> Result<Reply, OutwardError> {
    let (head, mut body) = answer.into_parts();
    let (mut kept, mut is_cut) = (BytesMut::new(), false);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        let room = most - kept.len();
        kept.extend_from_slice(&data[..data.len().min(room)]);
        if data.len() > room {
            is_cut = true;
            break;
        }
    }
    Ok(Reply { status: head.status, headers: head.headers, body: kept.freeze(), is_cut })
}

fn broken(cause: hyper::Error) -> OutwardError {
    OutwardError::Broken(cause.to_string())
}

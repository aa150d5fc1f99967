//! The listener: accepts, limits what a head may be, drains and stops.

use crate::{
    Gateway,
    cached::Fast,
    limits::{is_proxy, share},
    origin::Proxied,
    router,
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, header},
    response::Response,
};
use bytes::Bytes;
use futures_util::{FutureExt, future::Either};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use infrasell_metrics::catalogue::HTTP_CONNECTIONS;
use std::{
    future::{Future, ready},
    net::SocketAddr,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::ServiceExt;

/// Why the listener could not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error("port {0} on this address is taken: stop what uses it, or choose another with --listen")]
    PortTaken(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    CannotListen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
}

/// Takes the address.
///
/// # Errors
/// [`ServeError`], with what to do about it.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::PortTaken(address),
        _ => ServeError::CannotListen { address, cause },
    })
}

/// Serves until `stop` is ready; then takes no new connection but those that wait already, lets running requests finish for
/// the drain time, and ends.
pub async fn serve(listener: TcpListener, gateway: Gateway, stop: impl Future<Output = ()>) {
    let limits = gateway.inner().limits.clone();
    let router = router(&gateway);
    let fast = Fast::new(&gateway);
    let mut watch = JoinSet::new();
    if let Some(shared) = gateway.inner().shared.clone() {
        let gateway = gateway.clone();
        watch.spawn(async move { share(&gateway.inner().buckets, &*shared, gateway.inner().began).await });
    }
    let watched = gateway.clone();
    watch.spawn(async move { watched.inner().load.watch().await });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_read)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_bytes.max(8_192))
        .half_close(false);
    let connections = GracefulShutdown::new();
    let welcome = |stream, address| {
        let open = HTTP_CONNECTIONS.up();
        let service = service(gateway.clone(), router.clone(), fast.clone(), address);
        let watched = connections.watch(http.serve_connection(TokioIo::new(prepare(stream)), service));
        // a client that hangs up or sends nonsense ends its own connection only
        tokio::spawn(async move {
            drop(watched.await);
            drop(open);
        });
    };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => welcome(stream, address),
                Err(cause) => {
                    tracing::warn!(%cause, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    // whoever the system has let in already would be cut off by the end of the listener
    while let Some(Ok((stream, address))) = listener.accept().now_or_never() {
        welcome(stream, address);
    }
    drop(listener);
    drop(watch);
    if tokio::time::timeout(limits.drain, connections.shutdown()).await.is_err() {
        tracing::warn!(seconds = limits.drain.as_secs(), "some requests did not finish in time");
    }
}

fn prepare(stream: TcpStream) -> TcpStream {
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "TCP_NODELAY could not be set");
    }
    stream
}

fn service(
    gateway: Gateway,
    router: Router,
    fast: Fast,
    address: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = Response,
    Error = std::convert::Infallible,
    Future = impl Future<Output = Result<Response, std::convert::Infallible>> + Send,
> {
    hyper::service::service_fn(move |request: Request<Incoming>| {
        if let Some(response) = fast.answer(&request, address) {
            return Either::Left(ready(Ok(send_away(&gateway, response))));
        }
        let (gateway, router) = (gateway.clone(), router.clone());
        if fast.may_know(&request) {
            return Either::Right(Either::Left(query(fast.clone(), gateway, router, request, address).boxed()));
        }
        let request = request.map(Body::new);
        Either::Right(Either::Right(route(router, request, address).map(move |one| Ok(send_away(&gateway, one)))))
    })
}

async fn route(router: Router, mut request: Request<Body>, address: SocketAddr) -> Response {
    request.extensions_mut().insert(ConnectInfo(address));
    let Ok(answer) = router.oneshot(request).await;
    answer
}

/// Answers a storefront's query: its body says whether the answer is kept. The head announced a short one.
async fn query(
    fast: Fast,
    gateway: Gateway,
    router: Router,
    request: Request<Incoming>,
    address: SocketAddr,
) -> Result<Response, std::convert::Infallible> {
    let (mut parts, body) = request.into_parts();
    let limits = &gateway.inner().limits;
    if is_proxy(address.ip(), &limits.trusted_proxies) {
        parts.extensions.insert(Proxied);
    }
    let read = tokio::time::timeout(limits.request, body.collect()).await;
    // who sends less than he said, or too slowly, has nobody to answer to: the router says so
    let body = read.ok().and_then(Result::ok).map_or_else(Bytes::new, |whole| whole.to_bytes());
    let answer = match fast.query(&parts, &body, address).await {
        Some(answer) => answer,
        None => route(router, Request::from_parts(parts, Body::from(body)), address).await,
    };
    Ok(send_away(&gateway, answer))
}

/// While this process is about to stop a client is asked to come back on another connection, which leads to another one.
fn send_away(gateway: &Gateway, mut response: Response) -> Response {
    if gateway.is_leaving() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

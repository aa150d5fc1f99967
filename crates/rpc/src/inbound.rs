//! The internal listener: where a process serves its contracts to others, never on the public one.
//!
//! Always true: whoever is not let in costs a look at his head, and no more; what a caller may send is bounded in size and
//! time, and so are the connections; stopping lets running calls finish.

use crate::{guard::Guard, serving::CALL_HEADER, tls::Tls};
use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header::WWW_AUTHENTICATE},
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1::Builder, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{convert::Infallible, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// The most connections at once.
const MOST_CONNECTIONS: usize = 4_096;
/// How long a connection may be without a whole head: a client's idle one too.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// How long a caller may take to show his certificate.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(5);
/// The largest head, bytes, and its most fields.
const MOST_HEAD_BYTES: usize = 64 << 10;
const MOST_HEADERS: usize = 32;

/// Who is let in, and how.
#[derive(Clone)]
pub struct Inbound {
    /// Looks at service tokens.
    pub guard: Guard,
    /// Certificates on both sides.
    pub tls: Option<Tls>,
    /// How long running calls may go on once stopping has begun.
    pub drain: Duration,
}

/// Work until the end.
pub type Serving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Serves `contracts` to other processes until `stop` is ready; then lets running calls finish.
#[must_use]
pub fn serve(
    listener: TcpListener,
    contracts: Router,
    inbound: Inbound,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Serving {
    Box::pin(serve_until(listener, contracts, inbound, Box::pin(stop)))
}

async fn serve_until(listener: TcpListener, contracts: Router, inbound: Inbound, mut stop: Serving) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let acceptor = inbound.tls.as_ref().map(|tls| TlsAcceptor::from(tls.server.clone()));
    let door = Door { guard: inbound.guard, contracts };
    let connections = GracefulShutdown::new();
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = places.clone().acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let (acceptor, door, watcher) = (acceptor.clone(), door.clone(), connections.watcher());
                    tokio::spawn(door.take(stream, acceptor, watcher, place));
                }
                Err(cause) => {
                    tracing::warn!(%cause, "a connection of another process could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(inbound.drain, connections.shutdown()).await.is_err() {
        tracing::warn!(seconds = inbound.drain.as_secs(), "some calls of other processes did not finish in time");
    }
}

#[derive(Clone)]
struct Door {
    guard: Guard,
    contracts: Router,
}

impl Door {
    async fn take(self, stream: TcpStream, tls: Option<TlsAcceptor>, watcher: Watcher, place: OwnedSemaphorePermit) {
        if let Err(cause) = stream.set_nodelay(true) {
            tracing::debug!(%cause, "TCP_NODELAY could not be set");
        }
        match tls {
            None => self.talk(stream, watcher).await,
            Some(tls) => match tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.talk(stream, watcher).await,
                Ok(Err(cause)) => tracing::debug!(%cause, "a caller showed no certificate of ours"),
                Err(_) => tracing::debug!("a caller took too long to show a certificate"),
            },
        }
        drop(place);
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S, watcher: Watcher) {
        let mut http = Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_headers(MOST_HEADERS)
            .max_buf_size(MOST_HEAD_BYTES)
            .half_close(false);
        let service = service_fn(move |request: Request<Incoming>| {
            let door = self.clone();
            async move { Ok::<_, Infallible>(door.answer(request).await) }
        });
        // a caller that hangs up or sends nonsense ends its own connection only
        drop(watcher.watch(http.serve_connection(TokioIo::new(stream), service)).await);
    }

    async fn answer(self, request: Request<Incoming>) -> Response {
        let call = request.headers().get(CALL_HEADER).cloned();
        let mut response = self.say(request).await;
        if let Some(call) = call {
            response.headers_mut().insert(CALL_HEADER, call);
        }
        response
    }

    async fn say(self, request: Request<Incoming>) -> Response {
        if let Err(refusal) = self.guard.check(request.uri().path(), request.headers()) {
            tracing::debug!(path = request.uri().path(), %refusal, "a call was not let in");
            let challenge = [(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))];
            return (StatusCode::UNAUTHORIZED, challenge, "a service token is needed\n").into_response();
        }
        match self.contracts.oneshot(request.map(Body::new)).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

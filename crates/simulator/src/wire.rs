//! The wire: HTTP/1.1 connections that can end as badly as a plan wants.

use crate::{
    http::{Ending, Reply, Request},
    server::Server,
};
use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::{
    HeaderMap, Response, StatusCode,
    body::{Body, Frame, Incoming, SizeHint},
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::Sleep,
};

/// The largest body of a request, in bytes.
const MAX_BODY_BYTES: usize = 1024 * 1024;
/// How long the sent half of a broken answer is given to arrive.
const CUT_PAUSE: Duration = Duration::from_millis(20);

const LIVE: u8 = 0;
const RESET: u8 = 1;
const CLOSED_AFTER: u8 = 2;

/// A connection, and how it shall end.
struct Line {
    stream: TcpStream,
    fate: Arc<AtomicU8>,
    /// Whether the answer after which the connection closes has begun.
    wrote: bool,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.fate.load(Ordering::Relaxed) == RESET {
            // Where this fails the connection is closed instead of reset, which breaks the exchange just as well.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.fate.load(Ordering::Relaxed) == CLOSED_AFTER {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.wrote |= self.fate.load(Ordering::Relaxed) == CLOSED_AFTER;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if self.wrote && self.fate.load(Ordering::Relaxed) == CLOSED_AFTER {
            return Pin::new(&mut self.stream).poll_shutdown(cx);
        }
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A body that breaks off.
struct Cut {
    first: Option<Bytes>,
    pause: Pin<Box<Sleep>>,
}

impl Body for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        ready!(self.pause.as_mut().poll(cx));
        Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

type Answer = Response<Either<Full<Bytes>, Cut>>;

/// Accepts connections for ever. When this ends they end too.
pub(crate) async fn serve(listener: TcpListener, server: Arc<Server>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, Arc::clone(&server)));
            }
            // Out of file descriptors, most likely: give the others time to end.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, server: Arc<Server>) {
    let _ = stream.set_nodelay(true);
    let fate = Arc::new(AtomicU8::new(LIVE));
    let line = Line { stream, fate: Arc::clone(&fate), wrote: false };
    let service = service_fn(move |request| exchange(request, Arc::clone(&server), Arc::clone(&fate)));
    // A connection ends in an error whenever a plan breaks it, and that is what was wanted.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(line), service).await;
}

async fn exchange(
    request: hyper::Request<Incoming>,
    server: Arc<Server>,
    fate: Arc<AtomicU8>,
) -> Result<Answer, io::Error> {
    let reply = match read(request).await {
        // A client that hangs up does not undo what it asked for, so the work goes on in its own task.
        Ok(request) => tokio::spawn(server.answer(request)).await.map_err(io::Error::other)?,
        Err(reply) => reply,
    };
    match reply.ending {
        Ending::Dropped => Err(io::ErrorKind::ConnectionAborted.into()),
        Ending::Reset => {
            fate.store(RESET, Ordering::Relaxed);
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Ending::ClosedAfter => {
            fate.store(CLOSED_AFTER, Ordering::Relaxed);
            Ok(response(reply))
        }
        Ending::Whole | Ending::Cut(_) => Ok(response(reply)),
    }
}

async fn read(request: hyper::Request<Incoming>) -> Result<Request, Reply> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY_BYTES).collect().await;
    let body = body.map_err(|_| Reply::error(413, "body_too_large", "the body is too large or broke off"))?.to_bytes();
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes()).into_owned().collect();
    let path = parts.uri.path().to_owned();
    Ok(Request { method: parts.method.as_str().into(), path, query, headers: parts.headers, body })
}

fn response(reply: Reply) -> Answer {
    let length = reply.body.len();
    let body = match reply.ending {
        Ending::Cut(bytes) => Either::Right(Cut {
            first: Some(reply.body.slice(..bytes.min(length))),
            pause: Box::pin(tokio::time::sleep(CUT_PAUSE)),
        }),
        _ => Either::Left(Full::new(reply.body)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers(reply.content_type, &reply.headers);
    if let Ending::Cut(_) = reply.ending {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

fn headers(content_type: &'static str, more: &[(&'static str, String)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    for (name, value) in more {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(*name, value);
        }
    }
    headers
}

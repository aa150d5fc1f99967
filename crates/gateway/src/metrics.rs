//! `/metrics`: what Prometheus reads. On the shop's own address for callers that may read the system, and on an address
//! of its own for whoever reaches that.

use crate::{
    Gateway,
    answer::Failure,
    caller::{Allowed, may},
};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use infrasell_metrics::{
    Text,
    catalogue::{BUILD, QUEUE_DELAY},
    process,
};
use std::future::Future;
use tokio::net::TcpListener;

/// For callers that may read the system.
pub async fn guarded(_: Allowed<may::SystemRead>, State(gateway): State<Gateway>) -> Result<Response, Failure> {
    Ok(open(State(gateway)).await)
}

async fn open(State(gateway): State<Gateway>) -> Response {
    let mut text = Text::default();
    let delay = gateway.inner().load.delay();
    text.sample(&QUEUE_DELAY, &[], format_args!("{}.{:06}", delay.as_secs(), delay.subsec_micros()));
    match &gateway.inner().inside {
        Some(inside) => inside.samples(&mut text).await,
        None => text.sample(&BUILD, &[env!("CARGO_PKG_VERSION"), "none"], 1),
    }
    process(&mut text);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text.finish()).into_response()
}

/// Serves `/metrics` and nothing else, to anybody, until `stop` is ready.
pub async fn serve_metrics(listener: TcpListener, gateway: Gateway, stop: impl Future<Output = ()> + Send + 'static) {
    let router = Router::new().route("/metrics", get(open)).with_state(gateway);
    if let Err(cause) = axum::serve(listener, router).with_graceful_shutdown(stop).await {
        tracing::error!(%cause, "metrics are not served any more");
    }
}

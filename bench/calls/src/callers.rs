//! The ways of calling that are compared.

use crate::{
    Trouble,
    contract::{self, Stock, wire},
    server::SECRET,
};
use axum::http::{HeaderValue, Request};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use infrasell_kernel::Env;
use infrasell_rpc::{Caller, Cx, Keyring, Outbound, Peer, PeerOptions};
use std::{net::SocketAddr, sync::Mutex, sync::PoisonError};

/// A way of calling.
pub trait Call: Send + Sync + 'static {
    /// Calls and is answered.
    fn once(&self) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// Who calls: a customer, as at the edge.
pub fn cx() -> Cx {
    let caller = Caller::Guest { address: Some("203.0.113.77".into()) };
    let deadline = Some(Env::system().now().plus(std::time::Duration::from_secs(3_000)));
    Cx { caller, request_id: "01hzy3v0q6w3c5k2m9d8e7f6g5".into(), deadline, idempotency_key: None }
}

/// The contract, as services call each other.
pub struct Ours(wire::Remote, Cx);

impl Ours {
    pub fn new(peer: SocketAddr) -> Result<Self, Trouble> {
        let env = Env::system();
        let keys = Keyring::of(SECRET, env.clock.clone()).map_err(Trouble::of)?;
        let outbound = Outbound::bare(env).signing(keys, "bench");
        let peer = Peer::new(&format!("http://{peer}"), &outbound, PeerOptions::default()).map_err(Trouble::of)?;
        Ok(Ours(wire::Remote(peer), cx()))
    }
}

impl Call for Ours {
    async fn once(&self) -> Result<(), Trouble> {
        let answer = self.0.levels(&self.1, contract::ask()).await.map_err(Trouble::of)?;
        if answer.levels.len() == 4 { Ok(()) } else { Err(Trouble::Other("another answer".into())) }
    }
}

/// hyper's own client, a connection each, driven by a task of its own as its documentation has it.
pub struct Bare {
    peer: SocketAddr,
    host: HeaderValue,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

impl Bare {
    pub fn new(peer: SocketAddr) -> Self {
        Bare { peer, host: HeaderValue::from_static("127.0.0.1"), idle: Mutex::default() }
    }

    async fn connection(&self) -> Result<SendRequest<Full<Bytes>>, Trouble> {
        if let Some(idle) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(idle);
        }
        let stream = tokio::net::TcpStream::connect(self.peer).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(Trouble::of)?;
        tokio::spawn(connection);
        Ok(sender)
    }
}

impl Call for Bare {
    async fn once(&self) -> Result<(), Trouble> {
        let mut connection = self.connection().await?;
        connection.ready().await.map_err(Trouble::of)?;
        let body = Full::new(Bytes::from_static(&[b'x'; contract::ASKED]));
        let request =
            Request::post("/stock.levels").header("host", self.host.clone()).body(body).map_err(Trouble::of)?;
        let answer = connection.send_request(request).await.map_err(Trouble::of)?;
        let body = answer.into_body().collect().await.map_err(Trouble::of)?.to_bytes();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        if body.len() == contract::ANSWERED { Ok(()) } else { Err(Trouble::Other("another answer".into())) }
    }
}

/// reqwest's pooled client.
pub struct Pooled(reqwest::Client, String);

impl Pooled {
    pub fn new(peer: SocketAddr) -> Self {
        Pooled(reqwest::Client::new(), format!("http://{peer}/stock.levels"))
    }
}

impl Call for Pooled {
    async fn once(&self) -> Result<(), Trouble> {
        let request = self.0.post(&self.1).body(Bytes::from_static(&[b'x'; contract::ASKED]));
        let answer = request.send().await.map_err(Trouble::of)?.bytes().await.map_err(Trouble::of)?;
        if answer.len() == contract::ANSWERED { Ok(()) } else { Err(Trouble::Other("another answer".into())) }
    }
}

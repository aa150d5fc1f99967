//! What the tests of this crate share: a clock to turn by hand, peers that answer whatever they are told, a plain client.

use infrasell_kernel::{Clock, Env, OsRandom, Timestamp};
use infrasell_rpc::{Cx, Fault, Inbound, Outbound, Peer, PeerOptions, serve};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Shows what it is set to.
pub struct Hand(AtomicI64);

impl Hand {
    pub fn at(seconds: i64) -> Arc<Self> {
        Arc::new(Hand(AtomicI64::new(seconds)))
    }
    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst) * 1_000_000)
    }
}

pub fn env(clock: &Arc<Hand>) -> Env {
    Env { clock: clock.clone(), random: Arc::new(OsRandom) }
}

/// Serves `contracts` on a port of its own.
pub async fn serving(contracts: axum::Router, inbound: Inbound) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, contracts, inbound, std::future::pending()));
    address
}

/// Takes connections, reads what comes first from each, and hands it to `answer`.
pub async fn raw<F, A>(answer: F) -> SocketAddr
where
    F: Fn(TcpStream) -> A + Send + Sync + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // a caller whose time is up has hung up
            let _heard = stream.read(&mut [0; 4_096]).await;
            tokio::spawn(answer(stream));
        }
    });
    address
}

/// Says `bytes` and hangs up.
pub async fn say(mut stream: TcpStream, bytes: &[u8]) {
    // who is answered may have hung up before
    let _said = stream.write_all(bytes).await;
    let _shut = stream.shutdown().await;
}

/// A whole answer of HTTP.
pub fn http(status: u16, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub fn peer(address: SocketAddr, timeout_ms: u64) -> Arc<Peer> {
    let options = PeerOptions { timeout_ms, ..PeerOptions::default() };
    Peer::new(&format!("http://{address}"), &Outbound::bare(Env::system()), options).unwrap()
}

pub fn cx() -> Cx {
    Cx::system("test", "req-1")
}

/// A write without a key: tried once.
pub async fn write(peer: &Peer) -> Result<Value, Fault> {
    peer.call(&cx(), "shelf.take", false, &json!({})).await
}

/// A read: tried again.
pub async fn read(peer: &Peer, cx: &Cx) -> Result<Value, Fault> {
    peer.call(cx, "shelf.look", true, &json!({})).await
}

pub fn away() -> Result<Value, Fault> {
    Err(Fault::Unavailable { what: "shelf".into() })
}

/// What comes back when `text` is said to `address`, until it hangs up or has been silent for a while.
pub async fn heard(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut heard = vec![];
    let whole = async {
        let mut piece = [0; 4_096];
        while !heard.windows(4).any(|four| four == b"\r\n\r\n") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(n) => heard.extend_from_slice(&piece[..n]),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), whole).await.expect("an answer");
    String::from_utf8_lossy(&heard).into_owned()
}

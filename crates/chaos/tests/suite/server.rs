//! A plain server that counts.

use axum::{Router, extract::State, routing};
use infrasell_chaos::{Plan, Proxy, Speaks};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

pub struct Server {
    pub address: SocketAddr,
    served: Arc<AtomicU64>,
}

impl Server {
    pub async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = Arc::new(AtomicU64::new(0));
        let routes = Router::new().route("/echo", routing::post(echo)).with_state(served.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Server { address, served }
    }

    /// How many requests were served.
    pub fn served(&self) -> u64 {
        self.served.load(Ordering::SeqCst)
    }

    /// Waits until so many were served.
    pub async fn serves(&self, requests: u64) {
        until(|| self.served() == requests).await;
    }
}

/// A server that gives every connection these bytes once something was asked, and then waits for more.
pub async fn says(bytes: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = vec![0; 4_096];
                while stream.read(&mut asked).await.is_ok_and(|read| read > 0) {
                    stream.write_all(bytes).await.unwrap();
                }
            });
        }
    });
    address
}

async fn echo(State(served): State<Arc<AtomicU64>>, body: String) -> String {
    served.fetch_add(1, Ordering::SeqCst);
    body
}

pub async fn until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < end, "it never came to that");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

pub async fn before(server: &Server, speaks: Speaks, plan: Plan) -> Proxy {
    Proxy::start(server.address, speaks, plan).await.unwrap()
}

//! Deadlines, retries, the circuit, the share of calls: one peer that is slow or gone must not take the caller with it.

use crate::raw::{away, cx, http, peer, raw, read, say, write};
use infrasell_kernel::{Clock, Env, SystemClock};
use infrasell_metrics::catalogue::CALLS_WAITING;
use infrasell_rpc::{Cx, Fault, Outbound, Peer, PeerOptions};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
};

fn until(time: Duration) -> Cx {
    Cx { deadline: Some(SystemClock.now().plus(time)), ..cx() }
}

/// Counts how often it is asked, and answers `status` each time.
async fn counting(status: u16) -> (SocketAddr, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let seen = asked.clone();
    let address = raw(move |stream| {
        seen.fetch_add(1, SeqCst);
        async move { say(stream, &http(status, "")).await }
    })
    .await;
    (address, asked)
}

/// Takes calls and answers none.
async fn silent() -> (SocketAddr, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let seen = asked.clone();
    let address = raw(move |stream| {
        seen.fetch_add(1, SeqCst);
        async move {
            std::future::pending::<()>().await;
            drop(stream);
        }
    })
    .await;
    (address, asked)
}

#[tokio::test]
async fn no_try_begins_that_cannot_end_before_the_deadline() {
    let (address, asked) = counting(500).await;
    let began = Instant::now();
    // the shortest pause is 20 ms
    assert!(read(&peer(address, 5_000), &until(Duration::from_millis(15))).await.is_err());
    assert!(began.elapsed() < Duration::from_millis(500));
    assert_eq!(asked.swap(0, SeqCst), 1);
    assert_eq!(read(&peer(address, 5_000), &until(Duration::from_secs(30))).await, away());
    assert_eq!(asked.load(SeqCst), 3);
}

#[tokio::test]
async fn a_caller_stops_waiting_at_his_deadline_and_says_so() {
    let (address, asked) = silent().await;
    let began = Instant::now();
    assert_eq!(read(&peer(address, 60_000), &until(Duration::from_millis(100))).await, Err(Fault::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(asked.load(SeqCst), 1);
}

#[tokio::test]
async fn tries_that_take_too_long_open_the_circuit_and_hasty_callers_do_not() {
    let (address, asked) = silent().await;
    let peer = peer(address, 50);
    for _ in 0..10 {
        assert!(write_until(&peer, &until(Duration::from_millis(10))).await.is_err());
    }
    let hasty = asked.swap(0, SeqCst);
    assert!(hasty >= 6, "the circuit did not open for them: {hasty}");
    for _ in 0..10 {
        assert_eq!(write(&peer).await, away());
    }
    assert!(asked.load(SeqCst) <= 6, "five that took too long, and perhaps a probe");
}

async fn write_until(peer: &Peer, cx: &Cx) -> Result<Value, Fault> {
    peer.call(cx, "shelf.take", false, &json!({})).await
}

#[tokio::test]
async fn a_peer_that_answers_500_five_times_is_left_alone_and_tried_again_later() {
    let fine = Arc::new(AtomicU32::new(0));
    let (seen, asked) = (fine.clone(), Arc::new(AtomicU32::new(0)));
    let counted = asked.clone();
    let address = raw(move |stream| {
        counted.fetch_add(1, SeqCst);
        let answer = if seen.load(SeqCst) == 1 { http(200, "{\"ok\":7}") } else { http(500, "") };
        async move { say(stream, &answer).await }
    })
    .await;
    let peer = peer(address, 5_000);
    for _ in 0..20 {
        assert_eq!(write(&peer).await, away());
    }
    assert!(asked.load(SeqCst) <= 7, "five, and a probe a second: {}", asked.load(SeqCst));
    fine.store(1, SeqCst);
    let began = Instant::now();
    while write(&peer).await != Ok(json!(7)) {
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(write(&peer).await, Ok(json!(7)), "closed again");
}

#[tokio::test]
async fn when_a_services_share_is_taken_and_the_queue_is_full_the_next_is_refused_at_once_and_other_services_go_on() {
    let (go, asked) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicU32::new(0)));
    let (held, counted) = (go.clone(), asked.clone());
    let take = move || {
        let held = held.clone();
        counted.fetch_add(1, SeqCst);
        async move { held.acquire().await.map(|_| "{\"ok\":1}").unwrap_or_default() }
    };
    let slow = axum::Router::new()
        .route("/shelf.take", axum::routing::post(take))
        .route("/attic.look", axum::routing::post(|| async { "{\"ok\":2}" }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, slow).await });
    let options = PeerOptions { timeout_ms: 60_000, at_once: 2, waiting: 1 };
    let peer = Peer::new(&format!("http://{address}"), &Outbound::bare(Env::system()), options).unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let peer = peer.clone();
        calls.spawn(async move { write(&peer).await });
    }
    // two are there and one waits for its turn
    while asked.load(SeqCst) < 2 || CALLS_WAITING.with(&[&address, "shelf"]).get() < 1 {
        tokio::task::yield_now().await;
    }
    let began = Instant::now();
    assert_eq!(write(&peer).await, away());
    assert!(began.elapsed() < Duration::from_secs(10), "at once");
    let other: Result<Value, Fault> = peer.call(&cx(), "attic.look", true, &json!({})).await;
    assert_eq!(other, Ok(json!(2)), "another service there");
    go.add_permits(3);
    while let Some(answer) = calls.join_next().await {
        assert_eq!(answer.unwrap(), Ok(json!(1)));
    }
    assert_eq!(asked.load(SeqCst), 3, "who was refused was not sent");
    assert_eq!(CALLS_WAITING.with(&[&address, "shelf"]).get(), 0);
}

/// Answers one call a connection, and then closes it without a word.
async fn closing(closed: Arc<Notify>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            answer_one(&mut stream).await;
            drop(stream);
            closed.notify_one();
        }
    });
    address
}

async fn answer_one(stream: &mut TcpStream) {
    let mut heard = [0; 4_096];
    let _heard = stream.read(&mut heard).await;
    let _said = stream.write_all(&http(200, "{\"ok\":7}")).await;
}

#[tokio::test]
async fn a_connection_that_the_peer_closed_between_two_calls_is_noticed_before_a_write_is_lost_on_it() {
    let closed = Arc::new(Notify::new());
    let peer = peer(closing(closed.clone()).await, 5_000);
    for call in 0..20 {
        assert_eq!(write(&peer).await, Ok(json!(7)), "{call}");
        closed.notified().await;
    }
}

/// Answers each call with what it says; but before the second answer on a connection the first one comes once more.
async fn stammering() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut heard, mut said) = (vec![0; 4_096], vec![]);
                while let Ok(length @ 1..) = stream.read(&mut heard).await {
                    let text = String::from_utf8_lossy(&heard[..length]).into_owned();
                    let (head, body) = text.split_once("\r\n\r\n").unwrap();
                    let call = head.lines().find(|line| line.starts_with("infrasell-call:")).unwrap();
                    let _again = stream.write_all(&said).await;
                    let body = format!("{{\"ok\":{body}}}");
                    said = format!("HTTP/1.1 200 X\r\n{call}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
                        .into_bytes();
                    let _said = stream.write_all(&said).await;
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn an_answer_that_comes_twice_is_not_taken_for_that_to_the_next_call() {
    let peer = peer(stammering().await, 5_000);
    for call in 0..10 {
        let answer: Result<Value, Fault> = peer.call(&cx(), "shelf.look", true, &json!(call)).await;
        assert_eq!(answer, Ok(json!(call)));
    }
}

#[tokio::test]
async fn connections_are_kept_between_calls() {
    let (connections, counted) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let seen = connections.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answered = counted.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            seen.fetch_add(1, SeqCst);
            let answered = answered.clone();
            tokio::spawn(async move {
                loop {
                    answer_one(&mut stream).await;
                    answered.fetch_add(1, SeqCst);
                }
            });
        }
    });
    let peer = peer(address, 5_000);
    for _ in 0..20 {
        assert_eq!(write(&peer).await, Ok(json!(7)));
    }
    assert_eq!(connections.load(SeqCst), 1);
}

#[test]
fn an_address_that_is_none_is_named() {
    let outbound = Outbound::bare(Env::system());
    let bad = [
        "",
        "x",
        "10.0.0.7:7001",
        "ftp://10.0.0.7",
        "http://",
        "http://h/path",
        "http://h?q=1",
        "http://u:p@h",
        "https://h",
    ];
    for base in bad {
        assert!(Peer::new(base, &outbound, PeerOptions::default()).is_err(), "{base}");
    }
    for base in ["http://h", "http://h/", "http://10.0.0.7:7001", "http://[::1]:7001"] {
        assert!(Peer::new(base, &outbound, PeerOptions::default()).is_ok(), "{base}");
    }
}

//! Peers that answer nonsense, too much, too slowly or for ever; callers that send too much or never end.

use crate::{
    Taken,
    raw::{away, cx, http, peer, raw, say, write},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use bytes::Bytes;
use hyper::body::Frame;
use infrasell_kernel::ErrorKind;
use infrasell_rpc::{Fault, ServiceError};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::io::AsyncWriteExt;
use tower::ServiceExt;

#[tokio::test]
async fn an_answer_that_is_none_is_a_peer_that_is_away() {
    let cases: Vec<Vec<u8>> = vec![
        vec![],
        b"\x00\x01\x02\x03\xff\xfe".to_vec(),
        b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"ok\":".to_vec(),
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{\"ok\":7}".to_vec(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\ncontent-length: 9\r\n\r\n{\"ok\":7}x".to_vec(),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n".to_vec(),
        b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
        http(200, ""),
        http(200, "<html>it works</html>"),
        http(200, "null"),
        http(200, "[]"),
        http(200, "{}"),
        http(200, "{\"ok\":"),
        http(200, "{\"ok\":7}x"),
        http(200, &format!("{{\"err\":{}", "[".repeat(100_000))),
        http(200, "\u{feff}{\"ok\":7}"),
        http(204, ""),
        http(302, ""),
        http(500, "{\"ok\":7}"),
        http(502, "<html>bad gateway</html>"),
        http(503, ""),
    ];
    for case in cases {
        let shown = String::from_utf8_lossy(&case[..case.len().min(60)]).into_owned();
        let address = raw(move |stream| {
            let case = case.clone();
            async move { say(stream, &case).await }
        })
        .await;
        assert_eq!(write(&peer(address, 5_000)).await, away(), "{shown}");
    }
}

#[tokio::test]
async fn what_trying_again_would_not_change_is_our_fault_and_said_once() {
    for status in [400, 413] {
        let address = raw(move |stream| async move { say(stream, &http(status, "units: not a number")).await }).await;
        let error = write(&peer(address, 5_000)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal);
        assert!(!serde_json::to_string(&error.problem()).unwrap().contains("units"), "the cause is for the log");
    }
    let address = raw(|stream| async { say(stream, &http(200, "{\"ok\":\"seven\"}")).await }).await;
    let answer: Result<Taken, Fault> = peer(address, 5_000).call(&cx(), "shelf.take", false, &json!({})).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Internal, "an answer of another shape");
}

#[tokio::test]
async fn what_stands_beside_a_good_answer_is_passed_over() {
    let ask = async |said: &'static str| -> Result<u32, Fault> {
        let address = raw(move |stream| async move { say(stream, &http(200, said)).await }).await;
        peer(address, 5_000).call(&cx(), "shelf.take", false, &json!({})).await
    };
    for said in [r#"{"ok":7}"#, r#"{"ok":7,"took":{"ok":3}}"#, r#"{"took":{"ok":3},"ok":7}"#, r#"{ "ok" : 7 }"#] {
        assert_eq!(ask(said).await, Ok(7), "{said}");
    }
    for said in [r#"{"ok":}"#, r#"{"ok":7,}"#, r#"{"ok":7]}"#, r#"{"ok":"7}"#] {
        assert_eq!(ask(said).await.unwrap_err().kind(), ErrorKind::Internal, "{said}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_cut_whether_or_not_it_says_so() {
    let told = raw(|stream| async {
        say(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n{\"ok\":\"").await;
    });
    let endless = raw(|mut stream| async move {
        let mut piece = format!("{:x}\r\n", 1 << 20).into_bytes();
        piece.extend(vec![b'a'; 1 << 20]);
        piece.extend(b"\r\n");
        let mut said = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        while said.is_ok() {
            said = stream.write_all(&piece).await;
        }
    });
    for address in [told.await, endless.await] {
        let error = write(&peer(address, 60_000)).await.unwrap_err();
        let Fault::Internal { cause } = error else { panic!("{error:?}") };
        assert!(cause.contains("more than"), "{cause}");
    }
}

#[tokio::test]
async fn a_head_without_end_is_cut() {
    let address = raw(|mut stream| async move {
        let mut said = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
        while said.is_ok() {
            said = stream.write_all(b"x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n").await;
        }
    })
    .await;
    assert_eq!(write(&peer(address, 60_000)).await, away());
}

#[tokio::test]
async fn an_answer_that_drips_ends_with_the_time_of_a_try() {
    let address = raw(|mut stream| async move {
        let mut said = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await;
        while said.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            said = stream.write_all(b" ").await;
        }
    })
    .await;
    let began = Instant::now();
    assert_eq!(write(&peer(address, 300)).await, away());
    assert!(began.elapsed() >= Duration::from_millis(290), "it had the whole time");
}

#[test]
fn no_noise_makes_a_caller_hang_or_believe() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let next: Arc<Mutex<Vec<u8>>> = Arc::default();
    let said = next.clone();
    let address = runtime.block_on(raw(move |stream| {
        let bytes = said.lock().unwrap().clone();
        async move { say(stream, &bytes).await }
    }));
    let heads = prop_oneof![
        Just(String::new()),
        Just("HTTP/1.1 200 OK\r\n\r\n".to_owned()),
        Just("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned()),
        Just("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"ok\":".to_owned()),
        Just("HTTP/1.1 ".to_owned()),
    ];
    let noise = (heads, prop::collection::vec(any::<u8>(), 0..200));
    let ran = TestRunner::default().run(&noise, |(head, tail)| {
        let mut bytes = head.into_bytes();
        bytes.extend(tail);
        *next.lock().unwrap() = bytes;
        let answer = runtime.block_on(write(&peer(address, 5_000)));
        prop_assert!(answer.is_err(), "{answer:?}");
        Ok(())
    });
    ran.unwrap();
}

/// A body that never comes, or never ends.
struct Endless(Option<Bytes>);

impl hyper::body::Body for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;
    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match &self.0 {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece.clone())))),
            None => Poll::Pending,
        }
    }
}

async fn called(body: Body, context: &str) -> StatusCode {
    let routes = crate::wire::routes(Arc::new(crate::Wood::default()));
    let request = Request::post("/shelf.take").header("infrasell-cx", context).body(body).unwrap();
    routes.oneshot(request).await.unwrap().status()
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_too_large_does_not_end_or_is_none_is_refused() {
    let good = serde_json::to_string(&cx()).unwrap();
    assert_eq!(called(Body::from("{\"units\":1}"), &good).await, StatusCode::OK);
    let piece = Some(Bytes::from(vec![b' '; 1 << 20]));
    assert_eq!(called(Body::new(Endless(piece)), &good).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(called(Body::new(Endless(None)), &good).await, StatusCode::REQUEST_TIMEOUT);
    for body in ["", "{", "[]", "{\"units\":\"x\"}", "{\"units\":1}x"] {
        assert_eq!(called(Body::from(body), &good).await, StatusCode::BAD_REQUEST, "{body}");
    }
    let deep = "{\"caller\":".repeat(10_000);
    for context in ["", "{}", "null", "{\"caller\":{\"kind\":\"god\"},\"request_id\":\"r\"}", &deep] {
        assert_eq!(called(Body::from("{\"units\":1}"), context).await, StatusCode::BAD_REQUEST, "{context:.60}");
    }
}

#[tokio::test]
async fn every_text_that_a_context_can_hold_travels() {
    let address = crate::raw::serving(
        crate::wire::routes(Arc::new(crate::Wood::default())),
        infrasell_rpc::Inbound { guard: infrasell_rpc::Guard::open(), tls: None, drain: Duration::from_secs(1) },
    )
    .await;
    for key in ["k", "ключ", "\u{7f}", "a\r\nx: y", "\u{0}", "\"\\", "\u{10ffff}"] {
        let cx = cx().step("test", key);
        let answer: Value =
            peer(address, 5_000).call::<_, _, Fault>(&cx, "shelf.take", false, &json!({"units":1})).await.unwrap();
        assert_eq!(answer["key"], key, "{key:?}");
    }
}

//! Faults of requests and answers.

use crate::server::{Server, before, says};
use infrasell_chaos::{Fault, Partition, Plan, Proxy, Speaks};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const TEXT: &str = "what is said must come back as it was said";

/// Asks once: the text that came back, or nothing.
async fn ask(proxy: &Proxy, within: Duration) -> Option<String> {
    let client = reqwest::Client::builder().timeout(within).build().unwrap();
    let answer = client.post(format!("{}/echo", proxy.base())).body(TEXT).send().await.ok()?;
    answer.text().await.ok()
}

async fn asked(proxy: &Proxy) -> Option<String> {
    ask(proxy, Duration::from_secs(10)).await
}

async fn struck(fault: Fault) -> (Server, Proxy) {
    let server = Server::start().await;
    let proxy = before(&server, Speaks::Http, Plan::script([Some(fault)])).await;
    (server, proxy)
}

/// One exchange meets the fault: how often it was served, whether it was answered; the next one is not touched.
async fn once(fault: Fault, served: u64, answered: bool) {
    let (server, proxy) = struck(fault).await;
    assert_eq!(asked(&proxy).await.is_some(), answered, "{fault:?}");
    assert_eq!(server.served(), served, "{fault:?}");
    assert_eq!(proxy.done().get(fault.name()), Some(&1), "{fault:?}");
    assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT), "after {fault:?}");
    assert_eq!((server.served(), proxy.exchanges(), proxy.faults()), (served + 1, 2, 1), "{fault:?}");
}

#[tokio::test]
async fn nothing_planned_is_nothing_done() {
    let server = Server::start().await;
    let proxy = before(&server, Speaks::Http, Plan::calm()).await;
    let client = reqwest::Client::new();
    for _ in 0..50 {
        let answer = client.post(format!("{}/echo", proxy.base())).body(TEXT).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), TEXT);
    }
    assert_eq!((server.served(), proxy.exchanges(), proxy.faults()), (50, 50, 0));
}

#[tokio::test]
async fn a_dropped_request_does_not_arrive() {
    once(Fault::Drop, 0, false).await;
}

#[tokio::test]
async fn half_a_request_is_not_served() {
    once(Fault::CutRequest, 0, false).await;
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    once(Fault::CutAnswer, 1, false).await;
}

#[tokio::test]
async fn a_lost_answer_had_its_effect() {
    once(Fault::LoseAnswer, 1, false).await;
}

#[tokio::test]
async fn a_request_arrives_twice() {
    once(Fault::SendTwice, 2, true).await;
}

#[tokio::test]
async fn a_request_arrives_again_when_its_caller_has_his_answer() {
    let (server, proxy) = struck(Fault::SendAgainLater(Duration::from_millis(50))).await;
    assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT));
    assert_eq!(server.served(), 1);
    server.serves(2).await;
}

#[tokio::test]
async fn a_late_one_is_late_each_way() {
    let (least, most) = (Duration::from_millis(60), Duration::from_millis(80));
    let (_server, proxy) = struck(Fault::Delay { least, most }).await;
    let began = Instant::now();
    assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT));
    assert!(began.elapsed() >= least * 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn one_that_hangs_is_cut_in_the_end_and_was_not_served() {
    let (server, proxy) = struck(Fault::Hang(Duration::from_millis(300))).await;
    assert_eq!(ask(&proxy, Duration::from_millis(50)).await, None, "its caller gave up");
    assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT), "others pass meanwhile");
    let (server_too, proxy) = struck(Fault::Hang(Duration::from_millis(50))).await;
    assert_eq!(asked(&proxy).await, None, "it is cut");
    assert_eq!((server.served(), server_too.served()), (1, 0));
}

#[tokio::test]
async fn a_throttled_answer_comes_in_whole_and_slowly() {
    let (_server, proxy) = struck(Fault::Throttle(1_000)).await;
    let began = Instant::now();
    assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT));
    // head and body are more than a hundred bytes
    assert!(began.elapsed() >= Duration::from_millis(100), "{:?}", began.elapsed());
}

#[tokio::test]
async fn an_answer_is_passed_on_twice() {
    let (server, proxy) = struck(Fault::AnswerTwice).await;
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    let request = format!("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{TEXT}", TEXT.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = String::new();
    while read.matches(TEXT).count() < 2 {
        let mut part = [0; 1_024];
        let bytes = stream.read(&mut part).await.unwrap();
        assert!(bytes > 0, "{read}");
        read.push_str(std::str::from_utf8(&part[..bytes]).unwrap());
    }
    assert_eq!(server.served(), 1);
}

#[tokio::test]
async fn a_partition_holds_up_what_passes_when_it_is_healed() {
    let soon = Duration::from_millis(80);
    for (partition, served) in [(Partition::Requests, 0), (Partition::Both, 0), (Partition::Answers, 1)] {
        let server = Server::start().await;
        let proxy = before(&server, Speaks::Http, Plan::calm()).await;
        assert_eq!(asked(&proxy).await.as_deref(), Some(TEXT));
        proxy.partition(partition);
        assert_eq!(ask(&proxy, soon).await, None, "{partition:?}");
        assert_eq!(server.served(), 1 + served, "{partition:?}");
        let (held, ()) = tokio::join!(asked(&proxy), async {
            tokio::time::sleep(soon).await;
            proxy.partition(Partition::None);
        });
        assert_eq!(held.as_deref(), Some(TEXT), "{partition:?} is healed");
    }
}

#[tokio::test]
async fn a_plan_ends_by_number_by_time_and_spares_the_next() {
    let server = Server::start().await;
    let few = Plan { most: Some(2), ..Plan::always(Fault::Drop) };
    let proxy = before(&server, Speaks::Http, few).await;
    let answers = [asked(&proxy).await, asked(&proxy).await, asked(&proxy).await];
    assert_eq!(answers.map(|answer| answer.is_some()), [false, false, true]);
    proxy.set(Plan { in_a_row: 1, ..Plan::always(Fault::Drop) });
    let answers = [asked(&proxy).await, asked(&proxy).await, asked(&proxy).await, asked(&proxy).await];
    assert_eq!(answers.map(|answer| answer.is_some()), [false, true, false, true]);
    proxy.set(Plan { lasts: Some(Duration::ZERO), ..Plan::always(Fault::Drop) });
    assert!(asked(&proxy).await.is_some());
}

#[tokio::test]
async fn whoever_came_back_elsewhere_is_found() {
    let (first, second) = (Server::start().await, Server::start().await);
    let proxy = before(&first, Speaks::Http, Plan::calm()).await;
    asked(&proxy).await.unwrap();
    proxy.aim(second.address);
    asked(&proxy).await.unwrap();
    assert_eq!((first.served(), second.served()), (1, 1));
}

#[tokio::test]
async fn answers_of_every_shape_pass_as_they_are() {
    const SHAPES: [&[u8]; 5] = [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\none \r\n7;x=y\r\ntwo and\r\n0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\ncontent-length: 12\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    ];
    for shape in SHAPES {
        let proxy = Proxy::start(says(shape).await, Speaks::Http, Plan::calm()).await.unwrap();
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        // twice on one connection: the end of the first was found
        for _ in 0..2 {
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
            let mut read = vec![0; shape.len()];
            stream.read_exact(&mut read).await.unwrap();
            assert_eq!(read, shape, "{}", String::from_utf8_lossy(shape));
        }
        assert_eq!(proxy.exchanges(), 2);
    }
}

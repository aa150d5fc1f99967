//! Faults of connections, whatever is spoken on them.

use crate::server::until;
use infrasell_chaos::{Fault, Partition, Plan, Proxy, Speaks};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// More than passes before a connection is cut.
const MUCH: usize = 64 * 1024;

/// Says back what it is told.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = stream.into_split();
                tokio::io::copy(&mut read, &mut write).await
            });
        }
    });
    address
}

async fn proxy(plan: Plan) -> Proxy {
    Proxy::start(echo().await, Speaks::Bytes, plan).await.unwrap()
}

/// Says `bytes` bytes, and how many came back before the end.
async fn said(proxy: &Proxy, bytes: usize) -> usize {
    let stream = TcpStream::connect(proxy.address()).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let sending = tokio::spawn(async move {
        // whether it all arrives is what the test asks
        let _ = write.write_all(&vec![7; bytes]).await;
        let _ = write.shutdown().await;
        write
    });
    let mut back = vec![];
    let mut part = [0; 4_096];
    while let Ok(more) = read.read(&mut part).await
        && more > 0
    {
        back.extend_from_slice(&part[..more]);
    }
    drop(sending.await.unwrap());
    assert!(back.iter().all(|byte| *byte == 7), "no byte is invented");
    back.len()
}

#[tokio::test]
async fn bytes_pass_both_ways() {
    let proxy = proxy(Plan::calm()).await;
    assert_eq!(said(&proxy, MUCH).await, MUCH);
}

#[tokio::test]
async fn a_connection_is_cut_before_or_in_the_middle() {
    for fault in [Fault::Drop, Fault::CutRequest, Fault::CutAnswer, Fault::LoseAnswer] {
        let proxy = proxy(Plan::script([Some(fault)])).await;
        assert!(said(&proxy, MUCH).await < MUCH, "{fault:?}");
        assert_eq!(said(&proxy, MUCH).await, MUCH, "the next is not touched");
        assert_eq!(proxy.done().get(fault.name()), Some(&1));
    }
}

#[tokio::test]
async fn a_silent_one_is_cut_in_the_end() {
    let silence = Duration::from_millis(100);
    let proxy = proxy(Plan::script([Some(Fault::Hang(silence))])).await;
    let began = Instant::now();
    assert!(said(&proxy, MUCH).await < MUCH);
    assert!(began.elapsed() >= silence);
}

#[tokio::test]
async fn late_and_slow_bytes_all_arrive() {
    let least = Duration::from_millis(30);
    let slow = [Fault::Delay { least, most: least }, Fault::Throttle(10_000)];
    for fault in slow {
        let proxy = proxy(Plan::always(fault)).await;
        let began = Instant::now();
        assert_eq!(said(&proxy, 1_000).await, 1_000);
        assert!(began.elapsed() >= least, "{fault:?}");
    }
}

#[tokio::test]
async fn all_connections_can_be_cut_and_partitioned() {
    let proxy = proxy(Plan::calm()).await;
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    let mut byte = [1];
    stream.write_all(&byte).await.unwrap();
    stream.read_exact(&mut byte).await.unwrap();
    proxy.partition(Partition::Both);
    stream.write_all(&byte).await.unwrap();
    let waited = tokio::time::timeout(Duration::from_millis(80), stream.read_exact(&mut byte)).await;
    assert!(waited.is_err(), "nothing passes");
    proxy.partition(Partition::None);
    stream.read_exact(&mut byte).await.unwrap();
    proxy.cut();
    assert!(stream.read_exact(&mut byte).await.is_err());
    let address = proxy.address();
    drop(proxy);
    until(|| std::net::TcpStream::connect(address).is_err()).await;
}

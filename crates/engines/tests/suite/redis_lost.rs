//! Redis goes away and comes back: slower, never wrong, and without a restart of ours.

use crate::servers::{self, Proxy, Server, Wire, until};
use infrasell_engines::shared::{
    Away, Embedded, FORGET, Fallback, Listener, Looked, News, PATIENCE, Redis, Shared, Spent, Stamp,
};
use infrasell_kernel::SystemClock;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const LONG: Duration = Duration::from_secs(60);
async fn before(port: u16) -> Redis {
    let redis = Redis::open(&format!("redis://127.0.0.1:{port}"), "lost").unwrap();
    redis.connected(servers::PATIENCE).await.unwrap();
    redis
}

/// Every call says that nobody is there; the first one may wait for that, the others do not.
async fn is_away(redis: &Redis) {
    assert_eq!(redis.get("a").await, Err(Away));
    let spent = [Spent { key: "a".into(), time: LONG }];
    let mut took = vec![];
    for round in 0..3 {
        let begun = Instant::now();
        assert_eq!(redis.put("a", b"x", LONG, &Stamp::default()).await, Err(Away), "{round}");
        assert_eq!(redis.remove("a").await, Err(Away), "{round}");
        assert_eq!(redis.count("a", 1, LONG).await, Err(Away), "{round}");
        assert_eq!(redis.spend(&spent).await, Err(Away), "{round}");
        assert_eq!(redis.lock("a", "me", LONG).await, Err(Away), "{round}");
        assert_eq!(redis.publish("a", "x").await, Err(Away), "{round}");
        took.push(begun.elapsed());
    }
    // on a machine that is busy with other tests one round may be late by itself
    assert!(took.iter().min().is_some_and(|least| *least < PATIENCE), "{took:?}");
}

fn missed(redis: &Redis) -> Arc<AtomicU32> {
    let times = Arc::new(AtomicU32::new(0));
    let own = times.clone();
    let listener: Listener = Arc::new(move |news: News<'_>| {
        own.fetch_add(u32::from(news == News::Missed), Relaxed);
    });
    redis.subscribe(&["news"], listener);
    times
}

async fn is_back(redis: &Redis) {
    until("it is used again", async || redis.count("back", FORGET, LONG).await.is_ok_and(|back| back.count == 0)).await;
    until("it counts", async || redis.count("back", 1, LONG).await.is_ok_and(|back| back.count > 0)).await;
}

#[tokio::test]
async fn a_server_that_is_killed_is_used_again_when_it_comes_back() {
    let Some(server) = servers::redis() else { return };
    let redis = before(server.port).await;
    let missed = missed(&redis);
    until("it listens", async || missed.load(Relaxed) == 1).await;
    for round in 2..5 {
        server.kill();
        until("it is noticed", async || redis.check().await.is_err()).await;
        is_away(&redis).await;
        server.start();
        is_back(&redis).await;
        until("who listens is told", async || missed.load(Relaxed) == round).await;
    }
}

#[tokio::test]
async fn a_connection_that_hangs_or_is_cut_costs_one_call_its_patience() {
    let Some(server) = servers::redis() else { return };
    let proxy = Proxy::before(server.port).await;
    let redis = before(proxy.port).await;
    for wire in [Wire::Hung, Wire::Cut, Wire::Hung] {
        proxy.set(wire);
        is_away(&redis).await;
        proxy.set(Wire::Whole);
        is_back(&redis).await;
    }
}

#[tokio::test]
async fn a_connection_that_hangs_is_found_without_a_call() {
    let Some(server) = servers::redis() else { return };
    let proxy = Proxy::before(server.port).await;
    let redis = before(proxy.port).await;
    let missed = missed(&redis);
    until("it listens", async || missed.load(Relaxed) == 1).await;
    proxy.set(Wire::Hung);
    tokio::time::sleep(Duration::from_millis(10)).await;
    until("the keeper has cut it", async || redis.connected(Duration::ZERO).await.is_err()).await;
    proxy.set(Wire::Whole);
    until("who listens is told that it may have missed something", async || missed.load(Relaxed) == 2).await;
}

#[tokio::test]
async fn one_that_is_away_at_first_is_used_when_it_comes() {
    let Some(server) = servers::redis() else { return };
    server.kill();
    let redis = Redis::open(&format!("redis://127.0.0.1:{}", server.port), "lost").unwrap();
    is_away(&redis).await;
    server.start();
    is_back(&redis).await;
}

#[tokio::test]
async fn counting_goes_on_here_while_it_is_away_and_nobody_begins_anew() {
    let Some(server) = servers::redis() else { return };
    let redis = before(server.port).await;
    let both = Fallback::new(Arc::new(redis), Arc::new(Embedded::new(Arc::new(SystemClock))));
    for n in 1..=3 {
        assert_eq!(both.count("a", 1, LONG).await.unwrap().count, n);
    }
    server.kill();
    for n in 4..=6 {
        assert_eq!(both.count("a", 1, LONG).await.unwrap().count, n);
    }
    assert_eq!(both.lock("a", "me", LONG).await, Err(Away), "a lock is never had from memory");
    assert_eq!(both.get("a").await, Err(Away));
    server.start();
    until("it is used again", async || both.check().await.is_ok()).await;
    assert_eq!(both.count("a", 1, LONG).await.unwrap().count, 7, "the server has forgotten, we have not");
}

#[tokio::test]
async fn a_script_that_the_server_forgot_is_sent_again() {
    let Some(server) = servers::redis() else { return };
    let redis = before(server.port).await;
    assert_eq!(redis.count("a", 1, LONG).await.unwrap().count, 1);
    let client = ::redis::Client::open(format!("redis://127.0.0.1:{}", server.port)).unwrap();
    let mut other = client.get_multiplexed_async_connection().await.unwrap();
    let _: ::redis::Value = ::redis::cmd("SCRIPT").arg("FLUSH").query_async(&mut other).await.unwrap();
    assert_eq!(redis.count("a", 1, LONG).await.unwrap().count, 2);
}

#[tokio::test]
async fn what_is_no_address_is_said_to_be_none() {
    for url in ["", "redis", "http://x", "redis://", "rediss://127.0.0.1"] {
        assert!(Redis::open(url, "x").is_err(), "{url}");
    }
    let secret = Redis::open("redis://me:hunter2@127.0.0.1:notaport", "x").err().unwrap().to_string();
    assert!(!secret.contains("hunter2"), "{secret}");
}

/// A full server refuses writes but answers: nothing is cut, and look-ups go on.
#[tokio::test]
async fn a_refusal_is_no_absence() {
    let Some(program) = servers::program("redis-server") else { return };
    let server = Server::begin(move |port, _| {
        let mut command = std::process::Command::new(&program);
        command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--maxmemory", "1"]);
        command
    });
    let redis = before(server.port).await;
    assert_eq!(redis.put("a", b"x", LONG, &Stamp::default()).await, Err(Away));
    assert!(matches!(redis.get("a").await, Ok(Looked::Absent(_))) && redis.connected(Duration::ZERO).await.is_ok());
}

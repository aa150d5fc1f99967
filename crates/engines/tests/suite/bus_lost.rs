//! NATS goes away and comes back, relays and readers die: later, never lost, and never twice in effect.

use crate::{
    bus::{Direct, Relay, ask, emit, follow, prefix},
    servers::{self, Proxy, Server, Wire, until},
};
use async_trait::async_trait;
use infrasell_db::{
    Db, Event, EventHandler, Feed, Followed, Runner, RunnerHandle, RunnerOptions, Subscription, testing,
};
use infrasell_engines::bus::{Nats, NatsFeed};
use infrasell_rpc::{Cx, Fault};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

fn url(port: u16) -> String {
    format!("nats://127.0.0.1:{port}")
}

fn feed(nats: &Nats, from: &Db) -> Arc<dyn Feed> {
    Arc::new(NatsFeed::new(nats.clone(), "reader", Arc::new(Direct(from.clone(), "about"))))
}

/// Notes what it is handed; what it has noted once it does not note again, as a handler that goes by ids.
#[derive(Default)]
struct Ledger(Mutex<Vec<u32>>);

#[async_trait]
impl EventHandler for Ledger {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        let number: u32 = event.decode()?;
        let mut noted = self.0.lock().unwrap();
        if !noted.contains(&number) {
            noted.push(number);
        }
        Ok(())
    }
}

impl Ledger {
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

async fn runner(to: &Db, feed: Arc<dyn Feed>, ledger: &Arc<Ledger>) -> RunnerHandle {
    let topics = ["a.done", "b.done", "c.done"];
    let subscription = Subscription::new("ledger", &topics, ledger.clone());
    let topics = topics.map(str::to_owned).to_vec();
    let followed = Followed { feed, topics, name: "there".into() };
    Runner::start_following(to, vec![], vec![subscription], vec![followed], RunnerOptions::default()).await.unwrap()
}

async fn wait_for(ledger: &Ledger, want: usize) {
    until(&format!("{want} events are handled"), async || ledger.len() >= want).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_under_load_loses_nothing_and_nothing_is_handled_twice() {
    let Some(server) = servers::nats() else { return };
    let (from, to) = (testing::sqlite(&[]).await, testing::sqlite(&[]).await);
    let nats = Nats::open(&url(server.port), &prefix()).await.unwrap();
    let (relay, ledger) = (Relay::start(&from, &nats), Arc::new(Ledger::default()));
    let runner = runner(&to, feed(&nats, &from), &ledger).await;
    let db = from.db.clone();
    let load = tokio::spawn(async move {
        for part in 0..60 {
            emit(&db, part * 20..(part + 1) * 20).await;
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    });
    for at in [150, 600] {
        wait_for(&ledger, at).await;
        server.kill();
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.start();
    }
    load.await.unwrap();
    wait_for(&ledger, 1_200).await;
    let noted = ledger.0.lock().unwrap().clone();
    assert_eq!(noted, (0..1_200).collect::<Vec<_>>(), "all of them, in their order");
    runner.stop().await;
    relay.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wire_that_hangs_or_is_cut_makes_it_later() {
    let Some(server) = servers::nats() else { return };
    let proxy = Proxy::before(server.port).await;
    let (from, to) = (testing::sqlite(&[]).await, testing::sqlite(&[]).await);
    let nats = Nats::open(&url(proxy.port), &prefix()).await.unwrap();
    let (relay, ledger) = (Relay::start(&from, &nats), Arc::new(Ledger::default()));
    let runner = runner(&to, feed(&nats, &from), &ledger).await;
    emit(&from, 0..50).await;
    wait_for(&ledger, 50).await;
    for (round, wire) in [Wire::Cut, Wire::Hung].into_iter().enumerate() {
        proxy.set(wire);
        let first = 50 * (u32::try_from(round).unwrap() + 1);
        emit(&from, first..first + 50).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(ledger.len(), first as usize, "nothing comes through");
        proxy.set(Wire::Whole);
        wait_for(&ledger, first as usize + 50).await;
    }
    assert_eq!(*ledger.0.lock().unwrap(), (0..150).collect::<Vec<_>>());
    runner.stop().await;
    relay.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_away_at_first_is_used_when_it_comes() {
    let Some(server) = servers::nats() else { return };
    server.kill();
    let from = testing::sqlite(&[]).await;
    let begun = Instant::now();
    let nats = Nats::open(&url(server.port), &prefix()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(3), "a process does not wait for it: {:?}", begun.elapsed());
    let relay = Relay::start(&from, &nats);
    emit(&from, 0..30).await;
    assert!(matches!(feed(&nats, &from).next(&ask(0, 50)).await, Err(Fault::Unavailable { .. })));
    server.start();
    let (events, _) = follow(&*feed(&nats, &from), 0, 20).await;
    assert_eq!(events.len(), 20);
    relay.stop().await;
}

/// Two replicas relay one outbox, and are killed and begun anew in turn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_relays_there_are_each_event_is_in_the_stream_once() {
    let Some(server) = servers::nats() else { return };
    let from = testing::sqlite(&[]).await;
    let prefix = prefix();
    let nats = Nats::open(&url(server.port), &prefix).await.unwrap();
    let mut relays = [Relay::start(&from, &nats), Relay::start(&from, &nats)];
    for part in 0..12 {
        emit(&from, part * 50..(part + 1) * 50).await;
        let (own, at) = (Nats::open(&url(server.port), &prefix).await.unwrap(), part as usize % 2);
        std::mem::replace(&mut relays[at], Relay::start(&from, &own)).kill();
    }
    let (events, _) = follow(&*feed(&nats, &from), 0, 400).await;
    let positions: Vec<i64> = events.iter().map(|carried| carried.position).collect();
    assert!(positions.is_sorted_by(|one, next| one < next) && events.len() == 400);
    let client = async_nats::connect(url(server.port)).await.unwrap();
    let context = async_nats::jetstream::new(client);
    let names: Vec<String> = futures_util::TryStreamExt::try_collect(context.stream_names()).await.unwrap();
    assert_eq!(names.len(), 1);
    let info = context.get_stream(&names[0]).await.unwrap().get_info().await.unwrap();
    assert_eq!((info.state.messages, info.state.last_sequence), (600, 600), "no message twice");
    relays.into_iter().for_each(Relay::kill);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_was_lost_is_filled_again_from_the_outbox() {
    let Some(server) = servers::nats() else { return };
    let (from, to) = (testing::sqlite(&[]).await, testing::sqlite(&[]).await);
    let nats = Nats::open(&url(server.port), &prefix()).await.unwrap();
    let (relay, ledger) = (Relay::start(&from, &nats), Arc::new(Ledger::default()));
    let runner = runner(&to, feed(&nats, &from), &ledger).await;
    emit(&from, 0..40).await;
    wait_for(&ledger, 40).await;
    let context = async_nats::jetstream::new(async_nats::connect(url(server.port)).await.unwrap());
    let names: Vec<String> = futures_util::TryStreamExt::try_collect(context.stream_names()).await.unwrap();
    context.delete_stream(&names[0]).await.unwrap();
    emit(&from, 40..80).await;
    wait_for(&ledger, 80).await;
    assert_eq!(*ledger.0.lock().unwrap(), (0..80).collect::<Vec<_>>());
    runner.stop().await;
    relay.stop().await;
}

/// What the relay has not told yet is not forgotten, however old it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outbox_keeps_what_is_not_in_the_stream() {
    let Some(server) = servers::nats() else { return };
    let from = testing::sqlite(&[]).await;
    let nats = Nats::open(&url(server.port), &prefix()).await.unwrap();
    let relay = Relay::start(&from, &nats);
    emit(&from, 0..3).await;
    follow(&*feed(&nats, &from), 0, 2).await;
    server.kill();
    emit(&from, 3..30).await;
    let ledger = Arc::new(Ledger::default());
    let own = Subscription::new("own", &["a.done", "b.done", "c.done"], ledger.clone());
    let runner = Runner::start(&from, vec![], vec![own]).await.unwrap();
    wait_for(&ledger, 30).await;
    from.clock.advance(Duration::from_secs(10 * 24 * 3600));
    runner.settle().await.unwrap();
    server.start();
    let (events, _) = follow(&*feed(&nats, &from), 0, 20).await;
    assert_eq!(events.len(), 20);
    runner.stop().await;
    relay.stop().await;
}

#[tokio::test]
async fn what_is_no_address_is_said_to_be_none() {
    assert!(Nats::open("://", "test").await.is_err());
    assert!(
        Nats::open("nats://127.0.0.1:1", "a.b").await.is_err() && Nats::open("nats://127.0.0.1:1", "").await.is_err()
    );
}

/// A server without JetStream is no bus.
#[tokio::test]
async fn a_server_without_jetstream_is_found_out() {
    let Some(program) = servers::program("nats-server") else { return };
    let server = Server::begin(move |port, _| {
        let mut command = std::process::Command::new(&program);
        command.args(["--addr", "127.0.0.1", "--port", &port.to_string()]);
        command
    });
    let nats = Nats::open(&url(server.port), "test").await.unwrap();
    until("it answers that it has none", async || {
        nats.check().await.is_err_and(|error| !error.to_string().contains("answer"))
    })
    .await;
}

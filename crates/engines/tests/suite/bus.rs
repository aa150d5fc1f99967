//! The conformance suite of the bus between processes, run on both engines: the outbox that another process asks, and
//! NATS with a relay.

use crate::servers::{self, until};
use async_trait::async_trait;
use infrasell_db::{Ask, Batch, Carried, Db, Feed, testing};
use infrasell_engines::bus::{Nats, NatsFeed, relay};
use infrasell_kernel::{OsRandom, Random};
use infrasell_rpc::Fault;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinHandle};

/// The embedded engine, without the network between.
pub struct Direct(pub Db, pub &'static str);

#[async_trait]
impl Feed for Direct {
    async fn next(&self, ask: &Ask) -> Result<Batch, Fault> {
        Ok(self.0.answer_reader(self.1, ask).await?)
    }
}

/// A relay of one outbox, stopped with it.
pub struct Relay {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Relay {
    pub fn start(db: &Db, nats: &Nats) -> Relay {
        let stop = watch::Sender::new(false);
        let task = tokio::spawn(relay(db.clone(), nats.clone(), stop.subscribe()));
        Relay { stop, task }
    }

    /// Ends in good order.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }

    /// Ends wherever it is.
    pub fn kill(self) {
        self.task.abort();
    }
}

pub fn prefix() -> String {
    let mut name = [0; 8];
    OsRandom.fill(&mut name);
    format!("test{:x}", u64::from_le_bytes(name))
}

/// A process where things happen, and how another one hears of them.
pub struct House {
    pub db: testing::TestDb,
    nats: Option<Nats>,
    _relay: Option<Relay>,
    _server: Option<servers::Server>,
}

impl House {
    async fn embedded() -> Option<House> {
        Some(House { db: testing::sqlite(&[]).await, nats: None, _relay: None, _server: None })
    }

    async fn on_nats() -> Option<House> {
        let (url, server) = match std::env::var("INFRASELL_TEST_NATS") {
            Ok(url) => (url, None),
            Err(_) => {
                let server = servers::nats()?;
                (format!("nats://127.0.0.1:{}", server.port), Some(server))
            }
        };
        let nats = Nats::open(&url, &prefix()).await.unwrap();
        let db = testing::sqlite(&[]).await;
        let relay = Relay::start(&db, &nats);
        let house = House { db, nats: Some(nats), _relay: Some(relay), _server: server };
        until("the stream is there", async || house.feed("first").next(&ask(-1, 0)).await.is_ok()).await;
        Some(house)
    }

    /// A feed for a reader, as a process that begins would make it.
    fn feed(&self, reader: &'static str) -> Arc<dyn Feed> {
        let direct = Arc::new(Direct(self.db.db.clone(), "about"));
        match &self.nats {
            Some(nats) => Arc::new(NatsFeed::new(nats.clone(), reader, direct)),
            None => Arc::new(Direct(self.db.db.clone(), reader)),
        }
    }
}

macro_rules! on_every_engine {
    ($($name:ident),* $(,)?) => {
        mod on_embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(super::House::embedded().await.unwrap()).await;
            })*
        }
        mod on_nats {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(house) = super::House::on_nats().await {
                    super::$name(house).await;
                }
            })*
        }
    };
}

on_every_engine!(
    events_come_in_their_order_and_only_those_that_are_wanted,
    a_reader_may_ask_from_anywhere,
    a_question_waits_for_news,
    without_news_it_answers_when_the_wait_is_over,
    who_begins_anew_hears_on_from_where_he_was,
    several_readers_each_hear_everything,
    the_positions_are_the_outboxs,
);

pub fn ask(after: i64, wait_ms: u64) -> Ask {
    let topics = vec!["a.done".to_owned(), "b.done".to_owned()];
    Ask { after, topics, most: 500, wait: Duration::from_millis(wait_ms), kept: None }
}

/// Emits events numbered from `from`, of the topics in turn, some to a transaction.
pub async fn emit(db: &Db, numbers: std::ops::Range<u32>) {
    const TOPICS: [&str; 3] = ["a.done", "b.done", "c.done"];
    let numbers: Vec<u32> = numbers.collect();
    for part in numbers.chunks(7) {
        let mut tx = db.begin().await.unwrap();
        for number in part {
            tx.emit(TOPICS[*number as usize % 3], number).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

fn number(carried: &Carried) -> u32 {
    carried.event.decode().unwrap()
}

/// Follows from a position until so many have come; every batch is held to what the port promises.
pub async fn follow(feed: &dyn Feed, mut after: i64, want: usize) -> (Vec<Carried>, i64) {
    let (mut all, begun) = (vec![], Instant::now());
    while all.len() < want {
        assert!(begun.elapsed() < servers::PATIENCE, "{} of {want} have come", all.len());
        let Ok(batch) = feed.next(&ask(after, 300)).await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let mut last = after;
        for carried in &batch.events {
            assert!(carried.position > last && carried.position <= batch.head, "{} {last}", carried.position);
            last = carried.position;
        }
        assert!(batch.head >= after, "{} {after}", batch.head);
        after = batch.head;
        all.extend(batch.events);
    }
    (all, after)
}

fn wanted(numbers: std::ops::Range<u32>) -> Vec<u32> {
    numbers.filter(|number| number % 3 != 2).collect()
}

async fn events_come_in_their_order_and_only_those_that_are_wanted(house: House) {
    emit(&house.db, 0..1_500).await;
    let (events, _) = follow(&*house.feed("reader"), 0, 1_000).await;
    assert_eq!(events.iter().map(number).collect::<Vec<_>>(), wanted(0..1_500));
    let ids: std::collections::BTreeSet<_> = events.iter().map(|carried| carried.event.id).collect();
    assert_eq!(ids.len(), 1_000, "each has its own id");
}

async fn a_reader_may_ask_from_anywhere(house: House) {
    emit(&house.db, 0..300).await;
    let feed = house.feed("reader");
    let (all, head) = follow(&*feed, 0, 200).await;
    until("all are there", async || feed.next(&ask(-1, 0)).await.is_ok_and(|batch| batch.head >= head)).await;
    for at in [0, 1, 57, 198, 199] {
        let batch = feed.next(&Ask { most: 5, ..ask(all[at].position, 0) }).await.unwrap();
        let expected = &all[at + 1..(at + 6).min(all.len())];
        assert_eq!(batch.events, expected, "behind {at}");
        let is_full = batch.events.len() == 5;
        assert!(!is_full || batch.head == all[at + 5].position, "up to the last of a full answer");
    }
    let one = Ask { topics: vec!["c.done".into()], most: 1, ..ask(0, 0) };
    assert_eq!(feed.next(&one).await.unwrap().events.iter().map(number).collect::<Vec<_>>(), [2]);
    let every = Ask { topics: vec![], ..ask(0, 0) };
    assert_eq!(feed.next(&every).await.unwrap().events.len(), 300);
    let none = Ask { topics: vec!["d.done".into()], ..ask(0, 0) };
    let batch = feed.next(&none).await.unwrap();
    assert!(batch.events.is_empty() && batch.head >= head);
}

async fn a_question_waits_for_news(house: House) {
    let feed = house.feed("reader");
    let head = feed.next(&ask(-1, 0)).await.unwrap().head;
    let (asking, db) = (feed.clone(), house.db.db.clone());
    let asked = tokio::spawn(async move { follow(&*asking, head.max(0), 1).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    emit(&db, 0..1).await;
    let (events, _) = asked.await.unwrap();
    assert_eq!(number(&events[0]), 0);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

async fn without_news_it_answers_when_the_wait_is_over(house: House) {
    emit(&house.db, 0..3).await;
    let feed = house.feed("reader");
    let (_, head) = follow(&*feed, 0, 2).await;
    let begun = Instant::now();
    let batch = feed.next(&ask(head, 200)).await.unwrap();
    assert!(batch.events.is_empty() && batch.head >= head);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

async fn who_begins_anew_hears_on_from_where_he_was(house: House) {
    emit(&house.db, 0..30).await;
    let (first, head) = follow(&*house.feed("reader"), 0, 20).await;
    emit(&house.db, 30..60).await;
    let (second, _) = follow(&*house.feed("reader"), head, 20).await;
    let all: Vec<u32> = first.iter().chain(&second).map(number).collect();
    assert_eq!(all, wanted(0..60));
    // he had not written the last ones down: they are the same when they come again
    let (again, _) = follow(&*house.feed("reader"), first[9].position, 30).await;
    assert_eq!(again, [&first[10..], &second[..]].concat());
}

async fn several_readers_each_hear_everything(house: House) {
    let (one, other) = (house.feed("one"), house.feed("other"));
    let db = house.db.db.clone();
    let emitting = tokio::spawn(async move { emit(&db, 0..600).await });
    let (first, second) = tokio::join!(follow(&*one, 0, 400), follow(&*other, 0, 400));
    emitting.await.unwrap();
    assert_eq!(first.0.iter().map(number).collect::<Vec<_>>(), wanted(0..600));
    assert_eq!(first.0, second.0);
}

async fn the_positions_are_the_outboxs(house: House) {
    emit(&house.db, 0..30).await;
    let (events, _) = follow(&*house.feed("reader"), 0, 20).await;
    let own = house.db.read_outbox(&ask(0, 0)).await.unwrap();
    assert_eq!(events, own.events);
    assert_eq!(house.feed("reader").next(&ask(-1, 0)).await.unwrap().source, own.source);
}

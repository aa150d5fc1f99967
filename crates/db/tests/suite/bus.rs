//! Events between databases: in order, at least once, whoever is killed; and commits that wait for who keeps answers.

use crate::{MIGRATIONS, brisk};
use async_trait::async_trait;
use infrasell_db::{
    Ask, Batch, Db, Event, EventHandler, Feed, Followed, LEASE, Runner, RunnerHandle, Subscription, testing,
};
use infrasell_rpc::{Cx, Fault};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Another process, asked without a network; it can be away.
struct Line {
    far: Mutex<Db>,
    reader: String,
    is_up: AtomicBool,
}

#[async_trait]
impl Feed for Line {
    async fn next(&self, ask: &Ask) -> Result<Batch, Fault> {
        if !self.is_up.load(Ordering::SeqCst) {
            return Err(Fault::Unavailable { what: "far".into() });
        }
        let far = self.far.lock().unwrap().clone();
        Ok(far.answer_reader(&self.reader, ask).await?)
    }
}

#[derive(Default)]
struct Ear(Mutex<Vec<i64>>);

#[async_trait]
impl EventHandler for Ear {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.lock().unwrap().push(event.decode()?);
        Ok(())
    }
}

impl Ear {
    fn heard(&self) -> Vec<i64> {
        self.0.lock().unwrap().clone()
    }

    async fn hears(&self, count: usize) -> Vec<i64> {
        let begun = Instant::now();
        while self.heard().len() < count {
            // a question that was asked before a database was changed is answered first, which may take its whole wait twice
            assert!(begun.elapsed() < Duration::from_secs(30), "only {:?}", self.heard());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.heard()
    }
}

fn line(far: &Db, is_up: bool) -> Arc<Line> {
    Arc::new(Line { far: Mutex::new(far.clone()), reader: "near".into(), is_up: is_up.into() })
}

async fn follow(near: &Db, line: &Arc<Line>, subscription: Subscription) -> RunnerHandle {
    let followed = Followed { feed: line.clone(), topics: vec!["number".into()], name: "far".into() };
    Runner::start_following(near, vec![], vec![subscription], vec![followed], brisk()).await.unwrap()
}

async fn emit(db: &Db, number: i64) {
    let mut tx = db.begin().await.unwrap();
    tx.emit("of.no.interest", &number).await.unwrap();
    tx.emit("number", &number).await.unwrap();
    tx.commit().await.unwrap();
}

fn ask(after: i64) -> Ask {
    Ask { after, topics: vec!["number".into()], most: 100, wait: Duration::ZERO, kept: None }
}

#[tokio::test]
async fn what_happens_elsewhere_comes_in_order_and_again_after_a_kill_only_from_where_it_was() {
    for (near, far) in testing::engines(&[MIGRATIONS]).await.into_iter().zip(testing::engines(&[MIGRATIONS]).await) {
        let (ear, line) = (Arc::new(Ear::default()), line(&far, false));
        let subscription = || Subscription::new("s", &["number"], ear.clone());
        emit(&far, 0).await;
        let runner = follow(&near, &line, subscription()).await;
        emit(&near, 100).await;
        assert_eq!(ear.hears(1).await, [100], "the own outbox is read, also while the other is away");
        line.is_up.store(true, Ordering::SeqCst);
        for number in 1..20 {
            emit(&far, number).await;
        }
        let expected: Vec<i64> = [100].into_iter().chain(0..20).collect();
        assert_eq!(ear.hears(21).await, expected);
        runner.settle().await.unwrap();
        runner.stop().await;
        let runner = follow(&near, &line, subscription()).await;
        emit(&far, 20).await;
        assert_eq!(ear.hears(22).await.last(), Some(&20));
        assert_eq!(ear.heard().len(), 22, "what was taken in before a stop does not come again");
        // killed: what it held is taken over, and at most what was not written down yet comes again
        drop(runner);
        near.clock.advance(brisk().lease * 2);
        emit(&far, 21).await;
        let runner = follow(&near, &line, subscription()).await;
        let heard = ear.hears(23).await;
        let mut rest: Vec<i64> = heard[22..].to_vec();
        rest.dedup();
        assert!(rest.ends_with(&[21]) || rest.ends_with(&[20, 21]), "{rest:?}");
        runner.stop().await;
    }
}

#[tokio::test]
async fn it_comes_within_milliseconds() {
    for (near, far) in testing::engines(&[MIGRATIONS]).await.into_iter().zip(testing::engines(&[MIGRATIONS]).await) {
        let (ear, line) = (Arc::new(Ear::default()), line(&far, true));
        let runner = follow(&near, &line, Subscription::new("s", &["number"], ear.clone())).await;
        emit(&far, 0).await;
        ear.hears(1).await;
        let begun = Instant::now();
        for number in 1..=20 {
            emit(&far, number).await;
            ear.hears(usize::try_from(number).unwrap() + 1).await;
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "20 events took {:?}: it waits for a poll", begun.elapsed());
        runner.stop().await;
    }
}

#[tokio::test]
async fn another_database_or_an_earlier_state_begins_anew() {
    let near = testing::sqlite(&[MIGRATIONS]).await;
    let (one, two) = (testing::sqlite(&[MIGRATIONS]).await, testing::sqlite(&[MIGRATIONS]).await);
    let (ear, line) = (Arc::new(Ear::default()), line(&one, true));
    let runner = follow(&near, &line, Subscription::new("s", &["number"], ear.clone())).await;
    for number in 0..3 {
        emit(&one, number).await;
    }
    ear.hears(3).await;
    for _ in 0..3 {
        emit(&two, 7).await;
    }
    *line.far.lock().unwrap() = two.db.clone();
    assert_eq!(ear.hears(6).await[3..], [7, 7, 7], "another outbox has positions of its own");
    // put back to the state before its event
    two.exec("DELETE FROM db_outbox", &[]).await.unwrap();
    two.exec("UPDATE db_outbox_head SET last = 0", &[]).await.unwrap();
    emit(&two, 8).await;
    assert_eq!(ear.hears(7).await[6], 8, "its new event has a place that an old one had");
    runner.stop().await;
}

#[tokio::test]
async fn a_reader_who_is_away_finds_what_he_has_not_read() {
    for far in testing::engines(&[MIGRATIONS]).await {
        for number in 0..3 {
            emit(&far, number).await;
        }
        let all = far.answer_reader("near", &Ask { kept: Some(0), ..ask(0) }).await.unwrap();
        let position = all.events[0].position;
        assert_eq!(all.events.len(), 3);
        far.answer_reader("near", &Ask { kept: Some(position + 2_000), ..ask(position) }).await.unwrap();
        far.exec("UPDATE db_follower SET position = $1", &infrasell_db::v![position]).await.unwrap();
        far.clock.advance(Duration::from_secs(8 * 24 * 3600));
        let runner = Runner::start_with(&far, vec![], vec![], brisk()).await.unwrap();
        far.clock.advance(Duration::from_secs(2 * 3600));
        runner.settle().await.unwrap();
        let rest = far.answer_reader("near", &ask(0)).await.unwrap();
        assert_eq!(rest.events.len(), 2, "what he has read is forgotten after a week, what he has not is kept");
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_commit_waits_for_who_watches_until_he_has_taken_it_in() {
    for far in testing::engines(&[MIGRATIONS]).await {
        far.let_follow().await.unwrap();
        let batch = far.answer_watcher("edge", &ask(-1)).await.unwrap();
        let begun = Instant::now();
        let db = far.db.clone();
        let writer = tokio::spawn(async move { emit(&db, 1).await });
        let long = Ask { wait: Duration::from_millis(500), ..ask(batch.head) };
        let news = far.answer_watcher("edge", &long).await.unwrap();
        assert_eq!(news.events.len(), 1);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!writer.is_finished(), "he has it, and has not said that he took it in");
        far.answer_watcher("edge", &ask(news.head)).await.unwrap();
        writer.await.unwrap();
        assert!(begun.elapsed() < LEASE / 2);
        // what nobody watches is not waited for
        let begun = Instant::now();
        let mut tx = far.begin().await.unwrap();
        tx.emit("of.no.interest", &1).await.unwrap();
        tx.commit().await.unwrap();
        assert!(begun.elapsed() < LEASE / 2);
    }
}

#[tokio::test]
async fn a_watcher_who_is_gone_is_waited_for_until_his_lease_is_over_and_by_the_next_process_too() {
    for far in testing::engines(&[MIGRATIONS]).await {
        far.let_follow().await.unwrap();
        far.answer_watcher("edge", &ask(-1)).await.unwrap();
        // the process is started anew, and does not know who watched the former one but by its tables
        let again = far.reopen().await;
        again.let_follow().await.unwrap();
        let begun = Instant::now();
        emit(&again, 1).await;
        assert!(begun.elapsed() >= LEASE * 9 / 10, "{:?}", begun.elapsed());
        let begun = Instant::now();
        emit(&again, 2).await;
        assert!(begun.elapsed() < LEASE / 2, "once is enough");
        again.answer_watcher("edge", &ask(-1)).await.unwrap();
        again.forget_watcher("edge").await.unwrap();
        let begun = Instant::now();
        emit(&again, 3).await;
        assert!(begun.elapsed() < LEASE / 2, "who says that he leaves is not waited for");
    }
}

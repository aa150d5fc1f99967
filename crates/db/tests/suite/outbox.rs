//! Events: only with their cause, in order, at least once; one that cannot be handled does not stop the rest.

use crate::{MIGRATIONS, brisk};
use async_trait::async_trait;
use infrasell_db::{Event, EventHandler, JobFilter, JobPolicy, JobState, Runner, Subscription, testing};
use infrasell_kernel::PageRequest;
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Notes what it hears; fails for the payloads in `bad`, panics for "panic".
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    bad: Mutex<BTreeSet<String>>,
}

#[async_trait]
impl EventHandler for Ear {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        assert_eq!(cx.request_id, event.id.to_string());
        let text: String = event.decode()?;
        self.heard.lock().unwrap().push(text.clone());
        assert_ne!(text, "panic", "as the test wants");
        if self.bad.lock().unwrap().contains(&text) {
            return Err(Fault::internal("bad day"));
        }
        Ok(())
    }
}

impl Ear {
    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}

fn subscription(name: &str, topics: &[&str], ear: &Arc<Ear>) -> Subscription {
    Subscription::new(name, topics, ear.clone()).policy(JobPolicy {
        attempts: 3,
        first_delay: Duration::from_secs(60),
        most_delay: Duration::from_secs(600),
        time_limit: Duration::from_secs(5),
    })
}

#[tokio::test]
async fn events_come_with_their_cause_and_in_order() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let (orders, all) = (Arc::new(Ear::default()), Arc::new(Ear::default()));
        let subscriptions =
            vec![subscription("orders", &["order"], &orders), subscription("all", &["order", "stock"], &all)];
        let mut tx = db.begin().await.unwrap();
        tx.emit("order", &"before the runner").await.unwrap();
        tx.emit("stock", &"s1").await.unwrap();
        tx.commit().await.unwrap();
        let runner = Runner::start_with(&db, vec![], subscriptions, brisk()).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(orders.heard(), ["before the runner"]);
        assert_eq!(all.heard(), ["before the runner", "s1"]);
        for n in 0..250 {
            let mut tx = db.begin().await.unwrap();
            tx.emit("order", &format!("{n}")).await.unwrap();
            if n % 10 == 0 {
                drop(tx); // what is rolled back was never said
            } else {
                tx.commit().await.unwrap();
            }
        }
        runner.settle().await.unwrap();
        let expected: Vec<String> = (0..250).filter(|n| n % 10 != 0).map(|n| n.to_string()).collect();
        assert_eq!(orders.heard(), expected);
        assert_eq!(all.heard(), expected);
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_at_once_lose_no_event() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let ear = Arc::new(Ear::default());
        let runner = Runner::start_with(&db, vec![], vec![subscription("s", &["t"], &ear)], brisk()).await.unwrap();
        let mut writers = vec![];
        for writer in 0..8 {
            let db = db.db.clone();
            writers.push(tokio::spawn(async move {
                for n in 0..50 {
                    let mut tx = db.begin().await.unwrap();
                    tx.emit("t", &format!("{writer}-{n}")).await.unwrap();
                    tx.commit().await.unwrap();
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        runner.settle().await.unwrap();
        let heard = ear.heard();
        assert_eq!(heard.len(), 400);
        for writer in 0..8 {
            let own: Vec<_> = heard.iter().filter(|text| text.starts_with(&format!("{writer}-"))).collect();
            let expected: Vec<_> = (0..50).map(|n| format!("{writer}-{n}")).collect();
            assert_eq!(own, expected.iter().collect::<Vec<_>>(), "each writer's events keep their order");
        }
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_bad_event_is_tried_then_laid_aside_and_can_be_retried() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let (ear, other) = (Arc::new(Ear::default()), Arc::new(Ear::default()));
        ear.bad.lock().unwrap().insert("bad".into());
        let subscriptions = vec![subscription("picky", &["t"], &ear), subscription("other", &["t"], &other)];
        let runner = Runner::start_with(&db, vec![], subscriptions, brisk()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for text in ["one", "bad", "panic", "two"] {
            tx.emit("t", &text).await.unwrap();
        }
        tx.commit().await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(ear.heard(), ["one", "bad"], "in order: what follows waits for the next try");
        other.bad.lock().unwrap().insert("nothing".into());
        assert_eq!(other.heard()[..2], ["one", "bad"], "another subscription goes on");
        for _ in 0..6 {
            db.clock.advance(Duration::from_secs(700));
            runner.settle().await.unwrap();
        }
        assert_eq!(ear.heard(), ["bad", "bad", "panic", "panic", "panic", "two"]);
        let dead = JobFilter { state: Some(JobState::Dead), kind: Some("event:picky".into()) };
        let letters = db.list_jobs(&dead, &PageRequest::default()).await.unwrap().items;
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[1].last_error.as_deref(), Some("internal error: bad day"));
        assert_eq!((letters[1].attempts, letters[0].attempts), (3, 3));
        ear.bad.lock().unwrap().clear();
        db.retry_job(letters[1].id).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(ear.heard(), ["bad"]);
        assert_eq!(db.list_jobs(&dead, &PageRequest::default()).await.unwrap().items.len(), 1);
        db.remove_job(letters[0].id).await.unwrap();
        assert_eq!(db.list_jobs(&dead, &PageRequest::default()).await.unwrap().items, []);
        assert!(matches!(db.retry_job(letters[0].id).await, Err(Fault::NotFound { .. })));
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_new_subscription_hears_the_past_unless_it_asks_not_to() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let mut tx = db.begin().await.unwrap();
        tx.emit("t", &"old").await.unwrap();
        tx.commit().await.unwrap();
        let (past, fresh) = (Arc::new(Ear::default()), Arc::new(Ear::default()));
        let subscriptions = vec![subscription("past", &["t"], &past), subscription("fresh", &["t"], &fresh).from_now()];
        let runner = Runner::start_with(&db, vec![], subscriptions.clone(), brisk()).await.unwrap();
        runner.settle().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.emit("t", &"new").await.unwrap();
        tx.commit().await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        assert_eq!((past.heard(), fresh.heard()), (vec!["old".into(), "new".into()], vec!["new".to_owned()]));
        // after a restart nothing comes twice, and what was emitted meanwhile comes once
        let mut tx = db.begin().await.unwrap();
        tx.emit("t", &"while away").await.unwrap();
        tx.commit().await.unwrap();
        let runner = Runner::start_with(&db, vec![], subscriptions, brisk()).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!((past.heard(), fresh.heard()), (vec!["while away".into()], vec!["while away".to_owned()]));
        runner.stop().await;
    }
}

#[tokio::test]
async fn what_follows_from_an_event_comes_after_it_whichever_replica_says_it() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let replica = db.reopen().await;
        // the replica's block of ids comes first, its event second
        replica.next_id::<()>().await.unwrap();
        for (handle, text) in [(&db.db, "cause"), (&replica, "effect"), (&db.db, "effect of that")] {
            let mut tx = handle.begin().await.unwrap();
            tx.emit("t", &text).await.unwrap();
            tx.commit().await.unwrap();
        }
        let ear = Arc::new(Ear::default());
        let runner = Runner::start_with(&db, vec![], vec![subscription("s", &["t"], &ear)], brisk()).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(ear.heard(), ["cause", "effect", "effect of that"]);
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_process_that_has_lost_its_subscription_does_not_move_it() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let steal = Arc::new(Thief(db.db.clone()));
        let mut tx = db.begin().await.unwrap();
        tx.emit("t", &"a").await.unwrap();
        tx.commit().await.unwrap();
        let runner =
            Runner::start_with(&db, vec![], vec![Subscription::new("s", &["t"], steal)], brisk()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let sql = "SELECT position, runner FROM db_subscription WHERE name = 's'";
        let place: (i64, i64) = db.one(sql, &[], |r| Ok((r.get(0)?, r.get(1)?))).await.unwrap();
        assert_eq!(place, (0, 4_000_000));
        drop(runner);
    }
}

/// While it handles an event, another process takes its subscription over.
struct Thief(infrasell_db::Db);
#[async_trait]
impl EventHandler for Thief {
    async fn handle(&self, _: &Cx, _: &Event) -> Result<(), Fault> {
        let mut tx = self.0.begin().await?;
        tx.exec("INSERT INTO db_runner (id, locked_until) VALUES (4000000, 9000000000000000)", &[]).await?;
        tx.exec("UPDATE db_subscription SET runner = 4000000", &[]).await?;
        Ok(tx.commit().await?)
    }
}

#[tokio::test]
async fn of_two_replicas_one_delivers_and_the_other_takes_over() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let (first_ear, second_ear) = (Arc::new(Ear::default()), Arc::new(Ear::default()));
        let replica = db.reopen().await;
        let first =
            Runner::start_with(&db, vec![], vec![subscription("s", &["t"], &first_ear)], brisk()).await.unwrap();
        first.settle().await.unwrap();
        let second =
            Runner::start_with(&replica, vec![], vec![subscription("s", &["t"], &second_ear)], brisk()).await.unwrap();
        let emit = async |text: &str| {
            let mut tx = db.begin().await.unwrap();
            tx.emit("t", &text).await.unwrap();
            tx.commit().await.unwrap();
        };
        emit("a").await;
        second.settle().await.unwrap();
        assert_eq!((first_ear.heard(), second_ear.heard()), (vec!["a".to_owned()], vec![]));
        drop(first); // as if its process was killed
        emit("b").await;
        db.clock.advance(Duration::from_secs(1));
        second.settle().await.unwrap();
        assert_eq!((first_ear.heard(), second_ear.heard()), (vec![], vec!["b".to_owned()]));
        second.stop().await;
    }
}

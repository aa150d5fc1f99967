//! Listeners hear what is committed before its writer is answered, and what others commit soon after.

use crate::{INSERT, MIGRATIONS, brisk, count, item};
use infrasell_db::{Db, Heard, Runner, testing};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Vec<String>>>);

impl Ear {
    fn at(db: &Db, topics: &[&str]) -> Ear {
        let ear = Ear::default();
        let own = ear.clone();
        let hear = move |heard: Heard<'_>| {
            own.0.lock().unwrap().push(match heard {
                Heard::Event { topic, payload } => format!("{topic} {payload}"),
                Heard::Missed => "missed".into(),
            });
        };
        db.listen(topics, Arc::new(hear));
        ear
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// Waits until something is heard.
    async fn hears(&self) -> Vec<String> {
        for _ in 0..400 {
            let heard = self.heard();
            if !heard.is_empty() {
                return heard;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        vec![]
    }
}

#[tokio::test]
async fn a_commit_is_heard_before_it_answers_and_a_rollback_is_not() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let ear = Ear::at(&db, &["shelf.changed", "shelf.gone"]);
        let mut tx = db.begin().await.unwrap();
        tx.emit("shelf.changed", &7).await.unwrap();
        tx.emit("of.no.interest", &8).await.unwrap();
        assert_eq!(ear.heard(), Vec::<String>::new(), "it is not committed");
        tx.commit().await.unwrap();
        assert_eq!(ear.heard(), ["shelf.changed 7"]);
        let mut tx = db.begin().await.unwrap();
        tx.emit("shelf.gone", &"a").await.unwrap();
        drop(tx);
        assert_eq!(ear.heard(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_heard_of_is_seen_by_reads() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let seen = Arc::new(Mutex::new(vec![]));
        let (noted, handle, reader) = (seen.clone(), tokio::runtime::Handle::current(), (*db).clone());
        let look = move |_: Heard<'_>| {
            let rows = tokio::task::block_in_place(|| handle.block_on(count(&reader)));
            noted.lock().unwrap().push(rows);
        };
        db.listen(&["shelf.changed"], Arc::new(look));
        for n in 1..=3 {
            let mut tx = db.begin().await.unwrap();
            tx.queue(INSERT, &item(n, 0)).unwrap();
            tx.emit("shelf.changed", &n).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(*seen.lock().unwrap(), [1, 2, 3]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_commits_is_heard_within_the_poll_and_ones_own_not_again() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let ear = Ear::at(&db, &["shelf.changed"]);
        let runner = Runner::start_with(&db, vec![], vec![], brisk()).await.unwrap();
        while !db.may_keep(std::time::Instant::now()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // whoever joins begins with nothing
        let joined = ear.heard();
        assert!(joined.is_empty() || joined == ["missed"], "{joined:?}");
        let mut tx = db.begin().await.unwrap();
        tx.emit("shelf.changed", &"own").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ear.heard(), ["shelf.changed \"own\""]);
        let other = db.reopen().await;
        let mut tx = other.begin().await.unwrap();
        tx.emit("shelf.changed", &"other").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ear.hears().await, ["shelf.changed \"other\""]);
        // more than is read at once
        let mut tx = other.begin().await.unwrap();
        for n in 0..700 {
            tx.emit("shelf.changed", &n).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut heard = ear.hears().await;
        while heard.len() < 700 {
            let more = ear.hears().await;
            assert!(!more.is_empty(), "{} of 700", heard.len());
            heard.extend(more);
        }
        assert_eq!(heard.last().unwrap(), "shelf.changed 699");
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_nobody_waits_for_is_heard_all_the_same() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let ear = Ear::at(&db, &["shelf.changed"]);
        let runner = Runner::start_with(&db, vec![], vec![], brisk()).await.unwrap();
        for n in 0..20 {
            let mut tx = db.begin().await.unwrap();
            tx.queue(INSERT, &item(n, 0)).unwrap();
            tx.emit("shelf.changed", &n).await.unwrap();
            // polled once and dropped, at whatever point of the commit that is
            let _polled = tokio::time::timeout(Duration::ZERO, tx.commit()).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let (heard, rows) = (ear.heard(), count(&db).await);
        let named = (0..20).filter(|n| heard.contains(&format!("shelf.changed {n}"))).count();
        assert!(i64::try_from(named).unwrap() >= rows, "{named} were heard of, {rows} are there");
        runner.stop().await;
    }
}
